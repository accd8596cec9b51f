//! What a device says it has: how far it applied, and a digest of the tables it came to.

use serde::{Deserialize, Serialize};

use crate::hash::Hash;
use crate::id::{DeviceId, SpaceId};
use crate::limit;
use crate::membership::LogHead;
use crate::message::{Message, ascending, at_most};
use crate::signed::Signed;

/// Signed for [`crate::hash::purpose::ACK`] at the end of each synchronisation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ack {
    pub space: SpaceId,
    pub device: DeviceId,
    /// Counts up; an older one is not taken.
    pub number: u64,
    /// The membership log up to which it obeyed, erasures included.
    pub log: LogHead,
    /// The oldest epoch whose key it still holds.
    pub oldest_epoch: u32,
    /// The last batch applied without a gap, of each device, by device.
    pub applied: Vec<(DeviceId, u64)>,
    /// Of the versions and heads of the space; equal on every laptop that applied the same.
    pub digest: Hash,
    /// By its clock, in milliseconds since 1970-01-01T00:00:00 UTC.
    pub at_ms: u64,
}

impl Message for Ack {
    const KIND: u16 = 50;
    const NAME: &'static str = "Ack";
    const LIMIT: usize = limit::SMALL;

    fn check(&self) -> Result<(), &'static str> {
        at_most("applied", &self.applied, limit::DEVICES)?;
        ascending("applied", &self.applied, |(device, _)| *device)
    }
}

/// `POST /v1/spaces/{space}/acks`: an [`Ack`], signed. Nothing is answered.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PostAck {
    pub ack: Signed,
}

impl Message for PostAck {
    const KIND: u16 = 51;
    const NAME: &'static str = "PostAck";
    const LIMIT: usize = limit::SMALL + 128;
}

/// Answer to `GET /v1/spaces/{space}/acks`: the newest of each device, for the receipts of an erasure and to compare digests.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Acks {
    pub acks: Vec<Signed>,
}

impl Message for Acks {
    const KIND: u16 = 52;
    const NAME: &'static str = "Acks";
    const LIMIT: usize = limit::LIST;

    fn check(&self) -> Result<(), &'static str> {
        at_most("acks", &self.acks, limit::DEVICES)
    }
}
