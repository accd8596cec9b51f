//! What is true of the work: people, cases, referrals, programmes and their rules. No SQL, file, network, clock or
//! chance: the present and fresh identifiers come in as arguments.

pub mod agenda;
pub mod agreement;
pub mod assessment;
pub mod case;
pub mod change;
pub mod code;
pub mod consultation;
pub mod custom;
pub mod deadline;
pub mod disagreement;
pub mod document;
pub mod encounter;
pub mod feedback;
pub mod fund;
pub mod id;
pub mod letter;
pub mod moment;
pub mod need_situation;
pub mod notice;
pub mod person;
pub mod plan;
pub mod private;
pub mod programme;
pub mod referral;
pub mod reminder;
pub mod report;
pub mod retention;
pub mod rights;
pub mod situation;
pub mod task;
pub mod undo;
pub mod view;
pub mod vigilance;
mod word;
pub mod worker;
pub mod works;

pub use change::{Changes, Refusal, Topic};
