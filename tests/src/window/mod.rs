//! The real window in a session of its own: a private display, bus, keyring and folders, driven as a person would.

mod axe;
mod find;
mod laptop;
mod list;
mod page;
mod paper;
mod picture;
mod process;
mod story;

pub use laptop::{Keyring, Laptop};
pub use page::Window;
pub use story::{story, story_with};
