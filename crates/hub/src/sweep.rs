//! What the hub does by itself from time to time.

use std::sync::Arc;
use std::time::Duration;

use crate::hub::Hub;
use crate::store::Way;

const EVERY: Duration = Duration::from_mins(1);

impl Hub {
    /// Has the database let go of what was deleted, behind the answer that goes out now.
    pub fn settle_soon(self: &Arc<Self>) {
        let hub = Arc::clone(self);
        tokio::task::spawn_blocking(move || {
            if let Err(error) = hub.store().settle() {
                tracing::warn!(%error, "what was erased is not let go of yet");
            }
        });
    }
}

/// Sweeps every minute, as long as the hub runs.
pub async fn sweep(hub: Arc<Hub>) {
    let mut stopping = hub.stopping();
    loop {
        let sweeping = Arc::clone(&hub);
        let swept = tokio::task::spawn_blocking(move || once(&sweeping)).await;
        if let Ok(Err(failure)) = swept {
            tracing::warn!(%failure, "sweep");
        }
        tokio::select! {
            () = tokio::time::sleep(EVERY) => {}
            _ = stopping.wait_for(|stop| *stop) => return,
        }
    }
}

/// One sweep over everything; it blocks.
pub fn once(hub: &Hub) -> Result<(), crate::store::Failure> {
    hub.rates.forget();
    let spaces = hub.within(Way::Write, |keep| {
        keep.sweep_general()?;
        keep.spaces_to_sweep()
    })?;
    let mut gone = 0;
    for space in &spaces {
        loop {
            let swept = hub.within(Way::Write, |keep| keep.sweep_space(*space))?;
            gone += swept.bodies;
            if !swept.again {
                break;
            }
        }
    }
    if gone > 0 {
        tracing::info!(gone, "bodies that everybody has were let go");
        hub.store().settle()?;
    }
    hub.within(Way::Read, |keep| {
        let (count, used) = keep.totals()?;
        hub.metrics.spaces.set(i64::try_from(count).unwrap_or(i64::MAX));
        hub.metrics.used.set(used);
        Ok(())
    })
}
