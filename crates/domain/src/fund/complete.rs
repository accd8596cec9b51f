//! What is missing of participants, until when it has to be asked, and what a report with holes costs.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::indicator::{immediate, later};
use super::participant::{Labour, Participant, Told};
use crate::deadline::{four_weeks_after, six_months_after};
use crate::situation::Occasion;
use crate::word::words;

words! {
    /// What the fund asks of a participant.
    EsfItem {
        Gender = "gender", Birth = "birth", Labour = "labour", UnemployedSince = "unemployed_since",
        Education = "education", Level = "level", Disability = "disability", ThirdCountry = "third_country",
        ForeignBackground = "foreign_background", Minority = "minority", Housing = "housing", Rural = "rural",
        /// What is asked on leaving.
        Exit = "exit",
    }
    /// What a share of incomplete participants leads to.
    Reliability { Good = "good", Warn = "warn", Costly = "costly" }
}

/// From this share of incomplete participants on, a worker is warned: there is time to ask still.
pub const WARN_PERCENT: u32 = 20;
/// Over this share the managing authority takes the data for unreliable and cuts what it pays.
pub const COSTLY_PERCENT: u32 = 35;

/// How complete the participants of an operation are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Completeness {
    pub participants: u32,
    /// Of whom anything is missing that was due. A refusal is an answer.
    pub incomplete: u32,
    /// In whole percent, rounded down; 0 where nobody takes part.
    pub percent: u32,
    pub reliability: Reliability,
}

/// An asking that an exit leads to, and that is not answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(rename = "FundOwed")]
pub struct Owed {
    pub occasion: Occasion,
    /// The last day for the exit; the first day for the six months.
    pub on: NaiveDate,
    /// That day has passed.
    pub over: bool,
}

/// The answers on leaving are there in time and leave nothing open.
fn has_left_in_order<P>(who: &Participant<P>) -> bool {
    immediate(who).is_some_and(|exit| {
        let told = exit.in_education.is_some() && exit.qualified.is_some();
        told && exit.labour.is_some_and(|labour| labour == Labour::Employed || exit.searching.is_some())
    })
}

/// What is missing of a participant that was due: the entry at once, the exit once its four weeks have passed.
pub fn missing<P>(who: &Participant<P>, today: NaiveDate) -> Vec<EsfItem> {
    let entry = &who.entry;
    let unanswered = |told: Told| told == Told::Missing;
    let exit_due = who.left_on.filter(|left| four_weeks_after(*left).is_some_and(|last| today > last));
    let holes = [
        (EsfItem::Gender, entry.sex.is_none()),
        (EsfItem::Birth, entry.birth.is_none()),
        (EsfItem::Labour, entry.labour.is_none()),
        (
            EsfItem::UnemployedSince,
            entry.labour == Some(Labour::Unemployed) && entry.unemployed_since.is_none(),
        ),
        (EsfItem::Education, entry.in_education.is_none()),
        (EsfItem::Level, entry.level.is_none()),
        (EsfItem::Disability, unanswered(entry.disability)),
        (EsfItem::ThirdCountry, unanswered(entry.third_country)),
        (EsfItem::ForeignBackground, unanswered(entry.foreign_background)),
        (EsfItem::Minority, unanswered(entry.minority)),
        (EsfItem::Housing, unanswered(entry.housing)),
        (EsfItem::Rural, entry.rural.is_none()),
        (EsfItem::Exit, exit_due.is_some() && !has_left_in_order(who)),
    ];
    let asked = |item: &EsfItem| entry.asked.items.contains(item);
    holes.into_iter().filter(|(item, hole)| *hole && asked(item)).map(|(item, _)| item).collect()
}

/// How complete they are, and what it leads to; a worker is warned from that whole percent on.
pub fn completeness<P>(participants: &[Participant<P>], warns_from: u32, today: NaiveDate) -> Completeness {
    let incomplete = participants.iter().filter(|who| !missing(who, today).is_empty()).count();
    let (all, some) = (participants.len() as u64, incomplete as u64);
    let reliability = if some * 100 > all * u64::from(COSTLY_PERCENT) {
        Reliability::Costly
    } else if some > 0 && some * 100 >= all * u64::from(warns_from) {
        Reliability::Warn
    } else {
        Reliability::Good
    };
    let number = |count: u64| u32::try_from(count).unwrap_or(u32::MAX);
    let percent = number((some * 100).checked_div(all).unwrap_or(0));
    Completeness { participants: number(all), incomplete: number(some), percent, reliability }
}

/// What is owed to the fund of a participant who left: the situation within four weeks, and six months after. It is told from the
/// exit on, and the second once its day has come.
pub fn owed<P>(who: &Participant<P>, today: NaiveDate) -> Vec<Owed> {
    let Some(left_on) = who.left_on else { return Vec::new() };
    let mut owed = Vec::new();
    if let Some(on) = four_weeks_after(left_on).filter(|_| !has_left_in_order(who)) {
        owed.push(Owed { occasion: Occasion::Exit4w, on, over: today > on });
    }
    if let Some(on) = six_months_after(left_on).filter(|on| *on <= today) {
        let had_a_job = who.entry.labour == Some(Labour::Employed);
        let answered = later(who)
            .is_some_and(|later| if had_a_job { later.improved.is_some() } else { later.employed.is_some() });
        if !answered {
            owed.push(Owed { occasion: Occasion::Exit6m, on, over: today > on });
        }
    }
    owed
}
