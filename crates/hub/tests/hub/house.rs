//! A hub within the test: the same routes, without a network, with a clock that the test turns.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use axum::Router;
use axum::body::Body;
use axum::http::{Method, Request, StatusCode};
use http_body_util::BodyExt as _;
use passerelle_hub::hub::Hub;
use passerelle_hub::route;
use passerelle_hub::settings::Settings;
use passerelle_hub::store::{Postgres, Sqlite, Store};
use passerelle_wire::message::Message;
use passerelle_wire::problem::{Problem, ProblemBody};
use tempfile::TempDir;
use tower::ServiceExt as _;

use crate::postgres;

/// A hub to talk with.
#[derive(Clone)]
pub struct House {
    hub: Option<Arc<Hub>>,
    calls: Router,
    clock: Arc<AtomicU64>,
}

pub const DAY_MS: u64 = 24 * 60 * 60 * 1000;

/// What tests run with: no rate gets in their way.
pub fn settings() -> Settings {
    Settings {
        device_rate: (1_000_000, 1_000_000),
        address_rate: (1_000_000, 1_000_000),
        ..Settings::default()
    }
}

pub fn on_sqlite<F: Future>(story: impl FnOnce(House) -> F) {
    with_sqlite(settings(), story);
}

pub fn with_sqlite<F: Future>(settings: Settings, story: impl FnOnce(House) -> F) {
    let folder = TempDir::new().unwrap();
    let store = Sqlite::open(&folder.path().join("hub.db")).unwrap();
    tell(Box::new(store), settings, story);
}

pub fn on_postgres<F: Future>(story: impl FnOnce(House) -> F) {
    tell(Box::new(Postgres::open(&postgres::database(), 4).unwrap()), settings(), story);
}

fn tell<F: Future>(store: Box<dyn Store>, settings: Settings, story: impl FnOnce(House) -> F) {
    let house = House::over(store, settings);
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(story(house.clone()));
    // Connections close outside of it.
    drop(runtime);
    drop(house);
}

/// What came back.
pub struct Reply {
    pub status: StatusCode,
    pub bytes: Vec<u8>,
}

impl Reply {
    pub fn read<A: Message>(&self) -> Result<A, Problem> {
        if self.status == StatusCode::OK {
            return Ok(passerelle_wire::decode(&self.bytes).expect("an answer of its kind"));
        }
        Err(self.problem())
    }

    pub fn done(&self) -> Result<(), Problem> {
        if self.status == StatusCode::OK { Ok(()) } else { Err(self.problem()) }
    }

    fn problem(&self) -> Problem {
        let body: ProblemBody = passerelle_wire::decode(&self.bytes).expect("a problem");
        let problem = Problem::of_body(&body);
        assert_eq!(problem.status(), self.status.as_u16(), "{problem:?}");
        problem
    }
}

impl House {
    pub fn over(store: Box<dyn Store>, settings: Settings) -> House {
        let clock = Arc::new(AtomicU64::new(1_700_000_000_000));
        let read = Arc::clone(&clock);
        let hub = Hub::new(store, settings, Arc::new(move || read.load(Ordering::Relaxed))).unwrap();
        let hub = Arc::new(hub);
        House { calls: route::calls(&hub), hub: Some(hub), clock }
    }

    /// A hub elsewhere, reached by these routes.
    pub fn elsewhere(calls: Router) -> House {
        House { hub: None, calls, clock: Arc::default() }
    }

    /// The hub itself, where it is in this process.
    pub fn hub(&self) -> &Arc<Hub> {
        self.hub.as_ref().expect("a hub in this process")
    }

    /// Lets time go by.
    pub fn later(&self, ms: u64) {
        self.clock.fetch_add(ms, Ordering::Relaxed);
    }

    pub async fn call(&self, method: Method, path: &str, token: Option<&str>, body: Vec<u8>) -> Reply {
        let mut request = Request::builder().method(method).uri(path);
        if let Some(token) = token {
            request = request.header("authorization", format!("Bearer {token}"));
        }
        self.send(request.body(Body::from(body)).unwrap()).await
    }

    pub async fn send(&self, request: Request<Body>) -> Reply {
        let response = self.calls.clone().oneshot(request).await.unwrap();
        let status = response.status();
        // A stream that is cut gives what came whole.
        let mut body = response.into_body();
        let mut bytes = Vec::new();
        while let Some(Ok(frame)) = body.frame().await {
            bytes.extend_from_slice(&frame.into_data().unwrap_or_default());
        }
        Reply { status, bytes }
    }

    /// The same to a hub that may be gone.
    pub async fn try_call(&self, method: Method, path: &str, token: &str, body: Vec<u8>) -> Option<Reply> {
        let reply = self.call(method, path, Some(token), body).await;
        (reply.status != StatusCode::BAD_GATEWAY).then_some(reply)
    }

    pub async fn get<A: Message>(&self, token: &str, path: &str) -> Result<A, Problem> {
        self.call(Method::GET, path, Some(token), vec![]).await.read()
    }

    pub async fn post<M: Message, A: Message>(
        &self,
        token: &str,
        path: &str,
        said: &M,
    ) -> Result<A, Problem> {
        self.call(Method::POST, path, Some(token), passerelle_wire::encode(said).unwrap()).await.read()
    }

    pub async fn put<M: Message, A: Message>(&self, token: &str, path: &str, said: &M) -> Result<A, Problem> {
        self.call(Method::PUT, path, Some(token), passerelle_wire::encode(said).unwrap()).await.read()
    }
}
