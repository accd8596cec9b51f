//! What residents are still owed, and since when it is late. It depends on the day and is kept nowhere.

use chrono::NaiveDate;
use serde::Serialize;
use ts_rs::TS;

use super::proposal::{AnswerKind, InstitutionAnswer};
use super::{ANSWER_MONTHS, months_after};
use crate::word::words;

words! {
    /// What is owed: an answer, the decision on what is under study, what was promised.
    OwedKind { Answer = "answer", Decision = "decision", Deed = "deed" }
}

/// What is owed by a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, TS)]
pub struct Owed {
    pub kind: OwedKind,
    pub due_on: NaiveDate,
    /// Days since that day; 0 while it has not passed.
    pub late_days: u32,
}

impl Owed {
    fn by(kind: OwedKind, due_on: NaiveDate, today: NaiveDate) -> Owed {
        Owed { kind, due_on, late_days: u32::try_from((today - due_on).num_days()).unwrap_or(0) }
    }
}

/// What is owed to those who made a proposal: an answer by the day of the consultation; the decision by the day that was
/// named, or two months after the answer; what was promised for a day, until a line of what follows says it is done.
pub fn of_proposal(
    answer_due_on: NaiveDate,
    answer: Option<&InstitutionAnswer>,
    done: bool,
    today: NaiveDate,
) -> Option<Owed> {
    let Some(answer) = answer else { return Some(Owed::by(OwedKind::Answer, answer_due_on, today)) };
    match answer.kind {
        AnswerKind::UnderStudy => {
            let due = answer.due_on.unwrap_or_else(|| months_after(answer.on, ANSWER_MONTHS));
            Some(Owed::by(OwedKind::Decision, due, today))
        }
        AnswerKind::Accepted | AnswerKind::Partly if !done => {
            answer.due_on.map(|due| Owed::by(OwedKind::Deed, due, today))
        }
        AnswerKind::Accepted | AnswerKind::Partly | AnswerKind::Refused => None,
    }
}

/// What a line of what follows owes while it is not done.
pub fn of_follow_up(on: NaiveDate, done: bool, today: NaiveDate) -> Option<Owed> {
    (!done).then(|| Owed::by(OwedKind::Deed, on, today))
}

/// What is owed first.
pub fn first(owed: impl Iterator<Item = Owed>) -> Option<Owed> {
    owed.min_by_key(|owed| owed.due_on)
}
