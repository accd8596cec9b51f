//! Two histories of one thing, each shown to somebody else.

use super::{alarms, house, house_of, is_warned, only};
use crate::house::{Laptop, PASSPHRASE, copy};
use passerelle_app::{Desk, Place, Problem};
use serde_json::json;
use std::path::{Path, PathBuf};

/// A laptop and the folder of its vault.
fn in_folder(worker: &str) -> (Laptop, PathBuf) {
    let dir = tempfile::tempdir_in("/dev/shm").or_else(|_| tempfile::tempdir()).unwrap();
    let vault = dir.path().join("coffre");
    let place = Place { dir: vault.clone(), keyring: false, throw_away: true };
    let laptop = Laptop::on(dir, Desk::new(place), worker);
    laptop.ask("session.create", json!({ "passphrase": PASSPHRASE, "worker": worker }));
    (laptop, vault)
}

fn copy_folder(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    for file in std::fs::read_dir(from).unwrap() {
        let path = file.unwrap().path();
        let to = to.join(path.file_name().unwrap());
        if path.is_dir() {
            copy_folder(&path, &to);
        } else {
            std::fs::copy(&path, &to).unwrap();
        }
    }
}

/// The very same laptop a second time, keys and all.
fn twin(laptop: &Laptop, vault: &Path) -> Laptop {
    laptop.ask("session.lock", json!({}));
    let dir = tempfile::tempdir_in("/dev/shm").or_else(|_| tempfile::tempdir()).unwrap();
    let place = Place { dir: dir.path().join("coffre"), keyring: false, throw_away: true };
    copy_folder(vault, &place.dir);
    let twin = Laptop::on(dir, Desk::new(place), &laptop.worker);
    for one in [laptop, &twin] {
        one.ask("session.unlock", json!({ "passphrase": PASSPHRASE }));
    }
    twin
}

#[test]
fn two_histories_of_one_laptop_are_forked_and_the_first_stays() {
    let (bruno, vault) = in_folder("Bruno Lefèvre");
    let house = house_of(Laptop::of("Awa Ndiaye"), bruno);
    let (other, _folder) = copy(&house.hub);
    let stolen = twin(&house.bruno, &vault);
    let zelie = house.bruno_sends("Zélie");
    house.awa.meets();
    house.liar.shows(other.port());
    let noe = stolen.adds("Noé", "Fontaine");
    stolen.meets();
    is_warned(&house.awa, "forked", "batch");
    assert_eq!(house.awa.refused("person.open", json!({ "person": noe })), Problem::NotFound);
    assert_eq!(house.awa.shows(&zelie)["who"]["given_name"], "Zélie");
    house.liar.shows(house.hub.port());
    house.bruno_sends("Lila");
    house.is_honest_again();
    // The copy meets the hub that has the other history: it is told to become a laptop of its own, and sends nothing.
    stolen.tries();
    assert!(alarms(&stolen).contains(&only("clone_suspected", "laptop")[0]));
    house.awa.meets();
    assert_eq!(house.awa.refused("person.open", json!({ "person": noe })), Problem::NotFound);
}

#[test]
fn two_histories_of_the_list_of_members_are_forked_and_stop_the_meeting() {
    let house = house();
    let chloe = Laptop::of("Chloé Petit");
    house.awa.brings_in(&chloe, "admin");
    for laptop in [&house.awa, &house.bruno, &chloe] {
        laptop.meets();
    }
    let (other, _folder) = copy(&house.hub);
    let of_bruno = |laptop: &Laptop| {
        let team = laptop.ask("team.read", json!({}));
        let members = team["members"].as_array().unwrap();
        members.iter().find(|member| member["name"] == "Bruno Lefèvre").unwrap()["device"].clone()
    };
    house.awa.ask("team.set_role", json!({ "device": of_bruno(&house.awa), "role": "reader" }));
    house.bruno.meets();
    house.liar.shows(other.port());
    chloe.ask("team.set_role", json!({ "device": of_bruno(&chloe), "role": "admin" }));
    let meeting = is_warned(&house.bruno, "forked", "members");
    assert_eq!(meeting["end"]["end"], "stopped");
    assert_eq!(house.bruno.ask("team.read", json!({}))["role"], "reader", "the first that he was shown");
    house.liar.shows(house.hub.port());
    let zelie = house.awa.adds("Zélie", "Crépin");
    house.is_honest_again();
    assert_eq!(house.bruno.shows(&zelie)["who"]["given_name"], "Zélie");
}
