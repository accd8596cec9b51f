//! No network for weeks: a stick goes round, and somebody who has a network brings what was written to the hub.

use std::path::Path;

use super::content::{content, files, picture};
use super::erasure::bytes_in;
use crate::house::{Hub, Laptop};
use passerelle_app::Problem;
use serde_json::{Value, json};

fn exports(laptop: &Laptop, stick: &Path) -> String {
    let path = stick.join(format!("{}.passerelle", laptop.worker)).display().to_string();
    laptop.ask("team.export_file", json!({ "path": path }));
    path
}

fn imports(laptop: &Laptop, path: &str) -> Value {
    laptop.ask("team.import_file", json!({ "path": path }))
}

fn team() -> (Hub, [Laptop; 3]) {
    let hub = Hub::new();
    let laptops = ["Awa Ndiaye", "Bruno Lefèvre", "Chloé Petit"].map(Laptop::of);
    laptops[0].founds(&hub, "Équipe du Pile");
    laptops[0].brings_in(&laptops[1], "member");
    laptops[0].brings_in(&laptops[2], "member");
    for laptop in laptops.iter().chain(&laptops) {
        laptop.meets();
    }
    (hub, laptops)
}

#[test]
fn a_stick_brings_what_was_written_and_the_one_with_a_network_brings_it_to_the_hub() {
    let (mut hub, [awa, bruno, chloe]) = team();
    let stick = tempfile::tempdir().unwrap();
    hub.dies();
    let zelie = bruno.adds("Zélie", "Crépin");
    let noe = awa.adds("Noé", "Fontaine");
    let of_bruno = exports(&bruno, stick.path());
    let taken = imports(&awa, &of_bruno);
    assert_eq!((&taken["gaps"], &taken["alarms"]), (&json!([]), &json!(0)), "{taken}");
    assert_eq!(awa.shows(&zelie)["who"]["given_name"], "Zélie");
    assert_eq!(imports(&awa, &of_bruno)["received"], 0, "twice is once");
    let of_awa = exports(&awa, stick.path());
    imports(&bruno, &of_awa);
    assert_eq!(bruno.shows(&noe)["who"]["given_name"], "Noé");
    hub.comes_back();
    awa.meets();
    chloe.meets();
    assert_eq!(chloe.shows(&zelie)["who"]["given_name"], "Zélie", "it went with Awa");
    bruno.meets();
    awa.meets();
    chloe.meets();
    for laptop in [&bruno, &chloe] {
        assert_eq!(awa.everything(), laptop.everything());
        assert_eq!(laptop.ask("team.read", json!({}))["alarms"], json!([]));
    }
}

#[test]
fn a_file_that_is_none_or_was_altered_changes_nothing() {
    let (_hub, [awa, bruno, _]) = team();
    let stick = tempfile::tempdir().unwrap();
    let import = |path: &str| awa.refused("team.import_file", json!({ "path": path }));
    let nothing = stick.path().join("rien.passerelle");
    std::fs::write(&nothing, "Bonjour").unwrap();
    let none = Problem::NotATeamFile { newer: false };
    assert_eq!(import(&nothing.display().to_string()), none);
    let noe = bruno.adds("Noé", "Fontaine");
    let path = exports(&bruno, stick.path());
    let whole = std::fs::read(&path).unwrap();
    for cut in [9, whole.len() / 2, whole.len() - 1] {
        std::fs::write(&path, &whole[..cut]).unwrap();
        assert_eq!(import(&path), none, "cut at {cut}");
    }
    let mut altered = whole.clone();
    let last = altered.len() - 20;
    altered[last] ^= 1;
    std::fs::write(&path, &altered).unwrap();
    let taken = imports(&awa, &path);
    assert_eq!((&taken["received"], &taken["alarms"]), (&json!(0), &json!(1)), "{taken}");
    assert_eq!(awa.ask("team.read", json!({}))["alarms"][0]["kind"], "forged");
    assert_eq!(awa.refused("person.open", json!({ "person": noe })), Problem::NotFound);
    std::fs::write(&path, &whole).unwrap();
    imports(&awa, &path);
    assert_eq!(awa.shows(&noe)["who"]["given_name"], "Noé", "the true one is taken all the same");
    let stranger = Laptop::of("Driss Amrani");
    let other = Hub::new();
    stranger.founds(&other, "Une autre équipe");
    assert_eq!(stranger.refused("team.import_file", json!({ "path": path })), Problem::OtherTeam);
}

#[test]
fn what_a_file_goes_on_from_is_named_and_comes_over_the_network() {
    let (_hub, [awa, bruno, chloe]) = team();
    let stick = tempfile::tempdir().unwrap();
    let zelie = bruno.adds("Zélie", "Crépin");
    // Confirmed twice, it is the hub's: Bruno's file goes on from there.
    bruno.meets();
    bruno.meets();
    let lila = bruno.adds("Lila", "Benali");
    let taken = imports(&awa, &exports(&bruno, stick.path()));
    assert_eq!(taken["gaps"][0]["name"], "Bruno Lefèvre", "{taken}");
    assert_eq!(taken["alarms"], 0, "a stick need not have everything: {taken}");
    let missing = taken["gaps"][0]["from"].as_u64().unwrap();
    assert!(missing > 0, "{taken}");
    for person in [&zelie, &lila] {
        assert_eq!(awa.refused("person.open", json!({ "person": person })), Problem::NotFound);
    }
    for laptop in [&bruno, &awa, &chloe] {
        laptop.meets();
    }
    assert_eq!(awa.shows(&zelie)["who"]["given_name"], "Zélie");
    assert_eq!(awa.everything(), bruno.everything());
    assert_eq!(awa.ask("team.read", json!({}))["alarms"], json!([]));
}

#[test]
fn who_came_in_since_is_known_by_the_file_itself() {
    let hub = Hub::new();
    let [awa, bruno, chloe] = ["Awa Ndiaye", "Bruno Lefèvre", "Chloé Petit"].map(Laptop::of);
    awa.founds(&hub, "Équipe du Pile");
    awa.brings_in(&bruno, "member");
    awa.brings_in(&chloe, "member");
    let stick = tempfile::tempdir().unwrap();
    let zelie = chloe.adds("Zélie", "Crépin");
    let taken = imports(&bruno, &exports(&chloe, stick.path()));
    assert_eq!((&taken["gaps"], &taken["alarms"]), (&json!([]), &json!(0)), "{taken}");
    assert_eq!(bruno.ask("team.read", json!({}))["members"].as_array().unwrap().len(), 3);
    assert_eq!(bruno.shows(&zelie)["who"]["given_name"], "Zélie", "Bruno was at no hub since Chloé came in");
}

fn fits(written: &Value, contents: u32) {
    assert_eq!((&written["contents"], &written["contents_left"]), (&json!(contents), &json!(0)), "{written}");
}

#[test]
fn what_documents_hold_goes_by_a_stick_too_and_on_to_the_hub_with_who_took_it() {
    let (mut hub, [awa, bruno, chloe]) = team();
    let stick = tempfile::tempdir().unwrap();
    hub.dies();
    let zelie = bruno.adds("Zélie", "Crépin");
    let (long, short) = (picture(600_000, 3), picture(40, 4));
    let card = files(&bruno, &zelie, "Carte", &long);
    let letter = files(&bruno, &zelie, "Lettre", &short);
    let path = stick.path().join("bruno.passerelle");
    let written = bruno.ask("team.export_file", json!({ "path": path }));
    fits(&written, 2);
    assert_eq!(written["bytes"], std::fs::metadata(&path).unwrap().len());
    assert!(!bytes_in(stick.path(), "CANARI-DE-PAPIER"), "a stick that is lost tells nothing");
    let path = path.display().to_string();
    let taken = imports(&awa, &path);
    assert_eq!((&taken["contents"], &taken["alarms"]), (&json!(2), &json!(0)), "{taken}");
    assert_eq!((content(&awa, &card), content(&awa, &letter)), (long.clone(), short.clone()));
    assert_eq!(imports(&awa, &path)["contents"], 0, "twice is once");
    assert_eq!(awa.ask("vault.verify", json!({}))["sound"], true);
    // From stick to stick.
    fits(&awa.ask("team.export_file", json!({ "path": path })), 2);
    assert_eq!(imports(&chloe, &path)["contents"], 2);
    assert_eq!(content(&chloe, &card), long);
    hub.comes_back();
    assert_eq!(awa.meets()["contents_sent"], 2, "whoever meets the hub first brings them");
    bruno.meets();
    assert_eq!(hub.contents(), 2);
    let written = bruno.ask("team.export_file", json!({ "path": path }));
    fits(&written, 0);
    let driss = Laptop::of("Driss Amrani");
    awa.brings_in(&driss, "member");
    assert_eq!((content(&driss, &card), content(&driss, &letter)), (long, short));
}

#[test]
fn an_altered_content_on_a_stick_is_told_and_stays_missing() {
    let (_hub, [awa, bruno, _]) = team();
    let stick = tempfile::tempdir().unwrap();
    let zelie = bruno.adds("Zélie", "Crépin");
    let paper = picture(600_000, 5);
    let card = files(&bruno, &zelie, "Carte", &paper);
    let path = exports(&bruno, stick.path());
    let whole = std::fs::read(&path).unwrap();
    let mut altered = whole.clone();
    let last = altered.len() - 20;
    altered[last] ^= 1;
    std::fs::write(&path, &altered).unwrap();
    let taken = imports(&awa, &path);
    assert_eq!((&taken["contents"], &taken["alarms"]), (&json!(0), &json!(1)), "{taken}");
    assert_eq!(awa.shows(&zelie)["documents"][0]["here"], false, "its line has come");
    assert_eq!(awa.ask("team.read", json!({}))["alarms"][0]["kind"], "forged");
    std::fs::write(&path, &whole).unwrap();
    assert_eq!(imports(&awa, &path)["contents"], 1, "the true one is taken all the same");
    assert_eq!(content(&awa, &card), paper);
}

#[test]
fn a_stick_that_was_cut_within_a_content_changes_nothing() {
    let (_hub, [awa, bruno, _]) = team();
    let stick = tempfile::tempdir().unwrap();
    let zelie = bruno.adds("Zélie", "Crépin");
    files(&bruno, &zelie, "Carte", &picture(600_000, 6));
    let path = exports(&bruno, stick.path());
    let whole = std::fs::read(&path).unwrap();
    std::fs::write(&path, &whole[..whole.len() - 300_000]).unwrap();
    let none = Problem::NotATeamFile { newer: false };
    assert_eq!(awa.refused("team.import_file", json!({ "path": path })), none);
    assert_eq!(awa.refused("person.open", json!({ "person": zelie })), Problem::NotFound);
}
