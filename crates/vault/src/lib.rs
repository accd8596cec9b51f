//! The encrypted store: keys, connection, migrations, the one write path, queries and search. No rule of the work is
//! decided here; what the rules decided is written whole or not at all.

mod about;
pub mod access;
pub mod agenda;
mod ahead;
mod apply;
pub mod attachment;
pub mod backup;
mod commit;
pub mod consultation;
mod derive;
pub mod disagreement;
pub mod draft;
mod erase;
pub mod erased;
pub mod export;
pub mod feedback;
pub mod fund;
mod heads;
pub mod hold;
pub mod journal;
pub mod key;
pub mod letter;
pub mod mark;
mod migrate;
mod names;
mod open;
pub mod outbox;
pub mod past;
pub mod person;
pub mod programme;
#[cfg(test)]
mod questions;
mod reach;
mod rebuild;
pub mod receive;
pub mod recover;
pub mod referral;
pub mod report;
pub mod roots;
mod row;
mod salvage;
pub mod search;
mod settle;
mod stack;
pub mod team;
pub mod verify;
mod view;
mod worker;
pub mod works;

pub use about::{About, left_out};
pub use commit::Hand;
pub use migrate::SCHEMA;
pub use open::{FILE, Vault};
pub use stack::wipe_stack;

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
    #[error("a new schema could not be made; the former one stands")]
    MigrationFailed {
        /// The backup that was kept before.
        copy: String,
    },
    #[error("no such row")]
    NotFound,
    #[error("the content of a document is not whole")]
    ContentMissing,
    #[error("the content of a document of another laptop has not come yet")]
    ContentAway,
    #[error("the disk is full")]
    DiskFull,
    #[error("another connection holds the vault")]
    Busy,
    #[error("another process has the vault open")]
    InUse,
    #[error("bytes of the journal cannot be read")]
    Codec,
    #[error("a former failure left the connection unusable")]
    Poisoned,
    #[error("the database refused")]
    Sql(#[source] rusqlite::Error),
}

impl Error {
    /// What a file of the vault's folder that cannot be made, read or moved comes down to.
    pub(crate) fn from_file(error: &std::io::Error) -> Error {
        match error.kind() {
            std::io::ErrorKind::StorageFull => Error::DiskFull,
            _ => Error::FileMissing,
        }
    }
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
