//! What is being typed: kept at every pause, so that a lock or a crash loses nothing.

use passerelle_domain::Refusal;
use passerelle_domain::id::{PersonId, ProgrammeId, ReferralId};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::Problem;
use crate::desk::{App, Registrar, UseCase};

pub(crate) fn register(registrar: &mut impl Registrar) {
    registrar.register::<KeepDraft>();
    registrar.register::<ReadDraft>();
    registrar.register::<ListDrafts>();
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
    const WITHOUT_LEASE: bool = true;
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

/// Something that was typed and neither saved nor thrown away.
#[derive(Serialize, TS)]
pub struct LeftDraft {
    /// As [`KeepDraft`] keeps it; before its slash stands the form it was typed in.
    pub place: String,
    /// Its longest text, as far as it tells which draft it is.
    pub words: String,
    pub person: Option<PersonId>,
    pub person_name: String,
    pub demo: bool,
    pub referral: Option<ReferralId>,
    pub programme: Option<ProgrammeId>,
    /// The programme or the provider it is about.
    pub name: String,
}

/// Characters of a draft by which one knows it again.
const WORDS: usize = 160;

/// The longest text that somebody typed in a form; ids, days and words of closed lists are short.
fn longest(value: &serde_json::Value) -> &str {
    match value {
        serde_json::Value::String(text) if uuid::Uuid::try_parse(text).is_err() => text,
        serde_json::Value::Array(values) => longer(values.iter().map(longest)),
        serde_json::Value::Object(fields) => longer(fields.values().map(longest)),
        _ => "",
    }
}

fn longer<'t>(texts: impl Iterator<Item = &'t str>) -> &'t str {
    texts.max_by_key(|text| text.len()).unwrap_or_default()
}

/// What was typed and left behind, on whatever screen; at most 200.
#[derive(Deserialize, TS)]
pub struct ListDrafts {}

impl UseCase for ListDrafts {
    const NAME: &'static str = "draft.list";
    type Answer = Vec<LeftDraft>;

    fn run(self, app: &App) -> Result<Vec<LeftDraft>, Problem> {
        let drafts = app.ask(|vault, _| vault.drafts())?;
        let of = |draft: passerelle_vault::draft::KeptDraft| {
            let body: serde_json::Value = serde_json::from_str(&draft.body).unwrap_or_default();
            // What the fund asks is sensitive: the place alone says which draft it is.
            let told = if draft.place.starts_with("participation/") { "" } else { longest(&body) };
            LeftDraft {
                words: told.chars().take(WORDS).collect(),
                place: draft.place,
                person: draft.person,
                person_name: draft.person_name,
                demo: draft.demo,
                referral: draft.referral,
                programme: draft.programme,
                name: draft.name,
            }
        };
        // A pointer to the note that was written last is no draft.
        Ok(drafts.into_iter().filter(|draft| draft.place != "last_note").map(of).collect())
    }
}
