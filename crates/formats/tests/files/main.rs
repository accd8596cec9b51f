//! What is written here, read by programs that are not ours.

// Marked as tests so that clippy.toml's leave to unwrap covers their helper functions too.
#[cfg(test)]
mod csv;
#[cfg(test)]
mod ics;
#[cfg(test)]
mod payload;
