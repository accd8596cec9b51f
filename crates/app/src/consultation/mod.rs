//! What a worker does with consultations of residents: what was asked, who was there, and the history of it.

mod follow_up;
mod proposal;

use passerelle_domain::consultation::{self, ConsultationDraft};
use passerelle_domain::id::ConsultationId;
use passerelle_vault::consultation::{ConsultationFile, ConsultationLine, Named};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::Problem;
use crate::desk::{App, Registrar, UseCase};

pub(crate) fn register(registrar: &mut impl Registrar) {
    registrar.register::<ListConsultations>();
    registrar.register::<OpenConsultation>();
    registrar.register::<AddConsultation>();
    registrar.register::<CorrectConsultation>();
    registrar.register::<RemoveConsultation>();
    registrar.register::<FindNames>();
    proposal::register(registrar);
    follow_up::register(registrar);
}

/// The consultations: what is late first, the longest on top, then the latest; at most 500.
#[derive(Deserialize, TS)]
pub struct ListConsultations {}

impl UseCase for ListConsultations {
    const NAME: &'static str = "consultation.list";
    type Answer = Vec<ConsultationLine>;

    fn run(self, app: &App) -> Result<Self::Answer, Problem> {
        app.ask(|vault, now| vault.consultations(now.today))
    }
}

#[derive(Deserialize, TS)]
pub struct OpenConsultation {
    consultation: ConsultationId,
}

impl UseCase for OpenConsultation {
    const NAME: &'static str = "consultation.open";
    type Answer = ConsultationFile;

    fn run(self, app: &App) -> Result<ConsultationFile, Problem> {
        app.ask(|vault, now| vault.consultation(self.consultation, now.today))
    }
}

#[derive(Deserialize, TS)]
pub struct AddConsultation {
    what: ConsultationDraft,
}

#[derive(Serialize, TS)]
pub struct ConsultationAdded {
    pub consultation: ConsultationId,
}

impl UseCase for AddConsultation {
    const NAME: &'static str = "consultation.add";
    type Answer = ConsultationAdded;

    fn run(self, app: &App) -> Result<ConsultationAdded, Problem> {
        app.act(|open, now, ids| {
            let (consultation, changes) = consultation::add(&self.what, open.worker, now, ids)?;
            Ok((ConsultationAdded { consultation }, changes))
        })
    }
}

#[derive(Deserialize, TS)]
pub struct CorrectConsultation {
    consultation: ConsultationId,
    what: ConsultationDraft,
}

impl UseCase for CorrectConsultation {
    const NAME: &'static str = "consultation.correct";
    type Answer = ();

    fn run(self, app: &App) -> Result<(), Problem> {
        app.act(|open, now, _| {
            let before = open.vault.consultation(self.consultation, now.today)?;
            Ok(((), consultation::correct(self.consultation, &before.what, &self.what, now)?))
        })
    }
}

/// Takes out a consultation that was entered by mistake, with what hangs on it.
#[derive(Deserialize, TS)]
pub struct RemoveConsultation {
    consultation: ConsultationId,
}

impl UseCase for RemoveConsultation {
    const NAME: &'static str = "consultation.remove";
    type Answer = ();

    fn run(self, app: &App) -> Result<(), Problem> {
        app.act(|open, now, _| {
            open.vault.consultation(self.consultation, now.today)?;
            Ok(((), consultation::remove(self.consultation)))
        })
    }
}

/// People of this vault whose full name stands in a text that others will read; at most 5. It forbids nothing.
#[derive(Deserialize, TS)]
pub struct FindNames {
    text: String,
}

impl UseCase for FindNames {
    const NAME: &'static str = "consultation.names";
    type Answer = Vec<Named>;

    fn run(self, app: &App) -> Result<Vec<Named>, Problem> {
        app.ask(|vault, _| vault.named_in(&self.text))
    }
}
