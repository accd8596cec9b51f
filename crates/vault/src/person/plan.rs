//! The plan of the present case and its steps, as the file shows them.

use chrono::NaiveDate;
use passerelle_domain::id::{PersonId, PlanId, StepId};
use passerelle_domain::plan::{PlanDraft, Step, StepBy, StepWords};
use rusqlite::{Connection, OptionalExtension as _, Row};
use serde::Serialize;
use ts_rs::TS;
use uuid::Uuid;

use crate::row::blob;
use crate::{Error, Vault};

#[derive(Clone, Debug, Serialize, TS)]
pub struct PlanView {
    pub id: PlanId,
    pub draft: PlanDraft,
    /// Those to do, the first due on top and those without a day last; then those done or given up, the latest first.
    pub steps: Vec<StepView>,
}

#[derive(Clone, Debug, Serialize, TS)]
pub struct StepView {
    pub id: StepId,
    pub what: String,
    pub by: Option<StepBy>,
    pub due_on: Option<NaiveDate>,
    pub done_on: Option<NaiveDate>,
    pub dropped_on: Option<NaiveDate>,
    /// Why it was given up.
    pub note: String,
}

const STEP_COLUMNS: &str = "s.id, s.what, s.by_whom, s.due_on, s.done_on, s.dropped_on, s.note, s.person";

fn step(row: &Row<'_>) -> rusqlite::Result<StepView> {
    Ok(StepView {
        id: StepId(row.get(0)?),
        what: row.get(1)?,
        by: StepBy::from_code(&row.get::<_, String>(2)?),
        due_on: row.get(3)?,
        done_on: row.get(4)?,
        dropped_on: row.get(5)?,
        note: row.get(6)?,
    })
}

/// The plan of a case. Where two laptops each began one offline, the first stands and the steps of both are shown.
pub(super) fn plan(db: &Connection, case: Option<&Uuid>) -> Result<Option<PlanView>, Error> {
    let Some(case) = case else { return Ok(None) };
    let sql = "SELECT id, words, decided_on, agreed_on, review_on FROM plan WHERE case_file = ?1 ORDER BY id LIMIT 1";
    let read = |row: &Row<'_>| {
        let (words, decided_on) = (row.get(1)?, row.get(2)?);
        let draft = PlanDraft { words, decided_on, agreed_on: row.get(3)?, review_on: row.get(4)? };
        Ok(PlanView { id: PlanId(row.get(0)?), draft, steps: Vec::new() })
    };
    let kept = db.prepare_cached(sql)?.query_row([blob(case)], read).optional()?;
    let sql = format!(
        "SELECT {STEP_COLUMNS} FROM plan p JOIN step s ON s.plan = p.id WHERE p.case_file = ?1 AND s.removed = 0
         ORDER BY coalesce(s.done_on, s.dropped_on) IS NOT NULL, coalesce(s.done_on, s.dropped_on) DESC,
           s.due_on IS NULL, s.due_on, s.id"
    );
    let mut statement = db.prepare_cached(&sql)?;
    let steps = statement.query_map([blob(case)], step)?.collect::<Result<_, _>>()?;
    Ok(kept.map(|plan| PlanView { steps, ..plan }))
}

impl Vault {
    /// One step as it is kept. [`Error::NotFound`] when there is none of this id.
    pub fn step(&self, id: StepId) -> Result<Step, Error> {
        self.read(|db| {
            let sql = format!("SELECT {STEP_COLUMNS} FROM step s WHERE s.id = ?1 AND s.removed = 0");
            let read = |row: &Row<'_>| {
                let view = step(row)?;
                let person = PersonId(row.get::<_, Option<Uuid>>(7)?.unwrap_or_default());
                let by = view.by.unwrap_or(StepBy::Person);
                let words = StepWords { what: view.what, by, due_on: view.due_on };
                let (done_on, dropped_on) = (view.done_on, view.dropped_on);
                Ok(Step { id: view.id, person, words, done_on, dropped_on, note: view.note })
            };
            Ok(db.prepare_cached(&sql)?.query_row([blob(&id.0)], read)?)
        })
    }
}
