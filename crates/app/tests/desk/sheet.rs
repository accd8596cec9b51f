//! The list of people as a table outside of the vault: what leaves, in which words, and when it does not.

use std::path::{Path, PathBuf};

use serde_json::{Value, json};

use crate::laptop::{Laptop, PASSPHRASE, WORKER, aged, days_ago, laptop, refusal};

fn request(columns: &[&str], path: &Path) -> Value {
    json!({
        "filter": {}, "sort": "name", "descending": false, "people": null, "columns": columns,
        "path": path.display().to_string(), "passphrase": PASSPHRASE,
    })
}

impl Laptop {
    fn sheet(&self, name: &str) -> PathBuf {
        self.dir.path().join(name)
    }

    fn exported(&self, request: Value) -> String {
        let path = request["path"].as_str().unwrap().to_owned();
        self.ask("person.export", request);
        std::fs::read_to_string(path).unwrap()
    }
}

fn three() -> Laptop {
    let laptop = laptop();
    laptop.add("Awa", "Diallo", json!({ "birth": aged(19), "phone": "06 39 98 00 01", "commune": "Lens" }));
    laptop.add("Bruno", "Caron", json!({ "birth": "2008" }));
    laptop.add("=1+1", "Crépin", json!({ "phone": "+32 470 12 34 56", "commune": "@Tournai" }));
    laptop
}

#[test]
fn the_list_leaves_with_the_columns_that_are_shown_and_no_cell_is_a_formula() {
    let laptop = three();
    let all = ["name", "age", "phone", "commune", "stage", "last_contact", "referent"];
    let today = days_ago(0).split('-').rev().collect::<Vec<_>>().join("/");
    let expected = format!(
        "\u{feff}Nom;Prénom;Âge;Téléphone;Commune;Étape;Dernier contact;Suivi par\r\n\
         Caron;Bruno;17 à 18;;;repéré;{today};{WORKER}\r\n\
         Crépin;'=1+1;;'+32470123456;'@Tournai;repéré;{today};{WORKER}\r\n\
         Diallo;Awa;19;06 39 98 00 01;Lens;repéré;{today};{WORKER}\r\n"
    );
    assert_eq!(laptop.exported(request(&all, &laptop.sheet("jeunes.csv"))), expected);
    let narrow = laptop.exported(request(&["name"], &laptop.sheet("JEUNES.CSV")));
    assert_eq!(narrow, "\u{feff}Nom;Prénom\r\nCaron;Bruno\r\nCrépin;'=1+1\r\nDiallo;Awa\r\n");
}

#[test]
fn filters_and_selection_say_who_leaves_and_the_language_in_which_words() {
    let laptop = three();
    let mut of_lens = request(&["name", "stage"], &laptop.sheet("lens.csv"));
    of_lens["filter"] = json!({ "commune": "Lens" });
    assert_eq!(laptop.exported(of_lens.clone()), "\u{feff}Nom;Prénom;Étape\r\nDiallo;Awa;repéré\r\n");
    let page = json!({ "filter": {}, "sort": "name", "descending": true, "offset": 0, "limit": 2 });
    let lines = laptop.ask("person.list", page)["lines"].clone();
    of_lens["people"] = json!([lines[1]["id"], lines[0]["id"]]);
    laptop.ask(
        "settings.change",
        json!({ "settings": { "language": "en", "theme": "system", "idle_minutes": 5 } }),
    );
    let english = laptop.exported(of_lens);
    assert_eq!(
        english,
        "\u{feff}Last name;First name;Stage\r\nCrépin;'=1+1;spotted\r\nDiallo;Awa;spotted\r\n"
    );
}

#[test]
fn who_is_invented_is_said() {
    let laptop = laptop();
    laptop.add("Awa", "Diallo", json!({}));
    laptop.ask("demo.fill", json!({ "people": 1, "seed": 3 }));
    let file = laptop.exported(request(&["name"], &laptop.sheet("jeunes.csv")));
    assert!(file.starts_with("\u{feff}Nom;Prénom;Personne inventée\r\n"), "{file}");
    assert_eq!(file.matches(";oui\r\n").count(), 1);
    assert!(file.contains("Diallo;Awa;\r\n"));
}

#[test]
fn nothing_leaves_without_the_passphrase_or_to_where_it_may_not() {
    let laptop = three();
    let path = laptop.sheet("jeunes.csv");
    let mut wrong = request(&["name"], &path);
    wrong["passphrase"] = json!("une autre phrase");
    assert_eq!(laptop.refused("person.export", wrong)["code"], "wrong_passphrase");
    assert!(!path.exists());
    let _ = std::fs::remove_file(laptop.dir.path().join("coffre/attempts.json"));

    let field = |name: &str| refusal("unreadable", json!({ "field": name }));
    for place in [
        PathBuf::from("jeunes.csv"),
        laptop.sheet("jeunes.txt"),
        laptop.sheet("coffre/jeunes.csv"),
        laptop.sheet("ailleurs/../coffre/jeunes.csv"),
        laptop.sheet("nulle-part/jeunes.csv"),
        PathBuf::new(),
    ] {
        assert_eq!(laptop.refused("person.export", request(&["name"], &place)), field("path"), "{place:?}");
    }
    assert_eq!(laptop.refused("person.export", request(&[], &path)), field("columns"));
    let left: Vec<_> =
        std::fs::read_dir(laptop.dir.path()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert_eq!(left, ["coffre"], "no half of a file either");

    laptop.ask("session.lock", json!({}));
    assert_eq!(laptop.refused("person.export", request(&["name"], &path))["code"], "locked");
}
