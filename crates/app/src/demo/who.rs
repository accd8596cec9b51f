//! Invented people: who they are and where they live.

use chrono::Days;
use passerelle_domain::moment::Now;
use passerelle_domain::person::{GuardianRelation, Level, PersonDraft, Sex};
use rand_chacha::ChaCha8Rng;

use super::life::{below, pick};
use super::names;

/// One telephone number of the range that ARCEP reserves for fiction, a different one for each of 10 000 people.
fn phone(number: u32) -> String {
    format!("06 39 98 {:02} {:02}", number / 100 % 100, number % 100)
}

fn level(age: u32, chance: &mut ChaCha8Rng) -> Option<Level> {
    match below(chance, 10) {
        0..6 => Some(Level::None),
        6..8 if age >= 18 => Some(Level::Level3),
        8 if age >= 19 => Some(Level::Level4),
        _ => None,
    }
}

fn relation(given: &str) -> GuardianRelation {
    if names::FATHERS.contains(&given) { GuardianRelation::Father } else { GuardianRelation::Mother }
}

pub(super) fn invent(number: u32, now: Now, chance: &mut ChaCha8Rng) -> PersonDraft {
    let (given, sex) = pick(chance, names::GIVEN).copied().unwrap_or(("Awa", 'f'));
    let family = pick(chance, names::FAMILY).copied().unwrap_or("Delattre");
    let place = pick(chance, names::PLACES).copied().unwrap_or_default();
    let days = 15 * 366 + below(chance, 10 * 365);
    let age = days / 366;
    let born = now.today - Days::new(u64::from(days));
    let birth = match below(chance, 9) {
        0 => born.format("%Y").to_string(),
        1 => born.format("%Y-%m").to_string(),
        2 => String::new(),
        _ => born.to_string(),
    };
    let minor = age < 18;
    let guardian = if minor && below(chance, 3) > 0 { pick(chance, names::GUARDIANS).copied() } else { None };
    PersonDraft {
        given_name: given.to_owned(),
        family_name: family.to_owned(),
        birth,
        sex: Some(if sex == 'f' { Sex::Female } else { Sex::Male }),
        phone: if below(chance, 7) == 0 { String::new() } else { phone(number) },
        commune: place.commune.to_owned(),
        postal_code: place.postal_code.to_owned(),
        insee: place.insee.to_owned(),
        qpv: if below(chance, 4) > 0 { place.qpv.to_owned() } else { String::new() },
        school_name: if below(chance, 3) > 0 { place.school.to_owned() } else { String::new() },
        level: level(age, chance),
        guardian_name: guardian.map_or_else(String::new, |first| format!("{first} {family}")),
        guardian_phone: guardian.map_or_else(String::new, |_| phone(number + 5_000)),
        guardian_relation: guardian.map(relation),
        ..PersonDraft::default()
    }
}

/// The same person as somebody else wrote them down: the name as it was heard, no school, the way to reach them kept.
pub(super) fn again(who: &PersonDraft) -> PersonDraft {
    let heard = |name: &str| name.replace("ss", "s").replace('y', "i").replace("ck", "k").replace("ou", "u");
    PersonDraft {
        given_name: passerelle_domain::person::name::fold(&heard(&who.given_name)),
        family_name: heard(&who.family_name).to_uppercase(),
        birth: who.birth.clone(),
        sex: who.sex,
        phone: who.phone.clone(),
        commune: who.commune.clone(),
        ..PersonDraft::default()
    }
}
