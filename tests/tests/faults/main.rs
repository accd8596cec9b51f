//! What a laptop goes through: killed, full, failing disks, power cuts, turned bits, wrong clocks. Nothing acknowledged is
//! lost without a word, and nothing wrong is read.

#![cfg(test)]

mod bits;
mod clock;
mod full;
mod io;
mod kill;
mod memory;
mod power;
mod torn;
mod upgrade;
mod victim;
