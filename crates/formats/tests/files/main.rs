//! What is written here, read by programs that are not ours.

#![cfg(test)]

mod csv;
mod ics;
mod payload;
