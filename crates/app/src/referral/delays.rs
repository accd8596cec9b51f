//! How long each kind of programme may take before a referral counts as late.

use passerelle_domain::programme::ProgrammeKind;
use passerelle_domain::referral::{Delays, change_delays};
use passerelle_vault::referral::DelayLine;
use serde::Deserialize;
use ts_rs::TS;

use crate::Problem;
use crate::desk::{App, UseCase};

#[derive(Deserialize, TS)]
pub struct ListDelays {}

impl UseCase for ListDelays {
    const NAME: &'static str = "delays.list";
    type Answer = Vec<DelayLine>;

    fn run(self, app: &App) -> Result<Self::Answer, Problem> {
        app.ask(|vault, _| vault.delays())
    }
}

/// Changes the delays of one kind; every referral to such a programme is dated anew in the same act.
#[derive(Deserialize, TS)]
pub struct ChangeDelays {
    kind: ProgrammeKind,
    delays: Delays,
}

impl UseCase for ChangeDelays {
    const NAME: &'static str = "delays.change";
    type Answer = ();

    fn run(self, app: &App) -> Result<(), Problem> {
        app.act(|open, _, _| {
            let kept = open.vault.chosen_delays(self.kind)?;
            Ok(((), change_delays(self.kind.code(), kept.as_ref(), &self.delays)?))
        })
    }
}
