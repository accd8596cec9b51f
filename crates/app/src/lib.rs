//! Use cases: one type per thing a user does, reached by name through the one entrance, [`Desk`]. The only crate that
//! combines domain and vault.

mod access;
mod agenda;
mod backup;
pub mod bindings;
mod case;
mod catalogue;
mod consultation;
mod custom;
mod demo;
mod desk;
mod disagreement;
mod document;
mod draft;
mod feedback;
mod fund;
mod history;
mod job;
mod letter;
mod notice;
mod offer;
mod outside;
mod person;
mod plan;
mod problem;
mod referral;
mod report;
mod residence;
mod retention;
mod rights;
mod safe;
mod session;
mod situation;
pub mod team;
mod tidings;
mod undo;
mod view;
mod worker;
mod works;

pub use desk::{Desk, Place, UseCase};
pub use passerelle_domain::Topic;
pub use problem::Problem;

/// Memory that is given back is wiped, for every program that opens vaults: a note that was read once must not lie about in
/// what is no longer used when the laptop is stolen asleep.
#[global_allocator]
static WIPED: zeroizing_alloc::ZeroAlloc<std::alloc::System> = zeroizing_alloc::ZeroAlloc(std::alloc::System);
