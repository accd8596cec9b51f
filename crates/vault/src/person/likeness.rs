//! Who in the vault may be the person being typed: found by shared keys, judged by the domain.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use passerelle_domain::person::birth::Birth;
use passerelle_domain::person::likeness::{Likable, Likeness, blocking_keys, likeness};
use rusqlite::Connection;
use serde::Serialize;
use ts_rs::TS;
use uuid::Uuid;

use super::list::{COLUMNS, PersonLine, line};
use crate::row::blob;
use crate::{Error, Vault};

/// Someone who may be the same person, and why.
#[derive(Clone, Debug, Serialize, TS)]
pub struct Candidate {
    pub person: PersonLine,
    pub likeness: Likeness,
}

fn alike(db: &Connection, who: &Likable, today: NaiveDate) -> Result<Vec<Candidate>, Error> {
    let mut ids: BTreeSet<Uuid> = BTreeSet::new();
    for key in blocking_keys(who) {
        let mut statement = db.prepare_cached("SELECT person FROM likeness_key WHERE key = ?1 LIMIT 200")?;
        let rows = statement.query_map([key], |row| row.get::<_, Uuid>(0))?;
        ids.extend(rows.collect::<Result<Vec<_>, _>>()?);
    }
    let sql = format!("SELECT {COLUMNS}, p.email FROM person p WHERE p.id = ?1 AND p.removed = 0");
    let mut statement = db.prepare_cached(&sql)?;
    let mut found = Vec::new();
    for id in ids {
        let mut rows = statement.query([blob(&id)])?;
        let Some(row) = rows.next()? else { continue };
        let person = line(row, today)?;
        let email: String = row.get(12)?;
        let known = |text: &str| (!text.is_empty()).then(|| text.to_owned());
        let other = Likable {
            given: person.given_name.clone(),
            family: person.family_name.clone(),
            birth: Birth::parse(&person.birth).ok(),
            phone: known(&person.phone),
            email: known(&email),
        };
        if let Some(likeness) = likeness(who, &other) {
            found.push(Candidate { person, likeness });
        }
    }
    found.sort_by(|a, b| b.likeness.strength.cmp(&a.likeness.strength).then(a.person.id.cmp(&b.person.id)));
    found.truncate(5);
    Ok(found)
}

impl Vault {
    /// At most five people who may be this one, the likeliest first.
    pub fn alike(&self, who: &Likable, today: NaiveDate) -> Result<Vec<Candidate>, Error> {
        self.read(|db| alike(db, who, today))
    }
}
