//! Opening a page of batches before it is taken, on another processor: nothing is decided by it. What a run takes it verifies as
//! ever, and finds here what the same bytes under the same key at the same place open to.

use std::collections::{BTreeMap, HashMap};

use passerelle_wire::hash::{Hash, purpose};
use passerelle_wire::id::KeyId;
use passerelle_wire::key::Wrap;
use passerelle_wire::pull::Positioned;

use super::{Reply, Run, Space};
use crate::codec::Entry;
use crate::seal::{CaseKey, EntryPlace};

/// What was opened of a page.
#[derive(Default)]
pub struct Opened {
    keys: BTreeMap<KeyId, CaseKey>,
    /// By what was sealed, as it was hashed here: what a header says of it is not believed yet.
    entries: HashMap<(KeyId, EntryPlace, u8, Hash), Entry>,
}

impl Opened {
    /// A case key that came wrapped.
    pub(super) fn key(&self, key: KeyId) -> Option<CaseKey> {
        self.keys.get(&key).map(CaseKey::twin)
    }

    /// An entry of which these are the verified facts; once.
    pub(super) fn entry(&mut self, key: KeyId, place: EntryPlace, codec: u8, hash: Hash) -> Option<Entry> {
        self.entries.remove(&(key, place, codec, hash))
    }

    fn open(&mut self, space: &Space, positioned: &Positioned) {
        let batch = &positioned.batch;
        let Ok(header) = batch.read_header() else { return };
        if header.space != space.id() || header.device == space.own() {
            return;
        }
        for (named, body) in header.wraps.iter().zip(&batch.wraps) {
            let Some(body) = body else { continue };
            let wrap = Wrap { key: named.key, body: body.clone() };
            if let Some(key) = space.keys.unwrap(&wrap, header.space, header.epoch) {
                self.keys.insert(key.id(), key);
            }
        }
        for ((named, body), index) in header.entries.iter().zip(&batch.bodies).zip(0_u32..) {
            let key = space.keys.case(named.key).or_else(|| self.keys.get(&named.key));
            let (Some(body), Some(key)) = (body, key) else { continue };
            let place = EntryPlace { space: header.space, device: header.device, seq: header.seq, index };
            // What does not open is told when it is taken.
            if let Ok(entry) = crate::seal::open_entry(body, key, place, named.codec) {
                let hash = Hash::of(purpose::BODY, body);
                self.entries.insert((named.key, place, named.codec, hash), entry);
            }
        }
    }
}

impl Run {
    /// Opens what an answer brings as far as the keys go that are held or come with it. The run that takes the answer may be given
    /// what comes out, by [`Run::hold`].
    pub fn open(&self, reply: &Reply) -> Opened {
        let mut opened = Opened::default();
        if let Reply::Batches { batches, .. } = reply {
            for positioned in batches {
                opened.open(&self.space, positioned);
            }
        }
        opened
    }

    /// Holds what was opened of the answer that is taken next.
    pub fn hold(&mut self, opened: Opened) {
        self.opened = opened;
    }
}
