//! What was done after a consultation, or is to be done.

use passerelle_domain::consultation::follow_up::{self, FollowUpDraft};
use passerelle_domain::id::{ConsultationId, FollowUpId};
use passerelle_domain::moment::Now;
use passerelle_vault::consultation::{ConsultationFile, FollowUpLine};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::Problem;
use crate::desk::{App, Open, Registrar, UseCase};

pub(super) fn register(registrar: &mut impl Registrar) {
    registrar.register::<AddFollowUp>();
    registrar.register::<CorrectFollowUp>();
    registrar.register::<RemoveFollowUp>();
}

/// A proposal that a line names is one of the same consultation.
fn fits(file: &ConsultationFile, draft: &FollowUpDraft) -> Result<(), Problem> {
    match draft.proposal {
        Some(proposal) if file.proposals.iter().all(|line| line.id != proposal) => Err(Problem::NotFound),
        _ => Ok(()),
    }
}

fn kept(open: &Open, id: FollowUpId, now: Now) -> Result<(ConsultationFile, FollowUpLine), Problem> {
    let of = open.vault.consultation_of_follow_up(id)?;
    let file = open.vault.consultation(of, now.today)?;
    let line = file.follow_ups.iter().find(|line| line.id == id).cloned().ok_or(Problem::NotFound)?;
    Ok((file, line))
}

#[derive(Deserialize, TS)]
pub struct AddFollowUp {
    consultation: ConsultationId,
    follow_up: FollowUpDraft,
}

#[derive(Serialize, TS)]
pub struct FollowUpAdded {
    pub follow_up: FollowUpId,
}

impl UseCase for AddFollowUp {
    const NAME: &'static str = "follow_up.add";
    type Answer = FollowUpAdded;

    fn run(self, app: &App) -> Result<FollowUpAdded, Problem> {
        app.act(|open, now, ids| {
            fits(&open.vault.consultation(self.consultation, now.today)?, &self.follow_up)?;
            let (follow_up, changes) =
                follow_up::add(self.consultation, &self.follow_up, open.worker, now, ids)?;
            Ok((FollowUpAdded { follow_up }, changes))
        })
    }
}

/// Corrects a line, or says that it was done, or not after all.
#[derive(Deserialize, TS)]
pub struct CorrectFollowUp {
    id: FollowUpId,
    follow_up: FollowUpDraft,
}

impl UseCase for CorrectFollowUp {
    const NAME: &'static str = "follow_up.correct";
    type Answer = ();

    fn run(self, app: &App) -> Result<(), Problem> {
        app.act(|open, now, _| {
            let (file, line) = kept(open, self.id, now)?;
            fits(&file, &self.follow_up)?;
            Ok(((), follow_up::correct(self.id, &line.what, &self.follow_up, now)?))
        })
    }
}

/// Takes out a line that was entered by mistake.
#[derive(Deserialize, TS)]
pub struct RemoveFollowUp {
    id: FollowUpId,
}

impl UseCase for RemoveFollowUp {
    const NAME: &'static str = "follow_up.remove";
    type Answer = ();

    fn run(self, app: &App) -> Result<(), Problem> {
        app.act(|open, now, _| {
            kept(open, self.id, now)?;
            Ok(((), follow_up::remove(self.id)))
        })
    }
}
