//! The space of a team as synchronisation knows it, from the vault and back.

use passerelle_domain::id as ours;
use passerelle_sync::engine::{Keys, Outgoing, Space, Standing};
use passerelle_sync::seal::{CaseKey, DeviceSecrets, EpochKey, SealSecret, SignSecret};
use passerelle_vault::Vault;
use passerelle_vault::team::{self, Membership, Secret};
use passerelle_wire::batch::Batch;
use passerelle_wire::decode;
use passerelle_wire::hash::Hash;
use passerelle_wire::id::{DeviceId, KeyId, SpaceId};
use serde::{Serialize, de::DeserializeOwned};
use uuid::Uuid;
use zeroize::Zeroizing;

pub use super::keeping::{Kept, keep, open_waiting};
use crate::Problem;

/// The space, with what people call it.
pub struct Room {
    pub id: ours::SpaceId,
    /// Whether it is the home team.
    pub home: bool,
    pub name: String,
    pub hub: String,
    pub space: Space,
}

/// Where this laptop stands.
pub enum Seat {
    Alone,
    /// It asked to join and was not let in yet.
    Joining(Box<Membership>),
    In(Box<Room>),
}

pub fn device(id: DeviceId) -> ours::DeviceId {
    ours::DeviceId(Uuid::from_bytes(id.0))
}

pub fn wire_device(id: ours::DeviceId) -> DeviceId {
    DeviceId(*id.0.as_bytes())
}

pub fn wire_space(id: ours::SpaceId) -> SpaceId {
    SpaceId(*id.0.as_bytes())
}

pub(super) fn secret(bytes: &[u8; 32]) -> Secret {
    Zeroizing::new(*bytes)
}

/// What synchronisation keeps as one piece. A piece that cannot be read is damage.
pub fn pack(what: &impl Serialize) -> Result<Vec<u8>, Problem> {
    postcard::to_stdvec(what).map_err(|_| Problem::Internal)
}

pub fn unpack<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, Problem> {
    postcard::from_bytes(bytes).map_err(|_| Problem::Damaged)
}

/// The secrets of the device of a membership.
pub fn secrets(of: &Membership) -> DeviceSecrets {
    DeviceSecrets {
        device: wire_device(of.device),
        sign: SignSecret::from_bytes(*of.sign),
        seal: SealSecret::from_bytes(*of.seal),
    }
}

/// What the vault keeps of a space that is entered.
pub fn membership(
    secrets: &DeviceSecrets,
    (space, home): (SpaceId, bool),
    name: &str,
    hub: &str,
    standing: Vec<u8>,
    joining: Vec<u8>,
) -> Membership {
    Membership {
        space: ours::SpaceId(Uuid::from_bytes(space.0)),
        home,
        name: name.to_owned(),
        hub: hub.to_owned(),
        device: device(secrets.device),
        sign: secret(secrets.sign.expose()),
        seal: secret(secrets.seal.expose()),
        next_seal: None,
        standing,
        joining,
    }
}

/// A batch of this laptop's own as synchronisation knows it.
pub(super) fn outgoing(kept: &team::Outgoing) -> Result<Outgoing, Problem> {
    let batch: Batch = decode(&kept.batch).map_err(|_| Problem::Damaged)?;
    Ok(Outgoing { seq: kept.seq, hash: Hash(kept.hash), batch })
}

/// Where this laptop stands in its home team, with all the keys that it holds there.
pub fn seat(vault: &Vault) -> Result<Seat, Problem> {
    vault.membership()?.map_or(Ok(Seat::Alone), |of| seat_of(vault, of))
}

/// Its membership of a space: the home team where none is named.
pub(super) fn named(vault: &Vault, space: Option<ours::SpaceId>) -> Result<Membership, Problem> {
    let mut all = vault.memberships()?.into_iter();
    all.find(|of| space.map_or(of.home, |space| of.space == space)).ok_or(Problem::NotInTeam)
}

/// Where it stands in a space of its own.
pub fn seat_of(vault: &Vault, of: Membership) -> Result<Seat, Problem> {
    if of.standing.is_empty() {
        return Ok(Seat::Joining(Box::new(of)));
    }
    let standing: Standing = unpack(&of.standing)?;
    let mut keys = Keys::default();
    for (epoch, key) in vault.epoch_keys(of.space)? {
        keys.hold_epoch(epoch, EpochKey::from_bytes(*key));
    }
    for kept in vault.case_keys(of.space)? {
        keys.hold_case(KeyId(kept.name), CaseKey::from_bytes(*kept.key));
        if let Some(subject) = kept.writes {
            let subject = subject.map(|subject| *subject.as_bytes());
            keys.write_with(subject, kept.epoch, KeyId(kept.name));
        }
    }
    let mut outbox = std::collections::VecDeque::new();
    for out in vault.outgoing(of.space)? {
        outbox.push_back(outgoing(&out)?);
    }
    let next_seal = of.next_seal.as_ref().map(|key| SealSecret::from_bytes(**key));
    let space = Space { standing, secrets: secrets(&of), next_seal, keys, outbox };
    Ok(Seat::In(Box::new(Room { id: of.space, home: of.home, name: of.name, hub: of.hub, space })))
}

/// The room of a laptop that is in a team.
pub fn room(vault: &Vault) -> Result<Box<Room>, Problem> {
    match seat(vault)? {
        Seat::In(room) => Ok(room),
        Seat::Joining(_) | Seat::Alone => Err(Problem::NotInTeam),
    }
}

/// The room of a space that this laptop is in: the home team where none is named.
pub fn room_of(vault: &Vault, space: Option<ours::SpaceId>) -> Result<Box<Room>, Problem> {
    match seat_of(vault, named(vault, space)?)? {
        Seat::In(room) => Ok(room),
        Seat::Joining(_) | Seat::Alone => Err(Problem::NotInTeam),
    }
}
