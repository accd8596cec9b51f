//! The social clause of works: hours of work kept for inhabitants of the priority neighbourhoods who are far from a job, what
//! is due, done and by whom.
//!
//! Source: ANRU, charte nationale d'insertion 2014-2024 of the new programme of urban renewal (NPNRU), adopted by its board on
//! 24 March 2015: at least 5 % of the hours worked in financed operations (works, and the engineering they need), at least 10 %
//! of the hours worked in contracts for local urban management (gestion urbaine de proximité). A local charter or a contract may
//! ask for more.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::word::words;

words! {
    /// What the hours are worked in.
    ClauseWorks { Operation = "operation", LocalManagement = "local_management" }
}

impl ClauseWorks {
    /// The least share of the hours, in percent.
    pub fn percent(self) -> u8 {
        match self {
            ClauseWorks::Operation => 5,
            ClauseWorks::LocalManagement => 10,
        }
    }
}

/// What a contract asks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Clause {
    pub works: ClauseWorks,
    /// All hours of work that the contract foresees.
    pub total_hours: u32,
    /// The share that the contract itself asks for, in percent; the charter's where it is lower or not told.
    pub percent: Option<u8>,
}

/// Work done under a clause.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClauseHours<W> {
    /// Whoever did it or had it done: a person, a structure, an enterprise.
    pub by: W,
    pub on: NaiveDate,
    /// Minutes, since a day's work is 7 h 30 as often as 7 h.
    pub minutes: u32,
}

/// How far a clause is met.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct ClauseStand {
    /// Hours due: the share of the total, up to the next whole hour, for "at least" is not met below.
    pub due_hours: u32,
    #[ts(type = "number")]
    pub done_minutes: u64,
    /// 0 once the clause is met.
    #[ts(type = "number")]
    pub remaining_minutes: u64,
    /// What is done of what is due, in whole percent rounded down, over 100 where more was done; none where nothing is due.
    pub done_percent: Option<u32>,
}

impl Clause {
    /// Hours due of the total, up to the next whole hour.
    pub fn due_hours(&self) -> u32 {
        let percent = self.percent.unwrap_or(0).max(self.works.percent()).min(100);
        let due = (u64::from(self.total_hours) * u64::from(percent)).div_ceil(100);
        u32::try_from(due).unwrap_or(self.total_hours)
    }

    /// How far it is met by what was done up to and including that day.
    pub fn stand<W>(&self, done: &[ClauseHours<W>], until: NaiveDate) -> ClauseStand {
        let done = done.iter().filter(|work| work.on <= until);
        self.stand_of(done.map(|work| u64::from(work.minutes)).sum())
    }

    /// How far it is met by so many minutes.
    pub fn stand_of(&self, done_minutes: u64) -> ClauseStand {
        let due_hours = self.due_hours();
        let due = u64::from(due_hours) * 60;
        let percent = |done: u64| u32::try_from(done.saturating_mul(100) / due).unwrap_or(u32::MAX);
        ClauseStand {
            due_hours,
            done_minutes,
            remaining_minutes: due.saturating_sub(done_minutes),
            done_percent: (due > 0).then(|| percent(done_minutes)),
        }
    }
}

/// Minutes by whoever did them, up to and including that day.
pub fn by_whom<W: Ord + Clone>(done: &[ClauseHours<W>], until: NaiveDate) -> BTreeMap<W, u64> {
    let mut minutes = BTreeMap::new();
    for work in done.iter().filter(|work| work.on <= until) {
        *minutes.entry(work.by.clone()).or_default() += u64::from(work.minutes);
    }
    minutes
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn work(by: &str, on: &str, minutes: u32) -> ClauseHours<String> {
        ClauseHours { by: by.to_owned(), on: day(on), minutes }
    }

    #[test]
    fn five_percent_of_works_and_ten_of_local_management_at_least() {
        use ClauseWorks::{LocalManagement, Operation};
        for (works, total_hours, percent, due) in [
            (Operation, 30_000, None, 1_500),
            (LocalManagement, 30_000, None, 3_000),
            (Operation, 30_001, None, 1_501),
            (Operation, 1, None, 1),
            (Operation, 0, None, 0),
            (Operation, 30_000, Some(8), 2_400),
            (Operation, 30_000, Some(3), 1_500),
            (LocalManagement, u32::MAX, Some(250), u32::MAX),
        ] {
            let clause = Clause { works, total_hours, percent };
            assert_eq!(clause.due_hours(), due, "{clause:?}");
        }
    }

    #[test]
    fn what_karim_and_sonia_worked_is_counted_to_the_day() {
        let clause = Clause { works: ClauseWorks::Operation, total_hours: 1_000, percent: None };
        let done = [
            work("Karim", "2026-03-02", 450),
            work("Sonia", "2026-03-02", 420),
            work("Karim", "2026-03-03", 450),
            work("Sonia", "2026-03-04", 3_000),
        ];
        let on_the_third = clause.stand(&done, day("2026-03-03"));
        assert_eq!(
            on_the_third,
            ClauseStand {
                due_hours: 50,
                done_minutes: 1_320,
                remaining_minutes: 1_680,
                done_percent: Some(44)
            }
        );
        let on_the_fourth = clause.stand(&done, day("2026-03-04"));
        assert_eq!((on_the_fourth.remaining_minutes, on_the_fourth.done_percent), (0, Some(144)));
        let by: Vec<_> = by_whom(&done, day("2026-03-03")).into_iter().collect();
        assert_eq!(by, [("Karim".to_owned(), 900), ("Sonia".to_owned(), 420)]);
    }

    #[test]
    fn a_contract_without_hours_owes_none() {
        let clause = Clause { works: ClauseWorks::Operation, total_hours: 0, percent: None };
        assert_eq!(clause.stand(&[work("Karim", "2026-03-02", 60)], day("2026-03-03")).done_percent, None);
    }
}
