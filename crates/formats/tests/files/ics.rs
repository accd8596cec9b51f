//! A calendar of Passerelle, read by a parser of another house.

use calcard::icalendar::{
    ICalendar, ICalendarComponent, ICalendarComponentType, ICalendarProperty, ICalendarStatus, ICalendarValue,
};
use passerelle_domain::agenda::slot::Slot;
use passerelle_domain::moment::Instant;
use passerelle_formats::ics::{Entry, calendar};
use uuid::Uuid;

/// 2026-11-24 at 11:00 in universal time.
const NOW: Instant = Instant(1_795_518_000_000);

fn entry(id: u128, day: &str, time: &str, minutes: Option<u16>) -> Entry {
    Entry {
        id: Uuid::from_u128(id),
        slot: Slot { day: day.parse().unwrap(), time: time.into(), minutes },
        title: "Rendez-vous : A. D.".into(),
        place: "Mission locale de Creil".into(),
        note: String::new(),
        cancelled: false,
    }
}

fn read(text: &str) -> ICalendar {
    ICalendar::parse(text).unwrap()
}

fn events(calendar: &ICalendar) -> Vec<&ICalendarComponent> {
    let events = calendar.components.iter();
    events.filter(|component| component.component_type == ICalendarComponentType::VEvent).collect()
}

fn value(component: &ICalendarComponent, name: ICalendarProperty) -> Option<ICalendarValue> {
    component.entries.iter().find(|entry| entry.name == name)?.values.first().cloned()
}

fn text(component: &ICalendarComponent, name: ICalendarProperty) -> String {
    match value(component, name) {
        Some(ICalendarValue::Text(text)) => text,
        other => panic!("{other:?}"),
    }
}

/// An instant as another program understands it.
fn at(component: &ICalendarComponent, name: ICalendarProperty) -> Option<String> {
    match value(component, name)? {
        ICalendarValue::PartialDateTime(moment) => {
            assert_eq!((moment.tz_hour, moment.tz_minute), (Some(0), Some(0)), "in universal time");
            Some(moment.to_date_time().unwrap().date_time.to_string())
        }
        other => panic!("{other:?}"),
    }
}

fn starts(entry: Entry) -> (String, Option<String>) {
    let calendar = read(&calendar(&[entry], NOW));
    let event = events(&calendar)[0];
    (at(event, ICalendarProperty::Dtstart).unwrap(), at(event, ICalendarProperty::Dtend))
}

#[test]
fn an_hour_of_paris_is_told_in_universal_time_in_winter_and_in_summer() {
    let winter = starts(entry(1, "2026-11-24", "10:00", Some(45)));
    assert_eq!(winter, ("2026-11-24 09:00:00".into(), Some("2026-11-24 09:45:00".into())));
    let summer = starts(entry(1, "2026-07-14", "10:00", Some(45)));
    assert_eq!(summer, ("2026-07-14 08:00:00".into(), Some("2026-07-14 08:45:00".into())));
    // In the night of 25 to 26 October 2026 half past two comes twice; on 28 March 2027 it does not come.
    assert_eq!(starts(entry(1, "2026-10-25", "02:30", None)).0, "2026-10-25 00:30:00");
    assert_eq!(starts(entry(1, "2027-03-28", "02:30", None)).0, "2027-03-28 01:30:00");
    assert_eq!(starts(entry(1, "2027-03-28", "03:30", None)).0, "2027-03-28 01:30:00");
}

#[test]
fn what_begins_before_midnight_ends_on_the_next_day() {
    let late = starts(entry(1, "2026-12-31", "23:30", Some(90)));
    assert_eq!(late, ("2026-12-31 22:30:00".into(), Some("2027-01-01 00:00:00".into())));
}

#[test]
fn without_a_time_it_is_the_whole_day() {
    let text = calendar(&[entry(1, "2026-11-24", "", None)], NOW);
    assert!(text.contains("DTSTART;VALUE=DATE:20261124\r\n"), "{text}");
    assert!(text.contains("DTEND;VALUE=DATE:20261125\r\n"), "the day after is the end, which is not of it");
}

#[test]
fn the_same_meeting_bears_the_same_name_and_a_later_stamp() {
    let first = read(&calendar(&[entry(7, "2026-11-24", "10:00", None)], NOW));
    let moved = Entry { cancelled: true, ..entry(7, "2026-11-26", "10:00", None) };
    let second = read(&calendar(&[moved], Instant(NOW.0 + 60_000)));
    let (first, second) = (events(&first)[0], events(&second)[0]);
    assert_eq!(text(first, ICalendarProperty::Uid), text(second, ICalendarProperty::Uid));
    let stamps = [first, second].map(|event| at(event, ICalendarProperty::Dtstamp).unwrap());
    assert_eq!(stamps, ["2026-11-24 11:00:00", "2026-11-24 11:01:00"]);
    let status = |event| value(event, ICalendarProperty::Status);
    assert_eq!(status(first), Some(ICalendarValue::Status(ICalendarStatus::Confirmed)));
    assert_eq!(status(second), Some(ICalendarValue::Status(ICalendarStatus::Cancelled)));
}

#[test]
fn accents_commas_and_several_lines_come_through_in_lines_of_75_octets() {
    let long = "Salle des fêtes, 1er étage; près de l’église Saint-Médard à Creil — œuvres sociales, 🙂 entrée côté cour, \
                puis à gauche, puis encore à gauche";
    let note = "Gwenaëlle Wójcik, éducatrice\nApporter : CV; carte d’identité\\copie\n\nFin\u{7}";
    let one = Entry { place: long.into(), note: note.into(), ..entry(1, "2026-11-24", "10:00", Some(45)) };
    let written = calendar(&[one], NOW);
    for line in written.split("\r\n") {
        assert!(line.len() <= 75, "{} octets: {line}", line.len());
        assert!(!line.contains('\n'), "a bare end of line: {line}");
    }
    assert!(written.replace("\r\n ", "").contains("fêtes\\, 1er étage\\;"), "{written}");
    let calendar = read(&written);
    let event = events(&calendar)[0];
    assert_eq!(text(event, ICalendarProperty::Location), long);
    let kept = text(event, ICalendarProperty::Description);
    assert_eq!(kept, note.trim_end_matches('\u{7}'), "without the bell");
}

#[test]
fn an_empty_calendar_is_one_and_says_who_made_it() {
    let empty = read(&calendar(&[], NOW));
    assert_eq!(events(&empty).len(), 0);
    let made = text(&empty.components[0], ICalendarProperty::Prodid);
    assert_eq!(made, "-//Passerelle//Agenda//FR");
}

#[test]
fn the_file_is_what_was_looked_at() {
    let day = entry(2, "2026-11-25", "", None);
    let off = Entry { cancelled: true, ..entry(3, "2026-11-26", "14:00", Some(60)) };
    let text = calendar(&[entry(1, "2026-11-24", "10:00", Some(45)), day, off], NOW);
    assert_eq!(text.replace("\r\n", "\n"), include_str!("week.ics"));
}
