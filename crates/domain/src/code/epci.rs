//! The number of a grouping of communes; which communes it groups is not its subject.

use super::siret::luhn;
use super::{CodeError, code, length, repair};

code! {
    /// A public establishment for cooperation between communes (EPCI), by the nine digits of its SIREN under the Luhn key.
    /// Source: INSEE, code officiel géographique, and DGCL for the list.
    Epci, normalise, shown
}

fn normalise(raw: &str) -> Result<String, CodeError> {
    let text = repair::compact(raw)?;
    if !repair::is_digits(&text) {
        return Err(CodeError::Form);
    }
    if text.len() != 9 {
        return Err(CodeError::Length { expected: 9, got: length(&text) });
    }
    let nothing = text.bytes().all(|digit| digit == b'0');
    if luhn(&text) && !nothing { Ok(text) } else { Err(CodeError::Checksum) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_and_refuses() {
        for (raw, canonical) in [("200093201", "200093201"), (" 245 900 410 ", "245900410")] {
            assert_eq!(Epci::parse(raw).map(String::from), Ok(canonical.to_owned()), "{raw:?}");
        }
        for (raw, reason) in [
            ("", CodeError::Empty),
            ("59350", CodeError::Length { expected: 9, got: 5 }),
            ("20009320A", CodeError::Form),
            ("200093202", CodeError::Checksum),
            ("000000000", CodeError::Checksum),
        ] {
            assert_eq!(Epci::parse(raw), Err(reason), "{raw:?}");
        }
    }
}
