//! One follow-up of a person: how it began, who follows it, and the stage it is in, moved by dated facts.

pub mod again;
pub mod correct;
pub mod handover;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::change::{CASE, CASE_MOVE, Changes, Refusal, Table, Value};
use crate::id::{CaseId, CaseMoveId, Ids, PersonId, WorkerId};
use crate::moment::Now;
use crate::person::name::clean_text;
use crate::word::words;

words! {
    /// Where a case stands. Return is possible from anywhere; every move is dated.
    Stage {
        Spotted = "spotted",
        Contacting = "contacting",
        Unreachable = "unreachable",
        Assessing = "assessing",
        Planning = "planning",
        Following = "following",
        Left = "left",
        Closed = "closed",
    }
    /// How the person was found.
    OriginKind {
        Street = "street", Siei = "siei", School = "school", Cfa = "cfa", Partner = "partner",
        Family = "family", Spontaneous = "spontaneous",
    }
    /// What the person does when they leave.
    ExitKind {
        Training = "training", Apprenticeship = "apprenticeship", School = "school", Job = "job",
        CivicService = "civic_service", Business = "business", Handed = "handed", Lost = "lost",
        Moved = "moved", Other = "other",
    }
}

impl Stage {
    /// Whether the person has left or the case is closed: the clocks of a case that goes on have stopped.
    pub fn is_over(self) -> bool {
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

/// A dated move, as kept.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct StageMove {
    pub to: Stage,
    pub on: NaiveDate,
    pub reason: String,
    pub exit: Option<ExitKind>,
}

/// Opens a case for a person, adding to the same act.
pub fn open(
    changes: &mut Changes,
    person: PersonId,
    origin: OriginKind,
    detail: &str,
    referent: WorkerId,
    now: Now,
    ids: &mut dyn Ids,
) -> CaseId {
    let opening = Opening { origin, detail, on: now.today, referent: Some(referent), reference: "" };
    open_as(changes, person, &opening, now, ids)
}

/// How a case begins that a list asks for.
#[derive(Clone, Copy, Debug)]
pub struct Opening<'a> {
    pub origin: OriginKind,
    /// Where, or by whom.
    pub detail: &'a str,
    /// The day of the list; the case opens on the present one.
    pub on: NaiveDate,
    pub referent: Option<WorkerId>,
    /// The number in the tool that the list came from, or nothing.
    pub reference: &'a str,
}

/// The same, of someone who was found on another day than today.
pub fn open_as(
    changes: &mut Changes,
    person: PersonId,
    opening: &Opening<'_>,
    now: Now,
    ids: &mut dyn Ids,
) -> CaseId {
    let case = CaseId(ids.fresh());
    let origin = vec![Value::text(opening.origin.code()), Value::text(opening.detail)];
    changes.row(
        Table::Case,
        case,
        vec![
            (CASE.person, Value::Id(person.0)),
            (CASE.origin, Value::Group(origin)),
            (CASE.origin_on, Value::Day(opening.on)),
            (CASE.referent, Value::id(opening.referent)),
            (CASE.opened_on, Value::Day(now.today)),
            (CASE.reference, Value::text(opening.reference)),
        ],
    );
    case
}

/// What a worker asks when moving a case.
#[derive(Clone, Debug)]
pub struct MoveCase<'a> {
    pub case: CaseId,
    pub person: PersonId,
    pub from: Stage,
    pub last_move_on: Option<NaiveDate>,
    /// When the last move was written down; 0 where it is not known or there was none.
    pub last_move_at: i64,
    pub to: Stage,
    pub on: NaiveDate,
    pub reason: &'a str,
    pub exit: Option<ExitKind>,
}

/// Moves a case to another stage.
///
/// Refused: the same stage, a day to come, a day before the last move, leaving without saying to what, becoming
/// unreachable from a stage that comes after contact.
pub fn move_to(
    request: &MoveCase<'_>,
    author: WorkerId,
    now: Now,
    ids: &mut dyn Ids,
) -> Result<Changes, Refusal> {
    let unreachable_too_late = request.to == Stage::Unreachable
        && !matches!(request.from, Stage::Spotted | Stage::Contacting | Stage::Following);
    if request.from == request.to || unreachable_too_late {
        return Err(Refusal::MoveNotAllowed {
            from: request.from.code().to_owned(),
            to: request.to.code().to_owned(),
        });
    }
    if request.on > now.today {
        return Err(Refusal::InTheFuture { field: "on".to_owned() });
    }
    if let Some(last) = request.last_move_on.filter(|last| request.on < *last) {
        return Err(Refusal::TooEarly { field: "on".to_owned(), not_before: last });
    }
    if request.to == Stage::Left && request.exit.is_none() {
        return Err(Refusal::ExitMissing);
    }
    let reason = clean_text(request.reason, 1_000)
        .map_err(|_| Refusal::TooLong { field: "reason".to_owned(), limit: 1_000 })?;
    // Later than the move it follows on its day, even where the clock was set back in between.
    let same_day = request.last_move_on == Some(request.on);
    let at = if same_day { now.at.0.max(request.last_move_at + 1) } else { now.at.0 };
    let mut changes = Changes::new("case.move", Some(request.person));
    changes.row(
        Table::CaseMove,
        CaseMoveId(ids.fresh()),
        vec![
            (CASE_MOVE.case_file, Value::Id(request.case.0)),
            (CASE_MOVE.from_stage, Value::text(request.from.code())),
            (CASE_MOVE.to_stage, Value::text(request.to.code())),
            (CASE_MOVE.on_day, Value::Day(request.on)),
            (CASE_MOVE.reason, Value::Text(reason)),
            (CASE_MOVE.exit_kind, Value::text(request.exit.map_or("", ExitKind::code))),
            (CASE_MOVE.author, Value::Id(author.0)),
            (CASE_MOVE.at, Value::Int(at)),
        ],
    );
    Ok(changes)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::id::CountedIds;
    use crate::moment::Instant;
    use uuid::Uuid;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn ask(from: Stage, to: Stage, on: &str) -> Result<Changes, Refusal> {
        let request = MoveCase {
            case: CaseId(Uuid::from_u128(1)),
            person: PersonId(Uuid::from_u128(2)),
            from,
            last_move_on: Some(day("2026-03-01")),
            last_move_at: 5_000,
            to,
            on: day(on),
            reason: "",
            exit: None,
        };
        let now = Now { at: Instant(0), today: day("2026-03-10") };
        move_to(&request, WorkerId(Uuid::from_u128(9)), now, &mut CountedIds(1000))
    }

    #[test]
    fn a_clock_set_back_does_not_turn_the_moves_of_a_day() {
        let at = |on: &str| {
            let changes = ask(Stage::Spotted, Stage::Contacting, on).unwrap();
            let Some(crate::change::Op::New { fields, .. }) = changes.ops.first() else { panic!("one fact") };
            fields.iter().find(|(field, _)| *field == CASE_MOVE.at).map(|(_, value)| value.clone())
        };
        assert_eq!(at("2026-03-01"), Some(Value::Int(5_001)), "asked at the clock's 0");
        assert_eq!(at("2026-03-02"), Some(Value::Int(0)), "another day orders itself");
    }

    #[test]
    fn moves_are_dated_facts() {
        assert_eq!(ask(Stage::Spotted, Stage::Contacting, "2026-03-05").unwrap().ops.len(), 1);
        assert!(ask(Stage::Following, Stage::Assessing, "2026-03-05").is_ok(), "return is possible");
        assert_eq!(
            ask(Stage::Spotted, Stage::Contacting, "2026-03-11").unwrap_err(),
            Refusal::InTheFuture { field: "on".into() }
        );
        assert_eq!(
            ask(Stage::Spotted, Stage::Contacting, "2026-02-01").unwrap_err(),
            Refusal::TooEarly { field: "on".into(), not_before: day("2026-03-01") }
        );
        assert_eq!(ask(Stage::Following, Stage::Left, "2026-03-05").unwrap_err(), Refusal::ExitMissing);
        assert!(matches!(
            ask(Stage::Planning, Stage::Unreachable, "2026-03-05"),
            Err(Refusal::MoveNotAllowed { .. })
        ));
    }
}
