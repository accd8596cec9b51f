//! What residents proposed, and what the institution answered.

use passerelle_domain::consultation::proposal::{self, InstitutionAnswer, ProposalDraft};
use passerelle_domain::id::{ConsultationId, ProposalId};
use passerelle_domain::moment::Now;
use passerelle_vault::consultation::{ConsultationFile, ProposalLine};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::Problem;
use crate::desk::{App, Open, Registrar, UseCase};

pub(super) fn register(registrar: &mut impl Registrar) {
    registrar.register::<AddProposal>();
    registrar.register::<CorrectProposal>();
    registrar.register::<RemoveProposal>();
    registrar.register::<AnswerProposal>();
}

/// The proposal with the consultation it was made on, neither of which was taken out.
fn kept(open: &Open, id: ProposalId, now: Now) -> Result<(ConsultationFile, ProposalLine), Problem> {
    let of = open.vault.consultation_of_proposal(id)?;
    let file = open.vault.consultation(of, now.today)?;
    let line = file.proposals.iter().find(|line| line.id == id).cloned().ok_or(Problem::NotFound)?;
    Ok((file, line))
}

#[derive(Deserialize, TS)]
pub struct AddProposal {
    consultation: ConsultationId,
    proposal: ProposalDraft,
}

#[derive(Serialize, TS)]
pub struct ProposalAdded {
    pub proposal: ProposalId,
}

impl UseCase for AddProposal {
    const NAME: &'static str = "proposal.add";
    type Answer = ProposalAdded;

    fn run(self, app: &App) -> Result<ProposalAdded, Problem> {
        app.act(|open, now, ids| {
            open.vault.consultation(self.consultation, now.today)?;
            let (proposal, changes) =
                proposal::add(self.consultation, &self.proposal, open.worker, now, ids)?;
            Ok((ProposalAdded { proposal }, changes))
        })
    }
}

#[derive(Deserialize, TS)]
pub struct CorrectProposal {
    id: ProposalId,
    proposal: ProposalDraft,
}

impl UseCase for CorrectProposal {
    const NAME: &'static str = "proposal.correct";
    type Answer = ();

    fn run(self, app: &App) -> Result<(), Problem> {
        app.act(|open, now, _| {
            let (_, line) = kept(open, self.id, now)?;
            Ok(((), proposal::correct(self.id, &line.what, &self.proposal)?))
        })
    }
}

/// Takes out a proposal that was entered by mistake.
#[derive(Deserialize, TS)]
pub struct RemoveProposal {
    id: ProposalId,
}

impl UseCase for RemoveProposal {
    const NAME: &'static str = "proposal.remove";
    type Answer = ();

    fn run(self, app: &App) -> Result<(), Problem> {
        app.act(|open, now, _| {
            kept(open, self.id, now)?;
            Ok(((), proposal::remove(self.id)))
        })
    }
}

/// Writes what the institution answered, in the place of an earlier answer.
#[derive(Deserialize, TS)]
pub struct AnswerProposal {
    id: ProposalId,
    answer: InstitutionAnswer,
}

impl UseCase for AnswerProposal {
    const NAME: &'static str = "proposal.answer";
    type Answer = ();

    fn run(self, app: &App) -> Result<(), Problem> {
        app.act(|open, now, _| {
            let (file, line) = kept(open, self.id, now)?;
            let before = line.answer.as_ref();
            Ok(((), proposal::answer(self.id, file.what.held_on, before, &self.answer, now)?))
        })
    }
}
