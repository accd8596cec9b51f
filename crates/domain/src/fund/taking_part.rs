//! What is written down of a person in an operation: that they came, what was asked at the entry, on leaving and six months after.
//!
//! A person has one participation in an operation, under one id on every laptop. Who comes back goes on with it: the entry stays
//! what it was on the first day, and exit and later answers are asked anew.

use chrono::{Days, NaiveDate};

pub use super::form::{
    FundEntryForm, FundExitForm, FundLaterForm, FundLeaving, FundParticipationDraft, answer_of, told_of,
};
use super::questionnaire::Questionnaire;
use crate::change::{Changes, FUND_PARTICIPATION, Field, Refusal, TASK, Table, Value};
use crate::deadline::{EXIT_NOTICE_DAYS, four_weeks_after, six_months_after};
use crate::id::{
    FundOperationId, FundParticipationId, PersonId, TaskId, WorkerId, fund_participation_id, fund_task_id,
};
use crate::moment::{Now, plausible};
use crate::person::{Sex, text};
use crate::situation::Occasion;

/// The task that asks for an answer of the fund, as the vault holds it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeptFundTask {
    pub occasion: Occasion,
    pub due_on: Option<NaiveDate>,
    pub done_on: Option<NaiveDate>,
    pub removed: bool,
}

/// A participation as the vault holds it.
#[derive(Clone, Debug)]
pub struct KeptParticipation {
    pub id: FundParticipationId,
    pub person: PersonId,
    pub operation: FundOperationId,
    pub what: FundParticipationDraft,
    pub removed: bool,
    pub tasks: Vec<KeptFundTask>,
}

/// What is known of whoever joins.
#[derive(Clone, Debug)]
pub struct Joining<'a> {
    pub person: PersonId,
    pub operation: FundOperationId,
    pub on: NaiveDate,
    pub sex: Option<Sex>,
    pub birth: &'a str,
}

/// Has somebody take part from a day on, with sex and birth of their file; who left goes on, with the entry of the first day.
///
/// Refused: a day to come, somebody who takes part already, going on before they had left.
pub fn join(
    joining: &Joining<'_>,
    before: Option<&KeptParticipation>,
    author: WorkerId,
    now: Now,
) -> Result<(FundParticipationId, Changes), Refusal> {
    let id = fund_participation_id(joining.operation, joining.person);
    let mut changes = Changes::new("participation.join", Some(joining.person));
    let begin = FundParticipationDraft::begin(joining.on, joining.sex, joining.birth);
    let Some(kept) = before else {
        let mut fields = vec![
            (FUND_PARTICIPATION.person, Value::Id(joining.person.0)),
            (FUND_PARTICIPATION.operation, Value::Id(joining.operation.0)),
            (FUND_PARTICIPATION.questionnaire, Value::text(Questionnaire::on(joining.on).code)),
        ];
        fields.extend(begin.read(now)?);
        fields.extend([
            (FUND_PARTICIPATION.author, Value::Id(author.0)),
            (FUND_PARTICIPATION.at, Value::Int(now.at.0)),
        ]);
        changes.row(Table::FundParticipation, id, fields);
        return Ok((id, changes));
    };
    let was = &kept.what;
    let after = match was.left_on {
        _ if kept.removed => begin,
        Some(left_on) if joining.on < left_on => {
            return Err(Refusal::TooEarly { field: "on".to_owned(), not_before: left_on });
        }
        Some(_) => FundParticipationDraft {
            left_on: None,
            left_reason: None,
            exit: FundExitForm::default(),
            later: FundLaterForm::default(),
            ..was.clone()
        },
        None => return Err(Refusal::AlreadyTakesPart { since: was.entered_on }),
    };
    plausible("on", joining.on)?;
    if joining.on > now.today {
        return Err(Refusal::InTheFuture { field: "on".to_owned() });
    }
    let removed = FUND_PARTICIPATION.removed;
    changes.set(Table::FundParticipation, kept.id, removed, &Value::flag(kept.removed), Value::flag(false));
    set(&mut changes, kept.id, was, after.read(now)?);
    place(&mut changes, kept, &after, FundTaskWords::NONE, (author, now))?;
    Ok((kept.id, changes))
}

fn set(
    changes: &mut Changes,
    id: FundParticipationId,
    before: &FundParticipationDraft,
    after: Vec<(Field, Value)>,
) {
    for ((field, was), (_, is)) in before.fields().into_iter().zip(after) {
        changes.set(Table::FundParticipation, id, field, &was, is);
    }
}

/// The words of the tasks that an exit leads to.
#[derive(Clone, Copy, Debug)]
pub struct FundTaskWords<'a> {
    pub four_weeks: &'a str,
    pub six_months: &'a str,
}

impl FundTaskWords<'static> {
    const NONE: Self = FundTaskWords { four_weeks: "", six_months: "" };
}

fn asking(
    changes: &mut Changes,
    kept: &KeptParticipation,
    occasion: Occasion,
    (due_on, answered): (Option<NaiveDate>, bool),
    (field, words): (&str, &str),
    (author, now): (WorkerId, Now),
) -> Result<(), Refusal> {
    let id: TaskId = fund_task_id(kept.id, occasion.code());
    let before = kept.tasks.iter().find(|task| task.occasion == occasion);
    match (before, due_on) {
        (None, None) => {}
        (None, Some(_)) if answered => {}
        (None, Some(due_on)) => {
            let what = text(field, words, 500)?;
            if what.is_empty() {
                return Err(Refusal::Unreadable { field: field.to_owned() });
            }
            changes.row(
                Table::Task,
                id,
                vec![
                    (TASK.person, Value::Id(kept.person.0)),
                    (TASK.what, Value::Text(what)),
                    (TASK.due_on, Value::Day(due_on)),
                    (TASK.author, Value::Id(author.0)),
                ],
            );
        }
        (Some(was), None) => {
            changes.set(Table::Task, id, TASK.removed, &Value::flag(was.removed), Value::flag(true));
        }
        (Some(was), Some(due_on)) => {
            changes.set(Table::Task, id, TASK.removed, &Value::flag(was.removed), Value::flag(false));
            changes.set(Table::Task, id, TASK.due_on, &Value::day(was.due_on), Value::Day(due_on));
            let done = match was.done_on {
                done if answered => done.or(Some(now.today)),
                done => done.filter(|_| was.due_on == Some(due_on)),
            };
            changes.set(Table::Task, id, TASK.done_on, &Value::day(was.done_on), Value::day(done));
        }
    }
    Ok(())
}

/// Puts the two tasks where the exit now is: the situation a week before its four weeks end, and six months after; ticked off
/// where it was answered, taken out while nobody has left.
fn place(
    changes: &mut Changes,
    kept: &KeptParticipation,
    after: &FundParticipationDraft,
    words: FundTaskWords<'_>,
    hand: (WorkerId, Now),
) -> Result<(), Refusal> {
    let left_on = after.left_on;
    let four =
        left_on.and_then(four_weeks_after).and_then(|on| on.checked_sub_days(Days::new(EXIT_NOTICE_DAYS)));
    let four = (four, after.exit.exit_on.is_some());
    let six = (left_on.and_then(six_months_after), after.later.later_on.is_some());
    asking(changes, kept, Occasion::Exit4w, four, ("four_weeks", words.four_weeks), hand)?;
    asking(changes, kept, Occasion::Exit6m, six, ("six_months", words.six_months), hand)
}

/// Writes what was asked, and sets what differs; an exit makes the two tasks that the fund's deadlines ask for, and an answer
/// ticks its task off.
///
/// Refused: days to come, a day before the one it follows, answers after an exit where there was none, a birth that cannot be read,
/// tasks without words.
pub fn answer(
    kept: &KeptParticipation,
    after: &FundParticipationDraft,
    words: FundTaskWords<'_>,
    author: WorkerId,
    now: Now,
) -> Result<Changes, Refusal> {
    let mut changes = Changes::new("participation.answer", Some(kept.person));
    let was = &kept.what;
    set(&mut changes, kept.id, was, after.read(now)?);
    let asked = |draft: &FundParticipationDraft| {
        (draft.left_on, draft.exit.exit_on.is_some(), draft.later.later_on.is_some())
    };
    if asked(after) != asked(was) {
        place(&mut changes, kept, after, words, (author, now))?;
    }
    Ok(changes)
}

/// Takes out a participation written by mistake, with its tasks.
pub fn remove(kept: &KeptParticipation, author: WorkerId, now: Now) -> Result<Changes, Refusal> {
    let mut changes = Changes::new("participation.remove", Some(kept.person));
    let removed = FUND_PARTICIPATION.removed;
    changes.set(Table::FundParticipation, kept.id, removed, &Value::flag(false), Value::flag(true));
    let nobody_left = FundParticipationDraft { left_on: None, ..kept.what.clone() };
    place(&mut changes, kept, &nobody_left, FundTaskWords::NONE, (author, now))?;
    Ok(changes)
}
