//! Figures on the command line: written for a spreadsheet, masked unless somebody says otherwise.

use crate::laptop::laptop;

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
