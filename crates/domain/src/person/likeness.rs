//! Whether two descriptions may be of one person, with the reasons shown; it warns, and never blocks or merges.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};
use strsim::{jaro_winkler, osa_distance};
use ts_rs::TS;

use crate::code::{Email, Phone};
use crate::person::birth::{Birth, Precision};
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
    likeness_of_near(a, b)
}

/// The same of two who are known to share a key: a long list asks it a hundred thousand times.
pub fn likeness_of_near(a: &Likable, b: &Likable) -> Option<Likeness> {
    let names = Names::of(a, b);
    let births = Births::of(a.birth, b.birth);
    let phones = (a.phone.as_deref().and_then(phone_key), b.phone.as_deref().and_then(phone_key));
    // A number changes often, so two speak against little: enough to ask for more than a name that many bear.
    let other_phone = phones.0.is_some() && phones.1.is_some() && phones.0 != phones.1;
    let same_phone = same(phones.0, phones.1);
    let same_email = same(a.email.as_deref().and_then(email_key), b.email.as_deref().and_then(email_key));
    let reached = same_phone || same_email;

    let weight = names.weight() + births.weight() + 3 * i32::from(same_phone) + 3 * i32::from(same_email)
        - 2 * i32::from(other_phone);
    let strength = match names.agreement {
        // Thousands share a birth date: without a name, only a way of reaching them counts.
        Agreement::None if !reached || weight < 2 => return None,
        // Brothers and sisters share a family name and often their mother's phone; twins the birth date as well.
        Agreement::FamilyOnly if weight < 2 => return None,
        Agreement::None | Agreement::FamilyOnly => Strength::Possible,
        Agreement::GivenOnly | Agreement::GivenDespiteFamily | Agreement::Both => match weight {
            6.. => Strength::Strong,
            3..=5 => Strength::Likely,
            1..=2 => Strength::Possible,
            _ => return None,
        },
    };

    let mut reasons: BTreeSet<LikenessReason> = names.reasons;
    reasons.extend(births.reason());
    reasons.extend(same_phone.then_some(LikenessReason::SamePhone));
    reasons.extend(same_email.then_some(LikenessReason::SameEmail));
    Some(Likeness { strength, reasons: reasons.into_iter().collect() })
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
        for part in if telling.is_empty() { parts } else { telling } {
            name_keys(&sound(part), &mut keys);
        }
        name_keys(&sound(&whole), &mut keys);
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

/// The name without its spaces, hyphens and apostrophes: Ben Ali and Benali, N'Diaye and Ndiaye.
fn squashed(name: &str) -> String {
    let kept = name.replace(['ç', 'Ç'], "s");
    fold(&kept).replace(' ', "")
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Agreement {
    /// First and family name, in this order or inverted.
    Both,
    /// The first name, the family name of one being unknown.
    GivenOnly,
    /// The first name, with two different family names.
    GivenDespiteFamily,
    /// The family name alone.
    FamilyOnly,
    None,
}

struct Names {
    agreement: Agreement,
    reasons: BTreeSet<LikenessReason>,
}

impl Names {
    fn of(a: &Likable, b: &Likable) -> Self {
        let given = compare(&a.given, &b.given);
        let family = compare(&a.family, &b.family);
        let one_family_unknown = fold(&a.family).is_empty() || fold(&b.family).is_empty();
        let agreement = match (given, family) {
            (Some(_), Some(_)) => Agreement::Both,
            (Some(_), None) if one_family_unknown => Agreement::GivenOnly,
            (Some(_), None) => Agreement::GivenDespiteFamily,
            (None, Some(_)) => Agreement::FamilyOnly,
            (None, None) => Agreement::None,
        };
        if agreement != Agreement::Both
            && let (Some(one), Some(other)) = (compare(&a.given, &b.family), compare(&a.family, &b.given))
        {
            let reasons = [one, other, LikenessReason::InvertedNames];
            return Self { agreement: Agreement::Both, reasons: summed_up(&reasons) };
        }
        let found: Vec<LikenessReason> = given.into_iter().chain(family).collect();
        let mut reasons = summed_up(&found);
        // One name alone is not "the same name".
        let given_alone = matches!(agreement, Agreement::GivenOnly | Agreement::GivenDespiteFamily);
        if given_alone && reasons.remove(&LikenessReason::SameName) {
            reasons.insert(LikenessReason::SameGivenName);
        }
        Self { agreement, reasons }
    }

    fn weight(&self) -> i32 {
        match self.agreement {
            Agreement::Both if self.reasons.contains(&LikenessReason::CloseSpelling) => 2,
            Agreement::Both if self.reasons.contains(&LikenessReason::SameSound) => 3,
            Agreement::Both => 4,
            Agreement::GivenOnly => 1,
            Agreement::GivenDespiteFamily => -1,
            Agreement::FamilyOnly | Agreement::None => 0,
        }
    }
}

/// Two names are "the same" only if both are: a sameness beside a lesser likeness is not told.
fn summed_up(found: &[LikenessReason]) -> BTreeSet<LikenessReason> {
    let mut reasons: BTreeSet<LikenessReason> = found.iter().copied().collect();
    if reasons.contains(&LikenessReason::CloseSpelling) || reasons.contains(&LikenessReason::SameSound) {
        reasons.remove(&LikenessReason::SameName);
    }
    reasons
}

fn compare(a: &str, b: &str) -> Option<LikenessReason> {
    let (one, other) = (fold(a), fold(b));
    if one.is_empty() || other.is_empty() {
        return None;
    }
    if one == other {
        return Some(LikenessReason::SameName);
    }
    let (one_whole, other_whole) = (squashed(a), squashed(b));
    let sounds = sound(&one_whole);
    if one_whole == other_whole || (!sounds.is_empty() && sounds == sound(&other_whole)) {
        return Some(LikenessReason::SameSound);
    }
    let close = is_close(&one_whole, &other_whole) || holds(&one, &other) || holds(&other, &one);
    close.then_some(LikenessReason::CloseSpelling)
}

/// One slip in four letters, two in eight, or the same beginning with little after it that differs.
fn is_close(a: &str, b: &str) -> bool {
    let shorter = a.chars().count().min(b.chars().count());
    let slips = osa_distance(a, b);
    // A last a or e that is heard is what tells Amina from Amine, Louise from Louis.
    if a.trim_end_matches(['a', 'e']) == b.trim_end_matches(['a', 'e']) {
        return false;
    }
    (shorter >= 4 && slips <= 1)
        || (shorter >= 8 && slips <= 2)
        || (shorter >= 6 && slips <= 2 && jaro_winkler(a, b) >= 0.93)
}

/// Every part of `part` is a part of `whole`, by sound, one of them telling: Mohamed in Mohamed Amine, Amrani in El
/// Amrani.
fn holds(whole: &str, part: &str) -> bool {
    let sounds: BTreeSet<String> = whole.split(' ').map(sound).collect();
    part.split(' ').all(|word| sounds.contains(&sound(word)))
        && part.split(' ').any(|word| !PARTICLES.contains(&word) && word.chars().count() >= 3)
}

/// What two birth dates say about each other.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Births {
    Same,
    Close,
    Compatible,
    Silent,
    Contradictory,
}

impl Births {
    fn of(a: Option<Birth>, b: Option<Birth>) -> Self {
        let (Some(a), Some(b)) = (a, b) else { return Self::Silent };
        match (a.day(), b.day()) {
            (Some(one), Some(other)) if one == other => Self::Same,
            (Some(one), Some(other)) => {
                let (one, other) = (one.format("%Y%m%d").to_string(), other.format("%Y%m%d").to_string());
                // In eight digits a distance of one is a digit mistyped or two neighbours swapped.
                if osa_distance(&one, &other) == 1 || inverted(&one) == other {
                    Self::Close
                } else if a.year() == b.year() && (is_new_year(a) || is_new_year(b)) {
                    Self::Compatible
                } else {
                    Self::Contradictory
                }
            }
            _ if a.earliest() <= b.latest() && b.earliest() <= a.latest() => Self::Compatible,
            _ => Self::Contradictory,
        }
    }

    fn weight(self) -> i32 {
        match self {
            Self::Same => 3,
            Self::Close => 2,
            Self::Compatible => 1,
            Self::Silent => 0,
            Self::Contradictory => -2,
        }
    }

    fn reason(self) -> Option<LikenessReason> {
        match self {
            Self::Same => Some(LikenessReason::SameBirth),
            Self::Close | Self::Compatible => Some(LikenessReason::CloseBirth),
            Self::Silent | Self::Contradictory => None,
        }
    }
}

/// Offices write 1 January where the day of a birth abroad is not known.
fn is_new_year(birth: Birth) -> bool {
    birth.precision() == Precision::Day
        && birth.day() == Birth::of_year(birth.year()).ok().map(|y| y.earliest())
}

/// `YYYYMMDD` with day and month exchanged.
fn inverted(digits: &str) -> String {
    let digits: Vec<char> = digits.chars().collect();
    match digits.as_slice() {
        [y1, y2, y3, y4, m1, m2, d1, d2] => [y1, y2, y3, y4, d1, d2, m1, m2].into_iter().collect(),
        _ => String::new(),
    }
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
