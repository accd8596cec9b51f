//! How a device shows a hub who it is: it signs a challenge, and gets a token for a quarter of an hour.

use serde::{Deserialize, Serialize};

use crate::device::SignPublic;
use crate::hash::purpose;
use crate::id::DeviceId;
use crate::limit;
use crate::message::{Message, decode};
use crate::signed::{BadSignature, Signed};

/// `POST /v1/session/challenge`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AskChallenge {
    pub device: DeviceId,
}

impl Message for AskChallenge {
    const KIND: u16 = 10;
    const NAME: &'static str = "AskChallenge";
    const LIMIT: usize = limit::SMALL;
}

/// The answer. It is given for unknown devices too, so that nobody learns who is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Challenge {
    /// Random; good once.
    pub nonce: [u8; 32],
    /// By the hub's clock, in milliseconds since 1970-01-01T00:00:00 UTC.
    pub until_ms: u64,
}

impl Message for Challenge {
    const KIND: u16 = 11;
    const NAME: &'static str = "Challenge";
    const LIMIT: usize = limit::SMALL;
}

/// What the device signs for [`purpose::SESSION`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Proof {
    pub device: DeviceId,
    pub nonce: [u8; 32],
    /// The hub's name as the laptop knows it, so that a proof made for one hub is worth nothing at another.
    pub hub: String,
    /// The version of the protocol that the laptop speaks.
    pub protocol: u16,
}

impl Message for Proof {
    const KIND: u16 = 12;
    const NAME: &'static str = "Proof";
    const LIMIT: usize = limit::SMALL;
}

/// `POST /v1/session`: a [`Proof`], signed, with the key that signs it: a device that founds a space is not known yet.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OpenSession {
    pub key: SignPublic,
    pub proof: Signed,
}

impl Message for OpenSession {
    const KIND: u16 = 13;
    const NAME: &'static str = "OpenSession";
    const LIMIT: usize = limit::SMALL + 256;
}

impl OpenSession {
    /// The proof, if the key that it brings signed it. The nonce, the name and who holds the key are the hub's to check.
    pub fn verify(&self) -> Result<Proof, BadSignature> {
        self.proof.verify(&self.key, purpose::SESSION)?;
        decode(&self.proof.body).map_err(|_| BadSignature)
    }
}

/// The answer: what to send as `Authorization: Bearer` with the token in hexadecimal digits.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Session {
    pub token: [u8; 32],
    /// By the hub's clock, in milliseconds since 1970-01-01T00:00:00 UTC.
    pub until_ms: u64,
}

impl core::fmt::Debug for Session {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        write!(f, "Session(until {})", self.until_ms)
    }
}

impl Message for Session {
    const KIND: u16 = 14;
    const NAME: &'static str = "Session";
    const LIMIT: usize = limit::SMALL;
}
