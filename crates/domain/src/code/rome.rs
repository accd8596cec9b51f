//! The code of an occupation; its title and skills are not its subject.

use super::{CodeError, code, length, repair};

code! {
    /// Répertoire opérationnel des métiers et des emplois: a letter from A to N for the domain and four digits.
    /// Source: France Travail, ROME 4.0.
    Rome, normalise, shown
}

fn normalise(raw: &str) -> Result<String, CodeError> {
    let text = repair::compact(raw)?;
    if text.len() != 5 {
        return Err(CodeError::Length { expected: 5, got: length(&text) });
    }
    let mut chars = text.chars();
    let letter = chars.next().ok_or(CodeError::Empty)?;
    if !letter.is_ascii_uppercase() || !repair::is_digits(chars.as_str()) {
        return Err(CodeError::Form);
    }
    if ('A'..='N').contains(&letter) { Ok(text) } else { Err(CodeError::Territory) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_and_refuses() {
        for (raw, canonical) in
            [("G1603", "G1603"), (" g1603 ", "G1603"), ("k 1302", "K1302"), ("K-1302", "K1302")]
        {
            assert_eq!(Rome::parse(raw).map(String::from), Ok(canonical.to_owned()), "{raw:?}");
        }
        for (raw, reason) in [
            ("", CodeError::Empty),
            ("G160", CodeError::Length { expected: 5, got: 4 }),
            ("G16030", CodeError::Length { expected: 5, got: 6 }),
            ("11603", CodeError::Form),
            ("GG603", CodeError::Form),
            ("Z1603", CodeError::Territory),
        ] {
            assert_eq!(Rome::parse(raw), Err(reason), "{raw:?}");
        }
    }
}
