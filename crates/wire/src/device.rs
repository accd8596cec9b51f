//! The public halves of a device's keys.

use core::fmt;

use data_encoding::HEXLOWER;
use serde::{Deserialize, Serialize};

use crate::hash::Hash;
use crate::id::DeviceId;

/// An Ed25519 public key: whose signature this is.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct SignPublic(pub [u8; 32]);

/// An X25519 public key: to whom a key is sealed.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct SealPublic(pub [u8; 32]);

impl fmt::Debug for SignPublic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "SignPublic({})", HEXLOWER.encode(&self.0))
    }
}

impl fmt::Debug for SealPublic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "SealPublic({})", HEXLOWER.encode(&self.0))
    }
}

/// A device as the others know it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeviceKeys {
    pub device: DeviceId,
    pub sign: SignPublic,
    /// The first one; the device replaces it in the log after each turn of the epoch.
    pub seal: SealPublic,
}

impl DeviceKeys {
    /// Whether this is the key of a recovery kit and not a laptop: its id comes from its signing key.
    pub fn is_kit(&self) -> bool {
        self.device == DeviceId::of_kit(self.sign)
    }
}

impl DeviceId {
    /// The id of the recovery kit that signs with this key.
    pub fn of_kit(sign: SignPublic) -> DeviceId {
        let hash = Hash::of("passerelle/v1/kit-id", &sign.0);
        let mut id = [0; 16];
        id.copy_from_slice(&hash.0[..16]);
        DeviceId(id)
    }
}
