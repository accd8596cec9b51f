//! A new laptop by snapshot: after months, when the hub let go of what everybody had.

use serde_json::{Value, json};

use crate::content::{content, files, picture};
use crate::erasure::bytes_in;
use crate::house::{Answer, Days, Hub, Laptop, Liar, PASSPHRASE};
use passerelle_app::Problem;

fn history(laptop: &Laptop, person: &str) -> Value {
    let request = json!({
        "person": person, "table": null, "row": null, "field": null, "offset": 0, "limit": 200,
    });
    laptop.ask("history.of", request)
}

fn is_sound(laptops: &[&Laptop]) {
    for laptop in laptops {
        let report = laptop.ask("vault.verify", json!({}));
        assert_eq!(report["sound"], true, "{}: {report}", laptop.worker);
        let team = laptop.ask("team.read", json!({}));
        assert_eq!(team["alarms"], json!([]), "{}", laptop.worker);
        assert_eq!(laptop.ask("session.state", json!({}))["disagreements"], 0, "{}", laptop.worker);
    }
}

#[test]
fn a_new_laptop_has_months_of_work_by_a_snapshot_although_the_hub_let_the_bodies_go() {
    let (days, mut hub) = (Days::<0>, Hub::new());
    let [nadia, tina] = ["Nadia Benali", "Tina Wagner"].map(|worker| days.laptop(worker));
    nadia.founds(&hub, "Équipe du Pile");
    nadia.brings_in(&tina, "member");
    let (zelie, noe) = (nadia.adds("Zélie", "Crépin"), nadia.adds("Noé", "Fontaine"));
    let scan = picture(700, 1);
    let card = files(&nadia, &zelie, "Carte", &scan);
    nadia.meets();
    tina.meets();
    days.a_month_of_work(&[&nadia, &tina], |laptop, week| {
        let (field, value) = match laptop.worker.as_str() {
            "Nadia Benali" => ("email", format!("z{week}@exemple.fr")),
            _ => ("phone", format!("06 39 98 00 1{week}")),
        };
        laptop.corrects(&zelie, field, &value);
    });
    assert!(hub.keeps().0 > 0, "somebody's laptop made a snapshot");
    assert!(!bytes_in(hub.folder(), "Zélie"), "which the hub cannot read");
    nadia.ask("team.make_kit", json!({}));
    let before = hub.keeps().1;
    hub.lets_go();
    assert!(hub.keeps().1 < before, "which waits for laptops and for no paper");
    nadia.ask("person.erase", json!({ "person": noe, "passphrase": PASSPHRASE }));
    tina.meets();
    nadia.meets();
    let karim = days.laptop("Karim Diallo");
    nadia.brings_in(&karim, "member");
    nadia.meets();
    assert_eq!(karim.everything(), nadia.everything());
    assert_eq!(history(&karim, &zelie), history(&nadia, &zelie), "the history reads the same");
    assert_eq!(content(&karim, &card), scan, "and its document");
    assert_eq!(karim.refused("person.open", json!({ "person": noe })), Problem::NotFound);
    karim.corrects(&zelie, "commune", "Roubaix");
    for laptop in [&karim, &nadia, &tina, &karim] {
        laptop.meets();
    }
    assert_eq!(tina.shows(&zelie)["who"]["commune"], "Roubaix");
    let names: Vec<_> = karim.ask("team.read", json!({}))["members"].as_array().unwrap().clone();
    assert!(names.iter().all(|member| member["name"].is_string()), "whose laptops they are: {names:?}");
    assert_eq!((karim.everything(), tina.everything()), (nadia.everything(), nadia.everything()));
    is_sound(&[&nadia, &tina, &karim]);
    // Who came by a snapshot knows under which keys a file was sealed: nothing of it is left.
    let member = names.iter().find(|member| member["me"] == true).unwrap()["device"].clone();
    nadia.ask("team.set_role", json!({ "device": member, "role": "admin" }));
    karim.meets();
    karim.ask("person.erase", json!({ "person": zelie, "passphrase": PASSPHRASE }));
    for laptop in [&nadia, &tina, &karim] {
        laptop.meets();
        assert_eq!(laptop.refused("person.open", json!({ "person": zelie })), Problem::NotFound);
    }
    let late = days.laptop("Lou Martin");
    nadia.brings_in(&late, "member");
    nadia.meets();
    assert_eq!(late.everything(), nadia.everything());
    is_sound(&[&nadia, &tina, &karim, &late]);
}

#[test]
fn a_snapshot_that_is_cut_goes_on_and_nothing_of_it_shows_before() {
    let (days, mut hub) = (Days::<1>, Hub::new());
    let liar = Liar::before(hub.port());
    let [nadia, karim] = ["Nadia Benali", "Karim Diallo"].map(|worker| days.laptop(worker));
    nadia.ask("team.found", json!({ "hub": liar.address(), "name": "Équipe du Pile" }));
    let zelie = nadia.adds("Zélie", "Crépin");
    days.a_month_of_work(&[&nadia], |laptop, week| {
        laptop.corrects(&zelie, "email", &format!("z{week}@exemple.fr"));
    });
    hub.lets_go();
    let open = nadia.ask("team.invite", json!({ "role": "member" }));
    let asked = karim.ask("team.join", json!({ "hub": open["hub"], "code": open["code"] }));
    nadia.ask("team.invitation", json!({}));
    nadia.ask("team.admit", json!({ "words": asked["words"] }));
    liar.answers(
        |asked, hub| {
            if asked.is_segment() { Answer { status: 502, body: Vec::new() } } else { hub(asked) }
        },
    );
    for _ in 0..3 {
        assert_ne!(karim.tries()["end"]["end"], "done");
        assert_eq!(karim.refused("person.open", json!({ "person": zelie })), Problem::NotFound);
    }
    let noe = karim.adds("Noé", "Fontaine");
    karim.ask("session.lock", json!({}));
    karim.ask("session.unlock", json!({ "passphrase": PASSPHRASE }));
    liar.is_honest();
    karim.meets();
    nadia.meets();
    assert_eq!(nadia.shows(&noe)["who"]["given_name"], "Noé", "what he wrote meanwhile is sent");
    assert_eq!(karim.everything(), nadia.everything());
    is_sound(&[&nadia, &karim]);
}

#[test]
fn who_was_away_for_longer_than_a_lease_loses_nothing_and_gets_what_was_let_go() {
    let (days, mut hub) = (Days::<2>, Hub::new());
    let [nadia, tina] = ["Nadia Benali", "Tina Wagner"].map(|worker| days.laptop(worker));
    nadia.founds(&hub, "Équipe du Pile");
    nadia.brings_in(&tina, "member");
    let zelie = nadia.adds("Zélie", "Crépin");
    nadia.meets();
    tina.meets();
    let noe = tina.adds("Noé", "Fontaine");
    tina.corrects(&zelie, "phone", "06 39 98 00 22");
    hub.forgets_for_a_lease();
    days.a_month_of_work(&[&nadia], |laptop, week| {
        laptop.corrects(&zelie, "email", &format!("z{week}@exemple.fr"));
    });
    hub.lets_go();
    tina.meets();
    nadia.meets();
    tina.meets();
    assert_eq!(nadia.shows(&noe)["who"]["given_name"], "Noé");
    let who = nadia.shows(&zelie)["who"].clone();
    assert_eq!(who["email"], "z4@exemple.fr");
    assert_ne!(who["phone"], "", "what she wrote on the way is sent");
    assert_eq!(tina.shows(&zelie)["who"], who);
    assert_eq!(tina.everything(), nadia.everything());
}
