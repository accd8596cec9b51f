//! A region that does not exist: its services, trainings, neighbourhoods and addresses taken in, searched and ranked.

mod invent;

use std::fs;
use std::path::Path;
use std::time::Instant;

use passerelle_app::{Desk, Place};
use serde_json::{Value, json};

use super::clock::{Times, time};
use super::data::{PASSPHRASE, ask};
use super::report::Measured;
use crate::Trouble;

/// How much of everything.
#[derive(Clone, Copy, Debug)]
pub struct Size {
    pub services: u32,
    pub formations: u32,
    pub addresses: u32,
    /// Formations of a file that is only looked at.
    pub large: u32,
}

const MEMORY: &str = "  memory that took beside what was held before";

impl Size {
    /// A region: 100,000 services, 40,000 sessions of training, 3 million addresses.
    pub const REGION: Self =
        Self { services: 100_000, formations: 10_000, addresses: 3_000_000, large: 430_000 };
}

/// What people type into the search of offers.
const TYPED: &[&str] = &[
    "soudure",
    "perm",
    "mobilite roub",
    "restauration lille",
    "logement",
    "velo",
    "numerique",
    "aprentissage",
    "bureautque",
    "vente commerce",
    "fle",
    "bat",
    "cuisine amiens",
    "conduite",
    "emploi jeunes",
    "a",
];

fn once(what: &str, budget_s: f64, act: impl FnOnce() -> Result<(), Trouble>) -> Result<Measured, Trouble> {
    let started = Instant::now();
    act()?;
    let seconds = started.elapsed().as_secs_f64();
    let mut row = Measured::new(what, Times { p50: seconds, p95: seconds }, budget_s);
    row.unit = "s";
    Ok(row)
}

/// The most memory that this process ever held, in megabytes; none where the system does not tell.
fn peak_mb() -> Option<f64> {
    let status = fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find(|line| line.starts_with("VmHWM:"))?;
    let kb: f64 = line.split_whitespace().nth(1)?.parse().ok()?;
    Some(kb / 1024.0)
}

/// Forgets what this process ever held, so that what it holds from now on shows.
fn forget_peak() {
    // Where the system does not allow it, the row shows less growth than there was, and never more.
    let _ = fs::write("/proc/self/clear_refs", "5");
}

/// What an act holds at its most beside what was held before, in megabytes; none where the system does not tell.
fn grown(
    what: &str,
    most_mb: f64,
    act: impl FnOnce() -> Result<(), Trouble>,
) -> Result<Option<Measured>, Trouble> {
    forget_peak();
    let before = peak_mb();
    act()?;
    Ok(before.zip(peak_mb()).map(|(before, after)| {
        let grown = (after - before).max(0.0);
        let mut row = Measured::new(what, Times { p50: grown, p95: grown }, most_mb);
        row.unit = "MB";
        row
    }))
}

fn import(desk: &Desk, file: &Path, whole: bool) -> Result<Value, Trouble> {
    ask(desk, "catalogue.import", json!({ "path": file, "format": null, "whole": whole }))
}

fn find(desk: &Desk, filter: Value, sort: &str) -> Result<(), Trouble> {
    let from = json!({ "from": "commune", "insee": "59512" });
    let request = json!({ "filter": filter, "sort": sort, "from": from, "skip": 0, "limit": 50 });
    ask(desk, "offer.find", request).map(drop)
}

fn someone(desk: &Desk) -> Result<Value, Trouble> {
    let who = json!({
        "given_name": "Inès", "family_name": "Delattre", "birth": "2008-05-03", "commune": "Roubaix", "insee": "59512",
        "postal_code": "59100",
    });
    let asked = json!({ "who": who, "origin": "street", "origin_detail": "", "note": "" });
    let person = ask(desk, "person.add", asked)?.get("person").cloned().unwrap_or_default();
    let need =
        json!({ "person": person, "theme": "mobility", "answer": "yes", "note": "", "situations": [] });
    ask(desk, "need.answer", need)?;
    let words = json!({ "words": "Travailler dans la soudure", "decided_on": null, "agreed_on": null, "review_on": null });
    ask(desk, "plan.write", json!({ "person": person, "plan": words }))?;
    Ok(person)
}

fn taken(desk: &Desk, dir: &Path, size: Size, say: &dyn Fn(&str)) -> Result<Vec<Measured>, Trouble> {
    let mut rows = Vec::new();
    let mut take = |what: &str, budget: f64, name: &str, write: &dyn Fn(&Path) -> Result<(), Trouble>| {
        let file = dir.join(name);
        say(&format!("inventing {name}"));
        write(&file)?;
        say(&format!("taking {name} in"));
        rows.push(once(what, budget, || import(desk, &file, false).map(drop))?);
        fs::remove_file(&file).map_err(Trouble::from)
    };
    take("services taken in", 180.0, "services.jsonl", &|file| invent::services(file, size.services))?;
    take("trainings taken in", 120.0, "lheo.xml", &|file| invent::formations(file, size.formations))?;
    take("outlines of neighbourhoods taken in", 10.0, "quartiers.geojson", &invent::outlines)?;
    let memory = grown(MEMORY, 64.0, || {
        take("addresses taken in", 600.0, "adresses.csv", &|file| invent::addresses(file, size.addresses))
    })?;
    rows.extend(memory);
    Ok(rows)
}

/// A file of trainings as large as a whole country's: looked at before it is taken in, which reads all of it.
fn large(desk: &Desk, dir: &Path, size: Size, say: &dyn Fn(&str)) -> Result<Vec<Measured>, Trouble> {
    let file = dir.join("france.xml");
    say("inventing france.xml");
    invent::formations(&file, size.large)?;
    say("looking at it");
    let mut rows = Vec::new();
    let memory = grown(MEMORY, 64.0, || {
        let read = || ask(desk, "catalogue.read", json!({ "path": file })).map(drop);
        rows.push(once("500 MB of trainings looked at", 60.0, read)?);
        Ok(())
    })?;
    rows.extend(memory);
    fs::remove_file(&file)?;
    Ok(rows)
}

/// Every budget of the catalogue.
///
/// # Errors
/// When a file cannot be written, or a call fails.
pub fn measure(size: Size, say: &dyn Fn(&str)) -> Result<Vec<Measured>, Trouble> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../target/bench");
    fs::create_dir_all(&root)?;
    let dir = tempfile::Builder::new().prefix("region-").tempdir_in(fs::canonicalize(root)?)?;
    let vault = dir.path().join("coffre");
    let desk = Desk::new(Place { dir: vault, keyring: false, throw_away: true });
    ask(&desk, "session.create", json!({ "passphrase": PASSPHRASE, "worker": "Camille Delattre" }))?;
    let person = someone(&desk)?;
    let mut rows = taken(&desk, dir.path(), size, say)?;
    rows.extend(large(&desk, dir.path(), size, say)?);
    say("searching and ranking");
    let text = |at: usize| json!({ "text": TYPED.get(at % TYPED.len()) });
    for typed in TYPED {
        let found = time(6, |_| find(&desk, json!({ "text": typed }), "relevance"))?;
        say(&format!("  {typed}: {:.1} ms", found.p50));
    }
    let count = TYPED.len() * 6;
    rows.push(Measured::new("offers: a search", time(count, |at| find(&desk, text(at), "relevance"))?, 30.0));
    let near =
        |at: usize| json!({ "text": TYPED.get(at % TYPED.len()), "within_km": 20, "kinds": ["training"] });
    rows.push(Measured::new(
        "offers: a search, narrowed, nearest first",
        time(count, |at| find(&desk, near(at), "distance"))?,
        30.0,
    ));
    rows.push(Measured::new("offers: all, by name", time(60, |_| find(&desk, json!({}), "name"))?, 30.0));
    let rank = |filter: Value| {
        ask(&desk, "offer.for_person", json!({ "person": person, "filter": filter })).map(drop)
    };
    rows.push(Measured::new("offers ranked for one person", time(60, |_| rank(json!({})))?, 50.0));
    let locate = |at: usize| {
        let line = invent::address(u32::try_from(at).unwrap_or_default() * 41 % size.addresses);
        ask(&desk, "residence.locate", line).map(drop)
    };
    rows.push(once("75,000 addresses against 200 neighbourhoods", 10.0, || {
        (0..75_000).try_for_each(locate)
    })?);
    Ok(rows)
}
