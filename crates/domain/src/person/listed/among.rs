//! Who of a list is who: two people described twice, or two lines of one list.

use super::{Crowd, same_names};
use crate::person::likeness::{Likable, Likeness, Strength, blocking_keys, likeness, likeness_of_near};

/// The same names, however they are written, and the same complete birth date: one person.
pub fn is_same(a: &Likable, b: &Likable) -> bool {
    let born = a.birth.and_then(|birth| birth.day());
    born.is_some()
        && born == b.birth.and_then(|birth| birth.day())
        && same_names((&a.given, &a.family), (&b.given, &b.family))
}

/// Whether two bearers of one number can be one person. If not, it is a number of lines: every list counts from 1.
pub fn fits(a: &Likable, b: &Likable) -> bool {
    same_names((&a.given, &a.family), (&b.given, &b.family)) || likeness(a, b).is_some()
}

/// Whether only one name is known.
pub fn is_single(who: &Likable) -> bool {
    who.given.is_empty() || who.family.is_empty()
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
    let mut found = Vec::with_capacity(list.len());
    for (at, (who, reference)) in list.iter().enumerate() {
        let keys = blocking_keys(who);
        let mut among = Among::default();
        for near in crowd.near(&keys) {
            let Some((other, number)) = list.get(near.who as usize) else { continue };
            let numbered = !reference.is_empty() && reference == number;
            if is_same(who, other) || (numbered && fits(who, other)) {
                among.twice = Some(near.who as usize);
                break;
            }
            if near.is_worth_judging(is_single(who) || is_single(other)) {
                let likely =
                    likeness_of_near(who, other).filter(|likeness| likeness.strength >= Strength::Likely);
                among.alike.extend(likely.map(|likeness| (near.who as usize, likeness)));
            }
        }
        if among.twice.is_some() {
            among.alike.clear();
        }
        among.alike.sort_by(|a, b| b.1.strength.cmp(&a.1.strength).then(a.0.cmp(&b.0)));
        among.alike.truncate(3);
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
