//! Laptops of one team that meet at a hub: each story with real vaults, a real hub and the calls that the window makes.
#![cfg(test)]

mod content;
mod courier;
mod dishonest;
mod erasure;
mod house;
mod invitation;
mod kit;
mod lease;
mod link;
mod meeting;
mod member;
mod process;
mod process_commands;
mod process_watch;
mod restore;
mod simulation;
mod snapshot;
mod spaces;
