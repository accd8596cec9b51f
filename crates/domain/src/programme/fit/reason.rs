//! Why a programme fits a person or not: codes with their facts, of which the page makes sentences.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::Public;
use crate::code::{Insee, Qpv};
use crate::person::Level;
use crate::person::birth::AgeRange;
use crate::private::Private;
use crate::situation::SituationKind;
use crate::word::words;

words! {
    /// Whether a programme fits: yes, to be verified, no. In this order, the last one decides the whole.
    Verdict { Yes = "yes", Verify = "verify", No = "no" }
    /// What a line speaks of.
    Criterion {
        Status = "status", Dates = "dates", Places = "places", Age = "age", Level = "level", Qpv = "qpv",
        Zone = "zone", Publics = "publics", Situation = "situation", Obligation = "obligation", Reach = "reach",
        Cost = "cost",
    }
}

/// One line of the answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(tag = "code", rename_all = "snake_case")]
pub enum FitReason {
    /// The programme is closed.
    ProgrammeClosed,
    /// The programme takes nobody for the present.
    ProgrammeBlocked,
    /// It is no longer offered from that day on, before one could enter.
    Gone {
        from: NaiveDate,
    },

    /// One may enter at any time, from that day on.
    Permanent {
        from: NaiveDate,
        until: Option<NaiveDate>,
    },
    NextStart {
        on: NaiveDate,
        /// Applications are taken from that day, where it is to come.
        apply_from: Option<NaiveDate>,
        apply_until: Option<NaiveDate>,
    },
    /// There is a session, and its start is not told.
    StartNotTold,
    RecruitmentSuspended {
        start: Option<NaiveDate>,
    },
    RecruitmentClosed {
        start: Option<NaiveDate>,
    },
    ApplyOver {
        until: NaiveDate,
    },
    SessionStarted {
        on: NaiveDate,
    },
    SessionOver {
        ended: NaiveDate,
    },

    /// So many places, as the catalogue says; whether they are taken since, it does not.
    Places {
        places: u32,
    },
    /// None is left: a waiting list may be open.
    NoPlaceLeft,

    AgeFits {
        min: Option<u8>,
        max: Option<u8>,
        on: NaiveDate,
    },
    TooYoung {
        min: u8,
        age: AgeRange,
        on: NaiveDate,
        /// The birthday from which it fits, where the birth date is complete.
        from: Option<Private<NaiveDate>>,
    },
    TooOld {
        max: u8,
        age: AgeRange,
        on: NaiveDate,
    },
    /// The birth date is not known, or too incomplete to say.
    AgeUnsure {
        min: Option<u8>,
        max: Option<u8>,
        age: Option<AgeRange>,
        on: NaiveDate,
    },

    LevelReached {
        entry: Level,
    },
    LevelBelow {
        entry: Level,
        level: Level,
        required: bool,
    },
    /// The level is not known, or only as higher than the baccalauréat.
    LevelUnsure {
        entry: Level,
        level: Option<Level>,
    },

    InQpv {
        qpv: Private<Qpv>,
    },
    OutsideQpv,
    /// A rural revitalisation zone opens it too, and which commune is in one is not known here.
    OutsideQpvPerhapsRural,
    /// The address lies too near to a border, or is not precise enough.
    QpvUncertain,
    QpvUnknown,

    /// The commune lies in the zone, or the zone is the country.
    InZone {
        zone: String,
    },
    OutsideZone {
        commune: Private<Insee>,
        zones: Vec<String>,
    },
    /// The commune is not known, or what it belongs to.
    ZoneUnsure {
        zones: Vec<String>,
    },

    /// For everyone, or for a public that the person is of.
    PublicMatches {
        public: Public,
    },
    /// None of the publics is the person's.
    PublicsDiffer {
        publics: Vec<Public>,
    },
    /// To be asked of the person, in the catalogue's words: it is not known, or nothing that may be computed.
    PublicsToAsk {
        publics: Vec<Public>,
    },

    /// What the person does now takes the time that the programme asks for.
    Occupied {
        situation: SituationKind,
    },
    /// For a return to school: school was left.
    SchoolLeft,
    /// For a return to school, and whether school was left is not known.
    SchoolUnknown,

    /// Only for who is under the training obligation, and the person is.
    UnderObligation,
    NotUnderObligation,
    ObligationUnknown,
    /// The person is under the training obligation, and this meets it.
    MeetsObligation,

    /// At a distance: there is no way to go.
    Remote,
    WithinReach {
        km: u16,
    },
    /// Far, and the person has a means of transport.
    FarWithTransport {
        km: u16,
    },
    FarWithoutTransport {
        km: u16,
    },
    /// Far, and whether the person has a means of transport is not stated.
    FarTransportUnknown {
        km: u16,
    },
    /// Too far to go every day, whatever the means.
    VeryFar {
        km: u16,
    },
    /// The place or the home is not known.
    DistanceUnknown,

    Free,
    ToPay {
        /// The catalogue's words.
        cost: String,
    },
}

impl FitReason {
    /// What the line speaks of.
    pub fn criterion(&self) -> Criterion {
        use FitReason as R;
        match self {
            R::ProgrammeClosed | R::ProgrammeBlocked | R::Gone { .. } => Criterion::Status,
            R::Permanent { .. }
            | R::NextStart { .. }
            | R::StartNotTold
            | R::RecruitmentSuspended { .. }
            | R::RecruitmentClosed { .. }
            | R::ApplyOver { .. }
            | R::SessionStarted { .. }
            | R::SessionOver { .. } => Criterion::Dates,
            R::Places { .. } | R::NoPlaceLeft => Criterion::Places,
            R::AgeFits { .. } | R::TooYoung { .. } | R::TooOld { .. } | R::AgeUnsure { .. } => Criterion::Age,
            R::LevelReached { .. } | R::LevelBelow { .. } | R::LevelUnsure { .. } => Criterion::Level,
            R::InQpv { .. } | R::OutsideQpv | R::OutsideQpvPerhapsRural | R::QpvUncertain | R::QpvUnknown => {
                Criterion::Qpv
            }
            R::InZone { .. } | R::OutsideZone { .. } | R::ZoneUnsure { .. } => Criterion::Zone,
            R::PublicMatches { .. } | R::PublicsDiffer { .. } | R::PublicsToAsk { .. } => Criterion::Publics,
            R::Occupied { .. } | R::SchoolLeft | R::SchoolUnknown => Criterion::Situation,
            R::UnderObligation | R::NotUnderObligation | R::ObligationUnknown | R::MeetsObligation => {
                Criterion::Obligation
            }
            R::Remote
            | R::WithinReach { .. }
            | R::FarWithTransport { .. }
            | R::FarWithoutTransport { .. }
            | R::FarTransportUnknown { .. }
            | R::VeryFar { .. }
            | R::DistanceUnknown => Criterion::Reach,
            R::Free | R::ToPay { .. } => Criterion::Cost,
        }
    }

    /// What the line says. No stands only where the catalogue excludes what is known of the person.
    pub fn verdict(&self) -> Verdict {
        use FitReason as R;
        match self {
            R::Permanent { .. }
            | R::NextStart { .. }
            | R::Places { .. }
            | R::AgeFits { .. }
            | R::LevelReached { .. }
            | R::InQpv { .. }
            | R::InZone { .. }
            | R::PublicMatches { .. }
            | R::SchoolLeft
            | R::UnderObligation
            | R::MeetsObligation
            | R::Remote
            | R::WithinReach { .. }
            | R::FarWithTransport { .. }
            | R::Free => Verdict::Yes,
            R::ProgrammeBlocked
            | R::StartNotTold
            | R::RecruitmentSuspended { .. }
            | R::NoPlaceLeft
            | R::AgeUnsure { .. }
            | R::LevelBelow { required: false, .. }
            | R::LevelUnsure { .. }
            | R::OutsideQpvPerhapsRural
            | R::QpvUncertain
            | R::QpvUnknown
            | R::ZoneUnsure { .. }
            | R::PublicsToAsk { .. }
            | R::Occupied { .. }
            | R::SchoolUnknown
            | R::ObligationUnknown
            | R::FarWithoutTransport { .. }
            | R::FarTransportUnknown { .. }
            | R::VeryFar { .. }
            | R::DistanceUnknown
            | R::ToPay { .. } => Verdict::Verify,
            R::ProgrammeClosed
            | R::Gone { .. }
            | R::RecruitmentClosed { .. }
            | R::ApplyOver { .. }
            | R::SessionStarted { .. }
            | R::SessionOver { .. }
            | R::TooYoung { .. }
            | R::TooOld { .. }
            | R::LevelBelow { required: true, .. }
            | R::OutsideQpv
            | R::OutsideZone { .. }
            | R::PublicsDiffer { .. }
            | R::NotUnderObligation => Verdict::No,
        }
    }
}
