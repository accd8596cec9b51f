//! What a referral waits for and until when; chases and presence checks.

use chrono::{Days, Months, NaiveDate};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{Facts, State, standing};
use crate::change::{CHECK, Changes, DELAY, Field, Refusal, Table, Value};
use crate::id::{CheckId, Ids, WorkerId, delay_id};
use crate::moment::Now;
use crate::person::name::clean_text;
use crate::word::words;

words! {
    CheckKind {
        Chase = "chase", Day1 = "day_1", Day15 = "day_15", Day45 = "day_45", Month3 = "month_3", Month6 = "month_6",
    }
    Presence { Yes = "yes", No = "no", Unknown = "unknown" }
    DueKind {
        FinishDraft = "finish_draft", Acknowledge = "acknowledge", Answer = "answer",
        WaitlistNews = "waitlist_news", Start = "start", Day1 = "day_1", Day15 = "day_15", Day45 = "day_45",
        End = "end", Month3 = "month_3", Month6 = "month_6", AndNow = "and_now",
    }
}

/// A chase, or the answer to "did they come, are they still there".
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Check {
    pub id: CheckId,
    pub kind: CheckKind,
    pub on: NaiveDate,
    /// UTC milliseconds when it was written down, in one order with the moves of its day; 0 where it is not known.
    pub at: i64,
    pub present: Presence,
    pub note: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Due {
    pub kind: DueKind,
    pub on: NaiveDate,
}

/// Days until each answer is late, for a kind of programme; 1 to [`LONGEST_DELAY`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct Delays {
    pub draft: u16,
    pub acknowledge: u16,
    pub answer: u16,
    pub waitlist: u16,
    /// From acceptance to the start, where no session date is known.
    pub start: u16,
    /// From the start to the end, where no session date is known.
    pub length: u16,
}

/// Three years, the longest apprenticeship contract (Labour Code, art. L6222-7-1).
pub const LONGEST_DELAY: u16 = 1_095;

impl Delays {
    /// The usual delays: an obstacle such as housing or health is urgent, a contract is not signed in a week.
    pub fn of(kind: &str) -> Delays {
        let usual = Delays { draft: 7, acknowledge: 7, answer: 21, waitlist: 30, start: 30, length: 180 };
        match kind {
            "obstacle" => {
                Delays { draft: 2, acknowledge: 3, answer: 10, waitlist: 15, start: 10, length: 90 }
            }
            "apprenticeship" => Delays { answer: 30, start: 45, length: 365, ..usual },
            "guidance" => Delays { acknowledge: 5, answer: 14, start: 14, length: 365, ..usual },
            "civic_service" => Delays { answer: 14, length: 240, ..usual },
            _ => usual,
        }
    }
}

impl Delays {
    /// Each delay with the name of its field, in the order of the registry.
    pub fn parts(&self) -> [(&'static str, Field, u16); 6] {
        [
            ("draft", DELAY.draft, self.draft),
            ("acknowledge", DELAY.acknowledge, self.acknowledge),
            ("answer", DELAY.answer, self.answer),
            ("waitlist", DELAY.waitlist, self.waitlist),
            ("start", DELAY.start, self.start),
            ("length", DELAY.length, self.length),
        ]
    }
}

/// Changes the delays of one kind of programme. Refused: a delay of no day or over [`LONGEST_DELAY`]. `kept` is what the
/// vault holds; none when the kind still has its usual delays.
pub fn change_delays(kind: &str, kept: Option<&Delays>, after: &Delays) -> Result<Changes, Refusal> {
    for (name, _, days) in after.parts() {
        if !(1..=LONGEST_DELAY).contains(&days) {
            return Err(Refusal::Unreadable { field: name.to_owned() });
        }
    }
    let mut changes = Changes::new("delays.change", None);
    let id = delay_id(kind);
    let int = |days: u16| Value::Int(i64::from(days));
    match kept {
        None => {
            let days = after.parts().map(|(_, field, days)| (field, int(days)));
            let fields = std::iter::once((DELAY.kind, Value::text(kind))).chain(days).collect();
            changes.row(Table::Delay, id, fields);
        }
        Some(kept) => {
            for ((_, field, before), (_, _, days)) in kept.parts().into_iter().zip(after.parts()) {
                changes.set(Table::Delay, id, field, &int(before), int(days));
            }
        }
    }
    Ok(changes)
}

fn after(day: NaiveDate, days: u16) -> NaiveDate {
    day.checked_add_days(Days::new(u64::from(days))).unwrap_or(NaiveDate::MAX)
}

fn months(day: NaiveDate, months: u32) -> NaiveDate {
    day.checked_add_months(Months::new(months)).unwrap_or(NaiveDate::MAX)
}

fn checked(facts: &Facts, kind: CheckKind) -> bool {
    facts.checks.iter().any(|check| check.kind == kind)
}

/// The day from which a waiting delay counts: the move, or the last chase after it.
fn waiting_since(facts: &Facts, since: NaiveDate) -> NaiveDate {
    let chases = facts.checks.iter().filter(|check| check.kind == CheckKind::Chase).map(|check| check.on);
    chases.filter(|day| *day >= since).max().unwrap_or(since)
}

fn first_unchecked(facts: &Facts, steps: &[(CheckKind, DueKind, NaiveDate)]) -> Option<Due> {
    let open = steps.iter().find(|(kind, _, _)| !checked(facts, *kind))?;
    Some(Due { kind: open.1, on: open.2 })
}

/// What the referral waits for. None when nothing is open: 6 months after completion, or once "and now?" is answered.
pub fn due(facts: &Facts, delays: &Delays) -> Option<Due> {
    let standing = standing(&facts.transitions);
    let since = standing.since.unwrap_or(facts.created_on);
    let waiting = waiting_since(facts, since);
    let due = |kind, on| Some(Due { kind, on });
    match standing.state {
        State::Draft => due(DueKind::FinishDraft, after(since, delays.draft)),
        State::Sent => due(DueKind::Acknowledge, after(waiting, delays.acknowledge)),
        State::Received | State::InReview => due(DueKind::Answer, after(waiting, delays.answer)),
        State::Waitlisted => due(DueKind::WaitlistNews, after(waiting, delays.waitlist)),
        State::Accepted => {
            let session = facts.session_start.filter(|start| *start >= since);
            due(DueKind::Start, session.unwrap_or_else(|| after(since, delays.start)))
        }
        State::Started => {
            let steps = [
                (CheckKind::Day1, DueKind::Day1, since),
                (CheckKind::Day15, DueKind::Day15, after(since, 15)),
                (CheckKind::Day45, DueKind::Day45, after(since, 45)),
            ];
            let end = facts.session_end.filter(|end| *end >= since);
            first_unchecked(facts, &steps)
                .or_else(|| due(DueKind::End, end.unwrap_or_else(|| after(since, delays.length))))
        }
        State::Completed => {
            let steps = [
                (CheckKind::Month3, DueKind::Month3, months(since, 3)),
                (CheckKind::Month6, DueKind::Month6, months(since, 6)),
            ];
            first_unchecked(facts, &steps)
        }
        State::Refused | State::Declined | State::Cancelled | State::Expired | State::Abandoned => {
            if facts.and_now_settled_on.is_some() { None } else { due(DueKind::AndNow, since) }
        }
    }
}

fn fits(kind: CheckKind, state: State) -> bool {
    match kind {
        CheckKind::Chase => {
            matches!(
                state,
                State::Sent | State::Received | State::InReview | State::Waitlisted | State::Accepted
            )
        }
        CheckKind::Day1 | CheckKind::Day15 | CheckKind::Day45 => state == State::Started,
        CheckKind::Month3 | CheckKind::Month6 => state == State::Completed,
    }
}

/// Writes a chase or a presence check down. Refused: one that the present state does not ask for, a day to come, a day
/// before the state began.
#[expect(clippy::too_many_arguments, reason = "one fact in full; a struct would only rename its parts")]
pub fn decide_check(
    facts: &Facts,
    kind: CheckKind,
    present: Presence,
    on: NaiveDate,
    note: &str,
    now: Now,
    author: Option<WorkerId>,
    ids: &mut dyn Ids,
) -> Result<Changes, Refusal> {
    let standing = standing(&facts.transitions);
    if !fits(kind, standing.state) {
        return Err(Refusal::MoveNotAllowed {
            from: standing.state.code().to_owned(),
            to: kind.code().to_owned(),
        });
    }
    if on > now.today {
        return Err(Refusal::InTheFuture { field: "on".to_owned() });
    }
    if let Some(since) = standing.since.filter(|since| on < *since) {
        return Err(Refusal::TooEarly { field: "on".to_owned(), not_before: since });
    }
    let note =
        clean_text(note, 5_000).map_err(|_| Refusal::TooLong { field: "note".to_owned(), limit: 5_000 })?;
    let act = if kind == CheckKind::Chase { "referral.chase" } else { "referral.check" };
    let mut changes = Changes::new(act, Some(facts.person));
    changes.row(
        Table::Check,
        CheckId(ids.fresh()),
        vec![
            (CHECK.referral, Value::Id(facts.id.0)),
            (CHECK.kind, Value::text(kind.code())),
            (CHECK.on_day, Value::Day(on)),
            (CHECK.present, Value::text(present.code())),
            (CHECK.note, Value::Text(note)),
            (CHECK.author, Value::id(author)),
            (CHECK.at, Value::Int(facts.written(on, now))),
        ],
    );
    Ok(changes)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::change::Op;
    use crate::id::CountedIds;
    use crate::moment::Instant;
    use crate::referral::Transition;
    use crate::referral::guard::tests::draft;
    use uuid::Uuid;

    #[test]
    fn a_chase_follows_the_move_of_its_day_though_the_clock_was_set_back() {
        let (on, note) = ("2026-03-10".parse().unwrap(), String::new());
        let id = crate::id::TransitionId(Uuid::from_u128(1));
        let sent = Transition { id, on, at: 5_000, from: State::Draft, to: State::Sent, reason: None, note };
        let facts = Facts { transitions: vec![sent], ..draft() };
        let (now, yes) = (Now { at: Instant(0), today: on }, Presence::Yes);
        let mut ids = CountedIds(1_000);
        let chase = decide_check(&facts, CheckKind::Chase, yes, on, "", now, None, &mut ids).unwrap();
        let Some(Op::New { fields, .. }) = chase.ops.first() else { panic!("one fact") };
        assert!(fields.contains(&(CHECK.at, Value::Int(5_001))), "asked at the clock's 0: {fields:?}");
    }

    #[test]
    fn delays_are_between_a_day_and_three_years() {
        let usual = Delays::of("training");
        for answer in [0, LONGEST_DELAY + 1] {
            let refused = change_delays("training", None, &Delays { answer, ..usual }).unwrap_err();
            assert_eq!(refused, Refusal::Unreadable { field: "answer".into() });
        }
        let first = change_delays("training", None, &Delays { answer: 10, ..usual }).unwrap();
        assert!(matches!(first.ops.as_slice(), [Op::New { .. }]), "the first choice makes the row");
    }

    #[test]
    fn a_second_choice_writes_only_what_differs() {
        let kept = Delays::of("training");
        let changes = change_delays("training", Some(&kept), &Delays { answer: 10, ..kept }).unwrap();
        let [Op::Set { field, value, .. }] = changes.ops.as_slice() else { panic!("{changes:?}") };
        assert_eq!((*field, value), (DELAY.answer, &Value::Int(10)));
        assert!(change_delays("training", Some(&kept), &kept).unwrap().is_empty());
    }
}
