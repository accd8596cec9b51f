//! Words of lists for what the work keeps as a choice: sex, level, who the legal representative is.

use passerelle_domain::person::name::fold;
use passerelle_domain::person::{GuardianRelation, Level, Sex};

/// Sex as lists code it; civil titles say it too. 1 and 2 are INSEE's.
pub(super) fn sex(text: &str) -> Option<Sex> {
    Some(match fold(text).as_str() {
        "f" | "feminin" | "femme" | "fille" | "mme" | "mlle" | "madame" | "mademoiselle" | "2" | "female" => {
            Sex::Female
        }
        "m" | "masculin" | "homme" | "garcon" | "h" | "mr" | "monsieur" | "1" | "male" | "g" => Sex::Male,
        "autre" | "x" | "non binaire" | "other" => Sex::Other,
        _ => return None,
    })
}

/// The level reached, by its number in the framework of 2019, by that of 1969, or by the diploma's name.
pub(super) fn level(text: &str) -> Option<Level> {
    let folded = fold(text);
    let bare = folded.strip_prefix("niveau ").unwrap_or(&folded);
    Some(match bare {
        "3" | "v" | "cap" | "bep" | "cap bep" | "cap ou bep" => Level::Level3,
        "4" | "iv" | "bac" | "baccalaureat" | "bac pro" | "bac general" | "bac techno" | "bp" => {
            Level::Level4
        }
        "5" | "iii" | "bts" | "dut" | "bac 2" => Level::Level5,
        "6" | "ii" | "licence" | "but" | "bac 3" => Level::Level6,
        "7" | "i" | "master" | "bac 5" => Level::Level7,
        "1" | "2" | "vi" | "v bis" | "vbis" | "aucun" | "sans diplome" | "sans" | "brevet" | "dnb"
        | "infra 3" | "cfg" => Level::None,
        _ => return None,
    })
}

/// Who the legal representative is.
pub(super) fn relation(text: &str) -> Option<GuardianRelation> {
    Some(match fold(text).as_str() {
        "mere" | "maman" | "mother" => GuardianRelation::Mother,
        "pere" | "papa" | "father" => GuardianRelation::Father,
        "tuteur" | "tutrice" | "guardian" => GuardianRelation::Guardian,
        "grand parent"
        | "grand mere"
        | "grand pere"
        | "oncle"
        | "tante"
        | "frere"
        | "soeur"
        | "autre membre de la famille" => GuardianRelation::Relative,
        "ase" | "aide sociale" | "aide sociale a l enfance" => GuardianRelation::ChildWelfare,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_have_many_words_for_the_same() {
        assert_eq!(
            (sex("Féminin"), sex("M."), sex("2"), sex("?")),
            (Some(Sex::Female), Some(Sex::Male), Some(Sex::Female), None)
        );
        assert_eq!(
            (level("Niveau V bis"), level("V"), level("CAP/BEP")),
            (Some(Level::None), Some(Level::Level3), Some(Level::Level3))
        );
        assert_eq!(
            (level("Bac +2"), level("3"), level("3e B")),
            (Some(Level::Level5), Some(Level::Level3), None)
        );
        assert_eq!((relation("Mère"), relation("voisin")), (Some(GuardianRelation::Mother), None));
    }
}
