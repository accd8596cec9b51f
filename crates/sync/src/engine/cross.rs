//! Keys in a run: opening the present epoch, taking its wraps, repairing what is missing, replacing the sealing key.

use std::collections::{BTreeSet, VecDeque};

use passerelle_wire::key::{PutWraps, Seal, Wrap};
use passerelle_wire::limit;
use passerelle_wire::membership::Act;
use passerelle_wire::space::AppendLog;

use super::run::{Phase, Run};
use super::{Decision, Save};
use crate::alarm::{Alarm, Subject};
use crate::chance::Chance;
use crate::membership::{review_wraps, seal_key_due, sign_acts};
use crate::seal::{SealSecret, open_epoch_key, wrap_case_key};

impl Run {
    /// What comes once the log is read to its end.
    pub(super) fn after_log(&mut self, decision: &mut Decision, chance: &mut impl Chance) {
        if self.space.role().is_none() {
            self.report.removed = true;
            self.phase = Phase::Done;
            return;
        }
        self.promote_seal_key(decision);
        let epoch = self.space.epoch();
        let known = epoch == 0 || self.space.keys.epoch(epoch).is_some();
        if !known {
            self.phase = Phase::Seals;
        } else if self.is_crossing() || !self.space.standing.waiting.is_empty() {
            self.phase = ask_wraps(epoch, false);
        } else {
            self.rekey_or_heads(decision, chance);
        }
    }

    /// Whether the key of a former epoch is still held.
    fn is_crossing(&self) -> bool {
        self.space.keys.oldest_epoch().is_some_and(|oldest| oldest < self.space.epoch())
    }

    /// Where the log names the key that was drawn to follow, that is the key now.
    fn promote_seal_key(&mut self, decision: &mut Decision) {
        let named = self.space.standing.log.roll().seat(self.space.own()).map(|seat| seat.keys.seal);
        let follows = self.space.next_seal.as_ref().and_then(|next| next.public().ok());
        if follows.is_some()
            && follows == named
            && let Some(next) = self.space.next_seal.take()
        {
            self.space.secrets.seal = next;
            decision.saves.push(Save::SealKeyReplaced);
        }
    }

    pub(super) fn take_seals(&mut self, seals: &[Seal], decision: &mut Decision) {
        let (own, epoch) = (self.space.own(), self.space.epoch());
        let subject = Subject::Epoch { epoch };
        let check = self.space.standing.log.roll().epoch().map(|epoch| epoch.turn.check);
        let seal = seals.iter().find(|seal| seal.device == own && seal.epoch == epoch);
        let (Some(seal), Some(check)) = (seal, check) else {
            decision.alarms.push(Alarm::Withheld { subject });
            self.phase = Phase::Heads;
            return;
        };
        if let Ok(key) = open_epoch_key(seal, &self.space.secrets.seal, self.space.id(), check) {
            decision.saves.push(Save::EpochKey { epoch, key: key.twin() });
            self.space.keys.hold_epoch(epoch, key);
            self.phase = ask_wraps(epoch, false);
        } else {
            decision.alarms.push(Alarm::Forged { subject });
            self.phase = Phase::Heads;
        }
    }

    /// Takes the case keys of an epoch's set, and notes which of those that are held the present one covers.
    pub(super) fn take_wraps(
        &mut self,
        epoch: u32,
        wraps: &[Wrap],
        late: bool,
        decision: &mut Decision,
        chance: &mut impl Chance,
    ) {
        let space = self.space.id();
        self.offered.has_keys = true;
        let mut fresh = BTreeSet::new();
        for wrap in wraps.iter().filter(|wrap| !self.space.standing.log.erased_key(wrap.key)) {
            if let Some(key) = self.space.keys.unwrap(wrap, space, epoch) {
                self.space.standing.waiting.remove(&wrap.key);
                let twin = key.twin();
                decision.saves.push(Save::CaseKey { name: wrap.key, epoch, key: twin, writes: None });
                self.space.keys.hold_case(wrap.key, key);
                fresh.insert(wrap.key);
            }
        }
        let keys = &self.space.keys;
        let turn = self.space.standing.log.roll().epoch().map(|epoch| epoch.turn);
        if let Some(turn) = turn.filter(|turn| turn.epoch == epoch)
            && let Some(under) = keys.epoch(epoch)
        {
            let review =
                review_wraps(keys.named_cases().map(|(name, _)| name), &fresh, wraps, under, space, &turn);
            let covered = keys.named_cases().map(|(name, _)| name);
            self.covered = covered.filter(|name| !review.repair.contains(name)).collect();
        }
        match self.space.keys.next_epoch(epoch) {
            Some(next) => self.phase = ask_wraps(next, late),
            None if late => self.repair(decision, chance),
            None => self.rekey_or_heads(decision, chance),
        }
    }

    /// Once everything was pulled: the keys that this laptop holds and the epoch's set lacks are wrapped anew, since the turner
    /// may have left them out, and their author may be gone.
    pub(super) fn repair(&mut self, decision: &mut Decision, chance: &mut impl Chance) {
        self.phase = Phase::Push;
        if !self.space.standing.waiting.is_empty() && !self.asked_late {
            // What was sealed before a turn comes with its key wrapped elsewhere: beside the batches, perhaps just now.
            self.asked_late = true;
            if let Some(oldest) = self.space.keys.oldest_epoch() {
                self.phase = ask_wraps(oldest, true);
                return;
            }
        }
        if !self.is_crossing() {
            return;
        }
        let keys = &self.space.keys;
        let (space, epoch) = (self.space.id(), self.space.epoch());
        let turn = self.space.standing.log.roll().epoch().map(|epoch| epoch.turn);
        let (Some(turn), Some(under)) = (turn, keys.epoch(epoch)) else { return };
        let mut anew: Vec<Wrap> = keys
            .named_cases()
            .filter(|(name, _)| !self.covered.contains(name))
            .filter_map(|(_, key)| wrap_case_key(key, under, space, epoch, chance).ok())
            .collect();
        anew.sort_by_key(|wrap| wrap.key);
        let puts = anew
            .chunks(limit::WRAPS)
            .map(|wraps| PutWraps { epoch, check: turn.check, wraps: wraps.to_vec() })
            .collect();
        self.repair_or_forget(puts, decision);
    }

    /// Once nothing depends on them, the keys of former epochs are destroyed. Where something that the hub names has not come, or
    /// something that came waits for a key, it may depend on them, and they stay.
    pub(super) fn repair_or_forget(&mut self, puts: VecDeque<PutWraps>, decision: &mut Decision) {
        if !puts.is_empty() {
            self.phase = Phase::Repair(puts);
            return;
        }
        self.phase = Phase::Push;
        if self.pulled_all && self.space.standing.waiting.is_empty() {
            let epoch = self.space.epoch();
            self.space.keys.forget_epochs_before(epoch);
            decision.saves.push(Save::ForgetEpochsBefore(epoch));
        }
    }

    /// Replaces the sealing key where the present one was used; the next one is kept before the log hears of it.
    fn rekey_or_heads(&mut self, decision: &mut Decision, chance: &mut impl Chance) {
        self.phase = Phase::Heads;
        let opened = self.space.keys.epoch(self.space.epoch()).is_some();
        if opened
            && seal_key_due(self.space.standing.log.roll(), self.space.own())
            && let Some(append) = self.next_seal_key(decision, chance)
        {
            self.phase = Phase::Rekey(append);
        }
    }

    fn next_seal_key(&mut self, decision: &mut Decision, chance: &mut impl Chance) -> Option<AppendLog> {
        if self.space.next_seal.is_none() {
            let next = SealSecret::draw(chance).ok()?;
            decision.saves.push(Save::NextSealKey(next.twin()));
            self.space.next_seal = Some(next);
        }
        let act = Act::SealKey(self.space.next_seal.as_ref()?.public().ok()?);
        let roll = self.space.standing.log.roll();
        let signed = sign_acts(Some(roll), [&act], self.space.id(), &self.space.secrets, 0).ok()?;
        Some(AppendLog { expected: roll.head(), entries: signed.0, seals: Vec::new() })
    }
}

pub(super) fn ask_wraps(epoch: u32, late: bool) -> Phase {
    Phase::Wraps { epoch, wraps: Vec::new(), after: None, late }
}
