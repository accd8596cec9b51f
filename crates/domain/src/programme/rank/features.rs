//! What of an offer is weighed: small numbers and sets, so that a whole catalogue is ordered in one pass over memory.

use chrono::NaiveDate;

use super::Record;
use crate::assessment::Theme;
use crate::programme::fit::Verdict;
use crate::programme::{ProgrammeKind, Tag};

/// Declares the set of a closed list of at most sixteen words.
macro_rules! sets {
    ($($(#[$doc:meta])* $name:ident of $word:ident),+ $(,)?) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
        pub struct $name(u16);

        impl $name {
            pub const fn of(words: &[$word]) -> Self {
                let (mut set, mut rest) = (0, words);
                while let [word, others @ ..] = rest {
                    set |= 1 << *word as u16;
                    rest = others;
                }
                Self(set)
            }

            #[must_use]
            pub const fn with(self, word: $word) -> Self {
                Self(self.0 | 1 << word as u16)
            }

            #[must_use]
            pub const fn both(self, other: Self) -> Self {
                Self(self.0 & other.0)
            }

            #[must_use]
            pub const fn without(self, other: Self) -> Self {
                Self(self.0 & !other.0)
            }

            pub const fn contains(self, word: $word) -> bool {
                self.0 & 1 << word as u16 != 0
            }

            pub const fn is_empty(self) -> bool {
                self.0 == 0
            }

            /// In the order of the list.
            pub fn each(self) -> impl Iterator<Item = $word> {
                // Most sets of a pass over a catalogue are empty: those cost nothing.
                let words: &[$word] = if self.is_empty() { &[] } else { $word::ALL };
                words.iter().copied().filter(move |word| self.contains(*word))
            }
        }
    )+};
}

sets! {
    /// Themes of the assessment.
    Themes of Theme,
    /// Kinds of programme.
    Kinds of ProgrammeKind,
    /// Branches that the region reports on.
    Tags of Tag,
}

/// An offer as it is weighed for one person. What the caller does not know stays empty and counts nothing.
#[derive(Clone, Copy, Debug)]
pub struct Features {
    /// What [`fit`](crate::programme::fit::fit) says; to be verified as long as nobody asked.
    pub fit: Verdict,
    pub kinds: Kinds,
    /// The themes of the assessment that it answers.
    pub themes: Themes,
    pub tags: Tags,
    /// To the nearest place as the crow flies.
    pub km: Option<u16>,
    /// The next day on which one could start.
    pub next_start: Option<NaiveDate>,
    /// One may enter at any time.
    pub any_time: bool,
    /// When the catalogue's owner last changed it.
    pub updated: Option<NaiveDate>,
    /// It is what the person wishes, by the occupation's code or by the words; who compares them is the caller.
    pub wish: bool,
    /// It has words in common with an open step of the plan.
    pub words: bool,
    pub record: Record,
}

impl Default for Features {
    fn default() -> Self {
        Self {
            fit: Verdict::Verify,
            kinds: Kinds::default(),
            themes: Themes::default(),
            tags: Tags::default(),
            km: None,
            next_start: None,
            any_time: false,
            updated: None,
            wish: false,
            words: false,
            record: Record::default(),
        }
    }
}
