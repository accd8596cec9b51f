//! Cutting a batch from the journal: lines grouped by file, each group sealed with the file's own key.

use std::collections::BTreeMap;

use passerelle_wire::batch::{Batch, EntryRef, Header, Hlc, WrapRef};
use passerelle_wire::hash::{Hash, purpose};
use passerelle_wire::id::{DeviceId, KeyId};
use passerelle_wire::key::Wrap;
use passerelle_wire::membership::Role;
use passerelle_wire::version::PROTOCOL;
use passerelle_wire::{EncodeError, limit};
use serde_bytes::ByteBuf;

use super::{Save, Space};
use crate::chance::Chance;
use crate::codec::{Entry, EntryError, Line, PackError};
use crate::seal::{CaseKey, EntryPlace, SealError, seal_entry, wrap_case_key};

/// A line of the journal that was never sent, with the file that it belongs to.
#[derive(Clone, Copy, Debug)]
pub struct Unsent<'a> {
    pub subject: Option<[u8; 16]>,
    /// The space in which it was written, where it is another: zeros for the home team's.
    pub origin: Option<[u8; 16]>,
    pub line: Line<'a>,
}

/// Why no batch can be made now. The lines stay where they are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ComposeError {
    /// The role here, or none, does not allow to write.
    #[error("may not write here")]
    Role,
    /// The space asks for a newer version of whoever writes.
    #[error("this version may not write here any more")]
    UpdateNeeded,
    /// The present epoch's key has not come.
    #[error("no key for the present epoch")]
    NoKey,
    #[error(transparent)]
    Seal(#[from] SealError),
    #[error(transparent)]
    Encode(#[from] EncodeError),
}

impl ComposeError {
    /// Whether fewer lines would help.
    fn is_size(self) -> bool {
        matches!(
            self,
            ComposeError::Encode(_)
                | ComposeError::Seal(
                    SealError::Pack(PackError::TooLarge) | SealError::Entry(EntryError::TooLarge)
                )
        )
    }
}

/// A batch with all that must be saved with it, and how many of the lines are in it.
pub struct Composed {
    pub saves: Vec<Save>,
    pub lines: usize,
}

impl Space {
    /// Cuts a batch from the first of the lines, as many as fit into `max_bytes`; without lines it is a sign of life.
    ///
    /// `name` gives the id of a device by its number in the journal.
    pub fn compose(
        &mut self,
        lines: &[Unsent<'_>],
        name: &impl Fn(u32) -> Option<DeviceId>,
        max_bytes: u32,
        hlc: Hlc,
        now_ms: u64,
        chance: &mut impl Chance,
    ) -> Result<Composed, ComposeError> {
        let role = self.role().ok_or(ComposeError::Role)?;
        if role == Role::Reader && !lines.is_empty() {
            return Err(ComposeError::Role);
        }
        if PROTOCOL < self.standing.log.roll().min_writer() {
            return Err(ComposeError::UpdateNeeded);
        }
        let epoch = self.epoch();
        if self.keys.epoch(epoch).is_none() {
            return Err(ComposeError::NoKey);
        }
        let mut count = fitting(lines, max_bytes);
        loop {
            match self.seal_lines(lines.get(..count).unwrap_or(lines), name, hlc, chance) {
                Ok(sealed) => return Ok(self.keep(sealed, count, now_ms)),
                Err(error) if error.is_size() && count > 1 => count /= 2,
                Err(error) => return Err(error),
            }
        }
    }

    /// A batch with a key for what is in nobody's file and nothing under it yet: so everybody has one.
    pub fn compose_key(
        &mut self,
        hlc: Hlc,
        now_ms: u64,
        chance: &mut impl Chance,
    ) -> Result<Composed, ComposeError> {
        if self.role().is_none_or(|role| role == Role::Reader) {
            return Err(ComposeError::Role);
        }
        let sealed = self.seal_entries(&[Entry::of(None)], Vec::new(), hlc, chance)?;
        Ok(self.keep(sealed, 0, now_ms))
    }

    fn seal_lines(
        &self,
        lines: &[Unsent<'_>],
        name: &impl Fn(u32) -> Option<DeviceId>,
        hlc: Hlc,
        chance: &mut impl Chance,
    ) -> Result<SealedLines, ComposeError> {
        let entries = group(lines, name).map_err(SealError::from)?;
        let lines = lines.iter().map(|unsent| (unsent.line.device, unsent.line.n)).collect();
        self.seal_entries(&entries, lines, hlc, chance)
    }

    fn seal_entries(
        &self,
        grouped: &[Entry],
        lines: Vec<(DeviceId, u64)>,
        hlc: Hlc,
        chance: &mut impl Chance,
    ) -> Result<SealedLines, ComposeError> {
        let before = self.standing.chains.get(self.own());
        let seq = before.map_or(0, |chain| chain.seq) + 1;
        let epoch = self.epoch();
        let mut made: BTreeMap<KeyId, (CaseKey, Option<[u8; 16]>)> = BTreeMap::new();
        let (mut entries, mut bodies, mut wraps) = (Vec::new(), Vec::new(), Vec::new());
        for (index, entry) in (0_u32..).zip(grouped) {
            let held = self.keys.writing(entry.subject, epoch).map(CaseKey::twin);
            let key = match held {
                Some(key) => key,
                None => self.new_key(&mut wraps, chance)?,
            };
            let place = EntryPlace { space: self.id(), device: self.own(), seq, index };
            let (codec, body) = seal_entry(entry, &key, place, chance)?;
            let len = u32::try_from(body.len()).map_err(|_| SealError::Pack(PackError::TooLarge))?;
            entries.push(EntryRef { key: key.id(), codec, len, hash: Hash::of(purpose::BODY, &body) });
            bodies.push(Some(ByteBuf::from(body)));
            if self.keys.case(key.id()).is_none() {
                made.insert(key.id(), (key, entry.subject));
            }
        }
        wraps.sort_by_key(|wrap| wrap.key);
        let head = self.standing.log.head();
        let header = Header {
            space: self.id(),
            device: self.own(),
            seq,
            prev: before.map_or(Hash::NONE, |chain| chain.hash),
            protocol: PROTOCOL,
            epoch,
            log_len: head.len,
            log_hash: head.hash,
            seen: self.unseen(),
            hlc,
            entries,
            wraps: wraps
                .iter()
                .map(|wrap| WrapRef { key: wrap.key, hash: Hash::of(purpose::WRAP, &wrap.body) })
                .collect(),
        };
        let batch = Batch {
            header: self.secrets.sign.sign(purpose::BATCH, &header)?,
            wraps: wraps.into_iter().map(|wrap| Some(wrap.body)).collect(),
            bodies,
        };
        passerelle_wire::encode(&batch)?;
        Ok(SealedLines { header, batch, made, lines })
    }

    /// A new key of this epoch, wrapped.
    fn new_key(&self, wraps: &mut Vec<Wrap>, chance: &mut impl Chance) -> Result<CaseKey, ComposeError> {
        let key = CaseKey::draw(chance).map_err(SealError::from)?;
        let under = self.keys.epoch(self.epoch()).ok_or(ComposeError::NoKey)?;
        wraps.push(wrap_case_key(&key, under, self.id(), self.epoch(), chance)?);
        Ok(key)
    }

    /// Takes a sealed batch into the outbox and its keys into the ring.
    fn keep(&mut self, sealed: SealedLines, lines: usize, now_ms: u64) -> Composed {
        let SealedLines { header, batch, made, lines: numbers } = sealed;
        let mut saves = Vec::new();
        for (id, (key, subject)) in made {
            saves.push(Save::CaseKey {
                name: id,
                epoch: header.epoch,
                key: key.twin(),
                writes: Some(subject),
            });
            self.keys.hold_case(id, key);
            self.keys.write_with(subject, header.epoch, id);
        }
        let hash = batch.hash();
        self.standing.told.extend(header.seen.iter().map(|seen| (seen.device, seen.seq)));
        self.standing.chains.wrote(&header, hash, now_ms);
        self.outbox.push_back(super::Outgoing { seq: header.seq, hash, batch: batch.clone() });
        saves.push(Save::Sealed { seq: header.seq, hash, batch: Box::new(batch), lines: numbers });
        Composed { saves, lines }
    }
}

struct SealedLines {
    header: Header,
    batch: Batch,
    /// Keys made for it, with the file that each is for.
    made: BTreeMap<KeyId, (CaseKey, Option<[u8; 16]>)>,
    lines: Vec<(DeviceId, u64)>,
}

/// How many lines should fit: what they weigh halved by packing, and at least one padded body for each file.
fn fitting(lines: &[Unsent<'_>], max_bytes: u32) -> usize {
    let max_bytes = usize::try_from(max_bytes).unwrap_or(usize::MAX).min(limit::BATCH_BODIES);
    let mut weights: BTreeMap<Option<[u8; 16]>, usize> = BTreeMap::new();
    let mut total = 0;
    for (count, unsent) in lines.iter().enumerate() {
        if count >= limit::BATCH_CHANGES {
            return count;
        }
        let weight = weights.entry(unsent.subject).or_default();
        let before = sealed_weight(*weight);
        *weight += 48 + unsent.line.ops.len();
        total += sealed_weight(*weight) - before;
        if total > max_bytes && count > 0 {
            return count;
        }
    }
    lines.len()
}

fn sealed_weight(bytes: usize) -> usize {
    if bytes == 0 { 0 } else { (bytes / 2).max(256) + 128 }
}

/// One entry for each file, in the order of its first line.
pub(crate) fn group(
    lines: &[Unsent<'_>],
    name: &impl Fn(u32) -> Option<DeviceId>,
) -> Result<Vec<Entry>, EntryError> {
    let mut places = BTreeMap::new();
    let mut entries: Vec<Entry> = Vec::new();
    for unsent in lines {
        let place = *places.entry((unsent.subject, unsent.origin)).or_insert_with(|| {
            entries.push(Entry { origin: unsent.origin, ..Entry::of(unsent.subject) });
            entries.len() - 1
        });
        if let Some(entry) = entries.get_mut(place) {
            entry.take(&unsent.line, name)?;
        }
    }
    Ok(entries)
}
