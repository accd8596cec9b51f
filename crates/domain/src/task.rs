//! Something to do by a day, written by a worker. What a referral waits for is computed, never a row here.

use chrono::NaiveDate;

use crate::change::{Changes, Refusal, TASK, Table, Value};
use crate::id::{CaseId, Ids, PersonId, TaskId, WorkerId};
use crate::moment::{Now, plausible};
use crate::person::name::clean_text;

#[derive(Clone, Debug)]
pub struct AddTask<'a> {
    pub person: Option<PersonId>,
    pub case: Option<CaseId>,
    pub what: &'a str,
    pub due_on: NaiveDate,
    pub urgent: bool,
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
