//! What is shown of a field that laptops wrote without knowing of each other, and whether a person is asked.

use super::{AGREEMENT, FUND_OPERATION, Field, Kind, NEED, SAME_AS, Table, Value};
use crate::assessment::Answer;
use crate::moment::Hlc;
use crate::undo::blank;

/// How unequal values of one field come to one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rule {
    /// The latest is shown until somebody chooses.
    Ask,
    /// The latest is shown and nobody is asked: it says who wrote and when, or ties rows together.
    Latest,
    /// The mark of a row that was taken out: an edit by someone who did not know brings the row back, and somebody is asked.
    Mark,
    /// The first day wins over a later one and over none: what was withdrawn never comes back by itself.
    FirstDay,
    /// Once taken out, taken out: of an agreement, for the same reason.
    StaysOut,
}

/// The mark by which a row of this table is taken out.
pub fn mark(table: Table) -> Option<Field> {
    let named = |name: &str| table.def().fields.iter().find(|def| def.name == name).map(|def| def.field);
    named("removed").or_else(|| named("undone"))
}

impl Rule {
    /// The rule of a field; one that this version does not know asks nobody.
    pub fn of(table: Table, field: Field) -> Rule {
        let Some(def) = table.field(field) else { return Rule::Latest };
        match (table, field) {
            (Table::Agreement, field) if field == AGREEMENT.withdrawn_on => return Rule::FirstDay,
            (Table::Agreement, field) if field == AGREEMENT.removed => return Rule::StaysOut,
            (_, field) if mark(table) == Some(field) => return Rule::Mark,
            // The day goes with the answer, and what a list looks like is nobody's quarrel.
            (Table::Need, field) if field == NEED.answered_on => return Rule::Latest,
            (Table::SameAs, field) if field == SAME_AS.on_day => return Rule::Latest,
            (Table::SavedView, _) => return Rule::Latest,
            (Table::FundOperation, field) if field == FUND_OPERATION.columns => return Rule::Latest,
            _ => {}
        }
        match (def.kind, def.name) {
            (Kind::Id, "referent" | "to_worker" | "programme" | "provider") => Rule::Ask,
            (Kind::Id | Kind::Set, _)
            | (_, "at" | "demo" | "rank" | "hash" | "size" | "media" | "blob_name" | "blob_key") => {
                Rule::Latest
            }
            (Kind::Text | Kind::Int | Kind::Day | Kind::Group(_), _) => Rule::Ask,
        }
    }

    /// Which of the standing values is shown. Of several of one time the greatest, so that every laptop shows the same.
    pub fn shown(self, heads: &[(Hlc, Value)]) -> Option<&Value> {
        let latest = || heads.iter().max().map(|(_, value)| value);
        let values = || heads.iter().map(|(_, value)| value);
        match self {
            Rule::Ask | Rule::Latest | Rule::Mark => latest(),
            Rule::FirstDay => values().filter(|value| !value.is_silent()).min().or_else(latest),
            Rule::StaysOut => values().find(|value| **value == Value::flag(true)).or_else(latest),
        }
    }

    /// Whether these standing values are a question to a person.
    pub fn asks(self, heads: &[(Hlc, Value)]) -> bool {
        let unequal =
            || heads.iter().any(|(_, value)| heads.first().is_some_and(|(_, first)| first != value));
        match self {
            Rule::Ask | Rule::Mark => unequal(),
            Rule::Latest | Rule::FirstDay | Rule::StaysOut => false,
        }
    }
}

/// Whether the field can hold this value. One that it cannot hold comes from a newer version, or from nobody of ours.
pub fn fits(table: Table, field: Field, value: &Value) -> bool {
    let Some(def) = table.field(field) else { return false };
    let plain = |value: &Value| matches!(value, Value::Null | Value::Text(_) | Value::Int(_) | Value::Day(_));
    match (def.kind, value) {
        (Kind::Text, value) if table == Table::Need && field == NEED.answer => {
            matches!(value, Value::Text(code) if Answer::from_code(code).is_some())
        }
        (Kind::Text, value) => plain(value),
        (Kind::Int, Value::Int(_)) => true,
        (Kind::Int, Value::Null) => blank(table, field) == Value::Null,
        (Kind::Day, value) => matches!(value, Value::Day(_) | Value::Null),
        (Kind::Id, value) => matches!(value, Value::Id(_) | Value::Null),
        (Kind::Group(names), Value::Group(parts)) => parts.len() <= names.len() && parts.iter().all(plain),
        (Kind::Group(_), value) => *value == Value::Null,
        (Kind::Set | Kind::Int, _) => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::change::{CASE, DOCUMENT, ENCOUNTER, PERSON, TRANSITION};

    fn heads(values: &[Value]) -> Vec<(Hlc, Value)> {
        (1..).zip(values).map(|(ms, value)| (Hlc { ms, count: 0 }, value.clone())).collect()
    }

    fn day(text: &str) -> Value {
        Value::day(text.parse().ok())
    }

    #[test]
    fn two_telephones_are_asked_about_and_the_latest_is_shown_meanwhile() {
        let rule = Rule::of(Table::Person, PERSON.phone);
        let two = heads(&[Value::text("+33639980001"), Value::text("+33639980002")]);
        assert_eq!(rule.shown(&two), Some(&Value::text("+33639980002")));
        assert!(rule.asks(&two));
        assert!(!rule.asks(&heads(&[Value::text("Creil"), Value::text("Creil")])), "both said the same");
    }

    #[test]
    fn values_of_one_instant_are_shown_alike_in_either_order() {
        let at = Hlc { ms: 5, count: 1 };
        let (one, other) = ((at, Value::text("Lens")), (at, Value::text("Creil")));
        let rule = Rule::of(Table::Person, PERSON.address);
        assert_eq!(rule.shown(&[one.clone(), other.clone()]), rule.shown(&[other, one]));
    }

    #[test]
    fn a_withdrawn_agreement_does_not_come_back() {
        let rule = Rule::of(Table::Agreement, AGREEMENT.withdrawn_on);
        let two = heads(&[day("2026-03-04"), day("2026-03-02"), Value::Null]);
        assert_eq!(rule.shown(&two), Some(&day("2026-03-02")), "though the latest says nothing");
        assert!(!rule.asks(&two));
        let out = heads(&[Value::flag(true), Value::flag(false)]);
        assert_eq!(Rule::of(Table::Agreement, AGREEMENT.removed).shown(&out), Some(&Value::flag(true)));
    }

    #[test]
    fn who_wrote_and_when_is_no_question_but_the_referent_is() {
        let two = heads(&[Value::Id(uuid::Uuid::from_u128(1)), Value::Id(uuid::Uuid::from_u128(2))]);
        assert!(!Rule::of(Table::Encounter, ENCOUNTER.author).asks(&two));
        assert!(Rule::of(Table::Case, CASE.referent).asks(&two));
        let names = heads(&[Value::text("3f"), Value::text("a0")]);
        for field in [DOCUMENT.blob_name, DOCUMENT.blob_key] {
            assert!(!Rule::of(Table::Document, field).asks(&names), "either leads to the same content");
        }
        assert_eq!(Rule::of(Table::Transition, TRANSITION.undone), Rule::Mark);
        assert_eq!(Rule::of(Table::Person, Field(9_999)), Rule::Latest);
    }

    #[test]
    fn a_field_holds_what_its_column_takes_and_nothing_else() {
        assert!(fits(Table::Need, NEED.answer, &Value::text("yes")));
        assert!(
            !fits(Table::Need, NEED.answer, &Value::text("perhaps")),
            "a fourth answer is of a newer version"
        );
        assert!(!fits(Table::Person, PERSON.removed, &Value::Null));
        assert!(!fits(Table::Person, PERSON.given_name, &Value::Id(uuid::Uuid::nil())));
        assert!(!fits(Table::Person, PERSON.address, &Value::Group(vec![Value::Null; 5])), "a part too many");
        for table in Table::ALL {
            for def in table.def().fields.iter().filter(|def| def.kind != Kind::Set) {
                assert!(fits(*table, def.field, &blank(*table, def.field)), "{table:?}.{}", def.name);
            }
        }
    }
}
