//! Bytes with a signature. The bytes are kept as they came, so that what a newer version added survives in them, and the
//! signature and the hash stay true.

use ed25519_dalek::{Signature as Ed25519, VerifyingKey};
use serde::{Deserialize, Serialize};

use crate::device::SignPublic;
use crate::hash::Hash;

/// An Ed25519 signature (RFC 8032), its two halves.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Signature([u8; 32], [u8; 32]);

impl Signature {
    /// From its 64 bytes.
    pub fn from_bytes(bytes: &[u8; 64]) -> Signature {
        let mut halves = ([0; 32], [0; 32]);
        for (at, byte) in halves.0.iter_mut().chain(halves.1.iter_mut()).zip(bytes) {
            *at = *byte;
        }
        Signature(halves.0, halves.1)
    }
}

/// The signature is not that of this key over these bytes for this purpose.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the signature does not fit")]
pub struct BadSignature;

/// What is signed: the purpose, a zero byte, the bytes.
pub fn message(purpose: &str, body: &[u8]) -> Vec<u8> {
    let mut message = Vec::with_capacity(purpose.len() + 1 + body.len());
    message.extend_from_slice(purpose.as_bytes());
    message.push(0);
    message.extend_from_slice(body);
    message
}

/// Checks a signature strictly: one form of each signature, no key of small order.
pub fn verify(
    key: &SignPublic,
    purpose: &str,
    body: &[u8],
    signature: &Signature,
) -> Result<(), BadSignature> {
    let key = VerifyingKey::from_bytes(&key.0).map_err(|_| BadSignature)?;
    let signature = Ed25519::from_components(signature.0, signature.1);
    key.verify_strict(&message(purpose, body), &signature).map_err(|_| BadSignature)
}

/// Encoded bytes and the signature over them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Signed {
    /// The encoded message that is signed.
    #[serde(with = "serde_bytes")]
    pub body: Vec<u8>,
    /// Over the purpose and the body.
    pub signature: Signature,
}

impl Signed {
    /// Checks the signature for one purpose.
    pub fn verify(&self, key: &SignPublic, purpose: &str) -> Result<(), BadSignature> {
        verify(key, purpose, &self.body, &self.signature)
    }

    /// The hash of the body, without the signature: what chains name.
    pub fn hash(&self, purpose: &str) -> Hash {
        Hash::of(purpose, &self.body)
    }
}
