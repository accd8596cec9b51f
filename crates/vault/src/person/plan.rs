//! The plan of the present case and its steps, as the file shows them.

use chrono::NaiveDate;
use passerelle_domain::id::{PersonId, PlanId, StepId};
use passerelle_domain::plan::{PlanDraft, Step, StepBy, StepWords};
use rusqlite::{Connection, Row};
use serde::Serialize;
use ts_rs::TS;
use uuid::Uuid;

use super::file::list;
use super::of::Of;
use crate::row::blob;
use crate::{Error, Vault};

#[derive(Clone, Debug, Serialize, TS)]
pub struct PlanView {
    pub id: PlanId,
    pub draft: PlanDraft,
    /// None while it goes on.
    pub closed_on: Option<NaiveDate>,
    /// Those to do, the first due on top and those without a day last; then those done or given up, the latest first.
    pub steps: Vec<StepView>,
    /// Others of the case that go on as well, begun on another laptop.
    #[serde(skip)]
    #[ts(skip)]
    pub also: Vec<PlanId>,
}

#[derive(Clone, Debug, Serialize, TS)]
pub struct StepView {
    pub id: StepId,
    pub what: String,
    pub by: Option<StepBy>,
    pub due_on: Option<NaiveDate>,
    pub done_on: Option<NaiveDate>,
    pub dropped_on: Option<NaiveDate>,
    /// Why it was given up.
    pub note: String,
}

const STEP_COLUMNS: &str = "s.id, s.what, s.by_whom, s.due_on, s.done_on, s.dropped_on, s.note, s.person";

fn step(row: &Row<'_>) -> rusqlite::Result<StepView> {
    Ok(StepView {
        id: StepId(row.get(0)?),
        what: row.get(1)?,
        by: StepBy::from_code(&row.get::<_, String>(2)?),
        due_on: row.get(3)?,
        done_on: row.get(4)?,
        dropped_on: row.get(5)?,
        note: row.get(6)?,
    })
}

/// The plans of a person.
pub(super) struct Plans {
    pub going: Option<PlanView>,
    pub former: Vec<PlanView>,
    /// One of the present case whose writing was undone; the next words are written where it was.
    pub blank: Option<PlanId>,
}

/// A plan as it is kept, with the case it is of.
type Kept = (PlanView, Option<Uuid>);

/// A plan that says nothing is none: its writing was undone.
fn says_something(plan: &PlanView) -> bool {
    let PlanDraft { words, decided_on, agreed_on, review_on } = &plan.draft;
    !(words.is_empty() && decided_on.or(*agreed_on).or(*review_on).is_none() && plan.steps.is_empty())
}

fn read(db: &Connection, of: &Of) -> Result<Vec<Kept>, Error> {
    let sql = "SELECT id, words, decided_on, agreed_on, review_on, closed_on, case_file FROM plan
               WHERE person IN (SELECT id FROM person WHERE id = ?1 OR merged_into = ?1) ORDER BY id";
    let mut plans: Vec<Kept> = list(db, sql, of, |row| {
        let (words, decided_on) = (row.get(1)?, row.get(2)?);
        let draft = PlanDraft { words, decided_on, agreed_on: row.get(3)?, review_on: row.get(4)? };
        let (id, closed_on) = (PlanId(row.get(0)?), row.get(5)?);
        Ok((PlanView { id, draft, closed_on, steps: Vec::new(), also: Vec::new() }, row.get(6)?))
    })?;
    let sql = format!(
        "SELECT {STEP_COLUMNS}, s.plan FROM step s
         WHERE s.person IN (SELECT id FROM person WHERE id = ?1 OR merged_into = ?1) AND s.removed = 0
         ORDER BY coalesce(s.done_on, s.dropped_on) IS NOT NULL, coalesce(s.done_on, s.dropped_on) DESC,
           s.due_on IS NULL, s.due_on, s.id"
    );
    let steps = list(db, &sql, of, |row| Ok((step(row)?, row.get::<_, Option<Uuid>>(8)?)))?;
    for (step, of) in steps {
        if let Some((plan, _)) = plans.iter_mut().find(|(plan, _)| Some(plan.id.0) == of) {
            plan.steps.push(step);
        }
    }
    Ok(plans)
}

/// The steps of two plans in one order: as the file shows those of one.
fn put_in_order(steps: &mut [StepView]) {
    let over = |step: &StepView| step.done_on.or(step.dropped_on);
    steps.sort_by_key(|step| {
        let due = (step.due_on.is_none(), step.due_on);
        (over(step).is_some(), std::cmp::Reverse(over(step)), due, step.id)
    });
}

/// The plan of the present case that goes on, and those that are over: closed, or of a former case, the latest first. Where two
/// laptops each began one offline, the first stands and the steps of both are shown.
pub(super) fn plans(db: &Connection, of: &Of, present: Option<&Uuid>) -> Result<Plans, Error> {
    let goes_on = |(plan, case): &Kept| plan.closed_on.is_none() && case.as_ref() == present;
    let (saying, blank): (Vec<Kept>, Vec<Kept>) =
        read(db, of)?.into_iter().partition(|(plan, _)| says_something(plan));
    let blank = blank.iter().find(|kept| goes_on(kept)).map(|(plan, _)| plan.id);
    let (going, mut former): (Vec<Kept>, Vec<Kept>) = saying.into_iter().partition(goes_on);
    let mut going = going.into_iter().map(|(plan, _)| plan);
    let mut first = going.next();
    if let Some(first) = &mut first {
        for other in going {
            first.also.push(other.id);
            first.steps.extend(other.steps);
        }
        put_in_order(&mut first.steps);
    }
    former.sort_by_key(|(plan, _)| std::cmp::Reverse((plan.closed_on, plan.id)));
    Ok(Plans { going: first, former: former.into_iter().map(|(plan, _)| plan).collect(), blank })
}

/// The last plan of one case of a person, closed or not.
pub(super) fn plan_of(db: &Connection, person: &Uuid, case: &Uuid) -> Result<Option<PlanView>, Error> {
    let of_case = |(_, of): &Kept| of.as_ref() == Some(case);
    Ok(read(db, &Of::new(*person, false))?.into_iter().rfind(of_case).map(|(plan, _)| plan))
}

impl Vault {
    /// One step as it is kept. [`Error::NotFound`] when there is none of this id.
    pub fn step(&self, id: StepId) -> Result<Step, Error> {
        self.read(|db| {
            let sql = format!("SELECT {STEP_COLUMNS} FROM step s WHERE s.id = ?1 AND s.removed = 0");
            let read = |row: &Row<'_>| {
                let view = step(row)?;
                let person = PersonId(row.get::<_, Option<Uuid>>(7)?.unwrap_or_default());
                let by = view.by.unwrap_or(StepBy::Person);
                let words = StepWords { what: view.what, by, due_on: view.due_on };
                let (done_on, dropped_on) = (view.done_on, view.dropped_on);
                Ok(Step { id: view.id, person, words, done_on, dropped_on, note: view.note })
            };
            Ok(db.prepare_cached(&sql)?.query_row([blob(&id.0)], read)?)
        })
    }
}
