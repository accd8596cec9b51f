//! An electronic mail address in plain form; whether it exists is not its subject.

use super::{CodeError, code, repair};

code! {
    /// `local@domain`, the domain in lower case. The check is structural: what mail servers refuse everywhere is
    /// refused here, quoted local parts and addresses by number are too. Source: RFC 5321 sections 4.1.2 and 4.5.3.
    Email, normalise, hidden
}

fn normalise(raw: &str) -> Result<String, CodeError> {
    let tidied = repair::tidy(raw);
    let bare = peel(&tidied);
    if bare.is_empty() {
        return Err(CodeError::Empty);
    }
    if bare.len() > 254 {
        return Err(CodeError::TooLong { limit: 254 });
    }
    let (local, domain) = bare.rsplit_once('@').ok_or(CodeError::Form)?;
    let domain = domain.to_lowercase();
    if is_local(local) && is_domain(&domain) { Ok(format!("{local}@{domain}")) } else { Err(CodeError::Form) }
}

/// Takes off what mail programs and links put around an address.
fn peel(text: &str) -> &str {
    let text = text.strip_prefix('<').and_then(|rest| rest.strip_suffix('>')).unwrap_or(text);
    let text = match text.split_at_checked(7) {
        Some((scheme, rest)) if scheme.eq_ignore_ascii_case("mailto:") => rest,
        _ => text,
    };
    text.trim()
}

fn is_local(local: &str) -> bool {
    let plain = |c: char| c.is_alphanumeric() || (c.is_ascii_punctuation() && !r#""(),:;<>@[\]"#.contains(c));
    local.len() <= 64 && local.split('.').all(|atom| !atom.is_empty() && atom.chars().all(plain))
}

fn is_domain(domain: &str) -> bool {
    let label = |text: &str| {
        (1..=63).contains(&text.len())
            && !text.starts_with('-')
            && !text.ends_with('-')
            && text.chars().all(|c| c.is_alphanumeric() || c == '-')
    };
    let ends_in_letters = |text: &str| text.chars().count() >= 2 && !text.bytes().all(|b| b.is_ascii_digit());
    domain.split('.').all(label) && domain.rsplit_once('.').is_some_and(|(_, last)| ends_in_letters(last))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_what_people_write() {
        for (raw, canonical) in [
            ("lina.caron@exemple.fr", "lina.caron@exemple.fr"),
            (" Lina.Caron@Exemple.FR\u{200b} ", "Lina.Caron@exemple.fr"),
            ("<lina@exemple.fr>", "lina@exemple.fr"),
            ("MAILTO:lina@exemple.fr", "lina@exemple.fr"),
            ("lina+cfa@mail.exemple.co", "lina+cfa@mail.exemple.co"),
            ("amélie@forêt.fr", "amélie@forêt.fr"),
        ] {
            assert_eq!(Email::parse(raw).map(String::from), Ok(canonical.to_owned()), "{raw:?}");
        }
    }

    #[test]
    fn refuses_with_the_reason() {
        let long = format!("{}@exemple.fr", "a".repeat(250));
        for (raw, reason) in [
            ("", CodeError::Empty),
            ("lina", CodeError::Form),
            ("lina@", CodeError::Form),
            ("@exemple.fr", CodeError::Form),
            ("lina@exemple", CodeError::Form),
            ("lina@@exemple.fr", CodeError::Form),
            ("lina..c@exemple.fr", CodeError::Form),
            ("lina c@exemple.fr", CodeError::Form),
            ("lina@exemple..fr", CodeError::Form),
            ("lina@-exemple.fr", CodeError::Form),
            ("lina@192.168.0.1", CodeError::Form),
            ("lina@exemple.fr, zoe@exemple.fr", CodeError::Form),
            (long.as_str(), CodeError::TooLong { limit: 254 }),
        ] {
            assert_eq!(Email::parse(raw), Err(reason), "{raw:?}");
        }
    }
}
