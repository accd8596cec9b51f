//! Lists of words: occupations of ROME with their titles, terms of Formacode.

use std::collections::BTreeSet;

use passerelle_domain::person::name::fold;
use passerelle_formats::{formacode, rome};
use rusqlite::{Connection, OptionalExtension as _, params};
use serde::Serialize;
use ts_rs::TS;

use crate::Error;
use crate::import::Import;
use crate::open::Catalogue;

/// A word of a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[ts(rename = "CatalogueTerm")]
pub struct Term {
    /// `rome` or `formacode`.
    pub list: String,
    pub code: String,
    pub label: String,
    /// As the file's name tells it; empty where it does not.
    pub version: String,
}

fn put(import: &mut Import<'_>, list: &str, code: &str, label: &str, version: &str) -> Result<(), Error> {
    let digest = blake3::hash(version.as_bytes());
    let sql = "SELECT ix, digest FROM term WHERE list = ?1 AND code = ?2 AND label = ?3 AND until IS NULL";
    let read = |row: &rusqlite::Row<'_>| Ok((row.get::<_, i64>(0)?, row.get::<_, Vec<u8>>(1)?));
    let held = import.db.prepare_cached(sql)?.query_row(params![list, code, label], read).optional()?;
    match held {
        Some((_, known)) if known == digest.as_bytes() => {
            import.count.same += 1;
            return Ok(());
        }
        Some((ix, _)) => {
            import.count.changed += 1;
            let sql = "UPDATE term SET until = ?2 WHERE ix = ?1";
            import.db.prepare_cached(sql)?.execute([ix, import.id])?;
        }
        None => import.count.added += 1,
    }
    let sql = "INSERT INTO term (list, code, since, digest, label, version) VALUES (?1, ?2, ?3, ?4, ?5, ?6)";
    let values = params![list, code, import.id, digest.as_bytes(), label, version];
    import.db.prepare_cached(sql)?.execute(values)?;
    Ok(())
}

pub(crate) fn put_occupation(
    import: &mut Import<'_>,
    occupation: &rome::Occupation,
    version: &str,
) -> Result<(), Error> {
    let labels = [&occupation.title].into_iter().filter(|title| !title.is_empty()).chain(&occupation.titles);
    for label in labels {
        put(import, "rome", occupation.code.as_str(), label, version)?;
    }
    Ok(())
}

pub(crate) fn put_formacode(import: &mut Import<'_>, term: &formacode::Term) -> Result<(), Error> {
    for label in [&term.label].into_iter().chain(&term.synonyms) {
        put(import, "formacode", &term.code, label, "")?;
    }
    Ok(())
}

/// More codes than this, and the words name no occupation: "vente" stands in half of them.
const MOST_CODES: usize = 12;

/// What the lists call occupations and fields of training, folded, with their codes.
pub(crate) struct Occupations(Vec<(String, String)>);

impl Occupations {
    pub fn read(db: &Connection) -> Result<Self, Error> {
        let mut statement = db.prepare_cached("SELECT label, code FROM term WHERE until IS NULL")?;
        let mut rows = statement.query([])?;
        let mut labels = Vec::new();
        while let Some(row) = rows.next()? {
            labels
                .push((fold(row.get_ref(0)?.as_str().unwrap_or_default()), fold(&row.get::<_, String>(1)?)));
        }
        Ok(Self(labels))
    }

    /// The codes, folded, of what these words name: each of them begins a word of one label. None where they name too much.
    pub fn codes(&self, typed: &[String]) -> Vec<&str> {
        if !typed.iter().any(|word| word.chars().count() >= 4) {
            return Vec::new();
        }
        let begins =
            |label: &str, typed: &String| label.split(' ').any(|word| word.starts_with(typed.as_str()));
        let named = self.0.iter().filter(|(label, _)| typed.iter().all(|typed| begins(label, typed)));
        let codes: BTreeSet<&str> = named.map(|(_, code)| code.as_str()).collect();
        if codes.len() > MOST_CODES { Vec::new() } else { codes.into_iter().collect() }
    }
}

/// The name of each of these codes, where a list that was taken in has it; the first label of a code is its own.
pub(crate) fn named(db: &Connection, list: &str, codes: &[&str]) -> Result<Vec<Term>, Error> {
    let sql =
        "SELECT label, version FROM term WHERE until IS NULL AND list = ?1 AND code = ?2 ORDER BY ix LIMIT 1";
    let mut statement = db.prepare_cached(sql)?;
    let mut found = Vec::new();
    for code in codes {
        let read = |row: &rusqlite::Row<'_>| {
            Ok(Term {
                list: list.to_owned(),
                code: (*code).to_owned(),
                label: row.get(0)?,
                version: row.get(1)?,
            })
        };
        found.extend(statement.query_row(params![list, code], read).optional()?);
    }
    Ok(found)
}

impl Catalogue {
    /// The words of the lists whose label has every typed word in it, or whose code begins so, at most 50.
    pub fn terms(&self, text: &str) -> Result<Vec<Term>, Error> {
        let typed = fold(text);
        let words: Vec<&str> = typed.split(' ').filter(|word| !word.is_empty()).collect();
        if words.is_empty() {
            return Ok(Vec::new());
        }
        self.read(|db| {
            let sql =
                "SELECT list, code, label, version FROM term WHERE until IS NULL ORDER BY list, code, label";
            let mut statement = db.prepare_cached(sql)?;
            let mut rows = statement.query([])?;
            let mut found = Vec::new();
            while let Some(row) = rows.next()? {
                let term =
                    Term { list: row.get(0)?, code: row.get(1)?, label: row.get(2)?, version: row.get(3)? };
                let label = fold(&term.label);
                let fits = words.iter().all(|word| {
                    label.split(' ').any(|known| known.starts_with(word))
                        || fold(&term.code).starts_with(word)
                });
                if fits {
                    found.push(term);
                }
                if found.len() == 50 {
                    break;
                }
            }
            Ok(found)
        })
    }
}
