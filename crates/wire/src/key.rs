//! Keys on their way, always sealed: case keys wrapped under an epoch's key, epoch keys sealed to devices.

use serde::{Deserialize, Serialize};
use serde_bytes::ByteBuf;

use crate::hash::{Hash, purpose};
use crate::id::{DeviceId, KeyId};
use crate::limit;
use crate::message::{Message, ascending, at_most};

/// A case key, wrapped under the key of an epoch.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Wrap {
    pub key: KeyId,
    pub body: ByteBuf,
}

/// What names a set of wraps: the hash of each key and of its wrapped bytes, by key. Of an empty set it is the hash of
/// nothing.
pub fn wraps_digest<'a>(wraps: impl IntoIterator<Item = &'a Wrap>) -> Hash {
    let mut lines: Vec<_> =
        wraps.into_iter().map(|wrap| (wrap.key.0, Hash::of(purpose::WRAP, &wrap.body).0)).collect();
    lines.sort_unstable();
    let mut bytes = Vec::with_capacity(lines.len() * 48);
    for (key, hash) in &lines {
        bytes.extend_from_slice(key);
        bytes.extend_from_slice(hash);
    }
    Hash::of(purpose::WRAPS, &bytes)
}

/// An epoch's key, sealed to one device by HPKE (RFC 9180, base mode).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Seal {
    pub epoch: u32,
    /// The commitment of the epoch's entry: two turns tried at once have different ones.
    pub check: Hash,
    pub device: DeviceId,
    /// 1: DHKEM(X25519, HKDF-SHA256), HKDF-SHA256, ChaCha20-Poly1305.
    pub suite: u8,
    pub encapsulated: ByteBuf,
    pub sealed: ByteBuf,
}

impl Seal {
    pub(crate) fn fits(&self) -> Result<(), &'static str> {
        let over = self.encapsulated.len() > limit::SEALED_KEY || self.sealed.len() > limit::SEALED_KEY;
        if over { Err("sealed key") } else { Ok(()) }
    }
}

/// Answer to `GET /v1/spaces/{space}/seals?after={epoch}`: what was sealed to the device that asks, in epochs above.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Seals {
    pub seals: Vec<Seal>,
}

impl Message for Seals {
    const KIND: u16 = 40;
    const NAME: &'static str = "Seals";
    const LIMIT: usize = limit::LIST;

    fn check(&self) -> Result<(), &'static str> {
        at_most("seals", &self.seals, limit::DEVICES)?;
        self.seals.iter().try_for_each(Seal::fits)
    }
}

/// `PUT /v1/spaces/{space}/wraps`: before a turn all live keys under the coming epoch; later what the turn had left out.
///
/// A key that the hub has under this epoch and commitment stays as it is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PutWraps {
    pub epoch: u32,
    /// The commitment of the epoch's entry, also of one that is not in the log yet.
    pub check: Hash,
    pub wraps: Vec<Wrap>,
}

impl Message for PutWraps {
    const KIND: u16 = 41;
    const NAME: &'static str = "PutWraps";
    const LIMIT: usize = limit::LIST;

    fn check(&self) -> Result<(), &'static str> {
        fit(&self.wraps)
    }
}

/// Answer to `PUT /v1/spaces/{space}/wraps`: how many keys the hub now has under this epoch and commitment.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WrapsTaken {
    pub count: u64,
}

impl Message for WrapsTaken {
    const KIND: u16 = 42;
    const NAME: &'static str = "WrapsTaken";
    const LIMIT: usize = limit::SMALL;
}

/// Answer to `GET /v1/spaces/{space}/wraps?epoch={n}&after={key}`: wraps by key.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WrapPage {
    pub wraps: Vec<Wrap>,
    /// The key to ask from next; none on the last page.
    pub next: Option<KeyId>,
}

impl Message for WrapPage {
    const KIND: u16 = 43;
    const NAME: &'static str = "WrapPage";
    const LIMIT: usize = limit::LIST;

    fn check(&self) -> Result<(), &'static str> {
        fit(&self.wraps)
    }
}

fn fit(wraps: &[Wrap]) -> Result<(), &'static str> {
    at_most("wraps", wraps, limit::WRAPS)?;
    ascending("wraps", wraps, |wrap| wrap.key)?;
    let over = wraps.iter().any(|wrap| wrap.body.len() > limit::WRAP);
    if over { Err("wrap") } else { Ok(()) }
}
