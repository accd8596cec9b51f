//! Sealed bodies: entries of batches, pieces of snapshots, chunks of attachments. Each is bound to its place, so that a hub
//! cannot show it at another.

use passerelle_wire::id::{BlobId, DeviceId, SnapshotId, SpaceId};
use zeroize::Zeroizing;

use super::aead::{bound, open, seal};
use super::secret::{CaseKey, FileKey};
use super::{OVERHEAD, SealError};
use crate::chance::Chance;
use crate::codec::{Entry, pack, pad, unpack, unpad};

/// Where an entry stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct EntryPlace {
    pub space: SpaceId,
    pub device: DeviceId,
    pub seq: u64,
    /// Its place in the batch, counted from 0.
    pub index: u32,
}

impl EntryPlace {
    fn bound(&self, key: &CaseKey, codec: u8) -> Vec<u8> {
        bound(
            "passerelle/v1/entry",
            &[
                &self.space.0,
                &self.device.0,
                &self.seq.to_le_bytes(),
                &self.index.to_le_bytes(),
                &key.id().0,
                &[codec],
            ],
        )
    }
}

/// Packs and seals an entry; gives the codec for its header.
pub fn seal_entry(
    entry: &Entry,
    key: &CaseKey,
    place: EntryPlace,
    chance: &mut impl Chance,
) -> Result<(u8, Vec<u8>), SealError> {
    let plain = Zeroizing::new(entry.to_bytes()?);
    let (codec, packed) = pack(&plain)?;
    let codec = codec.number();
    Ok((codec, seal(key.expose(), &place.bound(key, codec), &Zeroizing::new(packed), chance)?))
}

/// Opens, unpacks and reads an entry.
pub fn open_entry(sealed: &[u8], key: &CaseKey, place: EntryPlace, codec: u8) -> Result<Entry, SealError> {
    let packed = open(key.expose(), &place.bound(key, codec), sealed)?;
    Ok(Entry::read(&Zeroizing::new(unpack(codec, &packed)?))?)
}

fn piece_bound(space: SpaceId, snapshot: SnapshotId, key: &CaseKey, codec: u8) -> Vec<u8> {
    bound("passerelle/v1/piece", &[&space.0, &snapshot.0, &key.id().0, &[codec]])
}

/// Packs and seals a piece of a snapshot: what stands under one case key.
pub fn seal_piece(
    plain: &[u8],
    key: &CaseKey,
    space: SpaceId,
    snapshot: SnapshotId,
    chance: &mut impl Chance,
) -> Result<(u8, Vec<u8>), SealError> {
    let (codec, packed) = pack(plain)?;
    let codec = codec.number();
    let bound = piece_bound(space, snapshot, key, codec);
    Ok((codec, seal(key.expose(), &bound, &Zeroizing::new(packed), chance)?))
}

/// Opens and unpacks a piece.
pub fn open_piece(
    sealed: &[u8],
    key: &CaseKey,
    space: SpaceId,
    snapshot: SnapshotId,
    codec: u8,
) -> Result<Zeroizing<Vec<u8>>, SealError> {
    let packed = open(key.expose(), &piece_bound(space, snapshot, key, codec), sealed)?;
    Ok(Zeroizing::new(unpack(codec, &packed)?))
}

/// Where a chunk of an attachment stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ChunkPlace {
    pub space: SpaceId,
    pub blob: BlobId,
    /// Counted from 0.
    pub chunk: u32,
    /// How many there are.
    pub chunks: u32,
}

impl ChunkPlace {
    fn bound(&self) -> Vec<u8> {
        let place = [self.chunk.to_le_bytes(), self.chunks.to_le_bytes()].concat();
        bound("passerelle/v1/chunk", &[&self.space.0, &self.blob.0, &place])
    }
}

/// Bytes of an attachment in a chunk: sealed and padded, a full one has 256 KiB.
pub const CHUNK_BYTES: usize = 256 * 1024 - OVERHEAD - 4;

/// Pads and seals one chunk.
pub fn seal_chunk(
    plain: &[u8],
    key: &FileKey,
    place: ChunkPlace,
    chance: &mut impl Chance,
) -> Result<Vec<u8>, SealError> {
    seal(key.expose(), &place.bound(), &Zeroizing::new(pad(plain)?), chance)
}

/// Opens one chunk.
pub fn open_chunk(sealed: &[u8], key: &FileKey, place: ChunkPlace) -> Result<Zeroizing<Vec<u8>>, SealError> {
    let padded = open(key.expose(), &place.bound(), sealed)?;
    Ok(Zeroizing::new(unpad(&padded)?.to_vec()))
}
