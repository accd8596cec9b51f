//! What the tables say, as one hash: the same on all laptops that have the same lines.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use passerelle_domain::change::{Kind, Table};
use passerelle_domain::id::SpaceId;
use rusqlite::types::ValueRef;
use rusqlite::{Connection, Row};

use super::place;

use crate::row::columns;
use crate::{Error, Vault};

impl Vault {
    /// The hash of all rows of a space by their ids, field by field, and of the elements of their sets. Nothing that only this
    /// laptop knows goes into it: no number of a row or a device. A row is of the space in which the file is that it was made in.
    pub fn digest(&self, space: SpaceId) -> Result<[u8; 32], Error> {
        self.read(|db| {
            let key = place::key(db, space)?;
            let elsewhere = elsewhere(db)?;
            let of = |table: u16, id: &[u8]| {
                elsewhere.get(&(table, id.to_vec())).map_or(key.is_empty(), |space| *space == key)
            };
            let mut hasher = blake3::Hasher::new();
            for table in Table::ALL {
                hasher.update(&table.number().to_le_bytes());
                let mut sql = String::from("SELECT id");
                for def in table.def().fields.iter().filter(|def| def.kind != Kind::Set) {
                    for name in columns(def) {
                        let _ = write!(sql, ", {name}");
                    }
                }
                let _ = write!(sql, " FROM {} ORDER BY id", table.def().name);
                let of = |row: &Row<'_>| Ok(of(table.number(), row.get_ref(0)?.as_blob().unwrap_or_default()));
                hash_rows(&mut hasher, &mut *db.prepare_cached(&sql)?, of)?;
            }
            let sql = "SELECT DISTINCT tbl, row_id, field, element FROM set_dot ORDER BY tbl, row_id, field, element";
            let of = |row: &Row<'_>| Ok(of(row.get(0)?, row.get_ref(1)?.as_blob().unwrap_or_default()));
            hash_rows(&mut hasher, &mut *db.prepare_cached(sql)?, of)?;
            Ok(*hasher.finalize().as_bytes())
        })
    }
}

/// The space of a row, by its table and its id.
type Elsewhere = BTreeMap<(u16, Vec<u8>), Vec<u8>>;

/// Rows that are not the home team's, with the space that they are of. What only waits here to be handed over is of none.
fn elsewhere(db: &Connection) -> Result<Elsewhere, Error> {
    let sql = "SELECT EXISTS (SELECT 1 FROM file_space) OR EXISTS (SELECT 1 FROM moved_out WHERE gone = 0)";
    if !db.prepare_cached(sql)?.query_row([], |row| row.get::<_, bool>(0))? {
        return Ok(BTreeMap::new());
    }
    let sql = "SELECT v.tbl, v.row_id, coalesce(f.space, x'00') FROM row_version v
               JOIN journal j ON j.id = v.dev << 40 | v.n
               LEFT JOIN file_space f ON f.person = j.subject
               LEFT JOIN moved_out m ON m.person = j.subject AND m.gone = 0
               WHERE f.person IS NOT NULL OR m.person IS NOT NULL";
    let mut statement = db.prepare_cached(sql)?;
    let rows = statement.query_map([], |row| Ok(((row.get(0)?, row.get(1)?), row.get(2)?)))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

fn hash_rows(
    hasher: &mut blake3::Hasher,
    statement: &mut rusqlite::Statement<'_>,
    of: impl Fn(&Row<'_>) -> rusqlite::Result<bool>,
) -> Result<(), Error> {
    let columns = statement.column_count();
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        if !of(row)? {
            continue;
        }
        for at in 0..columns {
            match row.get_ref(at)? {
                ValueRef::Null => hash(hasher, 0, &[]),
                ValueRef::Integer(int) => hash(hasher, 1, &int.to_le_bytes()),
                ValueRef::Real(real) => hash(hasher, 2, &real.to_le_bytes()),
                ValueRef::Text(text) => hash(hasher, 3, text),
                ValueRef::Blob(bytes) => hash(hasher, 4, bytes),
            }
        }
    }
    Ok(())
}

/// Each value with its kind and length, so that no two rows make the same bytes.
fn hash(hasher: &mut blake3::Hasher, kind: u8, bytes: &[u8]) {
    hasher.update(&[kind]);
    hasher.update(&u64::try_from(bytes.len()).unwrap_or(u64::MAX).to_le_bytes());
    hasher.update(bytes);
}
