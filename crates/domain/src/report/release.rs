//! Figures as they may leave the team: lists that are parts of one whole, so that several of them tell nothing together that
//! none of them tells.
//!
//! A figure of the screen is often within another: accepted within sent, new within active. Whoever has both has their
//! difference, which may be one person. So what leaves is cut into parts that no one is in twice, and each list of parts has the
//! same whole. A whole of few people is not told at all. Small parts are masked, and others with them until what is masked is at
//! least [`LEAST`] together and nobody can tell how it is shared out. Whatever list is beside it has the same whole and says
//! nothing of how another is cut.
//!
//! What this does not reach: two files of periods that overlap, or by groups of which one lies within the other (a programme and
//! its provider), can still be held against each other by whoever has both.

use super::ask::{FigureColumn, TableName};
use super::mask::{LEAST, Shown};
use super::tally::{Cell, Table};

/// One list: its parts as they are shown, in the order they came.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Released {
    pub table: TableName,
    /// None where the parts are the steps that were reached, and not rows.
    pub column: Option<FigureColumn>,
    /// None where even masked it would tell too much: too few people, or too evenly one by one.
    pub parts: Option<Vec<(String, Shown)>>,
}

/// Everything of one period that may leave together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Release {
    /// What each list adds up to.
    pub whole: Shown,
    pub lists: Vec<Released>,
}

/// Masks parts of a whole that is shown; none where no masking hides them.
pub fn mask_parts(parts: &[Cell]) -> Option<Vec<Shown>> {
    let is_small = |cell: &Cell| (1..LEAST).contains(&cell.people);
    let mut masked: Vec<bool> = parts.iter().map(is_small).collect();
    loop {
        let hidden = || parts.iter().zip(&masked).filter(|(_, masked)| **masked).map(|(cell, _)| cell);
        let (number, sum) = (hidden().count(), hidden().map(|cell| u64::from(cell.count)).sum::<u64>());
        let people: u64 = hidden().map(|cell| u64::from(cell.people)).sum();
        // Two at least, together no small number, and not one each: then each could be one more or one less.
        let hides = number >= 2 && people >= u64::from(LEAST) && sum > number as u64;
        if number == 0 || hides {
            let shown = |(cell, masked): (&Cell, &bool)| {
                if *masked { Shown::Masked } else { Shown::Count(cell.count) }
            };
            return Some(parts.iter().zip(&masked).map(shown).collect());
        }
        let open =
            parts.iter().enumerate().zip(&masked).filter(|((_, cell), masked)| !**masked && cell.count > 0);
        let (next, _) = open.map(|(part, _)| part).min_by_key(|(_, cell)| cell.count)?;
        if let Some(mark) = masked.get_mut(next) {
            *mark = true;
        }
    }
}

/// The column whose cells are parts of the whole, and those by which its steps are told apart; none for delays, whose legs lie
/// within each other.
fn whole(table: TableName) -> Option<(FigureColumn, &'static [FigureColumn])> {
    match table {
        TableName::Caseload => Some((FigureColumn::Active, &[])),
        // Each within the one before, so that what reached one and not the next is a part.
        TableName::Funnel => Some((
            FigureColumn::Sent,
            &[
                FigureColumn::Sent,
                FigureColumn::Answered,
                FigureColumn::Accepted,
                FigureColumn::Started,
                FigureColumn::Completed,
            ],
        )),
        TableName::Endings => Some((FigureColumn::Count, &[])),
        TableName::Exits | TableName::Ways | TableName::Rules => Some((FigureColumn::Exits, &[])),
        TableName::Works => Some((FigureColumn::HoursDone, &[])),
        TableName::Delays => None,
    }
}

fn cell(table: &Table, cells: &[Cell], column: FigureColumn) -> Cell {
    let at = table.columns.iter().position(|of| *of == column);
    at.and_then(|at| cells.get(at)).copied().unwrap_or_default()
}

/// How many stopped at each step: those who reached it less those who reached the next. Of how many people they are is not more
/// than either tells, so the fewest that can be is taken.
fn stopped(table: &Table, steps: &[FigureColumn]) -> Vec<(String, Cell)> {
    let reached: Vec<Cell> = steps.iter().map(|column| cell(table, &table.total, *column)).collect();
    let next = reached.iter().skip(1).copied().chain([Cell::default()]);
    let parts = reached.iter().zip(next).map(|(here, next)| {
        let count = here.count.saturating_sub(next.count);
        let fewest = here.people.saturating_sub(next.people).max(u32::from(count > 0)).min(count);
        Cell::new(count, fewest)
    });
    steps.iter().map(|column| column.code().to_owned()).zip(parts).collect()
}

fn release_list(table: TableName, column: Option<FigureColumn>, parts: &[(String, Cell)]) -> Released {
    let cells: Vec<Cell> = parts.iter().map(|(_, cell)| *cell).collect();
    let shown = mask_parts(&cells);
    let keyed = shown.map(|shown| parts.iter().map(|(key, _)| key.clone()).zip(shown).collect());
    Released { table, column, parts: keyed }
}

/// What may leave of these tables, which are of one report and one period, counted with [`Ask::apart`](super::tally::Ask::apart).
pub fn release(tables: &[Table]) -> Release {
    let mut lists = Vec::new();
    let mut all: Option<Cell> = None;
    for table in tables {
        let Some((column, steps)) = whole(table.table) else { continue };
        all.get_or_insert(cell(table, &table.total, column));
        let rows: Vec<(String, Cell)> =
            table.rows.iter().map(|(key, cells)| (key.clone(), cell(table, cells, column))).collect();
        lists.push(release_list(table.table, Some(column), &rows));
        if !steps.is_empty() {
            lists.push(release_list(table.table, None, &stopped(table, steps)));
        }
    }
    let all = all.unwrap_or_default();
    if all.count == 0 || all.people >= LEAST {
        return Release { whole: Shown::Count(all.count), lists };
    }
    for list in &mut lists {
        list.parts = None;
    }
    Release { whole: Shown::Masked, lists }
}

#[cfg(test)]
mod tests {
    use super::*;
    use Shown::{Count, Masked};

    fn each(counts: &[u32]) -> Vec<Cell> {
        counts.iter().map(|count| Cell::new(*count, *count)).collect()
    }

    #[test]
    fn small_parts_take_others_along_until_what_is_hidden_is_many_and_not_one_each() {
        for (counts, shown) in [
            (vec![12, 7, 30], Some(vec![Count(12), Count(7), Count(30)])),
            (vec![3, 7, 30], Some(vec![Masked, Masked, Count(30)])),
            (vec![3, 4, 30], Some(vec![Masked, Masked, Count(30)])),
            (vec![1, 1, 30, 40], Some(vec![Masked, Masked, Masked, Count(40)])),
            (vec![3, 0, 30], Some(vec![Masked, Count(0), Masked])),
            (vec![1, 1, 1, 1, 1], None),
            (vec![4], None),
            (vec![], Some(vec![])),
            (vec![0, 9], Some(vec![Count(0), Count(9)])),
        ] {
            assert_eq!(mask_parts(&each(&counts)), shown, "{counts:?}");
        }
    }

    #[test]
    fn many_referrals_of_one_person_are_a_small_figure() {
        let parts = [Cell::new(9, 1), Cell::new(12, 8), Cell::new(40, 30)];
        assert_eq!(mask_parts(&parts), Some(vec![Masked, Masked, Count(40)]));
    }
}
