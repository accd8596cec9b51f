//! A clock set back a year in the middle of the work.

use std::sync::atomic::{AtomicI64, Ordering};

use chrono::{DateTime, Utc};
use passerelle_app::{Desk, Place};
use passerelle_tests::faults::PASSPHRASE;
use passerelle_vault::key::device::NoKeyring;
use serde_json::{Value, json};

const NOON: i64 = 1_795_518_000_000;
const YEAR: i64 = 365 * 24 * 3_600_000;
static BACK: AtomicI64 = AtomicI64::new(0);

fn clock() -> DateTime<Utc> {
    DateTime::from_timestamp_millis(NOON - BACK.load(Ordering::SeqCst)).unwrap()
}

#[test]
fn a_clock_set_back_a_year_keeps_the_order_of_what_was_done_and_the_days_that_were_said() {
    let dir = tempfile::tempdir().unwrap();
    let place = Place { dir: dir.path().to_owned(), keyring: false, throw_away: true };
    let desk = Desk::with_clock(place, Box::new(NoKeyring), clock);
    let ask = |name: &str, request: Value| {
        desk.call(name, request).unwrap_or_else(|problem| panic!("{name}: {problem}"))
    };
    ask("session.create", json!({ "passphrase": PASSPHRASE, "worker": "Marguerite" }));
    let who = json!({ "given_name": "Awa", "family_name": "Diallo" });
    let added = ask("person.add", json!({ "who": who, "origin": "street", "origin_detail": "", "note": "" }));
    let awa = added["person"].clone();
    let move_to = |to: &str| {
        desk.call("case.move", json!({ "person": awa, "to": to, "on": null, "reason": "", "exit": null }))
    };
    move_to("contacting").unwrap();
    let task = json!({ "person": awa, "what": "Rappeler", "due_on": "2026-12-01", "urgent": false });
    ask("task.add", task);
    ask("backup.daily", json!({}));
    BACK.store(YEAR, Ordering::SeqCst);
    let early = move_to("assessing").unwrap_err();
    assert_eq!(
        json!(early)["refusal"]["not_before"],
        "2026-11-24",
        "a move before the last one is refused by its day"
    );
    let note = json!({
        "person": awa, "kind": "note", "initiative": "worker", "result": "reached", "on": null, "place": "",
        "note": "Après le changement d'heure.",
    });
    ask("encounter.record", note);
    let file = ask("person.open", json!({ "person": awa }));
    assert_eq!(file["cases"][0]["stage"], "contacting");
    assert_eq!(file["tasks"][0]["due_on"], "2026-12-01", "a day is a day");
    assert_eq!(ask("vault.verify", json!({}))["sound"], true);
    ask("session.lock", json!({}));
    ask("session.unlock", json!({ "passphrase": PASSPHRASE }));
    assert_eq!(ask("session.state", json!({}))["loss"], Value::Null);
    ask("backup.daily", json!({}));
    let backups = ask("backup.list", json!({}));
    assert_eq!(backups["backups"].as_array().unwrap().len(), 2, "an earlier day removes nothing");
    BACK.store(0, Ordering::SeqCst);
    move_to("assessing").unwrap();
    let file = ask("person.open", json!({ "person": awa }));
    assert_eq!(file["cases"][0]["stage"], "assessing");
    let days: Vec<&str> =
        file["timeline"].as_array().unwrap().iter().filter_map(|item| item["on"].as_str()).collect();
    assert!(days.is_sorted_by(|one, other| one >= other), "the newest first: {days:?}");
    assert_eq!(ask("vault.verify", json!({}))["sound"], true);
}
