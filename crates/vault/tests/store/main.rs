//! The store as the rest sees it: what is committed is read back, and the journal alone makes the same tables.

#![cfg(test)]

mod canary;
mod chance;
mod commit;
mod crew;
mod harmed;
mod hurt;
mod list;
mod mark;
mod merge;
mod merge_any;
mod newer;
mod oracle;
mod together;
mod walk;
