//! What a laptop asks to learn what is new: heads, batches by position, single entries, news.

use serde::{Deserialize, Serialize};
use serde_bytes::ByteBuf;

use crate::batch::{Batch, DeviceHead};
use crate::id::DeviceId;
use crate::limit;
use crate::membership::LogHead;
use crate::message::{Message, ascending, at_most};

/// Answer to `GET /v1/spaces/{space}/heads`: the first question of each synchronisation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Heads {
    pub log: LogHead,
    /// The newest batch of each device that ever sent one, by device.
    pub heads: Vec<DeviceHead>,
    /// The position of the space's newest batch, 0 before the first.
    pub pos: u64,
    /// The position before which the hub keeps no bodies any more: a laptop behind it begins with a snapshot.
    pub kept_after: u64,
}

impl Message for Heads {
    const KIND: u16 = 30;
    const NAME: &'static str = "Heads";
    const LIMIT: usize = limit::LIST;

    fn check(&self) -> Result<(), &'static str> {
        at_most("heads", &self.heads, limit::DEVICES)?;
        ascending("heads", &self.heads, |head| head.device)
    }
}

/// One batch of the answer to `GET /v1/spaces/{space}/batches?after={pos}&max_bytes={n}`: a stream of frames in the order of
/// their positions, closed by a [`PageEnd`]. A stream without one was cut; what came whole of it is good.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Positioned {
    pub pos: u64,
    pub batch: Batch,
}

impl Message for Positioned {
    const KIND: u16 = 31;
    const NAME: &'static str = "Positioned";
    const LIMIT: usize = limit::BATCH + 64;

    fn check(&self) -> Result<(), &'static str> {
        self.batch.check()
    }
}

/// The end of a page of batches.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PageEnd {
    /// Where the next page begins: the position of the last batch sent, or what was asked where there was none.
    pub after: u64,
    /// Whether there was nothing more when the page was made.
    pub complete: bool,
}

impl Message for PageEnd {
    const KIND: u16 = 32;
    const NAME: &'static str = "PageEnd";
    const LIMIT: usize = limit::SMALL;
}

/// A body by its place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct EntryPlace {
    pub device: DeviceId,
    pub seq: u64,
    /// Its place in the batch, counted from 0.
    pub index: u32,
}

/// `POST /v1/spaces/{space}/entries`: asks for bodies once more, where what is kept was damaged.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AskEntries {
    pub places: Vec<EntryPlace>,
}

impl Message for AskEntries {
    const KIND: u16 = 33;
    const NAME: &'static str = "AskEntries";
    const LIMIT: usize = limit::SMALL;

    fn check(&self) -> Result<(), &'static str> {
        at_most("places", &self.places, limit::BATCH_ENTRIES)
    }
}

/// The answer: bodies in the order of the question; none where one was erased or never there. It may stop early for its
/// size; the rest is asked again.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entries {
    pub bodies: Vec<Option<ByteBuf>>,
}

impl Message for Entries {
    const KIND: u16 = 34;
    const NAME: &'static str = "Entries";
    const LIMIT: usize = limit::BATCH;

    fn check(&self) -> Result<(), &'static str> {
        at_most("bodies", &self.bodies, limit::BATCH_ENTRIES)
    }
}

/// Answer to `GET /v1/spaces/{space}/news?pos={n}&log={len}&wait_s={n}`: given at once where something is newer than what
/// was named, else when something comes or the time is over.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct News {
    pub pos: u64,
    pub log_len: u64,
}

impl Message for News {
    const KIND: u16 = 35;
    const NAME: &'static str = "News";
    const LIMIT: usize = limit::SMALL;
}
