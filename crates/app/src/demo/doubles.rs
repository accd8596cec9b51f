//! Invented people written down a second time as people are: with slips, half-heard names, dates half known. How many of
//! them the likeness finds, and how many of those it finds are doubles, is measured here.

use std::collections::{BTreeMap, BTreeSet};

use passerelle_domain::moment::{Instant, Now};
use passerelle_domain::person::PersonDraft;
use passerelle_domain::person::birth::Birth;
use passerelle_domain::person::likeness::{Likable, Strength, blocking_keys, likeness};
use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::SeedableRng as _;

use super::life::{below, pick};
use super::who;

/// Ways in which one name is heard and written otherwise in French.
const HEARD: &[(&str, &str)] = &[
    ("ss", "c"),
    ("ph", "f"),
    ("th", "t"),
    ("ou", "u"),
    ("i", "y"),
    ("y", "i"),
    ("an", "en"),
    ("eau", "o"),
    ("au", "o"),
    ("ck", "k"),
    ("qu", "k"),
    ("c", "k"),
    ("s", "ss"),
    ("h", ""),
    ("n", "nn"),
    ("l", "ll"),
];

const KINDS: &[&str] =
    &["slip", "accents", "inverted", "heard", "particle", "second name", "day and month", "year", "phone"];

fn plain(name: &str) -> String {
    passerelle_domain::person::name::fold(name)
}

/// A letter left out, doubled, or changed places with the next.
fn slip(name: &str, chance: &mut ChaCha8Rng) -> String {
    let mut letters: Vec<char> = name.chars().collect();
    let inner = u32::try_from(letters.len().saturating_sub(2)).unwrap();
    let at = 1 + below(chance, inner) as usize;
    match below(chance, 3) {
        0 => drop(letters.remove(at)),
        1 => letters.insert(at, letters[at]),
        _ => letters.swap(at - 1, at),
    }
    letters.into_iter().collect()
}

fn heard(name: &str, chance: &mut ChaCha8Rng) -> String {
    let low = name.to_lowercase();
    let possible: Vec<&(&str, &str)> =
        HEARD.iter().filter(|(spelt, _)| low.chars().count() > 3 && low.contains(spelt)).collect();
    let Some((spelt, otherwise)) = pick(chance, &possible) else { return plain(name) };
    low.replacen(spelt, otherwise, 1)
}

/// The same person as somebody else writes them down.
fn again(who: &PersonDraft, kind: &str, chance: &mut ChaCha8Rng) -> PersonDraft {
    let mut other = who.clone();
    let parts: Vec<&str> = who.birth.split('-').collect();
    match kind {
        "slip" if below(chance, 2) == 0 && who.given_name.chars().count() > 4 => {
            other.given_name = slip(&who.given_name, chance);
        }
        "slip" => other.family_name = slip(&who.family_name, chance),
        "accents" => {
            (other.given_name, other.family_name) = (plain(&who.given_name), plain(&who.family_name));
        }
        "inverted" => {
            (other.given_name, other.family_name) = (who.family_name.clone(), who.given_name.clone());
        }
        "heard" if below(chance, 2) == 0 => other.given_name = heard(&who.given_name, chance),
        "heard" => other.family_name = heard(&who.family_name, chance),
        "particle" => {
            let van = who.family_name.strip_prefix("Van").map(|rest| format!("Van {rest}"));
            other.family_name = van.unwrap_or_else(|| format!("El {}", who.family_name));
        }
        "second name" => other.family_name = format!("{} {}", who.family_name, "Martin"),
        "day and month" if matches!(parts.as_slice(), [_, _, day] if *day <= "12") => {
            other.birth = format!("{}-{}-{}", parts[0], parts[2], parts[1]);
        }
        "day and month" | "year" => other.birth = who.birth.chars().take(4).collect(),
        _ => other.phone = format!("06 39 98 {:02} {:02}", 60 + below(chance, 40), below(chance, 100)),
    }
    // As often as not the telephone is another one by then, or was not asked.
    if below(chance, 4) == 0 {
        other.phone = String::new();
    }
    other
}

fn likable(who: &PersonDraft) -> Likable {
    let known = |text: &String| (!text.is_empty()).then(|| text.clone());
    Likable {
        given: who.given_name.clone(),
        family: who.family_name.clone(),
        birth: Birth::parse(&who.birth).ok(),
        phone: known(&who.phone),
        email: known(&who.email),
    }
}

#[test]
fn most_doubles_are_found_and_most_that_are_found_are_doubles() {
    let now = Now { at: Instant(1_700_000_000_000), today: "2026-11-24".parse().unwrap() };
    let (mut expected, mut found, mut right) = (0_u32, 0_u32, 0_u32);
    let mut missed: BTreeMap<&str, u32> = BTreeMap::new();
    for seed in 1..=3 {
        let mut chance = ChaCha8Rng::seed_from_u64(seed);
        let mut people: Vec<PersonDraft> = (0..300).map(|n| who::invent(n, now, &mut chance)).collect();
        let mut planted: BTreeMap<(usize, usize), &str> = BTreeMap::new();
        for one in (0..people.len()).step_by(4) {
            let kind = KINDS[one / 4 % KINDS.len()];
            let other = again(&people[one], kind, &mut chance);
            planted.insert((one, people.len()), kind);
            people.push(other);
        }
        let people: Vec<Likable> = people.iter().map(likable).collect();
        let mut by_key: BTreeMap<String, Vec<usize>> = BTreeMap::new();
        for (at, person) in people.iter().enumerate() {
            for key in blocking_keys(person) {
                by_key.entry(key).or_default().push(at);
            }
        }
        let pairs: BTreeSet<(usize, usize)> = by_key
            .values()
            .flat_map(|at| at.iter().flat_map(|a| at.iter().filter(move |b| a < *b).map(move |b| (*a, *b))))
            .collect();
        let told: BTreeSet<(usize, usize)> = pairs
            .into_iter()
            .filter(|(a, b)| {
                likeness(&people[*a], &people[*b]).is_some_and(|found| found.strength >= Strength::Likely)
            })
            .collect();
        expected += u32::try_from(planted.len()).unwrap();
        found += u32::try_from(told.len()).unwrap();
        right += u32::try_from(planted.keys().filter(|pair| told.contains(pair)).count()).unwrap();
        for (pair, kind) in &planted {
            if !told.contains(pair) {
                *missed.entry(kind).or_default() += 1;
            }
        }
    }
    let (recall, precision) = (f64::from(right) / f64::from(expected), f64::from(right) / f64::from(found));
    println!("recall {recall:.3}, precision {precision:.3}, missed by kind {missed:?}");
    assert!(recall >= 0.95, "recall {recall:.3}, missed {missed:?}");
    assert!(precision >= 0.80, "precision {precision:.3}");
}
