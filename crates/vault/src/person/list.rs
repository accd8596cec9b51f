//! The list of people: filters and sorts, a page at a time, with a fixed number of statements.

use std::collections::HashMap;

use chrono::NaiveDate;
use passerelle_domain::case::Stage;
use passerelle_domain::id::{CaseId, CustomFieldId, PersonId, WorkerId};
use passerelle_domain::person::birth::{AgeRange, Birth};
use rusqlite::{Connection, Row, params};
use serde::{Deserialize, Serialize};
use ts_rs::TS;
use uuid::Uuid;

use super::PersonFile;
use super::columns::{Beside, Columns};
use crate::derive::LIMITED;
use crate::row::{blob, list};
use crate::search::{folded, prefixes};
use crate::{Error, Vault};

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum PeopleSort {
    #[default]
    Name,
    LastContact,
    Commune,
    Stage,
}

/// Which people; what is left empty does not narrow.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(default, deny_unknown_fields)]
pub struct PeopleFilter {
    /// Words of the name, phone, commune or birth date; prefixes do.
    pub text: String,
    pub stage: Option<Stage>,
    pub commune: String,
    /// Only those whose address is in a priority neighbourhood.
    pub in_qpv: bool,
    /// Only those whose referent is this vault's worker.
    pub mine: bool,
    /// Only those whose referent this is.
    pub referent: Option<WorkerId>,
    /// Only those whom nobody follows.
    pub unassigned: bool,
    pub min_age: Option<u8>,
    pub max_age: Option<u8>,
    /// No contact with the person themself for so many days, counted from the case's opening where there was none yet.
    pub quiet_days: Option<u16>,
    /// Only those to be watched: nobody has reached them for 21 days, their file may soon be kept no longer, a partner's answer
    /// is late, or a task or a step of theirs is.
    pub watched: bool,
    /// Those as well whose file was put away or whose use is limited.
    pub aside: bool,
    /// What a field of the team says, to the letter.
    pub custom: Option<CustomIs>,
}

/// A field of the team with the value that is looked for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct CustomIs {
    pub field: CustomFieldId,
    pub value: String,
}

/// One line of the list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
pub struct PersonLine {
    pub id: PersonId,
    pub given_name: String,
    pub family_name: String,
    pub birth: String,
    pub age: Option<AgeRange>,
    pub phone: String,
    pub commune: String,
    pub qpv: String,
    pub stage: Option<Stage>,
    pub referent: String,
    pub last_contact: Option<NaiveDate>,
    pub last_attempt: Option<NaiveDate>,
    pub demo: bool,
    /// The smaller team whose file it is; none of the home team's.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub smaller: Option<String>,
}

#[derive(Clone, Debug, Serialize, TS)]
pub struct PeoplePage {
    pub total: u32,
    pub lines: Vec<PersonLine>,
}

/// The stages in which somebody waits to be reached.
pub(super) const REACHABLE: &[Stage] =
    &[Stage::Spotted, Stage::Contacting, Stage::Assessing, Stage::Planning, Stage::Following];

pub(super) const COLUMNS: &str = "p.id, p.given_name, p.family_name, p.birth, p.phone, p.commune, p.qpv, p.stage,
    coalesce((SELECT w.name FROM worker w WHERE w.id = p.referent), ''), p.last_contact, p.last_attempt, p.demo,
    (SELECT s.name FROM file_space f JOIN smaller_space s ON s.space = f.space WHERE f.person = p.id)";

pub(super) fn line(row: &Row<'_>, today: NaiveDate) -> rusqlite::Result<PersonLine> {
    let birth: String = row.get(3)?;
    let day = |text: String| text.parse().ok();
    Ok(PersonLine {
        id: PersonId(row.get(0)?),
        given_name: row.get(1)?,
        family_name: row.get(2)?,
        age: Birth::parse(&birth).ok().map(|birth| birth.age_on(today)),
        birth,
        phone: row.get(4)?,
        commune: row.get(5)?,
        qpv: row.get(6)?,
        stage: Stage::from_code(&row.get::<_, String>(7)?),
        referent: row.get(8)?,
        last_contact: day(row.get(9)?),
        last_attempt: day(row.get(10)?),
        demo: row.get(11)?,
        smaller: row.get(12)?,
    })
}

/// The lines of people by their number in the table.
pub(crate) fn by_number(
    db: &Connection,
    people: &[i64],
    today: NaiveDate,
) -> Result<HashMap<i64, PersonLine>, Error> {
    let sql = format!("SELECT {COLUMNS}, p.ix FROM json_each(?1) f CROSS JOIN person p ON p.ix = f.value");
    let mut statement = db.prepare_cached(&sql)?;
    let rows = statement.query_map([list(people)], |row| Ok((row.get::<_, i64>(13)?, line(row, today)?)))?;
    Ok(rows.collect::<rusqlite::Result<HashMap<i64, PersonLine>>>()?)
}

/// The same in that order.
fn lines(db: &Connection, people: &[i64], today: NaiveDate) -> Result<Vec<PersonLine>, Error> {
    let mut found = by_number(db, people, today)?;
    Ok(people.iter().filter_map(|ix| found.remove(ix)).collect())
}

/// A window on everybody by name, answered by indexes: what the list shows first is there before the columns are.
fn everybody(
    db: &Connection,
    descending: bool,
    (offset, limit): (u32, u32),
    today: NaiveDate,
) -> Result<PeoplePage, Error> {
    // Counted by what is not shown, which is little: to count what is would read the index of the list to its end. The plus
    // leads those who stand aside to an index of their own.
    let sql = "SELECT (SELECT count(*) FROM person) - (SELECT count(*) FROM person WHERE away = 1)
                 - (SELECT count(*) FROM person WHERE aside > 0 AND +away = 0)";
    let total = db.prepare_cached(sql)?.query_row([], |row| row.get(0))?;
    let turn = if descending { "DESC" } else { "ASC" };
    let sql = format!(
        "SELECT {COLUMNS} FROM person p WHERE p.away = 0 AND p.aside = 0
         ORDER BY p.sort_name {turn}, p.ix {turn} LIMIT ?1 OFFSET ?2"
    );
    let mut statement = db.prepare_cached(&sql)?;
    let lines = statement.query_map([limit, offset], |row| line(row, today))?;
    Ok(PeoplePage { total, lines: lines.collect::<rusqlite::Result<_>>()? })
}

/// Those whose words begin with what was typed, by their number in the table; none when nothing was.
fn named(db: &Connection, text: &str) -> Result<Option<Vec<i64>>, Error> {
    let words = prefixes(text);
    if words.is_empty() {
        return Ok(None);
    }
    let sql = "SELECT rowid FROM person_words WHERE person_words MATCH ?1";
    let mut statement = db.prepare_cached(sql)?;
    let rows = statement.query_map([words], |row| row.get(0))?;
    Ok(Some(rows.collect::<Result<_, _>>()?))
}

/// Those in whose files a field of the team says something, by their number in the table; none when none is asked for.
fn saying(db: &Connection, custom: Option<&CustomIs>) -> Result<Option<Vec<i64>>, Error> {
    let Some(custom) = custom else { return Ok(None) };
    let sql = "SELECT coalesce(k.ix, p.ix) FROM custom_value v JOIN person p ON p.id = v.person
               LEFT JOIN person k ON k.id = p.merged_into WHERE v.custom_field = ?1 AND v.value = ?2";
    let mut statement = db.prepare_cached(sql)?;
    let rows = statement.query_map(params![blob(&custom.field.0), custom.value], |row| row.get(0))?;
    Ok(Some(rows.collect::<Result<_, _>>()?))
}

/// Who waits for something that is late: a partner's answer, a task, a step of a plan that goes on.
fn late(db: &Connection, today: NaiveDate) -> Result<Vec<i64>, Error> {
    // That a draft is none of these kinds is said for the index, whose order begins with it.
    let sql = "SELECT coalesce(k.ix, p.ix) FROM (
                 SELECT person FROM referral WHERE hidden = 0 AND due_on <> '' AND due_kind <> 'and_now'
                   AND (due_kind = 'finish_draft') = 0 AND due_on < ?1 AND due_kind IN ('acknowledge', 'answer', 'waitlist_news')
                 UNION ALL SELECT person FROM task WHERE done_on IS NULL AND due_on < ?1 AND removed = 0
                 UNION ALL SELECT s.person FROM step s LEFT JOIN plan l ON l.id = s.plan
                   WHERE s.done_on IS NULL AND s.dropped_on IS NULL AND s.removed = 0 AND s.due_on < ?1
                   AND l.closed_on IS NULL) f
               JOIN person p ON p.id = f.person LEFT JOIN person k ON k.id = p.merged_into";
    let mut statement = db.prepare_cached(sql)?;
    let rows = statement.query_map([today.to_string()], |row| row.get(0))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// The people whom nobody has reached, the longest first, and how many they are in all.
pub(crate) fn quiet(
    db: &Connection,
    columns: &Columns,
    before: NaiveDate,
    limit: u32,
    today: NaiveDate,
) -> Result<PeoplePage, Error> {
    let found = columns.quiet(REACHABLE, before, limit);
    Ok(PeoplePage { total: found.total, lines: lines(db, &found.people, today)? })
}

/// Who follows somebody, and whether the use of their file is limited: what decides whether a reason is asked before it opens.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Whose {
    /// In whose file the person is shown.
    pub person: PersonId,
    pub referent: Option<WorkerId>,
    pub limited: bool,
}

impl From<&PersonFile> for Whose {
    fn from(file: &PersonFile) -> Self {
        let referent = file.cases.first().and_then(|case| case.referent_id);
        Whose { person: file.id, referent, limited: file.limited }
    }
}

impl Vault {
    /// A page of the list: how many there are in all, and at most 500 of them from `offset`.
    pub fn people(
        &self,
        filter: &PeopleFilter,
        sort: PeopleSort,
        descending: bool,
        offset: u32,
        limit: u32,
        today: NaiveDate,
    ) -> Result<PeoplePage, Error> {
        self.page(filter, (sort, descending), (offset, limit.min(500)), today)
    }

    /// The people of a window on those whom a filter shows, and how many they are in all.
    pub(super) fn page(
        &self,
        filter: &PeopleFilter,
        sort: (PeopleSort, bool),
        window: (u32, u32),
        today: NaiveDate,
    ) -> Result<PeoplePage, Error> {
        if sort.0 == PeopleSort::Name && *filter == PeopleFilter::default() && !self.has_columns() {
            return self.read_between(|db| everybody(db, sort.1, window, today));
        }
        self.read_people(|db, columns| {
            let me = crate::open::worker(db)?;
            let mut named = named(db, &filter.text)?;
            if let (true, Some(named)) = (filter.aside, named.as_mut()) {
                named.extend(columns.aside(&folded(&filter.text)));
            }
            let among = [named, saying(db, filter.custom.as_ref())?];
            let watched = if filter.watched { late(db, today)? } else { Vec::new() };
            let beside = Beside { among: among.into_iter().flatten().collect(), watched };
            let found = columns.page(filter, &beside, me.0, sort, window, today);
            Ok(PeoplePage { total: found.total, lines: lines(db, &found.people, today)? })
        })
    }

    /// The communes people live in, for the filter.
    pub fn communes(&self) -> Result<Vec<String>, Error> {
        self.read_people(|_, columns| Ok(columns.communes()))
    }

    /// In whose file a person is shown, and the present case there: all that most acts are decided from.
    /// [`Error::NotFound`] when nobody has this id or they were removed.
    pub fn present(&self, person: PersonId) -> Result<(PersonId, Option<CaseId>), Error> {
        self.read(|db| {
            let sql =
                "SELECT r.id, r.case_file FROM person p JOIN person r ON r.id = coalesce(p.merged_into, p.id)
                       WHERE p.id = ?1 AND r.removed = 0";
            let read =
                |row: &Row<'_>| Ok((PersonId(row.get(0)?), row.get::<_, Option<Uuid>>(1)?.map(CaseId)));
            Ok(db.prepare_cached(sql)?.query_row([blob(&person.0)], read)?)
        })
    }

    /// Whose file a person is shown in, and who follows them. [`Error::NotFound`] as by [`Vault::present`].
    pub fn whose(&self, person: PersonId) -> Result<Whose, Error> {
        self.read(|db| {
            let sql =
                "SELECT r.id, r.referent, r.aside FROM person p JOIN person r ON r.id = coalesce(p.merged_into, p.id)
                       WHERE p.id = ?1 AND r.removed = 0";
            let read = |row: &Row<'_>| {
                Ok(Whose {
                    person: PersonId(row.get(0)?),
                    referent: row.get::<_, Option<Uuid>>(1)?.map(WorkerId),
                    limited: row.get::<_, u8>(2)? & LIMITED != 0,
                })
            };
            Ok(db.prepare_cached(sql)?.query_row([blob(&person.0)], read)?)
        })
    }

    /// Answers one question in one read transaction, with the columns of everyone beside it.
    pub(crate) fn read_people<T>(
        &self,
        question: impl FnOnce(&Connection, &Columns) -> Result<T, Error>,
    ) -> Result<T, Error> {
        // Held until the answer: a commit in between is followed afterwards, so that none is missed.
        let mut columns = self.columns();
        self.read(|db| {
            let columns = match columns.as_mut() {
                Some(columns) => columns,
                None => columns.insert(Columns::read(db)?),
            };
            question(db, columns)
        })
    }
}
