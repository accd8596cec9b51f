//! Erasing on order: what was said is gone at the hub, what proves that it was said stays.

use axum::http::Method;
use passerelle_wire::hash::{Hash, purpose};
use passerelle_wire::id::{BlobId, SnapshotId};
use passerelle_wire::key::WrapPage;
use passerelle_wire::membership::{Act, Erase};
use passerelle_wire::problem::Problem;
use passerelle_wire::pull::{AskEntries, Entries, EntryPlace};
use passerelle_wire::route;
use passerelle_wire::snapshot::Segment;
use serde_bytes::ByteBuf;

use crate::house::House;
use crate::people::{Laptop, Team, key, wrap};
use crate::snapshot::{commit, put_segment, segment};

on_both!(
    bodies_wraps_and_chunks_of_a_case_go_and_the_chain_stays,
    one_body_goes_by_its_hash,
    what_was_erased_does_not_come_in_again,
    a_batch_brought_after_an_erasure_may_have_the_gap,
    pieces_of_snapshots_go_too,
    an_order_reaches_only_its_own_space,
    room_comes_back_with_what_was_erased,
    a_member_cannot_order_it,
);

fn order(keys: &[u8]) -> Erase {
    Erase {
        cases: vec![],
        keys: keys.iter().map(|number| key(*number)).collect(),
        bodies: vec![],
        blobs: vec![],
    }
}

async fn bodies_wraps_and_chunks_of_a_case_go_and_the_chain_stays(house: House) {
    let mut team = Team::at(house).await;
    let (awa, mut bruno) = (team.awa.clone(), team.bruno.clone());
    let batch = team.batch(&bruno, &[(key(1), b"of Lina"), (key(2), b"of Karim")], &[wrap(1), wrap(2)]);
    team.send(&bruno, &batch).await.unwrap();
    bruno.last = (1, batch.hash());
    let photo = BlobId([4; 16]);
    let chunk = route::chunk(team.space, photo, 0);
    team.house.call(Method::PUT, &chunk, Some(&bruno.token), vec![5; 900]).await.done().unwrap();

    let erase = Erase { blobs: vec![photo], ..order(&[1]) };
    team.append(&awa, &[Act::Erase(erase)], vec![]).await.unwrap();

    let found = team.all(&awa).await;
    assert_eq!(found[0].header, batch.header, "signature and hashes are as they were");
    assert_eq!(found[0].bodies, [None, Some(ByteBuf::from("of Karim"))]);
    assert_eq!(found[0].wraps, [None, Some(wrap(2).body)]);
    assert!(found[0].verify(&bruno.keys.sign).is_ok(), "the chain still verifies");
    assert_eq!(team.writes(&mut bruno, b"and goes on").await, Ok(2));
    let wraps: WrapPage = team.house.get(&awa.token, &route::wraps(team.space, 1, None)).await.unwrap();
    assert_eq!(wraps.wraps, [wrap(2)]);
    let reply = team.house.call(Method::GET, &chunk, Some(&awa.token), vec![]).await;
    assert_eq!(reply.done(), Err(Problem::Erased));
    let ask = AskEntries { places: vec![EntryPlace { device: bruno.id(), seq: 1, index: 0 }] };
    let body: Entries = team.house.post(&awa.token, &route::entries(team.space), &ask).await.unwrap();
    assert_eq!(body.bodies, [None]);
}

async fn one_body_goes_by_its_hash(house: House) {
    let mut team = Team::at(house).await;
    let awa = team.awa.clone();
    let batch = team.batch(&team.bruno, &[(key(1), b"a slip of the pen"), (key(1), b"stays")], &[]);
    team.send(&team.bruno, &batch).await.unwrap();
    let bodies = vec![Hash::of(purpose::BODY, b"a slip of the pen")];
    team.append(&awa, &[Act::Erase(Erase { bodies, ..order(&[]) })], vec![]).await.unwrap();
    assert_eq!(team.all(&awa).await[0].bodies, [None, Some(ByteBuf::from("stays"))]);
}

async fn what_was_erased_does_not_come_in_again(house: House) {
    let mut team = Team::at(house).await;
    let (awa, mut bruno) = (team.awa.clone(), team.bruno.clone());
    let late = team.batch(&bruno, &[(key(1), b"of Lina"), (key(2), b"of Karim")], &[wrap(1)]);
    let erase = Erase { blobs: vec![BlobId([4; 16])], ..order(&[1]) };
    team.append(&awa, &[Act::Erase(erase)], vec![]).await.unwrap();

    assert_eq!(team.send(&bruno, &late).await, Ok(1), "written offline, before Bruno knew");
    bruno.last = (1, late.hash());
    let found = team.all(&awa).await;
    assert_eq!(found[0].bodies, [None, Some(ByteBuf::from("of Karim"))]);
    assert_eq!(found[0].wraps, [None]);
    assert_eq!(team.put_wraps(&bruno, 1, &[wrap(1), wrap(3)]).await, Ok(1), "only the other key");
    let chunk = route::chunk(team.space, BlobId([4; 16]), 0);
    let reply = team.house.call(Method::PUT, &chunk, Some(&bruno.token), vec![5; 9]).await;
    assert_eq!(reply.done(), Err(Problem::Erased));
}

async fn a_batch_brought_after_an_erasure_may_have_the_gap(house: House) {
    let mut team = Team::at(house).await;
    let awa = team.awa.clone();
    let mut carried = team.batch(&team.bruno, &[(key(1), b"of Lina"), (key(2), b"of Karim")], &[wrap(1)]);
    team.append(&awa, &[Act::Erase(order(&[1]))], vec![]).await.unwrap();
    carried.bodies[0] = None;
    carried.wraps[0] = None;
    assert_eq!(team.send(&awa, &carried).await, Ok(1));
    assert_eq!(team.all(&awa).await, [carried]);
}

async fn pieces_of_snapshots_go_too(house: House) {
    let mut team = Team::at(house).await;
    let awa = team.awa.clone();
    let (whole, name) = (segment(&[(1, b"of Lina"), (2, b"of Karim")]), SnapshotId([8; 16]));
    put_segment(&team, &awa, name, 0, &whole).await.unwrap();
    commit(&team, &awa, name, 0, &[&whole]).await.unwrap();
    team.append(&awa, &[Act::Erase(order(&[1]))], vec![]).await.unwrap();
    let path = route::segment(team.space, name, 0);
    let left: Segment = team.house.get(&awa.token, &path).await.unwrap();
    assert_eq!(left.bodies, [None, Some(ByteBuf::from("of Karim"))]);
    assert_eq!(left.hash(), whole.hash(), "the manifest still names it");
    let late = segment(&[(1, b"of Lina, later")]);
    put_segment(&team, &awa, SnapshotId([9; 16]), 0, &late).await.unwrap();
    let path = route::segment(team.space, SnapshotId([9; 16]), 0);
    let left: Segment = team.house.get(&awa.token, &path).await.unwrap();
    assert_eq!(left.bodies, [None], "a laptop that did not know yet brings nothing back");
}

async fn an_order_reaches_only_its_own_space(house: House) {
    let mut one = Team::at(house.clone()).await;
    let other = Team::named(house, passerelle_wire::id::SpaceId([0x51; 16])).await;
    for team in [&one, &other] {
        let batch = team.batch(&team.bruno, &[(key(1), b"same key number")], &[wrap(1)]);
        team.send(&team.bruno, &batch).await.unwrap();
    }
    let awa = one.awa.clone();
    one.append(&awa, &[Act::Erase(order(&[1]))], vec![]).await.unwrap();
    assert_eq!(one.all(&awa).await[0].bodies, [None]);
    assert_eq!(other.all(&awa).await[0].bodies, [Some(ByteBuf::from("same key number"))]);
}

async fn room_comes_back_with_what_was_erased(house: House) {
    let mut team = Team::at(house).await;
    let awa = team.awa.clone();
    let used = |team: &Team| {
        let hub = std::sync::Arc::clone(team.house.hub());
        let space = team.space;
        async move { hub.read(move |keep| Ok(keep.look(space)?.unwrap().used)).await.unwrap() }
    };
    let before = used(&team).await;
    let batch = team.batch(&team.bruno, &[(key(1), &vec![3; 50_000])], &[wrap(1)]);
    team.send(&team.bruno, &batch).await.unwrap();
    assert!(used(&team).await > before + 50_000);
    team.append(&awa, &[Act::Erase(order(&[1]))], vec![]).await.unwrap();
    let left = used(&team).await - before;
    assert!(left < 2_000, "a header and an entry of the log remain, not {left} bytes");
}

async fn a_member_cannot_order_it(house: House) {
    let mut team = Team::at(house).await;
    let bruno: Laptop = team.bruno.clone();
    let batch = team.batch(&bruno, &[(key(1), b"of Lina")], &[]);
    team.send(&bruno, &batch).await.unwrap();
    assert!(team.append(&bruno, &[Act::Erase(order(&[1]))], vec![]).await.is_err());
    assert_eq!(team.all(&bruno).await, [batch]);
}
