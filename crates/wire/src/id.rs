//! Identifiers of sixteen bytes, one type for each kind of thing. In a path and for people they are 32 hexadecimal digits.

use core::fmt;
use core::str::FromStr;

use data_encoding::{HEXLOWER, HEXLOWER_PERMISSIVE};
use serde::{Deserialize, Serialize};

/// Not 32 hexadecimal digits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not an identifier of 32 hexadecimal digits")]
pub struct BadId;

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident),+ $(,)?) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        pub struct $name(pub [u8; 16]);

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&HEXLOWER.encode(&self.0))
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, "{}({self})", stringify!($name))
            }
        }

        impl FromStr for $name {
            type Err = BadId;

            fn from_str(text: &str) -> Result<Self, BadId> {
                let bytes = HEXLOWER_PERMISSIVE.decode(text.as_bytes()).map_err(|_| BadId)?;
                bytes.try_into().map($name).map_err(|_| BadId)
            }
        }
    )+};
}

ids! {
    /// The people who share cases. Drawn at random by the founder; the genesis entry binds its keys to it.
    SpaceId,
    /// One laptop, or one life of it: a restored copy is another device.
    DeviceId,
    /// A case key, named by its own hash, so that one name cannot stand for two keys.
    KeyId,
    /// A sealed attachment. Drawn at random: equal files must not look equal.
    BlobId,
    /// A snapshot. Drawn at random.
    SnapshotId,
    /// A place at the hub where an invitation waits, derived from the invitation's code.
    MailboxId,
    /// What an erasure order calls a case: a hash, so that nothing late revives it and nothing names it.
    CaseTag,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_is_read_as_it_is_written() {
        let id = DeviceId(*b"awa's old laptop");
        assert_eq!(id.to_string().parse(), Ok(id));
        assert_eq!(id.to_string().to_uppercase().parse(), Ok(id), "a person may type capitals");
        assert_eq!("awa".parse::<DeviceId>(), Err(BadId));
        assert_eq!("00".repeat(17).parse::<DeviceId>(), Err(BadId));
    }
}
