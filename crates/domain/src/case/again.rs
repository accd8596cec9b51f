//! A person comes back: their last case goes on, or another one is opened, years later or the week after.

use chrono::NaiveDate;

use super::{MoveCase, OriginKind, Stage, move_to};
use crate::change::{CASE, Changes, Refusal, Table, Value};
use crate::id::{CaseId, Ids, PersonId, WorkerId};
use crate::moment::Now;
use crate::person::line;

impl Stage {
    /// Whether nobody follows a case in this stage any more.
    pub fn has_ended(self) -> bool {
        match self {
            Stage::Left | Stage::Closed => true,
            Stage::Spotted
            | Stage::Contacting
            | Stage::Unreachable
            | Stage::Assessing
            | Stage::Planning
            | Stage::Following => false,
        }
    }
}

/// The case that a person has, if any.
#[derive(Clone, Copy, Debug)]
pub struct Last {
    pub stage: Stage,
    /// Its last move, or its opening.
    pub since: Option<NaiveDate>,
}

/// Takes an ended case up again where it stood before it ended: the same follow-up, after a break. `request.to` is that
/// stage. Refused: a case that has not ended, no reason, a day to come or before the end.
pub fn reopen(
    request: &MoveCase<'_>,
    author: WorkerId,
    now: Now,
    ids: &mut dyn Ids,
) -> Result<Changes, Refusal> {
    if !request.from.has_ended() {
        return Err(Refusal::CaseStillOpen);
    }
    if line("reason", request.reason, 1_000).is_ok_and(|reason| reason.is_empty()) {
        return Err(Refusal::ReasonMissing);
    }
    let mut changes = move_to(request, author, now, ids)?;
    changes.act = "case.reopen";
    Ok(changes)
}

/// How another case begins.
#[derive(Clone, Copy, Debug)]
pub struct OpenAgain<'a> {
    pub person: PersonId,
    pub origin: OriginKind,
    /// Where, or by whom.
    pub detail: &'a str,
    pub on: NaiveDate,
}

/// Opens another case for a person whose last one has ended, with its own assessment, plan and referent. Refused: while a case
/// goes on, on a day to come, before the last case ended.
pub fn open_again(
    request: OpenAgain<'_>,
    last: Option<Last>,
    referent: WorkerId,
    now: Now,
    ids: &mut dyn Ids,
) -> Result<(CaseId, Changes), Refusal> {
    if last.is_some_and(|last| !last.stage.has_ended()) {
        return Err(Refusal::CaseStillOpen);
    }
    if request.on > now.today {
        return Err(Refusal::InTheFuture { field: "on".to_owned() });
    }
    if let Some(not_before) = last.and_then(|last| last.since).filter(|ended| request.on < *ended) {
        return Err(Refusal::TooEarly { field: "on".to_owned(), not_before });
    }
    let detail = line("origin_detail", request.detail, 200)?;
    let case = CaseId(ids.fresh());
    let mut changes = Changes::new("case.open", Some(request.person));
    changes.row(
        Table::Case,
        case,
        vec![
            (CASE.person, Value::Id(request.person.0)),
            (CASE.origin, Value::Group(vec![Value::text(request.origin.code()), Value::Text(detail)])),
            (CASE.origin_on, Value::Day(request.on)),
            (CASE.referent, Value::Id(referent.0)),
            (CASE.opened_on, Value::Day(request.on)),
        ],
    );
    Ok((case, changes))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::id::CountedIds;
    use crate::moment::Instant;
    use uuid::Uuid;

    const AWA: PersonId = PersonId(Uuid::from_u128(2));

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn now() -> Now {
        Now { at: Instant(0), today: day("2026-03-10") }
    }

    fn reopened(from: Stage, reason: &str) -> Result<Changes, Refusal> {
        let request = MoveCase {
            case: CaseId(Uuid::from_u128(1)),
            person: AWA,
            from,
            last_move_on: Some(day("2026-03-01")),
            last_move_at: 0,
            to: Stage::Following,
            on: day("2026-03-10"),
            reason,
            exit: None,
        };
        reopen(&request, WorkerId(Uuid::from_u128(9)), now(), &mut CountedIds(100))
    }

    fn opened(last: Option<(Stage, &str)>, on: &str) -> Result<usize, Refusal> {
        let last = last.map(|(stage, since)| Last { stage, since: Some(day(since)) });
        let request = OpenAgain { person: AWA, origin: OriginKind::Spontaneous, detail: "", on: day(on) };
        open_again(request, last, WorkerId(Uuid::from_u128(9)), now(), &mut CountedIds(100))
            .map(|(_, changes)| changes.ops.len())
    }

    #[test]
    fn only_an_ended_case_is_taken_up_again_and_with_a_reason() {
        assert_eq!(reopened(Stage::Closed, "Elle a rappelé").unwrap().act, "case.reopen");
        assert!(reopened(Stage::Left, "Rupture de contrat").is_ok());
        assert_eq!(reopened(Stage::Left, " \n"), Err(Refusal::ReasonMissing));
        for stage in Stage::ALL.iter().filter(|stage| !stage.has_ended()) {
            assert_eq!(reopened(*stage, "x"), Err(Refusal::CaseStillOpen), "{stage:?}");
        }
    }

    #[test]
    fn another_case_begins_after_the_last_one_ended() {
        assert_eq!(opened(Some((Stage::Closed, "2024-06-30")), "2026-03-01"), Ok(1));
        assert_eq!(opened(Some((Stage::Left, "2026-03-10")), "2026-03-10"), Ok(1), "on the same day");
        assert_eq!(opened(None, "2026-03-10"), Ok(1), "a person taken in without a case");
        assert_eq!(opened(Some((Stage::Following, "2024-06-30")), "2026-03-01"), Err(Refusal::CaseStillOpen));
        let early = Refusal::TooEarly { field: "on".into(), not_before: day("2026-03-05") };
        assert_eq!(opened(Some((Stage::Closed, "2026-03-05")), "2026-03-04"), Err(early));
        let future = Refusal::InTheFuture { field: "on".into() };
        assert_eq!(opened(Some((Stage::Closed, "2026-03-05")), "2026-03-11"), Err(future));
    }
}
