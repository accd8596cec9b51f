//! What the columns of figures are called and what each counts, in French and English, for files that no screen shows.

use passerelle_domain::report::ask::FigureColumn;

use super::words::say;
use crate::safe::Language;

/// What each column is called and what it counts, in French and English.
const COLUMNS: &[(FigureColumn, &str, &str, &str, &str)] = &[
    (
        FigureColumn::Active,
        "Actifs",
        "Active",
        "accompagnements en cours au moins un moment de la période, du jour d’ouverture au jour de fin compris",
        "cases that went on for at least a moment of the period, from the day of opening to the day of the end",
    ),
    (
        FigureColumn::Opened,
        "Nouveaux",
        "New",
        "accompagnements ouverts dans la période",
        "cases opened in the period",
    ),
    (
        FigureColumn::Ended,
        "Terminés",
        "Ended",
        "accompagnements passés à sorti ou clos dans la période, et qui le sont encore à son dernier jour",
        "cases that left or were closed in the period and still are on its last day",
    ),
    (
        FigureColumn::Unreached,
        "Jamais joints",
        "Never reached",
        "accompagnements actifs sans aucun contact avec le jeune depuis le repérage jusqu’au dernier jour\u{202f}; un appel sans réponse n’est pas un contact",
        "active cases without any contact with the person from finding to the last day; an unanswered call is no contact",
    ),
    (
        FigureColumn::Sent,
        "Envoyées",
        "Sent",
        "orientations envoyées dans la période\u{202f}; la suite est comptée jusqu’au jour de l’édition",
        "referrals sent in the period; what followed is counted until the day of printing",
    ),
    (
        FigureColumn::Answered,
        "Répondues",
        "Answered",
        "acceptées, refusées ou mises en liste d’attente\u{202f}; un accusé de réception n’est pas une réponse",
        "accepted, refused or put on a waiting list; an acknowledgement is no answer",
    ),
    (
        FigureColumn::Accepted,
        "Acceptées",
        "Accepted",
        "acceptées par la structure, ou démarrées",
        "accepted by the partner, or started",
    ),
    (FigureColumn::Started, "Démarrées", "Started", "le jeune a commencé", "the person began"),
    (FigureColumn::Completed, "Achevées", "Completed", "menées à leur terme", "brought to their end"),
    (
        FigureColumn::Held3Due,
        "À 3 mois\u{a0}: à demander",
        "At 3 months: due",
        "achevées depuis trois mois, ou déjà demandées",
        "completed three months ago, or asked already",
    ),
    (
        FigureColumn::Held3,
        "Encore là à 3 mois",
        "Still there at 3 months",
        "dernière réponse oui à la vérification de 3 mois",
        "last answer yes to the check of 3 months",
    ),
    (
        FigureColumn::Held6Due,
        "À 6 mois\u{a0}: à demander",
        "At 6 months: due",
        "achevées depuis six mois, ou déjà demandées",
        "completed six months ago, or asked already",
    ),
    (
        FigureColumn::Held6,
        "Encore là à 6 mois",
        "Still there at 6 months",
        "dernière réponse oui à la vérification de 6 mois",
        "last answer yes to the check of 6 months",
    ),
    (
        FigureColumn::Count,
        "Orientations",
        "Referrals",
        "état présent des orientations envoyées dans la période, avec la raison donnée",
        "present state of the referrals sent in the period, with the reason given",
    ),
    (
        FigureColumn::Counted,
        "Parcourus",
        "Through",
        "jeunes repérés dans la période qui ont les deux jours, le second pas avant le premier",
        "people found in the period who have both days, the second not before the first",
    ),
    (
        FigureColumn::Without,
        "Pas encore",
        "Not yet",
        "ont le premier jour et pas encore le second",
        "have the first day and not yet the second",
    ),
    (
        FigureColumn::Reversed,
        "Dates inversées",
        "Days reversed",
        "le second jour est avant le premier\u{a0}: n’entre dans aucun délai",
        "the second day is before the first: in no delay",
    ),
    (
        FigureColumn::Exits,
        "Sorties",
        "Exits",
        "accompagnements terminés dans la période, selon ce que fait la personne",
        "cases that ended in the period, by what the person does",
    ),
    (
        FigureColumn::Positive,
        "Sorties positives",
        "Positive exits",
        "sorties que la règle en vigueur le jour de la sortie prend pour positives\u{a0}: celle de l’offre démarrée en dernier, sinon celle de son type, sinon celle de toutes les sorties",
        "exits that the rule in force on the day of the exit takes for positive: that of the programme begun last, else that of its kind, else that of all exits",
    ),
    (
        FigureColumn::HoursDone,
        "Faites dans la période",
        "Done in the period",
        "heures de travail notées sur le chantier, du premier au dernier jour de la période\u{202f}; celles d’un mois comptent à son dernier jour, ou au jour noté",
        "hours of work noted on the site, from the first to the last day of the period; those of a month count on its last day, or the day noted",
    ),
    (
        FigureColumn::HoursUntil,
        "Faites depuis le début",
        "Done since the beginning",
        "toutes les heures notées sur le chantier jusqu’au dernier jour de la période",
        "all hours noted on the site until the last day of the period",
    ),
    (
        FigureColumn::HoursDue,
        "Dues au contrat",
        "Due by the contract",
        "part des heures de travail du contrat réservée par la clause, pour toute sa durée\u{a0}: au moins 5\u{202f}% des travaux, 10\u{202f}% de la gestion urbaine de proximité (charte nationale d’insertion de l’ANRU), ou plus si le contrat le dit",
        "share of the hours of the contract that the clause keeps, for the whole of it: at least 5% of works, 10% of local urban management (national charter of insertion of the ANRU), or more where the contract says so",
    ),
    (
        FigureColumn::HoursLeft,
        "Restent à faire",
        "Left to do",
        "dues au contrat, moins celles faites depuis le début\u{202f}; zéro quand la clause est tenue",
        "due by the contract, less those done since the beginning; nought once the clause is met",
    ),
];

/// What a column is called, and what it counts.
pub(super) fn column(of: FigureColumn, language: Language) -> (&'static str, &'static str) {
    let found = COLUMNS.iter().find(|(column, ..)| *column == of);
    found.map_or(("", ""), |(_, fr, en, fr_rule, en_rule)| {
        (say(language, fr, en), say(language, fr_rule, en_rule))
    })
}

/// The heads of quartiles, with what they are.
pub(super) fn quartiles(language: Language) -> [(&'static str, &'static str); 3] {
    let rule = say(
        language,
        "jours au bout desquels un quart, la moitié, trois quarts des jeunes comptés étaient passés",
        "days within which a quarter, a half, three quarters of those counted came through",
    );
    [
        (say(language, "Premier quart (jours)", "First quarter (days)"), rule),
        (say(language, "Médiane (jours)", "Median (days)"), rule),
        (say(language, "Trois quarts (jours)", "Three quarters (days)"), rule),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_column_says_what_it_counts_in_both_languages() {
        for of in FigureColumn::ALL {
            for language in [Language::Fr, Language::En] {
                let (name, rule) = column(*of, language);
                assert!(!name.is_empty() && !rule.is_empty(), "{of:?}");
            }
        }
    }
}
