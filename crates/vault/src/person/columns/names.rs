//! Words as numbers, which are compared and kept for less.

use std::collections::BTreeMap;

/// Numbers given to words in the order of their coming.
#[derive(Debug, Default)]
pub(super) struct Names(pub BTreeMap<Box<str>, u32>);

impl Names {
    pub fn number(&mut self, name: &str) -> u32 {
        if let Some(number) = self.0.get(name) {
            return *number;
        }
        let number = u32::try_from(self.0.len()).unwrap_or(u32::MAX);
        self.0.insert(name.into(), number);
        number
    }

    /// The place of each number in the order of the words.
    pub fn ranks(&self) -> Vec<u32> {
        let mut ranks = vec![0; self.0.len()];
        for (rank, number) in (0_u32..).zip(self.0.values()) {
            if let Some(place) = ranks.get_mut(*number as usize) {
                *place = rank;
            }
        }
        ranks
    }
}
