//! What laptops read: heads, news, batches by position, single bodies.

use std::sync::Arc;
use std::time::Duration;

use axum::body::{Body, Bytes};
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use futures_util::stream;
use passerelle_wire::frame;
use passerelle_wire::id::SpaceId;
use passerelle_wire::problem::Problem;
use passerelle_wire::pull::{AskEntries, Entries, Heads, News, PageEnd};
use serde::Deserialize;

use super::answer::{Answer, Refused, octets};
use super::asked::{At, Name, Options};
use super::body::Said;
use crate::hub::Hub;
use crate::keep::{Caller, Group};

/// The most bytes of one page, whatever was asked.
const PAGE: u64 = 16 * 1024 * 1024;
/// Bytes of batches that one reader has in memory at a time, unless one batch is larger.
const PIECE: u64 = 512 * 1024;
/// The longest that somebody may wait for news.
const WAIT_S: u64 = 55;

pub async fn heads(
    State(hub): State<Arc<Hub>>,
    caller: Caller,
    At(Name(space)): At<Name<SpaceId>>,
) -> Result<Answer<Heads>, Refused> {
    Ok(Answer(hub.read(move |keep| keep.heads(&caller, space)).await?))
}

#[derive(Deserialize)]
pub struct Known {
    pos: u64,
    log: u64,
    wait_s: u64,
}

pub async fn news(
    State(hub): State<Arc<Hub>>,
    caller: Caller,
    At(Name(space)): At<Name<SpaceId>>,
    Options(known): Options<Known>,
) -> Result<Answer<News>, Refused> {
    let mut waiting = hub.news.listen(space);
    let mut stopping = hub.stopping();
    let over = tokio::time::sleep(Duration::from_secs(known.wait_s.min(WAIT_S)));
    tokio::pin!(over);
    loop {
        let news = hub.read(move |keep| keep.news(&caller, space)).await?;
        if news.pos > known.pos || news.log_len > known.log || over.is_elapsed() {
            return Ok(Answer(news));
        }
        tokio::select! {
            () = waiting.heard() => {}
            () = &mut over => return Ok(Answer(news)),
            _ = stopping.wait_for(|stop| *stop) => return Ok(Answer(news)),
        }
    }
}

#[derive(Deserialize)]
pub struct Page {
    after: u64,
    max_bytes: u64,
}

/// A page that is on its way.
struct Sending {
    hub: Arc<Hub>,
    caller: Caller,
    space: SpaceId,
    after: u64,
    /// Bytes that may still be sent.
    left: u64,
    ended: bool,
}

pub async fn batches(
    State(hub): State<Arc<Hub>>,
    caller: Caller,
    At(Name(space)): At<Name<SpaceId>>,
    Options(Page { after, max_bytes }): Options<Page>,
) -> Result<Response, Refused> {
    let sending = Sending { hub, caller, space, after, left: max_bytes.min(PAGE), ended: false };
    // The first piece before the status, so that a refusal can still be said.
    let (first, sending) = sending.next().await?;
    let rest = stream::try_unfold(sending, |sending| async move {
        if sending.ended {
            return Ok(None);
        }
        // Without its end the page says by itself that it was cut.
        sending.next().await.map(Some).map_err(|problem| std::io::Error::other(problem.name()))
    });
    let whole = stream::once(async move { Ok::<_, std::io::Error>(first) });
    Ok(octets(StatusCode::OK, Body::from_stream(stream::StreamExt::chain(whole, rest))))
}

impl Sending {
    /// The next frames, and what is to be sent after them.
    async fn next(mut self) -> Result<(Bytes, Sending), Problem> {
        let (caller, space, after) = (self.caller, self.space, self.after);
        let most = self.left.min(PIECE);
        let Group { batches, after, complete } =
            self.hub.read(move |keep| keep.group(&caller, space, after, most)).await?;
        let mut piece = Vec::new();
        for positioned in &batches {
            frame::write(positioned, &mut piece).map_err(|_| Problem::Internal)?;
        }
        let length = u64::try_from(piece.len()).unwrap_or(u64::MAX);
        self.after = after;
        self.left = self.left.saturating_sub(length);
        if complete || self.left == 0 {
            frame::write(&PageEnd { after, complete }, &mut piece).map_err(|_| Problem::Internal)?;
            self.ended = true;
        }
        self.hub.metrics.bytes_out.inc_by(length);
        Ok((Bytes::from(piece), self))
    }
}

pub async fn bodies(
    State(hub): State<Arc<Hub>>,
    caller: Caller,
    At(Name(space)): At<Name<SpaceId>>,
    Said { message, .. }: Said<AskEntries>,
) -> Result<Answer<Entries>, Refused> {
    Ok(Answer(hub.read(move |keep| keep.bodies(&caller, space, &message)).await?))
}
