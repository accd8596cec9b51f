//! Figures of the work: plain facts of cases, referrals and participants go in, counts come out. Nobody can be read from a
//! figure here but by counting few: what leaves the team goes through [`mask`].

pub mod ask;
pub mod delay;
pub mod facts;
pub mod funnel;
pub mod hours;
pub mod mask;
pub mod outcome;
pub mod period;
pub mod release;
pub mod tally;
pub mod team;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::person::Sex;
use crate::person::birth::Birth;
use crate::word::words;

words! {
    /// Completed years, in the bands that the region and the funders ask for; unknown too where the birth date is too incomplete.
    AgeBand {
        Under16 = "under_16", From16 = "from_16", From18 = "from_18", From21 = "from_21", From26 = "from_26",
        Unknown = "unknown",
    }
    /// Whether somebody lives in a priority neighbourhood.
    InQpv { Yes = "yes", No = "no", Unknown = "unknown" }
    /// By what figures are told apart.
    Dimension { Sex = "sex", Age = "age", Qpv = "qpv" }
}

impl AgeBand {
    /// The band of the age on that day.
    pub fn of(birth: Option<Birth>, on: NaiveDate) -> Self {
        let band = |age: u8| match age {
            0..=15 => AgeBand::Under16,
            16..=17 => AgeBand::From16,
            18..=20 => AgeBand::From18,
            21..=25 => AgeBand::From21,
            26.. => AgeBand::From26,
        };
        match birth.map(|birth| birth.age_on(on)) {
            Some(age) if band(age.at_least) == band(age.at_most) => band(age.at_least),
            Some(_) | None => AgeBand::Unknown,
        }
    }
}

/// By what a person's facts are told apart; nobody is told by it alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Who {
    pub sex: Option<Sex>,
    pub age: AgeBand,
    pub qpv: InQpv,
}

/// One value of a dimension.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, TS)]
#[serde(tag = "by", content = "value", rename_all = "snake_case")]
pub enum Slice {
    /// None where it is not told.
    Sex(Option<Sex>),
    Age(AgeBand),
    Qpv(InQpv),
}

impl Dimension {
    pub fn slice(self, who: Who) -> Slice {
        match self {
            Dimension::Sex => Slice::Sex(who.sex),
            Dimension::Age => Slice::Age(who.age),
            Dimension::Qpv => Slice::Qpv(who.qpv),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_band_is_told_only_where_the_birth_date_tells_it() {
        let on: NaiveDate = "2026-03-10".parse().unwrap();
        for (birth, band) in [
            (Some("2010-03-11"), AgeBand::Under16),
            (Some("2010-03-10"), AgeBand::From16),
            (Some("2008-03-10"), AgeBand::From18),
            (Some("2007"), AgeBand::From18),
            (Some("2008"), AgeBand::Unknown),
            (Some("2000-01"), AgeBand::From26),
            (None, AgeBand::Unknown),
        ] {
            let birth = birth.map(|text| Birth::parse(text).unwrap());
            assert_eq!(AgeBand::of(birth, on), band);
        }
    }
}
