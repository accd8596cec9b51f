//! The steps of the schema, forward only, each in one transaction; a newer file is refused by name.

use rusqlite::{Connection, TransactionBehavior};

use crate::Error;

/// The schema this version writes.
pub const SCHEMA: i64 = 2;

const STEPS: &[&str] = &[
    include_str!("../../../migrations/vault/0001_vault.sql"),
    include_str!("../../../migrations/vault/0002_complete_file.sql"),
];

/// The schema step of an open file; 0 for an empty one.
pub fn step(db: &Connection) -> Result<i64, Error> {
    Ok(db.pragma_query_value(None, "user_version", |line| line.get(0))?)
}

/// Brings the file to [`SCHEMA`]. A file of a newer version stays untouched.
pub fn migrate(db: &mut Connection) -> Result<(), Error> {
    let found = step(db)?;
    if found > SCHEMA {
        return Err(Error::Newer { found, known: SCHEMA });
    }
    for (step, sql) in (1_i64..).zip(STEPS).filter(|(step, _)| *step > found) {
        let tx = db.transaction_with_behavior(TransactionBehavior::Exclusive)?;
        tx.execute_batch(sql)?;
        tx.pragma_update(None, "user_version", step)?;
        tx.commit()?;
    }
    Ok(())
}
