//! What somebody asks of their file by a right of theirs (GDPR, articles 15 to 22): received on a day, due by the clock of
//! article 12(3), answered with what was decided. Only that a request was made and how it ended; the act itself is another.

mod clock;
mod limit;
mod text;

use chrono::{Days, NaiveDate};

pub use clock::{EXTENDED_MONTHS, MONTHS, due_on};
pub use limit::{Limit, limits, may_write};
use text::said;
pub use text::{AccessKind, AccessReason, AskedBy, IdentityCheck, RightKind, RightOutcome};

use crate::change::{Changes, RIGHTS_REQUEST, Refusal, TASK, Table, Value};
use crate::id::{Ids, PersonId, RightsRequestId, TaskId, WorkerId, rights_task_id};
use crate::moment::{Now, plausible};
use crate::person::text;

/// So many days before the answer is due a task asks for it.
pub const NOTICE_DAYS: u64 = 7;

/// Characters of what was asked, of a reason and of an answer.
const TEXT: u32 = 2_000;

/// A request as it is written down.
#[derive(Clone, Debug)]
pub struct RecordRight<'a> {
    pub person: PersonId,
    pub kind: RightKind,
    pub received_on: NaiveDate,
    pub asked_by: AskedBy,
    pub identity: IdentityCheck,
    /// What was asked, in the words of whoever asked.
    pub asked: &'a str,
    /// The words of the task that asks for the answer, in the worker's language.
    pub remind: &'a str,
}

/// The task of a request as the vault holds it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeptTask {
    pub due_on: Option<NaiveDate>,
    pub done_on: Option<NaiveDate>,
    pub removed: bool,
}

/// A request as the vault holds it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeptRight {
    pub id: RightsRequestId,
    pub person: PersonId,
    pub kind: Option<RightKind>,
    pub received_on: Option<NaiveDate>,
    /// The day on which the person was told of a longer delay, and why; empty where they were not.
    pub extension: (String, String),
    /// What was decided, the day it was answered, the words of it; empty until then.
    pub answer: (String, String, String),
    /// The day on which a limitation ended, and why.
    pub lifted: (String, String),
    pub task: Option<KeptTask>,
}

impl KeptRight {
    /// The last day for the answer; none where nobody knows when it was received.
    pub fn due_on(&self) -> Option<NaiveDate> {
        due_on(self.received_on?, !self.extension.0.is_empty())
    }

    pub fn is_answered(&self) -> bool {
        !self.answer.0.is_empty()
    }

    /// How it limits what may be done with the file.
    pub fn limit(&self) -> Option<Limit> {
        limits(self.kind?, RightOutcome::from_code(&self.answer.0), !self.lifted.0.is_empty())
    }
}

fn asked_before(due_on: NaiveDate) -> NaiveDate {
    due_on.checked_sub_days(Days::new(NOTICE_DAYS)).unwrap_or(due_on)
}

/// Writes a request down, and the task that asks for its answer a week before it is due. Refused: a day to come, a day nobody
/// can mean, over 2 000 characters, a task without words.
pub fn record(
    request: &RecordRight<'_>,
    author: WorkerId,
    now: Now,
    ids: &mut dyn Ids,
) -> Result<(RightsRequestId, Changes), Refusal> {
    let received = plausible("received_on", request.received_on)?;
    if received > now.today {
        return Err(Refusal::InTheFuture { field: "received_on".to_owned() });
    }
    let asked = text("asked", request.asked, TEXT)?;
    let what = said("remind", request.remind, 500)?;
    let due = due_on(received, false).ok_or(Refusal::Unreadable { field: "received_on".to_owned() })?;
    let id = RightsRequestId(ids.fresh());
    let mut changes = Changes::new("rights.record", Some(request.person));
    changes.row(
        Table::RightsRequest,
        id,
        vec![
            (RIGHTS_REQUEST.person, Value::Id(request.person.0)),
            (RIGHTS_REQUEST.kind, Value::text(request.kind.code())),
            (RIGHTS_REQUEST.received_on, Value::Day(received)),
            (RIGHTS_REQUEST.asked_by, Value::text(request.asked_by.code())),
            (RIGHTS_REQUEST.identity, Value::text(request.identity.code())),
            (RIGHTS_REQUEST.asked, Value::Text(asked)),
            (RIGHTS_REQUEST.author, Value::Id(author.0)),
            (RIGHTS_REQUEST.at, Value::Int(now.at.0)),
        ],
    );
    changes.row(
        Table::Task,
        rights_task_id(id),
        vec![
            (TASK.person, Value::Id(request.person.0)),
            (TASK.what, Value::Text(what)),
            (TASK.due_on, Value::Day(asked_before(due))),
            (TASK.author, Value::Id(author.0)),
        ],
    );
    Ok((id, changes))
}

fn group(parts: &[&str]) -> Value {
    Value::Group(parts.iter().map(|part| Value::text(*part)).collect())
}

fn task_of(kept: &KeptRight) -> Option<(TaskId, &KeptTask)> {
    kept.task.as_ref().filter(|task| !task.removed).map(|task| (rights_task_id(kept.id), task))
}

/// Two months more, of which the person was told on a day and why (article 12(3)). Refused: once it is answered or extended, a
/// day after the first month, without a reason.
pub fn extend(kept: &KeptRight, on: NaiveDate, reason: &str, now: Now) -> Result<Changes, Refusal> {
    let due = kept.due_on().ok_or(Refusal::Unreadable { field: "received_on".to_owned() })?;
    if kept.is_answered() || !kept.extension.0.is_empty() {
        return Err(Refusal::AlreadyAnswered);
    }
    let on = day_within("on", kept, on, now)?;
    if on > due {
        return Err(Refusal::TooLate { field: "on".to_owned(), not_after: due });
    }
    let reason = reasoned("reason", reason)?;
    let mut changes = Changes::new("rights.extend", Some(kept.person));
    let after = group(&[&on.to_string(), &reason]);
    let before = group(&[&kept.extension.0, &kept.extension.1]);
    changes.set(Table::RightsRequest, kept.id, RIGHTS_REQUEST.extension, &before, after);
    let longer = kept.received_on.and_then(|received| due_on(received, true));
    if let (Some((id, task)), Some(longer)) = (task_of(kept), longer) {
        let after = Value::Day(asked_before(longer));
        changes.set(Table::Task, id, TASK.due_on, &Value::day(task.due_on), after);
        changes.set(Table::Task, id, TASK.done_on, &Value::day(task.done_on), Value::Null);
    }
    Ok(changes)
}

fn day_within(field: &str, kept: &KeptRight, on: NaiveDate, now: Now) -> Result<NaiveDate, Refusal> {
    plausible(field, on)?;
    if on > now.today {
        return Err(Refusal::InTheFuture { field: field.to_owned() });
    }
    match kept.received_on {
        Some(received) if on < received => {
            Err(Refusal::TooEarly { field: field.to_owned(), not_before: received })
        }
        _ => Ok(on),
    }
}

fn reasoned(field: &str, words: &str) -> Result<String, Refusal> {
    let words = text(field, words, TEXT)?;
    if words.trim().is_empty() { Err(Refusal::ReasonMissing) } else { Ok(words) }
}

/// What was decided, and that the person was told on a day. A refusal, whole or in part, says why (article 12(4)). Written again
/// it corrects what stood. Refused: a day to come or before the request, no reason where one is due.
pub fn answer(
    kept: &KeptRight,
    outcome: RightOutcome,
    on: NaiveDate,
    note: &str,
    now: Now,
) -> Result<Changes, Refusal> {
    let on = day_within("on", kept, on, now)?;
    let note = match outcome {
        RightOutcome::Granted => text("note", note, TEXT)?,
        RightOutcome::Partly | RightOutcome::Refused => reasoned("note", note)?,
    };
    let mut changes = Changes::new("rights.answer", Some(kept.person));
    let (before, day, words) = &kept.answer;
    changes.set(
        Table::RightsRequest,
        kept.id,
        RIGHTS_REQUEST.answer,
        &group(&[before, day, words]),
        group(&[outcome.code(), &on.to_string(), &note]),
    );
    if let Some((id, task)) = task_of(kept) {
        let done = Value::day(task.done_on.or(Some(now.today)));
        changes.set(Table::Task, id, TASK.done_on, &Value::day(task.done_on), done);
    }
    Ok(changes)
}

/// Ends the limitation of a file, of which the person is told before (article 18(3)). Refused: where it limits nothing, without a
/// reason.
pub fn lift(kept: &KeptRight, reason: &str, now: Now) -> Result<Changes, Refusal> {
    if kept.limit().is_none() {
        return Err(Refusal::NotLimited);
    }
    let reason = reasoned("reason", reason)?;
    let mut changes = Changes::new("rights.lift", Some(kept.person));
    let before = group(&[&kept.lifted.0, &kept.lifted.1]);
    let after = group(&[&now.today.to_string(), &reason]);
    changes.set(Table::RightsRequest, kept.id, RIGHTS_REQUEST.lifted, &before, after);
    Ok(changes)
}

/// Takes out one that was written down by mistake, with its task.
pub fn remove(kept: &KeptRight) -> Changes {
    let mut changes = Changes::new("rights.remove", Some(kept.person));
    let (no, yes) = (Value::flag(false), Value::flag(true));
    changes.set(Table::RightsRequest, kept.id, RIGHTS_REQUEST.removed, &no, yes.clone());
    if let Some((id, _)) = task_of(kept) {
        changes.set(Table::Task, id, TASK.removed, &no, yes);
    }
    changes
}

#[cfg(test)]
mod tests;
