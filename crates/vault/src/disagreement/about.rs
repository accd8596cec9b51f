//! In a few words which row of its table a disagreement is about, and the names that values point at.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use rusqlite::Connection;
use serde_json::Value as Json;
use uuid::Uuid;

use crate::Error;

/// Which row it is.
#[derive(Clone, Debug, Default)]
pub struct About {
    pub text: String,
    pub on: Option<NaiveDate>,
}

const IDS: &str = "WITH ids AS (SELECT unhex(value) AS id FROM json_each(?1))";

/// One arm for each table whose rows a person must tell apart: the row, its words, its day.
const ABOUT: &[&str] = &[
    "SELECT r.id, r.theme, r.answered_on FROM ids JOIN need r ON r.id = ids.id",
    "SELECT r.id, r.origin_kind, r.opened_on FROM ids JOIN case_file r ON r.id = ids.id",
    "SELECT r.id, r.to_stage, r.on_day FROM ids JOIN case_move r ON r.id = ids.id",
    "SELECT r.id, r.kind, r.on_day FROM ids JOIN encounter r ON r.id = ids.id",
    "SELECT r.id, r.name, NULL FROM ids JOIN provider r ON r.id = ids.id",
    "SELECT r.id, r.name, NULL FROM ids JOIN programme r ON r.id = ids.id",
    "SELECT r.id, o.name, r.given_on FROM ids JOIN agreement r ON r.id = ids.id JOIN provider o ON o.id = r.provider",
    "SELECT r.id, g.name, r.proposed_on FROM ids JOIN referral r ON r.id = ids.id JOIN programme g ON g.id = r.programme",
    "SELECT r.id, r.to_state, r.on_day FROM ids JOIN transition r ON r.id = ids.id",
    "SELECT r.id, r.kind, r.on_day FROM ids JOIN referral_check r ON r.id = ids.id",
    "SELECT r.id, r.what, r.due_on FROM ids JOIN task r ON r.id = ids.id",
    "SELECT r.id, r.kind, NULL FROM ids JOIN delay r ON r.id = ids.id",
    "SELECT r.id, r.words, r.decided_on FROM ids JOIN plan r ON r.id = ids.id",
    "SELECT r.id, r.what, r.due_on FROM ids JOIN step r ON r.id = ids.id",
    "SELECT r.id, r.what, nullif(r.on_day, '') FROM ids JOIN appointment r ON r.id = ids.id",
    "SELECT r.id, r.title, nullif(r.on_day, '') FROM ids JOIN activity r ON r.id = ids.id",
    "SELECT r.id, a.title, nullif(a.on_day, '') FROM ids JOIN attendance r ON r.id = ids.id
       JOIN activity a ON a.id = r.activity",
    "SELECT r.id, r.kind, r.since_on FROM ids JOIN situation r ON r.id = ids.id",
    "SELECT r.id, r.told_to, r.told_on FROM ids JOIN notice r ON r.id = ids.id",
    "SELECT r.id, r.name, r.added_on FROM ids JOIN document r ON r.id = ids.id",
    "SELECT r.id, '', r.on_day FROM ids JOIN handover r ON r.id = ids.id",
    "SELECT r.id, r.label, NULL FROM ids JOIN custom_field r ON r.id = ids.id",
    "SELECT r.id, c.label, NULL FROM ids JOIN custom_value r ON r.id = ids.id
       JOIN custom_field c ON c.id = r.custom_field",
    "SELECT r.id, trim(p.given_name || ' ' || p.family_name), r.on_day FROM ids JOIN same_as r ON r.id = ids.id
       JOIN person p ON p.id = r.other",
    "SELECT r.id, r.name, NULL FROM ids JOIN worker r ON r.id = ids.id",
    "SELECT r.id, r.question, r.held_on FROM ids JOIN consultation r ON r.id = ids.id",
    "SELECT r.id, r.what, NULL FROM ids JOIN proposal r ON r.id = ids.id",
    "SELECT r.id, r.what, r.on_day FROM ids JOIN follow_up r ON r.id = ids.id",
    "SELECT r.id, r.name, r.opens_on FROM ids JOIN works_site r ON r.id = ids.id",
    "SELECT r.id, s.name, r.on_day FROM ids JOIN clause_hours r ON r.id = ids.id JOIN works_site s ON s.id = r.site",
    "SELECT r.id, r.name, r.from_on FROM ids JOIN fund_operation r ON r.id = ids.id",
    "SELECT r.id, r.name, r.from_on FROM ids JOIN outcome_rule r ON r.id = ids.id",
    "SELECT r.id, o.name, r.entered_on FROM ids JOIN fund_participation r ON r.id = ids.id
       JOIN fund_operation o ON o.id = r.operation",
    "SELECT r.id, g.name, NULL FROM ids JOIN feedback r ON r.id = ids.id JOIN programme g ON g.id = r.programme",
];

fn list(ids: impl Iterator<Item = Uuid>) -> String {
    ids.map(|id| Json::from(id.simple().to_string())).collect::<Json>().to_string()
}

pub fn about(db: &Connection, rows: impl Iterator<Item = Uuid>) -> Result<BTreeMap<Uuid, About>, Error> {
    let sql = format!("{IDS} {}", ABOUT.join(" UNION ALL "));
    let mut statement = db.prepare_cached(&sql)?;
    let found = statement
        .query_map([list(rows)], |row| Ok((row.get(0)?, About { text: row.get(1)?, on: row.get(2)? })))?;
    Ok(found.collect::<Result<_, _>>()?)
}

/// The names of colleagues, structures and programmes.
pub fn names(db: &Connection, ids: impl Iterator<Item = Uuid>) -> Result<BTreeMap<Uuid, String>, Error> {
    let arms = ["worker", "provider", "programme"]
        .map(|table| format!("SELECT r.id, r.name FROM ids JOIN {table} r ON r.id = ids.id"));
    let mut statement = db.prepare_cached(&format!("{IDS} {}", arms.join(" UNION ALL ")))?;
    let found = statement.query_map([list(ids)], |row| Ok((row.get(0)?, row.get(1)?)))?;
    Ok(found.collect::<Result<_, _>>()?)
}
