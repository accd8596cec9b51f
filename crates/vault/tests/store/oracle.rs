//! What the merge must come to, by the formula alone and without a table: the heads of a field are its versions without those
//! that any version of it replaces; a row stays out unless somebody wrote of it who knew of no removal.

use std::collections::{BTreeMap, BTreeSet};

use passerelle_domain::change::merge::{Rule, mark};
use passerelle_domain::change::{Field, Table, Value};
use passerelle_domain::moment::Hlc;
use uuid::Uuid;

pub type Version = (u32, u64);
pub type Place = (Table, Uuid, Field);
pub type Heads = BTreeMap<Version, (Hlc, Value)>;

#[derive(Clone, Debug, PartialEq)]
pub enum What {
    /// A field of a new row.
    New(Value),
    Set(Vec<Version>, Value),
    Add(String),
    Remove(String, Vec<Version>),
}

/// One operation on one field.
#[derive(Clone, Debug, PartialEq)]
pub struct Said {
    pub version: Version,
    pub hlc: Hlc,
    pub place: Place,
    pub what: What,
}

#[derive(Debug, Default)]
pub struct Oracle {
    pub heads: BTreeMap<Place, Heads>,
    pub dots: BTreeMap<(Place, String), BTreeSet<Version>>,
    pub makers: BTreeMap<(Table, Uuid), BTreeSet<Version>>,
}

impl Oracle {
    /// What was said, whatever its order; the operations of one line in theirs.
    pub fn of(said: &[Said], made: &[(Table, Uuid, Version)]) -> Oracle {
        let (mut versions, mut replaced) = (BTreeMap::<Place, Heads>::new(), BTreeSet::new());
        let (mut added, mut removed) = (BTreeSet::new(), BTreeSet::new());
        for one in said {
            let (place, version) = (one.place, one.version);
            match &one.what {
                What::New(value) if value.is_silent() => {}
                What::New(value) => {
                    versions.entry(place).or_default().insert(version, (one.hlc, value.clone()));
                }
                What::Set(replaces, value) => {
                    versions.entry(place).or_default().insert(version, (one.hlc, value.clone()));
                    let others = replaces.iter().filter(|old| **old != version);
                    replaced.extend(others.map(|old| (place, *old)));
                }
                What::Add(element) => {
                    added.insert((place, element.clone(), version));
                }
                What::Remove(element, replaces) => {
                    for old in replaces {
                        let dot = (place, element.clone(), *old);
                        // What the line itself had added before is gone; what it adds afterwards stands.
                        if *old == version {
                            added.remove(&dot)
                        } else {
                            removed.insert(dot)
                        };
                    }
                }
            }
        }
        let mut oracle = Oracle::default();
        for (place, mut heads) in versions {
            heads.retain(|version, _| !replaced.contains(&(place, *version)));
            oracle.heads.insert(place, heads);
        }
        for dot in added.difference(&removed) {
            let (place, element, version) = dot.clone();
            oracle.dots.entry((place, element)).or_default().insert(version);
        }
        for (table, row, version) in made {
            oracle.makers.entry((*table, *row)).or_default().insert(*version);
        }
        oracle
    }

    fn values(&self, place: Place) -> Vec<(Hlc, Value)> {
        self.heads.get(&place).map(|heads| heads.values().cloned().collect()).unwrap_or_default()
    }

    /// What the row's columns show, of every field that was ever written and of no mark.
    pub fn shown(&self) -> BTreeMap<Place, Value> {
        let fields = self.heads.keys().filter(|place| Rule::of(place.0, place.2) != Rule::Mark);
        fields
            .filter_map(|place| {
                let values = self.values(*place);
                Some((*place, Rule::of(place.0, place.2).shown(&values)?.clone()))
            })
            .collect()
    }

    /// Whether a row is out, and whether somebody is asked: of each row whose mark was ever written. `beside` are the versions
    /// of rows that are seen only with it.
    pub fn out(
        &self,
        knew: impl Fn(Version, Version) -> bool,
        beside: impl Fn(Table, Uuid) -> Vec<Version>,
    ) -> BTreeMap<(Table, Uuid), (bool, bool)> {
        let mut out = BTreeMap::new();
        for ((table, row, field), heads) in &self.heads {
            let made_out = mark(*table) == Some(*field) && Rule::of(*table, *field) == Rule::Mark;
            if !made_out || heads.is_empty() {
                continue;
            }
            let removals: Vec<Version> = heads
                .iter()
                .filter(|(_, (_, value))| *value == Value::flag(true))
                .map(|(version, _)| *version)
                .collect();
            let of_row = |place: &Place| place.0 == *table && place.1 == *row;
            let fields = self.heads.iter().filter(|(place, _)| of_row(place) && place.2 != *field);
            let mut edits: BTreeSet<Version> = fields.flat_map(|(_, heads)| heads.keys().copied()).collect();
            let dots = self.dots.iter().filter(|((place, _), _)| of_row(place));
            edits.extend(dots.flat_map(|(_, dots)| dots.iter().copied()));
            edits.extend(self.makers.get(&(*table, *row)).into_iter().flatten());
            edits.extend(beside(*table, *row));
            let apart = |edit: &Version| removals.iter().all(|one| !knew(*one, *edit) && !knew(*edit, *one));
            let back = removals.len() < heads.len() || edits.iter().any(apart);
            out.insert((*table, *row), (!back, back && !removals.is_empty()));
        }
        out
    }

    /// The fields with values that a person has to choose from.
    pub fn questions(&self) -> BTreeSet<Place> {
        let places = self.heads.keys().filter(|place| Rule::of(place.0, place.2) != Rule::Mark);
        places.filter(|place| Rule::of(place.0, place.2).asks(&self.values(**place))).copied().collect()
    }
}
