//! Argon2id: how dear a guess at the passphrase is.

use std::time::{Duration, Instant};

use argon2::{Algorithm, Argon2, Params, Version};
use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

use super::KeyError;
use super::secret::Passphrase;

/// The cost of one derivation; one lane.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cost {
    pub memory_kib: u32,
    pub passes: u32,
}

impl Cost {
    /// Never cheaper than this: 64 MiB and 3 passes.
    pub const FLOOR: Cost = Cost { memory_kib: 64 * 1024, passes: 3 };
    /// For vaults that hold nobody: the demonstration, benches and tests. Only a program that is built for tests knows one cheaper
    /// than the floor, and reads it: they make hundreds of vaults, and most of their time was this.
    pub const THROW_AWAY: Cost =
        if cfg!(debug_assertions) { Cost { memory_kib: 1024, passes: 1 } } else { Cost::FLOOR };
    const MOST_MEMORY: u32 = 256 * 1024;
    const MOST_PASSES: u32 = 64;
    /// What a slot file may ask for: four times what is ever written. Whoever reaches the folder could otherwise have a laptop
    /// fill its memory at each attempt.
    const READ_MEMORY: u32 = 4 * Cost::MOST_MEMORY;
    const READ_PASSES: u32 = 8 * Cost::MOST_PASSES;

    /// The cost that takes this machine between about 0.4 and 1 second: memory first, then passes.
    pub fn calibrate() -> Cost {
        let started = Instant::now();
        let probe = Passphrase::new("calibration".to_owned());
        if derive(&probe, &[0; 16], Cost::FLOOR).is_err() {
            return Cost::FLOOR;
        }
        Cost::for_speed(started.elapsed())
    }

    /// The cost for a machine that takes `floor` for [`Cost::FLOOR`].
    fn for_speed(floor: Duration) -> Cost {
        let aim = Duration::from_millis(600).as_nanos();
        let times = u32::try_from(aim / floor.as_nanos().max(1)).unwrap_or(u32::MAX).max(1);
        let memory = times.min(Cost::MOST_MEMORY / Cost::FLOOR.memory_kib);
        let passes = (Cost::FLOOR.passes * (times / memory).max(1)).min(Cost::MOST_PASSES);
        Cost { memory_kib: Cost::FLOOR.memory_kib * memory, passes }
    }

    /// For a slot that nothing but the passphrase protects.
    #[must_use]
    pub fn dearer(self) -> Cost {
        Cost { passes: self.passes * 2, ..self }
    }

    pub(super) fn is_allowed(self) -> bool {
        self.is_within(Cost::THROW_AWAY)
    }

    fn is_within(self, least: Cost) -> bool {
        self.memory_kib >= least.memory_kib
            && self.passes >= least.passes
            && self.memory_kib <= Cost::READ_MEMORY
            && self.passes <= Cost::READ_PASSES
    }
}

/// 32 bytes from a passphrase and a salt.
pub(super) fn derive(
    passphrase: &Passphrase,
    salt: &[u8],
    cost: Cost,
) -> Result<Zeroizing<[u8; 32]>, KeyError> {
    if !cost.is_allowed() {
        return Err(KeyError::SlotsDamaged);
    }
    let params =
        Params::new(cost.memory_kib, cost.passes, 1, Some(32)).map_err(|_| KeyError::SlotsDamaged)?;
    let mut out = Zeroizing::new([0; 32]);
    Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
        .hash_password_into(passphrase.expose().as_bytes(), salt, out.as_mut_slice())
        .map_err(|_| KeyError::SlotsDamaged)?;
    Ok(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_cost_follows_the_machine_and_keeps_its_floor() {
        assert_eq!(Cost::for_speed(Duration::from_secs(5)), Cost::FLOOR, "a slow machine pays the floor");
        let usual = Cost::for_speed(Duration::from_millis(120));
        assert_eq!(usual, Cost { memory_kib: 256 * 1024, passes: 3 });
        let fast = Cost::for_speed(Duration::from_millis(30));
        assert!(fast.passes > 3 && fast.memory_kib == 256 * 1024);
        assert!(Cost::for_speed(Duration::ZERO).dearer().is_allowed());
    }

    #[test]
    fn a_program_for_use_takes_nothing_below_the_floor() {
        assert!(Cost::FLOOR.is_within(Cost::FLOOR));
        for cost in [
            Cost { memory_kib: Cost::FLOOR.memory_kib - 1, ..Cost::FLOOR },
            Cost { passes: Cost::FLOOR.passes - 1, ..Cost::FLOOR },
        ] {
            assert!(!cost.is_within(Cost::FLOOR), "{cost:?}");
        }
    }

    #[test]
    fn a_slot_that_asks_for_more_than_was_ever_written_is_not_derived() {
        let pass = Passphrase::new("trois vélos bleus sous la pluie".to_owned());
        for cost in [
            Cost { memory_kib: 2 * 1024 * 1024, passes: 3 },
            Cost { memory_kib: u32::MAX, passes: 3 },
            Cost { passes: u32::MAX, ..Cost::FLOOR },
            Cost { memory_kib: 1023, passes: 3 },
            Cost { passes: 0, ..Cost::FLOOR },
        ] {
            assert!(matches!(derive(&pass, &[0; 16], cost), Err(KeyError::SlotsDamaged)), "{cost:?}");
        }
    }
}
