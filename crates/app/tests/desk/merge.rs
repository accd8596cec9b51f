//! Two files that are of one person: found, shown as one, searched by both names, and taken apart again.

use serde_json::{Value, json};

use crate::laptop::{Laptop, aged, days_ago, laptop, refusal};

fn pairs(laptop: &Laptop) -> Vec<(String, String)> {
    let answer = laptop.ask("likeness.pairs", json!({ "after": 0 }));
    assert_eq!(answer["next"], Value::Null);
    let name = |twin: &Value| twin["who"]["given_name"].as_str().unwrap().to_owned();
    answer["pairs"]
        .as_array()
        .unwrap()
        .iter()
        .map(|pair| (name(&pair["one"]), name(&pair["other"])))
        .collect()
}

fn undo_last(laptop: &Laptop) {
    let last = laptop.ask("undo.last", json!({}))[0]["position"].clone();
    laptop.ask("undo.do", json!({ "position": last }));
    laptop.assert_sound("after an undo");
}

fn count(value: &Value) -> usize {
    value.as_array().unwrap().len()
}

/// Awa as two colleagues wrote her down, each with an exchange, a task and an agreement.
fn twice(laptop: &Laptop) -> (String, String) {
    let one = laptop.add("Awa", "Diallo", json!({ "birth": aged(19), "phone": "06 39 98 00 01" }));
    let other = laptop.add("Hawa", "Dialo", json!({ "birth": aged(19), "commune": "Creil" }));
    laptop.note(&one, "Parle de soudure.");
    laptop.note(&other, "Parle de carrosserie.");
    let task = |person: &str| json!({ "person": person, "what": "Rappeler", "due_on": days_ago(0), "urgent": false });
    laptop.ask("task.add", task(&other));
    (one, other)
}

#[test]
fn one_file_shows_both_until_they_are_taken_apart() {
    let laptop = laptop();
    let (one, other) = twice(&laptop);
    let provider = laptop.provider("CFA des Deux Rives");
    let programme = laptop.programme(&provider, "CAP Réparation des carrosseries", json!({}));
    let referral = laptop.propose(&other, &programme);
    let given = json!({ "person": other, "provider": provider, "given_by": "person", "on": null });
    laptop.ask("agreement.record", given);
    let before = (laptop.open(&one), laptop.open(&other), laptop.ask("today.show", json!({})));
    let found = laptop.found("hawa dialo");
    assert_eq!(pairs(&laptop), [("Awa".to_owned(), "Hawa".to_owned())]);

    laptop.ask("person.merge", json!({ "kept": one, "other": other }));
    laptop.assert_sound("after a merge");
    let file = laptop.open(&other);
    assert_eq!(file["id"], json!(one), "the merged one opens the kept file");
    assert_eq!(file, laptop.open(&one));
    assert_eq!(count(&file["timeline"]), count(&before.0["timeline"]) + count(&before.1["timeline"]));
    assert_eq!((count(&file["cases"]), count(&file["tasks"]), count(&file["agreements"])), (2, 1, 1));
    assert_eq!(file["merged"][0]["who"]["family_name"], "Dialo", "what the other says is not lost");
    assert_eq!(file["who"], before.0["who"], "nothing of the kept one is rewritten");
    let line = laptop.referral(&referral);
    assert_eq!((&line["line"]["person"], &line["agreement"]), (&json!(one), &json!("person")));
    assert_eq!(laptop.found("hawa dialo"), ["Awa Diallo"]);
    let today = laptop.ask("today.show", json!({}));
    assert_eq!((&today["people"], &today["tasks"][0]["person"]), (&json!(1), &json!(one)));
    assert_eq!(pairs(&laptop), []);

    // Written under the name that was merged: it belongs to the file that shows it.
    laptop.note(&other, "Vue au local.");
    assert_eq!(laptop.open(&one)["timeline"][0]["what"]["note"], "Vue au local.");
    undo_last(&laptop);

    laptop.ask("person.unmerge", json!({ "kept": one, "other": other }));
    assert_eq!((laptop.open(&one), laptop.open(&other), laptop.ask("today.show", json!({}))), before);
    assert_eq!(laptop.found("hawa dialo"), found);
    laptop.assert_sound("after a merge was taken back");
}

#[test]
fn an_undo_takes_a_merge_back_exactly_and_does_it_again() {
    let laptop = laptop();
    let (one, other) = twice(&laptop);
    let before = (laptop.open(&one), laptop.open(&other), laptop.ask("search", json!({ "text": "dialo" })));
    laptop.ask("person.merge", json!({ "kept": one, "other": other }));
    let merged = laptop.open(&one);
    undo_last(&laptop);
    assert_eq!(
        (laptop.open(&one), laptop.open(&other), laptop.ask("search", json!({ "text": "dialo" }))),
        before
    );
    assert_eq!(pairs(&laptop).len(), 1, "the pair is asked about again");
    undo_last(&laptop);
    assert_eq!(laptop.open(&other), merged);
    undo_last(&laptop);
    laptop.ask("person.merge", json!({ "kept": other, "other": one }));
    assert_eq!(laptop.open(&one)["id"], json!(other), "the other one can be kept instead");
    laptop.assert_sound("after a merge the other way round");
}

#[test]
fn two_who_only_look_alike_are_not_shown_again() {
    let laptop = laptop();
    let (one, other) = twice(&laptop);
    laptop.ask("person.distinct", json!({ "one": one, "other": other }));
    assert_eq!(pairs(&laptop), []);
    assert_eq!(laptop.open(&other)["id"], json!(other), "both files stay");
    undo_last(&laptop);
    assert_eq!(pairs(&laptop).len(), 1);
    laptop.ask("person.distinct", json!({ "one": other, "other": one }));
    laptop.ask("person.merge", json!({ "kept": one, "other": other }));
    assert_eq!(laptop.open(&other)["id"], json!(one), "whoever finds out better says so");
}

#[test]
fn a_chain_of_merges_ends_in_one_file_and_no_circle_is_made() {
    let laptop = laptop();
    let ids: Vec<String> =
        ["Awa", "Hawa", "Aoua"].iter().map(|given| laptop.add(given, "Diallo", json!({}))).collect();
    let merge = |kept: usize, other: usize| {
        laptop.ask("person.merge", json!({ "kept": ids[kept], "other": ids[other] }));
        laptop.assert_sound("in a chain of merges");
    };
    merge(1, 2);
    merge(0, 1);
    assert_eq!(laptop.open(&ids[2])["id"], json!(ids[0]), "the whole chain opens the last file");
    assert_eq!(count(&laptop.open(&ids[0])["merged"]), 2);
    let again = laptop.refused("person.merge", json!({ "kept": ids[2], "other": ids[0] }));
    assert_eq!(again, refusal("nothing", json!({})), "they are one already, whoever is named");
    laptop.ask("person.unmerge", json!({ "kept": ids[0], "other": ids[1] }));
    assert_eq!(laptop.open(&ids[2])["id"], json!(ids[1]), "the first merge still stands");
    assert_eq!(laptop.open(&ids[0])["merged"], json!([]));
    laptop.assert_sound("after a chain was cut");
    merge(2, 0);
    assert_eq!(laptop.open(&ids[0])["id"], json!(ids[1]), "into the file that shows the one who was named");
}

#[test]
fn what_cannot_be_one_person_is_refused() {
    let laptop = laptop();
    let awa = laptop.add("Awa", "Diallo", json!({}));
    let refused =
        |kept: &str, other: &str| laptop.refused("person.merge", json!({ "kept": kept, "other": other }));
    assert_eq!(refused(&awa, &awa), refusal("nothing", json!({})));
    assert_eq!(refused(&awa, "00000000-0000-0000-0000-000000000001")["code"], "not_found");
    laptop.ask("demo.fill", json!({ "people": 1, "seed": 1 }));
    let all = json!({ "filter": {}, "sort": "name", "descending": false, "offset": 0, "limit": 9 });
    let lines = laptop.ask("person.list", all)["lines"].clone();
    let invented = lines.as_array().unwrap().iter().find(|line| line["demo"] == true).unwrap()["id"].clone();
    assert_eq!(refused(&awa, invented.as_str().unwrap()), refusal("invented_and_real", json!({})));
    let apart = laptop.refused("person.unmerge", json!({ "kept": awa, "other": invented }));
    assert_eq!(apart, refusal("nothing", json!({})));
}
