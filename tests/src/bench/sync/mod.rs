//! What a team waits for when it meets: real programs on real disks, a link that counts, and beside them PouchDB with the same
//! records. The budgets stand in seconds and megabytes of a machine with two cores.

mod crowd;
mod fill;
mod floor;
mod link;
mod peers;
#[path = "../../../tests/team/house/postgres.rs"]
#[expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "of the tests; a bench ends there as they do"
)]
mod postgres;
mod program;
mod usable;

use std::fs;
use std::path::{Path, PathBuf};
use std::time::Instant;

use serde_json::json;
use tempfile::TempDir;

use self::link::{Carried, Link};
use self::program::{Hub, Laptop};
use super::clock::{Times, of};
use super::report::Measured;
use crate::Trouble;

/// What to measure.
#[derive(Clone, Copy, Debug)]
pub struct Size {
    /// Files of the team.
    pub cases: u32,
    /// Encounters of each.
    pub records: u32,
    /// Laptops that ask one hub at once.
    pub laptops: u32,
    /// Whether PouchDB does the same beside it.
    pub peers: bool,
}

/// Milliseconds that something took, and what it carried.
#[derive(Clone, Copy, Debug, Default)]
struct Leg {
    ms: f64,
    carried: Carried,
}

/// One way of doing the same: ours, or the peer's.
#[derive(Clone, Copy, Debug, Default)]
struct Side {
    sending: Leg,
    receiving: Leg,
    /// By a snapshot, where the team is large; nothing otherwise.
    joining: Leg,
    /// After how long everybody was found there.
    usable_ms: Option<f64>,
    edits_sent: Leg,
    edits_received: Leg,
    hub_mb: f64,
    laptop_mb: f64,
    /// Bare SQLCipher with what was received.
    floor_ms: Option<f64>,
}

const EDITS: u32 = 1_000;
/// Files of the usual run. In a team of more the first who joins makes a snapshot for the next.
const USUAL: u32 = 2_000;

fn mega(bytes: u64) -> f64 {
    // Far below what a float counts exactly.
    f64::from(u32::try_from(bytes / 1_000).unwrap_or(u32::MAX)) / 1_000.0
}

fn once(what: impl Into<String>, value: f64, unit: &'static str, budget: f64) -> Measured {
    Measured { unit, ..Measured::new(what, Times { p50: value, p95: value }, budget) }
}

/// Beside the same of the peer: at most such a part of it.
fn against(what: &str, ours: f64, peer: Option<f64>, part: f64, unit: &'static str, budget: f64) -> Measured {
    let row = once(what, ours, unit, budget);
    match peer {
        Some(peer) => row.beside(Times { p50: peer, p95: peer }, part),
        None => row,
    }
}

/// Does something, and says how long it took and what it carried.
fn leg<T>(link: &Link, act: impl FnOnce() -> Result<T, Trouble>) -> Result<(Leg, T), Trouble> {
    let (before, started) = (link.carried(), Instant::now());
    let done = act()?;
    let ms = started.elapsed().as_secs_f64() * 1_000.0;
    Ok((Leg { ms, carried: link.carried().since(before) }, done))
}

/// A folder on the disk that the bench keeps its other vaults on.
fn folder() -> Result<TempDir, Trouble> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../target/bench");
    fs::create_dir_all(&root)?;
    Ok(tempfile::tempdir_in(root)?)
}

/// A new laptop that was let into the team, and has nothing of it yet.
fn joined(awa: &mut Laptop, at: &Path, worker: &str) -> Result<Laptop, Trouble> {
    let mut new = Laptop::make(at, worker)?;
    let open = awa.ask("team.invite", json!({ "role": "member" }))?;
    let asked = new.ask("team.join", json!({ "hub": open.get("hub"), "code": open.get("code") }))?;
    awa.ask("team.admit", json!({ "words": asked.get("words") }))?;
    Ok(new)
}

/// Two laptops and a hub, from the first file to the last edit.
fn ours(size: Size, documents: &Path, say: &dyn Fn(&str)) -> Result<(Side, Times), Trouble> {
    let (at, mut side) = (folder()?, Side::default());
    let hub = Hub::start(&at.path().join("hub.db").display().to_string())?;
    let link = Link::to(hub.port)?;
    let mut awa = Laptop::make(at.path(), "Awa")?;
    awa.ask("team.found", json!({ "hub": link.address(), "name": "Équipe du Pile" }))?;
    awa.closes();
    say(&format!("inventing {} files with {} encounters each", size.cases, size.records));
    let people = fill::fill(&awa.vault(), size, documents)?;
    awa.opens()?;
    say("sending");
    (side.sending, _) = leg(&link, || awa.meets())?;
    let mut bruno = joined(&mut awa, at.path(), "Bruno")?;
    say("receiving");
    (side.receiving, _) = leg(&link, || bruno.meets())?;
    if size.cases > USUAL {
        say("a snapshot for whoever joins next");
        // A meeting goes on with it for twenty seconds.
        let mut began = Instant::now();
        while bruno.meets().is_ok() && began.elapsed().as_secs() > 10 {
            began = Instant::now();
        }
        let mut chloé = joined(&mut awa, at.path(), "Chloé")?;
        say("receiving it");
        let watch = usable::Watch::on(&chloé.vault(), size.cases)?;
        let (joining, (_, usable_ms)) = leg(&link, || watch.over(|| chloé.meets()))?;
        (side.joining, side.usable_ms) = (joining, Some(usable_ms));
    }
    for at in 0..EDITS {
        let at_person = usize::try_from(at)? * people.len() / usize::try_from(EDITS)?;
        let Some((person, given)) = people.get(at_person) else { continue };
        // The same two fields as in the peer's documents.
        let who = json!({
            "given_name": given, "family_name": format!("Crépin-{at}"), "birth": "14/03/2007", "phone": "0639980123",
        });
        awa.ask("person.correct", json!({ "person": person, "who": who }))?;
    }
    (side.edits_sent, _) = leg(&link, || awa.meets())?;
    (side.edits_received, _) = leg(&link, || bruno.meets())?;
    let mut times = Vec::new();
    for _ in 0..40 {
        let started = Instant::now();
        awa.ask(
            "encounter.record",
            json!({
                "person": people.first().map(|(person, _)| person), "kind": "call", "initiative": "worker", "result": "left_message", "on": null,
                "place": "", "note": "Message laissé sur le répondeur.",
            }),
        )?;
        awa.meets()?;
        bruno.meets()?;
        times.push(started.elapsed().as_secs_f64() * 1_000.0);
    }
    (side.hub_mb, side.laptop_mb) = (hub.most_mb()?, bruno.most_mb()?.max(awa.most_mb()?));
    if !size.peers {
        say("the floor: bare SQLCipher with the rows that came");
        bruno.closes();
        side.floor_ms = Some(floor::bulk(&bruno.vault(), at.path())?);
    }
    Ok((side, of(times)))
}

fn rows(size: Size, ours: Side, one: Times, peer: Option<Side>) -> Vec<Measured> {
    let of = |leg: fn(&Side) -> Leg| (leg(&ours), peer.as_ref().map(leg));
    let usual = size.cases <= USUAL;
    let never = f64::INFINITY;
    let mut rows = Vec::new();
    let (leg, beside) = of(|side| side.sending);
    let seconds = |leg: Leg| leg.ms / 1_000.0;
    rows.push(against("sending all: time", seconds(leg), beside.map(seconds), 0.1, "s", never));
    let all = |leg: Leg| mega(leg.carried.up + leg.carried.down);
    rows.push(against("sending all: bytes", all(leg), beside.map(all), 0.2, "MB", never));
    let (leg, beside) = of(|side| side.receiving);
    let beside_floor = |row: Measured| match ours.floor_ms {
        Some(floor) => row.beside(Times { p50: floor / 1_000.0, p95: floor / 1_000.0 }, 5.0),
        None => row,
    };
    let received = against("receiving all: time", seconds(leg), beside.map(seconds), 0.1, "s", never);
    rows.push(beside_floor(received));
    rows.push(against("receiving all: bytes", all(leg), beside.map(all), 0.5, "MB", never));
    if !usual {
        let joining = ours.joining;
        if let Some(ms) = ours.usable_ms {
            rows.push(once("a new laptop finds everybody: time", ms / 1_000.0, "s", 20.0));
        }
        rows.push(beside_floor(once("a new laptop takes all in: time", seconds(joining), "s", 60.0)));
        rows.push(once("a new laptop takes all in: bytes", all(joining), "MB", 300.0));
    }
    let (up, up_beside) = of(|side| side.edits_sent);
    let (down, down_beside) = of(|side| side.edits_received);
    let both =
        |one: Option<Leg>, two: Option<Leg>| one.zip(two).map(|(one, two)| seconds(one) + seconds(two));
    let edits = format!("{EDITS} scattered edits sent and received: time");
    rows.push(against(&edits, seconds(up) + seconds(down), both(up_beside, down_beside), never, "s", 0.15));
    rows.push(against("  sent", seconds(up), up_beside.map(seconds), never, "s", never));
    rows.push(against("  received", seconds(down), down_beside.map(seconds), never, "s", never));
    rows.push(against("  bytes sent", all(up), up_beside.map(all), never, "MB", never));
    rows.push(against("  bytes received", all(down), down_beside.map(all), never, "MB", never));
    rows.push(Measured::new("one note: written, sent and received", one, never));
    rows.push(against(
        "memory of the hub, at most",
        ours.hub_mb,
        peer.map(|peer| peer.hub_mb),
        never,
        "MB",
        never,
    ));
    rows.push(against(
        "memory of a laptop, at most",
        ours.laptop_mb,
        peer.map(|peer| peer.laptop_mb),
        never,
        "MB",
        never,
    ));
    rows
}

/// The rows of synchronisation. The column of the floor is the peer's.
///
/// # Errors
/// When a program is not built, or a meeting does not end well. A peer that cannot be had is told and left out.
pub fn measure(size: Size, say: &dyn Fn(&str)) -> Result<Vec<Measured>, Trouble> {
    let at = folder()?;
    let documents: PathBuf = at.path().join("documents.jsonl");
    let (side, one) = ours(size, &documents, say)?;
    let peer = if size.peers {
        say("PouchDB with the same records");
        peers::run(&documents, at.path()).map_or_else(
            |why| {
                say(&format!("PouchDB is left out: {why}"));
                None
            },
            Some,
        )
    } else {
        None
    };
    if peer.is_some() {
        say("the column of the floor is that of PouchDB");
    }
    let mut all = rows(size, side, one, peer);
    if size.laptops > 0 {
        for (name, store) in [
            ("SQLite", at.path().join("crowd.db").display().to_string()),
            ("PostgreSQL", postgres::database()),
        ] {
            say(&format!("{} laptops at one hub on {name}", size.laptops));
            all.extend(crowd::measure(name, &Hub::start(&store)?, size.laptops)?);
        }
    }
    Ok(all)
}
