//! The keys that a laptop holds of one space.

use std::collections::BTreeMap;

use passerelle_wire::id::{KeyId, SpaceId};
use passerelle_wire::key::Wrap;

use crate::codec::Entry;
use crate::seal::{CaseKey, EntryPlace, EpochKey, SealError, open_entry, unwrap_case_key};

/// Epoch keys, case keys, and which case key this laptop writes with on a file in the present epoch.
#[derive(Default)]
pub struct Keys {
    epochs: BTreeMap<u32, EpochKey>,
    cases: BTreeMap<KeyId, CaseKey>,
    writing: BTreeMap<Option<[u8; 16]>, (u32, KeyId)>,
}

impl Keys {
    /// Holds the key of an epoch.
    pub fn hold_epoch(&mut self, epoch: u32, key: EpochKey) {
        self.epochs.insert(epoch, key);
    }

    /// Holds a case key by its name, [`CaseKey::id`].
    pub fn hold_case(&mut self, name: KeyId, key: CaseKey) {
        self.cases.insert(name, key);
    }

    /// Notes with which key this laptop writes on a file, none for what belongs to the space, in an epoch.
    pub fn write_with(&mut self, subject: Option<[u8; 16]>, epoch: u32, key: KeyId) {
        self.writing.insert(subject, (epoch, key));
    }

    pub fn epoch(&self, epoch: u32) -> Option<&EpochKey> {
        self.epochs.get(&epoch)
    }

    /// The oldest epoch whose key is held.
    pub fn oldest_epoch(&self) -> Option<u32> {
        self.epochs.keys().next().copied()
    }

    /// The newest epoch whose key is held.
    pub fn newest_epoch(&self) -> Option<u32> {
        self.epochs.keys().next_back().copied()
    }

    /// The next epoch after this one whose key is held.
    pub(super) fn next_epoch(&self, after: u32) -> Option<u32> {
        self.epochs.range(after.saturating_add(1)..).next().map(|(epoch, _)| *epoch)
    }

    pub fn case(&self, key: KeyId) -> Option<&CaseKey> {
        self.cases.get(&key)
    }

    pub fn cases(&self) -> impl Iterator<Item = &CaseKey> {
        self.cases.values()
    }

    /// The case keys with their names.
    pub(super) fn named_cases(&self) -> impl Iterator<Item = (KeyId, &CaseKey)> {
        self.cases.iter().map(|(name, key)| (*name, key))
    }

    /// The key to write with on a file; none where one must be made.
    pub(super) fn writing(&self, subject: Option<[u8; 16]>, epoch: u32) -> Option<&CaseKey> {
        let (made, key) = self.writing.get(&subject)?;
        if *made == epoch { self.cases.get(key) } else { None }
    }

    pub(super) fn forget_epochs_before(&mut self, epoch: u32) {
        self.epochs.retain(|held, _| *held >= epoch);
    }

    pub(super) fn forget_case(&mut self, key: KeyId) {
        self.cases.remove(&key);
        self.writing.retain(|_, (_, writing)| *writing != key);
    }

    /// A wrapped case key that is not held yet; none where it is held or does not open.
    pub(super) fn unwrap(&self, wrap: &Wrap, space: SpaceId, epoch: u32) -> Option<CaseKey> {
        if self.cases.contains_key(&wrap.key) {
            return None;
        }
        unwrap_case_key(wrap.key, &wrap.body, self.epochs.get(&epoch)?, space, epoch).ok()
    }

    /// Opens the body of an entry; none while its key is not held.
    pub fn open(
        &self,
        body: &[u8],
        key: KeyId,
        place: EntryPlace,
        codec: u8,
    ) -> Option<Result<Entry, SealError>> {
        self.cases.get(&key).map(|key| open_entry(body, key, place, codec))
    }
}
