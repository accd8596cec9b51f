//! Everything in the vault as one JSON document, and back: rows by table and field name, ids kept.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use data_encoding::BASE64;
use passerelle_domain::assessment::Answer;
use passerelle_domain::change::{
    AGREEMENT, APPOINTMENT, ATTENDANCE, CASE, CASE_MOVE, CHECK, CLAUSE_HOURS, CUSTOM_VALUE, Changes,
    DOCUMENT, ENCOUNTER, FEEDBACK, FOLLOW_UP, FUND_PARTICIPATION, Field, FieldDef, HANDOVER, Kind, NEED,
    NOTICE, Op, PLAN, PROPOSAL, REFERRAL, RETENTION_CHOICE, RIGHTS_REQUEST, Row as RowId, SAME_AS, SITUATION,
    STEP, TASK, TRANSITION, Table, Value,
};
use passerelle_domain::document::{Media, SIZE_LIMIT};
use passerelle_domain::id::PersonId;
use passerelle_domain::moment::is_plausible;
use passerelle_domain::person::name::clean_text;
use rusqlite::types::Value as Sql;
use rusqlite::{Connection, params};
use serde_json::{Map, Value as Json, json};
use uuid::Uuid;

use crate::attachment::Content;
use crate::row::{blob, columns};
use crate::{Error, Vault, attachment, row};

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

/// The contents that documents still mean, by their hash. One that is not whole is left out: it would be refused.
fn contents(db: &Connection) -> Result<Map<String, Json>, Error> {
    let mut statement = db.prepare("SELECT DISTINCT hash FROM document WHERE removed = 0")?;
    let hashes = statement.query_map([], |line| line.get(0))?.collect::<Result<Vec<String>, _>>()?;
    let mut contents = Map::new();
    for hash in hashes {
        if let Some(bytes) = attachment::whole(db, &hash)? {
            contents.insert(hash, json!(BASE64.encode(&bytes)));
        }
    }
    Ok(contents)
}

pub(crate) fn table_rows(db: &Connection, table: Table) -> Result<Vec<Json>, Error> {
    rows_where(db, table, "", [])
}

/// The rows that a condition names, with its parameters.
pub(crate) fn rows_where(
    db: &Connection,
    table: Table,
    condition: &str,
    values: impl rusqlite::Params,
) -> Result<Vec<Json>, Error> {
    let defs: Vec<&FieldDef> = table.def().fields.iter().collect();
    let names: Vec<&str> = defs.iter().flat_map(|def| columns(def)).collect();
    let sql = format!("SELECT id, {} FROM {} {condition} ORDER BY ix", names.join(", "), table.def().name);
    let mut statement = db.prepare(&sql)?;
    let mut lines = statement.query(values)?;
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

/// Characters of a text that comes from outside: the longest that a form takes.
const TEXT_LIMIT: u32 = 20_000;

pub(crate) fn from_json(kind: Kind, json: &Json) -> Option<Value> {
    match (kind, json) {
        (_, Json::Null) => Some(Value::Null),
        (Kind::Text, Json::String(text)) => clean_text(text, TEXT_LIMIT).ok().map(Value::Text),
        (Kind::Int, Json::Number(int)) => int.as_i64().map(Value::Int),
        (Kind::Day, Json::String(text)) => {
            text.parse::<NaiveDate>().ok().filter(|day| is_plausible(*day)).map(Value::Day)
        }
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
    let answer = match value_of(&fields, NEED.answer) {
        Some(Value::Text(code)) if table == Table::Need => Answer::from_code(code).is_some(),
        _ => true,
    };
    answer.then_some(ReadRow { id, fields, sets })
}

/// The row that this one hangs on, and without which nobody would ever see it.
fn owner(table: Table) -> Option<(Table, Field)> {
    match table {
        Table::Case => Some((Table::Person, CASE.person)),
        Table::CaseMove => Some((Table::Case, CASE_MOVE.case_file)),
        Table::Encounter => Some((Table::Person, ENCOUNTER.person)),
        Table::Need => Some((Table::Case, NEED.case_file)),
        Table::Agreement => Some((Table::Person, AGREEMENT.person)),
        Table::Referral => Some((Table::Person, REFERRAL.person)),
        Table::Transition => Some((Table::Referral, TRANSITION.referral)),
        Table::Check => Some((Table::Referral, CHECK.referral)),
        Table::Plan => Some((Table::Person, PLAN.person)),
        Table::Step => Some((Table::Person, STEP.person)),
        Table::Attendance => Some((Table::Person, ATTENDANCE.person)),
        Table::Situation => Some((Table::Person, SITUATION.person)),
        Table::Notice => Some((Table::Person, NOTICE.person)),
        Table::Document => Some((Table::Person, DOCUMENT.person)),
        Table::SameAs => Some((Table::Person, SAME_AS.kept)),
        Table::Handover => Some((Table::Person, HANDOVER.person)),
        Table::CustomValue => Some((Table::Person, CUSTOM_VALUE.person)),
        Table::Proposal => Some((Table::Consultation, PROPOSAL.consultation)),
        Table::FollowUp => Some((Table::Consultation, FOLLOW_UP.consultation)),
        Table::ClauseHours => Some((Table::WorksSite, CLAUSE_HOURS.site)),
        Table::Feedback => Some((Table::Programme, FEEDBACK.programme)),
        Table::RightsRequest => Some((Table::Person, RIGHTS_REQUEST.person)),
        Table::RetentionChoice => Some((Table::Person, RETENTION_CHOICE.person)),
        Table::FundParticipation => Some((Table::Person, FUND_PARTICIPATION.person)),
        Table::Worker
        | Table::Person
        | Table::Provider
        | Table::Programme
        | Table::Task
        | Table::Appointment
        | Table::Activity
        | Table::Delay
        | Table::CustomField
        | Table::Consultation
        | Table::Letterhead
        | Table::WorksSite
        | Table::FundOperation
        | Table::OutcomeRule
        | Table::SavedView => None,
    }
}

fn value_of(fields: &[(Field, Value)], field: Field) -> Option<&Value> {
    fields.iter().find(|(of, _)| *of == field).map(|(_, value)| value)
}

/// Whose file a row belongs to, if anybody's; nowhere when it hangs on a row that is not there.
enum Whose {
    File(Option<PersonId>),
    Nowhere,
}

/// Reading a document row by row: what it holds already, and whose each row is.
struct Import<'a> {
    db: &'a Connection,
    people: BTreeMap<(Table, Uuid), Option<PersonId>>,
    acts: Vec<Changes>,
    /// What the document brings along, by hash.
    brought: Option<&'a Map<String, Json>>,
    contents: Vec<Content>,
    report: ImportReport,
}

impl Import<'_> {
    /// The content of this hash that is here, or comes along.
    fn content(&mut self, hash: &str) -> Result<Option<Content>, Error> {
        if let Some(bytes) = attachment::whole(self.db, hash)? {
            return Ok(Some(Content::of(bytes)));
        }
        let text = self.brought.and_then(|brought| brought.get(hash)).and_then(Json::as_str);
        let bytes = text.and_then(|text| BASE64.decode(text.as_bytes()).ok());
        Ok(bytes.map(Content::of).filter(|content| content.hash() == hash))
    }

    /// Whether a document's content is here or comes along, and is what its row says. One that was taken out needs none.
    fn take_content(&mut self, fields: &[(Field, Value)]) -> Result<bool, Error> {
        if matches!(value_of(fields, DOCUMENT.removed), Some(Value::Int(1))) {
            return Ok(true);
        }
        let Some(Value::Text(hash)) = value_of(fields, DOCUMENT.hash) else { return Ok(false) };
        let Some(content) = self.content(hash)? else { return Ok(false) };
        let size = i64::try_from(content.bytes().len()).unwrap_or(i64::MAX);
        let media = Media::of(content.bytes()).map(|media| Value::text(media.code()));
        let fits = size <= i64::from(SIZE_LIMIT)
            && value_of(fields, DOCUMENT.size) == Some(&Value::Int(size))
            && media.is_some()
            && value_of(fields, DOCUMENT.media) == media.as_ref();
        if fits && self.contents.iter().all(|kept| kept.hash() != content.hash()) {
            self.contents.push(content);
        }
        Ok(fits)
    }

    fn whose(&self, table: Table, row: &ReadRow) -> Result<Whose, Error> {
        let Some((parent, field)) = owner(table) else {
            return Ok(match (table, value_of(&row.fields, TASK.person)) {
                (Table::Person, _) => Whose::File(Some(PersonId(row.id))),
                (Table::Task, Some(Value::Id(person))) => Whose::File(Some(PersonId(*person))),
                (Table::Appointment, _) => match value_of(&row.fields, APPOINTMENT.person) {
                    Some(Value::Id(person)) => Whose::File(Some(PersonId(*person))),
                    _ => Whose::File(None),
                },
                _ => Whose::File(None),
            });
        };
        let Some(Value::Id(id)) = value_of(&row.fields, field) else { return Ok(Whose::Nowhere) };
        match self.people.get(&(parent, *id)) {
            Some(person) => Ok(Whose::File(*person)),
            None if row::exists(self.db, parent, *id)? => Ok(Whose::File(None)),
            None => Ok(Whose::Nowhere),
        }
    }

    fn take(&mut self, table: Table, at: usize, json: &Json) -> Result<(), Error> {
        let place = || format!("{} {}", table.def().name, at + 1);
        let Some(read) = read_row(table, json) else {
            self.report.refused.push(place());
            return Ok(());
        };
        let Whose::File(subject) = self.whose(table, &read)? else {
            self.report.refused.push(place());
            return Ok(());
        };
        let twice = self.people.insert((table, read.id), subject).is_some();
        if twice || row::exists(self.db, table, read.id)? {
            self.report.known += 1;
            return Ok(());
        }
        if table == Table::Document && !self.take_content(&read.fields)? {
            self.report.refused.push(place());
            return Ok(());
        }
        let mut changes = Changes::new("vault.import", subject);
        let row = RowId { table, id: read.id };
        changes.ops.push(Op::New { row, fields: read.fields });
        let adds = read.sets.into_iter().map(|(field, element)| Op::Add { row, field, element });
        changes.ops.extend(adds);
        self.acts.push(changes);
        self.report.added += 1;
        Ok(())
    }
}

impl Vault {
    /// The whole content, readable by any tool. It leaves the encryption: the caller asks before.
    pub fn export(&self) -> Result<Json, Error> {
        self.read(|db| {
            let mut tables = Map::new();
            for table in Table::ALL {
                tables.insert(table.def().name.to_owned(), Json::Array(table_rows(db, *table)?));
            }
            Ok(json!({ "format": FORMAT, "tables": tables, "attachments": contents(db)? }))
        })
    }

    /// Reads such a document into acts, one per new row; rows the vault already has are left as they are, and a row that
    /// cannot be read, or that hangs on one that is nowhere, is named and left out, as is a document without its content.
    pub fn plan_import(&self, document: &Json) -> Result<(Vec<Changes>, Vec<Content>, ImportReport), Error> {
        self.read(|db| {
            let (people, acts, report) = (BTreeMap::new(), Vec::new(), ImportReport::default());
            let brought = document.get("attachments").and_then(Json::as_object);
            let mut import = Import { db, people, acts, brought, contents: Vec::new(), report };
            for table in Table::ALL {
                let rows =
                    document.pointer(&format!("/tables/{}", table.def().name)).and_then(Json::as_array);
                for (at, json) in rows.into_iter().flatten().enumerate() {
                    import.take(*table, at, json)?;
                }
            }
            Ok((import.acts, import.contents, import.report))
        })
    }
}
