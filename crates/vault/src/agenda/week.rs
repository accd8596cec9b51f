//! What stands on some days of the agenda, and one meeting, activity or recurring task as a decision needs it.

use chrono::{Datelike as _, Days, NaiveDate};
use passerelle_domain::agenda::activity::{ActivityKind, Attendance};
use passerelle_domain::agenda::appointment::{Kept, Outcome};
use passerelle_domain::agenda::recurrence::Every;
use passerelle_domain::agenda::slot::Slot;
use passerelle_domain::id::{
    ActivityId, AppointmentId, CaseId, PersonId, ReferralId, StepId, TaskId, next_task_id,
};
use passerelle_domain::plan::StepBy;
use passerelle_domain::task::{Next, Recurring};
use rusqlite::{Connection, OptionalExtension as _, Row, params};
use serde::Serialize;
use ts_rs::TS;
use uuid::Uuid;

use crate::person::{TASK_COLUMNS, TaskLine, task_line};
use crate::referral::{LINE, ReferralLine, referral_line};
use crate::row::blob;
use crate::{Error, Vault};

/// At most so many lines of each kind in one answer.
const LIMIT: u32 = 500;

#[derive(Clone, Debug, Serialize, TS)]
pub struct AppointmentLine {
    pub id: AppointmentId,
    pub person: Option<PersonId>,
    pub person_name: String,
    pub referral: Option<ReferralId>,
    pub what: String,
    pub slot: Slot,
    pub place: String,
    pub with_whom: String,
    /// None when a newer version wrote a word this one does not know.
    pub outcome: Option<Outcome>,
    pub moved_to: Option<AppointmentId>,
    pub demo: bool,
}

impl AppointmentLine {
    /// Whether somebody is expected then: it was neither moved nor cancelled.
    pub fn stands(&self) -> bool {
        !matches!(self.outcome, Some(Outcome::Moved | Outcome::Cancelled))
    }
}

#[derive(Clone, Debug, Serialize, TS)]
pub struct ActivityLine {
    pub id: ActivityId,
    pub kind: Option<ActivityKind>,
    pub title: String,
    pub slot: Slot,
    pub place: String,
    pub note: String,
    /// People with any answer, those who came included.
    pub invited: u32,
    pub present: u32,
    pub demo: bool,
}

/// One person of an attendance sheet.
#[derive(Clone, Debug, Serialize, TS)]
pub struct Attending {
    pub person: PersonId,
    pub person_name: String,
    pub answer: Option<Attendance>,
    pub demo: bool,
}

/// An activity with its attendance sheet, by name.
#[derive(Clone, Debug, Serialize, TS)]
pub struct ActivityFile {
    pub line: ActivityLine,
    pub people: Vec<Attending>,
}

/// A step of a plan that is to be done by a day.
#[derive(Clone, Debug, Serialize, TS)]
pub struct StepDue {
    pub id: StepId,
    pub person: Option<PersonId>,
    pub person_name: String,
    pub what: String,
    pub due_on: NaiveDate,
    pub demo: bool,
    /// Who is to do it.
    pub by: Option<StepBy>,
}

/// What stands on some days, each kind in the order of its days.
#[derive(Clone, Debug, Serialize, TS)]
pub struct Week {
    pub from: NaiveDate,
    pub days: u32,
    pub appointments: Vec<AppointmentLine>,
    pub activities: Vec<ActivityLine>,
    pub tasks: Vec<TaskLine>,
    pub referrals: Vec<ReferralLine>,
    pub steps: Vec<StepDue>,
}

fn slot(row: &Row<'_>, first: usize) -> rusqlite::Result<Slot> {
    Ok(Slot {
        day: row.get(first)?,
        time: row.get(first + 1)?,
        minutes: row.get::<_, String>(first + 2)?.parse().ok(),
    })
}

const APPOINTMENT: &str =
    "m.id, m.person, coalesce(trim(p.given_name || ' ' || p.family_name), ''), m.referral, m.what,
    m.on_day, m.at_time, m.minutes, m.place, m.with_whom, m.outcome, m.moved_to, coalesce(p.demo, 0)
    FROM appointment m LEFT JOIN person p ON p.id = m.person";

fn appointment_line(row: &Row<'_>) -> rusqlite::Result<AppointmentLine> {
    Ok(AppointmentLine {
        id: AppointmentId(row.get(0)?),
        person: row.get::<_, Option<Uuid>>(1)?.map(PersonId),
        person_name: row.get(2)?,
        referral: row.get::<_, Option<Uuid>>(3)?.map(ReferralId),
        what: row.get(4)?,
        slot: slot(row, 5)?,
        place: row.get(8)?,
        with_whom: row.get(9)?,
        outcome: Outcome::from_code(&row.get::<_, String>(10)?),
        moved_to: row.get::<_, Option<Uuid>>(11)?.map(AppointmentId),
        demo: row.get(12)?,
    })
}

/// Meetings from a day until before another, moved and cancelled ones included.
pub(super) fn appointments(
    db: &Connection,
    from: NaiveDate,
    end: NaiveDate,
) -> Result<Vec<AppointmentLine>, Error> {
    let sql = format!(
        "SELECT {APPOINTMENT} WHERE m.removed = 0 AND m.on_day >= ?1 AND m.on_day < ?2 AND coalesce(p.away, 0) = 0
         ORDER BY m.on_day, m.at_time, m.ix LIMIT {LIMIT}"
    );
    let mut statement = db.prepare_cached(&sql)?;
    let rows = statement.query_map([from.to_string(), end.to_string()], appointment_line)?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// Planned meetings of a person, the first on top.
pub(crate) fn meetings_of(db: &Connection, person: &Uuid) -> Result<Vec<AppointmentLine>, Error> {
    let sql = format!(
        "SELECT {APPOINTMENT} WHERE m.person IN (SELECT id FROM person WHERE id = ?1 OR merged_into = ?1) AND m.removed = 0 AND m.outcome = 'planned'
         ORDER BY m.on_day, m.at_time, m.ix LIMIT {LIMIT}"
    );
    let mut statement = db.prepare_cached(&sql)?;
    let rows = statement.query_map([blob(person)], appointment_line)?;
    Ok(rows.collect::<Result<_, _>>()?)
}

const ACTIVITY: &str = "a.id, a.kind, a.title, a.on_day, a.at_time, a.minutes, a.place, a.note, a.demo,
    (SELECT count(*) FROM attendance t WHERE t.activity = a.id),
    (SELECT count(*) FROM attendance t WHERE t.activity = a.id AND t.answer = 'present') FROM activity a";

fn activity_line(row: &Row<'_>) -> rusqlite::Result<ActivityLine> {
    Ok(ActivityLine {
        id: ActivityId(row.get(0)?),
        kind: ActivityKind::from_code(&row.get::<_, String>(1)?),
        title: row.get(2)?,
        slot: slot(row, 3)?,
        place: row.get(6)?,
        note: row.get(7)?,
        demo: row.get(8)?,
        invited: row.get(9)?,
        present: row.get(10)?,
    })
}

/// Activities from a day until before another, with how many people answered and came.
pub(super) fn activities(
    db: &Connection,
    from: NaiveDate,
    end: NaiveDate,
) -> Result<Vec<ActivityLine>, Error> {
    let sql = format!(
        "SELECT {ACTIVITY} WHERE a.removed = 0 AND a.on_day >= ?1 AND a.on_day < ?2
         ORDER BY a.on_day, a.at_time, a.ix LIMIT {LIMIT}"
    );
    let mut statement = db.prepare_cached(&sql)?;
    let rows = statement.query_map([from.to_string(), end.to_string()], activity_line)?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// Steps to do from a day until before another, but those of a plan that was closed.
pub(super) fn steps(db: &Connection, from: NaiveDate, end: NaiveDate) -> Result<Vec<StepDue>, Error> {
    let sql = format!(
        "SELECT s.id, p.id, coalesce(trim(p.given_name || ' ' || p.family_name), ''), s.what, s.due_on,
           coalesce(p.demo, 0), s.by_whom
         FROM step s LEFT JOIN plan l ON l.id = s.plan LEFT JOIN person q ON q.id = s.person
           LEFT JOIN person p ON p.id = coalesce(q.merged_into, q.id)
         WHERE s.done_on IS NULL AND s.dropped_on IS NULL AND s.removed = 0 AND s.due_on >= ?1 AND s.due_on < ?2
           AND l.closed_on IS NULL AND coalesce(p.away, 0) = 0 ORDER BY s.due_on, s.ix LIMIT {LIMIT}"
    );
    let mut statement = db.prepare_cached(&sql)?;
    let rows = statement.query_map([from.to_string(), end.to_string()], |row| {
        Ok(StepDue {
            id: StepId(row.get(0)?),
            person: row.get::<_, Option<Uuid>>(1)?.map(PersonId),
            person_name: row.get(2)?,
            what: row.get(3)?,
            due_on: row.get(4)?,
            demo: row.get(5)?,
            by: StepBy::from_code(&row.get::<_, String>(6)?),
        })
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}

impl Vault {
    /// What stands on so many days from one on; at most 500 of each kind.
    pub fn week(&self, from: NaiveDate, days: u32, today: NaiveDate) -> Result<Week, Error> {
        let end = from + Days::new(u64::from(days));
        self.read(|db| {
            let sql = format!(
                "SELECT {TASK_COLUMNS} WHERE t.done_on IS NULL AND t.removed = 0 AND t.due_on >= ?1 AND t.due_on < ?2
                 AND coalesce(p.away, 0) = 0 ORDER BY t.due_on, t.ix LIMIT {LIMIT}"
            );
            let mut statement = db.prepare_cached(&sql)?;
            let rows = statement.query_map([from.to_string(), end.to_string()], task_line)?;
            let tasks = rows.collect::<Result<_, _>>()?;
            let sql = format!(
                "SELECT {LINE} WHERE r.hidden = 0 AND r.due_on <> '' AND r.due_on >= ?1 AND r.due_on < ?2
                 ORDER BY r.due_on, r.ix LIMIT {LIMIT}"
            );
            let mut statement = db.prepare_cached(&sql)?;
            let rows = statement
                .query_map([from.to_string(), end.to_string()], |row| referral_line(row, today))?;
            let referrals = rows.collect::<Result<_, _>>()?;
            Ok(Week {
                from,
                days,
                appointments: appointments(db, from, end)?,
                activities: activities(db, from, end)?,
                tasks,
                referrals,
                steps: steps(db, from, end)?,
            })
        })
    }

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

    /// An activity with everybody who is expected or came. [`Error::NotFound`] when there is none of this id.
    pub fn activity(&self, id: ActivityId) -> Result<ActivityFile, Error> {
        self.read(|db| {
            let sql = format!("SELECT {ACTIVITY} WHERE a.id = ?1 AND a.removed = 0");
            let line = db.prepare_cached(&sql)?.query_row([blob(&id.0)], activity_line)?;
            let sql = "SELECT t.person, trim(p.given_name || ' ' || p.family_name), t.answer, p.demo
                       FROM attendance t JOIN person p ON p.id = t.person
                       WHERE t.activity = ?1 AND p.removed = 0 ORDER BY p.sort_name, p.ix";
            let mut statement = db.prepare_cached(sql)?;
            let rows = statement.query_map([blob(&id.0)], |row| {
                Ok(Attending {
                    person: PersonId(row.get(0)?),
                    person_name: row.get(1)?,
                    answer: Attendance::from_code(&row.get::<_, String>(2)?),
                    demo: row.get(3)?,
                })
            })?;
            Ok(ActivityFile { line, people: rows.collect::<Result<_, _>>()? })
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

    /// When an activity is, and who answered what. [`Error::NotFound`] when there is none of this id.
    pub fn attendance(&self, id: ActivityId) -> Result<(Slot, Vec<(PersonId, Attendance)>), Error> {
        self.read(|db| {
            let sql = "SELECT on_day, at_time, minutes FROM activity WHERE id = ?1 AND removed = 0";
            let on = db.prepare_cached(sql)?.query_row([blob(&id.0)], |row| slot(row, 0))?;
            let sql = "SELECT person, answer FROM attendance WHERE activity = ?1 AND person IS NOT NULL";
            let mut statement = db.prepare_cached(sql)?;
            let rows = statement.query_map([blob(&id.0)], |row| {
                Ok((PersonId(row.get(0)?), Attendance::from_code(&row.get::<_, String>(1)?)))
            })?;
            let mut answers = Vec::new();
            for row in rows {
                let (person, answer) = row?;
                answers.extend(answer.map(|answer| (person, answer)));
            }
            Ok((on, answers))
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

    /// Whether the last two meetings that a person was expected at, and which have an outcome, were both missed.
    pub fn missed_two(&self, person: PersonId) -> Result<bool, Error> {
        self.read(|db| {
            let sql = "SELECT count(*) = 2 AND sum(outcome = 'absent') = 2 FROM (
                         SELECT outcome FROM appointment WHERE person = ?1 AND removed = 0
                         AND outcome IN ('present', 'absent') ORDER BY on_day DESC, at_time DESC, ix DESC LIMIT 2)";
            Ok(db.prepare_cached(sql)?.query_row([blob(&person.0)], |row| {
                row.get::<_, Option<bool>>(0).map(Option::unwrap_or_default)
            })?)
        })
    }
}
