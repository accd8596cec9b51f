//! How much to send or ask at once: little on a bad link, so that a cut loses little.

use serde::{Deserialize, Serialize};

use passerelle_wire::limit;

const LEAST: u32 = 64 * 1024;
const FIRST: u32 = 256 * 1024;
/// What one exchange should take at most.
const AIM_MS: u64 = 20_000;

/// The size of the next exchange, in bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pace {
    bytes: u32,
}

impl Default for Pace {
    fn default() -> Self {
        Pace { bytes: FIRST }
    }
}

impl Pace {
    pub fn bytes(self) -> u32 {
        self.bytes
    }

    /// An exchange of so many bytes went well in so many milliseconds.
    #[must_use]
    pub fn went(self, bytes: usize, ms: u64) -> Pace {
        let in_time = u64::try_from(bytes).unwrap_or(u64::MAX).saturating_mul(AIM_MS) / ms.max(1);
        let most = u64::from(self.bytes) * 2;
        let in_time = if in_time < u64::from(self.bytes) && bytes < self.bytes as usize / 2 {
            // Too little was there to tell how fast the link is.
            u64::from(self.bytes)
        } else {
            in_time
        };
        Pace::of(in_time.min(most))
    }

    /// An exchange was cut.
    #[must_use]
    pub fn cut(self) -> Pace {
        Pace::of(u64::from(self.bytes) / 2)
    }

    fn of(bytes: u64) -> Pace {
        let most = u32::try_from(limit::BATCH_BODIES).unwrap_or(u32::MAX);
        Pace { bytes: u32::try_from(bytes).unwrap_or(most).clamp(LEAST, most) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_good_link_is_used_and_a_bad_one_spared() {
        let mut pace = Pace::default();
        for _ in 0..5 {
            pace = pace.went(pace.bytes() as usize, 300);
        }
        assert_eq!(pace.bytes(), 1024 * 1024);
        for _ in 0..9 {
            pace = pace.cut();
        }
        assert_eq!(pace.bytes(), 64 * 1024, "a link that always breaks still gets something through");
    }

    #[test]
    fn a_slow_link_gets_what_it_carries_in_twenty_seconds() {
        let slow = Pace::default().went(256 * 1024, 40_000);
        assert_eq!(slow.bytes(), 128 * 1024);
        assert_eq!(slow.went(100, 900), slow, "a hundred bytes tell nothing");
    }
}
