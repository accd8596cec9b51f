//! Works sites: what their contracts owe to inhabitants in hours, what was done, and by whom.

use serde_json::{Value, json};

use crate::laptop::{Laptop, PASSPHRASE, days_ago, id, in_days, laptop, refusal, works_site_form};

fn open(laptop: &Laptop, site: &str) -> Value {
    laptop.ask("works_site.open", json!({ "site": site }))
}

/// Takes back the last act.
fn undo(laptop: &Laptop) {
    let position = laptop.ask("undo.last", json!({}))[0]["position"].clone();
    laptop.ask("undo.do", json!({ "position": position }));
}

fn line(employer: &str, person: Option<&str>, days: u64, minutes: u32) -> Value {
    json!({ "employer": employer, "person": person, "on": days_ago(days), "minutes": minutes, "contract": null })
}

#[test]
fn a_sheet_of_hours_counts_towards_what_is_due_by_whoever_worked_and_had_it_worked() {
    let laptop = laptop();
    let awa = laptop.add("Awa", "Diop", json!({}));
    let mut what = works_site_form("Réhabilitation");
    what["percent"] = json!(8);
    let site = id(&laptop.ask("works_site.add", json!({ "what": what })), "site");
    let lines = json!([
        line("Bâtir Ensemble", Some(&awa), 40, 60 * 120),
        line("Bâtir Ensemble", None, 40, 60 * 200),
        line("Intérim du Nord", None, 10, 60 * 400),
    ]);
    laptop.ask("clause_hours.add", json!({ "site": site, "lines": lines }));
    let file = open(&laptop, &site);
    assert_eq!(
        file["stand"],
        json!({ "due_hours": 2_400, "done_minutes": 43_200, "remaining_minutes": 100_800, "done_percent": 30 })
    );
    assert_eq!(file["charter_percent"], 5);
    let employers = json!([
        { "employer": "Intérim du Nord", "minutes": 24_000 },
        { "employer": "Bâtir Ensemble", "minutes": 19_200 },
    ]);
    assert_eq!(file["employers"], employers);
    assert_eq!((&file["followed"], &file["followed_minutes"]), (&json!(1), &json!(7_200)));
    assert_eq!(file["hours"][0]["what"]["employer"], "Intérim du Nord", "the latest first");
    assert_eq!(file["hours"][2]["person_name"], "Awa Diop");
    let listed = laptop.ask("works_site.list", json!({}));
    assert_eq!(listed[0]["stand"], file["stand"], "the list says the same");
    laptop.assert_sound("after hours were written");
}

#[test]
fn a_sheet_with_one_bad_line_writes_nothing() {
    let laptop = laptop();
    let site = laptop.works_site("Réhabilitation");
    let lines = json!([line("Bâtir Ensemble", None, 3, 600), line("Bâtir Ensemble", None, 3, 0)]);
    let refused = laptop.refused("clause_hours.add", json!({ "site": site, "lines": lines }));
    assert_eq!(refused, refusal("unreadable", json!({ "field": "minutes" })));
    assert_eq!(open(&laptop, &site)["hours"], json!([]));
}

#[test]
fn a_line_is_corrected_taken_out_and_brought_back() {
    let laptop = laptop();
    let awa = laptop.add("Awa", "Diop", json!({}));
    let site = laptop.works_site("Réhabilitation");
    let hours = laptop.worked(&site, &awa, 7_200);
    laptop.ask(
        "clause_hours.correct",
        json!({ "id": hours, "line": line("Bâtir Ensemble", Some(&awa), 1, 7_000) }),
    );
    assert_eq!(open(&laptop, &site)["stand"]["done_minutes"], 7_000);
    laptop.ask("clause_hours.remove", json!({ "id": hours }));
    assert_eq!(open(&laptop, &site)["stand"]["done_minutes"], 0);
    undo(&laptop);
    assert_eq!(open(&laptop, &site)["stand"]["done_minutes"], 7_000, "taken out by mistake");
    let history = laptop.ask("history.of_works_site", json!({ "site": site, "offset": 0, "limit": 50 }));
    let acts: Vec<&str> =
        history["lines"].as_array().unwrap().iter().map(|line| line["act"].as_str().unwrap()).collect();
    assert_eq!(
        acts,
        ["undo", "clause_hours.remove", "clause_hours.correct", "clause_hours.add", "works_site.add"]
    );
}

#[test]
fn hours_stay_when_the_file_of_whoever_worked_them_is_erased() {
    let laptop = laptop();
    let awa = laptop.add("Awa", "Diop", json!({}));
    let site = laptop.works_site("Réhabilitation");
    let hours = laptop.worked(&site, &awa, 7_200);
    laptop.ask("person.erase", json!({ "person": awa, "passphrase": PASSPHRASE }));
    let file = open(&laptop, &site);
    assert_eq!(file["stand"]["done_minutes"], 7_200, "they are accounted for to whoever pays");
    assert_eq!(file["hours"][0]["person_name"], "");
    let same = json!({ "id": hours, "line": line("Bâtir Ensemble", Some(&awa), 1, 7_100) });
    laptop.ask("clause_hours.correct", same);
    assert_eq!(open(&laptop, &site)["stand"]["done_minutes"], 7_100, "and can still be corrected");
    laptop.assert_sound("after an erasure");
}

#[test]
fn a_merged_file_keeps_its_hours_under_the_name_that_is_shown() {
    let laptop = laptop();
    let awa = laptop.add("Awa", "Diop", json!({}));
    let double = laptop.add("Hawa", "Diop", json!({}));
    let site = laptop.works_site("Réhabilitation");
    laptop.worked(&site, &double, 600);
    laptop.worked(&site, &awa, 1_200);
    laptop.ask("person.merge", json!({ "kept": awa, "other": double }));
    let file = open(&laptop, &site);
    assert_eq!((&file["followed"], &file["followed_minutes"]), (&json!(1), &json!(1_800)));
    assert!(file["hours"].as_array().unwrap().iter().all(|line| line["person_name"] == "Awa Diop"));
}

#[test]
fn sites_that_end_soon_come_first_and_those_that_are_over_last() {
    let laptop = laptop();
    for (name, closes_on) in [("Loin", in_days(300)), ("Fini", days_ago(3)), ("Bientôt", in_days(9))] {
        let mut what = works_site_form(name);
        what["closes_on"] = json!(closes_on);
        laptop.ask("works_site.add", json!({ "what": what }));
    }
    let listed = laptop.ask("works_site.list", json!({}));
    let names: Vec<&str> =
        listed.as_array().unwrap().iter().map(|line| line["name"].as_str().unwrap()).collect();
    assert_eq!(names, ["Bientôt", "Loin", "Fini"]);
    let first = listed[0]["id"].clone();
    laptop.ask("works_site.remove", json!({ "site": first }));
    assert_eq!(laptop.refused("works_site.open", json!({ "site": first }))["code"], "not_found");
    undo(&laptop);
    assert_eq!(laptop.ask("works_site.open", json!({ "site": first }))["what"]["name"], "Bientôt");
}
