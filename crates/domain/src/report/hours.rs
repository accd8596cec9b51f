//! Hours of social clauses by works site: what the contracts ask and what was worked, of a period and until its end.
//!
//! They are the sites', not the young people's: a line stays counted when the use of the file of whoever worked it is limited, or
//! the file erased, for the hours are accounted for to whoever pays for the works.

use std::collections::BTreeSet;

use chrono::NaiveDate;

use super::ask::{Figure, FigureColumn, TableName, What};
use super::mask::LEAST;
use super::period::Period;
use super::tally::{Cell, Table};
use crate::id::{PersonId, WorksSiteId};
use crate::programme::clause::Clause;

/// A works site, as far as its hours are counted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SiteFact {
    pub id: WorksSiteId,
    pub clause: Clause,
    pub opens_on: Option<NaiveDate>,
    pub closes_on: Option<NaiveDate>,
    pub demo: bool,
}

/// A line of hours.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct HoursFact {
    pub site: WorksSiteId,
    /// Whoever of the young people worked them; none where it is a line of people without a name here.
    pub person: Option<PersonId>,
    pub on: NaiveDate,
    pub minutes: u32,
}

impl SiteFact {
    /// Whether it was under way for at least a day of the period, as far as its days are known.
    fn is_under_way(&self, period: Period) -> bool {
        self.opens_on.is_none_or(|on| on <= period.to) && self.closes_on.is_none_or(|on| on >= period.from)
    }
}

/// Minutes with whose they are.
#[derive(Default)]
struct Sum {
    minutes: u32,
    people: BTreeSet<PersonId>,
}

impl Sum {
    fn add(&mut self, line: &HoursFact) {
        self.minutes = self.minutes.saturating_add(line.minutes);
        self.people.extend(line.person);
    }

    /// A structure's line of people without a name here tells nothing of anybody who is followed; one beside few named people
    /// hides none of them.
    fn cell(&self) -> Cell {
        let named = u32::try_from(self.people.len()).unwrap_or(u32::MAX);
        let people = if named == 0 && self.minutes > 0 { LEAST } else { named };
        Cell::new(self.minutes, people)
    }
}

/// Minutes that a contract asks in all, and what is left of them after so many.
fn owed(clause: &Clause, done: u32) -> [Cell; 2] {
    let stand = clause.stand_of(u64::from(done));
    let minutes = |minutes: u64| Cell::new(u32::try_from(minutes).unwrap_or(u32::MAX), 0);
    [minutes(u64::from(stand.due_hours) * 60), minutes(stand.remaining_minutes)]
}

fn is_asked(site: &SiteFact, lines: &[HoursFact], period: Period) -> bool {
    site.is_under_way(period) || lines.iter().any(|line| line.site == site.id && period.contains(line.on))
}

/// The sites of a period by the columns of [`What::Works`], in the order they come in. The lines of a site lie together.
pub fn table(sites: &[SiteFact], lines: &[HoursFact], period: Period) -> Table {
    let columns = What::Works {}.tables().first().map_or(&[] as &[FigureColumn], |(_, columns)| columns);
    let (mut all, mut all_until) = (Sum::default(), Sum::default());
    let (mut due, mut left) = (0_u32, 0_u32);
    let mut rows = Vec::new();
    for site in sites {
        let of = lines_of(lines, site.id);
        if !is_asked(site, of, period) {
            continue;
        }
        let (mut done, mut until) = (Sum::default(), Sum::default());
        for line in of.iter().filter(|line| line.on <= period.to) {
            until.add(line);
            all_until.add(line);
            if period.contains(line.on) {
                done.add(line);
                all.add(line);
            }
        }
        let [asked, remains] = owed(&site.clause, until.minutes);
        due = due.saturating_add(asked.count);
        left = left.saturating_add(remains.count);
        rows.push((site.id.0.to_string(), vec![done.cell(), until.cell(), asked, remains]));
    }
    let total = vec![all.cell(), all_until.cell(), Cell::new(due, 0), Cell::new(left, 0)];
    Table { table: TableName::Works, columns, rows, total }
}

/// The lines of one site, of lines that are ordered by site.
fn lines_of(lines: &[HoursFact], site: WorksSiteId) -> &[HoursFact] {
    let from = lines.partition_point(|line| line.site < site);
    let to = lines.partition_point(|line| line.site <= site);
    lines.get(from..to).unwrap_or_default()
}

/// The places of the lines behind a figure: those of the period behind what was worked in it, those until its last day behind
/// everything else. Their minutes together are the figure of the first two columns.
pub fn behind(sites: &[SiteFact], lines: &[HoursFact], period: Period, figure: &Figure) -> Vec<usize> {
    if figure.table != TableName::Works {
        return Vec::new();
    }
    let row = figure.row.as_deref();
    let asked: BTreeSet<WorksSiteId> = sites
        .iter()
        .filter(|site| row.is_none_or(|row| site.id.0.to_string() == row))
        .filter(|site| is_asked(site, lines_of(lines, site.id), period))
        .map(|site| site.id)
        .collect();
    let counts = |line: &HoursFact| {
        line.on <= period.to && (figure.column != FigureColumn::HoursDone || line.on >= period.from)
    };
    let found = lines.iter().enumerate().filter(|(_, line)| asked.contains(&line.site) && counts(line));
    found.map(|(place, _)| place).collect()
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;
    use crate::programme::clause::ClauseWorks;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn site(id: u128, opens: &str, closes: &str) -> SiteFact {
        SiteFact {
            id: WorksSiteId(Uuid::from_u128(id)),
            clause: Clause { works: ClauseWorks::Operation, total_hours: 1_000, percent: None },
            opens_on: Some(day(opens)),
            closes_on: Some(day(closes)),
            demo: false,
        }
    }

    fn line(site: u128, person: Option<u128>, on: &str, hours: u32) -> HoursFact {
        let person = person.map(|id| PersonId(Uuid::from_u128(id)));
        HoursFact { site: WorksSiteId(Uuid::from_u128(site)), person, on: day(on), minutes: hours * 60 }
    }

    fn october() -> Period {
        Period { from: day("2026-10-01"), to: day("2026-10-31") }
    }

    fn hours(table: &Table, row: usize) -> Vec<u32> {
        table.rows[row].1.iter().map(|cell| cell.count / 60).collect()
    }

    #[test]
    fn karim_worked_in_october_and_sonia_before() {
        let sites = [site(1, "2026-01-05", "2027-06-30"), site(2, "2026-11-01", "2027-01-01")];
        let lines = [
            line(1, Some(8), "2026-09-30", 20),
            line(1, Some(7), "2026-10-01", 12),
            line(1, Some(7), "2026-10-31", 8),
            line(1, None, "2026-11-01", 500),
        ];
        let table = table(&sites, &lines, october());
        assert_eq!(table.rows.len(), 1, "the other site has not begun");
        assert_eq!(hours(&table, 0), [20, 40, 50, 10], "done, until then, due, left");
        let people: Vec<u32> = table.rows[0].1.iter().map(|cell| cell.people).collect();
        assert_eq!(people, [1, 2, 0, 0]);
        let figure = |column| Figure { table: TableName::Works, row: None, column };
        assert_eq!(behind(&sites, &lines, october(), &figure(FigureColumn::HoursDone)), [1, 2]);
        assert_eq!(behind(&sites, &lines, october(), &figure(FigureColumn::HoursUntil)), [0, 1, 2]);
    }

    #[test]
    fn hours_told_after_the_end_of_the_works_still_count_in_their_month() {
        let over = [site(1, "2026-01-05", "2026-09-15")];
        assert_eq!(table(&over, &[], october()).rows, []);
        let late = [line(1, None, "2026-10-02", 30)];
        let found = table(&over, &late, october());
        assert_eq!((hours(&found, 0), found.rows[0].1[0].people), (vec![30, 30, 50, 20], LEAST));
    }
}
