//! A first start that is cut off: wherever that happens, the folder can be started in again, or opened.

use std::cell::Cell;
use std::fs;
use std::path::PathBuf;

use chrono::{DateTime, Utc};
use serde_json::{Value, json};

use crate::laptop::{Laptop, PASSPHRASE, WORKER, bare_laptop_at, laptop};

fn create() -> Value {
    json!({ "passphrase": PASSPHRASE, "worker": WORKER })
}

fn file(laptop: &Laptop, name: &str) -> PathBuf {
    laptop.dir.path().join("coffre").join(name)
}

/// The slot files that were put aside, in the order in which they were.
fn aside(laptop: &Laptop) -> Vec<Vec<u8>> {
    let found = (1..).map(|number| file(laptop, &format!("keyslots.aside-{number}.json")));
    found.take_while(|path| path.exists()).map(|path| fs::read(path).unwrap()).collect()
}

/// Nothing is there; a vault can be made, opens again, and takes people.
fn assert_starts_anew(laptop: Laptop, cut: &str) -> Laptop {
    let laptop = laptop.restarted();
    let state = laptop.state();
    assert_eq!(state["vault"], "absent", "{cut}");
    assert_eq!(state["protection"], Value::Null, "{cut}: nothing protects what is not there");
    laptop.ask("session.create", create());
    let awa = laptop.add("Awa", "Diallo", json!({}));
    laptop.assert_sound(cut);
    let laptop = laptop.restarted();
    assert_eq!(laptop.state()["vault"], "locked", "{cut}");
    laptop.unlock();
    assert_eq!(laptop.open(&awa)["who"]["given_name"], "Awa", "{cut}");
    assert!(!file(&laptop, "vault.db.new").exists(), "{cut}: nothing half made is left");
    laptop
}

/// A vault made whole, closed.
fn whole() -> Laptop {
    laptop().restarted()
}

#[test]
fn with_its_slots_only() {
    let laptop = whole();
    let slots = fs::read(file(&laptop, "keyslots.json")).unwrap();
    fs::remove_file(file(&laptop, "vault.db")).unwrap();
    let laptop = assert_starts_anew(laptop, "slots, no database");
    assert_eq!(aside(&laptop), [slots], "the former slots are kept, to the letter");
}

#[test]
fn with_a_database_that_is_empty_torn_or_lacks_its_name_only() {
    for cut in ["empty", "torn", "unnamed"] {
        let laptop = whole();
        let slots = fs::read(file(&laptop, "keyslots.json")).unwrap();
        let mut database = fs::read(file(&laptop, "vault.db")).unwrap();
        database.truncate(match cut {
            "empty" => 0,
            "torn" => database.len() / 2,
            _ => database.len(),
        });
        fs::remove_file(file(&laptop, "vault.db")).unwrap();
        fs::write(file(&laptop, "vault.db.new"), database).unwrap();
        fs::write(file(&laptop, "vault.db.new-wal"), "torn as well").unwrap();
        let laptop = assert_starts_anew(laptop, cut);
        assert_eq!(aside(&laptop), [slots], "{cut}");
    }
}

#[test]
fn twice_at_the_same_place() {
    let mut laptop = whole();
    let mut slots = Vec::new();
    for _ in 0..2 {
        slots.push(fs::read(file(&laptop, "keyslots.json")).unwrap());
        fs::remove_file(file(&laptop, "vault.db")).unwrap();
        laptop = assert_starts_anew(laptop, "again").restarted();
    }
    assert_eq!(aside(&laptop), slots, "one never takes the other's place");
}

#[test]
fn with_the_log_of_a_database_that_was_carried_away() {
    let laptop = laptop();
    laptop.add("Bruno", "Caron", json!({}));
    let log = fs::read(file(&laptop, "vault.db-wal")).unwrap();
    assert!(!log.is_empty());
    let laptop = laptop.restarted();
    fs::remove_file(file(&laptop, "vault.db")).unwrap();
    fs::write(file(&laptop, "vault.db-wal"), &log).unwrap();
    let laptop = assert_starts_anew(laptop, "a foreign log");
    assert_eq!(fs::read(file(&laptop, "vault.db-wal.aside-1")).unwrap(), log);
}

thread_local! {
    static CUT: Cell<bool> = const { Cell::new(false) };
}

fn clock() -> DateTime<Utc> {
    assert!(!CUT.get(), "the lamp goes out");
    "2026-11-24T11:00:00Z".parse().unwrap()
}

#[test]
fn between_the_database_and_its_first_act() {
    let laptop = bare_laptop_at(clock);
    CUT.set(true);
    assert_eq!(laptop.refused("session.create", create())["code"], "internal");
    CUT.set(false);
    assert!(
        file(&laptop, "keyslots.json").exists() && file(&laptop, "vault.db.new").exists(),
        "it was on its way"
    );
    assert_eq!(laptop.state()["vault"], "absent");
    laptop.ask("session.create", create());
    let laptop = laptop.restarted();
    laptop.unlock();
    assert_eq!(laptop.state()["worker"], WORKER);
}

#[test]
fn after_wrong_passphrases_nobody_waits_for_the_former_slots() {
    let laptop = whole();
    for _ in 0..4 {
        laptop.refused("session.unlock", json!({ "passphrase": "au hasard" }));
    }
    fs::remove_file(file(&laptop, "vault.db")).unwrap();
    let laptop = assert_starts_anew(laptop, "after wrong passphrases");
    assert_eq!(laptop.state()["retry_after_s"], 0);
}
