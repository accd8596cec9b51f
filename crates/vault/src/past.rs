//! What was done, read back from the journal: the last acts of this laptop, and what changed in one row or field.

use std::collections::{BTreeMap, BTreeSet};

use passerelle_domain::change::{Field, Op, Row as RowId, Table, Value};
use passerelle_domain::id::{PersonId, WorkerId};
use passerelle_domain::moment::Instant;
use passerelle_domain::undo::{Line, Write, blank};
use rusqlite::{Connection, Row};
use serde_json::json;
use uuid::Uuid;

use crate::journal::{Entry, Version, decode};
use crate::names::Names;
use crate::row::blob;
use crate::{Error, Vault};

/// How many acts back an undo is looked for; what lies further is history.
pub const REACH: u64 = 100;

/// A gesture writes at most so many acts: the longest list of people that is taken in at once.
const MANY: u64 = passerelle_domain::person::listed::MOST as u64;

/// One line of the journal with who wrote it and when.
#[derive(Clone, Debug)]
pub struct Act {
    pub line: Line,
    pub worker: WorkerId,
    pub worker_name: String,
    pub at: Instant,
    pub person_name: String,
    /// It lies further back and is here only to tell what a later undo is about.
    pub beside: bool,
}

struct Raw {
    version: Version,
    act: String,
    subject: Option<PersonId>,
    worker: WorkerId,
    worker_name: String,
    at: Instant,
    person_name: String,
    entries: Vec<Entry>,
}

const COLUMNS: &str = "j.dev, j.n, j.act, j.subject, j.actor, coalesce(w.name, ''), j.hlc_ms,
    coalesce(trim(p.given_name || ' ' || p.family_name), ''), j.ops
    FROM journal j LEFT JOIN worker w ON w.id = j.actor LEFT JOIN person p ON p.id = j.subject";

fn raw(row: &Row<'_>, names: &Names) -> Result<Raw, Error> {
    let version: Version = (row.get(0)?, row.get::<_, i64>(1)?.cast_unsigned());
    Ok(Raw {
        version,
        act: row.get(2)?,
        subject: row.get::<_, Option<Uuid>>(3)?.map(PersonId),
        worker: WorkerId(row.get(4)?),
        worker_name: row.get(5)?,
        at: Instant(row.get(6)?),
        person_name: row.get(7)?,
        entries: names.here(version.0, decode(&row.get::<_, Vec<u8>>(8)?)?)?,
    })
}

type Place = (u16, Uuid, Field);

/// What each version that these lines replaced had written: of several versions of a field, the latest is asked first.
fn replaced(db: &Connection, lines: &[Raw]) -> Result<BTreeMap<(Version, Place), Value>, Error> {
    let wanted: BTreeSet<Version> = lines
        .iter()
        .flat_map(|line| &line.entries)
        .filter_map(|entry| match entry {
            Entry::Set { replaces, .. } => Some(replaces.clone()),
            Entry::New { .. }
            | Entry::Add { .. }
            | Entry::Remove { .. }
            | Entry::Undoes { .. }
            | Entry::Saw { .. }
            | Entry::Unreadable { .. }
            | Entry::Foreign { .. } => None,
        })
        .flatten()
        .collect();
    let sql = "SELECT j.dev, j.n, j.ops FROM json_each(?1) f CROSS JOIN journal j
               ON j.id = (f.value ->> 0) << 40 | (f.value ->> 1)";
    let mut statement = db.prepare_cached(sql)?;
    let mut rows = statement.query([json!(wanted).to_string()])?;
    let mut said = BTreeMap::new();
    while let Some(row) = rows.next()? {
        let version = (row.get(0)?, row.get::<_, i64>(1)?.cast_unsigned());
        for entry in decode(&row.get::<_, Vec<u8>>(2)?)? {
            match entry {
                Entry::New { table, row, fields, .. } => {
                    for (field, value) in fields {
                        said.insert((version, (table, row, field)), value);
                    }
                }
                Entry::Set { table, row, field, value, .. } => {
                    said.insert((version, (table, row, field)), value);
                }
                Entry::Add { .. }
                | Entry::Remove { .. }
                | Entry::Undoes { .. }
                | Entry::Saw { .. }
                | Entry::Unreadable { .. }
                | Entry::Foreign { .. } => {}
            }
        }
    }
    Ok(said)
}

fn write(entry: &Entry, said: &BTreeMap<(Version, Place), Value>) -> Option<Write> {
    let of = |table: u16, id: Uuid| Some(RowId { table: Table::from_number(table)?, id });
    let mut beside = Vec::new();
    let (op, before) = match entry {
        Entry::New { table, row, fields, .. } => {
            (Op::New { row: of(*table, *row)?, fields: fields.clone() }, Value::Null)
        }
        Entry::Set { table, row, field, replaces, value } => {
            let to = of(*table, *row)?;
            let found = |version: &Version| said.get(&(*version, (*table, *row, *field))).cloned();
            let mut replaced = replaces.iter().rev().filter_map(found);
            let before = replaced.next().unwrap_or_else(|| blank(to.table, *field));
            for other in replaced {
                if other != before && !beside.contains(&other) {
                    beside.push(other);
                }
            }
            (Op::Set { row: to, field: *field, value: value.clone() }, before)
        }
        Entry::Add { table, row, field, element } => {
            (Op::Add { row: of(*table, *row)?, field: *field, element: element.clone() }, Value::Null)
        }
        Entry::Remove { table, row, field, element, .. } => {
            (Op::Remove { row: of(*table, *row)?, field: *field, element: element.clone() }, Value::Null)
        }
        Entry::Undoes { .. } | Entry::Saw { .. } | Entry::Unreadable { .. } | Entry::Foreign { .. } => {
            return None;
        }
    };
    Some(Write { op, before, beside })
}

fn act(raw: Raw, said: &BTreeMap<(Version, Place), Value>) -> Act {
    let undoes = raw.entries.iter().find_map(|entry| match entry {
        Entry::Undoes { version } => Some(version.1),
        _ => None,
    });
    let said_beside = |entry: &&Entry| matches!(entry, Entry::Undoes { .. } | Entry::Saw { .. });
    let in_part = |entry: &Entry| matches!(entry, Entry::New { unread, .. } if !unread.is_empty());
    let readable = raw.entries.len() - raw.entries.iter().filter(said_beside).count();
    let writes: Vec<Write> = raw.entries.iter().filter_map(|entry| write(entry, said)).collect();
    let whole = writes.len() == readable && !raw.entries.iter().any(in_part);
    let (position, at) = (raw.version.1, raw.at);
    let line = Line { position, act: raw.act, subject: raw.subject, at, undoes, writes, whole };
    let Raw { worker, worker_name, at, person_name, .. } = raw;
    Act { line, worker, worker_name, at, person_name, beside: false }
}

fn acts(db: &Connection, names: &Names, sql: &str, values: impl rusqlite::Params) -> Result<Vec<Act>, Error> {
    let mut statement = db.prepare_cached(sql)?;
    let mut rows = statement.query(values)?;
    let mut lines = Vec::new();
    while let Some(row) = rows.next()? {
        lines.push(raw(row, names)?);
    }
    let said = replaced(db, &lines)?;
    Ok(lines.into_iter().map(|line| act(line, &said)).collect())
}

/// An undo of an undo of an undo is about the same as what it undid first; deeper than this nobody looks.
const DEPTH: usize = 3;

/// Adds the acts that these undid, where they lie further back, and those that they undid in their turn.
fn with_targets(db: &Connection, names: &Names, own: u32, found: &mut Vec<Act>) -> Result<(), Error> {
    let sql = format!("SELECT {COLUMNS} WHERE j.id IN (SELECT ?1 << 40 | value FROM json_each(?2))");
    for _ in 0..DEPTH {
        let here: BTreeSet<u64> = found.iter().map(|act| act.line.position).collect();
        let wanted = found.iter().filter_map(|act| act.line.undoes);
        let missing: BTreeSet<u64> = wanted.filter(|position| !here.contains(position)).collect();
        if missing.is_empty() {
            break;
        }
        let further = acts(db, names, &sql, rusqlite::params![own, json!(missing).to_string()])?;
        if further.is_empty() {
            break;
        }
        found.extend(further.into_iter().map(|act| Act { beside: true, ..act }));
    }
    found.sort_by_key(|act| std::cmp::Reverse(act.line.position));
    Ok(())
}

impl Vault {
    /// The number of the last act of this laptop.
    pub fn last_position(&self) -> Result<u64, Error> {
        self.read(|db| crate::commit::last(db, self.own))
    }

    /// The last [`REACH`] acts of this laptop, the latest first. Where a gesture for many began before them, its acts are there
    /// too, and the one before, which tells that it is whole; and what was undone by one of them, beside.
    pub fn last_acts(&self) -> Result<Vec<Act>, Error> {
        let names = self.names()?;
        self.read(|db| {
            let sql = format!(
                "WITH earliest AS (SELECT id, hlc_ms FROM journal
                     WHERE id BETWEEN ?1 << 40 AND (?1 + 1 << 40) - 1 ORDER BY id DESC LIMIT 1 OFFSET {REACH} - 1),
                   first AS (SELECT min(g.id) AS id FROM earliest e JOIN journal g
                     ON g.id BETWEEN max(e.id - {MANY}, ?1 << 40) AND e.id AND g.hlc_ms = e.hlc_ms)
                 SELECT {COLUMNS} WHERE j.id BETWEEN coalesce((SELECT id FROM first) - 1, ?1 << 40)
                   AND (?1 + 1 << 40) - 1 ORDER BY j.id DESC"
            );
            let mut found = acts(db, &names, &sql, [self.own])?;
            with_targets(db, &names, self.own, &mut found)?;
            Ok(found)
        })
    }

    /// The acts in a person's file, the latest first; of a file longer than any life makes, the last 5 000.
    pub fn acts_of(&self, person: PersonId) -> Result<Vec<Act>, Error> {
        let names = self.names()?;
        self.read(|db| {
            let sql = format!(
                "SELECT {COLUMNS} WHERE j.subject IN (SELECT id FROM person WHERE id = ?1 OR merged_into = ?1)
                 ORDER BY j.hlc_ms DESC, j.hlc_count DESC LIMIT 5000"
            );
            acts(db, &names, &sql, [blob(&person.0)])
        })
    }

    /// The acts in nobody's file that wrote one of these rows, the latest first; of the last 5 000 whose name begins with one of
    /// `subjects`, with what was undone or settled.
    pub fn acts_on(&self, rows: &BTreeSet<Uuid>, subjects: &[&str]) -> Result<Vec<Act>, Error> {
        let names = self.names()?;
        let found = self.read(|db| {
            let sql = format!(
                "SELECT {COLUMNS} WHERE j.subject IS NULL
                   AND (j.act IN ('undo', 'disagreement.resolve')
                     OR substr(j.act, 1, instr(j.act, '.') - 1) IN (SELECT value FROM json_each(?1)))
                 ORDER BY j.hlc_ms DESC, j.hlc_count DESC LIMIT 5000"
            );
            acts(db, &names, &sql, [json!(subjects).to_string()])
        })?;
        let wrote = |act: &Act| act.line.writes.iter().any(|write| rows.contains(&write.op.row().id));
        Ok(found.into_iter().filter(wrote).collect())
    }
}
