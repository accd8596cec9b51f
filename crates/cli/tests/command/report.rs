//! Figures on the command line: written for a spreadsheet, masked unless somebody says otherwise.

use crate::laptop::{bare, laptop};

#[test]
fn the_figures_of_a_year_are_written_masked_or_whole() {
    let laptop = laptop();
    laptop.says(&["demo", "fill", "--people", "30"]);
    let file = laptop.dir.path().join("chiffres.csv");
    let path = file.to_str().unwrap();
    let year = ["--from", "2020-01-01", "--to", "2039-12-31"];
    let said = laptop.says(&[&["report", "caseload", path, "--by", "sex"], &year[..]].concat());
    assert!(said.contains("masqués"), "{said}");
    let masked = std::fs::read_to_string(&file).unwrap();
    assert!(masked.contains("Effectifs") && !masked.contains("Jamais joints"), "{masked}");
    let said = laptop.says(&[&["report", "funnel", path, "--by", "tag", "--whole"], &year[..]].concat());
    assert!(said.contains("ne doit pas sortir"), "{said}");
    let whole = std::fs::read_to_string(&file).unwrap();
    assert!(whole.contains("Envoyées") && !whole.contains("masqué"), "{whole}");
    let wrong = [&["report", "caseload", path, "--by", "couleur"], &year[..]].concat();
    let (code, problem) = laptop.fails(&wrong);
    assert_eq!((code, &problem["code"]), (4, &serde_json::json!("argument")));
    assert!(problem["why"].as_str().unwrap().contains("commune"), "what there is instead: {problem}");
}

#[test]
fn a_team_gives_its_counts_and_somebody_without_a_vault_adds_them_up() {
    let laptop = laptop();
    for name in ["Awa", "Binta", "Chloé", "Dalila", "Emma", "Farah"] {
        laptop.says(&["person", "add", name, "--family", "Delattre"]);
    }
    let file = |name: &str| laptop.dir.path().join(name).to_str().unwrap().to_owned();
    let (lens, arras, sum) = (file("lens.json"), file("arras.json"), file("somme.csv"));
    let year = ["--from", "2020-01-01", "--to", "2039-12-31"];
    for (team, path) in [("Lens", &lens), ("Arras", &arras)] {
        let said = laptop.says(&[&["teams", "give", team, path], &year[..]].concat());
        assert!(said.contains("sans aucun nom"), "{said}");
        assert!(!std::fs::read_to_string(path).unwrap().contains("Delattre"));
    }
    let elsewhere = bare();
    let said = elsewhere.says(&["teams", "sum", &sum, &lens, &arras, &lens]);
    assert!(said.contains("Laissé de côté : lens.json, la même équipe est déjà là."), "{said}");
    assert!(said.contains("Somme de 2 équipes"), "{said}");
    let table = std::fs::read_to_string(&sum).unwrap();
    assert!(table.lines().any(|line| line.contains("repéré") && line.contains("12")), "{table}");
}
