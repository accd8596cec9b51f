//! The documents of a person, as the file shows them, and one document as it is kept.

use chrono::NaiveDate;
use passerelle_domain::document::{Document, DocumentKind, Media};
use passerelle_domain::id::{DocumentId, PersonId};
use rusqlite::{Connection, Row};
use serde::Serialize;
use ts_rs::TS;
use uuid::Uuid;

use super::file::{list, word};
use super::of::Of;
use crate::row::blob;
use crate::{Error, Vault};

#[derive(Clone, Debug, Serialize, TS)]
pub struct DocumentView {
    pub id: DocumentId,
    pub name: String,
    /// None for one of a newer version, as is `media`.
    pub kind: Option<DocumentKind>,
    pub media: Option<Media>,
    /// In bytes.
    pub size: u32,
    pub added_on: Option<NaiveDate>,
    /// The worker who added it.
    pub author: String,
    /// Whether its content is here; another laptop's may still be on its way.
    pub here: bool,
}

/// A document that was added, as the timeline tells it.
#[derive(Clone, Debug, Serialize, TS)]
pub struct Filed {
    pub document: DocumentId,
    pub name: String,
    pub document_kind: Option<DocumentKind>,
}

/// A line of the timeline: the kind stands fifth, the name ninth.
pub(super) fn filed(row: &Row<'_>) -> rusqlite::Result<Filed> {
    Ok(Filed {
        document: DocumentId(row.get(1)?),
        name: row.get(8)?,
        document_kind: word(row, 4, DocumentKind::from_code)?,
    })
}

/// The latest first.
pub(super) fn documents(db: &Connection, of: &Of) -> Result<Vec<DocumentView>, Error> {
    let sql = "SELECT d.id, d.name, d.kind, d.media, coalesce(d.size, 0), d.added_on, coalesce(w.name, ''),
                 EXISTS (SELECT 1 FROM attachment a WHERE a.hash = d.hash AND a.piece = 0)
               FROM document d LEFT JOIN worker w ON w.id = d.author
               WHERE d.person IN (SELECT id FROM person WHERE id = ?1 OR merged_into = ?1) AND d.removed = 0
               ORDER BY d.added_on DESC, d.at DESC, d.id DESC";
    list(db, sql, of, |row| {
        Ok(DocumentView {
            id: DocumentId(row.get(0)?),
            name: row.get(1)?,
            kind: word(row, 2, DocumentKind::from_code)?,
            media: word(row, 3, Media::from_code)?,
            size: row.get(4)?,
            added_on: row.get(5)?,
            author: row.get(6)?,
            here: row.get(7)?,
        })
    })
}

impl Vault {
    /// One document as it is kept. [`Error::NotFound`] when there is none of this id, or it was taken out.
    pub fn document(&self, id: DocumentId) -> Result<Document, Error> {
        self.read(|db| {
            let sql = "SELECT person, name, kind, media, hash, coalesce(size, 0) FROM document
                       WHERE id = ?1 AND removed = 0";
            let read = |row: &Row<'_>| {
                Ok(Document {
                    id,
                    person: PersonId(row.get::<_, Option<Uuid>>(0)?.unwrap_or_default()),
                    name: row.get(1)?,
                    kind: word(row, 2, DocumentKind::from_code)?,
                    media: word(row, 3, Media::from_code)?,
                    hash: row.get(4)?,
                    size: row.get(5)?,
                })
            };
            Ok(db.prepare_cached(sql)?.query_row([blob(&id.0)], read)?)
        })
    }
}
