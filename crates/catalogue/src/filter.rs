//! What is asked of the catalogue and what it answers.

use chrono::NaiveDate;
use passerelle_domain::assessment::Theme;
use passerelle_domain::programme::{Funding, ProgrammeKind, Tag};
use passerelle_formats::draft::{Attendance, Catalogue as Source, Rhythm};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Which offers. Lists that are empty narrow nothing; several words of one list are an or, several lists an and.
#[derive(Clone, Debug, Default, PartialEq, Deserialize, TS)]
#[serde(default, deny_unknown_fields)]
#[ts(rename = "OfferFilter")]
pub struct Filter {
    pub text: String,
    pub kinds: Vec<ProgrammeKind>,
    pub themes: Vec<Theme>,
    pub tags: Vec<Tag>,
    pub fundings: Vec<Funding>,
    pub sources: Vec<Source>,
    /// On site, or remote; what can be both fits either, and what is not told neither.
    pub attendance: Option<Attendance>,
    /// Only what is told to be free of charge.
    pub free: bool,
    /// Full time or part time; what is not told fits neither.
    pub rhythm: Option<Rhythm>,
    /// Only where a session that one can still enter tells of a free place.
    pub places: bool,
    /// Fits this age, in years, as far as ages are told.
    pub age: Option<u8>,
    /// Starts on or before this day, or can be entered at any time.
    pub starts_by: Option<NaiveDate>,
    /// Kilometres from the point that is asked from; what is remote is near everywhere.
    pub within_km: Option<u16>,
    /// Also what is over.
    pub over: bool,
}

/// In which order.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(rename = "OfferSort")]
pub enum Sort {
    /// Where the words stand in the name first, then by name.
    #[default]
    Relevance,
    Name,
    /// Nearest first; what has no place last.
    Distance,
    /// Soonest start first; then what can be entered at any time, then what does not say.
    Start,
}

/// An offer in a list.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct OfferLine {
    /// Its number until the next import.
    #[serde(skip)]
    #[ts(skip)]
    pub ix: i64,
    pub source: Source,
    pub key: String,
    pub name: String,
    pub provider: String,
    pub commune: String,
    pub kinds: Vec<ProgrammeKind>,
    pub themes: Vec<Theme>,
    pub tags: Vec<Tag>,
    pub fundings: Vec<Funding>,
    pub attendance: Option<Attendance>,
    pub free: Option<bool>,
    pub min_age: Option<u8>,
    pub max_age: Option<u8>,
    pub qpv_only: bool,
    pub permanent: bool,
    pub next_start: Option<NaiveDate>,
    /// As the crow flies, from the point that was asked from.
    pub km: Option<f64>,
    /// Nothing can be entered any more.
    pub over: bool,
    pub updated: Option<NaiveDate>,
}

/// What was found.
#[derive(Clone, Debug, Default, PartialEq, Serialize, TS)]
#[ts(rename = "FoundOffers")]
pub struct Found {
    pub lines: Vec<OfferLine>,
    pub total: u32,
    /// Words that nothing has, and those that were sought instead.
    pub instead: Vec<(String, String)>,
}

/// Offers by number.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Numbers {
    /// Ascending.
    pub numbers: Vec<i64>,
    /// See [`Found::instead`].
    pub instead: Vec<(String, String)>,
}
