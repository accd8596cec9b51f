//! Sending one's own batches in a run.

use passerelle_wire::problem::Problem;

use super::run::{Phase, REREADS, Run};
use super::{Decision, Outgoing};
use crate::alarm::Alarm;

impl Run {
    /// The batch that the hub should take next.
    pub(super) fn next_out(&self) -> Option<&Outgoing> {
        if !self.may_push {
            return None;
        }
        self.space.outbox.iter().find(|out| out.seq == self.hub_seq + 1)
    }

    /// What a no to a batch means. The batch stays in the outbox whatever it is.
    pub(super) fn push_refused(&mut self, problem: Problem, decision: &mut Decision) {
        match problem {
            Problem::Fork { .. } | Problem::BrokenChain => {
                decision.alarms.push(Alarm::CloneSuspected { seq: self.hub_seq + 1 });
                self.may_push = false;
                self.after_push();
            }
            Problem::NotNext { next } if next != self.hub_seq + 1 && self.has(next) => {
                self.hub_seq = next.saturating_sub(1);
                self.phase = Phase::Push;
            }
            // The epoch turned after this was sealed: the hub takes it once its keys are wrapped for those who have crossed.
            Problem::EpochOver { .. } if self.rereads < REREADS => {
                self.rereads += 1;
                self.phase = Phase::Log;
            }
            Problem::WriterTooOld { .. } => {
                self.report.update_needed = true;
                self.after_push();
            }
            Problem::NotMember => self.report.removed = true,
            problem => {
                self.report.problem = Some(problem);
                self.after_push();
            }
        }
    }

    fn has(&self, seq: u64) -> bool {
        self.space.outbox.iter().any(|out| out.seq == seq)
    }
}
