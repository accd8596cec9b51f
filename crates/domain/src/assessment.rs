//! The assessment by themes. Each answer is unasked, no or yes: silence is not a no.

use crate::change::{Changes, NEED, Refusal, Table, Value};
use crate::id::{CaseId, PersonId, need_id};
use crate::moment::Now;
use crate::person::name::clean_text;
use crate::word::words;

words! {
    Theme {
        Housing = "housing", Mobility = "mobility", Health = "health", Finances = "finances",
        Paperwork = "paperwork", Family = "family", French = "french", Digital = "digital",
        Work = "work", Training = "training",
    }
    Answer { Unasked = "unasked", No = "no", Yes = "yes" }
}

/// What is kept of one theme.
#[derive(Clone, Debug)]
pub struct Need {
    pub theme: Theme,
    pub answer: Answer,
    pub note: String,
}

/// Writes the answer of one theme down; `before` is what the vault holds, none when the row does not exist yet.
pub fn answer(
    person: PersonId,
    case: CaseId,
    before: Option<&Need>,
    after: &Need,
    now: Now,
) -> Result<Changes, Refusal> {
    let note = clean_text(&after.note, 2_000)
        .map_err(|_| Refusal::TooLong { field: "note".to_owned(), limit: 2_000 })?;
    let id = need_id(case, after.theme.code());
    let mut changes = Changes::new("need.answer", Some(person));
    let answered = Value::text(after.answer.code());
    match before {
        None => changes.row(
            Table::Need,
            id,
            vec![
                (NEED.case_file, Value::Id(case.0)),
                (NEED.theme, Value::text(after.theme.code())),
                (NEED.answer, answered),
                (NEED.note, Value::Text(note)),
                (NEED.answered_on, Value::Day(now.today)),
            ],
        ),
        Some(was) => {
            changes.set(Table::Need, id, NEED.answer, &Value::text(was.answer.code()), answered);
            changes.set(Table::Need, id, NEED.note, &Value::text(was.note.as_str()), Value::Text(note));
            if !changes.is_empty() {
                changes.set(Table::Need, id, NEED.answered_on, &Value::Null, Value::Day(now.today));
            }
        }
    }
    Ok(changes)
}
