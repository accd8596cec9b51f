//! Everything in the vault as one JSON document, and back: rows by table and field name, ids kept.

use chrono::NaiveDate;
use passerelle_domain::change::{Changes, Field, FieldDef, Kind, Op, Row as RowId, Table, Value};
use passerelle_domain::id::PersonId;
use rusqlite::types::Value as Sql;
use rusqlite::{Connection, params};
use serde_json::{Map, Value as Json, json};
use uuid::Uuid;

use crate::row::{blob, columns};
use crate::{Error, Vault, row};

/// The name and version of the document.
pub const FORMAT: &str = "passerelle-export/1";

fn to_json(value: Sql) -> Json {
    match value {
        Sql::Null => Json::Null,
        Sql::Integer(int) => json!(int),
        Sql::Real(real) => json!(real),
        Sql::Text(text) => json!(text),
        Sql::Blob(bytes) => Uuid::from_slice(&bytes).map_or(Json::Null, |id| json!(id.to_string())),
    }
}

fn elements(db: &Connection, table: Table, id: &Uuid, field: Field) -> Result<Vec<String>, Error> {
    let sql =
        "SELECT DISTINCT element FROM set_dot WHERE tbl = ?1 AND row_id = ?2 AND field = ?3 ORDER BY element";
    let mut statement = db.prepare_cached(sql)?;
    let rows = statement.query_map(params![table.number(), blob(id), field.0], |line| line.get(0))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

fn table_rows(db: &Connection, table: Table) -> Result<Vec<Json>, Error> {
    let defs: Vec<&FieldDef> = table.def().fields.iter().collect();
    let names: Vec<&str> = defs.iter().flat_map(|def| columns(def)).collect();
    let sql = format!("SELECT id, {} FROM {} ORDER BY ix", names.join(", "), table.def().name);
    let mut statement = db.prepare(&sql)?;
    let mut lines = statement.query([])?;
    let mut out = Vec::new();
    while let Some(line) = lines.next()? {
        let id: Uuid = line.get(0)?;
        let mut object = Map::new();
        object.insert("id".to_owned(), json!(id.to_string()));
        let mut at = 1;
        for def in &defs {
            let value = match def.kind {
                Kind::Set => json!(elements(db, table, &id, def.field)?),
                Kind::Group(parts) => {
                    let parts: Result<Vec<Json>, rusqlite::Error> =
                        (at..at + parts.len()).map(|at| line.get(at).map(to_json)).collect();
                    json!(parts?)
                }
                Kind::Text | Kind::Int | Kind::Day | Kind::Id => to_json(line.get(at)?),
            };
            at += columns(def).len();
            object.insert(def.name.to_owned(), value);
        }
        out.push(Json::Object(object));
    }
    Ok(out)
}

fn from_json(kind: Kind, json: &Json) -> Option<Value> {
    match (kind, json) {
        (_, Json::Null) => Some(Value::Null),
        (Kind::Text, Json::String(text)) => Some(Value::text(text.as_str())),
        (Kind::Int, Json::Number(int)) => int.as_i64().map(Value::Int),
        (Kind::Day, Json::String(text)) => text.parse::<NaiveDate>().ok().map(Value::Day),
        (Kind::Id, Json::String(text)) => Uuid::parse_str(text).ok().map(Value::Id),
        (Kind::Group(_), Json::Array(parts)) => {
            parts.iter().map(|part| from_json(Kind::Text, part)).collect::<Option<_>>().map(Value::Group)
        }
        _ => None,
    }
}

/// What an import did.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize, ts_rs::TS)]
pub struct ImportReport {
    pub added: u32,
    /// Rows that the vault already has under the same id; nothing of them is changed.
    pub known: u32,
    /// Rows that cannot be read, by table and place (counted from 1).
    pub refused: Vec<String>,
}

struct ReadRow {
    id: Uuid,
    fields: Vec<(Field, Value)>,
    sets: Vec<(Field, String)>,
}

fn read_row(table: Table, json: &Json) -> Option<ReadRow> {
    let object = json.as_object()?;
    let id = Uuid::parse_str(object.get("id")?.as_str()?).ok()?;
    let (mut fields, mut sets) = (Vec::new(), Vec::new());
    for def in table.def().fields {
        let Some(value) = object.get(def.name) else { continue };
        if def.kind == Kind::Set {
            for element in value.as_array()? {
                sets.push((def.field, element.as_str()?.to_owned()));
            }
        } else {
            let value = from_json(def.kind, value)?;
            if !value.is_silent() {
                fields.push((def.field, value));
            }
        }
    }
    Some(ReadRow { id, fields, sets })
}

fn subject(table: Table, id: Uuid, fields: &[(Field, Value)]) -> Option<PersonId> {
    if table == Table::Person {
        return Some(PersonId(id));
    }
    let def = table.def().fields.iter().find(|def| def.name == "person")?;
    fields.iter().find_map(|(field, value)| match value {
        Value::Id(person) if *field == def.field => Some(PersonId(*person)),
        _ => None,
    })
}

impl Vault {
    /// The whole content, readable by any tool. It leaves the encryption: the caller asks before.
    pub fn export(&self) -> Result<Json, Error> {
        self.read(|db| {
            let mut tables = Map::new();
            for table in Table::ALL {
                tables.insert(table.def().name.to_owned(), Json::Array(table_rows(db, *table)?));
            }
            Ok(json!({ "format": FORMAT, "tables": tables }))
        })
    }

    /// Reads such a document into acts, one per new row; rows the vault already has are left as they are.
    pub fn plan_import(&self, document: &Json) -> Result<(Vec<Changes>, ImportReport), Error> {
        let (mut acts, mut report) = (Vec::new(), ImportReport::default());
        let known = |table, id| self.read(|db| row::exists(db, table, id));
        for table in Table::ALL {
            let rows = document.pointer(&format!("/tables/{}", table.def().name)).and_then(Json::as_array);
            for (at, json) in rows.into_iter().flatten().enumerate() {
                let Some(ReadRow { id, fields, sets }) = read_row(*table, json) else {
                    report.refused.push(format!("{} {}", table.def().name, at + 1));
                    continue;
                };
                if known(*table, id)? {
                    report.known += 1;
                    continue;
                }
                let mut changes = Changes::new("vault.import", subject(*table, id, &fields));
                let row = RowId { table: *table, id };
                changes.ops.push(Op::New { row, fields });
                let adds = sets.into_iter().map(|(field, element)| Op::Add { row, field, element });
                changes.ops.extend(adds);
                acts.push(changes);
                report.added += 1;
            }
        }
        Ok((acts, report))
    }
}
