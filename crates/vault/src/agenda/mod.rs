//! What a day asks for: tasks due, referrals late or to be looked at, people nobody has reached.

mod decide;
mod week;

pub use decide::Sheet;
pub(crate) use week::meetings_of;
pub use week::{ActivityFile, ActivityLine, AppointmentLine, Attending, DAYS, StepDue, Week};

use chrono::{Days, NaiveDate};
use passerelle_domain::id::{PersonId, TaskId};
use rusqlite::{Connection, Row, params};
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
    /// Of which kinds there are more than those shown.
    pub more: More,
}

/// The kinds that a day asks for without end.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, TS)]
pub struct More {
    /// Appointments or activities.
    pub meetings: bool,
    pub tasks: bool,
    pub steps: bool,
    pub referrals: bool,
    pub and_now: bool,
}

/// How many of each kind a day shows at first: more than anybody does in one, and few enough to be read at once.
pub const AT_FIRST: u32 = 30;
/// How many it shows when asked for all.
pub const AT_MOST: u32 = 200;

/// Whether one more came than was asked for; it is left out.
fn cut<T>(lines: &mut Vec<T>, most: u32) -> bool {
    let most = usize::try_from(most).unwrap_or(usize::MAX);
    let more = lines.len() > most;
    lines.truncate(most);
    more
}

/// Tasks due, the urgent first, and whether there are more.
fn due_tasks(db: &Connection, today: NaiveDate, most: u32) -> Result<(Vec<TaskLine>, bool), Error> {
    // Chosen before they are read, the urgent and the others each in the order of the index, so that nothing is sorted but
    // what is shown. Who is away is left out afterwards.
    let sql = format!(
        "SELECT {TASK_COLUMNS} WHERE t.ix IN (
           SELECT x.ix FROM task x WHERE x.urgent = ?3 AND x.done_on IS NULL AND x.due_on <= ?1 AND x.removed = 0
           ORDER BY x.due_on, x.ix LIMIT ?2)
         ORDER BY t.due_on, t.ix"
    );
    let mut statement = db.prepare_cached(&sql)?;
    let read = |row: &Row<'_>| Ok((task_line(row)?, row.get::<_, bool>(9)?));
    let mut lines: Vec<(TaskLine, bool)> = Vec::new();
    for urgent in [true, false] {
        for line in statement.query_map(params![today.to_string(), most + 1, urgent], read)? {
            lines.push(line?);
        }
    }
    let more = cut(&mut lines, most);
    Ok((lines.into_iter().filter(|(_, away)| !away).map(|(line, _)| line).collect(), more))
}

/// Referrals that wait for something by this day, kind after kind, each the longest first; and whether there are more. They
/// are chosen in the order of an index before they are read, or every one that is due would be read to show the first.
fn waiting(
    db: &Connection,
    kinds: &[&str],
    today: NaiveDate,
    most: u32,
) -> Result<(Vec<ReferralLine>, bool), Error> {
    let mut lines = Vec::new();
    for kind in kinds {
        let sql = format!(
            "SELECT {LINE} WHERE r.ix IN (
               SELECT ix FROM referral WHERE hidden = 0 AND due_on <> '' AND {kind} AND due_on <= ?1
               ORDER BY due_on, ix LIMIT ?2)
             ORDER BY r.due_on, r.ix"
        );
        let mut statement = db.prepare_cached(&sql)?;
        let rows =
            statement.query_map(params![today.to_string(), most + 1], |row| referral_line(row, today))?;
        for line in rows {
            lines.push(line?);
        }
    }
    let more = cut(&mut lines, most);
    Ok((lines, more))
}

/// How many acts to send are counted at most; so many or more are said to be more than one fewer.
pub const PENDING_MOST: u32 = 10_000;

impl Vault {
    /// What this day asks for, at most so many of each kind.
    pub fn today(&self, today: NaiveDate, most: u32) -> Result<Today, Error> {
        self.read_people(|db, columns| {
            let (tasks, more_tasks) = due_tasks(db, today, most)?;

            // Each with its own limit: old endings must not push a partner's silence out.
            let (referrals, more_referrals) = waiting(
                db,
                &[
                    "due_kind <> 'and_now' AND (due_kind = 'finish_draft') = 0",
                    "due_kind <> 'and_now' AND (due_kind = 'finish_draft') = 1",
                ],
                today,
                most,
            )?;
            let (and_now, more_and_now) = waiting(db, &["due_kind = 'and_now'"], today, most)?;

            let limit = today - Days::new(QUIET_DAYS);
            let quiet = crate::person::quiet(db, columns, limit, 20, today)?;
            let end = today + Days::new(1);
            let mut appointments = week::standing(db, today, end, most + 1)?;
            let mut activities = week::activities(db, today, end, most + 1)?;
            // Both are asked: one that has more takes nothing from the other.
            let more_meetings = cut(&mut appointments, most) | cut(&mut activities, most);
            let (quiet, quiet_total) = (quiet.lines, quiet.total);
            let mut steps = week::steps(db, NaiveDate::MIN, end, most + 1)?;
            let more_steps = cut(&mut steps, most);
            let people = columns.count();
            let more = More {
                meetings: more_meetings,
                tasks: more_tasks,
                steps: more_steps,
                referrals: more_referrals,
                and_now: more_and_now,
            };
            Ok(Today {
                day: today,
                appointments,
                activities,
                tasks,
                steps,
                referrals,
                and_now,
                quiet,
                quiet_total,
                people,
                more,
            })
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

    /// Acts that the hubs were not seen to have: those that are in no batch, and what is in batches that they have not shown.
    /// Counted up to [`PENDING_MOST`]: the frame asks at each change, and a laptop that never met a hub has millions.
    pub fn pending(&self) -> Result<u32, Error> {
        self.read(|db| {
            let sql = "SELECT (SELECT count(*) FROM (SELECT 1 FROM journal WHERE batch_seq IS NULL LIMIT ?1))
                     + (SELECT coalesce(sum(lines), 0) FROM outgoing WHERE shown = 0)";
            let counted: u32 = db.prepare_cached(sql)?.query_row([PENDING_MOST], |row| row.get(0))?;
            Ok(counted.min(PENDING_MOST))
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
