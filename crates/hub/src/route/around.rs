//! What surrounds every call: a line in the log, the counts, a time after which nobody waits any more, and the wall before
//! which a panic stops.
//!
//! A line has a number of the request, the method, the template of the address, the status, the word for a problem, sizes and
//! the time it took. It has no identifier of a space, a device or a key, no token and no network address.

use std::panic::AssertUnwindSafe;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use axum::body::HttpBody as _;
use axum::extract::{MatchedPath, Request, State};
use axum::http::header::CONTENT_TYPE;
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use futures_util::FutureExt as _;
use passerelle_wire::problem::Problem;

use super::answer::{Refused, Word};
use crate::hub::Hub;
use crate::metrics::{Asked, Named};

static NUMBER: AtomicU64 = AtomicU64::new(1);

pub async fn around(State(hub): State<Arc<Hub>>, request: Request, next: Next) -> Response {
    let began = Instant::now();
    let number = NUMBER.fetch_add(1, Ordering::Relaxed);
    let route = request.extensions().get::<MatchedPath>().map_or("unknown", MatchedPath::as_str).to_owned();
    let method = request.method().clone();
    let size = request.body().size_hint().exact();
    let most = Duration::from_secs(hub.settings.request_s);
    let answered = tokio::time::timeout(most, AssertUnwindSafe(next.run(request)).catch_unwind()).await;
    let response = match answered {
        Ok(Ok(response)) => response,
        Ok(Err(_)) => {
            tracing::error!(number, route, "a request ended in a panic");
            Refused(Problem::Internal).into_response()
        }
        Err(_) => Refused(Problem::Busy { retry_ms: 5_000 }).into_response(),
    };
    let status = response.status().as_u16();
    let word = response.extensions().get::<Word>().map(|word| word.0);
    let sent = response.body().size_hint().exact();
    let took = began.elapsed();
    if let Some(problem) = word {
        hub.metrics.problems.get_or_create(&Named { problem: problem.into() }).inc();
    }
    hub.metrics.bytes_out.inc_by(sent.unwrap_or(0));
    let ms = u64::try_from(took.as_millis()).unwrap_or(u64::MAX);
    tracing::info!(number, %method, route, status, problem = word, received = size, sent, ms, "request");
    hub.metrics.asked(Asked { route, method: method.to_string(), status }, took);
    response
}

pub async fn counts(State(hub): State<Arc<Hub>>) -> impl IntoResponse {
    hub.metrics.waiting.set(i64::try_from(hub.news.waiting()).unwrap_or(i64::MAX));
    let kind = "application/openmetrics-text; version=1.0.0; charset=utf-8";
    ([(CONTENT_TYPE, kind)], hub.metrics.text())
}
