//! The assessment of a case by themes: answers, notes, and the situations that were ticked.

use passerelle_domain::assessment::{Answer, Need, NeedSituation, Theme};
use passerelle_domain::change::{NEED, Table};
use passerelle_domain::id::{CaseId, need_id};
use rusqlite::{Connection, OptionalExtension as _, Row, params};
use serde::Serialize;
use ts_rs::TS;
use uuid::Uuid;

use super::file::word;
use crate::row::blob;
use crate::{Error, Vault};

#[derive(Clone, Debug, Serialize, TS)]
pub struct NeedView {
    pub theme: Theme,
    pub answer: Answer,
    pub note: String,
    /// Those of the theme that were ticked.
    pub situations: Vec<NeedSituation>,
}

const COLUMNS: &str = "n.theme, n.answer, n.note, (SELECT group_concat(DISTINCT d.element) FROM set_dot d
    WHERE d.tbl = ?2 AND d.row_id = n.id AND d.field = ?3) FROM need n";

/// None where the theme is of a newer version.
fn need(row: &Row<'_>) -> rusqlite::Result<Option<Need>> {
    let Some(theme) = word(row, 0, Theme::from_code)? else { return Ok(None) };
    let answer = word(row, 1, Answer::from_code)?.unwrap_or(Answer::Unasked);
    let ticked = row.get::<_, Option<String>>(3)?.unwrap_or_default();
    let mut situations: Vec<_> = ticked.split(',').filter_map(NeedSituation::from_code).collect();
    situations.sort_unstable();
    Ok(Some(Need { theme, answer, note: row.get(2)?, situations }))
}

/// Every theme in its order; one that has no row was not asked.
pub(super) fn needs(db: &Connection, case: Option<&Uuid>) -> Result<Vec<NeedView>, Error> {
    let Some(case) = case else { return Ok(Vec::new()) };
    let sql = format!("SELECT {COLUMNS} WHERE n.case_file = ?1");
    let mut statement = db.prepare_cached(&sql)?;
    let rows = statement.query_map(params![blob(case), Table::Need.number(), NEED.situations.0], need)?;
    let kept: Vec<Option<Need>> = rows.collect::<Result<_, _>>()?;
    let of = |theme: Theme| match kept.iter().flatten().find(|need| need.theme == theme) {
        Some(Need { answer, note, situations, .. }) => {
            NeedView { theme, answer: *answer, note: note.clone(), situations: situations.clone() }
        }
        None => NeedView { theme, answer: Answer::Unasked, note: String::new(), situations: Vec::new() },
    };
    Ok(Theme::ALL.iter().map(|theme| of(*theme)).collect())
}

impl Vault {
    /// The need as kept; none when the theme was never answered.
    pub fn need(&self, case: CaseId, theme: Theme) -> Result<Option<Need>, Error> {
        self.read(|db| {
            let sql = format!("SELECT {COLUMNS} WHERE n.id = ?1");
            let id = need_id(case, theme.code());
            let values = params![blob(&id.0), Table::Need.number(), NEED.situations.0];
            Ok(db.prepare_cached(&sql)?.query_row(values, need).optional()?.flatten())
        })
    }
}
