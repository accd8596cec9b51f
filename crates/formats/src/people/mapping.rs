//! What each column of a list is: guessed once, corrected by a person, remembered for the next file of the same heads.

use passerelle_domain::person::name::fold;
use passerelle_domain::private::Private;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::days::{DayOrder, OrderFound, order};
use super::guess;
use crate::csv::read::Heads;
use crate::table::{Cell, Table};

/// Rows looked at to guess.
pub(super) const SAMPLE: usize = 500;

/// What a column can be.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Target {
    /// Not read.
    #[default]
    Ignored,
    FullName,
    GivenName,
    FamilyName,
    Birth,
    Sex,
    Phone,
    Email,
    Street,
    PostalCode,
    Commune,
    Insee,
    Qpv,
    SchoolName,
    SchoolUai,
    Level,
    LeftSchool,
    GuardianName,
    GuardianGivenName,
    GuardianRelation,
    GuardianPhone,
    GuardianEmail,
    /// The number of the file in the tool it comes from: by it a second import finds the same line.
    Reference,
    /// Kept with its head beside it, as the class.
    Note,
}

/// One column.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Column {
    /// As the file has it.
    pub head: Private<String>,
    pub target: Target,
    /// Of columns of days.
    pub order: Option<DayOrder>,
    /// The days of this column fit more than one order: a person has to look.
    pub ambiguous: bool,
}

/// What each column of a list is, in the order of the file.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Mapping {
    pub columns: Vec<Column>,
}

impl Mapping {
    /// Guesses by heads, then by what stands below them. No two columns are the same single thing, but for notes,
    /// telephones and the lines of an address.
    pub fn guess(table: &Table) -> Self {
        let mut columns: Vec<Column> = Vec::new();
        let samples: Vec<Vec<&Cell>> = (0..table.heads.names().len()).map(|at| sample(table, at)).collect();
        for (head, cells) in table.heads.names().iter().zip(&samples) {
            let target = guess::by_head(head).or_else(|| guess::by_content(cells)).unwrap_or_default();
            let taken = !several(target) && columns.iter().any(|column| column.target == target);
            let target = if taken { Target::Note } else { target };
            columns.push(Column { head: Private(head.clone()), target, order: None, ambiguous: false });
        }
        let mut mapping = Self { columns };
        mapping.order_days(&samples);
        mapping
    }

    /// What a remembered mapping says of this file: its targets where the heads are the same, guesses elsewhere. The
    /// order of days is looked at again, unless the remembered one was certain for a person.
    #[must_use]
    pub fn remembered(&self, table: &Table) -> Self {
        let mut mapping = Self::guess(table);
        for column in &mut mapping.columns {
            let head = fold(&column.head.0);
            if let Some(known) = self.columns.iter().find(|known| fold(&known.head.0) == head) {
                column.target = known.target;
                if column.ambiguous || column.order.is_none() {
                    column.order = known.order;
                    column.ambiguous = column.ambiguous && known.ambiguous;
                }
            }
        }
        mapping
    }

    /// What a person said of each column, with the order of days looked up where a column of days has none yet. None where it
    /// is not about the columns of this table.
    #[must_use]
    pub fn completed(mut self, table: &Table) -> Option<Self> {
        let heads = table.heads.names();
        let same = self.columns.len() == heads.len()
            && self.columns.iter().zip(heads).all(|(column, head)| column.head.0 == *head);
        if !same {
            return None;
        }
        for (at, column) in self.columns.iter_mut().enumerate() {
            let days = matches!(column.target, Target::Birth | Target::LeftSchool);
            if !days {
                (column.order, column.ambiguous) = (None, false);
            } else if column.order.is_none() {
                (column.order, column.ambiguous) = found(&sample(table, at));
            }
        }
        Some(self)
    }

    /// By this a remembered mapping is found again: the heads folded, in their order.
    pub fn key(heads: &Heads) -> String {
        heads.names().iter().map(|name| fold(name)).collect::<Vec<_>>().join("|")
    }

    /// The columns of this target.
    pub(super) fn of(&self, target: Target) -> impl Iterator<Item = (usize, &Column)> {
        self.columns.iter().enumerate().filter(move |(_, column)| column.target == target)
    }

    fn order_days(&mut self, samples: &[Vec<&Cell>]) {
        for (column, cells) in self.columns.iter_mut().zip(samples) {
            if !matches!(column.target, Target::Birth | Target::LeftSchool) {
                continue;
            }
            (column.order, column.ambiguous) = found(cells);
        }
    }
}

/// The order of the days in a column, and whether a person has to look.
fn found(cells: &[&Cell]) -> (Option<DayOrder>, bool) {
    match order(cells) {
        OrderFound::Sure(order) => (Some(order), false),
        OrderFound::Either => (Some(DayOrder::DayFirst), true),
        OrderFound::Mixed(order) => (Some(order), true),
        OrderFound::None => (None, false),
    }
}

/// Of these a list can have several columns.
fn several(target: Target) -> bool {
    matches!(
        target,
        Target::Ignored
            | Target::Note
            | Target::Phone
            | Target::GuardianPhone
            | Target::Street
            | Target::GivenName
    )
}

fn sample(table: &Table, column: usize) -> Vec<&Cell> {
    let cells = table.rows.iter().filter_map(|row| row.cells.get(column));
    cells.filter(|cell| !cell.is_empty()).take(SAMPLE).collect()
}
