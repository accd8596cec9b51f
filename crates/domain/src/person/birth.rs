//! A birth date as far as it is known: a year, a month or a day; it guesses none of what is missing.

use std::fmt;
use std::str::FromStr;

use chrono::{Datelike, Months, NaiveDate};
use serde::{Deserialize, Serialize};
use thiserror::Error;
use ts_rs::TS;

use crate::code::repair;
use crate::moment::kept_day;
use crate::person::name::fold;

/// The years a birth can be in: whoever is older or younger was mistyped.
pub const FIRST_YEAR: u16 = 1900;
/// See [`FIRST_YEAR`].
pub const LAST_YEAR: u16 = 2100;

/// The age at which one comes of age (code civil, articles 388 and 414).
pub const MAJORITY: u8 = 18;

/// Why a text is not a birth date.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS, Error)]
#[serde(tag = "reason", rename_all = "snake_case")]
pub enum BirthError {
    /// Nothing is written.
    #[error("nothing is written")]
    Empty,
    /// Not read as a date, or the year has not four digits.
    #[error("not read as a year, a month or a day")]
    Form,
    /// The calendar has no such day or month.
    #[error("the calendar has no such day")]
    Impossible,
    /// The year is outside `from`..=`to`.
    #[error("the year must lie between {from} and {to}")]
    Year { from: u16, to: u16 },
    /// The date is still to come.
    #[error("the date is still to come")]
    Future,
}

/// How much of a birth date is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Precision {
    Year,
    Month,
    Day,
}

/// The age in completed years, as far as the birth date tells it; both ends included.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct AgeRange {
    pub at_least: u8,
    pub at_most: u8,
}

/// A birth date, perhaps incomplete. Its text, stored and sent, is `2008`, `2008-03` or `2008-03-14`.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, TS)]
#[serde(try_from = "String", into = "String")]
#[ts(type = "string")]
pub struct Birth {
    first: NaiveDate,
    precision: Precision,
}

impl Birth {
    /// Only the year is known.
    pub fn of_year(year: i32) -> Result<Self, BirthError> {
        Self::new(year, 1, 1, Precision::Year)
    }

    /// The month is known, 1 to 12.
    pub fn of_month(year: i32, month: u32) -> Result<Self, BirthError> {
        Self::new(year, month, 1, Precision::Month)
    }

    /// The day is known.
    pub fn of_day(day: NaiveDate) -> Result<Self, BirthError> {
        Self::new(day.year(), day.month(), day.day(), Precision::Day)
    }

    fn new(year: i32, month: u32, day: u32, precision: Precision) -> Result<Self, BirthError> {
        if !(i32::from(FIRST_YEAR)..=i32::from(LAST_YEAR)).contains(&year) {
            return Err(BirthError::Year { from: FIRST_YEAR, to: LAST_YEAR });
        }
        let first = NaiveDate::from_ymd_opt(year, month, day).ok_or(BirthError::Impossible)?;
        Ok(Self { first, precision })
    }

    /// Reads `2008`, `2008-03`, `2008-03-14` and what French forms and files hold: `14/03/2008`, `14.03.2008`,
    /// `14 mars 2008`, `1er mars 2008`, `mars 2008`, `03/2008`; English month names too. A year has four digits.
    pub fn parse(raw: &str) -> Result<Self, BirthError> {
        if let Some(day) = kept_day(raw) {
            return Self::of_day(day);
        }
        let tidied = repair::tidy(raw);
        if tidied.is_empty() {
            return Err(BirthError::Empty);
        }
        let text = without_midnight(&tidied);
        let parts: Vec<&str> =
            text.split(|c: char| c == ',' || repair::is_separator(c)).filter(|p| !p.is_empty()).collect();
        match parts.as_slice() {
            [y] => Self::of_year(year(y)?),
            [y, m] if is_year(y) => Self::of_month(year(y)?, month(m)?),
            [m, y] => Self::of_month(year(y)?, month(m)?),
            [y, m, d] if is_year(y) => Self::new(year(y)?, month(m)?, day(d)?, Precision::Day),
            [d, m, y] => Self::new(year(y)?, month(m)?, day(d)?, Precision::Day),
            _ => Err(BirthError::Form),
        }
    }

    /// How much is known.
    pub fn precision(&self) -> Precision {
        self.precision
    }

    /// The year.
    pub fn year(&self) -> i32 {
        self.first.year()
    }

    /// The month, where known.
    pub fn month(&self) -> Option<u32> {
        (self.precision >= Precision::Month).then(|| self.first.month())
    }

    /// The whole date, where known.
    pub fn day(&self) -> Option<NaiveDate> {
        (self.precision == Precision::Day).then_some(self.first)
    }

    /// The first day it can have been.
    pub fn earliest(&self) -> NaiveDate {
        self.first
    }

    /// The last day it can have been.
    pub fn latest(&self) -> NaiveDate {
        let months = match self.precision {
            Precision::Day => return self.first,
            Precision::Month => 1,
            Precision::Year => 12,
        };
        let next = self.first.checked_add_months(Months::new(months));
        next.and_then(|day| day.pred_opt()).unwrap_or(self.first)
    }

    /// The age on `day`, in completed years; a range where the date is incomplete, 0 before birth. Who is born on
    /// 29 February grows older on 1 March in a common year.
    pub fn age_on(&self, day: NaiveDate) -> AgeRange {
        AgeRange {
            at_least: completed_years(self.latest(), day),
            at_most: completed_years(self.earliest(), day),
        }
    }

    /// Whether the person is under [`MAJORITY`] on `day`; `None` where an incomplete date cannot tell.
    pub fn is_minor_on(&self, day: NaiveDate) -> Option<bool> {
        let age = self.age_on(day);
        if age.at_most < MAJORITY {
            Some(true)
        } else if age.at_least >= MAJORITY {
            Some(false)
        } else {
            None
        }
    }

    /// Refuses a birth that can only lie after `day`.
    pub fn check_not_after(&self, day: NaiveDate) -> Result<(), BirthError> {
        if self.earliest() > day { Err(BirthError::Future) } else { Ok(()) }
    }
}

fn completed_years(born: NaiveDate, day: NaiveDate) -> u8 {
    let before_birthday = (day.month(), day.day()) < (born.month(), born.day());
    let years = day.year() - born.year() - i32::from(before_birthday);
    u8::try_from(years.max(0)).unwrap_or(u8::MAX)
}

/// Spreadsheets write a date as its midnight: `2008-03-14T00:00:00`, `14/03/2008 00:00`.
fn without_midnight(text: &str) -> &str {
    let (date, time) = match text.split_once('T') {
        Some(split) => split,
        None => match text.rsplit_once(' ') {
            Some(split) => split,
            None => return text,
        },
    };
    let is_midnight = time.contains(':') && time.chars().all(|c| matches!(c, '0' | ':' | '.' | 'Z'));
    if is_midnight { date } else { text }
}

fn is_year(text: &str) -> bool {
    text.len() == 4 && repair::is_digits(text)
}

fn year(text: &str) -> Result<i32, BirthError> {
    if is_year(text) { text.parse().map_err(|_| BirthError::Form) } else { Err(BirthError::Form) }
}

fn one_or_two_digits(text: &str) -> Result<u32, BirthError> {
    if text.len() <= 2 && repair::is_digits(text) {
        text.parse().map_err(|_| BirthError::Form)
    } else {
        Err(BirthError::Form)
    }
}

fn day(text: &str) -> Result<u32, BirthError> {
    if text.eq_ignore_ascii_case("1er") { Ok(1) } else { one_or_two_digits(text) }
}

fn month(text: &str) -> Result<u32, BirthError> {
    let number = match fold(text).as_str() {
        "janvier" | "janv" | "jan" | "january" => 1,
        "fevrier" | "fevr" | "fev" | "february" | "feb" => 2,
        "mars" | "mar" | "march" => 3,
        "avril" | "avr" | "april" | "apr" => 4,
        "mai" | "may" => 5,
        "juin" | "june" | "jun" => 6,
        "juillet" | "juil" | "july" | "jul" => 7,
        "aout" | "august" | "aug" => 8,
        "septembre" | "sept" | "sep" | "september" => 9,
        "octobre" | "oct" | "october" => 10,
        "novembre" | "nov" | "november" => 11,
        "decembre" | "dec" | "december" => 12,
        _ => one_or_two_digits(text)?,
    };
    Ok(number)
}

impl fmt::Display for Birth {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let form = match self.precision {
            Precision::Year => "%Y",
            Precision::Month => "%Y-%m",
            Precision::Day => "%Y-%m-%d",
        };
        write!(f, "{}", self.first.format(form))
    }
}

/// A birth date is a personal fact: a log shows that there is one, not which.
impl fmt::Debug for Birth {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Birth(..)")
    }
}

impl FromStr for Birth {
    type Err = BirthError;

    fn from_str(raw: &str) -> Result<Self, BirthError> {
        Self::parse(raw)
    }
}

impl TryFrom<String> for Birth {
    type Error = BirthError;

    fn try_from(raw: String) -> Result<Self, BirthError> {
        Self::parse(&raw)
    }
}

impl From<Birth> for String {
    fn from(birth: Birth) -> Self {
        birth.to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn on(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn born(text: &str) -> Birth {
        Birth::parse(text).unwrap()
    }

    #[test]
    fn reads_what_people_and_files_write() {
        for (raw, canonical) in [
            ("2008", "2008"),
            (" 2008.0 ", "2008"),
            ("2008-03", "2008-03"),
            ("03/2008", "2008-03"),
            ("3/2008", "2008-03"),
            ("mars 2008", "2008-03"),
            ("2008-03-14", "2008-03-14"),
            ("14/03/2008", "2008-03-14"),
            ("14.03.2008", "2008-03-14"),
            ("14-3-2008", "2008-03-14"),
            ("14 mars 2008", "2008-03-14"),
            ("14 MARS 2008", "2008-03-14"),
            ("1er août 2008", "2008-08-01"),
            ("1 févr. 2008", "2008-02-01"),
            ("14 March 2008", "2008-03-14"),
            ("29/02/2008", "2008-02-29"),
            ("2008-03-14T00:00:00.000Z", "2008-03-14"),
            ("14/03/2008 00:00", "2008-03-14"),
            ("\u{200e}14/03/2008", "2008-03-14"),
        ] {
            assert_eq!(Birth::parse(raw).map(|b| b.to_string()), Ok(canonical.to_owned()), "{raw:?}");
        }
    }

    #[test]
    fn refuses_with_the_reason() {
        let outside = BirthError::Year { from: 1900, to: 2100 };
        for (raw, reason) in [
            ("", BirthError::Empty),
            ("\u{200b}", BirthError::Empty),
            ("30/02/2008", BirthError::Impossible),
            ("2009-02-29", BirthError::Impossible),
            ("2008-13", BirthError::Impossible),
            ("00/03/2008", BirthError::Impossible),
            ("14/03/08", BirthError::Form),
            ("14032008", BirthError::Form),
            ("vers 2008", BirthError::Form),
            ("14 brumaire 2008", BirthError::Form),
            ("17 ans", BirthError::Form),
            ("2008-03-14-15", BirthError::Form),
            ("1899", outside),
            ("14/03/2101", outside),
        ] {
            assert_eq!(Birth::parse(raw), Err(reason), "{raw:?}");
        }
    }

    #[test]
    fn an_age_is_a_range_when_the_date_is_incomplete() {
        for (birth, day, at_least, at_most) in [
            ("2008-03-14", "2026-03-13", 17, 17),
            ("2008-03-14", "2026-03-14", 18, 18),
            ("2008-03", "2026-03-14", 17, 18),
            ("2008-03", "2026-04-01", 18, 18),
            ("2008", "2026-06-01", 17, 18),
            ("2008", "2026-12-31", 18, 18),
            ("2008-02-29", "2026-02-28", 17, 17),
            ("2008-02-29", "2026-03-01", 18, 18),
            ("2026-12-01", "2026-06-01", 0, 0),
        ] {
            assert_eq!(born(birth).age_on(on(day)), AgeRange { at_least, at_most }, "{birth} on {day}");
        }
    }

    #[test]
    fn minority_is_unknown_rather_than_guessed() {
        for (birth, minor) in [
            ("2008-03-15", Some(true)),
            ("2008-03-14", Some(false)),
            ("2008", None),
            ("2007", Some(false)),
            ("2009", Some(true)),
        ] {
            assert_eq!(born(birth).is_minor_on(on("2026-03-14")), minor, "{birth}");
        }
    }

    #[test]
    fn a_birth_to_come_is_refused() {
        let today = on("2026-03-14");
        assert_eq!(born("2026-03-15").check_not_after(today), Err(BirthError::Future));
        assert_eq!(born("2027").check_not_after(today), Err(BirthError::Future));
        for possible in ["2026-03-14", "2026-03", "2026"] {
            assert_eq!(born(possible).check_not_after(today), Ok(()), "{possible}");
        }
    }

    #[test]
    fn travels_as_its_text_and_stays_out_of_debug() {
        let birth = born("mars 2008");
        assert_eq!(serde_json::to_string(&birth).unwrap(), "\"2008-03\"");
        assert_eq!(serde_json::from_str::<Birth>("\"2008-03\"").unwrap(), birth);
        assert!(serde_json::from_str::<Birth>("\"2008-02-30\"").is_err());
        assert_eq!(format!("{birth:?}"), "Birth(..)");
    }
}
