//! The addresses of the calls, so that laptop and hub write them once. Templates are in the form of axum.

use crate::id::{BlobId, DeviceId, KeyId, MailboxId, SnapshotId, SpaceId};

pub const HELLO: &str = "/v1/hello";
pub const CHALLENGE: &str = "/v1/session/challenge";
pub const SESSION: &str = "/v1/session";
pub const SPACES: &str = "/v1/spaces";
pub const LOG: &str = "/v1/spaces/{space}/log";
pub const HEADS: &str = "/v1/spaces/{space}/heads";
pub const NEWS: &str = "/v1/spaces/{space}/news";
pub const BATCH: &str = "/v1/spaces/{space}/batches/{device}/{seq}";
pub const BATCHES: &str = "/v1/spaces/{space}/batches";
pub const ENTRIES: &str = "/v1/spaces/{space}/entries";
pub const SEALS: &str = "/v1/spaces/{space}/seals";
pub const WRAPS: &str = "/v1/spaces/{space}/wraps";
pub const ACKS: &str = "/v1/spaces/{space}/acks";
pub const BLOB: &str = "/v1/spaces/{space}/blobs/{blob}";
pub const CHUNK: &str = "/v1/spaces/{space}/blobs/{blob}/{chunk}";
pub const SNAPSHOTS: &str = "/v1/spaces/{space}/snapshots";
pub const SEGMENT: &str = "/v1/spaces/{space}/snapshots/{snapshot}/{segment}";
pub const COMMIT_SNAPSHOT: &str = "/v1/spaces/{space}/snapshots/{snapshot}/commit";
pub const MAILBOX: &str = "/v1/mailboxes/{mailbox}/{slot}";

/// Entries of the log from number `from` on.
pub fn log(space: SpaceId, from: u64) -> String {
    format!("/v1/spaces/{space}/log?from={from}")
}

/// Where entries are appended.
pub fn append_log(space: SpaceId) -> String {
    format!("/v1/spaces/{space}/log")
}

pub fn heads(space: SpaceId) -> String {
    format!("/v1/spaces/{space}/heads")
}

pub fn news(space: SpaceId, pos: u64, log_len: u64, wait_s: u32) -> String {
    format!("/v1/spaces/{space}/news?pos={pos}&log={log_len}&wait_s={wait_s}")
}

pub fn batch(space: SpaceId, device: DeviceId, seq: u64) -> String {
    format!("/v1/spaces/{space}/batches/{device}/{seq}")
}

/// Batches after a position; the hub ends the page after the batch that goes over `max_bytes`.
pub fn batches(space: SpaceId, after: u64, max_bytes: u32) -> String {
    format!("/v1/spaces/{space}/batches?after={after}&max_bytes={max_bytes}")
}

pub fn entries(space: SpaceId) -> String {
    format!("/v1/spaces/{space}/entries")
}

/// What was sealed to the device that asks, in epochs above `after`.
pub fn seals(space: SpaceId, after: u32) -> String {
    format!("/v1/spaces/{space}/seals?after={after}")
}

/// Wraps of an epoch, after a key where one is named.
pub fn wraps(space: SpaceId, epoch: u32, after: Option<KeyId>) -> String {
    match after {
        Some(after) => format!("/v1/spaces/{space}/wraps?epoch={epoch}&after={after}"),
        None => format!("/v1/spaces/{space}/wraps?epoch={epoch}"),
    }
}

/// Where wraps are put.
pub fn put_wraps(space: SpaceId) -> String {
    format!("/v1/spaces/{space}/wraps")
}

pub fn acks(space: SpaceId) -> String {
    format!("/v1/spaces/{space}/acks")
}

pub fn blob(space: SpaceId, blob: BlobId) -> String {
    format!("/v1/spaces/{space}/blobs/{blob}")
}

pub fn chunk(space: SpaceId, blob: BlobId, chunk: u32) -> String {
    format!("/v1/spaces/{space}/blobs/{blob}/{chunk}")
}

pub fn snapshots(space: SpaceId) -> String {
    format!("/v1/spaces/{space}/snapshots")
}

pub fn segment(space: SpaceId, snapshot: SnapshotId, segment: u32) -> String {
    format!("/v1/spaces/{space}/snapshots/{snapshot}/{segment}")
}

pub fn commit_snapshot(space: SpaceId, snapshot: SnapshotId) -> String {
    format!("/v1/spaces/{space}/snapshots/{snapshot}/commit")
}

pub fn mailbox(mailbox: MailboxId, slot: u8) -> String {
    format!("/v1/mailboxes/{mailbox}/{slot}")
}
