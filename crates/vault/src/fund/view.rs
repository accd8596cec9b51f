//! What is read of the fund, as screens and exports take it.

use chrono::NaiveDate;
use passerelle_domain::fund::column::FundColumn;
use passerelle_domain::fund::operation::{FundOperationDraft, OutsidePublic};
use passerelle_domain::fund::taking_part::{FundLeaving, FundParticipationDraft};
use passerelle_domain::fund::{Completeness, EsfItem, EsfReport, Owed, Participant};
use passerelle_domain::id::{FundOperationId, FundParticipationId, PersonId};
use passerelle_domain::person::PersonDraft;
use serde::Serialize;
use ts_rs::TS;

use crate::person::PersonLine;

/// One operation in the list.
#[derive(Clone, Debug, Serialize, TS)]
pub struct FundOperationLine {
    pub id: FundOperationId,
    pub demo: bool,
    pub name: String,
    pub number: String,
    pub from: NaiveDate,
    pub until: NaiveDate,
    pub warns_from: u32,
    pub completeness: Completeness,
}

/// One operation in full.
#[derive(Clone, Debug)]
pub struct FundOperationFile {
    pub id: FundOperationId,
    pub demo: bool,
    pub what: FundOperationDraft,
    /// As they were kept; none where nobody said.
    pub columns: Vec<FundColumn>,
    pub report: EsfReport,
    /// Whose situation is owed to the fund.
    pub owed: u32,
}

/// One participant in a list, with what asks for attention.
#[derive(Clone, Debug, Serialize, TS)]
pub struct FundLine {
    pub participation: FundParticipationId,
    pub person: PersonLine,
    pub entered_on: NaiveDate,
    pub left_on: Option<NaiveDate>,
    pub missing: Vec<EsfItem>,
    pub owed: Vec<Owed>,
    pub outside: Vec<OutsidePublic>,
}

/// A page of a list of participants; in all, as many as the figure counts.
#[derive(Clone, Debug, Serialize, TS)]
pub struct FundPage {
    pub total: u32,
    pub lines: Vec<FundLine>,
}

/// A participation as the dialog and the person's file show it.
#[derive(Clone, Debug, Serialize, TS)]
pub struct FundParticipationView {
    pub id: FundParticipationId,
    pub person: PersonId,
    pub person_name: String,
    pub operation: FundOperationId,
    pub operation_name: String,
    pub what: FundParticipationDraft,
    pub missing: Vec<EsfItem>,
    pub owed: Vec<Owed>,
    pub outside: Vec<OutsidePublic>,
    /// Whether they are a participant already: over a day.
    pub counts: bool,
    /// The use of the file is limited by right: what was answered counts in the accounts all the same, and nothing is written.
    pub limited: bool,
}

/// An operation that somebody can join.
#[derive(Clone, Debug, Serialize, TS)]
pub struct FundChoice {
    pub id: FundOperationId,
    pub name: String,
    pub from: NaiveDate,
    pub until: NaiveDate,
}

/// What a person's file shows of the fund.
#[derive(Clone, Debug, Serialize, TS)]
pub struct FundOfPerson {
    /// The latest first.
    pub participations: Vec<FundParticipationView>,
    /// Operations that go on and that they do not take part in now.
    pub open: Vec<FundChoice>,
}

/// A participant with their file, as an export reads it.
pub struct FundRecord {
    pub person: PersonId,
    pub who: PersonDraft,
    pub participant: Participant<i64>,
    pub left_reason: Option<FundLeaving>,
}
