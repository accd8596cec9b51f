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
pub mod rule;
pub mod tally;
pub mod team;

use chrono::NaiveDate;

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
