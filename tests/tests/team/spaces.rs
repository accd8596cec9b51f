//! Two spaces on one laptop: a smaller team within the home team, and files that go from one to the other.

use crate::erasure::bytes_in;
use std::sync::Arc;

use crate::content::{content, files, picture};
use crate::house::{Hub, Laptop, Link, Way};
use passerelle_app::Problem;
use serde_json::{Value, json};

/// Nadia, Karim and Tina are in the home team; Nadia and Karim in a smaller one as well.
struct House {
    hub: Hub,
    nadia: Laptop,
    karim: Laptop,
    tina: Laptop,
    small: String,
}

pub fn founds_smaller(laptop: &Laptop, hub: &Hub, name: &str) -> String {
    laptop.ask("team.found", json!({ "hub": hub.address(), "name": name, "smaller": true }));
    smaller_of(laptop)["space"].as_str().unwrap().to_owned()
}

fn smaller_of(laptop: &Laptop) -> Value {
    laptop.ask("team.read", json!({}))["smaller"][0].clone()
}

pub fn brings_into(by: &Laptop, other: &Laptop, space: &str) {
    by.meets();
    let open = by.ask("team.invite", json!({ "role": "member", "space": space }));
    let asked = other.ask("team.join", json!({ "hub": open["hub"], "code": open["code"] }));
    let seen = by.ask("team.invitation", json!({ "space": space }));
    assert_eq!(seen["request"]["words"], asked["words"], "both screens show the same words");
    by.ask("team.admit", json!({ "words": asked["words"], "space": space }));
    all_meet(&[other]);
}

fn all_meet(laptops: &[&Laptop]) {
    for laptop in laptops {
        let met = laptop.meets();
        for smaller in met["smaller"].as_array().unwrap() {
            assert_eq!(smaller["end"]["end"], "done", "{}: {met}", laptop.worker);
        }
    }
}

fn house() -> House {
    let hub = Hub::new();
    let [nadia, karim, tina] = ["Nadia Benali", "Karim Diallo", "Tina Wagner"].map(Laptop::of);
    nadia.founds(&hub, "Équipe du Pile");
    nadia.brings_in(&karim, "member");
    nadia.brings_in(&tina, "member");
    nadia.meets();
    karim.meets();
    let small = founds_smaller(&nadia, &hub, "Mineurs");
    brings_into(&nadia, &karim, &small);
    nadia.meets();
    House { hub, nadia, karim, tina, small }
}

fn knows(laptop: &Laptop, person: &str) -> bool {
    laptop.desk.call("person.open", json!({ "person": person })).err() != Some(Problem::NotFound)
}

fn is_sound(laptops: &[&Laptop]) {
    for laptop in laptops {
        let report = laptop.ask("vault.verify", json!({}));
        assert_eq!(report["sound"], true, "{}: {report}", laptop.worker);
        let team = laptop.ask("team.read", json!({}));
        assert_eq!(team["alarms"], json!([]), "{}", laptop.worker);
    }
}

#[test]
fn a_file_made_in_a_smaller_team_is_with_its_members_alone() {
    let House { hub, nadia, karim, tina, small } = house();
    let who = json!({ "given_name": "Zélie", "family_name": "Crépin" });
    let request = json!({ "who": who, "origin": "street", "origin_detail": "", "note": "", "space": small });
    let zelie = nadia.ask("person.add", request)["person"].as_str().unwrap().to_owned();
    let noe = nadia.adds("Noé", "Fontaine");
    all_meet(&[&nadia, &karim, &tina]);
    assert_eq!(karim.shows(&zelie)["who"]["given_name"], "Zélie");
    karim.corrects(&zelie, "phone", "06 39 98 00 11");
    all_meet(&[&karim, &nadia, &tina]);
    assert_eq!(nadia.shows(&zelie)["who"]["phone"], karim.shows(&zelie)["who"]["phone"]);
    assert!(!knows(&tina, &zelie) && knows(&tina, &noe), "she is in the home team alone");
    assert_eq!(nadia.everything(), karim.everything());
    is_sound(&[&nadia, &karim, &tina]);
    assert!(!bytes_in(hub.folder(), "Zélie"), "the hub reads nothing");
    let state = smaller_of(&karim);
    assert_eq!((&state["team"], state["members"].as_array().unwrap().len()), (&json!("Mineurs"), 2));
}

#[test]
fn a_file_that_moves_is_whole_with_who_is_there_and_gone_from_who_is_not() {
    let House { hub, nadia, karim, tina, small } = house();
    let zelie = nadia.adds("Zélie", "Crépin");
    all_meet(&[&nadia, &karim, &tina]);
    tina.corrects(&zelie, "email", "zelie@exemple.fr");
    karim.corrects(&zelie, "commune", "Roubaix");
    all_meet(&[&karim, &tina, &nadia]);
    let before = nadia.shows(&zelie)["who"].clone();
    assert_eq!(karim.refused("person.move", json!({ "person": zelie, "to": small })), Problem::RoleForbids);
    let destroyed = hub.destroyed();
    nadia.ask("person.move", json!({ "person": zelie, "to": small }));
    assert!(hub.destroyed() > destroyed, "what the hub had of it for the home team, and the keys");
    all_meet(&[&tina, &karim, &nadia, &karim, &tina]);
    for laptop in [&nadia, &karim] {
        assert_eq!(laptop.shows(&zelie)["who"], before, "{}", laptop.worker);
        let history = {
            let request = json!({
                "person": zelie, "table": null, "row": null, "field": null, "offset": 0, "limit": 50,
            });
            laptop.ask("history.of", request).to_string()
        };
        assert!(history.contains("Tina Wagner") && history.contains("Karim Diallo"), "{history}");
    }
    assert!(!knows(&tina, &zelie));
    let found = tina.ask("search", json!({ "text": "Zélie" })).to_string();
    assert!(!found.contains("Zélie"), "{found}");
    assert_eq!(nadia.everything(), karim.everything());
    karim.corrects(&zelie, "phone", "06 39 98 00 11");
    all_meet(&[&karim, &nadia, &tina]);
    assert_eq!(nadia.shows(&zelie)["who"]["phone"], karim.shows(&zelie)["who"]["phone"]);
    assert_eq!(nadia.ask("session.state", json!({}))["disagreements"], 0);
    // Whoever comes into the smaller team later has all of it, history included.
    brings_into(&nadia, &tina, &small);
    assert_eq!(tina.shows(&zelie)["who"], nadia.shows(&zelie)["who"]);
    all_meet(&[&nadia, &karim, &tina]);
    assert_eq!(tina.everything(), nadia.everything());
    is_sound(&[&nadia, &karim, &tina]);
}

#[test]
fn what_somebody_wrote_who_did_not_know_of_the_move_is_carried_along() {
    let House { hub: _hub, nadia, karim, tina, small } = house();
    let zelie = nadia.adds("Zélie", "Crépin");
    all_meet(&[&nadia, &karim, &tina]);
    tina.corrects(&zelie, "email", "zelie@exemple.fr");
    tina.corrects(&zelie, "phone", "06 39 98 00 22");
    nadia.corrects(&zelie, "phone", "06 39 98 00 11");
    karim.corrects(&zelie, "commune", "Roubaix");
    nadia.ask("person.move", json!({ "person": zelie, "to": small }));
    // Tina hands over what she had written, and only then loses the file.
    all_meet(&[&tina]);
    assert!(!knows(&tina, &zelie));
    all_meet(&[&nadia, &karim, &nadia, &karim, &tina]);
    for laptop in [&nadia, &karim] {
        let who = &laptop.shows(&zelie)["who"];
        assert_eq!((&who["email"], &who["commune"]), (&json!("zelie@exemple.fr"), &json!("Roubaix")));
        let state = laptop.ask("session.state", json!({}));
        assert_eq!(state["disagreements"], 1, "both telephones are asked about: {}", laptop.worker);
    }
    assert!(!knows(&tina, &zelie));
    assert_eq!(nadia.everything(), karim.everything());
    is_sound(&[&nadia, &karim, &tina]);
}

#[test]
fn a_file_comes_back_to_the_home_team_and_is_with_all_again() {
    let House { hub: _hub, nadia, karim, tina, small } = house();
    let zelie = nadia.adds("Zélie", "Crépin");
    all_meet(&[&nadia, &karim, &tina]);
    nadia.ask("person.move", json!({ "person": zelie, "to": small }));
    all_meet(&[&tina, &karim]);
    assert!(!knows(&tina, &zelie));
    karim.corrects(&zelie, "phone", "06 39 98 00 11");
    all_meet(&[&karim, &nadia]);
    nadia.ask("person.move", json!({ "person": zelie }));
    all_meet(&[&tina, &karim, &nadia, &tina]);
    assert_eq!(tina.shows(&zelie)["who"], nadia.shows(&zelie)["who"]);
    assert_eq!(tina.everything(), nadia.everything());
    assert_eq!(karim.everything(), nadia.everything());
    is_sound(&[&nadia, &karim, &tina]);
}

#[test]
fn whoever_is_removed_from_the_smaller_team_reads_nothing_newer_and_stays_in_the_home_team() {
    let House { hub: _hub, nadia, karim, tina: _tina, small } = house();
    let who = json!({ "given_name": "Zélie", "family_name": "Crépin" });
    let request = json!({ "who": who, "origin": "street", "origin_detail": "", "note": "", "space": small });
    let zelie = nadia.ask("person.add", request)["person"].as_str().unwrap().to_owned();
    all_meet(&[&nadia, &karim]);
    let members = smaller_of(&nadia)["members"].clone();
    let device =
        members.as_array().unwrap().iter().find(|member| member["me"] == false).unwrap()["device"].clone();
    nadia.ask("team.remove_member", json!({ "device": device, "space": small }));
    nadia.corrects(&zelie, "phone", "06 39 98 00 11");
    let noe = nadia.adds("Noé", "Fontaine");
    all_meet(&[&nadia]);
    let met = karim.meets();
    assert_eq!(met["smaller"][0]["end"]["end"], "removed");
    assert_eq!(karim.shows(&zelie)["who"]["phone"], "", "what came later was not read");
    let who = json!({ "given_name": "Inès", "family_name": "Moreau" });
    let request = json!({ "who": who, "origin": "street", "origin_detail": "", "note": "", "space": small });
    assert_eq!(karim.refused("person.add", request), Problem::RoleForbids, "it could not be sent");
    assert_eq!(karim.ask("session.state", json!({}))["link"]["smaller"], json!([]));
    assert_eq!(karim.shows(&noe)["who"]["given_name"], "Noé", "the home team goes on");
}

#[test]
fn a_hub_of_one_space_that_is_away_does_not_stop_the_other() {
    let House { hub: _hub, nadia, karim, tina, .. } = house();
    let mut other = Hub::new();
    let second = {
        nadia.ask("team.found", json!({ "hub": other.address(), "name": "Nuit", "smaller": true }));
        let team = nadia.ask("team.read", json!({}));
        let named =
            team["smaller"].as_array().unwrap().iter().find(|of| of["team"] == "Nuit").unwrap().clone();
        named["space"].as_str().unwrap().to_owned()
    };
    brings_into(&nadia, &karim, &second);
    other.dies();
    let who = json!({ "given_name": "Zélie", "family_name": "Crépin" });
    let request = json!({ "who": who, "origin": "street", "origin_detail": "", "note": "", "space": second });
    let zelie = nadia.ask("person.add", request)["person"].as_str().unwrap().to_owned();
    let noe = nadia.adds("Noé", "Fontaine");
    let met = nadia.meets();
    let ends: Vec<_> = met["smaller"].as_array().unwrap().iter().map(|of| &of["end"]["end"]).collect();
    assert!(ends.contains(&&json!("cut")) && ends.contains(&&json!("done")), "{met}");
    let link = nadia.ask("session.state", json!({}))["link"].clone();
    let told = (&link["about"], &link["end"]["end"], link["smaller"].as_array().unwrap().len());
    assert_eq!(told, (&json!("Nuit"), &json!("cut"), 2), "the frame tells of the space that is worst off");
    all_meet(&[&tina]);
    karim.meets();
    assert!(knows(&karim, &noe) && knows(&tina, &noe) && !knows(&karim, &zelie));
    other.comes_back();
    all_meet(&[&nadia, &karim]);
    assert_eq!(karim.shows(&zelie)["who"]["given_name"], "Zélie");
    let link = nadia.ask("session.state", json!({}))["link"].clone();
    assert_eq!((&link["about"], &link["end"]["end"]), (&json!(null), &json!("done")));
    is_sound(&[&tina]);
}

#[test]
fn a_smaller_team_is_for_who_is_in_the_home_team() {
    let House { hub, nadia, small, .. } = house();
    let zoe = Laptop::of("Zoé Marchand");
    let open = nadia.ask("team.invite", json!({ "role": "member", "space": small }));
    let join = json!({ "hub": open["hub"], "code": open["code"] });
    assert_eq!(zoe.refused("team.join", join.clone()), Problem::NotInTeam);
    zoe.founds(&hub, "Une autre équipe");
    assert_eq!(zoe.refused("team.join", join), Problem::OtherTeam);
}

#[test]
fn the_contents_of_documents_go_along_and_are_gone_from_who_is_not_there() {
    let House { hub, nadia, karim, tina, small } = house();
    let zelie = nadia.adds("Zélie", "Crépin");
    let paper = picture(200_000, 7);
    let card = files(&nadia, &zelie, "Carte", &paper);
    all_meet(&[&nadia, &karim, &tina]);
    assert_eq!((content(&karim, &card), content(&tina, &card)), (paper.clone(), paper.clone()));
    nadia.ask("person.move", json!({ "person": zelie, "to": small }));
    all_meet(&[&tina, &karim, &nadia]);
    assert_eq!((content(&nadia, &card), content(&karim, &card)), (paper.clone(), paper.clone()));
    assert_eq!(tina.refused("document.read", json!({ "document": card, "piece": 0 })), Problem::NotFound);
    assert_eq!(hub.contents(), 1, "what the home team's laptops could fetch is gone");
    let file = nadia.shows(&zelie);
    assert_eq!(file["smaller"], json!({ "space": small, "name": "Mineurs" }), "it says whose it is");
    // Whoever comes later fetches it from there.
    brings_into(&nadia, &tina, &small);
    assert_eq!(content(&tina, &card), paper);
    is_sound(&[&nadia, &karim, &tina]);
}

#[test]
fn a_move_that_is_cut_between_its_two_steps_goes_on_at_the_next_meeting() {
    let hub = Hub::new();
    let [nadia, karim, tina] = ["Nadia Benali", "Karim Diallo", "Tina Wagner"].map(Laptop::of);
    let (home, within) = (Arc::new(Link::to(hub.port())), Link::to(hub.port()));
    nadia.ask("team.found", json!({ "hub": home.address(), "name": "Équipe du Pile" }));
    nadia.brings_in(&karim, "member");
    nadia.brings_in(&tina, "member");
    let request = json!({ "hub": within.address(), "name": "Mineurs", "smaller": true });
    nadia.ask("team.found", request);
    let small = smaller_of(&nadia)["space"].as_str().unwrap().to_owned();
    brings_into(&nadia, &karim, &small);
    let zelie = nadia.adds("Zélie", "Crépin");
    let paper = picture(200_000, 8);
    let card = files(&nadia, &zelie, "Carte", &paper);
    all_meet(&[&nadia, &karim, &tina]);
    // Once the half of the paper has come where it goes, the home team can be told nothing more.
    let cut = Arc::clone(&home);
    within.fuse(100_000, move || cut.cut_after(Way::Up, 0));
    let moved = nadia.ask("person.move", json!({ "person": zelie, "to": small }));
    assert_eq!(moved["end"]["end"], "cut", "{moved}");
    assert_eq!((home.cuts(), hub.contents()), (1, 2), "it is in both");
    tina.meets();
    assert_eq!(content(&tina, &card), paper, "who was not told has it still, whole");
    tina.corrects(&zelie, "email", "zelie@exemple.fr");
    nadia.corrects(&zelie, "commune", "Roubaix");
    all_meet(&[&nadia, &tina, &karim]);
    assert!(!knows(&tina, &zelie), "the next meeting told the home team");
    all_meet(&[&nadia, &karim, &nadia, &karim]);
    for laptop in [&nadia, &karim] {
        let who = &laptop.shows(&zelie)["who"];
        assert_eq!((&who["email"], &who["commune"]), (&json!("zelie@exemple.fr"), &json!("Roubaix")));
        assert_eq!(content(laptop, &card), paper);
    }
    assert_eq!(hub.contents(), 1);
    assert_eq!(nadia.everything(), karim.everything());
    is_sound(&[&nadia, &karim, &tina]);
}
