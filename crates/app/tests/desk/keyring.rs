//! The six states a keyring can be in: each is named, none loses data, the kit opens in all of them.

use passerelle_vault::key::device::KeyringFault;
use serde_json::json;

use crate::laptop::{Keyring, Laptop, PASSPHRASE, laptop_with};

const OTHER: &str = "quatre hérissons traversent le canal gelé";
const FAULTS: [(&str, KeyringFault); 5] = [
    ("locked", KeyringFault::Locked),
    ("absent", KeyringFault::Absent),
    ("empty", KeyringFault::Empty),
    ("refused", KeyringFault::Refused),
    ("slow", KeyringFault::Slow),
];

fn assert_named(laptop: &Laptop, state: &str) {
    let unlock = laptop.refused("session.unlock", json!({ "passphrase": PASSPHRASE }));
    assert_eq!(unlock, json!({ "code": "keyring", "state": state }));
    let wrong = laptop.refused("session.unlock", json!({ "passphrase": "au hasard" }));
    assert_eq!(wrong, unlock, "no passphrase is judged before the keyring answers");
    assert_eq!(laptop.state()["retry_after_s"], 0, "{state}: nor counted");
}

#[test]
fn with_a_keyring_neither_the_disk_nor_the_passphrase_alone_opens() {
    let keyring = Keyring::default();
    let laptop = laptop_with(&keyring);
    assert_eq!(laptop.state()["protection"], "passphrase_and_device");
    assert_eq!(laptop.state()["keyring"], "available");
    let laptop = laptop.restarted_with(&Keyring::default());
    assert_named(&laptop, "empty");
    let laptop = laptop.restarted_with(&keyring);
    laptop.unlock();
}

#[test]
fn each_state_is_named_and_passes_without_loss() {
    let keyring = Keyring::default();
    let laptop = laptop_with(&keyring);
    let awa = laptop.add("Awa", "Diallo", json!({}));
    laptop.ask("session.lock", json!({}));
    let slots = std::fs::read(laptop.dir.path().join("coffre/keyslots.json")).unwrap();
    let secrets = keyring.0.secrets.lock().unwrap().clone();
    for (state, fault) in FAULTS {
        keyring.falls_into(Some(fault));
        assert_named(&laptop, state);
        assert_eq!(laptop.state()["keyring"], state, "the threshold can say it before anything is typed");
        keyring.falls_into(None);
        assert_eq!(*keyring.0.secrets.lock().unwrap(), secrets, "{state}: no new secret");
        assert_eq!(std::fs::read(laptop.dir.path().join("coffre/keyslots.json")).unwrap(), slots, "{state}");
        laptop.unlock();
        assert_eq!(laptop.open(&awa)["who"]["given_name"], "Awa", "{state}");
        laptop.ask("session.lock", json!({}));
    }
}

#[test]
fn an_emptied_keyring_gets_no_new_secret_by_itself() {
    let keyring = Keyring::default();
    let laptop = laptop_with(&keyring);
    laptop.ask("session.lock", json!({}));
    keyring.0.secrets.lock().unwrap().clear();
    assert_named(&laptop, "empty");
    let again = json!({ "passphrase": OTHER, "worker": "Noé Fontaine" });
    assert_eq!(laptop.refused("session.create", again)["code"], "vault_exists");
    assert!(keyring.0.secrets.lock().unwrap().is_empty());
}

#[test]
fn a_replaced_secret_is_told_from_a_wrong_passphrase() {
    let keyring = Keyring::default();
    let laptop = laptop_with(&keyring);
    laptop.ask("session.lock", json!({}));
    for secret in keyring.0.secrets.lock().unwrap().values_mut() {
        *secret = vec![9; 32];
    }
    assert_named(&laptop, "replaced");
    assert_eq!(laptop.state()["keyring"], "replaced");
}

/// Recovers in a state of the keyring; gives the laptop back after a restart on the healed keyring.
fn recover(keyring: &Keyring, spoil: impl FnOnce(&Keyring), state: &str) -> Laptop {
    let laptop = laptop_with(keyring);
    let awa = laptop.add("Awa", "Diallo", json!({}));
    laptop.ask("session.lock", json!({}));
    spoil(keyring);
    let kit = json!({ "recovery_code": laptop.recovery_code, "passphrase": OTHER });
    laptop.ask("session.recover", kit);
    assert_eq!(laptop.open(&awa)["who"]["given_name"], "Awa", "{state}");
    keyring.falls_into(None);
    let laptop = laptop.restarted_with(keyring);
    let old = laptop.refused("session.unlock", json!({ "passphrase": PASSPHRASE }));
    assert_eq!(old["code"], "wrong_passphrase", "{state}");
    laptop.ask("session.unlock", json!({ "passphrase": OTHER }));
    assert_eq!(laptop.open(&awa)["who"]["given_name"], "Awa", "{state}");
    laptop
}

#[test]
fn the_kit_opens_and_makes_the_slot_anew_where_the_secret_was_lost() {
    let emptied = recover(&Keyring::default(), |keyring| keyring.0.secrets.lock().unwrap().clear(), "empty");
    assert_eq!(emptied.state()["protection"], "passphrase_and_device");
    let spoil = |keyring: &Keyring| {
        for secret in keyring.0.secrets.lock().unwrap().values_mut() {
            *secret = vec![9; 32];
        }
    };
    let replaced = recover(&Keyring::default(), spoil, "replaced");
    assert_eq!(replaced.state()["protection"], "passphrase_and_device");
}

#[test]
fn the_kit_opens_whatever_the_keyring_says_and_a_later_change_takes_it_back_in() {
    for (state, fault) in FAULTS.into_iter().filter(|(state, _)| *state != "empty") {
        let keyring = Keyring::default();
        let laptop = recover(&keyring, |keyring| keyring.falls_into(Some(fault)), state);
        assert_eq!(laptop.state()["protection"], "passphrase_alone", "{state}: told, not hidden");
        let change = json!({ "current": OTHER, "passphrase": PASSPHRASE });
        laptop.ask("session.change_passphrase", change);
        assert_eq!(laptop.state()["protection"], "passphrase_and_device", "{state}");
    }
}
