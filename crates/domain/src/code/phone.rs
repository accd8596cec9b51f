//! A telephone number as the world dials it; whose it is and whether it answers are not its subject.

use super::{CodeError, code, length, repair};

code! {
    /// E.164: `+`, the country and the number, at most fifteen digits. A number written as in France becomes +33, or
    /// the code of the overseas department it begins like. Short service numbers (115, 3919) are not of this kind.
    /// Sources: ITU-T E.164; ARCEP's national numbering plan.
    Phone, normalise, hidden
}

/// What a number of an overseas department begins with after its zero, and the country code it is dialled under.
const OVERSEAS: [(&str, &str); 14] = [
    ("590", "590"),
    ("690", "590"),
    ("691", "590"),
    ("594", "594"),
    ("694", "594"),
    ("596", "596"),
    ("696", "596"),
    ("697", "596"),
    ("262", "262"),
    ("263", "262"),
    ("269", "262"),
    ("639", "262"),
    ("692", "262"),
    ("693", "262"),
];

impl Phone {
    /// As people read it: `06 12 34 56 78` for a French number, the canonical form for a foreign one.
    pub fn display(&self) -> String {
        let Some(national) = self.national() else { return self.0.clone() };
        let mut shown = String::from("0");
        for (rank, digit) in national.chars().enumerate() {
            if rank % 2 == 1 {
                shown.push(' ');
            }
            shown.push(digit);
        }
        shown
    }

    /// Whether a text message can be expected to arrive: a French mobile number (06, 07). `None` for a foreign one.
    pub fn is_mobile(&self) -> Option<bool> {
        self.national().map(|national| national.starts_with(['6', '7']))
    }

    /// The nine digits after the zero, for a number of France or its overseas departments.
    fn national(&self) -> Option<&str> {
        let digits = self.0.strip_prefix('+')?;
        let national = digits.strip_prefix("33").or_else(|| {
            let (country, number) = digits.split_at_checked(3)?;
            (number.len() == 9 && country == country_of(number)).then_some(number)
        })?;
        (national.len() == 9).then_some(national)
    }
}

fn country_of(national: &str) -> &'static str {
    // ARCEP keeps 06 39 98 xx xx of metropolitan France for fiction, amid the numbers of Mayotte.
    if national.starts_with("63998") {
        return "33";
    }
    OVERSEAS.iter().find(|(start, _)| national.starts_with(start)).map_or("33", |(_, country)| country)
}

fn normalise(raw: &str) -> Result<String, CodeError> {
    let tidied = repair::tidy(raw);
    let lower = tidied.to_lowercase();
    let text =
        ["tel:", "tél:", "tél.", "tel."].iter().find_map(|label| lower.strip_prefix(label)).unwrap_or(&lower);
    let (abroad, digits) = dialled(text)?;
    if abroad { international(&digits) } else { national(&digits) }
}

/// The digits, and whether they begin with a country (`+` or `00`).
fn dialled(text: &str) -> Result<(bool, String), CodeError> {
    let bare: String = text.chars().filter(|c| !repair::is_separator(*c)).collect();
    if bare.is_empty() {
        return Err(CodeError::Empty);
    }
    let (abroad, rest) = match bare.strip_prefix('+').or_else(|| bare.strip_prefix("(+")) {
        Some(rest) => (true, rest),
        None => bare.strip_prefix("00").map_or((false, bare.as_str()), |rest| (true, rest)),
    };
    // "+33 (0)6": the zero in brackets is the one not to dial.
    let rest = if abroad { rest.replacen("(0)", "", 1) } else { rest.to_owned() };
    let digits: String = rest.chars().filter(|c| !matches!(c, '(' | ')')).collect();
    if repair::is_digits(&digits) { Ok((abroad, digits)) } else { Err(CodeError::Form) }
}

fn international(digits: &str) -> Result<String, CodeError> {
    if let Some(after) = digits.strip_prefix("33") {
        let nine = after.strip_prefix('0').unwrap_or(after);
        return french(nine, length(nine).saturating_add(1));
    }
    if digits.starts_with('0') {
        return Err(CodeError::Form);
    }
    match digits.len() {
        8..=15 => Ok(format!("+{digits}")),
        16.. => Err(CodeError::TooLong { limit: 15 }),
        _ => Err(CodeError::Length { expected: 8, got: length(digits) }),
    }
}

fn national(digits: &str) -> Result<String, CodeError> {
    if let Some(after) = digits.strip_prefix('0') {
        return french(after, length(digits));
    }
    match digits.strip_prefix("33") {
        // The plus sign is lost where a spreadsheet took the number for a sum.
        Some(after) if digits.len() == 11 => french(after, length(after).saturating_add(1)),
        // Nine digits: the leading zero is lost in the same way.
        _ => french(digits, length(digits)),
    }
}

/// `got`: how many digits were written, as a French reader counts them, with the zero.
fn french(nine: &str, got: u32) -> Result<String, CodeError> {
    if nine.len() != 9 {
        return Err(CodeError::Length { expected: 10, got });
    }
    if nine.starts_with('0') {
        return Err(CodeError::Form);
    }
    Ok(format!("+{}{nine}", country_of(nine)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_what_people_write() {
        for (raw, canonical, shown) in [
            ("06 12 34 56 78", "+33612345678", "06 12 34 56 78"),
            ("06.12.34.56.78", "+33612345678", "06 12 34 56 78"),
            ("06-12-34-56-78", "+33612345678", "06 12 34 56 78"),
            ("06/12/34/56/78", "+33612345678", "06 12 34 56 78"),
            ("0612345678", "+33612345678", "06 12 34 56 78"),
            ("612345678", "+33612345678", "06 12 34 56 78"),
            ("612345678.0", "+33612345678", "06 12 34 56 78"),
            ("33612345678", "+33612345678", "06 12 34 56 78"),
            ("+33 6 12 34 56 78", "+33612345678", "06 12 34 56 78"),
            ("+33 (0)6 12 34 56 78", "+33612345678", "06 12 34 56 78"),
            ("(+33) 6 12 34 56 78", "+33612345678", "06 12 34 56 78"),
            ("+330612345678", "+33612345678", "06 12 34 56 78"),
            ("0033 6 12 34 56 78", "+33612345678", "06 12 34 56 78"),
            ("\u{202a}06\u{a0}12\u{202f}34 56 78\u{202c}", "+33612345678", "06 12 34 56 78"),
            ("Tél. 03 20 12 34 56", "+33320123456", "03 20 12 34 56"),
            ("0692 12 34 56", "+262692123456", "06 92 12 34 56"),
            ("+262 692 12 34 56", "+262692123456", "06 92 12 34 56"),
            ("+33 692 12 34 56", "+262692123456", "06 92 12 34 56"),
            ("+32 471 12 34 56", "+32471123456", "+32471123456"),
            ("0032 471 12 34 56", "+32471123456", "+32471123456"),
            ("+44 (0)20 7946 0000", "+442079460000", "+442079460000"),
        ] {
            let phone = Phone::parse(raw).unwrap_or_else(|e| panic!("{raw:?}: {e}"));
            assert_eq!((phone.as_str(), phone.display().as_str()), (canonical, shown), "{raw:?}");
        }
    }

    #[test]
    fn refuses_with_the_reason() {
        for (raw, reason) in [
            ("", CodeError::Empty),
            (" - ", CodeError::Empty),
            ("06 12 34 56", CodeError::Length { expected: 10, got: 8 }),
            ("06 12 34 56 78 90", CodeError::Length { expected: 10, got: 12 }),
            ("06 12 34 56 78 / 07 12 34 56 78", CodeError::Length { expected: 10, got: 20 }),
            ("+33 6 12 34 56", CodeError::Length { expected: 10, got: 8 }),
            ("115", CodeError::Length { expected: 10, got: 3 }),
            ("+1234567", CodeError::Length { expected: 8, got: 7 }),
            ("+1234567890123456", CodeError::TooLong { limit: 15 }),
            ("sa mère", CodeError::Form),
            ("06 12 34 56 7O", CodeError::Form),
            ("+0612345678", CodeError::Form),
        ] {
            assert_eq!(Phone::parse(raw), Err(reason), "{raw:?}");
        }
    }

    #[test]
    fn knows_a_french_mobile() {
        assert_eq!(Phone::parse("0712345678").unwrap().is_mobile(), Some(true));
        assert_eq!(Phone::parse("0320123456").unwrap().is_mobile(), Some(false));
        assert_eq!(Phone::parse("+32471123456").unwrap().is_mobile(), None);
    }
}
