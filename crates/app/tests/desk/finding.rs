//! Finding people and narrowing the list.

use serde_json::{Value, json};

use crate::laptop::{Laptop, aged, days_ago, laptop};

fn named(page: &Value) -> Vec<&str> {
    page["lines"].as_array().unwrap().iter().map(|line| line["given_name"].as_str().unwrap()).collect()
}

fn list(laptop: &Laptop, filter: Value, sort: &str, descending: bool) -> Value {
    let request =
        json!({ "filter": filter, "sort": sort, "descending": descending, "offset": 0, "limit": 50 });
    laptop.ask("person.list", request)
}

#[test]
fn names_are_found_with_or_without_accents_by_prefix_and_past_a_slip() {
    let laptop = laptop();
    laptop.add("Gwenaëlle", "Wójcik", json!({ "commune": "Denain", "phone": "06 39 98 00 01" }));
    laptop.add("François", "Lœuillet", json!({ "birth": "2008-03" }));
    for (typed, found) in [
        ("Gwenaëlle", "Gwenaëlle Wójcik"),
        ("gwenaelle", "Gwenaëlle Wójcik"),
        ("GWE", "Gwenaëlle Wójcik"),
        ("wojc gwen", "Gwenaëlle Wójcik"),
        ("gwenealle", "Gwenaëlle Wójcik"),
        ("denain", "Gwenaëlle Wójcik"),
        ("0639980001", "Gwenaëlle Wójcik"),
        ("06 39 98 00 01", "Gwenaëlle Wójcik"),
        ("+33639980001", "Gwenaëlle Wójcik"),
        ("loeuillet", "François Lœuillet"),
        ("Lœu", "François Lœuillet"),
        ("francios", "François Lœuillet"),
        ("2008-03", "François Lœuillet"),
    ] {
        assert_eq!(laptop.found(typed), [found], "{typed}");
    }
    for nothing in ["", "   ", "zzz", "\"*", "(", "NEAR(", "' OR 1=1 --"] {
        assert!(laptop.found(nothing).is_empty(), "{nothing}");
    }
}

#[test]
fn programmes_are_found_beside_people() {
    let laptop = laptop();
    let provider = laptop.provider("CFA des Deux Rives");
    laptop.programme(&provider, "CAP Réparation des carrosseries", json!({}));
    for typed in ["carross", "deux rives", "reparation"] {
        let hits = laptop.ask("search", json!({ "text": typed }));
        assert_eq!(hits[0]["found"], "programme", "{typed}: {hits}");
        assert_eq!(hits[0]["provider"], "CFA des Deux Rives");
    }
}

#[test]
fn filters_narrow_together_and_the_total_says_how_many_are_left() {
    let laptop = laptop();
    laptop.add("Awa", "Diallo", json!({ "commune": "Creil", "birth": aged(17) }));
    laptop.add("Bruno", "Caron", json!({ "commune": "Creil", "birth": aged(22) }));
    laptop.add("Zélie", "Crépin", json!({ "commune": "Lens" }));
    let ask = |filter: Value| list(&laptop, filter, "name", false);
    assert_eq!(named(&ask(json!({}))), ["Bruno", "Zélie", "Awa"], "by family name");
    assert_eq!(named(&ask(json!({ "commune": "Creil" }))), ["Bruno", "Awa"]);
    assert_eq!(named(&ask(json!({ "commune": "Creil", "max_age": 17 }))), ["Awa"]);
    assert_eq!(named(&ask(json!({ "min_age": 18 }))), ["Bruno"]);
    assert_eq!(named(&ask(json!({ "text": "cre" }))), ["Bruno", "Zélie", "Awa"], "a name or a commune");
    assert_eq!(ask(json!({ "stage": "following" }))["total"], 0);
    assert_eq!(ask(json!({ "mine": true }))["total"], 3);
    assert_eq!(ask(json!({ "in_qpv": true }))["total"], 0);
    assert_eq!(laptop.ask("person.communes", json!({})), json!(["Creil", "Lens"]));
    let page = json!({ "filter": {}, "sort": "name", "descending": false, "offset": 1, "limit": 1 });
    let page = laptop.ask("person.list", page);
    assert_eq!((named(&page), &page["total"]), (vec!["Zélie"], &json!(3)));
}

#[test]
fn the_list_by_stage_follows_the_order_of_the_work() {
    let laptop = laptop();
    let stages =
        ["spotted", "contacting", "unreachable", "assessing", "planning", "following", "left", "closed"];
    let mut expected: Vec<&str> = Vec::new();
    // Added from the last stage to the first, so that neither age nor name gives the order away.
    for stage in stages.iter().rev() {
        let person = laptop.add(stage, "Caron", json!({}));
        expected.insert(0, stage);
        let steps: &[&str] = match *stage {
            "spotted" => &[],
            "unreachable" => &["contacting", "unreachable"],
            other => &[other],
        };
        for to in steps {
            let exit = (*to == "left").then_some("job");
            let request =
                json!({ "person": person, "to": to, "on": days_ago(0), "reason": "", "exit": exit });
            laptop.ask("case.move", request);
        }
    }
    assert_eq!(named(&list(&laptop, json!({}), "stage", false)), expected);
    expected.reverse();
    assert_eq!(named(&list(&laptop, json!({}), "stage", true)), expected);
    for stage in stages {
        assert_eq!(named(&list(&laptop, json!({ "stage": stage }), "name", false)), [stage]);
    }
}
