//! The laws of the domain: what holds for every input, not only for the examples beside each rule.

// Marked as tests so that clippy.toml's leave to unwrap covers their helper functions too.
#[cfg(test)]
mod codes;
#[cfg(test)]
mod referral;
