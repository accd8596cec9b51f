//! data.inclusion: the structures and services of the national schema (gip-inclusion, data-inclusion-schema), version 1
//! as it is and version 0 where its fields mean the same. The files are JSON (a list, pages, lines) or CSV.

mod network;
mod offer;
mod old;
mod read;
mod service;
mod structure;
mod word;

pub use network::Network;
pub use offer::offer;
pub use read::{Entry, read};
pub use service::{Service, Zone};
pub use structure::Structure;
pub use word::{Cost, Mobilisation, MobilisedBy, Public, ServiceKind, Theme, Welcome};
