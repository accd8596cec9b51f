//! Wrapped and sealed keys: kept as they came, in pages, until no device holds their epoch any more.

use passerelle_wire::hash::Hash;
use passerelle_wire::key::{PutWraps, Seals, Wrap, WrapPage, WrapsTaken};
use passerelle_wire::problem::Problem;
use passerelle_wire::route;
use serde_bytes::ByteBuf;

use crate::house::{DAY_MS, House};
use crate::people::{Laptop, Team, check, key, seal, wrap};

on_both!(
    a_key_that_is_there_stays_as_it_is,
    wraps_come_in_pages_by_key,
    wraps_of_batches_stand_with_those_of_the_turn,
    everybody_brings_keys_and_admins_prepare_turns,
    wraps_of_another_turn_than_the_present_are_refused,
    everybody_gets_only_what_is_sealed_to_them,
    old_keys_go_once_every_device_says_so,
    a_laptop_whose_lease_ran_out_delays_nothing,
    an_older_word_does_not_replace_a_newer_one,
);

async fn page(team: &Team, by: &Laptop, epoch: u32) -> Vec<Wrap> {
    let (mut wraps, mut after) = (vec![], None);
    loop {
        let path = route::wraps(team.space, epoch, after);
        let page: WrapPage = team.house.get(&by.token, &path).await.unwrap();
        wraps.extend(page.wraps);
        after = page.next;
        if after.is_none() {
            return wraps;
        }
    }
}

async fn a_key_that_is_there_stays_as_it_is(house: House) {
    let team = Team::at(house).await;
    assert_eq!(team.put_wraps(&team.bruno, 1, &[wrap(1)]).await, Ok(1));
    let other = Wrap { key: key(1), body: ByteBuf::from([0; 72]) };
    assert_eq!(team.put_wraps(&team.chloe, 1, &[other, wrap(2)]).await, Ok(2));
    assert_eq!(page(&team, &team.awa, 1).await, [wrap(1), wrap(2)]);
}

async fn wraps_come_in_pages_by_key(house: House) {
    let team = Team::at(house).await;
    let named = |number: u16| {
        let mut name = [0; 16];
        name[..2].copy_from_slice(&number.to_be_bytes());
        Wrap { key: passerelle_wire::id::KeyId(name), body: ByteBuf::from(number.to_le_bytes()) }
    };
    let wraps: Vec<Wrap> = (0..4_001).map(named).collect();
    for part in wraps.chunks(3_000) {
        team.put_wraps(&team.awa, 1, part).await.unwrap();
    }
    assert_eq!(page(&team, &team.driss, 1).await, wraps);
    assert_eq!(page(&team, &team.driss, 7).await, [], "an epoch that is not there yet");
}

async fn wraps_of_batches_stand_with_those_of_the_turn(house: House) {
    let team = Team::at(house).await;
    team.put_wraps(&team.awa, 1, &[wrap(2)]).await.unwrap();
    let batch = team.batch(&team.bruno, &[(key(1), b"note")], &[wrap(1), wrap(2)]);
    team.send(&team.bruno, &batch).await.unwrap();
    assert_eq!(page(&team, &team.awa, 1).await, [wrap(1), wrap(2)]);
}

async fn everybody_brings_keys_and_admins_prepare_turns(house: House) {
    let team = Team::at(house).await;
    assert_eq!(
        team.put_wraps(&team.driss, 1, &[wrap(1)]).await,
        Ok(1),
        "whoever holds it, if others are gone"
    );
    for laptop in [&team.driss, &team.bruno] {
        assert_eq!(team.put_wraps(laptop, 2, &[wrap(1)]).await, Err(Problem::RoleForbids));
    }
    assert_eq!(team.put_wraps(&team.awa, 2, &[wrap(1)]).await, Ok(1));
}

async fn wraps_of_another_turn_than_the_present_are_refused(house: House) {
    let team = Team::at(house).await;
    for (epoch, named) in [(1, Hash([50; 32])), (0, check(1)), (3, check(3))] {
        let put = PutWraps { epoch, check: named, wraps: vec![wrap(1)] };
        let path = route::put_wraps(team.space);
        let refused = team.house.put::<_, WrapsTaken>(&team.awa.token, &path, &put).await;
        assert_eq!(refused, Err(Problem::EpochOver { epoch: 1 }), "epoch {epoch}");
    }
}

async fn everybody_gets_only_what_is_sealed_to_them(house: House) {
    let mut team = Team::at(house).await;
    let awa = team.awa.clone();
    team.turns(&awa, 2, &[]).await.unwrap();
    for laptop in [&team.awa, &team.driss] {
        let all: Seals = team.house.get(&laptop.token, &route::seals(team.space, 0)).await.unwrap();
        assert_eq!(all.seals, [seal(laptop.id(), 1), seal(laptop.id(), 2)]);
        let new: Seals = team.house.get(&laptop.token, &route::seals(team.space, 1)).await.unwrap();
        assert_eq!(new.seals, [seal(laptop.id(), 2)]);
    }
}

async fn old_keys_go_once_every_device_says_so(house: House) {
    let mut team = Team::at(house).await;
    let awa = team.awa.clone();
    let batch = team.batch(&team.bruno, &[(key(1), b"note")], &[wrap(1)]);
    team.send(&team.bruno, &batch).await.unwrap();
    team.turns(&awa, 2, &[wrap(1)]).await.unwrap();
    for laptop in [&team.awa, &team.bruno, &team.chloe] {
        team.acks(laptop, 1, 2, &[]).await.unwrap();
    }
    assert_eq!(page(&team, &awa, 1).await, [wrap(1)], "Driss has not said yet");
    team.acks(&team.driss, 1, 1, &[]).await.unwrap();
    assert_eq!(page(&team, &awa, 1).await, [wrap(1)], "Driss still holds the former key");
    team.acks(&team.driss, 2, 2, &[]).await.unwrap();
    assert_eq!(page(&team, &awa, 1).await, []);
    assert_eq!(page(&team, &awa, 2).await, [wrap(1)], "under the present key it stays");
    let found = team.all(&awa).await;
    assert_eq!(found, [batch], "what a batch brought stays in it");
    let seals: Seals = team.house.get(&awa.token, &route::seals(team.space, 0)).await.unwrap();
    assert_eq!(seals.seals, [seal(awa.id(), 2)]);
}

async fn a_laptop_whose_lease_ran_out_delays_nothing(house: House) {
    let mut team = Team::at(house).await;
    let awa = team.awa.clone();
    team.put_wraps(&awa, 1, &[wrap(1)]).await.unwrap();
    team.turns(&awa, 2, &[wrap(1)]).await.unwrap();
    team.house.later(46 * DAY_MS);
    let mut awa = awa;
    awa.comes_in(&team.house).await.unwrap();
    team.acks(&awa, 1, 2, &[]).await.unwrap();
    assert_eq!(page(&team, &awa, 1).await, []);
}

async fn an_older_word_does_not_replace_a_newer_one(house: House) {
    let team = Team::at(house).await;
    team.acks(&team.bruno, 2, 1, &[]).await.unwrap();
    assert_eq!(team.acks(&team.bruno, 2, 1, &[]).await, Ok(()), "the very same again");
    assert_eq!(team.acks(&team.bruno, 1, 1, &[]).await, Err(Problem::Taken));
    team.acks(&team.bruno, 3, 1, &[]).await.unwrap();
    let acks: passerelle_wire::ack::Acks =
        team.house.get(&team.awa.token, &route::acks(team.space)).await.unwrap();
    assert_eq!(acks.acks.len(), 1);
    let ack: passerelle_wire::ack::Ack = passerelle_wire::decode(&acks.acks[0].body).unwrap();
    assert_eq!((ack.device, ack.number), (team.bruno.id(), 3));
}
