//! Coming in: what is typed wrong is told apart from what nobody gave, and nobody comes in unseen.

use crate::house::{Hub, Laptop};
use passerelle_app::Problem;
use serde_json::{Value, json};

fn invited(awa: &Laptop) -> Value {
    awa.ask("team.invite", json!({ "role": "member" }))
}

#[test]
fn what_is_typed_wrong_is_told_from_what_nobody_gave() {
    let (hub, awa, bruno) = (Hub::new(), Laptop::of("Awa Ndiaye"), Laptop::of("Bruno Lefèvre"));
    awa.founds(&hub, "Équipe du Pile");
    let open = invited(&awa);
    let code = open["code"].as_str().unwrap();
    let join = |hub: &str, code: &str| bruno.refused("team.join", json!({ "hub": hub, "code": code }));
    let first = code.chars().next().unwrap();
    let slip = code.replacen(first, if first == '7' { "8" } else { "7" }, 1);
    assert_eq!(join(&hub.address(), &slip), Problem::InvitationTypo);
    assert_eq!(join("http://hub.exemple.fr", code), Problem::HubAddress { unencrypted: true });
    assert_eq!(join("un hub", code), Problem::HubAddress { unencrypted: false });
    let nobody = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    assert_eq!(join(&format!("http://localhost:{nobody}"), code), Problem::HubAway);
    let other = format!("http://127.0.0.1:{}", hub.port());
    assert_eq!(join(&other, code), Problem::NotAHub, "a hub of another name is another one");
    awa.ask("team.invite", json!({ "role": "reader" }));
    let old = bruno.ask("team.join", json!({ "hub": hub.address(), "code": code }));
    assert_eq!(awa.ask("team.invitation", json!({}))["request"], json!(null), "the former code asks nobody");
    assert_eq!(bruno.tries()["end"]["end"], "waiting_for_admission");
    assert_eq!(bruno.ask("team.read", json!({}))["words"], old["words"]);
    bruno.ask("team.cancel_join", json!({}));
    assert_eq!(bruno.ask("team.read", json!({}))["stage"], "alone");
}

#[test]
fn an_invitation_lets_in_one_laptop_and_only_the_one_that_was_compared() {
    let hub = Hub::new();
    let [awa, bruno, chloe] = ["Awa Ndiaye", "Bruno Lefèvre", "Chloé Petit"].map(Laptop::of);
    awa.founds(&hub, "Équipe du Pile");
    let open = invited(&awa);
    let join = json!({ "hub": open["hub"], "code": open["code"] });
    bruno.ask("team.join", join.clone());
    assert_eq!(chloe.refused("team.join", join), Problem::InvitationUsed);
    let words = "banu lodi kasu meri pato gilu";
    assert_eq!(awa.refused("team.admit", json!({ "words": words })), Problem::WordsDiffer);
    assert_eq!(bruno.tries()["end"]["end"], "waiting_for_admission");
    let seen = awa.ask("team.invitation", json!({}));
    assert_eq!(seen["request"]["name"], "Bruno Lefèvre");
    awa.ask("team.admit", json!({ "words": seen["request"]["words"] }));
    bruno.meets();
    let again = awa.refused("team.admit", json!({ "words": seen["request"]["words"] }));
    assert_eq!(again, Problem::InvitationUnknown, "it is used up");
}

#[test]
fn whatever_is_typed_where_a_team_is_asked_for_changes_nothing() {
    let (hub, awa, bruno) = (Hub::new(), Laptop::of("Awa Ndiaye"), Laptop::of("Bruno Lefèvre"));
    awa.founds(&hub, "Équipe du Pile");
    let before = awa.ask("team.read", json!({}));
    let hostile = [
        "<script>alert('vu')</script>".to_owned(),
        "'; DROP TABLE membership; --".to_owned(),
        "Awa\u{0}Diallo\u{202e}".to_owned(),
        "é".repeat(10_000),
        "../../etc/passwd".to_owned(),
        String::new(),
    ];
    for text in &hostile {
        let joined = bruno.refused("team.join", json!({ "hub": hub.address(), "code": text }));
        assert_eq!(joined, Problem::InvitationTypo, "{text}");
        let found = json!({ "hub": format!("{} x{text}", hub.address()), "name": "Une équipe" });
        let found = bruno.refused("team.found", found);
        assert_eq!(found, Problem::HubAddress { unencrypted: false }, "{text}");
        assert_eq!(awa.refused("team.remove_member", json!({ "device": text })), Problem::NotFound, "{text}");
        assert_eq!(awa.refused("team.admit", json!({ "words": text })), Problem::InvitationUnknown, "{text}");
        for call in ["team.export_file", "team.import_file"] {
            let problem = awa.refused(call, json!({ "path": text }));
            assert!(matches!(problem, Problem::Refused { .. }), "{call}, {text}: {problem:?}");
        }
    }
    let long = json!({ "hub": hub.address(), "name": "é".repeat(10_000) });
    assert!(matches!(bruno.refused("team.found", long), Problem::Refused { .. }));
    let permit = json!({ "hub": hub.address(), "name": "<b>Équipe</b>", "permit": "rien" });
    bruno.ask("team.found", permit);
    assert_eq!(bruno.ask("team.read", json!({}))["team"], "<b>Équipe</b>", "a name is a text");
    let after = awa.ask("team.read", json!({}));
    assert_eq!((&after["members"], &after["alarms"]), (&before["members"], &before["alarms"]));
}

#[test]
fn invented_people_are_not_sent_to_a_team() {
    let (hub, awa) = (Hub::new(), Laptop::of("Awa Ndiaye"));
    awa.ask("demo.fill", json!({ "people": 3, "seed": 1 }));
    let found = json!({ "hub": hub.address(), "name": "Équipe du Pile" });
    assert_eq!(awa.refused("team.found", found.clone()), Problem::DemoInTheWay);
    awa.ask("demo.remove", json!({}));
    awa.ask("team.found", found.clone());
    assert_eq!(awa.refused("team.found", found), Problem::InTeam);
}

#[test]
fn without_a_team_there_is_nobody_to_meet() {
    let awa = Laptop::of("Awa Ndiaye");
    assert_eq!(awa.ask("team.read", json!({})), json!({ "stage": "alone" }));
    for call in ["team.synchronise", "team.invitation", "team.renew_keys", "team.leave"] {
        assert_eq!(awa.refused(call, json!({})), Problem::NotInTeam, "{call}");
    }
    assert_eq!(awa.ask("session.state", json!({}))["link"], json!(null));
}
