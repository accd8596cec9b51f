//! Long work that a screen watches: one at a time, how far it has come, and a wish to stop.

use std::ops::ControlFlow;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};

use crate::Problem;

#[derive(Default)]
pub(crate) struct Job {
    running: AtomicBool,
    stop: AtomicBool,
    done: AtomicU32,
    total: AtomicU32,
}

/// The work goes on as long as this is there.
pub(crate) struct Run<'a>(&'a Job);

impl Run<'_> {
    /// Hears how far the work has come; breaks once somebody asked to stop.
    pub fn tell(&self, done: u32) -> ControlFlow<()> {
        self.0.done.store(done, Ordering::Relaxed);
        if self.0.stop.load(Ordering::Relaxed) { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    }
}

impl Drop for Run<'_> {
    fn drop(&mut self) {
        self.0.running.store(false, Ordering::Release);
    }
}

impl Job {
    /// Begins, or says that one is running already.
    pub fn begin(&self) -> Result<Run<'_>, Problem> {
        if self.running.swap(true, Ordering::Acquire) {
            return Err(Problem::Busy);
        }
        self.stop.store(false, Ordering::Relaxed);
        self.done.store(0, Ordering::Relaxed);
        self.total.store(0, Ordering::Relaxed);
        Ok(Run(self))
    }

    pub fn expect(&self, total: u32) {
        self.total.store(total, Ordering::Relaxed);
    }

    /// Asks whoever works to stop.
    pub fn stop(&self) {
        self.stop.store(true, Ordering::Relaxed);
    }

    /// What is done and how much it is in all; none while nothing runs.
    pub fn progress(&self) -> Option<(u32, u32)> {
        let running = self.running.load(Ordering::Acquire);
        running.then(|| (self.done.load(Ordering::Relaxed), self.total.load(Ordering::Relaxed)))
    }
}
