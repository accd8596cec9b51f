//! The days to which the law counts: a summons, the contract "engagement jeune", what is asked after an exit. A month without
//! that day ends on its last one (article 641 of the Code of Civil Procedure).

use chrono::{Days, Months, NaiveDate};
use serde::Serialize;
use ts_rs::TS;

use crate::person::birth::Birth;
use crate::situation::{Occasion, SituationKind};

/// Months after the summons within which the training obligation is to be met, or else the mission locale informs the president
/// of the departmental council (decree 2020-978 of 5 August 2020, articles R. 114-1 and following of the Code of Education).
pub const SUMMONS_MONTHS: u32 = 2;
/// So many days before, the end of a summons is announced.
pub const SUMMONS_NOTICE_DAYS: u64 = 14;

/// Months that a contract "engagement jeune" lasts at most, and with an extension for which reasons are given (article L. 5131-6
/// and articles R. 5131-15 and following of the Labour Code, decree 2022-199 of 18 February 2022).
pub const CEJ_MONTHS: u32 = 12;
pub const CEJ_EXTENDED_MONTHS: u32 = 18;
/// So many days before, the end of the contract is announced.
pub const CEJ_NOTICE_DAYS: u64 = 30;

/// Days after an exit within which the situation is asked, as the European Social Fund Plus has it: upon leaving is within four
/// weeks (annex I of regulation (EU) 2021/1057), then six months after.
pub const EXIT_DAYS: u64 = 28;
pub const EXIT_MONTHS: u32 = 6;
/// So many days before those four weeks end, the situation is asked.
pub const EXIT_NOTICE_DAYS: u64 = 7;

/// The last day of a summons.
pub fn summons_until(summoned_on: NaiveDate) -> Option<NaiveDate> {
    summoned_on.checked_add_months(Months::new(SUMMONS_MONTHS))
}

/// The last day of a contract "engagement jeune".
pub fn cej_until(started_on: NaiveDate, extended: bool) -> Option<NaiveDate> {
    let months = if extended { CEJ_EXTENDED_MONTHS } else { CEJ_MONTHS };
    started_on.checked_add_months(Months::new(months))
}

/// The last day on which the situation upon leaving is asked.
pub fn four_weeks_after(left_on: NaiveDate) -> Option<NaiveDate> {
    left_on.checked_add_days(Days::new(EXIT_DAYS))
}

/// The day whose situation is asked six months after.
pub fn six_months_after(left_on: NaiveDate) -> Option<NaiveDate> {
    left_on.checked_add_months(Months::new(EXIT_MONTHS))
}

/// What the clocks go by, of the present case.
#[derive(Clone, Debug, Default)]
pub struct Clocks {
    pub birth: Option<Birth>,
    /// The day of the summons under the training obligation.
    pub summoned_on: Option<NaiveDate>,
    pub cej_started_on: Option<NaiveDate>,
    pub cej_extended: bool,
    /// What the person did last, as far as it was written down.
    pub doing: Option<SituationKind>,
    /// The day the person left, if they did.
    pub left_on: Option<NaiveDate>,
    /// On which occasions the situation was asked since.
    pub asked: Vec<Occasion>,
}

/// A day to which the law counts, near or past.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(tag = "clock", rename_all = "snake_case")]
pub enum Deadline {
    Summons {
        until: NaiveDate,
        over: bool,
    },
    Cej {
        until: NaiveDate,
        over: bool,
        /// The contract was extended already.
        extended: bool,
    },
    /// The situation after an exit: until that day for the four weeks, from that day on for the six months.
    Situation {
        occasion: Occasion,
        on: NaiveDate,
        over: bool,
    },
}

fn near(until: NaiveDate, notice_days: u64, today: NaiveDate) -> bool {
    until.checked_sub_days(Days::new(notice_days)).is_some_and(|from| today >= from)
}

/// Whether the training obligation can hold on that day: from the sixteenth birthday until the eighteenth (article L. 114-1 of
/// the Code of Education). Where the birth is not known, nothing says that it does not.
pub fn of_obligation(birth: Option<Birth>, today: NaiveDate) -> bool {
    birth.is_none_or(|birth| {
        let age = birth.age_on(today);
        age.at_least <= 17 && age.at_most >= 16
    })
}

fn summons(clocks: &Clocks, today: NaiveDate) -> Option<Deadline> {
    let until = summons_until(clocks.summoned_on?)?;
    let met = clocks.doing.is_some_and(SituationKind::meets_training_obligation);
    let asked = !met && of_obligation(clocks.birth, today) && near(until, SUMMONS_NOTICE_DAYS, today);
    asked.then_some(Deadline::Summons { until, over: today > until })
}

fn cej(clocks: &Clocks, today: NaiveDate) -> Option<Deadline> {
    let extended = clocks.cej_extended;
    let until = cej_until(clocks.cej_started_on?, extended)?;
    near(until, CEJ_NOTICE_DAYS, today).then_some(Deadline::Cej { until, over: today > until, extended })
}

/// Once six months have passed, what was missed after four weeks is asked no more: nobody can tell it any longer.
fn situation(clocks: &Clocks, today: NaiveDate) -> Option<Deadline> {
    let left_on = clocks.left_on?;
    let (four, six) = (four_weeks_after(left_on)?, six_months_after(left_on)?);
    let (occasion, on, due) = if today >= six {
        (Occasion::Exit6m, six, true)
    } else {
        (Occasion::Exit4w, four, near(four, EXIT_NOTICE_DAYS, today))
    };
    let over = occasion == Occasion::Exit4w && today > on;
    (due && !clocks.asked.contains(&occasion)).then_some(Deadline::Situation { occasion, on, over })
}

/// What is near or past on that day. Whoever has left is asked for their situation, and nothing else runs for them.
pub fn due(clocks: &Clocks, open: bool, today: NaiveDate) -> Vec<Deadline> {
    if open {
        summons(clocks, today).into_iter().chain(cej(clocks, today)).collect()
    } else {
        situation(clocks, today).into_iter().collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn birth(text: &str) -> Option<Birth> {
        Birth::parse(text).ok()
    }

    #[test]
    fn a_month_without_that_day_ends_on_its_last_one() {
        for (summoned, until) in [
            ("2025-12-31", "2026-02-28"),
            ("2023-12-29", "2024-02-29"),
            ("2023-12-30", "2024-02-29"),
            ("2026-06-30", "2026-08-30"),
        ] {
            assert_eq!(summons_until(day(summoned)), Some(day(until)), "{summoned}");
        }
        assert_eq!(cej_until(day("2024-02-29"), false), Some(day("2025-02-28")));
        assert_eq!(cej_until(day("2024-08-31"), true), Some(day("2026-02-28")));
        assert_eq!(six_months_after(day("2025-08-31")), Some(day("2026-02-28")));
        assert_eq!(four_weeks_after(day("2024-02-01")), Some(day("2024-02-29")));
        assert_eq!(four_weeks_after(day("2026-02-01")), Some(day("2026-03-01")));
    }

    #[test]
    fn a_summons_counts_from_sixteen_to_the_eighteenth_birthday() {
        let until = day("2026-11-10");
        for (born, today, over) in [
            ("2010-01-05", "2026-10-26", None),
            ("2010-01-05", "2026-10-27", Some(false)),
            ("2010-01-05", "2026-11-10", Some(false)),
            ("2010-01-05", "2026-11-11", Some(true)),
            ("2008-11-12", "2026-11-11", Some(true)),
            ("2008-11-12", "2026-11-12", None),
            ("2010-11-12", "2026-11-11", None),
            ("2010-11-12", "2026-11-12", Some(true)),
            ("2008", "2026-11-11", Some(true)),
            ("2007", "2026-11-11", None),
            ("", "2026-11-11", Some(true)),
        ] {
            let clocks =
                Clocks { birth: birth(born), summoned_on: Some(day("2026-09-10")), ..Clocks::default() };
            let expected: Vec<_> = over.map(|over| Deadline::Summons { until, over }).into_iter().collect();
            assert_eq!(due(&clocks, true, day(today)), expected, "{born} {today}");
        }
    }

    #[test]
    fn a_birthday_of_29_february_is_reached_on_1_march() {
        let clocks =
            Clocks { birth: birth("2008-02-29"), summoned_on: Some(day("2025-12-31")), ..Clocks::default() };
        let until = day("2026-02-28");
        assert_eq!(due(&clocks, true, until), [Deadline::Summons { until, over: false }]);
        assert_eq!(due(&clocks, true, day("2026-03-01")), []);
    }

    #[test]
    fn who_meets_the_obligation_is_not_reported() {
        for (doing, asked) in [
            (None, 1),
            (Some(SituationKind::Neither), 1),
            (Some(SituationKind::Seeking), 1),
            (Some(SituationKind::Unknown), 1),
            (Some(SituationKind::School), 0),
            (Some(SituationKind::JobShort), 0),
            (Some(SituationKind::CivicService), 0),
        ] {
            let summoned_on = Some(day("2026-01-01"));
            let clocks = Clocks { summoned_on, doing, ..Clocks::default() };
            assert_eq!(due(&clocks, true, day("2026-05-01")).len(), asked, "{doing:?}");
        }
    }

    #[test]
    fn the_contract_ends_after_twelve_months_or_eighteen_with_reasons() {
        for (extended, today, expected) in [
            (false, "2025-12-15", None),
            (false, "2025-12-16", Some(("2026-01-15", false))),
            (false, "2026-01-15", Some(("2026-01-15", false))),
            (false, "2026-01-16", Some(("2026-01-15", true))),
            (true, "2026-01-16", None),
            (true, "2026-06-15", Some(("2026-07-15", false))),
            (true, "2026-07-16", Some(("2026-07-15", true))),
        ] {
            let cej_started_on = Some(day("2025-01-15"));
            let clocks = Clocks { cej_started_on, cej_extended: extended, ..Clocks::default() };
            let expected: Vec<_> = expected
                .map(|(until, over)| Deadline::Cej { until: day(until), over, extended })
                .into_iter()
                .collect();
            assert_eq!(due(&clocks, true, day(today)), expected, "{extended} {today}");
            assert_eq!(due(&clocks, false, day(today)), [], "nothing runs once they left");
        }
    }

    #[test]
    fn after_an_exit_the_situation_is_asked_within_four_weeks_then_at_six_months() {
        use Occasion::{Exit4w, Exit6m};
        let four = |over| Deadline::Situation { occasion: Exit4w, on: day("2026-09-28"), over };
        let six = Deadline::Situation { occasion: Exit6m, on: day("2027-02-28"), over: false };
        for (today, asked, expected) in [
            ("2026-09-20", vec![], None),
            ("2026-09-21", vec![], Some(four(false))),
            ("2026-09-28", vec![], Some(four(false))),
            ("2026-09-29", vec![Occasion::Exit], Some(four(true))),
            ("2026-09-29", vec![Exit4w], None),
            ("2027-02-27", vec![], Some(four(true))),
            ("2027-02-28", vec![], Some(six)),
            ("2027-02-28", vec![Exit4w], Some(six)),
            ("2028-01-01", vec![Exit4w, Exit6m], None),
        ] {
            let clocks = Clocks { left_on: Some(day("2026-08-31")), asked, ..Clocks::default() };
            assert_eq!(due(&clocks, false, day(today)), Vec::from_iter(expected), "{today}");
        }
    }
}
