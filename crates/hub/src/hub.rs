//! A hub: a store with the rules over it, what it remembers between requests, and how it is asked from async code.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use passerelle_wire::problem::Problem;
use tokio::sync::{Semaphore, watch};

use crate::keep::{Caller, Keep, Rolls, Secret, token_name};
use crate::metrics::Metrics;
use crate::news::News;
use crate::rate::Rates;
use crate::settings::Settings;
use crate::store::{self, Failure, Store, StoreError, Way};

/// Milliseconds since 1970-01-01T00:00:00 UTC.
pub type Clock = Arc<dyn Fn() -> u64 + Send + Sync>;

/// How long a request waits for its turn at the store.
const TURN: Duration = Duration::from_secs(20);
/// Sessions that stay in memory.
const SESSIONS: usize = 20_000;

/// A hub in one process.
pub struct Hub {
    store: Box<dyn Store>,
    rolls: Rolls,
    secret: Secret,
    sessions: Mutex<HashMap<[u8; 32], (Caller, u64)>>,
    readers: Arc<Semaphore>,
    writers: Arc<Semaphore>,
    /// Room for bodies of requests, in KiB.
    pub room: Arc<Semaphore>,
    pub settings: Settings,
    pub news: News,
    pub rates: Rates,
    pub metrics: Metrics,
    clock: Clock,
    stopping: watch::Sender<bool>,
}

impl Hub {
    pub fn new(store: Box<dyn Store>, settings: Settings, clock: Clock) -> Result<Hub, Failure> {
        let rolls = Rolls::default();
        let secret = store::write(&*store, |tx| {
            Keep { tx, rolls: &rolls, settings: &settings, now_ms: clock() }.secret()
        })?;
        let room = usize::try_from(settings.memory_bytes / 1024).unwrap_or(Semaphore::MAX_PERMITS);
        Ok(Hub {
            readers: Arc::new(Semaphore::new(store.width(Way::Read))),
            writers: Arc::new(Semaphore::new(store.width(Way::Write))),
            room: Arc::new(Semaphore::new(room.min(Semaphore::MAX_PERMITS))),
            rates: Rates::new(settings.device_rate, settings.address_rate),
            rolls,
            secret,
            sessions: Mutex::default(),
            news: News::default(),
            metrics: Metrics::default(),
            stopping: watch::Sender::new(false),
            store,
            settings,
            clock,
        })
    }

    pub fn now_ms(&self) -> u64 {
        (self.clock)()
    }

    pub fn store(&self) -> &dyn Store {
        &*self.store
    }

    pub fn secret(&self) -> &Secret {
        &self.secret
    }

    /// Runs one transaction here and now; it blocks.
    pub fn within<T>(
        &self,
        way: Way,
        mut work: impl FnMut(&mut Keep<'_>) -> Result<T, Failure>,
    ) -> Result<T, Failure> {
        let work = |tx: &mut dyn store::Tx| {
            work(&mut Keep { tx, rolls: &self.rolls, settings: &self.settings, now_ms: self.now_ms() })
        };
        match way {
            Way::Read => store::read(&*self.store, work),
            Way::Write => store::write(&*self.store, work),
        }
    }

    /// Reads in one transaction.
    pub async fn read<T: Send + 'static>(
        self: &Arc<Self>,
        work: impl FnMut(&mut Keep<'_>) -> Result<T, Failure> + Send + 'static,
    ) -> Result<T, Problem> {
        self.turn(Way::Read, work).await
    }

    /// Writes in one transaction.
    pub async fn write<T: Send + 'static>(
        self: &Arc<Self>,
        work: impl FnMut(&mut Keep<'_>) -> Result<T, Failure> + Send + 'static,
    ) -> Result<T, Problem> {
        self.turn(Way::Write, work).await
    }

    async fn turn<T: Send + 'static>(
        self: &Arc<Self>,
        way: Way,
        work: impl FnMut(&mut Keep<'_>) -> Result<T, Failure> + Send + 'static,
    ) -> Result<T, Problem> {
        let gate = match way {
            Way::Read => &self.readers,
            Way::Write => &self.writers,
        };
        let turn = tokio::time::timeout(TURN, Arc::clone(gate).acquire_owned()).await;
        let Ok(Ok(turn)) = turn else { return Err(Problem::Busy { retry_ms: 2_000 }) };
        let hub = Arc::clone(self);
        let done = tokio::task::spawn_blocking(move || {
            let end = hub.within(way, work);
            drop(turn);
            end
        });
        let Ok(end) = done.await else { return Err(Problem::Internal) };
        end.map_err(|failure| self.tell(failure))
    }

    /// What is said outside of a failure; what is not a refusal is told in the log.
    pub fn tell(&self, failure: Failure) -> Problem {
        match failure {
            Failure::Refused(problem) => problem,
            Failure::Store(error @ StoreError::Busy(_)) => {
                tracing::warn!(%error, "store busy");
                self.metrics.store_errors.inc();
                Problem::Busy { retry_ms: 1_000 }
            }
            Failure::Store(
                error @ (StoreError::Newer { .. } | StoreError::Damaged(_) | StoreError::Other(_)),
            ) => {
                tracing::error!(%error, "store failed");
                self.metrics.store_errors.inc();
                Problem::Internal
            }
        }
    }

    /// Whose session a token is.
    pub async fn caller(self: &Arc<Self>, token: &[u8; 32]) -> Result<Caller, Problem> {
        let name = token_name(token);
        let now = self.now_ms();
        let known = self.sessions.lock().unwrap_or_else(PoisonError::into_inner).get(&name).copied();
        let found = match known {
            Some(found) => Some(found),
            None => self.read(move |keep| keep.session(&name)).await?,
        };
        let Some((caller, until)) = found.filter(|(_, until)| now < *until) else {
            self.sessions.lock().unwrap_or_else(PoisonError::into_inner).remove(&name);
            return Err(Problem::Unauthenticated);
        };
        if known.is_none() {
            let mut sessions = self.sessions.lock().unwrap_or_else(PoisonError::into_inner);
            if sessions.len() >= SESSIONS {
                sessions.retain(|_, (_, until)| now < *until);
            }
            if sessions.len() < SESSIONS {
                sessions.insert(name, (caller, until));
            }
        }
        Ok(caller)
    }

    /// Whoever waits is answered now, and nobody waits any more.
    pub fn stop(&self) {
        self.stopping.send_replace(true);
    }

    /// Becomes true once the hub stops.
    pub fn stopping(&self) -> watch::Receiver<bool> {
        self.stopping.subscribe()
    }
}
