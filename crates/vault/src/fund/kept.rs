//! What the fund's figures are counted from, in memory: the stays of each operation that was asked about, read once and then
//! followed commit by commit.

use std::collections::{BTreeMap, BTreeSet};

use passerelle_domain::id::FundOperationId;
use rusqlite::Connection;
use uuid::Uuid;

use super::read::{self, Stay, Which};
use crate::person::Columns;
use crate::{Error, Vault, report};

/// The stays of operations, in the order of their ids: of two of one day, all laptops take the same for the first.
#[derive(Default)]
pub(crate) struct FundFacts {
    of: BTreeMap<Uuid, Vec<Stay>>,
}

impl FundFacts {
    /// The stays of one operation.
    pub(super) fn stays(&mut self, db: &Connection, id: FundOperationId) -> Result<&[Stay], Error> {
        if !self.of.contains_key(&id.0) {
            self.read(db, Which::Operation(id), &[id])?;
        }
        Ok(self.known(id))
    }

    /// Sees that the stays of all these operations are there, in one statement where any lacks.
    pub(super) fn know(&mut self, db: &Connection, ids: &[FundOperationId]) -> Result<(), Error> {
        let lacking: Vec<_> = ids.iter().copied().filter(|id| !self.of.contains_key(&id.0)).collect();
        if lacking.is_empty() { Ok(()) } else { self.read(db, Which::All, &lacking) }
    }

    /// The stays of an operation whose stays were read.
    pub(super) fn known(&self, id: FundOperationId) -> &[Stay] {
        self.of.get(&id.0).map_or(&[], Vec::as_slice)
    }

    fn read(&mut self, db: &Connection, which: Which<'_>, ids: &[FundOperationId]) -> Result<(), Error> {
        let mut fresh: BTreeMap<Uuid, Vec<Stay>> = ids.iter().map(|id| (id.0, Vec::new())).collect();
        read::stays(db, which, |id, stay| {
            if let Some(stays) = fresh.get_mut(&id) {
                stays.push(stay);
            }
        })?;
        for stays in fresh.values_mut() {
            stays.sort_unstable_by_key(|stay| stay.id);
        }
        self.of.extend(fresh);
        Ok(())
    }

    /// Reads these people's stays again, after a commit that may have touched them.
    pub(crate) fn follow(&mut self, db: &Connection, people: &BTreeSet<Uuid>) -> Result<(), Error> {
        if self.of.is_empty() || people.is_empty() {
            return Ok(());
        }
        let family = report::family(db, people)?;
        let rows: BTreeSet<i64> = family.iter().copied().collect();
        let mut moved = BTreeSet::new();
        for (id, stays) in &mut self.of {
            let before = stays.len();
            stays.retain(|stay| !rows.contains(&stay.what.person));
            if stays.len() < before {
                moved.insert(*id);
            }
        }
        read::stays(db, Which::Rows(&family), |id, stay| {
            if let Some(stays) = self.of.get_mut(&id) {
                stays.push(stay);
                moved.insert(id);
            }
        })?;
        for id in moved {
            if let Some(stays) = self.of.get_mut(&id) {
                stays.sort_unstable_by_key(|stay| stay.id);
            }
        }
        Ok(())
    }
}

impl Vault {
    /// Answers one question in one read transaction, with the stays that are in memory beside it.
    pub(super) fn read_fund<T>(
        &self,
        question: impl FnOnce(&Connection, &mut FundFacts) -> Result<T, Error>,
    ) -> Result<T, Error> {
        // Held until the answer: a commit in between is followed afterwards, so that none is missed.
        let mut facts = self.fund_facts();
        self.read(|db| question(db, facts.get_or_insert_default()))
    }

    /// The same with the columns of everyone.
    pub(super) fn read_fund_people<T>(
        &self,
        question: impl FnOnce(&Connection, &mut FundFacts, &Columns) -> Result<T, Error>,
    ) -> Result<T, Error> {
        let mut facts = self.fund_facts();
        self.read_people(|db, columns| question(db, facts.get_or_insert_default(), columns))
    }
}
