//! Search as you type: prefixes of folded words first, then, where few are found, names a typo away.

use passerelle_domain::id::{PersonId, ProgrammeId};
use passerelle_domain::person::name::fold;
use rusqlite::Connection;
use serde::Serialize;
use strsim::osa_distance;
use ts_rs::TS;
use uuid::Uuid;

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
fn folded(typed: &str) -> String {
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

fn trigrams(folded: &str) -> String {
    let mut grams: Vec<String> = Vec::new();
    for word in folded.split_whitespace() {
        let letters: Vec<char> = word.chars().collect();
        grams.extend(letters.windows(3).map(|gram| format!("\"{}\"", gram.iter().collect::<String>())));
    }
    grams.join(" OR ")
}

struct Found {
    ix: i64,
    sort: String,
    hit: Hit,
}

fn people(db: &Connection, table: &str, query: &str, limit: u32) -> Result<Vec<Found>, Error> {
    if query.is_empty() {
        return Ok(Vec::new());
    }
    let sql = format!(
        "SELECT p.ix, p.sort_name, p.id, p.given_name, p.family_name, p.birth, p.commune, p.demo
         FROM (SELECT rowid FROM {table} WHERE {table} MATCH ?1 ORDER BY rank LIMIT ?2) AS f
         JOIN person p ON p.ix = f.rowid"
    );
    let mut statement = db.prepare_cached(&sql)?;
    let rows = statement.query_map(rusqlite::params![query, limit], |line| {
        let (given, family): (String, String) = (line.get(3)?, line.get(4)?);
        Ok(Found {
            ix: line.get(0)?,
            sort: line.get(1)?,
            hit: Hit::Person {
                id: PersonId(line.get::<_, Uuid>(2)?),
                name: format!("{given} {family}").trim().to_owned(),
                birth: line.get(5)?,
                commune: line.get(6)?,
                demo: line.get(7)?,
            },
        })
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// How far the typed words are from the name: each word to its nearest, two slips at most in a long one.
fn distance(typed: &str, name: &str) -> Option<usize> {
    let mut sum = 0;
    for word in typed.split_whitespace() {
        let allowed = if word.chars().count() > 5 { 2 } else { 1 };
        let nearest = name.split_whitespace().map(|other| osa_distance(word, other)).min()?;
        if nearest > allowed {
            return None;
        }
        sum += nearest;
    }
    Some(sum)
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

fn find(db: &Connection, text: &str) -> Result<Vec<Hit>, Error> {
    let folded = folded(text);
    let mut found = people(db, "person_words", &prefixes_of(&folded), LIMIT)?;
    if found.len() < FEW {
        let mut near: Vec<(usize, Found)> = people(db, "person_trigrams", &trigrams(&folded), 100)?
            .into_iter()
            .filter(|near| found.iter().all(|known| known.ix != near.ix))
            .filter_map(|near| distance(&folded, &near.sort).map(|far| (far, near)))
            .collect();
        near.sort_by(|a, b| a.0.cmp(&b.0).then_with(|| a.1.sort.cmp(&b.1.sort)));
        found.extend(near.into_iter().map(|(_, found)| found));
    }
    found.truncate(LIMIT as usize);
    let mut hits: Vec<Hit> = found.into_iter().map(|found| found.hit).collect();
    hits.extend(programmes(db, &prefixes_of(&folded), 6)?);
    Ok(hits)
}

impl Vault {
    /// The people and programmes that the typed words may mean, best first, at most 18.
    pub fn search(&self, text: &str) -> Result<Vec<Hit>, Error> {
        self.read(|db| find(db, text))
    }
}
