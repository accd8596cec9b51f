//! Moves as appended facts, and the present state computed from them whatever their order of arrival.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{Reason, State};
use crate::id::TransitionId;

/// One move, never changed afterwards.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, TS)]
pub struct Transition {
    pub on: NaiveDate,
    /// UTC milliseconds when it was written down; breaks ties of a day, nothing else.
    pub at: i64,
    pub id: TransitionId,
    pub from: State,
    pub to: State,
    pub reason: Option<Reason>,
    pub note: String,
}

/// Where a referral stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Standing {
    pub state: State,
    pub since: Option<NaiveDate>,
    /// Laptops moved it differently from one state; a person has to look.
    pub disputed: bool,
}

/// Computes the present state. Facts are taken by day, then time of writing, then id; one that starts from a state the
/// referral had left already was written on another laptop: the later fact stands, and it is disputed unless both
/// lead to the same state.
pub fn standing(facts: &[Transition]) -> Standing {
    let facts: BTreeSet<&Transition> = facts.iter().collect();
    let mut now = Standing { state: State::Draft, since: None, disputed: false };
    for fact in facts {
        if fact.from == now.state {
            now.state = fact.to;
            now.since = Some(fact.on);
        } else if fact.to != now.state {
            now = Standing { state: fact.to, since: Some(fact.on), disputed: true };
        }
    }
    now
}

/// One way that a referral went: the moves that make it, in their order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Way<'a>(pub Vec<&'a Transition>);

impl Way<'_> {
    fn state(&self) -> State {
        self.0.last().map_or(State::Draft, |last| last.to)
    }
}

/// The ways that a referral went on laptops that did not know of each other, each from its beginning; more than one where it
/// is disputed. Keeping one means to undo what the others have and it has not.
pub fn ways(facts: &[Transition]) -> Vec<Way<'_>> {
    let facts: BTreeSet<&Transition> = facts.iter().collect();
    let mut ways = vec![Way(Vec::new())];
    for fact in facts {
        let goes_on = ways.iter().rposition(|way| way.state() == fact.from);
        let says_again = || ways.iter().position(|way| way.state() == fact.to);
        if let Some(way) = goes_on.or_else(says_again).and_then(|at| ways.get_mut(at)) {
            way.0.push(fact);
            continue;
        }
        let until = |way: &Way<'_>| way.0.iter().position(|earlier| earlier.to == fact.from);
        let shared = ways.iter().find_map(|way| Some(way.0.iter().take(until(way)? + 1).copied().collect()));
        let mut way: Vec<&Transition> = shared.unwrap_or_default();
        way.push(fact);
        ways.push(Way(way));
    }
    ways
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    fn fact(id: u128, on: &str, from: State, to: State) -> Transition {
        let id = TransitionId(Uuid::from_u128(id));
        Transition { id, on: on.parse().unwrap(), at: 0, from, to, reason: None, note: String::new() }
    }

    #[test]
    fn two_laptops_that_ended_it_differently_are_asked() {
        let sent = fact(1, "2026-03-01", State::Draft, State::Sent);
        let awa = fact(1_001, "2026-03-05", State::Sent, State::Accepted);
        let bruno = fact(2_001, "2026-03-06", State::Sent, State::Refused);
        let seen = standing(&[bruno.clone(), sent.clone(), awa.clone()]);
        assert_eq!(seen, standing(&[sent.clone(), awa.clone(), bruno]));
        assert_eq!((seen.state, seen.disputed), (State::Refused, true));

        let same = fact(2_002, "2026-03-06", State::Sent, State::Accepted);
        assert!(!standing(&[sent, awa, same]).disputed, "the same answer twice is no question");
    }

    #[test]
    fn each_way_is_told_from_its_beginning_and_keeping_one_ends_the_dispute() {
        let sent = fact(1, "2026-03-01", State::Draft, State::Sent);
        let accepted = fact(1_001, "2026-03-05", State::Sent, State::Accepted);
        let refused = fact(2_001, "2026-03-06", State::Sent, State::Refused);
        let started = fact(1_002, "2026-03-09", State::Accepted, State::Started);
        let facts = [started.clone(), refused.clone(), sent.clone(), accepted.clone()];
        let ways = ways(&facts);
        assert_eq!(ways, [Way(vec![&sent, &accepted, &started]), Way(vec![&sent, &refused])]);
        for way in ways {
            let kept: Vec<Transition> = way.0.into_iter().cloned().collect();
            assert!(!standing(&kept).disputed);
        }
        assert!(standing(&facts).disputed);
        assert_eq!(super::ways(&[sent]).len(), 1);
    }

    #[test]
    fn no_fact_is_a_draft() {
        assert_eq!(standing(&[]), Standing { state: State::Draft, since: None, disputed: false });
    }
}
