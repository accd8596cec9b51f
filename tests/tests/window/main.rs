//! Stories told in the real window: the program as it is shipped, its own display, bus and keyring.

mod agenda;
mod backup;
mod disagreement;
mod documents;
mod double;
mod everywhere;
mod figures;
mod fund;
mod hidden;
#[expect(dead_code, reason = "the stories of the hub use more of it")]
#[path = "../team/house/pair.rs"]
mod house;
mod kit;
mod letters;
mod life;
mod listed;
mod lock;
mod meeting;
mod note;
mod offers;
mod paper;
mod participation;
mod payloads;
mod person;
mod prepared;
mod referral;
mod rights;
mod shell;
mod smaller;
mod start;
mod team;
mod today;
mod undo;
