//! Plans and steps: what a young person wants, and what is done towards it.

use serde_json::{Value, json};

use crate::laptop::{Laptop, days_ago, in_days, laptop, refusal};

fn plan(words: &str) -> Value {
    json!({ "words": words, "decided_on": days_ago(3), "agreed_on": null, "review_on": in_days(60) })
}

fn step(laptop: &Laptop, person: &str, what: &str, due_on: Value) -> String {
    let request = json!({ "person": person, "what": what, "by": "person", "due_on": due_on });
    laptop.ask("step.add", request)["step"].as_str().unwrap().to_owned()
}

fn steps(laptop: &Laptop, person: &str) -> Vec<String> {
    let file = laptop.open(person);
    let steps = file["plan"]["steps"].as_array().unwrap();
    steps.iter().map(|step| step["what"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn zelie_says_what_she_wants_and_agrees_later() {
    let laptop = laptop();
    let zelie = laptop.add("Zélie", "Crépin", json!({}));
    assert_eq!(laptop.open(&zelie)["plan"], json!(null));
    let id =
        laptop.ask("plan.write", json!({ "person": zelie, "plan": plan("Être dehors.\nPas de bureau.") }));
    let mut agreed = plan("Être dehors.\nPas de bureau.");
    agreed["agreed_on"] = json!(days_ago(1));
    let again = laptop.ask("plan.write", json!({ "person": zelie, "plan": agreed }));
    assert_eq!(again["plan"], id["plan"], "a case has one plan");
    assert_eq!(laptop.open(&zelie)["plan"]["draft"], agreed);
    laptop.assert_sound("after a plan");
}

#[test]
fn steps_come_in_the_order_of_their_days_and_what_is_over_goes_below() {
    let laptop = laptop();
    let noe = laptop.add("Noé", "Fontaine", json!({}));
    step(&laptop, &noe, "Sans date", json!(null));
    let cv = step(&laptop, &noe, "Faire le CV", json!(in_days(9)));
    let visit = step(&laptop, &noe, "Visiter l’atelier", json!(in_days(2)));
    assert_eq!(steps(&laptop, &noe), ["Visiter l’atelier", "Faire le CV", "Sans date"]);
    assert_eq!(
        laptop.open(&noe)["plan"]["draft"]["decided_on"],
        json!(days_ago(0)),
        "begun by its first step"
    );

    laptop.ask("step.settle", json!({ "step": visit, "done": true }));
    laptop.ask("step.drop", json!({ "step": cv, "why": "Il en a déjà un" }));
    let file = laptop.open(&noe);
    let of = |id: &str| {
        let steps = file["plan"]["steps"].as_array().unwrap();
        steps.iter().find(|step| step["id"] == id).unwrap().clone()
    };
    assert_eq!(of(&visit)["done_on"], json!(days_ago(0)));
    assert_eq!((&of(&cv)["dropped_on"], &of(&cv)["note"]), (&json!(days_ago(0)), &json!("Il en a déjà un")));
    assert_eq!(steps(&laptop, &noe)[0], "Sans date");

    laptop.ask("step.settle", json!({ "step": cv, "done": false }));
    let correct = json!({ "step": cv, "what": "Refaire le CV", "by": "worker", "due_on": in_days(1) });
    laptop.ask("step.correct", correct);
    assert_eq!(steps(&laptop, &noe)[..2], ["Refaire le CV", "Sans date"]);
    laptop.assert_sound("after steps");
}

#[test]
fn what_cannot_be_is_refused_and_leaves_nothing() {
    let laptop = laptop();
    let awa = laptop.add("Awa", "Diallo", json!({}));
    let mut early = plan("Souder");
    early["agreed_on"] = json!(days_ago(4));
    let refused = laptop.refused("plan.write", json!({ "person": awa, "plan": early }));
    let expected = refusal("too_early", json!({ "field": "agreed_on", "not_before": days_ago(3) }));
    assert_eq!(refused, expected);
    let refused =
        laptop.refused("plan.write", json!({ "person": awa, "plan": plan("x".repeat(2_001).as_str()) }));
    assert_eq!(refused, refusal("too_long", json!({ "field": "words", "limit": 2_000 })));
    let silent = json!({ "person": awa, "what": " ", "by": "person", "due_on": null });
    assert_eq!(laptop.refused("step.add", silent), refusal("nothing", json!({})));
    assert_eq!(laptop.open(&awa)["plan"], json!(null), "nor an empty plan");
    let id = step(&laptop, &awa, "Appeler", json!(null));
    let refused = laptop.refused("step.drop", json!({ "step": id, "why": "" }));
    assert_eq!(refused, refusal("reason_missing", json!({})));
    let nobody = "0190a0a0-0000-7000-8000-00000000dead";
    let refused = laptop.refused("step.settle", json!({ "step": nobody, "done": true }));
    assert_eq!(refused["code"], "not_found");
}
