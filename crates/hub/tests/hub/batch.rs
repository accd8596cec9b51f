//! Batches that come: each once, in the chain of its device, from who may write.

use passerelle_wire::batch::Batch;
use passerelle_wire::hash::{Hash, purpose};
use passerelle_wire::membership::{Act, Role};
use passerelle_wire::problem::Problem;
use passerelle_wire::route;

use crate::house::House;
use crate::people::{Team, key, wrap};

on_both!(
    batches_get_positions_one_after_another,
    a_batch_sent_twice_is_taken_once,
    two_batches_under_one_number_are_a_fork,
    a_number_left_out_is_refused_with_the_next_one,
    a_batch_that_names_another_before_it_breaks_the_chain,
    a_body_that_is_not_the_one_of_the_header_is_refused,
    a_missing_body_is_refused,
    a_header_signed_by_another_is_refused,
    a_batch_for_another_place_is_refused,
    who_only_reads_may_not_write,
    who_was_made_a_reader_may_not_write_under_an_older_log,
    a_log_that_the_hub_never_had_is_refused,
    an_old_version_may_not_write_once_a_newer_is_asked_for,
    a_batch_sealed_before_a_turn_waits_for_its_keys_under_the_new_epoch,
    an_epoch_that_never_was_is_refused,
    a_colleague_may_bring_a_batch_from_a_stick,
    a_sign_of_life_without_entries_is_taken,
    two_spaces_count_their_positions_apart,
);

async fn batches_get_positions_one_after_another(house: House) {
    let team = Team::at(house).await;
    let (mut awa, mut bruno) = (team.awa.clone(), team.bruno.clone());
    assert_eq!(team.writes(&mut awa, b"one").await, Ok(1));
    assert_eq!(team.writes(&mut bruno, b"two").await, Ok(2));
    assert_eq!(team.writes(&mut awa, b"three").await, Ok(3));
}

async fn a_batch_sent_twice_is_taken_once(house: House) {
    let team = Team::at(house).await;
    let batch = team.batch(&team.bruno, &[(key(9), b"note")], &[]);
    assert_eq!(team.send(&team.bruno, &batch).await, Ok(1));
    assert_eq!(team.send(&team.bruno, &batch).await, Ok(1), "the answer was lost: the same again");
    assert_eq!(team.all(&team.awa).await, [batch]);
}

async fn two_batches_under_one_number_are_a_fork(house: House) {
    let team = Team::at(house).await;
    let first = team.batch(&team.bruno, &[(key(9), b"note")], &[]);
    team.send(&team.bruno, &first).await.unwrap();
    let other = team.batch(&team.bruno, &[(key(9), b"of a copied laptop")], &[]);
    let refused = team.send(&team.bruno, &other).await;
    assert_eq!(refused, Err(Problem::Fork { held: first.header.clone() }));
    assert_eq!(team.all(&team.awa).await, [first], "the first one stays");
}

async fn a_number_left_out_is_refused_with_the_next_one(house: House) {
    let team = Team::at(house).await;
    let mut bruno = team.bruno.clone();
    team.writes(&mut bruno, b"first").await.unwrap();
    let jumped = team.batch_with(&bruno, &[(key(9), b"note")], &[], |header| header.seq = 4);
    assert_eq!(team.send(&bruno, &jumped).await, Err(Problem::NotNext { next: 2 }));
}

async fn a_batch_that_names_another_before_it_breaks_the_chain(house: House) {
    let team = Team::at(house).await;
    let mut bruno = team.bruno.clone();
    team.writes(&mut bruno, b"first").await.unwrap();
    let torn = team.batch_with(&bruno, &[(key(9), b"note")], &[], |header| header.prev = Hash([3; 32]));
    assert_eq!(team.send(&bruno, &torn).await, Err(Problem::BrokenChain));
}

async fn a_body_that_is_not_the_one_of_the_header_is_refused(house: House) {
    let team = Team::at(house).await;
    let mut batch = team.batch(&team.bruno, &[(key(9), b"note")], &[wrap(1)]);
    batch.bodies[0].as_mut().unwrap()[0] ^= 1;
    assert_eq!(team.send(&team.bruno, &batch).await, Err(Problem::Malformed));
    batch.bodies[0].as_mut().unwrap()[0] ^= 1;
    batch.wraps[0].as_mut().unwrap()[0] ^= 1;
    assert_eq!(team.send(&team.bruno, &batch).await, Err(Problem::Malformed));
}

async fn a_missing_body_is_refused(house: House) {
    let team = Team::at(house).await;
    let mut batch = team.batch(&team.bruno, &[(key(9), b"note")], &[wrap(1)]);
    let (wraps, bodies) = (batch.wraps.clone(), batch.bodies.clone());
    batch.bodies[0] = None;
    assert_eq!(team.send(&team.bruno, &batch).await, Err(Problem::Malformed));
    batch.bodies = bodies;
    batch.wraps[0] = None;
    assert_eq!(team.send(&team.bruno, &batch).await, Err(Problem::Malformed));
    batch.wraps = wraps;
    assert_eq!(team.send(&team.bruno, &batch).await, Ok(1));
}

async fn a_header_signed_by_another_is_refused(house: House) {
    let team = Team::at(house).await;
    let mut batch = team.batch(&team.bruno, &[(key(9), b"note")], &[]);
    let header = batch.read_header().unwrap();
    batch.header = team.chloe.sign(purpose::BATCH, &header);
    assert_eq!(team.send(&team.chloe, &batch).await, Err(Problem::BadSignature));
    batch.header = team.bruno.sign(purpose::ACK, &header);
    assert_eq!(team.send(&team.bruno, &batch).await, Err(Problem::BadSignature), "signed for something else");
}

async fn a_batch_for_another_place_is_refused(house: House) {
    let team = Team::at(house).await;
    let batch = team.batch(&team.bruno, &[(key(9), b"note")], &[]);
    let path = route::batch(team.space, team.bruno.id(), 2);
    let refused = team.house.put::<Batch, Batch>(&team.bruno.token, &path, &batch).await;
    assert_eq!(refused, Err(Problem::Malformed));
}

async fn who_only_reads_may_not_write(house: House) {
    let team = Team::at(house).await;
    let mut driss = team.driss.clone();
    assert_eq!(team.writes(&mut driss, b"note").await, Err(Problem::RoleForbids));
    let sign = team.batch(&driss, &[], &[]);
    assert_eq!(team.send(&driss, &sign).await, Ok(1), "but gives a sign of life");
}

async fn who_was_made_a_reader_may_not_write_under_an_older_log(house: House) {
    let mut team = Team::at(house).await;
    let old = team.batch(&team.bruno, &[(key(9), b"note")], &[]);
    let (awa, bruno) = (team.awa.clone(), team.bruno.clone());
    team.append(&awa, &[Act::SetRole(bruno.id(), Role::Reader)], vec![]).await.unwrap();
    assert_eq!(team.send(&bruno, &old).await, Err(Problem::RoleForbids));
}

async fn a_log_that_the_hub_never_had_is_refused(house: House) {
    let team = Team::at(house).await;
    let head = team.roll.head();
    for (len, hash) in [(head.len + 1, head.hash), (head.len, Hash([5; 32])), (2, Hash([5; 32]))] {
        let batch = team.batch_with(&team.bruno, &[(key(9), b"note")], &[], |header| {
            header.log_len = len;
            header.log_hash = hash;
        });
        assert_eq!(team.send(&team.bruno, &batch).await, Err(Problem::LogMoved { head }));
    }
}

async fn an_old_version_may_not_write_once_a_newer_is_asked_for(house: House) {
    let mut team = Team::at(house).await;
    let awa = team.awa.clone();
    team.append(&awa, &[Act::MinWriter(2)], vec![]).await.unwrap();
    let old = team.batch(&team.bruno, &[(key(9), b"note")], &[]);
    assert_eq!(team.send(&team.bruno, &old).await, Err(Problem::WriterTooOld { least: 2 }));
    let new = team.batch_with(&team.bruno, &[(key(9), b"note")], &[], |header| header.protocol = 2);
    assert_eq!(team.send(&team.bruno, &new).await, Ok(1));
}

async fn a_batch_sealed_before_a_turn_waits_for_its_keys_under_the_new_epoch(house: House) {
    let mut team = Team::at(house).await;
    let mut bruno = team.bruno.clone();
    let early = team.batch(&bruno, &[(key(1), b"known"), (key(3), b"of a new key")], &[wrap(3)]);
    let awa = team.awa.clone();
    team.turns(&awa, 2, &[wrap(1)]).await.unwrap();
    assert_eq!(team.send(&bruno, &early).await, Err(Problem::EpochOver { epoch: 2 }));
    team.put_wraps(&bruno, 2, &[wrap(3)]).await.unwrap();
    assert_eq!(team.send(&bruno, &early).await, Ok(1), "now whoever has crossed can open it");
    bruno.last = (1, early.hash());
    let sign = team.batch_with(&bruno, &[], &[], |header| header.epoch = 1);
    assert_eq!(team.send(&bruno, &sign).await, Ok(2), "nothing in it is to be opened");
}

async fn an_epoch_that_never_was_is_refused(house: House) {
    let team = Team::at(house).await;
    for epoch in [0, 2, u32::MAX] {
        let batch = team.batch_with(&team.bruno, &[(key(9), b"note")], &[], |header| header.epoch = epoch);
        assert_eq!(team.send(&team.bruno, &batch).await, Err(Problem::EpochOver { epoch: 1 }));
    }
}

async fn a_colleague_may_bring_a_batch_from_a_stick(house: House) {
    let team = Team::at(house).await;
    let batch = team.batch(&team.bruno, &[(key(9), b"carried by Driss")], &[]);
    assert_eq!(team.send(&team.driss, &batch).await, Ok(1));
    assert_eq!(team.send(&team.bruno, &batch).await, Ok(1), "Bruno sends it himself later");
}

async fn a_sign_of_life_without_entries_is_taken(house: House) {
    let team = Team::at(house).await;
    let batch = team.batch(&team.bruno, &[], &[]);
    assert_eq!(team.send(&team.bruno, &batch).await, Ok(1));
    assert_eq!(team.all(&team.driss).await, [batch]);
}

async fn two_spaces_count_their_positions_apart(house: House) {
    let one = Team::at(house.clone()).await;
    let other = Team::named(house, passerelle_wire::id::SpaceId([0x51; 16])).await;
    let (mut in_one, mut in_other) = (one.awa.clone(), other.awa.clone());
    assert_eq!(one.writes(&mut in_one, b"a").await, Ok(1));
    assert_eq!(other.writes(&mut in_other, b"b").await, Ok(1));
    assert_eq!(one.writes(&mut in_one, b"c").await, Ok(2));
    let misplaced = one.batch(&in_other, &[(key(9), b"note")], &[]);
    let path = route::batch(other.space, in_other.id(), 2);
    let refused = other.house.put::<Batch, Batch>(&in_other.token, &path, &misplaced).await;
    assert_eq!(refused, Err(Problem::Malformed), "a batch of one space stays out of another");
}
