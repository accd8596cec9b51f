//! The catalogue as a whole: files in, offers found, imports undone, addresses and neighbourhoods answered. Everything is invented.

#![cfg(test)]

mod address;
mod find;
mod import;
mod law;
mod shelf;
