//! When one could enter, and at what age: the session that is nearest among those that are open to the person.

use chrono::{Datelike as _, Months, NaiveDate};

use super::{FitReason, Recruitment, SessionTerms, Someone, Terms, Verdict};
use crate::person::birth::Birth;

/// The session that one would enter, or the one that comes nearest to it.
pub(super) struct Entry {
    /// The day one would start; today where it is not told.
    pub(super) on: NaiveDate,
    /// The day as the catalogue tells it.
    pub(super) told: Option<NaiveDate>,
    /// None where the catalogue tells of no session.
    pub(super) dates: Option<FitReason>,
    pub(super) places: Option<u32>,
}

impl Entry {
    fn of(terms: &Terms, session: &SessionTerms, today: NaiveDate) -> Self {
        let told = match session.start {
            Some(start) => Some(if session.permanent { start.max(today) } else { start }),
            None => session.permanent.then_some(today),
        };
        let on = told.unwrap_or(today);
        let dates = gone(terms, on.max(today)).unwrap_or_else(|| dates(session, told, today));
        Self { on, told, dates: Some(dates), places: session.places }
    }

    fn verdict(&self) -> Verdict {
        self.dates.as_ref().map_or(Verdict::Yes, FitReason::verdict)
    }
}

fn gone(terms: &Terms, on: NaiveDate) -> Option<FitReason> {
    terms.gone_from.filter(|from| *from <= on).map(|from| FitReason::Gone { from })
}

fn dates(session: &SessionTerms, told: Option<NaiveDate>, today: NaiveDate) -> FitReason {
    let start = session.start;
    if let Some(ended) = session.end.filter(|end| *end < today) {
        return FitReason::SessionOver { ended };
    }
    if let Some(on) = start.filter(|start| *start < today && !session.permanent) {
        return FitReason::SessionStarted { on };
    }
    if let Some(until) = session.apply_until.filter(|until| *until < today) {
        return FitReason::ApplyOver { until };
    }
    match (session.recruitment, told) {
        (Some(Recruitment::Closed), _) => FitReason::RecruitmentClosed { start },
        (Some(Recruitment::Suspended), _) => FitReason::RecruitmentSuspended { start },
        (Some(Recruitment::Open) | None, None) => FitReason::StartNotTold,
        (Some(Recruitment::Open) | None, Some(from)) if session.permanent => {
            FitReason::Permanent { from, until: session.end }
        }
        (Some(Recruitment::Open) | None, Some(on)) => FitReason::NextStart {
            on,
            apply_from: session.apply_from.filter(|from| *from > today),
            apply_until: session.apply_until,
        },
    }
}

/// The first session that one can enter at the right age and that has a place; where there is none, the first that one can
/// enter; where there is none either, the last that was missed.
pub(super) fn entry(terms: &Terms, who: &Someone, today: NaiveDate) -> Entry {
    let told = terms.sessions.iter().map(|session| Entry::of(terms, session, today));
    told.min_by_key(|entry| {
        let dates = entry.verdict();
        let day = entry.told.map_or(i32::MAX, |day| day.num_days_from_ce());
        let near = if dates == Verdict::No { day.saturating_neg() } else { day };
        let aged = age(terms, who.birth, entry.on).map_or(Verdict::Yes, |reason| reason.verdict());
        (dates.max(aged), dates, entry.places == Some(0), near)
    })
    .unwrap_or_else(|| Entry { on: today, told: None, dates: gone(terms, today), places: None })
}

/// The age on the day one would start; none where no age is asked.
pub(super) fn age(terms: &Terms, birth: Option<Birth>, on: NaiveDate) -> Option<FitReason> {
    let (min, max) = (terms.min_age, terms.max_age);
    if min.is_none() && max.is_none() {
        return None;
    }
    let Some(birth) = birth else {
        return Some(FitReason::AgeUnsure { min, max, age: None, on });
    };
    let age = birth.age_on(on);
    if let Some(min) = min.filter(|min| age.at_most < *min) {
        return Some(FitReason::TooYoung { min, age, on, from: birthday(birth, min).map(Into::into) });
    }
    if let Some(max) = max.filter(|max| age.at_least > *max) {
        return Some(FitReason::TooOld { max, age, on });
    }
    let fits = min.is_none_or(|min| age.at_least >= min) && max.is_none_or(|max| age.at_most <= max);
    Some(if fits {
        FitReason::AgeFits { min, max, on }
    } else {
        FitReason::AgeUnsure { min, max, age: Some(age), on }
    })
}

/// The day of that birthday; 1 March for who is born on 29 February, as [`Birth::age_on`] counts.
fn birthday(birth: Birth, years: u8) -> Option<NaiveDate> {
    let born = birth.day()?;
    let day = born.checked_add_months(Months::new(12 * u32::from(years)))?;
    if day.day() < born.day() { day.succ_opt() } else { Some(day) }
}
