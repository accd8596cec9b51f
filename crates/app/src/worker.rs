//! Who works in these files: the colleagues whom a case can be handed to.

use passerelle_domain::id::WorkerId;
use passerelle_domain::worker::{self, Colleague};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::Problem;
use crate::desk::{App, Open, Registrar, UseCase};

pub(crate) fn register(registrar: &mut impl Registrar) {
    registrar.register::<ListWorkers>();
    registrar.register::<AddWorker>();
    registrar.register::<RenameWorker>();
    registrar.register::<RemoveWorker>();
}

/// Those whom a case can be handed to, this vault's own worker first.
#[derive(Deserialize, TS)]
pub struct ListWorkers {}

impl UseCase for ListWorkers {
    const NAME: &'static str = "worker.list";
    type Answer = Vec<Colleague>;

    fn run(self, app: &App) -> Result<Vec<Colleague>, Problem> {
        app.with(|open| Ok(open.vault.colleagues(open.worker)?))
    }
}

#[derive(Deserialize, TS)]
pub struct AddWorker {
    name: String,
}

#[derive(Serialize, TS)]
pub struct WorkerAdded {
    pub worker: WorkerId,
}

impl UseCase for AddWorker {
    const NAME: &'static str = "worker.add";
    type Answer = WorkerAdded;

    fn run(self, app: &App) -> Result<WorkerAdded, Problem> {
        app.act(|open, _, ids| {
            let (worker, changes) = worker::add(&open.vault.colleagues(open.worker)?, &self.name, None, ids)?;
            Ok((WorkerAdded { worker }, changes))
        })
    }
}

/// One of the team; whoever was taken out is no longer in it.
pub(crate) fn one(open: &Open, id: WorkerId) -> Result<(Colleague, Vec<Colleague>), Problem> {
    let team = open.vault.colleagues(open.worker)?;
    let found = team.iter().find(|colleague| colleague.id == id).cloned().ok_or(Problem::NotFound)?;
    Ok((found, team))
}

/// Another name for a colleague, or for oneself.
#[derive(Deserialize, TS)]
pub struct RenameWorker {
    worker: WorkerId,
    name: String,
}

impl UseCase for RenameWorker {
    const NAME: &'static str = "worker.rename";
    type Answer = ();

    fn run(self, app: &App) -> Result<(), Problem> {
        app.act(|open, _, _| {
            let (who, team) = one(open, self.worker)?;
            Ok(((), worker::rename(&team, &who, &self.name)?))
        })
    }
}

/// Takes a colleague out who follows nobody any more.
#[derive(Deserialize, TS)]
pub struct RemoveWorker {
    worker: WorkerId,
}

impl UseCase for RemoveWorker {
    const NAME: &'static str = "worker.remove";
    type Answer = ();

    fn run(self, app: &App) -> Result<(), Problem> {
        app.act(|open, _, _| Ok(((), worker::remove(&one(open, self.worker)?.0)?)))
    }
}
