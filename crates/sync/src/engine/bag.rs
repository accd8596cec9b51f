//! Taking in what a stick brings: the log as far as it goes, then batches, as if from a hub that cannot be trusted and does
//! not have everything.

use std::collections::BTreeMap;

use passerelle_wire::id::DeviceId;
use passerelle_wire::pull::Positioned;

use super::pull::Fresh;
use super::run::Run;
use super::{Decision, Space};
use crate::alarm::{Alarm, Subject};
use crate::chain::Past;
use crate::chance::Chance;
use crate::courier::{Bag, CourierError};

/// What came of a file.
#[derive(Default)]
pub struct BagTaken {
    pub decision: Decision,
    /// Batches that were new, which the vault has not got yet.
    pub(super) recent: Vec<Fresh>,
    /// The first batch that is missing before the file's own, of each author: the hub, or another file, has it.
    pub gaps: BTreeMap<DeviceId, u64>,
    /// The log has an act of a newer version: nothing was taken.
    pub update_needed: bool,
}

impl BagTaken {
    /// Batches that were new, by author and number.
    pub fn fresh(&self) -> impl Iterator<Item = (DeviceId, u64)> {
        self.recent.iter().map(|(device, seq, _)| (*device, *seq))
    }
}

impl Space {
    /// Takes in a file. What it does not have is not withheld by anybody: no alarm is sounded for a gap.
    pub fn take_bag(
        self,
        bag: &Bag,
        now_ms: u64,
        past: &impl Past,
        chance: &mut impl Chance,
    ) -> Result<(Space, BagTaken), CourierError> {
        if bag.space != self.id() {
            return Err(CourierError::OtherSpace);
        }
        let mut run = Run::begin(self, false);
        let mut taken = BagTaken::default();
        if bag.log.head.len > run.space.standing.log.len() {
            run.take_log(&bag.log, &mut taken.decision, chance);
        }
        taken.update_needed = run.report.update_needed;
        if run.report.stop.is_some() || run.report.removed {
            return Ok((run.space, taken));
        }
        let positioned = bag.batches.iter().map(|batch| Positioned { pos: 0, batch: batch.clone() });
        for Positioned { pos, batch } in positioned {
            match run.take_one(pos, &batch, now_ms, past, &mut taken) {
                Ok(()) => {}
                Err(Alarm::Withheld { subject: Subject::Batch { device, seq } }) => {
                    taken.gaps.entry(device).or_insert(seq);
                }
                Err(alarm) => taken.decision.alarms.push(alarm),
            }
        }
        Ok((run.space, taken))
    }
}
