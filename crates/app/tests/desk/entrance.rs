//! The entrance itself: what is locked, what is unknown, what a commit tells to those who listen.

use std::collections::BTreeSet;
use std::sync::mpsc;

use chrono::{DateTime, Utc};
use passerelle_app::{Desk, Place};
use passerelle_vault::key::device::{DeviceStore, KeyringFault};
use serde_json::{Value, json};
use uuid::Uuid;
use zeroize::Zeroizing;

use crate::laptop::{Keyring, PASSPHRASE, aged, laptop, laptop_at, laptop_with};
use crate::types::requests;

/// What works before the vault is open, and nothing else.
const BEFORE_UNLOCKING: &[&str] = &[
    "backup.choose_folder",
    "backup.list",
    "backup.restore",
    "catalogue.progress",
    "catalogue.read",
    "catalogue.stop",
    "report.add_teams_up",
    "report.export_team_sum",
    "report.progress",
    "report.stop",
    "session.create",
    "session.lock",
    "session.passphrase_strength",
    "session.recover",
    "session.state",
    "session.unlock",
    "settings.change",
    "vault.recover",
];

#[test]
fn a_locked_vault_answers_locked_to_all_that_needs_it_open() {
    let laptop = laptop();
    laptop.ask("session.lock", json!({}));
    let mut open: BTreeSet<&str> = BTreeSet::new();
    for name in laptop.desk.names() {
        // A request of no shape at all: locked is said before anything is read.
        match laptop.call(name, json!({ "nonsense": 1 })) {
            Err(problem) if json!(problem)["code"] == "locked" => {}
            _ => drop(open.insert(name)),
        }
    }
    assert_eq!(open, BEFORE_UNLOCKING.iter().copied().collect());
    assert_eq!(laptop.state()["vault"], "locked");
}

#[test]
fn every_call_is_in_the_types_and_the_other_way_round() {
    let laptop = crate::laptop::bare_laptop();
    let typed = requests();
    let names: Vec<&str> = typed.keys().map(String::as_str).collect();
    assert_eq!(laptop.desk.names(), names);
}

#[test]
fn an_unknown_call_and_a_shapeless_request_are_told_apart() {
    let laptop = laptop();
    assert_eq!(laptop.refused("person.explode", json!({})), json!({ "code": "unknown_call" }));
    let unknown = json!({ "code": "bad_request" });
    for shapeless in [
        Value::Null,
        json!([]),
        json!("x"),
        json!({}),
        json!({ "who": { "given_name": "Awa", "shoe_size": 41 }, "origin": "street", "origin_detail": "", "note": "" }),
        json!({ "who": { "given_name": null }, "origin": "street", "origin_detail": "", "note": "" }),
    ] {
        assert_eq!(laptop.refused("person.add", shapeless.clone()), unknown, "{shapeless}");
    }
    let word = json!({ "who": { "given_name": "Awa" }, "origin": "moon", "origin_detail": "", "note": "" });
    assert_eq!(
        laptop.refused("person.add", word)["refusal"],
        json!({ "refusal": "unreadable", "field": "origin" })
    );
    let day = json!({ "person": null, "what": "x", "due_on": "2026-02-30", "urgent": false });
    assert_eq!(
        laptop.refused("task.add", day)["refusal"],
        json!({ "refusal": "unreadable", "field": "due_on" })
    );
}

#[test]
fn a_commit_tells_its_topics_and_a_refusal_tells_nothing() {
    let laptop = laptop();
    let (tell, told) = mpsc::channel();
    laptop.desk.subscribe(Box::new(move |topic| tell.send(json!(topic)).unwrap()));
    let heard = || told.try_iter().collect::<Vec<Value>>();
    let awa = laptop.add("Awa", "Diallo", json!({ "birth": aged(19) }));
    assert_eq!(heard(), [json!("people")]);
    let provider = laptop.provider("CFA");
    let programme = laptop.programme(&provider, "CAP", json!({}));
    assert_eq!(heard(), [json!("catalogue"), json!("catalogue")]);
    let referral = laptop.propose(&awa, &programme);
    assert_eq!(heard(), [json!("referrals")]);
    let send = json!({ "referral": referral, "on": null, "note": "", "agreement": null });
    laptop.refused("referral.send", send);
    laptop.refused("person.open", json!({ "person": referral }));
    assert_eq!(heard(), Vec::<Value>::new());
    laptop.ask("session.lock", json!({}));
    assert_eq!(heard(), [json!("session")]);
}

#[test]
fn the_day_turns_at_midnight_in_paris() {
    for (clock, day) in [
        ((|| "2026-11-23T22:59:59Z".parse().unwrap()) as fn() -> DateTime<Utc>, "2026-11-23"),
        (|| "2026-11-23T23:00:00Z".parse().unwrap(), "2026-11-24"),
        (|| "2026-06-30T21:59:59Z".parse().unwrap(), "2026-06-30"),
        (|| "2026-06-30T22:00:00Z".parse().unwrap(), "2026-07-01"),
    ] {
        assert_eq!(laptop_at(clock).ask("today.show", json!({}))["day"], day);
    }
}

/// A keyring whose library has lost its head.
struct Panicking;

impl DeviceStore for Panicking {
    fn read(&self, _: Uuid) -> Result<Zeroizing<Vec<u8>>, KeyringFault> {
        panic!("of Awa Diallo and her aunt")
    }

    fn write(&self, _: Uuid, _: &[u8]) -> Result<(), KeyringFault> {
        Ok(())
    }

    fn remove(&self, _: Uuid) -> Result<(), KeyringFault> {
        Ok(())
    }
}

#[test]
fn a_panic_stays_inside_and_says_nothing_of_what_it_met() {
    let laptop = laptop_with(&Keyring::default());
    let place = Place { dir: laptop.dir.path().join("coffre"), keyring: false, throw_away: true };
    let desk = Desk::with_store(place, Box::new(Panicking));
    for _ in 0..2 {
        let problem = desk.call("session.unlock", json!({ "passphrase": PASSPHRASE })).unwrap_err();
        assert_eq!(json!(problem), json!({ "code": "internal" }));
    }
    let strength = desk.call("session.passphrase_strength", json!({ "passphrase": "x" }));
    assert_eq!(strength.unwrap()["enough"], false, "the desk goes on");
}

#[test]
fn two_windows_that_write_at_once_lose_nothing() {
    let laptop = laptop();
    let awa = laptop.add("Awa", "Diallo", json!({}));
    let before = laptop.acts();
    std::thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| {
                for _ in 0..15 {
                    laptop.note(&awa, "Vient jeudi.");
                }
            });
        }
    });
    assert_eq!(laptop.acts(), before + 60);
    assert_eq!(laptop.open(&awa)["timeline"].as_array().unwrap().len(), 61);
    laptop.assert_sound("after four hands at once");
}
