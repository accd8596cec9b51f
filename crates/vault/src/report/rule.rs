//! The rules of positive exits that the team wrote down.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use passerelle_domain::id::{OutcomeRuleId, ProgrammeId};
use passerelle_domain::programme::ProgrammeKind;
use passerelle_domain::report::outcome::{OutcomeRule, RuleFor};
use passerelle_domain::report::rule::{OutcomeRuleDraft, kinds_of};
use rusqlite::{Connection, Row};
use serde::Serialize;
use ts_rs::TS;
use uuid::Uuid;

use crate::row::blob;
use crate::{Error, Vault};

/// A rule in the list.
#[derive(Clone, Debug, Serialize, TS)]
pub struct OutcomeRuleLine {
    pub id: OutcomeRuleId,
    pub what: OutcomeRuleDraft,
    /// The name of the programme it is for, where it is for one.
    pub programme_name: String,
}

const COLUMNS: &str =
    "SELECT r.id, r.name, r.from_on, r.kind, r.programme, r.positive, coalesce(g.name, '') FROM outcome_rule r
     LEFT JOIN programme g ON g.id = r.programme WHERE r.removed = 0 AND r.from_on IS NOT NULL";

/// None where a newer version says for which exits it is, and this one cannot read it.
fn line(row: &Row<'_>) -> rusqlite::Result<Option<OutcomeRuleLine>> {
    let kind: String = row.get(3)?;
    let programme = row.get::<_, Option<Uuid>>(4)?.map(ProgrammeId);
    let of = match (programme, ProgrammeKind::from_code(&kind)) {
        (Some(programme), _) => RuleFor::Programme { programme },
        (None, Some(kind)) => RuleFor::Kind { kind },
        (None, None) if kind.is_empty() => RuleFor::All {},
        (None, None) => return Ok(None),
    };
    let what = OutcomeRuleDraft {
        name: row.get(1)?,
        from: row.get::<_, NaiveDate>(2)?,
        of,
        positive: kinds_of(&row.get::<_, String>(5)?),
    };
    Ok(Some(OutcomeRuleLine { id: OutcomeRuleId(row.get(0)?), what, programme_name: row.get(6)? }))
}

fn read(db: &Connection) -> Result<Vec<OutcomeRuleLine>, Error> {
    let mut statement = db.prepare_cached(COLUMNS)?;
    let rows = statement.query_map([], line)?;
    let lines: Vec<Option<OutcomeRuleLine>> = rows.collect::<Result<_, _>>()?;
    let mut lines: Vec<OutcomeRuleLine> = lines.into_iter().flatten().collect();
    lines.sort_by(|one, other| {
        other.what.from.cmp(&one.what.from).then_with(|| one.what.name.cmp(&other.what.name))
    });
    Ok(lines)
}

/// As figures ask for them.
pub(super) fn rules(db: &Connection) -> Result<Vec<OutcomeRule>, Error> {
    let rule = |OutcomeRuleLine { id, what, .. }: OutcomeRuleLine| OutcomeRule {
        id: Some(id),
        name: what.name,
        from: what.from,
        of: what.of,
        positive: what.positive,
    };
    Ok(read(db)?.into_iter().map(rule).collect())
}

impl Vault {
    /// Every rule, the one that began last on top.
    pub fn outcome_rules(&self) -> Result<Vec<OutcomeRuleLine>, Error> {
        self.read(read)
    }

    /// The rows of all rules, what was taken out included.
    pub fn outcome_rule_rows(&self) -> Result<BTreeSet<Uuid>, Error> {
        self.read(|db| {
            let mut statement = db.prepare_cached("SELECT id FROM outcome_rule")?;
            let rows = statement.query_map([], |row| row.get(0))?;
            Ok(rows.collect::<Result<_, _>>()?)
        })
    }

    /// One rule. [`Error::NotFound`] where it is not there or was taken out.
    pub fn outcome_rule(&self, id: OutcomeRuleId) -> Result<OutcomeRuleDraft, Error> {
        self.read(|db| {
            let mut statement = db.prepare_cached(&format!("{COLUMNS} AND r.id = ?1"))?;
            let found = statement.query_row([blob(&id.0)], line)?;
            found.map(|line| line.what).ok_or(Error::NotFound)
        })
    }
}
