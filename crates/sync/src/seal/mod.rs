//! Keys and what they seal. Composition only: XChaCha20-Poly1305, HPKE (RFC 9180), Ed25519, BLAKE3; docs/SYNC.md says how and why.

mod aead;
mod body;
mod epoch;
mod secret;

pub(crate) use aead::{bound, open, seal};
pub use body::{
    CHUNK_BYTES, ChunkPlace, EntryPlace, open_chunk, open_entry, open_piece, seal_chunk, seal_entry,
    seal_piece,
};
pub use epoch::{open_epoch_key, seal_epoch_key, unwrap_case_key, wrap_case_key};
pub use secret::{CaseKey, DeviceSecrets, EpochKey, FileKey, SealSecret, SignSecret};

use crate::chance::NoChance;
use crate::codec::{EntryError, PackError};
pub(crate) use crate::codec::{pad, unpad};

/// Bytes that sealing adds: a nonce of 24 and a tag of 16.
pub const OVERHEAD: usize = 40;

/// Why something could not be sealed or opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SealError {
    /// Sealed with another key, for another place, or altered.
    #[error("does not open")]
    Closed,
    /// The key that came out is not the one that was named.
    #[error("another key than the one named")]
    OtherKey,
    /// Sealed in a way of a newer version.
    #[error("sealed by a newer version")]
    TooNew,
    #[error(transparent)]
    Pack(#[from] PackError),
    #[error(transparent)]
    Entry(#[from] EntryError),
    #[error(transparent)]
    Chance(#[from] NoChance),
}

impl SealError {
    /// Whether a newer version could read it: it is kept until then.
    pub fn is_too_new(self) -> bool {
        matches!(
            self,
            SealError::TooNew | SealError::Pack(PackError::TooNew) | SealError::Entry(EntryError::TooNew(_))
        )
    }
}
