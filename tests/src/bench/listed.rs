//! A long list of young people held against everyone of the vault: half of them are there, half have names that others bear.

use std::fmt::Write as _;
use std::fs;

use passerelle_app::Desk;
use serde_json::json;

use super::clock::{Times, time};
use super::data::{Full, ask};
use super::report::Measured;
use crate::Trouble;

/// As long as a list may be.
const LINES: usize = 10_000;

fn list(full: &Full) -> Result<String, Trouble> {
    let db = full.bare()?;
    let step = (i64::from(full.people) / i64::try_from(LINES)?).max(1);
    let sql = "SELECT given_name, family_name, birth FROM person WHERE ix % ?1 = 0 AND birth <> '' LIMIT ?2";
    let read = |row: &rusqlite::Row<'_>| Ok((row.get(0)?, row.get(1)?, row.get(2)?));
    let people: Vec<(String, String, String)> =
        db.prepare(sql)?.query_map([step, i64::try_from(LINES)?], read)?.collect::<Result<_, _>>()?;
    let mut text = String::from("Nom;Prénom;Né(e) le\n");
    for (at, (given, family, birth)) in people.iter().enumerate() {
        // Every other line is somebody else: the family name of the next one, and another year.
        let family = people.get(at + at % 2).map_or(family, |(_, family, _)| family);
        let birth = if at % 2 == 0 { birth.as_str() } else { "2008-02-29" };
        writeln!(text, "{family};{given};{birth}")?;
    }
    Ok(text)
}

/// How long it takes until a list can be looked at.
///
/// # Errors
/// When the list cannot be written or read.
pub fn measure(full: &Full, desk: &Desk) -> Result<Vec<Measured>, Trouble> {
    let dir = tempfile::tempdir()?;
    let path = dir.path().join("liste.csv");
    fs::write(&path, list(full)?)?;
    let request = json!({ "path": path, "sheet": null, "mapping": null, "origin": "school" });
    let Times { p50, p95 } = time(3, |_| ask(desk, "people.read_list", request.clone()).map(drop))?;
    let seconds = Times { p50: p50 / 1_000.0, p95: p95 / 1_000.0 };
    let mut row = Measured::new("a list of 10,000 people looked at", seconds, 10.0);
    row.unit = "s";
    Ok(vec![row])
}
