//! Synchronisation, decided without I/O: sealing, membership, the chains of batches and their alarms, what to send and what
//! to keep. What came in goes in as bytes; what to save and what to send comes out. It opens no file, and a connection in
//! [`http`] alone.

pub mod alarm;
pub mod chain;
pub mod chance;
pub mod codec;
pub mod courier;
pub mod engine;
pub mod http;
pub mod invitation;
pub mod kit;
pub mod membership;
pub mod seal;
pub mod snapshot;
mod symbols;
