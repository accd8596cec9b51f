//! When something takes place: a day, with or without a time, for so many minutes.

use chrono::{NaiveDate, NaiveDateTime, NaiveTime, TimeDelta};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::change::{Refusal, Value};
use crate::moment::plausible;

/// Minutes that something may last: below, it was mistyped; above, it is no longer one day of work.
pub const MINUTES: std::ops::RangeInclusive<u16> = 5..=720;

/// A day in Europe/Paris; the time is `HH:MM`, or empty for the whole day or where it is not known yet.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Slot {
    pub day: NaiveDate,
    pub time: String,
    pub minutes: Option<u16>,
}

impl Slot {
    /// The value of the registry's group. Refused by field: a day nobody can mean, a time that is not `HH:MM`, minutes out of
    /// [`MINUTES`].
    pub fn value(&self) -> Result<Value, Refusal> {
        plausible("day", self.day)?;
        let time = self.time.trim();
        let readable = time.len() == 5 && NaiveTime::parse_from_str(time, "%H:%M").is_ok();
        if !time.is_empty() && !readable {
            return Err(Refusal::Unreadable { field: "time".to_owned() });
        }
        if self.minutes.is_some_and(|minutes| !MINUTES.contains(&minutes)) {
            return Err(Refusal::Unreadable { field: "minutes".to_owned() });
        }
        let minutes = self.minutes.map_or_else(String::new, |minutes| minutes.to_string());
        Ok(Value::Group(vec![Value::text(self.day.to_string()), Value::text(time), Value::Text(minutes)]))
    }
}

impl Slot {
    /// From when to when; none without a time. What has no length counts as its first minute.
    fn span(&self) -> Option<(NaiveDateTime, NaiveDateTime)> {
        let time = NaiveTime::parse_from_str(self.time.trim(), "%H:%M").ok()?;
        let start = self.day.and_time(time);
        Some((start, start + TimeDelta::minutes(i64::from(self.minutes.unwrap_or(1)))))
    }

    /// Whether somebody would have to be in two places; never where one has no time.
    pub fn overlaps(&self, other: &Slot) -> bool {
        match (self.span(), other.span()) {
            (Some((from, end)), Some((other_from, other_end))) => from < other_end && other_from < end,
            _ => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(time: &str, minutes: Option<u16>) -> Option<String> {
        let slot = Slot { day: "2026-11-24".parse().unwrap(), time: time.into(), minutes };
        match slot.value() {
            Err(Refusal::Unreadable { field }) => Some(field),
            Err(other) => panic!("{other:?}"),
            Ok(_) => None,
        }
    }

    #[test]
    fn a_time_is_two_hours_and_two_minutes_or_nothing() {
        assert_eq!(refused("", None), None);
        assert_eq!(refused("09:30", Some(45)), None);
        for bad in ["9:30", "24:00", "09h30", "09:60", "+9:30"] {
            assert_eq!(refused(bad, None).as_deref(), Some("time"), "{bad}");
        }
    }

    #[test]
    fn a_length_outside_of_a_day_of_work_is_refused() {
        assert_eq!(refused("", Some(4)).as_deref(), Some("minutes"));
        assert_eq!(refused("", Some(5)), None);
        assert_eq!(refused("", Some(720)), None);
        assert_eq!(refused("", Some(721)).as_deref(), Some("minutes"));
    }

    #[test]
    fn two_meetings_overlap_when_one_begins_before_the_other_has_ended() {
        let at =
            |time: &str, minutes| Slot { day: "2026-11-24".parse().unwrap(), time: time.into(), minutes };
        let meeting = at("10:00", Some(45));
        assert!(meeting.overlaps(&at("10:30", Some(60))));
        assert!(at("09:00", Some(120)).overlaps(&meeting), "around it");
        assert!(meeting.overlaps(&at("10:20", None)), "in the middle of it");
        assert!(at("10:00", None).overlaps(&at("10:00", None)));
        assert!(!meeting.overlaps(&at("10:45", Some(30))), "one after the other");
        assert!(!meeting.overlaps(&at("", None)), "no time, no quarrel");
        let next_day = Slot { day: "2026-11-25".parse().unwrap(), ..meeting.clone() };
        assert!(!meeting.overlaps(&next_day));
        let late = at("23:30", Some(60));
        assert!(late.overlaps(&Slot { time: "00:15".into(), ..next_day }), "beyond midnight");
    }
}
