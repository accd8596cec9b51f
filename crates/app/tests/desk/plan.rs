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

fn what_today_asks(laptop: &Laptop) -> Vec<String> {
    let today = laptop.ask("today.show", json!({}));
    let steps = today["steps"].as_array().unwrap();
    steps.iter().map(|step| step["what"].as_str().unwrap().to_owned()).collect()
}

fn undo_last(laptop: &Laptop) {
    let position = laptop.ask("undo.last", json!({}))[0]["position"].clone();
    laptop.ask("undo.do", json!({ "position": position }));
    laptop.assert_sound("after an undo");
}

#[test]
fn steps_that_are_due_are_asked_by_the_day_until_they_are_done() {
    let laptop = laptop();
    let awa = laptop.add("Awa", "Diallo", json!({}));
    let cv = step(&laptop, &awa, "Faire le CV", json!(days_ago(4)));
    step(&laptop, &awa, "Appeler la mission locale", json!(days_ago(0)));
    step(&laptop, &awa, "Visiter l’atelier", json!(in_days(1)));
    step(&laptop, &awa, "Sans date", json!(null));
    assert_eq!(what_today_asks(&laptop), ["Faire le CV", "Appeler la mission locale"]);
    let line = laptop.ask("today.show", json!({}))["steps"][0].clone();
    assert_eq!((&line["person_name"], &line["by"]), (&json!("Awa Diallo"), &json!("person")));
    laptop.ask("step.settle", json!({ "step": cv, "done": true }));
    assert_eq!(what_today_asks(&laptop), ["Appeler la mission locale"]);
    undo_last(&laptop);
    assert_eq!(what_today_asks(&laptop).len(), 2);

    let twin = laptop.add("Hawa", "Diallo", json!({}));
    laptop.ask("person.merge", json!({ "kept": twin, "other": awa }));
    let line = laptop.ask("today.show", json!({}))["steps"][0].clone();
    assert_eq!(line["person"], json!(twin), "the steps of a merged person are those of the kept file");
}

#[test]
fn a_plan_that_was_closed_stays_to_be_read_and_another_one_begins() {
    let laptop = laptop();
    let noe = laptop.add("Noé", "Fontaine", json!({}));
    assert_eq!(
        laptop.refused("plan.close", json!({ "person": noe })),
        refusal("no_plan", json!({})),
        "there is none yet"
    );
    let first = laptop.ask("plan.write", json!({ "person": noe, "plan": plan("Souder") }))["plan"].clone();
    step(&laptop, &noe, "Faire le CV", json!(days_ago(1)));
    laptop.ask("plan.close", json!({ "person": noe }));
    let file = laptop.open(&noe);
    assert_eq!(file["plan"], json!(null));
    let former = &file["former_plans"][0];
    assert_eq!((&former["id"], &former["closed_on"]), (&first, &json!(days_ago(0))));
    assert_eq!(former["steps"][0]["what"], "Faire le CV");
    assert_eq!(what_today_asks(&laptop), Vec::<String>::new(), "nobody waits for its steps any more");

    let second = laptop.ask("plan.write", json!({ "person": noe, "plan": plan("Peindre") }))["plan"].clone();
    assert_ne!(second, first);
    step(&laptop, &noe, "Visiter l’atelier", json!(null));
    let file = laptop.open(&noe);
    assert_eq!(steps(&laptop, &noe), ["Visiter l’atelier"]);
    assert_eq!(file["former_plans"].as_array().unwrap().len(), 1);
    laptop.assert_sound("after a second plan");
}

#[test]
fn a_plan_a_step_and_a_closing_go_back_one_by_one() {
    let laptop = laptop();
    let awa = laptop.add("Awa", "Diallo", json!({}));
    let before = laptop.open(&awa);
    laptop.ask("plan.write", json!({ "person": awa, "plan": plan("Souder") }));
    let written = laptop.open(&awa);
    let cv = step(&laptop, &awa, "Faire le CV", json!(null));
    let added = laptop.open(&awa);
    laptop.ask("step.drop", json!({ "step": cv, "why": "Elle en a un" }));
    undo_last(&laptop);
    assert_eq!(laptop.open(&awa), added);
    laptop.ask("plan.close", json!({ "person": awa }));
    undo_last(&laptop);
    assert_eq!(laptop.open(&awa), added);
    let offered = laptop.ask("undo.last", json!({}));
    let of = |act: &str| {
        let offered = offered.as_array().unwrap();
        offered.iter().find(|done| done["act"] == act && done["again"] == false).unwrap().clone()
    };
    assert_eq!(of("step.add")["what"], "Faire le CV");
    assert_eq!(of("plan.write")["followed_by"], "step.add");
    laptop.ask("undo.do", json!({ "position": of("step.add")["position"] }));
    assert_eq!(laptop.open(&awa), written);
    laptop.ask("undo.do", json!({ "position": of("plan.write")["position"] }));
    assert_eq!(laptop.open(&awa), before);
    step(&laptop, &awa, "Appeler", json!(null));
    assert_eq!(steps(&laptop, &awa), ["Appeler"], "another plan begins");
    laptop.assert_sound("after a plan was taken back");
}
