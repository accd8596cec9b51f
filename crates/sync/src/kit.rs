//! The recovery kit of a team: a key on paper for the day on which the only coordinator's laptop is lost.
//!
//! It stands in the log as a device with a reader's place, and may do two things: make a member's laptop a coordinator, and
//! take itself out. Its sealing key is forgotten when it is made, so that it opens nothing: what was sealed to it, and what was
//! erased, stays closed to whoever finds the paper.

use passerelle_wire::encode;
use passerelle_wire::hash::{Hash, purpose};
use passerelle_wire::id::{DeviceId, SpaceId};
use passerelle_wire::membership::{Act, AddDevice, Consent, Remove, Role, Roll};
use passerelle_wire::space::AppendLog;
use zeroize::{Zeroize, ZeroizeOnDrop, Zeroizing};

use crate::chance::{Chance, NoChance};
use crate::membership::{TurnError, append};
use crate::seal::{DeviceSecrets, EpochKey, SealSecret, SignSecret, seal_epoch_key};
use crate::symbols;

const BYTES: usize = 20;
const CHECKSUM: &str = "passerelle/v1/kit-checksum";

/// What was typed is no code of a kit: its checksum says that there is a slip.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a slip in the code")]
pub struct KitTypo;

/// The secret of a kit: 160 random bits.
#[derive(Zeroize, ZeroizeOnDrop)]
pub struct KitCode([u8; BYTES]);

impl KitCode {
    /// A new one.
    pub fn draw(chance: &mut impl Chance) -> Result<KitCode, NoChance> {
        Ok(KitCode(*chance.draw::<BYTES>()?))
    }

    /// As it is printed: nine groups of four.
    pub fn text(&self) -> Zeroizing<String> {
        symbols::spell(&self.0, CHECKSUM)
    }

    /// Reads a code as people type it: any case, spaces or none, O for 0, I and L for 1.
    pub fn read(typed: &str) -> Result<KitCode, KitTypo> {
        symbols::read(typed, CHECKSUM).map(|bytes| KitCode(*bytes)).ok_or(KitTypo)
    }

    /// The kit as a device of a space. Its sealing key is another each time and kept by nobody.
    pub fn device(&self, space: SpaceId, chance: &mut impl Chance) -> Result<DeviceSecrets, NoChance> {
        let mut hasher = blake3::Hasher::new_derive_key("passerelle/v1/kit-sign");
        hasher.update(&space.0);
        hasher.update(&self.0);
        let seed = Zeroizing::new(*hasher.finalize().as_bytes());
        hasher.zeroize();
        let sign = SignSecret::from_bytes(*seed);
        let device = DeviceId::of_kit(sign.public());
        Ok(DeviceSecrets { device, sign, seal: SealSecret::draw(chance)? })
    }
}

/// The act that takes a kit out. It never sent anything.
fn gone(kit: DeviceId) -> Act {
    Act::Remove(Remove { device: kit, last_seq: 0, last_hash: Hash::NONE })
}

/// Puts a kit into the space, in the place of the one that is there; the hub asks for the epoch's key to be sealed to it like
/// to any device, and nobody opens that.
pub fn place(
    roll: &Roll,
    key: &EpochKey,
    kit: &DeviceSecrets,
    by: &DeviceSecrets,
    at_ms: u64,
    chance: &mut impl Chance,
) -> Result<AppendLog, TurnError> {
    let keys = kit.keys()?;
    let consent = Consent { space: roll.space(), genesis: roll.genesis(), keys };
    let consent = kit.sign.sign_bytes(purpose::CONSENT, &encode(&consent)?);
    let mut acts: Vec<Act> = roll.kit().map(gone).into_iter().collect();
    acts.push(Act::AddDevice(AddDevice { keys, role: Role::Reader, consent }));
    let mut placed = append(roll, &acts, by, at_ms)?;
    placed.seals.push(seal_epoch_key(
        key,
        roll.space(),
        roll.epoch_number(),
        keys.device,
        &keys.seal,
        chance,
    )?);
    Ok(placed)
}

/// Takes the kit out, as a coordinator does; none where there is none.
pub fn withdraw(roll: &Roll, by: &DeviceSecrets, at_ms: u64) -> Result<Option<AppendLog>, TurnError> {
    roll.kit().map(|kit| append(roll, &[gone(kit)], by, at_ms)).transpose()
}

/// What the kit signs on the day it is needed: this member's laptop is a coordinator, and the kit is used up.
pub fn appoint(
    roll: &Roll,
    kit: &DeviceSecrets,
    laptop: DeviceId,
    at_ms: u64,
) -> Result<AppendLog, TurnError> {
    append(roll, &[Act::SetRole(laptop, Role::Admin), gone(kit.device)], kit, at_ms)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::chance::SystemChance;

    #[test]
    fn a_code_is_read_as_people_type_it_and_a_slip_is_told() {
        let code = KitCode::draw(&mut SystemChance).unwrap();
        let text = code.text();
        assert_eq!(text.split('-').count(), 9);
        let sloppy = text.to_lowercase().replace('-', " ").replace('0', "o").replace('1', "l");
        assert_eq!(KitCode::read(&sloppy).unwrap().0, code.0);
        for at in (0..text.len()).filter(|at| at % 5 != 4) {
            let mut slipped: Vec<char> = text.chars().collect();
            slipped[at] = if slipped[at] == '7' { '8' } else { '7' };
            let slipped: String = slipped.into_iter().collect();
            assert_eq!(KitCode::read(&slipped).err(), Some(KitTypo), "place {at}");
        }
        assert_eq!(KitCode::read("").err(), Some(KitTypo));
    }

    #[test]
    fn a_kit_is_the_same_device_each_time_and_another_in_another_space() {
        let code = KitCode([7; BYTES]);
        let device = |space| code.device(SpaceId([space; 16]), &mut SystemChance).unwrap();
        let (one, again, elsewhere) = (device(1), device(1), device(2));
        assert_eq!((one.device, one.sign.public()), (again.device, again.sign.public()));
        assert_ne!(one.device, elsewhere.device);
        assert_ne!(one.keys().unwrap().seal, again.keys().unwrap().seal, "forgotten when it was made");
        assert!(one.keys().unwrap().is_kit());
        let laptop = DeviceSecrets::draw(DeviceId([3; 16]), &mut SystemChance).unwrap();
        assert!(!laptop.keys().unwrap().is_kit());
    }
}
