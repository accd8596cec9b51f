//! The membership log of a space: numbered entries, each naming the one before, each signed by a device whose role allows it.

mod roll;

use serde::{Deserialize, Serialize};
use serde_bytes::ByteBuf;

pub use roll::{Epoch, LogFault, Roll, Seat};

use crate::device::{DeviceKeys, SealPublic};
use crate::hash::{Hash, purpose};
use crate::id::{BlobId, CaseTag, DeviceId, KeyId, SpaceId};
use crate::limit;
use crate::message::{DecodeError, Message, at_most, decode_exact};
use crate::signed::{Signature, verify};

/// How long the log is, and the hash of its last entry ([`Hash::NONE`] of an empty one).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LogHead {
    pub len: u64,
    pub hash: Hash,
}

impl LogHead {
    pub const EMPTY: LogHead = LogHead { len: 0, hash: Hash::NONE };
}

/// What a device may do in a space.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Role {
    /// Reads.
    Reader,
    /// Reads and writes.
    Member,
    /// Also adds and removes, turns the epoch, orders erasures.
    Admin,
}

/// An entry as it is signed. Nothing may be added to it: an unknown act stops a reader, who must be updated first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    pub space: SpaceId,
    /// Counted from 0.
    pub n: u64,
    /// Hash of the entry before, [`Hash::NONE`] before the first.
    pub prev: Hash,
    /// Who signs.
    pub by: DeviceId,
    /// By its clock, in milliseconds since 1970-01-01T00:00:00 UTC. Shown; decides nothing.
    pub at_ms: u64,
    /// Which act.
    pub kind: u16,
    /// The act, encoded.
    pub body: ByteBuf,
}

impl Message for Entry {
    const KIND: u16 = 6;
    const NAME: &'static str = "LogEntry";
    const LIMIT: usize = limit::LOG_ENTRY;
}

/// The first entry: who founds the space. The founder is its first admin.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Genesis {
    pub founder: DeviceKeys,
    /// Days without a synchronisation after which a laptop locks the space until it is renewed.
    pub lease_days: u16,
}

/// A device comes in, with its consent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AddDevice {
    pub keys: DeviceKeys,
    pub role: Role,
    /// By the new device over [`Consent`], for [`purpose::CONSENT`].
    pub consent: Signature,
}

/// What a new device signs: these keys, into this space and no other.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Consent {
    pub space: SpaceId,
    /// Hash of the first entry.
    pub genesis: Hash,
    pub keys: DeviceKeys,
}

impl Message for Consent {
    const KIND: u16 = 7;
    const NAME: &'static str = "Consent";
    const LIMIT: usize = limit::SMALL;
}

impl Consent {
    /// Whether this is the device's own consent.
    pub(crate) fn is_given(&self, signature: &Signature) -> bool {
        crate::encode(self)
            .is_ok_and(|body| verify(&self.keys.sign, purpose::CONSENT, &body, signature).is_ok())
    }
}

/// A device goes out. The entry says how far it was heard, so that all laptops take the same of it and nothing later, also
/// where a hub would let it go on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Remove {
    pub device: DeviceId,
    /// The last batch of the device that counts, 0 where it sent none.
    pub last_seq: u64,
    /// Its hash, [`Hash::NONE`] where it sent none.
    pub last_hash: Hash,
}

/// A new epoch: a new key, sealed to every device that is a member now, beside the log. Seals and wraps are not in the log, so
/// that they can be destroyed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TurnEpoch {
    /// One more than the epoch before; the first is 1.
    pub epoch: u32,
    /// Commitment to the key (docs/SYNC.md): a device compares the key that it opens, so a hub cannot hand it another.
    pub check: Hash,
    /// [`crate::key::wraps_digest`] of every live case key wrapped under it.
    pub wraps: Hash,
    /// How many.
    pub wrap_count: u32,
}

/// An order to erase: the hub deletes bodies, wraps and chunks, laptops everything of the cases.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Erase {
    pub cases: Vec<CaseTag>,
    pub keys: Vec<KeyId>,
    /// Hashes of single bodies under keys that live on.
    pub bodies: Vec<Hash>,
    pub blobs: Vec<BlobId>,
}

/// What an entry does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Act {
    Genesis(Genesis),
    AddDevice(AddDevice),
    /// By an admin, or by the device itself when it leaves. A hub takes it where `last_seq` is the device's head there.
    Remove(Remove),
    SetRole(DeviceId, Role),
    TurnEpoch(TurnEpoch),
    Erase(Erase),
    /// The version of the protocol from which on writing is allowed.
    MinWriter(u16),
    /// The device may go on after its lease ran out.
    Renew(DeviceId),
    /// A device replaces its own sealing key, and then destroys the former one with all that was sealed to it.
    SealKey(SealPublic),
    /// Files that go on in another space: for the hub an order to erase, and so for whoever is not there. Where the space is
    /// this one, they are back.
    Move(SpaceId, Erase),
}

/// Why an act could not be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ActError {
    /// An act of a newer version: whoever goes on without it may be wrong about who is a member.
    #[error("act {0} is of a newer version")]
    TooNew(u16),
    #[error("not an act of its kind")]
    Malformed,
}

macro_rules! acts {
    ($($kind:literal $variant:ident($($part:ident),+)),+ $(,)?) => {
        impl Act {
            /// Its number in an entry.
            pub fn kind(&self) -> u16 {
                match self { $(Act::$variant(..) => $kind),+ }
            }

            /// Its bytes in an entry.
            pub fn to_bytes(&self) -> Vec<u8> {
                match self { $(Act::$variant($($part),+) => postcard::to_stdvec(&($($part,)+)).unwrap_or_default()),+ }
            }

            /// Reads the act of an entry.
            pub fn read(kind: u16, body: &[u8]) -> Result<Act, ActError> {
                match kind {
                    $($kind => match postcard::take_from_bytes(body) {
                        Ok((($($part,)+), [])) => Ok(Act::$variant($($part),+)),
                        _ => Err(ActError::Malformed),
                    },)+
                    kind => Err(ActError::TooNew(kind)),
                }
            }
        }
    };
}

acts! {
    1 Genesis(genesis),
    2 AddDevice(added),
    3 Remove(removed),
    4 SetRole(device, role),
    5 TurnEpoch(turn),
    6 Erase(order),
    7 MinWriter(version),
    8 Renew(device),
    9 SealKey(key),
    10 Move(to, order),
}

impl Erase {
    pub(crate) fn fits(&self) -> bool {
        at_most("cases", &self.cases, limit::ERASED).is_ok()
            && at_most("keys", &self.keys, limit::ERASED).is_ok()
            && at_most("bodies", &self.bodies, limit::ERASED).is_ok()
            && at_most("blobs", &self.blobs, limit::ERASED).is_ok()
    }
}

impl Entry {
    /// Reads an entry as it was signed.
    pub fn read(body: &[u8]) -> Result<Entry, DecodeError> {
        decode_exact(body)
    }

    /// An entry that follows a head.
    pub fn after(head: LogHead, space: SpaceId, by: DeviceId, at_ms: u64, act: &Act) -> Entry {
        let body = ByteBuf::from(act.to_bytes());
        Entry { space, n: head.len, prev: head.hash, by, at_ms, kind: act.kind(), body }
    }
}
