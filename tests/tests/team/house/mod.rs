//! A hub of its own process and laptops that meet there, each with a vault of its own: asked as the window asks.

mod copy;
mod days;
mod hub;
mod laptop;
mod liar;
mod link;
pub mod postgres;
mod terminal;

pub use copy::copy;
pub use days::Days;
pub use hub::{Hub, program};
pub use laptop::{Laptop, PASSPHRASE};
pub use liar::{Answer, Asked, Liar};
pub use link::{Link, Way};
pub use terminal::{Heard, Talk, Terminal};
