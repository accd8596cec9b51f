//! The steps of the schema, forward only, each in one transaction; a newer file is refused by name.

use rusqlite::{Connection, TransactionBehavior};

use crate::Error;

/// The schema this version writes.
pub const SCHEMA: i64 = 4;

/// What each step says, the first one making the schema.
pub const STEPS: &[&str] = &[
    include_str!("../../../migrations/vault/0001_vault.sql"),
    include_str!("../../../migrations/vault/0002_complete_file.sql"),
    include_str!("../../../migrations/vault/0003_list_in_memory.sql"),
    include_str!("../../../migrations/vault/0004_team.sql"),
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
    migrate_to(db, SCHEMA)
}

/// Brings the file to a step that this version knows.
pub fn migrate_to(db: &mut Connection, last: i64) -> Result<(), Error> {
    if last > SCHEMA {
        return Err(Error::Newer { found: last, known: SCHEMA });
    }
    run(db, STEPS, last)
}

/// Runs the steps after the file's own, up to the last.
pub fn run(db: &mut Connection, steps: &[&str], last: i64) -> Result<(), Error> {
    let found = step(db)?;
    for (step, sql) in (1_i64..).zip(steps).filter(|(step, _)| (found + 1..=last).contains(step)) {
        let tx = db.transaction_with_behavior(TransactionBehavior::Exclusive)?;
        tx.execute_batch(sql)?;
        tx.pragma_update(None, "user_version", step)?;
        tx.commit()?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use sha2::{Digest as _, Sha256};

    use super::*;

    /// Steps that vaults were made with, by their SHA-256: what they say may not change any more.
    const FROZEN: &[&str] = &[
        "bf85e62a76b1621bac43b25037f3f9cb323ce0ff38999ab3d740e69768b5fbe2",
        "03212d0bd5026c18df005f93ed1f4d2b22ddd9466417c86edce9c5a3a81ece4f",
        "eba3f60ac5d588e9c648626755897effa9fc615b2088a240420fd323cf33bbd4",
        "6f47750ce5865ac3299a44dd91dc1293f4ce90c962296f8f0c543b6848ff3482",
    ];

    #[test]
    fn a_step_that_vaults_were_made_with_stays_as_it_is() {
        for (step, (sql, frozen)) in (1..).zip(STEPS.iter().zip(FROZEN)) {
            let found = data_encoding::HEXLOWER.encode(&Sha256::digest(sql.as_bytes()));
            assert_eq!(&found, frozen, "step {step} is frozen: write a new one");
        }
    }
}
