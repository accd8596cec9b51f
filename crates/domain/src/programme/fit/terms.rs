//! What a programme asks of whoever enters, as far as a catalogue or a worker tells it. Empty means not told.

use chrono::NaiveDate;

use super::Public;
use crate::code::{Epci, Insee};
use crate::person::Level;
use crate::programme::place::Point;
use crate::programme::{ProgrammeKind, ProgrammeStatus};
use crate::word::words;

words! {
    /// Where it takes place.
    Setting {
        OnSite = "on_site", Remote = "remote",
        /// Some of it on site and some not, or as one likes: which, the catalogue does not say.
        Both = "both",
    }
    /// Whether one may still enter a session.
    Recruitment { Open = "open", Closed = "closed", Suspended = "suspended" }
}

/// Where one must live.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Zone {
    Commune(Insee),
    /// `59`, `2A`, or three digits overseas as `974`.
    Department(String),
    Epci(Epci),
    Country,
    /// A code of another list, as it stands.
    Foreign(String),
}

impl Zone {
    /// Reads a code of data.inclusion's `zone_eligibilite`: it tells its list by its form.
    pub fn read(code: &str) -> Self {
        if code == "france" {
            return Zone::Country;
        }
        let department = matches!(code.len(), 2 | 3) && code.bytes().all(|byte| byte.is_ascii_alphanumeric());
        if department {
            return Zone::Department(code.to_ascii_uppercase());
        }
        if let (5, Ok(insee)) = (code.len(), Insee::parse(code)) {
            return Zone::Commune(insee);
        }
        match Epci::parse(code) {
            Ok(epci) => Zone::Epci(epci),
            Err(_) => Zone::Foreign(code.to_owned()),
        }
    }

    /// The code it was read from.
    pub fn code(&self) -> &str {
        match self {
            Zone::Commune(insee) => insee.as_str(),
            Zone::Department(code) | Zone::Foreign(code) => code,
            Zone::Epci(epci) => epci.as_str(),
            Zone::Country => "france",
        }
    }
}

/// One time it is given.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SessionTerms {
    pub start: Option<NaiveDate>,
    pub end: Option<NaiveDate>,
    /// One may enter at any time, between start and end where they are told.
    pub permanent: bool,
    pub recruitment: Option<Recruitment>,
    /// Between these days one can apply.
    pub apply_from: Option<NaiveDate>,
    pub apply_until: Option<NaiveDate>,
    pub places: Option<u32>,
}

/// What a programme asks.
#[derive(Clone, Debug, PartialEq)]
pub struct Terms {
    pub status: ProgrammeStatus,
    /// The day from which it is no longer offered.
    pub gone_from: Option<NaiveDate>,
    pub kinds: Vec<ProgrammeKind>,
    /// Completed years at the start, both included.
    pub min_age: Option<u8>,
    pub max_age: Option<u8>,
    /// Level one enters with; advised where it is not required.
    pub entry: Option<Level>,
    pub entry_required: bool,
    /// Only who lives in a priority neighbourhood; or in a rural revitalisation zone, where the publics say so.
    pub qpv_only: bool,
    /// Only who is under the training obligation of 16 to 18.
    pub obligation_only: bool,
    /// It is for any of them.
    pub publics: Vec<Public>,
    /// One must live in any of them.
    pub zones: Vec<Zone>,
    pub sessions: Vec<SessionTerms>,
    pub setting: Option<Setting>,
    /// Where it takes place, any of them.
    pub places: Vec<Point>,
    /// Nothing to pay for the person.
    pub free: Option<bool>,
    /// What it costs, in the catalogue's words.
    pub cost: String,
    /// What is asked beside, in the catalogue's words: read by the worker, and by no rule.
    pub conditions: String,
}

impl Default for Terms {
    fn default() -> Self {
        Self {
            status: ProgrammeStatus::Open,
            gone_from: None,
            kinds: Vec::new(),
            min_age: None,
            max_age: None,
            entry: None,
            entry_required: false,
            qpv_only: false,
            obligation_only: false,
            publics: Vec::new(),
            zones: Vec::new(),
            sessions: Vec::new(),
            setting: None,
            places: Vec::new(),
            free: None,
            cost: String::new(),
            conditions: String::new(),
        }
    }
}
