//! What hours of social clauses are counted from: every works site, and the lines of hours on them.

use chrono::NaiveDate;
use passerelle_domain::id::{PersonId, WorksSiteId};
use passerelle_domain::programme::clause::{Clause, ClauseWorks};
use passerelle_domain::report::facts::Names;
use passerelle_domain::report::hours::{HoursFact, SiteFact};
use rusqlite::{Connection, Row};
use serde::Serialize;
use serde_json::json;
use ts_rs::TS;
use uuid::Uuid;

use crate::derive::LIMITED;
use crate::works::{ClauseHoursLine, hours_line};
use crate::{Error, Vault};

/// One line of hours behind a figure.
#[derive(Clone, Debug, Serialize, TS)]
pub struct SiteHoursLine {
    pub site: WorksSiteId,
    pub site_name: String,
    pub line: ClauseHoursLine,
}

/// A page of the hours behind a figure, the latest first.
#[derive(Clone, Debug, Serialize, TS)]
pub struct SiteHoursPage {
    pub total: u32,
    /// Of all its lines.
    #[ts(type = "number")]
    pub minutes: u64,
    pub lines: Vec<SiteHoursLine>,
}

fn sites(db: &Connection, names: &mut Names) -> Result<Vec<SiteFact>, Error> {
    let sql = "SELECT id, name, works, total_hours, percent, opens_on, closes_on, demo FROM works_site
               WHERE removed = 0 AND name <> ''";
    let mut statement = db.prepare_cached(sql)?;
    let mut rows = statement.query([])?;
    let mut sites = Vec::new();
    while let Some(row) = rows.next()? {
        let id: Uuid = row.get(0)?;
        names.sites.insert(id, row.get(1)?);
        let works = ClauseWorks::from_code(&row.get::<_, String>(2)?).unwrap_or(ClauseWorks::Operation);
        let percent = row.get::<_, Option<i64>>(4)?.and_then(|percent| percent.try_into().ok());
        let total_hours = row.get::<_, i64>(3)?.try_into().unwrap_or_default();
        sites.push(SiteFact {
            id: WorksSiteId(id),
            clause: Clause { works, total_hours, percent },
            opens_on: row.get(5)?,
            closes_on: row.get(6)?,
            demo: row.get(7)?,
        });
    }
    Ok(sites)
}

/// Lines until a day in the order of their sites, and the number of the row of each.
fn lines(db: &Connection, until: NaiveDate) -> Result<(Vec<HoursFact>, Vec<i64>), Error> {
    let sql = "SELECT h.ix, h.site, coalesce(p.merged_into, h.person), h.on_day, h.minutes
      FROM clause_hours h LEFT JOIN person p ON p.id = h.person
      WHERE h.removed = 0 AND h.site IS NOT NULL AND h.on_day <= ?1 ORDER BY h.site, h.on_day";
    let (mut facts, mut numbers) = (Vec::new(), Vec::new());
    let mut statement = db.prepare_cached(sql)?;
    let mut rows = statement.query([until])?;
    while let Some(row) = rows.next()? {
        numbers.push(row.get(0)?);
        facts.push(HoursFact {
            site: WorksSiteId(row.get(1)?),
            person: row.get::<_, Option<Uuid>>(2)?.map(PersonId),
            on: row.get(3)?,
            minutes: row.get::<_, i64>(4)?.try_into().unwrap_or_default(),
        });
    }
    Ok((facts, numbers))
}

/// The name of whoever worked, unless the use of their file is limited: then the hours are the site's and nobody's.
const SHOWN: &str =
    "SELECT h.id, h.employer, coalesce(p.merged_into, h.person), h.on_day, h.minutes, h.contract,
    coalesce(trim(k.given_name || ' ' || k.family_name), ''), h.site, s.name
  FROM json_each(?1) f CROSS JOIN clause_hours h ON h.ix = f.value CROSS JOIN works_site s ON s.id = h.site
  LEFT JOIN person p ON p.id = h.person
  LEFT JOIN person k ON k.id = coalesce(p.merged_into, p.id) AND k.removed = 0 AND k.aside & ?2 = 0
  ORDER BY h.on_day DESC, h.ix DESC";

fn shown(row: &Row<'_>) -> rusqlite::Result<SiteHoursLine> {
    Ok(SiteHoursLine { site: WorksSiteId(row.get(7)?), site_name: row.get(8)?, line: hours_line(row)? })
}

impl Vault {
    /// Answers one question to the sites and their lines until a day, in one read transaction.
    pub fn site_hours<T>(
        &self,
        until: NaiveDate,
        question: impl FnOnce(&[SiteFact], &[HoursFact], &Names) -> T,
    ) -> Result<T, Error> {
        self.read(|db| {
            let mut names = Names::default();
            let sites = sites(db, &mut names)?;
            let (lines, _) = lines(db, until)?;
            Ok(question(&sites, &lines, &names))
        })
    }

    /// The lines that a choice among all of them until a day takes: a page of them, the latest first.
    pub fn site_hours_page(
        &self,
        until: NaiveDate,
        (offset, limit): (u32, u32),
        choose: impl FnOnce(&[SiteFact], &[HoursFact]) -> Vec<usize>,
    ) -> Result<SiteHoursPage, Error> {
        self.read(|db| {
            let sites = sites(db, &mut Names::default())?;
            let (lines, numbers) = lines(db, until)?;
            let chosen = choose(&sites, &lines);
            let mut found: Vec<(NaiveDate, i64)> = Vec::with_capacity(chosen.len());
            let mut minutes = 0_u64;
            for place in chosen {
                if let (Some(line), Some(number)) = (lines.get(place), numbers.get(place)) {
                    found.push((line.on, *number));
                    minutes += u64::from(line.minutes);
                }
            }
            found.sort_unstable_by(|one, other| other.cmp(one));
            let window = found.iter().skip(offset as usize).take(limit as usize).map(|(_, number)| number);
            let window = json!(window.collect::<Vec<_>>()).to_string();
            let mut statement = db.prepare_cached(SHOWN)?;
            let rows = statement.query_map((window, LIMITED), shown)?;
            let total = u32::try_from(found.len()).unwrap_or(u32::MAX);
            Ok(SiteHoursPage { total, minutes, lines: rows.collect::<Result<_, _>>()? })
        })
    }
}
