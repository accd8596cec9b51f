use super::device::{FakeKeyring, NoKeyring};
use super::*;

fn pass(text: &str) -> Passphrase {
    Passphrase::new(text.to_owned())
}

struct Laptop {
    dir: tempfile::TempDir,
    store: FakeKeyring,
    created: Created,
}

fn laptop() -> Laptop {
    let dir = tempfile::tempdir().unwrap();
    let store = FakeKeyring::default();
    let created =
        create(dir.path(), Uuid::from_u128(1), &pass("mot de passe d'Inès"), &store, Cost::THROW_AWAY)
            .unwrap();
    Laptop { dir, store, created }
}

impl Laptop {
    fn unlock(&self, text: &str) -> Result<VaultKey, KeyError> {
        unlock(self.dir.path(), &pass(text), &self.store, 0)
    }
}

#[test]
fn passphrase_and_device_open_and_an_accent_may_be_typed_in_two_strokes() {
    let inès = laptop();
    assert_eq!(inès.created.protection, Protection::PassphraseAndDevice);
    let key = inès.unlock("mot de passe d'Ine\u{300}s").unwrap();
    assert_eq!(*key.hex(), *inès.created.key.hex());
    let twice = create(inès.dir.path(), Uuid::from_u128(2), &pass("autre"), &inès.store, Cost::THROW_AWAY);
    assert!(matches!(twice, Err(KeyError::SlotsExist)), "never over slots that are there");
}

#[test]
fn each_state_of_the_keyring_is_named_and_none_is_called_a_wrong_passphrase() {
    let inès = laptop();
    for (fault, state) in [
        (KeyringFault::Locked, KeyringState::Locked),
        (KeyringFault::Absent, KeyringState::Absent),
        (KeyringFault::Empty, KeyringState::Empty),
        (KeyringFault::Refused, KeyringState::Refused),
        (KeyringFault::Slow, KeyringState::Slow),
    ] {
        *inès.store.fault.lock().unwrap() = Some(fault);
        let refused = inès.unlock("mot de passe d'Inès").err();
        assert!(matches!(refused, Some(KeyError::Keyring(found)) if found == state), "{state:?}");
        assert!(unlock_with_recovery(inès.dir.path(), inès.created.recovery.expose()).is_ok());
    }
    *inès.store.fault.lock().unwrap() = None;
    inès.store.write(Uuid::from_u128(1), &[9; 32]).unwrap();
    let replaced = inès.unlock("mot de passe d'Inès").err();
    assert!(matches!(replaced, Some(KeyError::Keyring(KeyringState::Replaced))));

    let key = unlock_with_recovery(inès.dir.path(), inès.created.recovery.expose()).unwrap();
    set_passphrase(inès.dir.path(), &key, &pass("la nouvelle"), &inès.store, Cost::THROW_AWAY).unwrap();
    assert!(inès.unlock("la nouvelle").is_ok(), "the slot is made anew after recovery");
}

#[test]
fn without_a_keyring_the_passphrase_stands_alone_and_dearer() {
    let dir = tempfile::tempdir().unwrap();
    let made = create(dir.path(), Uuid::from_u128(1), &pass("seule"), &NoKeyring, Cost::FLOOR).unwrap();
    assert_eq!(made.protection, Protection::PassphraseAlone);
    assert!(unlock(dir.path(), &pass("seule"), &NoKeyring, 0).is_ok());
    let slots = Slots::read(dir.path()).unwrap();
    assert!(
        slots
            .known
            .iter()
            .any(|slot| matches!(slot.opener, Opener::PassphraseAlone { cost, .. } if cost.passes == 6))
    );
}

#[test]
fn wrong_passphrases_wait_longer_and_a_restart_does_not_help() {
    let inès = laptop();
    for _ in 0..3 {
        assert!(matches!(inès.unlock("faux").err(), Some(KeyError::WrongPassphrase { .. })));
    }
    let soon = inès.unlock("mot de passe d'Inès").err();
    assert!(matches!(soon, Some(KeyError::TooSoon { retry_after_s: 5 })), "read from the file each time");
    let later = unlock(inès.dir.path(), &pass("mot de passe d'Inès"), &inès.store, 5_000);
    assert!(later.is_ok());
    assert_eq!(status(inès.dir.path(), &inès.store, 5_000).retry_after_s, 0);
}

#[test]
fn a_new_recovery_kit_ends_the_old_one() {
    let inès = laptop();
    let code = renew_recovery(inès.dir.path(), &inès.created.key).unwrap();
    let old = unlock_with_recovery(inès.dir.path(), inès.created.recovery.expose()).err();
    assert!(matches!(old, Some(KeyError::WrongRecovery)));
    assert!(unlock_with_recovery(inès.dir.path(), code.expose()).is_ok());
}

#[test]
fn an_altered_slot_file_never_opens_and_unknown_slots_are_kept() {
    let inès = laptop();
    let path = inès.dir.path().join(slot::FILE);
    let text = std::fs::read_to_string(&path).unwrap();
    let mut json: serde_json::Value = serde_json::from_str(&text).unwrap();
    json["slots"].as_array_mut().unwrap().push(serde_json::json!({"opener": {"kind": "badge"}}));
    std::fs::write(&path, json.to_string()).unwrap();
    renew_recovery(inès.dir.path(), &inès.created.key).unwrap();
    assert!(std::fs::read_to_string(&path).unwrap().contains("badge"));

    json["vault"] = serde_json::json!(Uuid::from_u128(77).to_string());
    inès.store.write(Uuid::from_u128(77), &[1; 32]).unwrap();
    std::fs::write(&path, json.to_string()).unwrap();
    assert!(inès.unlock("mot de passe d'Inès").is_err(), "slots are bound to their vault");
    std::fs::write(&path, "{").unwrap();
    assert!(matches!(inès.unlock("x").err(), Some(KeyError::SlotsDamaged)));
    std::fs::remove_file(&path).unwrap();
    assert!(matches!(inès.unlock("x").err(), Some(KeyError::SlotsMissing)));
}

const FAULTS: [(KeyringFault, KeyringState); 5] = [
    (KeyringFault::Locked, KeyringState::Locked),
    (KeyringFault::Absent, KeyringState::Absent),
    (KeyringFault::Empty, KeyringState::Empty),
    (KeyringFault::Refused, KeyringState::Refused),
    (KeyringFault::Slow, KeyringState::Slow),
];

#[test]
fn a_first_start_passes_over_an_absent_keyring_only_and_leaves_nothing_behind_otherwise() {
    for (fault, state) in FAULTS {
        let (dir, store) = (tempfile::tempdir().unwrap(), FakeKeyring::default());
        *store.fault.lock().unwrap() = Some(fault);
        let made = create(dir.path(), Uuid::from_u128(1), &pass("phrase"), &store, Cost::THROW_AWAY);
        if fault == KeyringFault::Absent {
            assert_eq!(made.map(|made| made.protection).ok(), Some(Protection::PassphraseAlone));
        } else {
            assert!(matches!(made.err(), Some(KeyError::Keyring(found)) if found == state), "{state:?}");
            assert!(!Slots::exist(dir.path()), "{state:?}: it can be begun again");
        }
    }
}

#[test]
fn the_threshold_names_each_state_of_the_keyring_and_none_makes_a_new_secret() {
    let inès = laptop();
    std::fs::write(inès.dir.path().join(crate::FILE), "a database").unwrap();
    let vault = Uuid::from_u128(1);
    let secret = inès.store.read(vault).unwrap();
    let state = || status(inès.dir.path(), &inès.store, 0).keyring;
    assert_eq!(state(), KeyringState::Available);
    for (fault, named) in FAULTS {
        *inès.store.fault.lock().unwrap() = Some(fault);
        assert_eq!(state(), named);
        assert!(inès.unlock("mot de passe d'Inès").is_err());
        *inès.store.fault.lock().unwrap() = None;
        assert!(inès.store.read(vault).unwrap() == secret, "{named:?}: the secret is the one it was");
    }
    inès.store.remove(vault).unwrap();
    assert_eq!(state(), KeyringState::Empty);
    assert!(inès.unlock("mot de passe d'Inès").is_err());
    assert!(inès.store.read(vault).is_err(), "an empty keyring is not filled while slots are there");
    inès.store.write(vault, &[9; 32]).unwrap();
    assert_eq!(state(), KeyringState::Replaced);
}

#[test]
fn who_has_proved_the_key_is_kept_out_by_no_state_of_the_keyring() {
    for (fault, state) in FAULTS {
        let inès = laptop();
        *inès.store.fault.lock().unwrap() = Some(fault);
        let key = unlock_with_recovery(inès.dir.path(), inès.created.recovery.expose()).unwrap();
        let now = set_passphrase(inès.dir.path(), &key, &pass("la nouvelle"), &inès.store, Cost::THROW_AWAY)
            .unwrap();
        assert_eq!(now, Protection::PassphraseAlone, "{state:?}");
        assert_eq!(*inès.unlock("la nouvelle").unwrap().hex(), *key.hex(), "{state:?}");
    }
}

#[test]
fn a_slot_file_with_a_bit_turned_is_never_called_a_wrong_passphrase() {
    let inès = laptop();
    let path = inès.dir.path().join(slot::FILE);
    let whole = std::fs::read(&path).unwrap();
    for at in (0..whole.len()).step_by(whole.len() / 20) {
        let mut bytes = whole.clone();
        bytes[at] ^= 1;
        std::fs::write(&path, bytes).unwrap();
        match inès.unlock("mot de passe d'Inès") {
            Ok(key) => assert_eq!(*key.hex(), *inès.created.key.hex(), "byte {at}"),
            Err(KeyError::SlotsDamaged | KeyError::SlotsNewer | KeyError::TooSoon { .. }) => {}
            Err(other) => panic!("byte {at}: {other}"),
        }
        delay::clear(inès.dir.path()).unwrap();
    }
}
