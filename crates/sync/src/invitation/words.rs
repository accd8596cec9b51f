//! Words for people to compare aloud. No list is kept: each word is two syllables made by rule, from sounds that French and
//! English speakers tell apart.

use passerelle_wire::hash::Hash;

const ONSETS: [&str; 16] = ["b", "d", "f", "g", "j", "k", "l", "m", "n", "p", "r", "s", "t", "v", "z", "ch"];
const VOWELS: [&str; 8] = ["a", "é", "i", "o", "u", "ou", "oi", "an"];
const WORDS: usize = 6;

/// Six words, 84 bits of the hash.
pub fn words(hash: &Hash) -> String {
    let mut bits = hash.0.iter().take(16).fold(0_u128, |bits, byte| bits << 8 | u128::from(*byte));
    let mut take = |count: u32| {
        let taken = usize::try_from(bits >> (128 - count)).unwrap_or_default();
        bits <<= count;
        taken
    };
    let mut text = String::new();
    for word in 0..WORDS {
        if word > 0 {
            text.push(' ');
        }
        for _ in 0..2 {
            text.push_str(ONSETS.get(take(4)).copied().unwrap_or_default());
            text.push_str(VOWELS.get(take(3)).copied().unwrap_or_default());
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_bit_of_the_first_84_changes_the_words_and_no_later_one() {
        let before = words(&Hash([0x5a; 32]));
        assert_eq!(before.split(' ').count(), WORDS);
        for bit in 0..256 {
            let mut hash = [0x5a; 32];
            hash[bit / 8] ^= 0x80 >> (bit % 8);
            assert_eq!(words(&Hash(hash)) != before, bit < 84, "bit {bit}");
        }
    }

    #[test]
    fn words_stay_what_they_are() {
        assert_eq!(words(&Hash([0; 32])), "baba baba baba baba baba baba");
        assert_eq!(words(&Hash([0xff; 32])), "chanchan chanchan chanchan chanchan chanchan chanchan");
        assert_eq!(words(&Hash::of("test", b"words")), "séva kija kanbou biché goman roifu");
    }
}
