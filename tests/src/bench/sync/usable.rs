//! When a laptop that joins a large team can be worked with: everybody is in its list and found by their name, while what was
//! exchanged with them still comes. Seen by a reader of the vault's file beside the program that writes it.

use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use chrono::Utc;
use passerelle_vault::key;
use passerelle_vault::key::device::NoKeyring;
use passerelle_vault::key::secret::Passphrase;
use rusqlite::{Connection, OpenFlags};

use super::super::data::PASSPHRASE;
use super::floor::keyed;
use crate::Trouble;

/// How often it is looked.
const EVERY: Duration = Duration::from_millis(100);

/// Whoever looks into the file of a vault that is being filled.
pub struct Watch {
    db: Connection,
    people: u32,
}

impl Watch {
    /// Looks for so many people.
    ///
    /// # Errors
    /// When the vault cannot be read.
    pub fn on(vault: &Path, people: u32) -> Result<Watch, Trouble> {
        let pass = Passphrase::new(PASSPHRASE.to_owned());
        let hex = key::unlock(vault, &pass, &NoKeyring, Utc::now().timestamp_millis())?.hex();
        let db = keyed(&vault.join(passerelle_vault::FILE), &hex, OpenFlags::SQLITE_OPEN_READ_ONLY)?;
        Ok(Watch { db, people })
    }

    /// Does something that fills the vault. Also says after how many milliseconds all were in it, each found by name.
    ///
    /// # Errors
    /// When the doing fails, or ends with fewer people.
    pub fn over<T>(self, act: impl FnOnce() -> Result<T, Trouble>) -> Result<(T, f64), Trouble> {
        let Watch { db, people } = self;
        let (ended, began) = (AtomicBool::new(false), Instant::now());
        let (done, seen) = thread::scope(|scope| {
            let ended = &ended;
            let watch = scope.spawn(move || {
                loop {
                    // Looked at once more after the end.
                    let last = ended.load(Ordering::Acquire);
                    if found(&db)? >= people {
                        return Ok(Some(began.elapsed()));
                    }
                    if last {
                        return Ok::<_, Trouble>(None);
                    }
                    thread::sleep(EVERY);
                }
            });
            let done = act();
            ended.store(true, Ordering::Release);
            (done, watch.join())
        });
        let seen = seen.map_err(|_| Trouble::new("whoever watched the vault fell"))??;
        let seen = seen.ok_or_else(|| Trouble::new("not everybody came"))?;
        Ok((done?, seen.as_secs_f64() * 1_000.0))
    }
}

fn found(db: &Connection) -> Result<u32, Trouble> {
    let sql = "SELECT count(*) FROM person_words_docsize";
    Ok(db.prepare_cached(sql)?.query_row([], |row| row.get(0))?)
}
