//! Views of a list, kept under a name.

use serde_json::{Value, json};

use crate::laptop::{Laptop, id, laptop, refusal};

fn save(laptop: &Laptop, of: Value, name: &str, body: &str) -> String {
    id(&laptop.ask("view.save", json!({ "id": of, "name": name, "body": body })), "view")
}

fn names(laptop: &Laptop) -> Vec<String> {
    let views = laptop.ask("view.list", json!({}));
    views.as_array().unwrap().iter().map(|view| view["name"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn a_view_is_kept_renamed_taken_out_and_brought_back() {
    let laptop = laptop();
    let creil = save(&laptop, Value::Null, "À Creil", r#"{"commune":"Creil"}"#);
    save(&laptop, Value::Null, "Sans nouvelles", r#"{"quiet_days":21}"#);
    assert_eq!(names(&laptop), ["À Creil", "Sans nouvelles"]);
    assert_eq!(save(&laptop, json!(creil), "Creil et Nogent", "{}"), creil);
    assert_eq!(
        laptop.ask("view.list", json!({}))[0],
        json!({ "id": creil, "name": "Creil et Nogent", "body": "{}" })
    );
    laptop.ask("view.remove", json!({ "id": creil }));
    assert_eq!(names(&laptop), ["Sans nouvelles"]);
    assert_eq!(laptop.refused("view.remove", json!({ "id": creil }))["code"], "not_found");
    let last = laptop.ask("undo.last", json!({}))[0]["position"].clone();
    laptop.ask("undo.do", json!({ "position": last }));
    assert_eq!(names(&laptop), ["Creil et Nogent", "Sans nouvelles"]);
    laptop.assert_sound("after a view was taken out and brought back");
    let laptop = laptop.restarted();
    laptop.unlock();
    assert_eq!(names(&laptop).len(), 2, "they stay");
}

#[test]
fn a_view_without_a_name_of_its_own_is_refused() {
    let laptop = laptop();
    save(&laptop, Value::Null, "À Creil", "{}");
    let asked = |id: Value, name: &str, body: &str| {
        laptop.refused("view.save", json!({ "id": id, "name": name, "body": body }))
    };
    assert_eq!(asked(Value::Null, " ", "{}"), refusal("unreadable", json!({ "field": "name" })));
    assert_eq!(asked(Value::Null, "À Creil", "{}"), refusal("name_taken", json!({})));
    let long = "x".repeat(10_001);
    assert_eq!(
        asked(Value::Null, "B", &long),
        refusal("too_long", json!({ "field": "body", "limit": 10_000 }))
    );
    let nobody = json!("00000000-0000-0000-0000-000000000001");
    assert_eq!(asked(nobody, "C", "{}")["code"], "not_found");
    assert_eq!(names(&laptop), ["À Creil"]);
}
