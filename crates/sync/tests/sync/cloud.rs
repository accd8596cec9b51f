//! A hub in memory, honest but where a test says otherwise.

use std::collections::BTreeMap;

use passerelle_sync::engine::{Ask, Reply};
use passerelle_wire::ack::{Ack, Acks};
use passerelle_wire::batch::{Batch, BatchTaken, DeviceHead};
use passerelle_wire::decode;
use passerelle_wire::hash::Hash;
use passerelle_wire::id::{DeviceId, KeyId};
use passerelle_wire::key::{Seal, Seals, Wrap, WrapPage, WrapsTaken};
use passerelle_wire::membership::{Act, Roll};
use passerelle_wire::problem::Problem;
use passerelle_wire::pull::{Heads, PageEnd, Positioned};
use passerelle_wire::signed::Signed;
use passerelle_wire::snapshot::Snapshots;
use passerelle_wire::space::{AppendLog, LogPage, LogTaken};

/// The hub of one space.
pub struct Cloud {
    pub roll: Roll,
    pub log: Vec<Signed>,
    pub batches: Vec<Batch>,
    pub seals: Vec<Seal>,
    pub wraps: BTreeMap<(u32, Hash), BTreeMap<KeyId, Wrap>>,
    pub acks: BTreeMap<DeviceId, Signed>,
    /// Batches a page.
    pub page: usize,
    /// Says that it took batches, and keeps none.
    pub swallows: bool,
}

impl Cloud {
    pub fn heads(&self) -> BTreeMap<DeviceId, (u64, Hash)> {
        let mut heads = BTreeMap::new();
        for batch in &self.batches {
            let header = batch.read_header().unwrap();
            heads.insert(header.device, (header.seq, batch.hash()));
        }
        heads
    }

    pub fn answer(&mut self, by: DeviceId, ask: &Ask) -> Reply {
        let member = self.roll.seat(by).is_some_and(|seat| seat.role().is_some());
        if !member && !matches!(ask, Ask::Log { .. }) {
            return Reply::Problem(Problem::NotMember);
        }
        match ask {
            Ask::Log { from } => {
                let entries =
                    self.log.iter().skip(usize::try_from(*from).unwrap()).take(2).cloned().collect();
                Reply::Log(LogPage { head: self.roll.head(), entries })
            }
            Ask::Append(append) => self.append(append),
            Ask::Seals { after } => {
                let mine = |seal: &&Seal| seal.device == by && seal.epoch > *after;
                Reply::Seals(Seals { seals: self.seals.iter().filter(mine).cloned().collect() })
            }
            Ask::Wraps { epoch, after } => self.wraps(*epoch, *after),
            Ask::PutWraps(put) => {
                let set = self.wraps.entry((put.epoch, put.check)).or_default();
                put.wraps.iter().for_each(|wrap| {
                    set.entry(wrap.key).or_insert_with(|| wrap.clone());
                });
                Reply::WrapsTaken(WrapsTaken { count: set.len() as u64 })
            }
            // A run carries no contents: those come after it.
            Ask::Snapshots => Reply::Snapshots(Snapshots { manifests: Vec::new() }),
            Ask::Blob { .. }
            | Ask::Chunk { .. }
            | Ask::PutChunk { .. }
            | Ask::Segment { .. }
            | Ask::PutSegment { .. }
            | Ask::CommitSnapshot { .. } => Reply::Problem(Problem::NotFound),
            Ask::Heads => Reply::Heads(Heads {
                log: self.roll.head(),
                heads: self
                    .heads()
                    .into_iter()
                    .map(|(device, (seq, hash))| DeviceHead { device, seq, hash })
                    .collect(),
                pos: self.batches.len() as u64,
                kept_after: 0,
            }),
            Ask::Batches { after, .. } => {
                let after = usize::try_from(*after).unwrap();
                let batches: Vec<_> = (after..self.batches.len())
                    .take(self.page)
                    .map(|at| Positioned { pos: at as u64 + 1, batch: self.batches[at].clone() })
                    .collect();
                let reached = after.max(after + batches.len());
                let complete = reached >= self.batches.len();
                Reply::Batches { batches, end: Some(PageEnd { after: reached as u64, complete }) }
            }
            Ask::Put { .. } if self.swallows => Reply::Taken(BatchTaken { pos: 1 }),
            Ask::Put { device, seq, batch } => self.put(*device, *seq, batch),
            Ask::Ack(post) => {
                let ack: Ack = decode(&post.ack.body).unwrap();
                self.acks.insert(ack.device, post.ack.clone());
                Reply::Done
            }
            Ask::Acks => Reply::Acks(Acks { acks: self.acks.values().cloned().collect() }),
        }
    }

    pub fn append(&mut self, append: &AppendLog) -> Reply {
        if append.expected != self.roll.head() {
            return Reply::Problem(Problem::LogMoved { head: self.roll.head() });
        }
        let mut roll = self.roll.clone();
        for entry in &append.entries {
            if let Err(fault) = roll.admit(entry) {
                return Reply::Problem(Problem::LogRefused { fault });
            }
        }
        self.roll = roll;
        self.log.extend(append.entries.iter().cloned());
        self.seals.extend(append.seals.iter().cloned());
        Reply::Appended(LogTaken { head: self.roll.head() })
    }

    /// All wraps of an epoch, those of its batches among them.
    fn wrapped(&self, epoch: u32) -> BTreeMap<KeyId, Wrap> {
        let mut turns = self.log.iter().rev().filter_map(|signed| {
            let entry = passerelle_wire::membership::Entry::read(&signed.body).unwrap();
            match Act::read(entry.kind, &entry.body) {
                Ok(Act::TurnEpoch(turn)) if turn.epoch == epoch => Some(turn.check),
                _ => None,
            }
        });
        let check = turns.next().unwrap_or(Hash::NONE);
        let mut all = self.wraps.get(&(epoch, check)).cloned().unwrap_or_default();
        for batch in &self.batches {
            let header = batch.read_header().unwrap();
            for (named, body) in header.wraps.iter().zip(&batch.wraps) {
                if header.epoch == epoch {
                    let body = body.clone().unwrap();
                    all.entry(named.key).or_insert(Wrap { key: named.key, body });
                }
            }
        }
        all
    }

    /// Two a page.
    fn wraps(&self, epoch: u32, after: Option<KeyId>) -> Reply {
        let mut left =
            self.wrapped(epoch).into_values().filter(|wrap| after.is_none_or(|after| wrap.key > after));
        let wraps: Vec<_> = left.by_ref().take(2).collect();
        let next = left.next().and_then(|_| wraps.last().map(|wrap| wrap.key));
        Reply::Wraps(WrapPage { wraps, next })
    }

    fn put(&mut self, device: DeviceId, seq: u64, batch: &Batch) -> Reply {
        let header = batch.verify(&self.roll.seat(device).unwrap().keys.sign).unwrap();
        assert_eq!((header.device, header.seq), (device, seq));
        let same = self.batches.iter().position(|kept| {
            let kept = kept.read_header().unwrap();
            (kept.device, kept.seq) == (device, seq)
        });
        if let Some(at) = same {
            return if self.batches[at].hash() == batch.hash() {
                Reply::Taken(BatchTaken { pos: at as u64 + 1 })
            } else {
                Reply::Problem(Problem::Fork { held: self.batches[at].header.clone() })
            };
        }
        let (last, hash) = self.heads().get(&device).copied().unwrap_or((0, Hash::NONE));
        if seq != last + 1 {
            return Reply::Problem(Problem::NotNext { next: last + 1 });
        }
        if header.prev != hash {
            return Reply::Problem(Problem::BrokenChain);
        }
        let present = self.roll.epoch_number();
        let wrapped = self.wrapped(present);
        if header.epoch != present && !header.entries.iter().all(|entry| wrapped.contains_key(&entry.key)) {
            return Reply::Problem(Problem::EpochOver { epoch: self.roll.epoch_number() });
        }
        self.batches.push(batch.clone());
        Reply::Taken(BatchTaken { pos: self.batches.len() as u64 })
    }
}
