//! What a person does since a day, how it is known and on which occasion it was asked: at the entry, in the course, when they
//! leave and after.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::change::{Changes, Refusal, SITUATION, Table, Value};
use crate::deadline::six_months_after;
use crate::id::{Ids, PersonId, SituationId};
use crate::moment::{Now, plausible};
use crate::person::name::clean_text;
use crate::plan::OfCase;
use crate::word::words;

words! {
    /// What the person does; of a job, the sort of contract, since funders tell a lasting one from a short one.
    SituationKind {
        School = "school", Apprenticeship = "apprenticeship", Training = "training",
        JobPermanent = "job_permanent",
        /// For a fixed time of six months or more.
        JobSixMonths = "job_six_months",
        JobShort = "job_short",
        JobTemp = "job_temp",
        /// Of integration through economic activity, or another one that is subsidised.
        JobSupported = "job_supported",
        CivicService = "civic_service", Business = "business", Seeking = "seeking",
        /// Neither in a job, nor in education or training, nor looking for one.
        Neither = "neither",
        /// It was asked, and could not be learnt.
        Unknown = "unknown",
    }
    /// When it was asked. The last two are those of the European Social Fund Plus.
    Occasion { Entry = "entry", Course = "course", Exit = "exit", Exit4w = "exit_4w", Exit6m = "exit_6m" }
    /// How it is known: not at all, by what the person says, by a paper, by what a partner says.
    Proof { None = "none", Declared = "declared", Document = "document", Partner = "partner" }
}

impl SituationKind {
    /// Whether the training obligation of 16 to 18 is met by it (article L. 114-1 of the Code of Education): school, an
    /// apprenticeship or a training, a job, civic service.
    pub fn meets_training_obligation(self) -> bool {
        match self {
            SituationKind::School
            | SituationKind::Apprenticeship
            | SituationKind::Training
            | SituationKind::JobPermanent
            | SituationKind::JobSixMonths
            | SituationKind::JobShort
            | SituationKind::JobTemp
            | SituationKind::JobSupported
            | SituationKind::CivicService
            | SituationKind::Business => true,
            SituationKind::Seeking | SituationKind::Neither | SituationKind::Unknown => false,
        }
    }
}

/// The form of a situation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct SituationForm {
    pub kind: SituationKind,
    /// Today where none is given.
    pub since_on: Option<NaiveDate>,
    pub occasion: Occasion,
    pub proof: Proof,
    pub note: String,
}

/// The same, read.
struct Read {
    since_on: NaiveDate,
    note: String,
}

impl SituationForm {
    /// Refused: a day to come, over 1,000 characters, an occasion after an exit where there was none, or before its time.
    fn read(&self, left_on: Option<NaiveDate>, now: Now) -> Result<Read, Refusal> {
        let since_on = plausible("since_on", self.since_on.unwrap_or(now.today))?;
        if since_on > now.today {
            return Err(Refusal::InTheFuture { field: "since_on".to_owned() });
        }
        match (self.occasion, left_on) {
            (Occasion::Entry | Occasion::Course, _) | (Occasion::Exit | Occasion::Exit4w, Some(_)) => {}
            (Occasion::Exit6m, Some(left_on)) => {
                let not_before = six_months_after(left_on);
                if let Some(not_before) = not_before.filter(|day| now.today < *day) {
                    return Err(Refusal::TooEarly { field: "occasion".to_owned(), not_before });
                }
            }
            (Occasion::Exit | Occasion::Exit4w | Occasion::Exit6m, None) => return Err(Refusal::NotLeft),
        }
        let note = clean_text(&self.note, 1_000)
            .map_err(|_| Refusal::TooLong { field: "note".to_owned(), limit: 1_000 })?;
        Ok(Read { since_on, note })
    }
}

/// Writes a situation down in the person's present case; `left_on` is the day they left it, if they did.
///
/// Refused: a day to come, over 1,000 characters, an occasion after an exit where there was none, six months before their
/// time.
pub fn record(
    of: OfCase,
    left_on: Option<NaiveDate>,
    form: &SituationForm,
    now: Now,
    ids: &mut dyn Ids,
) -> Result<(SituationId, Changes), Refusal> {
    let mut changes = Changes::new("situation.record", Some(of.person));
    let id = write(&mut changes, of, left_on, form, now, ids)?;
    Ok((id, changes))
}

/// The same within another act, as when a person leaves.
pub fn write(
    changes: &mut Changes,
    of: OfCase,
    left_on: Option<NaiveDate>,
    form: &SituationForm,
    now: Now,
    ids: &mut dyn Ids,
) -> Result<SituationId, Refusal> {
    let read = form.read(left_on, now)?;
    let id = SituationId(ids.fresh());
    changes.row(
        Table::Situation,
        id,
        vec![
            (SITUATION.person, Value::Id(of.person.0)),
            (SITUATION.case_file, Value::Id(of.case.0)),
            (SITUATION.kind, Value::text(form.kind.code())),
            (SITUATION.since_on, Value::Day(read.since_on)),
            (SITUATION.occasion, Value::text(form.occasion.code())),
            (SITUATION.proof, Value::text(form.proof.code())),
            (SITUATION.note, Value::Text(read.note)),
            (SITUATION.author, Value::Id(of.author.0)),
            (SITUATION.at, Value::Int(now.at.0)),
        ],
    );
    Ok(id)
}

/// A situation as the vault holds it; a word of a newer version reads as none.
#[derive(Clone, Debug)]
pub struct KeptSituation {
    pub id: SituationId,
    pub person: PersonId,
    pub kind: Option<SituationKind>,
    pub since_on: Option<NaiveDate>,
    pub occasion: Option<Occasion>,
    pub proof: Option<Proof>,
    pub note: String,
}

/// Corrects what was written. Refused as in [`record`].
pub fn correct(
    before: &KeptSituation,
    left_on: Option<NaiveDate>,
    after: &SituationForm,
    now: Now,
) -> Result<Changes, Refusal> {
    let read = after.read(left_on, now)?;
    let mut changes = Changes::new("situation.correct", Some(before.person));
    let mut set = |field, was: Value, is: Value| changes.set(Table::Situation, before.id, field, &was, is);
    let code = |word: Option<&'static str>| Value::text(word.unwrap_or_default());
    set(SITUATION.kind, code(before.kind.map(SituationKind::code)), Value::text(after.kind.code()));
    set(SITUATION.since_on, Value::day(before.since_on), Value::Day(read.since_on));
    let occasion = Value::text(after.occasion.code());
    set(SITUATION.occasion, code(before.occasion.map(Occasion::code)), occasion);
    set(SITUATION.proof, code(before.proof.map(Proof::code)), Value::text(after.proof.code()));
    set(SITUATION.note, Value::text(before.note.as_str()), Value::Text(read.note));
    Ok(changes)
}

/// Takes out one that was written by mistake; it stays in the journal.
pub fn remove(before: &KeptSituation) -> Changes {
    let mut changes = Changes::new("situation.remove", Some(before.person));
    let (was, is) = (Value::flag(false), Value::flag(true));
    changes.set(Table::Situation, before.id, SITUATION.removed, &was, is);
    changes
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::change::Op;
    use crate::id::{CaseId, CountedIds, WorkerId};
    use crate::moment::Instant;
    use uuid::Uuid;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn now() -> Now {
        Now { at: Instant(7), today: day("2026-03-10") }
    }

    fn form(occasion: Occasion, since: Option<&str>) -> SituationForm {
        let (kind, proof) = (SituationKind::Training, Proof::Declared);
        SituationForm { kind, since_on: since.map(day), occasion, proof, note: "E2C de Lens".into() }
    }

    fn ask(form: &SituationForm, left_on: Option<&str>) -> Result<usize, Refusal> {
        let of = OfCase {
            person: PersonId(Uuid::from_u128(1)),
            case: CaseId(Uuid::from_u128(2)),
            author: WorkerId(Uuid::from_u128(3)),
        };
        record(of, left_on.map(day), form, now(), &mut CountedIds(100)).map(|(_, changes)| changes.ops.len())
    }

    #[test]
    fn what_is_asked_after_an_exit_needs_one_and_its_time() {
        let early = Refusal::TooEarly { field: "occasion".into(), not_before: day("2026-03-11") };
        for (occasion, left_on, expected) in [
            (Occasion::Entry, None, Ok(1)),
            (Occasion::Course, None, Ok(1)),
            (Occasion::Exit, None, Err(Refusal::NotLeft)),
            (Occasion::Exit, Some("2026-03-10"), Ok(1)),
            (Occasion::Exit4w, None, Err(Refusal::NotLeft)),
            (Occasion::Exit4w, Some("2026-03-01"), Ok(1)),
            (Occasion::Exit6m, None, Err(Refusal::NotLeft)),
            (Occasion::Exit6m, Some("2025-09-10"), Ok(1)),
            (Occasion::Exit6m, Some("2025-09-11"), Err(early)),
        ] {
            assert_eq!(ask(&form(occasion, None), left_on), expected, "{occasion:?} {left_on:?}");
        }
    }

    #[test]
    fn a_day_to_come_and_a_note_too_long_are_refused_by_their_fields() {
        let future = Err(Refusal::InTheFuture { field: "since_on".into() });
        assert_eq!(ask(&form(Occasion::Course, Some("2026-03-11")), None), future);
        let long = SituationForm { note: "x".repeat(1_001), ..form(Occasion::Course, None) };
        assert_eq!(ask(&long, None), Err(Refusal::TooLong { field: "note".into(), limit: 1_000 }));
    }

    #[test]
    fn a_correction_sets_what_differs_and_no_more() {
        let before = KeptSituation {
            id: SituationId(Uuid::from_u128(8)),
            person: PersonId(Uuid::from_u128(1)),
            kind: Some(SituationKind::Training),
            since_on: Some(day("2026-03-02")),
            occasion: Some(Occasion::Course),
            proof: Some(Proof::Declared),
            note: "E2C de Lens".into(),
        };
        let same = form(Occasion::Course, Some("2026-03-02"));
        assert!(correct(&before, None, &same, now()).unwrap().is_empty());
        let proven = SituationForm { proof: Proof::Document, ..same };
        let changes = correct(&before, None, &proven, now()).unwrap();
        let [Op::Set { field, value, .. }] = changes.ops.as_slice() else { panic!("one field") };
        assert_eq!((*field, value), (SITUATION.proof, &Value::text("document")));
    }
}
