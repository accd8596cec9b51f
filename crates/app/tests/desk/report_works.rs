//! Hours of social clauses in Pilotage: by works site, compared, opened line by line, and written for whoever pays.

use serde_json::{Value, json};

use crate::laptop::{Laptop, PASSPHRASE, days_ago, in_days, laptop, works_site_form};
use crate::report::sheet;

fn last_month() -> Value {
    json!({ "what": { "report": "works" }, "period": { "from": days_ago(30), "to": days_ago(0) }, "mine": false })
}

fn add(laptop: &Laptop, site: &str, person: Option<&str>, days: u64, hours: u32) {
    let line = json!({
        "employer": "Bâtir Ensemble", "person": person, "on": days_ago(days), "minutes": hours * 60, "contract": "insertion",
    });
    laptop.ask("clause_hours.add", json!({ "site": site, "lines": [line] }));
}

fn hours(laptop: &Laptop, ask: &Value, row: Option<&str>, column: &str) -> Value {
    let figure = json!({ "table": "works", "row": row, "column": column });
    laptop.ask("report.hours", json!({ "ask": ask, "figure": figure, "offset": 0, "limit": 500 }))
}

/// Awa and Karim worked on one site, others had no name here; another site has not begun.
fn two_sites() -> (Laptop, String, String) {
    let laptop = laptop();
    let awa = laptop.add("Awa", "Diop", json!({}));
    let karim = laptop.add("Karim", "Saïdi", json!({}));
    let site = laptop.works_site("Réhabilitation");
    let mut later = works_site_form("Place du marché");
    later["opens_on"] = json!(in_days(20));
    laptop.ask("works_site.add", json!({ "what": later }));
    add(&laptop, &site, Some(&awa), 3, 100);
    add(&laptop, &site, Some(&karim), 10, 20);
    add(&laptop, &site, None, 40, 500);
    (laptop, site, awa)
}

#[test]
fn hours_due_and_done_stand_by_site_beside_the_period_before() {
    let (laptop, site, awa) = two_sites();
    let report = laptop.ask("report.show", json!({ "ask": last_month(), "against": "previous" }));
    let table = &report["tables"][0];
    assert_eq!(table["columns"], json!(["hours_done", "hours_until", "hours_due", "hours_left"]));
    let rows = table["rows"].as_array().unwrap();
    assert_eq!(rows.len(), 1, "what has not begun is not there: {rows:?}");
    assert_eq!((&rows[0]["name"], &rows[0]["key"]), (&json!("Réhabilitation"), &json!(site)));
    assert_eq!(rows[0]["counts"], json!([120 * 60, 620 * 60, 1_500 * 60, 880 * 60]));
    assert_eq!(rows[0]["before"], json!([500 * 60, 500 * 60, 1_500 * 60, 1_000 * 60]));
    assert_eq!(table["total"]["counts"], rows[0]["counts"]);

    let behind = hours(&laptop, &last_month(), Some(&site), "hours_done");
    assert_eq!((&behind["total"], &behind["minutes"]), (&json!(2), &json!(120 * 60)), "as the figure says");
    let line = &behind["lines"][0];
    assert_eq!(
        (&line["site_name"], &line["line"]["person_name"], &line["line"]["what"]["person"]),
        (&json!("Réhabilitation"), &json!("Awa Diop"), &json!(awa)),
        "the latest first"
    );
    assert_eq!(hours(&laptop, &last_month(), None, "hours_until")["total"], 3);
    assert_eq!(
        laptop.behind(&last_month(), "works", None, "hours_done")["total"],
        0,
        "they are nobody's cases"
    );
}

#[test]
fn figures_of_sites_follow_what_is_written_and_taken_back() {
    let (laptop, site, _) = two_sites();
    let done = || laptop.report(&last_month())["tables"][0]["total"]["counts"][0].clone();
    add(&laptop, &site, None, 1, 7);
    assert_eq!(done(), 127 * 60);
    laptop.ask("undo.do", json!({ "position": laptop.ask("undo.last", json!({}))[0]["position"] }));
    assert_eq!(done(), 120 * 60);
    laptop.ask("works_site.remove", json!({ "site": site }));
    assert_eq!(laptop.report(&last_month())["tables"][0]["rows"], json!([]));
}

#[test]
fn hours_stay_with_the_site_when_a_file_is_limited_but_its_name_goes() {
    let (laptop, site, awa) = two_sites();
    let request = laptop.asks(&awa, "limitation", json!(null));
    laptop.answers(&request, "granted", "");
    let behind = hours(&laptop, &last_month(), Some(&site), "hours_done");
    assert_eq!(behind["minutes"], 120 * 60);
    assert_eq!(behind["lines"][0]["line"]["person_name"], "", "its use is limited");
    assert_eq!(behind["lines"][1]["line"]["person_name"], "Karim Saïdi");
}

#[test]
fn hours_leave_explained_and_those_of_few_are_masked() {
    let (laptop, ..) = two_sites();
    let path = laptop.written("heures", &last_month(), "xlsx", false);
    let whole = sheet(&path, 1);
    assert_eq!(
        whole[0],
        [
            "Chantier",
            "Faites dans la période",
            "Faites depuis le début",
            "Dues au contrat",
            "Restent à faire"
        ]
    );
    assert_eq!(whole[1], ["Réhabilitation", "120", "620", "1500", "880"]);
    let explained = sheet(&path, 2);
    let rule = |name: &str| explained.iter().find(|row| row[0] == name).map(|row| row[1].clone());
    assert!(rule("Dues au contrat").is_some_and(|rule| rule.contains("charte nationale d’insertion")));

    let masked = sheet(&laptop.written("masque", &last_month(), "xlsx", true), 1);
    let told = masked[1..].iter().flat_map(|row| &row[1..]).filter(|cell| cell.parse::<f64>().is_ok());
    assert_eq!(told.count(), 0, "two people's hours: {masked:?}");
    let csv = std::fs::read_to_string(laptop.written("heures", &last_month(), "csv", false)).unwrap();
    assert!(csv.contains("Réhabilitation;Faites dans la période;120,00"), "{csv}");
    let svg = std::fs::read_to_string(laptop.written("heures", &last_month(), "svg", false)).unwrap();
    assert!(svg.starts_with("<svg") && svg.contains("#0b6b5d"), "a bar is drawn");

    let list = laptop.dir.path().join("liste.xlsx");
    let figure = json!({ "table": "works", "row": null, "column": "hours_done" });
    let request = json!({ "ask": last_month(), "figure": figure, "path": list, "passphrase": PASSPHRASE });
    assert_eq!(laptop.ask("report.export_people", request), json!({ "lines": 2 }));
    let rows = sheet(&list, 1);
    assert_eq!(rows[0], ["Chantier", "Jour", "Employeur", "Jeune suivi ici", "Contrat", "Heures"]);
    assert_eq!(rows[1][2..], ["Bâtir Ensemble", "Awa Diop", "insertion (IAE)", "100"]);
}
