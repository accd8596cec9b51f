//! What tables that leave are called in French and English: the words of the screens, for files that no screen shows.

use chrono::NaiveDate;
use passerelle_domain::report::InQpv;
use passerelle_domain::report::ask::{CaseloadBy, Figure, FigureColumn, FunnelBy, OUTSIDE, TableName, What};
use passerelle_domain::report::period::Period;

use super::ReportAsk;
pub(super) use super::lists::{List, list_heads, word};
use crate::safe::Language;

pub(super) fn say(language: Language, fr: &'static str, en: &'static str) -> &'static str {
    match language {
        Language::Fr => fr,
        Language::En => en,
    }
}

pub(super) fn yes(language: Language) -> &'static str {
    say(language, "oui", "yes")
}

fn untold(language: Language) -> &'static str {
    say(language, "non renseigné", "not told")
}

fn list_of(what: What, table: TableName) -> Option<List> {
    match (what, table) {
        (_, TableName::Delays) => Some(List::Leg),
        (_, TableName::Exits) => Some(List::Exit),
        (What::Caseload { by }, _) => match by {
            CaseloadBy::Stage => Some(List::Stage),
            CaseloadBy::Qpv => Some(List::Qpv),
            CaseloadBy::Age => Some(List::Age),
            CaseloadBy::Sex => Some(List::Sex),
            CaseloadBy::Level => Some(List::Level),
            CaseloadBy::Referent | CaseloadBy::Commune | CaseloadBy::Neighbourhood => None,
        },
        (What::Funnel { by }, TableName::Funnel) => match by {
            FunnelBy::Kind => Some(List::Kind),
            FunnelBy::Tag => Some(List::Tag),
            FunnelBy::Funding => Some(List::Funding),
            FunnelBy::Programme | FunnelBy::Provider => None,
        },
        _ => None,
    }
}

/// What a row says, where it has no name of its own.
pub(super) fn row(what: What, table: TableName, key: &str, language: Language) -> String {
    if table == TableName::Endings {
        let Some((state, reason)) = key.split_once('/') else {
            return say(language, "en cours", "going on").to_owned();
        };
        let (state, reason) = (word(state, List::State, language), word(reason, List::Reason, language));
        let colon = say(language, "\u{a0}: ", ": ");
        return if reason.is_empty() { state.to_owned() } else { format!("{state}{colon}{reason}") };
    }
    let nothing = match (what, table) {
        (What::Caseload { by: CaseloadBy::Referent }, _) => {
            say(language, "sans référent", "without a referent")
        }
        (What::Caseload { by: CaseloadBy::Neighbourhood }, _) if key == OUTSIDE => {
            word(InQpv::No.code(), List::Qpv, language)
        }
        (What::Caseload { by: CaseloadBy::Neighbourhood }, _) => {
            word(InQpv::Unknown.code(), List::Qpv, language)
        }
        (What::Funnel { by: FunnelBy::Tag }, _) => say(language, "aucune étiquette", "no tag"),
        (What::Funnel { by: FunnelBy::Funding }, _) => {
            say(language, "aucun financement noté", "no funding noted")
        }
        (_, TableName::Ways) => say(language, "aucune offre démarrée", "no programme begun"),
        (_, TableName::Exits) => say(language, "clos sans sortie dite", "closed without a word of the exit"),
        _ => untold(language),
    };
    match list_of(what, table) {
        Some(list) if !key.is_empty() => {
            key.split('+').map(|code| word(code, list, language)).collect::<Vec<_>>().join(" + ")
        }
        _ => nothing.to_owned(),
    }
}

pub(super) fn table(table: TableName, language: Language) -> &'static str {
    match table {
        TableName::Caseload => say(language, "Effectifs", "Caseload"),
        TableName::Delays => say(language, "Délais", "Delays"),
        TableName::Funnel => say(language, "Orientations", "Referrals"),
        TableName::Endings => say(language, "Fins d’orientation", "Endings of referrals"),
        TableName::Exits => say(language, "Sorties", "Exits"),
        TableName::Ways => say(language, "Sorties par offre", "Exits by programme"),
        TableName::Works => say(language, "Heures de clause sociale", "Hours of social clauses"),
    }
}

/// By what the rows of a table are told apart.
pub(super) fn dimension(what: What, of: TableName, language: Language) -> &'static str {
    let (fr, en) = match (what, of) {
        (_, TableName::Endings) => ("Fin", "Ending"),
        (_, TableName::Delays) => ("Délai", "Delay"),
        (_, TableName::Exits) => ("Sortie", "Exit"),
        (_, TableName::Ways) => ("Offre", "Programme"),
        (_, TableName::Works) => ("Chantier", "Works site"),
        (What::Caseload { by }, _) => match by {
            CaseloadBy::Referent => ("Référent", "Referent"),
            CaseloadBy::Stage => ("Étape", "Stage"),
            CaseloadBy::Qpv | CaseloadBy::Neighbourhood => ("Quartier prioritaire", "Priority neighbourhood"),
            CaseloadBy::Commune => ("Commune", "Town"),
            CaseloadBy::Age => ("Âge", "Age"),
            CaseloadBy::Sex => ("Sexe", "Sex"),
            CaseloadBy::Level => ("Niveau", "Level"),
        },
        (What::Funnel { by }, _) => match by {
            FunnelBy::Programme => ("Offre", "Programme"),
            FunnelBy::Provider => ("Structure", "Partner"),
            FunnelBy::Kind => ("Type d’offre", "Kind of programme"),
            FunnelBy::Tag => ("Étiquette", "Tag"),
            FunnelBy::Funding => ("Financement", "Funding"),
        },
        (What::Delays {} | What::Outcomes {} | What::Works {}, _) => ("", ""),
    };
    say(language, fr, en)
}

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
        "formation, apprentissage, école, emploi, service civique ou création d’activité",
        "training, apprenticeship, school, job, civic service or own business",
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

/// Up to which step a referral went.
pub(super) fn stopped_at(code: &str, language: Language) -> &'static str {
    match code {
        "sent" => say(language, "envoyées, sans réponse", "sent, without an answer"),
        "answered" => say(language, "répondues, non acceptées", "answered, not accepted"),
        "accepted" => say(language, "acceptées, non démarrées", "accepted, not started"),
        "started" => say(language, "démarrées, non achevées", "started, not completed"),
        "completed" => say(language, "achevées", "completed"),
        _ => "",
    }
}

pub(super) fn day(on: NaiveDate, language: Language) -> String {
    match language {
        Language::Fr => on.format("%d/%m/%Y").to_string(),
        Language::En => on.to_string(),
    }
}

pub(super) fn period(of: Period, language: Language) -> String {
    let (from, to) = (day(of.from, language), day(of.to, language));
    match language {
        Language::Fr => format!("du {from} au {to}"),
        Language::En => format!("{from} to {to}"),
    }
}

/// Words that a file of figures says of itself.
pub(super) struct Said {
    pub total: &'static str,
    pub of: &'static str,
    pub indicators: &'static str,
    pub indicator: &'static str,
    pub counts: &'static str,
    pub masked: &'static str,
    pub withheld: &'static str,
    pub note_masked: &'static str,
    pub note_plain: &'static str,
    pub invented: &'static str,
    pub whole: &'static str,
    pub step: &'static str,
    pub table: &'static str,
    pub row: &'static str,
    pub column: &'static str,
    pub count: &'static str,
    pub file: &'static str,
    /// What stands between whole hours and their parts.
    pub comma: &'static str,
}

pub(super) fn said(language: Language) -> Said {
    let say = |fr, en| say(language, fr, en);
    Said {
        total: say("Total", "Total"),
        of: say("Structure", "Partner"),
        indicators: say("Indicateurs", "Indicators"),
        indicator: say("Indicateur", "Indicator"),
        counts: say("Ce qui est compté", "What is counted"),
        masked: say("masqué", "masked"),
        withheld: say("trop peu de personnes pour être dit", "too few people to be told"),
        note_masked: say(
            "Petits effectifs masqués\u{a0}: moins de 5 personnes, et ce qui permettrait de les retrouver. Ne donnez pas à la même personne deux fichiers dont les périodes se recouvrent.",
            "Small counts are masked: under 5 people, and what would tell them. Do not give one reader two files whose periods overlap.",
        ),
        note_plain: say(
            "Effectifs entiers, petits compris\u{a0}: ce fichier reste dans l’équipe.",
            "Whole counts, small ones too: this file stays within the team.",
        ),
        invented: say(
            "Des personnes inventées (démonstration) sont comptées dans ce fichier.",
            "Invented people (demonstration) are counted in this file.",
        ),
        whole: say("Ensemble", "Whole"),
        step: say("Dernière étape atteinte", "Last step reached"),
        table: say("Tableau", "Table"),
        row: say("Ligne", "Row"),
        column: say("Indicateur", "Indicator"),
        count: say("Effectif", "Count"),
        file: say("Ce fichier", "This file"),
        comma: say(",", "."),
    }
}

pub(super) fn rule_line(
    rule: &passerelle_domain::report::outcome::OutcomeRule,
    language: Language,
) -> String {
    let kinds: Vec<&str> = rule.positive.iter().map(|kind| word(kind.code(), List::Exit, language)).collect();
    let (name, from, kinds) = (&rule.name, day(rule.from, language), kinds.join(", "));
    match language {
        Language::Fr => {
            format!("Sortie positive selon la règle «\u{a0}{name}\u{a0}», depuis le {from}\u{a0}: {kinds}.")
        }
        Language::En => format!("Positive exit by the rule “{name}”, from {from}: {kinds}."),
    }
}

pub(super) fn hours_sheet(language: Language) -> &'static str {
    say(language, "Heures", "Hours")
}

/// What the bars of works sites are.
pub(super) fn hours_drawn(language: Language) -> &'static str {
    say(language, "faites dans la période, en heures", "done in the period, in hours")
}

pub(super) fn hours_heads(language: Language) -> Vec<String> {
    let heads = match language {
        Language::Fr => ["Chantier", "Jour", "Employeur", "Jeune suivi ici", "Contrat", "Heures"],
        Language::En => ["Works site", "Day", "Employer", "Person followed here", "Contract", "Hours"],
    };
    heads.map(str::to_owned).to_vec()
}

pub(super) fn list_sheet(language: Language) -> &'static str {
    say(language, "Jeunes", "People")
}

/// What a list behind a figure is a list of, with the days.
pub(super) fn list_rule(ask: &ReportAsk, figure: &Figure, language: Language) -> [String; 2] {
    let (name, rule) = column(figure.column, language);
    [name.to_owned(), format!("{rule}, {}", period(ask.period, language))]
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
