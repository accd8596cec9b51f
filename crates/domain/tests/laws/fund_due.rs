//! Law of what is missing and what is owed to the fund: found by looking at every question and at every day.

use chrono::{Days, NaiveDate};
use passerelle_domain::fund::*;
use passerelle_domain::situation::Occasion;
use proptest::prelude::*;

use crate::fund::{Invented, Row, Slow, months_on, row, slow_participants, today};

/// Whether any question of the entry has no answer; a refusal is one.
fn slowly_open(who: &Slow) -> bool {
    let entry = &who.first.entry;
    let sensitive =
        [entry.disability, entry.third_country, entry.foreign_background, entry.minority, entry.housing];
    let unemployed = entry.labour == Some(Labour::Unemployed);
    entry.sex.is_none()
        || entry.birth.is_none()
        || entry.labour.is_none()
        || (unemployed && entry.unemployed_since.is_none())
        || entry.in_education.is_none()
        || entry.level.is_none()
        || entry.rural.is_none()
        || sensitive.contains(&Told::Missing)
}

/// The last stay's last day, of who is in no stay any more.
fn slowly_left(who: &Slow) -> Option<NaiveDate> {
    who.last.left_on.filter(|_| who.gone)
}

/// Whether every question on leaving has an answer that speaks of one of the days it may speak of.
fn slowly_told(who: &Slow, left: NaiveDate) -> bool {
    let speaks = |on: NaiveDate| (0..=28).any(|days| left + Days::new(days) == on);
    who.last.exit.is_some_and(|exit| {
        // Who has a job is not asked whether they look for one.
        let searches = exit.labour == Some(Labour::Employed) || exit.searching.is_some();
        speaks(exit.on)
            && exit.labour.is_some()
            && searches
            && exit.in_education.is_some()
            && exit.qualified.is_some()
    })
}

fn slowly_incomplete(who: &Slow) -> bool {
    let four_weeks_over = |left: NaiveDate| (29..2_000).any(|days| left + Days::new(days) == today());
    slowly_open(who) || slowly_left(who).is_some_and(|left| four_weeks_over(left) && !slowly_told(who, left))
}

fn slowly_owed(who: &Slow) -> Vec<(Occasion, NaiveDate, bool)> {
    let Some(left) = slowly_left(who) else { return Vec::new() };
    let mut owed = Vec::new();
    let four_weeks = left + Days::new(28);
    if !slowly_told(who, left) {
        owed.push((Occasion::Exit4w, four_weeks, today() > four_weeks));
    }
    let six_months = months_on(left, 6);
    let had_a_job = who.first.entry.labour == Some(Labour::Employed);
    let answered = who.last.later.is_some_and(|later| {
        later.on >= six_months && if had_a_job { later.improved.is_some() } else { later.employed.is_some() }
    });
    if six_months <= today() && !answered {
        owed.push((Occasion::Exit6m, six_months, today() > six_months));
    }
    owed
}

/// By cross-multiplying, and by trying every percent.
fn slowly_judged(incomplete: u32, all: u32, warns_from: u32) -> (u32, Reliability) {
    let percent = (0..=100).rev().find(|percent| percent * all <= incomplete * 100).unwrap_or(0);
    let over = f64::from(incomplete) / f64::from(all.max(1)) * 100.0;
    let reliability = if over > 35.0 {
        Reliability::Costly
    } else if incomplete > 0 && over >= f64::from(warns_from) {
        Reliability::Warn
    } else {
        Reliability::Good
    };
    (if all == 0 { 0 } else { percent }, reliability)
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn completeness_is_what_looking_at_every_question_finds(
        rows in prop::collection::vec(row(), 0..14),
        warns_from in 1_u32..=35,
    ) {
        let rows: Vec<Row> = rows.into_iter().map(|Invented(row)| row).collect();
        let people = slow_participants(&rows);
        let found = report(&rows, warns_from, today()).completeness;
        let all = u32::try_from(people.len()).unwrap();
        let incomplete = u32::try_from(people.iter().filter(|who| slowly_incomplete(who)).count()).unwrap();
        prop_assert_eq!((found.participants, found.incomplete), (all, incomplete));
        prop_assert_eq!((found.percent, found.reliability), slowly_judged(incomplete, all, warns_from));
    }

    #[test]
    fn what_is_owed_is_what_looking_at_every_day_finds(rows in prop::collection::vec(row(), 0..14)) {
        let rows: Vec<Row> = rows.into_iter().map(|Invented(row)| row).collect();
        let (found, _) = participants(&rows, today());
        for (who, slow) in found.iter().zip(slow_participants(&rows)) {
            prop_assert_eq!(who.person, slow.first.person);
            let told: Vec<(Occasion, NaiveDate, bool)> =
                owed(who, today()).into_iter().map(|one| (one.occasion, one.on, one.over)).collect();
            prop_assert_eq!(told, slowly_owed(&slow));
        }
    }
}
