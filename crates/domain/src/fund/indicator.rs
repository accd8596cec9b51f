//! The indicators, each with its rule: one participant in, one answer out.

use chrono::Months;

use super::participant::{ExitAnswers, Labour, LaterAnswers, Participant, Told};
use crate::deadline::{four_weeks_after, six_months_after};
use crate::person::Level;
use crate::word::words;

words! {
    /// Under the codes of the Commission, in the order of the annex.
    Indicator {
        Total = "EECO01", Unemployed = "EECO02", LongUnemployed = "EECO03", Inactive = "EECO04",
        Employed = "EECO05", Under18 = "EECO06", From18To29 = "EECO07", From55 = "EECO08",
        LowerSecondary = "EECO09", UpperSecondary = "EECO10", Tertiary = "EECO11", Disability = "EECO12",
        ThirdCountry = "EECO13", ForeignBackground = "EECO14", Minority = "EECO15", Housing = "EECO16",
        Rural = "EECO17",
        NowSearching = "EECR01", NowInEducation = "EECR02", Qualified = "EECR03", NowEmployed = "EECR04",
        LaterEmployed = "EECR05", LaterImproved = "EECR06",
    }
}

/// Whether an indicator holds for a participant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Holds {
    Yes,
    No,
    Refused,
    Unknown,
}

impl From<Option<bool>> for Holds {
    fn from(known: Option<bool>) -> Self {
        match known {
            Some(true) => Holds::Yes,
            Some(false) => Holds::No,
            None => Holds::Unknown,
        }
    }
}

impl From<Told> for Holds {
    fn from(told: Told) -> Self {
        match told {
            Told::Yes => Holds::Yes,
            Told::No => Holds::No,
            Told::Refused => Holds::Refused,
            Told::Missing => Holds::Unknown,
        }
    }
}

/// Months without a break after which one is long-term unemployed: over six for who is under 25, over twelve from there on
/// (definition of the data support centre; to be checked against its present edition).
pub const LONG_YOUNG_MONTHS: u32 = 6;
/// See [`LONG_YOUNG_MONTHS`].
pub const LONG_MONTHS: u32 = 12;
/// See [`LONG_YOUNG_MONTHS`].
const YOUNG_UNDER: u8 = 25;

impl Indicator {
    /// The rule. Outputs speak of the day of the entry; immediate results of the exit and the four weeks after it; longer-term
    /// results of six months after. Results are changes: who had a job, or was in education, when they came has not found one.
    pub fn holds<P>(self, who: &Participant<P>) -> Holds {
        let entry = &who.entry;
        let labour = |wanted: Labour| entry.labour.map(|labour| labour == wanted);
        let level = |wanted: fn(Level) -> bool| entry.level.map(wanted);
        match self {
            Indicator::Total => Holds::Yes,
            Indicator::Unemployed => labour(Labour::Unemployed).into(),
            Indicator::LongUnemployed => both(labour(Labour::Unemployed), long_unemployed(who)).into(),
            Indicator::Inactive => labour(Labour::Inactive).into(),
            Indicator::Employed => labour(Labour::Employed).into(),
            Indicator::Under18 => aged(who, 0, 17).into(),
            Indicator::From18To29 => aged(who, 18, 29).into(),
            Indicator::From55 => aged(who, 55, u8::MAX).into(),
            Indicator::LowerSecondary => level(|level| isced(level) == 2).into(),
            Indicator::UpperSecondary => level(|level| isced(level) == 4).into(),
            Indicator::Tertiary => level(|level| isced(level) == 8).into(),
            Indicator::Disability => entry.disability.into(),
            Indicator::ThirdCountry => entry.third_country.into(),
            Indicator::ForeignBackground => entry.foreign_background.into(),
            Indicator::Minority => entry.minority.into(),
            Indicator::Housing => entry.housing.into(),
            Indicator::Rural => entry.rural.into(),
            Indicator::NowSearching => {
                result(who, labour(Labour::Inactive), immediate(who).and_then(|exit| exit.searching))
            }
            Indicator::NowInEducation => {
                let before = entry.in_education.map(|already| !already);
                result(who, before, immediate(who).and_then(|exit| exit.in_education))
            }
            Indicator::Qualified => result(who, Some(true), immediate(who).and_then(|exit| exit.qualified)),
            Indicator::NowEmployed => {
                let now = immediate(who).and_then(|exit| exit.labour);
                result(who, without_job(who), now.map(|labour| labour == Labour::Employed))
            }
            Indicator::LaterEmployed => {
                result(who, without_job(who), later(who).and_then(|later| later.employed))
            }
            Indicator::LaterImproved => {
                result(who, labour(Labour::Employed), later(who).and_then(|later| later.improved))
            }
        }
    }
}

/// A change from what was to what is; no as long as somebody has not left.
fn result<P>(who: &Participant<P>, before: Option<bool>, after: Option<bool>) -> Holds {
    if who.left_on.is_none() { Holds::No } else { both(before, after).into() }
}

/// What was answered on leaving, where it speaks of the exit or of the four weeks after it.
pub(super) fn immediate<P>(who: &Participant<P>) -> Option<ExitAnswers> {
    let left_on = who.left_on?;
    let last = four_weeks_after(left_on)?;
    who.exit.filter(|exit| (left_on..=last).contains(&exit.on))
}

/// What was answered later, where it speaks of six months after the exit or more.
pub(super) fn later<P>(who: &Participant<P>) -> Option<LaterAnswers> {
    let from = six_months_after(who.left_on?)?;
    who.later.filter(|later| later.on >= from)
}

fn without_job<P>(who: &Participant<P>) -> Option<bool> {
    who.entry.labour.map(|labour| labour != Labour::Employed)
}

/// Both hold; no as soon as one does not, whatever the other.
fn both(one: Option<bool>, other: Option<bool>) -> Option<bool> {
    match (one, other) {
        (Some(false), _) | (_, Some(false)) => Some(false),
        (Some(true), Some(true)) => Some(true),
        (None, _) | (_, None) => None,
    }
}

/// Whether the age at the entry lies within these completed years; none where the birth date cannot tell.
fn aged<P>(who: &Participant<P>, from: u8, to: u8) -> Option<bool> {
    let age = who.entry.birth?.age_on(who.entered_on);
    let within = |age: u8| (from..=to).contains(&age);
    if within(age.at_least) && within(age.at_most) {
        Some(true)
    } else if age.at_most < from || age.at_least > to {
        Some(false)
    } else {
        None
    }
}

/// Long enough for everybody, too short for everybody, or as the age says.
fn long_unemployed<P>(who: &Participant<P>) -> Option<bool> {
    let since = who.entry.unemployed_since?;
    let over = |months: u32| {
        since.checked_add_months(Months::new(months)).is_some_and(|until| who.entered_on > until)
    };
    match (over(LONG_YOUNG_MONTHS), over(LONG_MONTHS)) {
        (_, true) => Some(true),
        (false, false) => Some(false),
        (true, false) => aged(who, 0, YOUNG_UNDER - 1),
    }
}

/// The highest level of the international classification of education (ISCED 2011) of the three groups that the annex asks for:
/// 0 to 2, 3 and 4, 5 to 8. CAP and baccalauréat are 3.
fn isced(level: Level) -> u8 {
    match level {
        Level::None => 2,
        Level::Level3 | Level::Level4 => 4,
        Level::Level5 | Level::Level6 | Level::Level7 | Level::Higher => 8,
    }
}
