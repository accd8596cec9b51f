//! Questions of a meeting and their answers, as they go to the hub and come from it.

use std::panic::resume_unwind;
use std::thread;
use std::time::{Duration, Instant};

use passerelle_domain::id::SpaceId;
use passerelle_sync::chance::Chance;
use passerelle_sync::engine::{Ask, Decision, Next, Opened, OpenedSegment, Reply, Run, Space};
use passerelle_sync::http::Hub;
use passerelle_sync::seal::DeviceSecrets;
use passerelle_vault::wipe_stack;
use passerelle_wire::batch::Batch;
use passerelle_wire::decode;
use passerelle_wire::hash::Hash;
use passerelle_wire::id::{DeviceId, SpaceId as WireSpace};
use passerelle_wire::snapshot::Segment;

use super::keeping::Kept;
use super::room;
use super::run::{Ground, ms};
use crate::Problem;

/// Whoever brings questions to a hub.
pub trait Carrier {
    fn ask(&mut self, by: &DeviceSecrets, space: WireSpace, ask: &Ask) -> Reply;

    /// Asks something far away and does something here: one after the other, or both at once where the carrier can.
    fn beside<A: Send, B>(
        &mut self,
        far: impl FnOnce(&mut Self) -> A + Send,
        near: impl FnOnce() -> B,
    ) -> (A, B) {
        let near = near();
        (far(self), near)
    }
}

impl Carrier for Hub {
    fn ask(&mut self, by: &DeviceSecrets, space: WireSpace, ask: &Ask) -> Reply {
        Hub::ask(self, by, space, ask)
    }

    fn beside<A: Send, B>(
        &mut self,
        far: impl FnOnce(&mut Self) -> A + Send,
        near: impl FnOnce() -> B,
    ) -> (A, B) {
        thread::scope(|scope| {
            let far = scope.spawn(|| {
                let answered = far(self);
                // The stack of a thread that ends is kept for the next one, and files may have been opened on it.
                wipe_stack();
                answered
            });
            let near = near();
            (far.join().unwrap_or_else(|panic| resume_unwind(panic)), near)
        })
    }
}

/// What came, and how long it took.
pub type Answered = (Reply, Duration);

/// Puts a question.
pub fn put(carrier: &mut impl Carrier, space: &Space, ask: &Ask) -> Answered {
    let begun = Instant::now();
    let reply = carrier.ask(&space.secrets, space.id(), ask);
    (reply, begun.elapsed())
}

/// Gives an answer to the run that asked.
pub fn take(
    ground: &impl Ground,
    chance: &mut impl Chance,
    id: SpaceId,
    run: &mut Run,
    (ask, (reply, took)): (&Ask, Answered),
) -> Decision {
    match (&reply, ask) {
        (Reply::Batches { batches, .. }, _) => {
            let bytes = batches.iter().map(|positioned| weight(&positioned.batch)).sum();
            run.went(bytes, millis(took));
        }
        (Reply::Taken(_), Ask::Put { batch, .. }) => run.went(weight(batch), millis(took)),
        _ => {}
    }
    // Where the vault was locked in between, the decision cannot be kept, and the run ends with it.
    let past = |device: DeviceId, seq: u64| {
        let known = ground.on(|vault, _| Ok(vault.batch_hash(id, room::device(device), seq)?));
        known.ok().flatten().map(Hash)
    };
    run.take(reply, ms(ground.now()), &past, chance)
}

/// A segment of a snapshot that was kept.
pub fn kept_segment(ground: &impl Ground, id: SpaceId, n: u32) -> Result<Option<Segment>, Problem> {
    let kept = ground.on(|vault, _| Ok(vault.kept_segment(id, n)?))?;
    Ok(kept.and_then(|bytes| decode(&bytes).ok()))
}

/// What the next step of a run will ask for, got while what came before it was kept.
#[derive(Default)]
pub struct Prepared {
    pub answered: Option<(Answered, Opened)>,
    pub segment: Option<OpenedSegment>,
}

impl Prepared {
    /// Keeps a decision. What is only fetched or opened next is at the same time.
    pub fn beside<C: Carrier>(
        &mut self,
        ground: &impl Ground,
        carrier: &mut C,
        (id, run): (SpaceId, &Run),
        decision: Decision,
    ) -> Result<Kept, Problem> {
        let near = || room::keep(ground, id, run.space(), decision);
        match run.next() {
            Next::Ask(ask) if ask.only_fetches() => {
                let far = |carrier: &mut C| {
                    let answered = put(carrier, run.space(), &ask);
                    let opened = run.open(&answered.0);
                    (answered, opened)
                };
                let (answered, kept) = carrier.beside(far, near);
                self.answered = Some(answered);
                kept
            }
            Next::Segment { n } => {
                // None where it is the one that is about to be kept.
                let segment = kept_segment(ground, id, n)?;
                let far = |_: &mut C| segment.map(|segment| run.open_segment(n, Some(&segment)));
                let (opened, kept) = carrier.beside(far, near);
                self.segment = opened;
                kept
            }
            _ => near(),
        }
    }
}

fn millis(took: Duration) -> u64 {
    u64::try_from(took.as_millis()).unwrap_or(u64::MAX)
}

fn weight(batch: &Batch) -> usize {
    batch.bodies.iter().flatten().map(|body| body.len()).sum::<usize>() + batch.header.body.len()
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc::channel;

    use super::*;

    const PATIENCE: Duration = Duration::from_mins(1);

    #[test]
    fn a_hub_is_asked_while_something_is_done_here() {
        let mut hub = Hub::at("http://127.0.0.1:9".parse().unwrap());
        let (said, heard) = channel();
        // Neither could end before the other has begun.
        let (back, answered) = channel();
        let far = move |_: &mut Hub| {
            said.send("far").unwrap();
            answered.recv_timeout(PATIENCE).unwrap()
        };
        let near = || {
            let of = heard.recv_timeout(PATIENCE).unwrap();
            back.send("near").unwrap();
            of
        };
        assert_eq!(hub.beside(far, near), ("near", "far"));
    }
}
