//! Applies one change of one device to the tables: the merge rule by heads, in any order of arrival, twice harmless.

use passerelle_domain::change::{Field, Table, Value};
use passerelle_domain::moment::Hlc;
use rusqlite::{Connection, OptionalExtension, params};
use uuid::Uuid;

use crate::Error;
use crate::journal::{Entry, Version, decode_value, encode_value};
use crate::row;

struct Place {
    table: Table,
    row: Uuid,
    field: Field,
}

fn number(n: u64) -> Result<i64, Error> {
    i64::try_from(n).map_err(|_| Error::Codec)
}

/// The standing versions of a field: its heads, or where it was never edited, the versions that made the row.
pub fn heads(db: &Connection, table: Table, id: Uuid, field: Field) -> Result<Vec<Version>, Error> {
    let read = |sql: &str, field: Option<u16>| -> Result<Vec<Version>, Error> {
        let mut statement = db.prepare_cached(sql)?;
        let map =
            |line: &rusqlite::Row<'_>| Ok((line.get::<_, u32>(0)?, line.get::<_, i64>(1)?.cast_unsigned()));
        let rows = match field {
            Some(field) => statement.query_map(params![table.number(), row::blob(&id), field], map)?,
            None => statement.query_map(params![table.number(), row::blob(&id)], map)?,
        };
        Ok(rows.collect::<Result<_, _>>()?)
    };
    let edited =
        read("SELECT dev, n FROM field_head WHERE tbl = ?1 AND row_id = ?2 AND field = ?3", Some(field.0))?;
    if edited.is_empty() {
        return read("SELECT dev, n FROM row_version WHERE tbl = ?1 AND row_id = ?2", None);
    }
    Ok(edited)
}

/// The additions of an element that stand.
pub fn dots(
    db: &Connection,
    table: Table,
    id: Uuid,
    field: Field,
    element: &str,
) -> Result<Vec<Version>, Error> {
    let sql = "SELECT dev, n FROM set_dot WHERE tbl = ?1 AND row_id = ?2 AND field = ?3 AND element = ?4";
    let mut statement = db.prepare_cached(sql)?;
    let rows = statement.query_map(params![table.number(), row::blob(&id), field.0, element], |line| {
        Ok((line.get::<_, u32>(0)?, line.get::<_, i64>(1)?.cast_unsigned()))
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// Whether a version was replaced before it arrived; `element` is the one that was added, where the field is a set.
fn superseded(db: &Connection, place: &Place, element: &str, version: Version) -> Result<bool, Error> {
    let sql = "DELETE FROM superseded_early
               WHERE tbl = ?1 AND row_id = ?2 AND field = ?3 AND dev = ?4 AND n = ?5 AND element = ?6";
    let gone = db.prepare_cached(sql)?.execute(params![
        place.table.number(),
        row::blob(&place.row),
        place.field.0,
        version.0,
        number(version.1)?,
        element
    ])?;
    Ok(gone > 0)
}

fn note_early(db: &Connection, place: &Place, element: &str, version: Version) -> Result<(), Error> {
    let sql = "INSERT OR IGNORE INTO superseded_early (tbl, row_id, field, dev, n, element)
               VALUES (?1, ?2, ?3, ?4, ?5, ?6)";
    db.prepare_cached(sql)?.execute(params![
        place.table.number(),
        row::blob(&place.row),
        place.field.0,
        version.0,
        number(version.1)?,
        element
    ])?;
    Ok(())
}

/// Is this version already part of what was applied?
fn known(db: &Connection, version: Version, applying: Version) -> Result<bool, Error> {
    if version == applying {
        return Ok(true);
    }
    let sql = "SELECT 1 FROM journal WHERE dev = ?1 AND n = ?2";
    let found =
        db.prepare_cached(sql)?.query_row(params![version.0, number(version.1)?], |_| Ok(())).optional()?;
    Ok(found.is_some())
}

fn new_row(
    db: &Connection,
    table: Table,
    id: Uuid,
    fields: &[(Field, Value)],
    version: Version,
    hlc: Hlc,
) -> Result<(), Error> {
    let sql = "INSERT OR IGNORE INTO row_version (tbl, row_id, dev, n) VALUES (?1, ?2, ?3, ?4)";
    let stamp = params![table.number(), row::blob(&id), version.0, number(version.1)?];
    db.prepare_cached(sql)?.execute(stamp)?;
    if !row::exists(db, table, id)? {
        return row::insert(db, table, id, fields);
    }
    for (field, value) in fields {
        let place = Place { table, row: id, field: *field };
        stand(db, &place, version, hlc, value)?;
        show(db, &place)?;
    }
    Ok(())
}

fn stand(db: &Connection, place: &Place, version: Version, hlc: Hlc, value: &Value) -> Result<(), Error> {
    let sql = "INSERT OR IGNORE INTO field_head (tbl, row_id, field, dev, n, hlc_ms, hlc_count, value)
               VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)";
    db.prepare_cached(sql)?.execute(params![
        place.table.number(),
        row::blob(&place.row),
        place.field.0,
        version.0,
        number(version.1)?,
        number(hlc.ms)?,
        hlc.count,
        encode_value(value)?
    ])?;
    Ok(())
}

/// Writes the head with the latest time into the row's columns.
fn show(db: &Connection, place: &Place) -> Result<(), Error> {
    let sql = "SELECT value FROM field_head WHERE tbl = ?1 AND row_id = ?2 AND field = ?3
               ORDER BY hlc_ms DESC, hlc_count DESC, dev DESC, n DESC LIMIT 1";
    let shown: Option<Vec<u8>> = db
        .prepare_cached(sql)?
        .query_row(params![place.table.number(), row::blob(&place.row), place.field.0], |line| line.get(0))
        .optional()?;
    if let (Some(bytes), Some(def)) = (shown, place.table.field(place.field)) {
        row::update(db, place.table, place.row, def, &decode_value(&bytes)?)?;
    }
    Ok(())
}

fn set(
    db: &Connection,
    place: &Place,
    replaces: &[Version],
    value: &Value,
    version: Version,
    hlc: Hlc,
) -> Result<(), Error> {
    let drop = "DELETE FROM field_head WHERE tbl = ?1 AND row_id = ?2 AND field = ?3 AND dev = ?4 AND n = ?5";
    for old in replaces {
        let gone = db.prepare_cached(drop)?.execute(params![
            place.table.number(),
            row::blob(&place.row),
            place.field.0,
            old.0,
            number(old.1)?
        ])?;
        if gone == 0 && !known(db, *old, version)? {
            note_early(db, place, "", *old)?;
        }
    }
    if !superseded(db, place, "", version)? {
        stand(db, place, version, hlc, value)?;
    }
    if !row::exists(db, place.table, place.row)? {
        row::insert(db, place.table, place.row, &[])?;
    }
    show(db, place)
}

/// Applies one operation. What is of a newer version is left in the journal for later.
pub fn apply(
    db: &Connection,
    entry: &Entry,
    version: Version,
    hlc: Hlc,
) -> Result<Option<(Table, Uuid)>, Error> {
    match entry {
        Entry::New { table, row, fields } => {
            let Some(table) = Table::from_number(*table) else { return Ok(None) };
            new_row(db, table, *row, fields, version, hlc)?;
            Ok(Some((table, *row)))
        }
        Entry::Set { table, row, field, replaces, value } => {
            let Some(table) = Table::from_number(*table) else { return Ok(None) };
            set(db, &Place { table, row: *row, field: *field }, replaces, value, version, hlc)?;
            Ok(Some((table, *row)))
        }
        Entry::Add { table, row, field, element } => {
            let Some(table) = Table::from_number(*table) else { return Ok(None) };
            let place = Place { table, row: *row, field: *field };
            if !superseded(db, &place, element, version)? {
                let sql = "INSERT OR IGNORE INTO set_dot (tbl, row_id, field, element, dev, n)
                           VALUES (?1, ?2, ?3, ?4, ?5, ?6)";
                let n = number(version.1)?;
                let dot = params![table.number(), row::blob(row), field.0, element, version.0, n];
                db.prepare_cached(sql)?.execute(dot)?;
            }
            Ok(Some((table, *row)))
        }
        Entry::Remove { table, row, field, element, replaces } => {
            let Some(table) = Table::from_number(*table) else { return Ok(None) };
            let sql = "DELETE FROM set_dot WHERE tbl = ?1 AND row_id = ?2 AND field = ?3 AND element = ?4
                       AND dev = ?5 AND n = ?6";
            for dot in replaces {
                let n = number(dot.1)?;
                let gone = params![table.number(), row::blob(row), field.0, element, dot.0, n];
                if db.prepare_cached(sql)?.execute(gone)? == 0 && !known(db, *dot, version)? {
                    note_early(db, &Place { table, row: *row, field: *field }, element, *dot)?;
                }
            }
            Ok(Some((table, *row)))
        }
        Entry::Undoes { .. } | Entry::Foreign { .. } => Ok(None),
    }
}
