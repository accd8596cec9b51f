//! The list whole, for what leaves as a table: everybody whom the filters show, or those who were selected.

use chrono::NaiveDate;
use passerelle_domain::id::PersonId;
use rusqlite::params;
use serde_json::json;

use super::list::{COLUMNS, PeopleFilter, PeopleSort, PersonLine, line};
use crate::{Error, Vault};

impl Vault {
    /// Everybody whom a filter shows, in the order of the list.
    pub fn everybody(
        &self,
        filter: &PeopleFilter,
        sort: PeopleSort,
        descending: bool,
        today: NaiveDate,
    ) -> Result<Vec<PersonLine>, Error> {
        Ok(self.page(filter, (sort, descending), (0, u32::MAX), today)?.lines)
    }

    /// These people in the order in which they are named; those who are no longer there are left out.
    pub fn these(&self, people: &[PersonId], today: NaiveDate) -> Result<Vec<PersonLine>, Error> {
        self.read(|db| {
            let sql = format!(
                "SELECT {COLUMNS} FROM json_each(?1) f CROSS JOIN person p ON p.id = unhex(f.value) AND p.away = 0
                 ORDER BY f.key"
            );
            let ids: Vec<String> = people.iter().map(|person| person.0.simple().to_string()).collect();
            let mut statement = db.prepare_cached(&sql)?;
            let rows = statement.query_map(params![json!(ids).to_string()], |row| line(row, today))?;
            Ok(rows.collect::<Result<_, _>>()?)
        })
    }
}
