//! Meetings, sheets, plans and what was told are taken back, and done again.

use serde_json::{Value, json};

use crate::laptop::{Laptop, days_ago, id, in_days, laptop, refusal};

fn acts(laptop: &Laptop) -> Vec<Value> {
    laptop.ask("undo.last", json!({})).as_array().unwrap().clone()
}

/// Undoes the last act, which must be this one; answers with the number of the undo.
fn undo(laptop: &Laptop, act: &str) -> u64 {
    let last = acts(laptop).into_iter().find(|line| line["again"] == false).unwrap();
    assert_eq!(last["act"], act);
    undo_of(laptop, &last)
}

fn undo_of(laptop: &Laptop, act: &Value) -> u64 {
    let done = laptop.ask("undo.do", json!({ "position": act["position"] }));
    laptop.assert_sound("after an undo");
    done["position"].as_u64().unwrap()
}

fn redo(laptop: &Laptop, position: u64) {
    laptop.ask("undo.do", json!({ "position": position }));
    laptop.assert_sound("after it was done again");
}

fn slot(day: &str) -> Value {
    json!({ "day": day, "time": "10:00", "minutes": 45 })
}

fn plan(laptop: &Laptop, person: &str, day: &str) -> String {
    let request = json!({
        "person": person, "referral": null, "what": "Entretien", "slot": slot(day), "place": "Lens", "with_whom": "",
    });
    id(&laptop.ask("appointment.add", request), "appointment")
}

/// Someone whom nobody has met yet.
fn named(laptop: &Laptop, given: &str) -> String {
    let who = json!({ "given_name": given, "family_name": "Caron" });
    let request = json!({ "who": who, "origin": "school", "origin_detail": "", "note": "" });
    id(&laptop.ask("person.add", request), "person")
}

#[test]
fn a_meeting_goes_back_through_all_that_was_done_with_it() {
    let laptop = laptop();
    let awa = named(&laptop, "Awa");
    let nothing = laptop.open(&awa);
    let visit = plan(&laptop, &awa, &days_ago(0));
    let told = acts(&laptop)[0].clone();
    assert_eq!((&told["what"], &told["on"]), (&json!("Entretien"), &json!(days_ago(0))));
    assert_eq!((&told["person_name"], &told["people"]), (&json!("Awa Caron"), &json!(1)));
    let planned = laptop.open(&awa);

    laptop.ask("appointment.settle", json!({ "appointment": visit, "outcome": "present" }));
    assert_eq!(laptop.open(&awa)["last_contact"], days_ago(0));
    undo(&laptop, "appointment.settle");
    assert_eq!(laptop.open(&awa), planned);

    laptop.ask("appointment.move", json!({ "appointment": visit, "slot": slot(&in_days(2)) }));
    undo(&laptop, "appointment.move");
    assert_eq!(laptop.open(&awa), planned, "where it was, and one");

    laptop.ask("appointment.remove", json!({ "appointment": visit }));
    let again = undo(&laptop, "appointment.remove");
    assert_eq!(laptop.open(&awa), planned);
    redo(&laptop, again);
    assert_eq!(laptop.open(&awa)["appointments"], json!([]));
    undo(&laptop, "appointment.remove");

    undo(&laptop, "appointment.add");
    assert_eq!(laptop.open(&awa), nothing);
}

#[test]
fn a_meeting_that_changed_files_changes_back_in_one_go() {
    let laptop = laptop();
    let (awa, noe) = (named(&laptop, "Awa"), named(&laptop, "Noé"));
    let visit = plan(&laptop, &awa, &days_ago(0));
    let before = (laptop.open(&awa), laptop.open(&noe));
    let right = json!({
        "appointment": visit, "person": noe, "what": "Entretien", "slot": slot(&days_ago(0)), "place": "Lens",
        "with_whom": "",
    });
    laptop.ask("appointment.correct", right);
    let told = acts(&laptop)[0].clone();
    assert_eq!((&told["act"], &told["person_name"]), (&json!("appointment.reassign"), &json!("Noé Caron")));
    assert_ne!(acts(&laptop)[1]["act"], "appointment.reassign", "one act to undo");
    let again = undo(&laptop, "appointment.reassign");
    assert_eq!((laptop.open(&awa), laptop.open(&noe)), before);
    redo(&laptop, again);
    assert_eq!(laptop.open(&noe)["appointments"].as_array().unwrap().len(), 1);
    assert_eq!(laptop.open(&awa)["appointments"], json!([]));
}

fn workshop(laptop: &Laptop) -> String {
    let workshop = json!({
        "kind": "workshop", "title": "Atelier CV", "slot": slot(&days_ago(0)), "place": "Lens", "note": "",
    });
    id(&laptop.ask("activity.add", workshop), "activity")
}

fn attend(laptop: &Laptop, activity: &str, people: &[String], answers: &[&str]) {
    let lines =
        people.iter().zip(answers).map(|(person, answer)| json!({ "person": person, "answer": answer }));
    let request = json!({ "activity": activity, "answers": lines.collect::<Vec<_>>() });
    laptop.ask("activity.attend", request);
}

#[test]
fn a_sheet_is_one_undo_and_can_be_filled_in_anew() {
    let laptop = laptop();
    let people: Vec<_> = ["Awa", "Bruno", "Noé"].iter().map(|given| named(&laptop, given)).collect();
    let workshop = workshop(&laptop);
    attend(&laptop, &workshop, &people, &["present", "present", "absent"]);
    let offered = acts(&laptop);
    assert_eq!((&offered[0]["act"], &offered[0]["people"]), (&json!("activity.attend"), &json!(3)));
    assert_eq!((&offered[0]["person"], &offered[0]["person_name"]), (&Value::Null, &json!("")));
    assert_eq!(offered[1]["act"], "activity.add", "three lines of the journal, one act to undo");
    assert_eq!(offered[1]["followed_by"], "activity.attend");
    let refused = laptop.refused("undo.do", json!({ "position": offered[1]["position"] }));
    assert_eq!(refused, refusal("changed_since", json!({ "by": "activity.attend" })));

    let again = undo(&laptop, "activity.attend");
    let sheet = laptop.ask("activity.open", json!({ "activity": workshop }));
    assert_eq!((&sheet["people"], &sheet["line"]["invited"]), (&json!([]), &json!(0)));
    let awa = laptop.open(&people[0]);
    assert_eq!((&awa["last_contact"], awa["timeline"].as_array().unwrap().len()), (&Value::Null, 0));
    redo(&laptop, again);
    assert_eq!(laptop.open(&people[0])["last_contact"], days_ago(0));
    undo(&laptop, "activity.attend");

    attend(&laptop, &workshop, &people[..2], &["absent", "present"]);
    let sheet = laptop.ask("activity.open", json!({ "activity": workshop }));
    let answers: Vec<_> = sheet["people"].as_array().unwrap().iter().map(|line| &line["answer"]).collect();
    assert_eq!(answers, ["absent", "present"]);
    let stale = laptop.refused("undo.do", json!({ "position": again }));
    assert_eq!(stale["code"], "refused", "what was done again stands under the new sheet: {stale}");
    laptop.assert_sound("after a sheet was filled in anew");
}

#[test]
fn a_sheet_corrected_for_one_waits_for_the_correction() {
    let laptop = laptop();
    let people: Vec<_> = ["Awa", "Bruno"].iter().map(|given| named(&laptop, given)).collect();
    let workshop = workshop(&laptop);
    attend(&laptop, &workshop, &people, &["present", "present"]);
    attend(&laptop, &workshop, &people, &["present", "absent"]);
    let offered = acts(&laptop);
    assert_eq!((&offered[0]["people"], &offered[0]["person_name"]), (&json!(1), &json!("Bruno Caron")));
    assert_eq!((&offered[1]["people"], &offered[1]["followed_by"]), (&json!(2), &json!("activity.attend")));
    undo(&laptop, "activity.attend");
    assert_eq!(laptop.open(&people[1])["last_contact"], days_ago(0));
    undo(&laptop, "activity.attend");
    assert_eq!(laptop.open(&people[1])["last_contact"], Value::Null);
    undo(&laptop, "activity.add");
    assert_eq!(laptop.ask("today.show", json!({}))["activities"], json!([]));
}

#[test]
fn a_plan_its_steps_and_what_was_told_go_back() {
    let laptop = laptop();
    let awa = named(&laptop, "Awa");
    let plan = json!({ "words": "Je veux souder", "decided_on": days_ago(3), "agreed_on": null, "review_on": in_days(60) });
    let first = laptop.ask("plan.write", json!({ "person": awa, "plan": plan }));
    let step = json!({ "person": awa, "what": "Visiter l’atelier", "by": "person", "due_on": in_days(2) });
    let step = id(&laptop.ask("step.add", step), "step");
    assert_eq!(acts(&laptop)[0]["what"], "Visiter l’atelier");
    laptop.ask("step.settle", json!({ "step": step, "done": true }));
    undo(&laptop, "step.settle");
    laptop.ask("step.drop", json!({ "step": step, "why": "Trop loin" }));
    undo(&laptop, "step.drop");
    assert_eq!(laptop.open(&awa)["plan"]["steps"][0]["dropped_on"], Value::Null);
    let other = json!({ "step": step, "what": "Visiter le CFA", "by": "worker", "due_on": null });
    laptop.ask("step.correct", other);
    undo(&laptop, "step.correct");
    assert_eq!(laptop.open(&awa)["plan"]["steps"][0]["what"], "Visiter l’atelier");
    undo(&laptop, "step.add");
    let gone = undo(&laptop, "plan.write");
    assert_eq!(laptop.open(&awa)["plan"], Value::Null, "a plan that says nothing is none");
    redo(&laptop, gone);
    assert_eq!(laptop.open(&awa)["plan"]["draft"], plan);
    undo(&laptop, "plan.write");
    let again = laptop.ask("plan.write", json!({ "person": awa, "plan": plan }));
    assert_eq!(again["plan"], first["plan"], "the next one is written where the first was");

    laptop
        .ask("notice.record", json!({ "person": awa, "told_on": null, "told_to": "person", "way": "oral" }));
    undo(&laptop, "notice.record");
    assert_eq!(laptop.open(&awa)["notices"], json!([]));
}

#[test]
fn a_task_that_came_back_goes_with_the_tick_that_is_undone() {
    let laptop = laptop();
    let awa = named(&laptop, "Awa");
    let task = json!({
        "person": awa, "what": "Appeler", "due_on": days_ago(0), "urgent": true, "every": "week",
    });
    let task = id(&laptop.ask("task.add", task), "task");
    assert_eq!(laptop.open(&awa)["tasks"][0]["every"], "week");
    let before = laptop.open(&awa)["tasks"].clone();
    laptop.ask("task.settle", json!({ "task": task, "done": true }));
    undo(&laptop, "task.settle");
    assert_eq!(laptop.open(&awa)["tasks"], before);
}
