//! Backups and the way back: from a damaged file, from a lost folder, on another laptop, by passphrase or kit.

use std::fs;
use std::path::PathBuf;

use passerelle_app::Problem;
use serde_json::{Value, json};

use crate::laptop::{Laptop, PASSPHRASE, bare_laptop, laptop, refusal};

fn file(laptop: &Laptop, name: &str) -> PathBuf {
    laptop.dir.path().join("coffre").join(name)
}

fn make(laptop: &Laptop) -> String {
    laptop.ask("backup.make", json!({}))["backup"]["id"].as_str().unwrap().to_owned()
}

fn by_passphrase(id: &str, passphrase: &str) -> Value {
    json!({ "place": "here", "backup": id, "passphrase": passphrase, "recovery_code": null })
}

fn listed(laptop: &Laptop) -> Value {
    laptop.ask("backup.list", json!({}))
}

#[test]
fn the_backup_of_the_day_is_made_once_and_said_to_be_due_until_then() {
    let laptop = laptop();
    laptop.add("Awa", "Diallo", json!({}));
    assert_eq!((&listed(&laptop)["due"], &listed(&laptop)["backups"]), (&json!(true), &json!([])));
    let made = laptop.ask("backup.daily", json!({}));
    assert_eq!((&made["backup"]["cause"], &made["second"]), (&json!("daily"), &json!("none")));
    assert_eq!(made["backup"]["acts"], laptop.acts());
    assert_eq!(laptop.ask("backup.daily", json!({})), Value::Null, "the one of today is there");
    let laptop = laptop.restarted();
    let found = listed(&laptop);
    assert_eq!(found["due"], false, "told while locked");
    assert_eq!(found["backups"][0]["backup"], made["backup"]);
    assert_eq!(laptop.refused("backup.make", json!({}))["code"], "locked");
}

#[test]
fn a_damaged_vault_is_taken_back_and_what_stood_there_is_kept() {
    let laptop = laptop();
    let awa = laptop.add("Awa", "Diallo", json!({}));
    let id = make(&laptop);
    laptop.add("Bruno", "Caron", json!({}));
    let laptop = laptop.restarted();
    let mut bytes = fs::read(file(&laptop, "vault.db")).unwrap();
    bytes[20..4_000].fill(7);
    fs::write(file(&laptop, "vault.db"), &bytes).unwrap();
    assert_eq!(laptop.refused("session.unlock", json!({ "passphrase": PASSPHRASE }))["code"], "damaged");

    let wrong = laptop.refused("backup.restore", by_passphrase(&id, "une autre phrase que la bonne"));
    assert_eq!(wrong["code"], "wrong_passphrase");
    assert_eq!(fs::read(file(&laptop, "vault.db")).unwrap(), bytes, "nothing moved");

    let restored = laptop.ask("backup.restore", by_passphrase(&id, PASSPHRASE));
    let aside = restored["aside"].as_str().unwrap();
    assert_eq!(fs::read(file(&laptop, aside).join("vault.db")).unwrap(), bytes, "set aside to the letter");
    assert_eq!(laptop.state()["vault"], "open");
    assert_eq!(laptop.state()["loss"], Value::Null, "what was chosen is no loss");
    assert_eq!(laptop.open(&awa)["who"]["given_name"], "Awa");
    assert_eq!(laptop.found("Bruno"), Vec::<String>::new(), "added after the backup");
    let zelie = laptop.add("Zélie", "Crépin", json!({}));
    laptop.assert_sound("restored, and written in");
    let laptop = laptop.restarted();
    laptop.unlock();
    assert_eq!(laptop.state()["loss"], Value::Null);
    assert_eq!(laptop.open(&zelie)["who"]["family_name"], "Crépin");
    assert!(!file(&laptop, "vault.db.restored").exists());
}

#[test]
fn a_restored_vault_is_another_device_and_the_acts_of_the_former_keep_their_numbers() {
    let laptop = laptop();
    let awa = laptop.add("Awa", "Diallo", json!({}));
    let id = make(&laptop);
    assert_eq!(laptop.acts(), 2, "the worker's name and Awa");
    laptop.ask("backup.restore", by_passphrase(&id, PASSPHRASE));
    assert_eq!(laptop.acts(), 2, "what the former device wrote has still to be sent");
    let corrected = json!({ "person": awa, "who": { "given_name": "Awa", "family_name": "Bouzid" } });
    laptop.ask("person.correct", corrected);
    assert_eq!(laptop.acts(), 3);
    assert_eq!(laptop.open(&awa)["who"]["family_name"], "Bouzid", "an edit over the former device's version");
    laptop.assert_sound("both devices' acts replay to the same tables");
    let last = laptop.ask("undo.last", json!({}));
    assert_eq!((last.as_array().unwrap().len(), &last[0]["act"]), (1, &json!("person.correct")));
    let undone = laptop.ask("undo.do", json!({ "position": last[0]["position"] }));
    assert_eq!(laptop.open(&awa)["who"]["family_name"], "Diallo", "what the former device had written");
    laptop.ask("undo.do", undone);
    assert_eq!(laptop.open(&awa)["who"]["family_name"], "Bouzid");
    let again = make(&laptop);
    laptop.ask("backup.restore", by_passphrase(&again, PASSPHRASE));
    let unsent = laptop.acts();
    laptop.add("Noé", "Fontaine", json!({}));
    assert_eq!(laptop.acts(), unsent + 1);
    laptop.assert_sound("a third device");
}

#[test]
fn the_recovery_kit_takes_back_a_vault_whose_folder_was_lost_on_another_laptop() {
    let old = laptop();
    let awa = old.add("Awa", "Diallo", json!({}));
    let stick = tempfile::tempdir().unwrap();
    old.ask("backup.choose_folder", json!({ "folder": stick.path() }));
    let made = old.ask("backup.make", json!({}));
    assert_eq!(made["second"], "made");
    let code = old.recovery_code.clone();
    drop(old);

    let new = bare_laptop();
    new.ask("backup.choose_folder", json!({ "folder": stick.path() }));
    let found = listed(&new);
    assert_eq!((&found["second_there"], &found["backups"][0]["place"]), (&json!(true), &json!("second")));
    let request = json!({
        "place": "second", "backup": found["backups"][0]["backup"]["id"], "passphrase": null, "recovery_code": code,
    });
    let restored = new.ask("backup.restore", request);
    assert_eq!(restored["aside"], Value::Null, "nothing stood there");
    assert_eq!(new.open(&awa)["who"]["given_name"], "Awa");
    let new = new.restarted();
    new.unlock();
    new.assert_sound("on another laptop");
}

#[test]
fn lost_slots_come_back_with_the_backup_and_a_changed_passphrase_stays_the_one_that_opens() {
    let laptop = laptop();
    let awa = laptop.add("Awa", "Diallo", json!({}));
    let id = make(&laptop);
    let newer = "quatre canards jaunes au bord du canal";
    laptop.ask("session.change_passphrase", json!({ "current": PASSPHRASE, "passphrase": newer }));
    let refused = laptop.refused("backup.restore", by_passphrase(&id, PASSPHRASE));
    assert_eq!(
        refused["code"], "wrong_passphrase",
        "the one of then opens nothing while the slots of now are there"
    );
    laptop.ask("backup.restore", by_passphrase(&id, newer));
    assert_eq!(laptop.open(&awa)["who"]["given_name"], "Awa");

    let laptop = laptop.restarted();
    fs::write(file(&laptop, "keyslots.json"), "{").unwrap();
    let restored = laptop.ask("backup.restore", by_passphrase(&id, PASSPHRASE));
    let aside = file(&laptop, restored["aside"].as_str().unwrap());
    assert_eq!(fs::read_to_string(aside.join("keyslots.json")).unwrap(), "{");
    let laptop = laptop.restarted();
    laptop.unlock();
    assert_eq!(laptop.open(&awa)["who"]["given_name"], "Awa");
}

#[test]
fn a_damaged_backup_is_refused_and_the_vault_stays() {
    let laptop = laptop();
    laptop.add("Awa", "Diallo", json!({}));
    let id = make(&laptop);
    let copy = file(&laptop, "backups").join(&id).join("vault.db");
    let mut bytes = fs::read(&copy).unwrap();
    let at = bytes.len() / 2;
    bytes[at] ^= 1;
    fs::write(&copy, bytes).unwrap();
    let before = fs::read(file(&laptop, "vault.db")).unwrap();
    assert_eq!(laptop.refused("backup.restore", by_passphrase(&id, PASSPHRASE))["code"], "damaged");
    assert_eq!(fs::read(file(&laptop, "vault.db")).unwrap().len(), before.len());
    let laptop = laptop.restarted();
    laptop.unlock();
    assert_eq!(laptop.found("Awa").len(), 1);
    laptop.assert_sound("after a way back that was refused");
}

#[test]
fn requests_that_name_nothing_or_cannot_be_are_refused_by_field() {
    let laptop = laptop();
    let id = make(&laptop);
    for name in ["..", "../..", "backups", "", &format!("../backups/{id}")] {
        assert_eq!(laptop.refused("backup.restore", by_passphrase(name, PASSPHRASE))["code"], "not_found");
    }
    let nothing = json!({ "place": "here", "backup": id, "passphrase": null, "recovery_code": null });
    assert_eq!(
        laptop.refused("backup.restore", nothing),
        refusal("unreadable", json!({ "field": "passphrase" }))
    );
    let second = json!({ "place": "second", "backup": id, "passphrase": PASSPHRASE, "recovery_code": null });
    assert_eq!(laptop.refused("backup.restore", second)["code"], "not_found", "no second folder was chosen");
    for folder in ["/nulle/part", "ici", ""] {
        assert_eq!(
            laptop.refused("backup.choose_folder", json!({ "folder": folder })),
            refusal("unreadable", json!({ "field": "folder" }))
        );
    }
}

#[test]
fn a_stick_that_is_not_plugged_in_keeps_no_backup_from_being_made() {
    let laptop = laptop();
    let stick = tempfile::tempdir().unwrap();
    laptop.ask("backup.choose_folder", json!({ "folder": stick.path() }));
    drop(stick);
    assert_eq!(laptop.ask("backup.make", json!({}))["second"], "absent");
    let found = listed(&laptop);
    assert_eq!((&found["second_there"], found["backups"].as_array().unwrap().len()), (&json!(false), 1));
    laptop.ask("backup.choose_folder", json!({ "folder": null }));
    assert_eq!(laptop.ask("backup.make", json!({}))["second"], "none");
}

#[test]
fn a_second_program_on_the_same_vault_is_refused_by_name_until_the_first_locks() {
    let first = laptop();
    let id = make(&first);
    let second = first.beside();
    assert_eq!(second.call("session.unlock", json!({ "passphrase": PASSPHRASE })), Err(Problem::VaultInUse));
    assert_eq!(second.call("backup.restore", by_passphrase(&id, PASSPHRASE)), Err(Problem::VaultInUse));
    first.add("Awa", "Diallo", json!({}));
    first.ask("session.lock", json!({}));
    second.call("session.unlock", json!({ "passphrase": PASSPHRASE })).unwrap();
    assert_eq!(first.refused("session.unlock", json!({ "passphrase": PASSPHRASE }))["code"], "vault_in_use");
}

#[test]
fn an_older_copy_put_back_is_told_by_the_state_until_it_is_acknowledged() {
    let laptop = laptop();
    laptop.add("Awa", "Diallo", json!({}));
    let laptop = laptop.restarted();
    let old = fs::read(file(&laptop, "vault.db")).unwrap();
    laptop.unlock();
    laptop.add("Bruno", "Caron", json!({}));
    let laptop = laptop.restarted();
    fs::write(file(&laptop, "vault.db"), old).unwrap();
    laptop.unlock();
    let loss = laptop.state()["loss"].clone();
    assert_eq!((&loss["kind"], &loss["acts"]), (&json!("older_copy"), &json!(1)));
    let report = laptop.ask("vault.verify", json!({}));
    assert_eq!((&report["sound"], &report["loss"]), (&json!(false), &loss));
    let laptop = laptop.restarted();
    laptop.unlock();
    assert_eq!(laptop.state()["loss"], loss);
    laptop.ask("vault.acknowledge_loss", json!({}));
    assert_eq!(laptop.state()["loss"], Value::Null);
    laptop.assert_sound("acknowledged");
}

#[test]
fn what_is_left_of_a_damaged_vault_is_saved_into_another_folder_that_opens() {
    let laptop = laptop();
    let people: Vec<String> =
        (0..40).map(|number| laptop.add("Awa", &format!("Diallo{number}"), json!({}))).collect();
    let laptop = laptop.restarted();
    let mut bytes = fs::read(file(&laptop, "vault.db")).unwrap();
    let pages = bytes.len() / 4_096;
    // The first page says where the tables are; another is in their midst.
    for page in [0, pages / 2] {
        bytes[page * 4_096 + 50] ^= 4;
    }
    fs::write(file(&laptop, "vault.db"), &bytes).unwrap();
    let to = tempfile::tempdir().unwrap();
    let new = to.path().join("sauvé");
    let request = |to: &str| json!({ "to": to, "passphrase": PASSPHRASE, "recovery_code": null });
    assert_eq!(
        laptop.refused("vault.recover", request("ici")),
        refusal("unreadable", json!({ "field": "to" }))
    );
    let inside = file(&laptop, "dedans");
    assert_eq!(laptop.refused("vault.recover", request(inside.to_str().unwrap()))["code"], "refused");
    let report = laptop.ask("vault.recover", request(new.to_str().unwrap()));
    assert_eq!(report["tables"][0]["table"], "journal");
    assert_eq!(fs::read(file(&laptop, "vault.db")).unwrap(), bytes, "the damaged file is not touched");
    assert_eq!(laptop.refused("vault.recover", request(new.to_str().unwrap()))["code"], "vault_exists");
    let saved = Laptop::of(&new);
    saved.call("session.unlock", json!({ "passphrase": PASSPHRASE })).unwrap();
    assert_eq!(saved.call("vault.verify", json!({})).unwrap()["sound"], true);
    let left = people.iter().filter(|id| saved.call("person.open", json!({ "person": id })).is_ok()).count();
    assert_eq!(left, 40, "journal and tables hold everything twice");
}
