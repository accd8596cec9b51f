//! The fields that the team defined, and what a person's file says in them.

use passerelle_domain::custom::{CustomField, FieldKind, Kept};
use passerelle_domain::id::{CustomFieldId, PersonId, custom_value_id};
use rusqlite::{Connection, OptionalExtension as _, Row, params};
use serde::Serialize;
use ts_rs::TS;
use uuid::Uuid;

use super::file::list;
use super::of::Of;
use crate::row::blob;
use crate::{Error, Vault};

/// A field of the team in one file.
#[derive(Clone, Debug, Serialize, TS)]
pub struct CustomEntry {
    pub field: CustomFieldId,
    pub label: String,
    pub kind: FieldKind,
    pub choices: Vec<String>,
    /// Empty where nothing is said.
    pub value: String,
}

fn choices(text: &str) -> Vec<String> {
    text.lines().map(str::to_owned).collect()
}

/// One of a kind that this version does not know is read as text, and kept as it is.
fn kind(code: &str) -> FieldKind {
    FieldKind::from_code(code).unwrap_or(FieldKind::Text)
}

/// Every field that is not retired, in the team's order. Where two merged files say something, the kept one is shown.
pub(super) fn custom(db: &Connection, of: &Of) -> Result<Vec<CustomEntry>, Error> {
    let sql = "SELECT f.id, f.label, f.kind, f.choices, coalesce(
                 (SELECT v.value FROM custom_value v WHERE v.custom_field = f.id AND v.value <> ''
                  AND v.person IN (SELECT id FROM person WHERE id = ?1 OR merged_into = ?1)
                  ORDER BY v.person <> ?1, v.ix LIMIT 1), '')
               FROM custom_field f WHERE f.removed = 0 ORDER BY f.rank, f.ix";
    list(db, sql, of, |row| {
        Ok(CustomEntry {
            field: CustomFieldId(row.get(0)?),
            label: row.get(1)?,
            kind: kind(&row.get::<_, String>(2)?),
            choices: choices(&row.get::<_, String>(3)?),
            value: row.get(4)?,
        })
    })
}

fn field(row: &Row<'_>) -> rusqlite::Result<CustomField> {
    Ok(CustomField {
        id: CustomFieldId(row.get(0)?),
        label: row.get(1)?,
        kind: kind(&row.get::<_, String>(2)?),
        choices: choices(&row.get::<_, String>(3)?),
        rank: row.get(4)?,
        retired: row.get(5)?,
    })
}

/// Values of one field that a filter offers at most.
const OFFERED: u32 = 200;

impl Vault {
    /// The fields that the team defined, in its order, the retired ones last.
    pub fn custom_fields(&self) -> Result<Vec<CustomField>, Error> {
        self.read(|db| {
            let sql = "SELECT f.id, f.label, f.kind, f.choices, f.rank, f.removed FROM custom_field f
                       ORDER BY f.removed, f.rank, f.ix";
            let mut statement = db.prepare_cached(sql)?;
            let rows = statement.query_map([], field)?;
            Ok(rows.collect::<Result<_, _>>()?)
        })
    }

    /// What one person's own row says in a field.
    pub fn custom_value(&self, person: PersonId, field: CustomFieldId) -> Result<Kept, Error> {
        self.read(|db| {
            let mut statement = db.prepare_cached("SELECT value FROM custom_value WHERE id = ?1")?;
            let id = custom_value_id(field, person);
            let value: Option<String> = statement.query_row([blob(&id)], |row| row.get(0)).optional()?;
            Ok(Kept { row: value.is_some(), value: value.unwrap_or_default() })
        })
    }

    /// What files say in a field, each value once, at most 200 in their order.
    pub fn custom_values(&self, field: CustomFieldId) -> Result<Vec<String>, Error> {
        self.read(|db| {
            let sql = "SELECT DISTINCT value FROM custom_value WHERE custom_field = ?1 AND value <> ''
                       ORDER BY value LIMIT ?2";
            let mut statement = db.prepare_cached(sql)?;
            let rows = statement.query_map(params![blob(&field.0), OFFERED], |row| row.get(0))?;
            Ok(rows.collect::<Result<_, _>>()?)
        })
    }

    /// The labels of the rows in which a person's file says something, for its history.
    pub fn custom_labels(&self, person: PersonId) -> Result<Vec<(Uuid, String)>, Error> {
        self.read(|db| {
            let sql = "SELECT v.id, coalesce(f.label, '') FROM custom_value v
                       LEFT JOIN custom_field f ON f.id = v.custom_field
                       WHERE v.person IN (SELECT id FROM person WHERE id = ?1 OR merged_into = ?1)";
            list(db, sql, &Of::new(person.0, false), |row| Ok((row.get(0)?, row.get(1)?)))
        })
    }
}
