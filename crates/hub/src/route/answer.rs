//! What goes back: a message, nothing, bytes, or a problem.

use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use passerelle_wire::message::Message;
use passerelle_wire::problem::Problem;

/// A message as an answer.
pub struct Answer<M>(pub M);

/// A problem as an answer.
#[derive(Debug)]
pub struct Refused(pub Problem);

/// The word for a problem, left on the answer for the log.
#[derive(Clone, Copy)]
pub struct Word(pub &'static str);

impl From<Problem> for Refused {
    fn from(problem: Problem) -> Self {
        Refused(problem)
    }
}

/// Sealed bytes and messages: no proxy keeps them, no browser guesses what they are.
pub fn octets(status: StatusCode, bytes: impl Into<axum::body::Body>) -> Response {
    let mut response = Response::new(bytes.into());
    *response.status_mut() = status;
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/octet-stream"));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    response
}

impl<M: Message> IntoResponse for Answer<M> {
    fn into_response(self) -> Response {
        match passerelle_wire::encode(&self.0) {
            Ok(bytes) => octets(StatusCode::OK, bytes),
            Err(error) => {
                tracing::error!(%error, message = M::NAME, "an answer that may not be said");
                Refused(Problem::Internal).into_response()
            }
        }
    }
}

impl IntoResponse for Refused {
    fn into_response(self) -> Response {
        let status = StatusCode::from_u16(self.0.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let body = passerelle_wire::encode(&self.0.to_body()).unwrap_or_default();
        let mut response = octets(status, body);
        response.extensions_mut().insert(Word(self.0.name()));
        if let Problem::TooMany { retry_ms } | Problem::Busy { retry_ms } = self.0 {
            response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(retry_ms.div_ceil(1_000)));
        }
        response
    }
}
