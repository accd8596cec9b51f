//! Lists of young people on the command line: read, imported, and what is refused given back.

use serde_json::{Value, json};

use crate::laptop::{Laptop, laptop};

const LIST: &str = "Nom;Prénom;Né(e) le;Téléphone;Classe
DIALLO;Awa;14/03/2008;612345678;3e B
CARON;Bruno;05/11/2007;;CAP
BOUZID;Mohamed;pas connue;;
";

fn list(laptop: &Laptop, name: &str, text: &str) -> String {
    let path = laptop.dir.path().join(name);
    std::fs::write(&path, text).unwrap();
    path.to_str().unwrap().to_owned()
}

#[test]
fn a_list_is_read_imported_once_and_its_refused_line_given_back() {
    let laptop = laptop();
    let path = list(&laptop, "liste.csv", LIST);
    let said = laptop.says(&["people", "read", &path]);
    for line in [
        "3 lignes lues, UTF-8.",
        "2 nouveaux, 0 déjà là, 0 qui ressemble à quelqu'un, 1 refusée.",
        "  Né(e) le : naissance",
        "  Classe : gardé en note",
        "  ligne 4, Né(e) le : n'est pas une date",
        "  ligne 2, Téléphone : écrit autrement que la norme : « 612345678 » devient « +33612345678 »",
    ] {
        assert!(said.contains(line), "{line}: {said}");
    }
    assert_eq!(laptop.json(&["person", "list"])["total"], 0, "nothing was kept");

    let refused = laptop.dir.path().join("refus.csv");
    let import = ["people", "import", &path, "--origin", "siei", "--on", "2024-10-01", "--referent", "me"];
    let said =
        laptop.says(&[&import[..], &["--detail", "Lille", "--refused", refused.to_str().unwrap()]].concat());
    assert!(said.starts_with("2 jeunes ajoutés.\n1 ligne refusée.\n"), "{said}");
    let written = std::fs::read_to_string(&refused).unwrap();
    assert!(written.contains("BOUZID;Mohamed;pas connue;;;n'est pas une date (Né(e) le)"), "{written}");
    let people = laptop.json(&["person", "list"]);
    let referent = people["lines"][0]["referent"].as_str().unwrap();
    assert_eq!((&people["total"], referent), (&json!(2), "Marguerite Sénéchal"));

    let again = laptop.json(&import);
    assert_eq!((&again["added"], &again["already"]), (&json!(0), &json!(2)));
    let (code, problem) = laptop.fails(&[&import[..], &["--refused", refused.to_str().unwrap()]].concat());
    assert_eq!((code, &problem["refusal"]["refusal"]), (1, &json!("file_exists")));
}

#[test]
fn what_a_list_leaves_open_is_asked() {
    let laptop = laptop();
    let path =
        list(&laptop, "liste.csv", "Nom;Prénom;Né(e) le\nDIALLO;Awa;03/04/2008\nCARON;Bruno;05/06/2007\n");
    let said = laptop.says(&["people", "read", &path]);
    assert!(said.contains("  Né(e) le : naissance, jour ou mois d'abord ? voir --first"), "{said}");
    let import = ["people", "import", &path, "--origin", "cfa", "--on", "2024-10-01"];
    let (code, problem) = laptop.fails(&import);
    assert_eq!((code, &problem["refusal"]["refusal"]), (1, &json!("day_order_missing")));
    assert_eq!(laptop.fails(&[&import[..], &["--first", "lundi"]].concat()).0, 4);
    let said = laptop.says(&[&import[..], &["--first", "month"]].concat());
    assert_eq!(said, "2 jeunes ajoutés.\n");
    let people = laptop.json(&["person", "list", "diallo"]);
    assert_eq!(people["lines"][0]["birth"], "2008-03-04");
    assert_eq!(people["lines"][0]["referent"], "", "nobody's yet");

    let other = list(&laptop, "autre.csv", "Nom;Prénom\nDiallo;Awa\n");
    let said = laptop.says(&["people", "read", &other]);
    assert!(said.contains("  ligne 2, Awa Diallo : Awa DIALLO"), "{said}");
    let import = ["people", "import", &other, "--origin", "cfa", "--on", "2024-10-01"];
    assert!(laptop.says(&import).contains("1 qui ressemble à quelqu'un attend."));
    assert_eq!(laptop.json(&[&import[..], &["--alike", "add"]].concat())["added"], 1);
    assert_eq!(
        laptop.fails(&["people", "read", "absente.csv"]).1["refusal"]["refusal"],
        Value::from("file_missing")
    );
}
