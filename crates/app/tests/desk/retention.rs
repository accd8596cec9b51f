//! Keeping: what is past its day is shown, and somebody decides.

use chrono::{DateTime, Utc};
use serde_json::{Value, json};

use crate::laptop::{Laptop, days_ago, id, in_days, laptop, laptop_at, refusal};

impl Laptop {
    /// Somebody who was last seen so long ago.
    fn seen(&self, given: &str, days: u64) -> String {
        let who = json!({ "given_name": given, "family_name": "Caron" });
        let request = json!({ "who": who, "origin": "spontaneous", "origin_detail": "", "note": "" });
        let person = id(&self.ask("person.add", request), "person");
        let call = json!({
            "person": person, "kind": "call", "initiative": "person", "result": "reached", "on": days_ago(days),
            "place": "", "note": "",
        });
        self.ask("encounter.record", call);
        person
    }

    fn review(&self) -> Value {
        self.ask("retention.review", json!({}))
    }

    fn past(&self) -> Vec<String> {
        let files = self.review()["review"]["files"].clone();
        files.as_array().unwrap().iter().map(|file| file["name"].as_str().unwrap().to_owned()).collect()
    }

    fn decide(&self, person: &str, keeping: &str, until: Value) {
        let request =
            json!({ "person": person, "keeping": keeping, "until": until, "reason": "Recours en cours" });
        self.ask("retention.decide", request);
    }
}

#[test]
fn files_past_two_years_are_shown_with_the_rule_and_what_stands_against() {
    let laptop = laptop();
    laptop.seen("Bruno", 300);
    let zelie = laptop.seen("Zélie", 740);
    assert_eq!(laptop.past(), ["Zélie Caron"]);
    laptop.asks(&zelie, "access", json!(null));
    let file = laptop.review()["review"]["files"][0].clone();
    assert_eq!(file["past"]["counted_from"], "last_contact");
    assert_eq!((&file["past"]["rule"], &file["past"]["months"]), (&json!("2026-11"), &json!(24)));
    assert_eq!((&file["past"]["since"], &file["obstacles"]), (&json!(days_ago(740)), &json!(["right_open"])));
    assert_eq!(laptop.open(&zelie)["archived"], false, "nothing was decided by the review");
}

#[test]
fn what_is_kept_for_a_reason_comes_back_once_its_day_has_passed() {
    let laptop = laptop();
    let zelie = laptop.seen("Zélie", 740);
    let keep = |until: Value, reason: &str| json!({ "person": zelie, "keeping": "keep", "until": until, "reason": reason });
    let refused = laptop.refused("retention.decide", keep(json!(in_days(30)), ""));
    assert_eq!(refused, refusal("reason_missing", json!({})));
    let refused = laptop.refused("retention.decide", keep(json!(in_days(900)), "x"));
    assert_eq!(refused["refusal"]["refusal"], "too_late");
    laptop.decide(&zelie, "keep", json!(in_days(30)));
    assert_eq!(laptop.past(), Vec::<String>::new());
}

#[test]
fn an_archived_file_is_out_of_sight_and_back_at_any_time() {
    let laptop = laptop();
    let zelie = laptop.seen("Zélie", 740);
    laptop.decide(&zelie, "archive", json!(null));
    assert_eq!(laptop.found("zélie"), Vec::<String>::new());
    let asked = laptop.ask("search", json!({ "text": "zélie", "aside": true }));
    assert_eq!(asked[0]["name"], "Zélie Caron", "only when asked");
    assert_eq!(laptop.review()["aside"][0]["archived"], true);
    let day = laptop.ask("today.show", json!({}));
    assert_eq!(day["quiet_total"], 0);
    let alike =
        json!({ "given_name": "Zélie", "family_name": "Caron", "birth": "", "phone": "", "email": "" });
    assert_eq!(laptop.ask("person.candidates", alike).as_array().unwrap().len(), 1, "no double by oversight");
    assert_eq!(laptop.past(), ["Zélie Caron"], "it is still to be erased one day");
    laptop.decide(&zelie, "return", json!(null));
    assert_eq!(laptop.found("zélie"), ["Zélie Caron"]);
    laptop.assert_sound("after an archive and back");
}

#[test]
fn the_day_after_the_last_one_counts_by_the_calendar() {
    fn clock() -> DateTime<Utc> {
        "2026-11-24T11:00:00Z".parse().unwrap()
    }
    let laptop = laptop_at(clock);
    // Two years to the day, and one day more.
    laptop.seen("Bruno", 730);
    laptop.seen("Zélie", 731);
    assert_eq!(laptop.past(), ["Zélie Caron"]);
}
