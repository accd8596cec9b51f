//! The versions that stand: of a row, of a field, of an element of a set, and those that were replaced before they came.

use passerelle_domain::change::{Field, Table, Value};
use passerelle_domain::moment::Hlc;
use rusqlite::{CachedStatement, Connection, Row, params};
use uuid::Uuid;

use crate::Error;
use crate::journal::{Version, decode_value, encode_value};
use crate::row::blob;

/// One field of one row.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    pub table: Table,
    pub row: Uuid,
    pub field: Field,
}

/// A value that stands, and the version that wrote it.
#[derive(Clone, Debug, PartialEq)]
pub struct Head {
    pub version: Version,
    pub hlc: Hlc,
    pub value: Value,
}

pub fn number(n: u64) -> Result<i64, Error> {
    i64::try_from(n).map_err(|_| Error::Codec)
}

fn version(line: &Row<'_>) -> rusqlite::Result<Version> {
    Ok((line.get(0)?, line.get::<_, i64>(1)?.cast_unsigned()))
}

/// The heads of a field that was edited; none where its row is all that was written of it.
pub fn heads(db: &Connection, place: &Place) -> Result<Vec<Head>, Error> {
    let sql = "SELECT dev, n, hlc_ms, hlc_count, value FROM field_head
               WHERE tbl = ?1 AND row_id = ?2 AND field = ?3";
    let mut statement = db.prepare_cached(sql)?;
    let mut lines = statement.query(params![place.table.number(), blob(&place.row), place.field.0])?;
    let mut heads = Vec::new();
    while let Some(line) = lines.next()? {
        let hlc = Hlc { ms: line.get::<_, i64>(2)?.cast_unsigned(), count: line.get(3)? };
        let value = decode_value(line.get_ref(4)?.as_blob().map_err(|_| Error::Codec)?)?;
        heads.push(Head { version: version(line)?, hlc, value });
    }
    Ok(heads)
}

/// The versions that made a row; more than one where laptops made it under the same id.
pub fn makers(db: &Connection, table: Table, row: Uuid) -> Result<Vec<Version>, Error> {
    let mut statement = db.prepare_cached("SELECT dev, n FROM row_version WHERE tbl = ?1 AND row_id = ?2")?;
    let rows = statement.query_map(params![table.number(), blob(&row)], version)?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// What a new value of a field replaces: its heads, or where it was never edited, the versions that made the row.
pub fn standing(db: &Connection, place: &Place) -> Result<Vec<Version>, Error> {
    let heads = heads(db, place)?;
    if heads.is_empty() {
        return makers(db, place.table, place.row);
    }
    Ok(heads.into_iter().map(|head| head.version).collect())
}

/// The additions of an element that stand.
pub fn dots(db: &Connection, place: &Place, element: &str) -> Result<Vec<Version>, Error> {
    let sql = "SELECT dev, n FROM set_dot WHERE tbl = ?1 AND row_id = ?2 AND field = ?3 AND element = ?4";
    let mut statement = db.prepare_cached(sql)?;
    let rows = statement
        .query_map(params![place.table.number(), blob(&place.row), place.field.0, element], version)?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// Notes which versions made a row.
pub struct Makers<'a>(CachedStatement<'a>);

impl<'a> Makers<'a> {
    pub fn new(db: &'a Connection) -> Result<Makers<'a>, Error> {
        let sql = "INSERT OR IGNORE INTO row_version (tbl, row_id, dev, n) VALUES (?1, ?2, ?3, ?4)";
        Ok(Makers(db.prepare_cached(sql)?))
    }

    pub fn make(&mut self, table: Table, row: Uuid, by: Version) -> Result<(), Error> {
        self.0.execute(params![table.number(), blob(&row), by.0, number(by.1)?])?;
        Ok(())
    }
}

pub fn stand(db: &Connection, place: &Place, head: &Head) -> Result<(), Error> {
    let sql = "INSERT OR REPLACE INTO field_head (tbl, row_id, field, dev, n, hlc_ms, hlc_count, value)
               VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)";
    db.prepare_cached(sql)?.execute(params![
        place.table.number(),
        blob(&place.row),
        place.field.0,
        head.version.0,
        number(head.version.1)?,
        number(head.hlc.ms)?,
        head.hlc.count,
        encode_value(&head.value)?
    ])?;
    Ok(())
}

/// Takes one version of a field out of a table that has a line for each.
fn strike(db: &Connection, table: &str, place: &Place, version: Version) -> Result<(), Error> {
    let sql =
        format!("DELETE FROM {table} WHERE tbl = ?1 AND row_id = ?2 AND field = ?3 AND dev = ?4 AND n = ?5");
    db.prepare_cached(&sql)?.execute(params![
        place.table.number(),
        blob(&place.row),
        place.field.0,
        version.0,
        number(version.1)?
    ])?;
    Ok(())
}

pub fn fall(db: &Connection, place: &Place, version: Version) -> Result<(), Error> {
    strike(db, "field_head", place, version)
}

pub fn add_dot(db: &Connection, place: &Place, element: &str, by: Version) -> Result<(), Error> {
    let sql =
        "INSERT OR IGNORE INTO set_dot (tbl, row_id, field, element, dev, n) VALUES (?1, ?2, ?3, ?4, ?5, ?6)";
    let dot = params![place.table.number(), blob(&place.row), place.field.0, element, by.0, number(by.1)?];
    db.prepare_cached(sql)?.execute(dot)?;
    Ok(())
}

/// Whether the addition stood until now.
pub fn take_dot(db: &Connection, place: &Place, element: &str, dot: Version) -> Result<bool, Error> {
    let sql = "DELETE FROM set_dot WHERE tbl = ?1 AND row_id = ?2 AND field = ?3 AND element = ?4
               AND dev = ?5 AND n = ?6";
    let gone = params![place.table.number(), blob(&place.row), place.field.0, element, dot.0, number(dot.1)?];
    Ok(db.prepare_cached(sql)?.execute(gone)? > 0)
}

/// Notes a version that was replaced before it came; `element` is the one that was added, where the field is a set.
pub fn note_early(db: &Connection, place: &Place, element: &str, version: Version) -> Result<(), Error> {
    let sql = "INSERT OR IGNORE INTO superseded_early (tbl, row_id, field, dev, n, element)
               VALUES (?1, ?2, ?3, ?4, ?5, ?6)";
    db.prepare_cached(sql)?.execute(params![
        place.table.number(),
        blob(&place.row),
        place.field.0,
        version.0,
        number(version.1)?,
        element
    ])?;
    Ok(())
}

/// Whether the version had been replaced before it came; the note on it goes.
pub fn take_early(db: &Connection, place: &Place, element: &str, version: Version) -> Result<bool, Error> {
    let sql = "DELETE FROM superseded_early
               WHERE tbl = ?1 AND row_id = ?2 AND field = ?3 AND dev = ?4 AND n = ?5 AND element = ?6";
    let gone = db.prepare_cached(sql)?.execute(params![
        place.table.number(),
        blob(&place.row),
        place.field.0,
        version.0,
        number(version.1)?,
        element
    ])?;
    Ok(gone > 0)
}

/// The versions of a field that were replaced and have not come.
pub fn missing(db: &Connection, place: &Place) -> Result<Vec<Version>, Error> {
    let sql = "SELECT dev, n FROM superseded_early WHERE tbl = ?1 AND row_id = ?2 AND field = ?3";
    let mut statement = db.prepare_cached(sql)?;
    let rows =
        statement.query_map(params![place.table.number(), blob(&place.row), place.field.0], version)?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// The fields of which a version was replaced before it came.
pub fn early_places(db: &Connection, version: Version) -> Result<Vec<Place>, Error> {
    let sql = "SELECT DISTINCT tbl, row_id, field FROM superseded_early WHERE dev = ?1 AND n = ?2";
    let mut statement = db.prepare_cached(sql)?;
    let mut lines = statement.query(params![version.0, number(version.1)?])?;
    let mut places = Vec::new();
    while let Some(line) = lines.next()? {
        if let Some(table) = Table::from_number(line.get(0)?) {
            places.push(Place { table, row: line.get(1)?, field: Field(line.get(2)?) });
        }
    }
    Ok(places)
}

/// Forgets that a version was awaited in a field.
pub fn await_no_more(db: &Connection, place: &Place, version: Version) -> Result<(), Error> {
    strike(db, "superseded_early", place, version)
}
