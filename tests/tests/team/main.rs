//! Laptops of one team that meet at a hub: each story with real vaults, a real hub and the calls that the window makes.
#![cfg(test)]

mod link;
mod meeting;
mod process;
mod simulation;
