//! Stories told in the real window: the program as it is shipped, its own display, bus and keyring.

mod agenda;
mod backup;
mod disagreement;
mod documents;
mod double;
mod everywhere;
mod hidden;
mod life;
mod lock;
mod note;
mod payloads;
mod person;
mod prepared;
mod referral;
mod shell;
mod start;
mod team;
mod today;
mod undo;
