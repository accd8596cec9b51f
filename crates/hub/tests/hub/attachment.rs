//! Attachments: chunks that can be sent again, and that nobody replaces.

use axum::http::Method;
use passerelle_wire::blob::BlobState;
use passerelle_wire::id::BlobId;
use passerelle_wire::limit;
use passerelle_wire::problem::Problem;
use passerelle_wire::route;

use crate::house::House;
use crate::people::{Laptop, Team};

on_both!(
    a_cut_transfer_goes_on_where_it_was,
    a_chunk_is_put_once,
    a_chunk_too_many_or_too_large_is_refused,
    a_reader_reads_and_does_not_write,
);

const PHOTO: BlobId = BlobId([4; 16]);

async fn put(team: &Team, by: &Laptop, n: u32, body: Vec<u8>) -> Result<(), Problem> {
    let path = route::chunk(team.space, PHOTO, n);
    team.house.call(Method::PUT, &path, Some(&by.token), body).await.done()
}

async fn state(team: &Team, by: &Laptop) -> Vec<u32> {
    let state: BlobState = team.house.get(&by.token, &route::blob(team.space, PHOTO)).await.unwrap();
    state.chunks
}

async fn a_cut_transfer_goes_on_where_it_was(house: House) {
    let team = Team::at(house).await;
    assert_eq!(state(&team, &team.bruno).await, [0_u32; 0]);
    put(&team, &team.bruno, 0, vec![1; 70_000]).await.unwrap();
    put(&team, &team.bruno, 2, vec![3; 70_000]).await.unwrap();
    assert_eq!(state(&team, &team.bruno).await, [0, 2]);
    put(&team, &team.bruno, 1, vec![2; 70_000]).await.unwrap();
    assert_eq!(state(&team, &team.chloe).await, [0, 1, 2]);
    let path = route::chunk(team.space, PHOTO, 1);
    let reply = team.house.call(Method::GET, &path, Some(&team.chloe.token), vec![]).await;
    assert_eq!(reply.bytes, vec![2; 70_000]);
    let head = team.house.call(Method::HEAD, &path, Some(&team.chloe.token), vec![]).await;
    assert_eq!((head.status.as_u16(), head.bytes.len()), (200, 0));
}

async fn a_chunk_is_put_once(house: House) {
    let team = Team::at(house).await;
    put(&team, &team.bruno, 0, vec![1; 100]).await.unwrap();
    assert_eq!(put(&team, &team.bruno, 0, vec![1; 100]).await, Ok(()));
    assert_eq!(put(&team, &team.chloe, 0, vec![2; 100]).await, Err(Problem::Taken));
}

async fn a_chunk_too_many_or_too_large_is_refused(house: House) {
    let team = Team::at(house).await;
    let over = u64::try_from(limit::CHUNK).unwrap();
    assert_eq!(put(&team, &team.bruno, 0, vec![1; limit::CHUNK]).await, Ok(()));
    let refused = put(&team, &team.bruno, 1, vec![1; limit::CHUNK + 1]).await;
    assert_eq!(refused, Err(Problem::TooLarge { limit: over }));
    let many = u32::try_from(limit::CHUNKS).unwrap();
    assert_eq!(put(&team, &team.bruno, many, vec![1]).await, Err(Problem::Malformed));
    assert_eq!(put(&team, &team.bruno, 1, vec![]).await, Err(Problem::Malformed));
}

async fn a_reader_reads_and_does_not_write(house: House) {
    let team = Team::at(house).await;
    assert_eq!(put(&team, &team.driss, 0, vec![1]).await, Err(Problem::RoleForbids));
    let path = route::chunk(team.space, PHOTO, 0);
    let reply = team.house.call(Method::GET, &path, Some(&team.driss.token), vec![]).await;
    assert_eq!(reply.done(), Err(Problem::NotFound));
}
