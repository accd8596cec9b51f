//! The growing wait after wrong passphrases, kept in a file so that a restart does not shorten it.

use std::path::Path;

use serde::{Deserialize, Serialize};

use super::KeyError;
use super::slot::write_durably;

const FILE: &str = "attempts.json";
const FREE: u32 = 3;
const WAITS_S: [u32; 6] = [5, 15, 30, 60, 120, 300];

#[derive(Default, Serialize, Deserialize)]
struct Attempts {
    wrong: u32,
    /// UTC milliseconds of the last wrong one.
    last_ms: i64,
}

fn wait_s(wrong: u32) -> u32 {
    match wrong.checked_sub(FREE) {
        None => 0,
        Some(over) => {
            let at = usize::try_from(over).unwrap_or(usize::MAX).min(WAITS_S.len() - 1);
            WAITS_S.get(at).copied().unwrap_or(300)
        }
    }
}

fn read(dir: &Path) -> Attempts {
    let bytes = std::fs::read(dir.join(FILE)).ok();
    bytes.and_then(|bytes| serde_json::from_slice(&bytes).ok()).unwrap_or_default()
}

/// Seconds still to wait. A clock set back before the last wrong attempt waits the whole time from there, no longer.
pub(super) fn remaining_s(dir: &Path, now_ms: i64) -> u32 {
    let attempts = read(dir);
    let wait_ms = i64::from(wait_s(attempts.wrong)) * 1_000;
    let gone_ms = (now_ms - attempts.last_ms).max(0);
    u32::try_from(
        (wait_ms - gone_ms).max(0).div_euclid(1_000) + i64::from((wait_ms - gone_ms).max(0) % 1_000 > 0),
    )
    .unwrap_or(0)
}

/// Notes a wrong passphrase and says how long to wait now.
pub(super) fn note_wrong(dir: &Path, now_ms: i64) -> Result<u32, KeyError> {
    let wrong = read(dir).wrong.saturating_add(1);
    let bytes =
        serde_json::to_vec(&Attempts { wrong, last_ms: now_ms }).map_err(|_| KeyError::SlotsDamaged)?;
    write_durably(dir, FILE, &bytes)?;
    Ok(wait_s(wrong))
}

/// A right one clears the count.
pub(super) fn clear(dir: &Path) -> Result<(), KeyError> {
    match std::fs::remove_file(dir.join(FILE)) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(KeyError::Io(error)),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_wait_grows_and_a_clock_set_back_does_not_skip_it() {
        let dir = tempfile::tempdir().unwrap();
        let waits: Vec<u32> = (0..10).map(|_| note_wrong(dir.path(), 1_000_000).unwrap()).collect();
        assert_eq!(waits, [0, 0, 5, 15, 30, 60, 120, 300, 300, 300]);
        assert_eq!(remaining_s(dir.path(), 1_000_000), 300);
        assert_eq!(remaining_s(dir.path(), 1_000_000 + 299_500), 1);
        assert_eq!(remaining_s(dir.path(), 1_000_000 + 300_000), 0);
        assert_eq!(remaining_s(dir.path(), 0), 300, "an earlier clock waits the whole time");
        clear(dir.path()).unwrap();
        assert_eq!(remaining_s(dir.path(), 1_000_000), 0);
    }
}
