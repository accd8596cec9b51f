//! Addresses with their place on Earth, as the communes and the State publish them: Base Adresse Locale (BAL, from 1.3 on)
//! and Base Adresse Nationale (BAN, the files of a department). They find an address without a network; nothing here
//! decides where a person lives.

mod read;
mod street;

pub use read::{Line, Position, read};
pub use street::{Typed, key};
