//! Attachments: sealed chunks by number. `PUT` and `GET /v1/spaces/{space}/blobs/{blob}/{chunk}` carry the chunk's bytes alone.

use serde::{Deserialize, Serialize};

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
