//! Which rows lines wrote: for a laptop that joins a team there are thousands, nearly all of them new.

use std::collections::{BTreeSet, HashMap};

use passerelle_domain::change::Table;
use uuid::Uuid;

/// A row of a table.
pub type RowOf = (Table, Uuid);

/// The rows that lines wrote.
#[derive(Default)]
pub struct Written {
    /// Those that were not there before, with the person that each names, where nothing but what made it says so.
    made: HashMap<RowOf, Option<Uuid>>,
    /// The others.
    changed: BTreeSet<RowOf>,
}

impl Written {
    /// A row that was not there before.
    pub fn make(&mut self, row: RowOf, person: Option<Uuid>) {
        self.changed.remove(&row);
        self.made.insert(row, person);
    }

    /// Something of a row was written.
    pub fn touch(&mut self, row: RowOf) {
        if !self.made.contains_key(&row) {
            self.changed.insert(row);
        }
    }

    /// Something else than what made a row wrote of it: whom it names is no longer sure.
    pub fn doubt(&mut self, row: RowOf) {
        if let Some(named) = self.made.get_mut(&row) {
            *named = None;
        }
    }

    /// Whether a row was not there before.
    pub fn is_new(&self, row: &RowOf) -> bool {
        self.made.contains_key(row)
    }

    /// The person that a new row names, where that is sure.
    pub fn person_of(&self, row: &RowOf) -> Option<Uuid> {
        self.made.get(row).copied().flatten()
    }

    /// Rows that were not there before, in no order.
    pub fn new_rows(&self) -> impl Iterator<Item = &RowOf> {
        self.made.keys()
    }

    /// All rows, each once, in no order.
    pub fn rows(&self) -> impl Iterator<Item = &RowOf> {
        self.made.keys().chain(&self.changed)
    }

    pub fn is_empty(&self) -> bool {
        self.made.is_empty() && self.changed.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ROW: RowOf = (Table::Person, Uuid::from_u128(1));
    const OTHER: RowOf = (Table::Encounter, Uuid::from_u128(2));

    #[test]
    fn a_row_is_written_once_whether_it_was_made_before_or_after_it_was_changed() {
        let mut written = Written::default();
        written.touch(ROW);
        written.make(ROW, None);
        written.make(OTHER, Some(ROW.1));
        written.touch(OTHER);
        let mut rows: Vec<_> = written.rows().copied().collect();
        rows.sort_unstable();
        let mut all = [ROW, OTHER];
        all.sort_unstable();
        assert_eq!(rows, all);
        assert!(written.is_new(&ROW));
    }

    #[test]
    fn whom_a_row_names_is_sure_until_something_else_writes_of_it() {
        let mut written = Written::default();
        written.make(OTHER, Some(ROW.1));
        assert_eq!(written.person_of(&OTHER), Some(ROW.1));
        written.doubt(OTHER);
        assert_eq!(written.person_of(&OTHER), None);
        assert!(written.is_new(&OTHER));
    }
}
