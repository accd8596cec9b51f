//! What stands on some days of the agenda, and one activity with its sheet.

use chrono::{Days, NaiveDate};
use passerelle_domain::agenda::activity::{ActivityKind, Attendance};
use passerelle_domain::agenda::appointment::Outcome;
use passerelle_domain::agenda::slot::Slot;
use passerelle_domain::id::{ActivityId, AppointmentId, PersonId, ReferralId, StepId};
use passerelle_domain::plan::StepBy;
use rusqlite::{Connection, Row, params};
use serde::Serialize;
use ts_rs::TS;
use uuid::Uuid;

use crate::person::{Of, TASK_COLUMNS, TaskLine, task_line};
use crate::referral::{LINE, ReferralLine, referral_line};
use crate::row::blob;
use crate::{Error, Vault};

/// At most so many lines of each kind in one answer.
pub(super) const LIMIT: u32 = 500;

/// Days that can be asked for at once, where only what is planned is wanted: a year, leap or not.
pub const DAYS: u32 = 366;

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

pub(super) fn slot(row: &Row<'_>, first: usize) -> rusqlite::Result<Slot> {
    Ok(Slot {
        day: row.get(first)?,
        time: row.get(first + 1)?,
        minutes: row.get::<_, String>(first + 2)?.parse().ok(),
    })
}

const APPOINTMENT: &str =
    "m.id, p.id, coalesce(trim(p.given_name || ' ' || p.family_name), ''), m.referral, m.what,
    m.on_day, m.at_time, m.minutes, m.place, m.with_whom, m.outcome, m.moved_to, coalesce(p.demo, 0)
    FROM appointment m LEFT JOIN person q ON q.id = m.person
    LEFT JOIN person p ON p.id = coalesce(q.merged_into, q.id)";

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
    limit: u32,
) -> Result<Vec<AppointmentLine>, Error> {
    between(db, "", (from, end), limit)
}

/// The same without those, as [`AppointmentLine::stands`] says.
pub(super) fn standing(
    db: &Connection,
    from: NaiveDate,
    end: NaiveDate,
    limit: u32,
) -> Result<Vec<AppointmentLine>, Error> {
    between(db, "AND m.outcome NOT IN ('moved', 'cancelled')", (from, end), limit)
}

fn between(
    db: &Connection,
    which: &str,
    (from, end): (NaiveDate, NaiveDate),
    limit: u32,
) -> Result<Vec<AppointmentLine>, Error> {
    let sql = format!(
        "SELECT {APPOINTMENT} WHERE m.removed = 0 AND m.on_day >= ?1 AND m.on_day < ?2 AND coalesce(p.away, 0) = 0 {which}
         ORDER BY m.on_day, m.at_time, m.ix LIMIT ?3"
    );
    let mut statement = db.prepare_cached(&sql)?;
    let rows = statement.query_map(params![from.to_string(), end.to_string(), limit], appointment_line)?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// Planned meetings of a person, the first on top.
pub(crate) fn meetings_of(db: &Connection, of: &Of) -> Result<Vec<AppointmentLine>, Error> {
    let sql = format!(
        "SELECT {APPOINTMENT} WHERE m.person IN (SELECT id FROM person WHERE id = ?1 OR merged_into = ?1) AND m.removed = 0 AND m.outcome = 'planned'
         ORDER BY m.on_day, m.at_time, m.ix LIMIT {LIMIT}"
    );
    let mut statement = db.prepare_cached(&of.narrowed(&sql))?;
    let rows = statement.query_map([blob(&of.id)], appointment_line)?;
    Ok(rows.collect::<Result<_, _>>()?)
}

const ACTIVITY: &str = "a.id, a.kind, a.title, a.on_day, a.at_time, a.minutes, a.place, a.note, a.demo,
    (SELECT count(*) FROM attendance t WHERE t.activity = a.id AND t.answer <> ''),
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
    limit: u32,
) -> Result<Vec<ActivityLine>, Error> {
    let sql = format!(
        "SELECT {ACTIVITY} WHERE a.removed = 0 AND a.on_day >= ?1 AND a.on_day < ?2
         ORDER BY a.on_day, a.at_time, a.ix LIMIT ?3"
    );
    let mut statement = db.prepare_cached(&sql)?;
    let rows = statement.query_map(params![from.to_string(), end.to_string(), limit], activity_line)?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// Steps to do from a day until before another, but those of a plan that was closed.
pub(super) fn steps(
    db: &Connection,
    from: NaiveDate,
    end: NaiveDate,
    most: u32,
) -> Result<Vec<StepDue>, Error> {
    let sql = "SELECT s.id, p.id, coalesce(trim(p.given_name || ' ' || p.family_name), ''), s.what, s.due_on,
           coalesce(p.demo, 0), s.by_whom
         FROM step s LEFT JOIN plan l ON l.id = s.plan LEFT JOIN person q ON q.id = s.person
           LEFT JOIN person p ON p.id = coalesce(q.merged_into, q.id)
         WHERE s.done_on IS NULL AND s.dropped_on IS NULL AND s.removed = 0 AND s.due_on >= ?1 AND s.due_on < ?2
           AND l.closed_on IS NULL AND coalesce(p.away, 0) = 0 ORDER BY s.due_on, s.ix LIMIT ?3";
    let mut statement = db.prepare_cached(sql)?;
    let rows = statement.query_map(params![from.to_string(), end.to_string(), most], |row| {
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
                appointments: appointments(db, from, end, LIMIT)?,
                activities: activities(db, from, end, LIMIT)?,
                tasks,
                referrals,
                steps: steps(db, from, end, LIMIT)?,
            })
        })
    }

    /// What is planned on so many days from one on, moved and called off ones included; at most 500 of each kind for each day
    /// that is asked for.
    pub fn planned(
        &self,
        from: NaiveDate,
        days: u32,
    ) -> Result<(Vec<AppointmentLine>, Vec<ActivityLine>), Error> {
        let end = from + Days::new(u64::from(days));
        let limit = LIMIT * days.clamp(1, DAYS);
        self.read(|db| Ok((appointments(db, from, end, limit)?, activities(db, from, end, limit)?)))
    }

    /// An activity with everybody who is expected or came. [`Error::NotFound`] when there is none of this id.
    pub fn activity(&self, id: ActivityId) -> Result<ActivityFile, Error> {
        self.read(|db| {
            let sql = format!("SELECT {ACTIVITY} WHERE a.id = ?1 AND a.removed = 0");
            let line = db.prepare_cached(&sql)?.query_row([blob(&id.0)], activity_line)?;
            let sql = "SELECT t.person, trim(p.given_name || ' ' || p.family_name), t.answer, p.demo
                       FROM attendance t JOIN person p ON p.id = t.person
                       WHERE t.activity = ?1 AND t.answer <> '' AND p.removed = 0 ORDER BY p.sort_name, p.ix";
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
}
