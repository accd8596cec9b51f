//! What the hub decides within one transaction: who may, what fits, what is kept. The same for both databases.

mod ack;
mod attachment;
mod batch;
mod erase;
mod letter;
mod log;
mod page;
mod session;
mod snapshot;
mod space;
mod sweep;
mod verify;
mod wrap;

use std::sync::Arc;

use passerelle_wire::device::SignPublic;
use passerelle_wire::id::DeviceId;
use serde::Serialize;
use serde::de::DeserializeOwned;

pub use self::batch::NewBatch;
pub use self::page::Group;
pub use self::session::{Secret, token_name};
pub use self::space::{Rolls, Standing};
pub use self::sweep::Swept;
pub use self::verify::Verified;

use crate::settings::Settings;
use crate::store::{StoreError, Tx};

/// Who asks, as a session shows it. Whether the device is a member anywhere is not said by that.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Caller {
    pub device: DeviceId,
    /// The key that opened the session. A space knows its devices by id and key together.
    pub key: SignPublic,
}

/// One transaction with what its decisions need.
pub struct Keep<'t> {
    pub tx: &'t mut dyn Tx,
    pub rolls: &'t Rolls,
    pub settings: &'t Settings,
    /// By the hub's clock, in milliseconds since 1970-01-01T00:00:00 UTC.
    pub now_ms: u64,
}

/// Something of the protocol as it is kept.
fn kept<T: Serialize>(value: &T) -> Result<Vec<u8>, StoreError> {
    postcard::to_stdvec(value).map_err(|_| StoreError::Damaged("something that cannot be written"))
}

/// Reads what [`kept`] wrote.
fn reread<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, StoreError> {
    postcard::from_bytes(bytes).map_err(|_| StoreError::Damaged("something that cannot be read"))
}

/// The bytes of a length in memory.
fn bytes(length: usize) -> u64 {
    u64::try_from(length).unwrap_or(u64::MAX)
}

/// One shared roll.
type SharedRoll = Arc<passerelle_wire::membership::Roll>;
