//! What people paste, mistype and try, into every field that takes a text: an answer, or a refusal that names the field.

use serde_json::{Value, json};

use crate::family::{is_of_files, is_of_the_session};
use crate::ground::{Ground, ground, put, says_which};
use crate::laptop::PASSPHRASE;
use crate::types::{leaves, requests};

fn hostile() -> Vec<(&'static str, String)> {
    vec![
        ("an impossible day", "2026-02-30".to_owned()),
        ("another", "0000-00-00".to_owned()),
        ("a day nobody can mean", "+99999-12-31".to_owned()),
        ("one before all time", "-4000-01-01".to_owned()),
        ("control characters", "Awa\u{1}\u{7}\u{1b}[31m\u{7f}\u{85}".to_owned()),
        ("NUL", "Awa\u{0}Diallo".to_owned()),
        ("marks of direction", "\u{202e}oallaiD\u{202c} \u{2066}x\u{200f}\u{61c}".to_owned()),
        ("emoji", "👩🏽‍🎓🇫🇷🏴\u{e0067}\u{e0062}\u{e007f}".to_owned()),
        ("10 000 characters", "é".repeat(10_000)),
        ("10 000 words", "awa ".repeat(10_000)),
        ("a pasted table", "nom\tâge\r\nAwa\t17\r\nBruno\t22\r\n".to_owned()),
        ("a script", "<script>alert('vu')</script>".to_owned()),
        ("accents without letters", "\u{301}\u{300}\u{489}".to_owned()),
        ("quotes of SQL", "'; DROP TABLE person; --\"`".to_owned()),
        ("signs of the search", "\" * NEAR ( OR AND NOT ^ : {a b} -".to_owned()),
        ("nothing that shows", " \u{a0}\u{3000}\t\n\u{200b}\u{feff}".to_owned()),
    ]
}

/// Puts everything hostile into every field of these calls, and looks at the vault after each.
fn try_all(calls: impl Fn(&str) -> bool) -> Ground {
    let ground = ground();
    let laptop = &ground.laptop;
    for (call, kind) in requests().into_iter().filter(|(call, _)| calls(call)) {
        laptop.ask(&call, ground.request(&call, &kind));
        for leaf in leaves(&kind) {
            let field = leaf.0.join(".");
            for (what, text) in hostile() {
                let mut request = ground.request(&call, &kind);
                put(&mut request, &leaf.0, json!(text));
                let before = laptop.acts();
                if let Err(problem) = laptop.call(&call, request) {
                    let problem = json!(problem);
                    assert!(says_which(&problem, &leaf), "{call}, {field}, {what}: {problem}");
                    assert_eq!(laptop.acts(), before, "{call}, {field}, {what}: refused, and yet written");
                }
            }
        }
        ground.assert_readable(&call);
    }
    ground.assert_clean();
    ground
}

fn is_of_a_person(call: &str) -> bool {
    call.starts_with("person.")
}

#[test]
fn whatever_is_put_into_the_form_of_a_person_is_kept_clean_or_refused_by_its_name() {
    let ground = try_all(|call| is_of_a_person(call) && !is_of_files(call));
    assert!(
        ground.laptop.ask("person.list", people())["total"].as_u64().unwrap() > 100,
        "much of it was kept"
    );
}

#[test]
fn whatever_is_put_into_any_other_field_is_kept_clean_or_refused_by_its_name() {
    let ground = try_all(|call| !is_of_a_person(call) && !is_of_the_session(call) && !is_of_files(call));
    assert!(ground.laptop.acts() > 500, "much of it was kept");
}

fn people() -> Value {
    json!({ "filter": {}, "sort": "name", "descending": false, "offset": 0, "limit": 1 })
}

#[test]
fn whatever_is_typed_at_the_threshold_opens_nothing_and_breaks_nothing() {
    let ground = ground();
    let laptop = &ground.laptop;
    let kit = json!({ "recovery_code": laptop.recovery_code, "passphrase": PASSPHRASE });
    for (call, kind) in requests().into_iter().filter(|(call, _)| is_of_the_session(call)) {
        for leaf in leaves(&kind) {
            let field = leaf.0.join(".");
            for (what, text) in hostile() {
                match call.as_str() {
                    "session.unlock" | "session.recover" => drop(laptop.ask("session.lock", json!({}))),
                    _ if laptop.state()["vault"] == "locked" => laptop.unlock(),
                    _ => {}
                }
                let mut request = ground.request(&call, &kind);
                put(&mut request, &leaf.0, json!(text));
                match laptop.call(&call, request) {
                    Ok(_) if call == "session.recover" || call == "session.change_passphrase" => {
                        // A strange passphrase that is strong enough is a passphrase.
                        laptop.ask("session.recover", kit.clone());
                    }
                    Ok(_) => assert_eq!(call, "session.passphrase_strength", "{field}, {what}"),
                    Err(problem) => {
                        let problem = json!(problem);
                        let fits = says_which(&problem, &leaf) || problem["code"] == "vault_exists";
                        assert!(fits, "{call}, {field}, {what}: {problem}");
                        // So that each is judged, none only made to wait.
                        let _ = std::fs::remove_file(laptop.dir.path().join("coffre/attempts.json"));
                    }
                }
            }
        }
    }
    laptop.ask("session.lock", json!({}));
    laptop.unlock();
    laptop.assert_sound("after all that was typed at the threshold");
}
