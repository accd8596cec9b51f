//! Snapshots: the state of a space at one moment, made and sealed by a laptop, one piece for each case key, gathered in
//! segments; so a new laptop need not read the whole journal first, and an erasure reaches the pieces.

use serde::{Deserialize, Serialize};
use serde_bytes::ByteBuf;

use crate::batch::{DeviceHead, Hlc};
use crate::hash::{Hash, purpose};
use crate::id::{DeviceId, KeyId, SnapshotId, SpaceId};
use crate::limit;
use crate::membership::LogHead;
use crate::message::{Message, ascending, at_most};
use crate::signed::Signed;

/// A sealed piece as its segment names it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Piece {
    pub key: KeyId,
    pub codec: u8,
    /// Bytes, sealed.
    pub len: u32,
    /// Of the sealed bytes, for [`purpose::BODY`].
    pub hash: Hash,
}

/// A segment: `PUT` and `GET /v1/spaces/{space}/snapshots/{snapshot}/{segment}`. A body is none once it was erased.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Segment {
    pub pieces: Vec<Piece>,
    /// In the order of the pieces.
    pub bodies: Vec<Option<ByteBuf>>,
}

impl Message for Segment {
    const KIND: u16 = 70;
    const NAME: &'static str = "Segment";
    const LIMIT: usize = limit::SEGMENT;

    fn check(&self) -> Result<(), &'static str> {
        at_most("pieces", &self.pieces, limit::PIECES)?;
        if self.pieces.len() == self.bodies.len() { Ok(()) } else { Err("bodies") }
    }
}

impl Segment {
    /// What the manifest names it by: the hash of its list of pieces, encoded.
    pub fn hash(&self) -> Hash {
        Hash::of(purpose::PIECES, &postcard::to_stdvec(&self.pieces).unwrap_or_default())
    }

    /// Whether every body that is there is the one its piece names.
    pub fn is_whole(&self) -> bool {
        self.pieces.iter().zip(&self.bodies).all(|(piece, body)| {
            body.as_ref().is_none_or(|body| {
                u32::try_from(body.len()) == Ok(piece.len) && Hash::of(purpose::BODY, body) == piece.hash
            })
        })
    }
}

/// What a snapshot is, signed for [`purpose::SNAPSHOT`] by the laptop that made it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest {
    pub space: SpaceId,
    pub snapshot: SnapshotId,
    pub device: DeviceId,
    /// Membership log that was known.
    pub log: LogHead,
    pub epoch: u32,
    /// The last batch of each device that is in it, by device.
    pub covers: Vec<DeviceHead>,
    /// The hub's position up to which nothing is missing from it.
    pub pos: u64,
    /// Of the versions and heads of the space; two snapshots that cover the same have the same.
    pub digest: Hash,
    /// The author's clock.
    pub hlc: Hlc,
    /// [`Segment::hash`] of each.
    pub segments: Vec<Hash>,
}

impl Message for Manifest {
    const KIND: u16 = 71;
    const NAME: &'static str = "Manifest";
    const LIMIT: usize = limit::HEADER;

    fn check(&self) -> Result<(), &'static str> {
        at_most("covers", &self.covers, limit::DEVICES)?;
        ascending("covers", &self.covers, |head| head.device)?;
        at_most("segments", &self.segments, limit::SEGMENTS)
    }
}

/// `POST /v1/spaces/{space}/snapshots/{snapshot}/commit`: a [`Manifest`], signed, once all its segments are at the hub.
/// Nothing is answered.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CommitSnapshot {
    pub manifest: Signed,
}

impl Message for CommitSnapshot {
    const KIND: u16 = 72;
    const NAME: &'static str = "CommitSnapshot";
    const LIMIT: usize = limit::HEADER + 128;
}

/// Answer to `GET /v1/spaces/{space}/snapshots`: the manifests of those that are whole, newest first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Snapshots {
    pub manifests: Vec<Signed>,
}

impl Message for Snapshots {
    const KIND: u16 = 73;
    const NAME: &'static str = "Snapshots";
    const LIMIT: usize = limit::LIST;

    fn check(&self) -> Result<(), &'static str> {
        at_most("manifests", &self.manifests, 4)
    }
}
