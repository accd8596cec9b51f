//! One file: the store of a hub that is one process. Many may read it at once, one writes.

use std::path::Path;
use std::sync::{Mutex, MutexGuard, Once, PoisonError};
use std::time::Duration;

use rusqlite::config::DbConfig;
use rusqlite::types::{ToSqlOutput, ValueRef};
use rusqlite::{Connection, ErrorCode, OpenFlags, ToSql, TransactionBehavior};

use super::value::Cell;
use super::{Failure, Row, SCHEMA, SQLITE_STEPS, Store, StoreError, Tx, Value, Way, Work, migrate};

/// Reads that may run at once; they wait on the disk at most.
const READERS: usize = 8;

/// An open file.
pub struct Sqlite {
    writer: Mutex<Connection>,
    readers: Mutex<Vec<Connection>>,
    path: std::path::PathBuf,
}

impl Sqlite {
    /// Opens a file, makes it where there is none, and brings its schema up to date.
    ///
    /// [`StoreError::Newer`] where a newer version wrote it; the file is left as it is.
    pub fn open(path: &Path) -> Result<Sqlite, StoreError> {
        let mut writer = connect(path, OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE)?;
        let found = step(&writer)?;
        if found > SCHEMA {
            return Err(StoreError::Newer { found, known: SCHEMA });
        }
        // Before the first table, or it has no effect.
        writer.execute_batch("PRAGMA auto_vacuum = INCREMENTAL; PRAGMA journal_mode = WAL;")?;
        bring_up(&mut writer)?;
        Ok(Sqlite { writer: Mutex::new(writer), readers: Mutex::default(), path: path.to_owned() })
    }

    /// Takes tables of another file in, all as they are at one moment.
    pub fn take_in(&self, from: &Path, tables: &[&str]) -> Result<(), StoreError> {
        let name = from.to_str().ok_or_else(|| StoreError::Other("the name of the file".into()))?;
        let mut db = lock(&self.writer);
        db.execute("ATTACH DATABASE ?1 AS source", [name])?;
        let found: i64 = db.query_row("PRAGMA source.user_version", [], |row| row.get(0))?;
        if found != SCHEMA {
            return Err(StoreError::Newer { found, known: SCHEMA });
        }
        let tx = db.transaction_with_behavior(TransactionBehavior::Immediate)?;
        for table in tables {
            tx.execute_batch(&format!("INSERT INTO main.{table} SELECT * FROM source.{table}"))?;
        }
        tx.commit()?;
        db.execute_batch("DETACH DATABASE source")?;
        Ok(())
    }

    fn reader(&self) -> Result<Connection, StoreError> {
        let free = lock(&self.readers).pop();
        free.map_or_else(|| connect(&self.path, OpenFlags::SQLITE_OPEN_READ_ONLY), Ok)
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    // A panic within a transaction rolled it back; the connection is good.
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

fn connect(path: &Path, flags: OpenFlags) -> Result<Connection, StoreError> {
    // The library calls itself ready before it is: the first connection of a process is made alone.
    static READY: Once = Once::new();
    READY.call_once(|| drop(Connection::open_in_memory()));
    let db = Connection::open_with_flags(path, flags | OpenFlags::SQLITE_OPEN_NO_MUTEX)?;
    db.busy_timeout(Duration::from_secs(10))?;
    db.set_prepared_statement_cache_capacity(128);
    // A plan is made once, whatever is asked for with it.
    db.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
    // What is erased is written over; what was acknowledged is on the disk.
    db.execute_batch(
        "PRAGMA synchronous = FULL; PRAGMA secure_delete = ON; PRAGMA temp_store = MEMORY;
         PRAGMA trusted_schema = OFF; PRAGMA cell_size_check = ON; PRAGMA cache_size = -16000;",
    )?;
    Ok(db)
}

fn bring_up(db: &mut Connection) -> Result<(), StoreError> {
    let found = step(db)?;
    for (step, sql) in migrate::after(SQLITE_STEPS, found) {
        let tx = db.transaction_with_behavior(TransactionBehavior::Exclusive)?;
        tx.execute_batch(sql)?;
        tx.pragma_update(None, "user_version", step)?;
        tx.commit()?;
    }
    Ok(())
}

fn step(db: &Connection) -> Result<i64, StoreError> {
    Ok(db.pragma_query_value(None, "user_version", |line| line.get(0))?)
}

impl Store for Sqlite {
    fn within(&self, way: Way, work: Work<'_>) -> Result<(), Failure> {
        match way {
            Way::Write => {
                let mut db = lock(&self.writer);
                let tx = db.transaction_with_behavior(TransactionBehavior::Immediate).map_err(other)?;
                work(&mut SqliteTx(&tx))?;
                tx.commit().map_err(other)?;
            }
            Way::Read => {
                let mut db = self.reader()?;
                let tx = db.transaction_with_behavior(TransactionBehavior::Deferred).map_err(other)?;
                let end = work(&mut SqliteTx(&tx));
                tx.commit().map_err(other)?;
                let mut readers = lock(&self.readers);
                if readers.len() < READERS {
                    readers.push(db);
                }
                drop(readers);
                end?;
            }
        }
        Ok(())
    }

    fn is_shared(&self) -> bool {
        false
    }

    fn width(&self, way: Way) -> usize {
        match way {
            Way::Read => READERS,
            Way::Write => 1,
        }
    }

    fn settle(&self) -> Result<(), StoreError> {
        let db = lock(&self.writer);
        // Readers may hold the log open: it is then cut the next time.
        db.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()))?;
        db.execute_batch("PRAGMA incremental_vacuum")?;
        db.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()))?;
        Ok(())
    }

    fn verify(&self) -> Result<(), StoreError> {
        let said: String = self.reader()?.query_row("PRAGMA integrity_check(1)", [], |row| row.get(0))?;
        if said == "ok" { Ok(()) } else { Err(StoreError::Damaged("a page of the file")) }
    }

    fn step(&self) -> Result<i64, StoreError> {
        step(&self.reader()?)
    }
}

struct SqliteTx<'t>(&'t Connection);

impl Tx for SqliteTx<'_> {
    fn run(&mut self, sql: &str, values: &[Value<'_>]) -> Result<u64, StoreError> {
        let rows = self.0.prepare_cached(sql)?.execute(rusqlite::params_from_iter(values))?;
        Ok(u64::try_from(rows).unwrap_or(u64::MAX))
    }

    fn ask(&mut self, sql: &str, values: &[Value<'_>]) -> Result<Vec<Row>, StoreError> {
        let mut statement = self.0.prepare_cached(sql)?;
        let width = statement.column_count();
        let mut rows = statement.query(rusqlite::params_from_iter(values))?;
        let mut given = Vec::new();
        while let Some(row) = rows.next()? {
            let cells = (0..width).map(|at| row.get_ref(at).map_err(StoreError::from).and_then(cell));
            given.push(Row(cells.collect::<Result<_, _>>()?));
        }
        Ok(given)
    }
}

fn cell(value: ValueRef<'_>) -> Result<Cell, StoreError> {
    match value {
        ValueRef::Null => Ok(Cell::Nothing),
        ValueRef::Integer(number) => Ok(Cell::Int(number)),
        ValueRef::Blob(bytes) => Ok(Cell::Bytes(bytes.to_vec())),
        ValueRef::Real(_) | ValueRef::Text(_) => Err(StoreError::Damaged("a column of another kind")),
    }
}

impl ToSql for Value<'_> {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(ToSqlOutput::Borrowed(match self {
            Value::Int(number) => ValueRef::Integer(*number),
            Value::Bytes(bytes) => ValueRef::Blob(bytes),
            Value::Nothing => ValueRef::Null,
        }))
    }
}

fn other(error: rusqlite::Error) -> Failure {
    StoreError::from(error).into()
}

impl From<rusqlite::Error> for StoreError {
    fn from(error: rusqlite::Error) -> Self {
        match error.sqlite_error_code() {
            Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked | ErrorCode::DiskFull) => {
                StoreError::Busy(error.to_string())
            }
            Some(ErrorCode::NotADatabase | ErrorCode::DatabaseCorrupt) => {
                StoreError::Damaged("the file is no database, or hurt")
            }
            _ => StoreError::Other(error.to_string()),
        }
    }
}
