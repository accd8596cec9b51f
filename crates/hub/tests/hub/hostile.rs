//! Bytes that nobody honest sent: each is refused in words, none as an error of the hub, and none stops it.

use axum::http::Method;
use passerelle_hub::store::{Postgres, Sqlite, Store};
use passerelle_wire::id::{BlobId, MailboxId, SnapshotId};
use passerelle_wire::mailbox::PutLetter;
use passerelle_wire::membership::Act;
use passerelle_wire::pull::{AskEntries, Heads};
use passerelle_wire::session::AskChallenge;
use passerelle_wire::space::AppendLog;
use passerelle_wire::{encode, route};
use proptest::prelude::*;
use proptest::test_runner::TestRunner;
use serde_bytes::ByteBuf;

use crate::house::{House, settings};
use crate::people::{Team, first_entries, key, wrap};
use crate::snapshot::segment;

/// A call with a body that would be taken.
struct Sample {
    method: Method,
    path: String,
    body: Vec<u8>,
}

fn samples(team: &Team) -> Vec<Sample> {
    let (space, device) = (team.space, team.bruno.id());
    let append = AppendLog {
        expected: team.roll.head(),
        entries: team.entries(&team.awa, &[Act::MinWriter(2)]),
        seals: vec![crate::people::seal(device, 1)],
    };
    let put = passerelle_wire::key::PutWraps {
        epoch: 2,
        check: crate::people::check(2),
        wraps: vec![wrap(1), wrap(2)],
    };
    let letter =
        PutLetter { mailbox: MailboxId([6; 16]), slot: 0, letter: ByteBuf::from("sealed"), keep_s: 600 };
    let ask = AskEntries { places: vec![passerelle_wire::pull::EntryPlace { device, seq: 1, index: 0 }] };
    let batch = team.batch(&team.bruno, &[(key(1), b"note"), (key(2), b"another")], &[wrap(1)]);
    let sample = |method: Method, path: String, body: Vec<u8>| Sample { method, path, body };
    vec![
        sample(Method::POST, route::CHALLENGE.into(), encode(&AskChallenge { device }).unwrap()),
        sample(Method::POST, route::SESSION.into(), {
            let challenge = passerelle_wire::session::Challenge { nonce: [1; 32], until_ms: 1 };
            encode(&team.bruno.answer(&challenge)).unwrap()
        }),
        sample(Method::POST, route::SPACES.into(), {
            encode(&first_entries(&team.bruno, passerelle_wire::id::SpaceId([9; 16])).0).unwrap()
        }),
        sample(Method::POST, route::append_log(space), encode(&append).unwrap()),
        sample(Method::PUT, route::batch(space, device, 1), encode(&batch).unwrap()),
        sample(Method::POST, route::entries(space), encode(&ask).unwrap()),
        sample(Method::PUT, route::put_wraps(space), encode(&put).unwrap()),
        sample(Method::POST, route::acks(space), vec![1; 80]),
        sample(Method::PUT, route::chunk(space, BlobId([4; 16]), 0), vec![1; 80]),
        sample(
            Method::PUT,
            route::segment(space, SnapshotId([8; 16]), 0),
            encode(&segment(&[(1, b"one"), (2, b"two")])).unwrap(),
        ),
        sample(Method::POST, route::commit_snapshot(space, SnapshotId([8; 16])), vec![1; 200]),
        sample(Method::PUT, route::mailbox(MailboxId([6; 16]), 0), encode(&letter).unwrap()),
    ]
}

/// Runs a law over the calls of a hub that stays open all along.
fn on<S: Strategy>(
    store: Box<dyn Store>,
    cases: u32,
    of: S,
    law: impl Fn(&Team, &tokio::runtime::Runtime, S::Value) -> Result<(), TestCaseError>,
) {
    let house = House::over(store, settings());
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let team = runtime.block_on(Team::at(house.clone()));
    let config = ProptestConfig { cases, failure_persistence: None, ..ProptestConfig::default() };
    let end = TestRunner::new(config).run(&of, |value| law(&team, &runtime, value));
    let path = route::heads(team.space);
    let alive = runtime.block_on(team.house.get::<Heads>(&team.chloe.token, &path));
    drop(runtime);
    drop(team);
    drop(house);
    end.unwrap();
    assert!(alive.is_ok(), "the hub goes on: {alive:?}");
}

fn sqlite() -> (tempfile::TempDir, Box<dyn Store>) {
    let folder = tempfile::TempDir::new().unwrap();
    let store = Sqlite::open(&folder.path().join("hub.db")).unwrap();
    (folder, Box::new(store))
}

fn postgres() -> Box<dyn Store> {
    Box::new(Postgres::open(&crate::postgres::database(), 4).unwrap())
}

/// With the session of a member and without one, no answer says that the hub failed.
fn well(
    team: &Team,
    runtime: &tokio::runtime::Runtime,
    (method, path, body): (&Method, &str, &[u8]),
) -> Result<(), TestCaseError> {
    for token in [Some(team.bruno.token.as_str()), None] {
        let reply = runtime.block_on(team.house.call(method.clone(), path, token, body.to_vec()));
        let status = reply.status.as_u16();
        prop_assert!(status == 200 || (400..500).contains(&status), "{method} {path}: {status}");
        if status != 200 {
            prop_assert!(reply.done().is_err(), "a problem has its words");
        }
    }
    Ok(())
}

fn any_bytes() -> impl Strategy<Value = Vec<u8>> {
    proptest::collection::vec(any::<u8>(), 0..400)
}

fn spoilt() -> impl Strategy<Value = Vec<(prop::sample::Index, u8)>> {
    proptest::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..5)
}

fn any_bytes_law(
    team: &Team,
    runtime: &tokio::runtime::Runtime,
    bytes: Vec<u8>,
) -> Result<(), TestCaseError> {
    samples(team).iter().try_for_each(|it| well(team, runtime, (&it.method, &it.path, &bytes)))
}

fn spoilt_law(
    team: &Team,
    runtime: &tokio::runtime::Runtime,
    spots: Vec<(prop::sample::Index, u8)>,
) -> Result<(), TestCaseError> {
    for Sample { method, path, mut body } in samples(team) {
        for (spot, byte) in &spots {
            let at = spot.index(body.len());
            body[at] ^= byte;
        }
        well(team, runtime, (&method, &path, &body))?;
    }
    Ok(())
}

/// Every body cut short, and with something more in its middle.
fn torn_law(
    team: &Team,
    runtime: &tokio::runtime::Runtime,
    (at, more): (prop::sample::Index, Vec<u8>),
) -> Result<(), TestCaseError> {
    for Sample { method, path, body } in samples(team) {
        let at = at.index(body.len());
        well(team, runtime, (&method, &path, &body[..at]))?;
        let stuffed = [&body[..at], &more, &body[at..]].concat();
        well(team, runtime, (&method, &path, &stuffed))?;
    }
    Ok(())
}

#[test]
fn torn_and_stuffed_messages_are_refused_in_words() {
    let (_folder, store) = sqlite();
    let of = (any::<prop::sample::Index>(), proptest::collection::vec(any::<u8>(), 1..60));
    on(store, 40, of, torn_law);
}

#[test]
fn any_bytes_are_refused_in_words() {
    let (_folder, store) = sqlite();
    on(store, 60, any_bytes(), any_bytes_law);
}

#[test]
fn spoilt_messages_are_refused_in_words() {
    let (_folder, store) = sqlite();
    on(store, 60, spoilt(), spoilt_law);
}

#[test]
fn spoilt_messages_are_refused_in_words_on_postgres() {
    on(postgres(), 25, spoilt(), spoilt_law);
}

#[test]
fn any_address_is_answered_in_words() {
    let (_folder, store) = sqlite();
    let parts = ["v1", "spaces", "log", "heads", "news", "batches", "wraps", "seals", "blobs", "mailboxes"];
    let known = prop::sample::select(parts.to_vec()).prop_map(str::to_owned);
    let id = Just("50".repeat(16));
    let part = prop_oneof![3 => known, 2 => id, 1 => "[a-z0-9%?=&.-]{0,12}", 1 => any::<u64>().prop_map(|n| n.to_string())];
    let path = proptest::collection::vec(part, 0..7).prop_map(|parts| format!("/{}", parts.join("/")));
    let query = prop_oneof![
        Just(String::new()),
        "[?](from|after|epoch|pos|log|wait_s|max_bytes)=0&[a-z0-9=&%]{0,20}"
    ];
    let address = (path, query).prop_map(|(path, query)| path + &query);
    on(store, 400, address, |team, runtime, address| {
        if address.parse::<axum::http::Uri>().is_err() {
            return Ok(());
        }
        for method in [Method::GET, Method::PUT, Method::POST, Method::DELETE] {
            well(team, runtime, (&method, &address, &[]))?;
        }
        Ok(())
    });
}
