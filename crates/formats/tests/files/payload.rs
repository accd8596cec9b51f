//! Every payload of `tests/fixtures/payloads.json` as it came, in every text of a file: read by a parser of another house, it
//! is a text and nothing else.

use std::collections::BTreeMap;

use calcard::icalendar::{ICalendar, ICalendarComponentType, ICalendarProperty};
use passerelle_domain::agenda::slot::Slot;
use passerelle_domain::moment::Instant;
use passerelle_formats::csv::table;
use passerelle_formats::ics::{Entry, calendar};
use uuid::Uuid;

fn payloads() -> Vec<String> {
    let fixture = include_str!("../../../../tests/fixtures/payloads.json");
    let listed: Vec<BTreeMap<String, String>> = serde_json::from_str(fixture).unwrap();
    listed.into_iter().map(|each| each["text"].clone()).collect()
}

#[test]
fn no_payload_adds_a_line_a_component_or_an_alarm_to_a_calendar() {
    let all = payloads();
    let entry = |at: usize| Entry {
        id: Uuid::from_u128(at as u128 + 1),
        slot: Slot { day: "2026-11-24".parse().unwrap(), time: "10:00".into(), minutes: Some(30) },
        title: all[at].clone(),
        place: all[(at + 1) % all.len()].clone(),
        note: all[(at + 2) % all.len()].clone(),
        cancelled: false,
    };
    let entries: Vec<Entry> = (0..all.len()).map(entry).collect();
    let text = calendar(&entries, Instant(1_795_518_000_000));
    let read = ICalendar::parse(&text).unwrap();
    let events = read.components.iter().filter(|each| each.component_type == ICalendarComponentType::VEvent);
    assert_eq!(events.clone().count(), all.len());
    assert_eq!(read.components.len(), all.len() + 1, "the calendar itself, and no alarm");
    for event in events {
        for line in &event.entries {
            let ours = [
                ICalendarProperty::Uid,
                ICalendarProperty::Dtstamp,
                ICalendarProperty::Dtstart,
                ICalendarProperty::Dtend,
                ICalendarProperty::Summary,
                ICalendarProperty::Location,
                ICalendarProperty::Description,
                ICalendarProperty::Class,
                ICalendarProperty::Status,
            ];
            assert!(ours.contains(&line.name) && line.params.is_empty(), "{line:?}");
        }
    }
}

#[test]
fn no_payload_is_a_formula_or_makes_a_cell_more() {
    let all = payloads();
    let rows: Vec<Vec<String>> =
        all.iter().map(|text| vec!["a".to_owned(), text.clone(), "b".to_owned()]).collect();
    let text = table(&["1".to_owned(), "2".to_owned(), "3".to_owned()], &rows);
    let mut reader =
        csv::ReaderBuilder::new().delimiter(b';').from_reader(text.trim_start_matches('\u{feff}').as_bytes());
    let read: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
    assert_eq!(read.len(), all.len());
    for (row, text) in read.iter().zip(&all) {
        let cell = &row[1];
        assert_eq!((&row[0], &row[2]), ("a", "b"));
        assert!(cell == text || cell.strip_prefix('\'') == Some(text), "{cell:?} of {text:?}");
        let formula = ['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠'];
        assert!(!cell.starts_with(formula), "{cell:?}");
    }
}
