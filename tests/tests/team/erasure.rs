//! A file is erased: everywhere, for good, and also where somebody was writing in it.

use crate::house::{Hub, Laptop, PASSPHRASE};
use passerelle_app::Problem;
use serde_json::json;

pub fn bytes_in(folder: &std::path::Path, word: &str) -> bool {
    std::fs::read_dir(folder).unwrap().any(|file| {
        let path = file.unwrap().path();
        if path.is_dir() {
            return bytes_in(&path, word);
        }
        let bytes = std::fs::read(&path).unwrap();
        bytes.windows(word.len()).any(|window| window == word.as_bytes())
    })
}

#[test]
fn an_erased_file_is_gone_everywhere_also_for_who_was_writing_in_it() {
    let hub = Hub::new();
    let [awa, bruno] = ["Awa Ndiaye", "Bruno Lefèvre"].map(Laptop::of);
    awa.founds(&hub, "Équipe du Pile");
    let zelie = awa.adds("Zélie", "Crépin");
    let noe = awa.adds("Noé", "Fontaine");
    awa.brings_in(&bruno, "member");
    bruno.corrects(&zelie, "phone", "06 39 98 00 11");
    bruno.meets();
    awa.meets();
    assert_eq!(hub.destroyed(), 0);
    bruno.corrects(&zelie, "email", "zelie@exemple.fr");
    let erase = json!({ "person": zelie, "passphrase": PASSPHRASE });
    assert_eq!(bruno.refused("person.erase", erase.clone()), Problem::RoleForbids);
    awa.ask("person.erase", erase);
    bruno.meets();
    awa.meets();
    bruno.meets();
    assert!(hub.destroyed() > 2, "what two laptops had sent of it, and the keys");
    for laptop in [&awa, &bruno] {
        assert_eq!(laptop.refused("person.open", json!({ "person": zelie })), Problem::NotFound);
        assert_eq!(laptop.shows(&noe)["who"]["given_name"], "Noé");
        let found = laptop.ask("search", json!({ "text": "Zélie" })).to_string();
        assert!(!found.contains("Zélie"), "{found}");
        let report = laptop.ask("vault.verify", json!({}));
        assert_eq!(report["sound"], true, "{report}");
        assert_eq!(laptop.ask("team.read", json!({}))["alarms"], json!([]));
    }
    assert_eq!(awa.everything(), bruno.everything());
    let chloe = Laptop::of("Chloé Petit");
    awa.brings_in(&chloe, "member");
    assert_eq!(chloe.refused("person.open", json!({ "person": zelie })), Problem::NotFound);
    assert_eq!(chloe.shows(&noe)["who"]["given_name"], "Noé");
    assert!(!bytes_in(hub.folder(), "Zélie"), "it never had a name");
}

#[test]
fn without_a_team_a_file_is_erased_here() {
    let awa = Laptop::of("Awa Ndiaye");
    let zelie = awa.adds("Zélie", "Crépin");
    let noe = awa.adds("Noé", "Fontaine");
    let wrong = json!({ "person": zelie, "passphrase": "une autre phrase bien longue" });
    assert!(matches!(awa.refused("person.erase", wrong), Problem::WrongPassphrase { .. }));
    awa.ask("person.erase", json!({ "person": zelie, "passphrase": PASSPHRASE }));
    assert_eq!(awa.refused("person.open", json!({ "person": zelie })), Problem::NotFound);
    assert_eq!(awa.shows(&noe)["who"]["given_name"], "Noé");
    assert_eq!(awa.ask("vault.verify", json!({}))["sound"], true);
    let again = json!({ "person": zelie, "passphrase": PASSPHRASE });
    assert_eq!(awa.refused("person.erase", again), Problem::NotFound);
}
