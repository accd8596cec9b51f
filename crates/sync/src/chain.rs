//! The chains of batches as a laptop knows them: what comes next, what was seen by whom, and what a hub hides.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use passerelle_wire::ack::Ack;
use passerelle_wire::batch::{Batch, BatchFault, DeviceHead, Header};
use passerelle_wire::decode;
use passerelle_wire::hash::{Hash, purpose};
use passerelle_wire::id::DeviceId;
use passerelle_wire::membership::{LogHead, Role};
use passerelle_wire::pull::Heads;
use passerelle_wire::signed::Signed;

use crate::alarm::{Alarm, Refusal, Subject};
use crate::membership::Log;

/// The newest batch of a device that was verified.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Chain {
    pub seq: u64,
    pub hash: Hash,
    log_len: u64,
    epoch: u32,
    /// When it came here, by this laptop's clock.
    pub moved_ms: u64,
}

impl Chain {
    /// How much of the log its author knew.
    pub fn log_len(&self) -> u64 {
        self.log_len
    }
}

/// Which log and which epoch a batch names: its author's next one names no older ones.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Link {
    pub log_len: u64,
    pub epoch: u32,
}

/// What a verified batch is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Taken {
    /// Known already, byte for byte: nothing to do.
    Known,
    /// The next one of its device.
    Next(Box<Header>),
}

/// All chains of one space.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Chains {
    chains: BTreeMap<DeviceId, Chain>,
    /// Batches that others say they saw and that have not come yet.
    mentioned: BTreeMap<(DeviceId, u64), Hash>,
}

/// The hash of a batch that was taken before, by the vault's memory.
pub trait Past {
    fn hash(&self, device: DeviceId, seq: u64) -> Option<Hash>;
}

impl<F: Fn(DeviceId, u64) -> Option<Hash>> Past for F {
    fn hash(&self, device: DeviceId, seq: u64) -> Option<Hash> {
        self(device, seq)
    }
}

impl Chains {
    pub fn get(&self, device: DeviceId) -> Option<&Chain> {
        self.chains.get(&device)
    }

    /// The newest batch of each device, by device.
    pub fn heads(&self) -> impl Iterator<Item = DeviceHead> {
        self.chains.iter().map(|(device, chain)| DeviceHead {
            device: *device,
            seq: chain.seq,
            hash: chain.hash,
        })
    }

    /// What the newest batch of each device names, by device.
    pub fn links(&self) -> impl Iterator<Item = (DeviceId, Link)> {
        let link = |chain: &Chain| Link { log_len: chain.log_len, epoch: chain.epoch };
        self.chains.iter().map(move |(device, chain)| (*device, link(chain)))
    }

    /// Whether these heads are of the same histories as the chains here.
    pub fn fits(&self, covers: &[DeviceHead], own: DeviceId, past: &impl Past) -> Result<(), Alarm> {
        for head in covers {
            let of_own = head.device == own;
            if of_own && (head.seq > self.seq(own) || self.is_other(head, past)) {
                return Err(Alarm::CloneSuspected { seq: head.seq });
            }
            if !of_own && self.is_other(head, past) {
                let subject = Subject::Batch { device: head.device, seq: head.seq };
                return Err(Alarm::Forked { subject, proof: None });
            }
        }
        Ok(())
    }

    /// Whether something is in them that is not here.
    pub fn lacks(&self, covers: &[DeviceHead]) -> bool {
        covers.iter().any(|head| head.seq > self.seq(head.device))
    }

    /// Whether no batch of another device was taken yet.
    pub fn is_new(&self, own: DeviceId) -> bool {
        self.chains.keys().all(|device| *device == own)
    }

    /// Goes on from what a snapshot covers, where that is further than what is here.
    pub fn adopt(&mut self, covers: &[DeviceHead], links: &[(DeviceId, Link)], now_ms: u64) {
        let links: BTreeMap<DeviceId, Link> = links.iter().copied().collect();
        for head in covers.iter().filter(|head| head.seq > self.seq(head.device)).copied().collect::<Vec<_>>()
        {
            let Link { log_len, epoch } = links.get(&head.device).copied().unwrap_or_default();
            let chain = Chain { seq: head.seq, hash: head.hash, log_len, epoch, moved_ms: now_ms };
            self.chains.insert(head.device, chain);
            self.mentioned.retain(|(device, seq), _| *device != head.device || *seq > head.seq);
        }
    }

    fn seq(&self, device: DeviceId) -> u64 {
        self.chains.get(&device).map_or(0, |chain| chain.seq)
    }

    /// Notes a batch of one's own.
    pub fn wrote(&mut self, header: &Header, hash: Hash, now_ms: u64) {
        self.advance(header, hash, now_ms);
    }

    /// Verifies the next batch of a device: author, role, place in its chain, what it saw, bodies. On an alarm nothing of the
    /// batch counts, and the chains of other devices go on.
    pub fn take(
        &mut self,
        batch: &Batch,
        own: DeviceId,
        log: &Log,
        past: &impl Past,
        now_ms: u64,
    ) -> Result<Taken, Alarm> {
        let header = batch.read_header().map_err(|_| UNREADABLE)?;
        let subject = Subject::Batch { device: header.device, seq: header.seq };
        let seat = log.roll().seat(header.device).ok_or(Alarm::Forged { subject })?;
        batch.verify(&seat.keys.sign).map_err(|fault| body_alarm(&header, fault))?;
        if header.space != log.roll().space() {
            return Err(Alarm::Forged { subject });
        }
        let hash = batch.hash();
        let forked = || Alarm::Forked { subject, proof: Some(Box::new(batch.header.clone())) };
        let head = self.seq(header.device);
        if header.seq <= head {
            let known = if header.seq == head {
                self.chains.get(&header.device).map(|chain| chain.hash)
            } else {
                past.hash(header.device, header.seq)
            };
            return match known {
                Some(known) if known == hash => Ok(Taken::Known),
                Some(_) if header.device == own => Err(Alarm::CloneSuspected { seq: header.seq }),
                Some(_) => Err(forked()),
                None => Ok(Taken::Known),
            };
        }
        if header.device == own {
            return Err(Alarm::CloneSuspected { seq: header.seq });
        }
        if header.seq > head + 1 {
            return Err(Alarm::Withheld { subject: Subject::Batch { device: header.device, seq: head + 1 } });
        }
        if head > 0 && self.chains.get(&header.device).is_some_and(|chain| chain.hash != header.prev) {
            return Err(forked());
        }
        if self.mentioned.get(&(header.device, header.seq)).is_some_and(|named| *named != hash) {
            return Err(forked());
        }
        self.check_author(&header, hash, log, &batch.header)?;
        check_gaps(&header, batch, log)?;
        let mentions = self.check_seen(&header, own, past)?;
        self.mentioned.remove(&(header.device, header.seq));
        self.mentioned.extend(mentions);
        self.advance(&header, hash, now_ms);
        Ok(Taken::Next(Box::new(header)))
    }

    fn advance(&mut self, header: &Header, hash: Hash, now_ms: u64) {
        let Header { seq, log_len, epoch, .. } = *header;
        self.chains.insert(header.device, Chain { seq, hash, log_len, epoch, moved_ms: now_ms });
    }

    /// Whether the author could write this: by the log that it names, which is a part of the one known here.
    fn check_author(&self, header: &Header, hash: Hash, log: &Log, proof: &Signed) -> Result<(), Alarm> {
        let subject = Subject::Batch { device: header.device, seq: header.seq };
        let refused = |why| Err(Alarm::Refused { subject, why });
        log.compare(LogHead { len: header.log_len, hash: header.log_hash }, Some(proof))?;
        if header.log_len > log.len() {
            return Err(Alarm::Withheld { subject: Subject::Log { n: log.len() } });
        }
        let before = self.chains.get(&header.device);
        let backwards =
            before.is_some_and(|before| header.log_len < before.log_len || header.epoch < before.epoch);
        if backwards || header.epoch > log.roll().epoch_number() {
            return refused(Refusal::Backwards);
        }
        let Some((seat, role)) = log.role_at(header.device, header.log_len) else {
            return refused(Refusal::Removed);
        };
        if !seat.counts(header.seq, hash) {
            return refused(Refusal::Removed);
        }
        if role == Role::Reader && !header.entries.is_empty() {
            return refused(Refusal::Role);
        }
        if header.protocol < log.roll().min_writer_at(header.log_len) {
            return refused(Refusal::WriterTooOld);
        }
        Ok(())
    }

    /// Compares what the author saw with what is known here; gives what is not known yet.
    fn check_seen(&self, header: &Header, own: DeviceId, past: &impl Past) -> Result<Vec<Mention>, Alarm> {
        let mut unknown = Vec::new();
        for seen in &header.seen {
            let (head, of_own) = (self.seq(seen.device), seen.device == own);
            if self.is_other(seen, past) && !of_own {
                let subject = Subject::Batch { device: seen.device, seq: seen.seq };
                return Err(Alarm::Forked { subject, proof: None });
            }
            if of_own && (seen.seq > head || self.is_other(seen, past)) {
                return Err(Alarm::CloneSuspected { seq: seen.seq });
            }
            if seen.seq > head {
                unknown.push(((seen.device, seen.seq), seen.hash));
            }
        }
        Ok(unknown)
    }

    /// What the hub says it has, against what it showed before. All alarms, since each device stands for itself.
    ///
    /// `confirmed` is the newest batch of one's own that the hub once showed among its heads.
    pub fn compare(
        &self,
        heads: &Heads,
        own: DeviceId,
        confirmed: u64,
        log: &Log,
        past: &impl Past,
    ) -> Vec<Alarm> {
        let shown: BTreeMap<DeviceId, DeviceHead> =
            heads.heads.iter().map(|head| (head.device, *head)).collect();
        let mut alarms: Vec<Alarm> = log.compare_with_hub(heads.log).err().into_iter().collect();
        alarms.extend(self.compare_own(shown.get(&own), own, confirmed, past));
        for (device, chain) in self.chains.iter().filter(|(device, _)| **device != own) {
            let seq = shown.get(device).map_or(0, |head| head.seq);
            let subject = Subject::Batch { device: *device, seq };
            let other = shown.get(device).is_some_and(|head| self.is_other(head, past));
            if other {
                alarms.push(Alarm::Forked { subject, proof: None });
            } else if seq < chain.seq {
                alarms.push(Alarm::RolledBack { subject });
            }
        }
        alarms
    }

    fn compare_own(
        &self,
        shown: Option<&DeviceHead>,
        own: DeviceId,
        confirmed: u64,
        past: &impl Past,
    ) -> Option<Alarm> {
        let seq = shown.map_or(0, |head| head.seq);
        if seq > self.seq(own) || shown.is_some_and(|head| self.is_other(head, past)) {
            return Some(Alarm::CloneSuspected { seq });
        }
        let subject = Subject::Batch { device: own, seq };
        (seq < confirmed).then_some(Alarm::RolledBack { subject })
    }

    /// Whether another batch is known here in its place.
    fn is_other(&self, head: &DeviceHead, past: &impl Past) -> bool {
        let known = match self.chains.get(&head.device) {
            Some(chain) if chain.seq == head.seq => Some(chain.hash),
            Some(chain) if chain.seq > head.seq => past.hash(head.device, head.seq),
            _ => self.mentioned.get(&(head.device, head.seq)).copied(),
        };
        known.is_some_and(|known| known != head.hash)
    }

    /// What is missing after everything that the hub hands out was read: what it named itself, and what others saw.
    pub fn withheld(&self, heads: &Heads, own: DeviceId, log: &Log) -> Vec<Alarm> {
        let named = heads.heads.iter().filter(|head| head.device != own).map(|head| (head.device, head.seq));
        let seen = self.mentioned.keys().copied();
        let mut missing: BTreeMap<DeviceId, u64> = BTreeMap::new();
        for (device, seq) in named.chain(seen) {
            let head = self.seq(device);
            let cut = log.roll().seat(device).and_then(|seat| seat.cut);
            if seq > head && cut.is_none_or(|(last, _)| seq <= last) {
                missing.insert(device, head + 1);
            }
        }
        let alarm = |(device, seq)| Alarm::Withheld { subject: Subject::Batch { device, seq } };
        missing.into_iter().map(alarm).collect()
    }

    /// Whether no other member has given a sign for so long, in milliseconds, that the hub may be showing a frozen view.
    pub fn stale(&self, own: DeviceId, log: &Log, now_ms: u64, limit_ms: u64) -> Option<Alarm> {
        let member = |device| log.roll().seat(device).is_some_and(|seat| seat.role().is_some());
        let others = self.chains.iter().filter(|(device, _)| **device != own && member(**device));
        let (device, last) = others.max_by_key(|(_, chain)| chain.moved_ms)?;
        let since_ms = last.moved_ms;
        (now_ms.saturating_sub(since_ms) > limit_ms).then_some(Alarm::Stale { device: *device, since_ms })
    }
}

const UNREADABLE: Alarm = Alarm::Refused { subject: Subject::Answer, why: Refusal::Malformed };

/// A batch by its place, with its hash.
type Mention = ((DeviceId, u64), Hash);

/// What a fault of a batch's bytes means.
fn body_alarm(header: &Header, fault: BatchFault) -> Alarm {
    let (device, seq) = (header.device, header.seq);
    match fault {
        BatchFault::Body(index) => Alarm::Forged {
            subject: Subject::Body { device, seq, index: u32::try_from(index).unwrap_or(u32::MAX) },
        },
        BatchFault::Signature | BatchFault::Count => {
            Alarm::Forged { subject: Subject::Batch { device, seq } }
        }
        BatchFault::Decode(_) => {
            Alarm::Refused { subject: Subject::Batch { device, seq }, why: Refusal::Malformed }
        }
    }
}

/// A body may be missing on an order alone.
fn check_gaps(header: &Header, batch: &Batch, log: &Log) -> Result<(), Alarm> {
    let gap = header
        .entries
        .iter()
        .zip(&batch.bodies)
        .zip(0_u32..)
        .find(|((entry, body), _)| body.is_none() && !log.erased_body(entry.key, entry.hash));
    if let Some((_, index)) = gap {
        let subject = Subject::Body { device: header.device, seq: header.seq, index };
        return Err(Alarm::Withheld { subject });
    }
    let gap =
        header.wraps.iter().zip(&batch.wraps).any(|(wrap, body)| body.is_none() && !log.erased_key(wrap.key));
    let subject = Subject::Batch { device: header.device, seq: header.seq };
    if gap { Err(Alarm::Withheld { subject }) } else { Ok(()) }
}

/// Compares what two devices came to: where both applied the same, their tables must be the same. The other's statement must
/// be signed by it. [`Hash::NONE`] for a digest says that nothing can be said yet.
pub fn compare_acks(mine: &Ack, theirs: &Signed, log: &Log) -> Result<Ack, Alarm> {
    let ack: Ack = decode(&theirs.body).map_err(|_| UNREADABLE)?;
    let subject = Subject::Ack { device: ack.device };
    let seat = log.roll().seat(ack.device).ok_or(Alarm::Forged { subject })?;
    theirs.verify(&seat.keys.sign, purpose::ACK).map_err(|_| Alarm::Forged { subject })?;
    if ack.space != mine.space {
        return Err(Alarm::Forged { subject });
    }
    log.compare(ack.log, Some(theirs))?;
    let told = ack.digest != Hash::NONE && mine.digest != Hash::NONE;
    let same = told && ack.device != mine.device && ack.applied == mine.applied && ack.log == mine.log;
    if same && ack.digest != mine.digest {
        return Err(Alarm::Diverged { device: ack.device, mine: mine.digest, theirs: ack.digest });
    }
    Ok(ack)
}
