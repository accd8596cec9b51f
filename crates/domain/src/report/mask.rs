//! Counts that may leave the team: small ones are masked, and as many others as it takes that none can be told from the rest.
//!
//! What is looked at is one table with its totals. Two tables of the same people under other headings, or of two months, can
//! still be held against each other: whoever publishes several has to build one table of them. And a reader may work out between
//! which bounds a masked count lies; not which one it is.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Counts under this one are masked; 0 stays, since it is nobody's.
pub const LEAST: u32 = 5;

/// A count as it leaves. What is masked for being small and what is masked to hide it look the same, or the second would tell of
/// the first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(tag = "shown", content = "count", rename_all = "snake_case")]
pub enum Shown {
    Count(u32),
    /// At least one.
    Masked,
}

/// A table as it leaves, of the shape it came in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct MaskedTable {
    pub rows: Vec<Vec<Shown>>,
    pub row_totals: Vec<Shown>,
    pub column_totals: Vec<Shown>,
    pub total: Shown,
}

/// The counts with their totals in one grid: the last column holds the totals of the rows, the last row those of the columns.
struct Grid {
    width: usize,
    counts: Vec<u32>,
    masked: Vec<bool>,
}

impl Grid {
    fn new(rows: &[Vec<u32>]) -> Self {
        let columns = rows.iter().map(Vec::len).max().unwrap_or(0);
        let width = columns + 1;
        let mut counts = Vec::with_capacity(width * (rows.len() + 1));
        let mut totals = vec![0_u32; width];
        for row in rows {
            let missing = std::iter::repeat_n(0, columns.saturating_sub(row.len()));
            let mut line: Vec<u32> = row.iter().copied().chain(missing).collect();
            line.push(line.iter().fold(0, |sum: u32, count| sum.saturating_add(*count)));
            for (total, count) in totals.iter_mut().zip(&line) {
                *total = total.saturating_add(*count);
            }
            counts.append(&mut line);
        }
        counts.append(&mut totals);
        let masked = counts.iter().map(|count| (1..LEAST).contains(count)).collect();
        Self { width, counts, masked }
    }

    fn height(&self) -> usize {
        self.counts.len() / self.width
    }

    fn count(&self, cell: usize) -> u32 {
        self.counts.get(cell).copied().unwrap_or(0)
    }

    fn is_masked(&self, cell: usize) -> bool {
        self.masked.get(cell).copied().unwrap_or(false)
    }

    fn shown(&self, cell: usize) -> Shown {
        if self.is_masked(cell) { Shown::Masked } else { Shown::Count(self.count(cell)) }
    }

    /// In each row and each column the parts less the total are nothing; so a total counts the other way round, and the total
    /// of totals twice.
    fn counts_against(&self, cell: usize) -> bool {
        (cell % self.width == self.width - 1) != (cell / self.width == self.height() - 1)
    }

    /// Whether the cell could be one more (or one less) towards its lines, as far as a reader knew if it were masked: what is
    /// masked is at least one.
    fn can_move(&self, cell: usize, more: bool) -> bool {
        let grows = more != self.counts_against(cell);
        self.count(cell) > 1 || (grows && self.count(cell) == 1)
    }

    /// What it costs a reader that the cell is masked: nothing where it is, a part less than a total, a small count less than a
    /// great one.
    fn cost(&self, cell: usize) -> u64 {
        const PART: u64 = 1 << 40;
        let total = cell % self.width == self.width - 1 || cell / self.width == self.height() - 1;
        match (self.is_masked(cell), total) {
            (true, _) => 0,
            (false, false) => PART + u64::from(self.count(cell)),
            (false, true) => 3 * PART + u64::from(self.count(cell)),
        }
    }

    /// Masks until no masked cell can be told. A reader cannot tell a cell if, and only if, another table with the same shown
    /// counts has another number there; two such tables differ by going around rings of masked cells, one more and one less
    /// in turn. So each masked cell gets the cheapest ring through it. There is one: the cell, its two totals and the total of
    /// all can be one more together. Whatever a ring masks is hidden by it as well, so that one round is enough.
    fn hide(&mut self) {
        for cell in 0..self.counts.len() {
            if !self.is_masked(cell) {
                continue;
            }
            let rings = [true, false].into_iter().filter_map(|more| self.cheapest_ring(cell, more));
            let (_, ring) = rings.min_by_key(|(cost, _)| *cost).unwrap_or_default();
            for cell in ring {
                if let Some(masked) = self.masked.get_mut(cell) {
                    *masked = true;
                }
            }
        }
    }

    /// The ring that masks least, with its cost, from `start` moving that way: from its column by a cell that moves the other way
    /// to a row, from there by one that moves the same way to a column, until the row of the start is reached.
    fn cheapest_ring(&self, start: usize, more: bool) -> Option<(u64, Vec<usize>)> {
        if !self.can_move(start, more) {
            return None;
        }
        // Lines are numbered: the rows, then the columns. Each known way to a line is its cost and the cell it came by.
        let (height, lines) = (self.height(), self.height() + self.width);
        let mut ways: Vec<Option<(u64, usize)>> = vec![None; lines];
        let mut settled = vec![false; lines];
        let (home, first) = (start / self.width, height + start % self.width);
        *ways.get_mut(first)? = Some((0, start));
        loop {
            let open = (0..lines).filter(|line| settled.get(*line) == Some(&false));
            let known = open.filter_map(|line| ways.get(line).copied().flatten().map(|way| (way.0, line)));
            let (cost, line) = known.min()?;
            if line == home {
                return Some((cost, self.way_back(&ways, home, first)));
            }
            *settled.get_mut(line)? = true;
            let crossing = if line < height { self.width } else { height };
            for other in 0..crossing {
                let (cell, to, way) = if line < height {
                    (line * self.width + other, height + other, more)
                } else {
                    (other * self.width + (line - height), other, !more)
                };
                if cell == start || !self.can_move(cell, way) {
                    continue;
                }
                let cost = cost + self.cost(cell);
                let known = ways.get_mut(to)?;
                if known.is_none_or(|(before, _)| cost < before) {
                    *known = Some((cost, cell));
                }
            }
        }
    }

    /// The cells by which a line was reached.
    fn way_back(&self, ways: &[Option<(u64, usize)>], from: usize, first: usize) -> Vec<usize> {
        let (height, mut line, mut cells) = (self.height(), from, Vec::new());
        while let Some((_, cell)) = ways.get(line).copied().flatten().filter(|_| line != first) {
            cells.push(cell);
            line = if line < height { height + cell % self.width } else { cell / self.width };
        }
        cells
    }
}

/// Masks a table of counts; a row that is too short is filled with noughts. The totals are counted here, so that they agree.
pub fn mask(rows: &[Vec<u32>]) -> MaskedTable {
    let mut grid = Grid::new(rows);
    grid.hide();
    let last = grid.width - 1;
    let cell = |row: usize, column: usize| grid.shown(row * grid.width + column);
    MaskedTable {
        rows: (0..rows.len()).map(|row| (0..last).map(|column| cell(row, column)).collect()).collect(),
        row_totals: (0..rows.len()).map(|row| cell(row, last)).collect(),
        column_totals: (0..last).map(|column| cell(rows.len(), column)).collect(),
        total: cell(rows.len(), last),
    }
}

/// Masks a list of counts with their total.
pub fn mask_list(counts: &[u32]) -> (Vec<Shown>, Shown) {
    let table = mask(&[counts.to_vec()]);
    (table.rows.into_iter().next().unwrap_or_default(), table.total)
}

#[cfg(test)]
mod tests {
    use super::*;
    use Shown::{Count, Masked};

    #[test]
    fn a_small_count_takes_its_complement_along() {
        for (counts, shown, total) in [
            (vec![12, 7, 30], vec![Count(12), Count(7), Count(30)], Count(49)),
            (vec![3, 7, 30], vec![Masked, Masked, Count(30)], Count(40)),
            (vec![3, 0, 30], vec![Masked, Count(0), Masked], Count(33)),
            (vec![3, 0, 0], vec![Masked, Count(0), Count(0)], Masked),
            (vec![1, 1, 30], vec![Masked, Masked, Masked], Count(32)),
            (vec![2, 3, 30], vec![Masked, Masked, Count(30)], Count(35)),
            (vec![0, 0], vec![Count(0), Count(0)], Count(0)),
            (vec![], vec![], Count(0)),
        ] {
            assert_eq!(mask_list(&counts), (shown, total), "{counts:?}");
        }
    }

    #[test]
    fn in_a_table_a_small_count_is_hidden_along_rows_and_columns() {
        let table = mask(&[vec![3, 40, 50], vec![20, 9, 60], vec![30, 70, 80]]);
        assert_eq!(
            table.rows,
            [
                vec![Masked, Masked, Count(50)],
                vec![Masked, Masked, Count(60)],
                vec![Count(30), Count(70), Count(80)],
            ]
        );
        assert_eq!(table.row_totals, [Count(93), Count(89), Count(180)]);
        assert_eq!(table.column_totals, [Count(53), Count(119), Count(190)]);
        assert_eq!(table.total, Count(362));
    }

    #[test]
    fn ragged_rows_are_filled_up() {
        let table = mask(&[vec![9], vec![8, 10]]);
        assert_eq!(table.rows, [vec![Count(9), Count(0)], vec![Count(8), Count(10)]]);
    }
}
