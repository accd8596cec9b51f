//! Choosing between values that laptops wrote without knowing of each other.

use serde::{Deserialize, Serialize};
use ts_rs::TS;
use uuid::Uuid;

use crate::change::merge::mark;
use crate::change::{Changes, Field, Kind, Op, Refusal, Row, TRANSITION, Table, Value};
use crate::id::PersonId;
use crate::referral::{Transition, ways};

/// What a person chose.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(tag = "keep", rename_all = "snake_case")]
pub enum Keep {
    /// The value, or the way of a referral, that this head stands for.
    One { head: String },
    /// All texts, one below the other, the first written first.
    Both,
    /// The row that was taken out comes back.
    Back,
    /// It stays out.
    Out,
}

/// A value that stands, and what it is known by.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Standing {
    pub head: String,
    pub value: Value,
}

/// What stands of a field, the latest first.
#[derive(Clone, Debug)]
pub struct Question {
    pub row: Row,
    pub field: Field,
    pub subject: Option<PersonId>,
    pub standing: Vec<Standing>,
}

/// Whether two values of the field mean something one below the other.
pub fn can_keep_both(table: Table, field: Field) -> bool {
    let Some(def) = table.field(field) else { return false };
    matches!(def.kind, Kind::Text) && matches!(def.name, "note" | "summary" | "words" | "wish" | "reason")
}

/// The act of choosing.
pub const RESOLVE: &str = "disagreement.resolve";

fn as_shown<'a>(shown: &[String], there: impl Iterator<Item = &'a str>) -> Result<(), Refusal> {
    let mut shown: Vec<&str> = shown.iter().map(String::as_str).collect();
    let mut there: Vec<&str> = there.collect();
    shown.sort_unstable();
    there.sort_unstable();
    if shown == there && !there.is_empty() { Ok(()) } else { Err(Refusal::SaidOtherwiseSince) }
}

fn unreadable(field: &str) -> Refusal {
    Refusal::Unreadable { field: field.to_owned() }
}

fn texts_together(question: &Question) -> Value {
    let mut texts: Vec<&str> = Vec::new();
    for one in question.standing.iter().rev() {
        if let Value::Text(text) = &one.value
            && !text.trim().is_empty()
            && !texts.contains(&text.as_str())
        {
            texts.push(text);
        }
    }
    Value::text(texts.join("\n\n"))
}

/// Writes what was chosen of a field. It replaces every value that was `shown`; refused where those that stand are no longer
/// the same.
pub fn resolve(question: &Question, shown: &[String], keep: &Keep) -> Result<Changes, Refusal> {
    as_shown(shown, question.standing.iter().map(|one| one.head.as_str()))?;
    let table = question.row.table;
    let is_mark = mark(table) == Some(question.field);
    let value = match keep {
        Keep::Back if is_mark => Value::flag(false),
        Keep::Out if is_mark => Value::flag(true),
        Keep::Both if can_keep_both(table, question.field) => texts_together(question),
        Keep::One { head } if !is_mark => {
            let chosen = question.standing.iter().find(|one| one.head == *head);
            chosen.ok_or_else(|| unreadable("head"))?.value.clone()
        }
        Keep::One { .. } | Keep::Both | Keep::Back | Keep::Out => return Err(unreadable("keep")),
    };
    let mut changes = Changes::new(RESOLVE, question.subject);
    changes.ops.push(Op::Set { row: question.row, field: question.field, value });
    Ok(changes)
}

/// Keeps one way of a referral: the moves that it has not are undone. Refused where the ways are no longer those `shown`, each
/// by its last move.
pub fn resolve_moves(
    moves: &[Transition],
    subject: Option<PersonId>,
    shown: &[String],
    keep: &Keep,
) -> Result<Changes, Refusal> {
    let ways = ways(moves);
    let ends: Vec<(String, &Vec<&Transition>)> =
        ways.iter().filter_map(|way| Some((way.0.last()?.id.0.to_string(), &way.0))).collect();
    as_shown(shown, ends.iter().map(|(end, _)| end.as_str()))?;
    let Keep::One { head } = keep else { return Err(unreadable("keep")) };
    let kept = ends.iter().find(|(end, _)| end == head).ok_or_else(|| unreadable("head"))?.1;
    let mut changes = Changes::new(RESOLVE, subject);
    for fact in moves.iter().filter(|fact| !kept.iter().any(|keeps| keeps.id == fact.id)) {
        let id: Uuid = fact.id.into();
        changes.set(Table::Transition, id, TRANSITION.undone, &Value::flag(false), Value::flag(true));
    }
    Ok(changes)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::change::{ENCOUNTER, PERSON};
    use crate::id::TransitionId;
    use crate::referral::State;

    fn question(table: Table, field: Field, values: &[(&str, Value)]) -> Question {
        let standing =
            values.iter().map(|(head, value)| Standing { head: (*head).to_owned(), value: value.clone() });
        Question {
            row: Row { table, id: Uuid::from_u128(1) },
            field,
            subject: None,
            standing: standing.collect(),
        }
    }

    fn shown(heads: &[&str]) -> Vec<String> {
        heads.iter().map(|head| (*head).to_owned()).collect()
    }

    fn written(changes: &Changes) -> Vec<&Value> {
        let value = |op: &'_ Op| matches!(op, Op::Set { .. });
        assert!(changes.ops.iter().all(value));
        changes
            .ops
            .iter()
            .filter_map(|op| match op {
                Op::Set { value, .. } => Some(value),
                _ => None,
            })
            .collect()
    }

    #[test]
    fn one_value_is_kept_and_both_only_where_they_are_texts() {
        let phones = question(
            Table::Person,
            PERSON.phone,
            &[("b", Value::text("+33639980002")), ("a", Value::text("+33639980001"))],
        );
        let kept = resolve(&phones, &shown(&["a", "b"]), &Keep::One { head: "a".into() }).unwrap();
        assert_eq!(written(&kept), [&Value::text("+33639980001")]);
        assert!(resolve(&phones, &shown(&["a", "b"]), &Keep::Both).is_err());
        let notes = question(
            Table::Encounter,
            ENCOUNTER.note,
            &[("b", Value::text("Rappelle lundi.")), ("a", Value::text("Cherche un stage."))],
        );
        let both = resolve(&notes, &shown(&["a", "b"]), &Keep::Both).unwrap();
        assert_eq!(written(&both), [&Value::text("Cherche un stage.\n\nRappelle lundi.")]);
    }

    #[test]
    fn what_changed_since_it_was_shown_is_asked_again() {
        let phones = question(Table::Person, PERSON.phone, &[("c", Value::text("+33639980003"))]);
        let kept = resolve(&phones, &shown(&["a", "b"]), &Keep::One { head: "a".into() });
        assert_eq!(kept, Err(Refusal::SaidOtherwiseSince));
        let gone = question(Table::Person, PERSON.phone, &[]);
        assert_eq!(resolve(&gone, &[], &Keep::Both), Err(Refusal::SaidOtherwiseSince));
    }

    #[test]
    fn a_row_that_was_taken_out_comes_back_or_stays_out() {
        let out = question(Table::Encounter, ENCOUNTER.removed, &[("a", Value::flag(true))]);
        let back = resolve(&out, &shown(&["a"]), &Keep::Back).unwrap();
        assert_eq!(written(&back), [&Value::flag(false)]);
        assert_eq!(written(&resolve(&out, &shown(&["a"]), &Keep::Out).unwrap()), [&Value::flag(true)]);
        assert!(resolve(&out, &shown(&["a"]), &Keep::One { head: "a".into() }).is_err());
    }

    #[test]
    fn keeping_one_way_of_a_referral_undoes_the_moves_of_the_other() {
        let fact = |id: u128, on: &str, from, to| Transition {
            id: TransitionId(Uuid::from_u128(id)),
            on: on.parse().unwrap(),
            at: 0,
            from,
            to,
            reason: None,
            note: String::new(),
        };
        let moves = [
            fact(1, "2026-03-01", State::Draft, State::Sent),
            fact(1_001, "2026-03-05", State::Sent, State::Accepted),
            fact(2_001, "2026-03-06", State::Sent, State::Refused),
        ];
        let ends = shown(&[&moves[2].id.0.to_string(), &moves[1].id.0.to_string()]);
        let keep = Keep::One { head: moves[1].id.0.to_string() };
        let changes = resolve_moves(&moves, None, &ends, &keep).unwrap();
        assert_eq!(changes.ops.iter().map(|op| op.row().id).collect::<Vec<_>>(), [moves[2].id.0]);
        assert_eq!(resolve_moves(&moves[..2], None, &ends, &keep), Err(Refusal::SaidOtherwiseSince));
    }
}
