//! Works sites with the hours of their clauses: the list with what is due and done, and one site in full.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use passerelle_domain::id::{ClauseHoursId, PersonId, ProgrammeId, WorksSiteId};
use passerelle_domain::programme::clause::{ClauseHours, ClauseStand, ClauseWorks, by_whom};
use passerelle_domain::works::WorksSiteDraft;
use passerelle_domain::works::hours::{ClauseContract, ClauseHoursDraft};
use rusqlite::{Connection, Row, params};
use serde::Serialize;
use ts_rs::TS;
use uuid::Uuid;

use crate::row::blob;
use crate::{Error, Vault};

/// One site in the list.
#[derive(Clone, Debug, Serialize, TS)]
pub struct WorksSiteLine {
    pub id: WorksSiteId,
    pub demo: bool,
    pub name: String,
    pub owner: String,
    pub qpv: String,
    pub commune: String,
    pub opens_on: Option<NaiveDate>,
    pub closes_on: Option<NaiveDate>,
    pub programme: Option<ProgrammeId>,
    pub stand: ClauseStand,
}

/// One line of hours. Whoever worked them has a name while their file is there.
#[derive(Clone, Debug, Serialize, TS)]
pub struct ClauseHoursLine {
    pub id: ClauseHoursId,
    pub what: ClauseHoursDraft,
    pub person_name: String,
}

/// Minutes of one employer up to today.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
pub struct EmployerMinutes {
    pub employer: String,
    #[ts(type = "number")]
    pub minutes: u64,
}

/// One site in full.
#[derive(Clone, Debug, Serialize, TS)]
pub struct WorksSiteFile {
    pub id: WorksSiteId,
    pub demo: bool,
    pub what: WorksSiteDraft,
    pub stand: ClauseStand,
    /// The least share of the charter for these works, in percent.
    pub charter_percent: u8,
    /// The name of the offer by which young people are referred there.
    pub programme_name: String,
    /// The largest share first.
    pub employers: Vec<EmployerMinutes>,
    /// Hours of young people who are followed here, in minutes.
    #[ts(type = "number")]
    pub followed_minutes: u64,
    /// How many of them.
    pub followed: u32,
    /// The latest first.
    pub hours: Vec<ClauseHoursLine>,
}

/// Lines of one site, the latest first; the sites that are asked for by their number in a list.
const HOURS: &str =
    "SELECT h.id, h.employer, coalesce(p.merged_into, h.person), h.on_day, h.minutes, h.contract,
    coalesce((SELECT trim(k.given_name || ' ' || k.family_name) FROM person k
              WHERE k.id = coalesce(p.merged_into, p.id) AND k.removed = 0), '')
  FROM clause_hours h LEFT JOIN person p ON p.id = h.person
  WHERE h.site = ?1 AND h.removed = 0 AND h.on_day IS NOT NULL ORDER BY h.on_day DESC, h.ix DESC";

fn draft(row: &Row<'_>) -> rusqlite::Result<WorksSiteDraft> {
    let works = ClauseWorks::from_code(&row.get::<_, String>("works")?);
    Ok(WorksSiteDraft {
        name: row.get("name")?,
        works: works.unwrap_or(ClauseWorks::Operation),
        total_hours: row.get::<_, i64>("total_hours")?.try_into().unwrap_or_default(),
        percent: row.get::<_, Option<i64>>("percent")?.and_then(|percent| percent.try_into().ok()),
        owner: row.get("owner")?,
        contract: row.get("contract")?,
        qpv: row.get("qpv")?,
        commune: row.get("commune")?,
        opens_on: row.get("opens_on")?,
        closes_on: row.get("closes_on")?,
        programme: row.get::<_, Option<Uuid>>("programme")?.map(ProgrammeId),
        note: row.get("note")?,
    })
}

/// Reads a line of hours whose columns come first: id, employer, person, day, minutes, contract, name.
pub(crate) fn hours_line(row: &Row<'_>) -> rusqlite::Result<ClauseHoursLine> {
    let what = ClauseHoursDraft {
        employer: row.get(1)?,
        person: row.get::<_, Option<Uuid>>(2)?.map(PersonId),
        on: row.get(3)?,
        minutes: row.get::<_, i64>(4)?.try_into().unwrap_or_default(),
        contract: ClauseContract::from_code(&row.get::<_, String>(5)?),
    };
    Ok(ClauseHoursLine { id: ClauseHoursId(row.get(0)?), what, person_name: row.get(6)? })
}

fn hours(db: &Connection, site: WorksSiteId) -> Result<Vec<ClauseHoursLine>, Error> {
    let mut statement = db.prepare_cached(HOURS)?;
    let rows = statement.query_map([blob(&site.0)], hours_line)?;
    Ok(rows.collect::<Result<_, _>>()?)
}

fn file(db: &Connection, id: WorksSiteId, today: NaiveDate) -> Result<WorksSiteFile, Error> {
    let sql = "SELECT s.*, coalesce(g.name, '') AS programme_name FROM works_site s
               LEFT JOIN programme g ON g.id = s.programme WHERE s.id = ?1 AND s.removed = 0";
    let mut statement = db.prepare_cached(sql)?;
    let read = |row: &Row<'_>| Ok((draft(row)?, row.get("demo")?, row.get("programme_name")?));
    let (what, demo, programme_name) = statement.query_row([blob(&id.0)], read)?;
    let hours = hours(db, id)?;
    let done: Vec<ClauseHours<&str>> = hours
        .iter()
        .map(|line| ClauseHours {
            by: line.what.employer.as_str(),
            on: line.what.on,
            minutes: line.what.minutes,
        })
        .collect();
    let mut employers: Vec<EmployerMinutes> = by_whom(&done, today)
        .into_iter()
        .map(|(employer, minutes)| EmployerMinutes { employer: employer.to_owned(), minutes })
        .collect();
    employers.sort_by(|a, b| b.minutes.cmp(&a.minutes).then_with(|| a.employer.cmp(&b.employer)));
    let followed = hours.iter().filter_map(|line| Some((line.what.person?, line.what.minutes)));
    let people: BTreeSet<PersonId> = followed.clone().map(|(person, _)| person).collect();
    Ok(WorksSiteFile {
        id,
        demo,
        stand: what.clause().stand(&done, today),
        charter_percent: what.works.percent(),
        programme_name,
        employers,
        followed_minutes: followed.map(|(_, minutes)| u64::from(minutes)).sum(),
        followed: u32::try_from(people.len()).unwrap_or(u32::MAX),
        what,
        hours,
    })
}

impl Vault {
    /// The works sites that are under way or to come first, the one that ends soonest on top, then those that are over.
    pub fn works_sites(&self, today: NaiveDate) -> Result<Vec<WorksSiteLine>, Error> {
        self.read(|db| {
            let sql = "SELECT s.*, coalesce((SELECT sum(h.minutes) FROM clause_hours h
                         WHERE h.site = s.id AND h.removed = 0 AND h.on_day <= ?1), 0) AS done
                       FROM works_site s WHERE s.removed = 0 AND s.name <> ''
                       ORDER BY s.closes_on, s.name, s.ix";
            let mut statement = db.prepare_cached(sql)?;
            let rows = statement.query_map(params![today], |row| {
                let what = draft(row)?;
                let done = row.get::<_, i64>("done")?.try_into().unwrap_or_default();
                Ok(WorksSiteLine {
                    id: WorksSiteId(row.get("id")?),
                    demo: row.get("demo")?,
                    stand: what.clause().stand_of(done),
                    name: what.name,
                    owner: what.owner,
                    qpv: what.qpv,
                    commune: what.commune,
                    opens_on: what.opens_on,
                    closes_on: what.closes_on,
                    programme: what.programme,
                })
            })?;
            let mut lines: Vec<WorksSiteLine> = rows.collect::<Result<_, _>>()?;
            let ends = |line: &WorksSiteLine| line.closes_on.unwrap_or(NaiveDate::MAX);
            lines.sort_by_key(|line| (line.closes_on.is_some_and(|day| day < today), ends(line)));
            Ok(lines)
        })
    }

    /// One site. [`Error::NotFound`] where it is not there or was taken out.
    pub fn works_site(&self, id: WorksSiteId, today: NaiveDate) -> Result<WorksSiteFile, Error> {
        self.read(|db| file(db, id, today))
    }

    /// The site that a line of hours is on. [`Error::NotFound`] where the line is not there or was taken out.
    pub fn works_site_of(&self, id: ClauseHoursId) -> Result<WorksSiteId, Error> {
        self.read(|db| {
            let sql = "SELECT site FROM clause_hours WHERE id = ?1 AND removed = 0";
            let site: Option<Uuid> = db.prepare_cached(sql)?.query_row([blob(&id.0)], |row| row.get(0))?;
            site.map(WorksSiteId).ok_or(Error::NotFound)
        })
    }

    /// The rows of a site and its hours, what was taken out included.
    pub fn works_site_rows(&self, id: WorksSiteId) -> Result<BTreeSet<Uuid>, Error> {
        self.read(|db| {
            let sql = "SELECT id FROM works_site WHERE id = ?1
                       UNION ALL SELECT id FROM clause_hours WHERE site = ?1";
            let mut statement = db.prepare_cached(sql)?;
            let rows = statement.query_map([blob(&id.0)], |row| row.get(0))?;
            Ok(rows.collect::<Result<_, _>>()?)
        })
    }
}
