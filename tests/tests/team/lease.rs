//! A laptop that did not meet its team for longer than its lease: its files are closed until a coordinator renews it.

use crate::house::{Days, Hub, Laptop, PASSPHRASE};
use passerelle_app::Problem;
use serde_json::{Value, json};

/// Days of the lease of every team.
const LEASE: i64 = 45;

fn lease(laptop: &Laptop) -> Value {
    laptop.ask("session.state", json!({}))["link"]["lease"].clone()
}

/// The laptop of a colleague as another one shows it.
fn shown<'a>(team: &'a Value, worker: &str) -> &'a Value {
    team["members"].as_array().unwrap().iter().find(|member| member["name"] == worker).unwrap()
}

fn renews(by: &Laptop, other: &Laptop) {
    let team = by.ask("team.read", json!({}));
    by.ask("team.renew_lease", json!({ "device": shown(&team, &other.worker)["device"] }));
}

fn is_closed(laptop: &Laptop, person: &str) {
    let refused = [
        ("person.open", json!({ "person": person })),
        ("search", json!({ "text": "zelie", "limit": 8 })),
        ("vault.export", json!({ "passphrase": PASSPHRASE })),
        ("team.export_file", json!({ "path": "/tmp/jamais.passerelle" })),
        ("team.leave", json!({ "unheard": true })),
    ];
    for (name, request) in refused {
        assert_eq!(laptop.refused(name, request), Problem::LeaseOver { days: 45 }, "{name}");
    }
    assert_eq!(lease(laptop), json!({ "lease": "over", "days": 45 }));
}

fn team<const STORY: usize>(days: &Days<STORY>, hub: &Hub) -> (Laptop, Laptop, String) {
    let [awa, bruno] = ["Awa Ndiaye", "Bruno Lefèvre"].map(|worker| days.laptop(worker));
    awa.founds(hub, "Équipe du Pile");
    awa.brings_in(&bruno, "member");
    let zelie = awa.adds("Zélie", "Crépin");
    for laptop in [&awa, &bruno, &awa] {
        laptop.meets();
    }
    (awa, bruno, zelie)
}

#[test]
fn who_was_away_for_too_long_sees_no_file_until_it_is_renewed_and_loses_nothing() {
    let (days, hub) = (Days::<12>, Hub::new());
    let (awa, bruno, zelie) = team(&days, &hub);
    let noe = bruno.adds("Noé", "Fontaine");
    days.go_by(LEASE - 10);
    awa.meets();
    assert_eq!(lease(&bruno), json!({ "lease": "ends", "days": 9 }), "it is said before it happens");
    assert_eq!(lease(&awa), json!({ "lease": "runs" }));
    assert_eq!(bruno.shows(&zelie)["who"]["given_name"], "Zélie");
    days.go_by(11);
    awa.meets();
    is_closed(&bruno, &zelie);
    bruno.ask("session.lock", json!({}));
    bruno.ask("session.unlock", json!({ "passphrase": PASSPHRASE }));
    is_closed(&bruno, &zelie);
    assert_eq!(shown(&awa.ask("team.read", json!({})), "Bruno Lefèvre")["lease"], "over");
    for _ in 0..2 {
        assert_eq!(bruno.tries()["end"]["end"], "lease_over");
        is_closed(&bruno, &zelie);
    }
    awa.meets();
    assert_eq!(awa.refused("person.open", json!({ "person": noe })), Problem::NotFound, "nothing was sent");
    renews(&awa, &bruno);
    assert_eq!(shown(&awa.ask("team.read", json!({})), "Bruno Lefèvre")["lease"], "renewed");
    is_closed(&bruno, &zelie);
    bruno.meets();
    assert_eq!(bruno.shows(&zelie)["who"]["given_name"], "Zélie");
    assert_eq!(lease(&bruno), json!({ "lease": "runs" }));
    awa.meets();
    assert_eq!(awa.shows(&noe)["who"]["given_name"], "Noé", "what waited was sent");
    assert_eq!(shown(&awa.ask("team.read", json!({})), "Bruno Lefèvre")["lease"], "runs");
    assert_eq!(awa.everything(), bruno.everything());
    // Another absence wants another renewal.
    days.go_by(LEASE + 1);
    awa.meets();
    is_closed(&bruno, &zelie);
    assert_eq!(bruno.tries()["end"]["end"], "lease_over");
    renews(&awa, &bruno);
    bruno.meets();
    assert_eq!(bruno.shows(&noe)["who"]["given_name"], "Noé");
    for laptop in [&awa, &bruno] {
        // That no sign of the other one came for weeks is said, and nothing else.
        let team = laptop.ask("team.read", json!({}));
        let alarms = team["alarms"].as_array().unwrap();
        assert!(alarms.iter().all(|alarm| alarm["kind"] == "stale"), "{}: {alarms:?}", laptop.worker);
        assert_eq!(laptop.ask("vault.verify", json!({}))["sound"], true);
    }
}

#[test]
fn a_renewal_comes_on_a_stick_as_well() {
    let (days, mut hub) = (Days::<13>, Hub::new());
    let (awa, bruno, zelie) = team(&days, &hub);
    days.go_by(LEASE + 1);
    awa.meets();
    renews(&awa, &bruno);
    hub.dies();
    let stick = tempfile::tempdir().unwrap();
    let path = stick.path().join("awa.passerelle").display().to_string();
    is_closed(&bruno, &zelie);
    awa.ask("team.export_file", json!({ "path": path }));
    bruno.ask("team.import_file", json!({ "path": path }));
    assert_eq!(bruno.shows(&zelie)["who"]["given_name"], "Zélie");
    bruno.corrects(&zelie, "commune", "Roubaix");
    hub.comes_back();
    bruno.meets();
    awa.meets();
    assert_eq!(awa.everything(), bruno.everything());
}

#[test]
fn a_coordinator_comes_back_without_another_and_nobody_else_renews() {
    let (days, hub) = (Days::<14>, Hub::new());
    let (awa, bruno, zelie) = team(&days, &hub);
    days.go_by(LEASE + 1);
    is_closed(&awa, &zelie);
    is_closed(&bruno, &zelie);
    awa.meets();
    assert_eq!(awa.shows(&zelie)["who"]["given_name"], "Zélie");
    renews(&awa, &bruno);
    bruno.meets();
    let of_awa = shown(&bruno.ask("team.read", json!({})), "Awa Ndiaye")["device"].clone();
    assert_eq!(bruno.refused("team.renew_lease", json!({ "device": of_awa })), Problem::RoleForbids);
    let nobody = "00000000-0000-7000-8000-000000000000";
    assert_eq!(awa.refused("team.renew_lease", json!({ "device": nobody })), Problem::NotFound);
    assert_eq!(awa.refused("team.renew_lease", json!({ "device": "nobody" })), Problem::NotFound);
}
