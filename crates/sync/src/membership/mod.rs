//! The membership log as a laptop keeps it: verified from the first entry on, never going back, with what it orders to erase.

mod act;
mod turn;

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use passerelle_wire::hash::Hash;
use passerelle_wire::id::{CaseTag, DeviceId, KeyId, SpaceId};
use passerelle_wire::membership::{Act, Entry, LogFault, LogHead, Role, Roll, Seat};
use passerelle_wire::signed::Signed;
use passerelle_wire::space::LogPage;

pub use act::{Founding, admit, append, found, removal};
pub(crate) use turn::sign_acts;
pub use turn::{Review, Turn, TurnError, review_wraps, seal_key_due};

use crate::alarm::{Alarm, Refusal, Stop, Subject};

/// What is known of a space before its log is read: from an invitation, or from what was read before.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pin {
    pub space: SpaceId,
    pub genesis: Hash,
    /// Whoever shows a log without this entry shows another history.
    pub head: LogHead,
}

/// The log of one space.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Log {
    roll: Roll,
    /// What an invitation said of the log: an entry that must turn out to be there.
    promised: LogHead,
    /// The hash of each entry, so that heads named by others can be compared.
    hashes: Vec<Hash>,
    erased_keys: BTreeSet<KeyId>,
    erased_bodies: BTreeSet<Hash>,
    erased_cases: BTreeSet<CaseTag>,
    /// Files that went on in another space, and which.
    moved_cases: BTreeMap<CaseTag, SpaceId>,
}

impl Log {
    /// Begins with the first page of a log that the pin speaks of.
    pub fn found(pin: &Pin, page: &LogPage) -> Result<(Log, Vec<(Entry, Act)>), Stop> {
        let first = page.entries.first().ok_or(withheld(0))?;
        let roll = Roll::found(first).map_err(|fault| stop(0, fault, first))?;
        if roll.genesis() != pin.genesis || roll.space() != pin.space {
            return Err(Alarm::Forged { subject: Subject::Log { n: 0 } }.into());
        }
        let mut log = Log {
            hashes: vec![roll.genesis()],
            roll,
            promised: pin.head,
            erased_keys: BTreeSet::new(),
            erased_bodies: BTreeSet::new(),
            erased_cases: BTreeSet::new(),
            moved_cases: BTreeMap::new(),
        };
        let rest = LogPage { head: page.head, entries: page.entries.iter().skip(1).cloned().collect() };
        let acts = log.extend(&rest)?;
        Ok((log, acts))
    }

    /// Takes the entries that follow, all of a page or none. Gives what they did.
    ///
    /// A page that begins within what is known must repeat it, and says nothing twice itself.
    pub fn extend(&mut self, page: &LogPage) -> Result<Vec<(Entry, Act)>, Stop> {
        let mut next = self.clone();
        let mut acts = Vec::new();
        let mut before = None;
        for signed in &page.entries {
            let entry = Entry::read(&signed.body).map_err(|_| forged(next.len()))?;
            if before.is_some_and(|before| entry.n <= before) {
                let subject = Subject::Log { n: entry.n };
                return Err(Alarm::Refused { subject, why: Refusal::Malformed }.into());
            }
            before = Some(entry.n);
            if let Some(known) = next.hash_of(entry.n) {
                if known != signed.hash(passerelle_wire::hash::purpose::LOG) {
                    return Err(forked(entry.n, Some(signed)).into());
                }
                continue;
            }
            if entry.n == next.len() && entry.prev != next.head().hash {
                return Err(forked(entry.n, Some(signed)).into());
            }
            let taken = next.roll.admit(signed).map_err(|fault| stop(entry.n, fault, signed))?;
            next.hashes.push(next.roll.head().hash);
            next.note_erasure(&taken.1);
            acts.push(taken);
        }
        next.compare(page.head, None)?;
        next.compare(next.promised, None)?;
        if page.head.len < next.promised.len {
            return Err(Alarm::RolledBack { subject: Subject::Log { n: page.head.len } }.into());
        }
        *self = next;
        Ok(acts)
    }

    fn note_erasure(&mut self, act: &Act) {
        let (Act::Erase(order) | Act::Move(_, order)) = act else { return };
        self.erased_keys.extend(&order.keys);
        self.erased_bodies.extend(&order.bodies);
        match act {
            Act::Move(to, _) if *to == self.roll.space() => {
                self.moved_cases.retain(|case, _| !order.cases.contains(case));
            }
            Act::Move(to, _) => self.moved_cases.extend(order.cases.iter().map(|case| (*case, *to))),
            _ => self.erased_cases.extend(&order.cases),
        }
    }

    /// Compares a head that the hub or another device names with what is known. A longer one is no alarm by itself.
    pub fn compare(&self, head: LogHead, proof: Option<&Signed>) -> Result<(), Alarm> {
        match head.len.checked_sub(1).and_then(|n| self.hash_of(n)) {
            Some(known) if known != head.hash => Err(forked(head.len - 1, proof)),
            None if head.len == 0 && head.hash != Hash::NONE => Err(forked(0, proof)),
            _ => Ok(()),
        }
    }

    /// What the hub says is its head: at least as long as what it showed before, and the same history.
    pub fn compare_with_hub(&self, head: LogHead) -> Result<(), Alarm> {
        if head.len < self.len() {
            return Err(Alarm::RolledBack { subject: Subject::Log { n: head.len } });
        }
        self.compare(head, None)
    }

    fn hash_of(&self, n: u64) -> Option<Hash> {
        usize::try_from(n).ok().and_then(|n| self.hashes.get(n)).copied()
    }

    pub fn len(&self) -> u64 {
        self.roll.head().len
    }

    /// Never: a log begins with its first entry.
    pub fn is_empty(&self) -> bool {
        false
    }

    pub fn head(&self) -> LogHead {
        self.roll.head()
    }

    pub fn roll(&self) -> &Roll {
        &self.roll
    }

    /// What must stay true of this log from now on.
    pub fn pin(&self) -> Pin {
        Pin { space: self.roll.space(), genesis: self.roll.genesis(), head: self.head() }
    }

    /// A device's seat and its role for whoever knew the first `len` entries.
    pub fn role_at(&self, device: DeviceId, len: u64) -> Option<(&Seat, Role)> {
        let seat = self.roll.seat(device)?;
        Some((seat, seat.role_at(len)?))
    }

    /// Whether an order took out the bodies under this key, or this body.
    pub fn erased_body(&self, key: KeyId, body: Hash) -> bool {
        self.erased_keys.contains(&key) || self.erased_bodies.contains(&body)
    }

    /// Whether an order took out this key.
    pub fn erased_key(&self, key: KeyId) -> bool {
        self.erased_keys.contains(&key)
    }

    /// Whether an order took out this file: nothing late of it is taken.
    pub fn erased_case(&self, subject: &[u8; 16]) -> bool {
        self.erased_cases.contains(&case_tag(self.roll.space(), subject))
    }

    /// The space in which a file goes on that was once in this one; none where it is here.
    pub fn moved_case(&self, subject: &[u8; 16]) -> Option<SpaceId> {
        self.moved_cases.get(&case_tag(self.roll.space(), subject)).copied()
    }
}

/// What an erasure order calls a file.
pub fn case_tag(space: SpaceId, subject: &[u8; 16]) -> CaseTag {
    let mut hasher = blake3::Hasher::new_derive_key("passerelle/v1/erased");
    hasher.update(&space.0);
    hasher.update(subject);
    let mut tag = [0; 16];
    hasher.finalize_xof().fill(&mut tag);
    CaseTag(tag)
}

fn forged(n: u64) -> Alarm {
    Alarm::Forged { subject: Subject::Log { n } }
}

fn withheld(n: u64) -> Alarm {
    Alarm::Withheld { subject: Subject::Log { n } }
}

fn forked(n: u64, proof: Option<&Signed>) -> Alarm {
    Alarm::Forked { subject: Subject::Log { n }, proof: proof.cloned().map(Box::new) }
}

/// What a fault in the log means for whoever reads it.
fn stop(n: u64, fault: LogFault, signed: &Signed) -> Stop {
    match fault {
        LogFault::TooNew(act) => Stop::UpdateNeeded { act },
        LogFault::NotNext => withheld(n).into(),
        LogFault::BrokenChain => forked(n, Some(signed)).into(),
        LogFault::Malformed
        | LogFault::OtherSpace
        | LogFault::UnknownSigner
        | LogFault::Signature
        | LogFault::Genesis => forged(n).into(),
        LogFault::RoleForbids
        | LogFault::AlreadyKnown
        | LogFault::NotMember
        | LogFault::Consent
        | LogFault::LastAdmin
        | LogFault::EpochNumber
        | LogFault::VersionBack
        | LogFault::TooLarge => {
            Alarm::Refused { subject: Subject::Log { n }, why: Refusal::Log(fault) }.into()
        }
    }
}
