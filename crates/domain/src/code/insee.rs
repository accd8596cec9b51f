//! The code of a commune; its name, borders and mergers are not its subject.

use super::{CodeError, code, length, repair};

code! {
    /// Code officiel géographique of a commune: the department (01 to 95, 2A, 2B, or three digits overseas) and its
    /// number. Not the postal code. Source: INSEE, code officiel géographique.
    Insee, normalise, shown
}

impl Insee {
    /// The department: `59`, `2A`, or three digits overseas as `974`.
    pub fn department(&self) -> &str {
        let width = if self.0.starts_with("97") || self.0.starts_with("98") { 3 } else { 2 };
        self.0.get(..width).unwrap_or_default()
    }
}

fn normalise(raw: &str) -> Result<String, CodeError> {
    let mut text = repair::compact(raw)?;
    if repair::is_digits(&text) {
        text = repair::restore_zeros(&text, 5, 1)?;
    }
    let Some((department, number)) = text.split_at_checked(2) else {
        return Err(CodeError::Length { expected: 5, got: length(&text) });
    };
    if text.len() != 5 {
        return Err(CodeError::Length { expected: 5, got: length(&text) });
    }
    if !repair::is_digits(number) {
        return Err(CodeError::Form);
    }
    let exists = match department {
        "2A" | "2B" => true,
        // 971 Guadeloupe to 978 Saint-Martin; 984 to 989 the southern and Pacific territories.
        "97" => matches!(number.as_bytes(), [b'1'..=b'8', ..]),
        "98" => matches!(number.as_bytes(), [b'4'..=b'9', ..]),
        // Corsica's 20 left with the communes' numbers in 1976; it lives on in postal codes.
        "20" => false,
        digits if repair::is_digits(digits) => ("01"..="95").contains(&digits),
        _ => return Err(CodeError::Form),
    };
    if exists && number != "000" { Ok(text) } else { Err(CodeError::Territory) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_what_files_contain() {
        for (raw, canonical, department) in [
            ("59350", "59350", "59"),
            ("2a004", "2A004", "2A"),
            ("1004", "01004", "01"),
            (" 02 691 ", "02691", "02"),
            ("=\"02691\"", "02691", "02"),
            ("97411", "97411", "974"),
            ("98735", "98735", "987"),
        ] {
            let code = Insee::parse(raw).unwrap();
            assert_eq!((code.as_str(), code.department()), (canonical, department), "{raw:?}");
        }
    }

    #[test]
    fn refuses_with_the_reason() {
        for (raw, reason) in [
            ("", CodeError::Empty),
            ("593", CodeError::Length { expected: 5, got: 3 }),
            ("2A04", CodeError::Length { expected: 5, got: 4 }),
            ("593500", CodeError::Length { expected: 5, got: 6 }),
            ("2C004", CodeError::Form),
            ("59A50", CodeError::Form),
            ("20004", CodeError::Territory),
            ("96001", CodeError::Territory),
            ("97901", CodeError::Territory),
            ("99350", CodeError::Territory),
            ("59000", CodeError::Territory),
        ] {
            assert_eq!(Insee::parse(raw), Err(reason), "{raw:?}");
        }
    }
}
