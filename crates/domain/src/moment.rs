//! Instants and the hybrid logical clock; days are chrono's `NaiveDate`. Nothing here asks what time it is.

use chrono::{Datelike as _, NaiveDate};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::change::Refusal;

/// Milliseconds since 1970-01-01T00:00:00 UTC.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, TS)]
#[ts(type = "number")]
pub struct Instant(pub i64);

/// The present as the caller sees it: the instant, and the day it is in Europe/Paris.
#[derive(Clone, Copy, Debug)]
pub struct Now {
    pub at: Instant,
    pub today: NaiveDate,
}

/// Whether the work can have to do with this day at all. A year beyond was mistyped, and as text it would sort wrongly.
pub fn is_plausible(day: NaiveDate) -> bool {
    (1900..=2199).contains(&day.year())
}

/// A day as it is kept, `2008-03-14`, and in no other form; many thousands are read at once, for which a reader of any form is
/// several times too slow.
pub fn kept_day(text: &str) -> Option<NaiveDate> {
    let [year @ .., b'-', m1, m2, b'-', d1, d2] = text.as_bytes() else { return None };
    let number = |digits: &[u8]| {
        digits.iter().try_fold(0_u32, |number, digit| {
            digit.is_ascii_digit().then(|| number * 10 + u32::from(digit - b'0'))
        })
    };
    let year = if year.len() == 4 { number(year)?.cast_signed() } else { return None };
    NaiveDate::from_ymd_opt(year, number(&[*m1, *m2])?, number(&[*d1, *d2])?)
}

/// The day of a field, unless nobody can have meant it.
pub fn plausible(field: &str, day: NaiveDate) -> Result<NaiveDate, Refusal> {
    if is_plausible(day) { Ok(day) } else { Err(Refusal::Unreadable { field: field.to_owned() }) }
}

/// Hybrid logical time: milliseconds and a counter; orders what is displayed, decides nothing.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Hlc {
    pub ms: u64,
    pub count: u32,
}

impl Hlc {
    /// The time of the first change of a gesture: a millisecond of its own, later than the last one, whatever the wall clock says.
    /// Changes of one gesture are told from those of another by it.
    #[must_use]
    pub fn begin(self, wall: Instant) -> Hlc {
        let ms = u64::try_from(wall.0).unwrap_or(0);
        Hlc { ms: ms.max(self.ms.saturating_add(1)), count: 0 }
    }

    /// The time of the next local change of a gesture: never earlier than the last one, whatever the wall clock says.
    #[must_use]
    pub fn next(self, wall: Instant) -> Hlc {
        let ms = u64::try_from(wall.0).unwrap_or(0);
        if ms > self.ms {
            Hlc { ms, count: 0 }
        } else {
            match self.count.checked_add(1) {
                Some(count) => Hlc { ms: self.ms, count },
                None => Hlc { ms: self.ms + 1, count: 0 },
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_kept_day_is_read_as_any_reader_reads_it_and_nothing_else_is() {
        let mut day = NaiveDate::from_ymd_opt(1899, 12, 1).unwrap();
        while day.year() < 2201 {
            assert_eq!(kept_day(&day.to_string()), Some(day));
            day = day + chrono::Days::new(13);
        }
        for text in [
            "",
            "2008",
            "2008-3-14",
            "2008-02-30",
            "2008-13-01",
            "2008/03/14",
            " 2008-03-14",
            "+008-03-14",
            "2008-03-1é",
        ] {
            assert_eq!(kept_day(text), None, "{text}");
        }
    }

    #[test]
    fn a_clock_set_back_does_not_turn_the_order() {
        let first = Hlc::default().next(Instant(5_000));
        let second = first.next(Instant(1_000));
        let third = second.next(Instant(1_001));
        assert!(first < second && second < third);
        assert_eq!(third, Hlc { ms: 5_000, count: 2 });
        assert_eq!(third.next(Instant(9_000)), Hlc { ms: 9_000, count: 0 });
    }

    #[test]
    fn each_gesture_has_a_millisecond_of_its_own_by_a_clock_that_stands_still_or_was_set_back() {
        let first = Hlc::default().begin(Instant(5_000));
        assert_eq!(first, Hlc { ms: 5_000, count: 0 });
        let same = first.next(Instant(5_000));
        assert_eq!(same.ms, first.ms, "of the same gesture");
        let second = same.begin(Instant(5_000));
        assert_eq!(second, Hlc { ms: 5_001, count: 0 });
        assert_eq!(second.begin(Instant(1_000)), Hlc { ms: 5_002, count: 0 });
        assert_eq!(second.begin(Instant(9_000)), Hlc { ms: 9_000, count: 0 });
    }

    #[test]
    fn a_full_counter_goes_over_into_the_milliseconds() {
        let full = Hlc { ms: 7, count: u32::MAX };
        assert_eq!(full.next(Instant(0)), Hlc { ms: 8, count: 0 });
    }
}
