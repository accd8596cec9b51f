//! Vaults of former versions, opened by this one: everything is there, and work goes on in it.

#![cfg(test)]

mod golden;
mod laptop;
mod newer;
mod rows;
