//! A name that was typed with a slip: how far it is from a name that is known.

use strsim::osa_distance;

/// A typed word, with what rules most names out at a glance.
pub(super) struct Typed<'a> {
    word: &'a str,
    length: usize,
    letters: u32,
    /// Slips that are overlooked: one, or two in a long word.
    slips: usize,
}

impl Typed<'_> {
    pub(super) fn new(word: &str) -> Typed<'_> {
        let length = word.chars().count();
        Typed { word, length, letters: letters(word), slips: if length > 5 { 2 } else { 1 } }
    }

    /// A slip takes at most one letter out and brings at most one in.
    fn distance(&self, other: &str) -> Option<usize> {
        let theirs = letters(other);
        let most = |letters: u32| letters.count_ones() as usize <= self.slips;
        let likely = other.chars().count().abs_diff(self.length) <= self.slips
            && most(self.letters & !theirs)
            && most(theirs & !self.letters);
        likely.then(|| osa_distance(self.word, other)).filter(|far| *far <= self.slips)
    }
}

/// Which letters a word has, a bit for each of the alphabet and some for all others.
fn letters(word: &str) -> u32 {
    word.chars().fold(0, |letters, letter| {
        let bit = if letter.is_ascii_lowercase() {
            u32::from(letter) - u32::from('a')
        } else {
            26 + u32::from(letter) % 6
        };
        letters | 1 << bit
    })
}

/// How far the typed words are from a name, each from its nearest.
pub(super) fn distance(words: &[Typed<'_>], name: &str) -> Option<usize> {
    words.iter().map(|word| name.split(' ').filter_map(|other| word.distance(other)).min()).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn far(typed: &str, name: &str) -> Option<usize> {
        let words: Vec<Typed<'_>> = typed.split_whitespace().map(Typed::new).collect();
        distance(&words, name)
    }

    #[test]
    fn a_short_word_may_have_one_slip_and_a_long_one_two() {
        assert_eq!(far("kevin", "keven petit"), Some(1));
        assert_eq!(far("kevin", "kaven petit"), None);
        assert_eq!(far("francios", "loeuillet francois"), Some(1), "two letters swapped");
        assert_eq!(far("vandenbrouke", "vandenbroucq lea"), Some(2));
        assert_eq!(far("fatumata cise", "cisse fatoumata"), Some(2), "each word has its own");
        assert_eq!(far("fatumata nowak", "cisse fatoumata"), None, "and each must be found");
    }

    #[test]
    fn what_is_ruled_out_at_a_glance_is_far_indeed() {
        let names =
            ["awa", "ava", "eva", "yilmaz", "yilmas", "ylmaz", "محمد", "محمود", "dhondt", "dhont", "d", ""];
        for typed in names {
            for name in names {
                let word = Typed::new(typed);
                let plain = Some(osa_distance(typed, name)).filter(|far| *far <= word.slips);
                assert_eq!(word.distance(name), plain, "{typed} {name}");
            }
        }
    }
}
