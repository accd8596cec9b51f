//! The only coordinator's laptop is lost: with a code on paper a colleague's leads the team on.

use passerelle_app::Problem;
use serde_json::{Value, json};

use crate::house::{Days, Hub, Laptop};

fn team_of(laptop: &Laptop) -> Value {
    laptop.ask("team.read", json!({}))
}

fn makes_a_kit(laptop: &Laptop) -> String {
    laptop.ask("team.make_kit", json!({}))["code"].as_str().unwrap().to_owned()
}

fn uses(laptop: &Laptop, code: &str) {
    laptop.ask("team.use_kit", json!({ "code": code }));
}

fn is_refused(laptop: &Laptop, code: &str) -> Problem {
    laptop.refused("team.use_kit", json!({ "code": code }))
}

fn names(team: &Value) -> Vec<&str> {
    team["members"].as_array().unwrap().iter().map(|member| member["name"].as_str().unwrap()).collect()
}

#[test]
fn a_member_leads_on_with_the_kit_of_a_coordinator_whose_laptop_is_lost() {
    let hub = Hub::new();
    let [awa, bruno, chloe] = ["Awa Ndiaye", "Bruno Lefèvre", "Chloé Petit"].map(Laptop::of);
    awa.founds(&hub, "Équipe du Pile");
    awa.brings_in(&bruno, "member");
    assert_eq!(team_of(&awa)["kit"], false);
    let code = makes_a_kit(&awa);
    assert_eq!(code.split('-').count(), 9);
    let zelie = awa.adds("Zélie", "Crépin");
    awa.meets();
    bruno.meets();
    for laptop in [&awa, &bruno] {
        let team = team_of(laptop);
        assert_eq!((&team["kit"], names(&team).len()), (&json!(true), 2), "a kit is no laptop of anybody's");
    }
    let lost = team_of(&bruno)["members"][1]["device"].clone();
    drop(awa);
    assert_eq!(bruno.refused("team.invite", json!({ "role": "member" })), Problem::RoleForbids);
    uses(&bruno, &code.to_lowercase().replace('-', " "));
    let team = team_of(&bruno);
    assert_eq!((&team["role"], &team["kit"]), (&json!("admin"), &json!(false)), "it serves once");
    bruno.ask("team.remove_member", json!({ "device": lost }));
    bruno.brings_in(&chloe, "member");
    assert_eq!(chloe.shows(&zelie)["who"]["given_name"], "Zélie");
    assert_eq!(is_refused(&chloe, &code), Problem::KitUnknown);
    let noe = chloe.adds("Noé", "Fontaine");
    chloe.meets();
    bruno.meets();
    assert_eq!(bruno.shows(&noe)["who"]["given_name"], "Noé");
    for laptop in [&bruno, &chloe] {
        assert_eq!(team_of(laptop)["alarms"], json!([]));
        assert_eq!(laptop.ask("vault.verify", json!({}))["sound"], true);
    }
    // The next one comes from whoever leads now.
    let next = makes_a_kit(&bruno);
    uses(&chloe, &next);
    assert_eq!(team_of(&chloe)["role"], "admin");
}

#[test]
fn a_code_that_was_replaced_withdrawn_mistyped_or_of_another_team_changes_nothing() {
    let hub = Hub::new();
    let [awa, bruno, driss] = ["Awa Ndiaye", "Bruno Lefèvre", "Driss Amrani"].map(Laptop::of);
    awa.founds(&hub, "Équipe du Pile");
    awa.brings_in(&bruno, "member");
    driss.founds(&hub, "Équipe du Trois-Ponts");
    let of_others = makes_a_kit(&driss);
    let first = makes_a_kit(&awa);
    let second = makes_a_kit(&awa);
    assert_ne!(first, second);
    assert_eq!(bruno.refused("team.make_kit", json!({})), Problem::RoleForbids);
    assert_eq!(bruno.refused("team.withdraw_kit", json!({})), Problem::RoleForbids);
    let mut slip: Vec<char> = second.chars().collect();
    slip[0] = if slip[0] == '7' { '8' } else { '7' };
    let slip: String = slip.into_iter().collect();
    assert_eq!(is_refused(&bruno, &slip), Problem::KitTypo);
    assert_eq!(is_refused(&bruno, ""), Problem::KitTypo);
    for code in [&of_others, &first] {
        assert_eq!(is_refused(&bruno, code), Problem::KitUnknown);
    }
    awa.ask("team.withdraw_kit", json!({}));
    awa.ask("team.withdraw_kit", json!({}));
    assert_eq!(team_of(&awa)["kit"], false);
    assert_eq!(is_refused(&bruno, &second), Problem::KitUnknown);
    let team = team_of(&bruno);
    assert_eq!((&team["role"], &team["alarms"]), (&json!("member"), &json!([])));
    let alone = Laptop::of("Chloé Petit");
    assert_eq!(is_refused(&alone, &second), Problem::NotInTeam);
}

#[test]
fn the_last_coordinator_does_not_leave_a_team_to_a_paper() {
    let hub = Hub::new();
    let [awa, bruno] = ["Awa Ndiaye", "Bruno Lefèvre"].map(Laptop::of);
    awa.founds(&hub, "Équipe du Pile");
    awa.brings_in(&bruno, "member");
    makes_a_kit(&awa);
    assert_eq!(awa.refused("team.leave", json!({})), Problem::LastAdmin);
}

#[test]
fn a_kit_opens_the_files_of_a_team_that_was_silent_for_longer_than_its_lease() {
    let (days, hub) = (Days::<15>, Hub::new());
    let [awa, bruno] = ["Awa Ndiaye", "Bruno Lefèvre"].map(|worker| days.laptop(worker));
    awa.founds(&hub, "Équipe du Pile");
    awa.brings_in(&bruno, "member");
    let code = makes_a_kit(&awa);
    let zelie = awa.adds("Zélie", "Crépin");
    awa.meets();
    bruno.meets();
    drop(awa);
    days.go_by(60);
    assert_eq!(bruno.refused("person.open", json!({ "person": zelie })), Problem::LeaseOver { days: 45 });
    uses(&bruno, &code);
    assert_eq!(bruno.shows(&zelie)["who"]["given_name"], "Zélie");
    let noe = bruno.adds("Noé", "Fontaine");
    assert_eq!(bruno.meets()["end"]["end"], "done");
    assert_eq!(bruno.shows(&noe)["who"]["given_name"], "Noé");
}
