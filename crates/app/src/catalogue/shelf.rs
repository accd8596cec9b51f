//! The catalogue of this laptop, opened when it is first asked for, and the one file that is being read or taken in.

use std::ops::ControlFlow;
use std::path::Path;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use passerelle_catalogue::{Catalogue, Error};

use crate::Problem;
use crate::desk::App;

/// The catalogue and what goes on with it.
#[derive(Default)]
pub(crate) struct Shelf {
    catalogue: Mutex<Option<Arc<Catalogue>>>,
    running: AtomicBool,
    stop: AtomicBool,
    read: AtomicU64,
    total: AtomicU64,
}

/// A file is being read as long as this is there.
pub(crate) struct Run<'a>(&'a Shelf);

impl Run<'_> {
    /// Hears of the bytes read so far; breaks once somebody asked to stop.
    pub fn tell(&self, bytes: u64) -> ControlFlow<()> {
        self.0.read.store(bytes, Ordering::Relaxed);
        if self.0.stop.load(Ordering::Relaxed) { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    }
}

impl Drop for Run<'_> {
    fn drop(&mut self) {
        self.0.running.store(false, Ordering::Release);
    }
}

impl Shelf {
    /// Begins to read a file; one at a time.
    pub fn begin(&self, path: &Path) -> Result<Run<'_>, Problem> {
        if self.running.swap(true, Ordering::Acquire) {
            return Err(Problem::Busy);
        }
        let size = std::fs::metadata(path).map_or(0, |found| found.len());
        self.stop.store(false, Ordering::Relaxed);
        self.read.store(0, Ordering::Relaxed);
        self.total.store(size, Ordering::Relaxed);
        Ok(Run(self))
    }

    /// Asks whoever reads to stop.
    pub fn stop(&self) {
        self.stop.store(true, Ordering::Relaxed);
    }

    /// Bytes read and bytes of the file; none while no file is read.
    pub fn progress(&self) -> Option<(u64, u64)> {
        let running = self.running.load(Ordering::Acquire);
        running.then(|| (self.read.load(Ordering::Relaxed), self.total.load(Ordering::Relaxed)))
    }
}

impl App {
    /// The catalogue beside the open vault.
    pub(crate) fn shelf(&self) -> Result<Arc<Catalogue>, Problem> {
        let mut held = self.shelf.catalogue.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(catalogue) = held.as_ref() {
            return Ok(Arc::clone(catalogue));
        }
        let catalogue = Arc::new(Catalogue::open(&self.place.dir)?);
        *held = Some(Arc::clone(&catalogue));
        Ok(catalogue)
    }
}

impl From<Error> for Problem {
    fn from(error: Error) -> Self {
        match error {
            Error::Damaged => Problem::CatalogueDamaged,
            Error::Newer => Problem::CatalogueNewer,
            Error::NotFound => Problem::NotFound,
            Error::NotLatest => Problem::NotLatestImport,
            Error::DiskFull => Problem::DiskFull,
            Error::Busy => Problem::Busy,
            Error::File(refusal) => Problem::FileRefused { refusal },
            Error::Sql(_) => Problem::Internal,
        }
    }
}
