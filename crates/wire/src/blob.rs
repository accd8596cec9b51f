//! Attachments: sealed chunks by number. `PUT` and `GET /v1/spaces/{space}/blobs/{blob}/{chunk}` carry the chunk's bytes alone.

use serde::{Deserialize, Serialize};
use serde_bytes::ByteBuf;

use crate::id::BlobId;
use crate::limit;
use crate::message::{Message, ascending, at_most};

/// Answer to `GET /v1/spaces/{space}/blobs/{blob}`: which chunks the hub has, so that sending goes on where it was cut.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BlobState {
    /// Counted from 0, ascending.
    pub chunks: Vec<u32>,
}

impl Message for BlobState {
    const KIND: u16 = 60;
    const NAME: &'static str = "BlobState";
    const LIMIT: usize = limit::SMALL;

    fn check(&self) -> Result<(), &'static str> {
        at_most("chunks", &self.chunks, limit::CHUNKS)?;
        ascending("chunks", &self.chunks, |chunk| *chunk)
    }
}

/// One sealed chunk with its name and number, where it travels in a file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BlobChunk {
    pub blob: BlobId,
    /// Counted from 0.
    pub chunk: u32,
    pub sealed: ByteBuf,
}

impl Message for BlobChunk {
    const KIND: u16 = 61;
    const NAME: &'static str = "BlobChunk";
    const LIMIT: usize = limit::CHUNK + limit::SMALL;

    fn check(&self) -> Result<(), &'static str> {
        at_most("sealed", &self.sealed, limit::CHUNK)?;
        if self.chunk as usize >= limit::CHUNKS { Err("chunk") } else { Ok(()) }
    }
}
