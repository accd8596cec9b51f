//! Reads a space from its first entry on as a laptop would: every signature, every chain, every body.

use std::collections::HashMap;

use passerelle_wire::hash::Hash;
use passerelle_wire::id::{DeviceId, SpaceId};

use super::{Keep, bytes};
use crate::store::{Failure, StoreError};

/// What was found whole.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Verified {
    pub entries: u64,
    pub batches: u64,
    /// Bodies and wraps that are there.
    pub bodies: u64,
    /// Those that were erased or let go.
    pub gone: u64,
}

/// Batches that are read at once.
const PAGE: u64 = 100;

impl Keep<'_> {
    /// Verifies a space; the error names the first thing that is not as it was signed.
    pub fn verify_space(&mut self, space: SpaceId) -> Result<Verified, Failure> {
        let there = self.look(space)?.ok_or(StoreError::Damaged("a space that is not there"))?;
        let roll = self.roll(&there)?;
        let mut found = Verified { entries: there.log.len, ..Verified::default() };
        let mut chains: HashMap<DeviceId, (u64, Hash)> = HashMap::new();
        let mut at = 0;
        while at < there.pos {
            let until = there.pos.min(at + PAGE);
            let batches = self.between(space, at, until)?;
            if bytes(batches.len()) != until - at {
                return Err(StoreError::Damaged("a position without a batch").into());
            }
            for positioned in batches {
                let batch = positioned.batch;
                let header = batch.read_header().map_err(|_| StoreError::Damaged("a header"))?;
                let seat = roll.seat(header.device).ok_or(StoreError::Damaged("a batch of a stranger"))?;
                batch.verify(&seat.keys.sign).map_err(|_| StoreError::Damaged("a batch"))?;
                let (seq, hash) = chains.get(&header.device).copied().unwrap_or((0, Hash::NONE));
                if header.space != space || header.seq != seq + 1 || header.prev != hash {
                    return Err(StoreError::Damaged("the chain of a device").into());
                }
                chains.insert(header.device, (header.seq, batch.hash()));
                let gone = batch.bodies.iter().chain(&batch.wraps).filter(|body| body.is_none()).count();
                found.batches += 1;
                found.gone += bytes(gone);
                found.bodies += bytes(batch.bodies.len() + batch.wraps.len() - gone);
            }
            at = until;
        }
        Ok(found)
    }
}
