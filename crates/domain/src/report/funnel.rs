//! What becomes of referrals, step by step, by programme or by partner; and why they end.

use std::collections::BTreeMap;

use chrono::{Months, NaiveDate};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::referral::{Check, CheckKind, Presence, Reason, State, Transition, standing};

/// One referral, as far as the steps go. A later step implies the earlier ones, for a partner may accept by telephone.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ReferralRow {
    pub sent: bool,
    /// Accepted, refused or put on a waiting list; an acknowledgement is no answer.
    pub answered: bool,
    pub accepted: bool,
    pub started: bool,
    /// The day it was completed, from which "still there?" is counted.
    pub completed_on: Option<NaiveDate>,
    pub held_3: Option<Presence>,
    pub held_6: Option<Presence>,
    /// How it ended, and why where a reason was asked.
    pub ended: Option<(State, Option<Reason>)>,
}

impl ReferralRow {
    /// Reads a referral's moves and checks. Where laptops disagree, every step that one of them saw counts, and the ending is
    /// that of the present state.
    pub fn of(moves: &[Transition], checks: &[Check]) -> Self {
        let been = |states: &[State]| moves.iter().any(|fact| states.contains(&fact.to));
        let present = standing(moves);
        let started = been(&[State::Started, State::Completed, State::Abandoned]);
        let accepted = started || been(&[State::Accepted]);
        let answered = accepted || been(&[State::Refused, State::Waitlisted]);
        let sent = answered || been(&[State::Sent, State::Received, State::InReview, State::Expired]);
        let held = |kind: CheckKind| {
            let last =
                checks.iter().filter(|check| check.kind == kind).max_by_key(|check| (check.on, check.at));
            last.map(|check| check.present)
        };
        let last = moves.iter().filter(|fact| fact.to == present.state).max();
        let ended = present.state.is_ending().then(|| (present.state, last.and_then(|fact| fact.reason)));
        let completed_on = (present.state == State::Completed).then_some(present.since).flatten();
        Self {
            sent,
            answered,
            accepted,
            started,
            completed_on,
            held_3: held(CheckKind::Month3),
            held_6: held(CheckKind::Month6),
            ended,
        }
    }
}

/// Whether "still there?" can be asked of who completed on that day, or was answered before the day came.
pub fn is_due(completed_on: NaiveDate, months: u32, held: Option<Presence>, today: NaiveDate) -> bool {
    let come = completed_on.checked_add_months(Months::new(months)).is_some_and(|day| day <= today);
    come || held.is_some()
}

/// Whether people are still there so many months after completing.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Held {
    /// Those for whom the day has come, or who answered before it.
    pub due: u32,
    pub yes: u32,
    pub no: u32,
    /// It was asked, and could not be learnt.
    pub unknown: u32,
    /// The day has come, and nobody asked.
    pub unasked: u32,
}

impl Held {
    fn count(&mut self, completed_on: NaiveDate, months: u32, held: Option<Presence>, today: NaiveDate) {
        if !is_due(completed_on, months, held, today) {
            return;
        }
        self.due += 1;
        match held {
            Some(Presence::Yes) => self.yes += 1,
            Some(Presence::No) => self.no += 1,
            Some(Presence::Unknown) => self.unknown += 1,
            None => self.unasked += 1,
        }
    }
}

/// An ending, its reason, and how often.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Ending {
    pub state: State,
    pub reason: Option<Reason>,
    pub count: u32,
}

/// The steps of some referrals, each count within the one before.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Funnel {
    pub sent: u32,
    pub answered: u32,
    pub accepted: u32,
    pub started: u32,
    pub completed: u32,
    pub held_3: Held,
    pub held_6: Held,
    /// By state, then by reason.
    pub endings: Vec<Ending>,
}

/// The funnel of these referrals. What was never sent enters no step, and its ending is told.
pub fn funnel<'a>(rows: impl IntoIterator<Item = &'a ReferralRow>, today: NaiveDate) -> Funnel {
    let mut funnel = Funnel::default();
    let mut endings: BTreeMap<(State, Option<Reason>), u32> = BTreeMap::new();
    for row in rows {
        funnel.sent += u32::from(row.sent);
        funnel.answered += u32::from(row.answered);
        funnel.accepted += u32::from(row.accepted);
        funnel.started += u32::from(row.started);
        if let Some(completed_on) = row.completed_on {
            funnel.completed += 1;
            funnel.held_3.count(completed_on, 3, row.held_3, today);
            funnel.held_6.count(completed_on, 6, row.held_6, today);
        }
        if let Some(ended) = row.ended {
            *endings.entry(ended).or_default() += 1;
        }
    }
    let ending = |((state, reason), count)| Ending { state, reason, count };
    funnel.endings = endings.into_iter().map(ending).collect();
    funnel
}

/// A funnel for each programme, partner or kind, in the order of the keys.
pub fn funnels<K: Ord + Clone>(rows: &[(K, ReferralRow)], today: NaiveDate) -> Vec<(K, Funnel)> {
    let mut groups: BTreeMap<K, Vec<&ReferralRow>> = BTreeMap::new();
    for (key, row) in rows {
        groups.entry(key.clone()).or_default().push(row);
    }
    groups.into_iter().map(|(key, rows)| (key, funnel(rows, today))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::id::{CheckId, TransitionId};
    use uuid::Uuid;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    /// Moves on the days from 1 January on, one a day.
    fn moves(states: &[State], reason: Option<Reason>) -> Vec<Transition> {
        let mut from = State::Draft;
        let mut moves = Vec::new();
        for (index, to) in states.iter().copied().enumerate() {
            let id = TransitionId(Uuid::from_u128(index as u128));
            let on = day("2026-01-01") + chrono::Days::new(index as u64);
            let reason = reason.filter(|_| to.is_ending());
            moves.push(Transition { on, at: 0, id, from, to, reason, note: String::new() });
            from = to;
        }
        moves
    }

    fn check(kind: CheckKind, present: Presence) -> Check {
        let on = day("2026-04-10");
        Check { id: CheckId(Uuid::from_u128(9)), kind, on, at: 0, present, note: String::new() }
    }

    #[test]
    fn what_became_of_the_people_sent_to_the_prepa() {
        use State::{
            Abandoned, Accepted, Cancelled, Completed, Expired, InReview, Received, Refused, Sent, Started,
        };
        let yes = [check(CheckKind::Month3, Presence::Yes)];
        let full = Some(Reason::NoPlace);
        let rows = [
            ("Prépa", ReferralRow::of(&moves(&[Sent, Accepted, Started, Completed], None), &yes)),
            ("Prépa", ReferralRow::of(&moves(&[Sent, Accepted, Started, Completed], None), &[])),
            ("Prépa", ReferralRow::of(&moves(&[Sent, Received, InReview], None), &[])),
            ("Prépa", ReferralRow::of(&moves(&[Sent, Refused], full), &[])),
            ("Prépa", ReferralRow::of(&moves(&[Sent, Received, Refused], full), &[])),
            ("Prépa", ReferralRow::of(&moves(&[Cancelled], Some(Reason::Error)), &[])),
            ("E2C", ReferralRow::of(&moves(&[Sent, Expired], None), &[])),
            (
                "E2C",
                ReferralRow::of(&moves(&[Sent, Accepted, Started, Abandoned], Some(Reason::Transport)), &[]),
            ),
        ];
        let found = funnels(&rows, day("2026-05-01"));
        let [("E2C", e2c), ("Prépa", prepa)] = found.as_slice() else { panic!("{found:?}") };
        assert_eq!((e2c.sent, e2c.answered, e2c.accepted, e2c.started, e2c.completed), (2, 1, 1, 1, 0));
        assert_eq!(
            (prepa.sent, prepa.answered, prepa.accepted, prepa.started, prepa.completed),
            (5, 4, 2, 2, 2)
        );
        assert_eq!(prepa.held_3, Held { due: 2, yes: 1, unasked: 1, ..Held::default() });
        assert_eq!(prepa.held_6, Held::default(), "six months have not passed");
        let ending = |state, reason, count| Ending { state, reason, count };
        assert_eq!(
            prepa.endings,
            [ending(Completed, None, 2), ending(Refused, full, 2), ending(Cancelled, Some(Reason::Error), 1)]
        );
        let transport = Some(Reason::Transport);
        assert_eq!(e2c.endings, [ending(Expired, None, 1), ending(Abandoned, transport, 1)]);
    }

    #[test]
    fn the_last_check_of_a_kind_stands() {
        let unsure = Check { on: day("2026-04-05"), ..check(CheckKind::Month3, Presence::Unknown) };
        let done = moves(&[State::Sent, State::Accepted, State::Started, State::Completed], None);
        let row = ReferralRow::of(&done, &[check(CheckKind::Month3, Presence::No), unsure]);
        assert_eq!(row.held_3, Some(Presence::No));
    }
}
