//! What residents were asked, said, and got as an answer; what they are still owed stays in sight.

use serde_json::{Value, json};

use crate::laptop::{
    Laptop, WORKER, aged, consultation_form, days_ago, id, in_days, laptop, laptop_at, refusal,
};

fn open(laptop: &Laptop, consultation: &str) -> Value {
    laptop.ask("consultation.open", json!({ "consultation": consultation }))
}

fn answer(kind: &str, reason: &str) -> Value {
    json!({
        "kind": kind, "by": "Ville de Creil", "on": days_ago(3), "reason": reason, "follows": "", "due_on": null,
    })
}

fn follow(laptop: &Laptop, held: &str, line: Value) -> String {
    id(&laptop.ask("follow_up.add", json!({ "consultation": held, "follow_up": line })), "follow_up")
}

fn questions(laptop: &Laptop) -> Vec<(String, u64)> {
    let lines = laptop.ask("consultation.list", json!({}));
    let late = |line: &Value| line["owed"]["late_days"].as_u64().unwrap_or(0);
    let line = |line: &Value| (line["question"].as_str().unwrap().to_owned(), late(line));
    lines.as_array().unwrap().iter().map(line).collect()
}

#[test]
fn a_council_is_written_down_and_its_late_answer_stays_on_top_until_it_comes() {
    let laptop = laptop();
    let mut what = consultation_form("Que manque-t-il le soir ?", 90);
    what["qpvs"] = json!(["qp 60 001", "QN06001M"]);
    what["present"] = json!({ "total": 18, "residents": 12, "local_actors": 6, "women": 11, "men": 7 });
    let council = id(&laptop.ask("consultation.add", json!({ "what": what })), "consultation");
    let bus = laptop.proposal(&council, "Un bus après 21 h");
    let file = open(&laptop, &council);
    assert_eq!(file["what"]["qpvs"], json!(["QN06001M", "QP060001"]), "codes of either edition");
    assert_eq!(file["what"]["present"]["from_65"], Value::Null, "nobody counted them");
    let due = &file["what"]["answer_due_on"];
    assert_eq!(file["proposals"][0]["owed"]["due_on"], *due);
    let late = file["owed"]["late_days"].as_u64().unwrap();
    assert!((25..=32).contains(&late), "two months after a day 90 days ago: {late}");
    laptop.ask("consultation.add", json!({ "what": consultation_form("Et le matin ?", 1) }));
    assert_eq!(
        questions(&laptop),
        [("Que manque-t-il le soir ?".to_owned(), late), ("Et le matin ?".into(), 0)]
    );

    laptop.ask("proposal.answer", json!({ "id": bus, "answer": answer("accepted", "") }));
    assert_eq!(open(&laptop, &council)["owed"], Value::Null);
    assert_eq!(questions(&laptop)[0].0, "Et le matin ?", "the latest first");
    let line = &laptop.ask("consultation.list", json!({}))[1];
    assert_eq!((&line["proposals"], &line["answered"], &line["total"]), (&json!(1), &json!(1), &json!(18)));
    laptop.assert_sound("after an answer came");
}

#[test]
fn a_refusal_without_a_reason_is_refused_and_a_promise_is_owed_until_it_is_done() {
    let laptop = laptop();
    let council = laptop.consultation("Que manque-t-il le soir ?");
    let bus = laptop.proposal(&council, "Un bus après 21 h");
    let acts = laptop.acts();
    let refused = laptop.refused("proposal.answer", json!({ "id": bus, "answer": answer("refused", " ") }));
    assert_eq!((refused, laptop.acts()), (refusal("reason_missing", json!({})), acts));

    let mut promise = answer("partly", "Jusqu’à 22 h seulement");
    promise["due_on"] = json!(days_ago(1));
    laptop.ask("proposal.answer", json!({ "id": bus, "answer": promise }));
    let owed = |laptop: &Laptop| open(laptop, &council)["proposals"][0]["owed"].clone();
    assert_eq!(owed(&laptop), json!({ "kind": "deed", "due_on": days_ago(1), "late_days": 1 }));
    let line = json!({ "proposal": bus, "on": days_ago(0), "what": "La ligne 4 roule", "done": false });
    let line = follow(&laptop, &council, line);
    let done = json!({ "proposal": bus, "on": days_ago(0), "what": "La ligne 4 roule", "done": true });
    laptop.ask("follow_up.correct", json!({ "id": line, "follow_up": done }));
    assert_eq!(owed(&laptop), Value::Null);
    laptop.undo_last();
    assert_eq!(owed(&laptop)["kind"], "deed", "undone, it is owed again");
    let early = json!({ "proposal": bus, "on": in_days(1), "what": "x", "done": true });
    let refused = laptop.refused("follow_up.correct", json!({ "id": line, "follow_up": early }));
    assert_eq!(refused, refusal("in_the_future", json!({ "field": "on" })));
    laptop.assert_sound("after a promise");
}

#[test]
fn a_line_of_what_follows_names_no_proposal_of_another_consultation() {
    let laptop = laptop();
    let (one, other) = (laptop.consultation("Un ?"), laptop.consultation("Deux ?"));
    let of_other = laptop.proposal(&other, "Un bus");
    let line = json!({ "proposal": of_other, "on": days_ago(0), "what": "x", "done": true });
    let refused = laptop.refused("follow_up.add", json!({ "consultation": one, "follow_up": line }));
    assert_eq!(refused["code"], "not_found");
}

#[test]
fn what_was_written_is_undone_in_turn_and_its_history_tells_who_wrote_it() {
    let laptop = laptop();
    let council = laptop.consultation("Que manque-t-il le soir ?");
    let bus = laptop.proposal(&council, "Un bus");
    let longer =
        json!({ "what": "Un bus après 21 h", "theme": "transport", "opinions": { "in_favour": 14 } });
    laptop.ask("proposal.correct", json!({ "id": bus, "proposal": longer }));
    let offered = laptop.ask("undo.last", json!({}));
    let of = |act: &str| offered.as_array().unwrap().iter().find(|one| one["act"] == act).unwrap().clone();
    assert_eq!(of("consultation.add")["what"], "Que manque-t-il le soir ?");
    let undo = json!({ "position": of("consultation.add")["position"] });
    let refused = laptop.refused("undo.do", undo);
    assert_eq!(refused, refusal("changed_since", json!({ "by": "proposal.add" })));
    laptop.undo_last();
    assert_eq!(open(&laptop, &council)["proposals"][0]["what"]["what"], "Un bus");

    laptop.consultation("Une autre ?");
    let request = json!({ "consultation": council, "offset": 0, "limit": 9 });
    let history = laptop.ask("history.of_consultation", request);
    let told: Vec<_> = history["lines"].as_array().unwrap().iter().map(|line| line["act"].clone()).collect();
    assert_eq!(told, ["undo", "proposal.correct", "proposal.add", "consultation.add"]);
    let corrected = &history["lines"][1];
    assert_eq!(corrected["by"], WORKER);
    let what = corrected["changes"].as_array().unwrap().iter().find(|change| change["field"] == "what");
    assert_eq!(what.unwrap()["before"], json!(["Un bus"]));

    laptop.ask("proposal.remove", json!({ "id": bus }));
    assert_eq!(open(&laptop, &council)["proposals"], json!([]));
    laptop.ask("consultation.remove", json!({ "consultation": council }));
    assert_eq!(laptop.refused("consultation.open", json!({ "consultation": council }))["code"], "not_found");
    assert_eq!(questions(&laptop).len(), 1);
    laptop.undo_last();
    let offered = laptop.ask("undo.last", json!({}));
    let of = |act: &str| offered.as_array().unwrap().iter().find(|one| one["act"] == act).unwrap().clone();
    laptop.ask("undo.do", json!({ "position": of("proposal.remove")["position"] }));
    assert_eq!(open(&laptop, &council)["proposals"].as_array().unwrap().len(), 1, "both are back");
    laptop.assert_sound("after all of it");
}

#[test]
fn a_text_that_names_somebody_is_told_and_never_refused() {
    let laptop = laptop();
    let awa = laptop.add("Awa", "Diallo", json!({ "birth": aged(19) }));
    laptop.add("Noé", "", json!({}));
    let names = |text: &str| laptop.ask("consultation.names", json!({ "text": text }));
    let found = json!([{ "person": awa, "name": "Awa Diallo" }]);
    assert_eq!(names("La mère d’Awa DIALLO demande un local."), found);
    assert_eq!(names("diallo awa"), found, "in either order");
    assert_eq!(names("Awa demande un local, Diallo aussi."), json!([]), "not side by side");
    assert_eq!(names("Noé demande un local."), json!([]), "a name of one word tells too little");
    let council = laptop.consultation("Que propose Awa Diallo ?");
    assert_eq!(open(&laptop, &council)["what"]["question"], "Que propose Awa Diallo ?");
    let hits = laptop.ask("search", json!({ "text": "propose" }));
    assert_eq!(hits, json!([]), "people are not looked for in what residents said");
}

#[test]
fn an_answer_is_late_from_the_day_after_the_one_it_was_due() {
    let laptop = laptop_at(|| "2026-11-30T11:00:00Z".parse().unwrap());
    let mut what = consultation_form("Que manque-t-il le soir ?", 0);
    for (due, late) in [("2026-11-30", 0), ("2026-11-29", 1)] {
        what["held_on"] = json!("2026-10-01");
        what["answer_due_on"] = json!(due);
        let held = id(&laptop.ask("consultation.add", json!({ "what": what })), "consultation");
        laptop.proposal(&held, "Un bus");
        assert_eq!(open(&laptop, &held)["owed"]["late_days"], late, "due on {due}");
    }
}

#[test]
fn parts_of_a_count_that_are_more_than_all_are_refused_by_their_name() {
    let laptop = laptop();
    let mut what = consultation_form("Que manque-t-il le soir ?", 2);
    what["present"] = json!({ "total": 5, "women": 4, "men": 2 });
    let refused = laptop.refused("consultation.add", json!({ "what": what }));
    assert_eq!(refused, refusal("count_over_total", json!({ "field": "sexes" })));
    what["qpvs"] = json!(["ici"]);
    let refused = laptop.refused("consultation.add", json!({ "what": what }));
    assert_eq!(refused, refusal("unreadable", json!({ "field": "qpvs" })));
}
