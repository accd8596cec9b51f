//! Meetings, activities and what comes back, as a worker plans and settles them.

use serde_json::{Value, json};

use crate::laptop::{Laptop, days_ago, id, in_days, laptop, refusal};

fn slot(day: &str) -> Value {
    json!({ "day": day, "time": "10:00", "minutes": 45 })
}

fn meeting(person: &str, slot: Value) -> Value {
    json!({
        "person": person, "referral": null, "what": "Entretien", "slot": slot, "place": "Mission locale",
        "with_whom": "",
    })
}

/// Someone whom nobody has met yet.
fn named(laptop: &Laptop, given: &str) -> String {
    let who = json!({ "given_name": given, "family_name": "Caron" });
    let request = json!({ "who": who, "origin": "school", "origin_detail": "", "note": "" });
    id(&laptop.ask("person.add", request), "person")
}

fn plan(laptop: &Laptop, person: &str, day: &str) -> String {
    id(&laptop.ask("appointment.add", meeting(person, slot(day))), "appointment")
}

fn settle(laptop: &Laptop, appointment: &str, outcome: &str) {
    laptop.ask("appointment.settle", json!({ "appointment": appointment, "outcome": outcome }));
}

fn week(laptop: &Laptop) -> Value {
    laptop.ask("agenda.week", json!({ "from": days_ago(3), "days": 7 }))
}

fn meetings(file: &Value) -> Vec<(Value, Value)> {
    let timeline = file["timeline"].as_array().unwrap();
    let found = timeline.iter().map(|item| &item["what"]).filter(|what| what["kind"] == "meeting");
    found.map(|what| (what["outcome"].clone(), what["answer"].clone())).collect()
}

#[test]
fn a_meeting_of_today_is_settled_from_the_day_and_counts_as_a_contact() {
    let laptop = laptop();
    let awa = named(&laptop, "Awa");
    let visit = plan(&laptop, &awa, &days_ago(0));
    let today = laptop.ask("today.show", json!({}));
    assert_eq!(today["appointments"][0]["person_name"], "Awa Caron");
    assert_eq!(laptop.open(&awa)["appointments"][0]["id"], visit);
    assert_eq!(laptop.open(&awa)["last_contact"], Value::Null, "planned, nobody was met yet");

    settle(&laptop, &visit, "present");
    let file = laptop.open(&awa);
    assert_eq!((&file["last_contact"], &file["last_attempt"]), (&json!(days_ago(0)), &json!(days_ago(0))));
    assert_eq!(meetings(&file), [(json!("present"), Value::Null)]);
    assert_eq!(file["appointments"], json!([]), "no longer to come");

    settle(&laptop, &visit, "absent");
    let file = laptop.open(&awa);
    assert_eq!((&file["last_contact"], &file["last_attempt"]), (&Value::Null, &json!(days_ago(0))));
    settle(&laptop, &visit, "planned");
    assert_eq!(laptop.open(&awa)["last_attempt"], Value::Null, "a wrong tick is taken back");
    laptop.assert_sound("after an outcome and its corrections");
}

#[test]
fn nobody_is_present_before_the_day_and_a_bad_form_is_refused_by_field() {
    let laptop = laptop();
    let awa = laptop.add("Awa", "Diallo", json!({}));
    let visit = plan(&laptop, &awa, &in_days(1));
    let early = json!({ "appointment": visit, "outcome": "present" });
    let refused = laptop.refused("appointment.settle", early);
    assert_eq!(refused, refusal("in_the_future", json!({ "field": "day" })));
    let acts = laptop.acts();
    for (slot, field) in [
        (json!({ "day": days_ago(0), "time": "25:00", "minutes": null }), "time"),
        (json!({ "day": days_ago(0), "time": "", "minutes": 1 }), "minutes"),
    ] {
        let refused = laptop.refused("appointment.add", meeting(&awa, slot));
        assert_eq!(refused, refusal("unreadable", json!({ "field": field })));
    }
    let nobody = "0190a0a0-0000-7000-8000-000000000001";
    let refused = laptop.refused("appointment.add", meeting(nobody, slot(&days_ago(0))));
    assert_eq!(refused, json!({ "code": "not_found" }));
    for days in [0, 43] {
        let refused = laptop.refused("agenda.week", json!({ "from": days_ago(0), "days": days }));
        assert_eq!(refused, refusal("unreadable", json!({ "field": "days" })));
    }
    assert_eq!(laptop.acts(), acts);
}

#[test]
fn a_meeting_names_a_referral_of_its_own_person_only() {
    let laptop = laptop();
    let awa = laptop.add("Awa", "Diallo", json!({}));
    let bruno = laptop.add("Bruno", "Caron", json!({}));
    let provider = laptop.provider("CFA des Deux Rives");
    let referral = laptop.propose(&awa, &laptop.programme(&provider, "CAP Carrosserie", json!({})));
    let mut request = meeting(&bruno, slot(&in_days(2)));
    request["referral"] = json!(referral);
    let refused = laptop.refused("appointment.add", request.clone());
    assert_eq!(refused, refusal("unreadable", json!({ "field": "referral" })));
    request["person"] = json!(awa);
    laptop.ask("appointment.add", request);
    assert_eq!(laptop.open(&awa)["appointments"][0]["referral"], referral);
}

#[test]
fn moving_a_meeting_leaves_a_trace_and_one_meeting() {
    let laptop = laptop();
    let awa = laptop.add("Awa", "Diallo", json!({}));
    let first = plan(&laptop, &awa, &days_ago(0));
    let acts = laptop.acts();
    let moved = json!({ "appointment": first, "slot": slot(&in_days(2)) });
    let second = id(&laptop.ask("appointment.move", moved.clone()), "appointment");
    assert_eq!(laptop.acts(), acts + 1, "one act");
    let open = laptop.open(&awa)["appointments"].clone();
    assert_eq!((open.as_array().unwrap().len(), &open[0]["id"]), (1, &json!(second)));
    assert_eq!(open[0]["place"], "Mission locale");
    let week = week(&laptop);
    let lines = week["appointments"].as_array().unwrap();
    assert_eq!((&lines[0]["outcome"], &lines[0]["moved_to"]), (&json!("moved"), &json!(second)));
    assert_eq!(laptop.ask("today.show", json!({}))["appointments"], json!([]), "nobody is expected today");
    let refused = laptop.refused("appointment.move", moved);
    assert_eq!(refused, refusal("move_not_allowed", json!({ "from": "moved", "to": "moved" })));
    laptop.assert_sound("after a move");
}

#[test]
fn everyone_of_a_workshop_is_written_at_once_with_one_act_for_each() {
    let laptop = laptop();
    let people: Vec<_> = ["Awa", "Bruno", "Noé"].iter().map(|given| named(&laptop, given)).collect();
    let workshop = json!({
        "kind": "workshop", "title": "Atelier CV", "slot": slot(&days_ago(0)), "place": "Lens", "note": "",
    });
    let workshop = id(&laptop.ask("activity.add", workshop), "activity");
    let attend = |answers: [&str; 3]| {
        let lines: Vec<_> = people
            .iter()
            .zip(answers)
            .map(|(person, answer)| json!({ "person": person, "answer": answer }))
            .collect();
        json!({ "activity": workshop, "answers": lines })
    };
    laptop.ask("activity.attend", attend(["invited"; 3]));
    let acts = laptop.acts();
    laptop.ask("activity.attend", attend(["present", "present", "absent"]));
    assert_eq!(laptop.acts(), acts + 3);
    let sheet = laptop.ask("activity.open", json!({ "activity": workshop }));
    let names: Vec<_> = sheet["people"].as_array().unwrap().iter().map(|line| &line["person_name"]).collect();
    assert_eq!(names, ["Awa Caron", "Bruno Caron", "Noé Caron"]);
    let today = laptop.ask("today.show", json!({}))["activities"][0].clone();
    assert_eq!((&today["invited"], &today["present"]), (&json!(3), &json!(2)));
    assert_eq!(laptop.open(&people[0])["last_contact"], days_ago(0));
    let noe = laptop.open(&people[2]);
    assert_eq!((&noe["last_contact"], &noe["last_attempt"]), (&Value::Null, &json!(days_ago(0))));
    assert_eq!(meetings(&noe), [(Value::Null, json!("absent"))]);

    let mut stranger = attend(["excused"; 3]);
    stranger["answers"][2]["person"] = json!("0190a0a0-0000-7000-8000-000000000001");
    assert_eq!(laptop.refused("activity.attend", stranger), json!({ "code": "not_found" }));
    assert_eq!(laptop.acts(), acts + 3, "all of them, or none");
    laptop.assert_sound("after a workshop");
}

#[test]
fn a_weekly_task_comes_back_once_and_goes_with_the_tick() {
    let laptop = laptop();
    let awa = laptop.add("Awa", "Diallo", json!({}));
    let task = json!({
        "person": awa, "what": "Appeler", "due_on": days_ago(0), "urgent": false, "every": "week",
    });
    let task = id(&laptop.ask("task.add", task), "task");
    let open = || -> Vec<Value> {
        let file = laptop.open(&awa);
        let tasks = file["tasks"].as_array().unwrap().iter().filter(|task| task["done_on"].is_null());
        tasks.map(|task| task["due_on"].clone()).collect()
    };
    let tick = |done: bool| laptop.ask("task.settle", json!({ "task": task, "done": done }));
    tick(true);
    assert_eq!(open(), [json!(in_days(7))]);
    tick(false);
    assert_eq!(open(), [json!(days_ago(0))], "not two");
    tick(true);
    tick(true);
    assert_eq!(open(), [json!(in_days(7))]);
    laptop.assert_sound("after a task came back");
}

#[test]
fn a_week_holds_what_is_planned_and_what_is_due() {
    let laptop = laptop();
    let awa = laptop.add("Awa", "Diallo", json!({}));
    plan(&laptop, &awa, &in_days(1));
    plan(&laptop, &awa, &in_days(4));
    let task = json!({ "person": awa, "what": "Appeler", "due_on": in_days(2), "urgent": false });
    laptop.ask("task.add", task);
    let week = week(&laptop);
    assert_eq!(week["appointments"].as_array().unwrap().len(), 1, "the day after the last one is not of it");
    assert_eq!(week["tasks"][0]["what"], "Appeler");
}

fn correction(appointment: &str, person: &Value, more: Value) -> Value {
    let mut request = json!({
        "appointment": appointment, "person": person, "what": "Entretien", "slot": slot(&days_ago(0)),
        "place": "Mission locale", "with_whom": "",
    });
    for (field, value) in more.as_object().unwrap() {
        request[field] = value.clone();
    }
    request
}

#[test]
fn a_meeting_written_wrongly_is_corrected_without_looking_moved() {
    let laptop = laptop();
    let awa = laptop.add("Awa", "Diallo", json!({}));
    let visit = plan(&laptop, &awa, &days_ago(0));
    let acts = laptop.acts();
    let right = json!({ "slot": slot(&in_days(1)), "place": "Lens, rue de la Gare", "what": "Visite" });
    let answer = laptop.ask("appointment.correct", correction(&visit, &json!(awa), right.clone()));
    assert_eq!((&answer["appointment"], laptop.acts()), (&json!(visit), acts + 1), "the same meeting");
    let open = laptop.open(&awa)["appointments"].clone();
    assert_eq!((open.as_array().unwrap().len(), &open[0]["place"]), (1, &json!("Lens, rue de la Gare")));
    assert_eq!((&open[0]["outcome"], &open[0]["slot"]["day"]), (&json!("planned"), &json!(in_days(1))));
    laptop.ask("appointment.correct", correction(&visit, &json!(awa), right));
    assert_eq!(laptop.acts(), acts + 1, "what says the same is no act");
    for (wrong, field) in [
        (json!({ "slot": { "day": days_ago(0), "time": "26:00", "minutes": null } }), "time"),
        (json!({ "slot": { "day": "1812-01-01", "time": "", "minutes": null } }), "day"),
    ] {
        let refused = laptop.refused("appointment.correct", correction(&visit, &json!(awa), wrong));
        assert_eq!(refused, refusal("unreadable", json!({ "field": field })));
    }
    let long = json!({ "place": "x".repeat(201) });
    let refused = laptop.refused("appointment.correct", correction(&visit, &json!(awa), long));
    assert_eq!(refused, refusal("too_long", json!({ "field": "place", "limit": 200 })));
    laptop.assert_sound("after a correction");
}

#[test]
fn a_meeting_with_the_wrong_person_changes_files() {
    let laptop = laptop();
    let (awa, noe) = (named(&laptop, "Awa"), named(&laptop, "Noé"));
    let visit = plan(&laptop, &awa, &days_ago(0));
    settle(&laptop, &visit, "present");
    let answer = laptop.ask("appointment.correct", correction(&visit, &json!(noe), json!({})));
    assert_ne!(answer["appointment"], visit);
    assert_eq!((meetings(&laptop.open(&awa)), &laptop.open(&awa)["last_contact"]), (vec![], &Value::Null));
    assert_eq!(laptop.open(&noe)["last_contact"], days_ago(0));
    assert_eq!(week(&laptop)["appointments"].as_array().unwrap().len(), 1);
    let gone = laptop.refused("appointment.correct", correction(&visit, &json!(noe), json!({})));
    assert_eq!(gone, json!({ "code": "not_found" }));
    laptop.assert_sound("after a meeting changed files");
}

#[test]
fn a_meeting_of_someone_merged_is_corrected_under_the_kept_name() {
    let laptop = laptop();
    let (awa, twin) = (named(&laptop, "Awa"), named(&laptop, "Hawa"));
    let visit = plan(&laptop, &twin, &days_ago(0));
    laptop.ask("person.merge", json!({ "kept": awa, "other": twin }));
    let line = week(&laptop)["appointments"][0].clone();
    assert_eq!(
        (&line["person"], &line["person_name"]),
        (&json!(awa), &json!("Awa Caron")),
        "still in the week"
    );
    let answer =
        laptop.ask("appointment.correct", correction(&visit, &json!(awa), json!({ "place": "Lens" })));
    assert_eq!(answer["appointment"], visit, "whom it is with did not change");
}

#[test]
fn a_meeting_entered_by_mistake_is_taken_out() {
    let laptop = laptop();
    let awa = named(&laptop, "Awa");
    let visit = plan(&laptop, &awa, &days_ago(0));
    settle(&laptop, &visit, "absent");
    laptop.ask("appointment.remove", json!({ "appointment": visit }));
    let file = laptop.open(&awa);
    assert_eq!((&file["last_attempt"], meetings(&file)), (&Value::Null, vec![]));
    assert_eq!(week(&laptop)["appointments"], json!([]));
    let twice = laptop.refused("appointment.remove", json!({ "appointment": visit }));
    assert_eq!(twice, json!({ "code": "not_found" }));
    laptop.assert_sound("after a meeting was taken out");
}

#[test]
fn two_meetings_at_one_time_are_told_and_allowed() {
    let laptop = laptop();
    let awa = laptop.add("Awa", "Diallo", json!({}));
    let visit = plan(&laptop, &awa, &days_ago(0));
    let workshop = json!({
        "kind": "workshop", "title": "Atelier CV", "slot": slot(&days_ago(0)), "place": "", "note": "",
    });
    laptop.ask("activity.add", workshop);
    let at = |time: &str, except: Value| {
        let slot = json!({ "day": days_ago(0), "time": time, "minutes": 30 });
        let found = laptop.ask("agenda.overlaps", json!({ "slot": slot, "except": except }));
        let names = found.as_array().unwrap().iter().map(|other| other["with"].as_str().unwrap().to_owned());
        names.collect::<Vec<_>>()
    };
    assert_eq!(at("10:30", Value::Null), ["Awa Diallo", "Atelier CV"]);
    assert_eq!(at("10:30", json!(visit)), ["Atelier CV"], "it is not in its own way");
    assert_eq!(at("10:45", Value::Null), Vec::<String>::new(), "one after the other");
    assert_eq!(at("", Value::Null), Vec::<String>::new());
    settle(&laptop, &visit, "cancelled");
    assert_eq!(at("10:30", Value::Null), ["Atelier CV"], "what was called off takes no time");
    let bad = json!({ "slot": { "day": days_ago(0), "time": "10h", "minutes": null }, "except": null });
    assert_eq!(laptop.refused("agenda.overlaps", bad), refusal("unreadable", json!({ "field": "time" })));
}

#[test]
fn an_activity_is_corrected_and_one_entered_by_mistake_takes_its_contacts_along() {
    let laptop = laptop();
    let awa = named(&laptop, "Awa");
    let form = |title: &str, day: &str| json!({ "kind": "workshop", "title": title, "slot": slot(day), "place": "Lens", "note": "" });
    let workshop = id(&laptop.ask("activity.add", form("CV", &days_ago(0))), "activity");
    let sheet = json!([{ "person": awa, "answer": "present" }]);
    laptop.ask("activity.attend", json!({ "activity": workshop, "answers": sheet }));
    let corrected = |title: &str, day: &str| {
        let mut request = form(title, day);
        request["activity"] = json!(workshop);
        request
    };
    laptop.ask("activity.correct", corrected("Atelier CV", &days_ago(1)));
    assert_eq!(laptop.open(&awa)["last_contact"], days_ago(1), "the contact follows the day");
    let early = laptop.refused("activity.correct", corrected("Atelier CV", &in_days(1)));
    assert_eq!(early, refusal("in_the_future", json!({ "field": "day" })));
    let nameless = laptop.refused("activity.correct", corrected(" ", &days_ago(1)));
    assert_eq!(nameless, refusal("unreadable", json!({ "field": "title" })));

    laptop.ask("activity.remove", json!({ "activity": workshop }));
    assert_eq!(
        (&laptop.open(&awa)["last_contact"], &week(&laptop)["activities"]),
        (&Value::Null, &json!([]))
    );
    let gone = laptop.refused("activity.open", json!({ "activity": workshop }));
    assert_eq!(gone, json!({ "code": "not_found" }));
    for (act, contact) in [("activity.remove", days_ago(1)), ("activity.correct", days_ago(0))] {
        let last = laptop.ask("undo.last", json!({}))[usize::from(act == "activity.correct")].clone();
        assert_eq!(last["act"], act);
        laptop.ask("undo.do", json!({ "position": last["position"] }));
        assert_eq!(laptop.open(&awa)["last_contact"], contact, "{act}");
    }
    laptop.assert_sound("after an activity was corrected, taken out and brought back");
}
