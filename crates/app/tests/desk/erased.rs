//! Erasure reaches what was copied before: a backup that is taken back loses whoever was erased since, and copies from before go.

use std::fs;
use std::path::Path;
use std::sync::atomic::{AtomicI64, Ordering};

use chrono::{DateTime, Duration, Utc};
use serde_json::{Value, json};

use crate::laptop::{Laptop, PASSPHRASE, laptop, laptop_at};

const CANARY: &str = "zxqv-tourterelle";

/// A text that stands in every sort of place of a file.
fn told(laptop: &Laptop) -> String {
    let person = laptop.add("Gwenaëlle", CANARY, json!({ "summary": CANARY }));
    laptop.note(&person, CANARY);
    laptop.asks(&person, "erasure", json!(null));
    laptop.ask("draft.keep", json!({ "place": format!("note/{person}"), "body": CANARY }));
    let why = json!({ "person": person, "reason": "other", "words": CANARY });
    laptop.ask("access.say_why", why);
    person
}

fn erase(laptop: &Laptop, person: &str) {
    laptop.ask("person.erase", json!({ "person": person, "passphrase": PASSPHRASE }));
}

fn backup(laptop: &Laptop) -> String {
    laptop.ask("backup.make", json!({}))["backup"]["id"].as_str().unwrap().to_owned()
}

/// Every file under a folder.
fn files(folder: &Path, found: &mut Vec<std::path::PathBuf>) {
    for entry in fs::read_dir(folder).unwrap().map(Result::unwrap) {
        if entry.path().is_dir() {
            files(&entry.path(), found);
        } else {
            found.push(entry.path());
        }
    }
}

/// Which files of a laptop hold the canary: in plain text, or in what the vault in that folder answers to whoever holds its key.
fn holding(laptop: &Laptop) -> Vec<String> {
    let root = laptop.dir.path().join("coffre");
    let mut all = Vec::new();
    files(&root, &mut all);
    let mut found = Vec::new();
    for file in all {
        let name = file.strip_prefix(&root).unwrap().to_str().unwrap().to_owned();
        let bytes = fs::read(&file).unwrap();
        let plain = bytes.windows(CANARY.len()).any(|part| part == CANARY.as_bytes());
        if plain || (file.ends_with("vault.db") && exported(&file).contains(CANARY)) {
            found.push(name);
        }
    }
    found.sort();
    found
}

/// Everything that a vault file tells by its key, read from a copy so that nothing of it is changed.
fn exported(file: &Path) -> String {
    let folder = tempfile::tempdir().unwrap();
    for name in ["vault.db", "vault.db-wal", "keyslots.json"] {
        let from = file.with_file_name(name);
        if from.exists() {
            fs::copy(from, folder.path().join(name)).unwrap();
        }
    }
    let desk = Laptop::of(folder.path());
    desk.call("session.unlock", json!({ "passphrase": PASSPHRASE })).unwrap();
    let all = desk.call("vault.export", json!({ "passphrase": PASSPHRASE })).unwrap();
    let accesses = json!({ "filter": {}, "offset": 0, "limit": 200 });
    let accesses = desk.call("access.list", accesses).unwrap();
    let drafts = desk.call("draft.list", json!({})).unwrap();
    format!("{all}{accesses}{drafts}")
}

#[test]
fn a_backup_that_is_taken_back_loses_whoever_was_erased_since() {
    let laptop = laptop();
    let person = told(&laptop);
    laptop.add("Bruno", "Caron", json!({}));
    let before = backup(&laptop);
    erase(&laptop, &person);
    let request =
        json!({ "place": "here", "backup": before, "passphrase": PASSPHRASE, "recovery_code": null });
    laptop.ask("backup.restore", request.clone());
    assert_eq!(laptop.found(CANARY), Vec::<String>::new(), "she does not come back");
    assert_eq!(laptop.refused("person.open", json!({ "person": person }))["code"], "not_found");
    assert_eq!(laptop.found("bruno"), ["Bruno Caron"]);
    laptop.assert_sound("after a way back");

    // Also where the database is damaged and cannot say who was erased.
    let laptop = laptop.restarted();
    let file = laptop.dir.path().join("coffre/vault.db");
    let mut bytes = fs::read(&file).unwrap();
    bytes[20..4_000].fill(7);
    fs::write(&file, &bytes).unwrap();
    laptop.ask("backup.restore", request);
    assert_eq!(laptop.found(CANARY), Vec::<String>::new());
    laptop.assert_sound("after a way back from damage");
}

/// Days since the beginning of this story.
static DAYS: AtomicI64 = AtomicI64::new(0);

fn clock() -> DateTime<Utc> {
    let noon: DateTime<Utc> = "2026-11-24T11:00:00Z".parse().unwrap();
    noon + Duration::days(DAYS.load(Ordering::SeqCst))
}

#[test]
fn a_month_after_an_erasure_no_file_of_the_folder_holds_a_word_of_her() {
    let laptop = laptop_at(clock);
    let person = told(&laptop);
    let before = backup(&laptop);
    assert_eq!(holding(&laptop).len(), 2, "the look-out works: the vault and its backup");
    let until = |laptop: &Laptop| laptop.ask("backup.list", json!({}))["copies_until"].clone();
    assert_eq!(until(&laptop), Value::Null);

    DAYS.store(1, Ordering::SeqCst);
    erase(&laptop, &person);
    assert_eq!(holding(&laptop), [format!("backups/{before}/vault.db")], "gone from the vault at once");
    let said = DateTime::from_timestamp_millis(until(&laptop).as_i64().unwrap()).unwrap();
    assert_eq!(said, clock() + Duration::days(30), "the screen says until when the copy lives");

    DAYS.store(30, Ordering::SeqCst);
    backup(&laptop);
    assert_eq!(holding(&laptop).len(), 1, "the thirtieth day is not over");
    DAYS.store(31, Ordering::SeqCst);
    backup(&laptop);
    assert_eq!(holding(&laptop), Vec::<String>::new());
    assert_eq!(until(&laptop), Value::Null);
    laptop.assert_sound("a month later");
}
