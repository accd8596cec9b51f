//! A frame for pages whose schema is lost: a fresh database with the schema that was noted beside the damaged one, into which
//! the pages of that one are put where they stood. Every page stays encrypted, and is authenticated when it is read.

use std::fs::{self, File, OpenOptions};
use std::io::{Read as _, Seek as _, SeekFrom};
use std::path::{Path, PathBuf};

use rusqlite::{Connection, OpenFlags, params};

use crate::Error;
use crate::key::secret::VaultKey;
use crate::open::{connect, keyed, private};
use crate::roots::Roots;

pub(super) const PAGE: u64 = 4_096;
/// What the fresh database is filled with at once, in pages.
const FILLING: u64 = 4_096;
/// What holds the room for the damaged pages while the frame is made.
const FILLER: &str = "filler";

fn failed(error: std::io::Error) -> Error {
    Error::from_file(&error)
}

/// A file out of a copy of a damaged one whose schema can be read: the copy itself, or a frame around its pages beside it.
/// Where neither can be, the copy, which tells why when it is read.
pub(crate) fn readable(copy: &Path, key: &VaultKey, roots: Option<&Roots>) -> Result<PathBuf, Error> {
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    match roots {
        Some(roots) if connect(copy, key, flags).is_err() => {
            fold(copy, key, roots)?;
            frame(copy, key, roots)
        }
        _ => Ok(copy.to_owned()),
    }
}

/// Folds the log into a file of which not even the first page may be readable: closing does, by page number alone.
fn fold(copy: &Path, key: &VaultKey, roots: &Roots) -> Result<(), Error> {
    let mut log = copy.to_owned().into_os_string();
    log.push("-wal");
    if !Path::new(&log).exists() {
        return Ok(());
    }
    let db = keyed(copy, key, Some(&roots.salt), OpenFlags::SQLITE_OPEN_READ_WRITE)?;
    // Fails by the damage, once the log is open.
    let _ = db.query_row("SELECT count(*) FROM sqlite_schema", [], |_| Ok(()));
    drop(db);
    // Without what stands in the log nothing is read: it may be the last that was written.
    if Path::new(&log).exists() { Err(Error::Damaged) } else { Ok(()) }
}

/// Takes up so many pages of a fresh database, or a few more. Returns how many it has then.
fn fill(db: &Connection, pages: u64) -> Result<u64, Error> {
    db.execute_batch(&format!("CREATE TABLE {FILLER} (content BLOB NOT NULL)"))?;
    loop {
        let there: i64 = db.pragma_query_value(None, "page_count", |line| line.get(0))?;
        let there = there.cast_unsigned();
        let missing = pages.saturating_sub(there);
        if missing == 0 {
            return Ok(there);
        }
        let bytes = missing.min(FILLING) * PAGE;
        let sql = format!("INSERT INTO {FILLER} (content) VALUES (zeroblob(?1))");
        db.execute(&sql, [bytes.cast_signed()])?;
    }
}

/// Writes the schema that was noted, behind the room for the pages it names.
fn write_schema(db: &Connection, roots: &Roots) -> Result<(), Error> {
    db.pragma_update(None, "writable_schema", true)?;
    let sql = "INSERT INTO sqlite_schema (type, name, tbl_name, rootpage, sql) VALUES (?1, ?2, ?3, ?4, ?5)";
    for entry in &roots.entries {
        db.execute(sql, params![entry.kind, entry.name, entry.table, entry.root, entry.sql])?;
    }
    db.execute("DELETE FROM sqlite_schema WHERE name = ?1", [FILLER])?;
    Ok(db.pragma_update(None, "user_version", roots.step)?)
}

/// Puts all pages but the first where they stood; what is left of the room after them can be read by nobody.
fn put_in(copy: &Path, frame: &Path, room: u64) -> Result<(), Error> {
    let mut from = File::open(copy).map_err(failed)?;
    let mut to = OpenOptions::new().write(true).open(frame).map_err(failed)?;
    for file in [&mut from, &mut to] {
        file.seek(SeekFrom::Start(PAGE)).map_err(failed)?;
    }
    let put = std::io::copy(&mut from, &mut to).map_err(failed)?;
    let left = room.saturating_sub(PAGE + put);
    std::io::copy(&mut std::io::repeat(0xff).take(left), &mut to).map_err(failed)?;
    Ok(())
}

fn frame(copy: &Path, key: &VaultKey, roots: &Roots) -> Result<PathBuf, Error> {
    let path = copy.with_extension("frame");
    if path.exists() {
        fs::remove_file(&path).map_err(failed)?;
    }
    private(&path)?;
    let size = fs::metadata(copy).map_err(failed)?.len();
    // A file that was cut may end before the pages that the schema names.
    let furthest = roots.entries.iter().map(|entry| u64::from(entry.root)).max().unwrap_or(0);
    let mut db = keyed(&path, key, Some(&roots.salt), OpenFlags::SQLITE_OPEN_READ_WRITE)?;
    db.execute_batch("PRAGMA journal_mode = MEMORY; PRAGMA synchronous = OFF;")?;
    let tx = db.transaction()?;
    let room = fill(&tx, size.div_ceil(PAGE).max(furthest))?;
    write_schema(&tx, roots)?;
    tx.commit()?;
    drop(db);
    put_in(copy, &path, room * PAGE)?;
    Ok(path)
}
