//! What people ask of their file by right: written down, answered within the month, and the whole copy that answers.

mod copy;
mod page;
mod words;

use chrono::NaiveDate;
use passerelle_domain::id::{PersonId, RightsRequestId};
use passerelle_domain::rights::{
    self, AskedBy, IdentityCheck, RecordRight as Asked, RightKind, RightOutcome,
};
use passerelle_vault::person::RightView;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::Problem;
use crate::desk::{App, Registrar, UseCase, day_or_today};

pub(crate) fn register(registrar: &mut impl Registrar) {
    registrar.register::<RecordRight>();
    registrar.register::<ExtendRight>();
    registrar.register::<AnswerRight>();
    registrar.register::<LiftLimit>();
    registrar.register::<RemoveRight>();
    registrar.register::<ListRights>();
    registrar.register::<copy::ExportAccess>();
}

/// Writes a request down, with the task that asks for its answer a week before it is due.
#[derive(Deserialize, TS)]
pub struct RecordRight {
    person: PersonId,
    kind: RightKind,
    /// Today where none is given.
    received_on: Option<NaiveDate>,
    asked_by: AskedBy,
    identity: IdentityCheck,
    /// What was asked, in the words of whoever asked.
    asked: String,
    /// The words of the task.
    remind: String,
}

#[derive(Serialize, TS)]
pub struct RightRecorded {
    pub request: RightsRequestId,
}

impl UseCase for RecordRight {
    const NAME: &'static str = "rights.record";
    type Answer = RightRecorded;

    fn run(self, app: &App) -> Result<RightRecorded, Problem> {
        app.act(|open, now, ids| {
            let (person, _) = open.vault.present(self.person)?;
            let asked = Asked {
                person,
                kind: self.kind,
                received_on: self.received_on.unwrap_or(now.today),
                asked_by: self.asked_by,
                identity: self.identity,
                asked: &self.asked,
                remind: &self.remind,
            };
            let (request, changes) = rights::record(&asked, open.worker, now, ids)?;
            Ok((RightRecorded { request }, changes))
        })
    }
}

/// Two months more, of which the person was told on a day and why.
#[derive(Deserialize, TS)]
pub struct ExtendRight {
    request: RightsRequestId,
    /// Today where none is given.
    on: Option<NaiveDate>,
    reason: String,
}

impl UseCase for ExtendRight {
    const NAME: &'static str = "rights.extend";
    type Answer = ();

    fn run(self, app: &App) -> Result<(), Problem> {
        app.act(|open, now, _| {
            let kept = open.vault.right(self.request)?;
            Ok(((), rights::extend(&kept, day_or_today(self.on, now)?, &self.reason, now)?))
        })
    }
}

/// What was decided, and when the person was told.
#[derive(Deserialize, TS)]
pub struct AnswerRight {
    request: RightsRequestId,
    outcome: RightOutcome,
    /// Today where none is given.
    on: Option<NaiveDate>,
    /// Why, where it was refused in whole or in part.
    note: String,
}

impl UseCase for AnswerRight {
    const NAME: &'static str = "rights.answer";
    type Answer = ();

    fn run(self, app: &App) -> Result<(), Problem> {
        app.act(|open, now, _| {
            let kept = open.vault.right(self.request)?;
            let on = day_or_today(self.on, now)?;
            Ok(((), rights::answer(&kept, self.outcome, on, &self.note, now)?))
        })
    }
}

/// Ends what a granted limitation or objection does to the file.
#[derive(Deserialize, TS)]
pub struct LiftLimit {
    request: RightsRequestId,
    reason: String,
}

impl UseCase for LiftLimit {
    const NAME: &'static str = "rights.lift";
    type Answer = ();

    fn run(self, app: &App) -> Result<(), Problem> {
        app.act(|open, now, _| Ok(((), rights::lift(&open.vault.right(self.request)?, &self.reason, now)?)))
    }
}

/// Takes out what was written down by mistake.
#[derive(Deserialize, TS)]
pub struct RemoveRight {
    request: RightsRequestId,
}

impl UseCase for RemoveRight {
    const NAME: &'static str = "rights.remove";
    type Answer = ();

    fn run(self, app: &App) -> Result<(), Problem> {
        app.act(|open, _, _| Ok(((), rights::remove(&open.vault.right(self.request)?))))
    }
}

/// The requests without an answer, the first due on top, then those by which a file is limited now.
#[derive(Deserialize, TS)]
pub struct ListRights {}

impl UseCase for ListRights {
    const NAME: &'static str = "rights.list";
    type Answer = Vec<RightView>;

    fn run(self, app: &App) -> Result<Vec<RightView>, Problem> {
        app.ask(|vault, _| vault.open_rights())
    }
}
