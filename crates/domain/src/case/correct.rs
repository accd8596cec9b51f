//! How a case began, and the days from which the law counts in it, as a worker corrects them.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::OriginKind;
use crate::change::{CASE, Changes, Refusal, Table, Value};
use crate::id::{CaseId, PersonId};
use crate::moment::{Now, plausible};
use crate::person::{line, text};

/// The form of a case.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct CaseForm {
    /// None where it is not said, or where a newer version wrote a word this one does not know: it stays until this or the
    /// detail is corrected.
    pub origin: Option<OriginKind>,
    /// Where, or by whom.
    pub origin_detail: String,
    /// The day the person was found, or named on a list.
    pub origin_on: Option<NaiveDate>,
    /// The day of the summons under the training obligation of 16 to 18.
    pub summoned_on: Option<NaiveDate>,
    /// The day the contract "engagement jeune" began.
    pub cej_started_on: Option<NaiveDate>,
    /// Why the contract was extended to eighteen months; empty where it was not.
    pub cej_extended: String,
}

fn past(field: &str, day: Option<NaiveDate>, now: Now) -> Result<(), Refusal> {
    let Some(day) = day else { return Ok(()) };
    plausible(field, day)?;
    if day > now.today { Err(Refusal::InTheFuture { field: field.to_owned() }) } else { Ok(()) }
}

/// Sets what differs between what is kept and what was typed.
///
/// Refused: a day to come, a text too long, an extension of a contract that has not begun.
pub fn correct(
    person: PersonId,
    case: CaseId,
    before: &CaseForm,
    after: &CaseForm,
    now: Now,
) -> Result<Changes, Refusal> {
    let detail = line("origin_detail", &after.origin_detail, 200)?;
    past("origin_on", after.origin_on, now)?;
    past("summoned_on", after.summoned_on, now)?;
    past("cej_started_on", after.cej_started_on, now)?;
    let extended = text("cej_extended", &after.cej_extended, 500)?;
    if !extended.is_empty() && after.cej_started_on.is_none() {
        return Err(Refusal::CejStartMissing);
    }
    let mut changes = Changes::new("case.correct", Some(person));
    let group = |origin: Option<OriginKind>, detail: &str| {
        Value::Group(vec![Value::text(origin.map_or("", OriginKind::code)), Value::text(detail)])
    };
    let was = group(before.origin, &before.origin_detail);
    changes.set(Table::Case, case, CASE.origin, &was, group(after.origin, &detail));
    for (field, was, is) in [
        (CASE.origin_on, before.origin_on, after.origin_on),
        (CASE.summoned_on, before.summoned_on, after.summoned_on),
        (CASE.cej_started_on, before.cej_started_on, after.cej_started_on),
    ] {
        changes.set(Table::Case, case, field, &Value::day(was), Value::day(is));
    }
    let was = Value::text(before.cej_extended.as_str());
    changes.set(Table::Case, case, CASE.cej_extended, &was, Value::Text(extended));
    Ok(changes)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::moment::Instant;
    use uuid::Uuid;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn kept() -> CaseForm {
        CaseForm {
            origin: Some(OriginKind::Siei),
            origin_detail: "liste de mars".into(),
            origin_on: Some(day("2026-03-01")),
            summoned_on: None,
            cej_started_on: None,
            cej_extended: String::new(),
        }
    }

    fn ask(after: &CaseForm) -> Result<usize, Refusal> {
        let now = Now { at: Instant(0), today: day("2026-03-10") };
        let (person, case) = (PersonId(Uuid::from_u128(1)), CaseId(Uuid::from_u128(2)));
        correct(person, case, &kept(), after, now).map(|changes| changes.ops.len())
    }

    #[test]
    fn only_what_differs_is_set() {
        assert_eq!(ask(&kept()), Ok(0));
        let (origin_detail, summoned_on) = ("liste d’avril".into(), Some(day("2026-03-10")));
        assert_eq!(ask(&CaseForm { origin_detail, summoned_on, ..kept() }), Ok(2));
        assert_eq!(ask(&CaseForm { origin: None, ..kept() }), Ok(1), "it can be unsaid");
        let (origin, origin_detail) = (None, "chez sa tante".into());
        assert_eq!(ask(&CaseForm { origin, origin_detail, ..kept() }), Ok(1), "what is typed is kept");
    }

    #[test]
    fn what_cannot_be_is_refused_by_its_field() {
        let future = |field: &str| Err(Refusal::InTheFuture { field: field.into() });
        let tomorrow = Some(day("2026-03-11"));
        assert_eq!(ask(&CaseForm { origin_on: tomorrow, ..kept() }), future("origin_on"));
        assert_eq!(ask(&CaseForm { summoned_on: tomorrow, ..kept() }), future("summoned_on"));
        assert_eq!(ask(&CaseForm { cej_started_on: tomorrow, ..kept() }), future("cej_started_on"));
        let extended = CaseForm { cej_extended: "fragilité".into(), ..kept() };
        assert_eq!(ask(&extended), Err(Refusal::CejStartMissing));
        let begun = CaseForm { cej_started_on: Some(day("2025-04-01")), ..extended };
        assert_eq!(ask(&begun), Ok(2));
        let long = CaseForm { cej_extended: "x".repeat(501), ..begun };
        assert_eq!(ask(&long), Err(Refusal::TooLong { field: "cej_extended".into(), limit: 500 }));
    }
}
