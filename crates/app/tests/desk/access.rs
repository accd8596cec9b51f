//! The journal of accesses: who looked at whose file, and why where somebody else follows the person.

use serde_json::{Value, json};

use crate::laptop::{Laptop, PASSPHRASE, WORKER, laptop, refusal};

impl Laptop {
    fn accesses(&self, filter: Value) -> Vec<Value> {
        let page = self.ask("access.list", json!({ "filter": filter, "offset": 0, "limit": 200 }));
        assert_eq!(page["total"], page["lines"].as_array().unwrap().len());
        page["lines"].as_array().unwrap().clone()
    }

    fn kinds(&self, filter: Value) -> Vec<String> {
        self.accesses(filter).iter().map(|line| line["kind"].as_str().unwrap().to_owned()).collect()
    }
}

#[test]
fn opening_printing_and_exporting_are_noted_and_a_screen_that_rereads_is_not() {
    let laptop = laptop();
    let awa = laptop.add("Awa", "Diallo", json!({}));
    let bruno = laptop.add("Bruno", "Caron", json!({}));
    for _ in 0..5 {
        laptop.open(&awa);
    }
    laptop.open(&bruno);
    laptop.ask("access.printed", json!({ "person": awa }));
    laptop.ask("vault.export", json!({ "passphrase": PASSPHRASE }));
    laptop.ask("search", json!({ "text": "awa", "aside": true }));
    laptop.ask("search", json!({ "text": "awa d", "aside": true }));
    assert_eq!(laptop.kinds(json!({})), ["searched", "exported", "printed", "opened", "opened"]);
    assert_eq!(laptop.kinds(json!({ "person": awa })), ["printed", "opened"]);
    assert_eq!(laptop.kinds(json!({ "kind": "exported" })), ["exported"]);
    let line = laptop.accesses(json!({ "person": bruno }))[0].clone();
    assert_eq!((&line["worker"], &line["person_name"]), (&json!(WORKER), &json!("Bruno Caron")));
    let laptop = laptop.restarted();
    laptop.unlock();
    assert_eq!(laptop.kinds(json!({})).len(), 5, "a lock loses none");
    laptop.open(&awa);
    assert_eq!(laptop.kinds(json!({ "person": awa })).len(), 3, "after a lock it is another look");
    laptop.assert_sound("with a journal of accesses");
}

#[test]
fn the_file_of_a_colleague_opens_for_a_reason_that_holds_for_the_day() {
    let laptop = laptop();
    let awa = laptop.add("Awa", "Diallo", json!({}));
    laptop.open(&awa);
    let karim = laptop.colleague("Karim Haddad");
    laptop.ask("case.hand_over", json!({ "person": awa, "to": karim, "note": "", "on": null }));
    let asked = refusal("why_missing", json!({ "person": awa, "outside": true, "limited": false }));
    assert_eq!(laptop.refused("person.open", json!({ "person": awa })), asked);
    let why = |reason: &str, words: &str| json!({ "person": awa, "reason": reason, "words": words });
    assert_eq!(laptop.refused("access.say_why", why("other", " ")), refusal("reason_missing", json!({})));
    laptop.ask("access.say_why", why("other", "Karim est en congé"));
    laptop.ask("person.open", json!({ "person": awa }));
    laptop.ask("person.open", json!({ "person": awa }));
    let said = &laptop.accesses(json!({ "kind": "why" }))[0];
    assert_eq!((&said["reason"], &said["words"]), (&json!("other"), &json!("Karim est en congé")));
    laptop.assert_sound("after a reason");
}

#[test]
fn whoever_nobody_follows_is_read_without_a_reason() {
    let laptop = laptop();
    let path = laptop.list("liste.csv", "Nom;Prénom\nCaron;Bruno\n");
    drop(path);
    let bruno = laptop.add("Bruno", "Caron", json!({}));
    laptop.ask("person.open", json!({ "person": bruno }));
}

#[test]
fn one_reason_opens_the_file_its_referrals_and_the_questionnaire_of_the_fund() {
    let laptop = laptop();
    let awa = laptop.add("Awa", "Diallo", json!({}));
    let cfa = laptop.provider("CFA des Deux Rives");
    let referral = laptop.propose(&awa, &laptop.programme(&cfa, "CAP Carrosserie", json!({})));
    let participation = laptop.takes_part(&laptop.fund_operation("Vers l'emploi"), &awa);
    let parts = [
        ("person.open", json!({ "person": awa })),
        ("referral.open", json!({ "referral": referral })),
        ("participation.open", json!({ "participation": participation })),
    ];
    for (call, request) in &parts {
        laptop.ask(call, request.clone());
    }
    let karim = laptop.colleague("Karim Haddad");
    laptop.ask("case.hand_over", json!({ "person": awa, "to": karim, "note": "", "on": null }));
    let laptop = laptop.restarted();
    laptop.unlock();
    let looks = laptop.kinds(json!({ "person": awa, "kind": "opened" })).len();
    let asked = refusal("why_missing", json!({ "person": awa, "outside": true, "limited": false }));
    for (call, request) in &parts {
        assert_eq!(laptop.refused(call, request.clone()), asked, "{call}");
    }
    assert_eq!(laptop.kinds(json!({ "person": awa, "kind": "opened" })).len(), looks, "nothing was seen");
    laptop.ask("access.say_why", json!({ "person": awa, "reason": "together", "words": "" }));
    for (call, request) in parts.iter().rev() {
        laptop.ask(call, request.clone());
    }
    assert_eq!(
        laptop.kinds(json!({ "person": awa, "kind": "opened" })).len(),
        looks + 1,
        "one look at one file"
    );
    laptop.assert_sound("after a reason for all of it");
}

#[test]
fn the_questionnaire_of_a_limited_file_asks_why_too() {
    let laptop = laptop();
    let awa = laptop.add("Awa", "Diallo", json!({}));
    let participation = laptop.takes_part(&laptop.fund_operation("Vers l'emploi"), &awa);
    let request = laptop.asks(&awa, "limitation", json!(null));
    laptop.answers(&request, "granted", "");
    let asked = refusal("why_missing", json!({ "person": awa, "outside": false, "limited": true }));
    assert_eq!(laptop.refused("participation.open", json!({ "participation": participation })), asked);
}
