//! Referrals: the facts one is decided from, the lines of board and table, and one opened.

mod delay;
mod read;

pub use delay::{DelayLine, delays};
pub use read::{BoardFilter, DueView, ReferralFile, ReferralLine, ReferralPage, facts_of as facts};
pub(crate) use read::{LINE, referral_line, transition};
