//! A whole name in one cell, taken apart.

/// A name in its two parts, and whether it is only likely.
pub(super) struct Split {
    pub given: String,
    pub family: String,
    pub unsure: bool,
}

/// `BENALI Inès`, `Inès BENALI`, `Benali, Inès`: capitals or a comma say which is which. Without them the family name is
/// taken to come first, as lists have it, and that is not sure.
pub(super) fn split(text: &str) -> Split {
    let text = text.trim();
    let made = |given: Vec<&str>, family: Vec<&str>, unsure: bool| Split {
        given: given.join(" "),
        family: family.join(" "),
        unsure,
    };
    if let Some((family, given)) = text.split_once(',') {
        return made(given.split_whitespace().collect(), family.split_whitespace().collect(), false);
    }
    let words: Vec<&str> =
        text.split_whitespace().filter(|word| !matches!(*word, "M." | "Mme" | "Mlle" | "Mr" | "M")).collect();
    let capital = |word: &str| {
        word.chars().any(char::is_alphabetic)
            && word.chars().filter(|c| c.is_alphabetic()).all(char::is_uppercase)
    };
    let (family, given): (Vec<&str>, Vec<&str>) = words.iter().partition(|word| capital(word));
    if !family.is_empty() && !given.is_empty() {
        return made(given, family, false);
    }
    match words.split_first() {
        None => made(Vec::new(), Vec::new(), false),
        Some((only, [])) => made(Vec::new(), vec![only], true),
        Some((first, rest)) => made(rest.to_vec(), vec![first], true),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn capitals_and_commas_say_which_part_is_which() {
        for (text, given, family, unsure) in [
            ("BENALI Inès", "Inès", "BENALI", false),
            ("Inès BENALI", "Inès", "BENALI", false),
            ("DE SOUZA Jean-Marc", "Jean-Marc", "DE SOUZA", false),
            ("Mme LEROY Anaïs", "Anaïs", "LEROY", false),
            ("Benali, Inès Nour", "Inès Nour", "Benali", false),
            ("benali inès", "inès", "benali", true),
            ("BENALI", "", "BENALI", true),
            ("", "", "", false),
        ] {
            let split = split(text);
            assert_eq!(
                (split.given.as_str(), split.family.as_str(), split.unsure),
                (given, family, unsure),
                "{text}"
            );
        }
    }
}
