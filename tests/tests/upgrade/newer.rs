//! A vault of a version to come.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use passerelle_tests::faults::PASSPHRASE;
use passerelle_tests::fixture::FIXTURES;
use passerelle_vault::SCHEMA;
use serde_json::json;

use crate::laptop::Laptop;

/// Every file of a folder but the lock, which says nothing, and what its slots say of the passphrase.
fn files(dir: &Path) -> BTreeMap<String, Vec<u8>> {
    let entries = fs::read_dir(dir).unwrap().map(Result::unwrap);
    let files = entries.map(|entry| (entry.file_name().into_string().unwrap(), entry.path()));
    files
        .filter(|(name, _)| name != "vault.lock")
        .map(|(name, path)| (name, fs::read(path).unwrap_or_default()))
        .collect()
}

#[test]
fn a_vault_of_a_newer_version_is_refused_by_name_and_left_as_it_is() {
    for fixture in FIXTURES {
        let copy = fixture.copied().unwrap();
        let db = fixture.database(copy.path()).unwrap();
        db.pragma_update(None, "user_version", SCHEMA + 1).unwrap();
        drop(db);
        let before = files(copy.path());
        let laptop = Laptop::on(copy);
        for _ in 0..2 {
            let refused = laptop.call("session.unlock", json!({ "passphrase": PASSPHRASE })).unwrap_err();
            assert_eq!(json!(refused), json!({ "code": "newer" }));
            assert_eq!(laptop.ask("session.state", json!({}))["vault"], "locked");
        }
        assert!(files(laptop.dir.path()) == before, "every byte is as it was, and no copy was made");
        // The version that knows the step opens it: nothing of it was lost.
        fixture
            .database(laptop.dir.path())
            .unwrap()
            .pragma_update(None, "user_version", fixture.step)
            .unwrap();
        laptop.ask("session.unlock", json!({ "passphrase": PASSPHRASE }));
        laptop.assert_sound();
    }
}
