//! What others publish, as this laptop took it in: offers, priority neighbourhoods, addresses, lists of words. It is public,
//! kept in a plain file beside the vault, and can be had again from the files it came from; nothing of a young person enters it.

mod address;
mod area;
mod bits;
mod columns;
mod commune;
mod filter;
mod find;
mod import;
mod offer;
mod open;
mod speech;
mod take;
mod term;
mod write;

pub use address::{Found, Match, Precision, Wanted};
pub use area::{Answer, Atlases, Residence, Shape};
pub use columns::Column;
pub use commune::{Commune, centre, commune, named};
pub use filter::{Filter, Found as FoundOffers, Numbers, OfferLine, Sort};
pub use import::{Header, Import, ImportLine, Imported};
pub use offer::{OfferFile, Standing};
pub use open::{Catalogue, FILE};
pub use passerelle_formats::draft::Catalogue as Source;
pub use take::{Format, digest};
pub use term::Term;
pub use write::source_code;

/// What can go wrong with the file itself; the caller turns it into a sentence.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    #[error("the catalogue is damaged")]
    Damaged,
    #[error("the catalogue was written by a newer version")]
    Newer,
    #[error("not there")]
    NotFound,
    #[error("another import came after this one")]
    NotLatest,
    #[error("the disk is full")]
    DiskFull,
    #[error("another program writes")]
    Busy,
    /// The file that is read cannot be taken in; nothing of it was kept.
    #[error(transparent)]
    File(#[from] passerelle_formats::report::Refusal),
    #[error(transparent)]
    Sql(rusqlite::Error),
}

impl From<rusqlite::Error> for Error {
    fn from(error: rusqlite::Error) -> Self {
        use rusqlite::ErrorCode;
        match error.sqlite_error_code() {
            Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase) => Error::Damaged,
            Some(ErrorCode::DiskFull) => Error::DiskFull,
            Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => Error::Busy,
            _ if matches!(error, rusqlite::Error::QueryReturnedNoRows) => Error::NotFound,
            _ => Error::Sql(error),
        }
    }
}

impl From<serde_json::Error> for Error {
    fn from(_: serde_json::Error) -> Self {
        Error::Damaged
    }
}
