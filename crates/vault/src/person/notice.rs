//! What a person was told about their file, as the file shows it.

use chrono::NaiveDate;
use passerelle_domain::id::{NoticeId, PersonId};
use passerelle_domain::notice::{NoticeWay, ToldTo};
use rusqlite::Connection;
use serde::Serialize;
use ts_rs::TS;

use super::file::{list, word};
use super::of::Of;
use crate::row::blob;
use crate::{Error, Vault};

#[derive(Clone, Debug, Serialize, TS)]
pub struct NoticeView {
    pub id: NoticeId,
    pub told_on: Option<NaiveDate>,
    pub told_to: Option<ToldTo>,
    pub way: Option<NoticeWay>,
    pub text_version: String,
    /// The worker who wrote it down.
    pub author: String,
}

/// The latest first.
pub(super) fn notices(db: &Connection, of: &Of) -> Result<Vec<NoticeView>, Error> {
    let sql = "SELECT n.id, n.told_on, n.told_to, n.way, n.text_version, coalesce(w.name, '')
               FROM notice n LEFT JOIN worker w ON w.id = n.author
               WHERE n.person IN (SELECT id FROM person WHERE id = ?1 OR merged_into = ?1) AND n.removed = 0 ORDER BY n.told_on DESC, n.id DESC";
    list(db, sql, of, |row| {
        Ok(NoticeView {
            id: NoticeId(row.get(0)?),
            told_on: row.get(1)?,
            told_to: word(row, 2, ToldTo::from_code)?,
            way: word(row, 3, NoticeWay::from_code)?,
            text_version: row.get(4)?,
            author: row.get(5)?,
        })
    })
}

impl Vault {
    /// Whose a notice is. [`Error::NotFound`] when there is none of this id or it was taken out.
    pub fn notice(&self, id: NoticeId) -> Result<PersonId, Error> {
        self.read(|db| {
            let sql = "SELECT person FROM notice WHERE id = ?1 AND removed = 0 AND person IS NOT NULL";
            Ok(db.prepare_cached(sql)?.query_row([blob(&id.0)], |row| row.get(0).map(PersonId))?)
        })
    }
}
