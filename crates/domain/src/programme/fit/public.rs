//! Whom a programme is for, in the catalogue's closed list, and whether a person is one of them as far as it may be computed.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{Someone, Verdict, lives};
use crate::person::Level;
use crate::situation::SituationKind;
use crate::word::words;

words! {
    /// The publics of data.inclusion v1, under its own codes.
    KnownPublic {
        Everyone = "tous-publics",
        /// Who has a job, employed or not.
        Working = "actifs",
        MinimumIncome = "beneficiaires-des-minimas-sociaux",
        JobSeekers = "demandeurs-emploi",
        Students = "etudiants",
        Families = "familles",
        Women = "femmes",
        Young = "jeunes",
        Disabled = "personnes-en-situation-de-handicap",
        Emergency = "personnes-en-situation-durgence",
        /// Coming out of detention, or in another position before the law.
        Justice = "personnes-en-situation-juridique-specifique",
        Exiled = "personnes-exilees",
        /// Of a priority neighbourhood or a rural revitalisation zone.
        PriorityAreas = "residents-qpv-frr",
        Seniors = "seniors",
    }
}

/// A public as the catalogue names it; what the list does not know stays in its own words.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, TS)]
#[serde(from = "String", into = "String")]
#[ts(type = "string")]
pub enum Public {
    Known(KnownPublic),
    Foreign(String),
}

impl From<String> for Public {
    fn from(code: String) -> Self {
        KnownPublic::from_code(&code).map_or(Public::Foreign(code), Public::Known)
    }
}

impl From<Public> for String {
    fn from(public: Public) -> Self {
        match public {
            Public::Known(known) => known.code().to_owned(),
            Public::Foreign(text) => text,
        }
    }
}

/// "Jeunes au sens large": up to 25 beyond doubt, as mission locale and contract "engagement jeune" have it; some offers go on
/// to 29.
const YOUNG_UNTIL: u8 = 25;
/// See [`YOUNG_UNTIL`].
const YOUNG_AT_MOST: u8 = 29;
/// Nobody calls a person under this age a senior; what is above, offers say in words.
const SENIOR_FROM: u8 = 45;

/// Whether the person is of this public. Health, offences, origin and nationality are no inputs, nor are sex, family and
/// income: such a public is to be asked of the person and never computed.
pub(super) fn of(public: KnownPublic, who: &Someone, today: chrono::NaiveDate) -> Verdict {
    match public {
        KnownPublic::Everyone => Verdict::Yes,
        KnownPublic::Young => young(who, today),
        KnownPublic::Seniors => {
            let age = who.birth.map(|birth| birth.age_on(today));
            if age.is_some_and(|age| age.at_most < SENIOR_FROM) { Verdict::No } else { Verdict::Verify }
        }
        KnownPublic::JobSeekers => who.situation.map_or(Verdict::Verify, seeks),
        KnownPublic::Working => who.situation.map_or(Verdict::Verify, works),
        KnownPublic::Students => student(who),
        KnownPublic::PriorityAreas => lives::qpv(&who.residence, true).verdict(),
        KnownPublic::MinimumIncome
        | KnownPublic::Families
        | KnownPublic::Women
        | KnownPublic::Disabled
        | KnownPublic::Emergency
        | KnownPublic::Justice
        | KnownPublic::Exiled => Verdict::Verify,
    }
}

fn young(who: &Someone, today: chrono::NaiveDate) -> Verdict {
    match who.birth.map(|birth| birth.age_on(today)) {
        Some(age) if age.at_most <= YOUNG_UNTIL => Verdict::Yes,
        Some(age) if age.at_least > YOUNG_AT_MOST => Verdict::No,
        Some(_) | None => Verdict::Verify,
    }
}

/// Whoever has a short or subsidised job, or is trained, may be registered as seeking beside it.
fn seeks(situation: SituationKind) -> Verdict {
    match situation {
        SituationKind::Seeking => Verdict::Yes,
        SituationKind::School
        | SituationKind::Apprenticeship
        | SituationKind::JobPermanent
        | SituationKind::JobSixMonths => Verdict::No,
        SituationKind::Training
        | SituationKind::JobShort
        | SituationKind::JobTemp
        | SituationKind::JobSupported
        | SituationKind::CivicService
        | SituationKind::Business
        | SituationKind::Neither
        | SituationKind::Unknown => Verdict::Verify,
    }
}

/// Many who write "actifs" mean those who seek, too.
fn works(situation: SituationKind) -> Verdict {
    match situation {
        SituationKind::Apprenticeship
        | SituationKind::JobPermanent
        | SituationKind::JobSixMonths
        | SituationKind::JobShort
        | SituationKind::JobTemp
        | SituationKind::JobSupported
        | SituationKind::Business => Verdict::Yes,
        SituationKind::School | SituationKind::Neither => Verdict::No,
        SituationKind::Training
        | SituationKind::CivicService
        | SituationKind::Seeking
        | SituationKind::Unknown => Verdict::Verify,
    }
}

/// At school with the baccalauréat or more is a student; without it, or without a known level, it may be a pupil.
fn student(who: &Someone) -> Verdict {
    match who.situation {
        Some(SituationKind::School) if who.level.is_some_and(|level| level >= Level::Level4) => Verdict::Yes,
        None
        | Some(
            SituationKind::School
            | SituationKind::Apprenticeship
            | SituationKind::Training
            | SituationKind::Unknown,
        ) => Verdict::Verify,
        Some(
            SituationKind::JobPermanent
            | SituationKind::JobSixMonths
            | SituationKind::JobShort
            | SituationKind::JobTemp
            | SituationKind::JobSupported
            | SituationKind::CivicService
            | SituationKind::Business
            | SituationKind::Seeking
            | SituationKind::Neither,
        ) => Verdict::No,
    }
}
