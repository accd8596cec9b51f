//! Synchronisation as two parties meet in it: packing, sealing, chains, membership, and what the other side may try.

#![cfg(test)]

mod attack;
mod cloud;
mod codec;
mod conversation;
mod dictionary;
mod invented;
mod invitation;
mod laptop;
mod log;
mod model;
mod opened;
mod readers;
mod simulation;
mod team;
mod vectors;
