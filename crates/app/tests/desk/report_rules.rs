//! What counts as a positive exit: rules with a name and a day, that the team writes down and figures follow.

use std::sync::atomic::{AtomicU32, Ordering};

use chrono::{DateTime, TimeZone as _, Utc};
use serde_json::{Value, json};

use crate::laptop::{Laptop, days_ago, laptop, laptop_at, refusal};
use crate::report::sheet;

fn outcomes(from: &str, to: &str) -> Value {
    json!({ "what": { "report": "outcomes" }, "period": { "from": from, "to": to }, "mine": false })
}

fn this_year() -> Value {
    outcomes("2026-01-01", "2026-12-31")
}

fn leaves(laptop: &Laptop, name: &str, exit: &str, on: &str) -> String {
    let person = laptop.add(name, "Diallo", json!({}));
    laptop.ask(
        "case.move",
        json!({
            "person": person, "to": "left", "on": on, "reason": "", "exit": exit, "situation": null, "remind": null,
        }),
    );
    person
}

/// The rows of a table: what they are called, from when, and how many of how many are positive.
fn rows(laptop: &Laptop, ask: &Value, table: &str) -> Vec<(String, u64, u64)> {
    let report = laptop.report(ask);
    let tables = report["tables"].as_array().unwrap();
    let found = tables.iter().find(|one| one["table"] == table).unwrap();
    let rows = found["rows"].as_array().unwrap().iter();
    rows.map(|row| {
        let name = row["name"].as_str().or(row["key"].as_str()).unwrap().to_owned();
        (name, row["counts"][0].as_u64().unwrap(), row["counts"][1].as_u64().unwrap())
    })
    .collect()
}

fn row(name: &str, exits: u64, positive: u64) -> (String, u64, u64) {
    (name.to_owned(), exits, positive)
}

/// The day of September on which this story stands.
static DAY: AtomicU32 = AtomicU32::new(1);

fn clock() -> DateTime<Utc> {
    Utc.with_ymd_and_hms(2026, 9, DAY.load(Ordering::SeqCst), 10, 0, 0).unwrap()
}

#[test]
fn each_exit_is_counted_by_the_rule_of_its_day_and_a_former_period_keeps_its_own() {
    let laptop = laptop_at(clock);
    leaves(&laptop, "Awa", "handed", "2026-09-01");
    DAY.store(20, Ordering::SeqCst);
    leaves(&laptop, "Bruno", "handed", "2026-09-20");
    leaves(&laptop, "Chloé", "job", "2026-09-20");
    let (before, after) = ("2026-09-10".to_owned(), "2026-09-20".to_owned());
    let former = outcomes("2026-09-01", "2026-09-09");
    let counted = rows(&laptop, &former, "rules");
    assert_eq!(counted, [row("Passerelle 1", 1, 0)], "handed over is none of the house's");

    let rule = laptop.outcome_rule("Région 2026", &before, &["handed", "job"]);
    assert_eq!(rows(&laptop, &former, "rules"), counted, "a former period keeps its rule");
    let recent = outcomes(&before, &after);
    assert_eq!(rows(&laptop, &recent, "rules"), [row("Région 2026", 2, 2)]);
    let whole = outcomes("2026-09-01", &after);
    assert_eq!(rows(&laptop, &whole, "rules"), [row("Passerelle 1", 1, 0), row("Région 2026", 2, 2)]);
    let report = laptop.report(&whole);
    let said: Vec<&Value> = report["rules"].as_array().unwrap().iter().map(|rule| &rule["name"]).collect();
    assert_eq!(said, ["Passerelle 1", "Région 2026"], "beside the figure, the one that began first on top");
    assert_eq!(report["rules"][1]["from"], json!(before));
    let list = laptop.behind(&whole, "rules", Some(&rule), "positive");
    assert_eq!(list["total"], 2);

    let what = json!({ "name": "Région 2026", "from": before, "of": { "of": "all" }, "positive": ["job"] });
    laptop.ask("outcome_rule.correct", json!({ "rule": rule, "what": what }));
    assert_eq!(rows(&laptop, &recent, "rules"), [row("Région 2026", 2, 1)], "a slip of the pen");
    laptop.undo_last();
    assert_eq!(rows(&laptop, &recent, "rules"), [row("Région 2026", 2, 2)]);
    laptop.ask("outcome_rule.remove", json!({ "rule": rule }));
    assert_eq!(rows(&laptop, &recent, "rules"), [row("Passerelle 1", 2, 1)]);
    laptop.undo_last();
    let history = laptop.ask("history.of_outcome_rules", json!({ "offset": 0, "limit": 50 }));
    let acts: Vec<&str> =
        history["lines"].as_array().unwrap().iter().map(|line| line["act"].as_str().unwrap()).collect();
    let written = ["undo", "outcome_rule.remove", "undo", "outcome_rule.correct", "outcome_rule.add"];
    assert_eq!(acts, written);
    laptop.assert_sound("after rules");
}

#[test]
fn a_rule_of_one_programme_stands_above_that_of_its_kind() {
    let laptop = laptop();
    let awa = leaves(&laptop, "Awa", "handed", &days_ago(0));
    let school = laptop.provider("École de la deuxième chance");
    let e2c = laptop.programme(&school, "E2C", json!({ "kind": "training" }));
    laptop.ask("case.reopen", json!({ "person": awa, "reason": "Elle revient" }));
    let referral = laptop.propose(&awa, &e2c);
    laptop
        .ask("referral.send", json!({ "referral": referral, "on": null, "note": "", "agreement": "person" }));
    for to in ["accepted", "started"] {
        laptop.ask(
            "referral.move",
            json!({ "referral": referral, "to": to, "on": null, "reason": null, "note": "" }),
        );
    }
    laptop.ask(
        "case.move",
        json!({
            "person": awa, "to": "left", "on": null, "reason": "", "exit": "handed", "situation": null, "remind": null,
        }),
    );
    let of_kind = json!({ "of": "kind", "kind": "training" });
    let of_programme = json!({ "of": "programme", "programme": e2c });
    for (name, of, positive) in [("Formations", of_kind, ["job"]), ("E2C", of_programme, ["handed"])] {
        let what = json!({ "name": name, "from": "2026-01-01", "of": of, "positive": positive });
        laptop.ask("outcome_rule.add", json!({ "what": what }));
        assert_eq!(rows(&laptop, &this_year(), "rules"), [row(name, 1, u64::from(name == "E2C"))]);
    }
    let listed = laptop.ask("outcome_rule.list", json!({}));
    let of_e2c = listed["rules"].as_array().unwrap().iter().find(|rule| rule["what"]["name"] == "E2C");
    assert_eq!(of_e2c.unwrap()["programme_name"], "E2C");
    assert_eq!(listed["house"]["name"], "Passerelle 1");
}

#[test]
fn a_rule_that_says_nothing_is_refused_and_a_file_says_by_which_one_it_counted() {
    let laptop = laptop();
    leaves(&laptop, "Awa", "job", &days_ago(0));
    let what = json!({ "name": "Vide", "from": "2026-01-01", "of": { "of": "all" }, "positive": [] });
    let refused = laptop.refused("outcome_rule.add", json!({ "what": what }));
    assert_eq!(refused, refusal("unreadable", json!({ "field": "positive" })));
    laptop.outcome_rule("CEJ, 2026", "2026-01-01", &["job", "training"]);
    let path = laptop.written("sorties", &this_year(), "xlsx", false);
    let by_rule = sheet(&path, 3);
    assert_eq!(by_rule[0], ["Règle de sortie positive", "Sorties", "Sorties positives"]);
    assert_eq!(by_rule[1], ["CEJ, 2026, depuis le 01/01/2026", "1", "1"]);
    let explained = sheet(&path, 4);
    let line = "Sortie positive selon la règle «\u{a0}CEJ, 2026\u{a0}», depuis le 01/01/2026\u{a0}: formation, emploi.";
    assert!(explained.iter().any(|row| row[1] == line), "{explained:?}");
    let masked = sheet(&laptop.written("masque", &this_year(), "xlsx", true), 1);
    assert!(
        masked[1..].iter().flat_map(|row| &row[1..]).all(|cell| cell.parse::<u32>().is_err()),
        "{masked:?}"
    );
}
