//! BLAKE3 with a purpose: bytes hashed for one purpose never have the hash of the same bytes for another.

use core::fmt;

use data_encoding::HEXLOWER;
use serde::{Deserialize, Serialize};

/// The 32 bytes of BLAKE3 in its key derivation mode, with a purpose as context.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Hash(pub [u8; 32]);

impl Hash {
    /// Stands where there is nothing before: the previous hash of a first batch or entry.
    pub const NONE: Hash = Hash([0; 32]);

    /// The hash of `bytes` for one of the purposes below.
    pub fn of(purpose: &str, bytes: &[u8]) -> Hash {
        Hash(blake3::derive_key(purpose, bytes))
    }
}

impl fmt::Display for Hash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&HEXLOWER.encode(&self.0))
    }
}

impl fmt::Debug for Hash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Hash({self})")
    }
}

/// What is hashed or signed, and for what. A purpose is never given to a second thing.
pub mod purpose {
    /// A batch header: signed, and hashed into the chain of its device.
    pub const BATCH: &str = "passerelle/v1/batch";
    /// A membership log entry: signed, and hashed into the chain of its space.
    pub const LOG: &str = "passerelle/v1/log";
    /// A new device's consent to join a space with these keys.
    pub const CONSENT: &str = "passerelle/v1/consent";
    /// The proof that opens a session at a hub.
    pub const SESSION: &str = "passerelle/v1/session";
    /// What a device says it has applied.
    pub const ACK: &str = "passerelle/v1/ack";
    /// A snapshot's manifest.
    pub const SNAPSHOT: &str = "passerelle/v1/snapshot";
    /// A sealed body: an entry of a batch, a piece of a snapshot, a chunk of an attachment.
    pub const BODY: &str = "passerelle/v1/body";
    /// A wrapped case key.
    pub const WRAP: &str = "passerelle/v1/wrap";
    /// The set of wraps of an epoch.
    pub const WRAPS: &str = "passerelle/v1/wraps";
    /// The list of pieces of a snapshot's segment.
    pub const PIECES: &str = "passerelle/v1/pieces";
}
