//! What is being typed and not yet saved: kept encrypted so that a lock or a crash takes nothing. It is no act of the
//! work: it has no history and is never synchronised.

use rusqlite::{OptionalExtension as _, params};

use crate::{Error, Vault};

impl Vault {
    /// Keeps the draft of one place; an empty one is forgotten.
    pub fn keep_draft(&self, place: &str, body: &str) -> Result<(), Error> {
        let db = self.writer()?;
        if body.is_empty() {
            db.prepare_cached("DELETE FROM draft WHERE place = ?1")?.execute([place])?;
        } else {
            db.prepare_cached("INSERT OR REPLACE INTO draft (place, body) VALUES (?1, ?2)")?
                .execute(params![place, body])?;
        }
        Ok(())
    }

    /// The draft of one place; empty where there is none.
    pub fn draft(&self, place: &str) -> Result<String, Error> {
        self.read(|db| {
            let found = db
                .prepare_cached("SELECT body FROM draft WHERE place = ?1")?
                .query_row([place], |line| line.get(0))
                .optional()?;
            Ok(found.unwrap_or_default())
        })
    }
}
