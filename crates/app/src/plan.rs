//! What a worker does with the plan of a person's present case and its steps.

use chrono::NaiveDate;
use passerelle_domain::id::{PersonId, PlanId, StepId};
use passerelle_domain::moment::Now;
use passerelle_domain::plan::{self, OfCase, PlanDraft, StepBy, StepWords};
use passerelle_vault::person::PlanView;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::Problem;
use crate::desk::{App, Open, Registrar, UseCase};

pub(crate) fn register(registrar: &mut impl Registrar) {
    registrar.register::<WritePlan>();
    registrar.register::<ClosePlan>();
    registrar.register::<AddStep>();
    registrar.register::<CorrectStep>();
    registrar.register::<SettleStep>();
    registrar.register::<DropStep>();
}

/// What the plan of a case says where its writing was undone.
static BLANK: PlanDraft =
    PlanDraft { words: String::new(), decided_on: None, agreed_on: None, review_on: None };

/// The present case, the plan it has, and the one in whose place the next is written where its writing was undone. A person
/// without a case has nowhere to plan.
fn present(
    open: &Open,
    person: PersonId,
    now: Now,
) -> Result<(OfCase, Option<PlanView>, Option<PlanId>), Problem> {
    let file = open.vault.person(person, now.today)?;
    let case = file.cases.first().ok_or(Problem::NotFound)?.id;
    Ok((OfCase { person, case, author: open.worker }, file.plan, file.blank_plan))
}

/// Writes the plan of the present case, or changes it.
#[derive(Deserialize, TS)]
pub struct WritePlan {
    person: PersonId,
    plan: PlanDraft,
}

#[derive(Serialize, TS)]
pub struct PlanWritten {
    pub plan: PlanId,
}

impl UseCase for WritePlan {
    const NAME: &'static str = "plan.write";
    type Answer = PlanWritten;

    fn run(self, app: &App) -> Result<PlanWritten, Problem> {
        app.act(|open, now, ids| {
            let (of, kept, blank) = present(open, self.person, now)?;
            let kept = kept.as_ref().map(|plan| (plan.id, &plan.draft));
            let before = kept.or(blank.map(|id| (id, &BLANK)));
            let (plan, changes) = plan::write(of, before, &self.plan, now, ids)?;
            Ok((PlanWritten { plan }, changes))
        })
    }
}

/// Closes the plan of the present case, which stays to be read; the next words begin another one.
#[derive(Deserialize, TS)]
pub struct ClosePlan {
    person: PersonId,
}

impl UseCase for ClosePlan {
    const NAME: &'static str = "plan.close";
    type Answer = ();

    fn run(self, app: &App) -> Result<(), Problem> {
        app.act(|open, now, _| {
            let (_, kept, _) = present(open, self.person, now)?;
            let plans = kept.map(|plan| [vec![plan.id], plan.also].concat()).unwrap_or_default();
            Ok(((), plan::close_all(self.person, &plans, now)?))
        })
    }
}

/// Adds a step to the plan of the present case, which begins with it where there is none.
#[derive(Deserialize, TS)]
pub struct AddStep {
    person: PersonId,
    what: String,
    by: StepBy,
    due_on: Option<NaiveDate>,
}

#[derive(Serialize, TS)]
pub struct StepAdded {
    pub step: StepId,
}

impl UseCase for AddStep {
    const NAME: &'static str = "step.add";
    type Answer = StepAdded;

    fn run(self, app: &App) -> Result<StepAdded, Problem> {
        app.act(|open, now, ids| {
            let (of, kept, blank) = present(open, self.person, now)?;
            let words = StepWords { what: self.what, by: self.by, due_on: self.due_on };
            let (step, changes) = plan::add_step(of, kept.map(|plan| plan.id).or(blank), &words, now, ids)?;
            Ok((StepAdded { step }, changes))
        })
    }
}

#[derive(Deserialize, TS)]
pub struct CorrectStep {
    step: StepId,
    what: String,
    by: StepBy,
    due_on: Option<NaiveDate>,
}

impl UseCase for CorrectStep {
    const NAME: &'static str = "step.correct";
    type Answer = ();

    fn run(self, app: &App) -> Result<(), Problem> {
        app.act(|open, _, _| {
            let before = open.vault.step(self.step)?;
            let words = StepWords { what: self.what, by: self.by, due_on: self.due_on };
            Ok(((), plan::correct_step(&before, &words)?))
        })
    }
}

/// Ticks a step off, or takes it up again.
#[derive(Deserialize, TS)]
pub struct SettleStep {
    step: StepId,
    done: bool,
}

impl UseCase for SettleStep {
    const NAME: &'static str = "step.settle";
    type Answer = ();

    fn run(self, app: &App) -> Result<(), Problem> {
        app.act(|open, now, _| Ok(((), plan::settle_step(&open.vault.step(self.step)?, self.done, now))))
    }
}

/// Gives a step up, saying why.
#[derive(Deserialize, TS)]
pub struct DropStep {
    step: StepId,
    why: String,
}

impl UseCase for DropStep {
    const NAME: &'static str = "step.drop";
    type Answer = ();

    fn run(self, app: &App) -> Result<(), Problem> {
        app.act(|open, now, _| Ok(((), plan::drop_step(&open.vault.step(self.step)?, &self.why, now)?)))
    }
}
