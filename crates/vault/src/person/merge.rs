//! People who may be one: the pairs that nobody has judged yet, and what was decided of one pair.

use chrono::NaiveDate;
use passerelle_domain::id::{PersonId, same_as_id};
use passerelle_domain::person::PersonDraft;
use passerelle_domain::person::birth::Birth;
use passerelle_domain::person::likeness::{Likable, Likeness, Strength, likeness};
use passerelle_domain::person::merge::{Before, Judged, Verdict};
use rusqlite::{Connection, OptionalExtension, Row, params};
use serde::Serialize;
use ts_rs::TS;
use uuid::Uuid;

use super::file::draft;
use crate::row::blob;
use crate::{Error, Vault};

/// One of two who may be the same.
#[derive(Clone, Serialize, TS)]
pub struct Twin {
    pub id: PersonId,
    pub demo: bool,
    pub who: PersonDraft,
    pub last_contact: Option<NaiveDate>,
}

/// Two files that are likely of one person, and why.
#[derive(Clone, Serialize, TS)]
pub struct Pair {
    pub one: Twin,
    pub other: Twin,
    pub likeness: Likeness,
}

#[derive(Clone, Serialize, TS)]
pub struct Pairs {
    /// The likeliest first.
    pub pairs: Vec<Pair>,
    /// From where to ask on; none once everybody was looked at.
    pub next: Option<u32>,
}

/// How many people are looked at in one question, each against all who share a key with them.
const AT_ONCE: u32 = 100;

fn twin(row: &Row<'_>) -> rusqlite::Result<Twin> {
    let contact: String = row.get("last_contact")?;
    let (id, demo) = (PersonId(row.get("id")?), row.get("demo")?);
    Ok(Twin { id, demo, who: draft(row)?, last_contact: contact.parse().ok() })
}

fn likable(who: &PersonDraft) -> Likable {
    let known = |text: &String| (!text.is_empty()).then(|| text.clone());
    Likable {
        given: who.given_name.clone(),
        family: who.family_name.clone(),
        birth: Birth::parse(&who.birth).ok(),
        phone: known(&who.phone),
        email: known(&who.email),
    }
}

/// What a shared key says, as in the search for one person; two first names that sound alike alone are not enough.
const SHARED: &str = "
    SELECT a.person AS one, b.person AS other
    FROM (SELECT id FROM person WHERE ix > ?1 AND ix <= ?2 AND +away = 0) f
    JOIN likeness_key a ON a.person = f.id JOIN likeness_key b ON b.key = a.key AND b.person > a.person
    GROUP BY a.person, b.person
    HAVING sum(CASE substr(a.key, 1, 1) WHEN 'p' THEN 9 WHEN 'e' THEN 9 WHEN 'b' THEN 4 WHEN 'n' THEN 2 ELSE 1 END) > 3
      AND NOT EXISTS (SELECT 1 FROM same_as s WHERE s.kept = a.person AND s.other = b.person AND s.verdict <> '')
      AND NOT EXISTS (SELECT 1 FROM same_as s WHERE s.kept = b.person AND s.other = a.person AND s.verdict <> '')
    LIMIT 5000";

fn pairs(db: &Connection, after: u32) -> Result<Pairs, Error> {
    let last: u32 =
        db.prepare_cached("SELECT coalesce(max(ix), 0) FROM person")?.query_row([], |row| row.get(0))?;
    let upto = after.saturating_add(AT_ONCE);
    let mut statement = db.prepare_cached(&format!(
        "SELECT f.one, f.other, p.* FROM ({SHARED}) f JOIN person p ON p.id IN (f.one, f.other)
         ORDER BY f.one, f.other, p.id"
    ))?;
    let rows = statement.query_map(params![after, upto], |row| {
        Ok(((row.get::<_, Uuid>(0)?, row.get::<_, Uuid>(1)?), twin(row)?))
    })?;
    let mut found = Vec::new();
    let mut first: Option<((Uuid, Uuid), Twin)> = None;
    for row in rows {
        let (pair, twin) = row?;
        let Some((_, one)) = first.take().filter(|(of, _)| *of == pair) else {
            first = Some((pair, twin));
            continue;
        };
        if let Some(likeness) = likeness(&likable(&one.who), &likable(&twin.who))
            .filter(|likeness| likeness.strength >= Strength::Likely)
        {
            found.push(Pair { one, other: twin, likeness });
        }
    }
    found.sort_by(|a, b| {
        b.likeness
            .strength
            .cmp(&a.likeness.strength)
            .then((a.one.id, a.other.id).cmp(&(b.one.id, b.other.id)))
    });
    Ok(Pairs { pairs: found, next: (upto < last).then_some(upto) })
}

fn judged(db: &Connection, id: PersonId) -> Result<Judged, Error> {
    let sql = "SELECT r.id, r.demo FROM person p JOIN person r ON r.id = coalesce(p.merged_into, p.id)
               WHERE p.id = ?1 AND r.removed = 0";
    let read = |row: &Row<'_>| Ok(Judged { id: PersonId(row.get(0)?), demo: row.get(1)? });
    Ok(db.prepare_cached(sql)?.query_row([blob(&id.0)], read)?)
}

fn before(db: &Connection, one: PersonId, other: PersonId) -> Result<Option<Before>, Error> {
    let read = |row: &Row<'_>| {
        let kept = PersonId(row.get::<_, Option<Uuid>>(0)?.unwrap_or_default());
        Ok(Before { kept, verdict: Verdict::from_code(&row.get::<_, String>(1)?) })
    };
    let id = same_as_id(one, other);
    let sql = "SELECT kept, verdict FROM same_as WHERE id = ?1";
    Ok(db.prepare_cached(sql)?.query_row([blob(&id)], read).optional()?)
}

impl Vault {
    /// Likely doubles that nobody has judged, among the people written down after `after` (0 at the start) and all others:
    /// so many people at a time that the answer comes at once in a large vault too.
    pub fn pairs(&self, after: u32) -> Result<Pairs, Error> {
        self.read(|db| pairs(db, after))
    }

    /// Two people as they are shown, each under whoever they were merged into, and what was decided of them before.
    pub fn judged(&self, one: PersonId, other: PersonId) -> Result<(Judged, Judged, Option<Before>), Error> {
        self.read(|db| {
            let (one, other) = (judged(db, one)?, judged(db, other)?);
            Ok((one, other, before(db, one.id, other.id)?))
        })
    }

    /// What was decided of exactly these two, whoever shows them now.
    pub fn decided(&self, one: PersonId, other: PersonId) -> Result<Option<Before>, Error> {
        self.read(|db| before(db, one, other))
    }
}
