//! What one laptop may take of the hub: bytes, room, memory, turns.

use axum::body::{Body, Bytes};
use axum::http::Request;
use futures_util::stream;
use passerelle_hub::settings::Settings;
use passerelle_wire::limit;
use passerelle_wire::problem::Problem;
use passerelle_wire::pull::Heads;
use passerelle_wire::route;
use passerelle_wire::space::{FoundSpace, LogTaken};

use crate::house::{House, settings, with_sqlite};
use crate::people::{Laptop, Team, first_entries, key};

fn request(team: &Team, body: Body, length: Option<usize>) -> Request<Body> {
    let path = route::batch(team.space, team.bruno.id(), 1);
    let request = Request::put(path).header("authorization", format!("Bearer {}", team.bruno.token));
    let request = match length {
        Some(length) => request.header("content-length", length),
        None => request,
    };
    request.body(body).unwrap()
}

#[test]
fn a_body_that_says_it_is_too_large_is_not_read() {
    with_sqlite(settings(), async |house: House| {
        let team = Team::at(house).await;
        let never = stream::poll_fn(|_| -> std::task::Poll<Option<Result<Bytes, std::io::Error>>> {
            panic!("somebody read it")
        });
        let reply = team.house.send(request(&team, Body::from_stream(never), Some(limit::BATCH + 1))).await;
        assert_eq!(reply.done(), Err(Problem::TooLarge { limit: u64::try_from(limit::BATCH).unwrap() }));
    });
}

#[test]
fn a_body_that_does_not_say_how_large_it_is_is_read_no_further_than_its_limit() {
    with_sqlite(settings(), async |house: House| {
        let team = Team::at(house).await;
        let mut left = 100;
        let endless = stream::poll_fn(move |_| {
            left -= 1;
            assert!(left > 0, "read too far");
            std::task::Poll::Ready(Some(Ok::<_, std::io::Error>(Bytes::from(vec![0; 64 * 1024]))))
        });
        let reply = team.house.send(request(&team, Body::from_stream(endless), None)).await;
        assert_eq!(reply.done(), Err(Problem::TooLarge { limit: u64::try_from(limit::BATCH).unwrap() }));
    });
}

#[test]
fn a_body_that_does_not_come_is_not_waited_for() {
    with_sqlite(Settings { idle_s: 0, ..settings() }, async |house: House| {
        let team = Team::at(house).await;
        let silent = stream::pending::<Result<Bytes, std::io::Error>>();
        let reply = team.house.send(request(&team, Body::from_stream(silent), None)).await;
        assert_eq!(reply.done(), Err(Problem::Busy { retry_ms: 1_000 }));
    });
}

#[test]
fn bodies_that_are_on_their_way_share_one_room() {
    with_sqlite(Settings { memory_bytes: 3 * 1024 * 1024, ..settings() }, async |house: House| {
        let team = Team::at(house).await;
        let slow = |length| {
            request(&team, Body::from_stream(stream::pending::<Result<Bytes, std::io::Error>>()), length)
        };
        let first = tokio::spawn({
            let (house, request) = (team.house.clone(), slow(Some(limit::BATCH)));
            async move { house.send(request).await }
        });
        while team.house.hub().room.available_permits() > 2 * 1024 {
            tokio::task::yield_now().await;
        }
        let reply = team.house.send(slow(Some(limit::BATCH))).await;
        assert_eq!(reply.done(), Err(Problem::Busy { retry_ms: 3_000 }));
        assert_eq!(team.writes(&mut team.chloe.clone(), b"a small one").await, Ok(1), "there is room for it");
        first.abort();
        let _ = first.await;
        assert_eq!(team.house.hub().room.available_permits(), 3 * 1024, "its room is given back");
    });
}

#[test]
fn a_full_space_takes_no_more_and_others_do() {
    with_sqlite(Settings { quota_bytes: 100_000, ..settings() }, async |house: House| {
        let team = Team::at(house.clone()).await;
        let mut bruno = team.bruno.clone();
        assert_eq!(team.writes(&mut bruno, &vec![1; 60_000]).await, Ok(1));
        let full = Err(Problem::QuotaReached { bytes: 100_000 });
        assert_eq!(team.writes(&mut bruno, &vec![1; 60_000]).await, full);
        assert_eq!(team.writes(&mut bruno, &[1; 10_000]).await, Ok(2), "the refused one left nothing");
        let other = Team::named(house, passerelle_wire::id::SpaceId([0x51; 16])).await;
        assert_eq!(other.writes(&mut other.bruno.clone(), &vec![1; 60_000]).await, Ok(1));
    });
}

#[test]
fn a_laptop_that_asks_too_often_waits() {
    with_sqlite(Settings { device_rate: (1, 20), ..settings() }, async |house: House| {
        let team = Team::at(house).await;
        let path = route::heads(team.space);
        let mut refused = None;
        for _ in 0..25 {
            if let Err(problem) = team.house.get::<Heads>(&team.bruno.token, &path).await {
                refused = Some(problem);
            }
        }
        let Some(Problem::TooMany { retry_ms }) = refused else { panic!("{refused:?}") };
        assert!((1..=1_000).contains(&retry_ms));
        assert!(team.house.get::<Heads>(&team.chloe.token, &path).await.is_ok(), "Chloé asks as before");
    });
}

#[test]
fn an_address_without_a_session_that_asks_too_often_waits() {
    with_sqlite(Settings { address_rate: (1, 3), ..settings() }, async |house: House| {
        let ask = |from: &'static str| {
            let request = Request::get(route::HELLO).header("x-forwarded-for", from).body(Body::empty());
            let house = house.clone();
            async move { house.send(request.unwrap()).await.status.as_u16() }
        };
        for _ in 0..3 {
            assert_eq!(ask("192.0.2.1").await, 200);
        }
        assert_eq!(ask("192.0.2.1").await, 429);
        assert_eq!(ask("192.0.2.2").await, 429, "what a client says of its address counts for nothing");
    });
}

#[test]
fn behind_a_proxy_the_address_counts_that_the_proxy_saw() {
    with_sqlite(Settings { address_rate: (1, 1), behind_proxy: true, ..settings() }, async |house: House| {
        let ask = |from: &'static str| {
            let request = Request::get(route::HELLO).header("x-forwarded-for", from).body(Body::empty());
            let house = house.clone();
            async move { house.send(request.unwrap()).await.status.as_u16() }
        };
        assert_eq!(ask("192.0.2.1").await, 200);
        assert_eq!(ask("198.51.100.9, 192.0.2.1").await, 429, "the client wrote the first one itself");
        assert_eq!(ask("192.0.2.2").await, 200);
    });
}

#[test]
fn only_who_has_the_permit_makes_a_space() {
    with_sqlite(Settings { permit: "thirty oaks".into(), ..settings() }, async |house: House| {
        let awa = Laptop::at(1, &house).await;
        let (found, _) = first_entries(&awa, passerelle_wire::id::SpaceId([7; 16]));
        for permit in ["", "thirty oak", "thirty oaks "] {
            let found = FoundSpace { permit: permit.into(), ..found.clone() };
            let refused = house.post::<_, LogTaken>(&awa.token, route::SPACES, &found).await;
            assert_eq!(refused, Err(Problem::RoleForbids));
        }
        let found = FoundSpace { permit: "thirty oaks".into(), ..found };
        assert!(house.post::<_, LogTaken>(&awa.token, route::SPACES, &found).await.is_ok());
    });
}

#[test]
fn a_batch_of_many_entries_at_the_limit_is_taken_and_given() {
    with_sqlite(settings(), async |house: House| {
        let team = Team::at(house).await;
        let bodies: Vec<Vec<u8>> = (0..2_000_u16).map(|number| number.to_le_bytes().repeat(250)).collect();
        let named: Vec<_> = bodies.iter().map(|body| (key(1), body.as_slice())).collect();
        let batch = team.batch(&team.bruno, &named, &[]);
        assert_eq!(team.send(&team.bruno, &batch).await, Ok(1));
        assert_eq!(team.all(&team.awa).await, [batch]);
    });
}
