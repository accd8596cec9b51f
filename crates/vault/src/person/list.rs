//! The list of people: filters and sorts, a page at a time, served by indexes.

use chrono::{Months, NaiveDate};
use passerelle_domain::case::Stage;
use passerelle_domain::id::{CustomFieldId, PersonId};
use passerelle_domain::person::birth::{AgeRange, Birth};
use rusqlite::types::Value as Sql;
use rusqlite::{Connection, Row, params_from_iter};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::search::prefixes;
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
#[derive(Clone, Debug, Default, Serialize, Deserialize, TS)]
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
    pub min_age: Option<u8>,
    pub max_age: Option<u8>,
    /// No contact with the person themself for so many days, counted from the case's opening where there was none yet.
    pub quiet_days: Option<u16>,
    /// What a field of the team says, to the letter.
    pub custom: Option<CustomIs>,
}

/// A field of the team with the value that is looked for.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
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
}

#[derive(Clone, Debug, Serialize, TS)]
pub struct PeoplePage {
    pub total: u32,
    pub lines: Vec<PersonLine>,
}

pub(crate) const COLUMNS: &str = "p.id, p.given_name, p.family_name, p.birth, p.phone, p.commune, p.qpv, p.stage,
    coalesce((SELECT w.name FROM worker w WHERE w.id = p.referent), ''), p.last_contact, p.last_attempt, p.demo";

pub(crate) fn line(row: &Row<'_>, today: NaiveDate) -> rusqlite::Result<PersonLine> {
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
    })
}

struct Narrow {
    sql: String,
    values: Vec<Sql>,
}

impl Narrow {
    fn and(&mut self, sql: &str, value: Sql) {
        self.sql.push_str(" AND ");
        self.sql.push_str(sql);
        self.values.push(value);
    }
}

/// The youngest births of an age: born after `today - (age + 1) years`.
fn years_before(today: NaiveDate, years: u32) -> String {
    today.checked_sub_months(Months::new(years * 12)).unwrap_or(NaiveDate::MIN).to_string()
}

/// A stage's place in the order of the work, as the column `stage_rank` has it.
fn rank(stage: Stage) -> i64 {
    let before = Stage::ALL.iter().take_while(|other| **other != stage).count();
    i64::try_from(before).unwrap_or(0) + 1
}

fn narrow(filter: &PeopleFilter, today: NaiveDate) -> Narrow {
    let words = prefixes(&filter.text);
    // With words, or a field of the team, its index leads, and what it costs grows with what it finds; the sign keeps the
    // others out.
    let led = !words.is_empty() || filter.custom.is_some();
    let base = if led { "+p.away = 0" } else { "p.away = 0" };
    let mut narrow = Narrow { sql: base.to_owned(), values: Vec::new() };
    if !words.is_empty() {
        narrow.and("p.ix IN (SELECT rowid FROM person_words WHERE person_words MATCH ?)", Sql::Text(words));
    }
    if let Some(custom) = &filter.custom {
        let sql = "p.id IN (SELECT coalesce(q.merged_into, q.id) FROM custom_value v JOIN person q ON q.id = v.person
                   WHERE v.custom_field = ? AND v.value = ?)";
        narrow.and(sql, Sql::Blob(custom.field.0.as_bytes().to_vec()));
        narrow.values.push(Sql::Text(custom.value.clone()));
    }
    if let Some(stage) = filter.stage {
        narrow.and("p.stage_rank = ?", Sql::Integer(rank(stage)));
    }
    if !filter.commune.is_empty() {
        narrow.and("p.commune = ?", Sql::Text(filter.commune.clone()));
    }
    if filter.in_qpv {
        narrow.sql.push_str(" AND p.qpv <> ''");
    }
    if filter.mine {
        let sql = "p.referent = (SELECT id FROM worker WHERE ix = ?)";
        narrow.and(sql, Sql::Integer(1));
    }
    if let Some(age) = filter.min_age {
        // A year or a month alone counts as soon as the person can be that old.
        narrow.and(
            "p.birth <> '' AND substr(p.birth || '-01-01', 1, 10) <= ?",
            Sql::Text(years_before(today, u32::from(age))),
        );
    }
    if let Some(age) = filter.max_age {
        narrow.and(
            "p.birth <> '' AND substr(p.birth || '-12-31', 1, 10) > ?",
            Sql::Text(years_before(today, u32::from(age) + 1)),
        );
    }
    if let Some(days) = filter.quiet_days {
        let limit = today - chrono::Days::new(u64::from(days));
        narrow.and("p.quiet_since < ?", Sql::Text(limit.to_string()));
    }
    narrow
}

fn order(sort: PeopleSort, descending: bool) -> &'static str {
    match (sort, descending) {
        (PeopleSort::Name, false) => "p.sort_name, p.ix",
        (PeopleSort::Name, true) => "p.sort_name DESC, p.ix DESC",
        (PeopleSort::LastContact, false) => "p.last_contact, p.sort_name, p.ix",
        (PeopleSort::LastContact, true) => "p.last_contact DESC, p.sort_name DESC, p.ix DESC",
        (PeopleSort::Commune, false) => "p.commune, p.sort_name, p.ix",
        (PeopleSort::Commune, true) => "p.commune DESC, p.sort_name DESC, p.ix DESC",
        (PeopleSort::Stage, false) => "p.stage_rank, p.sort_name, p.ix",
        (PeopleSort::Stage, true) => "p.stage_rank DESC, p.sort_name DESC, p.ix DESC",
    }
}

fn page(
    db: &Connection,
    filter: &PeopleFilter,
    sort: (PeopleSort, bool),
    window: (u32, u32),
    today: NaiveDate,
) -> Result<PeoplePage, Error> {
    let narrow = narrow(filter, today);
    let total = db
        .prepare_cached(&format!("SELECT count(*) FROM person p WHERE {}", narrow.sql))?
        .query_row(params_from_iter(narrow.values.iter()), |row| row.get(0))?;
    let sql = format!(
        "SELECT {COLUMNS} FROM person p WHERE {} ORDER BY {} LIMIT {} OFFSET {}",
        narrow.sql,
        order(sort.0, sort.1),
        window.1.min(500),
        window.0
    );
    let mut statement = db.prepare_cached(&sql)?;
    let rows = statement.query_map(params_from_iter(narrow.values.iter()), |row| line(row, today))?;
    Ok(PeoplePage { total, lines: rows.collect::<Result<_, _>>()? })
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
        self.read(|db| page(db, filter, (sort, descending), (offset, limit), today))
    }

    /// The communes people live in, for the filter.
    pub fn communes(&self) -> Result<Vec<String>, Error> {
        self.read(|db| {
            let sql = "SELECT DISTINCT commune FROM person WHERE away = 0 AND commune <> '' ORDER BY commune";
            let mut statement = db.prepare_cached(sql)?;
            let rows = statement.query_map([], |row| row.get(0))?;
            Ok(rows.collect::<Result<_, _>>()?)
        })
    }
}
