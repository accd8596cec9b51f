//! What can be asked of the figures: the reports with their tables, and one figure of one.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::word::words;

words! {
    /// By what the caseload is told apart: as the person is today, the stage and the age as of the last day of the period.
    CaseloadBy {
        Referent = "referent", Stage = "stage", Qpv = "qpv",
        /// Which priority neighbourhood, by its code; [`OUTSIDE`] for who lives in none.
        Neighbourhood = "neighbourhood",
        Commune = "commune", Age = "age", Sex = "sex", Level = "level",
    }
    /// By what referrals are told apart; one of several tags or fundings counts under each.
    FunnelBy { Programme = "programme", Provider = "provider", Kind = "kind", Tag = "tag", Funding = "funding" }
    TableName {
        Caseload = "caseload", Delays = "delays", Funnel = "funnel", Endings = "endings", Exits = "exits",
        /// Exits by the programme that was begun last before.
        Ways = "ways",
        /// Exits by the rule that says which of them are positive.
        Rules = "rules",
        /// Hours of social clauses by the works site.
        Works = "works",
    }
    FigureColumn {
        /// Cases that went on for at least a moment of the period.
        Active = "active",
        Opened = "opened", Ended = "ended",
        /// Active ones whose person was never reached until the last day.
        Unreached = "unreached",
        Sent = "sent", Answered = "answered", Accepted = "accepted", Started = "started", Completed = "completed",
        Held3Due = "held_3_due", Held3 = "held_3", Held6Due = "held_6_due", Held6 = "held_6",
        Count = "count",
        Counted = "counted",
        /// Cases that have the first day and are not there yet.
        Without = "without",
        Reversed = "reversed",
        Exits = "exits", Positive = "positive",
        /// Minutes worked in the period.
        HoursDone = "hours_done",
        /// Minutes worked until its last day.
        HoursUntil = "hours_until",
        /// Minutes that the contract asks in all.
        HoursDue = "hours_due",
        /// Minutes of those that are not done on the last day.
        HoursLeft = "hours_left",
    }
}

/// The row of those who live in no priority neighbourhood, among the codes of neighbourhoods.
pub const OUTSIDE: &str = "out";

/// The row of the house's own rule, among the ids of those the team wrote down.
pub const HOUSE: &str = "house";

impl FigureColumn {
    /// Whether what is counted are minutes of work, and not cases or referrals.
    pub fn is_minutes(self) -> bool {
        use FigureColumn::{HoursDone, HoursDue, HoursLeft, HoursUntil};
        matches!(self, HoursDone | HoursUntil | HoursDue | HoursLeft)
    }
}

/// What is counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(tag = "report", rename_all = "snake_case", deny_unknown_fields)]
pub enum What {
    Caseload {
        by: CaseloadBy,
    },
    /// Of the cases whose person was found in the period.
    Delays {},
    /// Of the referrals sent in the period, whatever became of them since.
    Funnel {
        by: FunnelBy,
    },
    /// Of the cases that ended in the period and are over at its end.
    Outcomes {},
    /// Of the works sites that were under way in the period, or worked on in it. They are the whole team's.
    Works {},
}

impl What {
    /// Its tables with their columns.
    pub fn tables(self) -> &'static [(TableName, &'static [FigureColumn])] {
        use FigureColumn::{
            Accepted, Active, Answered, Completed, Count, Counted, Ended, Exits, Held3, Held3Due, Held6,
            Held6Due, Opened, Positive, Reversed, Sent, Started, Unreached, Without,
        };
        match self {
            What::Caseload { .. } => &[(TableName::Caseload, &[Active, Opened, Ended, Unreached])],
            What::Delays {} => &[(TableName::Delays, &[Counted, Without, Reversed])],
            What::Funnel { .. } => &[
                (
                    TableName::Funnel,
                    &[Sent, Answered, Accepted, Started, Completed, Held3Due, Held3, Held6Due, Held6],
                ),
                (TableName::Endings, &[Count]),
            ],
            What::Works {} => &[(
                TableName::Works,
                &[
                    FigureColumn::HoursDone,
                    FigureColumn::HoursUntil,
                    FigureColumn::HoursDue,
                    FigureColumn::HoursLeft,
                ],
            )],
            What::Outcomes {} => &[
                (TableName::Exits, &[Exits, Positive]),
                (TableName::Ways, &[Exits, Positive]),
                (TableName::Rules, &[Exits, Positive]),
            ],
        }
    }
}

/// One figure of a report.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct Figure {
    pub table: TableName,
    /// The key of the row; none for the total.
    pub row: Option<String>,
    pub column: FigureColumn,
}
