//! The hub and the laptop of these stories, for stories of the window.

#[path = "hub.rs"]
mod hub;
#[path = "laptop.rs"]
mod laptop;

pub use hub::Hub;
pub use laptop::Laptop;
