//! What columns and answers of the fund are called in French and English, for files that no screen shows.

use passerelle_domain::fund::column::{FundColumn, FundSource};
use passerelle_domain::fund::taking_part::FundLeaving;
use passerelle_domain::fund::{EsfItem, Labour, Told};
use passerelle_domain::person::{Level, Sex};

use crate::safe::Language;

pub(super) fn say(language: Language, fr: &'static str, en: &'static str) -> &'static str {
    match language {
        Language::Fr => fr,
        Language::En => en,
    }
}

/// A source, its head in both languages, and what it says of itself on the sheet that explains.
const SOURCES: &[(FundSource, &str, &str, &str, &str)] = &[
    (FundSource::FamilyName, "Nom", "Family name", "du dossier", "of the file"),
    (FundSource::GivenName, "Prénom", "Given name", "du dossier", "of the file"),
    (
        FundSource::Birth,
        "Date de naissance",
        "Birth",
        "telle que déclarée à l’entrée",
        "as declared at the entry",
    ),
    (FundSource::Gender, "Genre", "Gender", "tel que déclaré à l’entrée", "as declared at the entry"),
    (FundSource::Age, "Âge à l’entrée", "Age at the entry", "en années révolues", "in completed years"),
    (FundSource::Address, "Adresse", "Address", "du dossier", "of the file"),
    (FundSource::PostalCode, "Code postal", "Postal code", "du dossier", "of the file"),
    (FundSource::Commune, "Commune", "Commune", "du dossier", "of the file"),
    (FundSource::Insee, "Code INSEE", "INSEE code", "de la commune du dossier", "of the commune of the file"),
    (FundSource::Phone, "Téléphone", "Telephone", "du dossier", "of the file"),
    (FundSource::Email, "Courriel", "E-mail", "du dossier", "of the file"),
    (
        FundSource::Qpv,
        "Quartier prioritaire",
        "Priority neighbourhood",
        "code du dossier",
        "code of the file",
    ),
    (
        FundSource::EnteredOn,
        "Date d’entrée",
        "Entered on",
        "premier jour dans l’opération",
        "first day in the operation",
    ),
    (
        FundSource::LeftOn,
        "Date de sortie",
        "Left on",
        "dernier jour dans l’opération",
        "last day in the operation",
    ),
    (FundSource::LeftReason, "Motif de sortie", "Reason of leaving", "", ""),
    (
        FundSource::Labour,
        "Situation à l’entrée",
        "Situation at the entry",
        "chômeur, inactif ou en emploi : une seule",
        "unemployed, inactive or employed: one of them",
    ),
    (
        FundSource::UnemployedSince,
        "Au chômage depuis",
        "Unemployed since",
        "sans interruption",
        "without a break",
    ),
    (
        FundSource::LongUnemployed,
        "Chômage de longue durée",
        "Long-term unemployed",
        "plus de 6 mois avant 25 ans, plus de 12 mois à partir de 25 ans",
        "over 6 months under 25, over 12 months from 25 on",
    ),
    (
        FundSource::Education,
        "En études ou en formation à l’entrée",
        "In education or training at the entry",
        "",
        "",
    ),
    (FundSource::Level, "Niveau de diplôme", "Level", "cadre national de 2019", "national framework of 2019"),
    (
        FundSource::Disability,
        "Handicap",
        "Disability",
        "oui, non ou refus de répondre",
        "yes, no or refused to say",
    ),
    (
        FundSource::ThirdCountry,
        "Ressortissant d’un pays tiers",
        "Third-country national",
        "oui, non ou refus de répondre",
        "yes, no or refused to say",
    ),
    (
        FundSource::ForeignBackground,
        "Origine étrangère",
        "Foreign background",
        "oui, non ou refus de répondre",
        "yes, no or refused to say",
    ),
    (
        FundSource::Minority,
        "Minorité",
        "Minority",
        "oui, non ou refus de répondre",
        "yes, no or refused to say",
    ),
    (
        FundSource::Housing,
        "Sans-abri ou exclusion du logement",
        "Homeless or housing exclusion",
        "oui, non ou refus de répondre",
        "yes, no or refused to say",
    ),
    (FundSource::Rural, "Zone rurale", "Rural area", "d’après la commune", "by the commune"),
    (
        FundSource::ExitOn,
        "Situation à la sortie demandée le",
        "Situation on leaving asked on",
        "dans les quatre semaines",
        "within four weeks",
    ),
    (FundSource::ExitLabour, "Situation à la sortie", "Situation on leaving", "", ""),
    (FundSource::ExitSearching, "Recherche d’emploi à la sortie", "Looking for a job on leaving", "", ""),
    (
        FundSource::ExitEducation,
        "En études ou en formation à la sortie",
        "In education or training on leaving",
        "",
        "",
    ),
    (FundSource::ExitQualified, "Qualification obtenue", "Qualification gained", "", ""),
    (
        FundSource::LaterOn,
        "Situation à six mois demandée le",
        "Situation at six months asked on",
        "six mois après la sortie ou plus tard",
        "six months after leaving or later",
    ),
    (FundSource::LaterEmployed, "En emploi à six mois", "In a job at six months", "", ""),
    (FundSource::LaterImproved, "Situation améliorée à six mois", "Improved situation at six months", "", ""),
    (FundSource::Missing, "Ce qui manque", "What is missing", "", ""),
    (FundSource::Nothing, "Colonne vide", "Empty column", "laissée vide", "left empty"),
];

/// The head of a source, and what the sheet says of it.
pub(super) fn source(source: FundSource, language: Language) -> (&'static str, &'static str) {
    let found = SOURCES.iter().find(|(of, ..)| *of == source);
    found.map_or(("", ""), |(_, fr, en, note_fr, note_en)| {
        (say(language, fr, en), say(language, note_fr, note_en))
    })
}

/// What leaves where nobody kept other columns: every item of the fund, and of the file only who it is.
const USUAL: &[FundSource] = &[
    FundSource::FamilyName,
    FundSource::GivenName,
    FundSource::Birth,
    FundSource::Gender,
    FundSource::Address,
    FundSource::PostalCode,
    FundSource::Commune,
    FundSource::EnteredOn,
    FundSource::LeftOn,
    FundSource::LeftReason,
    FundSource::Labour,
    FundSource::UnemployedSince,
    FundSource::Education,
    FundSource::Level,
    FundSource::Disability,
    FundSource::ThirdCountry,
    FundSource::ForeignBackground,
    FundSource::Minority,
    FundSource::Housing,
    FundSource::Rural,
    FundSource::ExitOn,
    FundSource::ExitLabour,
    FundSource::ExitSearching,
    FundSource::ExitEducation,
    FundSource::ExitQualified,
    FundSource::LaterOn,
    FundSource::LaterEmployed,
    FundSource::LaterImproved,
];

pub(super) fn columns_or_usual(kept: Vec<FundColumn>, language: Language) -> Vec<FundColumn> {
    if !kept.is_empty() {
        return kept;
    }
    let column = |of: &FundSource| FundColumn { head: source(*of, language).0.to_owned(), source: *of };
    USUAL.iter().map(column).collect()
}

pub(super) fn yes_no(answer: Option<bool>, language: Language) -> &'static str {
    match answer {
        Some(true) => say(language, "oui", "yes"),
        Some(false) => say(language, "non", "no"),
        None => "",
    }
}

pub(super) fn told(told: Told, language: Language) -> &'static str {
    match told {
        Told::Yes => say(language, "oui", "yes"),
        Told::No => say(language, "non", "no"),
        Told::Refused => say(language, "refus", "refused"),
        Told::Missing => "",
    }
}

pub(super) fn labour(labour: Labour, language: Language) -> &'static str {
    match labour {
        Labour::Unemployed => say(language, "chômeur", "unemployed"),
        Labour::Inactive => say(language, "inactif", "inactive"),
        Labour::Employed => say(language, "en emploi", "employed"),
    }
}

pub(super) fn sex(sex: Sex, language: Language) -> &'static str {
    match sex {
        Sex::Female => say(language, "femme", "woman"),
        Sex::Male => say(language, "homme", "man"),
        Sex::Other => say(language, "non binaire", "non-binary"),
    }
}

pub(super) fn level(level: Level, language: Language) -> &'static str {
    match level {
        Level::None => say(language, "sans diplôme (CITE 0 à 2)", "no qualification (ISCED 0 to 2)"),
        Level::Level3 => say(language, "niveau 3 (CITE 3)", "level 3 (ISCED 3)"),
        Level::Level4 => say(language, "niveau 4 (CITE 3)", "level 4 (ISCED 3)"),
        Level::Level5 => say(language, "niveau 5 (CITE 5)", "level 5 (ISCED 5)"),
        Level::Level6 => say(language, "niveau 6 (CITE 6)", "level 6 (ISCED 6)"),
        Level::Level7 => say(language, "niveau 7 (CITE 7)", "level 7 (ISCED 7)"),
        Level::Higher => say(language, "niveau 5 ou plus (CITE 5 à 8)", "level 5 or higher (ISCED 5 to 8)"),
    }
}

pub(super) fn leaving(reason: FundLeaving, language: Language) -> &'static str {
    match reason {
        FundLeaving::Completed => say(language, "parcours achevé", "completed"),
        FundLeaving::Job => say(language, "emploi", "job"),
        FundLeaving::Training => say(language, "formation", "training"),
        FundLeaving::Dropped => say(language, "abandon", "dropped out"),
        FundLeaving::Moved => say(language, "déménagement", "moved away"),
        FundLeaving::Other => say(language, "autre", "other"),
    }
}

pub(super) fn item(item: EsfItem, language: Language) -> &'static str {
    let of = match item {
        EsfItem::Gender => FundSource::Gender,
        EsfItem::Birth => FundSource::Birth,
        EsfItem::Labour => FundSource::Labour,
        EsfItem::UnemployedSince => FundSource::UnemployedSince,
        EsfItem::Education => FundSource::Education,
        EsfItem::Level => FundSource::Level,
        EsfItem::Disability => FundSource::Disability,
        EsfItem::ThirdCountry => FundSource::ThirdCountry,
        EsfItem::ForeignBackground => FundSource::ForeignBackground,
        EsfItem::Minority => FundSource::Minority,
        EsfItem::Housing => FundSource::Housing,
        EsfItem::Rural => FundSource::Rural,
        EsfItem::Exit => FundSource::ExitLabour,
    };
    source(of, language).0
}
