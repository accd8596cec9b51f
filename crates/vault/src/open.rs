//! Opening the encrypted file: one writer and one reader connection under the same raw key.

mod reading;

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, Once};

use data_encoding::HEXLOWER;
use passerelle_domain::id::{Ids, WorkerId};
use rusqlite::config::DbConfig;
use rusqlite::{Connection, OpenFlags, params};
use uuid::Uuid;
use zeroize::Zeroizing;

use crate::access::Ledger;
use crate::backup::Backup;
use crate::fund::FundFacts;
use crate::hold::Hold;
use crate::key::secret::VaultKey;
use crate::key::slot::sync;
use crate::mark::{Loss, Mark};
use crate::names::Names;
use crate::person::Columns;
use crate::report::Facts;
use crate::roots::Salt;
use crate::{Error, backup, erased, migrate, receive, roots, row};

/// The file's name within the vault's folder.
pub const FILE: &str = "vault.db";
/// The same while it is made: nobody has used what bears this name.
const UNFINISHED: &str = "vault.db.new";

/// An open vault. Dropping it closes the connections and wipes SQLCipher's memory.
pub struct Vault {
    /// First, so that it has written what it holds before the connections are closed.
    pub(crate) ledger: Ledger,
    pub(crate) writer: Arc<Mutex<Connection>>,
    reader: Mutex<Connection>,
    /// What the list of people is narrowed by; read when it is first asked for.
    columns: Mutex<Option<Columns>>,
    /// What figures are counted from; read when the first is asked for.
    facts: Mutex<Option<Facts>>,
    fund: Mutex<Option<FundFacts>>,
    /// For copies; boxed, so that no move leaves a second one behind.
    pub(crate) key: Box<VaultKey>,
    /// The copy that was kept because this opening changed the schema.
    upgraded: Option<Backup>,
    /// None where the disk took none; the journal is then not held against it.
    mark: Mutex<Option<Mark>>,
    /// Which device a number in a line means.
    names: Mutex<Names>,
    pub(crate) space: Uuid,
    /// The short number under which this laptop writes.
    pub(crate) own: u32,
    path: PathBuf,
    /// Last, so that the folder is given back once the connections are closed.
    hold: Hold,
}

/// The short number of the device that writes here. A vault taken back from a backup has another than the one it was.
pub(crate) fn own(db: &Connection) -> Result<u32, Error> {
    let sql = "SELECT coalesce((SELECT CAST(value AS INTEGER) FROM meta WHERE key = 'own'), 1)";
    Ok(db.query_row(sql, [], |line| line.get(0))?)
}

/// The worker whose vault this is.
pub(crate) fn worker(db: &Connection) -> Result<WorkerId, Error> {
    let sql = "SELECT value FROM meta WHERE key = 'worker'";
    let text: String = db.prepare_cached(sql)?.query_row([], |line| line.get(0))?;
    Ok(WorkerId(Uuid::parse_str(&text).map_err(|_| Error::Codec)?))
}

/// SQLite calls itself ready before SQLCipher is: a second thread that opens its first file in between is told that its key
/// is none. So the first connection of the process is made alone.
fn make_ready() {
    static READY: Once = Once::new();
    READY.call_once(|| drop(Connection::open_in_memory()));
}

/// Opens a file under its key, of which nothing is read yet. Its pages are authenticated with the salt that the file begins
/// with, unless another is known.
pub(crate) fn keyed(
    path: &Path,
    key: &VaultKey,
    salt: Option<&Salt>,
    flags: OpenFlags,
) -> Result<Connection, Error> {
    make_ready();
    let db = Connection::open_with_flags(path, flags)?;
    // Before the key: so that the key's own copies are wiped too.
    // Its own complaints say nothing that the error does not, and would stand in the terminal of who only mistyped.
    db.execute_batch("PRAGMA cipher_memory_security = ON; PRAGMA cipher_log_level = NONE;")?;
    let (hex, salt) = (key.hex(), salt.map(|salt| HEXLOWER.encode(salt)).unwrap_or_default());
    db.execute_batch(&Zeroizing::new(format!("PRAGMA key = \"x'{}{salt}'\";", hex.as_str())))?;
    Ok(db)
}

/// Pages that a connection keeps, as `PRAGMA cache_size` has it: kibibytes, negative. Eight megabytes hold the inner pages of
/// the largest vault: with the usual two a question deciphers them anew each time.
pub(crate) const CACHE: i64 = -8_000;
/// The same while many lines of others come in.
pub(crate) const CACHE_FOR_MANY: i64 = -16_000;
/// Pages of the log from which on a commit folds them into the file, as SQLite has it by itself.
pub(crate) const LOG: i64 = 1_000;
/// The same while many lines of others come in and another connection folds them in: 64 MB.
pub(crate) const LOG_FOR_MANY: i64 = 16_000;

pub(crate) fn connect(path: &Path, key: &VaultKey, flags: OpenFlags) -> Result<Connection, Error> {
    let db = keyed(path, key, None, flags)?;
    db.busy_timeout(std::time::Duration::from_secs(5))?;
    db.set_prepared_statement_cache_capacity(256);
    // A plan is made once, whatever is asked for with it. Without this SQLite plans anew at each new value that it held against
    // the condition of a partial index, which was half the time of opening a file.
    db.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
    let settings = "PRAGMA foreign_keys = ON; PRAGMA synchronous = FULL; PRAGMA secure_delete = ON;
                    PRAGMA temp_store = MEMORY; PRAGMA trusted_schema = OFF; PRAGMA cell_size_check = ON;";
    db.execute_batch(settings)?;
    db.pragma_update(None, "cache_size", CACHE)?;
    // The key slot has already proved the key: what cannot be read now is damage.
    db.query_row("SELECT count(*) FROM sqlite_master", [], |_| Ok(())).map_err(|_| Error::Damaged)?;
    Ok(db)
}

/// Whether all that a connection has read is what was written. SQLCipher gives zeros for a page that fails its
/// authentication, and fails only from the next page on: where the page was the rest of a long text, the text came with
/// zeros in it and without an error. Errors: damage; nothing that was read since the last time may be used.
pub(crate) fn authentic(db: &Connection) -> Result<(), Error> {
    let status: String = db.pragma_query_value(None, "cipher_status", |line| line.get(0))?;
    if status == "1" { Ok(()) } else { Err(Error::Damaged) }
}

/// Makes the file for its owner alone; SQLite gives its log the same rights.
pub(crate) fn private(path: &Path) -> Result<(), Error> {
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt as _;
        options.mode(0o600);
    }
    options.open(path).map(drop).map_err(|error| Error::from_file(&error))
}

/// Takes away what a creation that was cut off left: it was under a key that nobody was given.
fn clear_unfinished(dir: &Path) -> Result<(), Error> {
    for rest in ["", "-wal", "-shm", "-journal"] {
        match std::fs::remove_file(dir.join(format!("{UNFINISHED}{rest}"))) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
                return Err(Error::from_file(&error));
            }
            _ => {}
        }
    }
    Ok(())
}

/// Puts the log of a database that is no longer there under another name: beside a new database it would be read as its own.
fn set_log_aside(dir: &Path) -> Result<(), Error> {
    for rest in ["-wal", "-shm", "-journal"] {
        let log = dir.join(format!("{FILE}{rest}"));
        let mut names = (1_u32..).map(|number| dir.join(format!("{FILE}{rest}.aside-{number}")));
        if let Some(aside) = names.find(|path| !path.exists()).filter(|_| log.exists()) {
            std::fs::rename(log, aside).map_err(|error| Error::from_file(&error))?;
        }
    }
    Ok(())
}

/// Brings an open file to the last of these steps, after a copy of it was kept. A step that fails leaves the file at the step
/// before, and names the copy.
fn bring_up(
    path: &Path,
    db: &mut Connection,
    key: &VaultKey,
    steps: &[&str],
) -> Result<Option<Backup>, Error> {
    let found = migrate::step(db)?;
    let last = i64::try_from(steps.len()).unwrap_or(i64::MAX);
    if found > last {
        return Err(Error::Newer { found, known: last });
    }
    let dir = path.parent().filter(|_| (1..last).contains(&found));
    let kept = dir.map(|dir| backup::before_migration(db, key, dir)).transpose()?;
    dir.map_or(Ok(()), roots::forget)?;
    let run = migrate::run(db, steps, last);
    if let (Err(_), Some(dir)) = (&run, dir) {
        roots::keep(dir, key, db);
    }
    match (run, kept) {
        (Ok(()), kept) => Ok(kept),
        (Err(Error::Sql(_)), Some(kept)) => Err(Error::MigrationFailed { copy: kept.id }),
        (Err(error), _) => Err(error),
    }
}

impl Vault {
    /// Makes the file of a new vault. Refused when one is there.
    pub fn create(dir: &Path, key: &VaultKey, worker: WorkerId, ids: &mut dyn Ids) -> Result<Vault, Error> {
        Vault::begin(dir, key, worker, ids)?.finish(key)
    }

    /// Begins a new vault under another name, so that what is cut off before [`Vault::finish`] is no vault: it can be begun
    /// again. Refused when one is there.
    pub fn begin(dir: &Path, key: &VaultKey, worker: WorkerId, ids: &mut dyn Ids) -> Result<Vault, Error> {
        if dir.join(FILE).exists() {
            return Err(Error::AlreadyThere);
        }
        let hold = Hold::take(dir)?;
        clear_unfinished(dir)?;
        set_log_aside(dir)?;
        let path = dir.join(UNFINISHED);
        private(&path)?;
        let mut db = connect(&path, key, OpenFlags::default())?;
        db.pragma_update(None, "journal_mode", "WAL")?;
        migrate::migrate(&mut db)?;
        let tx = db.transaction()?;
        tx.execute("INSERT INTO device (ix, id) VALUES (1, ?1)", [row::blob(&ids.fresh())])?;
        tx.execute("INSERT INTO space (id) VALUES (?1)", [row::blob(&ids.fresh())])?;
        tx.execute("INSERT INTO meta (key, value) VALUES ('hlc', '0.0')", [])?;
        tx.execute("INSERT INTO meta (key, value) VALUES ('worker', ?1)", params![worker.0.to_string()])?;
        tx.commit()?;
        drop(db);
        Vault::open_file(path, key, hold)
    }

    /// Gives a vault that was begun its name: from here on it is one. Everything written until now is in the file.
    pub fn finish(self, key: &VaultKey) -> Result<Vault, Error> {
        let held: bool =
            self.writer()?.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |line| line.get(0))?;
        if held {
            return Err(Error::Busy);
        }
        let Vault { ledger, writer, reader, path: unfinished, hold, .. } = self;
        drop(ledger);
        drop((writer, reader));
        let path = unfinished.with_file_name(FILE);
        if path.exists() {
            return Err(Error::AlreadyThere);
        }
        std::fs::rename(&unfinished, &path).map_err(|error| Error::from_file(&error))?;
        path.parent().map_or(Ok(()), sync).map_err(|error| Error::from_file(&error))?;
        Vault::open_file(path, key, hold)
    }

    /// Opens an existing file with its proven key. Errors: damage, a newer version, a file that is not there, another process
    /// that has it open.
    pub fn open(dir: &Path, key: &VaultKey) -> Result<Vault, Error> {
        let path = dir.join(FILE);
        if !path.exists() {
            return Err(Error::FileMissing);
        }
        Vault::open_file(path, key, Hold::take(dir)?)
    }

    fn open_file(path: PathBuf, key: &VaultKey, hold: Hold) -> Result<Vault, Error> {
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let mut writer = connect(&path, key, flags)?;
        writer.pragma_update(None, "journal_mode", "WAL")?;
        let upgraded = bring_up(&path, &mut writer, key, migrate::STEPS)?;
        // What a former version could not read, this one may.
        receive::retry(&mut writer)?;
        let names = Names::read(&writer)?;
        let space = writer.query_row("SELECT id FROM space LIMIT 1", [], |line| line.get(0))?;
        let own = own(&writer)?;
        // What is still being made has no name yet, and nothing to be held against.
        let finished = path.parent().filter(|_| path.file_name().is_some_and(|name| name == FILE));
        let mark = match finished {
            Some(dir) => {
                let mark = Mark::meet(dir, key, &mut writer, own)?;
                roots::keep(dir, key, &writer);
                erased::mirror(dir, key, &writer);
                mark
            }
            None => None,
        };
        let reader = connect(&path, key, flags)?;
        reader.pragma_update(None, "query_only", true)?;
        Ok(Vault {
            ledger: Ledger::new(key)?,
            writer: Arc::new(Mutex::new(writer)),
            reader: Mutex::new(reader),
            columns: Mutex::new(None),
            facts: Mutex::new(None),
            fund: Mutex::new(None),
            key: Box::new(key.twin()),
            upgraded,
            mark: Mutex::new(mark),
            names: Mutex::new(names),
            space,
            own,
            path,
            hold,
        })
    }

    pub(crate) fn mark(&self) -> Result<MutexGuard<'_, Option<Mark>>, Error> {
        self.mark.lock().map_err(|_| Error::Poisoned)
    }

    pub(crate) fn names(&self) -> Result<Names, Error> {
        Ok(self.names.lock().map_err(|_| Error::Poisoned)?.clone())
    }

    pub(crate) fn learn(&self, names: Names) -> Result<(), Error> {
        *self.names.lock().map_err(|_| Error::Poisoned)? = names;
        Ok(())
    }

    /// What an opening found missing, until it is acknowledged.
    pub fn loss(&self) -> Result<Option<Loss>, Error> {
        Ok(self.mark()?.as_ref().and_then(Mark::loss).cloned())
    }

    /// The copy that was kept because this opening changed the schema.
    pub fn upgraded(&self) -> Option<&Backup> {
        self.upgraded.as_ref()
    }

    /// The worker has read what [`Vault::loss`] says; it is not said again.
    pub fn acknowledge_loss(&self) -> Result<(), Error> {
        if let Some(mark) = self.mark()?.as_mut() {
            mark.acknowledge();
        }
        Ok(())
    }

    pub(crate) fn writer(&self) -> Result<MutexGuard<'_, Connection>, Error> {
        self.writer.lock().map_err(|_| Error::Poisoned)
    }

    /// The worker whose vault this is.
    pub fn worker(&self) -> Result<WorkerId, Error> {
        self.read(worker)
    }

    /// Where the file is.
    pub fn path(&self) -> &Path {
        &self.path
    }
}

#[cfg(test)]
mod tests;
