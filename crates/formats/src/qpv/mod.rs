//! Priority neighbourhoods (quartiers prioritaires de la politique de la ville): the official lists and outlines of the
//! ANCT, of 2015 and 2024, and in which of them a point lies.

mod list;
mod map;
mod outline;

pub use list::{Commune, Neighbourhood, read as read_list};
pub use map::{Atlas, Near, Residence};
pub use outline::{Bounded, read as read_outlines};
