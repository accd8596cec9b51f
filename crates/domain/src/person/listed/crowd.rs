//! Many people by the keys of their likeness, so that a whole list is compared with everyone without comparing each with
//! each. It judges nobody: it says whom to look at.

use std::collections::HashMap;

/// Points of a name that sounds the same, and of one that has the same first consonants.
const SOUND: u8 = 2;
const CONSONANTS: u8 = 1;
/// A name counts no further than this; above it stand the marks of a birth date and of a way of reaching someone.
const NAMES: u8 = 0x0F;
const BIRTH: u8 = 0x10;
const REACHED: u8 = 0x20;

/// People, each under a number given by the caller from 0 on.
#[derive(Default)]
pub struct Crowd {
    by_key: HashMap<String, Vec<u32>>,
    /// What each has in common with the one who is compared now; all 0 in between.
    shared: Vec<u8>,
}

/// Someone who has keys in common with the one who was compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Near {
    pub who: u32,
    /// 2 for each part of a name that sounds the same and 1 for each of the same first consonants, at most 15.
    pub names: u8,
    /// The same complete birth date.
    pub birth: bool,
    /// The same telephone or address.
    pub reached: bool,
}

impl Near {
    /// Whether a judgement is worth its time: two names that sound alike, or one with something else. One name alone is
    /// enough only of someone of whom no other is known (`single`): first names are borne by thousands.
    pub fn is_worth_judging(&self, single: bool) -> bool {
        let enough = if single { SOUND + CONSONANTS } else { SOUND + 2 * CONSONANTS };
        self.reached || (self.birth && self.names > 0) || self.names >= enough
    }
}

impl Crowd {
    /// Puts someone under one of their keys.
    pub fn add(&mut self, who: u32, key: &str) {
        let size = (who as usize).saturating_add(1);
        if self.shared.len() < size {
            self.shared.resize(size, 0);
        }
        match self.by_key.get_mut(key) {
            Some(people) => people.push(who),
            None => drop(self.by_key.insert(key.to_owned(), vec![who])),
        }
    }

    /// Those who have a birth date, a way of reaching them, or at least one whole name in common with the bearer of
    /// these keys, by their numbers.
    pub fn near(&mut self, keys: &[String]) -> Vec<Near> {
        let mut met: Vec<u32> = Vec::new();
        for key in keys {
            let Some(people) = self.by_key.get(key) else { continue };
            for who in people {
                let Some(shared) = self.shared.get_mut(*who as usize) else { continue };
                if *shared == 0 {
                    met.push(*who);
                }
                *shared = match key.as_bytes().first() {
                    Some(b'b') => *shared | BIRTH,
                    Some(b'p' | b'e') => *shared | REACHED,
                    Some(b'n') => more(*shared, if is_short(key) { SOUND + CONSONANTS } else { SOUND }),
                    _ => more(*shared, CONSONANTS),
                };
            }
        }
        let mut near = Vec::new();
        for who in met {
            let Some(shared) = self.shared.get_mut(who as usize) else { continue };
            let (names, marks) = (*shared & NAMES, *shared & !NAMES);
            *shared = 0;
            if marks != 0 || names >= SOUND + CONSONANTS {
                near.push(Near { who, names, birth: marks & BIRTH != 0, reached: marks & REACHED != 0 });
            }
        }
        near.sort_unstable_by_key(|near| near.who);
        near
    }
}

/// Whether the sound of a name is too short for a key of its consonants: what is missing there is made good by the other.
fn is_short(key: &str) -> bool {
    key.chars().skip(2).filter(|c| !matches!(c, 'A' | 'I' | 'O')).count() < 2
}

/// Adds to the points of the names and leaves the marks.
fn more(shared: u8, points: u8) -> u8 {
    let names = (shared & NAMES).saturating_add(points).min(NAMES);
    (shared & !NAMES) | names
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::person::birth::Birth;
    use crate::person::likeness::{Likable, blocking_keys, likeness};

    fn who(given: &str, family: &str, birth: &str) -> Likable {
        let birth = Birth::parse(birth).ok();
        Likable { given: given.into(), family: family.into(), birth, ..Likable::default() }
    }

    fn crowd(people: &[Likable]) -> Crowd {
        let mut crowd = Crowd::default();
        for (at, person) in people.iter().enumerate() {
            for key in blocking_keys(person) {
                crowd.add(u32::try_from(at).unwrap(), &key);
            }
        }
        crowd
    }

    #[test]
    fn whoever_is_likely_the_same_is_looked_at() {
        let people = [
            who("Inès", "Benali", "2008-03-14"),
            who("Mohamed", "Dupont", ""),
            who("Awa", "", ""),
            who("Théo", "Caron", "2007-01-02"),
        ];
        let mut crowd = crowd(&people);
        for (seeker, is) in [
            (who("ines", "BEN ALI", ""), 0),
            (who("Inès", "Martin", "2008-03-14"), 0),
            (who("Benali", "Inès", "2009-01-01"), 0),
            (who("Awa", "Diop", ""), 2),
            (who("Teo", "Karon", ""), 3),
        ] {
            let near = crowd.near(&blocking_keys(&seeker));
            let judged = |near: &&Near| {
                let other = &people[near.who as usize];
                near.is_worth_judging(other.family.is_empty()) && likeness(&seeker, other).is_some()
            };
            let found: Vec<u32> = near.iter().filter(judged).map(|near| near.who).collect();
            assert_eq!(found, [is], "{} {}", seeker.given, seeker.family);
        }
        assert_eq!(crowd.near(&blocking_keys(&who("Kevin", "Roussel", "2005-05-05"))), []);
    }

    #[test]
    fn a_long_list_does_not_compare_each_with_each() {
        let given = ["Mohamed", "Inès", "Lucas", "Awa", "Enzo", "Fatou", "Théo", "Yasmine", "Hugo", "Lina"];
        let family =
            ["Benali", "Caron", "Diop", "Lefebvre", "Martin", "N'Diaye", "Petit", "Roux", "Sy", "Vasseur"];
        let people: Vec<Likable> = (0..4_000)
            .map(|n| {
                let birth = format!("{}-{:02}-{:02}", 2000 + n % 11, 1 + n % 12, 1 + (n / 7) % 28);
                who(given[n % 10], family[(n / 10) % 10], &birth)
            })
            .collect();
        let mut crowd = crowd(&people);
        let judged: usize = people
            .iter()
            .map(|person| {
                let near = crowd.near(&blocking_keys(person));
                near.iter().filter(|near| near.is_worth_judging(false)).count()
            })
            .sum();
        assert!(judged < 4_000 * 4_000 / 20, "{judged} pairs were judged of {}", 4_000 * 4_000);
    }
}
