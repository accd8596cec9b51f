//! Whether a text names a young person: what is read in public must not. It finds and never forbids.

use std::collections::BTreeSet;

use crate::person::name::fold;

/// Words of a full name that are looked at together.
const LONGEST: usize = 4;
/// Words of a text that are looked at.
const WORDS: usize = 2_000;

/// The full names that may stand in a text, folded as "family given": every two to four neighbouring words, begun at each of
/// them, since a text writes the given name first and the list of people the family name. A name of one word tells too little.
pub fn full_names(text: &str) -> BTreeSet<String> {
    let folded = fold(text);
    let words: Vec<&str> = folded.split_whitespace().take(WORDS).collect();
    let mut names = BTreeSet::new();
    for length in 2..=LONGEST {
        for window in words.windows(length) {
            for turn in 0..length {
                let (end, begin) = window.split_at(turn);
                names.insert([begin, end].concat().join(" "));
            }
        }
    }
    names
}
