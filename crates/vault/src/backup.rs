//! Backups: whole encrypted copies made while the vault is open, each a folder that is a vault of its own, and the way back
//! from one.

mod restore;
mod rotate;

use std::fs::{self, File};
use std::path::Path;
use std::time::UNIX_EPOCH;

use passerelle_domain::moment::Instant;
use rusqlite::backup::{Backup as Copying, StepResult};
use rusqlite::{Connection, OpenFlags};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

pub(crate) use restore::become_another;
pub use restore::{Restored, restore};

use crate::erased::{self, Erased};
use crate::key::secret::VaultKey;
use crate::key::slot::{self, sync};
use crate::migrate::step;
use crate::open::{authentic, connect, private};
use crate::roots::Roots;
use crate::{Error, FILE, Vault};

/// What a way back sets aside stands in folders of this name and a number.
const ASIDE: &str = "aside-";
/// Where backups stand within the vault's folder.
pub const FOLDER: &str = "backups";
/// What is said of a backup, readable without a key.
const FACTS: &str = "backup.json";

/// Why a backup was made.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(rename = "BackupCause")]
pub enum Cause {
    /// The one of the day.
    Daily,
    /// The worker asked for it.
    Asked,
    /// A new version was about to change the schema.
    BeforeMigration,
}

/// A backup that was verified when it was made.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
pub struct Backup {
    /// The name of its folder.
    pub id: String,
    /// UTC milliseconds.
    #[ts(type = "number")]
    pub made_ms: i64,
    pub cause: Cause,
    /// Acts in its journal.
    pub acts: u32,
    #[ts(type = "number")]
    pub bytes: u64,
}

#[derive(Serialize, Deserialize)]
struct Facts {
    made_ms: i64,
    cause: Cause,
    acts: u32,
    schema: i64,
}

fn failed(error: std::io::Error) -> Error {
    Error::from_file(&error)
}

fn facts(folder: &Path) -> Option<Facts> {
    serde_json::from_slice(&fs::read(folder.join(FACTS)).ok()?).ok()
}

/// The backups of a folder, the newest first. What bears another name or lacks its facts is none.
pub fn list(folder: &Path) -> Vec<Backup> {
    let Ok(entries) = fs::read_dir(folder) else { return Vec::new() };
    let mut found: Vec<Backup> = entries
        .filter_map(|entry| {
            let entry = entry.ok()?;
            let id = entry.file_name().into_string().ok().filter(|name| !name.starts_with('.'))?;
            let bytes = fs::metadata(entry.path().join(FILE)).ok()?.len();
            let Facts { made_ms, cause, acts, .. } = facts(&entry.path())?;
            Some(Backup { id, made_ms, cause, acts, bytes })
        })
        .collect();
    found.sort_by(|one, other| (other.made_ms, &other.id).cmp(&(one.made_ms, &one.id)));
    found
}

/// Reads every page and the structure of a closed copy; how many acts its journal holds.
pub(crate) fn check(file: &Path, key: &VaultKey) -> Result<u32, Error> {
    let db = connect(file, key, OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX)?;
    let complaints = |sql: &str| -> Result<usize, Error> {
        let mut statement = db.prepare(sql)?;
        let lines = statement.query_map([], |line| line.get::<_, String>(0))?;
        Ok(lines.collect::<Result<Vec<_>, _>>()?.iter().filter(|line| *line != "ok").count())
    };
    if complaints("PRAGMA cipher_integrity_check")? + complaints("PRAGMA quick_check(1)")? > 0 {
        return Err(Error::Damaged);
    }
    Ok(db.query_row("SELECT count(*) FROM journal", [], |line| line.get(0))?)
}

/// Copies every page of an open database into a file of its own, under the same key, with no log beside it.
fn copy_pages(from: &Connection, to: &Path, key: &VaultKey) -> Result<(), Error> {
    private(to)?;
    let mut copy = connect(to, key, OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX)?;
    // All in one step: what is written meanwhile goes into the log and does not make the copy begin again.
    match Copying::new(from, &mut copy)?.step(-1)? {
        StepResult::Done => {}
        _ => return Err(Error::Busy),
    }
    // A page that could not be read would be a sound page of zeros in the copy.
    authentic(from)?;
    single(&copy)?;
    drop(copy);
    File::open(to).and_then(|file| file.sync_all()).map_err(failed)
}

/// Makes a database one file: its log is folded in and it goes without one until it is opened as a vault.
pub(crate) fn single(db: &Connection) -> Result<(), Error> {
    let mode: String = db.query_row("PRAGMA journal_mode = DELETE", [], |line| line.get(0))?;
    if mode == "delete" { Ok(()) } else { Err(Error::Busy) }
}

fn write_synced(file: &Path, bytes: &[u8]) -> std::io::Result<()> {
    fs::write(file, bytes)?;
    File::open(file)?.sync_all()
}

/// Removes what a backup that was cut off left, and nothing else.
fn clear_unfinished(folder: &Path) {
    let Ok(entries) = fs::read_dir(folder) else { return };
    for entry in entries.filter_map(Result::ok) {
        let name = entry.file_name();
        let name = name.to_string_lossy();
        if name.starts_with('.') && name.ends_with(".new") {
            // What cannot be removed now is tried again the next time.
            let _ = fs::remove_dir_all(entry.path());
        }
    }
}

/// What a copy is made of and for.
struct Making<'a> {
    db: &'a Connection,
    key: &'a VaultKey,
    /// The vault's folder, for the slots that open the copy.
    dir: &'a Path,
    cause: Cause,
    now: Option<Instant>,
}

impl Making<'_> {
    fn fill(&self, fresh: &Path) -> Result<Facts, Error> {
        let file = fresh.join(FILE);
        copy_pages(self.db, &file, self.key)?;
        let acts = check(&file, self.key)?;
        let written = fs::metadata(&file).and_then(|facts| facts.modified()).map_err(failed)?;
        let elapsed = written.duration_since(UNIX_EPOCH).unwrap_or_default().as_millis();
        let made_ms = self.now.map_or(i64::try_from(elapsed).unwrap_or(0), |now| now.0);
        let facts = Facts { made_ms, cause: self.cause, acts, schema: step(self.db)? };
        let bytes = serde_json::to_vec(&facts).map_err(|_| Error::Codec)?;
        write_synced(&fresh.join(FACTS), &bytes).map_err(failed)?;
        Roots::of(self.db, &file)?.write(fresh, self.key)?;
        let slots = self.dir.join(slot::FILE);
        // Tests and tools hold the key itself; whoever has slots finds them in the copy.
        if slots.exists() {
            let bytes = fs::read(slots).map_err(failed)?;
            write_synced(&fresh.join(slot::FILE), &bytes).map_err(failed)?;
        }
        sync(fresh).map_err(failed)?;
        Ok(facts)
    }

    /// Makes the copy under a temporary name, verifies it, and names it.
    fn make(&self, folder: &Path) -> Result<Backup, Error> {
        fs::create_dir_all(folder).map_err(failed)?;
        clear_unfinished(folder);
        let fresh = folder.join(".making.new");
        fs::create_dir(&fresh).map_err(failed)?;
        let made = self.fill(&fresh).and_then(|facts| {
            let id = free_name(folder, facts.made_ms);
            fs::rename(&fresh, folder.join(&id)).and_then(|()| sync(folder)).map_err(failed)?;
            let bytes = fs::metadata(folder.join(&id).join(FILE)).map_err(failed)?.len();
            Ok(Backup { id, made_ms: facts.made_ms, cause: facts.cause, acts: facts.acts, bytes })
        });
        if made.is_err() {
            clear_unfinished(folder);
        }
        made
    }
}

/// A name that sorts by time and that no other backup of the folder has.
fn free_name(folder: &Path, made_ms: i64) -> String {
    let at = chrono::DateTime::from_timestamp_millis(made_ms).unwrap_or_default();
    let plain = at.format("%Y-%m-%dT%H%M%SZ").to_string();
    let more = (2_u32..).map(|number| format!("{plain}-{number}"));
    let mut names = std::iter::once(plain.clone()).chain(more);
    names.find(|name| !folder.join(name).exists()).unwrap_or(plain)
}

/// Removes the backups that the rotation no longer keeps, and those made before an erasure once thirty days have passed since.
fn rotate(folder: &Path, erased: &Erased, now: Instant) {
    let all = list(folder);
    let mut gone = rotate::superfluous(&all);
    if let Some(at) = erased::overdue(erased, now) {
        gone.extend(rotate::before(&all, at));
    }
    for id in gone {
        // One that cannot be removed takes room and does no other harm.
        let _ = fs::remove_dir_all(folder.join(id));
    }
}

/// Keeps a copy of a vault whose schema is about to change, in its folder.
pub(crate) fn before_migration(db: &Connection, key: &VaultKey, dir: &Path) -> Result<Backup, Error> {
    Making { db, key, dir, cause: Cause::BeforeMigration, now: None }.make(&dir.join(FOLDER))
}

/// What a way back set aside before an erasure goes with the backups of that time.
fn forget_aside(dir: &Path, erased: &Erased, now: Instant) {
    let Some(at) = erased::overdue(erased, now) else { return };
    let Ok(entries) = fs::read_dir(dir) else { return };
    for entry in entries.filter_map(Result::ok) {
        let name = entry.file_name();
        let is_aside = name
            .to_str()
            .and_then(|name| name.strip_prefix(ASIDE))
            .is_some_and(|number| number.parse::<u32>().is_ok());
        let made = entry.metadata().and_then(|facts| facts.modified()).ok();
        let made = made.and_then(|made| made.duration_since(UNIX_EPOCH).ok());
        let before = made.is_none_or(|made| i64::try_from(made.as_millis()).is_ok_and(|made| made < at.0));
        if is_aside && before {
            // One that cannot be removed is tried again with the next backup.
            let _ = fs::remove_dir_all(entry.path());
        }
    }
}

impl Vault {
    /// Makes a backup into a folder, verified before it bears its name, and removes those that the rotation no longer keeps.
    /// Work goes on meanwhile. Errors: a full disk, a page that cannot be read; no backup is then there and none is removed.
    pub fn backup(&self, folder: &Path, cause: Cause, now: Instant) -> Result<Backup, Error> {
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        // A connection of its own: a copy takes seconds, and nobody who reads waits for it.
        let db = connect(self.path(), &self.key, flags)?;
        db.pragma_update(None, "query_only", true)?;
        let dir = self.path().parent().ok_or(Error::FileMissing)?;
        self.settle_accesses();
        let made = Making { db: &db, key: &self.key, dir, cause, now: Some(now) }.make(folder)?;
        let erased = erased::listed(&db)?;
        rotate(folder, &erased, now);
        forget_aside(dir, &erased, now);
        Ok(made)
    }
}
