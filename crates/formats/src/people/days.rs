//! Days in a column of a list: whether the day or the month comes first is a matter of the whole column.

use chrono::{Days, NaiveDate};
use passerelle_domain::person::birth::{Birth, BirthError};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::table::Cell;

/// What comes first where it is written with two or three numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum DayOrder {
    DayFirst,
    MonthFirst,
    YearFirst,
}

/// What a column says of its order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OrderFound {
    /// No day of it fits another order.
    Sure(DayOrder),
    /// Every day of it fits both.
    Either,
    /// Some days fit one order alone and some the other: this one has more.
    Mixed(DayOrder),
    /// Nothing there is written as numbers.
    None,
}

/// The days between which a number is a day of a spreadsheet: 1954 and 2064.
const SERIALS: std::ops::RangeInclusive<u64> = 20_000..=60_000;

/// Two digits of a year up to this are of this century: the lists are of people of 15 to 30 and their parents.
const CENTURY: i32 = 40;

/// Three numbers with the same sign between them.
fn numbers(text: &str) -> Option<[&str; 3]> {
    let date = text.trim().split(['T', ' ']).next()?;
    let parts: Vec<&str> = date.split(['/', '-', '.']).collect();
    let [a, b, c] = parts.as_slice() else { return None };
    let digits =
        |part: &&&str| !part.is_empty() && part.len() <= 4 && part.bytes().all(|b| b.is_ascii_digit());
    if [a, b, c].iter().all(digits) { Some([a, b, c]) } else { None }
}

/// Looks at every day of the column.
pub(super) fn order(cells: &[&Cell]) -> OrderFound {
    let (mut day_first, mut month_first, mut either, mut year_first) = (0, 0, 0, 0);
    for cell in cells {
        let text = cell.text();
        let Some([a, b, _]) = numbers(&text) else { continue };
        if a.len() == 4 {
            year_first += 1;
            continue;
        }
        let (a, b): (u32, u32) = (a.parse().unwrap_or(0), b.parse().unwrap_or(0));
        match (a > 12, b > 12) {
            (true, false) => day_first += 1,
            (false, true) => month_first += 1,
            (false, false) => either += 1,
            (true, true) => {}
        }
    }
    match (day_first, month_first, either, year_first) {
        (0, 0, 0, 0) => OrderFound::None,
        (0, 0, 0, _) => OrderFound::Sure(DayOrder::YearFirst),
        (0, 0, ..) => OrderFound::Either,
        (_, 0, ..) => OrderFound::Sure(DayOrder::DayFirst),
        (0, ..) => OrderFound::Sure(DayOrder::MonthFirst),
        (day, month, ..) if day >= month => OrderFound::Mixed(DayOrder::DayFirst),
        _ => OrderFound::Mixed(DayOrder::MonthFirst),
    }
}

/// Reads a day, a month or a year in this order.
pub(super) fn read(cell: &Cell, order: Option<DayOrder>) -> Result<Birth, BirthError> {
    if let Cell::Day(day) = cell {
        return Birth::of_day(*day);
    }
    let text = cell.text();
    if let Some(day) = serial(&text) {
        return Birth::of_day(day);
    }
    let Some([a, b, c]) = numbers(&text) else { return Birth::parse(&text) };
    let (year, month, day) = match order {
        _ if a.len() == 4 => (a, b, c),
        Some(DayOrder::YearFirst) if c.len() < 4 => (a, b, c),
        Some(DayOrder::MonthFirst) => (c, a, b),
        _ => (c, b, a),
    };
    let number = |text: &str| text.parse::<u32>().map_err(|_| BirthError::Form);
    let year = match (year.len(), i32::try_from(number(year)?).map_err(|_| BirthError::Form)?) {
        (4, year) => year,
        (2, short) if short <= CENTURY => 2000 + short,
        (2, short) => 1900 + short,
        _ => return Err(BirthError::Form),
    };
    let day = NaiveDate::from_ymd_opt(year, number(month)?, number(day)?).ok_or(BirthError::Impossible)?;
    Birth::of_day(day)
}

/// The number of days by which spreadsheets count, from the end of 1899.
fn serial(text: &str) -> Option<NaiveDate> {
    let whole = text.split(['.', ',']).next()?;
    let number: u64 = whole.parse().ok().filter(|number| SERIALS.contains(number))?;
    NaiveDate::from_ymd_opt(1899, 12, 30)?.checked_add_days(Days::new(number))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(texts: &[&str]) -> OrderFound {
        let cells: Vec<Cell> = texts.iter().map(|text| Cell::Text((*text).to_owned())).collect();
        order(&cells.iter().collect::<Vec<_>>())
    }

    #[test]
    fn the_column_says_what_comes_first() {
        assert_eq!(found(&["03/04/2008", "14/03/2008"]), OrderFound::Sure(DayOrder::DayFirst));
        assert_eq!(found(&["03/04/2008", "03/14/2008"]), OrderFound::Sure(DayOrder::MonthFirst));
        assert_eq!(found(&["2008-03-14"]), OrderFound::Sure(DayOrder::YearFirst));
        assert_eq!(found(&["03/04/2008", "05-06-2007"]), OrderFound::Either);
        assert_eq!(found(&["14/03/2008", "15/03/2008", "03/16/2008"]), OrderFound::Mixed(DayOrder::DayFirst));
        assert_eq!(found(&["14 mars 2008", "39521", ""]), OrderFound::None);
    }

    #[test]
    fn days_are_read_in_their_order() {
        let day = |year: i32, month: u32, day: u32| NaiveDate::from_ymd_opt(year, month, day).unwrap();
        let read = |text: &str, order: DayOrder| read(&Cell::Text(text.to_owned()), Some(order));
        for (text, order) in [
            ("14/03/2008", DayOrder::DayFirst),
            ("3/14/2008", DayOrder::MonthFirst),
            ("2008-03-14", DayOrder::DayFirst),
            ("14.03.08", DayOrder::DayFirst),
            ("08-03-14", DayOrder::YearFirst),
            ("39521", DayOrder::DayFirst),
            ("14 mars 2008", DayOrder::MonthFirst),
            ("14/03/2008 00:00:00", DayOrder::DayFirst),
        ] {
            assert_eq!(read(text, order).unwrap().day(), Some(day(2008, 3, 14)), "{text}");
        }
        assert_eq!(read("14/03/75", DayOrder::DayFirst).unwrap().day(), Some(day(1975, 3, 14)));
        assert_eq!(read("31/02/2008", DayOrder::DayFirst), Err(BirthError::Impossible));
        assert_eq!(read("2008", DayOrder::DayFirst).unwrap().day(), None, "a year alone is a year");
        assert!(read("inconnue", DayOrder::DayFirst).is_err());
    }
}
