//! When something takes place: a day, with or without a time, for so many minutes.

use chrono::{NaiveDate, NaiveTime};
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
}
