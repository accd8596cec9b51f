//! Hours worked under a social clause: who had them worked, who worked them, up to which day.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::change::{CLAUSE_HOURS, Changes, Field, Refusal, Table, Value};
use crate::id::{ClauseHoursId, Ids, PersonId, WorkerId, WorksSiteId};
use crate::moment::{Now, plausible};
use crate::person::line;
use crate::word::words;

words! {
    /// Under which contract the hours were worked.
    ClauseContract {
        FixedTerm = "fixed_term", Permanent = "permanent", Temporary = "temporary",
        Apprenticeship = "apprenticeship", Professionalisation = "professionalisation",
        /// A contract of a structure of insertion through economic activity (IAE).
        Insertion = "insertion", Other = "other",
    }
}

/// Minutes of one line at most: a structure tells the hours of a whole team for a quarter in one line.
pub const MOST_MINUTES: u32 = 100_000 * 60;
/// Minutes that one person can have worked in one line: every hour of a month, for more is a slip of the pen.
pub const MOST_MINUTES_OF_ONE: u32 = 31 * 24 * 60;

/// The form of a line of hours, as typed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct ClauseHoursDraft {
    /// The enterprise or structure that had them worked.
    pub employer: String,
    /// Whoever of the young people worked them; none where somebody else did, who has no name here.
    pub person: Option<PersonId>,
    /// The day they were worked, or the last day of the month they are told for.
    pub on: NaiveDate,
    pub minutes: u32,
    pub contract: Option<ClauseContract>,
}

impl ClauseHoursDraft {
    fn read(&self, now: Now) -> Result<Vec<(Field, Value)>, Refusal> {
        let employer = line("employer", &self.employer, 200)?;
        if employer.is_empty() && self.person.is_none() {
            return Err(Refusal::Unreadable { field: "employer".to_owned() });
        }
        let most = if self.person.is_some() { MOST_MINUTES_OF_ONE } else { MOST_MINUTES };
        if self.minutes == 0 || self.minutes > most {
            return Err(Refusal::Unreadable { field: "minutes".to_owned() });
        }
        if plausible("on", self.on)? > now.today {
            return Err(Refusal::InTheFuture { field: "on".to_owned() });
        }
        Ok(Self { employer, ..self.clone() }.fields())
    }

    fn fields(&self) -> Vec<(Field, Value)> {
        vec![
            (CLAUSE_HOURS.employer, Value::Text(self.employer.clone())),
            (CLAUSE_HOURS.person, Value::id(self.person)),
            (CLAUSE_HOURS.on_day, Value::Day(self.on)),
            (CLAUSE_HOURS.minutes, Value::Int(i64::from(self.minutes))),
            (CLAUSE_HOURS.contract, Value::text(self.contract.map_or("", ClauseContract::code))),
        ]
    }
}

/// Writes lines of hours, as a month's sheet has them: all or none. Refused: no line, neither a person nor an employer, no
/// minutes or more than there are, a day to come.
pub fn add(
    site: WorksSiteId,
    lines: &[ClauseHoursDraft],
    author: WorkerId,
    now: Now,
    ids: &mut dyn Ids,
) -> Result<Changes, Refusal> {
    if lines.is_empty() {
        return Err(Refusal::Nothing);
    }
    let mut changes = Changes::new("clause_hours.add", None);
    for draft in lines {
        let mut fields = vec![(CLAUSE_HOURS.site, Value::Id(site.0))];
        fields.extend(draft.read(now)?);
        fields.extend([(CLAUSE_HOURS.author, Value::Id(author.0)), (CLAUSE_HOURS.at, Value::Int(now.at.0))]);
        changes.row(Table::ClauseHours, ClauseHoursId(ids.fresh()), fields);
    }
    Ok(changes)
}

/// Sets what differs. Refused as by [`add`].
pub fn correct(
    id: ClauseHoursId,
    before: &ClauseHoursDraft,
    after: &ClauseHoursDraft,
    now: Now,
) -> Result<Changes, Refusal> {
    let mut changes = Changes::new("clause_hours.correct", None);
    for ((field, was), (_, is)) in before.fields().into_iter().zip(after.read(now)?) {
        changes.set(Table::ClauseHours, id, field, &was, is);
    }
    Ok(changes)
}

/// Takes out a line entered by mistake.
pub fn remove(id: ClauseHoursId) -> Changes {
    let mut changes = Changes::new("clause_hours.remove", None);
    changes.set(Table::ClauseHours, id, CLAUSE_HOURS.removed, &Value::flag(false), Value::flag(true));
    changes
}
