//! The encrypted store: keys, connection, migrations, the one write path, queries and search. No rule of the work is
//! decided here; what the rules decided is written whole or not at all.

pub mod agenda;
mod apply;
mod commit;
mod derive;
mod draft;
mod erase;
pub mod export;
pub mod journal;
pub mod key;
mod migrate;
mod open;
pub mod past;
pub mod person;
pub mod programme;
#[cfg(test)]
mod questions;
mod rebuild;
pub mod referral;
mod row;
pub mod search;
pub mod verify;
mod view;

pub use commit::Hand;
pub use migrate::SCHEMA;
pub use open::{FILE, Vault};

/// What can go wrong with the file itself; the caller turns it into a sentence.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    #[error("the vault is damaged")]
    Damaged,
    #[error("the vault was written by a newer version (schema {found}, known {known})")]
    Newer { found: i64, known: i64 },
    #[error("a vault is already there")]
    AlreadyThere,
    #[error("the vault's file is missing")]
    FileMissing,
    #[error("no such row")]
    NotFound,
    #[error("the disk is full")]
    DiskFull,
    #[error("another process holds the vault")]
    Busy,
    #[error("bytes of the journal cannot be read")]
    Codec,
    #[error("a former failure left the connection unusable")]
    Poisoned,
    #[error("the database refused")]
    Sql(#[source] rusqlite::Error),
}

impl From<rusqlite::Error> for Error {
    fn from(error: rusqlite::Error) -> Self {
        use rusqlite::ErrorCode;
        match error.sqlite_error_code() {
            Some(ErrorCode::DiskFull) => Error::DiskFull,
            Some(ErrorCode::NotADatabase | ErrorCode::DatabaseCorrupt) => Error::Damaged,
            Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => Error::Busy,
            _ if matches!(error, rusqlite::Error::QueryReturnedNoRows) => Error::NotFound,
            _ => Error::Sql(error),
        }
    }
}
