//! What is being typed: kept at every pause, so that a lock or a crash loses nothing.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::Problem;
use crate::desk::{App, Registrar, UseCase};

pub(crate) fn register(registrar: &mut impl Registrar) {
    registrar.register::<KeepDraft>();
    registrar.register::<ReadDraft>();
}

/// Bytes a draft and its place may hold: the longest note in the widest letters, and room for the form around it.
const LIMIT: usize = 256 * 1024;
const PLACE_LIMIT: usize = 200;

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
        if self.place.len() > PLACE_LIMIT || self.body.len() > LIMIT {
            return Err(Problem::BadRequest);
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
