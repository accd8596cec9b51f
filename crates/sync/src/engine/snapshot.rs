//! Taking in a snapshot in a run: where nothing of a space is here yet, or where bodies that are missing here are gone at the
//! hub. All of it is fetched and verified before anything of it is applied.

use std::collections::VecDeque;

use passerelle_wire::pull::Heads;
use passerelle_wire::signed::Signed;
use passerelle_wire::snapshot::{Manifest, Segment, Snapshots};

use super::cross::ask_wraps;
use super::run::{Phase, Pull, Run};
use super::{Ask, Decision, Next, Save};
use crate::alarm::{Alarm, Subject};
use crate::chain::Past;
use crate::snapshot::{Loading, Part, Share, Unfit, judge, open_segment};

/// What a run knows of snapshots.
#[derive(Default)]
pub(super) struct Offered {
    /// What the hub lists, until its heads were asked for again: what it shows then is no older.
    listed: Option<Snapshots>,
    asked: u8,
    /// Whether the wraps of the present epoch were read in this run.
    pub has_keys: bool,
    candidates: VecDeque<(Signed, Manifest)>,
    /// A body that is missing here is gone at the hub.
    pub lacking: bool,
    /// There is one that cannot be read yet, though nobody is to blame.
    pub not_now: bool,
}

/// What a segment that was kept opens to.
pub struct OpenedSegment(Result<Vec<Part>, Unfit>);

/// How often a run asks which snapshots there are: once more where one went meanwhile.
const ASKED_MOST: u8 = 2;

impl Run {
    /// Whether the hub has yet to say which snapshots there are, and that is worth knowing.
    pub(super) fn seeks_snapshot(&self, heads: &Heads) -> bool {
        let standing = &self.space.standing;
        let is_new = standing.cursor == 0 && standing.chains.is_new(self.space.own());
        let gone = self.offered.lacking || standing.cursor < heads.kept_after;
        let wants = gone || (is_new && heads.pos > 0);
        wants && standing.loading.is_none() && self.offered.asked == 0
    }

    /// Whether one could be asked for that holds what is missing.
    pub(super) fn may_seek(&self) -> bool {
        self.offered.asked == 0
    }

    pub(super) fn seek_snapshot(&mut self) {
        self.offered.asked += 1;
        self.phase = Phase::Snapshots;
    }

    pub(super) fn take_list(&mut self, listed: Snapshots) {
        self.offered.listed = Some(listed);
        let epoch = self.space.epoch();
        // Keys otherwise come with the batches that a snapshot stands for.
        let asks = !self.offered.has_keys && self.space.keys.epoch(epoch).is_some();
        self.phase = if asks { ask_wraps(epoch, false) } else { Phase::Heads };
    }

    /// What comes once heads are known: a snapshot that was begun, the best that is offered, or batches.
    pub(super) fn load_or_pull(&mut self, past: &impl Past, decision: &mut Decision) {
        if let Some(loading) = &self.space.standing.loading {
            let log = &self.space.standing.log;
            let goes_on = loading.applied > 0
                || judge(&loading.manifest, log, self.heads.as_ref())
                    .is_ok_and(|manifest| manifest.is_some());
            if goes_on {
                self.go_on_loading(decision);
                return;
            }
            self.next_candidate(decision);
            return;
        }
        match self.offered.listed.take() {
            Some(listed) => self.choose(&listed, past, decision),
            None => self.begin_pull(),
        }
    }

    pub(super) fn begin_pull(&mut self) {
        let after = self.space.standing.cursor;
        self.phase = Phase::Pull(Pull { after, clean: true, gap: false, whole: after == 0 });
    }

    fn choose(&mut self, listed: &Snapshots, past: &impl Past, decision: &mut Decision) {
        let own = self.space.own();
        let standing = &self.space.standing;
        for signed in &listed.manifests {
            match judge(signed, &standing.log, self.heads.as_ref()) {
                Err(alarm) => decision.alarms.push(alarm),
                Ok(None) => self.offered.not_now = true,
                Ok(Some(manifest)) => match standing.chains.fits(&manifest.covers, own, past) {
                    Err(alarm) => decision.alarms.push(alarm),
                    Ok(()) if standing.chains.lacks(&manifest.covers) => {
                        self.offered.candidates.push_back((signed.clone(), manifest));
                    }
                    Ok(()) => {}
                },
            }
        }
        self.offered
            .candidates
            .make_contiguous()
            .sort_by_key(|(_, manifest)| std::cmp::Reverse(manifest.pos));
        self.next_candidate(decision);
    }

    /// Begins the next older snapshot; without one it is the batches.
    fn next_candidate(&mut self, decision: &mut Decision) {
        let standing = &mut self.space.standing;
        if standing.loading.take().is_some() {
            decision.saves.push(Save::DropSegments);
        }
        if let Some((manifest, _)) = self.offered.candidates.pop_front() {
            standing.loading = Some(Loading { manifest, state: None, fetched: 0, applied: 0 });
            self.go_on_loading(decision);
        } else {
            self.begin_pull();
        }
    }

    fn go_on_loading(&mut self, decision: &mut Decision) {
        let Some((loading, manifest)) = self.loading() else { return self.next_candidate(decision) };
        let count = u32::try_from(manifest.segments.len()).unwrap_or(u32::MAX);
        self.phase = if loading.fetched < count {
            Phase::Segment(manifest, loading.fetched)
        } else if loading.state.is_none() {
            // Who makes one says what a reader goes on from.
            decision.alarms.push(Alarm::Forged { subject: Subject::Snapshot { device: manifest.device } });
            return self.next_candidate(decision);
        } else {
            Phase::Load(manifest, loading.applied)
        };
    }

    fn loading(&self) -> Option<(&Loading, Box<Manifest>)> {
        let loading = self.space.standing.loading.as_ref()?;
        Some((loading, Box::new(loading.read()?)))
    }

    pub(super) fn next_of_snapshot(manifest: &Manifest, n: u32) -> Next {
        Next::Ask(Box::new(Ask::Segment { snapshot: manifest.snapshot, n }))
    }

    /// All segments once, then all of them again.
    pub(super) fn next_kept(manifest: &Manifest, n: u32) -> Next {
        let count = u32::try_from(manifest.segments.len()).unwrap_or(u32::MAX).max(1);
        Next::Segment { n: n % count }
    }

    /// Takes a segment that the hub handed out: kept where all of it is as its maker signed.
    pub(super) fn take_segment(
        &mut self,
        manifest: &Manifest,
        n: u32,
        segment: Segment,
        decision: &mut Decision,
    ) {
        match open_segment(&segment, manifest, n, &self.space) {
            Ok(parts) => {
                let state = parts.into_iter().find_map(|part| match part {
                    Part::State(state) => Some(state),
                    Part::File { .. } => None,
                });
                if let Some(loading) = &mut self.space.standing.loading {
                    loading.fetched = n + 1;
                    loading.state = loading.state.take().or(state);
                }
                decision.saves.push(Save::Segment { n, segment: Box::new(segment) });
                self.go_on_loading(decision);
            }
            Err(unfit) => self.unfit(unfit, decision),
        }
    }

    fn unfit(&mut self, unfit: Unfit, decision: &mut Decision) {
        match unfit {
            Unfit::Alarm(alarm) => decision.alarms.push(alarm),
            Unfit::NotNow => self.offered.not_now = true,
        }
        self.next_candidate(decision);
    }

    /// The hub does not hand out a segment: a newer snapshot may just have taken the place of this one, which the list says.
    pub(super) fn segment_refused(&mut self, manifest: &Manifest, decision: &mut Decision) {
        if self.offered.asked < ASKED_MOST {
            self.space.standing.loading = None;
            decision.saves.push(Save::DropSegments);
            self.offered.candidates.clear();
            self.seek_snapshot();
        } else {
            decision.alarms.push(Alarm::Withheld { subject: Subject::Snapshot { device: manifest.device } });
            self.next_candidate(decision);
        }
    }

    /// Opens a segment that was kept, as [`Run::segment`] then takes it; none where it cannot be read. Nothing is decided by it,
    /// so it may be done while what came before is kept.
    pub fn open_segment(&self, n: u32, kept: Option<&Segment>) -> OpenedSegment {
        let Phase::Load(manifest, _) = &self.phase else { return OpenedSegment(Err(Unfit::NotNow)) };
        OpenedSegment(kept.ok_or(Unfit::NotNow).and_then(|kept| open_segment(kept, manifest, n, &self.space)))
    }

    /// Brings the segment that was asked for. With the last one of the second time the run goes on from where the snapshot ends.
    pub fn segment(&mut self, opened: OpenedSegment, now_ms: u64) -> Decision {
        let mut decision = Decision::default();
        let phase = std::mem::replace(&mut self.phase, Phase::Done);
        let Phase::Load(manifest, n) = phase else {
            self.phase = phase;
            return decision;
        };
        let count = u32::try_from(manifest.segments.len()).unwrap_or(u32::MAX);
        match opened.0 {
            Ok(parts) => {
                let log = &self.space.standing.log;
                let lines = parts.into_iter().filter(|part| match part {
                    Part::State(_) => false,
                    Part::File { entry, .. } => {
                        !entry.subject.is_some_and(|subject| log.erased_case(&subject))
                    }
                });
                let share = if n < count { Share::First } else { Share::Rest };
                decision.saves.push(Save::Gathered { by: manifest.device, parts: lines.collect(), share });
            }
            Err(unfit) => {
                self.unfit(unfit, &mut decision);
                return decision;
            }
        }
        let standing = &mut self.space.standing;
        if n.saturating_add(1) < count.saturating_mul(2) {
            if let Some(loading) = &mut standing.loading {
                loading.applied = n + 1;
            }
            self.phase = Phase::Load(manifest, n + 1);
            return decision;
        }
        let state = standing.loading.take().and_then(|loading| loading.state).unwrap_or_default();
        standing.chains.adopt(&manifest.covers, &state.links, now_ms);
        standing.cursor = standing.cursor.max(manifest.pos);
        decision.saves.push(Save::Joined { state, covers: manifest.covers });
        self.begin_pull();
        decision
    }
}
