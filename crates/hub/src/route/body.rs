//! The body of a request: refused before it is read where it says it is too large, and read no further than its limit. All
//! bodies together stay within a room, so that many at once cannot take the machine's memory.

use std::sync::Arc;
use std::time::Duration;

use axum::body::HttpBody as _;
use axum::extract::{FromRequest, Request};
use axum::http::header::CONTENT_LENGTH;
use http_body_util::BodyExt as _;
use passerelle_wire::message::{DecodeError, Message};
use passerelle_wire::problem::Problem;
use tokio::sync::OwnedSemaphorePermit;

use super::answer::Refused;
use crate::hub::Hub;

/// A message that was said, with the room it takes until it is dropped.
pub struct Said<M> {
    pub message: M,
    pub _room: OwnedSemaphorePermit,
}

impl<M: Message + Send> FromRequest<Arc<Hub>> for Said<M> {
    type Rejection = Refused;

    async fn from_request(request: Request, hub: &Arc<Hub>) -> Result<Self, Refused> {
        let (bytes, room) = take(request, hub, M::LIMIT).await?;
        let message = passerelle_wire::decode(&bytes).map_err(|error| match error {
            DecodeError::TooLarge { limit } => too_large(limit),
            DecodeError::Malformed | DecodeError::Impossible(_) => Problem::Malformed,
        })?;
        Ok(Said { message, _room: room })
    }
}

fn too_large(limit: usize) -> Problem {
    Problem::TooLarge { limit: u64::try_from(limit).unwrap_or(u64::MAX) }
}

/// Reads a body of at most so many bytes.
pub async fn take(
    request: Request,
    hub: &Arc<Hub>,
    limit: usize,
) -> Result<(Vec<u8>, OwnedSemaphorePermit), Problem> {
    let length = request.headers().get(CONTENT_LENGTH).and_then(|length| length.to_str().ok()?.parse().ok());
    let said = length.or(request.body().size_hint().exact().and_then(|length| usize::try_from(length).ok()));
    if said.is_some_and(|said: usize| said > limit) {
        return Err(too_large(limit));
    }
    let room = u32::try_from(said.unwrap_or(limit) / 1024 + 1).unwrap_or(u32::MAX);
    let room = Arc::clone(&hub.room).try_acquire_many_owned(room);
    let room = room.map_err(|_| Problem::Busy { retry_ms: 3_000 })?;
    let mut body = request.into_body();
    let mut bytes = Vec::with_capacity(said.unwrap_or(0));
    let idle = Duration::from_secs(hub.settings.idle_s);
    loop {
        let frame = tokio::time::timeout(idle, body.frame()).await;
        let frame = frame.map_err(|_| Problem::Busy { retry_ms: 1_000 })?;
        let Some(frame) = frame else { break };
        // The line was cut: nobody reads the answer.
        let frame = frame.map_err(|_| Problem::Malformed)?;
        let Ok(piece) = frame.into_data() else { continue };
        if bytes.len() + piece.len() > limit {
            return Err(too_large(limit));
        }
        bytes.extend_from_slice(&piece);
    }
    hub.metrics.bytes_in.inc_by(u64::try_from(bytes.len()).unwrap_or(u64::MAX));
    Ok((bytes, room))
}
