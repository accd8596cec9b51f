//! What stands on top and at the foot of the letters of the team.

use passerelle_domain::id::letterhead_id;
use passerelle_domain::letter::LetterheadDraft;
use rusqlite::OptionalExtension;

use crate::row::blob;
use crate::{Error, Vault};

/// The letterhead as it is kept.
#[derive(Clone, Debug)]
pub struct LetterheadKept {
    pub draft: LetterheadDraft,
    /// A picture in base64; empty without one.
    pub logo: String,
}

impl Vault {
    /// The letterhead; none while nobody has written one.
    pub fn letterhead(&self) -> Result<Option<LetterheadKept>, Error> {
        self.read(|db| {
            let sql = "SELECT name, address, foot, logo FROM letterhead WHERE id = ?1";
            let kept = db.prepare_cached(sql)?.query_row([blob(&letterhead_id())], |row| {
                let draft = LetterheadDraft { name: row.get(0)?, address: row.get(1)?, foot: row.get(2)? };
                Ok(LetterheadKept { draft, logo: row.get(3)? })
            });
            Ok(kept.optional()?)
        })
    }
}
