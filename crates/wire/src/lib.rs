//! What laptops and hub say to each other: types, framing, limits, and the few checks that both sides make alike. It holds
//! no secret, opens no connection and knows nothing of the work: bodies are sealed bytes here.

pub mod ack;
pub mod batch;
pub mod blob;
pub mod device;
pub mod frame;
pub mod hash;
pub mod id;
pub mod key;
pub mod limit;
pub mod mailbox;
pub mod membership;
pub mod message;
pub mod problem;
pub mod pull;
pub mod route;
pub mod session;
pub mod signed;
pub mod snapshot;
pub mod space;
pub mod version;

pub use message::{DecodeError, EncodeError, Message, decode, encode};
