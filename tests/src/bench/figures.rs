//! Figures on a full vault: every report, the list behind one, and that list as a workbook.

use std::time::Instant;

use passerelle_app::Desk;
use serde_json::{Value, json};

use super::clock::{Times, time};
use super::data::{Full, PASSPHRASE, ask};
use super::report::Measured;
use crate::Trouble;

fn asked(what: Value) -> Value {
    json!({ "what": what, "period": { "from": "2020-01-01", "to": "2039-12-31" }, "mine": false })
}

fn show(desk: &Desk, what: &Value) -> Result<(), Trouble> {
    let request = json!({ "ask": asked(what.clone()), "against": "previous" });
    ask(desk, "report.show", request).map(drop)
}

fn once(what: &str, budget_s: f64, act: impl FnOnce() -> Result<(), Trouble>) -> Result<Measured, Trouble> {
    let started = Instant::now();
    act()?;
    let seconds = started.elapsed().as_secs_f64();
    let mut row = Measured::new(what, Times { p50: seconds, p95: seconds }, budget_s);
    row.unit = "s";
    Ok(row)
}

/// The largest operation of the fund: its indicators, and a page of who is behind one.
fn fund(desk: &Desk) -> Result<Vec<Measured>, Trouble> {
    let listed = ask(desk, "fund.list", json!({}))?;
    let participants =
        |line: &Value| line.pointer("/completeness/participants").and_then(Value::as_u64).unwrap_or(0);
    let lines = listed.as_array().map(Vec::as_slice).unwrap_or_default();
    let Some(largest) = lines.iter().max_by_key(|line| participants(line)) else { return Ok(Vec::new()) };
    let count = participants(largest);
    let open = json!({ "operation": largest["id"] });
    let indicators = time(20, |_| ask(desk, "fund.open", open.clone()).map(drop))?;
    let of = json!({ "list": "holds", "indicator": "EECO01", "gender": null });
    let page = json!({ "operation": largest["id"], "of": of, "offset": count / 2, "limit": 100 });
    let page = time(20, |_| ask(desk, "fund.people", page.clone()).map(drop))?;
    Ok(vec![
        Measured::new(format!("the fund, indicators of {count} participants"), indicators, 300.0),
        Measured::new("the fund, a page of who is behind one", page, 300.0),
    ])
}

/// The rows of figures; the first reads everybody into memory.
///
/// # Errors
/// When a report fails.
pub fn measure(full: &Full, desk: &Desk) -> Result<Vec<Measured>, Trouble> {
    let caseload = |by: &str| json!({ "report": "caseload", "by": by });
    let funnel = |by: &str| json!({ "report": "funnel", "by": by });
    let mut rows =
        vec![once("Pilotage, the first report after an opening", 10.0, || show(desk, &caseload("stage")))?];
    for (what, of) in [
        ("Pilotage, caseload by referent", caseload("referent")),
        ("Pilotage, caseload by commune", caseload("commune")),
        ("Pilotage, caseload by age", caseload("age")),
        ("Pilotage, delays", json!({ "report": "delays" })),
        ("Pilotage, referrals by programme", funnel("programme")),
        ("Pilotage, referrals by tag", funnel("tag")),
        ("Pilotage, exits by the rules of the team", json!({ "report": "outcomes" })),
        ("Pilotage, hours of social clauses", json!({ "report": "works" })),
    ] {
        rows.push(Measured::new(what, time(20, |_| show(desk, &of))?, 300.0));
    }
    rows.extend(fund(desk)?);
    let figure = json!({ "table": "caseload", "row": null, "column": "active" });
    let behind =
        json!({ "ask": asked(caseload("sex")), "figure": figure, "offset": full.people / 2, "limit": 100 });
    let list = time(20, |_| ask(desk, "report.people", behind.clone()).map(drop))?;
    rows.push(Measured::new("Pilotage, a page of the list behind a figure", list, 300.0));
    let path = full.dir.with_extension("xlsx");
    let export =
        json!({ "ask": asked(caseload("sex")), "figure": figure, "path": path, "passphrase": PASSPHRASE });
    rows.push(once("Pilotage, everybody as a workbook", 10.0, || {
        ask(desk, "report.export_people", export).map(drop)
    })?);
    std::fs::remove_file(path)?;
    Ok(rows)
}
