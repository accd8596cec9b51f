//! The database itself: its schema, its rows, its journal, and the copy that was kept.

use std::collections::BTreeSet;
use std::fs;

use passerelle_tests::faults::{PASSPHRASE, make};
use passerelle_tests::fixture::rows::differences;
use passerelle_tests::fixture::{FIXTURES, Fixture, copy_files, folder};
use passerelle_vault::{SCHEMA, Vault};
use rusqlite::Connection;
use serde_json::json;

use crate::laptop::Laptop;

fn step(db: &Connection) -> i64 {
    db.pragma_query_value(None, "user_version", |line| line.get(0)).unwrap()
}

fn lines(db: &Connection, sql: &str) -> BTreeSet<String> {
    let mut statement = db.prepare(sql).unwrap();
    let width = statement.column_count();
    let lines = statement.query_map([], |line| {
        let values: Result<Vec<rusqlite::types::Value>, _> = (0..width).map(|at| line.get(at)).collect();
        Ok(format!("{:?}", values?))
    });
    lines.unwrap().collect::<Result<_, _>>().unwrap()
}

#[test]
fn every_step_before_the_present_one_has_a_fixture() {
    let steps: Vec<i64> = FIXTURES.iter().map(|fixture| fixture.step).collect();
    assert_eq!(steps, (1..SCHEMA).collect::<Vec<_>>());
    for fixture in FIXTURES {
        let copy = fixture.copied().unwrap();
        assert_eq!(step(&fixture.database(copy.path()).unwrap()), fixture.step);
    }
}

#[test]
fn an_upgraded_vault_has_the_schema_of_a_fresh_one_and_every_row_it_had() {
    let fresh = tempfile::tempdir().unwrap();
    let code = make(fresh.path()).unwrap();
    let fresh = Fixture { step: SCHEMA, code: code.leak() }.database(fresh.path()).unwrap();
    let schema = "SELECT type, name, tbl_name, sql FROM sqlite_schema";
    let columns =
        "SELECT s.name, c.* FROM sqlite_schema s, pragma_table_xinfo(s.name) c WHERE s.type = 'table'";
    for fixture in FIXTURES {
        let laptop = Laptop::with(fixture);
        laptop.recover(fixture);
        laptop.assert_sound();
        let exported = laptop.ask("vault.export", json!({ "passphrase": PASSPHRASE }));
        assert_eq!(
            differences(&fixture.rows().unwrap(), &exported),
            Vec::<String>::new(),
            "{}",
            fixture.step
        );
        let laptop = laptop.restarted();
        let db = fixture.database(laptop.dir.path()).unwrap();
        assert_eq!(step(&db), SCHEMA);
        for sql in [schema, columns] {
            assert_eq!(lines(&db, sql), lines(&fresh, sql), "from step {}", fixture.step);
        }
    }
}

#[test]
fn the_copy_that_was_kept_opens_in_its_former_step_and_can_be_upgraded_itself() {
    for fixture in FIXTURES {
        let laptop = Laptop::with(fixture);
        laptop.recover(fixture);
        let state = laptop.ask("session.state", json!({}));
        assert_eq!(state["upgraded_from"]["cause"], "before_migration");
        let kept = laptop.dir.path().join("backups").join(state["upgraded_from"]["id"].as_str().unwrap());
        let copy = tempfile::tempdir().unwrap();
        copy_files(&kept, copy.path()).unwrap();
        assert_eq!(step(&fixture.database(copy.path()).unwrap()), fixture.step);
        let vault = Vault::open(copy.path(), &fixture.key(copy.path()).unwrap()).unwrap();
        assert_eq!(differences(&fixture.rows().unwrap(), &vault.export().unwrap()), Vec::<String>::new());
        assert!(vault.verify().unwrap().findings.is_empty());
        let laptop = laptop.restarted();
        laptop.recover(fixture);
        assert_eq!(laptop.ask("session.state", json!({}))["upgraded_from"], json!(null), "said once");
        assert_eq!(fs::read_dir(laptop.dir.path().join("backups")).unwrap().count(), 1);
    }
}

#[test]
fn the_former_passphrase_opens_and_work_goes_on() {
    for fixture in FIXTURES {
        let laptop = Laptop::with(fixture);
        laptop.ask("session.unlock", json!({ "passphrase": PASSPHRASE }));
        assert_eq!(laptop.ask("session.state", json!({}))["loss"], json!(null), "an upgrade is no loss");
        let zélie = laptop.person("Zélie", "Wójcik");
        let mut who = laptop.ask("person.open", json!({ "person": zélie }))["who"].clone();
        assert_eq!(who["birth"], "2005-07-30");
        who["phone"] = json!("06 39 98 44 11");
        laptop.ask("person.correct", json!({ "person": zélie, "who": who }));
        let note = json!({
            "person": zélie, "kind": "call", "initiative": "person", "result": "reached", "on": null, "place": "",
            "note": "A changé de numéro.",
        });
        laptop.ask("encounter.record", note);
        laptop.assert_sound();
        let last = laptop.ask("undo.last", json!({}));
        laptop.ask("undo.do", json!({ "position": last[0]["position"] }));
        laptop.assert_sound();
        let laptop = laptop.restarted();
        laptop.ask("session.unlock", json!({ "passphrase": PASSPHRASE }));
        let file = laptop.ask("person.open", json!({ "person": zélie }));
        assert_eq!(file["who"]["phone"], "+33639984411");
        let field = json!({
            "person": zélie, "table": "person", "row": zélie, "field": "phone", "offset": 0, "limit": 9,
        });
        let history = laptop.ask("history.of", field);
        assert_eq!(history["lines"][0]["act"], "person.correct", "{history}");
        assert!(!file["timeline"].to_string().contains("changé de numéro"), "taken back");
        laptop.assert_sound();
    }
}

#[test]
fn no_folder_of_a_fixture_is_left_out() {
    let there: BTreeSet<String> = fs::read_dir(folder())
        .unwrap()
        .map(|entry| entry.unwrap())
        .filter(|entry| entry.path().is_dir())
        .map(|entry| entry.file_name().into_string().unwrap())
        .collect();
    let listed = FIXTURES.iter().map(|fixture| format!("vault-{}", fixture.step)).collect();
    assert_eq!(there, listed);
}
