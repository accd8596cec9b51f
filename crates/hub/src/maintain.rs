//! What the keeper of a hub does with its database: copying it and verifying it.

use std::path::Path;

use crate::keep::{Keep, Rolls, Verified};
use crate::settings::Settings;
use crate::store::{self, Failure, Sqlite, Store, StoreError};

/// Tables that a copy holds.
const COPIED: &[&str] = &[
    "space",
    "log",
    "member",
    "epoch",
    "batch",
    "entry",
    "batch_wrap",
    "ack",
    "erased",
    "chunk",
    "snapshot",
    "segment",
];

/// What only a copy that lives shortly may hold: with it and a laptop's keys of that day, what was erased since can be read.
const KEYS: &[&str] = &["wrap", "seal"];

/// Copies a file into another, as it is at one moment. Sessions, letters and the hub's secret are never copied, sealed keys
/// and sets of wraps only on demand: they are not written into the copy at all, so nothing of them is left in it.
pub fn backup(from: &Path, to: &Path, with_keys: bool) -> Result<(), StoreError> {
    if to.exists() {
        return Err(StoreError::Other(format!("{} is there already", to.display())));
    }
    if !from.exists() {
        return Err(StoreError::Other(format!("{} is not there", from.display())));
    }
    let mut unfinished = to.as_os_str().to_owned();
    unfinished.push(".unfinished");
    let unfinished = Path::new(&unfinished);
    let _ = std::fs::remove_file(unfinished);
    let copy = Sqlite::open(unfinished)?;
    let keys = if with_keys { KEYS } else { &[] };
    let tables: Vec<&str> = COPIED.iter().chain(keys).copied().collect();
    copy.take_in(from, &tables)?;
    copy.verify()?;
    copy.settle()?;
    drop(copy);
    std::fs::rename(unfinished, to).map_err(|error| StoreError::Other(error.to_string()))
}

/// Verifies a database, and gives what was found in each space.
pub fn check(store: &dyn Store) -> Result<Vec<Verified>, Failure> {
    store.verify()?;
    let (rolls, settings) = (Rolls::default(), Settings::default());
    let spaces =
        store::read(store, |tx| Keep { tx, rolls: &rolls, settings: &settings, now_ms: 0 }.spaces())?;
    let verify = |space| {
        store::read(store, |tx| {
            Keep { tx, rolls: &rolls, settings: &settings, now_ms: 0 }.verify_space(space)
        })
    };
    spaces.into_iter().map(verify).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::SQLITE_STEPS;

    #[test]
    fn every_table_is_copied_or_left_out_on_purpose() {
        let left_out = ["hub", "nonce", "session", "letter"];
        let mut known: Vec<&str> = COPIED.iter().chain(KEYS).chain(&left_out).copied().collect();
        let made = SQLITE_STEPS.iter().flat_map(|(_, sql)| sql.split("CREATE TABLE ").skip(1));
        let mut made: Vec<&str> = made.filter_map(|table| table.split_whitespace().next()).collect();
        known.sort_unstable();
        made.sort_unstable();
        assert_eq!(known, made);
    }
}
