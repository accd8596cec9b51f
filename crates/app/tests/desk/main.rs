//! Every use case as the window meets it: by name and JSON through the one entrance, in stories of invented people.

#![cfg(test)]

mod agenda;
mod backup;
mod board;
mod case;
mod catalogue;
mod consultation;
mod custom;
mod cut;
mod demo;
mod disagreement;
mod document;
mod draft;
mod entrance;
mod export;
mod feedback;
mod finding;
mod ground;
mod history;
mod input;
mod keyring;
mod laptop;
mod letter;
mod listed;
mod merge;
mod notice;
mod offer;
mod payload;
mod person;
mod plan;
mod referral;
mod report;
mod residence;
mod session;
mod sheet;
mod situation;
mod team;
mod transfer;
mod types;
mod undo;
mod undo_agenda;
mod view;
mod vigilance;
mod works;
