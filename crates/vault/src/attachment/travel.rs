//! Contents on their way to other laptops and from them: which ones, under which names, and the chunks that have come so far.
//! What is sealed and how is synchronisation's.

use data_encoding::HEXLOWER;
use passerelle_domain::document::SIZE_LIMIT;
use passerelle_domain::id::{DocumentId, PersonId, SpaceId};
use rusqlite::{Connection, Row, TransactionBehavior, params};
use uuid::Uuid;
use zeroize::Zeroizing;

use super::{Content, keep, whole};
use crate::row::blob;
use crate::team::{Secret, place};
use crate::{Error, Vault};

/// The content of a document as it travels.
pub struct Travelling {
    pub document: DocumentId,
    /// Its name at the hub.
    pub name: [u8; 16],
    /// What seals its chunks.
    pub key: Secret,
    /// BLAKE3 of the whole, 64 hexadecimal digits.
    pub hash: String,
    /// In bytes, from 1 to [`SIZE_LIMIT`].
    pub size: u32,
}

const COLUMNS: &str = "d.id, d.blob_name, d.blob_key, d.hash, coalesce(d.size, 0)";

fn secret(text: &str) -> Option<Secret> {
    let bytes = Zeroizing::new(HEXLOWER.decode(text.as_bytes()).ok()?);
    let mut key = Zeroizing::new([0; 32]);
    if bytes.len() != key.len() {
        return None;
    }
    key.copy_from_slice(&bytes);
    Some(key)
}

fn name_of(text: &str) -> Option<[u8; 16]> {
    HEXLOWER.decode(text.as_bytes()).ok()?.try_into().ok()
}

/// None where another laptop wrote something that is no name, no key or no size.
fn travelling(row: &Row<'_>) -> rusqlite::Result<Option<Travelling>> {
    let (name, key): (String, String) = (row.get(1)?, row.get(2)?);
    let size: u32 = u32::try_from(row.get::<_, i64>(4)?).unwrap_or(0);
    let fits = (1..=SIZE_LIMIT).contains(&size);
    let (document, hash) = (DocumentId(row.get(0)?), row.get(3)?);
    let known = name_of(&name).zip(secret(&key)).filter(|_| fits);
    Ok(known.map(|(name, key)| Travelling { document, name, key, hash, size }))
}

fn those(db: &Connection, narrow: &str, values: impl rusqlite::Params) -> Result<Vec<Travelling>, Error> {
    let sql = format!(
        "SELECT {COLUMNS} FROM document d WHERE d.removed = 0 AND d.blob_name <> '' AND {narrow} ORDER BY d.at DESC, d.ix"
    );
    let mut statement = db.prepare_cached(&sql)?;
    let rows = statement.query_map(values, travelling)?;
    let read: Vec<Option<Travelling>> = rows.collect::<Result<_, _>>()?;
    Ok(read.into_iter().flatten().collect())
}

/// Lets go of what erased documents left on its way.
pub(super) fn forget_erased(db: &Connection) -> Result<(), Error> {
    for table in ["content_part", "content_sent"] {
        let sql = format!(
            "DELETE FROM {table} WHERE name IN (SELECT blob_name FROM document WHERE id IN
               (SELECT id FROM gone WHERE tbl = 22))"
        );
        db.execute(&sql, [])?;
    }
    Ok(())
}

impl Vault {
    /// Contents of a space's files that are here and that its hub was not seen to have, the latest first.
    pub fn contents_to_send(&self, space: SpaceId) -> Result<Vec<Travelling>, Error> {
        self.read(|db| {
            those(
                db,
                "d.blob_name NOT IN (SELECT name FROM content_sent WHERE space = ?1)
                 AND coalesce((SELECT f.space FROM file_space f WHERE f.person = d.person), x'') = ?2
                 AND EXISTS (SELECT 1 FROM attachment a WHERE a.hash = d.hash AND a.piece = 0)",
                params![blob(&space.0), place::key(db, space)?],
            )
        })
    }

    /// Contents that are not here and that the hub of a space may have, the latest first: of the space's files, and of those
    /// that were the home team's before they went on in a smaller one.
    pub fn contents_to_fetch(&self, space: SpaceId) -> Result<Vec<Travelling>, Error> {
        self.read(|db| {
            those(
                db,
                "(?1 = x'' OR EXISTS (SELECT 1 FROM file_space f WHERE f.person = d.person AND f.space = ?1))
                 AND NOT EXISTS (SELECT 1 FROM attachment a WHERE a.hash = d.hash AND a.piece = 0)",
                params![place::key(db, space)?],
            )
        })
    }

    /// Documents whose content is here and has no name to travel under.
    pub fn unnamed_contents(&self) -> Result<Vec<DocumentId>, Error> {
        self.read(|db| {
            let sql = "SELECT d.id FROM document d WHERE d.removed = 0 AND d.blob_name = ''
                       AND EXISTS (SELECT 1 FROM attachment a WHERE a.hash = d.hash AND a.piece = 0)";
            let mut statement = db.prepare_cached(sql)?;
            let rows = statement.query_map([], |row| row.get(0).map(DocumentId))?;
            Ok(rows.collect::<Result<_, _>>()?)
        })
    }

    /// The whole content, held against its hash. [`Error::ContentMissing`] where it is not as it was.
    pub fn travelling_content(&self, of: &Travelling) -> Result<Vec<u8>, Error> {
        self.read(|db| whole(db, &of.hash)?.ok_or(Error::ContentMissing))
    }

    /// The names under which contents of these people's documents ever travelled, those taken out included.
    pub fn content_names(&self, people: &[Uuid]) -> Result<Vec<[u8; 16]>, Error> {
        self.read(|db| {
            let sql = "SELECT blob_name FROM document WHERE person = ?1 AND blob_name <> ''";
            let mut names = Vec::new();
            for person in people {
                let mut statement = db.prepare_cached(sql)?;
                for name in statement.query_map([blob(person)], |row| row.get::<_, String>(0))? {
                    names.extend(name_of(&name?));
                }
            }
            names.sort_unstable();
            names.dedup();
            Ok(names)
        })
    }

    /// A person with all those whose files were merged into theirs.
    pub fn merged_with(&self, person: PersonId) -> Result<Vec<Uuid>, Error> {
        self.read(|db| {
            let sql = "SELECT id FROM person WHERE id = ?1 OR merged_into = ?1 ORDER BY ix";
            let mut statement = db.prepare_cached(sql)?;
            let rows = statement.query_map([blob(&person.0)], |row| row.get(0))?;
            Ok(rows.collect::<Result<_, _>>()?)
        })
    }

    /// The hub of a space has this content whole.
    pub fn note_content_sent(&self, space: SpaceId, of: &Travelling) -> Result<(), Error> {
        let db = self.writer()?;
        let sql = "INSERT OR IGNORE INTO content_sent (space, name) VALUES (?1, ?2)";
        db.prepare_cached(sql)?.execute(params![blob(&space.0), HEXLOWER.encode(&of.name)])?;
        Ok(())
    }

    /// The numbers of the chunks that have come, counted from 0, ascending.
    pub fn content_parts(&self, of: &Travelling) -> Result<Vec<u32>, Error> {
        self.read(|db| {
            let sql = "SELECT chunk FROM content_part WHERE name = ?1 ORDER BY chunk";
            let mut statement = db.prepare_cached(sql)?;
            let rows = statement.query_map([HEXLOWER.encode(&of.name)], |row| row.get(0))?;
            Ok(rows.collect::<Result<_, _>>()?)
        })
    }

    /// Keeps a chunk of a content that is still coming.
    pub fn keep_content_part(&self, of: &Travelling, chunk: u32, bytes: &[u8]) -> Result<(), Error> {
        let db = self.writer()?;
        let sql = "INSERT OR REPLACE INTO content_part (name, chunk, bytes) VALUES (?1, ?2, ?3)";
        db.prepare_cached(sql)?.execute(params![HEXLOWER.encode(&of.name), chunk, bytes])?;
        Ok(())
    }

    /// All chunks have come: they become the content, if they give its hash. False where they do not; they are then let go of.
    /// `hub` names the space from whose hub all of it came: that hub has it then.
    pub fn keep_travelled(&self, hub: Option<SpaceId>, of: &Travelling) -> Result<bool, Error> {
        let mut db = self.writer()?;
        let tx = db.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let name = HEXLOWER.encode(&of.name);
        let mut bytes = Vec::new();
        {
            let sql = "SELECT bytes FROM content_part WHERE name = ?1 ORDER BY chunk";
            let mut statement = tx.prepare_cached(sql)?;
            for part in statement.query_map([&name], |row| row.get::<_, Vec<u8>>(0))? {
                bytes.extend(part?);
            }
        }
        let content = Content::of(bytes);
        let is = content.hash() == of.hash && content.bytes().len() == of.size as usize;
        // Somebody may have erased it meanwhile.
        let wanted = "SELECT EXISTS (SELECT 1 FROM document WHERE id = ?1 AND hash = ?2)";
        if is && tx.query_row(wanted, params![blob(&of.document.0), of.hash], |row| row.get(0))? {
            keep(&tx, &content)?;
            if let Some(space) = hub {
                let sql = "INSERT OR IGNORE INTO content_sent (space, name) VALUES (?1, ?2)";
                tx.execute(sql, params![blob(&space.0), name])?;
            }
        }
        tx.execute("DELETE FROM content_part WHERE name = ?1", [&name])?;
        tx.commit()?;
        Ok(is)
    }
}
