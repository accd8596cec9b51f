//! Fields that a team defines for itself: each is written in its own way, found again, and goes back.

use serde_json::{Value, json};

use crate::laptop::{Laptop, WORKER, id, laptop, refusal};

impl Laptop {
    pub fn field(&self, label: &str, kind: &str, choices: &[&str]) -> String {
        let form = json!({ "label": label, "choices": choices });
        id(&self.ask("field.define", json!({ "kind": kind, "form": form })), "field")
    }

    pub fn say(&self, person: &str, field: &str, value: &str) {
        self.ask("person.custom", json!({ "person": person, "field": field, "value": value }));
    }

    fn said(&self, person: &str) -> Vec<(String, String)> {
        let file = self.open(person);
        let text = |entry: &Value, name: &str| entry[name].as_str().unwrap().to_owned();
        file["custom"].as_array().unwrap().iter().map(|it| (text(it, "label"), text(it, "value"))).collect()
    }

    fn with_value(&self, field: &str, value: &str) -> Vec<String> {
        let filter = json!({ "custom": { "field": field, "value": value } });
        let list = json!({ "filter": filter, "sort": "name", "descending": false, "offset": 0, "limit": 50 });
        let page = self.ask("person.list", list);
        let lines = page["lines"].as_array().unwrap();
        assert_eq!(page["total"], lines.len());
        lines.iter().map(|line| line["given_name"].as_str().unwrap().to_owned()).collect()
    }

    pub fn undo_last(&self) {
        let position = self.ask("undo.last", json!({}))[0]["position"].clone();
        self.ask("undo.do", json!({ "position": position }));
    }
}

fn pairs(expected: &[(&str, &str)]) -> Vec<(String, String)> {
    expected.iter().map(|(label, value)| ((*label).to_owned(), (*value).to_owned())).collect()
}

#[test]
fn a_field_of_each_kind_is_kept_in_one_way_or_refused_by_its_name() {
    let laptop = laptop();
    let awa = laptop.add("Awa", "Diallo", json!({}));
    assert_eq!(laptop.open(&awa)["custom"], json!([]));
    let sport = laptop.field("Sport", "text", &[]);
    let size = laptop.field("Pointure", "number", &[]);
    let since = laptop.field("Au quartier depuis", "day", &[]);
    let licence = laptop.field("Permis", "choice", &["Aucun", "Code", "B"]);
    let bike = laptop.field("A un vélo", "yes_no", &[]);
    for (field, value) in
        [(&sport, " Boxe "), (&size, "42,50"), (&since, "2019-09-01"), (&licence, "Code"), (&bike, "yes")]
    {
        laptop.say(&awa, field, value);
    }
    let said = [
        ("Sport", "Boxe"),
        ("Pointure", "42.5"),
        ("Au quartier depuis", "2019-09-01"),
        ("Permis", "Code"),
        ("A un vélo", "yes"),
    ];
    assert_eq!(laptop.said(&awa), pairs(&said), "in the order in which they were defined");
    let acts = laptop.acts();
    for (field, value) in
        [(&size, "grande"), (&since, "2019-02-30"), (&since, "0019-01-01"), (&licence, "C"), (&bike, "oui")]
    {
        let refused =
            laptop.refused("person.custom", json!({ "person": awa, "field": field, "value": value }));
        assert_eq!(refused, refusal("unreadable", json!({ "field": "value" })), "{value}");
    }
    let long = json!({ "person": awa, "field": sport, "value": "x".repeat(301) });
    let refused = laptop.refused("person.custom", long);
    assert_eq!(refused, refusal("too_long", json!({ "field": "value", "limit": 300 })));
    assert_eq!((laptop.said(&awa), laptop.acts()), (pairs(&said), acts));
    laptop.assert_sound("with fields of the team");
}

#[test]
fn a_definition_is_refused_by_what_it_lacks() {
    let laptop = laptop();
    laptop.field("Pointure", "number", &[]);
    let ask = |label: &str, kind: &str, choices: Value| {
        let form = json!({ "label": label, "choices": choices });
        laptop.refused("field.define", json!({ "kind": kind, "form": form }))
    };
    assert_eq!(ask("", "text", json!([])), refusal("unreadable", json!({ "field": "label" })));
    assert_eq!(ask("pointure", "text", json!([])), refusal("label_taken", json!({})));
    assert_eq!(ask("Permis", "choice", json!([" "])), refusal("unreadable", json!({ "field": "choices" })));
    let long = "x".repeat(61);
    assert_eq!(ask(&long, "text", json!([])), refusal("too_long", json!({ "field": "label", "limit": 60 })));
    assert_eq!(laptop.ask("field.list", json!({})).as_array().unwrap().len(), 1);
}

#[test]
fn people_are_found_by_what_a_field_says_and_follow_its_changes() {
    let laptop = laptop();
    let licence = laptop.field("Permis", "choice", &["Aucun", "Code", "B"]);
    let bike = laptop.field("A un vélo", "yes_no", &[]);
    let awa = laptop.add("Awa", "Diallo", json!({}));
    let bruno = laptop.add("Bruno", "Caron", json!({}));
    laptop.say(&awa, &licence, "Code");
    laptop.say(&bruno, &licence, "Code");
    laptop.say(&bruno, &bike, "no");
    assert_eq!(laptop.with_value(&licence, "Code"), ["Bruno", "Awa"], "by family name");
    assert_eq!(laptop.with_value(&bike, "no"), ["Bruno"]);
    assert_eq!(laptop.with_value(&bike, "yes"), Vec::<String>::new());
    assert_eq!(laptop.ask("field.values", json!({ "field": licence })), json!(["Code"]));
    laptop.say(&awa, &licence, "B");
    assert_eq!(laptop.with_value(&licence, "Code"), ["Bruno"]);
    assert_eq!(laptop.ask("field.values", json!({ "field": licence })), json!(["B", "Code"]));
    laptop.say(&awa, &licence, "");
    assert_eq!(laptop.ask("field.values", json!({ "field": licence })), json!(["Code"]));
    let twin = laptop.add("Awà", "Diallo", json!({}));
    laptop.say(&twin, &bike, "yes");
    laptop.ask("person.merge", json!({ "kept": awa, "other": twin }));
    assert_eq!(laptop.with_value(&bike, "yes"), ["Awa"], "the kept file is found by what the other says");
    assert_eq!(laptop.said(&awa), pairs(&[("Permis", ""), ("A un vélo", "yes")]));
}

#[test]
fn a_value_goes_back_to_what_was_there_and_its_history_names_the_field() {
    let laptop = laptop();
    let awa = laptop.add("Awa", "Diallo", json!({}));
    let size = laptop.field("Pointure", "number", &[]);
    laptop.say(&awa, &size, "41");
    laptop.say(&awa, &size, "42");
    let history = laptop.ask(
        "history.of",
        json!({
            "person": awa, "table": "custom_value", "row": null, "field": null, "offset": 0, "limit": 9,
        }),
    );
    let change = &history["lines"][0]["changes"][0];
    assert_eq!((&change["label"], &change["field"]), (&json!("Pointure"), &json!("value")));
    assert_eq!((&change["before"], &change["after"]), (&json!(["41"]), &json!(["42"])));
    assert_eq!(history["lines"][0]["by"], WORKER);
    laptop.undo_last();
    assert_eq!(laptop.said(&awa), pairs(&[("Pointure", "41")]));
    let first = laptop.ask("undo.last", json!({})).as_array().unwrap().clone();
    let first = first.iter().find(|act| act["act"] == "person.custom" && act["again"] == false).unwrap();
    laptop.ask("undo.do", json!({ "position": first["position"] }));
    assert_eq!(laptop.said(&awa), pairs(&[("Pointure", "")]), "the first one too, which made the row");
    laptop.say(&awa, &size, "43");
    assert_eq!(laptop.said(&awa), pairs(&[("Pointure", "43")]));
    laptop.assert_sound("after values went back and forth");
}

#[test]
fn a_field_that_files_speak_of_is_retired_and_not_undefined() {
    let laptop = laptop();
    let awa = laptop.add("Awa", "Diallo", json!({}));
    let licence = laptop.field("Permis", "choice", &["Aucun", "Code"]);
    let defined = laptop.ask("undo.last", json!({}))[0].clone();
    assert_eq!((&defined["act"], &defined["what"]), (&json!("field.define"), &json!("Permis")));
    laptop.say(&awa, &licence, "Code");
    let undo = json!({ "position": defined["position"] });
    let refused = laptop.refused("undo.do", undo);
    assert_eq!(refused, refusal("changed_since", json!({ "by": "person.custom" })));

    let form = json!({ "label": "Permis de conduire", "choices": ["Aucun", "B"] });
    laptop.ask("field.correct", json!({ "field": licence, "form": form }));
    assert_eq!(laptop.said(&awa), pairs(&[("Permis de conduire", "Code")]), "a former choice stays said");
    laptop.say(&awa, &licence, "Code");
    laptop.ask("field.retire", json!({ "field": licence, "retired": true }));
    assert_eq!(laptop.said(&awa), Vec::new());
    let say = json!({ "person": awa, "field": licence, "value": "B" });
    assert_eq!(laptop.refused("person.custom", say), refusal("field_retired", json!({})));
    let fields = laptop.ask("field.list", json!({}));
    assert_eq!((&fields[0]["retired"], &fields[0]["label"]), (&json!(true), &json!("Permis de conduire")));
    laptop.undo_last();
    assert_eq!(laptop.said(&awa), pairs(&[("Permis de conduire", "Code")]), "nothing was lost");
}
