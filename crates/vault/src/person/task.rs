//! What is to be done, as the file of a person, the day and the week show it.

use chrono::{Days, NaiveDate};
use passerelle_domain::agenda::recurrence::Every;
use passerelle_domain::id::{PersonId, TaskId};
use rusqlite::{Connection, Row, params};
use serde::Serialize;
use ts_rs::TS;
use uuid::Uuid;

use super::of::Of;
use crate::Error;
use crate::row::blob;

#[derive(Clone, Debug, Serialize, TS)]
pub struct TaskLine {
    pub id: TaskId,
    pub person: Option<PersonId>,
    pub person_name: String,
    pub what: String,
    pub due_on: Option<NaiveDate>,
    pub done_on: Option<NaiveDate>,
    pub urgent: bool,
    /// Its person is invented.
    pub demo: bool,
    /// How often it comes back once it is done.
    pub every: Every,
}

pub(crate) const TASK_COLUMNS: &str =
    "t.id, p.id, coalesce(trim(p.given_name || ' ' || p.family_name), ''), t.what,
    t.due_on, t.done_on, t.urgent, coalesce(p.demo, 0), t.every, coalesce(p.away, 0) FROM task t LEFT JOIN person q ON q.id = t.person
    LEFT JOIN person p ON p.id = coalesce(q.merged_into, q.id)";

pub(crate) fn task_line(row: &Row<'_>) -> rusqlite::Result<TaskLine> {
    Ok(TaskLine {
        id: TaskId(row.get(0)?),
        person: row.get::<_, Option<Uuid>>(1)?.map(PersonId),
        person_name: row.get(2)?,
        what: row.get(3)?,
        due_on: row.get(4)?,
        done_on: row.get(5)?,
        urgent: row.get(6)?,
        demo: row.get(7)?,
        every: Every::from_code(&row.get::<_, String>(8)?).unwrap_or(Every::Once),
    })
}

/// For so many days a task that was done is still shown beside those to do.
const DONE_DAYS: u64 = 30;

pub(super) fn tasks(db: &Connection, of: &Of, today: NaiveDate) -> Result<Vec<TaskLine>, Error> {
    let sql = format!(
        "SELECT {TASK_COLUMNS} WHERE t.person IN (SELECT id FROM person WHERE id = ?1 OR merged_into = ?1)
           AND t.removed = 0 AND (t.done_on IS NULL OR t.done_on >= ?2)
         ORDER BY t.done_on IS NOT NULL, t.done_on DESC, t.due_on, t.ix"
    );
    let mut statement = db.prepare_cached(&of.narrowed(&sql))?;
    let since = today - Days::new(DONE_DAYS);
    let rows = statement.query_map(params![blob(&of.id), since.to_string()], task_line)?;
    Ok(rows.collect::<Result<_, _>>()?)
}
