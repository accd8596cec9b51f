//! How long it takes from finding somebody to the first contact, the assessment and the first referral.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::word::words;

words! {
    /// From one day of a case to the next.
    Leg {
        FoundToContact = "found_to_contact", ContactToAssessment = "contact_to_assessment",
        AssessmentToReferral = "assessment_to_referral", FoundToReferral = "found_to_referral",
    }
}

/// The days of one case.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct CaseDays {
    pub found_on: Option<NaiveDate>,
    /// The first contact that came from the person or reached them.
    pub contact_on: Option<NaiveDate>,
    /// The first theme of the assessment that was answered.
    pub assessed_on: Option<NaiveDate>,
    /// The first referral that was sent.
    pub referred_on: Option<NaiveDate>,
}

impl CaseDays {
    pub(super) fn ends(&self, leg: Leg) -> (Option<NaiveDate>, Option<NaiveDate>) {
        match leg {
            Leg::FoundToContact => (self.found_on, self.contact_on),
            Leg::ContactToAssessment => (self.contact_on, self.assessed_on),
            Leg::AssessmentToReferral => (self.assessed_on, self.referred_on),
            Leg::FoundToReferral => (self.found_on, self.referred_on),
        }
    }
}

/// The days of one leg. Quartiles are days that occurred (nearest rank): the least within which a quarter, a half, three
/// quarters of the counted cases came through.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Delay {
    pub leg: Leg,
    /// Cases that have both days, the later not before the earlier.
    pub counted: u32,
    /// None where nothing is counted.
    pub first_quartile: Option<u32>,
    pub median: Option<u32>,
    pub third_quartile: Option<u32>,
    /// Cases that have the first day and are not there yet.
    pub without: u32,
    /// Cases whose later day comes first: a referral before the assessment, or a day mistyped. They enter no quartile.
    pub reversed: u32,
}

/// The delays of these cases, one for each leg.
pub fn delays(cases: &[CaseDays]) -> Vec<Delay> {
    Leg::ALL.iter().map(|leg| delay(*leg, cases)).collect()
}

fn delay(leg: Leg, cases: &[CaseDays]) -> Delay {
    let (mut days, mut without, mut reversed) = (Vec::new(), 0, 0);
    for (from, to) in cases.iter().map(|case| case.ends(leg)) {
        match (from, to) {
            (Some(from), Some(to)) => match u32::try_from((to - from).num_days()) {
                Ok(passed) => days.push(passed),
                Err(_) => reversed += 1,
            },
            (Some(_), None) => without += 1,
            (None, _) => {}
        }
    }
    days.sort_unstable();
    let quartile = |quarters: usize| {
        let rank = (days.len() * quarters).div_ceil(4);
        days.get(rank.checked_sub(1)?).copied()
    };
    Delay {
        leg,
        counted: u32::try_from(days.len()).unwrap_or(u32::MAX),
        first_quartile: quartile(1),
        median: quartile(2),
        third_quartile: quartile(3),
        without,
        reversed,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn awa_bruno_and_those_who_were_never_reached() {
        let never = CaseDays { found_on: Some(day("2026-01-10")), ..CaseDays::default() };
        let contact = |on: &str| CaseDays { contact_on: Some(day(on)), ..never };
        let awa = CaseDays {
            assessed_on: Some(day("2026-01-20")),
            referred_on: Some(day("2026-02-09")),
            ..contact("2026-01-10")
        };
        let mistyped = contact("2025-01-12");
        let cases =
            [contact("2026-01-30"), awa, never, contact("2026-01-12"), mistyped, contact("2026-02-10")];
        let found = delays(&cases);
        let told: Vec<_> = found
            .iter()
            .map(|delay| {
                let quartiles = [delay.first_quartile, delay.median, delay.third_quartile];
                (delay.leg, delay.counted, quartiles, delay.without, delay.reversed)
            })
            .collect();
        let same = |days| [Some(days); 3];
        assert_eq!(
            told,
            [
                (Leg::FoundToContact, 4, [Some(0), Some(2), Some(20)], 1, 1),
                (Leg::ContactToAssessment, 1, same(10), 4, 0),
                (Leg::AssessmentToReferral, 1, same(20), 0, 0),
                (Leg::FoundToReferral, 1, same(30), 5, 0),
            ]
        );
        assert_eq!(delays(&[])[0].median, None);
    }
}
