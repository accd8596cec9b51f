//! One meeting, one sheet or one recurring task, as a decision needs it.

use chrono::{Datelike as _, NaiveDate};
use passerelle_domain::agenda::activity::Attendance;
use passerelle_domain::agenda::appointment::{Kept, Outcome};
use passerelle_domain::agenda::recurrence::Every;
use passerelle_domain::agenda::slot::Slot;
use passerelle_domain::id::{ActivityId, AppointmentId, CaseId, PersonId, ReferralId, TaskId, next_task_id};
use passerelle_domain::task::{Next, Recurring};
use rusqlite::{OptionalExtension as _, Row, params};
use uuid::Uuid;

use super::week::slot;
use crate::row::blob;
use crate::{Error, Vault};

/// Whoever has a line on a sheet, with the answer that it holds.
pub type Sheet = Vec<(PersonId, Option<Attendance>)>;

impl Vault {
    /// A meeting as it is kept. [`Error::NotFound`] when there is none of this id, or a newer version's word is in it.
    pub fn appointment(&self, id: AppointmentId) -> Result<Kept, Error> {
        self.read(|db| {
            let sql = "SELECT person, case_file, referral, what, on_day, at_time, minutes, place, with_whom, outcome
                       FROM appointment WHERE id = ?1 AND removed = 0";
            let read = |row: &Row<'_>| {
                let Some(outcome) = Outcome::from_code(&row.get::<_, String>(9)?) else {
                    return Err(rusqlite::Error::QueryReturnedNoRows);
                };
                Ok(Kept {
                    id,
                    person: row.get::<_, Option<Uuid>>(0)?.map(PersonId),
                    case: row.get::<_, Option<Uuid>>(1)?.map(CaseId),
                    referral: row.get::<_, Option<Uuid>>(2)?.map(ReferralId),
                    what: row.get(3)?,
                    slot: slot(row, 4)?,
                    place: row.get(7)?,
                    with_whom: row.get(8)?,
                    outcome,
                })
            };
            Ok(db.prepare_cached(sql)?.query_row([blob(&id.0)], read)?)
        })
    }

    /// Whether everyone of these has a file.
    pub fn all_known(&self, people: &[PersonId]) -> Result<bool, Error> {
        let ids: Vec<String> = people.iter().map(|person| person.0.simple().to_string()).collect();
        self.read(|db| {
            let sql = "SELECT NOT EXISTS (SELECT 1 FROM json_each(?1) j
                         WHERE NOT EXISTS (SELECT 1 FROM person p WHERE p.id = unhex(j.value) AND p.removed = 0))";
            let ids = serde_json::json!(ids).to_string();
            Ok(db.prepare_cached(sql)?.query_row([ids], |row| row.get(0))?)
        })
    }

    /// When an activity is, and whoever has a line on its sheet: no answer where it was taken back, or where a newer version
    /// wrote a word this one does not know. [`Error::NotFound`] when there is none of this id.
    pub fn attendance(&self, id: ActivityId) -> Result<(Slot, Sheet), Error> {
        self.read(|db| {
            let sql = "SELECT on_day, at_time, minutes FROM activity WHERE id = ?1 AND removed = 0";
            let on = db.prepare_cached(sql)?.query_row([blob(&id.0)], |row| slot(row, 0))?;
            let sql = "SELECT person, answer FROM attendance WHERE activity = ?1 AND person IS NOT NULL";
            let mut statement = db.prepare_cached(sql)?;
            let rows = statement.query_map([blob(&id.0)], |row| {
                Ok((PersonId(row.get(0)?), Attendance::from_code(&row.get::<_, String>(1)?)))
            })?;
            Ok((on, rows.collect::<Result<_, _>>()?))
        })
    }

    /// A task that comes back, with what became of its next one; none where it comes back no more. A monthly one goes
    /// by the latest day of the month that the same words of the same person had.
    pub fn recurring(&self, id: TaskId) -> Result<Option<Recurring>, Error> {
        self.read(|db| {
            let next = next_task_id(id);
            let sql = "SELECT CASE WHEN removed = 1 THEN 'taken_out' WHEN done_on IS NULL THEN 'open' ELSE 'done' END
                       FROM task WHERE id = ?1";
            let next: Option<String> =
                db.prepare_cached(sql)?.query_row([blob(&next.0)], |row| row.get(0)).optional()?;
            let next = match next.as_deref() {
                None => Next::None,
                Some("open") => Next::Open,
                Some("done") => Next::Done,
                Some(_) => Next::TakenOut,
            };
            let sql = "SELECT t.person, t.case_file, t.what, t.due_on, t.urgent, t.every,
                         (SELECT max(CAST(substr(o.due_on, 9) AS INTEGER)) FROM task o
                          WHERE o.person IS t.person AND o.what = t.what AND o.every = t.every)
                       FROM task t WHERE t.id = ?1";
            let read = |row: &Row<'_>| {
                let due_on: NaiveDate = row.get(3)?;
                let every = Every::from_code(&row.get::<_, String>(5)?).unwrap_or(Every::Once);
                Ok((every != Every::Once).then_some(Recurring {
                    every,
                    person: row.get::<_, Option<Uuid>>(0)?.map(PersonId),
                    case: row.get::<_, Option<Uuid>>(1)?.map(CaseId),
                    what: row.get(2)?,
                    due_on,
                    urgent: row.get(4)?,
                    anchor: row.get::<_, Option<u32>>(6)?.unwrap_or_else(|| due_on.day()),
                    next,
                }))
            };
            Ok(db.prepare_cached(sql)?.query_row(params![blob(&id.0)], read)?)
        })
    }
}
