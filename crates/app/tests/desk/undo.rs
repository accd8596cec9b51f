//! What was done by mistake is taken back, and done again: every list and derived fact follows.

use serde_json::{Value, json};

use crate::laptop::{Laptop, PASSPHRASE, aged, days_ago, id, laptop, refusal};

impl Laptop {
    fn undoable(&self) -> Vec<Value> {
        self.ask("undo.last", json!({})).as_array().unwrap().clone()
    }

    /// The number of the last act of this name.
    fn last(&self, act: &str) -> u64 {
        let found = self.undoable().into_iter().find(|line| line["act"] == act && line["again"] == false);
        found.unwrap_or_else(|| panic!("no {act}"))["position"].as_u64().unwrap()
    }

    /// Undoes; answers with the number of the undo.
    fn undo(&self, position: u64) -> u64 {
        let done = self.ask("undo.do", json!({ "position": position }));
        self.assert_sound("after an undo");
        done["position"].as_u64().unwrap()
    }

    fn undo_refused(&self, position: u64) -> Value {
        self.refused("undo.do", json!({ "position": position }))
    }
}

fn changed_since(by: &str) -> Value {
    refusal("changed_since", json!({ "by": by }))
}

fn count(value: &Value) -> usize {
    value.as_array().unwrap().len()
}

#[test]
fn a_call_written_to_the_wrong_file_leaves_nothing_behind_but_its_trace() {
    let laptop = laptop();
    let request =
        json!({ "who": { "given_name": "Noé" }, "origin": "siei", "origin_detail": "", "note": "" });
    let noe = id(&laptop.ask("person.add", request), "person");
    let before = laptop.open(&noe);
    let call = json!({
        "person": noe, "kind": "call", "initiative": "worker", "result": "reached", "on": days_ago(3), "place": "",
        "note": "Il cherche un stage.",
    });
    laptop.ask("encounter.record", call);
    assert_eq!(laptop.open(&noe)["last_contact"], days_ago(3));
    let offered = laptop.undoable()[0].clone();
    assert_eq!(offered["act"], "encounter.record");
    assert_eq!((&offered["person_name"], &offered["on"]), (&json!("Noé"), &json!(days_ago(3))));
    assert_eq!((&offered["way"], &offered["followed_by"]), (&json!("call"), &Value::Null));

    let undo = laptop.undo(laptop.last("encounter.record"));
    assert_eq!(laptop.open(&noe), before, "file, last contact and last attempt are what they were");
    let again = laptop.undoable()[0].clone();
    assert_eq!((&again["act"], &again["again"]), (&json!("encounter.record"), &json!(true)));
    let export = laptop.ask("vault.export", json!({ "passphrase": PASSPHRASE })).to_string();
    assert!(export.contains("Il cherche un stage."), "an export keeps what was taken out, marked");

    laptop.undo(undo);
    let file = laptop.open(&noe);
    assert_eq!((&file["last_contact"], count(&file["timeline"])), (&json!(days_ago(3)), 1));
}

#[test]
fn a_correction_goes_back_field_by_field_and_each_in_its_turn() {
    let laptop = laptop();
    let awa = laptop.add("Awa", "Diallo", json!({ "phone": "06 39 98 00 01", "commune": "Creil" }));
    let mut who = laptop.open(&awa)["who"].clone();
    let first = who.clone();
    who["phone"] = json!("06 39 98 00 02");
    laptop.ask("person.correct", json!({ "person": awa, "who": who }));
    let second = laptop.open(&awa)["who"].clone();
    who["phone"] = json!("06 39 98 00 03");
    who["commune"] = json!("Nogent-sur-Oise");
    laptop.ask("person.correct", json!({ "person": awa, "who": who }));

    let latest = laptop.last("person.correct");
    let earlier = laptop.undoable()[1].clone();
    assert_eq!(earlier["followed_by"], "person.correct");
    let acts = laptop.acts();
    assert_eq!(laptop.undo_refused(earlier["position"].as_u64().unwrap()), changed_since("person.correct"));
    assert_eq!(laptop.acts(), acts, "what was refused is no act");

    laptop.undo(latest);
    assert_eq!(laptop.open(&awa)["who"], second);
    assert_eq!(laptop.undo_refused(latest), changed_since("undo"), "not twice");
    laptop.undo(earlier["position"].as_u64().unwrap());
    assert_eq!(laptop.open(&awa)["who"], first);
    assert_eq!(laptop.found("creil diallo"), ["Awa Diallo"], "the search follows");
}

#[test]
fn a_person_added_twice_goes_and_comes_back_but_not_from_under_a_note() {
    let laptop = laptop();
    let awa = laptop.add("Awa", "Diallo", json!({}));
    let added = laptop.last("person.add");
    laptop.note(&awa, "Parle de soudure.");
    assert_eq!(laptop.undo_refused(added), changed_since("encounter.record"));
    laptop.undo(laptop.last("encounter.record"));
    let gone = laptop.undo(added);
    assert_eq!(laptop.refused("person.open", json!({ "person": awa }))["code"], "not_found");
    assert_eq!(laptop.found("awa"), Vec::<String>::new());
    assert_eq!(laptop.ask("today.show", json!({}))["people"], 0);
    laptop.undo(gone);
    let file = laptop.open(&awa);
    assert_eq!((&file["cases"][0]["stage"], count(&file["timeline"])), (&json!("spotted"), 1));
    assert_eq!(laptop.found("awa"), ["Awa Diallo"]);
}

#[test]
fn a_stage_an_answer_and_a_task_go_back() {
    let laptop = laptop();
    let awa = laptop.add("Awa", "Diallo", json!({}));
    let before = laptop.open(&awa);
    laptop.ask(
        "case.move",
        json!({ "person": awa, "to": "contacting", "on": null, "reason": "", "exit": null }),
    );
    laptop.ask(
        "need.answer",
        json!({ "person": awa, "theme": "housing", "answer": "yes", "note": "Chez sa tante.", "situations": [] }),
    );
    laptop.ask(
        "task.add",
        json!({ "person": awa, "what": "Rappeler", "due_on": days_ago(0), "urgent": false }),
    );
    assert_eq!(count(&laptop.ask("today.show", json!({}))["tasks"]), 1);
    assert_eq!(laptop.undoable()[0]["what"], "Rappeler");
    laptop.undo(laptop.last("task.add"));
    assert_eq!(count(&laptop.ask("today.show", json!({}))["tasks"]), 0);
    laptop.undo(laptop.last("need.answer"));
    laptop.undo(laptop.last("case.move"));
    assert_eq!(laptop.open(&awa), before);
    laptop.ask(
        "case.move",
        json!({ "person": awa, "to": "assessing", "on": null, "reason": "", "exit": null }),
    );
    assert_eq!(
        laptop.open(&awa)["cases"][0]["stage"],
        "assessing",
        "a move after an undone one begins at what stands"
    );
}

#[test]
fn a_referral_that_was_sent_comes_back_while_nobody_answered() {
    let laptop = laptop();
    let awa = laptop.add("Awa", "Diallo", json!({ "birth": aged(19) }));
    let provider = laptop.provider("CFA des Deux Rives");
    let programme = laptop.programme(&provider, "CAP Réparation des carrosseries", json!({}));
    let referral = laptop.propose(&awa, &programme);
    let draft = laptop.referral(&referral);
    laptop
        .ask("referral.send", json!({ "referral": referral, "on": null, "note": "", "agreement": "person" }));
    let (sent, agreed) = (laptop.last("referral.send"), laptop.last("agreement.record"));
    assert_eq!(laptop.undo_refused(agreed), changed_since("referral.send"), "it was sent on this agreement");
    let step = json!({ "referral": referral, "to": "received", "on": null, "reason": null, "note": "" });
    laptop.ask("referral.move", step);
    assert_eq!(laptop.undo_refused(sent), changed_since("referral.move"));
    laptop.undo(laptop.last("referral.move"));
    laptop.undo(sent);
    laptop.undo(agreed);
    assert_eq!(laptop.referral(&referral), draft, "state, due date, moves and agreement are what they were");
    laptop.undo(laptop.last("referral.propose"));
    assert_eq!(laptop.refused("referral.open", json!({ "referral": referral }))["code"], "not_found");
    assert_eq!(count(&laptop.open(&awa)["referrals"]), 0);
    let board = json!({ "filter": {}, "offset": 0, "limit": 50 });
    assert_eq!(laptop.ask("referral.list", board)["total"], 0);
    assert_eq!(laptop.ask("today.show", json!({}))["referrals"], json!([]));
}

#[test]
fn an_offer_stays_while_a_referral_names_it_and_its_sets_go_back() {
    let laptop = laptop();
    let awa = laptop.add("Awa", "Diallo", json!({}));
    let provider = laptop.provider("CFA des Deux Rives");
    let programme = laptop.programme(&provider, "CAP Soudure", json!({ "tags": ["craft"] }));
    let added = laptop.last("programme.add");
    let mut what = laptop.ask("programme.open", json!({ "programme": programme }))["what"].clone();
    let before = what.clone();
    what["tags"] = json!(["rev3"]);
    laptop.ask("programme.correct", json!({ "programme": programme, "what": what }));
    laptop.undo(laptop.last("programme.correct"));
    assert_eq!(laptop.ask("programme.open", json!({ "programme": programme }))["what"], before);
    laptop.propose(&awa, &programme);
    assert_eq!(laptop.undo_refused(added), changed_since("referral.propose"));
}

#[test]
fn what_has_no_way_back_is_not_offered() {
    let laptop = laptop();
    assert_eq!(laptop.undoable(), Vec::<Value>::new(), "the making of a vault is not undone");
    assert_eq!(laptop.undo_refused(1), refusal("never_undone", json!({ "act": "session.create" })));
    assert_eq!(laptop.undo_refused(999)["code"], "not_found");
    let awa = laptop.add("Awa", "Diallo", json!({}));
    for _ in 0..25 {
        laptop.note(&awa, "Vue au local.");
    }
    assert_eq!(laptop.undoable().len(), 20);
    let laptop = laptop.restarted();
    laptop.unlock();
    assert_eq!(laptop.undoable().len(), 20, "of the session before as well");
    laptop.undo(laptop.undoable()[0]["position"].as_u64().unwrap());
    assert_eq!(count(&laptop.open(&awa)["timeline"]), 25);
}
