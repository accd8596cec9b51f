//! The file: one connection that writes, one that reads, and its schema.

use std::path::Path;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use rusqlite::{Connection, TransactionBehavior};

use crate::Error;
use crate::area::Atlases;
use crate::columns::Columns;
use crate::speech::Vocabulary;
use crate::term::Occupations;

/// The file's name within the vault's folder.
pub const FILE: &str = "catalogue.db";

/// What each step says, the first one making the schema.
const STEPS: &[&str] = &[include_str!("../../../migrations/catalogue/0001_catalogue.sql")];

/// The schema that this version knows.
const SCHEMA: i64 = 1;

/// What is read once and holds until the next import.
#[derive(Default)]
pub(crate) struct Kept {
    pub columns: Option<Arc<Columns>>,
    pub vocabulary: Option<Arc<Vocabulary>>,
    pub atlases: Option<Arc<Atlases>>,
    pub occupations: Option<Arc<Occupations>>,
}

/// An open catalogue.
pub struct Catalogue {
    writer: Mutex<Connection>,
    reader: Mutex<Connection>,
    kept: Mutex<Kept>,
}

fn connect(path: &Path) -> Result<Connection, Error> {
    let db = Connection::open(path)?;
    db.busy_timeout(std::time::Duration::from_secs(10))?;
    db.pragma_update(None, "journal_mode", "WAL")?;
    // What a power cut takes can be imported again; the file stays whole.
    db.pragma_update(None, "synchronous", "NORMAL")?;
    db.pragma_update(None, "foreign_keys", true)?;
    db.pragma_update(None, "temp_store", "MEMORY")?;
    db.pragma_update(None, "cache_size", -16_000)?;
    db.set_prepared_statement_cache_capacity(64);
    Ok(db)
}

fn migrate(db: &mut Connection) -> Result<(), Error> {
    let step = |db: &Connection| db.pragma_query_value(None, "user_version", |line| line.get::<_, i64>(0));
    if step(db)? > SCHEMA {
        return Err(Error::Newer);
    }
    let tx = db.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let found = step(&tx)?;
    for (number, sql) in (1_i64..).zip(STEPS).filter(|(number, _)| *number > found) {
        tx.execute_batch(sql)?;
        tx.pragma_update(None, "user_version", number)?;
    }
    tx.commit()?;
    Ok(())
}

pub(crate) fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    // A panic while it was held left a rolled-back transaction, or a cache that is whole or absent.
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Catalogue {
    /// Opens the catalogue of a vault's folder, and makes an empty one where there is none.
    pub fn open(dir: &Path) -> Result<Self, Error> {
        let path = dir.join(FILE);
        let mut writer = connect(&path)?;
        migrate(&mut writer)?;
        let reader = connect(&path)?;
        Ok(Self { writer: Mutex::new(writer), reader: Mutex::new(reader), kept: Mutex::default() })
    }

    /// Reads in one transaction, so that an import that ends meanwhile is seen whole or not at all.
    pub(crate) fn read<T>(&self, work: impl FnOnce(&Connection) -> Result<T, Error>) -> Result<T, Error> {
        let mut reader = locked(&self.reader);
        let tx = reader.transaction()?;
        work(&tx)
    }

    /// Writes in one transaction; nothing of it stands where `work` fails.
    pub(crate) fn write<T>(&self, work: impl FnOnce(&Connection) -> Result<T, Error>) -> Result<T, Error> {
        let mut writer = locked(&self.writer);
        let tx = writer.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let answer = work(&tx)?;
        tx.commit()?;
        *locked(&self.kept) = Kept::default();
        Ok(answer)
    }

    /// What one question keeps for the next, made where an import took it away.
    pub(crate) fn kept<T>(
        &self,
        slot: impl Fn(&mut Kept) -> &mut Option<Arc<T>>,
        make: impl FnOnce(&Connection) -> Result<T, Error>,
    ) -> Result<Arc<T>, Error> {
        let mut kept = locked(&self.kept);
        if let Some(known) = slot(&mut kept) {
            return Ok(Arc::clone(known));
        }
        // The lock is held meanwhile: an import that commits now waits to forget it, and forgets what was made.
        let made = Arc::new(self.read(make)?);
        *slot(&mut kept) = Some(Arc::clone(&made));
        Ok(made)
    }
}
