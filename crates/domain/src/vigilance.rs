//! What of a file asks for attention today. Each signal is one plain rule over dated facts and carries its reason; they are
//! neither weighed nor added up: no person has a score.

use chrono::{Days, Months, NaiveDate};
use serde::Serialize;
use ts_rs::TS;

use crate::case::Stage;
use crate::deadline::{self, Clocks, Deadline};
use crate::notice::ToldTo;
use crate::retention::{MONTHS, kept_until};

/// After so many days without reaching the person themself, the silence is shown.
pub const QUIET_DAYS: u64 = 21;

/// So many days before a file may no longer be kept, its end is announced.
pub const RETENTION_NOTICE_DAYS: u64 = 60;

/// A referral whose partner owes an answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unanswered {
    pub programme: String,
    /// Days past the day on which the answer was due; 0 when it is not late.
    pub late_days: u32,
}

/// What the rules look at, of the present case where it is not of the person.
#[derive(Clone, Debug, Default)]
pub struct Facts {
    /// None where there is no case.
    pub stage: Option<Stage>,
    pub opened_on: Option<NaiveDate>,
    pub last_contact: Option<NaiveDate>,
    /// None where it cannot be told.
    pub minor: Option<bool>,
    /// A legal representative is known by name or telephone.
    pub representative: bool,
    /// Who still has to be told what is kept; none where all were.
    pub untold: Option<ToldTo>,
    /// The day on which the plan is looked at again.
    pub review_on: Option<NaiveDate>,
    pub unanswered: Vec<Unanswered>,
    /// Appointments missed since the last contact.
    pub missed: u32,
    /// The days from which the law counts.
    pub clocks: Clocks,
}

/// One reason to look at a file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(tag = "signal", rename_all = "snake_case")]
pub enum Signal {
    /// Nobody reached the person for so many days; since the opening of the case where nobody ever did.
    Quiet {
        days: u32,
        ever_reached: bool,
    },
    Missed {
        count: u32,
    },
    /// The partner's answer is so many days late.
    Unanswered {
        programme: String,
        days: u32,
    },
    /// A minor's legal representative is not known, so nothing can be shared (article 371-1 of the Civil Code: parental
    /// authority until majority).
    RepresentativeMissing,
    /// Who is followed, or the representative of a minor, was not told yet what is kept, why, for how long, and their rights
    /// (articles 13 and 14 of the GDPR).
    Untold {
        who: ToldTo,
    },
    /// The plan was to be looked at again on that day.
    ReviewDue {
        on: NaiveDate,
    },
    /// The file may be kept until that day only, unless the person is reached again.
    RetentionEnding {
        until: NaiveDate,
    },
    /// The file should have been erased after that day.
    RetentionOver {
        until: NaiveDate,
    },
    /// A day to which the law counts is near or past.
    Deadline(Deadline),
}

/// Whether someone is expected to be in touch. Who is out of reach, has left or whose case is closed is not.
fn followed(stage: Stage) -> bool {
    match stage {
        Stage::Spotted | Stage::Contacting | Stage::Assessing | Stage::Planning | Stage::Following => true,
        Stage::Unreachable | Stage::Left | Stage::Closed => false,
    }
}

fn quiet(facts: &Facts, today: NaiveDate) -> Option<Signal> {
    let since = facts.last_contact.or(facts.opened_on)?;
    if since >= today.checked_sub_days(Days::new(QUIET_DAYS))? {
        return None;
    }
    let days = u32::try_from((today - since).num_days()).ok()?;
    Some(Signal::Quiet { days, ever_reached: facts.last_contact.is_some() })
}

fn retention(facts: &Facts, today: NaiveDate) -> Option<Signal> {
    let until = kept_until(facts.last_contact, facts.opened_on)?;
    if today > until {
        return Some(Signal::RetentionOver { until });
    }
    let announced = until.checked_sub_days(Days::new(RETENTION_NOTICE_DAYS))?;
    (today >= announced).then_some(Signal::RetentionEnding { until })
}

/// The latest last contact, or opening where there was none, for which the end of keeping is announced or past on that day.
pub fn announced_until(today: NaiveDate) -> Option<NaiveDate> {
    let ends_by = today.checked_add_days(Days::new(RETENTION_NOTICE_DAYS))?;
    let since = ends_by.checked_sub_months(Months::new(MONTHS))?;
    // A month without that day ends on its last one: the days after it may end with it.
    let next = since.checked_add_days(Days::new(1))?;
    let ends = kept_until(Some(next), None)?;
    Some(if ends <= ends_by { next } else { since })
}

/// What asks for attention on that day, in the order in which it is shown: what the law sets first.
pub fn signals(facts: &Facts, today: NaiveDate) -> Vec<Signal> {
    let mut found = Vec::new();
    found.extend(retention(facts, today));
    let open = facts.stage.is_some_and(|stage| !stage.is_over());
    found.extend(deadline::due(&facts.clocks, open, today).into_iter().map(Signal::Deadline));
    if open && facts.minor == Some(true) && !facts.representative {
        found.push(Signal::RepresentativeMissing);
    }
    // There is nobody to tell before the first meeting.
    let met = facts.last_contact.is_some();
    found.extend(facts.untold.filter(|_| open && met).map(|who| Signal::Untold { who }));
    if facts.stage.is_some_and(followed) {
        found.extend(quiet(facts, today));
        if facts.missed > 0 {
            found.push(Signal::Missed { count: facts.missed });
        }
    }
    let late = facts.unanswered.iter().filter(|referral| referral.late_days > 0);
    found.extend(late.map(|referral| Signal::Unanswered {
        programme: referral.programme.clone(),
        days: referral.late_days,
    }));
    if let Some(on) = facts.review_on.filter(|on| open && *on <= today) {
        found.push(Signal::ReviewDue { on });
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::situation::Occasion;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    /// A person of age, followed and reached today.
    fn calm(today: &str) -> Facts {
        let today = Some(day(today));
        let (stage, minor) = (Some(Stage::Following), Some(false));
        Facts { stage, opened_on: today, last_contact: today, minor, ..Facts::default() }
    }

    #[test]
    fn silence_counts_from_the_contact_or_the_opening_and_only_of_who_is_followed() {
        for (opened, contact, today, days) in [
            ("2026-01-01", Some("2026-03-01"), "2026-03-22", None),
            ("2026-01-01", Some("2026-03-01"), "2026-03-23", Some(22)),
            ("2024-01-01", Some("2024-02-29"), "2024-03-22", Some(22)),
            ("2026-02-07", None, "2026-02-28", None),
            ("2026-02-07", None, "2026-03-01", Some(22)),
        ] {
            let (opened_on, last_contact) = (Some(day(opened)), contact.map(day));
            let facts = Facts { opened_on, last_contact, ..calm(today) };
            let expected: Vec<_> = days
                .map(|days| Signal::Quiet { days, ever_reached: contact.is_some() })
                .into_iter()
                .collect();
            assert_eq!(signals(&facts, day(today)), expected, "{opened} {contact:?} {today}");
            for stage in [Stage::Unreachable, Stage::Left, Stage::Closed] {
                let facts = Facts { stage: Some(stage), ..facts.clone() };
                assert_eq!(signals(&facts, day(today)), [], "{stage:?}");
            }
        }
    }

    #[test]
    fn the_end_of_keeping_is_announced_sixty_days_before_whatever_the_stage() {
        let until = day("2026-02-28");
        for (today, expected) in [
            ("2025-12-29", None),
            ("2025-12-30", Some(Signal::RetentionEnding { until })),
            ("2026-02-28", Some(Signal::RetentionEnding { until })),
            ("2026-03-01", Some(Signal::RetentionOver { until })),
        ] {
            let last_contact = Some(day("2024-02-29"));
            let stage = Some(Stage::Closed);
            let facts = Facts { stage, opened_on: last_contact, last_contact, ..calm(today) };
            assert_eq!(signals(&facts, day(today)), Vec::from_iter(expected), "{today}");
        }
    }

    #[test]
    fn the_last_contact_for_which_the_end_is_announced_is_the_one_of_the_signal() {
        let mut today = day("2025-12-01");
        while today < day("2028-04-01") {
            let until = announced_until(today).unwrap();
            let announced = |contact: NaiveDate| {
                let last_contact = Some(contact);
                retention(&Facts { last_contact, ..Facts::default() }, today).is_some()
            };
            assert!(announced(until) && !announced(until + Days::new(1)), "{today}: {until}");
            today = today + Days::new(1);
        }
    }

    #[test]
    fn a_minor_needs_a_representative_and_nobody_else_does() {
        let today = day("2026-03-10");
        for (minor, representative, missing) in [
            (Some(true), false, true),
            (Some(true), true, false),
            (Some(false), false, false),
            (None, false, false),
        ] {
            let facts = Facts { minor, representative, ..calm("2026-03-10") };
            let expected = if missing { vec![Signal::RepresentativeMissing] } else { vec![] };
            assert_eq!(signals(&facts, today), expected, "{minor:?} {representative}");
        }
    }

    #[test]
    fn who_was_met_and_not_told_is_shown_while_the_case_is_open() {
        let today = day("2026-03-10");
        let facts = Facts { untold: Some(ToldTo::Both), ..calm("2026-03-10") };
        assert_eq!(signals(&facts, today), [Signal::Untold { who: ToldTo::Both }]);
        let left = Facts { stage: Some(Stage::Left), ..facts.clone() };
        assert_eq!(signals(&left, today), []);
        let unmet = Facts { last_contact: None, ..facts };
        assert_eq!(signals(&unmet, today), []);
    }

    #[test]
    fn the_clocks_of_a_case_stop_when_the_person_leaves_and_the_one_after_an_exit_begins() {
        let today = day("2026-03-10");
        let clocks = Clocks {
            cej_started_on: Some(day("2025-03-10")),
            left_on: Some(day("2026-02-10")),
            ..Clocks::default()
        };
        let facts = Facts { clocks, ..calm("2026-03-10") };
        let cej = Deadline::Cej { until: today, over: false, extended: false };
        assert_eq!(signals(&facts, today), [Signal::Deadline(cej)]);
        for stage in [Stage::Left, Stage::Closed] {
            let facts = Facts { stage: Some(stage), ..facts.clone() };
            let on = today;
            let asked = Deadline::Situation { occasion: Occasion::Exit4w, on, over: false };
            assert_eq!(signals(&facts, today), [Signal::Deadline(asked)], "{stage:?}");
        }
    }

    #[test]
    fn late_answers_missed_appointments_and_reviews_say_their_facts() {
        let today = day("2026-03-10");
        let unanswered = |programme: &str, late_days| Unanswered { programme: programme.into(), late_days };
        let facts = Facts {
            missed: 2,
            unanswered: vec![unanswered("CAP Carrosserie", 12), unanswered("Prépa", 0)],
            review_on: Some(today),
            ..calm("2026-03-10")
        };
        assert_eq!(
            signals(&facts, today),
            [
                Signal::Missed { count: 2 },
                Signal::Unanswered { programme: "CAP Carrosserie".into(), days: 12 },
                Signal::ReviewDue { on: today },
            ]
        );
        let early = Facts { review_on: Some(day("2026-03-11")), ..calm("2026-03-10") };
        assert_eq!(signals(&early, today), []);
    }
}
