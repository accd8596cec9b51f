//! A person in an operation: they join, are asked, leave, and are asked again.

use chrono::NaiveDate;
use passerelle_domain::fund::taking_part::{self, FundParticipationDraft, FundTaskWords, Joining};
use passerelle_domain::id::{FundOperationId, FundParticipationId, PersonId};
use passerelle_vault::fund::{FundOfPerson, FundParticipationView};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::desk::{App, Registrar, UseCase, day_or_today};
use crate::{Problem, access};

pub(super) fn register(registrar: &mut impl Registrar) {
    registrar.register::<JoinOperation>();
    registrar.register::<AnswerParticipation>();
    registrar.register::<RemoveParticipation>();
    registrar.register::<OpenParticipation>();
    registrar.register::<ListParticipations>();
}

/// Has somebody take part in an operation; who left it goes on.
#[derive(Deserialize, TS)]
pub struct JoinOperation {
    person: PersonId,
    operation: FundOperationId,
    /// Today where none is given.
    on: Option<NaiveDate>,
}

#[derive(Serialize, TS)]
pub struct FundJoined {
    pub participation: FundParticipationId,
    /// They had been there before: the entry of the first day stands.
    pub goes_on: bool,
}

impl UseCase for JoinOperation {
    const NAME: &'static str = "participation.join";
    type Answer = FundJoined;

    fn run(self, app: &App) -> Result<FundJoined, Problem> {
        app.act(|open, now, _| {
            let file = open.vault.person(self.person, now.today)?;
            open.vault.fund_operation_kept(self.operation)?;
            let on = day_or_today(self.on, now)?;
            let (operation, sex, birth) = (self.operation, file.who.sex, file.who.birth.as_str());
            let joining = Joining { person: file.id, operation, on, sex, birth };
            let before = open.vault.fund_joined(operation, file.id)?;
            let (participation, changes) = taking_part::join(&joining, before.as_ref(), open.worker, now)?;
            let goes_on = before.is_some_and(|kept| !kept.removed);
            Ok((FundJoined { participation, goes_on }, changes))
        })
    }
}

/// The words of the tasks that an exit leads to.
#[derive(Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct FundRemind {
    four_weeks: String,
    six_months: String,
}

/// Writes what was asked: at the entry, on leaving, six months after.
#[derive(Deserialize, TS)]
pub struct AnswerParticipation {
    participation: FundParticipationId,
    what: FundParticipationDraft,
    remind: FundRemind,
}

impl UseCase for AnswerParticipation {
    const NAME: &'static str = "participation.answer";
    type Answer = ();

    fn run(self, app: &App) -> Result<(), Problem> {
        app.act(|open, now, _| {
            let kept = open.vault.fund_participation(self.participation)?;
            let FundRemind { four_weeks, six_months } = &self.remind;
            let words = FundTaskWords { four_weeks, six_months };
            Ok(((), taking_part::answer(&kept, &self.what, words, open.worker, now)?))
        })
    }
}

/// Takes out a participation that was written by mistake.
#[derive(Deserialize, TS)]
pub struct RemoveParticipation {
    participation: FundParticipationId,
}

impl UseCase for RemoveParticipation {
    const NAME: &'static str = "participation.remove";
    type Answer = ();

    fn run(self, app: &App) -> Result<(), Problem> {
        app.act(|open, now, _| {
            let kept = open.vault.fund_participation(self.participation)?;
            Ok(((), taking_part::remove(&kept, open.worker, now)?))
        })
    }
}

/// What was asked of one participant. Refused as `person.open` until a reason was said today; the look is noted as any at a file.
#[derive(Deserialize, TS)]
pub struct OpenParticipation {
    participation: FundParticipationId,
}

impl UseCase for OpenParticipation {
    const NAME: &'static str = "participation.open";
    type Answer = FundParticipationView;

    fn run(self, app: &App) -> Result<FundParticipationView, Problem> {
        app.with(|open| {
            let now = app.now();
            let view = open.vault.fund_view(self.participation, now.today)?;
            access::opens_part(open, view.person, now)?;
            Ok(view)
        })
    }
}

/// What a person's file shows of the fund, and which operations they can join. Refused as `person.open` until a reason was said
/// today.
#[derive(Deserialize, TS)]
pub struct ListParticipations {
    person: PersonId,
}

impl UseCase for ListParticipations {
    const NAME: &'static str = "participation.list";
    type Answer = FundOfPerson;

    fn run(self, app: &App) -> Result<FundOfPerson, Problem> {
        app.with(|open| {
            let now = app.now();
            let whose = open.vault.whose(self.person)?;
            access::may_open(open, &whose, now)?;
            Ok(open.vault.fund_of_person(whose.person, now.today)?)
        })
    }
}
