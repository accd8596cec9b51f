//! Lists of words: occupations of ROME with their titles, terms of Formacode.

use passerelle_domain::person::name::fold;
use passerelle_formats::{formacode, rome};
use rusqlite::{OptionalExtension as _, params};
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
