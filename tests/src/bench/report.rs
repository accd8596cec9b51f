//! What was measured, beside its budget: as a table for a person, as JSON for a program.

use std::fmt::Write as _;
use std::path::Path;

use serde_json::json;

use super::Options;
use super::clock::Times;
use crate::Trouble;

/// One row of the budgets.
#[derive(Clone, Debug)]
pub struct Measured {
    pub what: String,
    pub p50_ms: f64,
    pub p95_ms: f64,
    /// The 95th percentile of bare SQLCipher doing the least of the same.
    pub floor_ms: Option<f64>,
    /// The 95th percentile with half as many people.
    pub half_ms: Option<f64>,
    /// At most so much; milliseconds, or the unit of the row.
    pub budget: f64,
    /// At most so many times the floor.
    pub most_times: Option<f64>,
    pub unit: &'static str,
}

impl Measured {
    pub fn new(what: impl Into<String>, times: Times, budget: f64) -> Self {
        let (p50_ms, p95_ms) = (times.p50, times.p95);
        Self {
            what: what.into(),
            p50_ms,
            p95_ms,
            floor_ms: None,
            half_ms: None,
            budget,
            most_times: None,
            unit: "ms",
        }
    }

    #[must_use]
    pub fn beside(mut self, floor: Times, most_times: f64) -> Self {
        (self.floor_ms, self.most_times) = (Some(floor.p95), Some(most_times));
        self
    }

    fn ratio(&self) -> Option<f64> {
        self.floor_ms.map(|floor| self.p95_ms / floor.max(0.001))
    }

    /// Within its budget and within its ratio to the floor.
    pub fn is_within(&self) -> bool {
        let near = match (self.ratio(), self.most_times) {
            (Some(ratio), Some(most)) => ratio <= most,
            _ => true,
        };
        self.p95_ms <= self.budget && near
    }
}

/// The rows as a table.
pub fn table(rows: &[Measured]) -> String {
    let mut out = format!(
        "\n{:<58} {:>9} {:>9} {:>9} {:>8} {:>8} {:>8} {:>7}\n",
        "what", "p50", "p95", "budget", "floor", "times", "at most", "double"
    );
    for row in rows {
        let number = |value: Option<f64>, digits: usize| {
            value.map_or_else(|| "-".to_owned(), |value| format!("{value:.digits$}"))
        };
        let _ = writeln!(
            out,
            "{:<58} {:>9.2} {:>9.2} {:>9} {:>8} {:>8} {:>8} {:>7} {} {}",
            row.what,
            row.p50_ms,
            row.p95_ms,
            number(Some(row.budget).filter(|budget| budget.is_finite()), 2),
            number(row.floor_ms, 2),
            number(row.ratio(), if row.most_times.is_some_and(|most| most < 1.0) { 2 } else { 1 }),
            number(row.most_times.filter(|most| most.is_finite()), usize::from(row.most_times < Some(1.0))),
            number(row.half_ms.map(|half| row.p95_ms / half.max(0.001)), 2),
            row.unit,
            if row.is_within() { "" } else { "<- over" },
        );
    }
    out
}

/// Writes the rows as JSON.
///
/// # Errors
/// When the file cannot be written.
pub fn write(file: &Path, options: &Options, rows: &[Measured]) -> Result<(), Trouble> {
    let rows: Vec<_> = rows
        .iter()
        .map(|row| {
            json!({
                "what": row.what, "unit": row.unit, "p50": row.p50_ms, "p95": row.p95_ms, "budget": row.budget,
                "floor_p95": row.floor_ms, "ratio": row.ratio(), "most_times": row.most_times,
                "half_p95": row.half_ms, "within": row.is_within(),
            })
        })
        .collect();
    let told = json!({ "people": options.people, "events": options.events, "rows": rows });
    Ok(std::fs::write(file, format!("{told:#}\n"))?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_is_over_when_its_budget_or_its_ratio_is() {
        let times = Times { p50: 1.0, p95: 4.0 };
        let row = Measured::new("save", times, 5.0);
        assert!(row.is_within());
        assert!(!Measured::new("save", times, 3.0).is_within());
        assert!(!row.clone().beside(Times { p50: 0.1, p95: 1.0 }, 3.0).is_within());
        assert!(table(&[row.beside(Times { p50: 0.1, p95: 1.0 }, 3.0)]).contains("<- over"));
    }
}
