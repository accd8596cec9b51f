//! The rows of the fund, read.

use std::collections::HashMap;

use chrono::NaiveDate;
use passerelle_domain::fund::column::{FundColumn, from_text};
use passerelle_domain::fund::operation::{FundOperationDraft, levels_of};
use passerelle_domain::fund::taking_part::{
    FundEntryForm, FundExitForm, FundLaterForm, FundLeaving, FundParticipationDraft, answer_of, told_of,
};
use passerelle_domain::fund::{Labour, Participation, Questionnaire};
use passerelle_domain::id::{FundOperationId, FundParticipationId, PersonId};
use passerelle_domain::person::{Level, PersonDraft, Sex};
use rusqlite::types::{ToSqlOutput, Value as SqlValue};
use rusqlite::{Connection, Row};
use serde_json::Value as Json;
use uuid::Uuid;

use crate::Error;
use crate::derive::LIMITED;
use crate::person::draft;
use crate::row::{self, list};

/// An operation as it is kept.
pub(super) struct Operation {
    pub id: FundOperationId,
    pub demo: bool,
    pub what: FundOperationDraft,
    pub columns: Vec<FundColumn>,
}

pub(super) fn operation(row: &Row<'_>) -> rusqlite::Result<Operation> {
    let age = |name: &str| Ok::<_, rusqlite::Error>(row.get::<_, String>(name)?.parse().ok());
    let what = FundOperationDraft {
        name: row.get("name")?,
        number: row.get("number")?,
        programme: row.get("programme_name")?,
        beneficiary: row.get("beneficiary")?,
        from: row.get("from_on")?,
        until: row.get("until_on")?,
        min_age: age("min_age")?,
        max_age: age("max_age")?,
        levels: levels_of(&row.get::<_, String>("levels")?),
        qpv_only: row.get::<_, String>("qpv_only")? == "yes",
        warn_percent: row.get::<_, Option<i64>>("warn_percent")?.and_then(|percent| percent.try_into().ok()),
        kept_until: row.get("kept_until")?,
        note: row.get("note")?,
    };
    let columns = from_text(&row.get::<_, String>("columns")?);
    Ok(Operation { id: FundOperationId(row.get("id")?), demo: row.get("demo")?, what, columns })
}

/// The columns of a participation in the order in which [`stays`] reads them.
const COLUMNS: &str = "s.entered_on, s.left_on, s.left_reason, s.sex, s.birth, s.labour, s.unemployed_since,
    s.in_education, s.level, s.disability, s.third_country, s.foreign_background, s.minority, s.housing, s.rural,
    s.exit_on, s.exit_labour, s.exit_searching, s.exit_education, s.exit_qualified, s.later_on, s.later_employed,
    s.later_improved";

fn text<'a>(row: &'a Row<'_>, at: usize) -> rusqlite::Result<&'a str> {
    Ok(row.get_ref(at)?.as_str().unwrap_or_default())
}

fn day(row: &Row<'_>, at: usize) -> rusqlite::Result<Option<NaiveDate>> {
    Ok(row::day(text(row, at)?))
}

fn yes_no(row: &Row<'_>, at: usize) -> rusqlite::Result<Option<bool>> {
    Ok(answer_of(text(row, at)?))
}

/// A participation whose columns begin at that place, in the order of [`COLUMNS`].
fn at(row: &Row<'_>, from: usize) -> rusqlite::Result<FundParticipationDraft> {
    let labour = |place: usize| Ok::<_, rusqlite::Error>(Labour::from_code(text(row, from + place)?));
    let told = |place: usize| Ok::<_, rusqlite::Error>(told_of(text(row, from + place)?));
    Ok(FundParticipationDraft {
        entered_on: row.get(from)?,
        left_on: day(row, from + 1)?,
        left_reason: FundLeaving::from_code(text(row, from + 2)?),
        entry: FundEntryForm {
            sex: Sex::from_code(text(row, from + 3)?),
            birth: text(row, from + 4)?.to_owned(),
            labour: labour(5)?,
            unemployed_since: day(row, from + 6)?,
            in_education: yes_no(row, from + 7)?,
            level: Level::from_code(text(row, from + 8)?),
            disability: told(9)?,
            third_country: told(10)?,
            foreign_background: told(11)?,
            minority: told(12)?,
            housing: told(13)?,
            rural: yes_no(row, from + 14)?,
        },
        exit: FundExitForm {
            exit_on: day(row, from + 15)?,
            labour: labour(16)?,
            searching: yes_no(row, from + 17)?,
            in_education: yes_no(row, from + 18)?,
            qualified: yes_no(row, from + 19)?,
        },
        later: FundLaterForm {
            later_on: day(row, from + 20)?,
            employed: yes_no(row, from + 21)?,
            improved: yes_no(row, from + 22)?,
        },
    })
}

/// One participation in memory, as figures are counted from it.
pub(super) struct Stay {
    pub id: FundParticipationId,
    pub in_qpv: Option<bool>,
    pub left_reason: Option<FundLeaving>,
    pub what: Participation<i64>,
}

fn lives_in_qpv(qpv: &str, answer: &str) -> Option<bool> {
    match answer {
        "in" => Some(true),
        "out" => Some(false),
        _ => (!qpv.is_empty()).then_some(true),
    }
}

/// Whose participations to read.
pub(super) enum Which<'a> {
    Operation(FundOperationId),
    /// Of every operation.
    All,
    /// Of the people of these rows, in any operation.
    Rows(&'a [i64]),
}

/// Hands over every one of these participations that is shown in a file, with its operation.
pub(super) fn stays(
    db: &Connection,
    which: Which<'_>,
    mut take: impl FnMut(Uuid, Stay),
) -> Result<(), Error> {
    let (from, of, asked) = match which {
        Which::Operation(id) => (
            "fund_participation s JOIN person p ON p.id = s.person",
            "s.operation = ?1",
            ToSqlOutput::from(id.0.as_bytes().to_vec()),
        ),
        Which::All => (
            "fund_participation s JOIN person p ON p.id = s.person",
            "s.operation IN (SELECT id FROM fund_operation WHERE removed = 0 AND until_on IS NOT NULL) AND ?1 IS NULL",
            ToSqlOutput::Owned(SqlValue::Null),
        ),
        Which::Rows(rows) => (
            "json_each(?1) f CROSS JOIN person p ON p.ix = f.value CROSS JOIN fund_participation s ON s.person = p.id",
            "s.operation IS NOT NULL",
            ToSqlOutput::from(list(rows)),
        ),
    };
    let sql = format!(
        "SELECT {COLUMNS}, s.id, s.operation, s.questionnaire, k.ix, k.qpv, k.residence_answer
         FROM {from} JOIN person k ON k.id = coalesce(p.merged_into, p.id)
         WHERE {of} AND s.removed = 0 AND s.entered_on IS NOT NULL AND k.removed = 0"
    );
    let mut statement = db.prepare_cached(&sql)?;
    let mut rows = statement.query([asked])?;
    while let Some(row) = rows.next()? {
        let questionnaire = Questionnaire::of(text(row, 25)?);
        let draft = at(row, 0)?;
        let stay = Stay {
            id: FundParticipationId(row.get(23)?),
            in_qpv: lives_in_qpv(text(row, 27)?, text(row, 28)?),
            left_reason: draft.left_reason,
            what: draft.participation(row.get(26)?, questionnaire),
        };
        take(row.get(24)?, stay);
    }
    Ok(())
}

/// What the vault holds of one participation, from a statement that names its columns.
pub(super) fn participation(row: &Row<'_>) -> rusqlite::Result<FundParticipationDraft> {
    at(row, row.as_ref().column_index("entered_on")?)
}

/// A participation as it is shown, without what is computed of it.
#[derive(Clone)]
pub(super) struct View {
    pub id: FundParticipationId,
    pub person: PersonId,
    pub person_name: String,
    pub operation: FundOperationId,
    pub operation_name: String,
    pub what: FundParticipationDraft,
    pub asked: &'static Questionnaire,
    pub in_qpv: Option<bool>,
    pub limited: bool,
}

pub(super) fn view(row: &Row<'_>) -> rusqlite::Result<View> {
    let (qpv, answer): (String, String) = (row.get("person_qpv")?, row.get("person_answer")?);
    Ok(View {
        id: FundParticipationId(row.get("id")?),
        person: PersonId(row.get("shown")?),
        person_name: row.get("person_name")?,
        operation: FundOperationId(row.get("operation")?),
        operation_name: row.get("operation_name")?,
        what: participation(row)?,
        asked: Questionnaire::of(&row.get::<_, String>("questionnaire")?),
        in_qpv: lives_in_qpv(&qpv, &answer),
        limited: row.get::<_, u8>("person_aside")? & LIMITED != 0,
    })
}

/// The files of these people, by the numbers of their rows.
pub(super) fn files(
    db: &Connection,
    people: impl Iterator<Item = i64>,
) -> Result<HashMap<i64, (PersonId, PersonDraft)>, Error> {
    let numbers: Json = people.map(Json::from).collect();
    let sql = "SELECT p.* FROM json_each(?1) f CROSS JOIN person p ON p.ix = f.value";
    let mut statement = db.prepare_cached(sql)?;
    let rows = statement.query_map([numbers.to_string()], |row| {
        Ok((row.get("ix")?, (PersonId(row.get("id")?), draft(row)?)))
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}
