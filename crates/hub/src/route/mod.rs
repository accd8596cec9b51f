//! The calls of the protocol over HTTP. A handler reads what was said, asks the store once or twice, and answers; what is
//! allowed is decided in [`crate::keep`].

mod answer;
mod around;
mod asked;
mod body;
mod key;
mod log;
mod pull;
mod push;
mod rest;
mod session;

use std::sync::Arc;

use axum::Router;
use axum::extract::State;
use axum::http::StatusCode;
use axum::middleware::from_fn_with_state;
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post, put};
use passerelle_wire::problem::Problem;
use passerelle_wire::route;

use crate::hub::Hub;

pub use self::answer::Refused;

/// Every call of a hub.
pub fn calls(hub: &Arc<Hub>) -> Router {
    Router::new()
        .route("/health", get(health))
        .route(route::HELLO, get(session::hello))
        .route(route::CHALLENGE, post(session::challenge))
        .route(route::SESSION, post(session::open))
        .route(route::SPACES, post(log::found))
        .route(route::LOG, get(log::page).post(log::append))
        .route(route::HEADS, get(pull::heads))
        .route(route::NEWS, get(pull::news))
        .route(route::BATCH, put(push::batch))
        .route(route::BATCHES, get(pull::batches))
        .route(route::ENTRIES, post(pull::bodies))
        .route(route::SEALS, get(key::seals))
        .route(route::WRAPS, get(key::wraps).put(key::put_wraps))
        .route(route::ACKS, get(rest::acks).post(rest::post_ack))
        .route(route::BLOB, get(rest::blob))
        .route(route::CHUNK, get(rest::chunk).put(rest::put_chunk))
        .route(route::SNAPSHOTS, get(rest::snapshots))
        .route(route::SEGMENT, get(rest::segment).put(rest::put_segment))
        .route(route::COMMIT_SNAPSHOT, post(rest::commit_snapshot))
        .route(route::MAILBOX, get(rest::letter).put(rest::put_letter))
        .fallback(|| async { Refused(Problem::NotFound) })
        .method_not_allowed_fallback(|| async { Refused(Problem::NotFound) })
        .layer(from_fn_with_state(Arc::clone(hub), around::around))
        .with_state(Arc::clone(hub))
}

/// What Prometheus asks for, on an address of its own.
pub fn counts(hub: &Arc<Hub>) -> Router {
    Router::new().route("/metrics", get(around::counts)).with_state(Arc::clone(hub))
}

/// Whether the hub can reach its database. For whoever watches over it.
async fn health(State(hub): State<Arc<Hub>>, _: asked::Anybody) -> Response {
    if *hub.stopping().borrow() {
        return (StatusCode::SERVICE_UNAVAILABLE, "stopping\n").into_response();
    }
    match hub.read(|keep| keep.marks(&[])).await {
        Ok(_) => (StatusCode::OK, "well\n").into_response(),
        Err(_) => (StatusCode::SERVICE_UNAVAILABLE, "no database\n").into_response(),
    }
}
