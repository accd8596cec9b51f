//! What a day asks for: tasks due, referrals late or to be looked at, people nobody has reached.

mod decide;
mod week;

pub use decide::Sheet;
pub(crate) use week::meetings_of;
pub use week::{ActivityFile, ActivityLine, AppointmentLine, Attending, DAYS, StepDue, Week};

use chrono::{Days, NaiveDate};
use passerelle_domain::id::{PersonId, TaskId};
use rusqlite::Row;
use serde::Serialize;
use ts_rs::TS;
use uuid::Uuid;

use crate::person::{PersonLine, TASK_COLUMNS, TaskLine, task_line};
use crate::referral::{LINE, ReferralLine, referral_line};
use crate::row::blob;
use crate::{Error, Vault};

pub use passerelle_domain::vigilance::QUIET_DAYS;

#[derive(Clone, Debug, Serialize, TS)]
pub struct Today {
    pub day: NaiveDate,
    /// Those of the day that were neither moved nor cancelled, in their order.
    pub appointments: Vec<AppointmentLine>,
    pub activities: Vec<ActivityLine>,
    pub tasks: Vec<TaskLine>,
    /// Steps of plans due by the day, the longest late on top.
    pub steps: Vec<StepDue>,
    /// Late or due today: what others owe an answer to first, the longest late on top, then our own drafts.
    pub referrals: Vec<ReferralLine>,
    /// Endings that are no success, where nobody has said what comes next; the oldest first.
    pub and_now: Vec<ReferralLine>,
    pub quiet: Vec<PersonLine>,
    /// How many such people there are in all, those shown included.
    pub quiet_total: u32,
    pub people: u32,
}

impl Vault {
    /// What this day asks for; at most 200 of each kind.
    pub fn today(&self, today: NaiveDate) -> Result<Today, Error> {
        self.read_people(|db, columns| {
            let sql = format!(
                "SELECT {TASK_COLUMNS} WHERE t.ix IN (
                   SELECT x.ix FROM task x WHERE x.done_on IS NULL AND x.due_on <= ?1 AND x.removed = 0
                   ORDER BY x.urgent DESC, x.due_on, x.ix LIMIT 200)
                 AND coalesce(p.away, 0) = 0 ORDER BY t.urgent DESC, t.due_on, t.ix"
            );
            let mut statement = db.prepare_cached(&sql)?;
            let rows = statement.query_map([today.to_string()], task_line)?;
            let tasks = rows.collect::<Result<_, _>>()?;

            // Each with its own limit: old endings must not push a partner's silence out. The lines are chosen before they are
            // read, or every one that is due would be read to show the first.
            let lines = |narrow: &str, first: &str| {
                let sql = format!(
                    "SELECT {LINE} WHERE r.ix IN (
                       SELECT x.ix FROM referral x WHERE x.hidden = 0 AND x.due_on <> '' AND x.due_kind {narrow}
                       AND x.due_on <= ?1 ORDER BY x.{first}, x.due_on, x.ix LIMIT 200)
                     ORDER BY r.{first}, r.due_on, r.ix"
                );
                let mut statement = db.prepare_cached(&sql)?;
                let rows = statement.query_map([today.to_string()], |row| referral_line(row, today))?;
                Ok::<_, Error>(rows.collect::<Result<Vec<_>, _>>()?)
            };
            let referrals = lines("<> 'and_now'", "due_kind = 'finish_draft'")?;
            let and_now = lines("= 'and_now'", "due_on")?;

            let limit = today - Days::new(QUIET_DAYS);
            let quiet = crate::person::quiet(db, columns, limit, 20, today)?;
            let end = today + Days::new(1);
            let mut appointments = week::appointments(db, today, end, week::LIMIT)?;
            appointments.retain(AppointmentLine::stands);
            let activities = week::activities(db, today, end, week::LIMIT)?;
            let (quiet, quiet_total) = (quiet.lines, quiet.total);
            let steps = week::steps(db, NaiveDate::MIN, end)?;
            let people = columns.count();
            Ok(Today { day: today, appointments, activities, tasks, steps, referrals, and_now, quiet, quiet_total, people })
        })
    }

    /// Whose task it is and whether it is done.
    pub fn task(&self, id: TaskId) -> Result<(Option<PersonId>, Option<NaiveDate>), Error> {
        self.read(|db| {
            let read = |row: &Row<'_>| Ok((row.get::<_, Option<Uuid>>(0)?.map(PersonId), row.get(1)?));
            let sql = "SELECT person, done_on FROM task WHERE id = ?1 AND removed = 0";
            Ok(db.prepare_cached(sql)?.query_row([blob(&id.0)], read)?)
        })
    }

    /// The name of the worker whose vault this is.
    pub fn worker_name(&self) -> Result<String, Error> {
        self.read(|db| {
            let sql = "SELECT name FROM worker ORDER BY ix LIMIT 1";
            Ok(db.prepare_cached(sql)?.query_row([], |row| row.get(0))?)
        })
    }

    /// Acts that wait to be sent to the team: this device's numbers after the last one that is in a batch, since batches
    /// are cut in the order of the numbers.
    pub fn pending(&self) -> Result<u32, Error> {
        self.read(|db| {
            let sql = "SELECT coalesce((SELECT max(n) FROM journal WHERE dev = ?1), 0)
                     - coalesce((SELECT max(n) FROM journal INDEXED BY journal_sent
                                 WHERE dev = ?1 AND batch_seq IS NOT NULL), 0)";
            Ok(db.prepare_cached(sql)?.query_row([self.own], |row| row.get(0))?)
        })
    }

    /// Whether invented people are in this vault.
    pub fn has_demo(&self) -> Result<bool, Error> {
        self.read(|db| {
            let sql = "SELECT EXISTS (SELECT 1 FROM person WHERE demo = 1 AND away = 0)";
            Ok(db.prepare_cached(sql)?.query_row([], |row| row.get(0))?)
        })
    }
}

#[cfg(test)]
mod tests;
