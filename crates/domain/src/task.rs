//! Something to do by a day, written by a worker. What a referral waits for is computed, never a row here.

use chrono::NaiveDate;

use crate::agenda::recurrence::{Every, next_due};
use crate::change::{Changes, Refusal, TASK, Table, Value};
use crate::id::{CaseId, Ids, PersonId, TaskId, WorkerId, next_task_id};
use crate::moment::{Now, plausible};
use crate::person::name::clean_text;

#[derive(Clone, Debug)]
pub struct AddTask<'a> {
    pub person: Option<PersonId>,
    pub case: Option<CaseId>,
    pub what: &'a str,
    pub due_on: NaiveDate,
    pub urgent: bool,
    pub every: Every,
}

/// Notes a task. Refused: no words, over 500 characters, a day nobody can mean.
pub fn add(request: &AddTask<'_>, author: WorkerId, ids: &mut dyn Ids) -> Result<(TaskId, Changes), Refusal> {
    let what = clean_text(request.what, 500)
        .map_err(|_| Refusal::TooLong { field: "what".to_owned(), limit: 500 })?;
    if what.trim().is_empty() {
        return Err(Refusal::Nothing);
    }
    plausible("due_on", request.due_on)?;
    let id = TaskId(ids.fresh());
    let mut changes = Changes::new("task.add", request.person);
    changes.row(
        Table::Task,
        id,
        vec![
            (TASK.person, Value::id(request.person)),
            (TASK.case_file, Value::id(request.case)),
            (TASK.what, Value::Text(what)),
            (TASK.due_on, Value::Day(request.due_on)),
            (TASK.urgent, Value::flag(request.urgent)),
            (TASK.author, Value::Id(author.0)),
            (TASK.every, Value::text(request.every.code())),
        ],
    );
    Ok((id, changes))
}

/// Ticks a task off, or takes the tick back.
pub fn settle(
    id: TaskId,
    person: Option<PersonId>,
    done_on: Option<NaiveDate>,
    done: bool,
    now: Now,
) -> Changes {
    let mut changes = Changes::new("task.settle", person);
    let after = if done { Value::Day(now.today) } else { Value::Null };
    changes.set(Table::Task, id, TASK.done_on, &Value::day(done_on), after);
    changes
}

/// A task that comes back, as it is kept, and what became of the one that follows it.
#[derive(Clone, Debug)]
pub struct Recurring {
    pub every: Every,
    pub person: Option<PersonId>,
    pub case: Option<CaseId>,
    pub what: String,
    pub due_on: NaiveDate,
    pub urgent: bool,
    /// The day of the month it began on, as far as it is known; what a monthly one goes by.
    pub anchor: u32,
    pub next: Next,
}

/// The task that follows one that comes back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Next {
    None,
    Open,
    Done,
    TakenOut,
}

/// Makes the next one when a task that comes back is ticked off, in the same act; takes it out again when the tick is
/// taken back, unless it was done since. Its id is computed, so that two laptops that tick it off make one row.
pub fn come_back(
    changes: &mut Changes,
    id: TaskId,
    kept: &Recurring,
    done: bool,
    author: WorkerId,
    now: Now,
) {
    let next = next_task_id(id);
    let removed = |was: bool| Value::flag(was);
    match (kept.next, done) {
        (Next::None, true) => {
            let Some(due_on) = next_due(kept.every, kept.due_on, kept.anchor, now.today) else { return };
            changes.row(
                Table::Task,
                next,
                vec![
                    (TASK.person, Value::id(kept.person)),
                    (TASK.case_file, Value::id(kept.case)),
                    (TASK.what, Value::text(kept.what.as_str())),
                    (TASK.due_on, Value::Day(due_on)),
                    (TASK.urgent, Value::flag(kept.urgent)),
                    (TASK.author, Value::Id(author.0)),
                    (TASK.every, Value::text(kept.every.code())),
                ],
            );
        }
        (Next::TakenOut, true) => {
            changes.set(Table::Task, next, TASK.removed, &removed(true), removed(false));
        }
        (Next::Open, false) => {
            changes.set(Table::Task, next, TASK.removed, &removed(false), removed(true));
        }
        _ => {}
    }
}
