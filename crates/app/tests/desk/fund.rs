//! The accounts to the European Social Fund Plus: who takes part, what is missing, what is counted, what leaves.

use std::collections::BTreeMap;

use chrono::{Months, NaiveDate};
use passerelle_formats::report::Limits;
use passerelle_formats::table::Cell;
use serde_json::{Value, json};

use crate::laptop::{Laptop, PASSPHRASE, aged, days_ago, fund_answers, fund_form, in_days, laptop, refusal};

fn open(laptop: &Laptop, operation: &str) -> Value {
    laptop.ask("fund.open", json!({ "operation": operation }))
}

fn answer(laptop: &Laptop, participation: &str, what: &Value) {
    laptop.ask("participation.answer", answering(participation, what));
}

fn answering(participation: &str, what: &Value) -> Value {
    let remind = json!({ "four_weeks": "Demander la situation", "six_months": "Demander encore" });
    json!({ "participation": participation, "what": what, "remind": remind })
}

fn people(laptop: &Laptop, operation: &str, of: Value) -> Vec<String> {
    let page =
        laptop.ask("fund.people", json!({ "operation": operation, "of": of, "offset": 0, "limit": 50 }));
    let lines = page["lines"].as_array().unwrap();
    assert_eq!(page["total"], lines.len());
    lines.iter().map(|line| line["person"]["given_name"].as_str().unwrap().to_owned()).collect()
}

fn figure(file: &Value, code: &str) -> Value {
    let figures = file["figures"].as_array().unwrap();
    figures.iter().find(|figure| figure["code"] == code).unwrap()["figure"].clone()
}

fn undo(laptop: &Laptop) {
    let position = laptop.ask("undo.last", json!({}))[0]["position"].clone();
    laptop.ask("undo.do", json!({ "position": position }));
}

#[test]
fn what_the_file_says_begins_the_questionnaire_and_stays_as_it_was_declared() {
    let laptop = laptop();
    let awa = laptop.add("Awa", "Diop", json!({ "birth": aged(19), "sex": "female" }));
    let operation = laptop.fund_operation("Vers l'emploi");
    let participation = laptop.takes_part(&operation, &awa);
    let view = laptop.ask("participation.open", json!({ "participation": participation }));
    assert_eq!(view["what"]["entry"]["sex"], "female");
    assert_eq!(view["what"]["entry"]["birth"], aged(19));
    assert!(view["missing"].as_array().unwrap().contains(&json!("housing")));
    let who = laptop.open(&awa)["who"].clone();
    let mut corrected = who.clone();
    corrected["birth"] = json!(aged(20));
    laptop.ask("person.correct", json!({ "person": awa, "who": corrected }));
    let view = laptop.ask("participation.open", json!({ "participation": participation }));
    assert_eq!(view["what"]["entry"]["birth"], aged(19), "as it was declared at the entry");
}

#[test]
fn every_figure_opens_its_list_and_a_refusal_is_a_complete_answer() {
    let laptop = laptop();
    let operation = laptop.fund_operation("Vers l'emploi");
    for (given, sex) in [("Awa", "female"), ("Bruno", "male"), ("Camille", "other")] {
        let person = laptop.add(given, "Diop", json!({ "birth": aged(19) }));
        let participation = laptop.takes_part(&operation, &person);
        answer(&laptop, &participation, &fund_answers(10, sex, &aged(19)));
    }
    let driss = laptop.add("Driss", "Benali", json!({ "birth": aged(17), "sex": "male" }));
    laptop.takes_part(&operation, &driss);
    let file = open(&laptop, &operation);
    let counts = json!({ "women": 1, "men": 2, "non_binary": 1, "untold": 0 });
    assert_eq!(figure(&file, "EECO01")["counts"], counts);
    let minority = figure(&file, "EECO15");
    assert_eq!((&minority["refused"], &minority["unknown"]), (&json!(3), &json!(1)));
    assert_eq!(file["completeness"]["incomplete"], 1, "whoever refused is complete; Driss was not asked");
    assert_eq!(file["completeness"]["reliability"], "warn", "a quarter, over a fifth");
    for shown in file["figures"].as_array().unwrap() {
        let (code, figure) = (&shown["figure"]["indicator"], &shown["figure"]);
        let list = |of: Value| people(&laptop, &operation, of).len();
        let total: u64 = figure["counts"].as_object().unwrap().values().map(|n| n.as_u64().unwrap()).sum();
        assert_eq!(
            list(json!({ "list": "holds", "indicator": code, "gender": null })) as u64,
            total,
            "{code}"
        );
        for (gender, count) in figure["counts"].as_object().unwrap() {
            let found = list(json!({ "list": "holds", "indicator": code, "gender": gender }));
            assert_eq!(json!(found), *count, "{code} {gender}");
        }
        assert_eq!(json!(list(json!({ "list": "refused", "indicator": code }))), figure["refused"]);
        assert_eq!(json!(list(json!({ "list": "unknown", "indicator": code }))), figure["unknown"]);
        assert!(shown["to_check"].as_bool().unwrap() && !shown["rule"]["fr"].as_str().unwrap().is_empty());
    }
    assert_eq!(people(&laptop, &operation, json!({ "list": "incomplete" })), ["Driss"]);
    laptop.assert_sound("after answers to the fund");
}

#[test]
fn over_thirty_five_percent_incomplete_is_costly() {
    let laptop = laptop();
    let operation = laptop.fund_operation("Vers l'emploi");
    for given in ["Awa", "Bruno", "Carla"] {
        let person = laptop.add(given, "Diop", json!({}));
        let participation = laptop.takes_part(&operation, &person);
        if given == "Awa" {
            answer(&laptop, &participation, &fund_answers(10, "female", &aged(19)));
        }
    }
    let listed = laptop.ask("fund.list", json!({}));
    assert_eq!(listed[0]["completeness"]["percent"], 66);
    assert_eq!(listed[0]["completeness"]["reliability"], "costly");
}

#[test]
fn nobody_joins_twice_and_whoever_comes_back_goes_on() {
    let laptop = laptop();
    let awa = laptop.add("Awa", "Diop", json!({ "birth": aged(19) }));
    let operation = laptop.fund_operation("Vers l'emploi");
    let participation = laptop.takes_part(&operation, &awa);
    let join = json!({ "person": awa, "operation": operation, "on": null });
    let since = json!({ "since": days_ago(10) });
    assert_eq!(laptop.refused("participation.join", join.clone()), refusal("already_takes_part", since));
    let mut what = fund_answers(10, "female", &aged(19));
    what["left_on"] = json!(days_ago(3));
    what["left_reason"] = json!("dropped");
    what["exit"] = json!({
        "exit_on": days_ago(3), "labour": "inactive", "searching": false, "in_education": false, "qualified": false,
    });
    answer(&laptop, &participation, &what);
    let back = laptop.ask("participation.join", join);
    assert_eq!(back, json!({ "participation": participation, "goes_on": true }));
    let view = laptop.ask("participation.open", json!({ "participation": participation }));
    assert_eq!(view["what"]["entered_on"], days_ago(10), "the first day stands");
    assert_eq!(view["what"]["entry"], what["entry"]);
    assert_eq!((&view["what"]["left_on"], &view["what"]["exit"]["exit_on"]), (&Value::Null, &Value::Null));
    assert_eq!(figure(&open(&laptop, &operation), "EECO01")["counts"]["women"], 1, "one person once");
}

#[test]
fn an_exit_makes_two_tasks_and_an_answer_ticks_its_own() {
    let laptop = laptop();
    let awa = laptop.add("Awa", "Diop", json!({ "birth": aged(19) }));
    let operation = laptop.fund_operation("Vers l'emploi");
    let participation = laptop.takes_part(&operation, &awa);
    let tasks = || {
        let file = laptop.open(&awa);
        let tasks = file["tasks"].as_array().unwrap().iter();
        tasks
            .map(|task| (task["what"].as_str().unwrap().to_owned(), !task["done_on"].is_null()))
            .collect::<Vec<_>>()
    };
    let mut what = fund_answers(10, "female", &aged(19));
    what["left_on"] = json!(days_ago(5));
    answer(&laptop, &participation, &what);
    let exit = laptop.ask("undo.last", json!({}))[0]["position"].clone();
    assert_eq!(tasks(), [("Demander la situation".to_owned(), false), ("Demander encore".to_owned(), false)]);
    let due = laptop.open(&awa)["tasks"][0]["due_on"].clone();
    assert_eq!(due, in_days(28 - 5 - 7), "a week before four weeks are over");
    assert_eq!(people(&laptop, &operation, json!({ "list": "owed" })), ["Awa"]);
    what["exit"] = json!({
        "exit_on": days_ago(1), "labour": "employed", "searching": null, "in_education": false, "qualified": true,
    });
    answer(&laptop, &participation, &what);
    let ticked = tasks();
    assert!(ticked.contains(&("Demander la situation".to_owned(), true)), "{ticked:?}");
    assert!(ticked.contains(&("Demander encore".to_owned(), false)), "{ticked:?}");
    let file = open(&laptop, &operation);
    for code in ["EECR03", "EECR04"] {
        assert_eq!(figure(&file, code)["counts"]["women"], 1, "{code}");
    }
    undo(&laptop);
    assert!(tasks().contains(&("Demander la situation".to_owned(), false)), "taken back with the answer");
    laptop.ask("undo.do", json!({ "position": exit }));
    assert_eq!(tasks(), [], "and the tasks with the exit");
    laptop.assert_sound("after tasks of the fund");
}

#[test]
fn days_that_cannot_be_are_refused_by_their_fields() {
    let laptop = laptop();
    let awa = laptop.add("Awa", "Diop", json!({ "birth": aged(19) }));
    let operation = laptop.fund_operation("Vers l'emploi");
    let participation = laptop.takes_part(&operation, &awa);
    let refused = |change: &dyn Fn(&mut Value)| {
        let mut what = fund_answers(10, "female", &aged(19));
        change(&mut what);
        laptop.refused("participation.answer", answering(&participation, &what))
    };
    let early = |field: &str, day: String| refusal("too_early", json!({ "field": field, "not_before": day }));
    assert_eq!(refused(&|what| what["left_on"] = json!(days_ago(11))), early("left_on", days_ago(10)));
    assert_eq!(
        refused(&|what| what["left_on"] = json!(in_days(1))),
        refusal("in_the_future", json!({ "field": "left_on" }))
    );
    assert_eq!(refused(&|what| what["exit"]["exit_on"] = json!(days_ago(1))), refusal("not_left", json!({})));
    assert_eq!(
        refused(&|what| what["entry"]["birth"] = json!("jamais")),
        refusal("unreadable", json!({ "field": "birth" }))
    );
    let soon = refused(&|what| {
        what["left_on"] = json!(days_ago(5));
        what["later"]["later_on"] = json!(days_ago(1));
    });
    assert_eq!(soon["refusal"]["refusal"].as_str().or(soon["refusal"].as_str()), Some("too_early"));
}

#[test]
fn sensitive_answers_steer_nothing_else() {
    let laptop = laptop();
    let awa = laptop.add("Awa", "Diop", json!({ "birth": aged(19) }));
    let operation = laptop.fund_operation("Vers l'emploi");
    let participation = laptop.takes_part(&operation, &awa);
    answer(&laptop, &participation, &fund_answers(10, "female", &aged(19)));
    let asked = || {
        let report = json!({
            "ask": { "what": { "report": "caseload", "by": "sex" },
                     "period": { "from": days_ago(30), "to": days_ago(0) }, "mine": false },
            "against": null,
        });
        let mut file = laptop.open(&awa);
        file["timeline"] = Value::Null;
        (
            file,
            laptop.ask("report.show", report),
            laptop.ask(
                "person.list",
                json!({
                    "filter": {}, "sort": "name", "descending": false, "offset": 0, "limit": 10,
                }),
            ),
        )
    };
    let before = asked();
    let mut other = fund_answers(10, "male", &aged(19));
    for item in ["disability", "third_country", "foreign_background", "minority", "housing"] {
        other["entry"][item] = json!("yes");
    }
    answer(&laptop, &participation, &other);
    assert_eq!(asked(), before, "file, figures and list know nothing of them");
}

#[test]
fn participations_go_with_the_file_that_is_erased_and_the_copy_by_right_has_them() {
    let laptop = laptop();
    let awa = laptop.add("Awa", "Diop", json!({ "birth": aged(19) }));
    let operation = laptop.fund_operation("Vers l'emploi");
    let participation = laptop.takes_part(&operation, &awa);
    answer(&laptop, &participation, &fund_answers(10, "female", &aged(19)));
    let document = laptop.ask("vault.export", json!({ "passphrase": PASSPHRASE }));
    assert_eq!(document["tables"]["fund_participation"][0]["minority"], "refused");
    laptop.ask("person.erase", json!({ "person": awa, "passphrase": PASSPHRASE }));
    assert_eq!(people(&laptop, &operation, json!({ "list": "all" })), Vec::<String>::new());
    let document = laptop.ask("vault.export", json!({ "passphrase": PASSPHRASE }));
    assert_eq!(document["tables"].get("fund_participation").and_then(Value::as_array).map_or(0, Vec::len), 0);
    laptop.assert_sound("after an erasure");
}

#[test]
fn participants_leave_in_the_columns_that_were_kept_with_formulas_as_words() {
    let laptop = laptop();
    let awa =
        laptop.add("=HYPERLINK(\"http://x\")", "Diop", json!({ "birth": "2006-05-04", "sex": "female" }));
    let operation = laptop.fund_operation("Vers l'emploi");
    let participation = laptop.takes_part(&operation, &awa);
    answer(&laptop, &participation, &fund_answers(10, "female", "2006-05-04"));
    let columns = json!([
        { "head": "Naissance", "source": "birth" },
        { "head": "Prénom", "source": "given_name" },
        { "head": "Minorité", "source": "minority" },
        { "head": "Âge", "source": "age" },
        { "head": "Réservé", "source": "nothing" },
    ]);
    laptop.ask("fund.keep_columns", json!({ "operation": operation, "columns": columns }));
    let file = open(&laptop, &operation);
    assert_eq!((&file["columns"], &file["columns_usual"]), (&columns, &json!(false)));
    let preview = laptop.ask("fund.preview", json!({ "operation": operation, "columns": columns }));
    assert_eq!(preview["heads"][2], "Minorité");
    assert_eq!(preview["rows"][0][0], "2006-05-04");
    assert_eq!(preview["rows"][0][2], "refus");
    let out = tempfile::tempdir().unwrap();
    let (book, table) = (out.path().join("fse.xlsx"), out.path().join("fse.csv"));
    for (format, path) in [("xlsx", &book), ("csv", &table)] {
        let request = json!({
            "operation": operation, "columns": columns, "format": format, "path": path, "passphrase": PASSPHRASE,
        });
        assert_eq!(laptop.ask("fund.export", request), json!({ "lines": 1 }));
    }
    let sheet = |number| {
        let bytes = std::fs::read(&book).unwrap();
        passerelle_formats::xlsx::read(&bytes, number, Limits::default()).unwrap()
    };
    let participants = sheet(1);
    assert_eq!(participants.heads.names()[0], "Naissance");
    let cells = &participants.rows[0].cells;
    assert!(matches!(cells[0], Cell::Day(_)), "a day is a day: {}", cells[0].text());
    assert!(matches!(cells[1], Cell::Text(_)), "words, and no formula");
    assert_eq!(cells[1].text(), "=HYPERLINK(\"http://x\")");
    assert_eq!(cells[2].text(), "refus");
    assert!(!matches!(cells[3], Cell::Text(_)), "an age is a number: {}", cells[3].text());
    let notes = sheet(2);
    assert_eq!(notes.rows.len(), 1 + 5, "what the file is, and each column");
    let text = std::fs::read_to_string(&table).unwrap();
    assert!(
        !text.lines().any(|line| line.contains(";=") || line.contains(",=") || line.starts_with('=')),
        "{text}"
    );
    let twice = json!([{ "head": "Nom", "source": "birth" }, { "head": "nom", "source": "age" }]);
    let refused = laptop.refused("fund.keep_columns", json!({ "operation": operation, "columns": twice }));
    assert_eq!(refused, refusal("label_taken", json!({})));
    let accesses = laptop.ask(
        "access.list",
        json!({ "filter": { "person": awa, "worker": null, "kind": null }, "offset": 0, "limit": 20 }),
    );
    let kinds: Vec<&str> =
        accesses["lines"].as_array().unwrap().iter().map(|line| line["kind"].as_str().unwrap()).collect();
    assert!(kinds.contains(&"exported"), "{kinds:?}");
}

#[test]
fn small_counts_are_masked_in_figures_that_leave() {
    let laptop = laptop();
    let operation = laptop.fund_operation("Vers l'emploi");
    for number in 0..12 {
        let person = laptop.add(&format!("Awa {number}"), "Diop", json!({ "birth": aged(19) }));
        let participation = laptop.takes_part(&operation, &person);
        let mut what = fund_answers(10, if number < 2 { "male" } else { "female" }, &aged(19));
        what["entry"]["disability"] = json!(if number == 0 { "yes" } else { "no" });
        answer(&laptop, &participation, &what);
    }
    let out = tempfile::tempdir().unwrap();
    let write = |masked: bool| {
        let path = out.path().join(format!("{masked}.csv"));
        let request = json!({
            "operation": operation, "format": "csv", "masked": masked, "path": path, "passphrase": PASSPHRASE,
        });
        laptop.ask("fund.export_figures", request);
        std::fs::read_to_string(path).unwrap()
    };
    let masked = write(true);
    let disabled = masked.lines().find(|line| line.contains("EECO12 ")).unwrap();
    assert!(disabled.contains("masqué"), "{masked}");
    assert!(masked.lines().any(|line| line.contains("EECO01") && line.contains("12")), "{masked}");
    let whole = write(false);
    let disabled = whole.lines().find(|line| line.contains("EECO12")).unwrap();
    assert!(!disabled.contains("masqué"), "{whole}");
}

#[test]
fn an_operation_is_corrected_taken_out_and_brought_back() {
    let laptop = laptop();
    let operation = laptop.fund_operation("Vers l'emploi");
    let mut what = fund_form("Vers l'emploi");
    what["warn_percent"] = json!(36);
    let too_late = laptop.refused("fund.correct", json!({ "operation": operation, "what": what }));
    assert_eq!(too_late, refusal("unreadable", json!({ "field": "warn_percent" })));
    what["warn_percent"] = json!(10);
    what["levels"] = json!(["none", "level_3"]);
    what["max_age"] = json!(18);
    laptop.ask("fund.correct", json!({ "operation": operation, "what": what }));
    let awa = laptop.add("Awa", "Diop", json!({ "birth": aged(19) }));
    let participation = laptop.takes_part(&operation, &awa);
    let view = laptop.ask("participation.open", json!({ "participation": participation }));
    assert_eq!(view["outside"], json!(["age"]), "told, and not refused");
    laptop.ask("fund.remove", json!({ "operation": operation }));
    assert_eq!(laptop.refused("fund.open", json!({ "operation": operation }))["code"], "not_found");
    undo(&laptop);
    assert_eq!(open(&laptop, &operation)["what"], what);
    let history =
        laptop.ask("history.of_fund_operation", json!({ "operation": operation, "offset": 0, "limit": 50 }));
    let acts: Vec<&str> =
        history["lines"].as_array().unwrap().iter().map(|line| line["act"].as_str().unwrap()).collect();
    assert_eq!(acts, ["undo", "fund.remove", "fund.correct", "fund.add"]);
}

#[test]
fn merged_files_are_one_participant() {
    let laptop = laptop();
    let operation = laptop.fund_operation("Vers l'emploi");
    let awa = laptop.add("Awa", "Diop", json!({ "birth": aged(19) }));
    let double = laptop.add("Hawa", "Diop", json!({ "birth": aged(19) }));
    for person in [&awa, &double] {
        laptop.takes_part(&operation, person);
    }
    laptop.ask("person.merge", json!({ "kept": awa, "other": double }));
    assert_eq!(people(&laptop, &operation, json!({ "list": "all" })), ["Awa"]);
    let file = open(&laptop, &operation);
    assert_eq!(file["completeness"]["participants"], 1);
}

#[test]
fn accounts_that_must_be_kept_stand_against_erasing_without_a_second_look() {
    let laptop = laptop();
    let list = laptop.ask("participation.list", json!({ "person": laptop.add("Awa", "Diop", json!({})) }));
    assert_eq!(list, json!({ "participations": [], "open": [] }));
    laptop.fund_operation("Vers l'emploi");
    let bruno = laptop.add("Bruno", "Caron", json!({}));
    let list = laptop.ask("participation.list", json!({ "person": bruno }));
    assert_eq!(list["open"][0]["name"], "Vers l'emploi");
}

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
