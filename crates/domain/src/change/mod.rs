//! What a decision asks the vault to write: a named act with its typed operations. It holds no SQL.

pub mod merge;
mod registry;
pub mod relabel;
mod table;
mod value;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use ts_rs::TS;
use uuid::Uuid;

pub use registry::{
    ACTIVITY, AGREEMENT, APPOINTMENT, ATTENDANCE, CASE, CASE_MOVE, CHECK, CLAUSE_HOURS, CONSULTATION,
    CUSTOM_FIELD, CUSTOM_VALUE, DELAY, DOCUMENT, ENCOUNTER, FEEDBACK, FOLLOW_UP, FUND_OPERATION,
    FUND_PARTICIPATION, Field, FieldDef, HANDOVER, Kind, LETTERHEAD, NEED, NOTICE, OUTCOME_RULE, PERSON,
    PLAN, PROGRAMME, PROPOSAL, PROVIDER, REFERRAL, RETENTION_CHOICE, RIGHTS_REQUEST, SAME_AS, SAVED_VIEW,
    SITUATION, STEP, TASK, TRANSITION, Table, TableDef, WORKER, WORKS_SITE,
};
pub use value::Value;

use crate::id::PersonId;

/// A row of a table, known by its id on every laptop.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Row {
    pub table: Table,
    pub id: Uuid,
}

/// One operation on one row. `Add` and `Remove` are for fields that are sets.
#[derive(Clone, Debug, PartialEq)]
pub enum Op {
    New { row: Row, fields: Vec<(Field, Value)> },
    Set { row: Row, field: Field, value: Value },
    Add { row: Row, field: Field, element: String },
    Remove { row: Row, field: Field, element: String },
}

impl Op {
    pub fn row(&self) -> Row {
        match self {
            Op::New { row, .. } | Op::Set { row, .. } | Op::Add { row, .. } | Op::Remove { row, .. } => *row,
        }
    }
}

/// A named act and what it writes; the only thing the vault commits.
#[derive(Clone, Debug, PartialEq)]
pub struct Changes {
    /// The use case's name, as `referral.send`.
    pub act: &'static str,
    /// Whose file it belongs to; none for the catalogue and the workers.
    pub subject: Option<PersonId>,
    pub ops: Vec<Op>,
    /// The number on this laptop of the act that this one undoes.
    pub undoes: Option<u64>,
}

impl Changes {
    pub fn new(act: &'static str, subject: Option<PersonId>) -> Self {
        Changes { act, subject, ops: Vec::new(), undoes: None }
    }

    /// Adds a row; values that say nothing are left to the column's default.
    pub fn row(&mut self, table: Table, id: impl Into<Uuid>, fields: Vec<(Field, Value)>) {
        let fields = fields.into_iter().filter(|(_, value)| !value.is_silent()).collect();
        self.ops.push(Op::New { row: Row { table, id: id.into() }, fields });
    }

    /// Sets one field, unless it already says so.
    pub fn set(&mut self, table: Table, id: impl Into<Uuid>, field: Field, before: &Value, after: Value) {
        if *before != after {
            self.ops.push(Op::Set { row: Row { table, id: id.into() }, field, value: after });
        }
    }

    /// Brings a set from what it holds to what it should hold.
    pub fn set_elements(
        &mut self,
        table: Table,
        id: impl Into<Uuid>,
        field: Field,
        before: &[String],
        after: &[String],
    ) {
        let row = Row { table, id: id.into() };
        for element in after.iter().filter(|element| !before.contains(element)) {
            self.ops.push(Op::Add { row, field, element: element.clone() });
        }
        for element in before.iter().filter(|element| !after.contains(element)) {
            self.ops.push(Op::Remove { row, field, element: element.clone() });
        }
    }

    pub fn is_empty(&self) -> bool {
        self.ops.is_empty()
    }
}

/// What a commit touched, told to everyone who shows it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Topic {
    Session,
    Settings,
    People,
    Referrals,
    Catalogue,
    Agenda,
    /// Who is in the team, and how it was met.
    Team,
    /// What residents were asked, said, and got as an answer; what young people said of programmes.
    Participation,
    /// Operations of the European Social Fund Plus and who takes part.
    Fund,
}

impl Topic {
    /// The topic under which screens reread the rows of a table.
    pub fn of(table: Table) -> Topic {
        match table {
            Table::Worker | Table::CustomField | Table::SavedView | Table::Letterhead => Topic::Settings,
            Table::Person
            | Table::Case
            | Table::CaseMove
            | Table::Encounter
            | Table::Need
            | Table::Agreement
            | Table::Plan
            | Table::Situation
            | Table::Notice
            | Table::Document
            | Table::SameAs
            | Table::Handover
            | Table::CustomValue
            | Table::RightsRequest
            | Table::RetentionChoice => Topic::People,
            Table::FundOperation | Table::FundParticipation => Topic::Fund,
            Table::Provider | Table::Programme | Table::WorksSite | Table::ClauseHours => Topic::Catalogue,
            Table::Referral | Table::Transition | Table::Check | Table::Delay | Table::OutcomeRule => {
                Topic::Referrals
            }
            Table::Task | Table::Step | Table::Appointment | Table::Activity | Table::Attendance => {
                Topic::Agenda
            }
            Table::Consultation | Table::Proposal | Table::FollowUp | Table::Feedback => Topic::Participation,
        }
    }
}

/// Why the work's own rules say no, with what would make it a yes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS, thiserror::Error)]
#[serde(tag = "refusal", rename_all = "snake_case")]
#[error("refused by a rule of the work")]
pub enum Refusal {
    /// Neither a name nor anything else to know the person by.
    NameMissing,
    TooLong {
        field: String,
        limit: u32,
    },
    /// The text cannot be read as what the field holds.
    Unreadable {
        field: String,
    },
    InTheFuture {
        field: String,
    },
    /// A day before which this cannot have been.
    TooEarly {
        field: String,
        not_before: NaiveDate,
    },
    AgreementMissing {
        provider: String,
    },
    /// A minor's legal representative must agree too.
    RepresentativeMissing {
        provider: String,
    },
    AgeUnknown,
    ProgrammeClosed {
        programme: String,
    },
    SessionPast {
        session: NaiveDate,
    },
    MoveNotAllowed {
        from: String,
        to: String,
    },
    /// What the partner has read already does not change any more.
    AlreadySent {
        field: String,
    },
    /// Nothing of a referral that has ended is corrected.
    ReferralEnded {
        state: String,
    },
    ReasonMissing,
    /// Leaving without saying to what.
    ExitMissing,
    /// What is asked after an exit, of someone who has not left.
    NotLeft,
    /// A summons to somebody who is not, or not any more, under the training obligation.
    OutsideObligation,
    /// An extension of a contract "engagement jeune" whose first day is not known.
    CejStartMissing,
    /// The case has no plan that is going on.
    NoPlan,
    ReasonUnknown {
        reason: String,
    },
    /// The least age is over the greatest.
    AgesReversed,
    AlreadyOpen,
    /// They take part in this operation already.
    AlreadyTakesPart {
        since: NaiveDate,
    },
    /// The case goes on: it ends before another is opened, and needs no reopening.
    CaseStillOpen,
    /// The case is theirs already.
    AlreadyReferent,
    /// They still follow so many cases, which are handed over first.
    StillFollows {
        count: u32,
    },
    /// Nobody takes themself out of their own team.
    Oneself,
    /// A later act stands on what this one wrote; it is to be undone first.
    ChangedSince {
        by: String,
    },
    /// What stands is not what was shown when somebody chose.
    SaidOtherwiseSince,
    /// An invented person is not merged with a real one.
    InventedAndReal,
    /// Another one has this name already.
    NameTaken,
    /// This act has no way back.
    NeverUndone {
        act: String,
    },
    Nothing,
    /// Nothing is at that path any more.
    FileMissing,
    /// What is at that path is no file, or the system does not let it be read.
    FileUnreadable,
    FileEmpty,
    /// In bytes.
    FileTooLarge {
        #[ts(type = "number")]
        size: u64,
        limit: u32,
    },
    /// The content is of no kind that is kept.
    MediaUnknown,
    /// The system does not let a copy be written at that path.
    FileUnwritable,
    /// Something is at that path already, and is not written over.
    FileExists,
    /// The file is not any more what was looked at.
    FileChanged,
    /// The days of a column fit more than one order, and nobody said which.
    DayOrderMissing,
    /// Another field has this label already.
    LabelTaken,
    /// The field is not shown any more.
    FieldRetired,
    /// A day after which this cannot be.
    TooLate {
        field: String,
        not_after: NaiveDate,
    },
    /// A request that was answered, or whose delay was made longer, is not made longer again.
    AlreadyAnswered,
    /// Nothing limits the use of this file.
    NotLimited,
    /// The use of this file is limited by right: it is kept, and nothing more is written in it.
    FileLimited,
    /// Somebody else follows this person, or the use of their file is limited: it opens once a reason is written down.
    WhyMissing {
        /// Whose file, for the reason is good for the whole of it.
        person: PersonId,
        /// A colleague is the referent.
        outside: bool,
        limited: bool,
    },
    /// The parts of a count are more people than were there in all.
    CountOverTotal {
        field: String,
    },
}
