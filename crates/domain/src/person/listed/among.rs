//! Who of a list is who: two people described twice, or two lines of one list.

use std::cmp::Reverse;

use super::Crowd;
use crate::person::likeness::{Comparable, Likable, Likeness, Strength, blocking_keys};

/// Whether two bearers of one number can be one person. If not, it is a number of lines: every list counts from 1.
pub fn fits(a: &Comparable, b: &Comparable) -> bool {
    a.has_names_of(b) || a.strength(b).is_some()
}

/// The likeliest of some, at most `most`: by how much speaks for it, then by the number beside it.
pub fn likeliest<T: Ord + Copy>(mut found: Vec<(Strength, T)>, most: usize) -> Vec<T> {
    found.sort_unstable_by_key(|(strength, who)| (Reverse(*strength), *who));
    found.into_iter().map(|(_, who)| who).take(most).collect()
}

/// What the other lines of its list say of one; all of them come before it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Among {
    /// The line that is the same person.
    pub twice: Option<usize>,
    /// Lines that more probably are the same person than not, the likeliest first, at most three.
    pub alike: Vec<(usize, Likeness)>,
}

/// Looks at each line of a list and at those before it. Each comes with its number in the tool the list came from, or nothing.
pub fn among(list: &[(&Likable, &str)]) -> Vec<Among> {
    let mut crowd = Crowd::default();
    let ready: Vec<Comparable> = list.iter().map(|(who, _)| Comparable::of(who)).collect();
    let mut found = Vec::with_capacity(list.len());
    for (at, ((line, reference), who)) in list.iter().zip(&ready).enumerate() {
        let keys = blocking_keys(line);
        let mut among = Among::default();
        let mut alike: Vec<(Strength, usize)> = Vec::new();
        for near in crowd.near(&keys) {
            let earlier = near.who as usize;
            let (Some((_, number)), Some(other)) = (list.get(earlier), ready.get(earlier)) else { continue };
            let numbered = !reference.is_empty() && reference == number;
            if who.is_same(other) || (numbered && fits(who, other)) {
                among.twice = Some(earlier);
                break;
            }
            if near.is_worth_judging(who.is_single() || other.is_single()) {
                let likely = who.strength(other).filter(|strength| *strength >= Strength::Likely);
                alike.extend(likely.map(|strength| (strength, earlier)));
            }
        }
        if among.twice.is_none() {
            let of = |earlier: usize| Some((earlier, who.likeness(ready.get(earlier)?)?));
            among.alike = likeliest(alike, 3).into_iter().filter_map(of).collect();
        }
        found.push(among);
        if let Ok(number) = u32::try_from(at) {
            for key in &keys {
                crowd.add(number, key);
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::person::birth::Birth;

    fn who(given: &str, family: &str, birth: &str) -> Likable {
        let birth = Birth::parse(birth).ok();
        Likable { given: given.into(), family: family.into(), birth, ..Likable::default() }
    }

    #[test]
    fn lines_of_one_person_are_told_and_those_of_two_are_not() {
        let people = [
            who("Inès", "Benali", "2008-03-14"),
            who("INES", "BENALI", "2008-03-14"),
            who("Inès", "Ben Ali", ""),
            who("Awa", "Diop", ""),
            who("Kévin", "Roux", ""),
            who("Awa", "Diop", ""),
        ];
        let numbers = ["1", "", "2", "7", "7", "7"];
        let list: Vec<(&Likable, &str)> = people.iter().zip(numbers).collect();
        let found = among(&list);
        let of =
            |at: usize| (found[at].twice, found[at].alike.iter().map(|(line, _)| *line).collect::<Vec<_>>());
        assert_eq!(of(0), (None, vec![]));
        assert_eq!(of(1), (Some(0), vec![]), "the same in capitals");
        assert_eq!(of(2), (None, vec![0, 1]), "perhaps: no birth date");
        assert_eq!(of(4), (None, vec![]), "one number, two names: a number of lines");
        assert_eq!(of(5), (Some(3), vec![]), "one number, one name");
    }
}
