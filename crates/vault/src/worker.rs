//! Who works in these files, and whose cases a hand-over finds.

use passerelle_domain::case::handover::Held;
use passerelle_domain::id::{CaseId, PersonId, WorkerId};
use passerelle_domain::worker::Colleague;
use rusqlite::{Row, params};
use serde_json::json;
use uuid::Uuid;

use crate::row::blob;
use crate::{Error, Vault};

impl Vault {
    /// Those whom a case can be handed to, `own` first and the others in the order in which they were written down, each with
    /// how many people they follow whose case has not ended.
    pub fn colleagues(&self, own: WorkerId) -> Result<Vec<Colleague>, Error> {
        self.read_people(|db, columns| {
            let sql = "SELECT id, name, id = ?1 FROM worker WHERE removed = 0 ORDER BY id";
            let mut statement = db.prepare_cached(sql)?;
            let rows = statement.query_map([blob(&own.0)], |row| {
                let id = WorkerId(row.get(0)?);
                Ok(Colleague { id, name: row.get(1)?, me: row.get(2)?, cases: columns.followed_by(id.0) })
            })?;
            let mut colleagues = rows.collect::<Result<Vec<_>, _>>()?;
            colleagues.sort_by_key(|colleague| !colleague.me);
            Ok(colleagues)
        })
    }

    /// Whether somebody of this id is written down, still in the team or not.
    pub fn has_worker(&self, id: WorkerId) -> Result<bool, Error> {
        self.read(|db| {
            let sql = "SELECT EXISTS (SELECT 1 FROM worker WHERE id = ?1)";
            Ok(db.prepare_cached(sql)?.query_row([blob(&id.0)], |row| row.get(0))?)
        })
    }

    /// The present case of each of these people; those who have none, or are no longer there, are left out, and two who were
    /// found to be one come once.
    pub fn held(&self, people: &[PersonId]) -> Result<Vec<Held>, Error> {
        self.read(|db| {
            let sql = "SELECT DISTINCT r.id, c.id, c.referent, nullif(max(coalesce(c.opened_on, ''), coalesce((
                           SELECT max(h.on_day) FROM handover h WHERE h.case_file = c.id AND h.removed = 0), '')), '')
                       FROM json_each(?1) f CROSS JOIN person p ON p.id = unhex(f.value)
                       CROSS JOIN person r ON r.id = coalesce(p.merged_into, p.id) AND r.removed = 0
                       CROSS JOIN case_file c ON c.id = r.case_file ORDER BY f.key";
            let ids: Vec<String> = people.iter().map(|person| person.0.simple().to_string()).collect();
            let mut statement = db.prepare_cached(sql)?;
            let rows = statement.query_map(params![json!(ids).to_string()], |row: &Row<'_>| {
                Ok(Held {
                    person: PersonId(row.get(0)?),
                    case: CaseId(row.get(1)?),
                    referent: row.get::<_, Option<Uuid>>(2)?.map(WorkerId),
                    since: row.get(3)?,
                })
            })?;
            let mut held: Vec<Held> = Vec::new();
            for one in rows {
                let one = one?;
                if held.iter().all(|other| other.case != one.case) {
                    held.push(one);
                }
            }
            Ok(held)
        })
    }
}
