//! What each indicator is called and what its rule is, in both languages: facts of the regulation, said alike by the screen, the
//! files and the command line.

use super::indicator::Indicator;
use crate::person::Sex;

/// A text in French and in English.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Both {
    pub fr: &'static str,
    pub en: &'static str,
}

/// What an indicator is called, its rule in words, and where both stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Label {
    pub name: Both,
    pub rule: Both,
    /// The point of annex I.
    pub source: Both,
    /// The wording still has to be held against the one of the Official Journal.
    pub to_check: bool,
}

/// How counts by gender are headed.
pub fn gender(sex: Option<Sex>) -> Both {
    match sex {
        Some(Sex::Female) => Both { fr: "Femmes", en: "Women" },
        Some(Sex::Male) => Both { fr: "Hommes", en: "Men" },
        Some(Sex::Other) => Both { fr: "Personnes non binaires", en: "Non-binary persons" },
        None => Both { fr: "Genre non renseigné", en: "Gender not told" },
    }
}

const fn both(fr: &'static str, en: &'static str) -> Both {
    Both { fr, en }
}

type Said = (Indicator, Both, Both);

const OUTPUTS: &[Said] = &[
    (
        Indicator::Total,
        both("Nombre total de participants", "Total number of participants"),
        both(
            "Toute personne présente plus d’un jour dans l’opération, une seule fois par opération, même revenue plusieurs fois.",
            "Everybody who was in the operation for more than a day, once per operation, however often they came back.",
        ),
    ),
    (
        Indicator::Unemployed,
        both("Chômeurs, y compris de longue durée", "Unemployed, including long-term unemployed"),
        both(
            "Au chômage le jour de l’entrée. Au plus une des trois situations\u{a0}: chômeur, inactif, en emploi.",
            "Unemployed on the day of the entry. At most one of three: unemployed, inactive, employed.",
        ),
    ),
    (
        Indicator::LongUnemployed,
        both("Chômeurs de longue durée", "Long-term unemployed"),
        both(
            "Parmi les chômeurs\u{a0}: sans emploi sans interruption depuis plus de 6 mois avant 25 ans, plus de 12 mois à partir de 25 ans, à l’entrée.",
            "Of the unemployed: without a break for over 6 months under the age of 25, for over 12 months from 25 on, at the entry.",
        ),
    ),
    (
        Indicator::Inactive,
        both("Personnes inactives", "Inactive"),
        both(
            "Ni en emploi ni au chômage le jour de l’entrée\u{202f}; l’élève ou l’étudiant à temps plein qui n’est pas inscrit comme demandeur d’emploi en fait partie.",
            "Neither employed nor unemployed on the day of the entry; who is in full-time education and not registered as unemployed is among them.",
        ),
    ),
    (
        Indicator::Employed,
        both("Personnes exerçant un emploi, y compris les indépendants", "Employed, including self-employed"),
        both(
            "En emploi le jour de l’entrée, à son compte compris\u{202f}; l’apprenti sous contrat en fait partie.",
            "In a job on the day of the entry, self-employed included; an apprentice with a contract is among them.",
        ),
    ),
    (
        Indicator::Under18,
        both("Nombre d’enfants de moins de 18 ans", "Number of children below 18 years of age"),
        both(
            "Moins de 18 ans révolus le jour de l’entrée.",
            "Under 18 completed years on the day of the entry.",
        ),
    ),
    (
        Indicator::From18To29,
        both("Nombre de jeunes âgés de 18 à 29 ans", "Number of young people aged 18 to 29 years"),
        both(
            "De 18 à 29 ans révolus le jour de l’entrée.",
            "From 18 to 29 completed years on the day of the entry.",
        ),
    ),
    (
        Indicator::From55,
        both(
            "Nombre de participants âgés de 55 ans et plus",
            "Number of participants 55 years of age and above",
        ),
        both(
            "55 ans révolus ou plus le jour de l’entrée.",
            "55 completed years or more on the day of the entry.",
        ),
    ),
    (
        Indicator::LowerSecondary,
        both(
            "Titulaires d’un diplôme du premier cycle de l’enseignement secondaire ou moins (CITE 0 à 2)",
            "With lower secondary education or less (ISCED 0-2)",
        ),
        both(
            "Sans diplôme au-dessus du brevet le jour de l’entrée.",
            "No qualification above lower secondary education on the day of the entry.",
        ),
    ),
    (
        Indicator::UpperSecondary,
        both(
            "Titulaires d’un diplôme du deuxième cycle de l’enseignement secondaire (CITE 3) ou de l’enseignement postsecondaire (CITE 4)",
            "With upper secondary (ISCED 3) or post-secondary education (ISCED 4)",
        ),
        both(
            "CAP, BEP ou baccalauréat (niveaux 3 et 4) le jour de l’entrée.",
            "CAP, BEP or baccalauréat (levels 3 and 4) on the day of the entry.",
        ),
    ),
    (
        Indicator::Tertiary,
        both(
            "Titulaires d’un diplôme de l’enseignement supérieur (CITE 5 à 8)",
            "With tertiary education (ISCED 5 to 8)",
        ),
        both("Niveau 5 ou plus le jour de l’entrée.", "Level 5 or higher on the day of the entry."),
    ),
];

const OTHERS: &[Said] = &[
    (
        Indicator::Disability,
        both("Participants handicapés", "Participants with disabilities"),
        both(
            "A répondu oui à l’entrée. Donnée sensible\u{a0}: un refus est une réponse complète et ne compte dans aucun sens.",
            "Said yes at the entry. Sensitive: a refusal is a complete answer and counts neither way.",
        ),
    ),
    (
        Indicator::ThirdCountry,
        both("Ressortissants de pays tiers", "Third-country nationals"),
        both(
            "De nationalité d’un pays hors de l’Union européenne, apatrides compris, d’après la réponse à l’entrée\u{202f}; un refus ne compte dans aucun sens.",
            "Of the nationality of a country outside of the European Union, stateless persons included, as told at the entry; a refusal counts neither way.",
        ),
    ),
    (
        Indicator::ForeignBackground,
        both("Participants d’origine étrangère", "Participants with a foreign background"),
        both(
            "D’après la réponse à l’entrée\u{202f}; un refus ne compte dans aucun sens.",
            "As told at the entry; a refusal counts neither way.",
        ),
    ),
    (
        Indicator::Minority,
        both(
            "Minorités (y compris les communautés marginalisées telles que les Roms)",
            "Minorities (including marginalised communities such as Roma people)",
        ),
        both(
            "D’après la réponse à l’entrée. Donnée sensible\u{a0}: un refus ne compte dans aucun sens.",
            "As told at the entry. Sensitive: a refusal counts neither way.",
        ),
    ),
    (
        Indicator::Housing,
        both(
            "Sans-abri ou personnes touchées par l’exclusion liée au logement",
            "Homeless or affected by housing exclusion",
        ),
        both(
            "D’après la réponse à l’entrée\u{202f}; un refus ne compte dans aucun sens.",
            "As told at the entry; a refusal counts neither way.",
        ),
    ),
    (
        Indicator::Rural,
        both("Participants venant de zones rurales", "Participants from rural areas"),
        both(
            "Habite une commune peu dense (degré d’urbanisation 3) le jour de l’entrée.",
            "Lives in a thinly populated commune (degree of urbanisation 3) on the day of the entry.",
        ),
    ),
];

const IMMEDIATE: &[Said] = &[
    (
        Indicator::NowSearching,
        both(
            "Participants engagés dans la recherche d’un emploi au terme de leur participation",
            "Participants engaged in job searching upon leaving",
        ),
        both(
            "Inactif à l’entrée, en recherche d’emploi à la sortie ou dans les quatre semaines qui la suivent.",
            "Inactive at the entry, looking for a job on leaving or within the four weeks after.",
        ),
    ),
    (
        Indicator::NowInEducation,
        both(
            "Participants suivant un enseignement ou une formation au terme de leur participation",
            "Participants in education or training upon leaving",
        ),
        both(
            "Ni en études ni en formation à l’entrée, en études ou en formation à la sortie ou dans les quatre semaines qui la suivent.",
            "Neither in education nor training at the entry, in education or training on leaving or within the four weeks after.",
        ),
    ),
    (
        Indicator::Qualified,
        both(
            "Participants obtenant une qualification au terme de leur participation",
            "Participants gaining a qualification upon leaving",
        ),
        both(
            "Qualification obtenue par l’opération, à la sortie ou dans les quatre semaines qui la suivent.",
            "A qualification gained by the operation, on leaving or within the four weeks after.",
        ),
    ),
    (
        Indicator::NowEmployed,
        both(
            "Participants exerçant un emploi, y compris à titre indépendant, au terme de leur participation",
            "Participants in employment, including self-employment, upon leaving",
        ),
        both(
            "Sans emploi à l’entrée (chômeur ou inactif), en emploi à la sortie ou dans les quatre semaines qui la suivent.",
            "Without a job at the entry (unemployed or inactive), in a job on leaving or within the four weeks after.",
        ),
    ),
];

const LONGER: &[Said] = &[
    (
        Indicator::LaterEmployed,
        both(
            "Participants exerçant un emploi, y compris à titre indépendant, six mois après la fin de leur participation",
            "Participants in employment, including self-employment, six months after leaving",
        ),
        both(
            "Sans emploi à l’entrée (chômeur ou inactif), en emploi six mois après la sortie.",
            "Without a job at the entry (unemployed or inactive), in a job six months after leaving.",
        ),
    ),
    (
        Indicator::LaterImproved,
        both(
            "Participants dont la situation sur le marché du travail s’est améliorée six mois après la fin de leur participation",
            "Participants with an improved labour market situation six months after leaving",
        ),
        both(
            "En emploi à l’entrée, et six mois après la sortie dans un contrat plus sûr, avec plus d’heures voulues ou un poste plus qualifié.",
            "In a job at the entry, and six months after leaving in a surer contract, with more hours where they were wanted, or a job that asks for more.",
        ),
    ),
];

const POINTS: &[(&[Said], Both)] = &[
    (
        OUTPUTS,
        both(
            "Règlement (UE) 2021/1057, annexe I, point 1.1 (réalisations)",
            "Regulation (EU) 2021/1057, annex I, point 1.1 (outputs)",
        ),
    ),
    (
        OTHERS,
        both(
            "Règlement (UE) 2021/1057, annexe I, point 1.2 (autres réalisations)",
            "Regulation (EU) 2021/1057, annex I, point 1.2 (other outputs)",
        ),
    ),
    (
        IMMEDIATE,
        both(
            "Règlement (UE) 2021/1057, annexe I, point 2 (résultats immédiats)",
            "Regulation (EU) 2021/1057, annex I, point 2 (immediate results)",
        ),
    ),
    (
        LONGER,
        both(
            "Règlement (UE) 2021/1057, annexe I, point 3 (résultats à plus long terme)",
            "Regulation (EU) 2021/1057, annex I, point 3 (longer-term results)",
        ),
    ),
];

const NONE: Both = both("", "");

impl Indicator {
    /// What it is called and what it counts. Every wording is from knowledge of the regulation and waits to be held against the
    /// Official Journal.
    pub fn label(self) -> Label {
        let of = |(said, source): &(&[Said], Both)| {
            let (_, name, rule) = said.iter().find(|(indicator, ..)| *indicator == self)?;
            Some(Label { name: *name, rule: *rule, source: *source, to_check: true })
        };
        POINTS.iter().find_map(of).unwrap_or(Label { name: NONE, rule: NONE, source: NONE, to_check: true })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_indicator_has_its_words_its_rule_and_its_source() {
        for indicator in Indicator::ALL {
            let Label { name, rule, source, .. } = indicator.label();
            for text in [name.fr, name.en, rule.fr, rule.en, source.fr, source.en] {
                assert!(!text.is_empty(), "{}", indicator.code());
            }
        }
    }
}
