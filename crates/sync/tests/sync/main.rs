//! Synchronisation as two parties meet in it: packing, sealing, chains, membership, and what the other side may try.

// Marked as tests so that clippy.toml's leave to unwrap covers their helper functions too.
#[cfg(test)]
mod attack;
#[cfg(test)]
mod cloud;
#[cfg(test)]
mod codec;
#[cfg(test)]
mod conversation;
#[cfg(test)]
mod dictionary;
#[cfg(test)]
mod invented;
#[cfg(test)]
mod invitation;
#[cfg(test)]
mod log;
#[cfg(test)]
mod model;
#[cfg(test)]
mod simulation;
#[cfg(test)]
mod team;
#[cfg(test)]
mod vectors;
