//! Secrets without a face: no Debug, no Clone, zeroed when dropped. The vault keeps their bytes.

use ed25519_dalek::{Signer as _, SigningKey};
use hpke::kem::X25519HkdfSha256;
use hpke::{Deserializable as _, Kem as _, Serializable as _};
use passerelle_wire::device::{DeviceKeys, SealPublic, SignPublic};
use passerelle_wire::hash::Hash;
use passerelle_wire::id::{DeviceId, KeyId, SpaceId};
use passerelle_wire::signed::{Signature, Signed, message};
use passerelle_wire::{EncodeError, Message, encode};
use zeroize::{Zeroize, ZeroizeOnDrop};

use super::SealError;
use crate::chance::{Chance, NoChance};

macro_rules! secrets {
    ($($(#[$doc:meta])* $name:ident),+ $(,)?) => {$(
        $(#[$doc])*
        #[derive(Zeroize, ZeroizeOnDrop)]
        pub struct $name([u8; 32]);

        impl $name {
            /// A new one.
            pub fn draw(chance: &mut impl Chance) -> Result<$name, NoChance> {
                Ok($name(*chance.draw::<32>()?))
            }

            /// From the bytes that the vault kept.
            pub fn from_bytes(bytes: [u8; 32]) -> $name {
                $name(bytes)
            }

            /// The same key once more, where one is kept and one is used; both are wiped.
            #[must_use]
            pub fn twin(&self) -> $name {
                $name(self.0)
            }

            /// The bytes, for the vault alone.
            pub fn expose(&self) -> &[u8; 32] {
                &self.0
            }
        }
    )+};
}

secrets! {
    /// A device's Ed25519 seed: it signs in its name.
    SignSecret,
    /// A device's X25519 private key: epoch keys are sealed to it.
    SealSecret,
    /// The key of an epoch of a space. It wraps case keys and seals nothing else.
    EpochKey,
    /// The key of what one device writes in one epoch on one file.
    CaseKey,
    /// The key of one attachment.
    FileKey,
}

impl SignSecret {
    pub fn public(&self) -> SignPublic {
        SignPublic(SigningKey::from_bytes(&self.0).verifying_key().to_bytes())
    }

    /// Signs bytes for a purpose.
    pub fn sign_bytes(&self, purpose: &str, body: &[u8]) -> Signature {
        let signature = SigningKey::from_bytes(&self.0).sign(&message(purpose, body));
        Signature::from_bytes(&signature.to_bytes())
    }

    /// Encodes a message and signs it for a purpose.
    pub fn sign<M: Message>(&self, purpose: &str, message: &M) -> Result<Signed, EncodeError> {
        let body = encode(message)?;
        Ok(Signed { signature: self.sign_bytes(purpose, &body), body })
    }
}

impl SealSecret {
    pub fn public(&self) -> Result<SealPublic, SealError> {
        let secret = self.hpke()?;
        Ok(SealPublic(X25519HkdfSha256::sk_to_pk(&secret).to_bytes().into()))
    }

    pub(super) fn hpke(&self) -> Result<<X25519HkdfSha256 as hpke::Kem>::PrivateKey, SealError> {
        <X25519HkdfSha256 as hpke::Kem>::PrivateKey::from_bytes(&self.0).map_err(|_| SealError::Closed)
    }
}

impl EpochKey {
    /// What the log says of the key, so that a device knows the key it was handed for the right one.
    pub fn check(&self, space: SpaceId, epoch: u32) -> Hash {
        let mut hasher = blake3::Hasher::new_derive_key("passerelle/v1/epoch-check");
        hasher.update(&space.0);
        hasher.update(&epoch.to_le_bytes());
        hasher.update(&self.0);
        let check = Hash(*hasher.finalize().as_bytes());
        hasher.zeroize();
        check
    }
}

impl CaseKey {
    /// Its name: nobody can give this name to another key.
    pub fn id(&self) -> KeyId {
        let mut hasher = blake3::Hasher::new_derive_key("passerelle/v1/key-id");
        hasher.update(&self.0);
        let mut id = [0; 16];
        hasher.finalize_xof().fill(&mut id);
        hasher.zeroize();
        KeyId(id)
    }
}

/// The private halves of a device's keys.
pub struct DeviceSecrets {
    pub device: DeviceId,
    pub sign: SignSecret,
    pub seal: SealSecret,
}

impl DeviceSecrets {
    /// A new device.
    pub fn draw(device: DeviceId, chance: &mut impl Chance) -> Result<DeviceSecrets, NoChance> {
        Ok(DeviceSecrets { device, sign: SignSecret::draw(chance)?, seal: SealSecret::draw(chance)? })
    }

    /// The public halves.
    pub fn keys(&self) -> Result<DeviceKeys, SealError> {
        Ok(DeviceKeys { device: self.device, sign: self.sign.public(), seal: self.seal.public()? })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use data_encoding::HEXLOWER;
    use passerelle_wire::hash::purpose;
    use passerelle_wire::signed::{BadSignature, verify};

    fn bytes(hex: &str) -> [u8; 32] {
        HEXLOWER.decode(hex.as_bytes()).unwrap().try_into().unwrap()
    }

    /// RFC 8032, 7.1, test 2.
    #[test]
    fn the_signature_of_the_rfc_comes_out() {
        let secret = bytes("4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb");
        let public = SignSecret::from_bytes(secret).public();
        assert_eq!(public.0, bytes("3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c"));
        let signature = SigningKey::from_bytes(&secret).sign(&[0x72]).to_bytes();
        let expected = "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da\
                        085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00";
        assert_eq!(HEXLOWER.encode(&signature), expected);
    }

    #[test]
    fn a_signature_says_for_what_it_was_given() {
        let secret = SignSecret::from_bytes([1; 32]);
        let signature = secret.sign_bytes(purpose::BATCH, b"body");
        assert_eq!(verify(&secret.public(), purpose::BATCH, b"body", &signature), Ok(()));
        assert_eq!(verify(&secret.public(), purpose::LOG, b"body", &signature), Err(BadSignature));
        assert_eq!(verify(&secret.public(), purpose::BATCH, b"bodz", &signature), Err(BadSignature));
        let weak = SignPublic([0; 32]);
        assert_eq!(verify(&weak, purpose::BATCH, b"body", &signature), Err(BadSignature));
    }

    #[test]
    fn names_and_commitments_stay_what_they_are() {
        assert_eq!(CaseKey::from_bytes([1; 32]).id().to_string(), "9bb367dad8c2bdefe43f99aae7d4abf0");
        let check = EpochKey::from_bytes([1; 32]).check(SpaceId([2; 16]), 3);
        assert_eq!(check.to_string(), "049acc3d1c09e2124cf5a540c17d8749254ea057e0b853e471fbc9c155c8675c");
    }
}
