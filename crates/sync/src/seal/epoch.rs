//! Epoch keys sealed to devices, case keys wrapped under epoch keys.

use hpke::aead::ChaCha20Poly1305;
use hpke::kdf::HkdfSha256;
use hpke::kem::X25519HkdfSha256;
use hpke::rand_core::{TryCryptoRng, TryRng};
use hpke::{Deserializable as _, Kem, OpModeR, OpModeS, Serializable as _};
use passerelle_wire::device::SealPublic;
use passerelle_wire::hash::Hash;
use passerelle_wire::id::{DeviceId, KeyId, SpaceId};
use passerelle_wire::key::{Seal, Wrap};
use serde_bytes::ByteBuf;
use zeroize::Zeroizing;

use super::SealError;
use super::aead::{bound, open, seal};
use super::secret::{CaseKey, EpochKey, SealSecret};
use crate::chance::Chance;

/// DHKEM(X25519, HKDF-SHA256), HKDF-SHA256, ChaCha20-Poly1305.
const SUITE: u8 = 1;

fn wrap_bound(space: SpaceId, epoch: u32, key: KeyId) -> Vec<u8> {
    bound("passerelle/v1/wrap", &[&space.0, &epoch.to_le_bytes(), &key.0])
}

/// Wraps a case key under an epoch's key.
pub fn wrap_case_key(
    case: &CaseKey,
    under: &EpochKey,
    space: SpaceId,
    epoch: u32,
    chance: &mut impl Chance,
) -> Result<Wrap, SealError> {
    let key = case.id();
    let body = seal(under.expose(), &wrap_bound(space, epoch, key), case.expose(), chance)?;
    Ok(Wrap { key, body: ByteBuf::from(body) })
}

/// The case key, if it is the one that the wrap names.
pub fn unwrap_case_key(
    key: KeyId,
    body: &[u8],
    under: &EpochKey,
    space: SpaceId,
    epoch: u32,
) -> Result<CaseKey, SealError> {
    let plain = open(under.expose(), &wrap_bound(space, epoch, key), body)?;
    let bytes: [u8; 32] = plain.as_slice().try_into().map_err(|_| SealError::Closed)?;
    let case = CaseKey::from_bytes(bytes);
    if case.id() == key { Ok(case) } else { Err(SealError::OtherKey) }
}

fn sealed_to(space: SpaceId, epoch: u32, device: DeviceId) -> Vec<u8> {
    bound("passerelle/v1/epoch-key", &[&space.0, &epoch.to_le_bytes(), &device.0])
}

/// Seals an epoch's key to one device.
pub fn seal_epoch_key(
    key: &EpochKey,
    space: SpaceId,
    epoch: u32,
    device: DeviceId,
    to: &SealPublic,
    chance: &mut impl Chance,
) -> Result<Seal, SealError> {
    let check = key.check(space, epoch);
    let (encapsulated, sealed) =
        hpke_seal(to, &sealed_to(space, epoch, device), &check.0, key.expose(), &*chance.draw::<32>()?)?;
    Ok(Seal {
        epoch,
        check,
        device,
        suite: SUITE,
        encapsulated: ByteBuf::from(encapsulated),
        sealed: ByteBuf::from(sealed),
    })
}

/// The epoch's key, if it is the one that the log committed to.
pub fn open_epoch_key(
    sealed: &Seal,
    secret: &SealSecret,
    space: SpaceId,
    check: Hash,
) -> Result<EpochKey, SealError> {
    if sealed.suite != SUITE {
        return Err(SealError::TooNew);
    }
    let info = sealed_to(space, sealed.epoch, sealed.device);
    let plain = hpke_open(secret, &sealed.encapsulated, &info, &check.0, &sealed.sealed)?;
    let bytes: [u8; 32] = plain.as_slice().try_into().map_err(|_| SealError::Closed)?;
    let key = EpochKey::from_bytes(bytes);
    if key.check(space, sealed.epoch) == check { Ok(key) } else { Err(SealError::OtherKey) }
}

/// The random bytes of one encapsulation, drawn before it.
struct Drawn<'a>(&'a [u8; 32]);

impl TryRng for Drawn<'_> {
    type Error = core::convert::Infallible;

    fn try_next_u32(&mut self) -> Result<u32, Self::Error> {
        let mut bytes = [0; 4];
        self.try_fill_bytes(&mut bytes)?;
        Ok(u32::from_le_bytes(bytes))
    }

    fn try_next_u64(&mut self) -> Result<u64, Self::Error> {
        let mut bytes = [0; 8];
        self.try_fill_bytes(&mut bytes)?;
        Ok(u64::from_le_bytes(bytes))
    }

    fn try_fill_bytes(&mut self, filled: &mut [u8]) -> Result<(), Self::Error> {
        filled.iter_mut().zip(self.0.iter().cycle()).for_each(|(byte, drawn)| *byte = *drawn);
        Ok(())
    }
}

impl TryCryptoRng for Drawn<'_> {}

fn hpke_seal(
    to: &SealPublic,
    info: &[u8],
    bound: &[u8],
    plain: &[u8],
    drawn: &[u8; 32],
) -> Result<(Vec<u8>, Vec<u8>), SealError> {
    let to = <X25519HkdfSha256 as Kem>::PublicKey::from_bytes(&to.0).map_err(|_| SealError::Closed)?;
    let (encapsulated, sealed) = hpke::single_shot_seal_with_rng::<
        ChaCha20Poly1305,
        HkdfSha256,
        X25519HkdfSha256,
    >(&OpModeS::Base, &to, info, plain, bound, &mut Drawn(drawn))
    .map_err(|_| SealError::Closed)?;
    Ok((encapsulated.to_bytes().to_vec(), sealed))
}

fn hpke_open(
    secret: &SealSecret,
    encapsulated: &[u8],
    info: &[u8],
    bound: &[u8],
    sealed: &[u8],
) -> Result<Zeroizing<Vec<u8>>, SealError> {
    let encapsulated =
        <X25519HkdfSha256 as Kem>::EncappedKey::from_bytes(encapsulated).map_err(|_| SealError::Closed)?;
    hpke::single_shot_open::<ChaCha20Poly1305, HkdfSha256, X25519HkdfSha256>(
        &OpModeR::Base,
        &secret.hpke()?,
        &encapsulated,
        info,
        sealed,
        bound,
    )
    .map(Zeroizing::new)
    .map_err(|_| SealError::Closed)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::chance::SystemChance;
    use data_encoding::HEXLOWER;

    fn bytes(hex: &str) -> Vec<u8> {
        HEXLOWER.decode(hex.as_bytes()).unwrap()
    }

    fn key(hex: &str) -> [u8; 32] {
        bytes(hex).try_into().unwrap()
    }

    /// RFC 9180, A.2.1, first encryption.
    #[test]
    fn the_vector_of_the_rfc_comes_out() {
        let drawn = key("909a9b35d3dc4713a5e72a4da274b55d3d3821a37e5d099e74a647db583a904b");
        let secret =
            SealSecret::from_bytes(key("8057991eef8f1f1af18f4a9491d16a1ce333f695d4db8e38da75975c4478e0fb"));
        let public = SealPublic(key("4310ee97d88cc1f088a5576c77ab0cf5c3ac797f3d95139c6c84b5429c59662a"));
        assert_eq!(secret.public().unwrap(), public);
        let (info, bound) = (bytes("4f6465206f6e2061204772656369616e2055726e"), b"Count-0");
        let plain = b"Beauty is truth, truth beauty";
        let (encapsulated, sealed) = hpke_seal(&public, &info, bound, plain, &drawn).unwrap();
        assert_eq!(
            HEXLOWER.encode(&encapsulated),
            "1afa08d3dec047a643885163f1180476fa7ddb54c6a8029ea33f95796bf2ac4a"
        );
        assert_eq!(
            HEXLOWER.encode(&sealed),
            "1c5250d8034ec2b784ba2cfd69dbdb8af406cfe3ff938e131f0def8c8b60b4db21993c62ce81883d2dd1b51a28"
        );
        assert_eq!(hpke_open(&secret, &encapsulated, &info, bound, &sealed).unwrap().as_slice(), plain);
    }

    const SPACE: SpaceId = SpaceId([1; 16]);
    const BRUNO: DeviceId = DeviceId([2; 16]);

    #[test]
    fn an_epoch_key_opens_for_its_device_and_only_as_the_log_says() {
        let chance = &mut SystemChance;
        let (key, secret) = (EpochKey::draw(chance).unwrap(), SealSecret::draw(chance).unwrap());
        let to = secret.public().unwrap();
        let sealed = seal_epoch_key(&key, SPACE, 3, BRUNO, &to, chance).unwrap();
        let check = key.check(SPACE, 3);
        let opened = open_epoch_key(&sealed, &secret, SPACE, check).unwrap();
        assert_eq!(opened.expose(), key.expose());

        let fails = |sealed: &Seal, secret: &SealSecret, space, check| {
            open_epoch_key(sealed, secret, space, check).err().unwrap()
        };
        let hubs = EpochKey::draw(chance).unwrap();
        let planted = seal_epoch_key(&hubs, SPACE, 3, BRUNO, &to, chance).unwrap();
        assert_eq!(fails(&planted, &secret, SPACE, check), SealError::Closed, "a key of the hub's");
        let other = SealSecret::draw(chance).unwrap();
        assert_eq!(fails(&sealed, &other, SPACE, check), SealError::Closed);
        assert_eq!(fails(&sealed, &secret, SpaceId([9; 16]), check), SealError::Closed);
        let later = Seal { epoch: 4, ..sealed.clone() };
        assert_eq!(fails(&later, &secret, SPACE, check), SealError::Closed);
        let newer = Seal { suite: 2, ..sealed };
        assert_eq!(fails(&newer, &secret, SPACE, check), SealError::TooNew);
    }

    #[test]
    fn a_wrap_gives_the_key_it_names_under_its_own_epoch() {
        let chance = &mut SystemChance;
        let (case, under) = (CaseKey::draw(chance).unwrap(), EpochKey::draw(chance).unwrap());
        let wrap = wrap_case_key(&case, &under, SPACE, 3, chance).unwrap();
        assert_eq!(wrap.body.len(), 72);
        let opened = unwrap_case_key(wrap.key, &wrap.body, &under, SPACE, 3).unwrap();
        assert_eq!(opened.expose(), case.expose());
        let fails = |key, body: &[u8], epoch| unwrap_case_key(key, body, &under, SPACE, epoch).err().unwrap();
        assert_eq!(fails(wrap.key, &wrap.body, 4), SealError::Closed);
        assert_eq!(fails(KeyId([0; 16]), &wrap.body, 3), SealError::Closed);
        let misnamed =
            seal(under.expose(), &wrap_bound(SPACE, 3, KeyId([0; 16])), case.expose(), chance).unwrap();
        assert_eq!(fails(KeyId([0; 16]), &misnamed, 3), SealError::OtherKey, "one name, one key");
    }
}
