//! Turning an epoch: a new key for those who stay, every live case key wrapped under it, and nothing destroyed before all of
//! that is known to have arrived.

use std::collections::{BTreeMap, BTreeSet};

use passerelle_wire::EncodeError;
use passerelle_wire::hash::purpose;
use passerelle_wire::id::{DeviceId, KeyId, SpaceId};
use passerelle_wire::key::{PutWraps, Seal, Wrap, wraps_digest};
use passerelle_wire::limit;
use passerelle_wire::membership::{Act, Entry, LogFault, LogHead, Roll, TurnEpoch};
use passerelle_wire::signed::Signed;
use passerelle_wire::space::AppendLog;

use crate::chance::Chance;
use crate::seal::{
    CaseKey, DeviceSecrets, EpochKey, SealError, seal_epoch_key, unwrap_case_key, wrap_case_key,
};

/// Why a turn cannot be made.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TurnError {
    #[error(transparent)]
    Seal(#[from] SealError),
    #[error(transparent)]
    Encode(#[from] EncodeError),
    #[error(transparent)]
    Log(#[from] LogFault),
    /// What was just signed cannot be read back.
    #[error("the new log cannot be read")]
    Unreadable,
}

/// A turn that its maker keeps until the log has it: made once, sent as often as it takes. First the wraps go up, then the
/// entry; so a turn that is cut anywhere is either not there or complete.
pub struct Turn {
    pub epoch: u32,
    pub key: EpochKey,
    wraps: Vec<Wrap>,
}

impl Turn {
    /// Makes the key and the wraps for the epoch after the present one.
    pub fn make<'a>(
        roll: &Roll,
        live: impl IntoIterator<Item = &'a CaseKey>,
        chance: &mut impl Chance,
    ) -> Result<Turn, SealError> {
        let epoch = roll.epoch_number() + 1;
        let key = EpochKey::draw(chance)?;
        let mut wraps = BTreeMap::new();
        for case in live {
            let wrap = wrap_case_key(case, &key, roll.space(), epoch, chance)?;
            wraps.insert(wrap.key, wrap);
        }
        Ok(Turn { epoch, key, wraps: wraps.into_values().collect() })
    }

    /// Whether this is still the next turn: another one may have come in between, and then this one is thrown away.
    pub fn is_next(&self, roll: &Roll) -> bool {
        self.epoch == roll.epoch_number() + 1
    }

    /// What goes up first, in pieces that one request takes.
    pub fn wraps(&self, space: SpaceId) -> impl Iterator<Item = PutWraps> {
        let check = self.key.check(space, self.epoch);
        self.wraps.chunks(limit::WRAPS).map(move |wraps| PutWraps {
            epoch: self.epoch,
            check,
            wraps: wraps.to_vec(),
        })
    }

    /// Then the entries: what comes before the turn, as a removal, and the turn, with its key sealed to all who stay.
    pub fn append(
        &self,
        roll: &Roll,
        first: &[Act],
        by: &DeviceSecrets,
        at_ms: u64,
        chance: &mut impl Chance,
    ) -> Result<AppendLog, TurnError> {
        let space = roll.space();
        let turn = Act::TurnEpoch(TurnEpoch {
            epoch: self.epoch,
            check: self.key.check(space, self.epoch),
            wraps: wraps_digest(&self.wraps),
            wrap_count: u32::try_from(self.wraps.len()).unwrap_or(u32::MAX),
        });
        let (entries, after) = sign_acts(Some(roll), first.iter().chain([&turn]), space, by, at_ms)?;
        let seals = after
            .members()
            .map(|(device, seat, _)| {
                seal_epoch_key(&self.key, space, self.epoch, device, &seat.keys.seal, chance)
            })
            .collect::<Result<Vec<Seal>, _>>()?;
        Ok(AppendLog { expected: roll.head(), entries, seals })
    }
}

/// Signs acts one after another, as a reader will take them; gives the entries and the state after them.
pub(crate) fn sign_acts<'a>(
    roll: Option<&Roll>,
    acts: impl IntoIterator<Item = &'a Act>,
    space: SpaceId,
    by: &DeviceSecrets,
    at_ms: u64,
) -> Result<(Vec<Signed>, Roll), TurnError> {
    let mut after = roll.cloned();
    let mut entries = Vec::new();
    for act in acts {
        let head = after.as_ref().map_or(LogHead::EMPTY, Roll::head);
        let signed = by.sign.sign(purpose::LOG, &Entry::after(head, space, by.device, at_ms, act))?;
        match &mut after {
            Some(roll) => {
                roll.admit(&signed)?;
            }
            None => after = Some(Roll::found(&signed)?),
        }
        entries.push(signed);
    }
    after.map(|roll| (entries, roll)).ok_or(TurnError::Log(LogFault::Genesis))
}

/// What a laptop finds in the wraps of a new epoch, before it destroys the key of the one before.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Review {
    /// Whether the hub has the set that the entry names. It may have more, from those who repaired it.
    pub as_announced: bool,
    /// Live keys that this laptop holds and the set lacks or spoils: it wraps them anew.
    pub repair: Vec<KeyId>,
}

impl Review {
    /// Whether the key of the epoch before may be destroyed: no case key that this laptop holds depends on it.
    pub fn may_forget_former(&self) -> bool {
        self.repair.is_empty()
    }
}

/// Opens every wrap of a key that this laptop holds and compares. What it holds because it was just opened from the same set is
/// not opened again.
pub fn review_wraps(
    held: impl IntoIterator<Item = KeyId>,
    fresh: &BTreeSet<KeyId>,
    wraps: &[Wrap],
    under: &EpochKey,
    space: SpaceId,
    turn: &TurnEpoch,
) -> Review {
    let by_key: BTreeMap<KeyId, &Wrap> = wraps.iter().map(|wrap| (wrap.key, wrap)).collect();
    let repair = held.into_iter().filter(|id| !fresh.contains(id)).filter(|id| {
        by_key.get(id).is_none_or(|wrap| unwrap_case_key(*id, &wrap.body, under, space, turn.epoch).is_err())
    });
    Review { repair: repair.collect(), as_announced: wraps_digest(wraps) == turn.wraps }
}

/// Whether a device should now replace its sealing key: an epoch's key was sealed to the present one, which must not live on,
/// or whoever kept the seal could open it with a laptop found later.
///
/// The former key is destroyed once the log has the new one and every seal before that was opened.
pub fn seal_key_due(roll: &Roll, device: DeviceId) -> bool {
    match (roll.seat(device), roll.epoch()) {
        (Some(seat), Some(epoch)) => seat.role().is_some() && epoch.n > seat.seal_since,
        _ => false,
    }
}
