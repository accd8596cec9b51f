//! The agenda as it leaves for another calendar: little, asked for twice, and written whole.

use std::path::PathBuf;

use serde_json::{Value, json};

use crate::laptop::{Laptop, PASSPHRASE, days_ago, in_days, laptop, refusal};

/// A week with a meeting, one that was moved, and a workshop.
fn week() -> Laptop {
    let laptop = laptop();
    let awa = laptop.add("Awa", "Diallo", json!({}));
    let meeting = |what: &str, day: &str| {
        let slot = json!({ "day": day, "time": "10:00", "minutes": 45 });
        let request = json!({
            "person": awa, "referral": null, "what": what, "slot": slot, "place": "Mission locale de Creil",
            "with_whom": "Mme Petit",
        });
        laptop.ask("appointment.add", request)["appointment"].clone()
    };
    meeting("Dossier de logement", &days_ago(0));
    let moved = meeting("Visite", &days_ago(0));
    let to = json!({ "day": in_days(2), "time": "14:00", "minutes": 45 });
    laptop.ask("appointment.move", json!({ "appointment": moved, "slot": to }));
    let slot = json!({ "day": in_days(1), "time": "", "minutes": null });
    let workshop = json!({
        "kind": "workshop", "title": "Atelier CV", "slot": slot, "place": "Lens", "note": "Awa viendra tard",
    });
    laptop.ask("activity.add", workshop);
    meeting("Trop tard", &in_days(30));
    laptop
}

fn file(laptop: &Laptop) -> PathBuf {
    laptop.dir.path().join("semaine.ics")
}

fn request(laptop: &Laptop, more: Value) -> Value {
    let mut request = json!({
        "from": days_ago(0), "to": in_days(6), "path": file(laptop), "names": false, "passphrase": PASSPHRASE,
    });
    for (field, value) in more.as_object().unwrap() {
        request[field] = value.clone();
    }
    request
}

fn written(laptop: &Laptop) -> String {
    std::fs::read_to_string(file(laptop)).unwrap().replace("\r\n ", "").replace("\r\n", "\n")
}

#[test]
fn by_default_initials_and_the_place_leave_and_no_name() {
    let laptop = week();
    let answer = laptop.ask("agenda.export", request(&laptop, json!({})));
    assert_eq!(answer, json!({ "entries": 4 }), "the meeting, the moved one twice, the workshop");
    let text = written(&laptop);
    assert!(
        text.contains("SUMMARY:Rendez-vous A. D.\n") && text.contains("LOCATION:Mission locale de Creil\n")
    );
    assert!(text.contains("SUMMARY:Atelier CV\n"));
    for told in ["Awa", "Diallo", "logement", "Petit", "tard"] {
        assert!(!text.contains(told), "{told} left");
    }
    assert!(text.contains("DTSTART:20261124T090000Z\n"), "10:00 in Paris in November");
    assert_eq!(text.matches("STATUS:CANCELLED").count(), 1, "the one that was moved away");
}

#[test]
fn names_leave_where_they_are_asked_for() {
    let laptop = week();
    laptop.ask("agenda.export", request(&laptop, json!({ "names": true })));
    let text = written(&laptop);
    assert!(text.contains("SUMMARY:Awa Diallo\\, Dossier de logement\n"), "{text}");
    assert!(text.contains("DESCRIPTION:Mme Petit\n") && text.contains("DESCRIPTION:Awa viendra tard\n"));
}

#[test]
fn a_second_export_replaces_the_file_and_names_the_same_meetings() {
    let laptop = week();
    let names = || {
        laptop.ask("agenda.export", request(&laptop, json!({})));
        let text = written(&laptop);
        let mut names: Vec<_> =
            text.lines().filter(|line| line.starts_with("UID:")).map(str::to_owned).collect();
        names.sort();
        names
    };
    assert_eq!(names(), names());
    let beside = std::fs::read_dir(laptop.dir.path()).unwrap().flatten();
    let left: Vec<_> = beside.filter(|entry| entry.file_name().to_string_lossy().contains(".new")).collect();
    assert!(left.is_empty(), "nothing half written stays: {left:?}");
    let laptop = laptop.restarted();
    laptop.unlock();
    laptop.assert_sound("after an export");
}

#[test]
fn the_passphrase_is_asked_again_and_nothing_is_written_without_it() {
    let laptop = week();
    let refused = laptop.refused("agenda.export", request(&laptop, json!({ "passphrase": "une autre" })));
    assert_eq!(refused["code"], "wrong_passphrase");
    assert!(!file(&laptop).exists());
}

#[test]
fn a_range_or_a_place_that_cannot_be_is_named() {
    let laptop = week();
    let vault = laptop.dir.path().join("coffre").join("semaine.ics");
    let folder = laptop.dir.path().join("dossier.ics");
    std::fs::create_dir(&folder).unwrap();
    let gone = laptop.dir.path().join("absent").join("semaine.ics");
    for path in
        [json!("semaine.ics"), json!(vault), json!(folder), json!(gone), json!("/etc/passwd"), json!("")]
    {
        let refused = laptop.refused("agenda.export", request(&laptop, json!({ "path": path })));
        assert_eq!(refused, refusal("unreadable", json!({ "field": "path" })), "{path}");
    }
    let refused = laptop.refused("agenda.export", request(&laptop, json!({ "to": days_ago(1) })));
    assert_eq!(refused, refusal("too_early", json!({ "field": "to", "not_before": days_ago(0) })));
    let refused = laptop.refused("agenda.export", request(&laptop, json!({ "to": in_days(366) })));
    assert_eq!(refused, refusal("unreadable", json!({ "field": "to" })), "a year at most");
}

#[test]
fn in_english_a_meeting_is_called_an_appointment() {
    let laptop = week();
    let settings = json!({ "language": "en", "theme": "system", "idle_minutes": 5 });
    laptop.ask("settings.change", json!({ "settings": settings }));
    laptop.ask("agenda.export", request(&laptop, json!({})));
    assert!(written(&laptop).contains("SUMMARY:Appointment A. D.\n"));
}

#[test]
fn one_meeting_leaves_alone() {
    let laptop = week();
    let page = json!({ "filter": {}, "sort": "name", "descending": false, "offset": 0, "limit": 5 });
    let awa = laptop.ask("person.list", page)["lines"][0]["id"].as_str().unwrap().to_owned();
    let file = laptop.open(&awa);
    let meetings = file["appointments"].as_array().unwrap();
    let alone = meetings.iter().find(|line| line["what"] == "Dossier de logement").unwrap();
    let one = json!({ "appointment": alone["id"], "from": days_ago(0), "to": days_ago(0) });
    assert_eq!(laptop.ask("agenda.export", request(&laptop, one)), json!({ "entries": 1 }));
    let text = written(&laptop);
    assert_eq!(text.matches("BEGIN:VEVENT").count(), 1, "{text}");
    let uid = alone["id"].as_str().unwrap();
    assert!(
        text.contains(&format!("UID:{uid}")),
        "the same entry as in a whole week, so that it replaces it"
    );
    let other_day = json!({ "appointment": alone["id"], "from": in_days(1), "to": in_days(1) });
    assert_eq!(laptop.refused("agenda.export", request(&laptop, other_day))["code"], "not_found");
}
