//! Letters of invitations: two, put once, for a while.

use axum::http::Method;
use passerelle_wire::encode;
use passerelle_wire::id::MailboxId;
use passerelle_wire::mailbox::{Letter, PutLetter, slot};
use passerelle_wire::problem::Problem;
use passerelle_wire::route;
use serde_bytes::ByteBuf;

use crate::house::{DAY_MS, House};
use crate::people::{Laptop, Team};

on_both!(
    an_invitation_is_answered_by_whoever_knows_its_name,
    a_letter_is_put_once,
    strangers_begin_no_mailbox,
    letters_are_kept_a_week_at_most,
);

const BOX: MailboxId = MailboxId([6; 16]);

async fn put(house: &House, by: Option<&Laptop>, slot: u8, text: &str, keep_s: u32) -> Result<(), Problem> {
    let put = PutLetter { mailbox: BOX, slot, letter: ByteBuf::from(text), keep_s };
    let token = by.map(|laptop| laptop.token.as_str());
    house.call(Method::PUT, &route::mailbox(BOX, slot), token, encode(&put).unwrap()).await.done()
}

async fn read(house: &House, slot: u8) -> Option<String> {
    let reply = house.call(Method::GET, &route::mailbox(BOX, slot), None, vec![]).await;
    let letter = reply.read::<Letter>().unwrap().letter?;
    Some(String::from_utf8(letter.into_vec()).unwrap())
}

async fn an_invitation_is_answered_by_whoever_knows_its_name(house: House) {
    let team = Team::at(house).await;
    assert_eq!(read(&team.house, slot::INVITATION).await, None);
    put(&team.house, Some(&team.awa), slot::INVITATION, "sealed by Awa", 600).await.unwrap();
    assert_eq!(read(&team.house, slot::INVITATION).await.as_deref(), Some("sealed by Awa"));
    put(&team.house, None, slot::REQUEST, "sealed by Emma", 600).await.unwrap();
    assert_eq!(read(&team.house, slot::REQUEST).await.as_deref(), Some("sealed by Emma"));
}

async fn a_letter_is_put_once(house: House) {
    let team = Team::at(house).await;
    put(&team.house, Some(&team.awa), slot::INVITATION, "first", 600).await.unwrap();
    assert_eq!(put(&team.house, Some(&team.awa), slot::INVITATION, "first", 600).await, Ok(()));
    let other = put(&team.house, Some(&team.bruno), slot::INVITATION, "other", 600).await;
    assert_eq!(other, Err(Problem::Taken));
    let path = route::mailbox(BOX, slot::REQUEST);
    let misplaced = PutLetter { mailbox: BOX, slot: slot::INVITATION, letter: ByteBuf::new(), keep_s: 1 };
    let reply = team.house.call(Method::PUT, &path, None, encode(&misplaced).unwrap()).await;
    assert_eq!(reply.done(), Err(Problem::Malformed));
}

async fn strangers_begin_no_mailbox(house: House) {
    let team = Team::at(house).await;
    let stranger = Laptop::at(9, &team.house).await;
    let house = &team.house;
    assert_eq!(put(house, None, slot::INVITATION, "x", 600).await, Err(Problem::Unauthenticated));
    assert_eq!(put(house, Some(&stranger), slot::INVITATION, "x", 600).await, Err(Problem::NotMember));
    assert_eq!(put(house, None, slot::REQUEST, "x", 600).await, Err(Problem::NotFound));
    assert_eq!(put(house, Some(&team.awa), 2, "x", 600).await, Err(Problem::NotFound));
}

async fn letters_are_kept_a_week_at_most(house: House) {
    let team = Team::at(house).await;
    put(&team.house, Some(&team.awa), slot::INVITATION, "short", 600).await.unwrap();
    team.house.later(600_000);
    assert_eq!(read(&team.house, slot::INVITATION).await, None);
    put(&team.house, Some(&team.awa), slot::INVITATION, "long", u32::MAX).await.unwrap();
    team.house.later(7 * DAY_MS - 1);
    assert_eq!(read(&team.house, slot::INVITATION).await.as_deref(), Some("long"));
    team.house.later(1);
    assert_eq!(read(&team.house, slot::INVITATION).await, None);
}
