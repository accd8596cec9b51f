//! What of a file asks for attention, with its reason.

use serde_json::{Value, json};

use crate::laptop::{Laptop, aged, days_ago, in_days, laptop};

/// All but what has stories of its own: who was told.
fn signals(laptop: &Laptop, person: &str) -> Vec<Value> {
    let file = laptop.open(person);
    let signals = file["signals"].as_array().unwrap();
    signals.iter().filter(|signal| signal["signal"] != "untold").cloned().collect()
}

fn reached(laptop: &Laptop, person: &str, on: &str) {
    let exchange = json!({
        "person": person, "kind": "call", "initiative": "worker", "result": "reached", "on": on, "place": "", "note": "",
    });
    laptop.ask("encounter.record", exchange);
}

#[test]
fn a_file_in_which_all_is_well_asks_for_nothing() {
    let laptop = laptop();
    let awa = laptop.add("Awa", "Diallo", json!({ "birth": aged(19) }));
    assert_eq!(signals(&laptop, &awa), Vec::<Value>::new());
}

#[test]
fn a_minor_without_representative_is_shown_until_one_is_known() {
    let laptop = laptop();
    let noe = laptop.add("Noé", "Fontaine", json!({ "birth": aged(16) }));
    assert_eq!(signals(&laptop, &noe), [json!({ "signal": "representative_missing" })]);
    let mut who = laptop.open(&noe)["who"].clone();
    who["guardian_name"] = json!("Mme Fontaine");
    laptop.ask("person.correct", json!({ "person": noe, "who": who }));
    assert_eq!(signals(&laptop, &noe), Vec::<Value>::new());
}

#[test]
fn an_answer_that_does_not_come_is_shown_with_its_days() {
    let laptop = laptop();
    let bruno = laptop.add("Bruno", "Caron", json!({ "birth": aged(20) }));
    let provider = laptop.provider("CFA des Deux Rives");
    let programme = laptop.programme(&provider, "CAP Carrosserie", json!({}));
    let referral = laptop.propose(&bruno, &programme);
    let send = json!({ "referral": referral, "on": days_ago(100), "note": "", "agreement": "person" });
    laptop.ask("referral.send", send);
    let late = laptop.referral(&referral)["line"]["due"]["late_days"].clone();
    assert!(late.as_u64().unwrap() > 80);
    let expected = json!({ "signal": "unanswered", "programme": "CAP Carrosserie", "days": late });
    assert_eq!(signals(&laptop, &bruno), [expected]);
    let move_on = json!({ "referral": referral, "to": "accepted", "on": null, "reason": null, "note": "" });
    laptop.ask("referral.move", move_on);
    assert_eq!(signals(&laptop, &bruno), Vec::<Value>::new());
}

#[test]
fn a_plan_to_look_at_again_is_shown_from_its_day_on() {
    let laptop = laptop();
    let zelie = laptop.add("Zélie", "Crépin", json!({ "birth": aged(20) }));
    let write = |review_on: String| {
        let plan =
            json!({ "words": "Être dehors", "decided_on": null, "agreed_on": null, "review_on": review_on });
        laptop.ask("plan.write", json!({ "person": zelie, "plan": plan }));
        signals(&laptop, &zelie)
    };
    assert_eq!(write(in_days(1)), Vec::<Value>::new());
    assert_eq!(write(days_ago(0)), [json!({ "signal": "review_due", "on": days_ago(0) })]);
}

#[test]
fn a_silence_is_shown_until_the_person_is_reached() {
    let laptop = laptop();
    let request = json!({
        "who": { "given_name": "Awa", "birth": aged(19) }, "origin": "siei", "origin_detail": "", "note": "",
    });
    let awa = laptop.ask("person.add", request)["person"].as_str().unwrap().to_owned();
    reached(&laptop, &awa, &days_ago(30));
    assert_eq!(signals(&laptop, &awa), [json!({ "signal": "quiet", "days": 30, "ever_reached": true })]);
    reached(&laptop, &awa, &days_ago(21));
    assert_eq!(signals(&laptop, &awa), Vec::<Value>::new());
}

#[test]
fn meetings_missed_are_counted_until_the_person_is_reached() {
    let laptop = laptop();
    let known = json!({
        "who": { "given_name": "Lina", "birth": aged(18) }, "origin": "siei", "origin_detail": "", "note": "",
    });
    let lina = laptop.ask("person.add", known)["person"].as_str().unwrap().to_owned();
    reached(&laptop, &lina, &days_ago(9));
    for day in [8, 2] {
        let slot = json!({ "day": days_ago(day), "time": "10:00", "minutes": null });
        let plan = json!({
            "person": lina, "referral": null, "what": "Point", "slot": slot, "place": "", "with_whom": "",
        });
        let meeting = laptop.ask("appointment.add", plan)["appointment"].clone();
        laptop.ask("appointment.settle", json!({ "appointment": meeting, "outcome": "absent" }));
    }
    assert_eq!(signals(&laptop, &lina), [json!({ "signal": "missed", "count": 2 })]);
    reached(&laptop, &lina, &days_ago(1));
    assert_eq!(signals(&laptop, &lina), Vec::<Value>::new());
}

/// The first names of those on the list who are to be watched.
fn watched(laptop: &Laptop) -> Vec<String> {
    let page = json!({
        "filter": { "watched": true }, "sort": "name", "descending": false, "offset": 0, "limit": 50,
    });
    let page = laptop.ask("person.list", page);
    let lines = page["lines"].as_array().unwrap();
    assert_eq!(page["total"], lines.len());
    lines.iter().map(|line| line["given_name"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn the_list_can_be_narrowed_to_those_who_are_to_be_watched() {
    let laptop = laptop();
    let add = |given: &str| {
        let who = json!({ "given_name": given, "birth": aged(20) });
        let request = json!({ "who": who, "origin": "siei", "origin_detail": "", "note": "" });
        laptop.ask("person.add", request)["person"].as_str().unwrap().to_owned()
    };
    let ids: Vec<_> = ["Awa", "Bruno", "Lina", "Noé", "Zélie", "Hawa"].into_iter().map(add).collect();
    for id in &ids {
        reached(&laptop, id, &days_ago(3));
    }
    assert_eq!(watched(&laptop), Vec::<String>::new(), "all is well");

    let task = |person: &str, due: String| {
        let task = json!({ "person": person, "what": "Rappeler", "due_on": due, "urgent": false });
        laptop.ask("task.add", task);
    };
    task(&ids[0], days_ago(1));
    task(&ids[5], days_ago(0));
    let step = json!({ "person": ids[1], "what": "Faire le CV", "by": "person", "due_on": days_ago(1) });
    laptop.ask("step.add", step);
    let provider = laptop.provider("CFA des Deux Rives");
    let programme = laptop.programme(&provider, "CAP Carrosserie", json!({}));
    let referral = laptop.propose(&ids[2], &programme);
    let send = json!({ "referral": referral, "on": days_ago(100), "note": "", "agreement": "person" });
    laptop.ask("referral.send", send);
    let silent = |given: &str, days: u64| {
        let id = add(given);
        reached(&laptop, &id, &days_ago(days));
    };
    silent("Mohamed", 21);
    silent("Gwenaëlle", 22);
    assert_eq!(watched(&laptop), ["Awa", "Bruno", "Gwenaëlle", "Lina"]);

    laptop.ask("plan.close", json!({ "person": ids[1] }));
    assert_eq!(watched(&laptop), ["Awa", "Gwenaëlle", "Lina"], "a closed plan waits for nothing");
    let kept = add("Salomé");
    laptop.ask("person.merge", json!({ "kept": kept, "other": ids[0] }));
    assert_eq!(watched(&laptop), ["Gwenaëlle", "Lina", "Salomé"], "what waits is in the kept file");
    let closed = json!({ "person": kept, "to": "closed", "on": null, "reason": "", "exit": null });
    laptop.ask("case.move", closed);
    assert!(watched(&laptop).contains(&"Salomé".to_owned()), "a task waits whatever the stage");
}
