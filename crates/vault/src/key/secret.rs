//! Secrets without a face: no Debug, no Clone, zeroed when dropped.

use data_encoding::HEXLOWER;
use serde::{Deserialize, Deserializer};
use unicode_normalization::UnicodeNormalization;
use zeroize::{Zeroize, ZeroizeOnDrop, Zeroizing};

use super::KeyError;

/// The 32 random bytes that encrypt a vault.
#[derive(Zeroize, ZeroizeOnDrop)]
pub struct VaultKey([u8; 32]);

impl VaultKey {
    /// Fresh from the system's randomness.
    pub fn draw() -> Result<VaultKey, KeyError> {
        Ok(VaultKey(*draw::<32>()?))
    }

    pub(super) fn from_slice(bytes: &[u8]) -> Option<VaultKey> {
        bytes.try_into().ok().map(VaultKey)
    }

    pub(super) fn bytes(&self) -> &[u8; 32] {
        &self.0
    }

    /// The same key once more, for the vault that keeps it while it is open; both are wiped.
    pub(crate) fn twin(&self) -> VaultKey {
        VaultKey(self.0)
    }

    /// A key for another purpose, from which this one cannot be told.
    pub(crate) fn derive(&self, purpose: &str) -> Result<Zeroizing<[u8; 32]>, KeyError> {
        super::expand(&self.0, &[], purpose)
    }

    /// As SQLCipher takes a raw key.
    pub fn hex(&self) -> Zeroizing<String> {
        Zeroizing::new(HEXLOWER.encode(&self.0))
    }
}

/// Random bytes that zero themselves.
pub(crate) fn draw<const N: usize>() -> Result<Zeroizing<[u8; N]>, KeyError> {
    let mut bytes = Zeroizing::new([0; N]);
    getrandom::fill(bytes.as_mut_slice()).map_err(|_| KeyError::Random)?;
    Ok(bytes)
}

/// What the worker types, in Unicode's composed form: an accent typed in two strokes opens the same vault.
#[derive(ZeroizeOnDrop)]
pub struct Passphrase(String);

/// The longest passphrase, in characters.
pub const PASSPHRASE_LIMIT: usize = 1024;

impl Passphrase {
    pub fn new(text: String) -> Passphrase {
        let text = Zeroizing::new(text);
        let mut composed = String::with_capacity(text.len() * 2);
        composed.extend(text.nfc().take(PASSPHRASE_LIMIT));
        Passphrase(composed)
    }

    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl<'de> Deserialize<'de> for Passphrase {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        String::deserialize(from).map(Passphrase::new)
    }
}

/// The recovery kit's code, as printed.
#[derive(ZeroizeOnDrop)]
pub struct RecoveryCode(pub(super) String);

impl RecoveryCode {
    pub fn expose(&self) -> &str {
        &self.0
    }
}
