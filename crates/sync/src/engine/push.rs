//! Sending one's own batches in a run.

use passerelle_wire::problem::Problem;

use super::run::{Phase, Run};
use super::{Decision, Outgoing, Save};
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
            Problem::EpochOver { .. } => {
                self.unseal(decision);
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

    /// Takes back what the hub never took: its lines are sealed anew under the present epoch.
    fn unseal(&mut self, decision: &mut Decision) {
        let from = self.hub_seq + 1;
        let first = self.next_out().and_then(|out| out.batch.read_header().ok());
        if let Some(header) = first {
            self.space.standing.chains.unwrote(&header);
            self.space.standing.told.clear();
            self.space.outbox.retain(|out| out.seq < from);
            decision.saves.push(Save::Unsealed { from });
        }
    }
}
