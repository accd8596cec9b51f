//! A fresh vault out of a damaged one: what the journal still says, then what only the tables still say. The damaged files
//! are copied and never touched.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use passerelle_domain::change::{Changes, Kind, Op, Row, Table, Value};
use passerelle_domain::id::{Ids, PersonId, WorkerId};
use passerelle_domain::moment::Now;
use rusqlite::{Connection, OpenFlags, params};
use serde::Serialize;
use serde_json::Value as Json;
use ts_rs::TS;
use uuid::Uuid;

use crate::export::{from_json, table_rows};
use crate::hold::Hold;
use crate::key::secret::VaultKey;
use crate::key::slot;
use crate::open::{connect, private};
use crate::roots::Roots;
use crate::salvage::{Salvaged, copy_damaged, readable, salvage};
use crate::verify::HurtPerson;
use crate::{Error, FILE, Hand, Vault, attachment, backup, migrate, rebuild, row, verify};

/// The copy that is read, within the new vault's folder; it goes when the work is done.
const COPY: &str = ".damaged";

/// How much of one table was read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
pub struct RecoveredTable {
    pub table: String,
    pub saved: u32,
    /// At least so many are gone.
    pub lost: u32,
}

/// What was saved of a damaged vault, and what was not.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
pub struct RecoverReport {
    /// `journal` and the tables, each with what was read of it.
    pub tables: Vec<RecoveredTable>,
    /// Rows that only the tables still held, or held otherwise than the journal that is left: written anew, as acts of now.
    pub rewritten: u32,
    /// People of whom something could be read in one place only, or nowhere: their files are to be looked through.
    pub people: Vec<HurtPerson>,
}

fn failed(error: std::io::Error) -> Error {
    Error::from_file(&error)
}

/// The journal that is left, replayed into a new file under a new device.
fn write_journal(found: &Salvaged, to: &Path, key: &VaultKey, ids: &mut dyn Ids) -> Result<(), Error> {
    private(to)?;
    let mut db = connect(to, key, OpenFlags::default())?;
    migrate::migrate(&mut db)?;
    rebuild::replay_into(&found.db, &mut db, true)?;
    let tx = db.transaction()?;
    // A device of which only the acts are left.
    let nameless = {
        let sql = "SELECT DISTINCT dev FROM journal WHERE dev NOT IN (SELECT ix FROM device)";
        let mut statement = tx.prepare(sql)?;
        statement.query_map([], |line| line.get(0))?.collect::<Result<Vec<u32>, _>>()?
    };
    for ix in nameless {
        tx.execute("INSERT INTO device (ix, id) VALUES (?1, ?2)", params![ix, row::blob(&ids.fresh())])?;
    }
    copy_small(&found.db, &tx, ids)?;
    copy_boxes(&found.db, &tx)?;
    attachment::copy(&found.db, &tx)?;
    backup::become_another(&tx, ids)?;
    tx.commit()?;
    backup::single(&db)
}

/// Settings of the file, its space and what was being typed.
fn copy_small(from: &Connection, to: &Connection, ids: &mut dyn Ids) -> Result<(), Error> {
    for (table, key, value) in [("meta", "key", "value"), ("draft", "place", "body")] {
        let mut lines = from.prepare(&format!("SELECT {key}, {value} FROM {table}"))?;
        let mut lines = lines.query([])?;
        while let Some(line) = lines.next()? {
            let sql = format!("INSERT OR REPLACE INTO {table} ({key}, {value}) VALUES (?1, ?2)");
            to.execute(&sql, params![line.get::<_, String>(0)?, line.get::<_, String>(1)?])?;
        }
    }
    let space = from.query_row("SELECT id FROM space LIMIT 1", [], |line| line.get::<_, Uuid>(0));
    to.execute("INSERT INTO space (id) VALUES (?1)", [row::blob(&space.unwrap_or_else(|_| ids.fresh()))])?;
    let worker = "SELECT id FROM worker ORDER BY ix LIMIT 1";
    let worker = from.query_row(worker, [], |line| line.get::<_, Uuid>(0)).unwrap_or_else(|_| ids.fresh());
    let sql = "INSERT OR IGNORE INTO meta (key, value) VALUES ('worker', ?1)";
    to.execute(sql, [worker.to_string()])?;
    // Never behind an act that is there, whatever the note of the former file says.
    let sql = "INSERT OR REPLACE INTO meta (key, value)
               SELECT 'hlc', coalesce(max(hlc_ms), 0) || '.' || (SELECT coalesce(max(hlc_count), 0) FROM journal)
               FROM journal";
    to.execute(sql, [])?;
    Ok(())
}

/// Answers about programmes that still wait.
fn copy_boxes(from: &Connection, to: &Connection) -> Result<(), Error> {
    let mut lines = from.prepare("SELECT programme, helped, recommend, words, count FROM feedback_box")?;
    let mut lines = lines.query([])?;
    while let Some(line) = lines.next()? {
        to.execute(
            "INSERT INTO feedback_box (programme, helped, recommend, words, count) VALUES (?1, ?2, ?3, ?4, ?5)",
            params![
                line.get::<_, Vec<u8>>(0)?,
                line.get::<_, String>(1)?,
                line.get::<_, String>(2)?,
                line.get::<_, String>(3)?,
                line.get::<_, i64>(4)?
            ],
        )?;
    }
    Ok(())
}

type Rows = BTreeMap<String, Json>;

fn by_id(db: &Connection, table: Table) -> Result<Rows, Error> {
    let rows = table_rows(db, table)?.into_iter();
    Ok(rows.filter_map(|row| Some((row.get("id")?.as_str()?.to_owned(), row))).collect())
}

fn person_of(table: Table, id: Uuid, row: &Json) -> Option<PersonId> {
    let named = row.get("person").and_then(Json::as_str).and_then(|id| Uuid::parse_str(id).ok());
    (if table == Table::Person { Some(id) } else { named }).map(PersonId)
}

/// The acts that bring what the journal made to what the tables say, where both can be read.
fn beyond_the_journal(tables: &Connection, made: &Connection) -> Result<Vec<Changes>, Error> {
    let mut acts = Vec::new();
    for table in Table::ALL {
        let (is, there) = (by_id(tables, *table)?, by_id(made, *table)?);
        for (id, row) in is {
            let Ok(uuid) = Uuid::parse_str(&id) else { continue };
            let mut changes = Changes::new("vault.recover", person_of(*table, uuid, &row));
            let before = there.get(&id);
            let mut fields = Vec::new();
            for def in table.def().fields.iter().filter(|def| def.kind != Kind::Set) {
                let Some(value) = row.get(def.name) else { continue };
                let same = before.and_then(|before| before.get(def.name)) == Some(value);
                if let Some(value) = from_json(def.kind, value).filter(|_| !same) {
                    fields.push((def.field, value));
                }
            }
            let target = Row { table: *table, id: uuid };
            if before.is_none() {
                fields.retain(|(_, value): &(_, Value)| !value.is_silent());
                changes.ops.push(Op::New { row: target, fields });
            } else {
                let sets = fields.into_iter().map(|(field, value)| Op::Set { row: target, field, value });
                changes.ops.extend(sets);
            }
            if !changes.is_empty() {
                acts.push(changes);
            }
        }
    }
    Ok(acts)
}

/// Makes a fresh vault in `to` of what can still be read of the one in `from`, under the same key and with its slots. Errors:
/// a vault that is already in `to`, a file of which nothing can be read, a full disk. The caller holds `from`.
pub fn recover(
    from: &Path,
    _hold: &Hold,
    to: &Path,
    key: &VaultKey,
    ids: &mut dyn Ids,
    now: Now,
) -> Result<RecoverReport, Error> {
    if to.join(FILE).exists() || to.join(slot::FILE).exists() {
        return Err(Error::AlreadyThere);
    }
    if !from.join(FILE).exists() {
        return Err(Error::FileMissing);
    }
    fs::create_dir_all(to).map_err(failed)?;
    let copy = copy_damaged(from, &to.join(COPY))?;
    let made = readable(&copy, key, Roots::read(from, key).as_ref())
        .and_then(|readable| make(&readable, to, key, ids, now));
    // A copy that stays is encrypted and does no harm; the next try writes over it.
    let _ = fs::remove_dir_all(to.join(COPY));
    let report = made?;
    let slots = fs::read(from.join(slot::FILE)).map_err(failed);
    match slots {
        Ok(bytes) => slot::write_durably(to, slot::FILE, &bytes).map_err(|_| Error::FileMissing)?,
        // Tests and tools hold the key itself.
        Err(_) if !from.join(slot::FILE).exists() => {}
        Err(error) => return Err(error),
    }
    Ok(report)
}

fn make(copy: &Path, to: &Path, key: &VaultKey, ids: &mut dyn Ids, now: Now) -> Result<RecoverReport, Error> {
    let found = salvage(copy, key)?;
    let anew = rebuild::replay(&found.db)?;
    let people = verify::hurt(&found.db, &anew, &rebuild::differences(&found.db, &anew)?);
    let fresh = to.join("vault.db.fresh");
    if fresh.exists() {
        fs::remove_file(&fresh).map_err(failed)?;
    }
    write_journal(&found, &fresh, key, ids)?;
    let acts = beyond_the_journal(&found.db, &anew.db)?;
    drop(anew);
    fs::rename(&fresh, to.join(FILE)).and_then(|()| slot::sync(to)).map_err(failed)?;
    let vault = Vault::open(to, key)?;
    let worker: WorkerId = vault.worker()?;
    vault.commit_all(&acts, Hand { worker, now })?;
    let tables = found.read.iter().map(|read| RecoveredTable {
        table: read.table.to_owned(),
        saved: read.saved,
        lost: read.lost,
    });
    let rewritten = u32::try_from(acts.len()).unwrap_or(u32::MAX);
    Ok(RecoverReport { tables: tables.collect(), rewritten, people })
}
