//! Who wrote what, when, and what stood there before.

use serde_json::{Value, json};

use crate::laptop::{Laptop, WORKER, laptop, refusal};

fn history(laptop: &Laptop, person: &str, narrow: Value) -> Value {
    let mut request =
        json!({ "person": person, "table": null, "row": null, "field": null, "offset": 0, "limit": 50 });
    for (field, value) in narrow.as_object().unwrap() {
        request[field] = value.clone();
    }
    laptop.ask("history.of", request)
}

#[test]
fn each_value_of_a_field_is_told_with_its_author_and_what_it_replaced() {
    let laptop = laptop();
    let awa = laptop.add("Awa", "Diallo", json!({ "phone": "06 39 98 00 01", "commune": "Creil" }));
    let mut who = laptop.open(&awa)["who"].clone();
    who["phone"] = json!("06 39 98 00 02");
    laptop.ask("person.correct", json!({ "person": awa, "who": who }));
    let last = laptop.ask("undo.last", json!({}))[0]["position"].clone();
    laptop.ask("undo.do", json!({ "position": last }));

    let told = history(&laptop, &awa, json!({ "table": "person", "field": "phone" }));
    assert_eq!(told["total"], 3);
    let lines = told["lines"].as_array().unwrap();
    let acts: Vec<&Value> = lines.iter().map(|line| &line["act"]).collect();
    assert_eq!(acts, ["undo", "person.correct", "person.add"]);
    assert!(lines.iter().all(|line| line["by"] == WORKER));
    let pair =
        |at: usize| (lines[at]["changes"][0]["before"].clone(), lines[at]["changes"][0]["after"].clone());
    let (one, two) = (json!(["+33639980001"]), json!(["+33639980002"]));
    assert_eq!(pair(2), (json!([]), one.clone()));
    assert_eq!(pair(1), (one.clone(), two.clone()));
    assert_eq!(pair(0), (two, one));
    let address = history(&laptop, &awa, json!({ "table": "person", "field": "address" }));
    assert_eq!(address["lines"][0]["changes"][0]["after"], json!(["Creil"]));
}

#[test]
fn the_former_text_of_a_note_stays_readable_and_pages_are_cut() {
    let laptop = laptop();
    let awa = laptop.add("Awa", "Diallo", json!({}));
    let note = laptop.note(&awa, "Parle de soudure.");
    laptop.ask("encounter.rewrite", json!({ "encounter": note, "note": "Parle de carrosserie." }));
    let told = history(&laptop, &awa, json!({ "table": "encounter", "row": note, "field": "note" }));
    assert_eq!(told["lines"][0]["changes"][0]["before"], json!(["Parle de soudure."]));
    let page = history(&laptop, &awa, json!({ "offset": 1, "limit": 1 }));
    assert_eq!((&page["total"], page["lines"].as_array().unwrap().len()), (&json!(3), 1));
    assert_eq!(page["lines"][0]["act"], "encounter.record");
}

#[test]
fn a_table_or_field_that_nothing_has_is_refused_by_its_name() {
    let laptop = laptop();
    let awa = laptop.add("Awa", "Diallo", json!({}));
    let asked = |table: Value, row: Value, field: Value| {
        let request =
            json!({ "person": awa, "table": table, "row": row, "field": field, "offset": 0, "limit": 9 });
        laptop.refused("history.of", request)
    };
    let unreadable = |field: &str| refusal("unreadable", json!({ "field": field }));
    assert_eq!(asked(json!("people"), Value::Null, Value::Null), unreadable("table"));
    assert_eq!(asked(json!("task"), Value::Null, json!("phone")), unreadable("field"));
    assert_eq!(asked(Value::Null, json!("7"), Value::Null), unreadable("row"));
}
