//! The days that figures are of, and the days they are compared with.

use chrono::{Days, Months, NaiveDate};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::change::Refusal;
use crate::moment::plausible;
use crate::word::words;

words! {
    /// With which days a period is compared: as many months, or days where it is no whole months, right before it; or the same
    /// days a year earlier.
    Against { Previous = "previous", LastYear = "last_year" }
}

/// Days from the first to the last, both counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct Period {
    pub from: NaiveDate,
    pub to: NaiveDate,
}

impl Period {
    /// Refuses days that no work can have to do with, and an end before the beginning.
    pub fn check(self) -> Result<Period, Refusal> {
        plausible("from", self.from)?;
        plausible("to", self.to)?;
        if self.to < self.from {
            return Err(Refusal::TooEarly { field: "to".to_owned(), not_before: self.from });
        }
        Ok(self)
    }

    pub fn contains(self, day: NaiveDate) -> bool {
        self.from <= day && day <= self.to
    }

    /// How many whole months it is; none where it begins or ends within one.
    fn months(self) -> Option<u32> {
        use chrono::Datelike as _;
        let next = self.to.checked_add_days(Days::new(1))?;
        if self.from.day() != 1 || next.day() != 1 {
            return None;
        }
        let years = next.year() - self.from.year();
        let months =
            years * 12 + i32::try_from(next.month()).ok()? - i32::try_from(self.from.month()).ok()?;
        u32::try_from(months).ok()
    }

    /// The days to compare with; they share no day with these. None where they would, as for a period of more than a year against
    /// the year before, or where the calendar ends.
    pub fn compared(self, against: Against) -> Option<Period> {
        let last = self.from.checked_sub_days(Days::new(1))?;
        let earlier = match against {
            Against::Previous => {
                let from = if let Some(months) = self.months() {
                    self.from.checked_sub_months(Months::new(months))?
                } else {
                    let days = u64::try_from((self.to - self.from).num_days()).ok()?;
                    last.checked_sub_days(Days::new(days))?
                };
                Period { from, to: last }
            }
            Against::LastYear => {
                let year = Months::new(12);
                let to = match self.months() {
                    // The last day of a month stays one: 28 February of a year before 29 February.
                    Some(_) => self
                        .to
                        .checked_add_days(Days::new(1))?
                        .checked_sub_months(year)?
                        .checked_sub_days(Days::new(1))?,
                    None => self.to.checked_sub_months(year)?,
                };
                Period { from: self.from.checked_sub_months(year)?, to }
            }
        };
        (earlier.to < self.from).then_some(earlier)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn period(from: &str, to: &str) -> Period {
        Period { from: from.parse().unwrap(), to: to.parse().unwrap() }
    }

    #[test]
    fn a_month_is_compared_with_the_month_before_and_days_with_as_many_days() {
        for (of, against, with) in [
            (("2026-03-01", "2026-03-31"), Against::Previous, Some(("2026-02-01", "2026-02-28"))),
            (("2026-01-01", "2026-03-31"), Against::Previous, Some(("2025-10-01", "2025-12-31"))),
            (("2026-01-01", "2026-12-31"), Against::Previous, Some(("2025-01-01", "2025-12-31"))),
            (("2026-03-10", "2026-03-12"), Against::Previous, Some(("2026-03-07", "2026-03-09"))),
            (("2026-03-10", "2026-03-10"), Against::Previous, Some(("2026-03-09", "2026-03-09"))),
            (("2028-02-01", "2028-02-29"), Against::LastYear, Some(("2027-02-01", "2027-02-28"))),
            (("2029-02-01", "2029-02-28"), Against::LastYear, Some(("2028-02-01", "2028-02-29"))),
            (("2026-03-10", "2026-03-12"), Against::LastYear, Some(("2025-03-10", "2025-03-12"))),
            (("2025-01-01", "2026-03-31"), Against::LastYear, None),
        ] {
            let with = with.map(|(from, to)| period(from, to));
            assert_eq!(period(of.0, of.1).compared(against), with, "{of:?} {against:?}");
        }
    }

    #[test]
    fn a_period_ends_after_it_began_and_in_days_of_the_work() {
        assert!(period("2026-03-10", "2026-03-10").check().is_ok());
        assert!(matches!(period("2026-03-10", "2026-03-09").check(), Err(Refusal::TooEarly { .. })));
        assert!(matches!(period("1026-03-10", "2026-03-09").check(), Err(Refusal::Unreadable { .. })));
    }
}
