//! A hub of its own process and laptops that meet there, each with a vault of its own: asked as the window asks.

mod hub;
mod laptop;

pub use hub::Hub;
pub use laptop::{Laptop, PASSPHRASE};
