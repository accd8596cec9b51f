//! One field of one row to its columns and back, by the registry; the statements are composed from its fixed names.

use std::fmt::Write as _;

use chrono::NaiveDate;
use passerelle_domain::change::{Field, FieldDef, Kind, Table, Value};
use passerelle_domain::moment::kept_day;
use rusqlite::types::{ToSqlOutput, Value as Sql};
use rusqlite::{Connection, OptionalExtension, params_from_iter};
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

fn one(kind: Kind, value: &Value) -> Sql {
    match value {
        Value::Text(text) => Sql::Text(text.clone()),
        Value::Int(int) => Sql::Integer(*int),
        Value::Day(day) => Sql::Text(day.to_string()),
        Value::Id(id) => Sql::Blob(id.as_bytes().to_vec()),
        Value::Null | Value::Group(_) => match kind {
            Kind::Text | Kind::Group(_) => Sql::Text(String::new()),
            Kind::Int | Kind::Day | Kind::Id | Kind::Set => Sql::Null,
        },
    }
}

/// The value in each of the field's columns.
pub fn to_sql(def: &FieldDef, value: &Value) -> Vec<Sql> {
    match (def.kind, value) {
        (Kind::Group(names), Value::Group(parts)) => names
            .iter()
            .enumerate()
            .map(|(at, _)| one(Kind::Text, parts.get(at).unwrap_or(&Value::Null)))
            .collect(),
        (Kind::Group(names), _) => names.iter().map(|_| Sql::Text(String::new())).collect(),
        (kind, value) => vec![one(kind, value)],
    }
}

/// Inserts a row; false where one of this id is there, which then stays as it is.
pub fn insert(db: &Connection, table: Table, row: Uuid, fields: &[(Field, Value)]) -> Result<bool, Error> {
    let mut names = String::from("id");
    let mut marks = String::from("?");
    let mut values = vec![Sql::Blob(row.as_bytes().to_vec())];
    for (field, value) in fields {
        let Some(def) = table.field(*field) else { continue };
        for (name, value) in columns(def).into_iter().zip(to_sql(def, value)) {
            if matches!(value, Sql::Null) {
                continue;
            }
            let _ = write!(names, ", {name}");
            marks.push_str(", ?");
            values.push(value);
        }
    }
    let sql =
        format!("INSERT INTO {} ({names}) VALUES ({marks}) ON CONFLICT (id) DO NOTHING", table.def().name);
    Ok(db.prepare_cached(&sql)?.execute(params_from_iter(values))? > 0)
}

/// Sets the columns of one field.
pub fn update(db: &Connection, table: Table, row: Uuid, def: &FieldDef, value: &Value) -> Result<(), Error> {
    let names: Vec<String> = columns(def).iter().map(|name| format!("{name} = ?")).collect();
    if names.is_empty() {
        return Ok(());
    }
    let sql = format!("UPDATE {} SET {} WHERE id = ?", table.def().name, names.join(", "));
    let mut values = to_sql(def, value);
    values.push(Sql::Blob(row.as_bytes().to_vec()));
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
