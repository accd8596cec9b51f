//! The lines of a list behind a figure.

use std::collections::HashMap;

use chrono::NaiveDate;
use passerelle_domain::id::{ProgrammeId, ReferralId};
use serde::Serialize;
use ts_rs::TS;
use uuid::Uuid;

use crate::person::{PersonLine, by_number};
use crate::{Error, Vault};

/// A case or a referral that a figure counts: whose, by the number of their row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FigureUnit {
    pub person: i64,
    pub referral: Option<(ReferralId, ProgrammeId)>,
}

/// One line of a list behind a figure.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
pub struct FigureLine {
    pub person: PersonLine,
    /// Where the figure counts referrals.
    pub referral: Option<ReferralId>,
    /// What it is to; empty where the figure counts cases.
    pub programme: String,
}

/// A page of a list behind a figure; in all, as many lines as the figure counts.
#[derive(Clone, Debug, Serialize, TS)]
pub struct FigurePage {
    pub total: u32,
    pub lines: Vec<FigureLine>,
}

impl Vault {
    /// These units by the names of their people.
    pub fn figure_order(&self, mut units: Vec<FigureUnit>) -> Result<Vec<FigureUnit>, Error> {
        self.read_people(|_, columns| {
            let ranks = columns.ranks();
            let referral = |unit: &FigureUnit| unit.referral.map(|(referral, _)| referral);
            units.sort_by_key(|unit| (ranks.get(&unit.person).copied(), unit.person, referral(unit)));
            Ok(units)
        })
    }

    /// Their lines, in that order.
    pub fn figure_lines(&self, units: &[FigureUnit], today: NaiveDate) -> Result<Vec<FigureLine>, Error> {
        self.read(|db| {
            let mut people: Vec<i64> = units.iter().map(|unit| unit.person).collect();
            people.sort_unstable();
            people.dedup();
            let people = by_number(db, &people, today)?;
            let programmes: HashMap<Uuid, String> = if units.iter().any(|unit| unit.referral.is_some()) {
                let mut statement = db.prepare_cached("SELECT id, name FROM programme")?;
                let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
                rows.collect::<Result<_, _>>()?
            } else {
                HashMap::new()
            };
            let line = |unit: &FigureUnit| {
                let programme = unit.referral.and_then(|(_, programme)| programmes.get(&programme.0));
                Some(FigureLine {
                    person: people.get(&unit.person)?.clone(),
                    referral: unit.referral.map(|(referral, _)| referral),
                    programme: programme.cloned().unwrap_or_default(),
                })
            };
            Ok(units.iter().filter_map(line).collect())
        })
    }

    /// A window on the list of these units, by name.
    pub fn figure_page(
        &self,
        units: Vec<FigureUnit>,
        (offset, limit): (u32, u32),
        today: NaiveDate,
    ) -> Result<FigurePage, Error> {
        let units = self.figure_order(units)?;
        let total = u32::try_from(units.len()).unwrap_or(u32::MAX);
        let window: Vec<FigureUnit> = units.into_iter().skip(offset as usize).take(limit as usize).collect();
        Ok(FigurePage { total, lines: self.figure_lines(&window, today)? })
    }
}
