//! Days as catalogues write them, and what they write where there is none.

use chrono::{Datelike as _, NaiveDate};

use crate::report::Why;

/// Reads `2025-02-14`, with or without an hour behind it, `20250214`, `14/02/2025`, `14-02-2025` and `14.02.2025`. Zeros and nines
/// are [`Why::NoDay`]; a day the calendar does not have, or before 1900 or after 2199, is [`Why::ImpossibleDay`].
pub fn parse(raw: &str) -> Result<NaiveDate, Why> {
    let text = raw.trim();
    let date = text.split(['T', ' ']).next().unwrap_or_default();
    let digits: String = date.chars().filter(char::is_ascii_digit).collect();
    if digits.len() >= 6 && (digits.bytes().all(|b| b == b'0') || digits.bytes().all(|b| b == b'9')) {
        return Err(Why::NoDay);
    }
    let parts: Vec<&str> = date.split(['-', '/', '.']).collect();
    let (year, month, day) = match parts.as_slice() {
        [compact] if compact.len() == 8 && digits.len() == 8 => {
            let part = |from: usize, to: usize| compact.get(from..to).unwrap_or_default();
            (part(0, 4), part(4, 6), part(6, 8))
        }
        [year, month, day] if year.len() == 4 => (*year, *month, *day),
        [day, month, year] if year.len() == 4 => (*year, *month, *day),
        _ => return Err(Why::NotADay),
    };
    let number = |text: &str| -> Result<u32, Why> {
        let digits = (1..=4).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit());
        if digits { text.parse().map_err(|_| Why::NotADay) } else { Err(Why::NotADay) }
    };
    let year = i32::try_from(number(year)?).map_err(|_| Why::NotADay)?;
    // `9999-12-31` says that there is no end, and `0000-..` that nothing is known.
    if year == 9999 || year == 0 {
        return Err(Why::NoDay);
    }
    let day = NaiveDate::from_ymd_opt(year, number(month)?, number(day)?).ok_or(Why::ImpossibleDay)?;
    if (1900..=2199).contains(&day.year()) { Ok(day) } else { Err(Why::ImpossibleDay) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_come_in_many_forms_and_some_are_none() {
        let day = NaiveDate::from_ymd_opt(2025, 2, 14);
        for raw in
            ["2025-02-14", " 2025-02-14T10:00:00Z", "20250214", "14/02/2025", "14-2-2025", "14.02.2025 00:00"]
        {
            assert_eq!(parse(raw).ok(), day, "{raw}");
        }
        for (raw, why) in [
            ("00000000", Why::NoDay),
            ("0000-00-00", Why::NoDay),
            ("99999999", Why::NoDay),
            ("99991231", Why::NoDay),
            ("20250230", Why::ImpossibleDay),
            ("2025-13-01", Why::ImpossibleDay),
            ("1025-01-01", Why::ImpossibleDay),
            ("bientôt", Why::NotADay),
            ("12/2025", Why::NotADay),
            ("+2025-1-1", Why::NotADay),
            ("", Why::NotADay),
        ] {
            assert_eq!(parse(raw), Err(why), "{raw}");
        }
    }
}
