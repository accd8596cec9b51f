//! With whom a person agreed to share, as their file shows it.

use chrono::NaiveDate;
use passerelle_domain::agreement::GivenBy;
use passerelle_domain::id::{AgreementId, ProviderId};
use rusqlite::Connection;
use serde::Serialize;
use ts_rs::TS;
use uuid::Uuid;

use super::file::{list, word};
use super::of::Of;
use crate::Error;

#[derive(Clone, Debug, Serialize, TS)]
pub struct AgreementView {
    pub id: AgreementId,
    pub provider: ProviderId,
    pub provider_name: String,
    pub given_on: Option<NaiveDate>,
    pub given_by: Option<GivenBy>,
    pub text_version: String,
    pub withdrawn_on: Option<NaiveDate>,
}

/// The latest first.
pub(super) fn agreements(db: &Connection, of: &Of) -> Result<Vec<AgreementView>, Error> {
    let sql = "SELECT a.id, a.provider, coalesce(o.name, ''), a.given_on, a.given_by, a.text_version, a.withdrawn_on
               FROM agreement a LEFT JOIN provider o ON o.id = a.provider
               WHERE a.person IN (SELECT id FROM person WHERE id = ?1 OR merged_into = ?1) AND a.removed = 0
               ORDER BY a.given_on DESC, a.id DESC";
    list(db, sql, of, |row| {
        Ok(AgreementView {
            id: AgreementId(row.get(0)?),
            provider: ProviderId(row.get::<_, Option<Uuid>>(1)?.unwrap_or_default()),
            provider_name: row.get(2)?,
            given_on: row.get(3)?,
            given_by: word(row, 4, GivenBy::from_code)?,
            text_version: row.get(5)?,
            withdrawn_on: row.get(6)?,
        })
    })
}
