//! What is being typed and not yet saved: kept encrypted so that a lock or a crash takes nothing. It is no act of the
//! work: it has no history and is never synchronised.

use passerelle_domain::id::{PersonId, ProgrammeId, ReferralId};
use rusqlite::{OptionalExtension as _, params};
use uuid::Uuid;

use crate::{Error, Vault};

/// A draft that is kept, and what it is about, as far as its place tells.
#[derive(Clone, Debug)]
pub struct KeptDraft {
    pub place: String,
    pub body: String,
    /// The kept file, where the person was merged; none where the draft is about nobody, or they were removed.
    pub person: Option<PersonId>,
    pub person_name: String,
    pub demo: bool,
    pub referral: Option<ReferralId>,
    pub programme: Option<ProgrammeId>,
    /// The programme or the provider it is about.
    pub name: String,
}

impl Vault {
    /// Keeps the draft of one place; an empty one is forgotten.
    pub fn keep_draft(&self, place: &str, body: &str) -> Result<(), Error> {
        let db = self.writer()?;
        if body.is_empty() {
            db.prepare_cached("DELETE FROM draft WHERE place = ?1")?.execute([place])?;
        } else {
            db.prepare_cached("INSERT OR REPLACE INTO draft (place, body) VALUES (?1, ?2)")?
                .execute(params![place, body])?;
        }
        Ok(())
    }

    /// The drafts that are kept, in the order of their places, at most 200. The second part of a place is the id of what it is
    /// about: a person, an exchange, a step or a participation of one, a referral, a programme or a provider.
    pub fn drafts(&self) -> Result<Vec<KeptDraft>, Error> {
        self.read(|db| {
            let sql = "SELECT f.place, f.body, p.id, coalesce(trim(p.given_name || ' ' || p.family_name), ''),
                         coalesce(p.demo, 0), r.id, g.id, coalesce(g.name, o.name, '')
                       FROM (SELECT place, body, unhex(replace(substr(place, instr(place, '/') + 1), '-', '')) AS of
                             FROM draft WHERE place > '' ORDER BY place LIMIT 200) f
                       LEFT JOIN encounter e ON e.id = f.of LEFT JOIN step s ON s.id = f.of
                       LEFT JOIN referral r ON r.id = f.of LEFT JOIN fund_participation u ON u.id = f.of
                       LEFT JOIN person q ON q.id = coalesce(e.person, s.person, r.person, u.person, f.of)
                       LEFT JOIN person p ON p.id = coalesce(q.merged_into, q.id) AND p.removed = 0
                       LEFT JOIN programme g ON g.id = coalesce(r.programme, f.of)
                       LEFT JOIN provider o ON o.id = f.of";
            let mut statement = db.prepare_cached(sql)?;
            let rows = statement.query_map([], |row| {
                Ok(KeptDraft {
                    place: row.get(0)?,
                    body: row.get(1)?,
                    person: row.get::<_, Option<Uuid>>(2)?.map(PersonId),
                    person_name: row.get(3)?,
                    demo: row.get(4)?,
                    referral: row.get::<_, Option<Uuid>>(5)?.map(ReferralId),
                    programme: row.get::<_, Option<Uuid>>(6)?.map(ProgrammeId),
                    name: row.get(7)?,
                })
            })?;
            Ok(rows.collect::<Result<_, _>>()?)
        })
    }

    /// The draft of one place; empty where there is none.
    pub fn draft(&self, place: &str) -> Result<String, Error> {
        self.read(|db| {
            let found = db
                .prepare_cached("SELECT body FROM draft WHERE place = ?1")?
                .query_row([place], |line| line.get(0))
                .optional()?;
            Ok(found.unwrap_or_default())
        })
    }
}
