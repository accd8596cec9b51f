//! Fields that a team defines for itself, and what a person's file says in them: one kind each, one way to be written.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::change::{CUSTOM_FIELD, CUSTOM_VALUE, Changes, Refusal, Table, Value};
use crate::id::{CustomFieldId, Ids, PersonId, custom_value_id};
use crate::moment::plausible;
use crate::person::line;
use crate::person::name::fold;
use crate::word::words;

words! {
    /// How a field is written. It never changes: what stands in files would not be read any more.
    FieldKind { Text = "text", Number = "number", Day = "day", Choice = "choice", YesNo = "yes_no" }
    /// What a field of [`FieldKind::YesNo`] holds.
    YesNo { Yes = "yes", No = "no" }
}

/// Fields a team keeps at most: a file is read at a glance.
pub const MOST_FIELDS: usize = 30;
/// Choices of one field at most.
pub const MOST_CHOICES: usize = 50;

const LABEL_LIMIT: u32 = 60;
const CHOICE_LIMIT: u32 = 80;
const TEXT_LIMIT: u32 = 300;
/// Digits of a number, so that every program that reads an export has the same one.
const NUMBER_LIMIT: usize = 15;

/// A field as it is kept.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
pub struct CustomField {
    pub id: CustomFieldId,
    pub label: String,
    pub kind: FieldKind,
    /// In the order in which they are offered; none but for a choice.
    pub choices: Vec<String>,
    pub rank: i64,
    /// It is not shown any more; what files say in it is kept.
    pub retired: bool,
}

/// The form of a field.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct CustomFieldDraft {
    pub label: String,
    /// One for each line of the list; only for a choice.
    pub choices: Vec<String>,
}

fn unreadable(field: &str) -> Refusal {
    Refusal::Unreadable { field: field.to_owned() }
}

fn label(kept: &[CustomField], own: Option<CustomFieldId>, raw: &str) -> Result<String, Refusal> {
    let label = line("label", raw, LABEL_LIMIT)?;
    let folded = fold(&label);
    if folded.is_empty() {
        return Err(unreadable("label"));
    }
    let taken = kept.iter().any(|other| Some(other.id) != own && fold(&other.label) == folded);
    if taken { Err(Refusal::LabelTaken) } else { Ok(label) }
}

fn choices(kind: FieldKind, raw: &[String]) -> Result<Vec<String>, Refusal> {
    if kind != FieldKind::Choice {
        return Ok(Vec::new());
    }
    let mut choices: Vec<String> = Vec::new();
    for choice in raw {
        let choice = line("choices", choice, CHOICE_LIMIT)?;
        if !choice.is_empty() && !choices.contains(&choice) {
            choices.push(choice);
        }
    }
    if choices.is_empty() {
        return Err(unreadable("choices"));
    }
    if choices.len() > MOST_CHOICES {
        return Err(Refusal::TooLong { field: "choices".to_owned(), limit: 50 });
    }
    Ok(choices)
}

/// Defines a field, the last of `kept`, which holds the retired ones too. Refused: no label, one that another field has, a
/// choice without choices, over [`MOST_FIELDS`] that are not retired.
pub fn define(
    kept: &[CustomField],
    kind: FieldKind,
    form: &CustomFieldDraft,
    ids: &mut dyn Ids,
) -> Result<(CustomFieldId, Changes), Refusal> {
    if kept.iter().filter(|field| !field.retired).count() >= MOST_FIELDS {
        return Err(Refusal::TooLong { field: "fields".to_owned(), limit: 30 });
    }
    let label = label(kept, None, &form.label)?;
    let choices = choices(kind, &form.choices)?;
    let rank = kept.iter().map(|field| field.rank).max().map_or(1, |last| last.saturating_add(1));
    let id = CustomFieldId(ids.fresh());
    let mut changes = Changes::new("field.define", None);
    changes.row(
        Table::CustomField,
        id,
        vec![
            (CUSTOM_FIELD.label, Value::Text(label)),
            (CUSTOM_FIELD.kind, Value::text(kind.code())),
            (CUSTOM_FIELD.choices, Value::Text(choices.join("\n"))),
            (CUSTOM_FIELD.rank, Value::Int(rank)),
        ],
    );
    Ok((id, changes))
}

/// Another label, other choices. A choice that is not offered any more stays where a file says it. Refused as by [`define`].
pub fn correct(
    kept: &[CustomField],
    before: &CustomField,
    form: &CustomFieldDraft,
) -> Result<Changes, Refusal> {
    let label = label(kept, Some(before.id), &form.label)?;
    let choices = choices(before.kind, &form.choices)?;
    let mut changes = Changes::new("field.correct", None);
    let was = Value::text(before.label.as_str());
    changes.set(Table::CustomField, before.id, CUSTOM_FIELD.label, &was, Value::Text(label));
    let was = Value::Text(before.choices.join("\n"));
    changes.set(Table::CustomField, before.id, CUSTOM_FIELD.choices, &was, Value::Text(choices.join("\n")));
    Ok(changes)
}

/// Shows a field no more, or again; what files say in it stays.
pub fn retire(before: &CustomField, retired: bool) -> Changes {
    let mut changes = Changes::new("field.retire", None);
    let was = Value::flag(before.retired);
    changes.set(Table::CustomField, before.id, CUSTOM_FIELD.removed, &was, Value::flag(retired));
    changes
}

/// A number as it is kept: a sign, digits without useless zeros, a point before decimals. A comma and spaces are read too.
fn number(raw: &str) -> Option<String> {
    let text: String = raw.chars().filter(|c| !c.is_whitespace()).collect();
    let (sign, digits) = match text.strip_prefix(['-', '\u{2212}']) {
        Some(rest) => ("-", rest),
        None => ("", text.as_str()),
    };
    let (whole, part) = digits.split_once([',', '.']).unwrap_or((digits, "0"));
    let plain = |text: &str| !text.is_empty() && text.chars().all(|c| c.is_ascii_digit());
    if !plain(whole) || !plain(part) || whole.len() + part.len() > NUMBER_LIMIT {
        return None;
    }
    let whole = whole.trim_start_matches('0');
    let part = part.trim_end_matches('0');
    let whole = if whole.is_empty() { "0" } else { whole };
    let sign = if whole == "0" && part.is_empty() { "" } else { sign };
    Some(if part.is_empty() { format!("{sign}{whole}") } else { format!("{sign}{whole}.{part}") })
}

/// What was typed as it is kept; empty where the field is emptied. `before` is what stands there.
fn value(field: &CustomField, before: &str, raw: &str) -> Result<String, Refusal> {
    let typed = line("value", raw, TEXT_LIMIT)?;
    if typed.is_empty() {
        return Ok(typed);
    }
    let read = match field.kind {
        FieldKind::Text => Some(typed),
        FieldKind::Number => number(&typed),
        FieldKind::Day => match typed.parse::<NaiveDate>() {
            Ok(day) => Some(plausible("value", day)?.to_string()),
            Err(_) => None,
        },
        // What is not offered any more can stay.
        FieldKind::Choice => Some(typed).filter(|typed| field.choices.contains(typed) || typed == before),
        FieldKind::YesNo => YesNo::from_code(&typed).map(|word| word.code().to_owned()),
    };
    read.ok_or_else(|| unreadable("value"))
}

/// What stands in a field of one person's file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Kept {
    /// Whether the row is there, be it empty.
    pub row: bool,
    pub value: String,
}

/// Writes what a person's file says in a field. Refused: what cannot be read as the field's kind, a text over 300
/// characters, a number of over 15 digits, a choice that is not offered, a field that is not shown any more.
pub fn say(person: PersonId, field: &CustomField, before: &Kept, raw: &str) -> Result<Changes, Refusal> {
    if field.retired {
        return Err(Refusal::FieldRetired);
    }
    let after = value(field, &before.value, raw)?;
    let id = custom_value_id(field.id, person);
    let mut changes = Changes::new("person.custom", Some(person));
    if before.row {
        let was = Value::text(before.value.as_str());
        changes.set(Table::CustomValue, id, CUSTOM_VALUE.value, &was, Value::Text(after));
    } else if !after.is_empty() {
        changes.row(
            Table::CustomValue,
            id,
            vec![
                (CUSTOM_VALUE.person, Value::Id(person.0)),
                (CUSTOM_VALUE.custom_field, Value::Id(field.id.0)),
                (CUSTOM_VALUE.value, Value::Text(after)),
            ],
        );
    }
    Ok(changes)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::change::Op;
    use crate::id::CountedIds;
    use uuid::Uuid;

    fn field(kind: FieldKind) -> CustomField {
        let choices = if kind == FieldKind::Choice { vec!["Oui".into(), "Plus tard".into()] } else { vec![] };
        let id = CustomFieldId(Uuid::from_u128(5));
        CustomField { id, label: "Pointure".into(), kind, choices, rank: 1, retired: false }
    }

    fn form(label: &str, choices: &[&str]) -> CustomFieldDraft {
        CustomFieldDraft { label: label.into(), choices: choices.iter().map(|&one| one.into()).collect() }
    }

    #[test]
    fn each_kind_is_read_in_one_way() {
        use FieldKind::{Choice, Day, Number, Text, YesNo};
        for (kind, typed, kept) in [
            (Text, " aime  la\tmécanique ", Some("aime la mécanique")),
            (Number, "42", Some("42")),
            (Number, " 1 234,50 ", Some("1234.5")),
            (Number, "-0,0", Some("0")),
            (Number, "−7", Some("-7")),
            (Number, "007", Some("7")),
            (Number, "0,05", Some("0.05")),
            (Number, "12 ans", None),
            (Number, "1e5", None),
            (Number, ",5", None),
            (Number, "1.2.3", None),
            (Number, "1234567890123456", None),
            (Day, "2026-03-10", Some("2026-03-10")),
            (Day, "2026-02-30", None),
            (Day, "0001-01-01", None),
            (Day, "10/03/2026", None),
            (Choice, "Plus tard", Some("Plus tard")),
            (Choice, "plus tard", None),
            (Choice, "Ancien choix", Some("Ancien choix")),
            (YesNo, "yes", Some("yes")),
            (YesNo, "oui", None),
            (Number, "", Some("")),
        ] {
            let found = value(&field(kind), "Ancien choix", typed);
            assert_eq!(found.ok().as_deref(), kept, "{kind:?} {typed}");
        }
        let long = value(&field(Text), "", &"x".repeat(301));
        assert_eq!(long, Err(Refusal::TooLong { field: "value".into(), limit: 300 }));
    }

    #[test]
    fn two_fields_do_not_share_a_label_whatever_the_spelling() {
        let kept = [field(FieldKind::Number)];
        let mut ids = CountedIds(100);
        let ask = |label: &str, ids: &mut CountedIds| define(&kept, FieldKind::Text, &form(label, &[]), ids);
        assert_eq!(ask("POINTURE ", &mut ids).unwrap_err(), Refusal::LabelTaken);
        assert_eq!(ask(" … ", &mut ids).unwrap_err(), unreadable("label"));
        let (_, changes) = ask("Taille", &mut ids).unwrap();
        let [Op::New { fields, .. }] = changes.ops.as_slice() else { panic!("one row") };
        assert!(fields.contains(&(CUSTOM_FIELD.rank, Value::Int(2))), "it comes last");
        assert!(!correct(&kept, &kept[0], &form("pointure", &[])).unwrap().is_empty(), "its own is no other");
    }

    #[test]
    fn a_choice_has_choices_each_once() {
        let mut ids = CountedIds(100);
        let mut ask = |choices: &[&str]| define(&[], FieldKind::Choice, &form("Permis", choices), &mut ids);
        assert_eq!(ask(&["", " "]).unwrap_err(), unreadable("choices"));
        let (_, changes) = ask(&["B", "", "Code", "B"]).unwrap();
        let [Op::New { fields, .. }] = changes.ops.as_slice() else { panic!("one row") };
        assert!(fields.contains(&(CUSTOM_FIELD.choices, Value::text("B\nCode"))));
        let many: Vec<String> = (0..51).map(|at| at.to_string()).collect();
        let many: Vec<&str> = many.iter().map(String::as_str).collect();
        assert!(matches!(ask(&many), Err(Refusal::TooLong { .. })));
    }

    #[test]
    fn thirty_fields_are_enough_and_a_retired_one_makes_room() {
        let mut kept: Vec<CustomField> = (0..30)
            .map(|at| CustomField { label: format!("Champ {at}"), ..field(FieldKind::Text) })
            .collect();
        let mut ids = CountedIds(100);
        let over = define(&kept, FieldKind::Text, &form("Un de plus", &[]), &mut ids).unwrap_err();
        assert_eq!(over, Refusal::TooLong { field: "fields".into(), limit: 30 });
        kept[0].retired = true;
        assert!(define(&kept, FieldKind::Text, &form("Un de plus", &[]), &mut ids).is_ok());
        let person = PersonId(Uuid::from_u128(1));
        assert_eq!(say(person, &kept[0], &Kept::default(), "x").unwrap_err(), Refusal::FieldRetired);
    }

    #[test]
    fn nothing_said_where_nothing_stood_is_no_act() {
        let person = PersonId(Uuid::from_u128(1));
        assert!(say(person, &field(FieldKind::Text), &Kept::default(), " ").unwrap().is_empty());
        let kept = Kept { row: true, value: "42".into() };
        let emptied = say(person, &field(FieldKind::Number), &kept, "").unwrap();
        let [Op::Set { value, .. }] = emptied.ops.as_slice() else { panic!("one field") };
        assert_eq!(*value, Value::text(""));
        assert!(say(person, &field(FieldKind::Number), &kept, "42,0").unwrap().is_empty());
    }
}
