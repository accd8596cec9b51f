//! When something that comes back is due next.

use chrono::{Datelike as _, Days, Months, NaiveDate};

use crate::word::words;

words! {
    /// How often a task comes back once it is done.
    Every { Once = "", Week = "week", Fortnight = "fortnight", Month = "month" }
}

/// The first day after `today` on which it is due again, counted from `due_on`; none where it does not come back. A
/// monthly one keeps `anchor`, the day of the month it began on: after the 28th of February comes the 31st of March.
pub fn next_due(every: Every, due_on: NaiveDate, anchor: u32, today: NaiveDate) -> Option<NaiveDate> {
    let step = match every {
        Every::Once => return None,
        Every::Week => 7,
        Every::Fortnight => 14,
        Every::Month => {
            let months = (today.year() - due_on.year()) * 12 + today.month0().cast_signed()
                - due_on.month0().cast_signed();
            let first = u32::try_from(months).unwrap_or(0).max(1);
            return (first..=first + 1)
                .filter_map(|months| month_later(due_on, months, anchor))
                .find(|day| *day > today);
        }
    };
    let late = u64::try_from((today - due_on).num_days()).unwrap_or(0);
    due_on.checked_add_days(Days::new((late / step + 1) * step))
}

fn month_later(from: NaiveDate, months: u32, anchor: u32) -> Option<NaiveDate> {
    let first = from.with_day(1)?.checked_add_months(Months::new(months))?;
    (1..=anchor).rev().find_map(|day| first.with_day(day))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn the_end_of_a_month_is_found_again_after_february() {
        let next = |due: &str| next_due(Every::Month, day(due), 31, day(due)).unwrap();
        assert_eq!(next("2027-01-31"), day("2027-02-28"));
        assert_eq!(next("2028-01-31"), day("2028-02-29"));
        assert_eq!(next("2027-02-28"), day("2027-03-31"));
        assert_eq!(next("2027-03-31"), day("2027-04-30"));
        assert_eq!(next_due(Every::Month, day("2026-12-05"), 5, day("2026-12-05")), Some(day("2027-01-05")));
    }

    #[test]
    fn what_is_settled_late_is_due_after_today_on_its_own_weekday() {
        assert_eq!(next_due(Every::Week, day("2026-11-02"), 2, day("2026-11-24")), Some(day("2026-11-30")));
        assert_eq!(next_due(Every::Week, day("2026-11-24"), 24, day("2026-11-24")), Some(day("2026-12-01")));
        assert_eq!(
            next_due(Every::Fortnight, day("2026-11-24"), 24, day("2026-11-20")),
            Some(day("2026-12-08"))
        );
        assert_eq!(next_due(Every::Month, day("2026-08-30"), 30, day("2026-11-24")), Some(day("2026-11-30")));
        assert_eq!(next_due(Every::Month, day("2026-08-20"), 20, day("2026-11-24")), Some(day("2026-12-20")));
        assert_eq!(next_due(Every::Once, day("2026-11-24"), 24, day("2026-11-24")), None);
    }
}
