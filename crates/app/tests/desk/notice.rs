//! What people were told about their file.

use serde_json::{Value, json};

use crate::laptop::{Laptop, WORKER, aged, days_ago, in_days, laptop, refusal};

fn tell(person: &str, to: &str, on: Value) -> Value {
    json!({ "person": person, "told_on": on, "told_to": to, "way": "oral" })
}

fn untold(laptop: &Laptop, person: &str) -> Value {
    let file = laptop.open(person);
    let signals = file["signals"].as_array().unwrap();
    signals.iter().find(|signal| signal["signal"] == "untold").map_or(Value::Null, |one| one["who"].clone())
}

#[test]
fn noe_and_then_his_mother_are_told() {
    let laptop = laptop();
    let noe = laptop.add("Noé", "Fontaine", json!({ "birth": aged(16), "guardian_name": "Mme Fontaine" }));
    assert_eq!(untold(&laptop, &noe), "both");
    laptop.ask("notice.record", tell(&noe, "person", json!(days_ago(4))));
    assert_eq!(untold(&laptop, &noe), "representative");
    laptop.ask("notice.record", tell(&noe, "representative", json!(null)));
    assert_eq!(untold(&laptop, &noe), Value::Null);
    let notices = laptop.open(&noe)["notices"].clone();
    let told: Vec<_> = notices.as_array().unwrap().iter().map(|notice| notice["told_to"].clone()).collect();
    assert_eq!(told, ["representative", "person"], "the latest first");
    assert_eq!(notices[0]["told_on"], days_ago(0));
    assert_eq!(notices[0]["author"], WORKER);
    assert_eq!(notices[0]["text_version"], "2026-11");
    laptop.assert_sound("after a notice");
}

#[test]
fn nobody_was_told_tomorrow() {
    let laptop = laptop();
    let awa = laptop.add("Awa", "Diallo", json!({ "birth": aged(19) }));
    let refused = laptop.refused("notice.record", tell(&awa, "person", json!(in_days(1))));
    assert_eq!(refused, refusal("in_the_future", json!({ "field": "told_on" })));
    let refused = laptop.refused("notice.record", tell(&awa, "person", json!("0001-01-01")));
    assert_eq!(refused, refusal("unreadable", json!({ "field": "told_on" })));
    assert_eq!(laptop.open(&awa)["notices"], json!([]));
    assert_eq!(untold(&laptop, &awa), "person");
}

#[test]
fn a_notice_written_to_the_wrong_person_is_taken_out_and_can_come_back() {
    let laptop = laptop();
    let awa = laptop.add("Awa", "Diallo", json!({ "birth": aged(19) }));
    let notice = laptop.ask("notice.record", tell(&awa, "person", json!(null)))["notice"].clone();
    let told = laptop.open(&awa);
    laptop.ask("notice.remove", json!({ "notice": notice }));
    let file = laptop.open(&awa);
    assert_eq!(file["notices"], json!([]));
    assert_eq!(file["signals"], json!([{ "signal": "untold", "who": "person" }]), "she has to be told");
    assert_eq!(laptop.refused("notice.remove", json!({ "notice": notice }))["code"], "not_found");
    let position = laptop.ask("undo.last", json!({}))[0]["position"].clone();
    laptop.ask("undo.do", json!({ "position": position }));
    assert_eq!(laptop.open(&awa), told);
    laptop.assert_sound("after a notice came back");
}
