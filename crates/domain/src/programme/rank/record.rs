//! What became of the people of this team who were sent to such an offer; counts, and never whose.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::WORKED;
use crate::word::words;

words! {
    /// Which offers were counted: this one, those of its provider, those of its kind.
    Scope { Programme = "programme", Provider = "provider", Kind = "kind" }
}

/// Counts of referrals. Each later count is at most `sent`; what is above is read as `sent`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
// TypeScript has a `Record` of its own, which the generated calls use.
#[ts(rename = "TrackRecord")]
pub struct Record {
    pub scope: Scope,
    /// Sent, and come to an answer or an ending: who still waits says nothing.
    pub sent: u16,
    pub started: u16,
    /// Still there three months after.
    pub held: u16,
    pub completed: u16,
}

impl Default for Record {
    fn default() -> Self {
        Self { scope: Scope::Programme, sent: 0, started: 0, held: 0, completed: 0 }
    }
}

/// So many referrals that went half well are added to the counts, so that few of them move little: 1 of 1 stays under 20 of 25.
const IMAGINED: i32 = 8;

impl Record {
    /// Between -[`WORKED`] and [`WORKED`]: starting, holding and completing count a third each, half of them is 0. None where
    /// nobody was sent.
    pub fn points(self) -> Option<i32> {
        if self.sent == 0 {
            return None;
        }
        let sent = i32::from(self.sent);
        let steps: i32 = [self.started, self.held, self.completed]
            .into_iter()
            .map(|count| i32::from(count).min(sent))
            .sum();
        Some(WORKED * (2 * steps - 3 * sent) / (3 * (sent + IMAGINED)))
    }
}
