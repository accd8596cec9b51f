//! A French postal code; which commune it serves is not its subject, several often share one.

use super::{CodeError, code, repair};

code! {
    /// Five digits, the first two the department of the sorting office (20 for Corsica, 97 and 98 overseas and
    /// Monaco). Source: La Poste, base officielle des codes postaux; standard NF Z10-011.
    PostalCode, normalise, shown
}

fn normalise(raw: &str) -> Result<String, CodeError> {
    let text = repair::compact(raw)?;
    // Addresses written for abroad: F-59000, FR-59000.
    let written = text.strip_prefix("FR").or_else(|| text.strip_prefix('F')).unwrap_or(&text);
    if !repair::is_digits(written) {
        return Err(CodeError::Form);
    }
    let digits = repair::restore_zeros(written, 5, 1)?;
    let served = matches!(digits.get(..2), Some(area) if ("01"..="98").contains(&area) && area != "96");
    if served { Ok(digits) } else { Err(CodeError::Territory) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_and_refuses() {
        for (raw, canonical) in [
            ("59000", "59000"),
            ("59 000", "59000"),
            ("2100", "02100"),
            ("F-59100", "59100"),
            ("97400", "97400"),
            ("20090", "20090"),
            ("=\"02100\"", "02100"),
        ] {
            assert_eq!(PostalCode::parse(raw).map(String::from), Ok(canonical.to_owned()), "{raw:?}");
        }
        for (raw, reason) in [
            ("", CodeError::Empty),
            ("590", CodeError::Length { expected: 5, got: 3 }),
            ("590000", CodeError::Length { expected: 5, got: 6 }),
            ("59000 Lille", CodeError::Form),
            ("B7000", CodeError::Form),
            ("00100", CodeError::Territory),
            ("99000", CodeError::Territory),
        ] {
            assert_eq!(PostalCode::parse(raw), Err(reason), "{raw:?}");
        }
    }
}
