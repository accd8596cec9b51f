//! The states of a referral and the one table of moves that code, tests and docs share.

use std::fmt::Write as _;

use crate::word::words;

words! {
    State {
        Draft = "draft", Sent = "sent", Received = "received", InReview = "in_review", Waitlisted = "waitlisted",
        Accepted = "accepted", Started = "started", Completed = "completed",
        /// By the partner.
        Refused = "refused",
        /// By the young person.
        Declined = "declined",
        /// By the worker, before it began.
        Cancelled = "cancelled",
        /// Nobody answered.
        Expired = "expired",
        /// Left after starting.
        Abandoned = "abandoned",
    }
    /// Whether a move asks why.
    ReasonRule { None = "none", Required = "required" }
    /// Whose act it is.
    By { Worker = "worker", Partner = "partner", Person = "person" }
}

impl State {
    pub fn is_ending(self) -> bool {
        matches!(
            self,
            State::Completed
                | State::Refused
                | State::Declined
                | State::Cancelled
                | State::Expired
                | State::Abandoned
        )
    }

    /// An outcome that closes the loop; any other ending reopens the question "and now?".
    pub fn is_success(self) -> bool {
        self == State::Completed
    }

    /// The partner knows who the person is.
    pub fn is_shared(self) -> bool {
        !matches!(self, State::Draft | State::Cancelled | State::Declined)
    }
}

/// One allowed move.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rule {
    pub from: State,
    pub to: State,
    pub reason: ReasonRule,
    pub by: By,
}

const fn rule(from: State, to: State, reason: ReasonRule, by: By) -> Rule {
    Rule { from, to, reason, by }
}

/// Every allowed move. Steps are skipped forward as life does: a partner may accept by telephone on the same day.
pub const MACHINE: &[Rule] = {
    use By::{Partner, Person, Worker};
    use ReasonRule::{None as Free, Required};
    use State::{
        Abandoned, Accepted, Cancelled, Completed, Declined, Draft, Expired, InReview, Received, Refused,
        Sent, Started, Waitlisted,
    };
    &[
        rule(Draft, Sent, Free, Worker),
        rule(Draft, Declined, Required, Person),
        rule(Draft, Cancelled, Required, Worker),
        rule(Sent, Received, Free, Partner),
        rule(Sent, InReview, Free, Partner),
        rule(Sent, Waitlisted, Free, Partner),
        rule(Sent, Accepted, Free, Partner),
        rule(Sent, Refused, Required, Partner),
        rule(Sent, Declined, Required, Person),
        rule(Sent, Cancelled, Required, Worker),
        rule(Sent, Expired, Free, Worker),
        rule(Received, InReview, Free, Partner),
        rule(Received, Waitlisted, Free, Partner),
        rule(Received, Accepted, Free, Partner),
        rule(Received, Refused, Required, Partner),
        rule(Received, Declined, Required, Person),
        rule(Received, Cancelled, Required, Worker),
        rule(Received, Expired, Free, Worker),
        rule(InReview, Waitlisted, Free, Partner),
        rule(InReview, Accepted, Free, Partner),
        rule(InReview, Refused, Required, Partner),
        rule(InReview, Declined, Required, Person),
        rule(InReview, Cancelled, Required, Worker),
        rule(InReview, Expired, Free, Worker),
        rule(Waitlisted, InReview, Free, Partner),
        rule(Waitlisted, Accepted, Free, Partner),
        rule(Waitlisted, Refused, Required, Partner),
        rule(Waitlisted, Declined, Required, Person),
        rule(Waitlisted, Cancelled, Required, Worker),
        rule(Waitlisted, Expired, Free, Worker),
        rule(Accepted, Started, Free, Person),
        rule(Accepted, Refused, Required, Partner),
        rule(Accepted, Declined, Required, Person),
        rule(Accepted, Cancelled, Required, Worker),
        rule(Started, Completed, Free, Person),
        rule(Started, Abandoned, Required, Person),
    ]
};

/// The table as the documentation shows it.
pub fn machine_table_markdown() -> String {
    let mut out = String::from("| from | to | whose act | reason |\n|---|---|---|---|\n");
    for rule in MACHINE {
        let (from, to) = (rule.from.code(), rule.to.code());
        let _ = writeln!(out, "| {from} | {to} | {} | {} |", rule.by.code(), rule.reason.code());
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_pair_of_states_is_what_the_design_says() {
        use State::*;
        let waiting = [Sent, Received, InReview, Waitlisted];
        for from in State::ALL.iter().copied() {
            for to in State::ALL.iter().copied() {
                let forward = match (from, to) {
                    (Draft, Sent)
                    | (Sent, Received)
                    | (Waitlisted | Sent | Received, InReview)
                    | (Sent | Received | InReview, Waitlisted)
                    | (Accepted, Started)
                    | (Started, Completed | Abandoned) => true,
                    (_, Accepted | Expired) => waiting.contains(&from),
                    (_, Refused) => waiting.contains(&from) || from == Accepted,
                    (_, Declined | Cancelled) => from == Draft || waiting.contains(&from) || from == Accepted,
                    _ => false,
                };
                let found = MACHINE.iter().filter(|rule| rule.from == from && rule.to == to).count();
                assert_eq!(found, usize::from(forward), "{from:?} -> {to:?}");
            }
        }
    }

    #[test]
    fn the_documentation_shows_this_table() {
        let docs = include_str!("../../../../docs/REFERRAL.md");
        assert!(docs.contains(&machine_table_markdown()), "docs/REFERRAL.md is out of date");
    }
}
