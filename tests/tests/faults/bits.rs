//! Bits that turn in the slot file. Those of the database and its log are turned in `crates/vault/tests/store`.

use std::fs;

use passerelle_tests::faults::{key, make};
use passerelle_vault::key::{KeyError, unlock_with_recovery};

#[test]
fn a_bit_turned_anywhere_in_the_slot_file_is_damage_or_harmless_and_never_a_wrong_code() {
    let dir = tempfile::tempdir().unwrap();
    let code = make(dir.path()).unwrap();
    let right = key(dir.path(), &code).unwrap().hex();
    let path = dir.path().join("keyslots.json");
    let whole = fs::read(&path).unwrap();
    let (mut opened, mut damaged) = (0, 0);
    for at in 0..whole.len() {
        let mut bytes = whole.clone();
        bytes[at] ^= 1 << (at % 7);
        fs::write(&path, bytes).unwrap();
        match unlock_with_recovery(dir.path(), &code) {
            Ok(key) => {
                assert_eq!(*key.hex(), *right, "byte {at}: no other key");
                opened += 1;
            }
            Err(KeyError::SlotsDamaged | KeyError::SlotsNewer) => damaged += 1,
            Err(other) => panic!("byte {at}: {other}"),
        }
    }
    assert!(opened > 0 && damaged > opened / 4, "{opened} opened, {damaged} damaged");
    fs::write(&path, whole).unwrap();
    assert!(unlock_with_recovery(dir.path(), &code).is_ok());
}
