//! Who is behind a figure: the list comes from the same answers as the count, so it is as long.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::complete::{missing, owed};
use super::indicator::{Holds, Indicator};
use super::participant::Participant;
use crate::person::Sex;
use crate::word::words;

words! {
    /// A column of counts by gender.
    FundGender { Women = "women", Men = "men", NonBinary = "non_binary", Untold = "untold" }
}

impl FundGender {
    fn of(sex: Option<Sex>) -> Self {
        match sex {
            Some(Sex::Female) => FundGender::Women,
            Some(Sex::Male) => FundGender::Men,
            Some(Sex::Other) => FundGender::NonBinary,
            None => FundGender::Untold,
        }
    }
}

/// A list of participants of an operation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(tag = "list", rename_all = "snake_case", deny_unknown_fields)]
pub enum FundList {
    All {},
    /// Of whom anything is missing that was due.
    Incomplete {},
    /// Whose situation is owed to the fund, near or past its day.
    Owed {},
    /// For whom an indicator holds; of one gender, or of all.
    Holds {
        indicator: Indicator,
        gender: Option<FundGender>,
    },
    /// Who refused to say.
    Refused {
        indicator: Indicator,
    },
    /// Of whom it cannot be told.
    Unknown {
        indicator: Indicator,
    },
}

impl FundList {
    /// Whether a participant is in it on that day.
    pub fn has<P>(self, who: &Participant<P>, today: NaiveDate) -> bool {
        match self {
            FundList::All {} => true,
            FundList::Incomplete {} => !missing(who, today).is_empty(),
            FundList::Owed {} => !owed(who, today).is_empty(),
            FundList::Holds { indicator, gender } => {
                indicator.holds(who) == Holds::Yes
                    && gender.is_none_or(|gender| gender == FundGender::of(who.entry.sex))
            }
            FundList::Refused { indicator } => indicator.holds(who) == Holds::Refused,
            FundList::Unknown { indicator } => indicator.holds(who) == Holds::Unknown,
        }
    }
}
