//! What the screens say of a vault of a former version, as text that is kept beside it.

use std::fmt::Write as _;
use std::fs;

use passerelle_tests::fixture::{FIXTURES, Fixture, folder};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::laptop::Laptop;

/// Asks for the text to be written anew; read the difference before it is kept.
const WRITE: &str = "PASSERELLE_WRITE_FIXTURES";

/// What rules make of what there is: not what is kept.
const RULES: &[&str] = &["choices", "allowed", "warnings", "signals"];

fn said(value: &Value) -> bool {
    match value {
        Value::Null | Value::Bool(false) => false,
        Value::String(text) => !text.is_empty() && Uuid::parse_str(text).is_err(),
        Value::Array(all) => all.iter().any(said),
        Value::Object(all) => all.values().any(said),
        Value::Number(number) => number.as_i64() != Some(0),
        Value::Bool(true) => true,
    }
}

/// What an answer says, a line each: nothing of what is empty, and no ids.
fn write(out: &mut String, value: &Value, depth: usize) {
    let indent = "  ".repeat(depth);
    match value {
        Value::Object(all) => {
            let said = all.iter().filter(|(name, value)| said(value) && !RULES.contains(&name.as_str()));
            for (name, value) in said {
                if value.is_object() || value.is_array() {
                    writeln!(out, "{indent}{name}:").unwrap();
                    write(out, value, depth + 1);
                } else {
                    writeln!(out, "{indent}{name}: {value}").unwrap();
                }
            }
        }
        Value::Array(all) => {
            for value in all.iter().filter(|value| said(value)) {
                if value.is_object() || value.is_array() {
                    writeln!(out, "{indent}-").unwrap();
                    write(out, value, depth + 1);
                } else {
                    writeln!(out, "{indent}- {value}").unwrap();
                }
            }
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {
            writeln!(out, "{indent}{value}").unwrap();
        }
    }
}

/// Everything that can be asked of the vault.
fn told(laptop: &Laptop) -> String {
    let mut out = String::new();
    let mut section = |title: &str, answer: &Value| {
        writeln!(out, "== {title}").unwrap();
        write(&mut out, answer, 0);
    };
    let lines = laptop.people();
    section("people", &json!(lines));
    for line in &lines {
        let (person, name) = (&line["id"], format!("{} {}", line["given_name"], line["family_name"]));
        laptop.ask("access.say_why", json!({ "person": person, "reason": "coordination", "words": "" }));
        section(&format!("file of {name}"), &laptop.ask("person.open", json!({ "person": person })));
        let whole = json!({
            "person": person, "table": null, "row": null, "field": null, "offset": 0, "limit": 200,
        });
        section(&format!("history of {name}"), &laptop.ask("history.of", whole));
    }
    let filter = json!({ "state": null, "late": false, "open": false, "programme": null });
    let board = laptop.ask("referral.list", json!({ "filter": filter, "offset": 0, "limit": 500 }));
    for line in board["lines"].as_array().unwrap() {
        let referral = laptop.ask("referral.open", json!({ "referral": line["id"] }));
        section(&format!("referral of {} to {}", line["person_name"], line["programme_name"]), &referral);
    }
    for left in laptop.ask("draft.list", json!({})).as_array().unwrap() {
        section("draft", &laptop.ask("draft.read", json!({ "place": left["place"] })));
    }
    for (name, request) in [
        ("programme.list", json!({ "text": "" })),
        ("provider.list", json!({})),
        ("delays.list", json!({})),
        ("today.show", json!({})),
        ("agenda.week", json!({ "from": "2026-11-23", "days": 28 })),
        ("view.list", json!({})),
        ("worker.list", json!({})),
        ("draft.list", json!({})),
        ("search", json!({ "text": "noe" })),
        ("search", json!({ "text": "dialo" })),
        ("search", json!({ "text": "oeuvre" })),
    ] {
        section(&format!("{name} {request}"), &laptop.ask(name, request));
    }
    out
}

fn assert_golden(fixture: &Fixture) {
    let laptop = Laptop::with(fixture);
    laptop.recover(fixture);
    let (name, told) = (format!("vault-{}.golden.txt", fixture.step), told(&laptop));
    let file = folder().join(&name);
    if std::env::var_os(WRITE).is_some() {
        fs::write(&file, &told).unwrap();
    }
    let kept = fs::read_to_string(&file).unwrap_or_default();
    let differs = kept.lines().zip(told.lines()).position(|(kept, told)| kept != told);
    let at = differs.unwrap_or_else(|| kept.lines().count().min(told.lines().count()));
    let around = |text: &str| text.lines().skip(at.saturating_sub(3)).take(6).collect::<Vec<_>>().join("\n");
    assert!(kept == told, "{name} at line {}:\n{}\n-- is now --\n{}", at + 1, around(&kept), around(&told));
}

#[test]
fn the_screens_say_of_a_former_vault_what_was_written_in_it() {
    FIXTURES.iter().for_each(assert_golden);
}
