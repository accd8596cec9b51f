//! What can be worked out without the database is, on another processor, while what comes before it is written: whoever joins
//! a team takes in thousands of lines and hundreds of people at once.

use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread;

use crate::{Error, wipe_stack};

/// Things that are handed over together, and how many such parts may wait.
const PART: usize = 64;
const WAITING: usize = 8;

/// Gives each thing with what is worked out of it, in their order, until one is refused. From `many` on another thread works
/// it out.
pub(crate) fn each<T: Sync, U: Send>(
    things: &[T],
    many: usize,
    work_out: impl Fn(&T) -> U + Send + Copy,
    mut take: impl FnMut(&T, U) -> Result<(), Error>,
) -> Result<(), Error> {
    thread::scope(|scope| {
        let (give, got) = sync_channel(WAITING);
        let worker = thread::Builder::new().name("ahead".to_owned());
        let work = move || ahead(things, work_out, &give);
        let spawned = things.len() >= many && worker.spawn_scoped(scope, work).is_ok();
        for part in things.chunks(PART) {
            let said = if spawned { received(&got)? } else { part.iter().map(work_out).collect() };
            for (thing, said) in part.iter().zip(said) {
                take(thing, said)?;
            }
        }
        Ok(())
    })
}

fn ahead<T, U>(things: &[T], work_out: impl Fn(&T) -> U + Copy, give: &SyncSender<Vec<U>>) {
    for part in things.chunks(PART) {
        if give.send(part.iter().map(work_out).collect()).is_err() {
            // A thing was refused: the rest is wanted no more.
            break;
        }
    }
    // The stack of a thread that ends is kept for the next one.
    wipe_stack();
}

/// An error where the thread that works ahead fell: what it was at is for nobody to guess.
fn received<U>(got: &Receiver<Vec<U>>) -> Result<Vec<U>, Error> {
    got.recv().map_err(|_| Error::Codec)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn doubled(many: usize) -> Vec<(u32, u32)> {
        let things: Vec<u32> = (0..1_000).collect();
        let mut got = Vec::new();
        let take = |thing: &u32, said| {
            got.push((*thing, said));
            Ok(())
        };
        each(&things, many, |thing| thing * 2, take).unwrap();
        got
    }

    #[test]
    fn few_and_many_come_in_their_order_each_with_its_own() {
        let all: Vec<(u32, u32)> = (0..1_000).map(|thing| (thing, thing * 2)).collect();
        assert_eq!(doubled(1), all);
        assert_eq!(doubled(usize::MAX), all);
    }

    #[test]
    fn the_first_that_is_refused_ends_it() {
        let things: Vec<u32> = (0..10_000).collect();
        let mut taken = 0;
        let refuse = |thing: &u32, ()| {
            taken += 1;
            if *thing == 100 { Err(Error::Codec) } else { Ok(()) }
        };
        assert!(each(&things, 1, |_| (), refuse).is_err());
        assert_eq!(taken, 101);
    }
}
