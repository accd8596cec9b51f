//! Taking batches in a run.

use passerelle_wire::batch::{Batch, Header};
use passerelle_wire::hash::Hash;
use passerelle_wire::id::DeviceId;
use passerelle_wire::key::Wrap;
use passerelle_wire::pull::{PageEnd, Positioned};

use super::run::{NONSENSE, Phase, Pull, Run};
use super::{Decision, Opened, Received, ReceivedEntry, Save};
use crate::alarm::{Alarm, Subject};
use crate::chain::{Past, Taken};
use crate::codec::{EntryError, PackError};
use crate::seal::{EntryPlace, SealError, open_entry};

/// After how long without a sign of any other member the view of the hub is taken for a frozen one: longer than most of a team
/// is on leave together, since each laptop signs on each day of use.
const FROZEN_MS: u64 = 12 * 24 * 3_600_000;

impl Run {
    pub(super) fn take_batches(
        &mut self,
        mut pull: Pull,
        batches: Vec<Positioned>,
        end: Option<PageEnd>,
        now_ms: u64,
        past: &impl Past,
        decision: &mut Decision,
    ) {
        let mut recent = Recent { past, page: Vec::new() };
        let brought = !batches.is_empty();
        for Positioned { pos, batch } in batches {
            match self.take_batch(pos, &batch, now_ms, &recent, decision) {
                Ok(fresh) => {
                    recent.page.extend(fresh);
                    if pull.clean {
                        let cursor = &mut self.space.standing.cursor;
                        *cursor = pos.max(*cursor);
                    }
                }
                // The hub may have let it go once everybody had it: then it is in a snapshot.
                Err(Alarm::Withheld { subject: Subject::Body { .. } }) if self.may_seek() => {
                    pull.clean = false;
                    self.offered.lacking = true;
                }
                Err(Alarm::Withheld { .. }) if !pull.whole => {
                    (pull.clean, pull.gap) = (false, true);
                }
                // What would be missing no more waits for a key that somebody has yet to bring.
                Err(Alarm::Withheld { .. }) if self.offered.not_now => pull.clean = false,
                Err(alarm) => {
                    pull.clean = false;
                    decision.alarms.push(alarm);
                }
            }
        }
        self.opened = Opened::default();
        match end {
            None => {
                self.space.standing.pace = self.space.standing.pace.cut();
                self.report.cut = true;
                self.phase = Phase::Done;
            }
            Some(end) if end.complete => self.after_pull(&pull, end.after, now_ms, decision),
            Some(end) if end.after > pull.after && brought => {
                self.phase = Phase::Pull(Pull { after: end.after, ..pull });
            }
            Some(_) => {
                // A page that leads nowhere would be asked for ever.
                decision.alarms.push(NONSENSE);
                self.after_pull(&pull, pull.after, now_ms, decision);
            }
        }
    }

    fn after_pull(&mut self, pull: &Pull, after: u64, now_ms: u64, decision: &mut Decision) {
        if self.offered.lacking && self.may_seek() {
            return self.seek_snapshot();
        }
        let own = self.space.own();
        let standing = &mut self.space.standing;
        let missing = match &self.heads {
            Some(heads) => standing.chains.withheld(heads, own, &standing.log),
            None => Vec::new(),
        };
        if (pull.gap || !missing.is_empty()) && !pull.whole {
            // Positions are the hub's word alone: before it is accused, everything is read once from the first batch.
            self.phase = Phase::Pull(Pull { after: 0, clean: true, gap: false, whole: true });
            return;
        }
        self.pulled_all = pull.clean && missing.is_empty();
        if self.pulled_all {
            standing.cursor = standing.cursor.max(after);
        }
        // What came and could not be believed is not kept back as well.
        let told = |alarm: &Alarm| {
            let mut before = decision.alarms.iter().chain(&self.sounded);
            before.any(|other| other.batch() == alarm.batch())
        };
        let not_now = self.offered.not_now;
        let untold: Vec<Alarm> = missing.into_iter().filter(|alarm| !not_now && !told(alarm)).collect();
        decision.alarms.extend(untold);
        decision.alarms.extend(standing.chains.stale(own, &standing.log, now_ms, FROZEN_MS));
        self.phase = Phase::Push;
    }

    /// Takes one batch of a file.
    pub(super) fn take_one(
        &mut self,
        pos: u64,
        batch: &Batch,
        now_ms: u64,
        past: &impl Past,
        taken: &mut super::BagTaken,
    ) -> Result<(), Alarm> {
        let recent = Recent { past, page: std::mem::take(&mut taken.recent) };
        let fresh = self.take_batch(pos, batch, now_ms, &recent, &mut taken.decision);
        taken.recent = recent.page;
        taken.recent.extend(fresh?);
        Ok(())
    }

    /// Takes one batch; gives its place and hash where it is new.
    fn take_batch(
        &mut self,
        pos: u64,
        batch: &Batch,
        now_ms: u64,
        past: &impl Past,
        decision: &mut Decision,
    ) -> Result<Option<Fresh>, Alarm> {
        let own = self.space.own();
        let standing = &mut self.space.standing;
        let Taken::Next(header) = standing.chains.take(batch, own, &standing.log, past, now_ms)? else {
            return Ok(None);
        };
        self.take_new_keys(&header, batch, decision);
        let entries = self.open_entries(&header, batch, decision);
        let hash = batch.hash();
        let fresh = (header.device, header.seq, hash);
        let signed = batch.header.clone();
        decision.saves.push(Save::Received(Box::new(Received {
            header: *header,
            hash,
            signed,
            pos,
            entries,
        })));
        Ok(Some(fresh))
    }

    fn take_new_keys(&mut self, header: &Header, batch: &Batch, decision: &mut Decision) {
        for (wrap, body) in header.wraps.iter().zip(&batch.wraps) {
            let Some(body) = body else { continue };
            let wrap = Wrap { key: wrap.key, body: body.clone() };
            if self.space.standing.log.erased_key(wrap.key) || self.space.keys.case(wrap.key).is_some() {
                continue;
            }
            let key = self.opened.key(wrap.key);
            if let Some(key) = key.or_else(|| self.space.keys.unwrap(&wrap, header.space, header.epoch)) {
                self.space.standing.waiting.remove(&wrap.key);
                let (name, epoch) = (wrap.key, header.epoch);
                decision.saves.push(Save::CaseKey { name, epoch, key: key.twin(), writes: None });
                self.space.keys.hold_case(name, key);
            }
        }
    }

    fn open_entries(
        &mut self,
        header: &Header,
        batch: &Batch,
        decision: &mut Decision,
    ) -> Vec<ReceivedEntry> {
        let mut entries = Vec::with_capacity(header.entries.len());
        for ((named, body), index) in header.entries.iter().zip(&batch.bodies).zip(0_u32..) {
            let Some(body) =
                body.as_ref().filter(|_| !self.space.standing.log.erased_body(named.key, named.hash))
            else {
                entries.push(ReceivedEntry::Erased);
                continue;
            };
            let place = EntryPlace { space: header.space, device: header.device, seq: header.seq, index };
            let waiting =
                || ReceivedEntry::Waiting { index, key: named.key, codec: named.codec, body: body.to_vec() };
            let keys = &self.space.keys;
            let opened = keys.case(named.key).map(|key| {
                let ahead = self.opened.entry(named.key, place, named.codec, named.hash);
                ahead.map_or_else(|| open_entry(body, key, place, named.codec), Ok)
            });
            entries.push(match opened {
                None => {
                    self.space.standing.waiting.insert(named.key);
                    waiting()
                }
                Some(Ok(entry)) => {
                    let erased = entry.subject.is_some_and(|of| self.space.standing.log.erased_case(&of));
                    if erased { ReceivedEntry::Erased } else { ReceivedEntry::Opened(entry) }
                }
                Some(Err(SealError::Pack(PackError::TooNew) | SealError::Entry(EntryError::TooNew(_)))) => {
                    waiting()
                }
                Some(Err(_)) => {
                    let subject = Subject::Body { device: header.device, seq: header.seq, index };
                    decision.alarms.push(Alarm::Forged { subject });
                    ReceivedEntry::Bad { index }
                }
            });
        }
        entries
    }
}

pub(super) type Fresh = (DeviceId, u64, Hash);

/// The vault's memory, and what this very page brought, which is not saved yet.
struct Recent<'a, P> {
    past: &'a P,
    page: Vec<Fresh>,
}

impl<P: Past> Past for Recent<'_, P> {
    fn hash(&self, device: DeviceId, seq: u64) -> Option<Hash> {
        let recent = self.page.iter().find(|(of, at, _)| *of == device && *at == seq);
        recent.map(|(_, _, hash)| *hash).or_else(|| self.past.hash(device, seq))
    }
}
