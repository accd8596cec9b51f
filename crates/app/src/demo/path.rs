//! The ways an invented referral goes: its states with the days between them, laid so that its last step is recent.

use passerelle_domain::agreement::{self, GivenBy};
use passerelle_domain::change::{Changes, REFERRAL, Table, Value};
use passerelle_domain::id::{ReferralId, TransitionId};
use passerelle_domain::referral::{
    AgreementState, CheckKind, Facts, MoveRequest, Presence, State, Transition, decide_check, decide_move,
    reasons_for,
};
use rand_chacha::ChaCha8Rng;

use super::catalogue::Offered;
use super::life::{Life, below, pick};
use super::names;
use crate::Problem;

/// States with the days before each.
type Steps = &'static [(State, u32)];

/// The states of a referral, and the days since the last one.
pub(super) struct Path {
    steps: Steps,
    since: u32,
    /// Whether the question "and now?" was answered.
    settled: bool,
}

impl Path {
    /// Days that have passed since the last state.
    pub(super) fn since(&self) -> u32 {
        self.since
    }

    pub(super) fn days(&self) -> u32 {
        self.steps.iter().map(|(_, days)| days + 1).sum::<u32>() + self.since
    }
}

/// Out of a hundred, the longest wait at the last step, and the steps.
const WAITING: &[(u32, u32, Steps)] = {
    use State::{Accepted, Completed, InReview, Received, Sent, Started, Waitlisted};
    &[
        (12, 6, &[]),
        (14, 9, &[(Sent, 2)]),
        (10, 18, &[(Sent, 1), (Received, 4)]),
        (12, 20, &[(Sent, 1), (Received, 3), (InReview, 8)]),
        (9, 26, &[(Sent, 2), (InReview, 9), (Waitlisted, 10)]),
        (13, 24, &[(Sent, 1), (Received, 3), (InReview, 7), (Accepted, 9)]),
        (22, 70, &[(Sent, 2), (InReview, 8), (Accepted, 6), (Started, 16)]),
        (8, 80, &[(Sent, 1), (InReview, 7), (Accepted, 5), (Started, 12), (Completed, 110)]),
    ]
};

const ENDED: &[Steps] = {
    use State::{Abandoned, Accepted, Declined, Expired, InReview, Received, Refused, Sent, Started};
    &[
        &[(Sent, 2), (Received, 4), (Refused, 12)],
        &[(Sent, 1), (InReview, 9), (Declined, 6)],
        &[(Sent, 3), (Expired, 32)],
        &[(Sent, 1), (InReview, 8), (Accepted, 7), (Started, 14), (Abandoned, 40)],
    ]
};

fn waiting(chance: &mut ChaCha8Rng) -> Path {
    let mut drawn = below(chance, 100);
    for (share, longest, steps) in WAITING {
        if drawn < *share {
            return Path { steps, since: below(chance, *longest), settled: true };
        }
        drawn -= share;
    }
    Path { steps: &[], since: 1, settled: true }
}

/// One referral that goes on; one person in five tried another before.
pub(super) fn of_someone_followed(chance: &mut ChaCha8Rng) -> Vec<Path> {
    let mut paths = Vec::new();
    if below(chance, 5) == 0 {
        let steps = pick(chance, ENDED).copied().unwrap_or_default();
        paths.push(Path { steps, since: 3 + below(chance, 10), settled: true });
    }
    if below(chance, 14) == 0 {
        let steps = pick(chance, ENDED).copied().unwrap_or_default();
        paths.push(Path { steps, since: below(chance, 12), settled: false });
    } else {
        paths.push(waiting(chance));
    }
    paths
}

/// A referral that held.
pub(super) fn well_ended(chance: &mut ChaCha8Rng) -> Path {
    let steps = WAITING.last().map_or(&[][..], |(_, _, steps)| *steps);
    Path { steps, since: 20 + below(chance, 200), settled: true }
}

fn propose(life: &mut Life<'_>, id: ReferralId, offered: Offered) {
    let mut changes = Changes::new("referral.propose", Some(life.person));
    let wish = pick(life.chance, names::WISHES).copied().unwrap_or_default();
    changes.row(
        Table::Referral,
        id,
        vec![
            (REFERRAL.person, Value::Id(life.person.0)),
            (REFERRAL.case_file, Value::Id(life.case.0)),
            (REFERRAL.programme, Value::Id(offered.programme.0)),
            (REFERRAL.wish, Value::text(wish)),
            (REFERRAL.author, Value::Id(life.worker.0)),
            (REFERRAL.proposed_on, Value::Day(life.day)),
        ],
    );
    life.acts.push(changes);
}

fn go(life: &mut Life<'_>, facts: &mut Facts, from: State, to: State) -> Result<(), Problem> {
    let reason = pick(life.chance, reasons_for(to)).copied();
    let request = MoveRequest { to, on: life.day, reason, note: String::new() };
    life.acts.push(decide_move(facts, &request, life.then(), Some(life.worker), life.ids)?);
    facts.transitions.push(Transition {
        on: life.day,
        at: i64::try_from(facts.transitions.len()).unwrap_or(0),
        id: TransitionId(life.ids.fresh()),
        from,
        to,
        reason,
        note: String::new(),
    });
    Ok(())
}

fn check(life: &mut Life<'_>, facts: &Facts, kind: CheckKind) -> Result<(), Problem> {
    let (then, who, yes) = (life.then(), Some(life.worker), Presence::Yes);
    life.acts.push(decide_check(facts, kind, yes, life.day, "", then, who, life.ids)?);
    Ok(())
}

/// What is asked while the last state lasts: the presence on the first days, the situation afterwards.
fn look_after(life: &mut Life<'_>, facts: &Facts, state: State, mut days: u32) -> Result<(), Problem> {
    let asked: &[(CheckKind, u32)] = match state {
        State::Started => &[(CheckKind::Day1, 1), (CheckKind::Day15, 15), (CheckKind::Day45, 31)],
        State::Completed => &[(CheckKind::Month3, 93), (CheckKind::Month6, 92)],
        _ => &[],
    };
    for (kind, after) in asked {
        // Who is two days late is late like anybody; nothing is late for months.
        if days < after + 3 {
            break;
        }
        life.pass(*after);
        check(life, facts, *kind)?;
        days -= after;
    }
    life.keep_in_touch(days)
}

/// Tells one referral to its last step; answers with the state it is in.
pub(super) fn refer(life: &mut Life<'_>, offered: Offered, path: &Path) -> Result<State, Problem> {
    let id = ReferralId(life.ids.fresh());
    propose(life, id, offered);
    let mut facts = Facts {
        id,
        person: life.person,
        transitions: Vec::new(),
        checks: Vec::new(),
        kind: String::new(),
        session_start: None,
        session_end: None,
        programme_open: true,
        programme_name: String::new(),
        provider_name: String::new(),
        created_on: life.day,
        agreement: AgreementState::PersonAndRepresentative,
        minor: None,
        and_now_settled_on: None,
    };
    let mut state = State::Draft;
    for (at, (to, days)) in path.steps.iter().enumerate() {
        let wait = days + below(life.chance, 3);
        look_after(life, &facts, state, wait)?;
        if at == 0 {
            let (by, then) = (GivenBy::Both, life.then());
            let (_, agreed) = agreement::record(life.person, offered.provider, by, life.day, then, life.ids)?;
            life.acts.push(agreed);
        }
        go(life, &mut facts, state, *to)?;
        state = *to;
    }
    if state.is_ending() && !state.is_success() && path.settled {
        let mut changes = Changes::new("referral.settle_and_now", Some(life.person));
        let field = REFERRAL.and_now_settled_on;
        changes.set(Table::Referral, id, field, &Value::Null, Value::Day(life.day));
        life.acts.push(changes);
    }
    look_after(life, &facts, state, path.since)?;
    Ok(state)
}
