//! What young people say of the programmes they went through: given into a box, shown five at a time.

use passerelle_domain::feedback::{self, FeedbackAnswer};
use passerelle_domain::id::{FeedbackId, Ids, ProgrammeId};
use passerelle_vault::Hand;
use passerelle_vault::feedback::FeedbackShown;
use serde::Deserialize;
use ts_rs::TS;
use uuid::Uuid;

use crate::Problem;
use crate::desk::{App, Registrar, UseCase};

pub(crate) fn register(registrar: &mut impl Registrar) {
    registrar.register::<GiveFeedback>();
    registrar.register::<ShowFeedback>();
    registrar.register::<RemoveWords>();
    registrar.register::<RemoveFeedback>();
}

/// Identifiers of chance alone: those of the other rows would tell when each answer was given.
struct Lot;

impl Ids for Lot {
    fn fresh(&mut self) -> Uuid {
        Uuid::new_v4()
    }
}

/// Gives an answer about a programme into its box. It is no act: nothing in the journal tells that it was given, and nobody
/// takes it out again.
#[derive(Deserialize, TS)]
pub struct GiveFeedback {
    programme: ProgrammeId,
    answer: FeedbackAnswer,
}

impl UseCase for GiveFeedback {
    const NAME: &'static str = "feedback.give";
    type Answer = ();

    fn run(self, app: &App) -> Result<(), Problem> {
        let answer = self.answer.read()?;
        app.alone(|open| {
            open.vault.programme(self.programme)?;
            Ok(open.vault.put_into_box(self.programme, &answer)?)
        })
    }
}

/// What young people said of a programme: nothing before there are five answers.
#[derive(Deserialize, TS)]
pub struct ShowFeedback {
    programme: ProgrammeId,
}

impl UseCase for ShowFeedback {
    const NAME: &'static str = "feedback.show";
    type Answer = FeedbackShown;

    fn run(self, app: &App) -> Result<FeedbackShown, Problem> {
        app.ask(|vault, _| vault.feedback(self.programme))
    }
}

/// Takes the sentence out of an answer, as where it names somebody; the counts stay.
#[derive(Deserialize, TS)]
pub struct RemoveWords {
    id: FeedbackId,
}

impl UseCase for RemoveWords {
    const NAME: &'static str = "feedback.remove_words";
    type Answer = ();

    fn run(self, app: &App) -> Result<(), Problem> {
        app.act(|open, _, _| {
            let words = open.vault.feedback_words(self.id)?;
            Ok(((), feedback::remove_words(self.id, &words)))
        })
    }
}

/// Takes out all that is shown of a programme.
#[derive(Deserialize, TS)]
pub struct RemoveFeedback {
    programme: ProgrammeId,
}

impl UseCase for RemoveFeedback {
    const NAME: &'static str = "feedback.remove_all";
    type Answer = ();

    fn run(self, app: &App) -> Result<(), Problem> {
        app.act(|open, _, _| Ok(((), feedback::remove_all(&open.vault.feedback_ids(self.programme)?))))
    }
}

/// Empties the boxes in which five answers wait. It is done when the vault is opened and not when the fifth is given, so that
/// the instant of a line tells of no answer.
pub(crate) fn empty_boxes(app: &App) -> Result<(), Problem> {
    app.with(|open| {
        let now = app.now();
        for (programme, held) in open.vault.full_boxes()? {
            let drawn = feedback::draw(held, &mut || Lot.fresh());
            let acts = feedback::release(programme, &drawn, now.today, &mut Lot);
            let hand = Hand { worker: open.worker, now };
            app.touch(open.vault.release_feedback(programme, &drawn, &acts, hand)?);
        }
        Ok(())
    })
}
