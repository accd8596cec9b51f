//! Who in the vault may be the person being typed: found by shared keys, judged by the domain.

use chrono::NaiveDate;
use passerelle_domain::person::birth::Birth;
use passerelle_domain::person::likeness::{Likable, Likeness, blocking_keys, likeness};
use rusqlite::Connection;
use serde::Serialize;
use serde_json::json;
use ts_rs::TS;

use super::list::{COLUMNS, PersonLine, line};
use crate::{Error, Vault};

/// Someone who may be the same person, and why.
#[derive(Clone, Debug, Serialize, TS)]
pub struct Candidate {
    pub person: PersonLine,
    pub likeness: Likeness,
}

/// Those who share a key, the most telling first: a way of reaching someone, then a birth date, then how a name sounds.
/// However many keys and people, one statement.
fn alike(db: &Connection, who: &Likable, today: NaiveDate) -> Result<Vec<Candidate>, Error> {
    let sql = format!(
        "SELECT {COLUMNS}, p.email FROM (
           SELECT k.person FROM json_each(?1) j JOIN likeness_key k ON k.key = j.value GROUP BY k.person
           ORDER BY sum(CASE substr(k.key, 1, 1) WHEN 'p' THEN 9 WHEN 'e' THEN 9 WHEN 'b' THEN 4 WHEN 'n' THEN 2 ELSE 1 END)
             DESC, k.person LIMIT 500
         ) f CROSS JOIN person p ON p.id = f.person WHERE p.away = 0"
    );
    let mut statement = db.prepare_cached(&sql)?;
    let mut rows = statement.query([json!(blocking_keys(who)).to_string()])?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        let person = line(row, today)?;
        let email: String = row.get(13)?;
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
