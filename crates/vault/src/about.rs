//! Everything the vault holds about one person, for the copy that they may ask for (GDPR, article 15). What is not in it is named
//! here with its reason.

use std::collections::{BTreeMap, BTreeSet};

use passerelle_domain::change::{Kind, Table};
use passerelle_domain::id::PersonId;
use rusqlite::Connection;
use serde_json::Value as Json;
use uuid::Uuid;

use crate::export::rows_where;
use crate::row::blob;
use crate::{Error, Vault};

/// All that is kept about a person and whoever was merged with them.
pub struct About {
    /// The one asked for, and those who are shown in their file.
    pub people: Vec<PersonId>,
    /// Rows by their table, in the order of the registry; each row by the names of its fields, ids as text.
    pub tables: Vec<(Table, Vec<Json>)>,
    /// What the ids in these rows are called: workers, providers, programmes, activities, fields of the team.
    pub names: BTreeMap<Uuid, String>,
    /// What somebody began to type about them and has not saved.
    pub drafts: Vec<String>,
}

/// Those whose rows are one file, by its person as the first parameter.
const FILE: &str = "(SELECT id FROM person WHERE id = ?1 OR merged_into = ?1)";

/// How the rows of a table belong to a person; none where no row of it is about anybody.
fn condition(table: Table) -> Option<String> {
    let of_case = || format!("WHERE case_file IN (SELECT id FROM case_file WHERE person IN {FILE})");
    let of_referral = || format!("WHERE referral IN (SELECT id FROM referral WHERE person IN {FILE})");
    match table {
        Table::Person => Some(format!("WHERE id IN {FILE}")),
        Table::CaseMove | Table::Need => Some(of_case()),
        Table::Transition | Table::Check => Some(of_referral()),
        Table::SameAs => Some(format!("WHERE kept IN {FILE} OR other IN {FILE}")),
        table if left_out(table).is_some() => None,
        _ => Some(format!("WHERE person IN {FILE}")),
    }
}

/// Why a table is not in the copy; none for those that are.
pub fn left_out(table: Table) -> Option<&'static str> {
    match table {
        Table::Worker => Some("those who work here; their names stand beside what they wrote"),
        Table::Provider | Table::Programme => Some("offers; their names stand in the referrals"),
        Table::Delay => Some("how long partners take; about nobody"),
        Table::Activity => Some("workshops for many; title and day stand beside who came"),
        Table::CustomField => Some("fields of the team; their labels stand beside what was filled in"),
        Table::SavedView => Some("how a worker looks at lists"),
        Table::Consultation | Table::Proposal | Table::FollowUp => {
            Some("counts of residents; names nobody by rule")
        }
        Table::Letterhead => Some("what stands on the letters of the team; about nobody"),
        Table::WorksSite => Some("works sites; their names stand beside the hours"),
        Table::FundOperation => Some("operations of the fund; their names stand beside who took part"),
        Table::OutcomeRule => Some("what the team counts as a positive exit; about nobody"),
        Table::Feedback => Some("anonymous: whose an answer is, nobody can tell"),
        Table::Person
        | Table::Case
        | Table::CaseMove
        | Table::Encounter
        | Table::Need
        | Table::Agreement
        | Table::Referral
        | Table::Transition
        | Table::Check
        | Table::Task
        | Table::Plan
        | Table::Step
        | Table::Appointment
        | Table::Attendance
        | Table::Situation
        | Table::Notice
        | Table::Document
        | Table::SameAs
        | Table::Handover
        | Table::CustomValue
        | Table::RightsRequest
        | Table::RetentionChoice
        | Table::ClauseHours
        | Table::FundParticipation => None,
    }
}

/// The ids that rows name in fields of that kind.
fn named(table: Table, rows: &[Json]) -> BTreeSet<Uuid> {
    let fields = table.def().fields.iter().filter(|def| def.kind == Kind::Id);
    let ids = fields.flat_map(|def| rows.iter().filter_map(|row| row.get(def.name)));
    ids.filter_map(|id| Uuid::parse_str(id.as_str()?).ok()).collect()
}

const NAME: &str = "SELECT name FROM worker WHERE id = ?1
    UNION ALL SELECT name FROM provider WHERE id = ?1 UNION ALL SELECT name FROM programme WHERE id = ?1
    UNION ALL SELECT trim(title || ' ' || coalesce(on_day, '')) FROM activity WHERE id = ?1
    UNION ALL SELECT label FROM custom_field WHERE id = ?1 UNION ALL SELECT name FROM works_site WHERE id = ?1
    UNION ALL SELECT name FROM fund_operation WHERE id = ?1";

fn names(db: &Connection, ids: BTreeSet<Uuid>) -> Result<BTreeMap<Uuid, String>, Error> {
    let mut statement = db.prepare_cached(NAME)?;
    let mut names = BTreeMap::new();
    for id in ids {
        let mut found = statement.query([blob(&id)])?;
        if let Some(line) = found.next()? {
            names.insert(id, line.get(0)?);
        }
    }
    Ok(names)
}

/// What was begun in a place that names the person, one of their exchanges, steps or referrals.
fn drafts(db: &Connection, mine: &BTreeSet<Uuid>) -> Result<Vec<String>, Error> {
    let mut statement = db.prepare("SELECT place, body FROM draft ORDER BY place")?;
    let rows = statement.query_map([], |line| Ok((line.get::<_, String>(0)?, line.get::<_, String>(1)?)))?;
    let mut found = Vec::new();
    for row in rows {
        let (place, body) = row?;
        if place.split('/').filter_map(|part| Uuid::parse_str(part).ok()).any(|id| mine.contains(&id)) {
            found.push(body);
        }
    }
    Ok(found)
}

impl Vault {
    /// Everything kept about a person. [`Error::NotFound`] when nobody has this id.
    pub fn about(&self, person: PersonId) -> Result<About, Error> {
        self.read(|db| {
            let sql = "SELECT id FROM person WHERE id = ?1 OR merged_into = ?1 ORDER BY ix";
            let mut statement = db.prepare_cached(sql)?;
            let people = statement.query_map([blob(&person.0)], |line| line.get(0).map(PersonId))?;
            let people: Vec<PersonId> = people.collect::<Result<_, _>>()?;
            if people.is_empty() {
                return Err(Error::NotFound);
            }
            let (mut tables, mut named_ids, mut mine) = (Vec::new(), BTreeSet::new(), BTreeSet::new());
            for table in Table::ALL {
                let Some(condition) = condition(*table) else { continue };
                let rows = rows_where(db, *table, &condition, [blob(&person.0)])?;
                named_ids.extend(named(*table, &rows));
                let ids = rows.iter().filter_map(|row| Uuid::parse_str(row.get("id")?.as_str()?).ok());
                mine.extend(ids);
                tables.push((*table, rows));
            }
            Ok(About { people, tables, names: names(db, named_ids)?, drafts: drafts(db, &mine)? })
        })
    }
}
