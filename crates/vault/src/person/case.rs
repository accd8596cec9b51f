//! The cases of a person, and one of them for itself, as a former one is read: what was found, decided and tried in it.

use chrono::NaiveDate;
use passerelle_domain::case::{ExitKind, OriginKind, Stage};
use passerelle_domain::id::{CaseId, PersonId, WorkerId};
use rusqlite::{Connection, OptionalExtension as _, Row, params};
use serde::Serialize;
use ts_rs::TS;
use uuid::Uuid;

use super::clock::{CLOCKS, CaseClocks, EXIT, clocks};
use super::file::{list, word};
use super::need::{NeedView, needs};
use super::of::Of;
use super::plan::{PlanView, plan_of};
use crate::referral::{LINE, ReferralLine, referral_line};
use crate::row::blob;
use crate::{Error, Vault};

#[derive(Clone, Debug, Serialize, TS)]
pub struct CaseView {
    pub id: CaseId,
    pub origin: Option<OriginKind>,
    pub origin_detail: String,
    pub opened_on: Option<NaiveDate>,
    pub referent: String,
    pub referent_id: Option<WorkerId>,
    pub stage: Stage,
    pub since: Option<NaiveDate>,
    pub clocks: CaseClocks,
    /// When its last move was written down; the next one comes after.
    #[serde(skip)]
    #[ts(skip)]
    pub moved_at: i64,
}

/// A case given to another referent, by their names.
#[derive(Clone, Debug, Serialize, TS)]
pub struct Handover {
    /// Empty where nobody had it.
    pub from: String,
    pub to: String,
    pub note: String,
}

/// What belongs to one case alone.
#[derive(Clone, Debug, Serialize, TS)]
pub struct CaseFile {
    /// What the person did when they left, and why: as the last leaving has it, or the closing where they never left.
    pub exit: Option<ExitKind>,
    pub reason: String,
    pub needs: Vec<NeedView>,
    pub plan: Option<PlanView>,
    pub referrals: Vec<ReferralLine>,
}

/// The present one first.
pub(super) fn cases(db: &Connection, of: &Of) -> Result<Vec<CaseView>, Error> {
    let sql = format!(
        "SELECT c.id, c.origin_kind, c.origin_detail, c.opened_on,
                 coalesce((SELECT w.name FROM worker w WHERE w.id = c.referent), ''), m.to_stage, m.on_day,
                 coalesce(m.at, 0), {CLOCKS}, c.referent AS referent_id
               FROM case_file c LEFT JOIN case_move m ON m.ix = (
                 SELECT x.ix FROM case_move x WHERE x.case_file = c.id AND x.undone = 0
                 ORDER BY x.on_day DESC, x.at DESC, x.id DESC LIMIT 1) {EXIT}
               WHERE c.person IN (SELECT id FROM person WHERE id = ?1 OR merged_into = ?1) AND c.opened_on IS NOT NULL
               ORDER BY c.opened_on DESC, c.id DESC"
    );
    list(db, &sql, of, |row| {
        Ok(CaseView {
            id: CaseId(row.get(0)?),
            origin: word(row, 1, OriginKind::from_code)?,
            origin_detail: row.get(2)?,
            opened_on: row.get(3)?,
            referent: row.get(4)?,
            referent_id: row.get::<_, Option<Uuid>>("referent_id")?.map(WorkerId),
            stage: word(row, 5, Stage::from_code)?.unwrap_or(Stage::Spotted),
            since: row.get::<_, Option<NaiveDate>>(6)?.or(row.get(3)?),
            moved_at: row.get(7)?,
            clocks: clocks(row, 8)?,
        })
    })
}

fn ending(db: &Connection, case: CaseId) -> Result<(Option<ExitKind>, String), Error> {
    // Whoever left and whose case was closed afterwards left to what was said on leaving.
    let sql = "SELECT exit_kind, reason FROM case_move WHERE case_file = ?1 AND undone = 0 AND to_stage IN ('left', 'closed')
               ORDER BY exit_kind = '', on_day DESC, at DESC, id DESC LIMIT 1";
    let read = |row: &Row<'_>| Ok((word(row, 0, ExitKind::from_code)?, row.get(1)?));
    Ok(db.prepare_cached(sql)?.query_row([blob(&case.0)], read).optional()?.unwrap_or_default())
}

impl Vault {
    /// What belongs to one case of a person. [`Error::NotFound`] when they have no such case.
    pub fn case_of(&self, person: PersonId, case: CaseId, today: NaiveDate) -> Result<CaseFile, Error> {
        self.read(|db| {
            let sql = "SELECT 1 FROM case_file WHERE id = ?2 AND opened_on IS NOT NULL
                       AND person IN (SELECT id FROM person WHERE id = ?1 OR merged_into = ?1)";
            db.prepare_cached(sql)?.query_row(params![blob(&person.0), blob(&case.0)], |_| Ok(()))?;
            let (exit, reason) = ending(db, case)?;
            let sql = format!(
                "SELECT {LINE} WHERE r.person IN (SELECT id FROM person WHERE id = ?1 OR merged_into = ?1)
                   AND r.case_file = ?2 AND r.removed = 0 ORDER BY r.ix DESC"
            );
            let mut statement = db.prepare_cached(&sql)?;
            let rows = statement
                .query_map(params![blob(&person.0), blob(&case.0)], |row| referral_line(row, today))?;
            let referrals = rows.collect::<Result<_, _>>()?;
            let (needs, plan) = (needs(db, Some(&case.0))?, plan_of(db, &person.0, &case.0)?);
            Ok(CaseFile { exit, reason, needs, plan, referrals })
        })
    }

    /// The stage in which an ended case stood before it ended: the last one of its moves that is no ending.
    pub fn stage_before_end(&self, case: CaseId) -> Result<Stage, Error> {
        self.read(|db| {
            let sql = "SELECT to_stage FROM case_move WHERE case_file = ?1 AND undone = 0
                         AND to_stage NOT IN ('left', 'closed')
                       ORDER BY on_day DESC, at DESC, id DESC LIMIT 1";
            let read = |row: &Row<'_>| word(row, 0, Stage::from_code);
            let found = db.prepare_cached(sql)?.query_row([blob(&case.0)], read).optional()?;
            Ok(found.flatten().unwrap_or(Stage::Spotted))
        })
    }
}
