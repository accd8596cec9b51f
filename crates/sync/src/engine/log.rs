//! The membership log in a run: reading what is new, and bringing back to a hub what it lost. Entries are signed by their
//! authors, so anybody may bring them.

use passerelle_wire::limit;
use passerelle_wire::membership::{Act, Entry, LogFault, LogHead};
use passerelle_wire::problem::Problem;
use passerelle_wire::signed::Signed;
use passerelle_wire::space::{AppendLog, LogPage};

use super::run::{Phase, Run};
use super::{Decision, Save};
use crate::alarm::{Alarm, Stop, Subject};
use crate::chance::Chance;
use crate::seal::seal_epoch_key;

impl Run {
    pub(super) fn take_log(&mut self, page: &LogPage, decision: &mut Decision, chance: &mut impl Chance) {
        let before = self.space.standing.log.len();
        let acts = match self.space.standing.log.extend(page) {
            Ok(acts) => acts,
            Err(stop) => return self.stop(stop, decision),
        };
        let fresh = page.entries.len().saturating_sub(acts.len());
        let entries: Vec<_> = page.entries.iter().skip(fresh).cloned().collect();
        if !entries.is_empty() {
            decision.saves.push(Save::Log(entries));
        }
        for (_, act) in acts {
            let (to, order) = match act {
                Act::Erase(order) => (None, order),
                Act::Move(to, order) => (Some(to), order),
                _ => continue,
            };
            for key in &order.keys {
                self.space.keys.forget_case(*key);
                self.space.standing.waiting.remove(key);
            }
            decision.saves.push(match to {
                None => Save::Erase(order),
                Some(to) => Save::Move(to, order),
            });
        }
        let len = self.space.standing.log.len();
        if self.lacks_entries(page.head) {
            self.log_is_behind(page.head, decision);
        } else if len >= page.head.len {
            self.after_log(decision, chance);
        } else if len > before {
            self.phase = Phase::Log;
        } else {
            self.stop(Alarm::Withheld { subject: Subject::Log { n: len } }.into(), decision);
        }
    }

    fn stop(&mut self, stop: Stop, decision: &mut Decision) {
        if let Stop::Alarm(alarm) = &stop {
            decision.alarms.push(alarm.clone());
        }
        self.report.update_needed |= matches!(stop, Stop::UpdateNeeded { .. });
        self.report.stop = Some(stop);
        self.phase = Phase::Done;
    }

    /// The hub's log is a beginning of the one that is known here.
    pub(super) fn log_is_behind(&mut self, head: LogHead, decision: &mut Decision) {
        decision.alarms.push(Alarm::RolledBack { subject: Subject::Log { n: head.len } });
        self.phase = Phase::Restore(head);
    }

    /// Whether a hub with this head lacks entries that were not brought to it yet in this run.
    pub(super) fn lacks_entries(&self, head: LogHead) -> bool {
        head.len < self.space.standing.log.len() && self.restored != Some(head.len)
    }

    /// Brings entries of the log that the hub lost, in their order. A turn cannot be brought back, since its wraps were
    /// destroyed: without a copy of the hub that has it, this laptop can send nothing there.
    pub fn entries(&mut self, entries: Vec<Signed>, chance: &mut impl Chance) {
        let Phase::Restore(head) = self.phase else { return };
        self.restored = Some(head.len);
        let (roll, keys) = (self.space.standing.log.roll(), &self.space.keys);
        let (mut back, mut seals) = (Vec::new(), Vec::new());
        for signed in entries.into_iter().take(limit::LOG_PAGE) {
            let act =
                Entry::read(&signed.body).ok().and_then(|entry| Act::read(entry.kind, &entry.body).ok());
            match act {
                None | Some(Act::TurnEpoch(_)) => break,
                Some(Act::AddDevice(added)) => {
                    // It has opened the epoch's key before; the hub gives nobody a seat without one.
                    let seat = roll.seat(added.keys.device).filter(|seat| seat.role().is_some());
                    if let (Some(seat), Some(key)) = (seat, keys.epoch(roll.epoch_number())) {
                        let (epoch, to) = (roll.epoch_number(), &seat.keys.seal);
                        let seal = seal_epoch_key(key, roll.space(), epoch, added.keys.device, to, chance);
                        seals.extend(seal);
                    }
                }
                Some(_) => {}
            }
            back.push(signed);
        }
        if back.is_empty() {
            self.cannot_restore(Problem::LogRefused { fault: LogFault::NotNext });
        } else {
            self.phase = Phase::Relog(AppendLog { expected: head, entries: back, seals });
        }
    }

    /// What others wrote is still taken; nothing that names the longer log can be sent.
    pub(super) fn cannot_restore(&mut self, problem: Problem) {
        self.phase = if problem == Problem::NotMember { Phase::Done } else { Phase::Heads };
        self.report.problem = Some(problem);
        self.may_push = false;
    }
}
