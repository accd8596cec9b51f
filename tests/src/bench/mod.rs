//! Measures the usual acts on a vault as full as a region's largest team, and bare SQLCipher beside them. Durations are
//! milliseconds; what counts is the ratio, since machines differ.

mod acts;
mod clock;
mod data;
mod figures;
mod floor;
mod listed;
mod region;
pub mod report;
mod sync;
mod window;

use std::path::PathBuf;

use report::Measured;

use crate::Trouble;

/// What to measure.
#[derive(Clone, Debug)]
pub struct Options {
    /// How many people with their cases.
    pub people: u32,
    /// Encounters and other dated events a person has, about.
    pub events: u32,
    /// Whether the real window is measured too.
    pub window: bool,
    /// Whether half as many people are measured first, to compare.
    pub growth: bool,
    /// Whether the catalogue of a region is measured, instead of a vault.
    pub region: bool,
    /// How much of synchronisation is measured, instead of a vault.
    pub sync: Option<sync::Size>,
    pub json: Option<PathBuf>,
}

const USE: &str = "\
cargo xtask bench [--people N] [--events N] [--no-window] [--growth] [--json FILE]
cargo xtask bench --region [--json FILE]
cargo xtask bench --sync [--cases N] [--records N] [--laptops N] [--peers] [--json FILE]
  --people N     people with their cases (75000)
  --events N     encounters and events of each, about (27)
  --no-window    leave the real window out
  --growth       measure half as many people too, and compare
  --region       100,000 services, 40,000 sessions and 3 million addresses instead of a vault
  --sync         laptops that meet at a hub, instead of a vault
  --cases N      files of the team (2000)
  --records N    encounters of each (30)
  --laptops N    laptops that ask one hub at once, on SQLite and on PostgreSQL (200; 0 leaves it out)
  --peers        PouchDB with the same records in the same run, installed by npm where it is missing
  --json FILE    write what was measured";

impl Options {
    /// Reads the words after the program's name.
    ///
    /// # Errors
    /// The usage, when a word is unknown or a number is missing.
    pub fn read(words: impl Iterator<Item = String>) -> Result<Self, String> {
        let mut options = Self {
            people: 75_000,
            events: 27,
            window: true,
            growth: false,
            region: false,
            sync: None,
            json: None,
        };
        let (mut size, mut sync) =
            (sync::Size { cases: 2_000, records: 30, laptops: 200, peers: false }, false);
        let mut words = words;
        while let Some(word) = words.next() {
            let mut number = || words.next().and_then(|next| next.parse().ok()).ok_or(USE);
            match word.as_str() {
                "--people" => options.people = number()?,
                "--events" => options.events = number()?,
                "--no-window" => options.window = false,
                "--growth" => options.growth = true,
                "--region" => options.region = true,
                "--sync" => sync = true,
                "--cases" => size.cases = number()?,
                "--records" => size.records = number()?,
                "--laptops" => size.laptops = number()?,
                "--peers" => size.peers = true,
                "--json" => options.json = Some(PathBuf::from(words.next().ok_or(USE)?)),
                _ => return Err(USE.to_owned()),
            }
        }
        options.sync = sync.then_some(size);
        Ok(options)
    }
}

/// Measures everything; `say` tells what is under way.
///
/// # Errors
/// When the vault cannot be filled or an act fails: a bench of failures measures nothing.
pub fn run(options: &Options, say: &dyn Fn(&str)) -> Result<Vec<Measured>, Trouble> {
    if let Some(size) = options.sync {
        return sync::measure(size, say);
    }
    if options.region {
        return region::measure(region::Size::REGION, say);
    }
    let half = if options.growth {
        let half = data::prepare(options.people / 2, options.events, say)?;
        say("measuring half of it");
        acts::measure(&half)?
    } else {
        Vec::new()
    };
    let full = data::prepare(options.people, options.events, say)?;
    say("measuring");
    let mut rows = acts::measure(&full)?;
    for row in &mut rows {
        row.half_ms = half.iter().find(|half| half.what == row.what).map(|half| half.p95_ms);
    }
    if options.window {
        say("measuring the real window");
        rows.extend(window::measure(&full)?);
    }
    Ok(rows)
}
