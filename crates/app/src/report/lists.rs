//! The words of closed lists in French and English, for files that no screen shows.

use super::words::say;
use crate::safe::Language;

/// A closed list whose words a row's key is of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum List {
    Stage,
    Qpv,
    Age,
    Sex,
    Level,
    Kind,
    Tag,
    Funding,
    State,
    Reason,
    Exit,
    Leg,
    Contract,
}

/// Codes with what they are called in French and English.
type Words = &'static [(&'static str, &'static str, &'static str)];

const KIND: Words = &[
    ("training", "formation", "training"),
    ("apprenticeship", "apprentissage", "apprenticeship"),
    ("back_to_school", "retour à l’école", "back to school"),
    ("job", "emploi", "job"),
    ("insertion", "insertion (IAE)", "work integration (IAE)"),
    ("social_clause", "clause sociale", "social clause"),
    ("civic_service", "service civique, EPIDE, SMV", "civic service, EPIDE, SMV"),
    ("business", "création d’activité", "starting a business"),
    ("guidance", "accompagnement", "guidance"),
    ("obstacle", "levée de frein", "removing an obstacle"),
    ("culture", "culture et sport", "culture and sport"),
];

const REASON: Words = &[
    ("no_place", "plus de place", "no place left"),
    ("not_eligible", "hors critères", "not eligible"),
    ("level", "niveau insuffisant", "level too low"),
    ("file_incomplete", "dossier incomplet", "incomplete file"),
    ("no_interest", "ne l’intéresse plus", "no longer interested"),
    ("transport", "transport", "transport"),
    ("money", "argent", "money"),
    ("housing", "logement", "housing"),
    ("family", "famille", "family"),
    ("health", "santé", "health"),
    ("found_else", "a trouvé autre chose", "found something else"),
    ("lost_contact", "contact perdu", "contact lost"),
    ("conflict", "conflit", "conflict"),
    ("unsuited", "ne lui convient pas", "does not suit them"),
    ("error", "erreur de saisie", "entered by mistake"),
    ("duplicate", "en double", "duplicate"),
    ("programme_closed", "offre fermée", "programme closed"),
    ("unknown", "raison inconnue", "reason unknown"),
    ("other", "autre raison", "other reason"),
];

const EXIT: Words = &[
    ("training", "formation", "training"),
    ("apprenticeship", "apprentissage", "apprenticeship"),
    ("school", "retour à l’école", "back to school"),
    ("job", "emploi", "job"),
    ("civic_service", "service civique", "civic service"),
    ("business", "création d’activité", "own business"),
    ("handed", "relais à un partenaire", "handed over to a partner"),
    ("lost", "perdu de vue", "lost from sight"),
    ("moved", "déménagement", "moved away"),
    ("other", "autre", "other"),
];

const STAGE: Words = &[
    ("spotted", "repéré", "spotted"),
    ("contacting", "prise de contact", "making contact"),
    ("unreachable", "injoignable", "unreachable"),
    ("assessing", "diagnostic", "assessment"),
    ("planning", "plan d’action", "action plan"),
    ("following", "suivi", "follow-up"),
    ("left", "sorti", "left"),
    ("closed", "clos", "closed"),
];

fn words(list: List) -> Words {
    match list {
        List::Stage => STAGE,
        List::Qpv => &[
            ("yes", "en quartier prioritaire", "in a priority neighbourhood"),
            ("no", "hors quartier prioritaire", "outside of priority neighbourhoods"),
            ("unknown", "à vérifier", "to be verified"),
        ],
        List::Age => &[
            ("under_16", "moins de 16 ans", "under 16"),
            ("from_16", "16 et 17 ans", "16 and 17"),
            ("from_18", "18 à 20 ans", "18 to 20"),
            ("from_21", "21 à 25 ans", "21 to 25"),
            ("from_26", "26 ans et plus", "26 and over"),
            ("unknown", "âge inconnu", "age unknown"),
        ],
        List::Sex => &[("female", "femmes", "women"), ("male", "hommes", "men"), ("other", "autre", "other")],
        List::Level => &[
            ("none", "sans diplôme", "no qualification"),
            ("level_3", "niveau 3 (CAP, BEP)", "level 3 (CAP, BEP)"),
            ("level_4", "niveau 4 (bac)", "level 4 (baccalauréat)"),
            ("level_5", "niveau 5 (BTS, DUT)", "level 5 (BTS, DUT)"),
            ("level_6", "niveau 6 (licence, BUT)", "level 6 (bachelor)"),
            ("level_7", "niveau 7 (master)", "level 7 (master)"),
            ("higher", "niveau 5 ou plus, sans précision", "level 5 or higher, without saying more"),
        ],
        List::Kind => KIND,
        List::Tag => &[
            ("rev3", "rev3", "rev3"),
            ("craft", "artisanat", "crafts"),
            ("commerce", "commerce", "retail"),
            ("urban_renewal", "renouvellement urbain", "urban renewal"),
        ],
        List::Funding => &[
            ("region", "Région", "Region"),
            ("fse_plus", "FSE+", "ESF+"),
            ("feder", "FEDER", "ERDF"),
            ("anru", "ANRU", "ANRU"),
            ("state", "État", "State"),
        ],
        List::State => &[
            ("completed", "achevée", "completed"),
            ("refused", "refusée", "refused"),
            ("declined", "déclinée", "declined"),
            ("cancelled", "annulée", "cancelled"),
            ("expired", "sans réponse", "no answer"),
            ("abandoned", "abandonnée", "dropped out"),
        ],
        List::Reason => REASON,
        List::Exit => EXIT,
        List::Contract => &[
            ("fixed_term", "CDD", "fixed-term contract"),
            ("permanent", "CDI", "permanent contract"),
            ("temporary", "intérim", "temporary work"),
            ("apprenticeship", "apprentissage", "apprenticeship"),
            ("professionalisation", "professionnalisation", "professionalisation contract"),
            ("insertion", "insertion (IAE)", "work integration (IAE)"),
            ("other", "autre", "other"),
        ],
        List::Leg => &[
            ("found_to_contact", "du repérage au premier contact", "from finding to the first contact"),
            ("contact_to_assessment", "du contact au diagnostic", "from contact to the assessment"),
            (
                "assessment_to_referral",
                "du diagnostic à la première orientation",
                "from the assessment to the first referral",
            ),
            (
                "found_to_referral",
                "du repérage à la première orientation",
                "from finding to the first referral",
            ),
        ],
    }
}

/// The word of a code; nothing where the list has none such.
pub(super) fn word(code: &str, list: List, language: Language) -> &'static str {
    let found = words(list).iter().find(|(of, _, _)| *of == code);
    found.map_or("", |(_, fr, en)| say(language, fr, en))
}

pub(super) fn list_heads(language: Language) -> Vec<String> {
    let heads: [&str; 9] = match language {
        Language::Fr => [
            "Nom",
            "Prénom",
            "Âge",
            "Commune",
            "Étape",
            "Suivi par",
            "Dernier contact",
            "Offre",
            "Personne inventée",
        ],
        Language::En => [
            "Last name",
            "First name",
            "Age",
            "Town",
            "Stage",
            "Referent",
            "Last contact",
            "Programme",
            "Invented person",
        ],
    };
    heads.map(str::to_owned).to_vec()
}
