//! Calendars as other programs read them (iCalendar, RFC 5545). What may be told of a meeting is decided before it comes here.

use chrono::offset::LocalResult;
use chrono::{DateTime, Days, NaiveDateTime, NaiveTime, TimeDelta, TimeZone as _, Utc};
use chrono_tz::Europe::Paris;
use icalendar::{Calendar, Class, Component as _, Event, EventLike as _, EventStatus, Property};
use passerelle_domain::agenda::slot::Slot;
use passerelle_domain::moment::Instant;
use uuid::Uuid;

/// Who made the file, as the format asks.
const PRODUCT: &str = "-//Passerelle//Agenda//FR";

/// One entry of a calendar, in the words that leave.
#[derive(Clone, Debug)]
pub struct Entry {
    /// The same at each export: a calendar that has it already replaces it.
    pub id: Uuid,
    /// A day in Europe/Paris; without a time, the whole day.
    pub slot: Slot,
    pub title: String,
    pub place: String,
    /// Several lines; empty where nothing more leaves.
    pub note: String,
    /// It was moved or called off: the calendar that has it strikes it through.
    pub cancelled: bool,
}

/// An hour of Paris as an instant. Of an hour that comes twice, in autumn, the first; of one that never comes, in spring, the
/// hour after.
fn instant(local: NaiveDateTime) -> DateTime<Utc> {
    let found = match Paris.from_local_datetime(&local) {
        LocalResult::Single(at) | LocalResult::Ambiguous(at, _) => Some(at),
        LocalResult::None => Paris.from_local_datetime(&(local + TimeDelta::hours(1))).earliest(),
    };
    found.map_or_else(|| local.and_utc(), |at| at.with_timezone(&Utc))
}

/// What the format does not allow in a text: control characters other than the end of a line.
fn plain(text: &str) -> String {
    text.chars().filter(|letter| *letter == '\n' || !letter.is_control()).collect()
}

fn event(entry: &Entry, stamp: DateTime<Utc>) -> Event {
    let mut event = Event::new();
    event.uid(&entry.id.to_string()).timestamp(stamp).summary(&plain(&entry.title)).class(Class::Private);
    if !entry.place.is_empty() {
        event.location(&plain(&entry.place));
    }
    if !entry.note.is_empty() {
        event.description(&plain(&entry.note));
    }
    let Slot { day, time, minutes } = &entry.slot;
    // In universal time: no table of summer and winter has to travel, and none can be wrong on the other side.
    match NaiveTime::parse_from_str(time, "%H:%M") {
        Ok(time) => {
            let start = instant(day.and_time(time));
            event.starts(start);
            if let Some(minutes) = minutes {
                event.ends(start + TimeDelta::minutes(i64::from(*minutes)));
            }
        }
        Err(_) => {
            event.starts(*day).ends(day.checked_add_days(Days::new(1)).unwrap_or(*day));
        }
    }
    event.status(if entry.cancelled { EventStatus::Cancelled } else { EventStatus::Confirmed });
    event
}

/// A calendar of these entries; `at` says when it was made, by which a later export wins over an earlier one.
pub fn calendar(entries: &[Entry], at: Instant) -> String {
    let stamp = DateTime::from_timestamp_millis(at.0).unwrap_or_default();
    let mut calendar = Calendar::empty();
    for (key, value) in
        [("VERSION", "2.0"), ("PRODID", PRODUCT), ("CALSCALE", "GREGORIAN"), ("METHOD", "PUBLISH")]
    {
        calendar.append_property(Property::new(key, value));
    }
    for entry in entries {
        calendar.push(event(entry, stamp));
    }
    calendar.to_string()
}
