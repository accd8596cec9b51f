//! Every use case as the window meets it: by name and JSON through the one entrance, in stories of invented people.

// Marked as tests so that clippy.toml's leave to unwrap covers their helper functions too.
#[cfg(test)]
mod agenda;
#[cfg(test)]
mod backup;
#[cfg(test)]
mod board;
#[cfg(test)]
mod case;
#[cfg(test)]
mod custom;
#[cfg(test)]
mod cut;
#[cfg(test)]
mod demo;
#[cfg(test)]
mod disagreement;
#[cfg(test)]
mod document;
#[cfg(test)]
mod draft;
#[cfg(test)]
mod entrance;
#[cfg(test)]
mod export;
#[cfg(test)]
mod finding;
#[cfg(test)]
mod ground;
#[cfg(test)]
mod history;
#[cfg(test)]
mod input;
#[cfg(test)]
mod keyring;
#[cfg(test)]
mod laptop;
#[cfg(test)]
mod merge;
#[cfg(test)]
mod notice;
#[cfg(test)]
mod payload;
#[cfg(test)]
mod person;
#[cfg(test)]
mod plan;
#[cfg(test)]
mod referral;
#[cfg(test)]
mod session;
#[cfg(test)]
mod sheet;
#[cfg(test)]
mod situation;
#[cfg(test)]
mod team;
#[cfg(test)]
mod transfer;
#[cfg(test)]
mod types;
#[cfg(test)]
mod undo;
#[cfg(test)]
mod undo_agenda;
#[cfg(test)]
mod view;
#[cfg(test)]
mod vigilance;
