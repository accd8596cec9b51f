//! Which files are past their day, and what a worker decides of each. Nothing here erases.

use chrono::NaiveDate;
use passerelle_domain::id::PersonId;
use passerelle_domain::retention::{self, Decide, Keeping};
use passerelle_vault::person::{AsideFile, Review};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::Problem;
use crate::desk::{App, Registrar, UseCase};

pub(crate) fn register(registrar: &mut impl Registrar) {
    registrar.register::<ReviewRetention>();
    registrar.register::<DecideRetention>();
}

/// What the screen of keeping shows.
#[derive(Serialize, TS)]
pub struct Retention {
    pub review: Review,
    /// Those who were put away or whose use is limited.
    pub aside: Vec<AsideFile>,
}

/// Files past their day by the rule in force, those that wait longest first, at most 200; and those that stand aside.
#[derive(Deserialize, TS)]
pub struct ReviewRetention {}

impl UseCase for ReviewRetention {
    const NAME: &'static str = "retention.review";
    type Answer = Retention;

    fn run(self, app: &App) -> Result<Retention, Problem> {
        app.ask(|vault, now| {
            Ok(Retention { review: vault.review(now.today, 200)?, aside: vault.aside_files()? })
        })
    }
}

/// Keeps a file until a day for a reason, puts it away from daily sight, or takes it back.
#[derive(Deserialize, TS)]
pub struct DecideRetention {
    person: PersonId,
    keeping: Keeping,
    /// With `keep` alone.
    until: Option<NaiveDate>,
    reason: String,
}

impl UseCase for DecideRetention {
    const NAME: &'static str = "retention.decide";
    type Answer = ();

    fn run(self, app: &App) -> Result<(), Problem> {
        app.act(|open, now, ids| {
            let (person, _) = open.vault.present(self.person)?;
            let request = Decide { person, keeping: self.keeping, until: self.until, reason: &self.reason };
            let (_, changes) = retention::decide(&request, open.worker, now, ids)?;
            Ok(((), changes))
        })
    }
}
