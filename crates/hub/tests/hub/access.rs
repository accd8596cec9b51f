//! Who is no member learns nothing of a space, not even that there is one.

use axum::http::Method;
use passerelle_wire::id::{BlobId, DeviceId, SnapshotId, SpaceId};
use passerelle_wire::problem::Problem;
use passerelle_wire::pull::Heads;
use passerelle_wire::route;

use crate::house::House;
use crate::people::{Laptop, Team};

on_both!(a_stranger_is_told_the_same_of_every_space, an_address_that_is_none_is_told_so);

fn questions(space: SpaceId) -> Vec<String> {
    vec![
        route::log(space, 0),
        route::heads(space),
        route::news(space, 0, 0, 0),
        route::batches(space, 0, 1_000),
        route::seals(space, 0),
        route::wraps(space, 1, None),
        route::acks(space),
        route::blob(space, BlobId([1; 16])),
        route::chunk(space, BlobId([1; 16]), 0),
        route::snapshots(space),
        route::segment(space, SnapshotId([1; 16]), 0),
    ]
}

async fn a_stranger_is_told_the_same_of_every_space(house: House) {
    let team = Team::at(house).await;
    let stranger = Laptop::at(9, &team.house).await;
    for space in [team.space, SpaceId([0xee; 16])] {
        for path in questions(space) {
            let refused = team.house.get::<Heads>(&stranger.token, &path).await;
            assert_eq!(refused, Err(Problem::NotMember), "{path}");
        }
    }
}

async fn an_address_that_is_none_is_told_so(house: House) {
    let team = Team::at(house).await;
    let token = &team.awa.token;
    for path in ["/", "/v1", "/v1/spaces/zz", "/v2/hello"] {
        assert_eq!(team.house.get::<Heads>(token, path).await, Err(Problem::NotFound), "{path}");
    }
    let batch = route::batch(team.space, DeviceId([1; 16]), 1);
    assert_eq!(team.house.get::<Heads>(token, &batch).await, Err(Problem::NotFound), "no such method");
    for path in [
        "/v1/spaces/zz/heads".to_owned(),
        format!("/v1/spaces/{}/log", team.space),
        format!("/v1/spaces/{}/log?from=-1", team.space),
        format!("/v1/spaces/{}/batches?after=x&max_bytes=1", team.space),
        format!("/v1/spaces/{}/wraps?epoch=4294967296", team.space),
    ] {
        assert_eq!(team.house.get::<Heads>(token, &path).await, Err(Problem::Malformed), "{path}");
    }
    let reply = team.house.call(Method::GET, "/health", None, vec![]).await;
    assert_eq!((reply.status.as_u16(), reply.bytes.as_slice()), (200, &b"well\n"[..]));
}
