//! What a coordinator does to a space, made ready to send: founding, admission, removal.

use passerelle_wire::hash::Hash;
use passerelle_wire::id::{DeviceId, SpaceId};
use passerelle_wire::membership::{Act, Genesis, Remove, Role, Roll};
use passerelle_wire::space::{AppendLog, FoundSpace, LogPage};

use super::turn::{Turn, TurnError, sign_acts};
use super::{Log, Pin};
use crate::chain::Chains;
use crate::chance::Chance;
use crate::invitation::JoinRequest;
use crate::seal::{DeviceSecrets, EpochKey, seal_epoch_key};

/// A space that was just founded: what goes to the hub, and what stays here.
pub struct Founding {
    pub request: FoundSpace,
    pub log: Log,
    /// The key of the first epoch.
    pub key: EpochKey,
}

/// Founds a space: its first entry and its first epoch. `permit` is what the hub's keeper gave, empty where none is asked.
pub fn found(
    founder: &DeviceSecrets,
    space: SpaceId,
    lease_days: u16,
    permit: String,
    at_ms: u64,
    chance: &mut impl Chance,
) -> Result<Founding, TurnError> {
    let genesis = Act::Genesis(Genesis { founder: founder.keys()?, lease_days });
    let (mut entries, roll) = sign_acts(None, [&genesis], space, founder, at_ms)?;
    let turn = Turn::make(&roll, [], chance)?;
    let first = turn.append(&roll, &[], founder, at_ms, chance)?;
    entries.extend(first.entries);
    let pin = Pin { space, genesis: roll.genesis(), head: roll.head() };
    let mut after = roll;
    for entry in entries.iter().skip(1) {
        after.admit(entry)?;
    }
    let page = LogPage { head: after.head(), entries: entries.clone() };
    let (log, _) = Log::found(&pin, &page).map_err(|_| TurnError::Unreadable)?;
    Ok(Founding { request: FoundSpace { entries, seals: first.seals, permit }, log, key: turn.key })
}

/// Signs acts that follow the present head.
pub fn append(roll: &Roll, acts: &[Act], by: &DeviceSecrets, at_ms: u64) -> Result<AppendLog, TurnError> {
    let (entries, _) = sign_acts(Some(roll), acts, roll.space(), by, at_ms)?;
    Ok(AppendLog { expected: roll.head(), entries, seals: Vec::new() })
}

/// Brings a device in, with the present epoch's key sealed to it.
pub fn admit(
    roll: &Roll,
    key: &EpochKey,
    request: &JoinRequest,
    role: Role,
    by: &DeviceSecrets,
    at_ms: u64,
    chance: &mut impl Chance,
) -> Result<AppendLog, TurnError> {
    let mut admission = append(roll, &[request.act(role)], by, at_ms)?;
    let (device, to) = (request.keys.device, &request.keys.seal);
    admission.seals.push(seal_epoch_key(key, roll.space(), roll.epoch_number(), device, to, chance)?);
    Ok(admission)
}

/// The act that takes a device out: what was heard of it so far counts, nothing later. It goes with a [`Turn`].
pub fn removal(chains: &Chains, device: DeviceId) -> Act {
    let (last_seq, last_hash) = chains.get(device).map_or((0, Hash::NONE), |chain| (chain.seq, chain.hash));
    Act::Remove(Remove { device, last_seq, last_hash })
}
