//! Who waits for news of which space. Within a process whoever writes wakes them; of other processes on the same database
//! one question for all spaces that somebody waits for is asked several times a second. It needs no connection of its own,
//! and works through poolers and on any PostgreSQL that is several machines.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use passerelle_wire::id::SpaceId;
use tokio::sync::broadcast;

use crate::hub::Hub;

/// How long news of another process may take.
const EVERY: Duration = Duration::from_millis(250);

/// Who waits.
pub struct News {
    heard: broadcast::Sender<SpaceId>,
    waited_for: Mutex<HashMap<SpaceId, usize>>,
}

impl Default for News {
    fn default() -> Self {
        News { heard: broadcast::Sender::new(1_024), waited_for: Mutex::default() }
    }
}

/// Somebody who waits, until dropped.
pub struct Waiting<'n> {
    news: &'n News,
    space: SpaceId,
    heard: broadcast::Receiver<SpaceId>,
}

impl News {
    /// Wakes whoever waits for a space.
    pub fn tell(&self, space: SpaceId) {
        // Nobody may be there to hear it.
        let _ = self.heard.send(space);
    }

    /// Begins to listen: what is told from now on is not missed.
    pub fn listen(&self, space: SpaceId) -> Waiting<'_> {
        let mut waited_for = self.waited_for.lock().unwrap_or_else(PoisonError::into_inner);
        *waited_for.entry(space).or_default() += 1;
        Waiting { news: self, space, heard: self.heard.subscribe() }
    }

    /// How many wait.
    pub fn waiting(&self) -> usize {
        self.waited_for.lock().unwrap_or_else(PoisonError::into_inner).values().sum()
    }

    fn spaces(&self) -> Vec<SpaceId> {
        self.waited_for.lock().unwrap_or_else(PoisonError::into_inner).keys().copied().collect()
    }
}

impl Waiting<'_> {
    /// Ends once something was told of the space, or may have been.
    pub async fn heard(&mut self) {
        loop {
            match self.heard.recv().await {
                Ok(space) if space != self.space => {}
                // Too much was told to remember: it may have been this space.
                Ok(_) | Err(broadcast::error::RecvError::Lagged(_) | broadcast::error::RecvError::Closed) => {
                    return;
                }
            }
        }
    }
}

impl Drop for Waiting<'_> {
    fn drop(&mut self) {
        let mut waited_for = self.news.waited_for.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(count) = waited_for.get_mut(&self.space) {
            *count -= 1;
            if *count == 0 {
                waited_for.remove(&self.space);
            }
        }
    }
}

/// Asks the database for what other processes wrote, as long as the hub runs.
pub async fn ask_around(hub: Arc<Hub>) {
    let mut stopping = hub.stopping();
    let mut known: HashMap<SpaceId, (u64, u64)> = HashMap::new();
    loop {
        tokio::select! {
            () = tokio::time::sleep(EVERY) => {}
            _ = stopping.wait_for(|stop| *stop) => return,
        }
        let spaces = hub.news.spaces();
        known.retain(|space, _| spaces.contains(space));
        if spaces.is_empty() {
            continue;
        }
        // A failure is told in the log, and the next question may go well.
        let Ok(marks) = hub.read(move |keep| keep.marks(&spaces)).await else { continue };
        for (space, pos, log_len) in marks {
            if known.insert(space, (pos, log_len)) != Some((pos, log_len)) {
                hub.news.tell(space);
            }
        }
    }
}
