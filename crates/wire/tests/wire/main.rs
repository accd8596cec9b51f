//! The wire as both sides meet it: golden bytes of every message, hostile bytes, batches and the membership log.

// Marked as tests so that clippy.toml's leave to unwrap covers their helper functions too.
#[cfg(test)]
mod batch;
#[cfg(test)]
mod frame;
#[cfg(test)]
mod golden;
#[cfg(test)]
mod hostile;
#[cfg(test)]
mod log;
#[cfg(test)]
mod people;
#[cfg(test)]
mod problem;
#[cfg(test)]
mod sample;
