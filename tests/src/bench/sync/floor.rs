//! The least that any program on SQLCipher would do to have what a new laptop has after its first meeting: the same rows in the
//! same tables with the same indexes, by prepared statements, table after table. No search, no link, no merge.

use std::path::Path;
use std::time::{Duration, Instant};

use chrono::Utc;
use passerelle_vault::key;
use passerelle_vault::key::device::NoKeyring;
use passerelle_vault::key::secret::Passphrase;
use rusqlite::types::Value;
use rusqlite::{Connection, OpenFlags, params_from_iter};
use tempfile::TempDir;

use super::super::data::PASSPHRASE;
use crate::Trouble;

/// Where the lines of a team go: the journal, what they say, and which line said it.
const TABLES: [&str; 5] = ["journal", "row_version", "person", "case_file", "encounter"];

/// Rows that are made durable together, as many as a page of batches brings.
const TOGETHER: usize = 8_000;

pub(super) fn keyed(file: &Path, hex: &str, flags: OpenFlags) -> Result<Connection, Trouble> {
    let db = Connection::open_with_flags(file, flags)?;
    db.execute_batch(&format!("PRAGMA key = \"x'{hex}'\"; PRAGMA cache_size = -16000;"))?;
    Ok(db)
}

/// Milliseconds to write what a vault that nobody has open holds of its team into an empty file beside it.
///
/// # Errors
/// When the vault or the disk refuse.
pub fn bulk(vault: &Path, beside: &Path) -> Result<f64, Trouble> {
    let pass = Passphrase::new(PASSPHRASE.to_owned());
    let hex = key::unlock(vault, &pass, &NoKeyring, Utc::now().timestamp_millis())?.hex();
    let from = keyed(&vault.join(passerelle_vault::FILE), &hex, OpenFlags::SQLITE_OPEN_READ_ONLY)?;
    let folder = TempDir::new_in(beside)?;
    let to = keyed(&folder.path().join("floor.db"), &hex, OpenFlags::default())?;
    to.execute_batch("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;")?;
    let mut took = Duration::ZERO;
    for table in TABLES {
        let sql = "SELECT sql FROM sqlite_master WHERE tbl_name = ?1 AND sql IS NOT NULL ORDER BY type DESC";
        let mut made = from.prepare(sql)?;
        for sql in made.query_map([table], |row| row.get::<_, String>(0))? {
            to.execute_batch(&sql?)?;
        }
        took += copied(&from, &to, table)?;
    }
    Ok(took.as_secs_f64() * 1_000.0)
}

/// How long the rows of a table took to be written; reading them is not counted.
fn copied(from: &Connection, to: &Connection, table: &str) -> Result<Duration, Trouble> {
    // Those that are stored: what is computed of them is given by nobody.
    let mut stored = from.prepare("SELECT group_concat(name, ', '), count(*) FROM pragma_table_info(?1)")?;
    let (names, columns): (String, u16) = stored.query_row([table], |row| Ok((row.get(0)?, row.get(1)?)))?;
    let columns = usize::from(columns);
    let mut all = from.prepare(&format!("SELECT {names} FROM {table}"))?;
    let marks = vec!["?"; columns].join(", ");
    let mut insert = to.prepare(&format!("INSERT INTO {table} ({names}) VALUES ({marks})"))?;
    let (mut rows, mut took) = (all.query([])?, Duration::ZERO);
    loop {
        let mut part: Vec<Vec<Value>> = Vec::with_capacity(TOGETHER);
        while part.len() < TOGETHER {
            let Some(row) = rows.next()? else { break };
            part.push((0..columns).map(|at| row.get(at)).collect::<Result<_, _>>()?);
        }
        if part.is_empty() {
            return Ok(took);
        }
        let begun = Instant::now();
        to.execute_batch("BEGIN IMMEDIATE")?;
        for values in part {
            insert.execute(params_from_iter(values))?;
        }
        to.execute_batch("COMMIT")?;
        took += begun.elapsed();
    }
}
