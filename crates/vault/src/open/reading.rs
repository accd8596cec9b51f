//! How questions are put to the file, and what is kept in memory of everybody between them.

use std::sync::{Mutex, MutexGuard};

use rusqlite::Connection;

use super::authentic;
use crate::fund::FundFacts;
use crate::person::Columns;
use crate::report::Facts;
use crate::{Error, Vault};

/// Answers a question from one state of the file.
fn answer<T>(
    db: &mut Connection,
    question: impl FnOnce(&Connection) -> Result<T, Error>,
) -> Result<T, Error> {
    let tx = db.transaction()?;
    let answer = question(&tx)?;
    authentic(&tx)?;
    tx.commit()?;
    Ok(answer)
}

/// What a question that panicked may have left is read anew: a commit must not fail by it.
fn sound<T>(kept: &Mutex<Option<T>>) -> MutexGuard<'_, Option<T>> {
    kept.lock().unwrap_or_else(|poisoned| {
        kept.clear_poison();
        let mut kept = poisoned.into_inner();
        *kept = None;
        kept
    })
}

impl Vault {
    pub(crate) fn columns(&self) -> MutexGuard<'_, Option<Columns>> {
        sound(&self.columns)
    }

    /// Whether the columns are there to be asked, and nobody is reading or following them just now.
    pub(crate) fn has_columns(&self) -> bool {
        self.columns.try_lock().is_ok_and(|columns| columns.is_some())
    }

    /// What figures are counted from.
    pub(crate) fn facts(&self) -> MutexGuard<'_, Option<Facts>> {
        sound(&self.facts)
    }

    /// What the fund's figures are counted from.
    pub(crate) fn fund_facts(&self) -> MutexGuard<'_, Option<FundFacts>> {
        sound(&self.fund)
    }

    /// Forgets what was read of everybody; the next question reads it anew.
    pub(crate) fn forget(&self) {
        *self.columns() = None;
        *self.facts() = None;
        *self.fund_facts() = None;
    }

    /// The connection that reads, for tests that listen to it.
    #[cfg(test)]
    pub(crate) fn reader(&self) -> MutexGuard<'_, Connection> {
        self.reader.lock().unwrap()
    }

    /// Answers one question in one read transaction.
    pub(crate) fn read<T>(&self, question: impl FnOnce(&Connection) -> Result<T, Error>) -> Result<T, Error> {
        answer(&mut *self.reader.lock().map_err(|_| Error::Poisoned)?, question)
    }

    /// The same for who asks between two things that it writes: by the connection that writes, while nobody else does. Whatever
    /// is written makes the reading one forget all pages that it holds; the writing one knows what it wrote.
    pub(crate) fn read_between<T>(
        &self,
        question: impl FnOnce(&Connection) -> Result<T, Error>,
    ) -> Result<T, Error> {
        // Tests listen to what is asked of the reading one.
        match self.writer.try_lock() {
            Ok(mut db) if !cfg!(test) => answer(&mut db, question),
            _ => self.read(question),
        }
    }

    /// Folds the log into the file by the connection that reads, where nobody asks it for anything: what the last transaction
    /// brought, while the next one is being written.
    pub(crate) fn fold_beside(&self) {
        if let Ok(db) = self.reader.try_lock() {
            // What is not folded in now is later.
            let _ = db.query_row("PRAGMA wal_checkpoint(PASSIVE)", [], |_| Ok(()));
        }
    }
}
