//! An exchange with a person or about them: who reached whom, and what came of it.

use chrono::NaiveDate;

use crate::change::{Changes, ENCOUNTER, Refusal, Table, Value};
use crate::id::{CaseId, EncounterId, Ids, PersonId, WorkerId};
use crate::moment::Now;
use crate::person::line;
use crate::person::name::clean_text;
use crate::word::words;

words! {
    EncounterKind {
        Note = "note", Street = "street", Call = "call", Message = "message", Visit = "visit",
        Interview = "interview", Partner = "partner",
    }
    /// Who reached whom. Only what comes from the person counts as their last contact.
    Initiative { Person = "person", Worker = "worker", Other = "other" }
    EncounterResult { Reached = "reached", NoAnswer = "no_answer", LeftMessage = "left_message", Missed = "missed" }
}

/// Characters a note may hold.
pub const NOTE_LIMIT: u32 = 20_000;

#[derive(Clone, Debug)]
pub struct RecordEncounter<'a> {
    pub person: PersonId,
    pub case: Option<CaseId>,
    pub kind: EncounterKind,
    pub initiative: Initiative,
    pub result: EncounterResult,
    pub on: NaiveDate,
    pub place: &'a str,
    pub note: &'a str,
}

impl RecordEncounter<'_> {
    /// Whether the person themself was there or answered. An unanswered attempt restarts no clock (CNIL's guidance
    /// on retention counts from the last contact that comes from the person).
    pub fn is_contact(&self) -> bool {
        is_contact(self.kind, self.result)
    }
}

/// The rule behind [`RecordEncounter::is_contact`], for rows already kept.
pub fn is_contact(kind: EncounterKind, result: EncounterResult) -> bool {
    result == EncounterResult::Reached && !matches!(kind, EncounterKind::Note | EncounterKind::Partner)
}

/// Writes an exchange down. Refused: a day to come, a note over the limit, nothing said at all.
pub fn record(
    request: &RecordEncounter<'_>,
    author: WorkerId,
    now: Now,
    ids: &mut dyn Ids,
) -> Result<(EncounterId, Changes), Refusal> {
    if request.on > now.today {
        return Err(Refusal::InTheFuture { field: "on".to_owned() });
    }
    let note = clean_text(request.note, NOTE_LIMIT)
        .map_err(|_| Refusal::TooLong { field: "note".to_owned(), limit: NOTE_LIMIT })?;
    let place = line("place", request.place, 200)?;
    if request.kind == EncounterKind::Note && note.trim().is_empty() {
        return Err(Refusal::Nothing);
    }
    let id = EncounterId(ids.fresh());
    let mut changes = Changes::new("encounter.record", Some(request.person));
    changes.row(
        Table::Encounter,
        id,
        vec![
            (ENCOUNTER.person, Value::Id(request.person.0)),
            (ENCOUNTER.case_file, Value::id(request.case)),
            (ENCOUNTER.kind, Value::text(request.kind.code())),
            (ENCOUNTER.initiative, Value::text(request.initiative.code())),
            (ENCOUNTER.result, Value::text(request.result.code())),
            (ENCOUNTER.on_day, Value::Day(request.on)),
            (ENCOUNTER.place, Value::Text(place)),
            (ENCOUNTER.note, Value::Text(note)),
            (ENCOUNTER.author, Value::Id(author.0)),
            (ENCOUNTER.at, Value::Int(now.at.0)),
        ],
    );
    Ok((id, changes))
}

/// Replaces the text of an exchange; the former text stays in the history. Refused: a note over the limit, a
/// plain note of which nothing is left.
pub fn rewrite(
    id: EncounterId,
    person: PersonId,
    kind: Option<EncounterKind>,
    before: &str,
    after: &str,
) -> Result<Changes, Refusal> {
    let after = clean_text(after, NOTE_LIMIT)
        .map_err(|_| Refusal::TooLong { field: "note".to_owned(), limit: NOTE_LIMIT })?;
    if kind == Some(EncounterKind::Note) && after.trim().is_empty() {
        return Err(Refusal::Nothing);
    }
    let mut changes = Changes::new("encounter.rewrite", Some(person));
    changes.set(Table::Encounter, id, ENCOUNTER.note, &Value::text(before), Value::Text(after));
    Ok(changes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_unanswered_call_is_no_contact() {
        assert!(is_contact(EncounterKind::Call, EncounterResult::Reached));
        assert!(!is_contact(EncounterKind::Call, EncounterResult::NoAnswer));
        assert!(!is_contact(EncounterKind::Partner, EncounterResult::Reached), "a partner is not the person");
    }
}
