//! Acks, attachments, snapshots and letters.

use std::sync::Arc;

use axum::extract::{Request, State};
use axum::http::StatusCode;
use axum::response::Response;
use passerelle_wire::ack::{Acks, PostAck};
use passerelle_wire::blob::BlobState;
use passerelle_wire::id::{BlobId, MailboxId, SnapshotId, SpaceId};
use passerelle_wire::limit;
use passerelle_wire::mailbox::{Letter, PutLetter};
use passerelle_wire::problem::Problem;
use passerelle_wire::snapshot::{CommitSnapshot, Segment, Snapshots};

use super::answer::{Answer, Refused, octets};
use super::asked::{Anybody, At, Name};
use super::body::{Said, take};
use crate::hub::Hub;
use crate::keep::Caller;

/// Done, and nothing to say of it.
fn done() -> Response {
    octets(StatusCode::OK, Vec::new())
}

pub async fn acks(
    State(hub): State<Arc<Hub>>,
    caller: Caller,
    At(Name(space)): At<Name<SpaceId>>,
) -> Result<Answer<Acks>, Refused> {
    Ok(Answer(hub.read(move |keep| keep.acks(&caller, space)).await?))
}

pub async fn post_ack(
    State(hub): State<Arc<Hub>>,
    caller: Caller,
    At(Name(space)): At<Name<SpaceId>>,
    Said { message, .. }: Said<PostAck>,
) -> Result<Response, Refused> {
    hub.write(move |keep| keep.post_ack(&caller, space, &message)).await?;
    Ok(done())
}

pub async fn blob(
    State(hub): State<Arc<Hub>>,
    caller: Caller,
    At((Name(space), Name(blob))): At<(Name<SpaceId>, Name<BlobId>)>,
) -> Result<Answer<BlobState>, Refused> {
    Ok(Answer(hub.read(move |keep| keep.blob(&caller, space, blob)).await?))
}

pub async fn chunk(
    State(hub): State<Arc<Hub>>,
    caller: Caller,
    At((Name(space), Name(blob), n)): At<(Name<SpaceId>, Name<BlobId>, u32)>,
) -> Result<Response, Refused> {
    let body = hub.read(move |keep| keep.chunk(&caller, space, blob, n)).await?;
    Ok(octets(StatusCode::OK, body))
}

pub async fn put_chunk(
    State(hub): State<Arc<Hub>>,
    caller: Caller,
    At((Name(space), Name(blob), n)): At<(Name<SpaceId>, Name<BlobId>, u32)>,
    request: Request,
) -> Result<Response, Refused> {
    let (body, _room) = take(request, &hub, limit::CHUNK).await?;
    hub.write(move |keep| keep.put_chunk(&caller, space, blob, n, &body)).await?;
    Ok(done())
}

pub async fn snapshots(
    State(hub): State<Arc<Hub>>,
    caller: Caller,
    At(Name(space)): At<Name<SpaceId>>,
) -> Result<Answer<Snapshots>, Refused> {
    Ok(Answer(hub.read(move |keep| keep.snapshots(&caller, space)).await?))
}

type OfSegment = (Name<SpaceId>, Name<SnapshotId>, u32);

pub async fn segment(
    State(hub): State<Arc<Hub>>,
    caller: Caller,
    At((Name(space), Name(snapshot), n)): At<OfSegment>,
) -> Result<Response, Refused> {
    let body = hub.read(move |keep| keep.segment(&caller, (space, snapshot, n))).await?;
    Ok(octets(StatusCode::OK, body))
}

pub async fn put_segment(
    State(hub): State<Arc<Hub>>,
    caller: Caller,
    At((Name(space), Name(snapshot), n)): At<OfSegment>,
    Said { message, _room }: Said<Segment>,
) -> Result<Response, Refused> {
    let mut segment = Some(message);
    hub.write(move |keep| {
        let segment = segment.take().ok_or(Problem::Internal)?;
        keep.put_segment(&caller, (space, snapshot, n), segment)
    })
    .await?;
    Ok(done())
}

pub async fn commit_snapshot(
    State(hub): State<Arc<Hub>>,
    caller: Caller,
    At((Name(space), Name(snapshot))): At<(Name<SpaceId>, Name<SnapshotId>)>,
    Said { message, .. }: Said<CommitSnapshot>,
) -> Result<Response, Refused> {
    hub.write(move |keep| keep.commit_snapshot(&caller, space, snapshot, &message)).await?;
    Ok(done())
}

type OfLetter = (Name<MailboxId>, u8);

pub async fn letter(
    State(hub): State<Arc<Hub>>,
    _: Anybody,
    At((Name(mailbox), slot)): At<OfLetter>,
) -> Result<Answer<Letter>, Refused> {
    Ok(Answer(hub.read(move |keep| keep.letter(mailbox, slot)).await?))
}

pub async fn put_letter(
    State(hub): State<Arc<Hub>>,
    Anybody(caller): Anybody,
    At((Name(mailbox), slot)): At<OfLetter>,
    Said { message, .. }: Said<PutLetter>,
) -> Result<Response, Refused> {
    if (message.mailbox, message.slot) != (mailbox, slot) {
        return Err(Problem::Malformed.into());
    }
    hub.write(move |keep| keep.put_letter(caller.as_ref(), &message)).await?;
    Ok(done())
}
