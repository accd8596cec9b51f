//! What tables that leave are called in French and English: the words of the screens, for files that no screen shows.

use chrono::NaiveDate;
use passerelle_domain::report::InQpv;
use passerelle_domain::report::ask::{CaseloadBy, Figure, FunnelBy, OUTSIDE, TableName, What};
use passerelle_domain::report::facts::Names;
use passerelle_domain::report::outcome::{OutcomeRule, RuleFor};
use passerelle_domain::report::period::Period;

use super::ReportAsk;
pub(super) use super::columns::{column, quartiles};
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
        (_, TableName::Rules) => say(language, "avant toute règle", "before any rule"),
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
        TableName::Rules => say(language, "Sorties par règle", "Exits by rule"),
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
        (_, TableName::Rules) => ("Règle de sortie positive", "Rule of positive exits"),
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

/// A rule as the name of a row.
pub(super) fn rule_row(name: &str, from: NaiveDate, language: Language) -> String {
    let from = day(from, language);
    match language {
        Language::Fr => format!("{name}, depuis le {from}"),
        Language::En => format!("{name}, from {from}"),
    }
}

/// A rule with its name, its day, which exits it is for and what it takes for positive.
pub(super) fn rule_line(rule: &OutcomeRule, names: &Names, language: Language) -> String {
    let kinds: Vec<&str> = rule.positive.iter().map(|kind| word(kind.code(), List::Exit, language)).collect();
    let (name, from, kinds) = (&rule.name, day(rule.from, language), kinds.join(", "));
    let of = match rule.of {
        RuleFor::All {} => String::new(),
        RuleFor::Kind { kind } => word(kind.code(), List::Kind, language).to_owned(),
        RuleFor::Programme { programme } => {
            names.programmes.get(&programme.0).map(|known| known.name.clone()).unwrap_or_default()
        }
    };
    match (language, of.is_empty()) {
        (Language::Fr, true) => {
            format!("Sortie positive selon la règle «\u{a0}{name}\u{a0}», depuis le {from}\u{a0}: {kinds}.")
        }
        (Language::Fr, false) => format!(
            "Sortie positive après {of}, selon la règle «\u{a0}{name}\u{a0}», depuis le {from}\u{a0}: {kinds}."
        ),
        (Language::En, true) => format!("Positive exit by the rule “{name}”, from {from}: {kinds}."),
        (Language::En, false) => {
            format!("Positive exit after {of}, by the rule “{name}”, from {from}: {kinds}.")
        }
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
