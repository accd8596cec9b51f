//! The plan of a case, in the young person's own words, and its steps: what is to be done, by whom, until when.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::change::{Changes, PLAN, Refusal, STEP, Table, Value};
use crate::id::{CaseId, Ids, PersonId, PlanId, StepId, WorkerId};
use crate::moment::{Now, plausible};
use crate::person::name::clean_text;
use crate::word::words;

words! {
    /// Who is to do a step.
    StepBy { Person = "person", Worker = "worker", Partner = "partner" }
}

/// The form of a plan.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct PlanDraft {
    /// What the young person wants, as they say it.
    pub words: String,
    pub decided_on: Option<NaiveDate>,
    /// The day the young person agreed to it.
    pub agreed_on: Option<NaiveDate>,
    /// When worker and person look at it again.
    pub review_on: Option<NaiveDate>,
}

/// Whose plan it is, and where.
#[derive(Clone, Copy, Debug)]
pub struct OfCase {
    pub person: PersonId,
    pub case: CaseId,
    pub author: WorkerId,
}

fn text(field: &str, raw: &str, limit: u32) -> Result<String, Refusal> {
    clean_text(raw, limit).map_err(|_| Refusal::TooLong { field: field.to_owned(), limit })
}

fn past(field: &str, day: NaiveDate, now: Now) -> Result<(), Refusal> {
    plausible(field, day)?;
    if day > now.today { Err(Refusal::InTheFuture { field: field.to_owned() }) } else { Ok(()) }
}

/// Nothing of a plan comes before the day it was decided.
fn not_before(field: &str, day: NaiveDate, decided_on: Option<NaiveDate>) -> Result<(), Refusal> {
    match decided_on.filter(|decided| day < *decided) {
        Some(not_before) => Err(Refusal::TooEarly { field: field.to_owned(), not_before }),
        None => Ok(()),
    }
}

/// Writes the plan of a case; `before` is the one it has, none when this is its first.
///
/// Refused: no words, over 2,000 characters, decided or agreed on a day to come, agreed or reviewed before it was decided.
pub fn write(
    of: OfCase,
    before: Option<(PlanId, &PlanDraft)>,
    after: &PlanDraft,
    now: Now,
    ids: &mut dyn Ids,
) -> Result<(PlanId, Changes), Refusal> {
    let words = text("words", &after.words, 2_000)?;
    if words.trim().is_empty() {
        return Err(Refusal::Nothing);
    }
    if let Some(day) = after.decided_on {
        past("decided_on", day, now)?;
    }
    if let Some(day) = after.agreed_on {
        past("agreed_on", day, now)?;
        not_before("agreed_on", day, after.decided_on)?;
    }
    if let Some(day) = after.review_on {
        plausible("review_on", day)?;
        not_before("review_on", day, after.decided_on)?;
    }
    let mut changes = Changes::new("plan.write", Some(of.person));
    let Some((id, was)) = before else {
        let after = PlanDraft { words, ..after.clone() };
        let id = begin(&mut changes, of, &after, now, ids);
        return Ok((id, changes));
    };
    changes.set(Table::Plan, id, PLAN.words, &Value::text(was.words.as_str()), Value::Text(words));
    for (field, was, is) in [
        (PLAN.decided_on, was.decided_on, after.decided_on),
        (PLAN.agreed_on, was.agreed_on, after.agreed_on),
        (PLAN.review_on, was.review_on, after.review_on),
    ] {
        changes.set(Table::Plan, id, field, &Value::day(was), Value::day(is));
    }
    Ok((id, changes))
}

/// Closes plans of a case, which stay to be read with their steps; the next words or the next step begin another one.
///
/// Refused: nothing to close.
pub fn close_all(person: PersonId, plans: &[PlanId], now: Now) -> Result<Changes, Refusal> {
    if plans.is_empty() {
        return Err(Refusal::NoPlan);
    }
    let mut changes = Changes::new("plan.close", Some(person));
    for plan in plans {
        changes.set(Table::Plan, *plan, PLAN.closed_on, &Value::Null, Value::Day(now.today));
    }
    Ok(changes)
}

fn begin(changes: &mut Changes, of: OfCase, plan: &PlanDraft, now: Now, ids: &mut dyn Ids) -> PlanId {
    let id = PlanId(ids.fresh());
    changes.row(
        Table::Plan,
        id,
        vec![
            (PLAN.person, Value::Id(of.person.0)),
            (PLAN.case_file, Value::Id(of.case.0)),
            (PLAN.words, Value::text(plan.words.as_str())),
            (PLAN.decided_on, Value::day(plan.decided_on)),
            (PLAN.agreed_on, Value::day(plan.agreed_on)),
            (PLAN.review_on, Value::day(plan.review_on)),
            (PLAN.author, Value::Id(of.author.0)),
            (PLAN.at, Value::Int(now.at.0)),
        ],
    );
    id
}

/// What a step says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StepWords {
    pub what: String,
    pub by: StepBy,
    pub due_on: Option<NaiveDate>,
}

impl StepWords {
    fn checked(&self) -> Result<String, Refusal> {
        let what = text("what", &self.what, 500)?;
        if what.trim().is_empty() {
            return Err(Refusal::Nothing);
        }
        if let Some(day) = self.due_on {
            plausible("due_on", day)?;
        }
        Ok(what)
    }
}

/// Adds a step; a case without a plan gets an empty one, decided today, in the same act.
///
/// Refused: no words, over 500 characters, a day nobody can mean.
pub fn add_step(
    of: OfCase,
    plan: Option<PlanId>,
    step: &StepWords,
    now: Now,
    ids: &mut dyn Ids,
) -> Result<(StepId, Changes), Refusal> {
    let what = step.checked()?;
    let mut changes = Changes::new("step.add", Some(of.person));
    let plan = plan.unwrap_or_else(|| {
        let decided_on = Some(now.today);
        let empty = PlanDraft { words: String::new(), decided_on, agreed_on: None, review_on: None };
        begin(&mut changes, of, &empty, now, ids)
    });
    let id = StepId(ids.fresh());
    changes.row(
        Table::Step,
        id,
        vec![
            (STEP.person, Value::Id(of.person.0)),
            (STEP.plan, Value::Id(plan.0)),
            (STEP.what, Value::Text(what)),
            (STEP.by_whom, Value::text(step.by.code())),
            (STEP.due_on, Value::day(step.due_on)),
            (STEP.author, Value::Id(of.author.0)),
            (STEP.at, Value::Int(now.at.0)),
        ],
    );
    Ok((id, changes))
}

/// A step as the vault holds it.
#[derive(Clone, Debug)]
pub struct Step {
    pub id: StepId,
    pub person: PersonId,
    pub words: StepWords,
    pub done_on: Option<NaiveDate>,
    pub dropped_on: Option<NaiveDate>,
    /// Why it was dropped.
    pub note: String,
}

/// Corrects what a step says. Refused as in [`add_step`].
pub fn correct_step(before: &Step, after: &StepWords) -> Result<Changes, Refusal> {
    let what = after.checked()?;
    let was = &before.words;
    let mut changes = Changes::new("step.correct", Some(before.person));
    changes.set(Table::Step, before.id, STEP.what, &Value::text(was.what.as_str()), Value::Text(what));
    let by = Value::text(after.by.code());
    changes.set(Table::Step, before.id, STEP.by_whom, &Value::text(was.by.code()), by);
    changes.set(Table::Step, before.id, STEP.due_on, &Value::day(was.due_on), Value::day(after.due_on));
    Ok(changes)
}

fn close(changes: &mut Changes, before: &Step, done: Option<NaiveDate>, dropped: Option<NaiveDate>) {
    changes.set(Table::Step, before.id, STEP.done_on, &Value::day(before.done_on), Value::day(done));
    changes.set(Table::Step, before.id, STEP.dropped_on, &Value::day(before.dropped_on), Value::day(dropped));
}

/// Ticks a step off, or makes one that was done or dropped to be done again. What was done on an earlier day keeps its day.
pub fn settle_step(before: &Step, done: bool, now: Now) -> Changes {
    let mut changes = Changes::new("step.settle", Some(before.person));
    close(&mut changes, before, done.then(|| before.done_on.unwrap_or(now.today)), None);
    changes
}

/// Gives a step up, saying why. Refused: no reason, over 1,000 characters.
pub fn drop_step(before: &Step, why: &str, now: Now) -> Result<Changes, Refusal> {
    let why = text("why", why, 1_000)?;
    if why.trim().is_empty() {
        return Err(Refusal::ReasonMissing);
    }
    let mut changes = Changes::new("step.drop", Some(before.person));
    close(&mut changes, before, None, Some(before.dropped_on.unwrap_or(now.today)));
    changes.set(Table::Step, before.id, STEP.note, &Value::text(before.note.as_str()), Value::Text(why));
    Ok(changes)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::change::Op;
    use crate::id::CountedIds;
    use crate::moment::Instant;
    use uuid::Uuid;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn now() -> Now {
        Now { at: Instant(7), today: day("2026-03-10") }
    }

    fn of() -> OfCase {
        OfCase {
            person: PersonId(Uuid::from_u128(1)),
            case: CaseId(Uuid::from_u128(2)),
            author: WorkerId(Uuid::from_u128(3)),
        }
    }

    fn plan(decided: &str, agreed: Option<&str>, review: Option<&str>) -> PlanDraft {
        PlanDraft {
            words: "Je veux souder".into(),
            decided_on: Some(day(decided)),
            agreed_on: agreed.map(day),
            review_on: review.map(day),
        }
    }

    fn step() -> Step {
        let words = StepWords { what: "Faire le CV".into(), by: StepBy::Person, due_on: None };
        let id = StepId(Uuid::from_u128(4));
        Step { id, person: of().person, words, done_on: None, dropped_on: None, note: String::new() }
    }

    #[test]
    fn nothing_of_a_plan_comes_before_its_decision() {
        let ask = |form: &PlanDraft| write(of(), None, form, now(), &mut CountedIds(100)).map(|_| ());
        let early =
            |field: &str| Err(Refusal::TooEarly { field: field.into(), not_before: day("2026-03-05") });
        let future = |field: &str| Err(Refusal::InTheFuture { field: field.into() });
        assert_eq!(ask(&plan("2026-03-10", Some("2026-03-10"), Some("2026-06-10"))), Ok(()));
        assert_eq!(ask(&plan("2026-03-11", None, None)), future("decided_on"));
        assert_eq!(ask(&plan("2026-03-05", Some("2026-03-11"), None)), future("agreed_on"));
        assert_eq!(ask(&plan("2026-03-05", Some("2026-03-04"), None)), early("agreed_on"));
        assert_eq!(ask(&plan("2026-03-05", None, Some("2026-03-04"))), early("review_on"));
        let silent = PlanDraft { words: " \n".into(), ..plan("2026-03-05", None, None) };
        assert_eq!(ask(&silent), Err(Refusal::Nothing));
    }

    #[test]
    fn a_plan_written_again_changes_only_what_is_new() {
        let before = plan("2026-03-05", None, None);
        let id = PlanId(Uuid::from_u128(8));
        let after = plan("2026-03-05", Some("2026-03-06"), None);
        let (same, changes) = write(of(), Some((id, &before)), &after, now(), &mut CountedIds(100)).unwrap();
        assert_eq!(same, id);
        let [Op::Set { field, value, .. }] = changes.ops.as_slice() else { panic!("one field") };
        assert_eq!((*field, value), (PLAN.agreed_on, &Value::Day(day("2026-03-06"))));
    }

    #[test]
    fn a_plan_is_closed_on_the_day_and_only_where_there_is_one() {
        let nothing = close_all(of().person, &[], now());
        assert_eq!(nothing.unwrap_err(), Refusal::NoPlan);
        let changes = close_all(of().person, &[PlanId(Uuid::from_u128(8))], now()).unwrap();
        let [Op::Set { field, value, .. }] = changes.ops.as_slice() else { panic!("one field") };
        assert_eq!((*field, value), (PLAN.closed_on, &Value::Day(day("2026-03-10"))));
    }

    #[test]
    fn the_first_step_brings_the_plan_along() {
        let words = step().words;
        let first = add_step(of(), None, &words, now(), &mut CountedIds(100)).unwrap().1;
        assert_eq!(first.ops.iter().map(|op| op.row().table).collect::<Vec<_>>(), [Table::Plan, Table::Step]);
        let plan = PlanId(Uuid::from_u128(8));
        let second = add_step(of(), Some(plan), &words, now(), &mut CountedIds(100)).unwrap().1;
        assert_eq!(second.ops.len(), 1);
    }

    #[test]
    fn a_step_is_done_or_given_up_but_not_both() {
        let done = Step { done_on: Some(day("2026-03-01")), ..step() };
        assert!(settle_step(&done, true, now()).is_empty(), "it keeps its day");
        assert_eq!(drop_step(&done, "", now()).unwrap_err(), Refusal::ReasonMissing);
        let given_up = drop_step(&done, "A trouvé seul", now()).unwrap();
        let values: Vec<_> = given_up
            .ops
            .iter()
            .filter_map(|op| match op {
                Op::Set { field, value, .. } => Some((*field, value.clone())),
                _ => None,
            })
            .collect();
        assert_eq!(
            values,
            [
                (STEP.done_on, Value::Null),
                (STEP.dropped_on, Value::Day(day("2026-03-10"))),
                (STEP.note, Value::text("A trouvé seul")),
            ]
        );
    }
}
