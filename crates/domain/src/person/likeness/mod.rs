//! Whether two descriptions may be of one person, with the reasons shown; it warns, and never blocks or merges.

mod births;
mod names;

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use self::births::{Births, Born};
use self::names::{Agreement, Names, Written, squashed};
use crate::code::{Email, Phone};
use crate::person::birth::Birth;
use crate::person::name::{fold, sound};

/// What is compared of a person. An empty name is one that is not known.
#[derive(Clone, Default)]
pub struct Likable {
    pub given: String,
    pub family: String,
    pub birth: Option<Birth>,
    pub phone: Option<String>,
    pub email: Option<String>,
}

/// How much speaks for one person.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Strength {
    /// Worth a look.
    Possible,
    /// More probably the same person than not.
    Likely,
    /// Names and another fact agree.
    Strong,
}

/// One fact that the two have in common, in the order in which reasons are shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum LikenessReason {
    /// The names are the same but for case and accents.
    SameName,
    /// The first names are; the family names are not both known, or differ.
    SameGivenName,
    /// A few letters differ, or one has a part more.
    CloseSpelling,
    /// Pronounced alike, spelt otherwise.
    SameSound,
    /// The first name of one is the family name of the other.
    InvertedNames,
    /// The same complete birth date.
    SameBirth,
    /// One digit differs, day and month are inverted, or one date is the other's less complete form.
    CloseBirth,
    SamePhone,
    SameEmail,
}

/// Two descriptions that may be of one person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Likeness {
    pub strength: Strength,
    /// Never empty, sorted.
    pub reasons: Vec<LikenessReason>,
}

/// Compares two descriptions; the order does not matter. `None` where too little speaks for one person, and always
/// where [`blocking_keys`] share nothing, so that an index over the keys finds every pair this finds.
pub fn likeness(a: &Likable, b: &Likable) -> Option<Likeness> {
    let keys = blocking_keys(a);
    if !blocking_keys(b).iter().any(|key| keys.contains(key)) {
        return None;
    }
    Comparable::of(a).likeness(&Comparable::of(b))
}

/// Someone made ready to be compared with many: names are folded and sounded out once, not once for each of them.
#[derive(Clone)]
pub struct Comparable {
    given: Written,
    family: Written,
    born: Option<Born>,
    phone: Option<String>,
    email: Option<String>,
}

/// What was found of two, before it is put in words.
struct Compared {
    names: Names,
    births: Births,
    same_phone: bool,
    same_email: bool,
}

impl Comparable {
    pub fn of(who: &Likable) -> Self {
        Self {
            given: Written::of(&who.given),
            family: Written::of(&who.family),
            born: who.birth.map(Born::of),
            phone: who.phone.as_deref().and_then(phone_key),
            email: who.email.as_deref().and_then(email_key),
        }
    }

    /// The same names, however they are written, and the same complete birth date: one person.
    pub fn is_same(&self, other: &Self) -> bool {
        self.born.is_some_and(|born| born.is_day_of(other.born)) && self.has_names_of(other)
    }

    /// Case, accents and signs between the parts do not count.
    pub fn has_names_of(&self, other: &Self) -> bool {
        self.given.is_same(&other.given) && self.family.is_same(&other.family)
    }

    /// Whether only one name is known.
    pub fn is_single(&self) -> bool {
        self.given.is_empty() || self.family.is_empty()
    }

    /// How much speaks for one person; none where too little does. [`Comparable::likeness`] says why.
    pub fn strength(&self, other: &Self) -> Option<Strength> {
        self.compared(other).1
    }

    /// The same with its reasons. The two have to share a key, see [`likeness`].
    pub fn likeness(&self, other: &Self) -> Option<Likeness> {
        let (found, strength) = self.compared(other);
        let mut reasons: BTreeSet<LikenessReason> = found.names.reasons();
        reasons.extend(found.births.reason());
        reasons.extend(found.same_phone.then_some(LikenessReason::SamePhone));
        reasons.extend(found.same_email.then_some(LikenessReason::SameEmail));
        Some(Likeness { strength: strength?, reasons: reasons.into_iter().collect() })
    }

    fn compared(&self, other: &Self) -> (Compared, Option<Strength>) {
        let found = Compared {
            names: Names::of((&self.given, &self.family), (&other.given, &other.family)),
            births: Births::of(self.born, other.born),
            same_phone: same(self.phone.as_ref(), other.phone.as_ref()),
            same_email: same(self.email.as_ref(), other.email.as_ref()),
        };
        // A number changes often, so two speak against little: enough to ask for more than a name that many bear.
        let other_phone = self.phone.is_some() && other.phone.is_some() && !found.same_phone;
        let reached = found.same_phone || found.same_email;
        let weight = found.names.weight()
            + found.births.weight()
            + 3 * i32::from(found.same_phone)
            + 3 * i32::from(found.same_email)
            - 2 * i32::from(other_phone);
        let strength = match found.names.agreement {
            // Thousands share a birth date: without a name, only a way of reaching them counts.
            Agreement::None if !reached || weight < 2 => None,
            // Brothers and sisters share a family name and often their mother's phone; twins the birth date as well.
            Agreement::FamilyOnly if weight < 2 => None,
            Agreement::None | Agreement::FamilyOnly => Some(Strength::Possible),
            Agreement::GivenOnly | Agreement::GivenDespiteFamily | Agreement::Both => match weight {
                6.. => Some(Strength::Strong),
                3..=5 => Some(Strength::Likely),
                1..=2 => Some(Strength::Possible),
                _ => None,
            },
        };
        (found, strength)
    }
}

/// Short keys for an index: how each part of the names sounds (`n:`), its first consonants (`k:`), the complete birth
/// date (`b:`), the phone (`p:`) and the address (`e:`). Two alike descriptions share at least one. They are
/// personal data and belong inside the vault only.
pub fn blocking_keys(person: &Likable) -> Vec<String> {
    let mut keys = BTreeSet::new();
    for name in [&person.given, &person.family] {
        let folded = fold(name);
        let parts: Vec<&str> = folded.split(' ').filter(|part| !part.is_empty()).collect();
        let telling: Vec<&str> = parts.iter().copied().filter(|part| !PARTICLES.contains(part)).collect();
        let whole = squashed(name);
        let parts = if telling.is_empty() { parts } else { telling };
        for part in &parts {
            name_keys(&sound(part), &mut keys);
        }
        // A name of one part sounds as that part.
        if parts != [whole.as_str()] {
            name_keys(&sound(&whole), &mut keys);
        }
    }
    keys.extend(person.birth.and_then(|birth| birth.day()).map(|day| format!("b:{day}")));
    keys.extend(person.phone.as_deref().and_then(phone_key).map(|phone| format!("p:{phone}")));
    keys.extend(person.email.as_deref().and_then(email_key).map(|email| format!("e:{email}")));
    keys.into_iter().collect()
}

/// Parts of names that so many bear that they tell nobody apart.
const PARTICLES: [&str; 17] = [
    "al", "ben", "bint", "da", "das", "de", "del", "des", "di", "do", "dos", "du", "el", "ibn", "la", "le",
    "van",
];

fn name_keys(sound: &str, keys: &mut BTreeSet<String>) {
    let joined = sound.replace(' ', "");
    if joined.is_empty() {
        return;
    }
    let skeleton: String = joined.chars().filter(|c| !matches!(c, 'A' | 'I' | 'O')).take(3).collect();
    if skeleton.chars().count() >= 2 {
        keys.insert(format!("k:{skeleton}"));
    }
    keys.insert(format!("n:{joined}"));
}

fn same<T: PartialEq>(a: Option<T>, b: Option<T>) -> bool {
    a.is_some() && a == b
}

fn phone_key(raw: &str) -> Option<String> {
    Phone::parse(raw).map(String::from).ok()
}

/// Addresses are compared without case: every provider in use delivers them so.
fn email_key(raw: &str) -> Option<String> {
    Email::parse(raw).map(|email| email.as_str().to_lowercase()).ok()
}

#[cfg(test)]
mod tests {
    use super::LikenessReason::{
        CloseBirth, CloseSpelling, InvertedNames, SameBirth, SameEmail, SameGivenName, SameName, SamePhone,
        SameSound,
    };
    use super::Strength::{Likely, Possible, Strong};
    use super::*;

    /// "given|family|birth|phone|email", trailing ones may be left out.
    fn person(text: &str) -> Likable {
        let field = |rank: usize| text.split('|').nth(rank).unwrap_or("").to_owned();
        let optional = |rank| Some(field(rank)).filter(|value| !value.is_empty());
        Likable {
            given: field(0),
            family: field(1),
            birth: optional(2).map(|birth| Birth::parse(&birth).unwrap()),
            phone: optional(3),
            email: optional(4),
        }
    }

    #[test]
    fn alike_people_are_found_with_the_reasons() {
        let table: &[(&str, &str, Strength, &[LikenessReason])] = &[
            ("Lina|Caron", "lina|CARON", Likely, &[SameName]),
            ("Zoé|Lefèvre", "Zoe|Lefevre", Likely, &[SameName]),
            ("Lina|Caron|2008-03-14", "Lina|Caron|2008-03-14", Strong, &[SameName, SameBirth]),
            ("Lina|Caron|2008-03-14", "Lina|Caron|2008-04-14", Strong, &[SameName, CloseBirth]),
            ("Lina|Caron|2008-03-04", "Lina|Caron|2008-04-03", Strong, &[SameName, CloseBirth]),
            ("Lina|Caron|2008-03-14", "Lina|Caron|2008", Likely, &[SameName, CloseBirth]),
            ("Awa|Sow|2008-05-17", "Awa|Sow|2008-01-01", Likely, &[SameName, CloseBirth]),
            ("Lina|Caron|2008-03-14", "Lina|Caron|2001-11-30", Possible, &[SameName]),
            ("Yassine|Benali", "Yacine|Ben Ali", Likely, &[SameSound]),
            ("Yassine|Benali|2008-03-14", "Yacine|Ben Ali|2008-03-14", Strong, &[SameSound, SameBirth]),
            ("Mohamed|Amrani", "Mohammed|El Amrani", Possible, &[CloseSpelling, SameSound]),
            ("Mohamed Amine|Haddad", "Mohamed|Haddad", Possible, &[CloseSpelling]),
            ("Georges|Caron", "George|Caron", Possible, &[CloseSpelling]),
            ("Lina|Lecomte", "Lina|Lecompte", Possible, &[CloseSpelling]),
            ("Lina|Caron", "Caron|Lina", Likely, &[SameName, InvertedNames]),
            ("Oumar|N'Diaye", "Ndiaye|Omar", Likely, &[SameSound, InvertedNames]),
            ("Karim", "Karim|Haddad", Possible, &[SameGivenName]),
            ("Karim||2008-03-14", "Karim|Haddad|2008-03-14", Likely, &[SameGivenName, SameBirth]),
            ("Karim|||06 12 34 56 78", "Karim|Haddad||+33612345678", Likely, &[SameGivenName, SamePhone]),
            ("Sarah|Petit|2008-03-14", "Sarah|Leroy|2008-03-14", Possible, &[SameGivenName, SameBirth]),
            ("Lulu||||L.Caron@exemple.fr", "Lina|Caron|||l.caron@Exemple.fr", Possible, &[SameEmail]),
            ("Lina|Caron||0612345678", "Louise|Caron||0612345678", Possible, &[SameName, SamePhone]),
        ];
        for (one, other, strength, reasons) in table {
            let found = likeness(&person(one), &person(other));
            assert_eq!(
                found,
                Some(Likeness { strength: *strength, reasons: reasons.to_vec() }),
                "{one} / {other}"
            );
            assert_eq!(
                likeness(&person(other), &person(one)),
                found,
                "the order must not matter: {one} / {other}"
            );
        }
    }

    #[test]
    fn different_people_are_left_alone() {
        for (one, other) in [
            ("Lina|Caron", "Louise|Caron"),
            ("Lina|Caron", "Lina|Dubois"),
            ("Amine|Haddad", "Amina|Haddad"),
            ("Karim|Haddad", "Karima|Haddad"),
            ("Louis|Petit", "Louise|Petit"),
            ("Lina|Caron|2008-03-14", "Zoé|Petit|2008-03-14"),
            ("Karim||2008-03-14", "Karim|Haddad|2001-11-30"),
            ("Lina|Caron|2008-03-14|0612345678", "Louise|Caron|2001-11-30|0612345678"),
            ("Ben|", "|Ben Ali"),
            ("|", "|"),
            ("!|", "?|"),
        ] {
            assert_eq!(likeness(&person(one), &person(other)), None, "{one} / {other}");
        }
    }

    #[test]
    fn keys_name_what_they_index() {
        let keys = blocking_keys(&person("Yacine|Ben Ali|2008-03-14|0612345678|Y.B@exemple.fr"));
        assert_eq!(
            keys,
            [
                "b:2008-03-14",
                "e:y.b@exemple.fr",
                "k:BNL",
                "k:SN",
                "n:ALI",
                "n:BANALI",
                "n:IASIN",
                "p:+33612345678"
            ]
        );
        assert!(blocking_keys(&Likable::default()).is_empty());
        let incomplete = blocking_keys(&person("||2008-03"));
        assert!(incomplete.is_empty(), "a month alone would bring hundreds together: {incomplete:?}");
    }

    #[test]
    fn travels_in_snake_case() {
        let likeness = Likeness { strength: Likely, reasons: vec![CloseSpelling, SameBirth] };
        assert_eq!(
            serde_json::to_string(&likeness).unwrap(),
            r#"{"strength":"likely","reasons":["close_spelling","same_birth"]}"#
        );
    }
}
