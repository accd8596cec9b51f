//! What two names say about one person or two.

use std::collections::BTreeSet;

use strsim::{jaro_winkler, osa_distance};

use super::{LikenessReason, PARTICLES};
use crate::person::name::{fold, sound};

/// A name in the forms in which it is compared.
#[derive(Clone)]
pub(super) struct Written {
    /// Without case, accents and signs; the name as it is where nothing is left then, and `blank` says so.
    folded: String,
    blank: bool,
    squashed: String,
    /// How the whole sounds.
    sound: String,
    /// How each part of it sounds.
    parts: BTreeSet<String>,
    /// Whether one of its parts says more than "de" or "ben".
    telling: bool,
}

impl Written {
    pub(super) fn of(name: &str) -> Self {
        let folded = fold(name);
        let squashed = squashed(name);
        let blank = folded.is_empty();
        Self {
            sound: sound(&squashed),
            parts: folded.split(' ').map(sound).collect(),
            telling: folded.split(' ').any(|word| !PARTICLES.contains(&word) && word.chars().count() >= 3),
            squashed,
            folded: if blank { name.trim().to_owned() } else { folded },
            blank,
        }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.folded.is_empty()
    }

    pub(super) fn is_same(&self, other: &Self) -> bool {
        self.folded == other.folded
    }

    /// Every part of `part` is a part of this, by sound, one of them telling: Mohamed in Mohamed Amine, Amrani in El
    /// Amrani.
    fn holds(&self, part: &Self) -> bool {
        part.telling && part.parts.is_subset(&self.parts)
    }

    fn compare(&self, other: &Self) -> Option<LikenessReason> {
        if self.blank || other.blank {
            return None;
        }
        if self.folded == other.folded {
            return Some(LikenessReason::SameName);
        }
        if self.squashed == other.squashed || (!self.sound.is_empty() && self.sound == other.sound) {
            return Some(LikenessReason::SameSound);
        }
        let close = is_close(&self.squashed, &other.squashed) || self.holds(other) || other.holds(self);
        close.then_some(LikenessReason::CloseSpelling)
    }
}

/// The name without its spaces, hyphens and apostrophes: Ben Ali and Benali, N'Diaye and Ndiaye.
pub(super) fn squashed(name: &str) -> String {
    let kept = name.replace(['ç', 'Ç'], "s");
    fold(&kept).replace(' ', "")
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Agreement {
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

/// What the names of two say, in a form that costs nothing.
#[derive(Clone, Copy)]
pub(super) struct Names {
    pub(super) agreement: Agreement,
    found: [Option<LikenessReason>; 2],
    inverted: bool,
}

impl Names {
    pub(super) fn of(a: (&Written, &Written), b: (&Written, &Written)) -> Self {
        let given = a.0.compare(b.0);
        let family = a.1.compare(b.1);
        let one_family_unknown = a.1.blank || b.1.blank;
        let agreement = match (given, family) {
            (Some(_), Some(_)) => Agreement::Both,
            (Some(_), None) if one_family_unknown => Agreement::GivenOnly,
            (Some(_), None) => Agreement::GivenDespiteFamily,
            (None, Some(_)) => Agreement::FamilyOnly,
            (None, None) => Agreement::None,
        };
        if agreement != Agreement::Both
            && let (Some(one), Some(other)) = (a.0.compare(b.1), a.1.compare(b.0))
        {
            return Self { agreement: Agreement::Both, found: [Some(one), Some(other)], inverted: true };
        }
        Self { agreement, found: [given, family], inverted: false }
    }

    pub(super) fn weight(self) -> i32 {
        match self.agreement {
            Agreement::Both if self.found.contains(&Some(LikenessReason::CloseSpelling)) => 2,
            Agreement::Both if self.found.contains(&Some(LikenessReason::SameSound)) => 3,
            Agreement::Both => 4,
            Agreement::GivenOnly => 1,
            Agreement::GivenDespiteFamily => -1,
            Agreement::FamilyOnly | Agreement::None => 0,
        }
    }

    pub(super) fn reasons(self) -> BTreeSet<LikenessReason> {
        let mut reasons: BTreeSet<LikenessReason> = self.found.into_iter().flatten().collect();
        // Two names are "the same" only if both are: a sameness beside a lesser likeness is not told.
        if reasons.contains(&LikenessReason::CloseSpelling) || reasons.contains(&LikenessReason::SameSound) {
            reasons.remove(&LikenessReason::SameName);
        }
        // One name alone is not "the same name".
        let given_alone = matches!(self.agreement, Agreement::GivenOnly | Agreement::GivenDespiteFamily);
        if given_alone && reasons.remove(&LikenessReason::SameName) {
            reasons.insert(LikenessReason::SameGivenName);
        }
        if self.inverted {
            reasons.insert(LikenessReason::InvertedNames);
        }
        reasons
    }
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
