//! Where random bytes come in: the system's in the application, counted ones in a simulation that must replay.

use zeroize::Zeroizing;

/// The system gave no random bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("no random bytes")]
pub struct NoChance;

/// Gives random bytes, fit for keys.
pub trait Chance {
    /// Fills all of `bytes`.
    fn fill(&mut self, bytes: &mut [u8]) -> Result<(), NoChance>;

    /// As many bytes, zeroed when dropped.
    fn draw<const N: usize>(&mut self) -> Result<Zeroizing<[u8; N]>, NoChance>
    where
        Self: Sized,
    {
        let mut bytes = Zeroizing::new([0; N]);
        self.fill(bytes.as_mut_slice())?;
        Ok(bytes)
    }
}

/// The randomness of the system.
#[derive(Clone, Copy, Debug, Default)]
pub struct SystemChance;

impl Chance for SystemChance {
    fn fill(&mut self, bytes: &mut [u8]) -> Result<(), NoChance> {
        getrandom::fill(bytes).map_err(|_| NoChance)
    }
}
