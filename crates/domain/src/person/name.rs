//! How names and notes are cleaned, compared and heard; it decides nothing about who is who.

use serde::{Deserialize, Serialize};
use thiserror::Error;
use ts_rs::TS;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use crate::code::{length, repair};

/// The longest first or family name kept, in characters.
pub const NAME_LIMIT: u32 = 100;

/// Why a text cannot be a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS, Error)]
#[serde(tag = "reason", rename_all = "snake_case")]
pub enum NameError {
    /// Nothing visible is written.
    #[error("nothing is written")]
    Empty,
    /// More characters than `limit`.
    #[error("at most {limit} characters are allowed")]
    TooLong { limit: u32 },
}

/// Why a free text cannot be kept as it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS, Error)]
#[serde(tag = "reason", rename_all = "snake_case")]
pub enum TextError {
    /// More characters than `limit`.
    #[error("at most {limit} characters are allowed, {got} were given")]
    TooLong { limit: u32, got: u32 },
}

/// A first or family name as it is kept: one line, single spaces, accents composed, nothing invisible.
/// At most [`NAME_LIMIT`] characters. Case and spelling stay as written.
pub fn clean_name(raw: &str) -> Result<String, NameError> {
    clean_line(raw, NAME_LIMIT)
}

/// The same for what else is kept on one line, as a commune or the name of a structure; at most `limit` characters.
pub fn clean_line(raw: &str, limit: u32) -> Result<String, NameError> {
    let visible: String = raw
        .chars()
        .filter(|c| !repair::is_invisible(*c))
        .map(|c| if c.is_whitespace() { ' ' } else { c })
        .filter(|c| !c.is_control())
        .nfc()
        .collect();
    let name = visible.split_whitespace().collect::<Vec<_>>().join(" ");
    // An accent without a letter under it shows nothing.
    if name.chars().all(|c| is_combining_mark(c) || c == ' ') {
        return Err(NameError::Empty);
    }
    if length(&name) > limit { Err(NameError::TooLong { limit }) } else { Ok(name) }
}

/// A note as it is kept: lines, tabs (a pasted table stays readable) and emoji stay; other control characters, marks
/// of writing direction and zero-width spaces go, and so do blank lines before and spaces after. May be empty.
///
/// `limit` is in characters (Unicode scalar values), counted after cleaning.
pub fn clean_text(raw: &str, limit: u32) -> Result<String, TextError> {
    let lines = raw.replace("\r\n", "\n").replace(['\r', '\u{2028}', '\u{2029}', '\u{85}'], "\n");
    let kept: String = lines
        .chars()
        .filter(|c| matches!(c, '\n' | '\t') || !(c.is_control() || (repair::is_invisible(*c) && !joins(*c))))
        .nfc()
        .collect();
    let text = kept.trim_end().trim_start_matches('\n');
    let got = length(text);
    if got > limit { Err(TextError::TooLong { limit, got }) } else { Ok(text.to_owned()) }
}

/// Joiners and tags that hold emoji sequences together, and letters of some scripts apart.
fn joins(c: char) -> bool {
    matches!(c, '\u{200C}' | '\u{200D}' | '\u{E0020}'..='\u{E007F}')
}

/// The text for comparing and searching: lower case, without accents, ligatures opened (`œ` to `oe`), and whatever is
/// neither letter nor digit (apostrophes, hyphens, punctuation) turned into single spaces. Folding twice changes
/// nothing.
pub fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    let seen = |c: &char| !repair::is_invisible(*c) && (c.is_whitespace() || !c.is_control());
    let letters = text.chars().filter(seen).flat_map(char::to_lowercase);
    for c in letters.nfkd().filter(|c| !is_combining_mark(*c)).flat_map(char::to_lowercase) {
        match c {
            'œ' => folded.push_str("oe"),
            'æ' => folded.push_str("ae"),
            'ß' => folded.push_str("ss"),
            'þ' => folded.push_str("th"),
            'ø' => folded.push('o'),
            'ł' => folded.push('l'),
            'đ' | 'ð' => folded.push('d'),
            'ħ' => folded.push('h'),
            'ı' => folded.push('i'),
            'ŋ' => folded.push('n'),
            // Modifier letters: the apostrophes of transliterations (ʼ, ʿ) count as punctuation.
            '\u{2B0}'..='\u{2FF}' => folded.push(' '),
            c if c.is_alphanumeric() => folded.push(c),
            _ => folded.push(' '),
        }
    }
    folded.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// What a name sounds like in French, one key per word: names that are pronounced alike mostly have the same key,
/// whatever their spelling. The key is for comparing only, it is not meant to be read.
///
/// Vowels fall into three kinds (a and e; i; o and u), since transcriptions waver within each: Mohamed and Mohamad,
/// Youssef and Yousef, Oumar and Omar.
pub fn sound(name: &str) -> String {
    // A cedilla is the one mark that says a consonant; folding would lose it.
    let name: String = name.nfc().map(|c| if matches!(c, 'ç' | 'Ç') { 's' } else { c }).collect();
    let folded = fold(&name);
    let mut keys: Vec<String> = Vec::new();
    let mut elided = String::new();
    for word in folded.split(' ') {
        if matches!(word, "d" | "l" | "m" | "n") {
            elided.push_str(word);
            continue;
        }
        elided.push_str(word);
        keys.push(sound_of_word(&elided));
        elided.clear();
    }
    keys.push(sound_of_word(&elided));
    keys.retain(|key| !key.is_empty());
    keys.join(" ")
}

/// Spellings and their sounds, applied one after the other to a folded word; capitals are sounds, which later lines
/// leave alone. X is the sound of "ch", J of "j", G of "g" in "gare".
const SPELLINGS: &[(&str, &str)] = &[
    ("y", "i"),
    // Cedillas lost on the keyboard: Francois, Goncalves.
    ("ncoi", "nsoi"),
    ("goncal", "gonsal"),
    ("chr", "kr"),
    ("chl", "kl"),
    ("chae", "kae"),
    ("sch", "X"),
    ("tch", "X"),
    ("sh", "X"),
    ("ch", "X"),
    ("cz", "X"),
    ("sz", "X"),
    ("ph", "f"),
    ("gh", "G"),
    // Before the h goes: Ouassim is Wassim, but the "ou" of Mouhamed is a vowel.
    ("oua", "Wa"),
    ("oue", "We"),
    ("w", "W"),
    ("h", ""),
    ("dj", "J"),
    ("j", "J"),
    ("gn", "n"),
    ("gue", "Ge"),
    ("gui", "Gi"),
    ("gea", "Ja"),
    ("geo", "Jo"),
    ("ge", "Je"),
    ("gi", "Ji"),
    ("g", "G"),
    ("qu", "k"),
    ("q", "k"),
    ("ck", "k"),
    ("x", "ks"),
    ("sce", "se"),
    ("sci", "si"),
    ("ce", "se"),
    ("ci", "si"),
    ("c", "k"),
    ("z", "s"),
    ("mb", "nb"),
    ("mp", "np"),
    ("eau", "O"),
    ("ieu", "iO"),
    ("oeu", "O"),
    ("eu", "O"),
    ("ault", "aut"),
    ("au", "O"),
    ("ou", "O"),
    ("oo", "O"),
    ("oi", "Oa"),
    // Saint, Toussaint; at the end of a word `sound_of_word` sees to it (Romain).
    ("aint", "int"),
    ("ai", "A"),
    ("ei", "A"),
];

/// The vowels left over, by kind.
const VOWELS: [(&str, &str); 5] = [("a", "A"), ("e", "A"), ("i", "I"), ("o", "O"), ("u", "O")];

/// The word with one spelling in place of another. A word is a few letters long: to look at each place costs less than to
/// prepare a search, and most words hold few of the spellings.
fn respelt(word: String, from: &str, to: &str) -> String {
    let holds = word.as_bytes().windows(from.len()).any(|at| at == from.as_bytes());
    if holds { word.replace(from, to) } else { word }
}

fn sound_of_word(word: &str) -> String {
    let ending = Ending::of(word);
    let mut text = word.to_owned();
    if ending == Ending::Open {
        text.pop();
    }
    if let Some(stem) = text.strip_suffix("ain").or_else(|| text.strip_suffix("ein")) {
        text = format!("{stem}in");
    }
    if let Some(rest) = text.strip_prefix("oui") {
        text = format!("wi{rest}");
    }
    // The mute e is taken off after the spellings that it colours (George, Alice).
    for (from, to) in SPELLINGS {
        text = respelt(text, from, to);
    }
    if ending == Ending::Mute {
        text.truncate(text.trim_end_matches('e').len().max(1));
    }
    for (from, to) in VOWELS {
        text = respelt(text, from, to);
    }
    let mut key: Vec<char> = text.to_uppercase().chars().collect();
    key.dedup();
    if ending == Ending::Consonant {
        while key.len() > 3 && key.last().is_some_and(|c| matches!(c, 'D' | 'T' | 'S')) {
            key.pop();
        }
    }
    key.into_iter().collect()
}

/// How a word ends, which decides whether its last consonant is heard.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Ending {
    /// A mute e: the consonant before it is heard (Denise).
    Mute,
    /// A vowel with one silent letter behind (Lopes, Lopez, Roux): what is before it is heard.
    Open,
    /// Anything else: a last d, t or s is silent (Arnaud, Denis).
    Consonant,
}

impl Ending {
    fn of(word: &str) -> Self {
        if ["es", "ez", "ux"].iter().any(|end| word.ends_with(end)) && word.len() > 3 {
            Self::Open
        } else if word.ends_with('e') && word.len() > 2 {
            Self::Mute
        } else {
            Self::Consonant
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_kept_on_one_clean_line() {
        for (raw, clean) in [
            ("  Lina \t  Caron\n", "Lina Caron"),
            ("Jean-Pierre", "Jean-Pierre"),
            ("Zoe\u{301}", "Zoé"),
            ("\u{202e}Karim\u{202c}\u{0}", "Karim"),
            ("N\u{2019}Golo", "N’Golo"),
            ("<b>Ana</b>", "<b>Ana</b>"),
            ("محمد", "محمد"),
        ] {
            assert_eq!(clean_name(raw), Ok(clean.to_owned()), "{raw:?}");
        }
        assert_eq!(clean_name(" \u{200b}\u{7} "), Err(NameError::Empty));
        assert_eq!(clean_name("\u{301}\u{489}"), Err(NameError::Empty));
        assert_eq!(clean_name(&"é".repeat(100)).map(|n| n.chars().count()), Ok(100));
        assert_eq!(clean_name(&"é".repeat(101)), Err(NameError::TooLong { limit: 100 }));
    }

    #[test]
    fn notes_keep_their_lines_tables_and_emoji() {
        for (raw, clean) in [
            ("un\r\ndeux\rtrois", "un\ndeux\ntrois"),
            ("\n\nnom\tâge\n\tx\t17\n  ", "nom\tâge\n\tx\t17"),
            ("ok 👩‍🎓🇫🇷", "ok 👩‍🎓🇫🇷"),
            ("a\u{202e}b\u{2066}c\u{200f}d\u{0}\u{1b}e", "abcde"),
            ("<script>alert(1)</script>", "<script>alert(1)</script>"),
            ("   ", ""),
        ] {
            assert_eq!(clean_text(raw, 1000), Ok(clean.to_owned()), "{raw:?}");
        }
        let long = "é".repeat(10_000);
        assert_eq!(clean_text(&long, 10_000), Ok(long.clone()));
        assert_eq!(clean_text(&long, 9_999), Err(TextError::TooLong { limit: 9_999, got: 10_000 }));
    }

    #[test]
    fn folding_leaves_letters_and_spaces() {
        for (raw, folded) in [
            ("Éloïse", "eloise"),
            ("Jean-Pierre d’Œuf", "jean pierre d oeuf"),
            ("Straße, Ægir & Søren", "strasse aegir soren"),
            ("  N'GOLO ", "n golo"),
            ("Łukasz Çelik", "lukasz celik"),
            ("İbrahim Işık", "ibrahim isik"),
            ("\u{202e}Zoé\u{200b}", "zoe"),
            ("Maʿrouf", "ma rouf"),
            ("!!!", ""),
        ] {
            assert_eq!(fold(raw), folded, "{raw:?}");
        }
    }

    #[test]
    fn folding_any_single_character_twice_changes_nothing() {
        for c in '\0'..=char::MAX {
            let once = fold(&c.to_string());
            assert_eq!(fold(&once), once, "U+{:04X}", u32::from(c));
        }
    }

    #[test]
    fn the_same_name_sounds_the_same_however_it_is_spelt() {
        let families: &[&[&str]] = &[
            &["Mohamed", "Mohammed", "Mohamad", "Mouhamed", "Muhammad"],
            &["Yassine", "Yacine", "Yasine", "Iassine"],
            &["Kévin", "Kevin", "Kevyn"],
            &["Jérémy", "Jeremie", "Jérémi"],
            &["Oumar", "Omar"],
            &["Philippe", "Filip", "Philip"],
            &["François", "Francois"],
            &["Françoise", "Francoise"],
            &["Arnaud", "Arnault", "Arno"],
            &["Thibault", "Tibo", "Thibaud"],
            &["Mathieu", "Matthieu"],
            &["Michaël", "Mickaël", "Mikael"],
            &["Chloé", "Cloe", "Kloé"],
            &["Sarah", "Sara"],
            &["Aïcha", "Aicha", "Aysha"],
            &["Jamel", "Djamel", "Djamal"],
            &["Wassim", "Ouassim", "Wacim"],
            &["Redouane", "Redwan"],
            &["Ahmed", "Ahmet"],
            &["Lopez", "Lopes"],
            &["Gonçalves", "Goncalves"],
            &["Souza", "Sousa"],
            &["N'Diaye", "Ndiaye", "N Diaye"],
            &["D'Almeida", "Dalmeida"],
            &["Romain", "Romin"],
            &["Alexandre", "Aleksandre"],
            &["Ana", "Anna", "Hanna"],
            &["Roux", "Rou"],
            &["Jean-Pierre", "Jean Pierre"],
        ];
        let mut wrong = Vec::new();
        for family in families {
            let expected = sound(family[0]);
            for name in *family {
                if sound(name) != expected {
                    wrong.push(format!("{name}: {} / {}: {expected}", sound(name), family[0]));
                }
            }
        }
        assert!(wrong.is_empty(), "{wrong:#?}");
    }

    #[test]
    fn different_names_sound_different() {
        for (one, other) in [
            ("Amine", "Amina"),
            ("Yasmine", "Yasmina"),
            ("Louis", "Louise"),
            ("Denis", "Denise"),
            ("Martin", "Martinez"),
            ("Lucas", "Lucien"),
            ("Karim", "Karima"),
            ("Fatou", "Fatima"),
            ("Léa", "Léo"),
            ("Sofiane", "Sofia"),
        ] {
            assert_ne!(sound(one), sound(other), "{one} / {other}");
        }
    }

    #[test]
    fn what_is_not_latin_keeps_its_letters() {
        assert!(!sound("محمد").is_empty());
        assert_eq!(sound("!?"), "");
    }
}
