//! What a person does, as their file shows it, and one entry as a decision needs it.

use chrono::NaiveDate;
use passerelle_domain::id::{CaseId, PersonId, SituationId};
use passerelle_domain::situation::{KeptSituation, Occasion, Proof, SituationKind};
use rusqlite::{Connection, Row};
use serde::Serialize;
use ts_rs::TS;
use uuid::Uuid;

use super::file::{list, word};
use super::of::Of;
use crate::row::blob;
use crate::{Error, Vault};

#[derive(Clone, Debug, Serialize, TS)]
pub struct SituationView {
    pub id: SituationId,
    pub kind: Option<SituationKind>,
    pub since_on: Option<NaiveDate>,
    pub occasion: Option<Occasion>,
    pub proof: Option<Proof>,
    pub note: String,
    /// The worker who wrote it down.
    pub author: String,
    /// In which case, and when it was written down: what was asked after an exit is told by both.
    #[serde(skip)]
    #[ts(skip)]
    pub case: Option<CaseId>,
    #[serde(skip)]
    #[ts(skip)]
    pub at: i64,
}

/// The latest first; of one day, what was written last.
pub(super) fn situations(db: &Connection, of: &Of) -> Result<Vec<SituationView>, Error> {
    let sql = "SELECT s.id, s.kind, s.since_on, s.occasion, s.proof, s.note, coalesce(w.name, ''), s.case_file, s.at
               FROM situation s LEFT JOIN worker w ON w.id = s.author
               WHERE s.person IN (SELECT id FROM person WHERE id = ?1 OR merged_into = ?1) AND s.removed = 0
               ORDER BY s.since_on DESC, s.at DESC, s.id DESC";
    list(db, sql, of, |row| {
        Ok(SituationView {
            id: SituationId(row.get(0)?),
            kind: word(row, 1, SituationKind::from_code)?,
            since_on: row.get(2)?,
            occasion: word(row, 3, Occasion::from_code)?,
            proof: word(row, 4, Proof::from_code)?,
            note: row.get(5)?,
            author: row.get(6)?,
            case: row.get::<_, Option<Uuid>>(7)?.map(CaseId),
            at: row.get(8)?,
        })
    })
}

impl Vault {
    /// One situation as it is kept. [`Error::NotFound`] when there is none of this id or it was taken out.
    pub fn situation(&self, id: SituationId) -> Result<KeptSituation, Error> {
        self.read(|db| {
            let sql = "SELECT person, kind, since_on, occasion, proof, note FROM situation
                       WHERE id = ?1 AND removed = 0";
            let read = |row: &Row<'_>| {
                Ok(KeptSituation {
                    id,
                    person: PersonId(row.get::<_, Option<Uuid>>(0)?.unwrap_or_default()),
                    kind: word(row, 1, SituationKind::from_code)?,
                    since_on: row.get(2)?,
                    occasion: word(row, 3, Occasion::from_code)?,
                    proof: word(row, 4, Proof::from_code)?,
                    note: row.get(5)?,
                })
            };
            Ok(db.prepare_cached(sql)?.query_row([blob(&id.0)], read)?)
        })
    }
}
