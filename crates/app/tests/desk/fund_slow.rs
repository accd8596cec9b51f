//! The indicators of the European Social Fund Plus, held against the questionnaires that the screens show.

use std::collections::BTreeMap;

use chrono::{Months, NaiveDate};
use serde_json::{Value, json};

use crate::fund::{answer, open, undo};
use crate::laptop::{Laptop, PASSPHRASE, aged, days_ago, fund_answers, laptop};

/// A fixed row of draws, so that a failure is the same again.
struct Draws(u64);

impl Draws {
    fn below(&mut self, bound: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % bound
    }

    fn of(&mut self, values: &[&str]) -> Value {
        json!(values[usize::try_from(self.below(values.len() as u64)).unwrap()])
    }

    fn perhaps(&mut self, value: Value) -> Value {
        if self.below(7) == 0 { Value::Null } else { value }
    }

    fn flag(&mut self) -> Value {
        let flag = self.below(2) == 0;
        self.perhaps(json!(flag))
    }

    /// All that can be answered, of somebody who came so many days ago.
    fn answers(&mut self, entered: u64) -> Value {
        let told = ["yes", "no", "refused", "missing"];
        let sex = self.of(&["female", "male", "other"]);
        let labour = self.of(&["unemployed", "inactive", "employed"]);
        let levels = ["none", "level_3", "level_4", "level_5", "level_6", "level_7", "higher"];
        let age = u32::try_from(15 + self.below(45)).unwrap();
        let mut what = fund_answers(entered, "female", &aged(age));
        what["entry"]["unemployed_since"] =
            if labour == "unemployed" { json!(days_ago(entered + self.below(600))) } else { Value::Null };
        what["entry"]["sex"] = self.perhaps(sex);
        what["entry"]["labour"] = if labour == "unemployed" { labour } else { self.perhaps(labour) };
        let level = self.of(&levels);
        what["entry"]["level"] = self.perhaps(level);
        what["entry"]["in_education"] = self.flag();
        what["entry"]["rural"] = self.flag();
        for field in ["disability", "third_country", "foreign_background", "minority", "housing"] {
            what["entry"][field] = self.of(&told);
        }
        if self.below(4) > 0 {
            let left = entered - self.below(60);
            what["left_on"] = json!(days_ago(left));
            let labour = self.of(&["unemployed", "inactive", "employed"]);
            what["exit"] = json!({
                "exit_on": days_ago(left - self.below(40)), "labour": self.perhaps(labour), "searching": self.flag(),
                "in_education": self.flag(), "qualified": self.flag(),
            });
        }
        what
    }
}

/// Whether an indicator holds by the answers that the screen shows: none where nobody can tell, or somebody refused.
fn holds(code: &str, what: &Value) -> Option<bool> {
    let (entry, exit) = (&what["entry"], &what["exit"]);
    let day = |value: &Value| value.as_str().and_then(|day| day.parse::<NaiveDate>().ok());
    let entered = day(&what["entered_on"]).unwrap();
    let age = entered.years_since(day(&entry["birth"]).unwrap()).unwrap();
    let among = |field: &str, of: &[&str]| entry[field].as_str().map(|told| of.contains(&told));
    let told = |field: &str| match entry[field].as_str().unwrap() {
        "yes" => Some(true),
        "no" => Some(false),
        _ => None,
    };
    let both = |one: Option<bool>, other: Option<bool>| match (one, other) {
        (Some(false), _) | (_, Some(false)) => Some(false),
        (Some(true), Some(true)) => Some(true),
        _ => None,
    };
    let left = day(&what["left_on"]);
    let soon = left.is_some_and(|left| day(&exit["exit_on"]).is_some_and(|on| (on - left).num_days() <= 28));
    let after = |answer: Option<bool>| if soon { answer } else { None };
    let result = |before: Option<bool>, now: Option<bool>| match left {
        None => Some(false),
        Some(_) => both(before, after(now)),
    };
    match code {
        "EECO01" => Some(true),
        "EECO02" => among("labour", &["unemployed"]),
        "EECO03" => {
            let limit = Months::new(if age < 25 { 6 } else { 12 });
            let long = day(&entry["unemployed_since"]).map(|since| entered > since + limit);
            both(among("labour", &["unemployed"]), long)
        }
        "EECO04" => among("labour", &["inactive"]),
        "EECO05" => among("labour", &["employed"]),
        "EECO06" => Some(age < 18),
        "EECO07" => Some((18..30).contains(&age)),
        "EECO08" => Some(age >= 55),
        "EECO09" => among("level", &["none"]),
        "EECO10" => among("level", &["level_3", "level_4"]),
        "EECO11" => among("level", &["level_5", "level_6", "level_7", "higher"]),
        "EECO12" => told("disability"),
        "EECO13" => told("third_country"),
        "EECO14" => told("foreign_background"),
        "EECO15" => told("minority"),
        "EECO16" => told("housing"),
        "EECO17" => entry["rural"].as_bool(),
        "EECR01" => result(among("labour", &["inactive"]), exit["searching"].as_bool()),
        "EECR02" => result(entry["in_education"].as_bool().map(|was| !was), exit["in_education"].as_bool()),
        "EECR03" => result(Some(true), exit["qualified"].as_bool()),
        "EECR04" => {
            let now = exit["labour"].as_str().map(|labour| labour == "employed");
            result(among("labour", &["unemployed", "inactive"]), now)
        }
        "EECR05" => result(among("labour", &["unemployed", "inactive"]), None),
        "EECR06" => result(among("labour", &["employed"]), None),
        other => panic!("{other} is no indicator"),
    }
}

/// Counted from the questionnaires that the screens show, one after the other, in two operations with people in common.
#[test]
fn indicators_are_what_reading_every_questionnaire_gives() {
    let laptop = laptop();
    let operations = [laptop.fund_operation("Vers l'emploi"), laptop.fund_operation("Vers la qualification")];
    let mut draws = Draws(2026);
    for at in 0..24 {
        let person = laptop.add(&format!("Personne {at}"), "Diop", json!({ "birth": aged(20) }));
        for operation in operations.iter().take(1 + at % 2) {
            let participation = laptop.takes_part(operation, &person);
            let entered = 100 + draws.below(190);
            answer(&laptop, &participation, &draws.answers(entered));
        }
    }
    for (operation, count) in operations.iter().zip([24, 12]) {
        let all = json!({ "operation": operation, "of": { "list": "all" }, "offset": 0, "limit": 50 });
        let lines = laptop.ask("fund.people", all)["lines"].as_array().unwrap().clone();
        assert_eq!(lines.len(), count);
        let (mut slow, mut untold) = (BTreeMap::<(String, &str), u64>::new(), BTreeMap::<String, u64>::new());
        let file = open(&laptop, operation);
        for shown in file["figures"].as_array().unwrap() {
            let code = shown["code"].as_str().unwrap();
            for line in &lines {
                let asked = json!({ "participation": line["participation"] });
                let view = laptop.ask("participation.open", asked);
                // A single day is not taking part.
                if view["what"]["entered_on"] == view["what"]["left_on"] {
                    continue;
                }
                let gender = match view["what"]["entry"]["sex"].as_str() {
                    Some("female") => "women",
                    Some("male") => "men",
                    Some(_) => "non_binary",
                    None => "untold",
                };
                match holds(code, &view["what"]) {
                    Some(true) => *slow.entry((code.to_owned(), gender)).or_default() += 1,
                    Some(false) => {}
                    None => *untold.entry(code.to_owned()).or_default() += 1,
                }
            }
            let figure = &shown["figure"];
            for (gender, found) in figure["counts"].as_object().unwrap() {
                let expected = slow.get(&(code.to_owned(), gender.as_str())).copied().unwrap_or(0);
                assert_eq!(json!(expected), *found, "{code} {gender}");
            }
            let found = figure["refused"].as_u64().unwrap() + figure["unknown"].as_u64().unwrap();
            assert_eq!(untold.get(code).copied().unwrap_or(0), found, "{code}");
        }
        assert!(slow.len() > 30, "little was counted: {slow:?}");
    }
}

/// Everything that is told of the operations, in one answer.
fn told(laptop: &Laptop, operations: &[String]) -> Value {
    let of = |operation: &String| {
        let all = json!({ "operation": operation, "of": { "list": "all" }, "offset": 0, "limit": 50 });
        json!([open(laptop, operation), laptop.ask("fund.people", all)])
    };
    json!([laptop.ask("fund.list", json!({})), operations.iter().map(of).collect::<Vec<_>>()])
}

#[test]
fn what_each_act_changes_is_what_a_vault_opened_anew_tells() {
    let laptop = laptop();
    let operations = [laptop.fund_operation("Vers l'emploi"), laptop.fund_operation("Vers la qualification")];
    let [awa, hawa, bruno, chloé] =
        ["Awa", "Hawa", "Bruno", "Chloé"].map(|name| laptop.add(name, "Diop", json!({ "birth": aged(20) })));
    let mut draws = Draws(7);
    let mut last = told(&laptop, &operations);
    let mut acts = 0;
    let mut follow = |what: &str| {
        let followed = told(&laptop, &operations);
        assert_ne!(followed, last, "{what} changes nothing");
        laptop.ask("session.lock", json!({}));
        laptop.unlock();
        last = told(&laptop, &operations);
        assert_eq!(followed, last, "{what}");
        acts += 1;
    };
    let in_first = laptop.takes_part(&operations[0], &awa);
    follow("joining");
    for person in [&hawa, &bruno, &chloé] {
        laptop.takes_part(&operations[0], person);
        laptop.takes_part(&operations[1], person);
    }
    follow("several who join two");
    answer(&laptop, &in_first, &draws.answers(200));
    follow("an answer");
    laptop.ask("person.merge", json!({ "kept": awa, "other": hawa }));
    follow("two files that are one person's");
    undo(&laptop);
    follow("their parting");
    laptop.ask("participation.remove", json!({ "participation": in_first }));
    follow("taking out");
    undo(&laptop);
    follow("bringing back");
    laptop.ask("person.erase", json!({ "person": bruno, "passphrase": PASSPHRASE }));
    follow("erasing");
    let who = json!({ "given_name": "Zoé", "family_name": "Diop", "birth": aged(20) });
    laptop.ask("person.correct", json!({ "person": chloé, "who": who }));
    follow("another name, another place in the list");
    assert_eq!(acts, 9);
}
