//! Somebody who is not in the team, put there by the hub.

use super::{alarms, house, is_warned};
use crate::house::{Answer, Hub, Laptop, Liar};
use passerelle_app::Problem;
use passerelle_sync::chance::SystemChance;
use passerelle_sync::invitation::{Code, Invitation, JoinRequest};
use passerelle_sync::seal::DeviceSecrets;
use passerelle_wire::hash::purpose;
use passerelle_wire::id::DeviceId;
use passerelle_wire::key::Seals;
use passerelle_wire::mailbox::{Letter, PutLetter, slot};
use passerelle_wire::membership::{Act, Entry, Role};
use passerelle_wire::signed::Signed;
use passerelle_wire::space::LogPage;
use passerelle_wire::{decode, encode};
use serde_bytes::ByteBuf;
use serde_json::json;
use std::sync::{Arc, Mutex};

fn stranger() -> DeviceSecrets {
    DeviceSecrets::draw(DeviceId([66; 16]), &mut SystemChance).unwrap()
}

/// An entry that follows, as the hub would like it: signed by the stranger in a name.
fn entry(page: &LogPage, space: passerelle_wire::id::SpaceId, by: DeviceId, act: &Act) -> Signed {
    let entry = Entry {
        space,
        n: page.head.len,
        prev: page.head.hash,
        by,
        at_ms: 0,
        kind: act.kind(),
        body: ByteBuf::from(act.to_bytes()),
    };
    stranger().sign.sign(purpose::LOG, &entry).unwrap()
}

#[test]
fn a_member_that_the_hub_invents_is_forged_and_stops_the_meeting() {
    let house = house();
    let zelie = house.bruno_sends("Zélie");
    let admin = house.awa.ask("team.read", json!({}))["members"][0]["device"].as_str().unwrap().to_owned();
    for by in [DeviceId([66; 16]), admin.parse().unwrap()] {
        house.liar.answers(move |asked, hub| {
            let mut answer = hub(asked);
            if asked.what() == "GET log" {
                let space = asked.space().unwrap();
                answer.change(|page: &mut LogPage| {
                    let invented = entry(page, space, by, &Act::SetRole(DeviceId([66; 16]), Role::Admin));
                    page.head.len += 1;
                    page.head.hash = invented.hash(purpose::LOG);
                    page.entries.push(invented);
                });
            }
            answer
        });
        let meeting = is_warned(&house.awa, "forged", "members");
        assert_eq!(meeting["end"]["end"], "stopped");
        assert_eq!(house.awa.ask("team.read", json!({}))["members"].as_array().unwrap().len(), 2);
    }
    house.is_honest_again();
    assert_eq!(house.awa.shows(&zelie)["who"]["given_name"], "Zélie");
}

#[test]
fn an_epoch_key_of_the_hubs_is_forged_and_one_that_is_kept_back_is_withheld() {
    let house = house();
    house.awa.ask("team.renew_keys", json!({}));
    house.liar.changes("GET seals", |answer| answer.change(|seals: &mut Seals| seals.seals.clear()));
    is_warned(&house.bruno, "withheld", "key");
    house.liar.changes("GET seals", |answer| {
        answer.change(|seals: &mut Seals| {
            for seal in &mut seals.seals {
                let at = seal.sealed.len() - 1;
                seal.sealed[at] ^= 1;
            }
        });
    });
    is_warned(&house.bruno, "forged", "key");
    let _ = house.awa.adds("Zélie", "Crépin");
    house.is_honest_again();
}

/// Awa has a team behind this hub, and an open invitation with this code.
fn invites() -> (Hub, Liar, Laptop, Code, String) {
    let hub = Hub::new();
    let liar = Liar::before(hub.port());
    let awa = Laptop::of("Awa Ndiaye");
    awa.ask("team.found", json!({ "hub": liar.address(), "name": "Équipe du Pile" }));
    let open = awa.ask("team.invite", json!({ "role": "member" }));
    let text = open["code"].as_str().unwrap().to_owned();
    let code = Code::read(&text).unwrap_or_else(|_| panic!("a code"));
    (hub, liar, awa, code, text)
}

#[test]
fn an_invitation_that_the_hub_answers_itself_asks_for_nobody() {
    let (_hub, liar, awa, _, _) = invites();
    liar.changes("GET mailboxes", |answer| {
        *answer = Answer::of(&Letter { letter: Some(ByteBuf::from([7; 600])) });
    });
    assert_eq!(
        awa.ask("team.invitation", json!({}))["request"],
        json!(null),
        "the hub does not have the code"
    );
    let bruno = Laptop::of("Bruno Lefèvre");
    let join = json!({ "hub": liar.address(), "code": awa.ask("team.invitation", json!({}))["code"] });
    let problem = bruno.refused("team.join", join.clone());
    assert_eq!(problem, Problem::InvitationUnknown, "nor can it invite");
    liar.is_honest();
    let asked = bruno.ask("team.join", join);
    awa.ask("team.admit", json!({ "words": asked["words"] }));
    bruno.meets();
    assert_eq!(alarms(&bruno), []);
}

#[test]
fn a_hub_that_overheard_the_code_shows_other_words_on_both_screens() {
    let (_hub, liar, awa, code, text) = invites();
    let bruno = Laptop::of("Bruno Lefèvre");
    let invitation: Arc<Mutex<Option<Invitation>>> = Arc::default();
    let seen = Arc::clone(&invitation);
    // It stands between: what Bruno answers is replaced by an answer of its own.
    liar.answers(move |asked, hub| {
        let mut asked = asked.clone();
        if asked.what() == "PUT mailboxes" {
            let mut put: PutLetter = decode(&asked.body).unwrap();
            assert_eq!(put.slot, slot::REQUEST);
            let invitation = seen.lock().unwrap().clone().unwrap();
            let request = JoinRequest::answer(&invitation, &stranger(), "Bruno Lefèvre".to_owned()).unwrap();
            put.letter = ByteBuf::from(request.seal(&code, &mut SystemChance).unwrap());
            asked.body = encode(&put).unwrap();
        }
        let mut answer = hub(&asked);
        if asked.what() == "GET mailboxes" {
            answer.change(|letter: &mut Letter| {
                let opened = letter.letter.as_ref().and_then(|letter| Invitation::open(letter, &code).ok());
                seen.lock().unwrap().get_or_insert_with(|| opened.unwrap());
            });
        }
        answer
    });
    let asked = bruno.ask("team.join", json!({ "hub": liar.address(), "code": text }));
    let open = awa.ask("team.invitation", json!({}));
    assert_eq!(open["request"]["name"], "Bruno Lefèvre", "it says so");
    assert_ne!(open["request"]["words"], asked["words"], "the words are read aloud, not the name");
    let heard = json!({ "words": asked["words"] });
    assert_eq!(awa.refused("team.admit", heard), Problem::WordsDiffer);
    assert_eq!(awa.ask("team.read", json!({}))["members"].as_array().unwrap().len(), 1, "nobody came in");
    awa.ask("team.cancel_invitation", json!({}));
    bruno.ask("team.cancel_join", json!({}));
    liar.is_honest();
    awa.brings_in(&bruno, "member");
}
