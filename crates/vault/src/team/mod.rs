//! What a laptop keeps of the space of its team between two synchronisations: keys, chains, what waits. Its meaning is
//! synchronisation's own; here it is bytes that are kept together with the rows they brought, or not at all.

mod batch;
mod digest;
mod keep;
mod many;
pub(crate) mod place;
mod read;
mod snapshot;
mod space;

use passerelle_domain::id::{DeviceId, SpaceId};
use serde::Serialize;
use ts_rs::TS;
use uuid::Uuid;
use zeroize::Zeroizing;

pub use keep::Keep;
pub use read::{Author, Outgoing, Sealed, Unsent};
pub(crate) use space::leave_all;

/// Thirty-two secret bytes, wiped when dropped.
pub type Secret = Zeroizing<[u8; 32]>;

/// The name of a case key at the hub.
pub type KeyName = [u8; 16];

/// A space of this laptop.
pub struct Membership {
    pub space: SpaceId,
    /// Whether it is the home team; the others are smaller ones within it.
    pub home: bool,
    /// How people call the team.
    pub name: String,
    /// Where its hub is; empty where files alone are exchanged.
    pub hub: String,
    /// The identity that the secrets belong to.
    pub device: DeviceId,
    pub sign: Secret,
    pub seal: Secret,
    pub next_seal: Option<Secret>,
    /// What synchronisation knows; empty until this laptop was let in.
    pub standing: Vec<u8>,
    /// What was answered to an invitation; empty once this laptop was let in.
    pub joining: Vec<u8>,
}

/// A smaller team, as people call it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
pub struct SmallerTeam {
    pub space: SpaceId,
    pub name: String,
}

/// When the team was last met, and how that went.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Met {
    /// UTC milliseconds of the last try.
    pub tried_ms: Option<i64>,
    /// UTC milliseconds of the last time that everything was sent and taken.
    pub done_ms: Option<i64>,
    /// How the last try ended, in the words of whoever tried.
    pub outcome: String,
}

/// An invitation that was made here and not taken back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Invited {
    /// The bytes of its code.
    pub code: Vec<u8>,
    pub role: u8,
    /// UTC milliseconds until which it is good.
    pub until_ms: i64,
}

/// Something that another laptop or the hub should not have done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Alarm {
    pub id: i64,
    /// In which space.
    pub space: SpaceId,
    /// UTC milliseconds.
    pub at_ms: i64,
    pub name: String,
    /// What it is about, in the words of whoever sounded it.
    pub about: String,
    pub device: Option<DeviceId>,
}

/// A case key as it is kept.
pub struct CaseKey {
    pub name: KeyName,
    pub epoch: u32,
    pub key: Secret,
    /// On whose file this laptop writes with it, if it does; the inner none is the space's own.
    pub writes: Option<Option<Uuid>>,
}
