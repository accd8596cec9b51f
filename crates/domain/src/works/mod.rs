//! Works sites whose contract keeps hours for inhabitants of the priority neighbourhoods, and the hours worked there. What is due
//! is computed from the contract, see [`crate::programme::clause`].

pub mod hours;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::change::{Changes, Field, Refusal, Table, Value, WORKS_SITE};
use crate::code::Qpv;
use crate::id::{Ids, ProgrammeId, WorkerId, WorksSiteId};
use crate::moment::{Now, plausible};
use crate::person::draft::code;
use crate::person::{line, text};
use crate::programme::clause::{Clause, ClauseWorks};

/// Hours of one contract at most: a whole programme of renewal of a town stays far below.
pub const MOST_HOURS: u32 = 10_000_000;

const NOTE_LIMIT: u32 = 10_000;

/// The form of a works site, as typed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct WorksSiteDraft {
    pub name: String,
    pub works: ClauseWorks,
    /// All hours of work that the contract foresees.
    pub total_hours: u32,
    /// The share that the contract asks for, in percent; none where it is the one of the charter.
    pub percent: Option<u8>,
    /// Who has the works done.
    pub owner: String,
    /// The contract or lot.
    pub contract: String,
    /// The code of the neighbourhood, or nothing.
    pub qpv: String,
    pub commune: String,
    pub opens_on: Option<NaiveDate>,
    pub closes_on: Option<NaiveDate>,
    /// The offer by which young people are referred there.
    pub programme: Option<ProgrammeId>,
    pub note: String,
}

impl WorksSiteDraft {
    /// What its contract asks.
    pub fn clause(&self) -> Clause {
        Clause { works: self.works, total_hours: self.total_hours, percent: self.percent }
    }

    fn read(&self) -> Result<Vec<(Field, Value)>, Refusal> {
        let name = line("name", &self.name, 200)?;
        if name.is_empty() {
            return Err(Refusal::NameMissing);
        }
        if self.total_hours > MOST_HOURS {
            return Err(Refusal::Unreadable { field: "total_hours".to_owned() });
        }
        if self.percent.is_some_and(|percent| percent > 100) {
            return Err(Refusal::Unreadable { field: "percent".to_owned() });
        }
        for (field, day) in [("opens_on", self.opens_on), ("closes_on", self.closes_on)] {
            day.map(|day| plausible(field, day)).transpose()?;
        }
        if let (Some(opens), Some(closes)) = (self.opens_on, self.closes_on)
            && closes < opens
        {
            return Err(Refusal::TooEarly { field: "closes_on".to_owned(), not_before: opens });
        }
        let read = Self {
            name,
            owner: line("owner", &self.owner, 200)?,
            contract: line("contract", &self.contract, 200)?,
            qpv: code("qpv", &self.qpv, Qpv::parse)?,
            commune: line("commune", &self.commune, 200)?,
            note: text("note", &self.note, NOTE_LIMIT)?,
            ..self.clone()
        };
        Ok(read.fields())
    }

    fn fields(&self) -> Vec<(Field, Value)> {
        let day = |day: Option<NaiveDate>| day.map_or(Value::Null, Value::Day);
        vec![
            (WORKS_SITE.name, Value::Text(self.name.clone())),
            (WORKS_SITE.works, Value::text(self.works.code())),
            (WORKS_SITE.total_hours, Value::Int(i64::from(self.total_hours))),
            (WORKS_SITE.percent, self.percent.map_or(Value::Null, |percent| Value::Int(i64::from(percent)))),
            (WORKS_SITE.owner, Value::Text(self.owner.clone())),
            (WORKS_SITE.contract, Value::Text(self.contract.clone())),
            (WORKS_SITE.qpv, Value::Text(self.qpv.clone())),
            (WORKS_SITE.commune, Value::Text(self.commune.clone())),
            (WORKS_SITE.opens_on, day(self.opens_on)),
            (WORKS_SITE.closes_on, day(self.closes_on)),
            (WORKS_SITE.programme, Value::id(self.programme)),
            (WORKS_SITE.note, Value::Text(self.note.clone())),
        ]
    }
}

/// Writes down a works site. Refused: no name, hours or a share that no contract has, an end before the beginning, a code that
/// is no neighbourhood's.
pub fn add(
    draft: &WorksSiteDraft,
    author: WorkerId,
    now: Now,
    ids: &mut dyn Ids,
) -> Result<(WorksSiteId, Changes), Refusal> {
    let mut fields = draft.read()?;
    fields.extend([(WORKS_SITE.author, Value::Id(author.0)), (WORKS_SITE.at, Value::Int(now.at.0))]);
    let id = WorksSiteId(ids.fresh());
    let mut changes = Changes::new("works_site.add", None);
    changes.row(Table::WorksSite, id, fields);
    Ok((id, changes))
}

/// Sets what differs. Refused as by [`add`].
pub fn correct(id: WorksSiteId, before: &WorksSiteDraft, after: &WorksSiteDraft) -> Result<Changes, Refusal> {
    let mut changes = Changes::new("works_site.correct", None);
    for ((field, was), (_, is)) in before.fields().into_iter().zip(after.read()?) {
        changes.set(Table::WorksSite, id, field, &was, is);
    }
    Ok(changes)
}

/// Takes out a site entered by mistake, with the hours on it; it stays in the journal, marked.
pub fn remove(id: WorksSiteId) -> Changes {
    let mut changes = Changes::new("works_site.remove", None);
    changes.set(Table::WorksSite, id, WORKS_SITE.removed, &Value::flag(false), Value::flag(true));
    changes
}

#[cfg(test)]
mod tests;
