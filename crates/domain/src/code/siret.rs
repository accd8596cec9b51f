//! The number of a business establishment; who it is and whether it still exists are not its subject.

use super::{CodeError, code, repair};

/// Its establishments outnumber what the ordinary key allows, hence a rule of their own.
const LA_POSTE: &str = "356000000";

code! {
    /// SIRET: fourteen digits, the nine of the SIREN of the enterprise and the five of the establishment, under the
    /// Luhn key; La Poste's may instead have a sum of digits that five divides.
    /// Source: INSEE, répertoire Sirene (ISO/IEC 7812-1 annex B for the key).
    Siret, normalise, shown
}

impl Siret {
    /// The nine digits of the enterprise that the establishment belongs to.
    pub fn siren(&self) -> &str {
        self.0.get(..9).unwrap_or_default()
    }
}

fn normalise(raw: &str) -> Result<String, CodeError> {
    let text = repair::compact(raw)?;
    if !repair::is_digits(&text) {
        return Err(CodeError::Form);
    }
    // The lowest numbers in use begin with two zeros (005 ...).
    let digits = repair::restore_zeros(&text, 14, 2)?;
    let siren = digits.get(..9).unwrap_or_default();
    if digits.bytes().all(|b| b == b'0') {
        return Err(CodeError::Form);
    }
    let by_la_poste = siren == LA_POSTE && digits.bytes().map(|b| u32::from(b - b'0')).sum::<u32>() % 5 == 0;
    if luhn(siren) && (luhn(&digits) || by_la_poste) { Ok(digits) } else { Err(CodeError::Checksum) }
}

/// The Luhn key: every second digit from the right doubled, nine taken off above nine, the sum a multiple of ten.
pub(super) fn luhn(digits: &str) -> bool {
    let sum: u32 = digits
        .bytes()
        .rev()
        .map(|b| u32::from(b.wrapping_sub(b'0')))
        .enumerate()
        .map(|(rank, digit)| match (rank % 2, digit) {
            (0, d) => d,
            (_, d) if d > 4 => d * 2 - 9,
            (_, d) => d * 2,
        })
        .sum();
    sum.is_multiple_of(10)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_what_files_contain() {
        for (raw, canonical) in [
            ("73282932000074", "73282932000074"),
            ("732 829 320 00074", "73282932000074"),
            ("732.829.320\u{a0}00074", "73282932000074"),
            ("73282932000074.0", "73282932000074"),
            // La Poste: its seat has an ordinary key, its counters the sum of digits.
            ("35600000000048", "35600000000048"),
            ("35600000049837", "35600000049837"),
            // Two leading zeros lost to a spreadsheet.
            ("552013500004", "00552013500004"),
        ] {
            assert_eq!(Siret::parse(raw).map(String::from), Ok(canonical.to_owned()), "{raw:?}");
        }
        assert_eq!(Siret::parse("732 829 320 00074").unwrap().siren(), "732829320");
    }

    #[test]
    fn refuses_with_the_reason() {
        for (raw, reason) in [
            ("", CodeError::Empty),
            ("73282932000075", CodeError::Checksum),
            ("73282392000074", CodeError::Checksum),
            // Not divisible by five, nor by the ordinary key.
            ("35600000049836", CodeError::Checksum),
            ("732829320", CodeError::Length { expected: 14, got: 9 }),
            ("732829320000740", CodeError::Length { expected: 14, got: 15 }),
            ("7.3282932E+13", CodeError::Form),
            ("00000000000000", CodeError::Form),
        ] {
            assert_eq!(Siret::parse(raw), Err(reason), "{raw:?}");
        }
    }
}
