//! The contents of documents, in pieces under the hash of the whole, within the same file as everything else. Which document
//! means which content is said by its row; here are only bytes, and how long they are kept.

mod travel;

use data_encoding::BASE64;
use passerelle_domain::change::Table;
use passerelle_domain::document::Document;
use passerelle_domain::id::{DocumentId, PersonId};
use rusqlite::{Connection, OptionalExtension as _, params};
use serde::Serialize;
use ts_rs::TS;
use uuid::Uuid;

pub use self::travel::Travelling;
use crate::apply::Written;
use crate::past::REACH;
use crate::row::blob;
use crate::{Error, Vault};

/// Bytes of a piece; the last one of a content may be shorter.
pub const PIECE: usize = 256 * 1_024;

/// In the table `meta`, under this and the hash of a content that no document of a file means any more: the device and the
/// number of the act that let go of it, as `1.204`.
const UNHELD: &str = "unheld/";

/// The bytes of a document, and what they are known by.
pub struct Content {
    hash: String,
    bytes: Vec<u8>,
}

impl Content {
    pub fn of(bytes: Vec<u8>) -> Content {
        Content { hash: blake3::hash(&bytes).to_hex().to_string(), bytes }
    }

    /// BLAKE3 of the whole, 64 hexadecimal digits.
    pub fn hash(&self) -> &str {
        &self.hash
    }

    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }
}

/// Some of a document's pieces, as they go to the page.
#[derive(Serialize, TS)]
pub struct DocumentPart {
    /// Pieces in all.
    pub pieces: u32,
    /// Pieces in this part.
    pub given: u32,
    /// Their bytes.
    pub base64: String,
}

fn keep(db: &Connection, content: &Content) -> Result<(), Error> {
    let mut insert =
        db.prepare_cached("INSERT OR IGNORE INTO attachment (hash, piece, bytes) VALUES (?1, ?2, ?3)")?;
    for (piece, bytes) in (0_u32..).zip(content.bytes.chunks(PIECE)) {
        insert.execute(params![content.hash, piece, bytes])?;
    }
    Ok(())
}

/// Notes whether a document of a file still means this content.
fn note(db: &Connection, hash: &str, by: (u32, u64)) -> Result<(), Error> {
    let held: bool = db
        .prepare_cached("SELECT EXISTS (SELECT 1 FROM document WHERE hash = ?1 AND removed = 0)")?
        .query_row([hash], |line| line.get(0))?;
    let key = format!("{UNHELD}{hash}");
    if held {
        db.prepare_cached("DELETE FROM meta WHERE key = ?1")?.execute([key])?;
    } else {
        let sql = "INSERT OR REPLACE INTO meta (key, value) SELECT ?1, ?2 WHERE EXISTS
                   (SELECT 1 FROM attachment WHERE hash = ?3)";
        db.prepare_cached(sql)?.execute(params![key, format!("{}.{}", by.0, by.1), hash])?;
    }
    Ok(())
}

/// Forgets what was let go of so long ago that no undo reaches it.
fn sweep(db: &Connection, (own, last): (u32, u64)) -> Result<(), Error> {
    let unheld = {
        let mut statement =
            db.prepare_cached("SELECT key, value FROM meta WHERE key >= 'unheld/' AND key < 'unheld0'")?;
        let lines = statement.query_map([], |line| Ok((line.get(0)?, line.get(1)?)))?;
        lines.collect::<Result<Vec<(String, String)>, _>>()?
    };
    for (key, value) in unheld {
        let (dev, n) = value.split_once('.').ok_or(Error::Codec)?;
        let dev: u32 = dev.parse().map_err(|_| Error::Codec)?;
        let n: u64 = n.parse().map_err(|_| Error::Codec)?;
        if own != dev {
            // Another life of this laptop let go of it: the time to undo it is counted anew.
            let sql = "UPDATE meta SET value = ?2 WHERE key = ?1";
            db.prepare_cached(sql)?.execute(params![key, format!("{own}.{last}")])?;
        } else if last >= n.saturating_add(REACH) {
            let hash = key.strip_prefix(UNHELD).unwrap_or_default();
            db.prepare_cached("DELETE FROM attachment WHERE hash = ?1")?.execute([hash])?;
            db.prepare_cached("DELETE FROM meta WHERE key = ?1")?.execute([&key])?;
        }
    }
    Ok(())
}

/// The part of a commit that is about contents: keeps the new ones, notes those that documents let go of, and removes those
/// that cannot come back. `last` is the device that writes and the number of its last act.
pub(crate) fn settle(
    db: &Connection,
    contents: &[Content],
    written: &Written,
    last: (u32, u64),
) -> Result<(), Error> {
    for content in contents {
        keep(db, content)?;
    }
    for (_, id) in written.rows().filter(|(table, _)| *table == Table::Document) {
        let mut statement = db.prepare_cached("SELECT hash FROM document WHERE id = ?1")?;
        let hash: Option<String> = statement.query_row([blob(id)], |line| line.get(0)).optional()?;
        if let Some(hash) = hash {
            note(db, &hash, last)?;
        }
    }
    sweep(db, last)
}

/// Lets go of what only erased documents meant, and of the notes on contents that are gone.
pub(crate) fn forget_erased(db: &Connection) -> Result<(), Error> {
    let unheld = "DELETE FROM attachment WHERE hash IN (SELECT hash FROM document WHERE id IN
                    (SELECT id FROM gone WHERE tbl = 22))
                  AND NOT EXISTS (SELECT 1 FROM document d WHERE d.hash = attachment.hash
                    AND d.id NOT IN (SELECT id FROM gone WHERE tbl = 22))";
    db.execute(unheld, [])?;
    let notes = "DELETE FROM meta WHERE key >= 'unheld/' AND key < 'unheld0'
                 AND substr(key, 8) NOT IN (SELECT hash FROM attachment)";
    db.execute(notes, [])?;
    // What a document that was taken out earlier still holds is let go of from here on.
    let sql =
        "INSERT OR IGNORE INTO meta (key, value) SELECT DISTINCT 'unheld/' || d.hash, '0.0' FROM document d
               WHERE d.removed = 1 AND d.hash IN (SELECT hash FROM attachment) AND NOT EXISTS
                 (SELECT 1 FROM document o WHERE o.hash = d.hash AND o.removed = 0
                  AND o.id NOT IN (SELECT id FROM gone WHERE tbl = 22))";
    db.execute(sql, [])?;
    travel::forget_erased(db)
}

/// Takes over all pieces of another database.
pub(crate) fn copy(from: &Connection, to: &Connection) -> Result<(), Error> {
    let mut statement = from.prepare("SELECT hash, piece, bytes FROM attachment ORDER BY ix")?;
    let mut lines = statement.query([])?;
    let sql = "INSERT OR IGNORE INTO attachment (hash, piece, bytes) VALUES (?1, ?2, ?3)";
    while let Some(line) = lines.next()? {
        let (hash, piece, bytes): (String, u32, Vec<u8>) = (line.get(0)?, line.get(1)?, line.get(2)?);
        to.prepare_cached(sql)?.execute(params![hash, piece, bytes])?;
    }
    Ok(())
}

/// The bytes under a hash, if all are there and give that hash.
pub(crate) fn whole(db: &Connection, hash: &str) -> Result<Option<Vec<u8>>, Error> {
    let mut statement = db.prepare_cached("SELECT bytes FROM attachment WHERE hash = ?1 ORDER BY piece")?;
    let mut lines = statement.query([hash])?;
    let mut bytes: Vec<u8> = Vec::new();
    while let Some(line) = lines.next()? {
        bytes.extend(line.get::<_, Vec<u8>>(0)?);
    }
    let is = blake3::hash(&bytes).to_hex();
    Ok((is.as_str() == hash).then_some(bytes))
}

/// A document whose content is not there, or not as it was.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
pub struct HurtDocument {
    pub name: String,
    #[ts(type = "string | null")]
    pub person: Option<PersonId>,
    /// Empty where it cannot be read.
    pub person_name: String,
}

/// The documents whose content is not whole; those that were taken out are not looked at, nor those of which nothing has come
/// yet: another laptop added them, or all that is known of them is what somebody wrote later.
pub(crate) fn hurt(db: &Connection) -> Result<Vec<HurtDocument>, Error> {
    let sql = "SELECT DISTINCT d.hash FROM document d WHERE d.removed = 0
               AND (EXISTS (SELECT 1 FROM attachment a WHERE a.hash = d.hash)
                 OR EXISTS (SELECT 1 FROM row_version v LEFT JOIN device x ON x.ix = v.dev
                            WHERE v.tbl = 22 AND v.row_id = d.id AND coalesce(x.received, 0) = 0))";
    let mut statement = db.prepare(sql)?;
    let hashes = statement.query_map([], |line| line.get(0))?.collect::<Result<Vec<String>, _>>()?;
    let mut found = Vec::new();
    for hash in hashes {
        // A piece on a page that cannot be read is as good as gone.
        let sound = match whole(db, &hash) {
            Ok(bytes) => bytes.is_some(),
            Err(Error::Damaged | Error::Sql(_)) => false,
            Err(error) => return Err(error),
        };
        if sound {
            continue;
        }
        let sql = "SELECT d.name, d.person, coalesce(trim(p.given_name || ' ' || p.family_name), '')
                   FROM document d LEFT JOIN person p ON p.id = d.person
                   WHERE d.hash = ?1 AND d.removed = 0 ORDER BY d.ix";
        let mut statement = db.prepare_cached(sql)?;
        let lines = statement.query_map([&hash], |line| {
            let person: Option<Uuid> = line.get(1)?;
            Ok(HurtDocument { name: line.get(0)?, person: person.map(PersonId), person_name: line.get(2)? })
        })?;
        for line in lines {
            found.push(line?);
        }
    }
    Ok(found)
}

/// Of a content that is not whole here: whether it was lost, or another laptop has it and it has not come yet.
fn missing(db: &Connection, id: DocumentId) -> Result<Error, Error> {
    let sql = "SELECT NOT EXISTS (SELECT 1 FROM attachment a WHERE a.hash = d.hash) AND EXISTS
                 (SELECT 1 FROM row_version v JOIN device x ON x.ix = v.dev AND x.received = 1
                  WHERE v.tbl = 22 AND v.row_id = d.id)
               FROM document d WHERE d.id = ?1";
    let away = db.prepare_cached(sql)?.query_row([blob(&id.0)], |line| line.get(0))?;
    Ok(if away { Error::ContentAway } else { Error::ContentMissing })
}

impl Vault {
    /// Some pieces of a document's content, from the one of this number (the first is 0) on. [`Error::NotFound`] when there is
    /// no such document, [`Error::ContentMissing`] when one of the pieces is not there, [`Error::ContentAway`] when it is
    /// another laptop's and has not come yet.
    pub fn document_part(&self, id: DocumentId, from: u32, count: u32) -> Result<DocumentPart, Error> {
        self.read(|db| {
            let sql = "SELECT hash, coalesce(size, 0) FROM document WHERE id = ?1 AND removed = 0";
            let read = |line: &rusqlite::Row<'_>| Ok((line.get::<_, String>(0)?, line.get::<_, u32>(1)?));
            let (hash, size) = db.prepare_cached(sql)?.query_row([blob(&id.0)], read)?;
            let pieces = size.div_ceil(u32::try_from(PIECE).unwrap_or(u32::MAX));
            let due = pieces.saturating_sub(from).min(count);
            let sql =
                "SELECT bytes FROM attachment WHERE hash = ?1 AND piece >= ?2 AND piece < ?3 ORDER BY piece";
            let mut statement = db.prepare_cached(sql)?;
            let lines =
                statement.query_map(params![hash, from, from.saturating_add(due)], |line| line.get(0))?;
            let found: Vec<Vec<u8>> = lines.collect::<Result<_, _>>()?;
            if found.len() == due as usize {
                Ok(DocumentPart { pieces, given: due, base64: BASE64.encode(&found.concat()) })
            } else {
                Err(missing(db, id)?)
            }
        })
    }

    /// The whole content of a document, held against its hash. Errors as of [`Vault::document_part`].
    pub fn document_content(&self, document: &Document) -> Result<Vec<u8>, Error> {
        self.read(|db| match whole(db, &document.hash)? {
            Some(bytes) => Ok(bytes),
            None => Err(missing(db, document.id)?),
        })
    }
}

#[cfg(test)]
mod tests;
