//! What exists and is not shown, or not any more.

use super::{alarms, house, house_of, is_warned, only};
use crate::house::{Answer, Laptop, PASSPHRASE, copy};
use chrono::{DateTime, TimeDelta, Utc};
use passerelle_app::{Desk, Place, Problem};
use passerelle_vault::key::device::NoKeyring;
use passerelle_wire::batch::BatchTaken;
use passerelle_wire::membership::LogHead;
use passerelle_wire::pull::Heads;
use passerelle_wire::space::LogPage;
use serde_json::json;
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, Mutex};

#[test]
fn a_batch_left_out_is_withheld() {
    let house = house();
    let zelie = house.bruno_sends("Zélie");
    house.liar.hands_out(Vec::clear);
    is_warned(&house.awa, "withheld", "batch");
    house.is_honest_again();
    assert_eq!(house.awa.shows(&zelie)["who"]["given_name"], "Zélie");
}

#[test]
fn a_batch_left_out_of_the_middle_is_withheld_and_nothing_after_it_is_taken() {
    let house = house();
    let zelie = house.bruno_sends("Zélie");
    let noe = house.bruno_sends("Noé");
    house.liar.hands_out(|batches| {
        if batches.len() > 1 {
            let at = batches.len() - 2;
            batches.remove(at);
        }
    });
    is_warned(&house.awa, "withheld", "batch");
    for person in [&zelie, &noe] {
        assert_eq!(house.awa.refused("person.open", json!({ "person": person })), Problem::NotFound);
    }
    house.is_honest_again();
}

#[test]
fn a_body_left_out_without_an_order_is_withheld() {
    let house = house();
    house.bruno_sends("Zélie");
    house.liar.hands_out(|batches| {
        for body in batches.iter_mut().flat_map(|positioned| &mut positioned.batch.bodies) {
            *body = None;
        }
    });
    is_warned(&house.awa, "withheld", "batch");
    house.is_honest_again();
}

#[test]
fn a_page_that_is_cut_anywhere_is_no_alarm_and_goes_on() {
    let house = house();
    house.bruno_sends("Zélie");
    house.bruno_sends("Noé");
    let lengths = Arc::new(Mutex::new(0));
    for part in 1..6 {
        let length = Arc::clone(&lengths);
        house.liar.changes("GET batches", move |answer| {
            let cut = answer.body.len() * part / 6;
            *length.lock().unwrap() = cut;
            answer.body.truncate(cut);
        });
        assert_eq!(house.awa.tries()["end"]["end"], "cut", "after {} bytes", lengths.lock().unwrap());
        assert_eq!(alarms(&house.awa), []);
    }
    house.is_honest_again();
}

#[test]
fn a_removal_that_is_kept_back_is_withheld_by_what_a_colleague_knows() {
    let house = house();
    let chloe = Laptop::of("Chloé Petit");
    house.awa.brings_in(&chloe, "member");
    let early: Arc<Mutex<Option<LogHead>>> = Arc::default();
    let seen = Arc::clone(&early);
    house.liar.changes("GET heads", move |answer| {
        answer.change(|heads: &mut Heads| *seen.lock().unwrap() = Some(heads.log));
    });
    for laptop in [&house.awa, &house.bruno, &chloe] {
        laptop.meets();
    }
    house.liar.is_honest();
    let before = early.lock().unwrap().unwrap();
    let team = house.awa.ask("team.read", json!({}));
    let of_bruno =
        team["members"].as_array().unwrap().iter().find(|member| member["name"] == "Bruno Lefèvre");
    house.awa.ask("team.remove_member", json!({ "device": of_bruno.unwrap()["device"] }));
    let zelie = house.awa.adds("Zélie", "Crépin");
    house.awa.meets();
    // Chloé is shown the list of members of before, and everything else as it is.
    house.liar.answers(move |asked, hub| {
        let mut answer = hub(asked);
        match asked.what().as_str() {
            "GET log" => answer.change(|page: &mut LogPage| {
                (page.head, page.entries) = (before, Vec::new());
            }),
            "GET heads" => answer.change(|heads: &mut Heads| heads.log = before),
            _ => {}
        }
        answer
    });
    is_warned(&chloe, "withheld", "members");
    let members = |laptop: &Laptop| {
        let team = laptop.ask("team.read", json!({}));
        team["members"].as_array().unwrap().iter().filter(|member| !member["role"].is_null()).count()
    };
    assert_eq!(members(&chloe), 3, "she does not know yet");
    house.liar.is_honest();
    chloe.meets();
    chloe.meets();
    assert_eq!(members(&chloe), 2);
    assert_eq!(chloe.shows(&zelie)["who"]["given_name"], "Zélie");
    house.awa.meets();
    assert_eq!(chloe.everything(), house.awa.everything());
}

#[test]
fn a_hub_taken_back_from_an_old_copy_is_named_and_gets_everything_again() {
    let house = house();
    house.bruno_sends("Gwenaëlle");
    house.awa.meets();
    let (old, _folder) = copy(&house.hub);
    for given in ["Zélie", "Noé"] {
        let _ = house.awa.adds(given, "Fontaine");
        house.awa.meets();
        house.bruno_sends(given);
    }
    // Everything was shown twice: no outbox holds it any more.
    for laptop in [&house.awa, &house.bruno, &house.awa, &house.bruno] {
        laptop.meets();
    }
    house.liar.shows(old.port());
    is_warned(&house.awa, "rolled_back", "batch");
    is_warned(&house.bruno, "rolled_back", "batch");
    let _ = house.awa.adds("Lila", "Benali");
    house.is_honest_again();
    let chloe = Laptop::of("Chloé Petit");
    house.awa.brings_in(&chloe, "member");
    house.awa.meets();
    assert_eq!(chloe.everything(), house.awa.everything(), "who only knows this hub has all of it");
    assert_eq!(alarms(&chloe), []);
    assert_eq!(old.destroyed(), 0, "it verifies everything that it keeps");
}

#[test]
fn a_hub_taken_back_from_before_somebody_came_in_hears_of_her_from_a_colleague() {
    let house = house();
    let (old, _folder) = copy(&house.hub);
    let chloe = Laptop::of("Chloé Petit");
    house.awa.brings_in(&chloe, "member");
    let zelie = chloe.adds("Zélie", "Crépin");
    for laptop in [&chloe, &house.awa, &house.bruno, &chloe] {
        laptop.meets();
    }
    house.liar.shows(old.port());
    assert_ne!(chloe.tries()["end"]["end"], "removed", "this hub does not know her");
    is_warned(&house.bruno, "rolled_back", "members");
    for laptop in [&chloe, &house.awa, &house.bruno] {
        laptop.meets();
    }
    let noe = chloe.adds("Noé", "Fontaine");
    chloe.meets();
    house.is_honest_again();
    for person in [&zelie, &noe] {
        assert!(house.awa.shows(person)["who"]["given_name"].is_string());
    }
}

#[test]
fn a_batch_that_the_hub_takes_and_throws_away_is_not_said_to_be_sent() {
    let house = house();
    let (liar, awa, bruno) = (&house.liar, &house.awa, &house.bruno);
    let zelie = awa.adds("Zélie", "Crépin");
    liar.answers(|asked, hub| match asked.what().as_str() {
        "PUT batches" => Answer::of(&BatchTaken { pos: 99 }),
        _ => hub(asked),
    });
    let meeting = is_warned(awa, "rolled_back", "batch");
    assert_eq!((&meeting["sent"], &meeting["to_send"]), (&json!(0), &json!(1)), "{meeting}");
    liar.is_honest();
    assert_eq!(awa.meets()["to_send"], 0);
    bruno.meets();
    assert_eq!(bruno.shows(&zelie)["who"]["given_name"], "Zélie");
}

/// How far Awa's clock is ahead, in days.
static DAYS: AtomicI64 = AtomicI64::new(0);

fn later() -> DateTime<Utc> {
    DateTime::<Utc>::from(std::time::SystemTime::now()) + TimeDelta::days(DAYS.load(Ordering::SeqCst))
}

fn whose_days_go_by(worker: &str) -> Laptop {
    let dir = tempfile::tempdir_in("/dev/shm").or_else(|_| tempfile::tempdir()).unwrap();
    let place = Place { dir: dir.path().join("coffre"), keyring: false, throw_away: true };
    let laptop = Laptop::on(dir, Desk::with_clock(place, Box::new(NoKeyring), later), worker);
    laptop.ask("session.create", json!({ "passphrase": PASSPHRASE, "worker": worker }));
    laptop
}

#[test]
fn a_frozen_view_is_stale_after_twelve_days_and_says_since_when_who_is_silent() {
    let house = house_of(whose_days_go_by("Awa Ndiaye"), Laptop::of("Bruno Lefèvre"));
    let (frozen, _folder) = copy(&house.hub);
    let last = house.awa.ask("team.read", json!({}))["members"][1]["last_sign_ms"].clone();
    let zelie = house.bruno_sends("Zélie");
    // Awa is shown the hub of that day for ever: what she writes is taken, and nobody else is heard.
    house.liar.shows(frozen.port());
    for _ in 0..11 {
        DAYS.fetch_add(1, Ordering::SeqCst);
        house.awa.meets();
        assert_eq!(alarms(&house.awa), [], "a team may be on leave");
    }
    DAYS.fetch_add(1, Ordering::SeqCst);
    assert_eq!(is_warned(&house.awa, "stale", "answer")["alarms"], 1);
    let team = house.awa.ask("team.read", json!({}));
    assert_eq!(team["members"][1]["last_sign_ms"], last, "\"dernier signe de Bruno\"");
    assert_eq!(team["alarms"][0]["number"], last, "and the alarm says since when");
    assert_eq!(team["alarms"][0]["name"], "Bruno Lefèvre");
    assert_eq!(house.awa.meets()["alarms"], 0, "it is told once");
    house.liar.shows(house.hub.port());
    house.awa.meets();
    assert_eq!(house.awa.shows(&zelie)["who"]["given_name"], "Zélie");
    let told = alarms(&house.awa);
    assert!(told.contains(&only("rolled_back", "batch")[0]), "her own days are not there: {told:?}");
    house.bruno.meets();
    assert_eq!(house.awa.everything(), house.bruno.everything());
}
