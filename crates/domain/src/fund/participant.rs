//! Who takes part in an operation, with what was asked at the entry, on leaving and six months after.

use chrono::NaiveDate;

use super::questionnaire::{QUESTIONNAIRES, Questionnaire};
use crate::person::birth::Birth;
use crate::person::{Level, Sex};
use crate::word::words;

words! {
    /// Where somebody stands on the labour market: one of the three at most, by being one word. An apprentice with a contract is
    /// employed; who is in full-time education, and neither employed nor registered as unemployed, is inactive.
    Labour { Unemployed = "unemployed", Inactive = "inactive", Employed = "employed" }
    /// An answer that one may refuse.
    Told { Yes = "yes", No = "no", Refused = "refused", Missing = "missing" }
}

/// What is asked at the entry, and speaks of the day of the entry.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Entry {
    /// The list by which it was asked.
    pub asked: &'static Questionnaire,
    pub sex: Option<Sex>,
    pub birth: Option<Birth>,
    pub labour: Option<Labour>,
    /// Of the unemployed: since when without a break.
    pub unemployed_since: Option<NaiveDate>,
    pub in_education: Option<bool>,
    pub level: Option<Level>,
    pub disability: Told,
    pub third_country: Told,
    pub foreign_background: Told,
    pub minority: Told,
    /// Homeless, or affected by housing exclusion.
    pub housing: Told,
    /// From a rural area, by the commune: nothing that one refuses.
    pub rural: Option<bool>,
}

impl Default for Entry {
    fn default() -> Self {
        Self {
            asked: &QUESTIONNAIRES[0],
            sex: None,
            birth: None,
            labour: None,
            unemployed_since: None,
            in_education: None,
            level: None,
            disability: Told::Missing,
            third_country: Told::Missing,
            foreign_background: Told::Missing,
            minority: Told::Missing,
            housing: Told::Missing,
            rural: None,
        }
    }
}

/// What is asked on leaving.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct ExitAnswers {
    /// The day the answers speak of: from the exit to four weeks after, or they are no immediate result.
    pub on: NaiveDate,
    pub labour: Option<Labour>,
    /// Of those who have no job: looking for one.
    pub searching: Option<bool>,
    pub in_education: Option<bool>,
    /// A qualification was gained by the operation.
    pub qualified: Option<bool>,
}

/// What is asked six months after.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct LaterAnswers {
    /// The day the answers speak of: six months after the exit or later.
    pub on: NaiveDate,
    pub employed: Option<bool>,
    /// Of those who were employed at the entry: a surer contract, more hours where they were wanted, or a job that asks for more.
    pub improved: Option<bool>,
}

/// One stay of a person in the operation.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Participation<P> {
    pub person: P,
    pub entered_on: NaiveDate,
    /// The last day, once there is one.
    pub left_on: Option<NaiveDate>,
    pub entry: Entry,
    pub exit: Option<ExitAnswers>,
    pub later: Option<LaterAnswers>,
}

/// A person in the operation: one, however often they came and went.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Participant<P> {
    pub person: P,
    /// The first day of the first stay, of which the entry speaks.
    pub entered_on: NaiveDate,
    /// The last day of the last stay, of which exit and later answers speak; none while any stay goes on.
    pub left_on: Option<NaiveDate>,
    pub entry: Entry,
    pub exit: Option<ExitAnswers>,
    pub later: Option<LaterAnswers>,
}

/// The participants of one operation in the order of their keys, and how many people were there for a day or less, who are none.
///
/// One person is one participant of an operation. The days of several stays are added; stays that begin after `today` are not yet.
pub fn participants<P: Ord + Clone>(
    rows: &[Participation<P>],
    today: NaiveDate,
) -> (Vec<Participant<P>>, u32) {
    let mut begun: Vec<&Participation<P>> = rows.iter().filter(|row| row.entered_on <= today).collect();
    let until = |stay: &Participation<P>| (stay.entered_on, left_or(stay, NaiveDate::MAX));
    begun.sort_by(|one, other| one.person.cmp(&other.person).then_with(|| until(one).cmp(&until(other))));
    let (mut participants, mut too_short) = (Vec::with_capacity(begun.len()), 0);
    for stays in begun.chunk_by(|one, other| one.person == other.person) {
        let days = days(stays, today);
        let (Some(first), Some(last)) =
            (stays.first(), stays.iter().max_by_key(|stay| left_or(stay, NaiveDate::MAX)))
        else {
            continue;
        };
        if days <= 1 {
            too_short += 1;
            continue;
        }
        let left_on = last.left_on.filter(|left| *left <= today);
        participants.push(Participant {
            person: first.person.clone(),
            entered_on: first.entered_on,
            left_on,
            entry: first.entry,
            exit: last.exit.filter(|_| left_on.is_some()),
            later: last.later.filter(|_| left_on.is_some()),
        });
    }
    (participants, too_short)
}

fn left_or<P>(stay: &Participation<P>, open: NaiveDate) -> NaiveDate {
    stay.left_on.unwrap_or(open)
}

/// The days of stays in the order of their entries, a day of two stays once; one that goes on counts until today.
fn days<P>(stays: &[&Participation<P>], today: NaiveDate) -> i64 {
    let (mut days, mut from) = (0, NaiveDate::MIN);
    for stay in stays {
        let start = stay.entered_on.max(from);
        let end = left_or(stay, today).min(today);
        if end >= start {
            days += (end - start).num_days() + 1;
            from = end.succ_opt().unwrap_or(NaiveDate::MAX);
        }
    }
    days
}
