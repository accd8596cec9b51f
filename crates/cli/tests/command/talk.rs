//! Many calls in one session, and two sessions on one vault.

use std::io::Write as _;

use serde_json::{Value, json};

use crate::laptop::{Laptop, PASSPHRASE, laptop};

#[test]
fn each_line_is_answered_by_a_line_and_topics_are_told_before() {
    let laptop = laptop();
    let mut talk = laptop.talk();
    talk.send("person.list", json!({}));
    assert_eq!(talk.hear().0, json!({ "problem": { "code": "locked" } }));
    talk.send("session.unlock", json!({ "passphrase": PASSPHRASE }));
    assert_eq!(talk.hear(), (json!({ "answer": null }), vec![json!("session")]));
    let add = json!({ "who": { "given_name": "Awa" }, "origin": "street", "origin_detail": "", "note": "" });
    talk.send("person.add", add);
    let (told, topics) = talk.hear();
    assert_eq!(topics, [json!("people")]);
    let open = json!({ "person": told["answer"]["person"] });
    assert_eq!(talk.ask("person.open", open)["who"]["given_name"], "Awa");
    for nonsense in ["", "torn", "[]", "{\"request\": {}}"] {
        writeln!(talk.child.stdin.as_mut().unwrap(), "{nonsense}").unwrap();
        assert_eq!(talk.hear().0, json!({ "problem": { "code": "bad_request" } }), "{nonsense:?}");
    }
    talk.send("nobody.knows", json!({}));
    assert_eq!(talk.hear().0, json!({ "problem": { "code": "unknown_call" } }));
    assert_eq!(talk.end(), 0);
}

#[test]
fn a_listener_that_leaves_ends_the_session_without_an_error() {
    let laptop = laptop();
    let mut talk = laptop.talk();
    talk.send("session.state", json!({}));
    let _ = talk.hear();
    let crate::laptop::Talk { mut child, lines } = talk;
    drop(lines);
    // Written until the session has noticed; it may be gone already.
    let mut stdin = child.stdin.take().unwrap();
    let line = json!({ "name": "session.state" });
    while writeln!(stdin, "{line}").is_ok() && child.try_wait().unwrap().is_none() {}
    drop(stdin);
    assert_eq!(child.wait().unwrap().code(), Some(0));
}

fn notes(laptop: &Laptop, person: &str, who: &str) {
    let mut talk = laptop.talk();
    talk.unlock();
    for number in 0..25 {
        let note = json!({
            "person": person, "kind": "note", "initiative": "worker", "result": "reached", "on": null, "place": "",
            "note": format!("{who} {number}"),
        });
        talk.ask("encounter.record", note);
    }
    assert_eq!(talk.end(), 0);
}

#[test]
fn sessions_take_turns_on_one_vault_and_lose_no_save() {
    let laptop = laptop();
    let awa = laptop.add("Awa", "Diallo");
    for who in ["Marguerite", "Noé"] {
        notes(&laptop, &awa, who);
    }
    let file = laptop.json(&["person", "show", &awa]);
    let kept: Vec<&str> = file["timeline"]
        .as_array()
        .unwrap()
        .iter()
        .filter_map(|item| item["what"]["note"].as_str())
        .collect();
    for who in ["Marguerite", "Noé"] {
        for number in 0..25 {
            let note = format!("{who} {number}");
            assert!(kept.contains(&note.as_str()), "{note} was answered and is gone");
        }
    }
    assert_eq!(laptop.json(&["verify"])["sound"], true);
}

#[test]
fn a_session_waits_outside_while_another_has_the_vault_open_and_reads_what_it_saved_after_it() {
    let laptop = laptop();
    let (mut one, mut other) = (laptop.talk(), laptop.talk());
    one.unlock();
    other.send("session.unlock", json!({ "passphrase": PASSPHRASE }));
    assert_eq!(other.hear().0, json!({ "problem": { "code": "vault_in_use" } }));
    let add = json!({ "who": { "given_name": "Awa" }, "origin": "street", "origin_detail": "", "note": "" });
    one.ask("person.add", add);
    one.ask("session.lock", json!({}));
    other.unlock();
    let list = json!({ "filter": {}, "sort": "name", "descending": false, "offset": 0, "limit": 9 });
    let seen: Value = other.ask("person.list", list);
    assert_eq!(seen["lines"][0]["given_name"], "Awa");
    assert_eq!((one.end(), other.end()), (0, 0));
}
