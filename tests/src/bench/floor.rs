//! The least that any program on SQLCipher would do for the same answer: prepared statements, nothing around them.

use rusqlite::{Connection, params};
use tempfile::TempDir;
use uuid::Uuid;

use super::clock::{Times, time};
use super::data::Full;
use crate::Trouble;

/// A ranked prefix search over the names.
pub fn search(db: &Connection, texts: &[String]) -> Result<Times, Trouble> {
    let sql = "SELECT p.id, p.given_name, p.family_name, p.birth, p.commune FROM
               (SELECT rowid FROM person_words WHERE person_words MATCH ?1 ORDER BY rank LIMIT 12) f
               JOIN person p ON p.ix = f.rowid";
    let mut statement = db.prepare(sql)?;
    time(texts.len() * 3, |at| {
        let words: Vec<String> = texts
            .get(at % texts.len())
            .map(|text| text.split_whitespace().map(|word| format!("\"{word}\"*")).collect())
            .unwrap_or_default();
        let mut rows = statement.query([words.join(" ")])?;
        while let Some(row) = rows.next()? {
            let _: (Uuid, String) = (row.get(0)?, row.get(1)?);
        }
        Ok(())
    })
}

/// The encounters of one person, newest first.
pub fn timeline(db: &Connection, people: &[Uuid]) -> Result<Times, Trouble> {
    let sql = "SELECT id, kind, initiative, result, on_day, place, note FROM encounter WHERE person = ?1
               ORDER BY on_day DESC, id DESC";
    let mut statement = db.prepare(sql)?;
    time(people.len(), |at| {
        let person = people.get(at % people.len()).map(|id| id.as_bytes().to_vec());
        let mut rows = statement.query([person])?;
        while let Some(row) = rows.next()? {
            let _: (Uuid, String) = (row.get(0)?, row.get(6)?);
        }
        Ok(())
    })
}

/// One row made durable in an encrypted file of its own.
pub fn insert(full: &Full) -> Result<Times, Trouble> {
    let folder = TempDir::new_in(&full.dir)?;
    let db = Connection::open(folder.path().join("floor.db"))?;
    db.execute_batch(&format!(
        "PRAGMA key = \"x'{}'\"; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;
         CREATE TABLE encounter (ix INTEGER PRIMARY KEY, id BLOB, person BLOB, note TEXT) STRICT;",
        full.key()?.hex().as_str()
    ))?;
    let mut statement = db.prepare("INSERT INTO encounter (id, person, note) VALUES (?1, ?2, ?3)")?;
    time(300, |_| {
        let id = Uuid::now_v7();
        statement.execute(params![id.as_bytes(), id.as_bytes(), "Message laissé sur le répondeur."])?;
        Ok(())
    })
}

/// Opening the file and its first fifty rows.
pub fn open(full: &Full) -> Result<Times, Trouble> {
    let key = full.key()?.hex();
    time(20, |_| {
        let db = Connection::open(full.dir.join(passerelle_vault::FILE))?;
        db.execute_batch(&format!("PRAGMA key = \"x'{}'\";", key.as_str()))?;
        let mut statement =
            db.prepare("SELECT id, given_name FROM person WHERE away = 0 ORDER BY sort_name LIMIT 50")?;
        let mut rows = statement.query([])?;
        while rows.next()?.is_some() {}
        Ok(())
    })
}
