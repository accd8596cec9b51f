//! The steps of a run: log, keys, heads, pull, push, confirmation, statement.

use std::collections::{BTreeSet, VecDeque};

use passerelle_wire::ack::{Ack, PostAck};
use passerelle_wire::hash::{Hash, purpose};
use passerelle_wire::id::{DeviceId, KeyId};
use passerelle_wire::key::{PutWraps, Wrap};
use passerelle_wire::limit;
use passerelle_wire::membership::LogHead;
use passerelle_wire::problem::Problem;
use passerelle_wire::pull::Heads;
use passerelle_wire::snapshot::{Manifest, Snapshots};
use passerelle_wire::space::{AppendLog, LogPage};

use super::push::AGAIN;
use super::snapshot::Offered;
use super::{Ask, ComposeError, Decision, Next, Opened, Reply, Report, Save, Space, Unsent};
use crate::alarm::{Alarm, Refusal, Subject};
use crate::chain::{Past, compare_acks};
use crate::chance::Chance;
use passerelle_wire::batch::Hlc;

/// Where a run stands.
pub(super) enum Phase {
    Log,
    /// The hub's log ends here, before the one that is known.
    Restore(LogHead),
    Relog(AppendLog),
    Seals,
    /// Of one epoch; `late` once everything was pulled.
    Wraps {
        epoch: u32,
        wraps: Vec<Wrap>,
        after: Option<KeyId>,
        late: bool,
    },
    Repair(VecDeque<PutWraps>),
    Rekey(AppendLog),
    Heads,
    Snapshots,
    Segment(Box<Manifest>, u32),
    /// A segment that was kept.
    Load(Box<Manifest>, u32),
    Pull(Pull),
    Push,
    Confirm,
    Digest,
    Ack(PostAck, Ack),
    Acks(Ack),
    Done,
}

/// A pull under way.
pub(super) struct Pull {
    pub after: u64,
    /// Whether every batch so far was taken: only then is the position kept.
    pub clean: bool,
    /// Whether a batch came before the one that it follows.
    pub gap: bool,
    /// Whether it began from the first batch.
    pub whole: bool,
}

/// One synchronisation of one space.
pub struct Run {
    pub(super) space: Space,
    pub(super) phase: Phase,
    pub(super) report: Report,
    pub(super) heads: Option<Heads>,
    /// The newest batch of one's own that the hub has, as far as it said.
    pub(super) hub_seq: u64,
    pub(super) may_push: bool,
    pushed: bool,
    /// Whether a sign of life is due: no batch of one's own today.
    alive_due: bool,
    /// Case keys that are held and that the present epoch's set covers.
    pub(super) covered: BTreeSet<KeyId>,
    /// Whether everything that the hub names was pulled.
    pub(super) pulled_all: bool,
    /// Alarms that were given already: what is read twice is told once.
    pub(super) sounded: Vec<Alarm>,
    /// How often the log was read again because it had moved.
    pub(super) rereads: u8,
    /// From which number own batches that the hub lost were asked for.
    pub(super) asked_again: Option<u64>,
    /// From which number entries that the hub lost were brought back to it.
    pub(super) restored: Option<u64>,
    /// Whether wraps were asked for once more after everything was pulled.
    pub(super) asked_late: bool,
    pub(super) offered: Offered,
    /// What was opened of the answer that is taken next.
    pub(super) opened: Opened,
}

/// An answer that leads nowhere, or is none to what was asked.
pub(super) const NONSENSE: Alarm = Alarm::Refused { subject: Subject::Answer, why: Refusal::Malformed };
/// The most wraps of one epoch: a file of each of a hundred thousand people, and ten laptops that write in it.
const WRAPS_MOST: usize = 1_000_000;
/// The most alarms of one run.
const ALARMS_MOST: usize = 100;

/// How often a run reads the log again before it leaves the rest to the next one.
pub(super) const REREADS: u8 = 3;

impl Run {
    /// Begins. `alive_due` asks for a sign of life where nothing else is sent.
    pub fn begin(space: Space, alive_due: bool) -> Run {
        Run {
            space,
            phase: Phase::Log,
            report: Report::default(),
            heads: None,
            hub_seq: 0,
            may_push: true,
            pushed: false,
            alive_due,
            covered: BTreeSet::new(),
            pulled_all: false,
            sounded: Vec::new(),
            rereads: 0,
            asked_again: None,
            restored: None,
            asked_late: false,
            offered: Offered::default(),
            opened: Opened::default(),
        }
    }

    pub fn space(&self) -> &Space {
        &self.space
    }

    /// Gives the space back, once the run is over or given up.
    pub fn into_space(self) -> Space {
        self.space
    }

    /// What comes next. Asked twice without an answer between, it says the same.
    pub fn next(&self) -> Next {
        let ask = match &self.phase {
            Phase::Log => Ask::Log { from: self.space.standing.log.len() },
            Phase::Restore(head) => return Next::Entries { from: head.len },
            Phase::Relog(append) | Phase::Rekey(append) => Ask::Append(append.clone()),
            Phase::Seals => Ask::Seals { after: self.space.epoch().saturating_sub(1) },
            Phase::Wraps { epoch, after, .. } => Ask::Wraps { epoch: *epoch, after: *after },
            Phase::Repair(puts) => match puts.front() {
                Some(put) => Ask::PutWraps(put.clone()),
                None => Ask::Heads,
            },
            Phase::Heads | Phase::Confirm => Ask::Heads,
            Phase::Snapshots => Ask::Snapshots,
            Phase::Segment(manifest, n) => return Run::next_of_snapshot(manifest, *n),
            Phase::Load(manifest, n) => return Run::next_kept(manifest, *n),
            Phase::Pull(pull) => {
                Ask::Batches { after: pull.after, max_bytes: self.space.standing.pace.bytes() }
            }
            Phase::Push => match self.next_out() {
                Some(out) => {
                    let batch = Box::new(out.batch.clone());
                    Ask::Put { device: self.space.own(), seq: out.seq, batch }
                }
                None if self.lacks_older() => {
                    return Next::Again { from: self.hub_seq + 1, most: AGAIN };
                }
                None if self.pushes() => return Next::Lines { most: limit::BATCH_CHANGES },
                None => return Next::Digest,
            },
            Phase::Digest => return Next::Digest,
            Phase::Ack(post, _) => Ask::Ack(post.clone()),
            Phase::Acks(_) => Ask::Acks,
            Phase::Done => {
                let lapsed = self.space.has_lapsed();
                return Next::Done(Report { lapsed, ..self.report.clone() });
            }
        };
        Next::Ask(Box::new(ask))
    }

    /// Notes how long an exchange of batches took, so that the next one has the size that the link carries.
    pub fn went(&mut self, bytes: usize, ms: u64) {
        self.space.standing.pace = self.space.standing.pace.went(bytes, ms);
    }

    /// Takes an answer. What comes out is saved before the next question.
    pub fn take(
        &mut self,
        reply: Reply,
        now_ms: u64,
        past: &impl Past,
        chance: &mut impl Chance,
    ) -> Decision {
        let mut decision = Decision::default();
        let phase = std::mem::replace(&mut self.phase, Phase::Done);
        match (phase, reply) {
            (_, Reply::Cut) => {
                self.space.standing.pace = self.space.standing.pace.cut();
                self.report.cut = true;
            }
            (phase, Reply::Problem(problem)) => self.refused(phase, problem, &mut decision),
            (Phase::Log, Reply::Log(page)) => self.take_log(&page, &mut decision, chance),
            (Phase::Seals, Reply::Seals(seals)) => self.take_seals(&seals.seals, &mut decision),
            (Phase::Wraps { epoch, mut wraps, after, late }, Reply::Wraps(page)) => {
                wraps.extend(page.wraps);
                match page.next {
                    Some(next) if after.is_none_or(|after| next > after) && wraps.len() < WRAPS_MOST => {
                        self.phase = Phase::Wraps { epoch, wraps, after: Some(next), late };
                    }
                    Some(_) => decision.alarms.push(NONSENSE),
                    None => self.take_wraps(epoch, &wraps, late, &mut decision, chance),
                }
            }
            (Phase::Repair(mut puts), Reply::WrapsTaken(_)) => {
                puts.pop_front();
                self.repair_or_forget(puts, &mut decision);
            }
            (Phase::Relog(_), Reply::Appended(_)) => self.phase = Phase::Log,
            (Phase::Rekey(append), Reply::Appended(taken)) => {
                let page = LogPage { head: taken.head, entries: append.entries };
                self.take_log(&page, &mut decision, chance);
            }
            (Phase::Heads, Reply::Heads(heads)) => self.take_heads(heads, past, &mut decision),
            (Phase::Snapshots, Reply::Snapshots(listed)) => self.take_list(listed),
            (Phase::Segment(manifest, n), Reply::Segment(segment)) => {
                self.take_segment(&manifest, n, segment, &mut decision);
            }
            (Phase::Pull(pull), Reply::Batches { batches, end }) => {
                self.take_batches(pull, batches, end, now_ms, past, &mut decision);
                if matches!(self.phase, Phase::Push) {
                    self.repair(&mut decision, chance);
                }
            }
            (Phase::Push, Reply::Taken(taken)) => {
                self.hub_seq += 1;
                self.pushed = true;
                // What directly follows all that was read needs no reading: it is one's own.
                let standing = &mut self.space.standing;
                if self.pulled_all && taken.pos == standing.cursor + 1 {
                    standing.cursor = taken.pos;
                }
                decision.saves.push(Save::Sent { seq: self.hub_seq, pos: taken.pos });
                self.phase = Phase::Push;
            }
            (Phase::Confirm, Reply::Heads(heads)) => {
                self.confirm(&heads, &mut decision);
                decision.alarms.extend(self.taken_and_not_shown(&heads));
                self.phase = Phase::Digest;
            }
            (Phase::Ack(_, mine), Reply::Done) => self.phase = Phase::Acks(mine),
            (Phase::Acks(mine), Reply::Acks(acks)) => {
                let log = &self.space.standing.log;
                let compared = acks.acks.iter().map(|ack| compare_acks(&mine, ack, log));
                decision.alarms.extend(compared.filter_map(Result::err));
                self.report.complete = true;
            }
            (_, _) => decision.alarms.push(NONSENSE),
        }
        self.sound(&mut decision);
        decision
    }

    /// Gives each alarm once. Who makes up so many that they would fill a vault is listened to no more.
    fn sound(&mut self, decision: &mut Decision) {
        decision.alarms.retain(|alarm| !self.sounded.contains(alarm));
        let left = ALARMS_MOST.saturating_sub(self.sounded.len());
        if decision.alarms.len() > left {
            decision.alarms.truncate(left);
            self.report.stop = Some(NONSENSE.into());
            self.phase = Phase::Done;
        }
        self.sounded.extend(decision.alarms.iter().cloned());
    }

    fn take_heads(&mut self, heads: Heads, past: &impl Past, decision: &mut Decision) {
        let own = self.space.own();
        let standing = &mut self.space.standing;
        let alarms = standing.chains.compare(&heads, own, standing.confirmed, &standing.log, past);
        self.may_push &= !alarms.iter().any(|alarm| matches!(alarm, Alarm::CloneSuspected { .. }));
        let log_moved = heads.log.len > standing.log.len();
        if log_moved && alarms.is_empty() && self.rereads < REREADS {
            self.rereads += 1;
            self.phase = Phase::Log;
            return;
        }
        decision.alarms.extend(alarms);
        if heads.pos < standing.cursor {
            standing.cursor = 0;
        }
        self.hub_seq = heads.heads.iter().find(|head| head.device == own).map_or(0, |head| head.seq);
        self.confirm(&heads, decision);
        let seeks = self.seeks_snapshot(&heads);
        self.heads = Some(heads);
        if seeks {
            self.seek_snapshot();
        } else {
            self.load_or_pull(past, decision);
        }
    }

    /// Notes what the hub's heads contain of one's own; what they contained twice leaves the outbox.
    fn confirm(&mut self, heads: &Heads, decision: &mut Decision) {
        let own = self.space.own();
        let Some(head) = heads.heads.iter().find(|head| head.device == own) else { return };
        let fits = |out: &super::Outgoing| out.seq != head.seq || out.hash == head.hash;
        if !self.space.outbox.iter().all(fits) {
            return;
        }
        let newest = self.space.standing.chains.get(own).map_or(0, |chain| chain.seq);
        let before = self.space.standing.confirmed;
        while self.space.outbox.front().is_some_and(|out| out.seq <= before.min(head.seq)) {
            if let Some(out) = self.space.outbox.pop_front() {
                decision.saves.push(Save::LetGo { seq: out.seq });
            }
        }
        if head.seq > before && head.seq <= newest {
            self.space.standing.confirmed = head.seq;
            decision.saves.push(Save::Confirmed { seq: head.seq });
        }
    }

    /// Brings lines that were never sent, or none. Gives what is to be saved and how many of them were taken.
    pub fn lines(
        &mut self,
        lines: &[Unsent<'_>],
        name: &impl Fn(u32) -> Option<DeviceId>,
        hlc: Hlc,
        now_ms: u64,
        chance: &mut impl Chance,
    ) -> Result<Decision, ComposeError> {
        let alive = self.alive_due && !self.pushed;
        if lines.is_empty() && !alive {
            self.after_push();
            return Ok(Decision::default());
        }
        self.alive_due = false;
        let max_bytes = self.space.standing.pace.bytes();
        match self.space.compose(lines, name, max_bytes, hlc, now_ms, chance) {
            Ok(composed) => {
                self.phase = Phase::Push;
                Ok(Decision { saves: composed.saves, alarms: Vec::new() })
            }
            Err(error) => {
                self.report.update_needed |= error == ComposeError::UpdateNeeded;
                self.after_push();
                Err(error)
            }
        }
    }

    pub(super) fn after_push(&mut self) {
        self.phase = if self.pushed { Phase::Confirm } else { Phase::Digest };
    }

    /// Brings the digest of versions and heads, none where lines were written meanwhile that are not sent yet.
    pub fn digest(&mut self, digest: Option<Hash>, now_ms: u64) -> Result<Decision, ComposeError> {
        self.space.standing.acks += 1;
        let standing = &self.space.standing;
        let comparable = digest.filter(|_| standing.waiting.is_empty());
        let ack = Ack {
            space: self.space.id(),
            device: self.space.own(),
            number: standing.acks,
            log: standing.log.head(),
            oldest_epoch: self.space.keys.oldest_epoch().unwrap_or(0),
            applied: standing.chains.heads().map(|head| (head.device, head.seq)).collect(),
            digest: comparable.unwrap_or(Hash::NONE),
            at_ms: now_ms,
        };
        let signed = self.space.secrets.sign.sign(purpose::ACK, &ack)?;
        self.phase = Phase::Ack(PostAck { ack: signed }, ack);
        Ok(Decision::default())
    }

    fn refused(&mut self, phase: Phase, problem: Problem, decision: &mut Decision) {
        match (phase, problem) {
            (Phase::Rekey(_) | Phase::Relog(_), Problem::LogMoved { .. }) if self.rereads < REREADS => {
                self.rereads += 1;
                self.phase = Phase::Log;
            }
            (Phase::Relog(_), problem) => self.cannot_restore(problem),
            (Phase::Log, Problem::NotMember) if self.space.role().is_some() => {
                // Who was removed reads its removal: this hub has not heard of this laptop, as a copy of before it came in.
                decision.alarms.push(Alarm::RolledBack { subject: Subject::Log { n: 0 } });
                self.report.problem = Some(Problem::NotMember);
            }
            (Phase::Push, problem) => self.push_refused(problem, decision),
            (Phase::Snapshots, Problem::NotFound) => self.take_list(Snapshots { manifests: Vec::new() }),
            (Phase::Segment(manifest, _), Problem::NotFound) => self.segment_refused(&manifest, decision),
            (Phase::Repair(_), problem) => {
                self.report.problem = Some(problem);
                self.phase = Phase::Push;
            }
            (_, Problem::NotMember) => {
                self.report.removed = true;
                self.report.problem = Some(Problem::NotMember);
            }
            (_, problem) => self.report.problem = Some(problem),
        }
    }
}
