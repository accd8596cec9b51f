//! Words of the domain's short lists as bits of a number, in the order of the lists, so that a list is narrowed by one `&`.

use passerelle_domain::assessment::Theme;
use passerelle_domain::programme::{Funding, ProgrammeKind, Tag};

/// A list of the domain that is kept as bits.
pub(crate) trait Bits: Copy + PartialEq + 'static {
    const WORDS: &'static [Self];
}

impl Bits for ProgrammeKind {
    const WORDS: &'static [Self] = Self::ALL;
}

impl Bits for Theme {
    const WORDS: &'static [Self] = Self::ALL;
}

impl Bits for Tag {
    const WORDS: &'static [Self] = Self::ALL;
}

impl Bits for Funding {
    const WORDS: &'static [Self] = Self::ALL;
}

/// The bits of these words.
pub(crate) fn of<T: Bits>(words: &[T]) -> u16 {
    let bit = |word: &T| T::WORDS.iter().position(|known| known == word).map_or(0, |at| 1_u16 << at);
    words.iter().map(bit).fold(0, |all, bit| all | bit)
}

/// The words of these bits.
pub(crate) fn words<T: Bits>(bits: u16) -> Vec<T> {
    let set = |(at, _): &(usize, &T)| bits & (1_u16 << at) != 0;
    T::WORDS.iter().enumerate().filter(set).map(|(_, word)| *word).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_come_back_from_their_bits() {
        for kind in ProgrammeKind::ALL {
            assert_eq!(words::<ProgrammeKind>(of(&[*kind])), [*kind]);
        }
        let both = [Theme::Mobility, Theme::Work];
        assert_eq!(words::<Theme>(of(&both)), both);
        assert_eq!(of::<Tag>(&[]), 0);
        assert!(ProgrammeKind::ALL.len() <= 16 && Theme::ALL.len() <= 16, "sixteen bits hold them");
    }
}
