//! In which order offers are shown for one person, each point with its reason. It ranks offers and never people; what the
//! person's health asks for moves nothing unless a worker seeks it by name.

mod features;
mod record;
#[cfg(test)]
mod tests;

use std::cmp::Reverse;

use chrono::{Datelike as _, NaiveDate};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

pub use features::{Features, Kinds, Tags, Themes};
pub use record::{Record, Scope};

use super::fit::Verdict;
use super::{ProgrammeKind, Tag};
use crate::assessment::Theme;

/// What somebody wants weighs most: nobody stays where they did not want to go.
pub const WISH: i32 = 20;
/// A theme that the worker seeks by name stands before any that is only known.
pub const ASKED: i32 = 16;
/// A need of the assessment that the offer answers.
pub const NEED: i32 = 12;
/// So many needs count, or an offer that claims to answer everything would stand before the one that answers the need.
pub const NEEDS_AT_MOST: u32 = 2;
/// An open step of the plan names such a kind of programme, or has words in common with the offer: it was decided together, and
/// is read less surely than a wish.
pub const STEP: i32 = 8;
/// A branch that is sought (rev3, craft, commerce, urban renewal): a direction, not yet a wish.
pub const TAG: i32 = 4;
/// Nothing is left to verify.
pub const FITS: i32 = 4;
/// The nearest; a bus missed is a day missed. Bands and not kilometres, since 7 or 9 km make no difference.
pub const NEAR: [(u16, i32); 4] = [(2, 8), (5, 6), (10, 4), (20, 2)];
/// A start within so many days; who waits for months is lost on the way.
pub const SOON: [(i32, i32); 4] = [(14, 6), (30, 5), (60, 3), (90, 1)];
/// One may enter at any time: as good as within a month, since a first meeting has to be found.
pub const ANY_TIME: i32 = 5;
/// What worked for others moves an offer by this at most, either way: less than what this person wants or needs.
pub const WORKED: i32 = 10;
/// Changed by its owner within so many days: what it says of dates and places still holds.
pub const FRESH_DAYS: i32 = 90;
pub const FRESH: i32 = 2;
/// Not changed for so many days: perhaps it is no longer there.
pub const STALE_DAYS: i32 = 365;
pub const STALE: i32 = -4;

/// Themes of which an answer is health data (article 9 of the GDPR): they never move an offer by themselves.
pub const SENSITIVE: Themes = Themes::of(&[Theme::Health]);

/// Who is looked for, and what with.
#[derive(Clone, Copy, Debug)]
pub struct Sought {
    /// Themes of the assessment answered yes; [`SENSITIVE`] ones are left out here, whoever fills it in.
    pub needs: Themes,
    /// Themes that the worker seeks by name. Only so does an offer of health come first, and whether the person has such a need
    /// is neither asked nor told by it.
    pub asked: Themes,
    /// Kinds of programme that the open steps of the plan name.
    pub steps: Kinds,
    pub tags: Tags,
    pub today: NaiveDate,
}

/// Why an offer gains or loses points.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(tag = "code", rename_all = "snake_case")]
pub enum RankReason {
    Wish,
    Asked { theme: Theme },
    Need { theme: Theme },
    StepKind { kind: ProgrammeKind },
    StepWords,
    Tag { tag: Tag },
    Fits,
    Near { km: u16 },
    StartsSoon { on: NaiveDate, days: i32 },
    StartsAnyTime,
    Worked(Record),
    Fresh { updated: NaiveDate },
    Stale { updated: NaiveDate },
}

/// One reason and what it counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct RankLine {
    pub reason: RankReason,
    pub points: i32,
}

/// The points of an offer and what they are made of.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Ranked {
    /// The sum of the lines.
    pub points: i32,
    pub lines: Vec<RankLine>,
}

/// Tells each reason with its points.
fn each(offer: &Features, sought: &Sought, mut tell: impl FnMut(RankReason, i32)) {
    if offer.wish {
        tell(RankReason::Wish, WISH);
    }
    for theme in offer.themes.both(sought.asked).each() {
        tell(RankReason::Asked { theme }, ASKED);
    }
    let needs = sought.needs.without(SENSITIVE).without(sought.asked);
    for theme in offer.themes.both(needs).each().take(NEEDS_AT_MOST as usize) {
        tell(RankReason::Need { theme }, NEED);
    }
    if let Some(kind) = offer.kinds.both(sought.steps).each().next() {
        tell(RankReason::StepKind { kind }, STEP);
    }
    if offer.words {
        tell(RankReason::StepWords, STEP);
    }
    for tag in offer.tags.both(sought.tags).each() {
        tell(RankReason::Tag { tag }, TAG);
    }
    if offer.fit == Verdict::Yes {
        tell(RankReason::Fits, FITS);
    }
    if let Some((km, points)) = offer.km.and_then(|km| Some((km, band(&NEAR, km)?))) {
        tell(RankReason::Near { km }, points);
    }
    start(offer, sought.today, &mut tell);
    if let Some(points) = offer.record.points().filter(|points| *points != 0) {
        tell(RankReason::Worked(offer.record), points);
    }
    if let Some(updated) = offer.updated {
        match days_between(updated, sought.today) {
            age if age <= FRESH_DAYS => tell(RankReason::Fresh { updated }, FRESH),
            age if age > STALE_DAYS => tell(RankReason::Stale { updated }, STALE),
            _ => {}
        }
    }
}

fn start(offer: &Features, today: NaiveDate, tell: &mut impl FnMut(RankReason, i32)) {
    let days = offer.next_start.map(|on| (on, days_between(today, on)));
    match days {
        _ if offer.any_time => tell(RankReason::StartsAnyTime, ANY_TIME),
        Some((on, days)) if days >= 0 => {
            if let Some(points) = band(&SOON, days) {
                tell(RankReason::StartsSoon { on, days }, points);
            }
        }
        Some(_) | None => {}
    }
}

fn band<T: PartialOrd + Copy>(bands: &[(T, i32)], value: T) -> Option<i32> {
    bands.iter().find(|(limit, _)| value <= *limit).map(|(_, points)| *points)
}

fn days_between(from: NaiveDate, to: NaiveDate) -> i32 {
    to.num_days_from_ce().saturating_sub(from.num_days_from_ce())
}

/// The points alone, without writing down why: for a coarse order of a whole catalogue.
pub fn points(offer: &Features, sought: &Sought) -> i32 {
    let mut sum = 0;
    each(offer, sought, |_, points| sum += points);
    sum
}

/// The points with their reasons, in the order in which they are to be read.
pub fn explain(offer: &Features, sought: &Sought) -> Ranked {
    let mut lines = Vec::new();
    each(offer, sought, |reason, points| lines.push(RankLine { reason, points }));
    Ranked { points: lines.iter().map(|line| line.points).sum(), lines }
}

/// Where an offer stands among others: what does not fit last, though shown; then the points; then the earlier start, the nearer
/// place and the key, so that the order is the same on every laptop.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Standing<K> {
    excluded: bool,
    points: Reverse<i32>,
    days: i32,
    km: u16,
    key: K,
}

impl<K> Standing<K> {
    /// The offer under this key; keys tell every two offers apart.
    pub fn of(key: K, offer: &Features, sought: &Sought) -> Self {
        let start = if offer.any_time { Some(sought.today) } else { offer.next_start };
        Self {
            excluded: offer.fit == Verdict::No,
            points: Reverse(points(offer, sought)),
            days: start.map_or(i32::MAX, |on| on.num_days_from_ce()),
            km: offer.km.unwrap_or(u16::MAX),
            key,
        }
    }

    pub fn points(&self) -> i32 {
        self.points.0
    }

    pub fn into_key(self) -> K {
        self.key
    }
}

/// The first `at_most` of these offers, best first. One pass, which holds no more than twice of what is asked for.
pub fn best<K: Ord>(
    offers: impl IntoIterator<Item = (K, Features)>,
    sought: &Sought,
    at_most: usize,
) -> Vec<Standing<K>> {
    if at_most == 0 {
        return Vec::new();
    }
    let mut found: Vec<Standing<K>> = Vec::new();
    // Once enough are held, whatever has fewer points than the last of them need not be looked at again.
    let mut least: Option<(bool, Reverse<i32>)> = None;
    for (key, offer) in offers {
        let standing = Standing::of(key, &offer, sought);
        if least.is_some_and(|least| (standing.excluded, standing.points) > least) {
            continue;
        }
        found.push(standing);
        if found.len() >= at_most.saturating_mul(2) {
            let (_, last, _) = found.select_nth_unstable(at_most - 1);
            least = Some((last.excluded, last.points));
            found.truncate(at_most);
        }
    }
    found.sort_unstable();
    found.truncate(at_most);
    found
}
