//! What spreadsheets, mail and telephones do to a code before it reaches us, undone; it judges no code.

use super::{CodeError, length};

/// Characters nobody sees that come along by copy and paste: zero-width and joining marks, soft hyphen, marks of
/// writing direction, tags. The direction marks can also make a text read otherwise than it is stored.
pub(crate) fn is_invisible(c: char) -> bool {
    matches!(
        c,
        '\u{AD}'
            | '\u{61C}'
            | '\u{180E}'
            | '\u{200B}'..='\u{200F}'
            | '\u{202A}'..='\u{202E}'
            | '\u{2060}'..='\u{206F}'
            | '\u{FEFF}'
            | '\u{FFF9}'..='\u{FFFB}'
            | '\u{E0000}'..='\u{E007F}'
    )
}

/// The text without invisible and control characters, trimmed, every kind of space turned into a plain one, out of
/// the wrapping a spreadsheet adds to keep it a text (`="059"`, `'059`) or a number (`59.0`).
pub(crate) fn tidy(raw: &str) -> String {
    let visible: String = raw
        .chars()
        .filter(|c| !is_invisible(*c))
        .map(|c| if c.is_whitespace() { ' ' } else { c })
        .filter(|c| !c.is_control())
        .collect();
    let mut text = visible.trim();
    // Wrappings nest ('="059"'): peel until nothing comes off, so that a second reading changes nothing.
    loop {
        let peeled = unwrap_once(text).trim();
        if peeled == text {
            return text.to_owned();
        }
        text = peeled;
    }
}

fn unwrap_once(text: &str) -> &str {
    let bare = text.strip_prefix(['=', '\'']).unwrap_or(text);
    let bare = bare.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')).unwrap_or(bare);
    match bare.strip_suffix(".0").or_else(|| bare.strip_suffix(",0")) {
        Some(number) if is_digits(number) => number,
        _ => bare,
    }
}

/// Only ASCII digits, and at least one.
pub(crate) fn is_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit())
}

/// The tidied text in capitals without the spaces, dots, dashes, slashes and underscores people put between groups.
/// Refuses an empty text and any character that is neither an ASCII letter nor a digit.
pub(crate) fn compact(raw: &str) -> Result<String, CodeError> {
    let text: String =
        tidy(raw).chars().filter(|c| !is_separator(*c)).map(|c| c.to_ascii_uppercase()).collect();
    if text.is_empty() {
        return Err(CodeError::Empty);
    }
    if text.chars().all(|c| c.is_ascii_alphanumeric()) { Ok(text) } else { Err(CodeError::Form) }
}

/// What stands between the groups of a code and means nothing, the typographic dashes included.
pub(crate) fn is_separator(c: char) -> bool {
    matches!(c, ' ' | '.' | '-' | '/' | '_' | '\u{2010}'..='\u{2015}' | '\u{2212}')
}

/// Gives back the leading zeros that a spreadsheet took, at most `lost` of them, and refuses any other length.
pub(crate) fn restore_zeros(digits: &str, width: usize, lost: usize) -> Result<String, CodeError> {
    let got = digits.chars().count();
    if got > width || got + lost < width {
        let expected = u32::try_from(width).unwrap_or(u32::MAX);
        return Err(CodeError::Length { expected, got: length(digits) });
    }
    Ok(format!("{digits:0>width$}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tidy_undoes_what_files_do() {
        for (raw, clean) in [
            ("  59000\u{a0}", "59000"),
            ("=\"059\"", "059"),
            ("'059", "059"),
            ("'=\"059\"", "059"),
            ("\u{202d}0612345678\u{202c}", "0612345678"),
            ("59\u{200b}000", "59000"),
            ("59000.0", "59000"),
            ("59000,0", "59000"),
            ("06.12.0", "06.12.0"),
            ("59\t000\r\n", "59 000"),
            ("\u{feff}", ""),
            ("=", ""),
            ("\"", "\""),
        ] {
            assert_eq!(tidy(raw), clean, "{raw:?}");
        }
    }

    #[test]
    fn zeros_come_back_only_as_far_as_they_can_be_lost() {
        assert_eq!(restore_zeros("1000", 5, 1), Ok("01000".to_owned()));
        assert_eq!(restore_zeros("100", 5, 1), Err(CodeError::Length { expected: 5, got: 3 }));
        assert_eq!(restore_zeros("123456", 5, 1), Err(CodeError::Length { expected: 5, got: 6 }));
    }
}
