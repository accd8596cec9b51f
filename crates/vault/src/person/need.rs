//! The assessment of a case as it is read: one line for each theme, answered or not, in one statement.

use passerelle_domain::assessment::{Answer, Need, Theme};
use passerelle_domain::change::{NEED, Table};
use passerelle_domain::id::{CaseId, need_id};
use passerelle_domain::need_situation::NeedSituation;
use rusqlite::{Connection, params};
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
    pub situations: Vec<NeedSituation>,
    /// What may be ticked under this theme, in the order in which it is asked.
    pub choices: Vec<NeedSituation>,
}

/// One line for each situation of a need, and one for a need that has none.
const KEPT: &str = "SELECT n.theme, n.answer, n.note, d.element
    FROM need n LEFT JOIN set_dot d ON d.tbl = ?2 AND d.row_id = n.id AND d.field = ?3";

fn kept(db: &Connection, narrow: &str, id: &Uuid) -> Result<Vec<Need>, Error> {
    let mut statement = db.prepare_cached(&format!("{KEPT} WHERE {narrow} ORDER BY n.ix"))?;
    let mut rows = statement.query(params![blob(id), Table::Need.number(), NEED.situations.0])?;
    let mut needs: Vec<Need> = Vec::new();
    while let Some(row) = rows.next()? {
        let Some(theme) = word(row, 0, Theme::from_code)? else { continue };
        let situation = word(row, 3, NeedSituation::from_code)?;
        match needs.last_mut() {
            Some(last) if last.theme == theme => last.situations.extend(situation),
            _ => needs.push(Need {
                theme,
                answer: word(row, 1, Answer::from_code)?.unwrap_or(Answer::Unasked),
                note: row.get(2)?,
                situations: situation.into_iter().collect(),
            }),
        }
    }
    // Two laptops may have ticked the same one.
    for need in &mut needs {
        need.situations.sort_unstable();
        need.situations.dedup();
    }
    Ok(needs)
}

/// Every theme of a case; none without a case.
pub(super) fn needs(db: &Connection, case: Option<&Uuid>) -> Result<Vec<NeedView>, Error> {
    let Some(case) = case else { return Ok(Vec::new()) };
    let mut kept = kept(db, "n.case_file = ?1", case)?;
    let mut of = |theme: Theme| {
        let at = kept.iter().position(|need| need.theme == theme);
        let need = at.map_or_else(
            || Need { theme, answer: Answer::Unasked, note: String::new(), situations: Vec::new() },
            |at| kept.swap_remove(at),
        );
        let choices = NeedSituation::of(theme);
        NeedView { theme, answer: need.answer, note: need.note, situations: need.situations, choices }
    };
    Ok(Theme::ALL.iter().map(|theme| of(*theme)).collect())
}

impl Vault {
    /// The need as kept; none when the theme was never answered.
    pub fn need(&self, case: CaseId, theme: Theme) -> Result<Option<Need>, Error> {
        self.read(|db| Ok(kept(db, "n.id = ?1", &need_id(case, theme.code()).0)?.pop()))
    }
}
