//! Lines are read on another processor while those before them are written: for one that joins a team there are thousands.

use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread;

use super::JournalLine;
use crate::journal::{Entry, decode};
use crate::reach::Reach;
use crate::{Error, wipe_stack};

/// What a line says, with its author's numbers of devices.
pub(super) struct Read {
    pub entries: Vec<Entry>,
    pub reach: Reach,
}

/// Nothing where the operations of the line are no operations.
fn read(line: &JournalLine) -> Option<Read> {
    let entries = decode(&line.ops).ok()?;
    let reach = Reach::of(&entries);
    Some(Read { entries, reach })
}

/// Lines from which on another thread reads them.
const MANY: usize = 500;
/// Lines that are handed over together, and how many such parts may wait.
const PART: usize = 64;
const WAITING: usize = 8;

/// Gives each line with what it says, in their order, until one is refused.
pub(super) fn each(
    lines: &[JournalLine],
    mut take: impl FnMut(&JournalLine, Option<Read>) -> Result<(), Error>,
) -> Result<(), Error> {
    thread::scope(|scope| {
        let (give, got) = sync_channel(WAITING);
        let reader = thread::Builder::new().name("lines".to_owned());
        let spawned = lines.len() >= MANY && reader.spawn_scoped(scope, move || ahead(lines, &give)).is_ok();
        for part in lines.chunks(PART) {
            let said = if spawned { received(&got)? } else { part.iter().map(read).collect() };
            for (line, said) in part.iter().zip(said) {
                take(line, said)?;
            }
        }
        Ok(())
    })
}

fn ahead(lines: &[JournalLine], give: &SyncSender<Vec<Option<Read>>>) {
    for part in lines.chunks(PART) {
        if give.send(part.iter().map(read).collect()).is_err() {
            // A line was refused: the rest is wanted no more.
            break;
        }
    }
    // The stack of a thread that ends is kept for the next one.
    wipe_stack();
}

/// An error where the thread that reads fell: what it was reading is for nobody to guess.
fn received(got: &Receiver<Vec<Option<Read>>>) -> Result<Vec<Option<Read>>, Error> {
    got.recv().map_err(|_| Error::Codec)
}
