//! Rows that hold from one import to another: replaced, ended, brought back, and forgotten once no undo reaches them.

use passerelle_formats::draft::Catalogue as Source;
use rusqlite::{Connection, params};

use crate::Error;

/// Tables whose rows hold from an import to an import. Rows of `street`, `house` and `offer_body` go with theirs.
const DATED: &[&str] = &["offer", "structure", "area", "roll", "term"];

/// How the table names a source.
pub fn source_code(source: Source) -> &'static str {
    match source {
        Source::DataInclusion => "data_inclusion",
        Source::Lheo => "lheo",
        Source::Hsds => "hsds",
    }
}

/// The source of a code.
pub(crate) fn source(code: &str) -> Option<Source> {
    [Source::DataInclusion, Source::Lheo, Source::Hsds]
        .into_iter()
        .find(|source| source_code(*source) == code)
}

/// The words of an offer enter the index.
pub(crate) fn index_offer(db: &Connection, ix: i64, words: [&str; 4]) -> Result<(), Error> {
    let sql = "INSERT INTO offer_words (rowid, name, provider, place, about) VALUES (?1, ?2, ?3, ?4, ?5)";
    let [name, provider, place, about] = words;
    db.prepare_cached(sql)?.execute(params![ix, name, provider, place, about])?;
    Ok(())
}

/// The words of an offer leave the index.
pub(crate) fn unindex_offer(db: &Connection, ix: i64) -> Result<(), Error> {
    db.prepare_cached("DELETE FROM offer_words WHERE rowid = ?1")?.execute([ix])?;
    Ok(())
}

/// Ends what holds of a source and the file did not have: the number of rows.
pub(crate) fn end_unseen(db: &Connection, import: i64, source: &str) -> Result<u32, Error> {
    let unseen = "source = ?1 AND until IS NULL
                  AND NOT EXISTS (SELECT 1 FROM seen_offer s WHERE s.source = offer.source AND s.key = offer.key)";
    db.execute(
        &format!("DELETE FROM offer_words WHERE rowid IN (SELECT ix FROM offer WHERE {unseen})"),
        [source],
    )?;
    let ended =
        db.execute(&format!("UPDATE offer SET until = ?2 WHERE {unseen}"), params![source, import])?;
    Ok(u32::try_from(ended).unwrap_or(u32::MAX))
}

/// What an import added goes, and what it ended holds again.
pub(crate) fn undo(db: &Connection, import: i64) -> Result<(), Error> {
    let sql =
        "DELETE FROM offer_words WHERE rowid IN (SELECT ix FROM offer WHERE since = ?1 AND until IS NULL)";
    db.execute(sql, [import])?;
    let back: Vec<i64> = {
        let mut statement = db.prepare("SELECT ix FROM offer WHERE until = ?1 AND since <> ?1")?;
        let rows = statement.query_map([import], |row| row.get(0))?;
        rows.collect::<Result<_, _>>()?
    };
    for table in DATED {
        db.execute(&format!("DELETE FROM {table} WHERE since = ?1"), [import])?;
        db.execute(&format!("UPDATE {table} SET until = NULL WHERE until = ?1"), [import])?;
    }
    for ix in back {
        crate::offer::reindex(db, ix)?;
    }
    db.execute("DELETE FROM import WHERE id = ?1", [import])?;
    Ok(())
}

/// Forgets rows that ended in an import which is not among the last `undoable` of its format. An offer's last row stays
/// without its body, so that what became of it can be told.
pub(crate) fn prune(db: &Connection, undoable: i64) -> Result<(), Error> {
    let sql = "UPDATE import SET settled = 1 WHERE settled = 0 AND (SELECT count(*) FROM import later
                 WHERE later.format = import.format AND later.id > import.id) >= ?1";
    if db.execute(sql, [undoable])? == 0 {
        return Ok(());
    }
    let old = "until IN (SELECT id FROM import WHERE settled = 1)";
    for table in DATED.iter().filter(|table| **table != "offer") {
        db.execute(&format!("DELETE FROM {table} WHERE {old}"), [])?;
    }
    db.execute(&format!("DELETE FROM offer_body WHERE ix IN (SELECT ix FROM offer WHERE {old})"), [])?;
    db.execute(
        &format!(
            "DELETE FROM offer WHERE {old} AND EXISTS (SELECT 1 FROM offer later
               WHERE later.source = offer.source AND later.key = offer.key AND later.ix > offer.ix)"
        ),
        [],
    )?;
    Ok(())
}
