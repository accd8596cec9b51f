//! What the tests that cross crates share. No rule of the work is repeated here.

pub mod bench;
pub mod faults;
pub mod trouble;
pub mod window;

pub use trouble::{Story, Trouble};
