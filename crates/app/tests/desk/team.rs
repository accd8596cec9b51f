//! Who follows whom: colleagues, cases handed over one by one or many at once, a case taken up again, another one opened.

use serde_json::{Value, json};

use crate::laptop::{Laptop, PASSPHRASE, WORKER, aged, days_ago, id, in_days, laptop, refusal};

impl Laptop {
    pub fn colleague(&self, name: &str) -> String {
        id(&self.ask("worker.add", json!({ "name": name })), "worker")
    }

    fn team(&self) -> Vec<(String, u64)> {
        let team = self.ask("worker.list", json!({}));
        let line = |one: &Value| (one["name"].as_str().unwrap().to_owned(), one["cases"].as_u64().unwrap());
        team.as_array().unwrap().iter().map(line).collect()
    }

    fn hand_over(&self, person: &str, to: &str, note: &str) {
        self.ask("case.hand_over", json!({ "person": person, "to": to, "note": note, "on": null }));
    }

    fn move_to(&self, person: &str, to: &str, exit: Option<&str>, on: &str) {
        let moved = json!({ "person": person, "to": to, "on": on, "reason": "", "exit": exit });
        self.ask("case.move", moved);
    }

    fn those_of(&self, filter: Value) -> Vec<String> {
        let request =
            json!({ "filter": filter, "sort": "name", "descending": false, "offset": 0, "limit": 50 });
        let page = self.ask("person.list", request);
        page["lines"]
            .as_array()
            .unwrap()
            .iter()
            .map(|line| line["given_name"].as_str().unwrap().into())
            .collect()
    }

    fn referent(&self, person: &str) -> Value {
        self.open(person)["cases"][0]["referent"].clone()
    }

    fn takes_back(&self, act: &str) {
        let acts = self.ask("undo.last", json!({}));
        let last = acts.as_array().unwrap().iter().find(|line| line["act"] == act && line["again"] == false);
        let last = last.unwrap()["position"].clone();
        self.ask("undo.do", json!({ "position": last }));
        self.assert_sound("after an undo");
    }
}

fn told(file: &Value, kind: &str) -> Vec<Value> {
    let timeline = file["timeline"].as_array().unwrap();
    timeline.iter().map(|item| item["what"].clone()).filter(|what| what["kind"] == kind).collect()
}

#[test]
fn a_team_is_written_down_and_whoever_follows_someone_stays() {
    let laptop = laptop();
    let awa = laptop.add("Awa", "Diallo", json!({}));
    let karim = laptop.colleague(" Karim  Haddad ");
    assert_eq!(laptop.team(), [(WORKER.to_owned(), 1), ("Karim Haddad".to_owned(), 0)]);
    assert_eq!(
        laptop.refused("worker.add", json!({ "name": "karim haddad" })),
        refusal("name_taken", json!({}))
    );
    assert_eq!(laptop.refused("worker.add", json!({ "name": " " })), refusal("name_missing", json!({})));
    laptop.ask("worker.rename", json!({ "worker": karim, "name": "Karim H." }));
    laptop.hand_over(&awa, &karim, "");
    assert_eq!(laptop.team(), [(WORKER.to_owned(), 0), ("Karim H.".to_owned(), 1)]);
    let stays = laptop.refused("worker.remove", json!({ "worker": karim }));
    assert_eq!(stays, refusal("still_follows", json!({ "count": 1 })));
    let me = laptop.ask("worker.list", json!({}))[0]["id"].clone();
    assert_eq!(laptop.refused("worker.remove", json!({ "worker": me })), refusal("oneself", json!({})));

    laptop.move_to(&awa, "closed", None, &days_ago(0));
    laptop.ask("worker.remove", json!({ "worker": karim }));
    assert_eq!(laptop.team().len(), 1, "an ended case keeps nobody");
    assert_eq!(laptop.referent(&awa), "Karim H.", "and still says who followed it");
    let gone = json!({ "person": awa, "to": karim, "note": "", "on": null });
    assert_eq!(laptop.refused("case.hand_over", gone)["code"], "not_found");
    laptop.takes_back("worker.remove");
    laptop.takes_back("worker.rename");
    assert_eq!(laptop.team()[1].0, "Karim Haddad", "and what was undone is undone");
}

#[test]
fn a_case_goes_to_a_colleague_with_what_helps_them_and_comes_back_by_an_undo() {
    let laptop = laptop();
    let awa = laptop.add("Awa", "Diallo", json!({}));
    let (karim, sonia) = (laptop.colleague("Karim"), laptop.colleague("Sonia"));
    let before = laptop.open(&awa);
    laptop.hand_over(&awa, &karim, "Préfère les messages.\nNe pas appeler chez sa tante.");
    let file = laptop.open(&awa);
    assert_eq!(
        (&file["cases"][0]["referent"], &file["cases"][0]["referent_id"]),
        (&json!("Karim"), &json!(karim))
    );
    let handed = told(&file, "handover");
    assert_eq!(handed.len(), 1);
    assert_eq!((&handed[0]["from"], &handed[0]["to"]), (&json!(WORKER), &json!("Karim")));
    assert_eq!(handed[0]["note"], "Préfère les messages.\nNe pas appeler chez sa tante.");

    let again = json!({ "person": awa, "to": karim, "note": "", "on": null });
    assert_eq!(laptop.refused("case.hand_over", again), refusal("already_referent", json!({})));
    let ask = |on: String| json!({ "person": awa, "to": sonia, "note": "", "on": on });
    let future = refusal("in_the_future", json!({ "field": "on" }));
    assert_eq!(laptop.refused("case.hand_over", ask(in_days(1))), future);
    let early = refusal("too_early", json!({ "field": "on", "not_before": days_ago(0) }));
    assert_eq!(
        laptop.refused("case.hand_over", ask(days_ago(1))),
        early,
        "not before the hand-over of today"
    );

    laptop.hand_over(&awa, &sonia, "");
    let first = laptop.ask("undo.last", json!({}))[1].clone();
    assert_eq!((&first["act"], &first["followed_by"]), (&json!("case.hand_over"), &json!("case.hand_over")));
    laptop.takes_back("case.hand_over");
    laptop.takes_back("case.hand_over");
    assert_eq!(laptop.open(&awa), before);
}

#[test]
fn the_list_shows_mine_a_colleagues_and_those_whom_nobody_follows() {
    let (laptop, elsewhere) = (laptop(), laptop());
    let awa = laptop.add("Awa", "Diallo", json!({}));
    laptop.add("Bruno", "Caron", json!({}));
    let karim = laptop.colleague("Karim");
    laptop.hand_over(&awa, &karim, "");
    elsewhere.add("Chloé", "Delattre", json!({}));
    let mut document = elsewhere.ask("vault.export", json!({ "passphrase": PASSPHRASE }));
    document["tables"]["case_file"][0]["referent"] = Value::Null;
    laptop.ask("vault.import", json!({ "document": document }));

    assert_eq!(laptop.those_of(json!({ "mine": true })), ["Bruno"]);
    assert_eq!(laptop.those_of(json!({ "referent": karim })), ["Awa"]);
    assert_eq!(laptop.those_of(json!({ "unassigned": true })), ["Chloé"]);
    let chloe = document["tables"]["person"][0]["id"].as_str().unwrap();
    laptop.hand_over(chloe, &karim, "");
    assert_eq!(told(&laptop.open(chloe), "handover")[0]["from"], "", "nobody had her");
    assert_eq!(laptop.those_of(json!({ "referent": karim })), ["Chloé", "Awa"]);
}

#[test]
fn many_are_handed_over_at_once_and_taken_back_at_once() {
    let laptop = laptop();
    let karim = laptop.colleague("Karim");
    let people: Vec<String> =
        ["Awa", "Bruno", "Chloé"].iter().map(|name| laptop.add(name, "Delattre", json!({}))).collect();
    laptop.hand_over(&people[1], &karim, "");
    let acts = laptop.acts();
    let many = json!({ "people": people, "to": karim, "note": "Congé de maternité." });
    let done = laptop.ask("case.hand_over_many", many.clone());
    assert_eq!((&done["handed"], &done["already"]), (&json!(2), &json!(1)));
    assert_eq!(laptop.acts(), acts + 2, "one act for each");
    assert_eq!(laptop.those_of(json!({ "referent": karim })).len(), 3);
    assert_eq!(told(&laptop.open(&people[0]), "handover")[0]["note"], "Congé de maternité.");
    assert_eq!(laptop.ask("case.hand_over_many", many)["handed"], 0, "again is no act");

    // One of them has moved on since.
    let me = laptop.ask("worker.list", json!({}))[0]["id"].as_str().unwrap().to_owned();
    laptop.hand_over(&people[2], &me, "");
    let last = laptop.ask("undo.last", json!({}));
    assert_eq!((&last[1]["people"], &last[1]["followed_by"]), (&json!(2), &json!("case.hand_over")));
    let whole = json!({ "position": last[1]["position"] });
    assert_eq!(laptop.refused("undo.do", whole.clone())["refusal"]["by"], "case.hand_over", "all or nothing");
    laptop.takes_back("case.hand_over");
    laptop.ask("undo.do", whole);
    laptop.assert_sound("after a gesture was taken back");
    assert_eq!(laptop.those_of(json!({ "referent": karim })), ["Bruno"]);

    let nobody = json!({ "people": [], "to": karim, "note": "" });
    assert_eq!(laptop.refused("case.hand_over_many", nobody)["code"], "not_found");
    let crowd = json!({ "people": vec![&people[0]; 501], "to": karim, "note": "" });
    let refused = laptop.refused("case.hand_over_many", crowd);
    assert_eq!(refused, refusal("too_long", json!({ "field": "people", "limit": 500 })));
}

#[test]
fn a_gesture_for_more_people_than_acts_are_offered_is_taken_back_whole() {
    let laptop = laptop();
    laptop.ask("demo.fill", json!({ "people": 150, "seed": 3 }));
    let karim = laptop.colleague("Karim");
    let everybody =
        json!({ "filter": { "text": "" }, "sort": "name", "descending": false, "offset": 0, "limit": 500 });
    let page = laptop.ask("person.list", everybody);
    let people: Vec<&Value> = page["lines"].as_array().unwrap().iter().map(|line| &line["id"]).collect();
    let before: Vec<Value> =
        people.iter().map(|id| laptop.open(id.as_str().unwrap())["cases"].clone()).collect();
    let done = laptop.ask("case.hand_over_many", json!({ "people": people, "to": karim, "note": "" }));
    assert!(done["handed"].as_u64().unwrap() > 100, "{done}");
    let last = laptop.ask("undo.last", json!({}));
    assert_eq!(last[0]["people"], done["handed"]);
    laptop.takes_back("case.hand_over");
    let after: Vec<Value> =
        people.iter().map(|id| laptop.open(id.as_str().unwrap())["cases"].clone()).collect();
    assert_eq!(after, before);
}

#[test]
fn one_gesture_on_two_files_of_one_person_is_one_act() {
    let laptop = laptop();
    let karim = laptop.colleague("Karim");
    let (awa, twin) = (laptop.add("Awa", "Diallo", json!({})), laptop.add("Hawa", "Diallo", json!({})));
    laptop.ask("person.merge", json!({ "kept": awa, "other": twin }));
    let done = laptop.ask("case.hand_over_many", json!({ "people": [awa, twin], "to": karim, "note": "" }));
    assert_eq!((&done["handed"], &done["already"]), (&json!(1), &json!(0)));
    assert_eq!(laptop.referent(&twin), "Karim");
}

#[test]
fn a_case_that_ended_goes_on_where_it_stood_and_says_why() {
    let laptop = laptop();
    let awa = laptop.add("Awa", "Diallo", json!({}));
    let reopen = |reason: &str| json!({ "person": awa, "on": null, "reason": reason });
    assert_eq!(laptop.refused("case.reopen", reopen("x")), refusal("case_still_open", json!({})));
    laptop.move_to(&awa, "following", None, &days_ago(0));
    laptop.move_to(&awa, "left", Some("apprenticeship"), &days_ago(0));
    laptop.move_to(&awa, "closed", None, &days_ago(0));
    let ended = laptop.open(&awa);
    assert_eq!(laptop.refused("case.reopen", reopen(" ")), refusal("reason_missing", json!({})));
    assert_eq!(laptop.ask("case.reopen", reopen("Contrat rompu"))["stage"], "following");
    let file = laptop.open(&awa);
    assert_eq!(
        (file["cases"].as_array().unwrap().len(), &file["cases"][0]["stage"]),
        (1, &json!("following"))
    );
    assert_eq!(told(&file, "case_move")[0]["reason"], "Contrat rompu");
    laptop.takes_back("case.reopen");
    assert_eq!(laptop.open(&awa), ended);

    let bruno = laptop.add("Bruno", "Caron", json!({}));
    laptop.move_to(&bruno, "unreachable", None, &days_ago(0));
    laptop.move_to(&bruno, "closed", None, &days_ago(0));
    let back = json!({ "person": bruno, "on": null, "reason": "A rappelé" });
    assert_eq!(laptop.ask("case.reopen", back)["stage"], "contacting", "who calls back is in reach");
}

#[test]
fn another_case_begins_afresh_and_the_former_one_stays_readable() {
    let laptop = laptop();
    let awa = laptop.add("Awa", "Diallo", json!({ "birth": aged(19) }));
    let need = |theme: &str| json!({ "person": awa, "theme": theme, "answer": "yes", "note": "Chez sa tante.", "situations": [] });
    laptop.ask("need.answer", need("housing"));
    let plan = json!({ "words": "Je veux souder", "decided_on": null, "agreed_on": null, "review_on": null });
    laptop.ask("plan.write", json!({ "person": awa, "plan": plan }));
    let programme = laptop.programme(&laptop.provider("CFA des Deux Rives"), "CAP Soudure", json!({}));
    laptop.propose(&awa, &programme);
    let open = |on: String| json!({ "person": awa, "origin": "spontaneous", "origin_detail": "permanence", "on": on });
    assert_eq!(laptop.refused("case.open", open(days_ago(0))), refusal("case_still_open", json!({})));
    laptop.move_to(&awa, "left", Some("job"), &days_ago(0));
    laptop.move_to(&awa, "closed", None, &days_ago(0));
    let early = refusal("too_early", json!({ "field": "on", "not_before": days_ago(0) }));
    assert_eq!(laptop.refused("case.open", open(days_ago(1))), early);

    laptop.ask("case.open", open(days_ago(0)));
    laptop.assert_sound("with two cases");
    let file = laptop.open(&awa);
    let cases = file["cases"].as_array().unwrap();
    assert_eq!((&cases[0]["origin"], &cases[0]["stage"]), (&json!("spontaneous"), &json!("spotted")));
    assert_eq!((cases.len(), &cases[1]["stage"]), (2, &json!("closed")));
    assert!(file["needs"].as_array().unwrap().iter().all(|need| need["answer"] == "unasked"), "asked anew");
    assert_eq!(file["plan"], Value::Null);
    assert_eq!(laptop.those_of(json!({ "stage": "spotted" })), ["Awa"], "the list shows the present case");

    let former = laptop.ask("case.show", json!({ "person": awa, "case": cases[1]["id"] }));
    assert_eq!(
        (&former["exit"], &former["plan"]["draft"]["words"]),
        (&json!("job"), &json!("Je veux souder"))
    );
    assert_eq!(former["needs"][0]["note"], "Chez sa tante.");
    assert_eq!(former["referrals"][0]["programme_name"], "CAP Soudure");
    let bruno = laptop.add("Bruno", "Caron", json!({}));
    let theirs = json!({ "person": bruno, "case": cases[1]["id"] });
    assert_eq!(laptop.refused("case.show", theirs)["code"], "not_found", "a case is asked for by its person");

    laptop.ask("need.answer", need("health"));
    let opened = laptop.ask("undo.last", json!({}));
    let opened = opened.as_array().unwrap().iter().find(|line| line["act"] == "case.open").unwrap();
    assert_eq!(opened["followed_by"], "need.answer", "it was worked with");
    laptop.takes_back("need.answer");
    let ended = laptop.ask("undo.last", json!({}));
    let ended = ended.as_array().unwrap().iter().find(|line| line["act"] == "case.move").unwrap();
    assert_eq!(ended["followed_by"], "case.open", "the end of the former case bears the new one");
}

#[test]
fn a_case_opened_by_mistake_is_none_and_the_former_one_is_the_present_one() {
    let laptop = laptop();
    let awa = laptop.add("Awa", "Diallo", json!({}));
    laptop.move_to(&awa, "closed", None, &days_ago(0));
    let before = laptop.open(&awa);
    laptop.ask("case.open", json!({ "person": awa, "origin": "school", "origin_detail": "", "on": null }));
    assert_eq!(laptop.open(&awa)["cases"].as_array().unwrap().len(), 2);
    laptop.takes_back("case.open");
    assert_eq!(laptop.open(&awa), before);
    assert_eq!(laptop.those_of(json!({ "stage": "closed" })), ["Awa"]);
    let again = laptop.ask("undo.last", json!({}))[0].clone();
    assert_eq!((&again["act"], &again["again"]), (&json!("case.open"), &json!(true)));
    laptop.ask("undo.do", json!({ "position": again["position"] }));
    assert_eq!(laptop.open(&awa)["cases"][0]["origin"], "school", "done again");
    laptop.assert_sound("done again");
}
