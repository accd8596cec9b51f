//! Letters on the command line: where they are asked to be, and refused as everywhere.

use serde_json::{Value, json};

use crate::laptop::laptop;

#[test]
fn a_form_and_a_sheet_are_written_where_they_are_asked_to_be() {
    let laptop = laptop();
    let file = |name: &str| laptop.dir.path().join(name).display().to_string();
    let form = file("note.pdf");
    let said = laptop.says(&["letter", "blank", "note", &form]);
    assert!(said.contains("1 page"), "{said}");
    assert!(std::fs::read(&form).unwrap().starts_with(b"%PDF-"));

    let said = laptop.says(&["person", "add", "Awa", "--family", "Diallo", "--birth", "14/03/2006"]);
    let awa = said.split_whitespace().last().unwrap().to_owned();
    let provider = json!({ "who": { "name": "CFA des Deux Rives" } }).to_string();
    let provider = laptop.json(&["call", "provider.add", &provider])["provider"].clone();
    let what = json!({
        "name": "CAP Carrosserie", "kind": "apprenticeship", "summary": "", "min_age": null, "max_age": null,
        "next_start": null, "places": null, "status": "open", "tags": [], "fundings": [],
    });
    let programme = json!({ "provider": provider, "what": what }).to_string();
    let programme = laptop.json(&["call", "programme.add", &programme])["programme"].clone();
    let created = laptop.json(&["referral", "create", &awa, programme.as_str().unwrap()]);
    let referral = created["referral"].as_str().unwrap().to_owned();

    let sheet = file("fiche.pdf");
    let refused = laptop.run(&["letter", "referral", &referral, &sheet]);
    assert_eq!(refused.status.code(), Some(1), "nobody agreed to share yet");
    let problem: Value = serde_json::from_slice(&refused.stderr).unwrap();
    assert_eq!(problem["refusal"]["refusal"], "agreement_missing");
    laptop.says(&["referral", "move", &referral, "sent", "--agreement", "person"]);
    let answer = laptop.json(&["letter", "referral", &referral, &sheet]);
    assert_eq!(answer["pages"], 1);
    assert!(answer["mail"]["subject"].as_str().unwrap().contains("CAP Carrosserie"));

    let card = file("awa.vcf");
    assert_eq!(laptop.says(&["letter", "card", &awa, &card]), "Écrit.\n");
    assert!(std::fs::read_to_string(&card).unwrap().contains("FN:Awa Diallo"));
}
