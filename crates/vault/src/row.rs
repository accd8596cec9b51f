//! One field of one row to its columns and back, by the registry; the statements are composed from its fixed names.

use std::collections::HashMap;

use chrono::NaiveDate;
use passerelle_domain::change::{Field, FieldDef, Kind, Table, Value};
use passerelle_domain::moment::kept_day;
use rusqlite::types::{ToSqlOutput, ValueRef};
use rusqlite::{CachedStatement, Connection, OptionalExtension, params_from_iter};
use uuid::Uuid;

use crate::Error;

/// The columns of a field; none for a set.
pub fn columns(def: &FieldDef) -> Vec<&'static str> {
    match def.kind {
        Kind::Group(parts) => parts.to_vec(),
        Kind::Set => Vec::new(),
        Kind::Text | Kind::Int | Kind::Day | Kind::Id => vec![def.name],
    }
}

const NOTHING: ToSqlOutput<'static> = ToSqlOutput::Borrowed(ValueRef::Null);
const EMPTY: ToSqlOutput<'static> = ToSqlOutput::Borrowed(ValueRef::Text(&[]));

fn one(kind: Kind, value: &Value) -> ToSqlOutput<'_> {
    match value {
        Value::Text(text) => ToSqlOutput::from(text.as_str()),
        Value::Int(int) => ToSqlOutput::from(*int),
        Value::Day(day) => ToSqlOutput::from(day.to_string()),
        Value::Id(id) => blob(id),
        Value::Null | Value::Group(_) => match kind {
            Kind::Text | Kind::Group(_) => EMPTY,
            Kind::Int | Kind::Day | Kind::Id | Kind::Set => NOTHING,
        },
    }
}

/// The columns of a field, each with what it holds.
pub fn held<'v>(
    def: &FieldDef,
    value: &'v Value,
) -> impl Iterator<Item = (&'static str, ToSqlOutput<'v>)> + use<'v> {
    let (kind, name) = (def.kind, def.name);
    let names = match kind {
        Kind::Group(names) => names,
        Kind::Set | Kind::Text | Kind::Int | Kind::Day | Kind::Id => &[],
    };
    let part = move |at: usize| match value {
        Value::Group(parts) => parts.get(at).map_or(EMPTY, |part| one(Kind::Text, part)),
        _ => EMPTY,
    };
    let alone =
        matches!(kind, Kind::Text | Kind::Int | Kind::Day | Kind::Id).then(|| (name, one(kind, value)));
    alone.into_iter().chain(names.iter().enumerate().map(move |(at, name)| (*name, part(at))))
}

/// Inserts rows. Thousands of one shape come one after the other when a laptop joins a team: a statement is kept for each.
pub struct Inserts<'a> {
    db: &'a Connection,
    /// By table, and by the columns that are written in it, as [`column()`] numbers them.
    by_shape: HashMap<Vec<u32>, CachedStatement<'a>>,
    /// That of the row that is being written.
    shape: Vec<u32>,
}

/// One column of a table by its field and its place among the columns of it.
fn column(field: Field, at: u16) -> u32 {
    u32::from(field.0) << 16 | u32::from(at)
}

/// Shapes whose statements are kept. A program writes a few for each table; lines that somebody made up may have any.
const SHAPES: usize = 64;

impl<'a> Inserts<'a> {
    pub fn new(db: &'a Connection) -> Inserts<'a> {
        Inserts { db, by_shape: HashMap::new(), shape: Vec::with_capacity(17) }
    }

    /// Inserts a row; false where one of this id is there, which then stays as it is.
    pub fn insert(&mut self, table: Table, row: Uuid, fields: &[(Field, Value)]) -> Result<bool, Error> {
        let (mut names, mut values) = (Vec::with_capacity(16), Vec::with_capacity(17));
        values.push(blob(&row));
        self.shape.clear();
        self.shape.push(u32::from(table.number()));
        for (field, value) in fields {
            let Some(def) = table.field(*field) else { continue };
            for (at, (name, value)) in (0..).zip(held(def, value)) {
                if !matches!(value, ToSqlOutput::Borrowed(ValueRef::Null)) {
                    self.shape.push(column(*field, at));
                    names.push(name);
                    values.push(value);
                }
            }
        }
        let values = params_from_iter(values);
        if let Some(known) = self.by_shape.get_mut(&self.shape) {
            return Ok(known.execute(values)? > 0);
        }
        if self.by_shape.len() >= SHAPES {
            self.by_shape.clear();
        }
        let marks = vec!["?"; names.len() + 1].join(", ");
        names.insert(0, "id");
        let (table, names) = (table.def().name, names.join(", "));
        let sql = format!("INSERT INTO {table} ({names}) VALUES ({marks}) ON CONFLICT (id) DO NOTHING");
        let mut new = self.db.prepare_cached(&sql)?;
        let inserted = new.execute(values)? > 0;
        self.by_shape.insert(self.shape.clone(), new);
        Ok(inserted)
    }
}

/// Sets the columns of one field.
pub fn update(db: &Connection, table: Table, row: Uuid, def: &FieldDef, value: &Value) -> Result<(), Error> {
    let (names, mut values): (Vec<&str>, Vec<ToSqlOutput<'_>>) = held(def, value).unzip();
    if names.is_empty() {
        return Ok(());
    }
    let names: Vec<String> = names.into_iter().map(|name| format!("{name} = ?")).collect();
    let sql = format!("UPDATE {} SET {} WHERE id = ?", table.def().name, names.join(", "));
    values.push(blob(&row));
    db.prepare_cached(&sql)?.execute(params_from_iter(values))?;
    Ok(())
}

/// Whether the row is there.
pub fn exists(db: &Connection, table: Table, row: Uuid) -> Result<bool, Error> {
    let sql = format!("SELECT 1 FROM {} WHERE id = ?", table.def().name);
    Ok(db.prepare_cached(&sql)?.query_row([blob(&row)], |_| Ok(())).optional()?.is_some())
}

/// An id as SQLite keeps it.
pub fn blob(id: &Uuid) -> ToSqlOutput<'_> {
    ToSqlOutput::from(id.as_bytes().as_slice())
}

/// A day that was kept; none where the text is empty or no day.
pub fn day(text: &str) -> Option<NaiveDate> {
    kept_day(text).or_else(|| text.parse().ok())
}

/// Numbers as `json_each` takes them.
pub fn list(numbers: &[i64]) -> String {
    let numbers: Vec<String> = numbers.iter().map(i64::to_string).collect();
    format!("[{}]", numbers.join(","))
}

/// Whether a table has any row.
pub fn any(db: &Connection, table: &str) -> Result<bool, Error> {
    let mut statement = db.prepare_cached(&format!("SELECT EXISTS (SELECT 1 FROM {table})"))?;
    Ok(statement.query_row([], |line| line.get(0))?)
}
