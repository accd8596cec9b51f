//! Versions meet by what each can do, not by being equal. Every change of the protocol is dated here.

use serde::{Deserialize, Serialize};

use crate::limit;
use crate::message::{Message, at_most};

/// The version of the protocol that this code writes.
pub const PROTOCOL: u16 = 1;

/// The oldest version of the protocol that this code still speaks with.
pub const OLDEST: u16 = 1;

/// Each version with the day it was made and what it brought.
pub const HISTORY: &[(u16, &str, &str)] = &[(1, "2026-11-27", "the first")];

/// Something that a hub can do and need not. Numbers are given once and for ever.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Capability(pub u16);

impl Capability {
    /// Answers to a question for news only once there is some (2026-11-27).
    pub const LONG_POLL: Capability = Capability(1);
    /// Keeps attachments (2026-11-27).
    pub const BLOBS: Capability = Capability(2);
    /// Keeps snapshots (2026-11-27).
    pub const SNAPSHOTS: Capability = Capability(3);
    /// Keeps letters of invitations (2026-11-27).
    pub const MAILBOXES: Capability = Capability(4);
}

/// What a hub says of itself to anybody who asks.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hello {
    /// The newest version of the protocol that it speaks.
    pub protocol: u16,
    /// The oldest one.
    pub oldest: u16,
    /// What it can do beyond what every hub does.
    pub capabilities: Vec<Capability>,
    /// Its clock, in milliseconds since 1970-01-01T00:00:00 UTC; a laptop shows it when its own is far off.
    pub at_ms: u64,
    /// The most sealed bytes it takes in one batch; at most [`limit::BATCH_BODIES`].
    pub batch_bytes: u32,
    /// The name that a session's proof is bound to, as `hub.example.fr`.
    pub name: String,
}

impl Message for Hello {
    const KIND: u16 = 1;
    const NAME: &'static str = "Hello";
    const LIMIT: usize = limit::SMALL;

    fn check(&self) -> Result<(), &'static str> {
        at_most("capabilities", &self.capabilities, 1_000)
    }
}

impl Hello {
    /// The version both speak, the newest one; none where one of them must be updated first.
    pub fn common(&self) -> Option<u16> {
        let newest = self.protocol.min(PROTOCOL);
        (newest >= self.oldest.max(OLDEST)).then_some(newest)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_newest_common_version_is_spoken() {
        let hub = |oldest, protocol| Hello {
            protocol,
            oldest,
            capabilities: vec![],
            at_ms: 0,
            batch_bytes: 0,
            name: String::new(),
        };
        assert_eq!(hub(1, 4).common(), Some(PROTOCOL));
        assert_eq!(hub(PROTOCOL + 1, PROTOCOL + 2).common(), None, "this laptop must be updated");
        assert_eq!(hub(0, 0).common(), None, "the hub must be updated");
    }

    #[test]
    fn the_history_ends_with_the_version_that_is_written() {
        assert_eq!(HISTORY.last().map(|(version, _, _)| *version), Some(PROTOCOL));
        assert!(HISTORY.windows(2).all(|pair| pair[0].0 + 1 == pair[1].0 && pair[0].1 <= pair[1].1));
    }
}
