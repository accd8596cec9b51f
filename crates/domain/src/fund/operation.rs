//! An operation that the fund pays for: its dates, the public its call was made for, and until when its accounts are kept.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::column::FundColumn;
use super::participant::Entry;
use super::{COSTLY_PERCENT, WARN_PERCENT, column};
use crate::change::{Changes, FUND_OPERATION, Field, Refusal, Table, Value};
use crate::id::{FundOperationId, Ids, WorkerId};
use crate::moment::{Now, plausible};
use crate::person::Level;
use crate::person::{line, text};
use crate::word::words;

const NOTE_LIMIT: u32 = 10_000;
const OLDEST: u8 = 120;

words! {
    /// What of the public that an operation was made for does not fit a participant. It is told and never refuses: whoever pays
    /// decides.
    OutsidePublic { Age = "age", Level = "level", Qpv = "qpv", Dates = "dates" }
}

/// The form of an operation, as typed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct FundOperationDraft {
    pub name: String,
    /// Its number in the tool of record (in France "Ma Démarche FSE+").
    pub number: String,
    /// The programme of the fund that pays.
    pub programme: String,
    /// The body that receives the money and accounts for it.
    pub beneficiary: String,
    pub from: NaiveDate,
    pub until: NaiveDate,
    /// Completed years at the entry.
    pub min_age: Option<u8>,
    pub max_age: Option<u8>,
    /// Levels of the public; none named is any.
    pub levels: Vec<Level>,
    /// Only who lives in a priority neighbourhood.
    pub qpv_only: bool,
    /// From which share of incomplete participants a worker is warned; none is the house's own.
    pub warn_percent: Option<u8>,
    /// The last day on which the accounts must still be there: five years from 31 December of the year of the last payment
    /// (article 82 of Regulation (EU) 2021/1060), as the managing authority tells it.
    pub kept_until: Option<NaiveDate>,
    pub note: String,
}

/// Levels as one text, in the order of the list.
fn level_codes(levels: &[Level]) -> String {
    let chosen = Level::ALL.iter().filter(|level| levels.contains(level));
    chosen.map(|level| level.code()).collect::<Vec<_>>().join(" ")
}

/// The levels of such a text; a code of a newer version is left out.
pub fn levels_of(codes: &str) -> Vec<Level> {
    codes.split(' ').filter_map(Level::from_code).collect()
}

impl FundOperationDraft {
    /// From which whole percent of incomplete participants a worker is warned.
    pub fn warns_from(&self) -> u32 {
        self.warn_percent.map_or(WARN_PERCENT, u32::from)
    }

    fn read(&self) -> Result<Vec<(Field, Value)>, Refusal> {
        let name = line("name", &self.name, 200)?;
        if name.is_empty() {
            return Err(Refusal::NameMissing);
        }
        for (field, day) in
            [("from", Some(self.from)), ("until", Some(self.until)), ("kept_until", self.kept_until)]
        {
            day.map(|day| plausible(field, day)).transpose()?;
        }
        if self.until < self.from {
            return Err(Refusal::TooEarly { field: "until".to_owned(), not_before: self.from });
        }
        if self.kept_until.is_some_and(|kept| kept < self.until) {
            return Err(Refusal::TooEarly { field: "kept_until".to_owned(), not_before: self.until });
        }
        for (field, age) in [("min_age", self.min_age), ("max_age", self.max_age)] {
            if age.is_some_and(|age| age > OLDEST) {
                return Err(Refusal::Unreadable { field: field.to_owned() });
            }
        }
        if let (Some(least), Some(most)) = (self.min_age, self.max_age)
            && least > most
        {
            return Err(Refusal::AgesReversed);
        }
        // A warning that comes once money is lost is none.
        if self.warn_percent.is_some_and(|percent| percent == 0 || u32::from(percent) > COSTLY_PERCENT) {
            return Err(Refusal::Unreadable { field: "warn_percent".to_owned() });
        }
        let read = Self {
            name,
            number: line("number", &self.number, 200)?,
            programme: line("programme", &self.programme, 200)?,
            beneficiary: line("beneficiary", &self.beneficiary, 200)?,
            note: text("note", &self.note, NOTE_LIMIT)?,
            ..self.clone()
        };
        Ok(read.fields())
    }

    fn fields(&self) -> Vec<(Field, Value)> {
        let number = |number: Option<u8>| number.map_or(String::new(), |number| number.to_string());
        vec![
            (FUND_OPERATION.name, Value::Text(self.name.clone())),
            (FUND_OPERATION.number, Value::Text(self.number.clone())),
            (FUND_OPERATION.programme_name, Value::Text(self.programme.clone())),
            (FUND_OPERATION.beneficiary, Value::Text(self.beneficiary.clone())),
            (FUND_OPERATION.from_on, Value::Day(self.from)),
            (FUND_OPERATION.until_on, Value::Day(self.until)),
            (
                FUND_OPERATION.ages,
                Value::Group(vec![Value::Text(number(self.min_age)), Value::Text(number(self.max_age))]),
            ),
            (FUND_OPERATION.levels, Value::Text(level_codes(&self.levels))),
            (FUND_OPERATION.qpv_only, Value::text(if self.qpv_only { "yes" } else { "" })),
            (
                FUND_OPERATION.warn_percent,
                self.warn_percent.map_or(Value::Null, |percent| Value::Int(i64::from(percent))),
            ),
            (FUND_OPERATION.kept_until, Value::day(self.kept_until)),
            (FUND_OPERATION.note, Value::Text(self.note.clone())),
        ]
    }

    /// What of its public does not fit who entered on that day with these answers and lives there; what is not known fits.
    pub fn outside(
        &self,
        entry: &Entry,
        entered_on: NaiveDate,
        lives_in_qpv: Option<bool>,
    ) -> Vec<OutsidePublic> {
        let age = entry.birth.map(|birth| birth.age_on(entered_on));
        let too_young = |least: u8| age.is_some_and(|age| age.at_most < least);
        let too_old = |most: u8| age.is_some_and(|age| age.at_least > most);
        let other_level =
            !self.levels.is_empty() && entry.level.is_some_and(|level| !self.levels.contains(&level));
        [
            (OutsidePublic::Age, self.min_age.is_some_and(too_young) || self.max_age.is_some_and(too_old)),
            (OutsidePublic::Level, other_level),
            (OutsidePublic::Qpv, self.qpv_only && lives_in_qpv == Some(false)),
            (OutsidePublic::Dates, entered_on < self.from || entered_on > self.until),
        ]
        .into_iter()
        .filter(|(_, outside)| *outside)
        .map(|(what, _)| what)
        .collect()
    }
}

/// Writes down an operation. Refused: no name, an end before the beginning, ages in the wrong order, a warning that comes too
/// late.
pub fn add(
    draft: &FundOperationDraft,
    author: WorkerId,
    now: Now,
    ids: &mut dyn Ids,
) -> Result<(FundOperationId, Changes), Refusal> {
    let mut fields = draft.read()?;
    fields.extend([(FUND_OPERATION.author, Value::Id(author.0)), (FUND_OPERATION.at, Value::Int(now.at.0))]);
    let id = FundOperationId(ids.fresh());
    let mut changes = Changes::new("fund.add", None);
    changes.row(Table::FundOperation, id, fields);
    Ok((id, changes))
}

/// Sets what differs. Refused as by [`add`].
pub fn correct(
    id: FundOperationId,
    before: &FundOperationDraft,
    after: &FundOperationDraft,
) -> Result<Changes, Refusal> {
    let mut changes = Changes::new("fund.correct", None);
    for ((field, was), (_, is)) in before.fields().into_iter().zip(after.read()?) {
        changes.set(Table::FundOperation, id, field, &was, is);
    }
    Ok(changes)
}

/// Takes out an operation entered by mistake, with the participations in it; it stays in the journal, marked.
pub fn remove(id: FundOperationId) -> Changes {
    let mut changes = Changes::new("fund.remove", None);
    let removed = FUND_OPERATION.removed;
    changes.set(Table::FundOperation, id, removed, &Value::flag(false), Value::flag(true));
    changes
}

/// Keeps which columns its participants leave in, in which order and under which heads. Refused as by [`column::check`].
pub fn keep_columns(
    id: FundOperationId,
    before: &[FundColumn],
    after: &[FundColumn],
) -> Result<Changes, Refusal> {
    let after = column::check(after)?;
    let mut changes = Changes::new("fund.keep_columns", None);
    let text = |columns: &[FundColumn]| Value::Text(column::to_text(columns));
    changes.set(Table::FundOperation, id, FUND_OPERATION.columns, &text(before), text(&after));
    Ok(changes)
}
