//! One exchange as it is kept, for whoever writes it anew.

use passerelle_domain::encounter::EncounterKind;
use passerelle_domain::id::{EncounterId, PersonId};
use rusqlite::Row;

use super::file::word;
use crate::row::blob;
use crate::{Error, Vault};

impl Vault {
    /// Whose an exchange is, of which kind, and its present text.
    pub fn encounter_note(
        &self,
        id: EncounterId,
    ) -> Result<(PersonId, Option<EncounterKind>, String), Error> {
        self.read(|db| {
            let read = |row: &Row<'_>| {
                Ok((PersonId(row.get(0)?), word(row, 1, EncounterKind::from_code)?, row.get(2)?))
            };
            Ok(db
                .prepare_cached("SELECT person, kind, note FROM encounter WHERE id = ?1 AND removed = 0")?
                .query_row([blob(&id.0)], read)?)
        })
    }
}
