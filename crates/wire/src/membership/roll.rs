//! Who is a member of a space, made by reading its log from the first entry on. Laptop and hub make it alike.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{Act, ActError, AddDevice, Consent, Entry, Genesis, LogHead, Remove, Role, TurnEpoch};
use crate::device::{DeviceKeys, SealPublic};
use crate::hash::{Hash, purpose};
use crate::id::{DeviceId, SpaceId};
use crate::limit;
use crate::signed::Signed;

/// Why an entry is not taken. Numbers travel: new ones come last.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
pub enum LogFault {
    #[error("not an entry")]
    Malformed,
    #[error("act {0} is of a newer version")]
    TooNew(u16),
    #[error("of another space")]
    OtherSpace,
    #[error("not the next entry")]
    NotNext,
    #[error("names another entry before it")]
    BrokenChain,
    #[error("signed by a device that is no member")]
    UnknownSigner,
    #[error("the signature does not fit")]
    Signature,
    #[error("the signer's role does not allow it")]
    RoleForbids,
    #[error("a space has one first entry")]
    Genesis,
    #[error("the device or one of its keys is known already")]
    AlreadyKnown,
    #[error("no member")]
    NotMember,
    #[error("the new device did not consent to these keys")]
    Consent,
    #[error("a space keeps one admin at least")]
    LastAdmin,
    #[error("epochs are counted one by one")]
    EpochNumber,
    #[error("versions only go up")]
    VersionBack,
    #[error("too large")]
    TooLarge,
}

/// A device's place in a space, also after it left.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Seat {
    /// With the sealing key of now.
    pub keys: DeviceKeys,
    /// Role from an entry's number on; none once removed.
    spans: Vec<(u64, Option<Role>)>,
    /// The entry that renewed its lease last, or brought it in.
    pub renewed: u64,
    /// The entry that named its sealing key.
    pub seal_since: u64,
    /// The last batch that counts, and its hash, once it was removed.
    pub cut: Option<(u64, Hash)>,
}

impl Seat {
    /// Its role now; none once it was removed.
    pub fn role(&self) -> Option<Role> {
        self.spans.last().and_then(|(_, role)| *role)
    }

    /// Its role for whoever knew the first `len` entries.
    pub fn role_at(&self, len: u64) -> Option<Role> {
        self.spans.iter().take_while(|(n, _)| *n < len).last().and_then(|(_, role)| *role)
    }

    /// Whether a batch of this number counts: one after its removal never does.
    pub fn counts(&self, seq: u64, hash: Hash) -> bool {
        self.cut.is_none_or(|(last, last_hash)| seq < last || (seq == last && hash == last_hash))
    }

    /// The number of the entry that removed it.
    pub fn removed(&self) -> Option<u64> {
        self.spans.last().and_then(|(n, role)| role.is_none().then_some(*n))
    }
}

/// The present epoch, and where the log turned to it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Epoch {
    pub turn: TurnEpoch,
    /// The number of its entry.
    pub n: u64,
}

/// The state of a space after the entries read so far.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Roll {
    space: SpaceId,
    genesis: Hash,
    head: LogHead,
    lease_days: u16,
    seats: BTreeMap<DeviceId, Seat>,
    epoch: Option<Epoch>,
    turn_due: bool,
    /// Versions from which on writing is allowed, by the number of their entries.
    min_writers: Vec<(u64, u16)>,
}

impl Roll {
    /// Reads the first entry.
    pub fn found(signed: &Signed) -> Result<Roll, LogFault> {
        let entry = read(signed)?;
        let Act::Genesis(Genesis { founder, lease_days }) = act(&entry)? else {
            return Err(LogFault::Genesis);
        };
        if entry.n != 0 || entry.prev != Hash::NONE || entry.by != founder.device {
            return Err(LogFault::Genesis);
        }
        signed.verify(&founder.sign, purpose::LOG).map_err(|_| LogFault::Signature)?;
        let genesis = signed.hash(purpose::LOG);
        let seat =
            Seat { keys: founder, spans: vec![(0, Some(Role::Admin))], renewed: 0, seal_since: 0, cut: None };
        Ok(Roll {
            space: entry.space,
            genesis,
            head: LogHead { len: 1, hash: genesis },
            lease_days,
            seats: BTreeMap::from([(founder.device, seat)]),
            epoch: None,
            turn_due: true,
            min_writers: Vec::new(),
        })
    }

    /// Takes the next entry, or leaves everything as it was. Gives what the entry did.
    pub fn admit(&mut self, signed: &Signed) -> Result<(Entry, Act), LogFault> {
        let entry = read(signed)?;
        if entry.space != self.space {
            return Err(LogFault::OtherSpace);
        }
        if entry.n != self.head.len {
            return Err(LogFault::NotNext);
        }
        if entry.prev != self.head.hash {
            return Err(LogFault::BrokenChain);
        }
        let signer = self.seats.get(&entry.by).ok_or(LogFault::UnknownSigner)?;
        let role = signer.role().ok_or(LogFault::UnknownSigner)?;
        signed.verify(&signer.keys.sign, purpose::LOG).map_err(|_| LogFault::Signature)?;
        let act = act(&entry)?;
        let own = match act {
            Act::Remove(Remove { device, .. }) => device == entry.by,
            Act::SealKey(_) => true,
            Act::Genesis(_)
            | Act::AddDevice(_)
            | Act::SetRole(..)
            | Act::TurnEpoch(_)
            | Act::Erase(_)
            | Act::Move(..)
            | Act::MinWriter(_)
            | Act::Renew(_) => false,
        };
        let allowed = if signer.keys.is_kit() { may_kit(&act, entry.by) } else { role == Role::Admin || own };
        if !allowed {
            return Err(LogFault::RoleForbids);
        }
        self.take(&entry, &act)?;
        self.head = LogHead { len: entry.n + 1, hash: signed.hash(purpose::LOG) };
        Ok((entry, act))
    }

    fn take(&mut self, entry: &Entry, act: &Act) -> Result<(), LogFault> {
        match act {
            Act::Genesis(_) => Err(LogFault::Genesis),
            Act::AddDevice(added) => self.add(entry.n, added),
            Act::Remove(Remove { device, last_seq, last_hash }) => {
                self.change_role(entry.n, *device, None)?.cut = Some((*last_seq, *last_hash));
                self.turn_due = true;
                Ok(())
            }
            Act::SetRole(device, role) => {
                if self.present(*device)?.keys.is_kit() {
                    return Err(LogFault::RoleForbids);
                }
                self.change_role(entry.n, *device, Some(*role)).map(|_| ())
            }
            Act::TurnEpoch(turn) => self.turn(entry.n, turn),
            Act::Erase(order) | Act::Move(_, order) if order.fits() => {
                self.turn_due = true;
                Ok(())
            }
            Act::Erase(_) | Act::Move(..) => Err(LogFault::TooLarge),
            Act::MinWriter(version) if *version > self.min_writer() => {
                self.min_writers.push((entry.n, *version));
                Ok(())
            }
            Act::MinWriter(_) => Err(LogFault::VersionBack),
            Act::Renew(device) => {
                self.present(*device)?.renewed = entry.n;
                Ok(())
            }
            Act::SealKey(key) => self.replace_seal_key(entry, *key),
        }
    }

    fn add(&mut self, n: u64, added: &AddDevice) -> Result<(), LogFault> {
        let AddDevice { keys, role, consent } = added;
        if keys.is_kit() && *role != Role::Reader {
            return Err(LogFault::RoleForbids);
        }
        let known = self.seats.iter().any(|(device, seat)| {
            *device == keys.device || seat.keys.sign == keys.sign || seat.keys.seal == keys.seal
        });
        if known {
            return Err(LogFault::AlreadyKnown);
        }
        if !(Consent { space: self.space, genesis: self.genesis, keys: *keys }).is_given(consent) {
            return Err(LogFault::Consent);
        }
        if self.seats.len() >= limit::DEVICES {
            return Err(LogFault::TooLarge);
        }
        let seat = Seat { keys: *keys, spans: vec![(n, Some(*role))], renewed: n, seal_since: n, cut: None };
        self.seats.insert(keys.device, seat);
        Ok(())
    }

    fn change_role(&mut self, n: u64, device: DeviceId, role: Option<Role>) -> Result<&mut Seat, LogFault> {
        let other_admin = self.members().any(|(other, _, held)| other != device && held == Role::Admin);
        let seat = self.present(device)?;
        if seat.role() == Some(Role::Admin) && role != Some(Role::Admin) && !other_admin {
            return Err(LogFault::LastAdmin);
        }
        seat.spans.push((n, role));
        Ok(seat)
    }

    fn turn(&mut self, n: u64, turn: &TurnEpoch) -> Result<(), LogFault> {
        if turn.epoch.checked_sub(1) != Some(self.epoch_number()) {
            return Err(LogFault::EpochNumber);
        }
        self.epoch = Some(Epoch { turn: *turn, n });
        self.turn_due = false;
        Ok(())
    }

    fn replace_seal_key(&mut self, entry: &Entry, key: SealPublic) -> Result<(), LogFault> {
        if self.seats.values().any(|seat| seat.keys.seal == key) {
            return Err(LogFault::AlreadyKnown);
        }
        let seat = self.present(entry.by)?;
        seat.keys.seal = key;
        seat.seal_since = entry.n;
        Ok(())
    }

    fn present(&mut self, device: DeviceId) -> Result<&mut Seat, LogFault> {
        self.seats.get_mut(&device).filter(|seat| seat.role().is_some()).ok_or(LogFault::NotMember)
    }

    pub fn space(&self) -> SpaceId {
        self.space
    }

    /// Hash of the first entry: what names the space for good.
    pub fn genesis(&self) -> Hash {
        self.genesis
    }

    pub fn head(&self) -> LogHead {
        self.head
    }

    pub fn lease_days(&self) -> u16 {
        self.lease_days
    }

    /// The version from which on writing is allowed now.
    pub fn min_writer(&self) -> u16 {
        self.min_writer_at(u64::MAX)
    }

    /// The same for whoever knew the first `len` entries.
    pub fn min_writer_at(&self, len: u64) -> u16 {
        self.min_writers.iter().take_while(|(n, _)| *n < len).last().map_or(1, |(_, version)| *version)
    }

    /// The present epoch; none before the first turn, when nothing can be written yet.
    pub fn epoch(&self) -> Option<&Epoch> {
        self.epoch.as_ref()
    }

    /// Its number, 0 before the first.
    pub fn epoch_number(&self) -> u32 {
        self.epoch.map_or(0, |epoch| epoch.turn.epoch)
    }

    /// Whether somebody left or something was erased since the last turn.
    pub fn turn_due(&self) -> bool {
        self.turn_due
    }

    /// A device's place, also of one that left.
    pub fn seat(&self, device: DeviceId) -> Option<&Seat> {
        self.seats.get(&device)
    }

    /// Every device that ever was a member, by id.
    pub fn seats(&self) -> impl Iterator<Item = (DeviceId, &Seat)> {
        self.seats.iter().map(|(device, seat)| (*device, seat))
    }

    /// The recovery kit of now: a key on paper, with a reader's place, that may make a member a coordinator and take itself out.
    pub fn kit(&self) -> Option<DeviceId> {
        self.members().find(|(_, seat, _)| seat.keys.is_kit()).map(|(device, _, _)| device)
    }

    /// The members of now, by id.
    pub fn members(&self) -> impl Iterator<Item = (DeviceId, &Seat, Role)> {
        self.seats().filter_map(|(device, seat)| Some((device, seat, seat.role()?)))
    }
}

/// What a recovery kit may do: whoever finds one can read nothing, let nobody in and take nothing from anybody.
fn may_kit(act: &Act, kit: DeviceId) -> bool {
    match act {
        Act::SetRole(_, role) => *role == Role::Admin,
        Act::Remove(Remove { device, .. }) => *device == kit,
        _ => false,
    }
}

fn read(signed: &Signed) -> Result<Entry, LogFault> {
    if signed.body.len() > limit::LOG_ENTRY {
        return Err(LogFault::TooLarge);
    }
    Entry::read(&signed.body).map_err(|_| LogFault::Malformed)
}

fn act(entry: &Entry) -> Result<Act, LogFault> {
    Act::read(entry.kind, &entry.body).map_err(|error| match error {
        ActError::TooNew(kind) => LogFault::TooNew(kind),
        ActError::Malformed => LogFault::Malformed,
    })
}
