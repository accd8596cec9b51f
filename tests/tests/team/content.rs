//! What a document holds, from one laptop to another: to the byte, where it was cut, never in clear, and gone when it is erased.

use std::fs;

use passerelle_app::Problem;
use serde_json::{Value, json};

use super::erasure::bytes_in;
use crate::house::{Hub, Laptop, Link, PASSPHRASE, Way};

/// A picture of so many bytes, none like another of another seed.
pub fn picture(size: usize, seed: u8) -> Vec<u8> {
    let mut bytes = b"\x89PNG\r\n\x1a\nCANARI-DE-PAPIER".to_vec();
    let mut state = u32::from(seed) + 1;
    while bytes.len() < size {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        bytes.extend(state.to_le_bytes());
    }
    bytes.truncate(size);
    bytes
}

pub fn files(laptop: &Laptop, person: &str, name: &str, bytes: &[u8]) -> String {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("papier.png");
    fs::write(&path, bytes).unwrap();
    let request = json!({ "person": person, "name": name, "kind": "identity", "path": path });
    laptop.ask("document.add", request)["document"].as_str().unwrap().to_owned()
}

/// The content as a copy gives it.
pub fn content(laptop: &Laptop, document: &str) -> Vec<u8> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("copie.png");
    laptop.ask("document.save", json!({ "document": document, "path": path }));
    fs::read(path).unwrap()
}

fn reading(document: &str) -> Value {
    json!({ "document": document, "piece": 0 })
}

fn is_here(laptop: &Laptop, person: &str, document: &str) -> bool {
    let shown = laptop.shows(person)["documents"].as_array().unwrap().clone();
    shown.iter().find(|one| one["id"] == document).unwrap()["here"].as_bool().unwrap()
}

fn alarms(laptop: &Laptop) -> Value {
    laptop.ask("team.read", json!({}))["alarms"].clone()
}

#[test]
fn a_document_goes_to_the_whole_team_and_to_who_comes_later() {
    let hub = Hub::new();
    let [awa, bruno, chloe] = ["Awa Ndiaye", "Bruno Lefèvre", "Chloé Petit"].map(Laptop::of);
    let zelie = awa.adds("Zélie", "Crépin");
    // Before there is a team at all.
    let (old, scan) = (picture(700_000, 1), picture(300, 2));
    let card = files(&awa, &zelie, "Carte", &old);
    awa.founds(&hub, "Équipe du Pile");
    awa.brings_in(&bruno, "member");
    assert_eq!(content(&bruno, &card), old);
    let letter = files(&bruno, &zelie, "Lettre", &scan);
    assert_eq!(bruno.meets()["contents_sent"], 1);
    assert_eq!(awa.meets()["contents_received"], 1);
    assert_eq!(content(&awa, &letter), scan);
    awa.brings_in(&chloe, "reader");
    assert_eq!((content(&chloe, &card), content(&chloe, &letter)), (old, scan));
    for laptop in [&awa, &bruno, &chloe] {
        let meeting = laptop.meets();
        assert_eq!(
            (&meeting["contents_sent"], &meeting["contents_received"]),
            (&json!(0), &json!(0)),
            "once"
        );
        assert_eq!(laptop.ask("vault.verify", json!({}))["sound"], true);
        assert_eq!(alarms(laptop), json!([]));
    }
    assert_eq!(awa.everything(), bruno.everything());
    assert!(!bytes_in(hub.folder(), "CANARI-DE-PAPIER"), "the hub has only what is sealed");
}

#[test]
fn a_content_that_was_cut_goes_on_where_it_was_and_is_waited_for_meanwhile() {
    let hub = Hub::new();
    let link = Link::to(hub.port());
    let [awa, bruno] = ["Awa Ndiaye", "Bruno Lefèvre"].map(Laptop::of);
    awa.ask("team.found", json!({ "hub": link.address(), "name": "Équipe du Pile" }));
    let zelie = awa.adds("Zélie", "Crépin");
    awa.brings_in(&bruno, "member");
    let whole = picture(1_000_000, 3);
    let card = files(&awa, &zelie, "Carte", &whole);
    // The first of four chunks passes, and a part of the second.
    link.cut_after(Way::Up, 400_000);
    assert_eq!(awa.tries()["end"]["end"], "cut");
    link.spare();
    bruno.meets();
    assert!(!is_here(&bruno, &zelie, &card), "it is told, and has not come");
    assert_eq!(bruno.refused("document.read", reading(&card)), Problem::ContentAway);
    let folder = tempfile::tempdir().unwrap();
    let copy = folder.path().join("copie.png");
    let saving = json!({ "document": card, "path": copy });
    assert_eq!(bruno.refused("document.save", saving), Problem::ContentAway);
    assert!(!copy.exists(), "half a copy looks like a whole one");
    assert_eq!(bruno.ask("vault.verify", json!({}))["sound"], true, "what never came is no damage");
    let before = link.carried().0;
    assert_eq!(awa.meets()["contents_sent"], 1);
    let carried = link.carried().0 - before;
    assert!(carried < 800_000, "the chunk that had come is not sent again: {carried} bytes");
    // And down the same.
    link.cut_after(Way::Down, 600_000);
    assert_eq!(bruno.tries()["end"]["end"], "cut");
    link.spare();
    assert!(!is_here(&bruno, &zelie, &card));
    let before = link.carried().1;
    assert_eq!(bruno.meets()["contents_received"], 1);
    let carried = link.carried().1 - before;
    assert!(carried < 800_000, "the chunks that had come are not fetched again: {carried} bytes");
    assert_eq!(content(&bruno, &card), whole);
    assert_eq!(alarms(&bruno), json!([]));
}

#[test]
fn a_content_that_the_hub_altered_is_named_not_kept_and_comes_once_it_is_honest() {
    let hub = Hub::new();
    let [awa, bruno] = ["Awa Ndiaye", "Bruno Lefèvre"].map(Laptop::of);
    awa.founds(&hub, "Équipe du Pile");
    let zelie = awa.adds("Zélie", "Crépin");
    awa.brings_in(&bruno, "member");
    let (one, two) = (picture(90_000, 4), picture(90_000, 5));
    let [card, letter] =
        [("Carte", &one), ("Lettre", &two)].map(|(name, bytes)| files(&awa, &zelie, name, bytes));
    awa.meets();
    // Each under the other's name.
    hub.swaps_contents();
    bruno.meets();
    assert!(!is_here(&bruno, &zelie, &card) && !is_here(&bruno, &zelie, &letter));
    let named = alarms(&bruno);
    assert_eq!(named.as_array().unwrap().len(), 2, "{named}");
    assert_eq!((&named[0]["kind"], &named[0]["about"]), (&json!("forged"), &json!("document")));
    bruno.meets();
    assert_eq!(alarms(&bruno).as_array().unwrap().len(), 2, "told once");
    hub.swaps_contents();
    assert_eq!(bruno.meets()["contents_received"], 2);
    assert_eq!((content(&bruno, &card), content(&bruno, &letter)), (one, two));
}

#[test]
fn an_erased_file_takes_its_contents_out_of_the_hub_and_of_every_laptop() {
    let hub = Hub::new();
    let [awa, bruno] = ["Awa Ndiaye", "Bruno Lefèvre"].map(Laptop::of);
    awa.founds(&hub, "Équipe du Pile");
    let [zelie, noe] =
        [("Zélie", "Crépin"), ("Noé", "Fontaine")].map(|(given, family)| awa.adds(given, family));
    awa.brings_in(&bruno, "member");
    let card = files(&awa, &zelie, "Carte", &picture(300_000, 6));
    let taken_out = files(&awa, &zelie, "Erreur", &picture(300, 7));
    let other = files(&bruno, &noe, "Carte", &picture(300, 8));
    awa.meets();
    awa.ask("document.remove", json!({ "document": taken_out }));
    bruno.meets();
    awa.meets();
    assert_eq!(hub.contents(), 3);
    awa.ask("person.erase", json!({ "person": zelie, "passphrase": PASSPHRASE }));
    bruno.meets();
    awa.meets();
    assert_eq!(hub.contents(), 1, "the one of Noé");
    for laptop in [&awa, &bruno] {
        assert_eq!(laptop.refused("document.read", reading(&card)), Problem::NotFound);
        assert_eq!(content(laptop, &other), picture(300, 8));
        assert_eq!(laptop.ask("vault.verify", json!({}))["sound"], true);
        assert_eq!(alarms(laptop), json!([]));
    }
}
