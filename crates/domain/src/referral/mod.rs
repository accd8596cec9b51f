//! A request to a programme, with its life: states computed from dated facts, guards, due dates and checks.

mod clock;
mod correct;
mod guard;
mod interop;
mod reason;
mod state;
mod transition;

pub use clock::{
    Check, CheckKind, Delays, Due, DueKind, LONGEST_DELAY, Presence, change_delays, decide_check, due,
};
pub use correct::{Corrected, check_session, correct, read_wish};
pub use guard::{
    AgreementState, Allowed, Facts, MoveRequest, Warning, allowed, decide_move, may_share, settle_and_now,
    warnings,
};
pub use interop::{INTEROP, Interop, interop};
pub use reason::{Reason, reasons_for};
pub use state::{By, MACHINE, ReasonRule, Rule, State, machine_table_markdown};
pub use transition::{Standing, Transition, Way, standing, ways};
