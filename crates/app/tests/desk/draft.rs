//! What was typed and left behind is found again, told by what it is about.

use serde_json::{Value, json};

use crate::laptop::{Laptop, id, laptop};

fn keep(laptop: &Laptop, place: &str, body: &Value) {
    laptop.ask("draft.keep", json!({ "place": place, "body": body.to_string() }));
}

fn left(laptop: &Laptop) -> Vec<Value> {
    laptop.ask("draft.list", json!({})).as_array().unwrap().clone()
}

#[test]
fn each_draft_says_where_it_was_typed_and_of_whom() {
    let laptop = laptop();
    let awa = laptop.add("Awa", "Diallo", json!({}));
    laptop.note(&awa, "Veut la soudure.");
    let note = laptop.open(&awa)["timeline"][0]["what"]["encounter"].as_str().unwrap().to_owned();
    let provider = laptop.provider("CFA des Deux Rives");
    let programme = laptop.programme(&provider, "CAP Carrosserie", json!({}));
    let referral = laptop.propose(&awa, &programme);
    let step = json!({ "person": awa, "what": "Appeler", "by": "person", "due_on": null });
    let step = id(&laptop.ask("step.add", step), "step");
    for place in [format!("note/{awa}"), format!("rewrite/{note}"), format!("step/{step}")] {
        keep(&laptop, &place, &json!({ "note": "Vue au marché", "person": awa, "day": "2026-11-24" }));
    }
    keep(&laptop, &format!("chase/{referral}"), &json!({ "note": "Répondeur" }));
    keep(&laptop, &format!("provider/{provider}"), &json!({ "provider": { "name": "CFA" } }));
    keep(&laptop, "task/today", &json!({ "what": "Photocopies", "urgent": false }));
    keep(&laptop, "new_person", &json!({ "who": { "given_name": "Gwenaëlle" } }));
    keep(&laptop, "last_note", &json!({ "id": awa, "name": "Awa Diallo" }));

    let found = left(&laptop);
    let of =
        |place: &str| found.iter().find(|draft| draft["place"].as_str().unwrap().starts_with(place)).unwrap();
    assert_eq!(found.len(), 7, "the pointer to the last note is none");
    for place in ["note/", "rewrite/", "step/", "chase/"] {
        assert_eq!(
            (&of(place)["person"], &of(place)["person_name"]),
            (&json!(awa), &json!("Awa Diallo")),
            "{place}"
        );
    }
    assert_eq!(of("note/")["words"], "Vue au marché", "not the id, not the day");
    assert_eq!(
        (&of("chase/")["referral"], &of("chase/")["name"]),
        (&json!(referral), &json!("CAP Carrosserie"))
    );
    assert_eq!(of("provider/")["name"], "CFA des Deux Rives");
    assert_eq!(
        (&of("new_person")["words"], &of("new_person")["person"]),
        (&json!("Gwenaëlle"), &Value::Null)
    );
    assert_eq!(of("task/today")["words"], "Photocopies");

    laptop.ask("draft.keep", json!({ "place": "task/today", "body": "" }));
    assert_eq!(left(&laptop).len(), 6, "dropped");
}

#[test]
fn a_draft_about_someone_merged_or_gone_or_unreadable_is_still_found() {
    let laptop = laptop();
    let (awa, twin) = (laptop.add("Awa", "Diallo", json!({})), laptop.add("Hawa", "Diallo", json!({})));
    keep(&laptop, &format!("note/{twin}"), &json!({ "note": "Vue" }));
    keep(&laptop, "note/0190a0a0-0000-7000-8000-00000000dead", &json!({ "note": "Perdu" }));
    laptop.ask("draft.keep", json!({ "place": "chase/x", "body": "{" }));
    laptop.ask("person.merge", json!({ "kept": awa, "other": twin }));
    let found = left(&laptop);
    assert_eq!(found.len(), 3);
    let merged = found.iter().find(|draft| draft["words"] == "Vue").unwrap();
    assert_eq!(merged["person"], awa);
    let lost = found.iter().find(|draft| draft["words"] == "Perdu").unwrap();
    assert_eq!(lost["person"], Value::Null);
    assert_eq!(found[0]["words"], "", "what cannot be read can still be thrown away");
}

#[test]
fn a_long_draft_is_told_by_its_beginning() {
    let laptop = laptop();
    keep(&laptop, "task/today", &json!({ "what": "é".repeat(500) }));
    assert_eq!(left(&laptop)[0]["words"].as_str().unwrap().chars().count(), 160);
}
