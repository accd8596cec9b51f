//! Lists of young people to contact: read, looked at, taken in, taken back.

use std::fmt::Write as _;
use std::path::PathBuf;

use serde_json::{Value, json};

use crate::laptop::{Laptop, days_ago, id, in_days, laptop, refusal};

/// Three who can be kept, one whose birth nobody can read.
const SCHOOL: &str = "Nom;Prénom;Né(e) le;Téléphone;Commune;Classe;N° dossier
DIALLO;Awa;14/03/2008;06 39 98 00 01;Creil;3e B;A-1
CARON;Bruno;05/11/2007;;Lens;CAP;A-2
BOUZID;Mohamed;pas connue;;Lens;;A-3
CRÉPIN;Zélie;30/06/2007;;Laon;2nde;A-4
";

impl Laptop {
    pub fn list(&self, name: &str, text: &str) -> PathBuf {
        self.file(name, text.as_bytes())
    }

    fn preview(&self, path: &PathBuf) -> Value {
        self.ask("people.read_list", reading(path, Value::Null))
    }

    pub fn import(&self, path: &PathBuf, choices: Value) -> Value {
        let preview = self.preview(path);
        self.ask("people.import_list", importing(path, &preview, choices))
    }

    /// The file of whoever has this name.
    pub fn file_of(&self, name: &str) -> String {
        let request = json!({
            "filter": { "text": name }, "sort": "name", "descending": false, "offset": 0, "limit": 1,
        });
        id(&self.ask("person.list", request)["lines"][0], "id")
    }

    fn people(&self) -> u64 {
        let request = json!({ "filter": {}, "sort": "name", "descending": false, "offset": 0, "limit": 1 });
        self.ask("person.list", request)["total"].as_u64().unwrap()
    }
}

fn reading(path: &PathBuf, mapping: Value) -> Value {
    json!({ "path": path, "sheet": null, "mapping": mapping, "origin": "school" })
}

fn importing(path: &PathBuf, preview: &Value, choices: Value) -> Value {
    let origin = json!({ "kind": "school", "detail": "Collège des Sources", "on": days_ago(9) });
    json!({
        "path": path, "sheet": null, "mapping": preview["mapping"], "hash": preview["hash"], "origin": origin,
        "referent": null, "choices": choices,
    })
}

fn choose(row: u32, choice: &str, person: Option<&str>) -> Value {
    json!({ "row": row, "choice": choice, "person": person })
}

fn states(preview: &Value) -> Vec<&str> {
    preview["lines"].as_array().unwrap().iter().map(|line| line["state"].as_str().unwrap()).collect()
}

#[test]
fn a_list_is_looked_at_before_anything_is_kept() {
    let laptop = laptop();
    let preview = laptop.preview(&laptop.list("liste.csv", SCHOOL));
    assert_eq!(states(&preview), ["new", "new", "new"]);
    let targets: Vec<&Value> =
        preview["mapping"]["columns"].as_array().unwrap().iter().map(|column| &column["target"]).collect();
    assert_eq!(targets, ["family_name", "given_name", "birth", "phone", "commune", "note", "reference"]);
    assert_eq!(preview["samples"][0], json!(["DIALLO", "CARON", "BOUZID"]));
    let awa = &preview["lines"][0];
    assert_eq!((&awa["birth"], &awa["phone"]), (&json!("2008-03-14"), &json!("+33639980001")));
    assert_eq!(awa["note"], "Classe : 3e B");
    let refused = &preview["refused"][0];
    assert_eq!((&refused["place"]["line"], &refused["why"]["why"]), (&json!(4), &json!("not_a_day")));
    assert_eq!(refused["head"], "Né(e) le");
    assert_eq!(preview["counts"]["refused"], 1);
    assert_eq!(laptop.people(), 0, "nothing was kept");
}

#[test]
fn a_list_becomes_people_with_cases_that_say_where_they_come_from() {
    let laptop = laptop();
    let me = laptop.ask("worker.list", json!({}))[0]["id"].clone();
    let path = laptop.list("liste.csv", SCHOOL);
    let mut request = importing(&path, &laptop.preview(&path), json!([]));
    request["referent"] = me.clone();
    let told = laptop.ask("people.import_list", request);
    assert_eq!((&told["added"], &told["refused"]), (&json!(3), &json!(1)));
    let awa = laptop.open(&laptop.file_of("Diallo"));
    let case = &awa["cases"][0];
    assert_eq!((&case["origin"], &case["origin_detail"]), (&json!("school"), &json!("Collège des Sources")));
    assert_eq!((&case["opened_on"], &case["referent_id"]), (&json!(days_ago(0)), &me));
    assert_eq!(awa["timeline"].as_array().unwrap().len(), 1, "one note, for the class");
    assert_eq!(awa["last_contact"], Value::Null, "a list is no contact");
    laptop.assert_sound("after a list");
}

#[test]
fn a_list_that_comes_again_adds_nothing_however_its_names_are_written() {
    let laptop = laptop();
    laptop.import(&laptop.list("liste.csv", SCHOOL), json!([]));
    let (people, acts) = (laptop.people(), laptop.acts());
    let again = laptop.import(&laptop.list("encore.csv", SCHOOL), json!([]));
    assert_eq!((&again["added"], &again["already"]), (&json!(0), &json!(3)));
    assert_eq!(again["position"], Value::Null, "nothing to take back");
    let other = SCHOOL
        .replace("DIALLO;Awa", "diallo;AWA")
        .replace("CRÉPIN;Zélie", "Crepin;ZELIE")
        .replace("A-2", "")
        .replace("A-1", "Z-9");
    let again = laptop.import(&laptop.list("autre.csv", &other), json!([]));
    assert_eq!((&again["added"], &again["already"]), (&json!(0), &json!(3)));
    assert_eq!((laptop.people(), laptop.acts()), (people, acts));
}

#[test]
fn a_list_without_birth_dates_adds_nobody_twice_either() {
    let laptop = laptop();
    let bare = "Nom;Prénom\nDIALLO;Awa\nCARON;Bruno\n";
    assert_eq!(laptop.import(&laptop.list("liste.csv", bare), json!([]))["added"], 2);
    let path = laptop.list("encore.csv", "Nom;Prénom\nDiallo;AWA\nCaron;Bruno\n");
    assert_eq!(states(&laptop.preview(&path)), ["alike", "alike"]);
    let again = laptop.import(&path, json!([]));
    assert_eq!((&again["added"], &again["undecided"]), (&json!(0), &json!(2)));
    assert_eq!(laptop.people(), 2);
}

#[test]
fn the_same_number_is_the_same_person_only_where_the_names_fit() {
    let laptop = laptop();
    laptop.import(&laptop.list("liste.csv", SCHOOL), json!([]));
    let corrected = "Nom;Prénom;Né(e) le;N° dossier
DIALO;Awa;14/03/2009;A-1
FONTAINE;Noé;01/02/2008;A-2
";
    let path = laptop.list("corrigée.csv", corrected);
    let preview = laptop.preview(&path);
    assert_eq!(states(&preview), ["already", "new"]);
    assert_eq!(preview["lines"][0]["by"], "reference");
    let mut elsewhere = reading(&path, Value::Null);
    elsewhere["origin"] = json!("cfa");
    let elsewhere = laptop.ask("people.read_list", elsewhere);
    assert_ne!(states(&elsewhere)[0], "already", "another tool counts for itself");
}

#[test]
fn whoever_is_alike_waits_for_a_choice() {
    let laptop = laptop();
    let awa = laptop.add("Awa", "Dialo", json!({ "phone": "06 39 98 00 01" }));
    let path = laptop.list("liste.csv", SCHOOL);
    let preview = laptop.preview(&path);
    assert_eq!(states(&preview), ["alike", "new", "new"]);
    let candidate = &preview["lines"][0]["people"][0];
    assert_eq!(candidate["person"]["id"], awa.as_str());
    assert!(candidate["likeness"]["reasons"].as_array().unwrap().contains(&json!("same_phone")));

    let told = laptop.import(&path, json!([choose(0, "same", Some(&awa)), choose(1, "skip", None)]));
    assert_eq!((&told["added"], &told["joined"], &told["skipped"]), (&json!(1), &json!(1), &json!(1)));
    let file = laptop.open(&awa);
    assert_eq!(file["who"]["birth"], "2008-03-14", "filled in");
    assert_eq!(file["who"]["family_name"], "Dialo", "nothing is replaced");
    let note = file["timeline"].to_string();
    assert!(note.contains("Classe : 3e B"), "{note}");
    let again = laptop.import(&path, json!([choose(0, "same", Some(&awa)), choose(1, "skip", None)]));
    assert_eq!((&again["joined"], &again["already"]), (&json!(0), &json!(2)));

    let other =
        laptop.import(&laptop.list("autre.csv", "Nom;Prénom\nDIALO;Awa\n"), json!([choose(0, "add", None)]));
    assert_eq!(other["added"], 1, "another one of the same name");
}

#[test]
fn two_lines_of_one_person_are_told_within_the_list() {
    let laptop = laptop();
    let path = laptop.list(
        "liste.csv",
        "Nom;Prénom;Né(e) le;Classe
DIALLO;Awa;14/03/2008;3e B
diallo;AWA;14/03/2008;3e C
CARON;Bruno;05/11/2007;CAP
CARRON;Bruno;05/11/2007;CAP
",
    );
    let preview = laptop.preview(&path);
    assert_eq!(states(&preview), ["new", "twice", "new", "alike"]);
    assert_eq!(preview["lines"][1]["lines"][0]["row"], 0);
    let told = laptop.import(&path, json!([]));
    assert_eq!((&told["added"], &told["already"], &told["undecided"]), (&json!(2), &json!(1), &json!(1)));
}

#[test]
fn a_list_of_a_thousand_is_taken_back_whole_and_done_again() {
    let laptop = laptop();
    let mut text = String::from("Nom;Prénom;Né(e) le;Commune;Classe\n");
    for n in 0..1_000_u32 {
        let family: String = [n / 100, n / 10 % 10, n % 10]
            .iter()
            .map(|digit| ["BA", "CO", "DU", "FI", "GA", "LO", "MI", "NU", "PA", "RO"][*digit as usize])
            .collect();
        writeln!(text, "{family};Noé;{:02}/{:02}/2007;Lens;3e", 1 + n % 28, 1 + n % 12).unwrap();
    }
    let path = laptop.list("liste.csv", &text);
    let bruno = laptop.add("Bruno", "Caron", json!({ "phone": "06 39 98 00 01" }));
    let before = laptop.open(&bruno);
    let rest: Vec<Value> = laptop.preview(&path)["lines"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|line| line["state"] == "alike")
        .map(|line| json!({ "row": line["row"], "choice": "add", "person": null }))
        .collect();
    let mut choices = rest;
    choices.retain(|choice| choice["row"] != 7);
    choices.push(choose(7, "same", Some(&bruno)));
    let told = laptop.import(&path, json!(choices));
    assert_eq!((&told["added"], &told["joined"]), (&json!(999), &json!(1)));
    assert_eq!(laptop.people(), 1_000);
    let offered = laptop.ask("undo.last", json!({}))[0].clone();
    assert_eq!((&offered["act"], &offered["people"]), (&json!("people.import_list"), &json!(1_000)));
    assert_eq!(offered["position"], told["position"]);

    let undo = laptop.ask("undo.do", json!({ "position": told["position"] }));
    assert_eq!(laptop.people(), 1, "all of it went");
    assert_eq!(laptop.open(&bruno), before, "and what was joined is as it was");
    laptop.assert_sound("after an undo of a thousand");
    laptop.ask("undo.do", json!({ "position": undo["position"] }));
    assert_eq!(laptop.people(), 1_000, "done again");
}

#[test]
fn what_was_taken_back_can_be_taken_in_again() {
    let laptop = laptop();
    let path = laptop.list("liste.csv", SCHOOL);
    let told = laptop.import(&path, json!([]));
    laptop.ask("undo.do", json!({ "position": told["position"] }));
    assert_eq!(states(&laptop.preview(&path)), ["new", "new", "new"]);
    assert_eq!(laptop.import(&path, json!([]))["added"], 3);
}

#[test]
fn a_note_on_one_of_them_holds_the_undo_of_all() {
    let laptop = laptop();
    let told = laptop.import(&laptop.list("liste.csv", SCHOOL), json!([]));
    laptop.note(&laptop.file_of("Diallo"), "A répondu.");
    let refused = laptop.refused("undo.do", json!({ "position": told["position"] }));
    assert_eq!(refused, refusal("changed_since", json!({ "by": "encounter.record" })));
    assert_eq!(laptop.people(), 3);
}

#[test]
fn a_file_that_changed_since_it_was_looked_at_is_refused() {
    let laptop = laptop();
    let path = laptop.list("liste.csv", SCHOOL);
    let request = importing(&path, &laptop.preview(&path), json!([]));
    std::fs::write(&path, SCHOOL.replace("Creil", "Nogent")).unwrap();
    assert_eq!(laptop.refused("people.import_list", request), refusal("file_changed", json!({})));
    assert_eq!(laptop.people(), 0);
}

#[test]
fn what_columns_are_is_asked_once_and_remembered() {
    let laptop = laptop();
    let text = "Nom;Prénom;Né(e) le;Divers\nDIALLO;Awa;03/04/2008;x\nCARON;Bruno;05/06/2007;y\n";
    let path = laptop.list("liste.csv", text);
    let mut preview = laptop.preview(&path);
    assert_eq!(preview["mapping"]["columns"][2]["ambiguous"], true, "the day or the month comes first");
    let asked = laptop.refused("people.import_list", importing(&path, &preview, json!([])));
    assert_eq!(asked, refusal("day_order_missing", json!({})));

    let columns = &mut preview["mapping"]["columns"];
    columns[2]["order"] = json!("month_first");
    columns[2]["ambiguous"] = json!(false);
    columns[3]["target"] = json!("note");
    let said = laptop.ask("people.read_list", reading(&path, preview["mapping"].clone()));
    assert_eq!(said["lines"][0]["birth"], "2008-03-04");
    laptop.ask("people.import_list", importing(&path, &said, json!([])));

    let next = laptop.list("suivante.csv", "Nom;Prénom;Né(e) le;Divers\nBOUZID;Mohamed;07/08/2009;z\n");
    let remembered = laptop.preview(&next);
    assert_eq!(
        (&remembered["remembered"], &remembered["lines"][0]["birth"]),
        (&json!(true), &json!("2009-07-08"))
    );
    assert_eq!(remembered["mapping"]["columns"][3]["target"], "note");
}

#[test]
fn a_column_that_becomes_a_birth_date_is_looked_at_then() {
    let laptop = laptop();
    let path = laptop.list("liste.csv", "Nom;Prénom;Divers\nDIALLO;Awa;03/04/2008\nCARON;Bruno;05/06/2007\n");
    let mut mapping = laptop.preview(&path)["mapping"].clone();
    mapping["columns"][2]["target"] = json!("birth");
    let said = laptop.ask("people.read_list", reading(&path, mapping));
    assert_eq!(said["mapping"]["columns"][2]["ambiguous"], true);
    let mut other = said["mapping"].clone();
    other["columns"][0]["head"] = json!("Autre");
    let refused = laptop.refused("people.read_list", reading(&path, other));
    assert_eq!(refused, refusal("unreadable", json!({ "field": "mapping" })));
}

#[test]
fn what_a_rule_does_not_take_is_set_aside_and_who_is_not_born_is_refused() {
    let laptop = laptop();
    let text = format!(
        "Nom;Prénom;Né(e) le;Date de sortie\nDIALLO;Awa;14/03/2008;{}\nCARON;Bruno;{};\n",
        in_days(200),
        in_days(3)
    );
    let path = laptop.list("liste.csv", &text);
    let preview = laptop.preview(&path);
    assert_eq!(preview["refused"][0]["why"]["why"], "in_the_future");
    assert_eq!(preview["counts"]["refused"], 1);
    let counts = &preview["report"]["counts"];
    assert_eq!((&counts["kept"], &counts["refused"]), (&json!(1), &json!(1)));
    assert!(preview["lines"][0]["note"].as_str().unwrap().starts_with("Date de sortie : "));
    assert_eq!(laptop.import(&path, json!([]))["added"], 1);
}

#[test]
fn refused_lines_go_out_with_their_reasons_and_no_formula() {
    let laptop = laptop();
    let text = "Nom;Prénom;Né(e) le\n=HYPERLINK(1);Noé;jamais\nDIALLO;Awa;14/03/2008\n";
    let path = laptop.list("liste.csv", text);
    let preview = laptop.preview(&path);
    let to = laptop.dir.path().join("refus.csv");
    let request = |to: &PathBuf| {
        json!({
            "path": path, "sheet": null, "mapping": preview["mapping"], "hash": preview["hash"], "to": to,
            "reason_head": "Motif du refus", "words": [{ "why": "not_a_day", "said": "Ce n'est pas une date" }],
        })
    };
    assert_eq!(laptop.ask("people.save_refused", request(&to))["lines"], 1);
    let written = std::fs::read_to_string(&to).unwrap();
    assert!(written.contains("'=HYPERLINK(1);Noé;jamais;Ce n'est pas une date (Né(e) le)"), "{written}");
    assert!(!written.contains("Awa"), "only what was refused");
    assert_eq!(laptop.refused("people.save_refused", request(&to)), refusal("file_exists", json!({})));
    assert_eq!(std::fs::read_to_string(&to).unwrap(), written, "what was there is as it was");
    for bad in ["refus.txt", "coffre/refus.csv", "nulle part/refus.csv"] {
        let problem = laptop.refused("people.save_refused", request(&laptop.dir.path().join(bad)));
        assert_eq!(problem["code"], "refused", "{bad}");
    }
}

#[test]
fn what_is_no_list_is_told_apart() {
    let laptop = laptop();
    let dir = laptop.dir.path();
    for (path, code) in [
        (dir.join("envolée.csv"), "file_missing"),
        (dir.join("coffre"), "file_unreadable"),
        (laptop.list("vide.csv", ""), "file_empty"),
        (PathBuf::from("liste.csv"), "unreadable"),
        (PathBuf::from("/dev/zero"), "file_unreadable"),
    ] {
        let problem = laptop.refused("people.read_list", reading(&path, Value::Null));
        assert_eq!(problem["refusal"]["refusal"], code, "{path:?}");
    }
    let bytes = laptop.file("image.csv", &[0, 1, 2, 0, 0, 0]);
    assert_eq!(laptop.refused("people.read_list", reading(&bytes, Value::Null))["code"], "file_refused");
    let nobody = laptop.list("liste.csv", SCHOOL);
    let mut request = importing(&nobody, &laptop.preview(&nobody), json!([]));
    request["choices"] = json!([choose(0, "same", Some("01890000-0000-7000-8000-000000000000"))]);
    assert_eq!(laptop.refused("people.import_list", request.clone())["code"], "not_found");
    request["choices"] = json!([]);
    request["origin"]["on"] = json!(in_days(1));
    assert_eq!(
        laptop.refused("people.import_list", request),
        refusal("in_the_future", json!({ "field": "on" }))
    );
    assert_eq!(laptop.people(), 0);
}

#[test]
fn whoever_was_merged_is_known_by_both_names() {
    let laptop = laptop();
    let awa = laptop.add("Awa", "Diallo", json!({ "birth": "2008-03-14" }));
    let married = laptop.add("Awa", "Fontaine", json!({ "birth": "2008-03-14" }));
    laptop.ask("person.merge", json!({ "kept": awa, "other": married }));
    let path = laptop.list("liste.csv", "Nom;Prénom;Né(e) le\nFONTAINE;Awa;14/03/2008\n");
    let preview = laptop.preview(&path);
    assert_eq!(states(&preview), ["already"]);
    assert_eq!(id(&preview["lines"][0]["already"], "id"), awa);
}
