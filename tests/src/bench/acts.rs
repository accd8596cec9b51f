//! The usual acts through the one entrance, as the window asks for them.

use passerelle_app::Desk;
use passerelle_vault::Vault;
use serde_json::{Value, json};
use uuid::Uuid;

use super::clock::{Times, time};
use super::data::{Full, ask};
use super::floor;
use super::report::Measured;
use crate::Trouble;

/// What people type: the beginning of a name, with its accents, in either order, with a slip.
const TYPED: &[&str] = &[
    "gwena",
    "wojc",
    "lœuill",
    "françois crép",
    "delattre aw",
    "ben",
    "yılm",
    "mamadou tra",
    "hérault z",
    "kev",
    "oceane",
    "dhondt",
    "mathéo nowak",
    "vandenbrou",
    "caron",
    "fatoumata ciss",
];
const SLIPPED: &[&str] =
    &["francios", "vandenbrouke", "fatumata", "gwenaele", "carpantier", "mohammed", "delanoy"];

/// People whom the worker of the vault follows, spread over the list: the file of a colleague's asks why first.
fn people(desk: &Desk, pages: u64) -> Result<Vec<Uuid>, Trouble> {
    const PAGE: u64 = 100;
    let mine = |offset: u64| page(json!({ "mine": true }), "name", offset);
    let total =
        ask(desk, "person.list", mine(0))?.pointer("/total").and_then(Value::as_u64).unwrap_or_default();
    let mut ids = Vec::new();
    for at in 0..pages {
        let offset = total.saturating_sub(PAGE) * at / pages;
        let lines = ask(desk, "person.list", mine(offset))?;
        let lines = lines.pointer("/lines").and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
        ids.extend(lines.iter().filter_map(|line| line.get("id")?.as_str()?.parse::<Uuid>().ok()));
    }
    if ids.is_empty() { Err(Trouble::new("the worker of the vault follows nobody")) } else { Ok(ids) }
}

fn call(desk: &Desk, count: usize, name: &str, request: impl Fn(usize) -> Value) -> Result<Times, Trouble> {
    time(count, |at| ask(desk, name, request(at)).map(drop))
}

fn search(desk: &Desk, texts: &[&str]) -> Result<Times, Trouble> {
    call(desk, texts.len() * 3, "search", |at| json!({ "text": texts.get(at % texts.len()) }))
}

fn page(filter: Value, sort: &str, offset: u64) -> Value {
    let mut filter = filter;
    if let Some(filter) = filter.as_object_mut() {
        filter.entry("text").or_insert(json!(""));
    }
    json!({ "filter": filter, "sort": sort, "descending": false, "offset": offset, "limit": 100 })
}

/// Every filter and sort of the list of people, and the board.
fn pages(desk: &Desk) -> Result<Vec<Measured>, Trouble> {
    let lists = [
        ("Jeunes, by name", page(json!({}), "name", 0)),
        ("Jeunes, by last contact", page(json!({}), "last_contact", 0)),
        ("Jeunes, by stage", page(json!({}), "stage", 0)),
        ("Jeunes, mine", page(json!({ "mine": true }), "name", 0)),
        ("Jeunes, one stage", page(json!({ "stage": "assessing" }), "name", 0)),
        ("Jeunes, one commune", page(json!({ "commune": "Roubaix" }), "name", 0)),
        ("Jeunes, in a priority neighbourhood", page(json!({ "in_qpv": true }), "name", 0)),
        ("Jeunes, 18 to 20 years", page(json!({ "min_age": 18, "max_age": 20 }), "name", 0)),
        ("Jeunes, no contact for 30 days", page(json!({ "quiet_days": 30 }), "last_contact", 0)),
        ("Jeunes, a name", page(json!({ "text": "wojc" }), "name", 0)),
    ];
    let board = |filter: Value| json!({ "filter": filter, "offset": 0, "limit": 50 });
    let boards = [
        ("Orientations, all", board(json!({}))),
        ("Orientations, sent", board(json!({ "state": "sent", "open": true }))),
        ("Orientations, late", board(json!({ "late": true }))),
    ];
    let mut rows = Vec::new();
    for (what, request) in lists {
        rows.push(Measured::new(what, call(desk, 60, "person.list", |_| request.clone())?, 5.0));
    }
    for (what, request) in boards {
        rows.push(Measured::new(what, call(desk, 60, "referral.list", |_| request.clone())?, 5.0));
    }
    rows.push(Measured::new("Aujourd'hui", call(desk, 60, "today.show", |_| json!({}))?, 5.0));
    Ok(rows)
}

fn save(desk: &Desk, people: &[Uuid]) -> Result<Times, Trouble> {
    call(desk, 300, "encounter.record", |at| {
        json!({
            "person": people.get(at % people.len()), "kind": "call", "initiative": "worker", "result": "left_message",
            "on": null, "place": "", "note": "Message laissé sur le répondeur.",
        })
    })
}

fn open(full: &Full) -> Result<Times, Trouble> {
    let key = full.key()?;
    time(20, |_| {
        let vault = Vault::open(&full.dir, &key)?;
        let today = crate::today();
        let sort = passerelle_vault::person::PeopleSort::Name;
        vault.people(&passerelle_vault::person::PeopleFilter::default(), sort, false, 0, 50, today)?;
        Ok(())
    })
}

/// The local rows of the budgets.
///
/// # Errors
/// When an act fails.
pub fn measure(full: &Full) -> Result<Vec<Measured>, Trouble> {
    // Before the desk opens it: one at a time.
    let opening = open(full)?;
    let desk = full.desk()?;
    let db = full.bare()?;
    let some = people(&desk, 3)?;
    let folded: Vec<String> = TYPED.iter().map(|text| passerelle_domain::person::name::fold(text)).collect();
    let floor_search = floor::search(&db, &folded)?;
    let file = |at: usize| json!({ "person": some.get(at % some.len()) });
    // The system has read their pages before either is measured: what a disk takes is the disk's.
    call(&desk, some.len(), "person.open", file)?;
    let mut rows = vec![
        Measured::new("search as you type: a name, with accents", search(&desk, TYPED)?, 12.0)
            .beside(floor_search, 2.0),
        Measured::new("search as you type: a name with a slip", search(&desk, SLIPPED)?, 12.0)
            .beside(floor_search, 2.0),
        Measured::new(
            "open a case with its whole timeline",
            call(&desk, some.len(), "person.open", file)?,
            2.0,
        )
        .beside(floor::timeline(&db, &some)?, 10.0),
        Measured::new("save: rows, journal and index, durable", save(&desk, &some)?, 3.0)
            .beside(floor::insert(full)?, 8.0),
        Measured::new("open the file and its first page, beyond the passphrase", opening, 150.0)
            .beside(floor::open(full)?, f64::INFINITY),
    ];
    let frame = call(&desk, 60, "session.state", |_| json!({}))?;
    rows.push(Measured::new("what the frame shows at each change", frame, 5.0));
    rows.extend(pages(&desk)?);
    rows.extend(super::listed::measure(full, &desk)?);
    rows.extend(super::figures::measure(full, &desk)?);
    Ok(rows)
}
