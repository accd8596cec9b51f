//! The accounts to the European Social Fund Plus (FSE+): operations, who takes part in them with what was asked, and the common
//! indicators for operations that target people, by gender.
//!
//! Source: Regulation (EU) 2021/1057, annex I, points 1.1 and 1.2 (outputs, EECO01 to EECO17), 2 and 3 (immediate and
//! longer-term results, EECR01 to EECR06). Codes and definitions are those of the Commission's data support centre for the
//! fund (EECO02 and EECO12, for instance, in the frequent questions on sfc.ec.europa.eu). What is kept of a participant for the
//! fund is kept for it alone: no rule of the work reads it.

mod behind;
pub mod column;
mod complete;
mod form;
mod indicator;
mod label;
pub mod operation;
mod participant;
mod questionnaire;
pub mod taking_part;
#[cfg(test)]
mod tests;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

pub use behind::{FundGender, FundList};
pub use complete::{
    COSTLY_PERCENT, Completeness, EsfItem, Owed, Reliability, WARN_PERCENT, completeness, missing, owed,
};
pub use indicator::{Holds, Indicator};
pub use label::{Both, Label, gender};
pub use participant::{
    Entry, ExitAnswers, Labour, LaterAnswers, Participant, Participation, Told, participants,
};
pub use questionnaire::{QUESTIONNAIRES, Questionnaire};

use crate::person::Sex;

/// Counts by gender, as the annex asks (women, men, non-binary persons), and apart from them those of whom it is not told.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct ByGender {
    pub women: u32,
    pub men: u32,
    pub non_binary: u32,
    pub untold: u32,
}

impl ByGender {
    fn add(&mut self, sex: Option<Sex>) {
        *match sex {
            Some(Sex::Female) => &mut self.women,
            Some(Sex::Male) => &mut self.men,
            Some(Sex::Other) => &mut self.non_binary,
            None => &mut self.untold,
        } += 1;
    }

    pub fn total(&self) -> u32 {
        self.women + self.men + self.non_binary + self.untold
    }
}

/// One indicator.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(rename = "FundCounts")]
pub struct Figure {
    pub indicator: Indicator,
    /// Participants for whom it holds.
    pub counts: ByGender,
    /// Who refused to say: they count neither way, and their record is complete.
    pub refused: u32,
    /// Of whom it cannot be told.
    pub unknown: u32,
}

/// Every indicator for one operation, in the order of the annex.
pub fn figures<P>(participants: &[Participant<P>]) -> Vec<Figure> {
    let figure = |indicator: Indicator| {
        let mut figure = Figure { indicator, counts: ByGender::default(), refused: 0, unknown: 0 };
        for participant in participants {
            match indicator.holds(participant) {
                Holds::Yes => figure.counts.add(participant.entry.sex),
                Holds::No => {}
                Holds::Refused => figure.refused += 1,
                Holds::Unknown => figure.unknown += 1,
            }
        }
        figure
    };
    Indicator::ALL.iter().copied().map(figure).collect()
}

/// An operation as it is reported.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct EsfReport {
    pub figures: Vec<Figure>,
    pub completeness: Completeness,
    /// People who were there for a day or less: no participants.
    pub too_short: u32,
}

impl EsfReport {
    /// The report of what [`participants`] found on that day, which warns from that percent of incomplete ones on.
    pub fn of<P>(found: &[Participant<P>], too_short: u32, warns_from: u32, today: NaiveDate) -> EsfReport {
        let (figures, completeness) = (figures(found), completeness(found, warns_from, today));
        EsfReport { figures, completeness, too_short }
    }
}

/// The report of the stays of one operation.
pub fn report<P: Ord + Clone>(rows: &[Participation<P>], warns_from: u32, today: NaiveDate) -> EsfReport {
    let (found, too_short) = participants(rows, today);
    EsfReport::of(&found, too_short, warns_from, today)
}
