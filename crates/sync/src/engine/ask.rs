//! Questions to a hub as calls, and its answers as what they say.

use passerelle_wire::ack::{Acks, PostAck};
use passerelle_wire::batch::{Batch, BatchTaken};
use passerelle_wire::blob::BlobState;
use passerelle_wire::frame::FrameReader;
use passerelle_wire::id::{BlobId, DeviceId, KeyId, SnapshotId, SpaceId};
use passerelle_wire::key::{PutWraps, Seals, WrapPage, WrapsTaken};
use passerelle_wire::limit;
use passerelle_wire::message::DecodeError;
use passerelle_wire::problem::{Problem, ProblemBody};
use passerelle_wire::pull::{Heads, PageEnd, Positioned};
use passerelle_wire::snapshot::{CommitSnapshot, Segment, Snapshots};
use passerelle_wire::space::{AppendLog, LogPage, LogTaken};
use passerelle_wire::{EncodeError, decode, encode, route};

/// A question.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Ask {
    Log {
        from: u64,
    },
    Append(AppendLog),
    Seals {
        after: u32,
    },
    Wraps {
        epoch: u32,
        after: Option<KeyId>,
    },
    PutWraps(PutWraps),
    Heads,
    Batches {
        after: u64,
        max_bytes: u32,
    },
    Put {
        device: DeviceId,
        seq: u64,
        batch: Box<Batch>,
    },
    Ack(PostAck),
    Acks,
    /// Which chunks of a content the hub has.
    Blob {
        blob: BlobId,
    },
    Chunk {
        blob: BlobId,
        chunk: u32,
    },
    PutChunk {
        blob: BlobId,
        chunk: u32,
        sealed: Vec<u8>,
    },
    Snapshots,
    Segment {
        snapshot: SnapshotId,
        n: u32,
    },
    PutSegment {
        snapshot: SnapshotId,
        n: u32,
        segment: Segment,
    },
    CommitSnapshot {
        snapshot: SnapshotId,
        commit: CommitSnapshot,
    },
}

/// The method of a call in HTTP.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Method {
    Get,
    Put,
    Post,
}

/// A call as HTTP makes it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Call {
    pub method: Method,
    pub path: String,
    pub body: Vec<u8>,
}

/// An answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reply {
    Log(LogPage),
    Appended(LogTaken),
    Seals(Seals),
    Wraps(WrapPage),
    WrapsTaken(WrapsTaken),
    Heads(Heads),
    /// A page of batches; without an end where it was cut.
    Batches {
        batches: Vec<Positioned>,
        end: Option<PageEnd>,
    },
    Taken(BatchTaken),
    /// Done, and nothing to say.
    Done,
    Acks(Acks),
    Blob(BlobState),
    /// A sealed chunk.
    Chunk(Vec<u8>),
    Snapshots(Snapshots),
    Segment(Segment),
    Problem(Problem),
    /// No answer came.
    Cut,
}

impl Ask {
    /// Whether it brings what goes on where the answer before ended, and tells the hub nothing: so it may be asked before that
    /// answer is kept.
    pub fn only_fetches(&self) -> bool {
        matches!(self, Ask::Batches { .. } | Ask::Segment { .. })
    }

    /// The call that asks this.
    pub fn call(&self, space: SpaceId) -> Result<Call, EncodeError> {
        let get = |path| Call { method: Method::Get, path, body: Vec::new() };
        Ok(match self {
            Ask::Log { from } => get(route::log(space, *from)),
            Ask::Append(append) => {
                Call { method: Method::Post, path: route::append_log(space), body: encode(append)? }
            }
            Ask::Seals { after } => get(route::seals(space, *after)),
            Ask::Wraps { epoch, after } => get(route::wraps(space, *epoch, *after)),
            Ask::PutWraps(wraps) => {
                Call { method: Method::Put, path: route::put_wraps(space), body: encode(wraps)? }
            }
            Ask::Heads => get(route::heads(space)),
            Ask::Batches { after, max_bytes } => get(route::batches(space, *after, *max_bytes)),
            Ask::Put { device, seq, batch } => Call {
                method: Method::Put,
                path: route::batch(space, *device, *seq),
                body: encode(batch.as_ref())?,
            },
            Ask::Ack(ack) => Call { method: Method::Post, path: route::acks(space), body: encode(ack)? },
            Ask::Acks => get(route::acks(space)),
            Ask::Blob { blob } => get(route::blob(space, *blob)),
            Ask::Chunk { blob, chunk } => get(route::chunk(space, *blob, *chunk)),
            Ask::PutChunk { blob, chunk, sealed } => {
                Call { method: Method::Put, path: route::chunk(space, *blob, *chunk), body: sealed.clone() }
            }
            Ask::Snapshots => get(route::snapshots(space)),
            Ask::Segment { snapshot, n } => get(route::segment(space, *snapshot, *n)),
            Ask::PutSegment { snapshot, n, segment } => Call {
                method: Method::Put,
                path: route::segment(space, *snapshot, *n),
                body: encode(segment)?,
            },
            Ask::CommitSnapshot { snapshot, commit } => Call {
                method: Method::Post,
                path: route::commit_snapshot(space, *snapshot),
                body: encode(commit)?,
            },
        })
    }

    /// Reads the body of an answer of a status that says yes.
    pub fn read(&self, body: &[u8]) -> Result<Reply, DecodeError> {
        Ok(match self {
            Ask::Log { .. } => Reply::Log(decode(body)?),
            Ask::Append(_) => Reply::Appended(decode(body)?),
            Ask::Seals { .. } => Reply::Seals(decode(body)?),
            Ask::Wraps { .. } => Reply::Wraps(decode(body)?),
            Ask::PutWraps(_) => Reply::WrapsTaken(decode(body)?),
            Ask::Heads => Reply::Heads(decode(body)?),
            Ask::Batches { .. } => read_batches(body)?,
            Ask::Put { .. } => Reply::Taken(decode(body)?),
            Ask::Ack(_) | Ask::PutChunk { .. } | Ask::PutSegment { .. } | Ask::CommitSnapshot { .. } => {
                Reply::Done
            }
            Ask::Acks => Reply::Acks(decode(body)?),
            Ask::Blob { .. } => Reply::Blob(decode(body)?),
            Ask::Chunk { .. } if body.len() > limit::CHUNK => {
                return Err(DecodeError::TooLarge { limit: limit::CHUNK });
            }
            Ask::Chunk { .. } => Reply::Chunk(body.to_vec()),
            Ask::Snapshots => Reply::Snapshots(decode(body)?),
            Ask::Segment { .. } => Reply::Segment(decode(body)?),
        })
    }

    /// Reads the body of an answer that says no; what cannot be read is a problem of the hub's.
    pub fn read_problem(body: &[u8]) -> Reply {
        let problem = decode::<ProblemBody>(body).map(|body| Problem::of_body(&body));
        Reply::Problem(problem.unwrap_or(Problem::Internal))
    }
}

/// A page of batches: frames in a row. What came whole of one that was cut is good.
fn read_batches(body: &[u8]) -> Result<Reply, DecodeError> {
    let (mut batches, mut end) = (Vec::new(), None);
    for frame in FrameReader::default().push(body)? {
        if let Some(positioned) = frame.read::<Positioned>() {
            batches.push(positioned?);
        } else if let Some(last) = frame.read::<PageEnd>() {
            end = Some(last?);
        }
    }
    Ok(Reply::Batches { batches, end })
}
