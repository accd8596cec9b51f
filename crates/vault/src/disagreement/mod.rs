//! What laptops said differently and a person has to choose from: the values side by side, with who wrote them and when.

mod about;
mod standing;

use std::collections::BTreeMap;

use chrono::NaiveDate;
use passerelle_domain::change::merge::{Rule, mark};
use passerelle_domain::change::{Field, Row as RowId, Table, Value};
use passerelle_domain::disagreement::{Question, Standing as Head, can_keep_both};
use passerelle_domain::id::{DeviceId, PersonId, ReferralId};
use passerelle_domain::moment::{Hlc, Instant};
use passerelle_domain::referral::Transition;
use rusqlite::{Connection, OptionalExtension as _, Row, params};
use serde::Serialize;
use ts_rs::TS;
use uuid::Uuid;

use crate::person::Of;
use crate::row::blob;
use crate::{Error, Vault};
use about::{About, about, names};
use standing::{Standing, awaited, heads, moves, places};

/// The name under which the moves of a referral are asked about: no field of it, but what it says of itself.
pub const MOVES: &str = "state";

/// What kind of question it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Asks {
    /// Which value stands.
    Value,
    /// Whether a row that one took out and another edited stays.
    Removal,
    /// Which way a referral went.
    Moves,
}

/// What a disagreement waits for before it is a question.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(tag = "for", rename_all = "snake_case")]
pub enum Waits {
    /// A line of this colleague has not come; empty where nothing of theirs came yet.
    Line { worker: String },
    /// What this colleague wrote is read after an update of this program.
    Update { worker: String },
}

/// Who wrote a value, and when.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
pub struct Author {
    /// Empty where the name is not known here.
    pub worker: String,
    #[ts(type = "string")]
    pub device: DeviceId,
    pub at: Instant,
}

/// A value that stands, said once for all who wrote it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
pub struct Side {
    /// What it is known by when one is chosen.
    pub heads: Vec<String>,
    /// Its text; the parts of a group in their order; empty where nothing is said.
    pub value: Vec<String>,
    pub authors: Vec<Author>,
    /// It is the one that the file shows meanwhile.
    pub shown: bool,
}

/// One field that laptops said differently.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
pub struct Disagreement {
    pub table: String,
    #[ts(type = "string")]
    pub row: Uuid,
    pub field: String,
    pub asks: Asks,
    #[ts(type = "string | null")]
    pub person: Option<PersonId>,
    pub person_name: String,
    /// Which row of its table it is: a theme, a kind, a name.
    pub about: String,
    pub about_on: Option<NaiveDate>,
    pub waits: Option<Waits>,
    /// Both texts can be kept, one below the other.
    pub both: bool,
    pub sides: Vec<Side>,
}

#[derive(Clone, Debug, Default, Serialize, TS)]
pub struct Disagreements {
    /// Questions that can be answered, of all pages.
    pub open: u32,
    /// Those that wait for a line or for an update.
    pub waiting: u32,
    pub lines: Vec<Disagreement>,
}

/// A field of a file that laptops said differently, as the file marks it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
pub struct Disputed {
    pub table: String,
    #[ts(type = "string")]
    pub row: Uuid,
    pub field: String,
    /// It waits for a line or for an update, and is no question yet.
    pub waiting: bool,
}

pub(crate) fn disputed(db: &Connection, of: &Of) -> Result<Vec<Disputed>, Error> {
    let sql = "SELECT tbl, row_id, field, waiting <> 0 FROM disagreement
               WHERE person IN (SELECT id FROM person WHERE id = ?1 OR merged_into = ?1)
               ORDER BY tbl, row_id, field";
    let mut statement = db.prepare_cached(&of.narrowed(sql))?;
    let mut rows = statement.query([blob(&of.id)])?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        let Some(table) = Table::from_number(row.get(0)?) else { continue };
        let field = table.field(Field(row.get(2)?)).map_or(MOVES, |def| def.name);
        let (table, field) = (table.def().name.to_owned(), field.to_owned());
        found.push(Disputed { table, row: row.get(1)?, field, waiting: row.get(3)? });
    }
    Ok(found)
}

/// A place of `disagreement` and `field_head`; field 0 is a referral that went two ways.
type Key = (u16, Uuid, u16);

struct Asked {
    key: Key,
    person: Option<Uuid>,
    person_name: String,
    waiting: u8,
    /// The edit that brought a row back.
    edit: Option<Author>,
}

fn counts(db: &Connection, person: Option<&Uuid>) -> Result<(u32, u32), Error> {
    let narrowed = match person {
        None => "",
        Some(_) => "AND person IN (SELECT id FROM person WHERE id = ?1 OR merged_into = ?1)",
    };
    let count = |which: &str| -> Result<u32, Error> {
        let sql = format!("SELECT count(*) FROM disagreement WHERE waiting {which} {narrowed}");
        let mut statement = db.prepare_cached(&sql)?;
        Ok(match person {
            None => statement.query_row([], |row| row.get(0))?,
            Some(person) => statement.query_row([blob(person)], |row| row.get(0))?,
        })
    };
    Ok((count("= 0")?, count("> 0")?))
}

fn asked(db: &Connection, person: Option<&Uuid>, (offset, limit): (u32, u32)) -> Result<Vec<Asked>, Error> {
    let narrowed = match person {
        None => "",
        Some(_) => "WHERE a.person IN (SELECT id FROM person WHERE id = ?3 OR merged_into = ?3)",
    };
    let sql = format!(
        "SELECT a.tbl, a.row_id, a.field, coalesce(p.merged_into, p.id),
           coalesce(trim(p.given_name || ' ' || p.family_name), ''), a.waiting,
           d.id, coalesce(w.name, ''), j.hlc_ms
         FROM disagreement a LEFT JOIN person p ON p.id = a.person
         LEFT JOIN journal j ON j.id = a.dev << 40 | a.n LEFT JOIN device d ON d.ix = a.dev
         LEFT JOIN worker w ON w.id = j.actor
         {narrowed} ORDER BY a.waiting, a.at_ms DESC, a.row_id, a.field LIMIT ?1 OFFSET ?2"
    );
    let mut statement = db.prepare_cached(&sql)?;
    let read = |row: &Row<'_>| {
        let device: Option<Uuid> = row.get(6)?;
        let (worker, at): (String, Option<i64>) = (row.get(7)?, row.get(8)?);
        let edit =
            device.zip(at).map(|(device, at)| Author { worker, device: DeviceId(device), at: Instant(at) });
        Ok(Asked {
            key: (row.get(0)?, row.get(1)?, row.get(2)?),
            person: row.get(3)?,
            person_name: row.get(4)?,
            waiting: row.get(5)?,
            edit,
        })
    };
    let rows = match person {
        None => statement.query_map(params![limit, offset], read)?.collect::<Result<_, _>>()?,
        Some(person) => {
            statement.query_map(params![limit, offset, blob(person)], read)?.collect::<Result<_, _>>()?
        }
    };
    Ok(rows)
}

fn texts(value: &Value, names: &BTreeMap<Uuid, String>) -> Vec<String> {
    match value {
        Value::Null => Vec::new(),
        Value::Text(text) if text.is_empty() => Vec::new(),
        Value::Text(text) => vec![text.clone()],
        Value::Int(int) => vec![int.to_string()],
        Value::Day(day) => vec![day.to_string()],
        Value::Id(id) => vec![names.get(id).cloned().unwrap_or_default()],
        Value::Group(parts) => parts.iter().flat_map(|part| texts(part, names)).collect(),
    }
}

/// Equal values are one side; the first is the latest.
fn sides(heads: Vec<Standing>, shown: &Value, names: &BTreeMap<Uuid, String>) -> Vec<Side> {
    let mut sides: Vec<(Value, Side)> = Vec::new();
    for Standing { value, token, author, .. } in heads {
        if let Some((_, side)) = sides.iter_mut().find(|(of, _)| *of == value) {
            side.heads.push(token);
            side.authors.push(author);
            continue;
        }
        let text = texts(&value, names);
        let side = Side { heads: vec![token], value: text, authors: vec![author], shown: value == *shown };
        sides.push((value, side));
    }
    sides.into_iter().map(|(_, side)| side).collect()
}

/// What the file shows of a field meanwhile. A row that was taken out and edited is shown.
fn shown(asks: Asks, table: Table, field: u16, heads: &[Standing]) -> Value {
    let values: Vec<(Hlc, Value)> = heads.iter().map(|head| (head.hlc, head.value.clone())).collect();
    let shown = match asks {
        Asks::Removal => return Value::flag(false),
        Asks::Value => Rule::of(table, Field(field)).shown(&values),
        Asks::Moves => heads.first().map(|head| &head.value),
    };
    shown.cloned().unwrap_or(Value::Null)
}

/// Gathers what a page of disagreements needs, in a fixed number of statements.
fn page(db: &Connection, asked: Vec<Asked>) -> Result<Vec<Disagreement>, Error> {
    let places = places(asked.iter().map(|one| one.key));
    let (mut heads, awaited) = (heads(db, &places)?, awaited(db, &places)?);
    heads.extend(moves(db, &places)?);
    let ids = heads.values().flatten().filter_map(|head| match &head.value {
        Value::Id(id) => Some(*id),
        _ => None,
    });
    let names = names(db, ids)?;
    let about = about(db, asked.iter().map(|one| one.key.1))?;
    let mut lines = Vec::with_capacity(asked.len());
    for one in asked {
        let (table, row, field) = one.key;
        let Some(table) = Table::from_number(table) else { continue };
        let heads = heads.remove(&one.key).unwrap_or_default();
        let (asks, name) = match table.field(Field(field)) {
            None => (Asks::Moves, MOVES),
            Some(def) if mark(table) == Some(def.field) => (Asks::Removal, def.name),
            Some(def) => (Asks::Value, def.name),
        };
        let worker = awaited.get(&one.key).or_else(|| heads.first().map(|head| &head.author.worker));
        let worker = worker.cloned().unwrap_or_default();
        let waits = match one.waiting {
            0 => None,
            1 => Some(Waits::Line { worker }),
            _ => Some(Waits::Update { worker }),
        };
        let shown = shown(asks, table, field, &heads);
        let mut sides = sides(heads, &shown, &names);
        if let Some(edit) = one.edit.filter(|_| sides.iter().all(|side| !side.shown)) {
            let value = texts(&shown, &names);
            sides.push(Side { heads: Vec::new(), value, authors: vec![edit], shown: true });
        }
        let About { text, on } = about.get(&row).cloned().unwrap_or_default();
        lines.push(Disagreement {
            table: table.def().name.to_owned(),
            row,
            field: name.to_owned(),
            asks,
            person: one.person.map(PersonId),
            person_name: one.person_name,
            about: text,
            about_on: on,
            waits,
            both: asks == Asks::Value && can_keep_both(table, Field(field)),
            sides,
        });
    }
    Ok(lines)
}

impl Vault {
    /// A page of what laptops said differently, of everyone or of one file: what can be answered first, the latest first.
    pub fn disagreements(
        &self,
        person: Option<PersonId>,
        offset: u32,
        limit: u32,
    ) -> Result<Disagreements, Error> {
        self.read(|db| {
            let person = person.as_ref().map(|person| &person.0);
            let (open, waiting) = counts(db, person)?;
            let lines = page(db, asked(db, person, (offset, limit.min(200)))?)?;
            Ok(Disagreements { open, waiting, lines })
        })
    }

    /// What stands of a field now, for whoever chooses. A field of which nothing stands is none.
    pub fn question(&self, row: RowId, field: Field) -> Result<Question, Error> {
        self.read(|db| {
            let key = (row.table.number(), row.id, field.0);
            let heads = heads(db, &places(std::iter::once(key)))?.remove(&key).unwrap_or_default();
            let sql = "SELECT person FROM disagreement WHERE tbl = ?1 AND row_id = ?2 AND field = ?3";
            let subject: Option<Option<Uuid>> = db
                .prepare_cached(sql)?
                .query_row(params![key.0, blob(&row.id), key.2], |line| line.get(0))
                .optional()?;
            let standing = heads.into_iter().map(|head| Head { head: head.token, value: head.value });
            let standing = if subject.is_some() { standing.collect() } else { Vec::new() };
            Ok(Question { row, field, subject: subject.flatten().map(PersonId), standing })
        })
    }

    /// The moves of a referral and whose it is. [`Error::NotFound`] where there is none.
    pub fn moves(&self, referral: ReferralId) -> Result<(Vec<Transition>, Option<PersonId>), Error> {
        self.read(|db| {
            let facts = crate::referral::facts(db, referral.0)?.ok_or(Error::NotFound)?;
            let sql = "SELECT person FROM referral WHERE id = ?1";
            let person: Option<Uuid> =
                db.prepare_cached(sql)?.query_row([blob(&referral.0)], |line| line.get(0))?;
            Ok((facts.transitions, person.map(PersonId)))
        })
    }

    /// How many questions can be answered.
    pub fn open_disagreements(&self) -> Result<u32, Error> {
        self.read(|db| Ok(counts(db, None)?.0))
    }
}
