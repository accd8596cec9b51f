//! What a worker does with works sites: what a contract asks, and the history of it.

mod hours;

use passerelle_domain::id::{ProgrammeId, WorksSiteId};
use passerelle_domain::works::{self, WorksSiteDraft};
use passerelle_vault::works::{WorksSiteFile, WorksSiteLine};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::Problem;
use crate::desk::{App, Open, Registrar, UseCase};

pub(crate) fn register(registrar: &mut impl Registrar) {
    registrar.register::<ListWorksSites>();
    registrar.register::<OpenWorksSite>();
    registrar.register::<AddWorksSite>();
    registrar.register::<CorrectWorksSite>();
    registrar.register::<RemoveWorksSite>();
    hours::register(registrar);
}

fn check(open: &Open, programme: Option<ProgrammeId>) -> Result<(), Problem> {
    match programme {
        Some(programme) => Ok(open.vault.programme(programme).map(drop)?),
        None => Ok(()),
    }
}

/// The works sites that are under way or to come first, the one that ends soonest on top; then those that are over.
#[derive(Deserialize, TS)]
pub struct ListWorksSites {}

impl UseCase for ListWorksSites {
    const NAME: &'static str = "works_site.list";
    type Answer = Vec<WorksSiteLine>;

    fn run(self, app: &App) -> Result<Self::Answer, Problem> {
        app.ask(|vault, now| vault.works_sites(now.today))
    }
}

#[derive(Deserialize, TS)]
pub struct OpenWorksSite {
    site: WorksSiteId,
}

impl UseCase for OpenWorksSite {
    const NAME: &'static str = "works_site.open";
    type Answer = WorksSiteFile;

    fn run(self, app: &App) -> Result<WorksSiteFile, Problem> {
        app.ask(|vault, now| vault.works_site(self.site, now.today))
    }
}

#[derive(Deserialize, TS)]
pub struct AddWorksSite {
    what: WorksSiteDraft,
}

#[derive(Serialize, TS)]
pub struct WorksSiteAdded {
    pub site: WorksSiteId,
}

impl UseCase for AddWorksSite {
    const NAME: &'static str = "works_site.add";
    type Answer = WorksSiteAdded;

    fn run(self, app: &App) -> Result<WorksSiteAdded, Problem> {
        app.act(|open, now, ids| {
            check(open, self.what.programme)?;
            let (site, changes) = works::add(&self.what, open.worker, now, ids)?;
            Ok((WorksSiteAdded { site }, changes))
        })
    }
}

#[derive(Deserialize, TS)]
pub struct CorrectWorksSite {
    site: WorksSiteId,
    what: WorksSiteDraft,
}

impl UseCase for CorrectWorksSite {
    const NAME: &'static str = "works_site.correct";
    type Answer = ();

    fn run(self, app: &App) -> Result<(), Problem> {
        app.act(|open, now, _| {
            let before = open.vault.works_site(self.site, now.today)?;
            if self.what.programme != before.what.programme {
                check(open, self.what.programme)?;
            }
            Ok(((), works::correct(self.site, &before.what, &self.what)?))
        })
    }
}

/// Takes out a site that was entered by mistake, with the hours on it.
#[derive(Deserialize, TS)]
pub struct RemoveWorksSite {
    site: WorksSiteId,
}

impl UseCase for RemoveWorksSite {
    const NAME: &'static str = "works_site.remove";
    type Answer = ();

    fn run(self, app: &App) -> Result<(), Problem> {
        app.act(|open, now, _| {
            open.vault.works_site(self.site, now.today)?;
            Ok(((), works::remove(self.site)))
        })
    }
}
