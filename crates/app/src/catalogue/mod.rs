//! What a worker does with providers and programmes kept by hand, and with the catalogues of others.

mod intake;
mod reading;
mod shelf;

pub(crate) use shelf::Shelf;

use passerelle_domain::id::{ProgrammeId, ProviderId};
use passerelle_domain::programme::{self, ProgrammeDraft, ProviderDraft};
use passerelle_vault::programme::{ProgrammeLine, ProviderLine};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::Problem;
use crate::desk::{App, Registrar, UseCase};

pub(crate) fn register(registrar: &mut impl Registrar) {
    registrar.register::<ListProviders>();
    registrar.register::<AddProvider>();
    registrar.register::<CorrectProvider>();
    registrar.register::<ListProgrammes>();
    registrar.register::<OpenProgramme>();
    registrar.register::<AddProgramme>();
    registrar.register::<CorrectProgramme>();
    registrar.register::<reading::ReadCatalogue>();
    intake::register(registrar);
}

#[derive(Deserialize, TS)]
pub struct ListProviders {}

impl UseCase for ListProviders {
    const NAME: &'static str = "provider.list";
    type Answer = Vec<ProviderLine>;

    fn run(self, app: &App) -> Result<Self::Answer, Problem> {
        app.ask(|vault, _| vault.providers())
    }
}

#[derive(Deserialize, TS)]
pub struct AddProvider {
    who: ProviderDraft,
}

#[derive(Serialize, TS)]
pub struct ProviderAdded {
    pub provider: ProviderId,
}

impl UseCase for AddProvider {
    const NAME: &'static str = "provider.add";
    type Answer = ProviderAdded;

    fn run(self, app: &App) -> Result<ProviderAdded, Problem> {
        app.act(|_, _, ids| {
            let (provider, changes) = programme::add_provider(&self.who, ids)?;
            Ok((ProviderAdded { provider }, changes))
        })
    }
}

#[derive(Deserialize, TS)]
pub struct CorrectProvider {
    provider: ProviderId,
    who: ProviderDraft,
}

impl UseCase for CorrectProvider {
    const NAME: &'static str = "provider.correct";
    type Answer = ();

    fn run(self, app: &App) -> Result<(), Problem> {
        app.act(|open, _, _| {
            let before = open.vault.provider(self.provider)?;
            Ok(((), programme::correct_provider(self.provider, &before.who, &self.who)?))
        })
    }
}

/// The catalogue, narrowed by words.
#[derive(Deserialize, TS)]
pub struct ListProgrammes {
    text: String,
}

impl UseCase for ListProgrammes {
    const NAME: &'static str = "programme.list";
    type Answer = Vec<ProgrammeLine>;

    fn run(self, app: &App) -> Result<Self::Answer, Problem> {
        app.ask(|vault, _| vault.programmes(&self.text))
    }
}

#[derive(Deserialize, TS)]
pub struct OpenProgramme {
    programme: ProgrammeId,
}

impl UseCase for OpenProgramme {
    const NAME: &'static str = "programme.open";
    type Answer = ProgrammeLine;

    fn run(self, app: &App) -> Result<ProgrammeLine, Problem> {
        app.ask(|vault, _| vault.programme(self.programme))
    }
}

#[derive(Deserialize, TS)]
pub struct AddProgramme {
    provider: ProviderId,
    what: ProgrammeDraft,
}

#[derive(Serialize, TS)]
pub struct ProgrammeAdded {
    pub programme: ProgrammeId,
}

impl UseCase for AddProgramme {
    const NAME: &'static str = "programme.add";
    type Answer = ProgrammeAdded;

    fn run(self, app: &App) -> Result<ProgrammeAdded, Problem> {
        app.act(|open, _, ids| {
            open.vault.provider(self.provider)?;
            let (programme, changes) = programme::add_programme(self.provider, &self.what, ids)?;
            Ok((ProgrammeAdded { programme }, changes))
        })
    }
}

#[derive(Deserialize, TS)]
pub struct CorrectProgramme {
    programme: ProgrammeId,
    what: ProgrammeDraft,
}

impl UseCase for CorrectProgramme {
    const NAME: &'static str = "programme.correct";
    type Answer = ();

    fn run(self, app: &App) -> Result<(), Problem> {
        app.act(|open, _, _| {
            let before = open.vault.programme(self.programme)?;
            Ok(((), programme::correct_programme(self.programme, &before.what, &self.what)?))
        })
    }
}
