//! Words of outside lists: those a standard has, and those it does not have yet, which are kept.

use serde::{Deserialize, Serialize};

/// A word of a list that others keep. One that the list does not have goes back out unchanged.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Word<T> {
    Known(T),
    Foreign(String),
}

impl<T: Copy> Word<T> {
    /// The word where the standard has it.
    pub fn known(&self) -> Option<T> {
        match self {
            Word::Known(word) => Some(*word),
            Word::Foreign(_) => None,
        }
    }
}

/// A closed list of a standard, read and written by its codes.
pub trait Vocabulary: Copy + Sized + 'static {
    /// Every word, in the order of the standard.
    const ALL: &'static [Self];

    /// As the standard writes it.
    fn code(self) -> &'static str;

    /// Exactly this code.
    fn from_code(code: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|word| word.code() == code)
    }

    /// This code, or the same in capitals, with `_` for `-` or the like, as people type it; kept otherwise.
    fn word(raw: &str) -> Word<Self> {
        let text = raw.trim();
        if let Some(word) = Self::from_code(text) {
            return Word::Known(word);
        }
        let bare = |text: &str| -> String {
            let letters = text.chars().filter(|letter| letter.is_alphanumeric());
            letters.flat_map(char::to_lowercase).collect()
        };
        let wanted = bare(text);
        let found = Self::ALL.iter().copied().find(|word| bare(word.code()) == wanted);
        found.map_or_else(|| Word::Foreign(text.to_owned()), Word::Known)
    }
}

/// Declares a list with the codes of its standard.
macro_rules! vocabulary {
    ($($(#[$doc:meta])* $name:ident { $($(#[$vdoc:meta])* $variant:ident = $code:literal),+ $(,)? })+) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
        pub enum $name { $($(#[$vdoc])* #[serde(rename = $code)] $variant),+ }

        impl $crate::vocabulary::Vocabulary for $name {
            const ALL: &'static [Self] = &[$($name::$variant),+];

            fn code(self) -> &'static str {
                match self { $($name::$variant => $code),+ }
            }
        }
    )+};
}
pub(crate) use vocabulary;
