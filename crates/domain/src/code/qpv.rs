//! The code of a priority neighbourhood; which addresses lie in it is not its subject.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{CodeError, code, length, repair};

code! {
    /// Quartier prioritaire de la politique de la ville. In the list of 2015 `QP`, the department on three characters
    /// (`059`, `02A`, `974`) and three digits; in that of 2024 (2025 overseas) `QN`, the department, two digits and a
    /// letter: N new, M kept with another outline, I unchanged.
    /// Source: decrees 2014-1750 and 2014-1751, 2023-1314 and ANCT's tables of the priority neighbourhoods.
    Qpv, normalise, shown
}

/// Which list of priority neighbourhoods a code belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, TS)]
pub enum QpvEdition {
    /// In force from 2015 to 2023 (2024 overseas): kept for history and for older files.
    #[serde(rename = "2015")]
    Of2015,
    /// In force since 2024 (2025 overseas).
    #[serde(rename = "2024")]
    Of2024,
}

impl Qpv {
    /// The list this code belongs to.
    pub fn edition(&self) -> QpvEdition {
        if self.0.starts_with("QN") { QpvEdition::Of2024 } else { QpvEdition::Of2015 }
    }
}

fn normalise(raw: &str) -> Result<String, CodeError> {
    let text = repair::compact(raw)?;
    let (prefix, rest) = text.split_at_checked(2).ok_or(CodeError::Form)?;
    let rest = match rest.len() {
        6 => rest.to_owned(),
        // The department's zero is lost where someone typed QP59001.
        5 => format!("0{rest}"),
        _ => return Err(CodeError::Length { expected: 8, got: length(&text) }),
    };
    let (department, number) = rest.split_at_checked(3).ok_or(CodeError::Form)?;
    let well_formed = match (prefix, number.as_bytes()) {
        ("QP", digits) => digits.iter().all(u8::is_ascii_digit),
        ("QN", [tens, units, b'N' | b'M' | b'I']) => tens.is_ascii_digit() && units.is_ascii_digit(),
        _ => false,
    };
    if !well_formed {
        return Err(CodeError::Form);
    }
    if is_department(department) { Ok(format!("{prefix}{rest}")) } else { Err(CodeError::Territory) }
}

fn is_department(padded: &str) -> bool {
    match padded {
        "02A" | "02B" => true,
        digits if repair::is_digits(digits) => {
            ("001"..="095").contains(&digits)
                || ("971"..="978").contains(&digits)
                || ("984"..="989").contains(&digits)
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_both_lists() {
        for (raw, canonical, edition) in [
            ("QP059001", "QP059001", QpvEdition::Of2015),
            ("qp 059 001", "QP059001", QpvEdition::Of2015),
            ("QP59001", "QP059001", QpvEdition::Of2015),
            ("QP02B001", "QP02B001", QpvEdition::Of2015),
            ("QN05901M", "QN05901M", QpvEdition::Of2024),
            ("qn05914i", "QN05914I", QpvEdition::Of2024),
            ("QN06203N", "QN06203N", QpvEdition::Of2024),
            ("QN5901M", "QN05901M", QpvEdition::Of2024),
            ("QN97401I", "QN97401I", QpvEdition::Of2024),
        ] {
            let code = Qpv::parse(raw).unwrap();
            assert_eq!((code.as_str(), code.edition()), (canonical, edition), "{raw:?}");
        }
        assert_eq!(serde_json::to_string(&QpvEdition::Of2024).unwrap(), "\"2024\"");
    }

    #[test]
    fn refuses_with_the_reason() {
        for (raw, reason) in [
            ("", CodeError::Empty),
            ("Q", CodeError::Form),
            ("QP059", CodeError::Length { expected: 8, got: 5 }),
            ("QP0590011", CodeError::Length { expected: 8, got: 9 }),
            ("QA059001", CodeError::Form),
            ("QN059001", CodeError::Form),
            ("QP05901M", CodeError::Form),
            ("QN05901Z", CodeError::Form),
            ("QP000001", CodeError::Territory),
            ("QP099001", CodeError::Territory),
        ] {
            assert_eq!(Qpv::parse(raw), Err(reason), "{raw:?}");
        }
    }
}
