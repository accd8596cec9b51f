//! Reading what can still be read of a damaged file, page by page around what cannot; the file itself is only read.

mod copy;
mod frame;

use std::path::{Path, PathBuf};

use passerelle_domain::change::Table;
use rusqlite::types::Value as Sql;
use rusqlite::{Connection, OpenFlags, params, params_from_iter};

pub(crate) use copy::copy_damaged;
pub(crate) use frame::readable;

use crate::key::secret::VaultKey;
use crate::open::{authentic, connect};
use crate::{Error, migrate};

/// Further than any row or act is numbered: what lies beyond is the end.
const END: i64 = 1 << 40;

/// A damaged file under its key.
struct Source<'a> {
    path: PathBuf,
    key: &'a VaultKey,
    db: Connection,
}

type Row = Vec<Sql>;

impl<'a> Source<'a> {
    fn open(path: &Path, key: &'a VaultKey) -> Result<Source<'a>, Error> {
        let db = Source::connect(path, key)?;
        Ok(Source { path: path.to_owned(), key, db })
    }

    fn connect(path: &Path, key: &VaultKey) -> Result<Connection, Error> {
        connect(path, key, OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX)
    }

    /// Rows until the end or the first that cannot be read, and whether the end was reached. After a page that fails its
    /// authentication a connection answers nothing any more, so another takes its place.
    fn until_damage(&mut self, sql: &str, from: i64) -> Result<(Vec<Row>, bool), Error> {
        let mut found = Vec::new();
        let whole = read(&self.db, sql, from, &mut found).is_ok();
        if !whole {
            self.db = Source::connect(&self.path, self.key)?;
        }
        Ok((found, whole))
    }

    /// All rows that can be read by a statement that takes a first number and orders by it; the number is the first
    /// column. Also how many numbers lie in the gaps, the last gap counting as one since nothing says how far it went.
    fn around_damage(&mut self, sql: &str) -> Result<(Vec<Row>, u32), Error> {
        let (mut all, mut lost, mut from) = (Vec::new(), 0_u32, 0_i64);
        let one = format!("{sql} LIMIT 1");
        loop {
            let (rows, whole) = self.until_damage(sql, from)?;
            if let Some(last) = rows.last() {
                from = number(last)? + 1;
            }
            all.extend(rows);
            if whole {
                return Ok((all, lost));
            }
            // Behind the damage: in growing steps until something can be read, then back to the first of it.
            let (mut bad, mut step) = (from, 1_i64);
            let good = loop {
                let at = from + step;
                if at > END {
                    return Ok((all, lost.saturating_add(1)));
                }
                if self.until_damage(&one, at)?.1 {
                    break at;
                }
                (bad, step) = (at, step * 2);
            };
            let mut good = good;
            while good - bad > 1 {
                let middle = bad + (good - bad) / 2;
                if self.until_damage(&one, middle)?.1 { good = middle } else { bad = middle }
            }
            let gap = match self.until_damage(&one, good)?.0.first() {
                Some(next) => number(next)? - from,
                None => 1,
            };
            lost = lost.saturating_add(u32::try_from(gap.max(1)).unwrap_or(u32::MAX));
            from = good;
        }
    }
}

fn number(row: &Row) -> Result<i64, Error> {
    match row.first() {
        Some(Sql::Integer(number)) => Ok(*number),
        _ => Err(Error::Codec),
    }
}

fn read(db: &Connection, sql: &str, from: i64, found: &mut Vec<Row>) -> Result<(), Error> {
    let mut statement = db.prepare(sql)?;
    let width = statement.column_count();
    let mut rows = statement.query([from])?;
    while let Some(row) = rows.next()? {
        let row = (0..width).map(|at| row.get(at)).collect::<Result<_, _>>()?;
        authentic(db)?;
        found.push(row);
    }
    Ok(())
}

fn columns(db: &Connection, table: &str) -> Result<Vec<String>, Error> {
    let mut statement = db.prepare("SELECT name FROM pragma_table_info(?1)")?;
    let names = statement.query_map([table], |line| line.get(0))?;
    Ok(names.collect::<Result<_, _>>()?)
}

fn insert(db: &Connection, table: &str, names: &[String], rows: Vec<Row>) -> Result<u32, Error> {
    let marks = vec!["?"; names.len()].join(", ");
    let sql = format!("INSERT OR IGNORE INTO {table} ({}) VALUES ({marks})", names.join(", "));
    let mut written = 0;
    for row in rows {
        // A row that another rule of the schema refuses is one that was damaged.
        written += db.prepare_cached(&sql)?.execute(params_from_iter(row)).unwrap_or(0);
    }
    Ok(u32::try_from(written).unwrap_or(u32::MAX))
}

/// How much of one table was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Read {
    pub table: &'static str,
    pub saved: u32,
    /// At least so many are gone.
    pub lost: u32,
}

/// What a damaged file still says: the tables and the journal in memory, and how much of each.
pub struct Salvaged {
    pub db: Connection,
    pub read: Vec<Read>,
}

/// Reads all that can be read. Errors: a file of which not even the first page can be read, or of a newer version.
pub fn salvage(path: &Path, key: &VaultKey) -> Result<Salvaged, Error> {
    let mut source = Source::open(path, key)?;
    let found = migrate::step(&source.db)?;
    let mut db = Connection::open_in_memory()?;
    migrate::migrate_to(&mut db, found)?;
    let mut done = Vec::new();
    let names = columns(&db, "device")?;
    let sql = format!("SELECT {} FROM device WHERE ix >= ?1 ORDER BY ix", names.join(", "));
    let (devices, _) = source.around_damage(&sql)?;
    let known: Vec<i64> = devices.iter().map(number).collect::<Result<_, _>>()?;
    insert(&db, "device", &names, devices)?;
    let (mut saved, mut lost) = (0, 0);
    // The first device is there even where its row is not.
    for device in known.into_iter().chain([1]).collect::<std::collections::BTreeSet<i64>>() {
        let names = columns(&db, "journal")?;
        let of = if names.iter().any(|name| name == "id") {
            format!("id BETWEEN ({device} << 40) + ?1 AND ({device} << 40) + {END} - 1 ORDER BY id")
        } else {
            // A file of an older version.
            format!("dev = {device} AND n >= ?1 ORDER BY n")
        };
        let sql = format!("SELECT n, {} FROM journal WHERE {of}", names.join(", "));
        let (mut rows, gone) = source.around_damage(&sql)?;
        for row in &mut rows {
            row.remove(0);
        }
        saved += insert(&db, "journal", &names, rows)?;
        lost += gone;
    }
    done.push(Read { table: "journal", saved, lost });
    for name in Table::ALL.iter().map(|table| table.def().name).chain(["attachment"]) {
        let names = columns(&db, name)?;
        if names.is_empty() {
            continue;
        }
        let sql = format!("SELECT {} FROM {name} WHERE ix >= ?1 ORDER BY ix", names.join(", "));
        let (rows, lost) = source.around_damage(&sql)?;
        done.push(Read { table: name, saved: insert(&db, name, &names, rows)?, lost });
    }
    // Small, and of use only whole: what cannot be read of them is made anew.
    for table in [
        "meta",
        "space",
        "draft",
        "feedback_box",
        "set_dot",
        "device_alias",
        "frontier",
        "ahead",
        "smaller_space",
        "file_space",
    ] {
        let names = columns(&db, table)?;
        if names.is_empty() {
            continue;
        }
        let sql = format!("SELECT {} FROM {table} WHERE ?1 = ?1", names.join(", "));
        let (rows, _) = source.until_damage(&sql, 0)?;
        insert(&db, table, &names, rows)?;
    }
    migrate::migrate(&mut db)?;
    db.execute("INSERT OR IGNORE INTO meta (key, value) VALUES ('hlc', '0.0')", params![])?;
    Ok(Salvaged { db, read: done })
}
