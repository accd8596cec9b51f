//! What a laptop knows of one space between two synchronisations.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use serde::{Deserialize, Serialize};

use passerelle_wire::batch::{Batch, DeviceHead};
use passerelle_wire::hash::Hash;
use passerelle_wire::id::{DeviceId, KeyId, SpaceId};
use passerelle_wire::membership::Role;

use super::{Keys, Pace};
use crate::chain::Chains;
use crate::membership::Log;
use crate::seal::{DeviceSecrets, SealSecret};
use crate::snapshot::{Loading, Making};

/// All of it that is no secret and no body: the vault keeps it as one piece, saved with each decision.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Standing {
    pub log: Log,
    pub chains: Chains,
    /// The hub's position up to which every batch was taken.
    pub cursor: u64,
    /// The newest batch of each device that one's own batches have named as seen.
    pub told: BTreeMap<DeviceId, u64>,
    /// The newest batch of one's own that the hub once showed among its heads.
    pub confirmed: u64,
    /// Keys that bodies wait for.
    pub waiting: BTreeSet<KeyId>,
    /// Number of the last statement of what was applied.
    pub acks: u64,
    pub pace: Pace,
    /// A snapshot that is being taken in.
    pub loading: Option<Loading>,
    /// One that is being made.
    pub making: Option<Making>,
    /// When snapshots were looked at first and last, by this laptop's clock: whether a new one is due.
    pub looked: Option<(u64, u64)>,
    /// That this laptop was away for longer than its lease, and from where in the log on a renewal counts.
    pub lapse: Option<Lapse>,
}

/// A lease that ran out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Lapse {
    /// When everything had been sent and taken last, by this laptop's clock: another absence is another lapse.
    pub since_ms: u64,
    /// How much of the log was known: a renewal is among what follows.
    pub log_len: u64,
}

impl Standing {
    /// Whether a coordinator has renewed the lease of this device after it ran out.
    pub fn is_renewed(&self, own: DeviceId, lapse: Lapse) -> bool {
        self.log.roll().seat(own).is_some_and(|seat| seat.renewed >= lapse.log_len)
    }

    /// Of a space whose log was just read for the first time.
    pub fn of(log: Log) -> Standing {
        Standing {
            log,
            chains: Chains::default(),
            cursor: 0,
            told: BTreeMap::new(),
            confirmed: 0,
            waiting: BTreeSet::new(),
            acks: 0,
            pace: Pace::default(),
            loading: None,
            making: None,
            looked: None,
            lapse: None,
        }
    }
}

/// A batch of one's own that the hub has not shown twice yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outgoing {
    pub seq: u64,
    pub hash: Hash,
    pub batch: Batch,
}

/// One space on one laptop.
pub struct Space {
    pub standing: Standing,
    pub secrets: DeviceSecrets,
    /// The sealing key that was drawn to follow, while the log does not have it.
    pub next_seal: Option<SealSecret>,
    pub keys: Keys,
    /// By number, without a gap.
    pub outbox: VecDeque<Outgoing>,
}

impl Space {
    pub fn id(&self) -> SpaceId {
        self.standing.log.roll().space()
    }

    pub fn own(&self) -> DeviceId {
        self.secrets.device
    }

    /// This device's role now; none once it was removed.
    pub fn role(&self) -> Option<Role> {
        self.standing.log.roll().seat(self.own()).and_then(passerelle_wire::membership::Seat::role)
    }

    /// Notes that the lease ran out of a laptop that was met last at `since_ms`. Noted once for each absence.
    pub fn lapse(&mut self, since_ms: u64) {
        if self.standing.lapse.is_none_or(|lapse| lapse.since_ms != since_ms) {
            self.standing.lapse = Some(Lapse { since_ms, log_len: self.standing.log.len() });
        }
    }

    /// Whether the lease ran out and no coordinator has renewed it since.
    pub fn has_lapsed(&self) -> bool {
        self.standing.lapse.is_some_and(|lapse| !self.standing.is_renewed(self.own(), lapse))
    }

    pub(super) fn epoch(&self) -> u32 {
        self.standing.log.roll().epoch_number()
    }

    /// What moved since one's own batch before: the `seen` of the next one.
    pub(super) fn unseen(&self) -> Vec<DeviceHead> {
        let told = |device| self.standing.told.get(&device).copied().unwrap_or(0);
        let moved = |head: &DeviceHead| head.device != self.own() && head.seq > told(head.device);
        self.standing.chains.heads().filter(moved).collect()
    }
}
