//! Sending one's own batches in a run.

use passerelle_wire::problem::Problem;
use passerelle_wire::pull::Heads;

use super::run::{Phase, REREADS, Run};
use super::{Decision, Outgoing};
use crate::alarm::{Alarm, Subject};

/// How many own batches are brought back at a time: at most 64 MiB.
pub(super) const AGAIN: u32 = 64;

impl Run {
    /// Whether anything may be sent in this run. Whose lease ran out reads until it is renewed, also where that comes in this run.
    pub(super) fn pushes(&self) -> bool {
        self.may_push && !self.space.has_lapsed()
    }

    /// The batch that the hub should take next.
    pub(super) fn next_out(&self) -> Option<&Outgoing> {
        if !self.pushes() {
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
            Problem::NotNext { next }
                if next != self.hub_seq + 1 && self.has(next) && self.rereads < REREADS =>
            {
                self.rereads += 1;
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

    /// Whether the hub lacks a batch of one's own that is not in the outbox: it had it once. Asked for once from each number.
    pub(super) fn lacks_older(&self) -> bool {
        let newest = self.space.standing.chains.get(self.space.own()).map_or(0, |chain| chain.seq);
        self.pushes() && self.hub_seq < newest && self.asked_again != Some(self.hub_seq + 1)
    }

    /// Brings own batches that left the outbox, in their order. They are sent again; without them nothing newer can be sent.
    pub fn again(&mut self, batches: Vec<Outgoing>) {
        let next = self.hub_seq + 1;
        self.asked_again = Some(next);
        let first = self.space.outbox.front().map_or(u64::MAX, |out| out.seq);
        let mut before: Vec<Outgoing> =
            (next..first).zip(batches).map_while(|(seq, out)| (out.seq == seq).then_some(out)).collect();
        if before.is_empty() {
            self.may_push = false;
            self.report.problem = Some(Problem::NotNext { next });
        }
        while let Some(out) = before.pop() {
            self.space.outbox.push_front(out);
        }
    }

    /// What the hub said it took in this run and does not show: it was not kept.
    pub(super) fn taken_and_not_shown(&self, heads: &Heads) -> Option<Alarm> {
        let own = self.space.own();
        let seq = heads.heads.iter().find(|head| head.device == own).map_or(0, |head| head.seq);
        let subject = Subject::Batch { device: own, seq };
        (seq < self.hub_seq).then_some(Alarm::RolledBack { subject })
    }

    fn has(&self, seq: u64) -> bool {
        self.space.outbox.iter().any(|out| out.seq == seq)
    }
}
