//! A backup is taken back on a laptop of a team: it is another laptop from then on, forks nothing and loses nothing.

use crate::house::{Hub, Laptop, PASSPHRASE};
use serde_json::{Value, json};

fn takes_back(laptop: &Laptop, backup: &Value) {
    let request =
        json!({ "place": "here", "backup": backup, "passphrase": PASSPHRASE, "recovery_code": null });
    laptop.ask("backup.restore", request);
}

#[test]
fn a_backup_that_is_taken_back_joins_as_another_laptop_and_brings_what_was_never_sent() {
    let hub = Hub::new();
    let [awa, bruno] = ["Awa Ndiaye", "Bruno Lefèvre"].map(Laptop::of);
    awa.founds(&hub, "Équipe du Pile");
    awa.brings_in(&bruno, "member");
    let before = bruno.adds("Zélie", "Crépin");
    bruno.meets();
    let unsent = bruno.adds("Noé", "Fontaine");
    let backup = bruno.ask("backup.make", json!({}))["backup"]["id"].clone();
    let after = bruno.adds("Gwenaëlle", "Wójcik");
    bruno.meets();
    takes_back(&bruno, &backup);
    assert_eq!(bruno.ask("team.read", json!({}))["stage"], "alone", "the keys were the former laptop's");
    let new = bruno.adds("Awa", "Diallo");
    awa.brings_in(&bruno, "member");
    awa.meets();
    bruno.meets();
    for laptop in [&awa, &bruno] {
        for person in [&before, &unsent, &after, &new] {
            assert!(laptop.shows(person)["who"]["given_name"].is_string(), "{}", laptop.worker);
        }
        assert_eq!(laptop.ask("team.read", json!({}))["alarms"], json!([]), "{}", laptop.worker);
        assert_eq!(laptop.ask("session.state", json!({}))["disagreements"], 0);
    }
    assert_eq!(awa.everything(), bruno.everything());
}

#[test]
fn what_only_the_backup_had_is_sent_by_the_laptop_that_took_it_back() {
    let hub = Hub::new();
    let [awa, bruno] = ["Awa Ndiaye", "Bruno Lefèvre"].map(Laptop::of);
    awa.founds(&hub, "Équipe du Pile");
    awa.brings_in(&bruno, "member");
    let unsent = bruno.adds("Noé", "Fontaine");
    let backup = bruno.ask("backup.make", json!({}))["backup"]["id"].clone();
    takes_back(&bruno, &backup);
    awa.brings_in(&bruno, "member");
    awa.meets();
    assert_eq!(awa.shows(&unsent)["who"]["given_name"], "Noé");
    assert_eq!(awa.everything(), bruno.everything());
}
