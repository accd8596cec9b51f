//! A case given to another referent, with the note that helps the next one.

use chrono::NaiveDate;

use crate::change::{CASE, Changes, HANDOVER, Refusal, Table, Value};
use crate::id::{CaseId, HandoverId, Ids, PersonId, WorkerId};
use crate::moment::Now;
use crate::person::name::clean_text;
use crate::undo::HAND_OVER;

/// Characters of the note.
const NOTE_LIMIT: u32 = 5_000;

/// The most people who are handed over at once.
pub const MOST: usize = 500;

/// The present case of a person as a hand-over finds it.
#[derive(Clone, Copy, Debug)]
pub struct Held {
    pub person: PersonId,
    pub case: CaseId,
    pub referent: Option<WorkerId>,
    /// The last hand-over, or the opening; none where neither is known.
    pub since: Option<NaiveDate>,
}

/// Gives a case to another referent. Refused: the one who has it already, a day to come or before the last hand-over, a note
/// over 5 000 characters.
pub fn hand_over(
    held: &Held,
    to: WorkerId,
    on: NaiveDate,
    note: &str,
    author: WorkerId,
    now: Now,
    ids: &mut dyn Ids,
) -> Result<Changes, Refusal> {
    if held.referent == Some(to) {
        return Err(Refusal::AlreadyReferent);
    }
    if on > now.today {
        return Err(Refusal::InTheFuture { field: "on".to_owned() });
    }
    if let Some(not_before) = held.since.filter(|since| on < *since) {
        return Err(Refusal::TooEarly { field: "on".to_owned(), not_before });
    }
    let note = clean_text(note, NOTE_LIMIT)
        .map_err(|_| Refusal::TooLong { field: "note".to_owned(), limit: NOTE_LIMIT })?;
    let from = held.referent.map_or(Value::Null, |referent| Value::Id(referent.0));
    let mut changes = Changes::new(HAND_OVER, Some(held.person));
    changes.set(Table::Case, held.case, CASE.referent, &from, Value::Id(to.0));
    changes.row(
        Table::Handover,
        HandoverId(ids.fresh()),
        vec![
            (HANDOVER.person, Value::Id(held.person.0)),
            (HANDOVER.case_file, Value::Id(held.case.0)),
            (HANDOVER.from_worker, from),
            (HANDOVER.to_worker, Value::Id(to.0)),
            (HANDOVER.on_day, Value::Day(on)),
            (HANDOVER.note, Value::Text(note)),
            (HANDOVER.author, Value::Id(author.0)),
            (HANDOVER.at, Value::Int(now.at.0)),
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

    const HELENE: WorkerId = WorkerId(Uuid::from_u128(1));
    const KARIM: WorkerId = WorkerId(Uuid::from_u128(2));

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn ask(referent: Option<WorkerId>, on: &str, note: &str) -> Result<Changes, Refusal> {
        let held = Held {
            person: PersonId(Uuid::from_u128(3)),
            case: CaseId(Uuid::from_u128(4)),
            referent,
            since: Some(day("2026-03-01")),
        };
        let now = Now { at: Instant(0), today: day("2026-03-10") };
        hand_over(&held, KARIM, day(on), note, HELENE, now, &mut CountedIds(100))
    }

    #[test]
    fn a_case_goes_to_one_who_does_not_have_it_on_a_day_that_fits() {
        assert_eq!(ask(Some(HELENE), "2026-03-10", "Préfère les messages.").unwrap().ops.len(), 2);
        assert_eq!(ask(None, "2026-03-01", "").unwrap().ops.len(), 2, "nobody had it");
        assert_eq!(ask(Some(KARIM), "2026-03-10", ""), Err(Refusal::AlreadyReferent));
        let future = Refusal::InTheFuture { field: "on".into() };
        assert_eq!(ask(Some(HELENE), "2026-03-11", ""), Err(future));
        let early = Refusal::TooEarly { field: "on".into(), not_before: day("2026-03-01") };
        assert_eq!(ask(Some(HELENE), "2026-02-28", ""), Err(early));
        let long = Refusal::TooLong { field: "note".into(), limit: 5_000 };
        assert_eq!(ask(Some(HELENE), "2026-03-10", &"é".repeat(5_001)), Err(long));
    }
}
