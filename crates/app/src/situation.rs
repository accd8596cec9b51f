//! What a worker writes down of what people do: at the entry, in the course, when they leave and after.

use passerelle_domain::id::{PersonId, SituationId};
use passerelle_domain::moment::Now;
use passerelle_domain::plan::OfCase;
use passerelle_domain::reminder::{self, Clock, ExitWords};
use passerelle_domain::situation::{self, Occasion, Proof, SituationForm, SituationKind};
use passerelle_vault::person::PersonFile;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::Problem;
use crate::desk::{App, Open, Registrar, UseCase};

pub(crate) fn register(registrar: &mut impl Registrar) {
    registrar.register::<RecordSituation>();
    registrar.register::<CorrectSituation>();
    registrar.register::<RemoveSituation>();
}

/// The present case of an open file.
pub(crate) fn of_case(open: &Open, file: &PersonFile) -> Result<OfCase, Problem> {
    let case = file.cases.first().ok_or(Problem::NotFound)?.id;
    Ok(OfCase { person: file.id, case, author: open.worker })
}

/// The day the person left the present case, if they did and did not come back.
fn left_on(file: &PersonFile) -> Option<chrono::NaiveDate> {
    let present = file.cases.first().filter(|case| case.stage.is_over())?;
    present.clocks.left_on
}

/// What the person does, in the words of the one who leaves.
#[derive(Deserialize, TS)]
pub struct ExitSituation {
    kind: SituationKind,
    proof: Proof,
    note: String,
}

/// The words of the two tasks by which the situation is asked again: four weeks and six months after.
#[derive(Deserialize, TS)]
pub struct ExitReminders {
    four_weeks: String,
    six_months: String,
}

/// Adds to an exit what the person does that day, and the tasks by which it is asked again.
pub(crate) fn leave(
    changes: &mut passerelle_domain::Changes,
    open: &Open,
    of: OfCase,
    on: chrono::NaiveDate,
    (doing, remind): (Option<ExitSituation>, Option<ExitReminders>),
    now: Now,
    ids: &mut dyn passerelle_domain::id::Ids,
) -> Result<(), Problem> {
    if let Some(ExitSituation { kind, proof, note }) = doing {
        let form = SituationForm { kind, since_on: Some(on), occasion: Occasion::Exit, proof, note };
        situation::write(changes, of, Some(on), &form, now, ids)?;
    }
    if let Some(words) = remind {
        let kept = open.vault.reminders(of.case)?;
        let words = ExitWords { four_weeks: &words.four_weeks, six_months: &words.six_months };
        reminder::after_exit(changes, of, on, words, &kept, now)?;
    }
    Ok(())
}

/// Writes down what the person does since a day; what was asked after an exit ticks off the task that asked it.
#[derive(Deserialize, TS)]
pub struct RecordSituation {
    person: PersonId,
    situation: SituationForm,
}

#[derive(Serialize, TS)]
pub struct SituationRecorded {
    pub situation: SituationId,
}

impl UseCase for RecordSituation {
    const NAME: &'static str = "situation.record";
    type Answer = SituationRecorded;

    fn run(self, app: &App) -> Result<SituationRecorded, Problem> {
        app.act(|open, now, ids| {
            let file = open.vault.person(self.person, now.today)?;
            let of = of_case(open, &file)?;
            let (situation, mut changes) = situation::record(of, left_on(&file), &self.situation, now, ids)?;
            if let Some(clock) = Clock::of(self.situation.occasion) {
                let kept = open.vault.reminders(of.case)?;
                reminder::answered(&mut changes, of.case, clock, &kept, now);
            }
            Ok((SituationRecorded { situation }, changes))
        })
    }
}

/// Corrects a situation.
#[derive(Deserialize, TS)]
pub struct CorrectSituation {
    id: SituationId,
    situation: SituationForm,
}

impl UseCase for CorrectSituation {
    const NAME: &'static str = "situation.correct";
    type Answer = ();

    fn run(self, app: &App) -> Result<(), Problem> {
        app.act(|open, now, _| {
            let before = open.vault.situation(self.id)?;
            let file = open.vault.person(before.person, now.today)?;
            // What was asked after an exit stays so, whatever became of the case since.
            let left_on = left_on(&file).or_else(|| file.cases.first()?.clocks.left_on);
            Ok(((), situation::correct(&before, left_on, &self.situation, now)?))
        })
    }
}

/// Takes out a situation that was written by mistake.
#[derive(Deserialize, TS)]
pub struct RemoveSituation {
    id: SituationId,
}

impl UseCase for RemoveSituation {
    const NAME: &'static str = "situation.remove";
    type Answer = ();

    fn run(self, app: &App) -> Result<(), Problem> {
        app.act(|open, _, _| Ok(((), situation::remove(&open.vault.situation(self.id)?))))
    }
}
