//! Letters: what may stand in one, which blank forms there are, and what stands on top of every sheet of the team.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::assessment::Theme;
use crate::change::{Changes, LETTERHEAD, Refusal, Table, Value};
use crate::id::letterhead_id;
use crate::person::name::{clean_line, clean_text};
use crate::word::words;

words! {
    /// What may stand in the summary of a case.
    Part {
        Reach = "reach", Situation = "situation", Plan = "plan", Referrals = "referrals", Meetings = "meetings",
        Needs = "needs", Representative = "representative", Notes = "notes",
    }
    /// A sheet to be filled in by hand.
    Blank { NewPerson = "new_person", Note = "note", Agreement = "agreement", RecoveryKit = "recovery_kit" }
}

/// Whether a need of this theme may be told to a partner at all. Where somebody lives, in which health, on what and with whom is
/// never for a sheet: the agreement to share does not cover it.
pub fn tellable(theme: Theme) -> bool {
    match theme {
        Theme::Mobility | Theme::French | Theme::Digital | Theme::Work | Theme::Training => true,
        Theme::Housing | Theme::Health | Theme::Finances | Theme::Paperwork | Theme::Family => false,
    }
}

/// The largest logo, in bytes.
pub const LOGO_LIMIT: u32 = 500_000;
/// Of the name, in signs.
const NAME_LIMIT: u32 = 200;
/// Of the address and of the foot, in signs.
const TEXT_LIMIT: u32 = 600;

/// What stands on top and at the foot of the letters of the team.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct LetterheadDraft {
    pub name: String,
    /// Lines, with how to reach the team.
    pub address: String,
    /// At the foot of each page.
    pub foot: String,
}

fn text(field: &str, raw: &str) -> Result<Value, Refusal> {
    clean_text(raw, TEXT_LIMIT)
        .map(|text| Value::Text(text.trim().to_owned()))
        .map_err(|_| Refusal::TooLong { field: field.to_owned(), limit: TEXT_LIMIT })
}

fn name(raw: &str) -> Result<Value, Refusal> {
    if raw.trim().is_empty() {
        return Ok(Value::text(""));
    }
    clean_line(raw, NAME_LIMIT)
        .map(Value::Text)
        .map_err(|_| Refusal::TooLong { field: "name".to_owned(), limit: NAME_LIMIT })
}

/// Changes the words of the letterhead; two laptops that write it meet in one row. `kept` is what the vault holds; none when
/// nobody has written one yet.
pub fn change(kept: Option<&LetterheadDraft>, after: &LetterheadDraft) -> Result<Changes, Refusal> {
    let after = [
        (LETTERHEAD.name, name(&after.name)?),
        (LETTERHEAD.address, text("address", &after.address)?),
        (LETTERHEAD.foot, text("foot", &after.foot)?),
    ];
    let mut changes = Changes::new("letterhead.change", None);
    let id = letterhead_id();
    match kept {
        None => changes.row(Table::Letterhead, id, after.into()),
        Some(kept) => {
            for ((field, value), before) in after.into_iter().zip([&kept.name, &kept.address, &kept.foot]) {
                changes.set(Table::Letterhead, id, field, &Value::text(before), value);
            }
        }
    }
    Ok(changes)
}

/// Another logo, as text; an empty one takes it away. `kept` is the one before; none when there is no letterhead yet.
pub fn change_logo(kept: Option<&str>, logo: String) -> Changes {
    let mut changes = Changes::new("letterhead.change_logo", None);
    let id = letterhead_id();
    match kept {
        None => changes.row(Table::Letterhead, id, vec![(LETTERHEAD.logo, Value::Text(logo))]),
        Some(kept) => {
            changes.set(Table::Letterhead, id, LETTERHEAD.logo, &Value::text(kept), Value::Text(logo));
        }
    }
    changes
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::change::Op;

    fn head(name: &str) -> LetterheadDraft {
        LetterheadDraft { name: name.to_owned(), address: "2 rue du Pile".to_owned(), foot: String::new() }
    }

    #[test]
    fn the_first_letterhead_makes_the_row_and_a_second_writes_only_what_differs() {
        let first = change(None, &head("Équipe du Pile")).unwrap();
        assert!(matches!(first.ops.as_slice(), [Op::New { .. }]), "{first:?}");
        let second = change(Some(&head("Équipe du Pile")), &head("Équipe de l’Alma")).unwrap();
        let [Op::Set { field, .. }] = second.ops.as_slice() else { panic!("{second:?}") };
        assert_eq!(*field, LETTERHEAD.name);
    }

    #[test]
    fn a_name_without_end_is_refused_by_its_field() {
        let refused = change(None, &head(&"a".repeat(201))).unwrap_err();
        assert_eq!(refused, Refusal::TooLong { field: "name".into(), limit: 200 });
    }

    #[test]
    fn health_money_family_and_housing_are_never_told() {
        let told: Vec<&str> = Theme::ALL.iter().filter(|of| tellable(**of)).map(|of| of.code()).collect();
        assert_eq!(told, ["mobility", "french", "digital", "work", "training"]);
    }
}
