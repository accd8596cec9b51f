//! The number of a school, a training centre or an apprentices' centre; whether it is open is not its subject.

use super::{CodeError, code, length, repair};

/// Position in this alphabet = the seven digits modulo 23. I, O and Q are left out, being read as 1 and 0.
const CONTROL: &str = "ABCDEFGHJKLMNPRSTUVWXYZ";

code! {
    /// Unité administrative immatriculée (formerly RNE): seven digits, the first three the department, and a control
    /// letter. Source: the ministry of education's national register of establishments (RAMSESE).
    Uai, normalise, shown
}

fn normalise(raw: &str) -> Result<String, CodeError> {
    let text = repair::compact(raw)?;
    let mut chars = text.chars();
    let letter = chars.next_back().ok_or(CodeError::Empty)?;
    let digits = chars.as_str();
    if !letter.is_ascii_uppercase() || !repair::is_digits(digits) {
        // Seven or fewer characters of which the last is a digit: the letter itself is missing.
        return Err(match length(&text) {
            8 => CodeError::Form,
            got => CodeError::Length { expected: 8, got },
        });
    }
    // Departments begin at 001, so a spreadsheet takes two zeros at most.
    let digits = repair::restore_zeros(digits, 7, 2)
        .map_err(|_| CodeError::Length { expected: 8, got: length(&text) })?;
    let number: usize = digits.parse().map_err(|_| CodeError::Form)?;
    if CONTROL.chars().nth(number % 23) == Some(letter) {
        Ok(format!("{digits}{letter}"))
    } else {
        Err(CodeError::Checksum)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_what_files_contain() {
        for (raw, canonical) in [
            ("0590111A", "0590111A"),
            ("0590111a", "0590111A"),
            (" 059 0111 A ", "0590111A"),
            ("590111a", "0590111A"),
            ("10001W", "0010001W"),
            ("=\"0590111A\"", "0590111A"),
        ] {
            assert_eq!(Uai::parse(raw).map(String::from), Ok(canonical.to_owned()), "{raw:?}");
        }
    }

    #[test]
    fn refuses_with_the_reason() {
        for (raw, reason) in [
            ("", CodeError::Empty),
            (" \u{200b}", CodeError::Empty),
            ("0590111T", CodeError::Checksum),
            ("0590112A", CodeError::Checksum),
            ("0590111", CodeError::Length { expected: 8, got: 7 }),
            ("05901110A", CodeError::Length { expected: 8, got: 9 }),
            ("111A", CodeError::Length { expected: 8, got: 4 }),
            ("O590111A", CodeError::Form),
            ("059é111A", CodeError::Form),
        ] {
            assert_eq!(Uai::parse(raw), Err(reason), "{raw:?}");
        }
    }
}
