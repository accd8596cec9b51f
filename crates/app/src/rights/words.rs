//! What codes, fields and tables are called in a copy for a reader: the sentences of the screens where they have one, else those of
//! the copy.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use passerelle_domain::change::Table;
use serde_json::Value as Json;

use crate::safe::Language;

type Words = BTreeMap<String, String>;

/// The sentences of both languages that the copy uses, by their keys.
static WORDS: LazyLock<[Words; 2]> = LazyLock::new(|| {
    let read = |texts: &[&str]| {
        let mut words = Words::new();
        for text in texts {
            let entries: BTreeMap<String, Json> = serde_json::from_str(text).unwrap_or_default();
            let plain = entries.into_iter().filter_map(|(key, said)| Some((key, said.as_str()?.to_owned())));
            words.extend(plain);
        }
        words
    };
    [
        read(&[
            include_str!("../../../../ui/messages/terms/fr.json"),
            include_str!("../../../../ui/messages/need/fr.json"),
            include_str!("../../../../ui/messages/situation/fr.json"),
            include_str!("../../../../ui/messages/agenda/fr.json"),
            include_str!("../../../../ui/messages/document/fr.json"),
            include_str!("../../../../ui/messages/residence/fr.json"),
            include_str!("../../../../ui/messages/fund/fr.json"),
            include_str!("../../../../ui/messages/history/fr.json"),
            include_str!("../../../../ui/messages/undo/fr.json"),
            include_str!("../../../../ui/messages/rights/fr.json"),
            include_str!("copy.fr.json"),
        ]),
        read(&[
            include_str!("../../../../ui/messages/terms/en.json"),
            include_str!("../../../../ui/messages/need/en.json"),
            include_str!("../../../../ui/messages/situation/en.json"),
            include_str!("../../../../ui/messages/agenda/en.json"),
            include_str!("../../../../ui/messages/document/en.json"),
            include_str!("../../../../ui/messages/residence/en.json"),
            include_str!("../../../../ui/messages/fund/en.json"),
            include_str!("../../../../ui/messages/history/en.json"),
            include_str!("../../../../ui/messages/undo/en.json"),
            include_str!("../../../../ui/messages/rights/en.json"),
            include_str!("copy.en.json"),
        ]),
    ]
});

fn words(language: Language) -> &'static Words {
    let [fr, en] = &*WORDS;
    match language {
        Language::Fr => fr,
        Language::En => en,
    }
}

/// A sentence of the copy by its key; the key itself where there is none, which a test refuses.
pub fn said(key: &str, language: Language) -> &str {
    words(language).get(key).map_or(key, String::as_str)
}

/// Under which beginning the sentences of a field's codes stand; none for a field that holds no code.
fn coded(table: Table, part: &str) -> Option<&'static str> {
    Some(match (table, part) {
        (Table::Person | Table::FundParticipation, "sex") => "terms_sex_",
        (Table::Person | Table::FundParticipation, "level") => "terms_level_",
        (Table::Person, "guardian_relation") => "situation_guardian_",
        (Table::Person, "residence_answer") => "residence_answer_",
        (Table::Person, "residence_way") => "residence_way_",
        (Table::Case, "origin_kind") => "terms_origin_",
        (Table::CaseMove, "from_stage" | "to_stage") => "terms_stage_",
        (Table::CaseMove, "exit_kind") => "terms_exit_",
        (Table::Encounter, "kind") => "terms_way_",
        (Table::Encounter, "initiative") => "terms_initiative_",
        (Table::Encounter, "result") => "terms_result_",
        (Table::Need, "theme") => "terms_need_",
        (Table::Need, "answer") => "terms_answer_",
        (Table::Need, "situations") => "need_situation_",
        (Table::Agreement, "given_by") => "terms_given_by_",
        (Table::Transition, "from_state" | "to_state") => "terms_state_",
        (Table::Transition, "reason") => "terms_reason_",
        (Table::Check, "kind") => "terms_check_",
        (Table::Check, "present") => "terms_presence_",
        (Table::Step, "by_whom") => "terms_step_by_",
        (Table::Task, "every") => "agenda_every_",
        (Table::Appointment, "outcome") => "agenda_outcome_",
        (Table::Attendance, "answer") => "agenda_attendance_",
        (Table::Situation, "kind") => "situation_kind_",
        (Table::Situation, "occasion") => "situation_occasion_",
        (Table::Situation, "proof") => "situation_proof_",
        (Table::Notice, "told_to") => "terms_told_to_",
        (Table::Notice, "way") => "terms_notice_way_",
        (Table::Document, "kind") => "document_kind_",
        (Table::SameAs, "verdict") => "copy_verdict_",
        (Table::RightsRequest, "kind") => "rights_kind_",
        (Table::RightsRequest, "asked_by") => "rights_asked_by_",
        (Table::RightsRequest, "identity") => "rights_identity_",
        (Table::RightsRequest, "outcome") => "rights_outcome_",
        (Table::RetentionChoice, "keeping") => "rights_keeping_",
        (Table::FundParticipation, "labour" | "exit_labour") => "fund_labour_",
        (Table::FundParticipation, "left_reason") => "fund_leaving_",
        (
            Table::FundParticipation,
            "in_education" | "disability" | "third_country" | "foreign_background" | "minority" | "housing"
            | "rural" | "exit_searching" | "exit_education" | "exit_qualified" | "later_employed"
            | "later_improved",
        ) => "fund_",
        _ => return None,
    })
}

/// What a field says, in words where it holds a code.
pub fn value(table: Table, part: &str, text: &str, language: Language) -> String {
    let Some(begins) = coded(table, part).filter(|_| !text.is_empty()) else { return text.to_owned() };
    // A code of a newer version has no words yet.
    words(language).get(&format!("{begins}{text}")).map_or_else(|| text.to_owned(), Clone::clone)
}

/// The name of a table, as a heading.
pub fn title(table: Table, language: Language) -> &'static str {
    let key = format!("copy_table_{}", table.def().name);
    words(language).get(&key).map_or_else(|| table.def().name, String::as_str)
}

/// The name of a field, or of a part of one.
pub fn label(table: Table, part: &str, language: Language) -> Option<&'static str> {
    let own = format!("copy_field_{}_{part}", table.def().name);
    let keys =
        [own, format!("copy_field_{part}"), format!("history_field_{part}"), format!("terms_field_{part}")];
    keys.iter().find_map(|key| words(language).get(key)).map(String::as_str)
}

/// The name of an act of the journal.
pub fn act(name: &str, language: Language) -> &'static str {
    let key = format!("undo_act_{}", name.replace('.', "_"));
    let other = || words(language).get("undo_act_other").map_or("", String::as_str);
    words(language).get(&key).map_or_else(other, String::as_str)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rights::copy::FIELDS_LEFT_OUT;
    use passerelle_domain::change::Kind;
    use passerelle_vault::left_out;

    #[test]
    fn every_table_and_field_of_a_copy_has_a_name_in_both_languages() {
        let mut nameless = Vec::new();
        for table in Table::ALL.iter().filter(|table| left_out(**table).is_none()) {
            for language in [Language::Fr, Language::En] {
                if title(*table, language) == table.def().name {
                    nameless.push(format!("{language:?} {}", table.def().name));
                }
                for def in table.def().fields {
                    if FIELDS_LEFT_OUT.iter().any(|(of, field, _)| of == table && *field == def.field) {
                        continue;
                    }
                    let parts: Vec<&str> = match def.kind {
                        Kind::Group(parts) => parts.to_vec(),
                        _ => vec![def.name],
                    };
                    for part in parts.iter().filter(|part| label(*table, part, language).is_none()) {
                        nameless.push(format!("{language:?} {}.{part}", table.def().name));
                    }
                }
            }
        }
        assert!(nameless.is_empty(), "{nameless:#?}");
    }

    #[test]
    fn the_codes_of_each_list_have_words_in_both_languages() {
        use passerelle_domain::retention::{Keeping, Obstacle};
        use passerelle_domain::rights::{
            AccessKind, AccessReason, AskedBy, IdentityCheck, RightKind, RightOutcome,
        };
        let mut keys: Vec<String> = Vec::new();
        keys.extend(RightKind::ALL.iter().map(|code| format!("rights_kind_{}", code.code())));
        keys.extend(AskedBy::ALL.iter().map(|code| format!("rights_asked_by_{}", code.code())));
        keys.extend(IdentityCheck::ALL.iter().map(|code| format!("rights_identity_{}", code.code())));
        keys.extend(RightOutcome::ALL.iter().map(|code| format!("rights_outcome_{}", code.code())));
        keys.extend(Keeping::ALL.iter().map(|code| format!("rights_keeping_{}", code.code())));
        keys.extend(Obstacle::ALL.iter().map(|code| format!("rights_obstacle_{}", code.code())));
        keys.extend(AccessKind::ALL.iter().map(|code| format!("rights_access_{}", code.code())));
        keys.extend(AccessReason::ALL.iter().map(|code| format!("rights_why_{}", code.code())));
        for key in keys {
            for language in [Language::Fr, Language::En] {
                assert_ne!(said(&key, language), key, "{language:?}");
            }
        }
    }
}
