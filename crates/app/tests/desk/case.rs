//! One follow-up: needs answered, stages moved, exchanges written down, what is being typed.

use serde_json::{Value, json};

use crate::laptop::{Laptop, days_ago, in_days, laptop, refusal};

fn need(laptop: &Laptop, person: &str, theme: &str) -> (Value, Value) {
    let needs = laptop.open(person)["needs"].clone();
    let found = needs.as_array().unwrap().iter().find(|need| need["theme"] == theme).unwrap().clone();
    (found["answer"].clone(), found["note"].clone())
}

fn moved(person: &str, to: &str, on: &str) -> Value {
    json!({ "person": person, "to": to, "on": on, "reason": "", "exit": null })
}

fn stage(laptop: &Laptop, person: &str) -> Value {
    laptop.open(person)["cases"][0]["stage"].clone()
}

fn exchange(person: &str, kind: &str, result: &str, on: &str) -> Value {
    json!({
        "person": person, "kind": kind, "initiative": "worker", "result": result, "on": on, "place": "", "note": "",
    })
}

#[test]
fn a_need_has_three_answers_and_silence_is_not_a_no() {
    let laptop = laptop();
    let awa = laptop.add("Awa", "Diallo", json!({}));
    assert_eq!(need(&laptop, &awa, "housing"), (json!("unasked"), json!("")));
    let answer = |answer: &str, note: &str| {
        let given = json!({
            "person": awa, "theme": "housing", "answer": answer, "note": note, "situations": [],
        });
        laptop.ask("need.answer", given);
        need(&laptop, &awa, "housing")
    };
    assert_eq!(answer("yes", "Dort chez sa tante."), (json!("yes"), json!("Dort chez sa tante.")));
    assert_eq!(answer("no", ""), (json!("no"), json!("")));
    assert_eq!(answer("unasked", ""), (json!("unasked"), json!("")), "an answer can be taken back");
    assert_eq!(need(&laptop, &awa, "health").0, "unasked", "no other theme was touched");
    let acts = laptop.acts();
    answer("unasked", "");
    assert_eq!(laptop.acts(), acts, "the same answer again is no act");
    laptop.assert_sound("after four answers to one theme");
}

#[test]
fn a_situation_ticked_is_a_need_and_a_no_leaves_none() {
    let laptop = laptop();
    let awa = laptop.add("Awa", "Diallo", json!({}));
    let given = |theme: &str, answer: &str, situations: Value| json!({ "person": awa, "theme": theme, "answer": answer, "note": "", "situations": situations });
    let housing = || laptop.open(&awa)["needs"][0].clone();
    assert_eq!((&housing()["theme"], &housing()["situations"]), (&json!("housing"), &json!([])));
    assert_eq!(housing()["choices"][0], "no_roof", "what may be ticked comes with the file");

    laptop.ask("need.answer", given("housing", "unasked", json!(["rent_late"])));
    assert_eq!(housing()["answer"], "yes", "ticking says yes");
    laptop.ask("need.answer", given("housing", "yes", json!(["rent_late", "no_roof"])));
    assert_eq!(housing()["situations"], json!(["no_roof", "rent_late"]));
    laptop.ask("need.answer", given("housing", "yes", json!(["no_roof"])));
    assert_eq!(housing()["situations"], json!(["no_roof"]), "one is taken back, the other stays");
    let acts = laptop.acts();
    laptop.ask("need.answer", given("housing", "yes", json!(["no_roof", "no_roof"])));
    assert_eq!(laptop.acts(), acts, "the same again is no act");

    let refused = laptop.refused("need.answer", given("housing", "yes", json!(["no_doctor"])));
    assert_eq!(refused, refusal("unreadable", json!({ "field": "situations" })));
    assert_eq!(housing()["situations"], json!(["no_roof"]), "a refusal writes nothing");

    laptop.ask("need.answer", given("housing", "no", json!(["no_roof"])));
    assert_eq!((&housing()["answer"], &housing()["situations"]), (&json!("no"), &json!([])));
    laptop.assert_sound("after situations ticked and taken back");
}

#[test]
fn stages_move_forth_and_back_and_each_move_is_dated() {
    let laptop = laptop();
    let awa = laptop.add("Awa", "Diallo", json!({}));
    let acts = laptop.acts();
    laptop.ask("case.move", moved(&awa, "contacting", &days_ago(0)));
    laptop.ask("case.move", moved(&awa, "assessing", &days_ago(0)));
    laptop.ask("case.move", moved(&awa, "contacting", &days_ago(0)));
    assert_eq!(stage(&laptop, &awa), "contacting", "return is possible, on the same day too");
    assert_eq!(laptop.acts(), acts + 3);
    let timeline = laptop.open(&awa)["timeline"].clone();
    let moves = timeline.as_array().unwrap().iter().filter(|item| item["what"]["kind"] == "case_move");
    assert_eq!(moves.count(), 3);
    let same = laptop.refused("case.move", moved(&awa, "contacting", &days_ago(0)));
    assert_eq!(same, refusal("move_not_allowed", json!({ "from": "contacting", "to": "contacting" })));
}

#[test]
fn a_move_to_come_or_before_the_last_one_is_refused() {
    let laptop = laptop();
    let awa = laptop.add("Awa", "Diallo", json!({}));
    laptop.ask("case.move", moved(&awa, "contacting", &days_ago(0)));
    let future = laptop.refused("case.move", moved(&awa, "assessing", &in_days(1)));
    assert_eq!(future, refusal("in_the_future", json!({ "field": "on" })));
    let early = laptop.refused("case.move", moved(&awa, "assessing", &days_ago(3)));
    assert_eq!(early, refusal("too_early", json!({ "field": "on", "not_before": days_ago(0) })));
    assert_eq!(stage(&laptop, &awa), "contacting");
}

#[test]
fn leaving_asks_to_what() {
    let laptop = laptop();
    let awa = laptop.add("Awa", "Diallo", json!({}));
    let refused = laptop.refused("case.move", moved(&awa, "left", &days_ago(0)));
    assert_eq!(refused, refusal("exit_missing", json!({})));
    let mut leave = moved(&awa, "left", &days_ago(0));
    leave["exit"] = json!("apprenticeship");
    laptop.ask("case.move", leave);
    let file = laptop.open(&awa);
    assert_eq!(file["cases"][0]["stage"], "left");
    let exit = file["timeline"].as_array().unwrap().iter().find(|item| item["what"]["kind"] == "case_move");
    assert_eq!(exit.unwrap()["what"]["exit"], "apprenticeship");
}

#[test]
fn an_unanswered_call_is_an_attempt_and_no_contact() {
    let laptop = laptop();
    let awa = laptop.add("Awa", "Diallo", json!({}));
    let bruno = laptop.ask(
        "person.add",
        json!({ "who": { "given_name": "Bruno" }, "origin": "siei", "origin_detail": "", "note": "" }),
    );
    let bruno = bruno["person"].as_str().unwrap();
    laptop.ask("encounter.record", exchange(bruno, "call", "reached", &days_ago(30)));
    laptop.ask("encounter.record", exchange(bruno, "call", "no_answer", &days_ago(2)));
    laptop.ask("encounter.record", exchange(bruno, "message", "left_message", &days_ago(1)));
    laptop.ask("encounter.record", exchange(bruno, "interview", "missed", &days_ago(1)));
    laptop.ask("encounter.record", exchange(bruno, "partner", "reached", &days_ago(0)));
    laptop.note(bruno, "Rappeler le soir.");
    let file = laptop.open(bruno);
    assert_eq!(file["last_contact"], days_ago(30), "neither a message, a partner nor a note is the person");
    assert_eq!(file["last_attempt"], days_ago(1));
    let quiet = laptop.ask("today.show", json!({}))["quiet"].clone();
    let names: Vec<&Value> = quiet.as_array().unwrap().iter().map(|line| &line["given_name"]).collect();
    assert_eq!(names, ["Bruno"], "three weeks without a word, and Awa was met today");
    let future = laptop.refused("encounter.record", exchange(&awa, "call", "reached", &in_days(1)));
    assert_eq!(future, refusal("in_the_future", json!({ "field": "on" })));
}

#[test]
fn an_empty_note_is_nothing_and_a_rewritten_one_keeps_its_place() {
    let laptop = laptop();
    let awa = laptop.add("Awa", "Diallo", json!({}));
    let empty = json!({
        "person": awa, "kind": "note", "initiative": "worker", "result": "reached", "on": null, "place": "", "note": " \n ",
    });
    assert_eq!(laptop.refused("encounter.record", empty), refusal("nothing", json!({})));
    let note = laptop.note(&awa, "Veut apprendre la soudure.");
    let acts = laptop.acts();
    let rewrite = |text: &str| json!({ "encounter": note, "note": text });
    laptop.ask("encounter.rewrite", rewrite("Veut apprendre la soudure.\nVient jeudi."));
    laptop.ask("encounter.rewrite", rewrite("Veut apprendre la soudure.\nVient jeudi."));
    assert_eq!(laptop.acts(), acts + 1, "the same text again is no act");
    let emptied = laptop.refused("encounter.rewrite", rewrite("  "));
    assert_eq!(emptied, refusal("nothing", json!({})), "a note is not emptied by a slip");
    let file = laptop.open(&awa);
    let first =
        file["timeline"].as_array().unwrap().iter().find(|item| item["what"]["encounter"] == note.as_str());
    assert_eq!(first.unwrap()["what"]["note"], "Veut apprendre la soudure.\nVient jeudi.");
}

#[test]
fn what_is_being_typed_survives_a_lock_and_a_restart() {
    let laptop = laptop();
    let awa = laptop.add("Awa", "Diallo", json!({}));
    let place = format!("note/{awa}");
    let body = "Dort chez sa tante\u{a0}; veut\n\tla soudure 🙂";
    let acts = laptop.acts();
    laptop.ask("draft.keep", json!({ "place": place, "body": body }));
    assert_eq!(laptop.acts(), acts, "a draft is no act of the work");
    laptop.ask("session.lock", json!({}));
    assert_eq!(laptop.refused("draft.read", json!({ "place": place }))["code"], "locked");
    let laptop = laptop.restarted();
    laptop.unlock();
    assert_eq!(laptop.ask("draft.read", json!({ "place": place }))["body"], body, "to the letter");
    assert_eq!(laptop.ask("draft.read", json!({ "place": "note/else" }))["body"], "");
    laptop.ask("draft.keep", json!({ "place": place, "body": "" }));
    assert_eq!(laptop.ask("draft.read", json!({ "place": place }))["body"], "", "saved, so forgotten");
    let long = laptop.refused("draft.keep", json!({ "place": place, "body": "é".repeat(200_000) }));
    assert_eq!(long["refusal"]["refusal"], "too_long");
    assert_eq!(long["refusal"]["field"], "body");
}

#[test]
fn a_task_is_shown_on_its_day_and_can_be_unticked() {
    let laptop = laptop();
    let awa = laptop.add("Awa", "Diallo", json!({}));
    let task = |what: &str, due_on: String| json!({ "person": awa, "what": what, "due_on": due_on, "urgent": false });
    let today = laptop.ask("task.add", task("Rappeler le soir", days_ago(0)));
    laptop.ask("task.add", task("Apporter le dossier", in_days(4)));
    let shown = || laptop.ask("today.show", json!({}))["tasks"].as_array().unwrap().len();
    assert_eq!(shown(), 1);
    assert_eq!(laptop.open(&awa)["tasks"].as_array().unwrap().len(), 2);
    laptop.ask("task.settle", json!({ "task": today["task"], "done": true }));
    assert_eq!(shown(), 0);
    laptop.ask("task.settle", json!({ "task": today["task"], "done": false }));
    assert_eq!(shown(), 1);
    let nothing = laptop.refused("task.add", task("  ", days_ago(0)));
    assert_eq!(nothing, refusal("nothing", json!({})));
    let nobody = json!({ "person": null, "what": "Réunion d'équipe", "due_on": days_ago(0), "urgent": true });
    laptop.ask("task.add", nobody);
    assert_eq!(
        laptop.ask("today.show", json!({}))["tasks"][0]["what"],
        "Réunion d'équipe",
        "urgent ones first"
    );
}
