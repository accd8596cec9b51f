//! How a case began, and the days from which the law counts in it.

use passerelle_domain::case::correct::{CaseForm, correct};
use passerelle_domain::id::PersonId;
use passerelle_domain::reminder::{self, CaseDays, CaseWords};
use serde::Deserialize;
use ts_rs::TS;

use crate::Problem;
use crate::desk::{App, UseCase};
use crate::situation::of_case;

/// The words of the tasks that announce the end of a summons and of a contract "engagement jeune".
#[derive(Deserialize, TS)]
pub struct CaseReminders {
    summons: String,
    cej: String,
}

/// Corrects how the present case began and the days of its clocks.
#[derive(Deserialize, TS)]
pub struct CorrectCase {
    person: PersonId,
    case: CaseForm,
    /// None leaves the tasks as they are.
    remind: Option<CaseReminders>,
}

impl UseCase for CorrectCase {
    const NAME: &'static str = "case.correct";
    type Answer = ();

    fn run(self, app: &App) -> Result<(), Problem> {
        app.act(|open, now, _| {
            let file = open.vault.person(self.person, now.today)?;
            let of = of_case(open, &file)?;
            let before = file.cases.first().ok_or(Problem::NotFound)?.form();
            let mut changes = correct(of.person, of.case, &before, &self.case, now)?;
            if let Some(words) = self.remind {
                let days = CaseDays {
                    summoned_on: self.case.summoned_on,
                    cej_started_on: self.case.cej_started_on,
                    cej_extended: !self.case.cej_extended.trim().is_empty(),
                };
                let words = CaseWords { summons: &words.summons, cej: &words.cej };
                let kept = open.vault.reminders(of.case)?;
                reminder::of_case(&mut changes, of, days, words, &kept)?;
            }
            Ok(((), changes))
        })
    }
}
