//! Who asks: a challenge answered once, for this hub, by the key that a space knows.

use axum::http::Method;
use passerelle_wire::encode;
use passerelle_wire::hash::purpose;
use passerelle_wire::problem::Problem;
use passerelle_wire::pull::Heads;
use passerelle_wire::route;
use passerelle_wire::session::{Challenge, OpenSession, Proof, Session};
use passerelle_wire::version::Hello;

use crate::house::House;
use crate::people::{Laptop, Team};

on_both!(
    a_device_shows_who_it_is_and_asks,
    a_challenge_is_answered_once,
    a_challenge_is_for_one_device_and_two_minutes,
    a_proof_made_for_another_hub_is_worth_nothing_here,
    a_version_without_a_common_one_is_told,
    a_session_ends_after_a_quarter_of_an_hour,
    the_name_of_a_member_without_its_key_opens_nothing,
    no_session_no_answer,
);

async fn open(house: &House, said: &OpenSession) -> Result<Session, Problem> {
    house.call(Method::POST, route::SESSION, None, encode(said).unwrap()).await.read()
}

async fn a_device_shows_who_it_is_and_asks(house: House) {
    let hello: Hello = house.call(Method::GET, route::HELLO, None, vec![]).await.read().unwrap();
    assert_eq!((hello.name.as_str(), hello.common()), ("localhost", Some(1)));
    assert_eq!(hello.at_ms, house.hub().now_ms());
    let team = Team::at(house).await;
    assert!(team.house.get::<Heads>(&team.awa.token, &route::heads(team.space)).await.is_ok());
}

async fn a_challenge_is_answered_once(house: House) {
    let awa = Laptop::new(1);
    let said = awa.answer(&awa.challenge(&house).await);
    assert!(open(&house, &said).await.is_ok());
    assert_eq!(open(&house, &said).await, Err(Problem::Unauthenticated), "overheard and said again");
}

async fn a_challenge_is_for_one_device_and_two_minutes(house: House) {
    let (awa, bruno) = (Laptop::new(1), Laptop::new(2));
    let challenge = awa.challenge(&house).await;
    assert_eq!(open(&house, &bruno.answer(&challenge)).await, Err(Problem::Unauthenticated));
    let invented = Challenge { nonce: [9; 32], until_ms: u64::MAX };
    assert_eq!(open(&house, &awa.answer(&invented)).await, Err(Problem::Unauthenticated));
    house.later(2 * 60 * 1000 + 1);
    assert_eq!(open(&house, &awa.answer(&challenge)).await, Err(Problem::Unauthenticated));
}

async fn a_proof_made_for_another_hub_is_worth_nothing_here(house: House) {
    let awa = Laptop::new(1);
    let nonce = awa.challenge(&house).await.nonce;
    let proof = Proof { device: awa.id(), nonce, hub: "elsewhere.example".into(), protocol: 1 };
    let said = OpenSession { key: awa.keys.sign, proof: awa.sign(purpose::SESSION, &proof) };
    assert_eq!(open(&house, &said).await, Err(Problem::BadSignature));
    let proof = Proof { hub: "localhost".into(), ..proof };
    let said = OpenSession { key: Laptop::new(2).keys.sign, proof: awa.sign(purpose::SESSION, &proof) };
    assert_eq!(open(&house, &said).await, Err(Problem::BadSignature), "a key that signed nothing");
}

async fn a_version_without_a_common_one_is_told(house: House) {
    let awa = Laptop::new(1);
    let nonce = awa.challenge(&house).await.nonce;
    let proof = Proof { device: awa.id(), nonce, hub: "localhost".into(), protocol: 99 };
    let said = OpenSession { key: awa.keys.sign, proof: awa.sign(purpose::SESSION, &proof) };
    assert_eq!(open(&house, &said).await, Err(Problem::NoCommonVersion { oldest: 1, newest: 1 }));
}

async fn a_session_ends_after_a_quarter_of_an_hour(house: House) {
    let team = Team::at(house).await;
    let path = route::heads(team.space);
    team.house.later(15 * 60 * 1000 - 1);
    assert!(team.house.get::<Heads>(&team.awa.token, &path).await.is_ok());
    team.house.later(1);
    assert_eq!(team.house.get::<Heads>(&team.awa.token, &path).await, Err(Problem::Unauthenticated));
}

async fn the_name_of_a_member_without_its_key_opens_nothing(house: House) {
    let team = Team::at(house).await;
    let mut mallory = Laptop::new(66);
    mallory.keys.device = team.awa.id();
    mallory.comes_in(&team.house).await.expect("the hub does not say who is known");
    let refused = team.house.get::<Heads>(&mallory.token, &route::heads(team.space)).await;
    assert_eq!(refused, Err(Problem::NotMember));
}

async fn no_session_no_answer(house: House) {
    let team = Team::at(house).await;
    for token in ["", "00", "zz", &"0".repeat(64), &"é".repeat(64)] {
        let refused = team.house.get::<Heads>(token, &route::heads(team.space)).await;
        assert_eq!(refused, Err(Problem::Unauthenticated), "{token}");
    }
    let reply = team.house.call(Method::GET, &route::heads(team.space), None, vec![]).await;
    assert_eq!(reply.read::<Heads>(), Err(Problem::Unauthenticated));
}
