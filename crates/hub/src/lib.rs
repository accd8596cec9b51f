//! The hub: it keeps what laptops seal for each other, gives it positions, and hands it on to members. It can read none of
//! it, knows no name and no case, and decides nothing that laptops do not check.

pub mod config;
pub mod hub;
pub mod keep;
pub mod maintain;
pub mod metrics;
pub mod news;
pub mod rate;
pub mod route;
pub mod serve;
pub mod settings;
pub mod store;
pub mod sweep;
