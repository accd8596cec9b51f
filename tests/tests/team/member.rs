//! Who may what, and what is left to whoever goes.

use crate::house::{Hub, Laptop};
use passerelle_app::Problem;
use serde_json::{Value, json};

struct Team {
    hub: Hub,
    awa: Laptop,
    bruno: Laptop,
    chloe: Laptop,
}

fn team() -> Team {
    let hub = Hub::new();
    let [awa, bruno, chloe] = ["Awa Ndiaye", "Bruno Lefèvre", "Chloé Petit"].map(Laptop::of);
    awa.founds(&hub, "Équipe du Pile");
    awa.brings_in(&bruno, "member");
    awa.brings_in(&chloe, "member");
    awa.meets();
    bruno.meets();
    Team { hub, awa, bruno, chloe }
}

fn seen_by(laptop: &Laptop, name: &str) -> Value {
    let team = laptop.ask("team.read", json!({}));
    let members = team["members"].as_array().unwrap();
    members.iter().find(|member| member["name"] == name).unwrap_or_else(|| panic!("{team}")).clone()
}

#[test]
fn whoever_was_removed_reads_nothing_newer_and_keeps_what_was_not_sent() {
    let Team { hub: _hub, awa, bruno, chloe } = team();
    let zelie = awa.adds("Zélie", "Crépin");
    awa.meets();
    bruno.meets();
    let noe = bruno.adds("Noé", "Fontaine");
    awa.ask("team.remove_member", json!({ "device": seen_by(&awa, "Bruno Lefèvre")["device"] }));
    awa.corrects(&zelie, "phone", "06 39 98 00 11");
    awa.meets();
    let end = bruno.tries();
    assert_eq!(end["end"]["end"], "removed");
    assert_eq!(end["to_send"], 1, "it stays here");
    assert_eq!(bruno.shows(&noe)["who"]["given_name"], "Noé");
    assert_eq!(bruno.shows(&zelie)["who"]["phone"], "", "what came later was not read");
    chloe.meets();
    assert_eq!(chloe.shows(&zelie)["who"]["phone"], awa.shows(&zelie)["who"]["phone"]);
    assert_eq!(seen_by(&chloe, "Bruno Lefèvre")["role"], json!(null));
    assert_eq!(bruno.ask("team.read", json!({}))["role"], json!(null));
    assert_eq!(bruno.ask("session.state", json!({}))["link"]["end"]["end"], "removed");
}

#[test]
fn whoever_comes_back_does_so_as_another_laptop_and_brings_what_was_not_sent() {
    let Team { hub: _hub, awa, bruno, .. } = team();
    awa.ask("team.remove_member", json!({ "device": seen_by(&awa, "Bruno Lefèvre")["device"] }));
    let noe = bruno.adds("Noé", "Fontaine");
    assert_eq!(bruno.tries()["end"]["end"], "removed");
    bruno.ask("team.leave", json!({}));
    awa.brings_in(&bruno, "member");
    awa.meets();
    assert_eq!(awa.shows(&noe)["who"]["given_name"], "Noé");
    assert_eq!(awa.everything(), bruno.everything());
    for laptop in [&awa, &bruno] {
        assert_eq!(laptop.ask("team.read", json!({}))["alarms"], json!([]), "{}", laptop.worker);
    }
}

#[test]
fn only_a_coordinator_changes_the_team_and_the_last_one_stays() {
    let Team { hub: _hub, awa, bruno, chloe } = team();
    let awa_seen = seen_by(&bruno, "Awa Ndiaye")["device"].clone();
    assert_eq!(bruno.refused("team.invite", json!({ "role": "member" })), Problem::RoleForbids);
    assert_eq!(bruno.refused("team.remove_member", json!({ "device": awa_seen })), Problem::RoleForbids);
    assert_eq!(bruno.refused("team.renew_keys", json!({})), Problem::RoleForbids);
    assert_eq!(awa.refused("team.leave", json!({})), Problem::LastAdmin);
    let less = json!({ "device": awa_seen, "role": "member" });
    assert_eq!(awa.refused("team.set_role", less), Problem::LastAdmin);
    let bruno_seen = seen_by(&awa, "Bruno Lefèvre")["device"].clone();
    awa.ask("team.set_role", json!({ "device": bruno_seen, "role": "admin" }));
    bruno.meets();
    bruno.ask("team.renew_keys", json!({}));
    awa.ask("team.leave", json!({}));
    assert_eq!(awa.ask("team.read", json!({}))["stage"], "alone");
    let zelie = bruno.adds("Zélie", "Crépin");
    bruno.meets();
    chloe.meets();
    assert_eq!(chloe.shows(&zelie)["who"]["given_name"], "Zélie");
}

#[test]
fn a_reader_reads_and_what_it_writes_stays_with_it() {
    let Team { hub: _hub, awa, bruno, .. } = team();
    let bruno_seen = seen_by(&awa, "Bruno Lefèvre")["device"].clone();
    awa.ask("team.set_role", json!({ "device": bruno_seen, "role": "reader" }));
    let zelie = awa.adds("Zélie", "Crépin");
    awa.meets();
    let noe = bruno.adds("Noé", "Fontaine");
    let met = bruno.meets();
    assert_eq!(met["to_send"], 1);
    assert_eq!(bruno.shows(&zelie)["who"]["given_name"], "Zélie");
    awa.meets();
    assert_eq!(awa.refused("person.open", json!({ "person": noe })), Problem::NotFound);
    awa.ask("team.set_role", json!({ "device": bruno_seen, "role": "member" }));
    bruno.meets();
    awa.meets();
    assert_eq!(awa.shows(&noe)["who"]["given_name"], "Noé", "as a member it may send it");
}

#[test]
fn a_hub_that_is_away_loses_nothing() {
    let Team { mut hub, awa, bruno, .. } = team();
    hub.dies();
    let zelie = awa.adds("Zélie", "Crépin");
    let met = awa.tries();
    assert_eq!((&met["end"]["end"], &met["to_send"]), (&json!("cut"), &json!(1)));
    let link = &awa.ask("session.state", json!({}))["link"];
    assert_eq!(link["end"]["end"], "cut");
    assert!(link["done_ms"].is_number(), "when it was last met is not forgotten");
    hub.comes_back();
    awa.meets();
    bruno.meets();
    assert_eq!(bruno.shows(&zelie)["who"]["given_name"], "Zélie");
}
