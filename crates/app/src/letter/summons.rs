//! The summons under the training obligation.

use passerelle_domain::Refusal;
use passerelle_domain::deadline::{of_obligation, summons_until};
use passerelle_domain::id::PersonId;
use passerelle_domain::person::birth::Birth;
use passerelle_letters::Summons;
use serde::Deserialize;
use ts_rs::TS;

use super::{LetterWritten, head, language, reach, representative, worker, write};
use crate::desk::{App, UseCase};
use crate::{Problem, outside};

/// Writes the summons of a person from 16 to 18. Refused: an age that is known and is another one.
#[derive(Deserialize, TS)]
pub struct WriteSummons {
    person: PersonId,
    /// Day and time of the talk, as they are to be read; empty for a line to fill in.
    when: String,
    place: String,
    /// The file, whole path, ending in `.pdf`, outside of the vault's folder. One that is there is replaced.
    path: String,
}

/// What is typed for a line of the letter, in signs.
const LINE: usize = 300;

fn short(field: &str, text: &str) -> Result<(), Refusal> {
    let limit = u32::try_from(LINE).unwrap_or_default();
    let long = text.chars().count() > LINE;
    if long { Err(Refusal::TooLong { field: field.to_owned(), limit }) } else { Ok(()) }
}

impl UseCase for WriteSummons {
    const NAME: &'static str = "letter.summons";
    type Answer = LetterWritten;

    fn run(self, app: &App) -> Result<LetterWritten, Problem> {
        outside::place(&self.path, "pdf", &app.place.dir)?;
        short("when", &self.when)?;
        short("place", &self.place)?;
        let l = language(app)?;
        let paper = app.with(|open| {
            let today = app.now().today;
            let file = open.vault.person(self.person, today)?;
            if !of_obligation(Birth::parse(&file.who.birth).ok(), today) {
                return Err(Refusal::OutsideObligation.into());
            }
            let summons = Summons {
                who: reach(&file.who),
                representative: representative(&file.who),
                when: self.when.clone(),
                place: self.place.clone(),
                until: summons_until(today),
                worker: worker(open)?,
                invented: file.demo,
            };
            Ok(summons.paper(l, today, head::of(open)?))
        })?;
        write(app, &self.path, paper, None)
    }
}
