//! A team is founded, colleagues come in, and what each wrote offline is with all.

use crate::house::{Hub, Laptop};
use serde_json::json;

fn pair() -> (Hub, Laptop, Laptop) {
    let hub = Hub::new();
    let (awa, bruno) = (Laptop::of("Awa Ndiaye"), Laptop::of("Bruno Lefèvre"));
    awa.founds(&hub, "Équipe des Tarterêts");
    awa.brings_in(&bruno, "member");
    (hub, awa, bruno)
}

#[test]
fn what_one_wrote_before_is_with_the_colleague_who_joins() {
    let hub = Hub::new();
    let awa = Laptop::of("Awa Ndiaye");
    let zelie = awa.adds("Zélie", "Crépin");
    let founded = awa.founds(&hub, "Équipe du Pile");
    assert_eq!(founded["end"]["end"], "done");
    assert_eq!(founded["to_send"], 0, "everything was sent");
    let bruno = Laptop::of("Bruno Lefèvre");
    let noe = bruno.adds("Noé", "Fontaine");
    awa.brings_in(&bruno, "member");
    awa.meets();
    for laptop in [&awa, &bruno] {
        assert_eq!(laptop.shows(&zelie)["who"]["given_name"], "Zélie");
        assert_eq!(laptop.shows(&noe)["who"]["given_name"], "Noé");
    }
    assert_eq!(awa.everything(), bruno.everything());
    let team = bruno.ask("team.read", json!({}));
    assert_eq!(team["stage"], "in");
    assert_eq!(team["team"], "Équipe du Pile");
    assert_eq!(team["role"], "member");
    assert_eq!(team["members"][0]["me"], true);
    assert_eq!(team["members"][1]["name"], "Awa Ndiaye");
    assert_eq!(team["members"][1]["role"], "admin");
    assert_eq!(team["alarms"], json!([]));
}

#[test]
fn different_fields_merge_silently_and_one_field_keeps_both_values() {
    let (_hub, awa, bruno) = pair();
    let zelie = awa.adds("Zélie", "Crépin");
    awa.meets();
    bruno.meets();
    awa.corrects(&zelie, "phone", "06 39 98 00 11");
    bruno.corrects(&zelie, "commune", "Roubaix");
    awa.corrects(&zelie, "email", "zelie@exemple.fr");
    bruno.corrects(&zelie, "email", "crepin@exemple.fr");
    bruno.meets();
    awa.meets();
    bruno.meets();
    assert_eq!(awa.everything(), bruno.everything());
    for laptop in [&awa, &bruno] {
        let state = laptop.ask("session.state", json!({}));
        assert_eq!(state["disagreements"], 1, "{}: {state}", laptop.worker);
    }
}
