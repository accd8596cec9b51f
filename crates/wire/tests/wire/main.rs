//! The wire as both sides meet it: golden bytes of every message, hostile bytes, batches and the membership log.

#![cfg(test)]

mod batch;
mod frame;
mod golden;
mod hostile;
mod log;
mod people;
mod problem;
mod sample;
