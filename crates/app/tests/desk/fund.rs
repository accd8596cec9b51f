//! The accounts to the European Social Fund Plus: who takes part, what is missing, what is counted, what leaves.

use passerelle_formats::report::Limits;
use passerelle_formats::table::Cell;
use serde_json::{Value, json};

use crate::laptop::{Laptop, PASSPHRASE, aged, days_ago, fund_answers, fund_form, in_days, laptop, refusal};

pub fn open(laptop: &Laptop, operation: &str) -> Value {
    laptop.ask("fund.open", json!({ "operation": operation }))
}

pub fn answer(laptop: &Laptop, participation: &str, what: &Value) {
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

pub fn undo(laptop: &Laptop) {
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
