//! What people do, since when and how it is known; what is asked once they have left, and the days the law sets.

use std::sync::atomic::{AtomicI64, Ordering};

use chrono::{DateTime, TimeDelta, Utc};
use serde_json::{Value, json};

use crate::laptop::{Laptop, aged, days_ago, id, in_days, laptop, laptop_at, refusal};

fn form(kind: &str, occasion: &str, since: Value) -> Value {
    json!({ "kind": kind, "since_on": since, "occasion": occasion, "proof": "declared", "note": "" })
}

fn record(laptop: &Laptop, person: &str, situation: &Value) -> String {
    id(&laptop.ask("situation.record", json!({ "person": person, "situation": situation })), "situation")
}

/// Only what the law sets.
fn deadlines(laptop: &Laptop, person: &str) -> Vec<Value> {
    let file = laptop.open(person);
    let signals = file["signals"].as_array().unwrap();
    signals.iter().filter(|signal| signal["signal"] == "deadline").cloned().collect()
}

fn tasks(laptop: &Laptop) -> Vec<String> {
    let today = laptop.ask("today.show", json!({}));
    let tasks = today["tasks"].as_array().unwrap();
    tasks.iter().map(|task| task["what"].as_str().unwrap().to_owned()).collect()
}

fn leave(laptop: &Laptop, person: &str, on: &str) {
    let moved = json!({
        "person": person, "to": "left", "on": on, "reason": "", "exit": "training",
        "situation": { "kind": "training", "proof": "document", "note": "E2C de Lens" },
        "remind": { "four_weeks": "Situation à quatre semaines", "six_months": "Situation à six mois" },
    });
    laptop.ask("case.move", moved);
}

/// Days that the clock of [`later`] is ahead.
static AHEAD: AtomicI64 = AtomicI64::new(0);

/// A clock that a story sets forward.
fn later() -> DateTime<Utc> {
    let noon = "2026-08-31T10:00:00Z".parse::<DateTime<Utc>>().unwrap();
    noon + TimeDelta::days(AHEAD.load(Ordering::SeqCst))
}

#[test]
fn who_left_is_asked_for_after_four_weeks_and_at_six_months_until_it_is_written_down() {
    let laptop = laptop_at(later);
    let asked = |occasion: &str, on: &str, over: bool| json!({ "signal": "deadline", "clock": "situation", "occasion": occasion, "on": on, "over": over });
    let awa = laptop.add("Awa", "Diallo", json!({ "birth": "2006-05-04" }));
    leave(&laptop, &awa, "2026-08-31");
    AHEAD.store(20, Ordering::SeqCst);
    assert_eq!(deadlines(&laptop, &awa), Vec::<Value>::new());
    AHEAD.store(21, Ordering::SeqCst);
    assert_eq!(deadlines(&laptop, &awa), [asked("exit_4w", "2026-09-28", false)]);
    assert_eq!(tasks(&laptop), ["Situation à quatre semaines"], "on the same day among the tasks");
    let early = laptop.refused(
        "situation.record",
        json!({ "person": awa, "situation": form("training", "exit_6m", json!(null)) }),
    );
    let expected = refusal("too_early", json!({ "field": "occasion", "not_before": "2027-02-28" }));
    assert_eq!(early, expected);
    AHEAD.store(29, Ordering::SeqCst);
    assert_eq!(deadlines(&laptop, &awa), [asked("exit_4w", "2026-09-28", true)]);
    record(&laptop, &awa, &form("training", "exit_4w", json!("2026-08-31")));
    assert_eq!((deadlines(&laptop, &awa).len(), tasks(&laptop).len()), (0, 0), "and its task is ticked off");
    undo_last(&laptop);
    assert_eq!((deadlines(&laptop, &awa).len(), tasks(&laptop).len()), (1, 1));
    let closed = json!({ "person": awa, "to": "closed", "on": null, "reason": "", "exit": null });
    laptop.ask("case.move", closed);
    AHEAD.store(181, Ordering::SeqCst);
    assert_eq!(deadlines(&laptop, &awa), [asked("exit_6m", "2027-02-28", false)], "closed or not");
    record(&laptop, &awa, &form("unknown", "exit_6m", json!(null)));
    assert_eq!(deadlines(&laptop, &awa), Vec::<Value>::new());
}

fn undo_last(laptop: &Laptop) {
    let position = laptop.ask("undo.last", json!({}))[0]["position"].clone();
    laptop.ask("undo.do", json!({ "position": position }));
    laptop.assert_sound("after an undo");
}

#[test]
fn what_awa_does_is_written_corrected_and_taken_out() {
    let laptop = laptop();
    let awa = laptop.add("Awa", "Diallo", json!({ "birth": aged(19) }));
    record(&laptop, &awa, &form("neither", "entry", json!(days_ago(40))));
    let job = record(&laptop, &awa, &form("job_short", "course", json!(days_ago(10))));
    let file = laptop.open(&awa);
    assert_eq!(file["situations"][0]["kind"], "job_short", "the latest first");
    assert_eq!(file["situations"][1]["occasion"], "entry");
    let said = file["timeline"].as_array().unwrap().iter().filter(|item| item["what"]["kind"] == "situation");
    assert_eq!(said.count(), 2);

    let mut proven = form("job_permanent", "course", json!(days_ago(10)));
    proven["proof"] = json!("document");
    laptop.ask("situation.correct", json!({ "id": job, "situation": proven }));
    let now = laptop.open(&awa)["situations"][0].clone();
    assert_eq!((&now["kind"], &now["proof"]), (&json!("job_permanent"), &json!("document")));

    laptop.ask("situation.remove", json!({ "id": job }));
    assert_eq!(laptop.open(&awa)["situations"][0]["kind"], "neither");
    assert_eq!(laptop.refused("situation.remove", json!({ "id": job }))["code"], "not_found");
    undo_last(&laptop);
    assert_eq!(laptop.open(&awa)["situations"][0]["kind"], "job_permanent");
}

#[test]
fn what_cannot_be_is_refused_and_leaves_nothing() {
    let laptop = laptop();
    let bruno = laptop.add("Bruno", "Caron", json!({}));
    let acts = laptop.acts();
    let ask = |situation: Value| {
        laptop.refused("situation.record", json!({ "person": bruno, "situation": situation }))
    };
    let early = ask(form("school", "course", json!(in_days(1))));
    assert_eq!(early, refusal("in_the_future", json!({ "field": "since_on" })));
    assert_eq!(ask(form("school", "exit", json!(null))), refusal("not_left", json!({})));
    let mut long = form("school", "course", json!(null));
    long["note"] = json!("x".repeat(1_001));
    assert_eq!(ask(long), refusal("too_long", json!({ "field": "note", "limit": 1_000 })));
    assert_eq!(ask(form("astronaut", "course", json!(null)))["code"], "refused");
    let case = json!({
        "origin": "siei", "origin_detail": "", "origin_on": null, "summoned_on": in_days(2), "cej_started_on": null,
        "cej_extended": "",
    });
    let refused = laptop.refused("case.correct", json!({ "person": bruno, "case": case, "remind": null }));
    assert_eq!(refused, refusal("in_the_future", json!({ "field": "summoned_on" })));
    let mut extended = case.clone();
    extended["summoned_on"] = json!(null);
    extended["cej_extended"] = json!("fragilité");
    let refused =
        laptop.refused("case.correct", json!({ "person": bruno, "case": extended, "remind": null }));
    assert_eq!(refused, refusal("cej_start_missing", json!({})));
    assert_eq!(laptop.acts(), acts);
}

#[test]
fn an_exit_writes_the_situation_down_and_goes_back_with_it() {
    let laptop = laptop();
    let zelie = laptop.add("Zélie", "Crépin", json!({ "birth": aged(20) }));
    let before = laptop.open(&zelie);
    leave(&laptop, &zelie, &days_ago(0));
    let file = laptop.open(&zelie);
    assert_eq!(file["cases"][0]["clocks"]["left_on"], json!(days_ago(0)));
    let situation = &file["situations"][0];
    assert_eq!((&situation["kind"], &situation["occasion"]), (&json!("training"), &json!("exit")));
    assert_eq!(situation["since_on"], json!(days_ago(0)));
    let due: Vec<_> = file["tasks"].as_array().unwrap().iter().map(|task| task["due_on"].clone()).collect();
    assert_eq!(due, [json!(in_days(21)), json!("2027-05-24")]);
    assert_eq!(deadlines(&laptop, &zelie), Vec::<Value>::new(), "three weeks are left");
    undo_last(&laptop);
    assert_eq!(laptop.open(&zelie), before, "one act, taken back whole");
}

#[test]
fn an_exit_without_words_for_it_is_a_move_like_another() {
    let laptop = laptop();
    let noe = laptop.add("Noé", "Fontaine", json!({}));
    let moved = json!({ "person": noe, "to": "left", "on": null, "reason": "", "exit": "moved" });
    laptop.ask("case.move", moved);
    let file = laptop.open(&noe);
    assert_eq!((&file["situations"], &file["tasks"]), (&json!([]), &json!([])));
}

#[test]
fn a_summons_is_announced_stops_when_the_obligation_is_met_and_moves_its_task() {
    let laptop = laptop();
    let lina = laptop.add("Lina", "Diallo", json!({ "birth": aged(16), "guardian_name": "Mme Diallo" }));
    let correct = |summoned: Value| {
        let case = json!({
            "origin": "siei", "origin_detail": "liste de septembre", "origin_on": days_ago(70),
            "summoned_on": summoned, "cej_started_on": null, "cej_extended": "",
        });
        let remind = json!({ "summons": "Fin du délai de convocation", "cej": "Fin du CEJ" });
        laptop.ask("case.correct", json!({ "person": lina, "case": case, "remind": remind }));
    };
    correct(json!("2026-09-20"));
    let over = json!({ "signal": "deadline", "clock": "summons", "until": "2026-11-20", "over": true });
    assert_eq!(deadlines(&laptop, &lina), [over]);
    assert_eq!(tasks(&laptop), ["Fin du délai de convocation"]);
    let case = laptop.open(&lina)["cases"][0].clone();
    assert_eq!((&case["origin"], &case["origin_detail"]), (&json!("siei"), &json!("liste de septembre")));
    assert_eq!(case["clocks"]["summons_until"], "2026-11-20");

    correct(json!(days_ago(0)));
    assert_eq!((deadlines(&laptop, &lina).len(), tasks(&laptop).len()), (0, 0), "two months are left");
    correct(json!("2026-09-20"));
    record(&laptop, &lina, &form("school", "course", json!(null)));
    assert_eq!(deadlines(&laptop, &lina), Vec::<Value>::new(), "school meets the obligation");
    correct(json!(null));
    assert_eq!(tasks(&laptop), Vec::<String>::new(), "no summons, no task");
    laptop.assert_sound("after a clock was moved");
}

#[test]
fn a_contract_ends_after_a_year_or_later_with_its_reasons() {
    let laptop = laptop();
    let awa = laptop.add("Awa", "Diallo", json!({ "birth": aged(19) }));
    let correct = |extended: &str| {
        let case = json!({
            "origin": "street", "origin_detail": "", "origin_on": null, "summoned_on": null,
            "cej_started_on": "2025-12-10", "cej_extended": extended,
        });
        laptop.ask("case.correct", json!({ "person": awa, "case": case, "remind": null }));
    };
    correct("");
    let near = json!({
        "signal": "deadline", "clock": "cej", "until": "2026-12-10", "over": false, "extended": false,
    });
    assert_eq!(deadlines(&laptop, &awa), [near]);
    correct("Logement perdu en juin");
    assert_eq!(deadlines(&laptop, &awa), Vec::<Value>::new());
    assert_eq!(laptop.open(&awa)["cases"][0]["clocks"]["cej_until"], "2027-06-10");
    undo_last(&laptop);
    assert_eq!(deadlines(&laptop, &awa).len(), 1);
}
