//! Whether a programme fits a person: yes, no or to be verified, line by line, with reasons. It guesses nothing: what the
//! catalogue does not ask gives no line, and what it asks of a person of whom it is not known is to be verified. It holds no
//! score, and nothing of health, offences, origin or nationality.

mod entry;
mod lives;
mod public;
mod reason;
mod someone;
mod terms;
#[cfg(test)]
mod tests;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

pub use lives::{DAILY_KM, NEAR_KM};
pub use public::{KnownPublic, Public};
pub use reason::{Criterion, FitReason, Verdict};
pub use someone::{Residence, Someone, has_transport};
pub use terms::{Recruitment, SessionTerms, Setting, Terms, Zone};

use super::{ProgrammeKind, ProgrammeStatus};
use crate::person::Level;
use crate::situation::SituationKind;

/// One criterion with what is said of it and why.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct FitLine {
    pub criterion: Criterion,
    pub verdict: Verdict,
    pub reason: FitReason,
}

impl From<FitReason> for FitLine {
    fn from(reason: FitReason) -> Self {
        Self { criterion: reason.criterion(), verdict: reason.verdict(), reason }
    }
}

/// The answer: no if any line is no, else to be verified if any line is, else yes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Fit {
    pub verdict: Verdict,
    /// At most one for each criterion, in the order of [`Criterion`].
    pub lines: Vec<FitLine>,
    /// The day one would start, where it is told.
    pub on: Option<NaiveDate>,
    /// To the nearest place as the crow flies, where both ends are known.
    pub km: Option<u16>,
    /// The catalogue asks for more in words, which no rule here has read.
    pub more_in_words: bool,
}

/// Whether a programme fits a person who would ask for it today.
pub fn fit(terms: &Terms, who: &Someone, today: NaiveDate) -> Fit {
    let entry = entry::entry(terms, who, today);
    let places = entry.places.map(|places| match places {
        0 => FitReason::NoPlaceLeft,
        _ => FitReason::Places { places },
    });
    let rural_too = terms.publics.contains(&Public::Known(KnownPublic::PriorityAreas));
    let gone = matches!(entry.dates, Some(FitReason::Gone { .. }));
    let (status, dates) = match (status(terms), entry.dates) {
        (Some(FitReason::ProgrammeClosed), _) if gone => (Some(FitReason::ProgrammeClosed), None),
        (_, dates) if gone => (dates, None),
        other => other,
    };
    let lines: Vec<FitLine> = [
        status,
        dates,
        places,
        entry::age(terms, who.birth, entry.on),
        level(terms, who),
        terms.qpv_only.then(|| lives::qpv(&who.residence, rural_too)),
        lives::zone(terms, who),
        publics(terms, who, today),
        situation(terms, who, today),
        obligation(terms, who, today),
        lives::reach(terms, who),
        cost(terms),
    ]
    .into_iter()
    .flatten()
    .map(FitLine::from)
    .collect();
    Fit {
        verdict: lines.iter().map(|line| line.verdict).max().unwrap_or(Verdict::Yes),
        lines,
        on: entry.told,
        km: lives::km(terms, who),
        more_in_words: !terms.conditions.trim().is_empty(),
    }
}

/// Who among these people could go there: those whom it fits first, then those to verify, then the others; within each in the
/// order of their keys.
pub fn among<'a, K: Ord>(
    terms: &Terms,
    people: impl IntoIterator<Item = (K, &'a Someone)>,
    today: NaiveDate,
) -> Vec<(K, Fit)> {
    let mut found: Vec<(K, Fit)> =
        people.into_iter().map(|(key, who)| (key, fit(terms, who, today))).collect();
    found.sort_by(|(key, fit), (other, than)| (fit.verdict, key).cmp(&(than.verdict, other)));
    found
}

fn status(terms: &Terms) -> Option<FitReason> {
    match terms.status {
        ProgrammeStatus::Open => None,
        ProgrammeStatus::Blocked => Some(FitReason::ProgrammeBlocked),
        ProgrammeStatus::Closed => Some(FitReason::ProgrammeClosed),
    }
}

/// The lowest and the highest number that a level can stand for: higher than the baccalauréat is 5 to 8, without a level up
/// to 2.
fn numbers(level: Level) -> (u8, u8) {
    match level {
        Level::None => (0, 2),
        Level::Level3 => (3, 3),
        Level::Level4 => (4, 4),
        Level::Level5 => (5, 5),
        Level::Level6 => (6, 6),
        Level::Level7 => (7, 7),
        Level::Higher => (5, 8),
    }
}

fn level(terms: &Terms, who: &Someone) -> Option<FitReason> {
    let entry = terms.entry?;
    if entry == Level::None {
        return Some(FitReason::LevelReached { entry });
    }
    let Some(level) = who.level else { return Some(FitReason::LevelUnsure { entry, level: None }) };
    let ((least, most), (asked_least, asked_most)) = (numbers(level), numbers(entry));
    Some(if least >= asked_most {
        FitReason::LevelReached { entry }
    } else if most < asked_least {
        FitReason::LevelBelow { entry, level, required: terms.entry_required }
    } else {
        FitReason::LevelUnsure { entry, level: Some(level) }
    })
}

/// One of the publics is enough; a public that the line on neighbourhoods already answers is not said twice.
fn publics(terms: &Terms, who: &Someone, today: NaiveDate) -> Option<FitReason> {
    let told = |public: &&Public| !(terms.qpv_only && **public == Public::Known(KnownPublic::PriorityAreas));
    let of = |public: &Public| match public {
        Public::Known(known) => public::of(*known, who, today),
        Public::Foreign(_) => Verdict::Verify,
    };
    let publics: Vec<&Public> = terms.publics.iter().filter(told).collect();
    let best = publics.iter().copied().min_by_key(|public| of(public))?;
    let all = |wanted: Verdict| {
        publics.iter().filter(|public| of(public) == wanted).map(|public| (*public).clone()).collect()
    };
    Some(match of(best) {
        Verdict::Yes => FitReason::PublicMatches { public: best.clone() },
        Verdict::Verify => FitReason::PublicsToAsk { publics: all(Verdict::Verify) },
        Verdict::No => FitReason::PublicsDiffer { publics: all(Verdict::No) },
    })
}

/// Whether a programme of this kind takes the working day.
fn takes_the_day(kind: ProgrammeKind) -> bool {
    match kind {
        ProgrammeKind::Training
        | ProgrammeKind::Apprenticeship
        | ProgrammeKind::BackToSchool
        | ProgrammeKind::Job
        | ProgrammeKind::Insertion
        | ProgrammeKind::SocialClause
        | ProgrammeKind::CivicService => true,
        ProgrammeKind::Business
        | ProgrammeKind::Guidance
        | ProgrammeKind::Obstacle
        | ProgrammeKind::Culture => false,
    }
}

/// Whether the person is free for it. A short, temporary or subsidised job is often what one leaves for it, and says nothing.
fn situation(terms: &Terms, who: &Someone, today: NaiveDate) -> Option<FitReason> {
    let occupied = who.situation.filter(|situation| match situation {
        SituationKind::School
        | SituationKind::Apprenticeship
        | SituationKind::Training
        | SituationKind::JobPermanent
        | SituationKind::JobSixMonths
        | SituationKind::CivicService
        | SituationKind::Business => true,
        SituationKind::JobShort
        | SituationKind::JobTemp
        | SituationKind::JobSupported
        | SituationKind::Seeking
        | SituationKind::Neither
        | SituationKind::Unknown => false,
    });
    let all_day = !terms.kinds.is_empty() && terms.kinds.iter().all(|kind| takes_the_day(*kind));
    if let Some(situation) = occupied.filter(|_| all_day) {
        return Some(FitReason::Occupied { situation });
    }
    if terms.kinds != [ProgrammeKind::BackToSchool] {
        return None;
    }
    let left = who.left_school.is_some_and(|left| left.latest() <= today);
    Some(if left { FitReason::SchoolLeft } else { FitReason::SchoolUnknown })
}

/// Whether the training obligation is met by it (article L. 114-1 of the Code of Education), which names support and social
/// integration too; help with one obstacle and leisure do not meet it alone.
fn meets_obligation(kind: ProgrammeKind) -> bool {
    match kind {
        ProgrammeKind::Training
        | ProgrammeKind::Apprenticeship
        | ProgrammeKind::BackToSchool
        | ProgrammeKind::Job
        | ProgrammeKind::Insertion
        | ProgrammeKind::SocialClause
        | ProgrammeKind::CivicService
        | ProgrammeKind::Guidance => true,
        ProgrammeKind::Business | ProgrammeKind::Obstacle | ProgrammeKind::Culture => false,
    }
}

fn obligation(terms: &Terms, who: &Someone, today: NaiveDate) -> Option<FitReason> {
    if !terms.obligation_only {
        let meets = !terms.kinds.is_empty() && terms.kinds.iter().all(|kind| meets_obligation(*kind));
        return (meets && who.under_obligation == Some(true)).then_some(FitReason::MeetsObligation);
    }
    let of_age = who.birth.is_none_or(|birth| {
        let age = birth.age_on(today);
        age.at_least <= 17 && age.at_most >= 16
    });
    Some(match who.under_obligation {
        _ if !of_age => FitReason::NotUnderObligation,
        Some(true) => FitReason::UnderObligation,
        Some(false) => FitReason::NotUnderObligation,
        None => FitReason::ObligationUnknown,
    })
}

fn cost(terms: &Terms) -> Option<FitReason> {
    Some(if terms.free? { FitReason::Free } else { FitReason::ToPay { cost: terms.cost.clone() } })
}
