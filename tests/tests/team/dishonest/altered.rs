//! Bytes that are not those that were signed, or not in their place.

use super::{alarms, header, house, is_warned, only};
use crate::house::{Laptop, Liar, Terminal};
use passerelle_wire::batch::Batch;
use passerelle_wire::pull::Positioned;
use passerelle_wire::space::LogPage;
use serde_json::json;
use std::sync::{Arc, Mutex};

/// Bruno sends, Awa is lied to by this, is warned of what he sent, and has it once the hub is honest.
fn altered(change: impl FnMut(&mut Vec<Positioned>) + Send + 'static) {
    let house = house();
    let zelie = house.bruno_sends("Zélie");
    house.liar.hands_out(change);
    is_warned(&house.awa, "forged", "batch");
    house.is_honest_again();
    assert_eq!(house.awa.shows(&zelie)["who"]["given_name"], "Zélie");
}

#[test]
fn an_altered_byte_in_a_header_is_forged() {
    altered(|batches| {
        for Positioned { batch, .. } in batches {
            // Within a hash at its end, so that it can still be read.
            let at = batch.header.body.len() - 9;
            batch.header.body[at] ^= 1;
        }
    });
}

#[test]
fn an_altered_byte_in_a_body_is_forged() {
    altered(|batches| {
        for body in batches.iter_mut().flat_map(|positioned| positioned.batch.bodies.iter_mut().flatten()) {
            body[40] ^= 1;
        }
    });
}

#[test]
fn an_altered_byte_in_a_wrapped_key_is_forged() {
    altered(|batches| {
        for wrap in batches.iter_mut().flat_map(|positioned| positioned.batch.wraps.iter_mut().flatten()) {
            wrap[30] ^= 1;
        }
    });
}

#[test]
fn an_altered_byte_in_an_entry_of_the_log_is_forged_and_stops_the_meeting() {
    let house = house();
    let numbered = house.awa.ask("team.read", json!({}))["members"][1]["device"].clone();
    house.awa.ask("team.set_role", json!({ "device": numbered, "role": "admin" }));
    let _ = house.awa.adds("Zélie", "Crépin");
    house.awa.meets();
    house.liar.changes("GET log", |answer| {
        answer.change(|page: &mut LogPage| {
            for signed in &mut page.entries {
                let at = signed.body.len() - 1;
                signed.body[at] ^= 1;
            }
        });
    });
    let meeting = is_warned(&house.bruno, "forged", "members");
    assert_eq!(meeting["end"]["end"], "stopped", "who is in the team must be known first");
    assert_eq!(house.bruno.ask("team.read", json!({}))["role"], "member");
    house.is_honest_again();
    assert_eq!(house.bruno.ask("team.read", json!({}))["role"], "admin");
}

#[test]
fn bodies_of_two_files_that_are_swapped_within_a_batch_are_forged() {
    let house = house();
    let _ = house.bruno.adds("Zélie", "Crépin");
    house.bruno_sends("Noé");
    house.liar.hands_out(|batches| {
        for Positioned { batch, .. } in batches {
            assert!(batch.bodies.len() >= 2, "one for each file");
            batch.bodies.reverse();
        }
    });
    is_warned(&house.awa, "forged", "batch");
    house.is_honest_again();
}

#[test]
fn bodies_of_two_batches_that_are_swapped_are_forged() {
    let house = house();
    house.bruno_sends("Zélie");
    house.bruno_sends("Noé");
    house.liar.hands_out(|batches| {
        if let [.., one, other] = batches.as_mut_slice() {
            std::mem::swap(&mut one.batch.bodies, &mut other.batch.bodies);
        }
    });
    is_warned(&house.awa, "forged", "batch");
    house.is_honest_again();
}

#[test]
fn a_batch_of_another_team_is_forged() {
    let house = house();
    let (driss, elsewhere) = (Laptop::of("Driss Amrani"), Liar::before(house.hub.port()));
    let sent: Arc<Mutex<Vec<Batch>>> = Arc::default();
    let kept = Arc::clone(&sent);
    elsewhere.answers(move |asked, hub| {
        if asked.what() == "PUT batches" {
            kept.lock().unwrap().push(passerelle_wire::decode(&asked.body).unwrap());
        }
        hub(asked)
    });
    let _ = driss.adds("Lila", "Benali");
    driss.ask("team.found", json!({ "hub": elsewhere.address(), "name": "Une autre équipe" }));
    let foreign = sent.lock().unwrap().clone();
    assert!(!foreign.is_empty());
    let zelie = house.bruno_sends("Zélie");
    house.liar.hands_out(move |batches| {
        let pos = batches.last().map_or(1, |last| last.pos);
        batches.extend(foreign.iter().map(|batch| Positioned { pos, batch: batch.clone() }));
    });
    house.awa.tries();
    assert_eq!(alarms(&house.awa), only("forged", "batch"));
    let people = house.awa.ask("search", json!({ "text": "Lila" })).to_string();
    assert!(!people.contains("Lila"), "{people}");
    assert_eq!(house.awa.shows(&zelie)["who"]["given_name"], "Zélie", "and the honest ones go on");
    house.is_honest_again();
}

#[test]
fn batches_handed_out_again_and_again_are_taken_once() {
    let house = house();
    let (liar, awa, bruno) = (&house.liar, &house.awa, &house.bruno);
    let sent = ["Zélie", "Noé"].map(|given| {
        let person = bruno.adds(given, "Crépin");
        bruno.meets();
        person
    });
    let mut old: Vec<Positioned> = Vec::new();
    liar.hands_out(move |batches| {
        old.extend(batches.iter().cloned());
        *batches = old.iter().chain(&old).cloned().collect();
        batches.sort_by_key(|positioned| positioned.pos);
    });
    assert!(awa.meets()["received"].as_u64().unwrap() > 0);
    for _ in 0..2 {
        bruno.corrects(&sent[0], "phone", "06 39 98 00 11");
        bruno.meets();
        awa.meets();
    }
    assert_eq!(awa.everything(), bruno.everything());
    assert_eq!((alarms(awa), alarms(bruno)), (vec![], vec![]), "a replay does no harm and is no alarm");
}

#[test]
fn batches_out_of_their_order_are_withheld_until_they_come_in_order() {
    let house = house();
    for given in ["Zélie", "Noé", "Lila"] {
        house.bruno_sends(given);
    }
    house
        .liar
        .hands_out(|batches| batches.sort_by_key(|positioned| std::cmp::Reverse(header(positioned).seq)));
    house.awa.tries();
    let told = alarms(&house.awa);
    assert!(!told.is_empty() && told.iter().all(|alarm| *alarm == only("withheld", "batch")[0]), "{told:?}");
    assert_eq!(house.awa.ask("vault.verify", json!({}))["sound"], true);
    house.is_honest_again();
}

#[test]
fn the_command_line_names_an_altered_body_and_says_what_to_do() {
    let hub = crate::house::Hub::new();
    let liar = Liar::before(hub.port());
    let (awa, bruno) = (Terminal::of("Awa Ndiaye"), Terminal::of("Bruno Lefèvre"));
    awa.says(&["space", "create", &liar.address(), "Équipe du Pile"]);
    let open = awa.json(&["space", "invite"]);
    let asked = bruno.json(&["space", "join", open["hub"].as_str().unwrap(), open["code"].as_str().unwrap()]);
    awa.says(&["space", "admit", asked["words"].as_str().unwrap()]);
    bruno.syncs();
    awa.syncs();
    bruno.says(&["person", "add", "Zélie"]);
    bruno.syncs();
    liar.hands_out(|batches| {
        for body in batches.last_mut().into_iter().flat_map(|last| last.batch.bodies.iter_mut().flatten()) {
            body[40] ^= 1;
        }
    });
    let met = awa.says(&["sync"]);
    assert!(met.contains("1 alerte, que « alarms » explique"), "{met}");
    let said = awa.says(&["alarms"]);
    assert!(said.contains("Envoi falsifié") && said.contains("de Bruno Lefèvre"), "{said}");
    assert!(said.contains("rien n'en a été repris") && said.contains("À faire : prévenez"), "{said}");
    assert_eq!(awa.json(&["person", "list"])["total"], 0);
    liar.is_honest();
    assert!(awa.says(&["sync"]).contains("1 changement reçu"));
    assert_eq!(awa.json(&["person", "list"])["total"], 1);
    let number = awa.json(&["alarms"])[0]["id"].to_string();
    awa.says(&["alarms", "read", &number]);
    assert_eq!(awa.says(&["alarms"]), "Aucune alerte.\n");
}
