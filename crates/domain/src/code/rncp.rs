//! The number of a professional certification; its title, level and end date are not its subject.

use super::{CodeError, code, repair};

code! {
    /// Répertoire national des certifications professionnelles: `RNCP` and a number without leading zeros. Those of
    /// the répertoire spécifique (`RS`) are another list and are refused.
    /// Source: France compétences, code du travail L6113-1.
    Rncp, normalise, shown
}

fn normalise(raw: &str) -> Result<String, CodeError> {
    let text = repair::compact(raw)?;
    let written = text.strip_prefix("RNCP").unwrap_or(&text);
    // "RNCP n° 34079" is how diplomas print it; the degree sign does not pass `compact`, "N" and "NO" do.
    let written = written.strip_prefix("NO").or_else(|| written.strip_prefix('N')).unwrap_or(written);
    if !repair::is_digits(written) {
        return Err(CodeError::Form);
    }
    let number = written.trim_start_matches('0');
    match number.len() {
        0 => Err(CodeError::Form),
        1..=6 => Ok(format!("RNCP{number}")),
        _ => Err(CodeError::TooLong { limit: 6 }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_and_refuses() {
        for (raw, canonical) in [
            ("RNCP34079", "RNCP34079"),
            ("rncp 34079", "RNCP34079"),
            ("34079", "RNCP34079"),
            ("34079.0", "RNCP34079"),
            ("RNCP-00403", "RNCP403"),
            ("RNCP N 403", "RNCP403"),
        ] {
            assert_eq!(Rncp::parse(raw).map(String::from), Ok(canonical.to_owned()), "{raw:?}");
        }
        for (raw, reason) in [
            ("", CodeError::Empty),
            ("RNCP", CodeError::Form),
            ("RNCP0", CodeError::Form),
            ("RS5616", CodeError::Form),
            ("RNCP1234567", CodeError::TooLong { limit: 6 }),
        ] {
            assert_eq!(Rncp::parse(raw), Err(reason), "{raw:?}");
        }
    }
}
