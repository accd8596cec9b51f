//! Use cases: one type per thing a user does, reached by name through the one entrance, [`Desk`]. The only crate that
//! combines domain and vault.

mod agenda;
pub mod bindings;
mod catalogue;
mod demo;
mod desk;
mod draft;
mod history;
mod person;
mod problem;
mod referral;
mod safe;
mod session;
mod undo;
mod view;

pub use desk::{Desk, Place, UseCase};
pub use passerelle_domain::Topic;
pub use problem::Problem;
