//! What the journal of accesses shows: pages of lines, the latest first, and whether a reason was said already.

use passerelle_domain::id::{PersonId, WorkerId};
use passerelle_domain::moment::Instant;
use passerelle_domain::rights::{AccessKind, AccessReason};
use rusqlite::{Row, params};
use serde::{Deserialize, Serialize};
use ts_rs::TS;
use uuid::Uuid;

use crate::row::blob;
use crate::{Error, Vault};

/// Which lines; what is left empty does not narrow.
#[derive(Clone, Debug, Default, Serialize, Deserialize, TS)]
#[serde(default, deny_unknown_fields)]
pub struct AccessFilter {
    /// With those who are shown in this person's file.
    pub person: Option<PersonId>,
    pub worker: Option<WorkerId>,
    pub kind: Option<AccessKind>,
}

/// One access as the screen shows it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
pub struct AccessLine {
    #[ts(type = "number")]
    pub n: i64,
    pub at: Instant,
    pub worker: String,
    pub person: Option<PersonId>,
    /// Empty for a file that is not here any more, and for what was of nobody's file.
    pub person_name: String,
    pub kind: Option<AccessKind>,
    pub reason: Option<AccessReason>,
    pub words: String,
}

#[derive(Clone, Debug, Serialize, TS)]
pub struct AccessPage {
    pub total: u32,
    pub lines: Vec<AccessLine>,
}

const WHERE: &str = "FROM access_log a
    LEFT JOIN worker w ON w.id = a.worker LEFT JOIN person p ON p.id = a.person
    WHERE (?1 IS NULL OR a.person IN (SELECT id FROM person WHERE id = ?1 OR merged_into = ?1))
      AND (?2 IS NULL OR a.worker = ?2) AND (?3 = '' OR a.kind = ?3)";

fn line(row: &Row<'_>) -> rusqlite::Result<AccessLine> {
    Ok(AccessLine {
        n: row.get(0)?,
        at: Instant(row.get(1)?),
        worker: row.get(2)?,
        person: row.get::<_, Option<Uuid>>(3)?.map(PersonId),
        person_name: row.get(4)?,
        kind: AccessKind::from_code(&row.get::<_, String>(5)?),
        reason: AccessReason::from_code(&row.get::<_, String>(6)?),
        words: row.get(7)?,
    })
}

impl Vault {
    /// A page of accesses, the latest first, at most 200; what was just noted is among them.
    pub fn accesses(&self, filter: &AccessFilter, offset: u32, limit: u32) -> Result<AccessPage, Error> {
        self.settle_accesses();
        let bytes = |id: Option<Uuid>| id.map(|id| id.as_bytes().to_vec());
        let (person, worker) = (bytes(filter.person.map(|of| of.0)), bytes(filter.worker.map(|of| of.0)));
        let kind = filter.kind.map_or("", |kind| kind.code());
        self.read(|db| {
            let total = db
                .prepare_cached(&format!("SELECT count(*) {WHERE}"))?
                .query_row(params![person, worker, kind], |line| line.get(0))?;
            let sql = format!(
                "SELECT a.n, a.at_ms, coalesce(w.name, ''), a.person,
                   coalesce(trim(p.given_name || ' ' || p.family_name), ''), a.kind, a.reason, a.words
                 {WHERE} ORDER BY a.n DESC LIMIT ?4 OFFSET ?5"
            );
            let mut statement = db.prepare_cached(&sql)?;
            let rows = statement.query_map(params![person, worker, kind, limit.min(200), offset], line)?;
            Ok(AccessPage { total, lines: rows.collect::<Result<_, _>>()? })
        })
    }

    /// Whether a worker has said since an instant why they open this file.
    pub fn has_said_why(&self, person: PersonId, worker: WorkerId, since: Instant) -> Result<bool, Error> {
        self.read(|db| {
            let sql = "SELECT EXISTS (SELECT 1 FROM access_log
                         WHERE person = ?1 AND worker = ?2 AND kind = 'why' AND at_ms >= ?3)";
            let of = params![blob(&person.0), blob(&worker.0), since.0];
            Ok(db.prepare_cached(sql)?.query_row(of, |line| line.get(0))?)
        })
    }
}
