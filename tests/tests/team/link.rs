//! A link that is cut anywhere, in either direction, and slow: meetings go on where they were, without loss or double.

use crate::house::{Hub, Laptop, Link, Way};
use serde_json::{Value, json};

use super::process::Dice;

fn pair(link: &Link) -> (Laptop, Laptop, String) {
    let (awa, bruno) = (Laptop::of("Awa Ndiaye"), Laptop::of("Bruno Lefèvre"));
    awa.ask("team.found", json!({ "hub": link.address(), "name": "Équipe du Pile" }));
    let zelie = awa.adds("Zélie", "Crépin");
    awa.brings_in(&bruno, "member");
    (awa, bruno, zelie)
}

fn notes(laptop: &Laptop, person: &str, text: &str) {
    let note = json!({
        "person": person, "kind": "note", "initiative": "worker", "result": "reached", "on": null, "place": "",
        "note": text,
    });
    laptop.ask("encounter.record", note);
}

fn how_often(tables: &Value, text: &str) -> usize {
    tables["encounter"].as_array().unwrap().iter().filter(|row| row["note"] == text).count()
}

/// Meets until it is done; how many times it was cut before.
fn meets_at_last(laptop: &Laptop, link: &Link) -> u32 {
    for times in 0.. {
        let meeting = laptop.tries();
        match meeting["end"]["end"].as_str() {
            Some("done") => return times,
            Some("cut") => link.spare(),
            _ => panic!("{}: {meeting}", laptop.worker),
        }
    }
    unreachable!("it ends")
}

#[test]
fn a_link_that_is_cut_after_any_byte_of_either_direction_loses_and_doubles_nothing() {
    let hub = Hub::new();
    let link = Link::to(hub.port());
    let (awa, bruno, zelie) = pair(&link);
    let (mut dice, mut written, mut cut) = (Dice(3), Vec::new(), 0);
    for round in 0..120 {
        let (one, other) = if dice.below(2) == 0 { (&awa, &bruno) } else { (&bruno, &awa) };
        // What the whole takes without a cut is known from rounds like it.
        let (letters, most) = if round % 15 == 0 { (9_000, 20_000) } else { (20, 2_200) };
        for laptop in [one, other] {
            let text = format!("{} {round}\n{}", laptop.worker, dice.text(letters));
            notes(laptop, &zelie, &text);
            written.push(text);
        }
        for laptop in [one, other] {
            let way = if dice.below(2) == 0 { Way::Up } else { Way::Down };
            link.cut_after(way, dice.below(most));
            cut += meets_at_last(laptop, &link);
            link.spare();
        }
    }
    awa.meets();
    bruno.meets();
    awa.meets();
    let tables = awa.everything();
    assert_eq!(tables, bruno.everything());
    for text in &written {
        assert_eq!(how_often(&tables, text), 1, "{}", text.lines().next().unwrap());
    }
    for laptop in [&awa, &bruno] {
        let team = laptop.ask("team.read", json!({}));
        assert_eq!((&team["alarms"], &team["to_send"]), (&json!([]), &json!(0)), "a cut is no attack");
        assert_eq!(laptop.ask("vault.verify", json!({}))["sound"], true);
    }
    assert!(cut > 100, "{cut} of 240 meetings were cut");
}

#[test]
fn an_answer_that_is_lost_after_the_hub_took_the_batch_does_not_make_it_two() {
    let hub = Hub::new();
    let link = Link::to(hub.port());
    let (awa, bruno, zelie) = pair(&link);
    awa.meets();
    notes(&awa, &zelie, "attend le bus");
    let (up, down) = link.carried();
    awa.meets();
    let (whole_up, whole_down) = (link.carried().0 - up, link.carried().1 - down);
    assert!(whole_up > 296, "the note went up: {whole_up}");
    // Each byte of the answers once: wherever the meeting stops, the note is there once.
    for byte in (0..whole_down).step_by(7) {
        let text = format!("attend encore {byte}");
        notes(&awa, &zelie, &text);
        link.cut_after(Way::Down, byte);
        meets_at_last(&awa, &link);
        link.spare();
    }
    awa.meets();
    bruno.meets();
    let tables = bruno.everything();
    assert_eq!(tables, awa.everything());
    for byte in (0..whole_down).step_by(7) {
        assert_eq!(how_often(&tables, &format!("attend encore {byte}")), 1, "cut after {byte}");
    }
    assert!(link.cuts() > 0);
}

#[test]
fn a_slow_link_that_is_cut_again_and_again_carries_a_new_laptop_all_the_same() {
    let hub = Hub::new();
    let link = Link::to(hub.port());
    let (awa, _bruno, zelie) = pair(&link);
    let mut dice = Dice(5);
    for number in 0..100 {
        notes(&awa, &zelie, &format!("visite {number}\n{}", dice.text(9_000)));
        if number % 5 == 0 {
            awa.meets();
        }
    }
    let chloe = Laptop::of("Chloé Marchand");
    let open = awa.ask("team.invite", json!({ "role": "member" }));
    let asked = chloe.ask("team.join", json!({ "hub": open["hub"], "code": open["code"] }));
    awa.ask("team.admit", json!({ "words": asked["words"] }));
    link.slows_to(300);
    // Each meeting is cut after a few batches: what came whole is not asked for again, or this would not end.
    let before = link.carried().1;
    let coming = |laptop: &Laptop| laptop.ask("session.state", json!({}))["link"]["coming"].clone();
    let mut times = 0;
    loop {
        link.cut_after(Way::Down, 100_000);
        let meeting = chloe.tries();
        match meeting["end"]["end"].as_str() {
            Some("done") => break,
            Some("cut") => times += 1,
            _ => panic!("{meeting}"),
        }
        assert!(times < 60, "it does not get on");
        assert_eq!(coming(&chloe), json!({ "what": "batches" }), "what is here is not all");
    }
    link.spare();
    assert_eq!((coming(&chloe), coming(&awa)), (Value::Null, Value::Null));
    let carried = link.carried().1 - before;
    let sent = 100 * 9_000;
    assert!(times > 3, "cut {times} times");
    assert!(carried < 2 * sent, "{carried} bytes for {sent}: what had come was carried again");
    awa.meets();
    chloe.meets();
    assert_eq!(chloe.everything(), awa.everything());
}
