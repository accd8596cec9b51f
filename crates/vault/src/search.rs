//! Search as you type: prefixes of folded words first, then, where few are found, names a typo away.

use passerelle_domain::id::{PersonId, ProgrammeId};
use passerelle_domain::person::name::fold;
use rusqlite::{Connection, Row};
use serde::Serialize;
use ts_rs::TS;
use uuid::Uuid;

use crate::person::Columns;
use crate::row::list;
use crate::{Error, Vault};

/// Something found, with what tells it from others of the same name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(tag = "found", rename_all = "snake_case")]
pub enum Hit {
    Person { id: PersonId, name: String, birth: String, commune: String, demo: bool },
    Programme { id: ProgrammeId, name: String, provider: String, demo: bool },
}

const LIMIT: u32 = 12;
const FEW: usize = 3;

/// Characters of a search that are read; nobody types more, and what is pasted must not cost more.
const TYPED: usize = 200;

/// What was typed, folded; a telephone number in its groups of two becomes one word, as it is indexed.
pub(crate) fn folded(typed: &str) -> String {
    let typed: String = typed.chars().take(TYPED).collect();
    let folded = fold(&typed);
    let mut groups = folded.split(' ');
    let first = groups.next().unwrap_or_default();
    let begins = first == "33" || (first.len() == 2 && first.starts_with('0'));
    let pairs = groups.all(|group| group.len() <= 2 && group.bytes().all(|byte| byte.is_ascii_digit()));
    if begins && pairs { folded.replace(' ', "") } else { folded }
}

fn prefixes_of(folded: &str) -> String {
    let words: Vec<String> = folded.split_whitespace().map(|word| format!("\"{word}\"*")).collect();
    words.join(" AND ")
}

/// The typed words as a query of the index: all of them, each as a beginning. Empty when there is no word.
pub(crate) fn prefixes(typed: &str) -> String {
    prefixes_of(&folded(typed))
}

struct Found {
    ix: i64,
    hit: Hit,
}

const PERSON: &str = "p.ix, p.id, p.given_name, p.family_name, p.birth, p.commune, p.demo";

fn person(line: &Row<'_>) -> rusqlite::Result<Found> {
    let (given, family): (String, String) = (line.get(2)?, line.get(3)?);
    Ok(Found {
        ix: line.get(0)?,
        hit: Hit::Person {
            id: PersonId(line.get::<_, Uuid>(1)?),
            name: format!("{given} {family}").trim().to_owned(),
            birth: line.get(4)?,
            commune: line.get(5)?,
            demo: line.get(6)?,
        },
    })
}

fn people(db: &Connection, query: &str, limit: u32) -> Result<Vec<Found>, Error> {
    if query.is_empty() {
        return Ok(Vec::new());
    }
    let sql = format!(
        "SELECT {PERSON}
         FROM (SELECT rowid FROM person_words WHERE person_words MATCH ?1 ORDER BY rank LIMIT ?2) AS f
         JOIN person p ON p.ix = f.rowid"
    );
    let mut statement = db.prepare_cached(&sql)?;
    let rows = statement.query_map(rusqlite::params![query, limit], person)?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// People by their number in the table, in that order.
fn numbered(db: &Connection, people: &[i64]) -> Result<Vec<Found>, Error> {
    let sql = format!("SELECT {PERSON} FROM json_each(?1) f CROSS JOIN person p ON p.ix = f.value");
    let mut statement = db.prepare_cached(&sql)?;
    let rows = statement.query_map([list(people)], person)?;
    let mut found = rows.collect::<rusqlite::Result<Vec<Found>>>()?;
    found.sort_by_key(|found| people.iter().position(|ix| *ix == found.ix));
    Ok(found)
}

fn programmes(db: &Connection, query: &str, limit: u32) -> Result<Vec<Hit>, Error> {
    if query.is_empty() {
        return Ok(Vec::new());
    }
    let sql = "SELECT p.id, p.name, coalesce(o.name, ''), p.demo
               FROM (SELECT rowid FROM programme_words WHERE programme_words MATCH ?1 ORDER BY rank LIMIT ?2) AS f
               JOIN programme p ON p.ix = f.rowid LEFT JOIN provider o ON o.id = p.provider";
    let mut statement = db.prepare_cached(sql)?;
    let rows = statement.query_map(rusqlite::params![query, limit], |line| {
        Ok(Hit::Programme {
            id: ProgrammeId(line.get(0)?),
            name: line.get(1)?,
            provider: line.get(2)?,
            demo: line.get(3)?,
        })
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}

fn find(db: &Connection, columns: &Columns, text: &str, aside: bool) -> Result<Vec<Hit>, Error> {
    let folded = folded(text);
    let mut found = people(db, &prefixes_of(&folded), LIMIT)?;
    if aside && !folded.trim().is_empty() {
        let these: Vec<i64> = columns.aside(&folded).into_iter().take(LIMIT as usize).collect();
        found.extend(numbered(db, &these)?);
    }
    if found.len() < FEW {
        let near = columns.near(&folded, LIMIT as usize);
        let more: Vec<i64> =
            near.into_iter().filter(|ix| found.iter().all(|known| known.ix != *ix)).collect();
        found.extend(numbered(db, &more)?);
    }
    found.truncate(LIMIT as usize * if aside { 2 } else { 1 });
    let mut hits: Vec<Hit> = found.into_iter().map(|found| found.hit).collect();
    hits.extend(programmes(db, &prefixes_of(&folded), 6)?);
    Ok(hits)
}

impl Vault {
    /// The people and programmes that the typed words may mean, best first, at most 18. Who was put away or is limited is not
    /// among them.
    pub fn search(&self, text: &str) -> Result<Vec<Hit>, Error> {
        self.read_people(|db, columns| find(db, columns, text, false))
    }

    /// The same with those whose files stand aside.
    pub fn search_aside(&self, text: &str) -> Result<Vec<Hit>, Error> {
        self.read_people(|db, columns| find(db, columns, text, true))
    }
}
