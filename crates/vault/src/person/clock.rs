//! The days from which the law counts in a case, and the tasks that remind of them.

use chrono::NaiveDate;
use passerelle_domain::case::correct::CaseForm;
use passerelle_domain::deadline::{Clocks, cej_until, summons_until};
use passerelle_domain::id::CaseId;
use passerelle_domain::person::birth::Birth;
use passerelle_domain::reminder::{Clock, KeptReminder};
use rusqlite::{Row, params};
use serde::Serialize;
use ts_rs::TS;
use uuid::Uuid;

use super::case::CaseView;
use super::file::PersonFile;
use crate::row::blob;
use crate::{Error, Vault};

/// The columns of [`CaseClocks`], of a case `c` and its last move `l` to the exit.
pub(super) const CLOCKS: &str =
    "c.origin_on, c.summoned_on, c.cej_started_on, c.cej_extended, l.on_day, coalesce(l.at, 0)";

/// The last exit of a case `c`, as `l`.
pub(super) const EXIT: &str = "LEFT JOIN case_move l ON l.ix = (
    SELECT y.ix FROM case_move y WHERE y.case_file = c.id AND y.undone = 0 AND y.to_stage = 'left'
    ORDER BY y.on_day DESC, y.at DESC, y.id DESC LIMIT 1)";

#[derive(Clone, Debug, Serialize, TS)]
pub struct CaseClocks {
    pub origin_on: Option<NaiveDate>,
    pub summoned_on: Option<NaiveDate>,
    /// The last day of the summons, whatever the age.
    pub summons_until: Option<NaiveDate>,
    pub cej_started_on: Option<NaiveDate>,
    /// Why it was extended; empty where it was not.
    pub cej_extended: String,
    pub cej_until: Option<NaiveDate>,
    /// The last time the person left, whether they came back since or not.
    pub left_on: Option<NaiveDate>,
    #[serde(skip)]
    #[ts(skip)]
    pub left_at: i64,
}

/// Reads [`CLOCKS`] from a column on.
pub(super) fn clocks(row: &Row<'_>, first: usize) -> rusqlite::Result<CaseClocks> {
    let (summoned_on, cej_started_on) = (row.get(first + 1)?, row.get(first + 2)?);
    let cej_extended: String = row.get(first + 3)?;
    let until = |started: NaiveDate| cej_until(started, !cej_extended.is_empty());
    Ok(CaseClocks {
        origin_on: row.get(first)?,
        summoned_on,
        summons_until: summoned_on.and_then(summons_until),
        cej_started_on,
        cej_until: cej_started_on.and_then(until),
        cej_extended,
        left_on: row.get(first + 4)?,
        left_at: row.get(first + 5)?,
    })
}

impl CaseView {
    /// What the form of the case shows.
    pub fn form(&self) -> CaseForm {
        CaseForm {
            origin: self.origin,
            origin_detail: self.origin_detail.clone(),
            origin_on: self.clocks.origin_on,
            summoned_on: self.clocks.summoned_on,
            cej_started_on: self.clocks.cej_started_on,
            cej_extended: self.clocks.cej_extended.clone(),
        }
    }
}

/// What the clocks of the present case go by.
pub(super) fn of_file(file: &PersonFile) -> Clocks {
    let Some(present) = file.cases.first() else { return Clocks::default() };
    let days = &present.clocks;
    let since = file
        .situations
        .iter()
        .filter(|situation| situation.case == Some(present.id) && situation.at >= days.left_at);
    Clocks {
        birth: Birth::parse(&file.who.birth).ok(),
        summoned_on: days.summoned_on,
        cej_started_on: days.cej_started_on,
        cej_extended: !days.cej_extended.is_empty(),
        doing: file.situations.first().and_then(|situation| situation.kind),
        left_on: days.left_on,
        asked: since.filter_map(|situation| situation.occasion).collect(),
    }
}

impl Vault {
    /// The tasks that remind of the clocks of a case, those taken out included.
    pub fn reminders(&self, case: CaseId) -> Result<Vec<KeptReminder>, Error> {
        self.read(|db| {
            let sql = "SELECT id, what, due_on, done_on, removed FROM task WHERE id IN (?1, ?2, ?3, ?4)";
            let of = |clock: Clock| clock.task(case).0;
            let (summons, cej) = (of(Clock::Summons), of(Clock::Cej));
            let (four, six) = (of(Clock::Exit4w), of(Clock::Exit6m));
            let ids = params![blob(&summons), blob(&cej), blob(&four), blob(&six)];
            let mut statement = db.prepare_cached(sql)?;
            let rows = statement.query_map(ids, |row| {
                let id: Uuid = row.get(0)?;
                let clock = Clock::ALL.iter().copied().find(|clock| of(*clock) == id);
                let (what, due_on, done_on) = (row.get(1)?, row.get(2)?, row.get(3)?);
                let removed = row.get(4)?;
                Ok(clock.map(|clock| KeptReminder { clock, what, due_on, done_on, removed }))
            })?;
            Ok(rows.collect::<Result<Vec<_>, _>>()?.into_iter().flatten().collect())
        })
    }
}
