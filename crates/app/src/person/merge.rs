//! Likely doubles: one person or two, decided by a worker and taken back at will.

use passerelle_domain::id::PersonId;
use passerelle_domain::person::merge::{Verdict, judge, take_back};
use passerelle_vault::person::Pairs;
use serde::Deserialize;
use ts_rs::TS;

use crate::Problem;
use crate::desk::{App, Registrar, UseCase};

pub(super) fn register(registrar: &mut impl Registrar) {
    registrar.register::<ListPairs>();
    registrar.register::<Merge>();
    registrar.register::<Unmerge>();
    registrar.register::<Distinguish>();
}

/// Likely doubles that nobody has judged; `after` is 0, then the `next` of the answer.
#[derive(Deserialize, TS)]
pub struct ListPairs {
    after: u32,
}

impl UseCase for ListPairs {
    const NAME: &'static str = "likeness.pairs";
    type Answer = Pairs;

    fn run(self, app: &App) -> Result<Pairs, Problem> {
        app.ask(|vault, _| vault.pairs(self.after))
    }
}

fn decide(app: &App, one: PersonId, other: PersonId, verdict: Verdict) -> Result<(), Problem> {
    app.act(|open, now, _| {
        // A file that shows another's rows would show them to who may not read them.
        if verdict == Verdict::Same && open.vault.file_space(one)? != open.vault.file_space(other)? {
            return Err(Problem::OtherSpace);
        }
        let (one, other, before) = open.vault.judged(one, other)?;
        Ok(((), judge(one, other, verdict, before, open.worker, now)?))
    })
}

/// The two are one person: the file of the kept one shows both from now on.
#[derive(Deserialize, TS)]
pub struct Merge {
    kept: PersonId,
    other: PersonId,
}

impl UseCase for Merge {
    const NAME: &'static str = "person.merge";
    type Answer = ();

    fn run(self, app: &App) -> Result<(), Problem> {
        decide(app, self.kept, self.other, Verdict::Same)
    }
}

/// They are not the same: the pair is not shown again.
#[derive(Deserialize, TS)]
pub struct Distinguish {
    one: PersonId,
    other: PersonId,
}

impl UseCase for Distinguish {
    const NAME: &'static str = "person.distinct";
    type Answer = ();

    fn run(self, app: &App) -> Result<(), Problem> {
        decide(app, self.one, self.other, Verdict::Different)
    }
}

/// Takes back what was decided of these two.
#[derive(Deserialize, TS)]
pub struct Unmerge {
    kept: PersonId,
    other: PersonId,
}

impl UseCase for Unmerge {
    const NAME: &'static str = "person.unmerge";
    type Answer = ();

    fn run(self, app: &App) -> Result<(), Problem> {
        app.act(|open, _, _| {
            let before = open.vault.decided(self.kept, self.other)?;
            Ok(((), take_back(self.kept, self.other, before)?))
        })
    }
}
