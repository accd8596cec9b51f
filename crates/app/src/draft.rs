//! What is being typed: kept at every pause, so that a lock or a crash loses nothing.

use passerelle_domain::Refusal;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::Problem;
use crate::desk::{App, Registrar, UseCase};

pub(crate) fn register(registrar: &mut impl Registrar) {
    registrar.register::<KeepDraft>();
    registrar.register::<ReadDraft>();
}

/// Characters a draft and its place may hold: the longest note three times over, and room for the form around it.
const LIMIT: u32 = 64 * 1024;
const PLACE_LIMIT: u32 = 200;

/// Keeps what stands in one place of the screens; an empty text forgets it.
#[derive(Deserialize, TS)]
pub struct KeepDraft {
    /// As `note/PERSON`; chosen by the screen.
    place: String,
    body: String,
}

impl UseCase for KeepDraft {
    const NAME: &'static str = "draft.keep";
    type Answer = ();

    fn run(self, app: &App) -> Result<(), Problem> {
        let over = |field: &str, limit: u32| Refusal::TooLong { field: field.to_owned(), limit };
        if self.place.chars().count() > PLACE_LIMIT as usize {
            return Err(over("place", PLACE_LIMIT).into());
        }
        if self.body.chars().count() > LIMIT as usize {
            return Err(over("body", LIMIT).into());
        }
        app.with(|open| Ok(open.vault.keep_draft(&self.place, &self.body)?))
    }
}

#[derive(Serialize, TS)]
pub struct Draft {
    /// Empty when nothing was kept.
    pub body: String,
}

#[derive(Deserialize, TS)]
pub struct ReadDraft {
    place: String,
}

impl UseCase for ReadDraft {
    const NAME: &'static str = "draft.read";
    type Answer = Draft;

    fn run(self, app: &App) -> Result<Draft, Problem> {
        app.ask(|vault, _| Ok(Draft { body: vault.draft(&self.place)? }))
    }
}
