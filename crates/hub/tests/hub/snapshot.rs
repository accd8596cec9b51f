//! Snapshots: whole once their manifest came, the newest few kept.

use axum::http::Method;
use passerelle_wire::batch::{DeviceHead, Hlc};
use passerelle_wire::encode;
use passerelle_wire::hash::{Hash, purpose};
use passerelle_wire::id::SnapshotId;
use passerelle_wire::problem::Problem;
use passerelle_wire::pull::Heads;
use passerelle_wire::route;
use passerelle_wire::snapshot::{CommitSnapshot, Manifest, Piece, Segment, Snapshots};
use serde_bytes::ByteBuf;

use crate::house::House;
use crate::people::{Laptop, Team, key};

on_both!(
    a_snapshot_is_listed_once_it_is_whole,
    a_manifest_that_names_what_is_not_there_is_refused,
    a_segment_whose_bodies_are_others_is_refused,
    nobody_adds_to_the_snapshot_of_another,
    a_manifest_signed_by_another_is_refused,
    the_newest_few_are_kept,
    a_manifest_that_leaves_out_a_batch_is_refused,
    with_the_removal_of_a_device_its_snapshots_go,
);

pub fn segment(pieces: &[(u8, &[u8])]) -> Segment {
    let piece = |(number, body): &(u8, &[u8])| Piece {
        key: key(*number),
        codec: 1,
        len: u32::try_from(body.len()).unwrap(),
        hash: Hash::of(purpose::BODY, body),
    };
    Segment {
        pieces: pieces.iter().map(piece).collect(),
        bodies: pieces.iter().map(|(_, body)| Some(ByteBuf::from(*body))).collect(),
    }
}

pub async fn put_segment(
    team: &Team,
    by: &Laptop,
    snapshot: SnapshotId,
    n: u32,
    segment: &Segment,
) -> Result<(), Problem> {
    let path = route::segment(team.space, snapshot, n);
    team.house.call(Method::PUT, &path, Some(&by.token), encode(segment).unwrap()).await.done()
}

pub async fn commit(
    team: &Team,
    by: &Laptop,
    snapshot: SnapshotId,
    pos: u64,
    segments: &[&Segment],
) -> Result<(), Problem> {
    let heads: Heads = team.house.get(&by.token, &route::heads(team.space)).await.unwrap();
    commit_covering(team, by, snapshot, (pos, heads.heads), segments).await
}

async fn commit_covering(
    team: &Team,
    by: &Laptop,
    snapshot: SnapshotId,
    (pos, covers): (u64, Vec<DeviceHead>),
    segments: &[&Segment],
) -> Result<(), Problem> {
    let manifest = Manifest {
        space: team.space,
        snapshot,
        device: by.id(),
        log: team.roll.head(),
        epoch: 1,
        covers,
        pos,
        digest: Hash([1; 32]),
        hlc: Hlc::default(),
        segments: segments.iter().map(|segment| segment.hash()).collect(),
    };
    let commit = CommitSnapshot { manifest: by.sign(purpose::SNAPSHOT, &manifest) };
    let path = route::commit_snapshot(team.space, snapshot);
    team.house.call(Method::POST, &path, Some(&by.token), encode(&commit).unwrap()).await.done()
}

async fn listed(team: &Team) -> Vec<SnapshotId> {
    let path = route::snapshots(team.space);
    let found: Snapshots = team.house.get(&team.driss.token, &path).await.unwrap();
    let read = |signed: &passerelle_wire::signed::Signed| {
        passerelle_wire::decode::<Manifest>(&signed.body).unwrap().snapshot
    };
    found.manifests.iter().map(read).collect()
}

async fn a_snapshot_is_listed_once_it_is_whole(house: House) {
    let team = Team::at(house).await;
    let (name, one, two) = (SnapshotId([8; 16]), segment(&[(1, b"one")]), segment(&[(2, b"two")]));
    put_segment(&team, &team.awa, name, 0, &one).await.unwrap();
    put_segment(&team, &team.awa, name, 0, &one).await.expect("the same again");
    assert_eq!(put_segment(&team, &team.awa, name, 0, &two).await, Err(Problem::Taken));
    put_segment(&team, &team.awa, name, 1, &two).await.unwrap();
    assert_eq!(listed(&team).await, []);
    commit(&team, &team.awa, name, 0, &[&one, &two]).await.unwrap();
    commit(&team, &team.awa, name, 0, &[&one, &two]).await.expect("the same again");
    assert_eq!(listed(&team).await, [name]);
    let path = route::segment(team.space, name, 1);
    assert_eq!(team.house.get::<Segment>(&team.driss.token, &path).await, Ok(two.clone()));
    assert_eq!(put_segment(&team, &team.awa, name, 2, &one).await, Err(Problem::Taken), "it is closed");
}

async fn a_manifest_that_names_what_is_not_there_is_refused(house: House) {
    let team = Team::at(house).await;
    let (name, one, two) = (SnapshotId([8; 16]), segment(&[(1, b"one")]), segment(&[(2, b"two")]));
    assert_eq!(commit(&team, &team.awa, name, 0, &[]).await, Err(Problem::NotFound));
    put_segment(&team, &team.awa, name, 0, &one).await.unwrap();
    assert_eq!(commit(&team, &team.awa, name, 0, &[&one, &two]).await, Err(Problem::NotFound));
    assert_eq!(commit(&team, &team.awa, name, 0, &[&two]).await, Err(Problem::NotFound));
    assert_eq!(commit(&team, &team.awa, name, 1, &[&one]).await, Err(Problem::Malformed), "of the future");
    put_segment(&team, &team.awa, name, 2, &two).await.unwrap();
    assert_eq!(commit(&team, &team.awa, name, 0, &[&one, &two]).await, Err(Problem::NotFound), "a gap");
}

async fn a_segment_whose_bodies_are_others_is_refused(house: House) {
    let team = Team::at(house).await;
    let mut spoilt = segment(&[(1, b"one")]);
    spoilt.bodies[0] = Some(ByteBuf::from("two"));
    let name = SnapshotId([8; 16]);
    assert_eq!(put_segment(&team, &team.awa, name, 0, &spoilt).await, Err(Problem::Malformed));
    spoilt.bodies[0] = None;
    assert_eq!(put_segment(&team, &team.awa, name, 0, &spoilt).await, Err(Problem::Malformed));
}

async fn nobody_adds_to_the_snapshot_of_another(house: House) {
    let team = Team::at(house).await;
    let (name, one) = (SnapshotId([8; 16]), segment(&[(1, b"one")]));
    put_segment(&team, &team.awa, name, 0, &one).await.unwrap();
    assert_eq!(put_segment(&team, &team.bruno, name, 1, &one).await, Err(Problem::Taken));
    assert_eq!(commit(&team, &team.bruno, name, 0, &[&one]).await, Err(Problem::Taken));
    assert_eq!(
        put_segment(&team, &team.driss, SnapshotId([9; 16]), 0, &one).await,
        Err(Problem::RoleForbids)
    );
}

async fn a_manifest_signed_by_another_is_refused(house: House) {
    let team = Team::at(house).await;
    let (name, one) = (SnapshotId([8; 16]), segment(&[(1, b"one")]));
    put_segment(&team, &team.awa, name, 0, &one).await.unwrap();
    let forged = Laptop { token: team.awa.token.clone(), ..team.bruno.clone() };
    assert_eq!(commit(&team, &forged, name, 0, &[&one]).await, Err(Problem::BadSignature));
}

async fn the_newest_few_are_kept(house: House) {
    let team = Team::at(house).await;
    let one = segment(&[(1, b"one")]);
    for number in 1..=5 {
        team.house.later(1);
        put_segment(&team, &team.awa, SnapshotId([number; 16]), 0, &one).await.unwrap();
        commit(&team, &team.awa, SnapshotId([number; 16]), 0, &[&one]).await.unwrap();
    }
    assert_eq!(listed(&team).await, [5, 4, 3].map(|number| SnapshotId([number; 16])));
    let path = route::segment(team.space, SnapshotId([1; 16]), 0);
    assert_eq!(team.house.get::<Segment>(&team.awa.token, &path).await, Err(Problem::NotFound));
}

async fn a_manifest_that_leaves_out_a_batch_is_refused(house: House) {
    let team = Team::at(house).await;
    let (mut awa, name, one) = (team.awa.clone(), SnapshotId([8; 16]), segment(&[(1, b"one")]));
    let pos = team.writes(&mut awa, b"body").await.unwrap();
    put_segment(&team, &team.bruno, name, 0, &one).await.unwrap();
    let without = commit_covering(&team, &team.bruno, name, (pos, vec![]), &[&one]).await;
    assert_eq!(without, Err(Problem::Malformed), "bodies up to there would be let go");
    commit_covering(&team, &team.bruno, name, (pos - 1, vec![]), &[&one]).await.expect("it does not say so");
}

async fn with_the_removal_of_a_device_its_snapshots_go(house: House) {
    let mut team = Team::at(house).await;
    let (awa, bruno, one) = (team.awa.clone(), team.bruno.clone(), segment(&[(1, b"one")]));
    for (number, by) in [(1, &awa), (2, &bruno)] {
        put_segment(&team, by, SnapshotId([number; 16]), 0, &one).await.unwrap();
        commit(&team, by, SnapshotId([number; 16]), 0, &[&one]).await.unwrap();
    }
    let removal = Team::removes(&bruno);
    team.append(&awa, &[removal], vec![]).await.unwrap();
    assert_eq!(listed(&team).await, [SnapshotId([1; 16])]);
    let path = route::segment(team.space, SnapshotId([2; 16]), 0);
    assert_eq!(team.house.get::<Segment>(&awa.token, &path).await, Err(Problem::NotFound));
}
