//! Marguerite and Karim write in the same file without a network, meet, and one of them settles what they said differently.

use serde_json::{Value, json};

use crate::laptop::{Laptop, WORKER, aged, days_ago, laptop, refusal};

/// Two laptops of one team. What one writes comes to the other when they meet.
struct Team {
    marguerite: Laptop,
    karim: Laptop,
}

fn team() -> Team {
    let team = Team { marguerite: laptop(), karim: laptop() };
    let me = team.karim.ask("worker.list", json!({}))[0]["id"].clone();
    team.karim.ask("worker.rename", json!({ "worker": me, "name": "Karim Bensaïd" }));
    team.meet();
    team
}

impl Team {
    fn meet(&self) {
        for (from, to) in [(&self.marguerite, &self.karim), (&self.karim, &self.marguerite)] {
            let lines = from.desk.written_after(0, 10_000).unwrap();
            let received = to.desk.receive(&lines).unwrap();
            assert_eq!(received.refused, []);
        }
    }

    /// Both have the file of Awa.
    fn awa(&self) -> String {
        let awa = self.marguerite.add("Awa", "Diallo", json!({ "birth": aged(19) }));
        self.meet();
        awa
    }
}

impl Laptop {
    fn correct(&self, person: &str, field: &str, value: &str) {
        let mut who = self.open(person)["who"].clone();
        who[field] = json!(value);
        self.ask("person.correct", json!({ "person": person, "who": who }));
    }

    fn disagreements(&self) -> Value {
        self.ask("disagreement.list", json!({ "person": null, "offset": 0, "limit": 50 }))
    }
}

fn notes(laptop: &Laptop, person: &str) -> Vec<String> {
    let timeline = laptop.open(person)["timeline"].clone();
    let met = timeline.as_array().unwrap().iter().map(|item| item["what"].clone());
    let met = met.filter(|what| what["kind"] == "encounter");
    let notes = met.map(|what| what["note"].as_str().unwrap().to_owned());
    notes.filter(|note| !note.is_empty()).collect()
}

pub fn heads(question: &Value) -> Vec<Value> {
    let sides = question["sides"].as_array().unwrap();
    sides.iter().flat_map(|side| side["heads"].as_array().unwrap().clone()).collect()
}

fn choice(question: &Value, keep: Value) -> Value {
    let place = |of: &str| question[of].clone();
    json!({
        "table": place("table"), "row": place("row"), "field": place("field"),
        "shown": heads(question), "keep": keep,
    })
}

fn one(question: &Value, side: usize) -> Value {
    json!({ "keep": "one", "head": question["sides"][side]["heads"][0] })
}

#[test]
fn two_telephones_stand_side_by_side_until_one_is_chosen_everywhere() {
    let team = team();
    let awa = team.awa();
    team.marguerite.correct(&awa, "phone", "06 39 98 00 01");
    team.karim.correct(&awa, "phone", "06 39 98 00 02");
    team.meet();
    for laptop in [&team.marguerite, &team.karim] {
        assert_eq!(laptop.state()["disagreements"], 1);
        let found = laptop.disagreements();
        assert_eq!((&found["open"], &found["waiting"]), (&json!(1), &json!(0)));
        let question = &found["lines"][0];
        assert_eq!((&question["person"], &question["person_name"]), (&json!(awa), &json!("Awa Diallo")));
        assert_eq!((&question["table"], &question["field"]), (&json!("person"), &json!("phone")));
        let mut sides: Vec<(String, String)> = question["sides"]
            .as_array()
            .unwrap()
            .iter()
            .map(|side| {
                let text = |of: &Value| of.as_str().unwrap().to_owned();
                (text(&side["value"][0]), text(&side["authors"][0]["worker"]))
            })
            .collect();
        sides.sort();
        let by = |phone: &str, who: &str| (phone.to_owned(), who.to_owned());
        assert_eq!(sides, [by("+33639980001", WORKER), by("+33639980002", "Karim Bensaïd")]);
        let shown = &question["sides"].as_array().unwrap().iter().find(|side| side["shown"] == true).unwrap()
            ["value"][0];
        let file = laptop.open(&awa);
        assert_eq!(file["who"]["phone"], *shown, "the file shows one of them meanwhile");
        let mark = json!([{ "table": "person", "row": awa, "field": "phone", "waiting": false }]);
        assert_eq!(file["disagreements"], mark, "and marks the field");
    }
    let question = team.karim.disagreements()["lines"][0].clone();
    let (kept, left) = (question["sides"][1]["value"].clone(), question["sides"][0]["value"].clone());
    team.karim.ask("disagreement.resolve", choice(&question, one(&question, 1)));
    assert_eq!(team.karim.state()["disagreements"], 0);
    team.meet();
    for laptop in [&team.marguerite, &team.karim] {
        assert_eq!(laptop.open(&awa)["who"]["phone"], kept[0]);
        assert_eq!(laptop.disagreements()["lines"], json!([]));
        let told = laptop.ask(
            "history.of",
            json!({ "person": awa, "table": "person", "row": null, "field": "phone", "offset": 0, "limit": 9 }),
        );
        let last = &told["lines"][0];
        assert_eq!((&last["act"], &last["by"]), (&json!("disagreement.resolve"), &json!("Karim Bensaïd")));
        let change = &last["changes"][0];
        assert_eq!(change["after"], kept);
        let mut both = vec![change["before"].clone(), change["beside"][0].clone()];
        both.sort_by_key(ToString::to_string);
        let mut said = vec![kept.clone(), left.clone()];
        said.sort_by_key(ToString::to_string);
        assert_eq!(both, said, "the history tells both values");
        laptop.assert_sound("after a choice");
    }
}

#[test]
fn a_choice_made_on_what_no_longer_stands_is_refused_and_changes_nothing() {
    let team = team();
    let awa = team.awa();
    team.marguerite.correct(&awa, "phone", "06 39 98 00 01");
    team.karim.correct(&awa, "phone", "06 39 98 00 02");
    team.meet();
    let shown = team.marguerite.disagreements()["lines"][0].clone();
    team.karim.correct(&awa, "phone", "06 39 98 00 03");
    team.meet();
    let acts = team.marguerite.acts();
    let refused = team.marguerite.refused("disagreement.resolve", choice(&shown, one(&shown, 0)));
    assert_eq!(refused, refusal("said_otherwise_since", json!({})));
    assert_eq!(team.marguerite.acts(), acts);
    assert_eq!(team.marguerite.open(&awa)["who"]["phone"], "+33639980003", "Karim had seen both");
    let mut elsewhere = choice(&shown, one(&shown, 0));
    elsewhere["field"] = json!("telephone");
    let refused = team.marguerite.refused("disagreement.resolve", elsewhere);
    assert_eq!(refused, refusal("unreadable", json!({ "field": "field" })));
}

#[test]
fn a_note_that_both_rewrote_can_be_kept_whole() {
    let team = team();
    let awa = team.awa();
    let note = team.marguerite.note(&awa, "Parle de soudure.");
    team.meet();
    let rewrite = |laptop: &Laptop, text: &str| {
        laptop.ask("encounter.rewrite", json!({ "encounter": note, "note": text }));
    };
    rewrite(&team.marguerite, "Parle de soudure, cherche un stage.");
    rewrite(&team.karim, "Parle de soudure. Rappeler lundi.");
    team.meet();
    let question = team.marguerite.disagreements()["lines"][0].clone();
    assert_eq!((&question["both"], &question["about"]), (&json!(true), &json!("note")));
    team.marguerite.ask("disagreement.resolve", choice(&question, json!({ "keep": "both" })));
    team.meet();
    let told = notes(&team.karim, &awa).remove(0);
    assert!(told.contains("cherche un stage.") && told.contains("\n\n") && told.contains("Rappeler lundi."));
    team.karim.assert_sound("after both were kept");
}

#[test]
fn a_note_that_one_took_out_and_the_other_rewrote_waits_for_a_word() {
    let team = team();
    let awa = team.awa();
    let note = team.marguerite.note(&awa, "Parle de soudure.");
    team.meet();
    // Marguerite takes back what she had written.
    let last = team.marguerite.ask("undo.last", json!({}))[0]["position"].clone();
    team.marguerite.ask("undo.do", json!({ "position": last }));
    team.karim.ask(
        "encounter.rewrite",
        json!({ "encounter": note, "note": "Parle de soudure, cherche un stage." }),
    );
    team.meet();
    for laptop in [&team.marguerite, &team.karim] {
        assert_eq!(notes(laptop, &awa), ["Parle de soudure, cherche un stage."], "it is seen again");
        assert_eq!(laptop.disagreements()["lines"][0]["asks"], "removal");
    }
    let question = team.karim.disagreements()["lines"][0].clone();
    let refused = team.karim.refused("disagreement.resolve", choice(&question, json!({ "keep": "both" })));
    assert_eq!(refused, refusal("unreadable", json!({ "field": "keep" })));
    team.karim.ask("disagreement.resolve", choice(&question, json!({ "keep": "out" })));
    team.meet();
    for laptop in [&team.marguerite, &team.karim] {
        assert!(notes(laptop, &awa).is_empty());
        assert_eq!(laptop.state()["disagreements"], 0);
        laptop.assert_sound("after it stayed out");
    }
}

#[test]
fn a_referral_that_went_two_ways_goes_the_one_that_is_kept() {
    let team = team();
    let awa = team.awa();
    let provider = team.marguerite.provider("CFA des Deux Rives");
    let programme = team.marguerite.programme(&provider, "CAP Carrosserie", json!({}));
    let referral = team.marguerite.propose(&awa, &programme);
    let sent = json!({ "referral": referral, "on": days_ago(20), "note": "", "agreement": "person" });
    team.marguerite.ask("referral.send", sent);
    team.meet();
    let step = |laptop: &Laptop, to: &str, reason: Value, days: u64| {
        let step =
            json!({ "referral": referral, "to": to, "on": days_ago(days), "reason": reason, "note": "" });
        laptop.ask("referral.move", step);
    };
    step(&team.marguerite, "accepted", Value::Null, 9);
    step(&team.karim, "refused", json!("no_place"), 8);
    team.meet();
    for laptop in [&team.marguerite, &team.karim] {
        let line = laptop.referral(&referral)["line"].clone();
        assert_eq!((&line["state"], &line["disputed"]), (&json!("refused"), &json!(true)));
        assert_eq!(laptop.state()["disagreements"], 1);
    }
    let question = team.karim.disagreements()["lines"][0].clone();
    assert_eq!((&question["asks"], &question["about"]), (&json!("moves"), &json!("CAP Carrosserie")));
    assert_eq!(question["sides"][1]["value"][0], "accepted");
    team.karim.ask("disagreement.resolve", choice(&question, one(&question, 1)));
    team.meet();
    for laptop in [&team.marguerite, &team.karim] {
        let line = laptop.referral(&referral)["line"].clone();
        assert_eq!((&line["state"], &line["disputed"]), (&json!("accepted"), &json!(false)));
        assert_eq!(laptop.state()["disagreements"], 0);
        laptop.assert_sound("after one way was kept");
    }
    let gone = team.marguerite.refused("disagreement.resolve", choice(&question, one(&question, 1)));
    assert_eq!(gone, refusal("said_otherwise_since", json!({})));
}

#[test]
fn a_file_tells_its_own_disagreements_and_what_comes_is_told_to_the_screens() {
    use std::sync::{Arc, Mutex};
    let team = team();
    let (awa, bruno) = (team.awa(), team.karim.add("Bruno", "Caron", json!({})));
    team.meet();
    for (person, phone) in [(&awa, "06 39 98 00 01"), (&bruno, "06 39 98 00 03")] {
        team.marguerite.correct(person, "phone", phone);
        team.karim.correct(person, "phone", "06 39 98 00 02");
    }
    let heard = Arc::new(Mutex::new(Vec::new()));
    let ear = Arc::clone(&heard);
    team.marguerite.desk.subscribe(Box::new(move |topic| ear.lock().unwrap().push(json!(topic))));
    team.meet();
    assert_eq!(*heard.lock().unwrap(), [json!("session"), json!("people")]);
    let of = |person: &Value, offset: u32, limit: u32| {
        let request = json!({ "person": person, "offset": offset, "limit": limit });
        team.marguerite.ask("disagreement.list", request)
    };
    assert_eq!(of(&json!(bruno), 0, 9)["open"], 1);
    assert_eq!(of(&json!(bruno), 0, 9)["lines"][0]["person_name"], "Bruno Caron");
    let pages = [of(&Value::Null, 0, 1), of(&Value::Null, 1, 1), of(&Value::Null, 2, 1)];
    let people: Vec<usize> = pages.iter().map(|page| page["lines"].as_array().unwrap().len()).collect();
    assert_eq!((people, &pages[2]["open"]), (vec![1, 1, 0], &json!(2)));
    assert_ne!(pages[0]["lines"][0]["person"], pages[1]["lines"][0]["person"]);
}
