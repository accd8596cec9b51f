//! Batches: what one device sends to a space at one time. The header is signed and chained; bodies stand outside the chain,
//! only their hashes inside, so that a body can be erased and the chain still verifies.

use serde::{Deserialize, Serialize};
use serde_bytes::ByteBuf;

use crate::device::SignPublic;
use crate::hash::{Hash, purpose};
use crate::id::{DeviceId, KeyId, SpaceId};
use crate::limit;
use crate::message::{DecodeError, Message, ascending, at_most, decode};
use crate::signed::Signed;

/// Hybrid logical time: milliseconds, then a counter. It orders what is displayed and decides nothing.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Hlc {
    pub ms: u64,
    pub count: u32,
}

/// A batch by its place: number `seq` of a device, counted from 1, and its hash.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeviceHead {
    pub device: DeviceId,
    pub seq: u64,
    pub hash: Hash,
}

/// A sealed entry as its header names it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EntryRef {
    /// The case key that opens it.
    pub key: KeyId,
    /// How its plain bytes are packed (docs/SYNC.md); a reader keeps what it cannot unpack.
    pub codec: u8,
    /// Bytes, sealed.
    pub len: u32,
    /// Of the sealed bytes, for [`purpose::BODY`].
    pub hash: Hash,
}

/// A wrapped case key as its header names it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WrapRef {
    pub key: KeyId,
    /// Of the wrapped key, for [`purpose::WRAP`].
    pub hash: Hash,
}

/// What a device signs of a batch. Without entries it is a sign of life.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Header {
    pub space: SpaceId,
    pub device: DeviceId,
    /// Counted from 1 in this space, without a gap.
    pub seq: u64,
    /// Hash of the device's batch before, [`Hash::NONE`] before the first.
    pub prev: Hash,
    /// The version of the protocol that the author writes.
    pub protocol: u16,
    /// The epoch whose key wraps the case keys made in this batch.
    pub epoch: u32,
    /// Length of the membership log as the author knew it.
    pub log_len: u64,
    /// Hash of its last entry.
    pub log_hash: Hash,
    /// The newest batch that the author had applied of each other device, by device: those that moved since its own
    /// batch before. With the batches before, it is the author's whole view.
    pub seen: Vec<DeviceHead>,
    /// The author's clock.
    pub hlc: Hlc,
    pub entries: Vec<EntryRef>,
    /// Case keys made for this batch, by key.
    pub wraps: Vec<WrapRef>,
}

impl Message for Header {
    const KIND: u16 = 20;
    const NAME: &'static str = "Header";
    const LIMIT: usize = limit::HEADER;

    fn check(&self) -> Result<(), &'static str> {
        at_most("seen", &self.seen, limit::DEVICES)?;
        ascending("seen", &self.seen, |head| head.device)?;
        at_most("entries", &self.entries, limit::BATCH_ENTRIES)?;
        at_most("wraps", &self.wraps, limit::BATCH_WRAPS)?;
        ascending("wraps", &self.wraps, |wrap| wrap.key)?;
        if self.seq == 0 {
            return Err("batch number 0");
        }
        if (self.seq == 1) != (self.prev == Hash::NONE) {
            return Err("previous hash");
        }
        if self.seen.iter().any(|head| head.device == self.device || head.seq == 0) {
            return Err("seen");
        }
        let lengths = self.entries.iter().map(|entry| usize::try_from(entry.len).unwrap_or(usize::MAX));
        let over = lengths.clone().any(|len| len > limit::ENTRY);
        let total = lengths.fold(0, usize::saturating_add);
        if over || (total > limit::BATCH_BODIES && self.entries.len() > 1) { Err("bodies") } else { Ok(()) }
    }
}

/// Why a batch is not what its device sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BatchFault {
    #[error(transparent)]
    Decode(#[from] DecodeError),
    /// Not signed by the device it names.
    #[error("the header's signature does not fit")]
    Signature,
    /// As many bodies or wraps must come as the header names.
    #[error("bodies or wraps are missing or too many")]
    Count,
    /// A body or wrap, counted from 0, is not the one that the header names.
    #[error("body or wrap {0} is not what the header names")]
    Body(usize),
}

/// A batch as it travels: to the hub, from it, and in a file. A body is none once it was erased.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Batch {
    /// [`Header`], signed for [`purpose::BATCH`].
    pub header: Signed,
    /// In the order of the header.
    pub wraps: Vec<Option<ByteBuf>>,
    /// In the order of the header.
    pub bodies: Vec<Option<ByteBuf>>,
}

impl Message for Batch {
    const KIND: u16 = 21;
    const NAME: &'static str = "Batch";
    const LIMIT: usize = limit::BATCH;

    fn check(&self) -> Result<(), &'static str> {
        at_most("wraps", &self.wraps, limit::BATCH_WRAPS)?;
        at_most("bodies", &self.bodies, limit::BATCH_ENTRIES)?;
        let over = self.wraps.iter().flatten().any(|wrap| wrap.len() > limit::WRAP);
        if over { Err("wrap") } else { Ok(()) }
    }
}

impl Batch {
    /// The hash that the device's next batch names as the one before.
    pub fn hash(&self) -> Hash {
        self.header.hash(purpose::BATCH)
    }

    /// Reads the header. Nothing is verified by that.
    pub fn read_header(&self) -> Result<Header, DecodeError> {
        decode(&self.header.body)
    }

    /// The header, once its signature and every body and wrap that is there were verified.
    ///
    /// Whether the device may write, and where the batch stands in its chain, is the reader's to check.
    pub fn verify(&self, key: &SignPublic) -> Result<Header, BatchFault> {
        self.header.verify(key, purpose::BATCH).map_err(|_| BatchFault::Signature)?;
        let header = self.read_header()?;
        if header.entries.len() != self.bodies.len() || header.wraps.len() != self.wraps.len() {
            return Err(BatchFault::Count);
        }
        for (at, (entry, body)) in header.entries.iter().zip(&self.bodies).enumerate() {
            let fits = body.as_ref().is_none_or(|body| {
                u32::try_from(body.len()) == Ok(entry.len) && Hash::of(purpose::BODY, body) == entry.hash
            });
            if !fits {
                return Err(BatchFault::Body(at));
            }
        }
        for (at, (wrap, body)) in header.wraps.iter().zip(&self.wraps).enumerate() {
            if body.as_ref().is_some_and(|body| Hash::of(purpose::WRAP, body) != wrap.hash) {
                return Err(BatchFault::Body(at));
            }
        }
        Ok(header)
    }

    /// Whether a body or wrap is missing.
    pub fn has_gaps(&self) -> bool {
        self.bodies.iter().chain(&self.wraps).any(Option::is_none)
    }
}

/// Answer to `PUT /v1/spaces/{space}/batches/{device}/{seq}`, also when the hub had this very batch already.
///
/// A hub takes a batch of a former epoch only where every key that its entries name is wrapped under the present one: sealed
/// before its author knew of the turn, it would else be lost to all who have crossed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BatchTaken {
    /// The batch's position in the space, counted from 1.
    pub pos: u64,
}

impl Message for BatchTaken {
    const KIND: u16 = 22;
    const NAME: &'static str = "BatchTaken";
    const LIMIT: usize = limit::SMALL;
}
