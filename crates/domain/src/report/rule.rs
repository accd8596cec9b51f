//! What the team writes down as a positive exit: a rule with a name, the day from which it holds, the exits it is for and the kinds
//! it takes for positive. A newer rule leaves the exits before its day to the older one.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::outcome::RuleFor;
use crate::case::ExitKind;
use crate::change::{Changes, Field, OUTCOME_RULE, Refusal, Table, Value};
use crate::id::{Ids, OutcomeRuleId, WorkerId};
use crate::moment::{Now, plausible};
use crate::person::line;
use crate::programme::ProgrammeKind;

/// The form of a rule, as typed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct OutcomeRuleDraft {
    /// Under which the figure is shown, with the day: "CEJ, 2026".
    pub name: String,
    /// Exits from this day on.
    pub from: NaiveDate,
    pub of: RuleFor,
    pub positive: Vec<ExitKind>,
}

/// Kinds of exits as one text, in the order of the list.
fn codes(kinds: &[ExitKind]) -> String {
    let chosen = ExitKind::ALL.iter().filter(|kind| kinds.contains(kind));
    chosen.map(|kind| kind.code()).collect::<Vec<_>>().join(" ")
}

/// The kinds of such a text; a code of a newer version is left out.
pub fn kinds_of(codes: &str) -> Vec<ExitKind> {
    codes.split(' ').filter_map(ExitKind::from_code).collect()
}

impl OutcomeRuleDraft {
    fn read(&self) -> Result<Vec<(Field, Value)>, Refusal> {
        let name = line("name", &self.name, 100)?;
        if name.is_empty() {
            return Err(Refusal::NameMissing);
        }
        plausible("from", self.from)?;
        if self.positive.is_empty() {
            return Err(Refusal::Unreadable { field: "positive".to_owned() });
        }
        Ok(Self { name, ..self.clone() }.fields())
    }

    fn fields(&self) -> Vec<(Field, Value)> {
        let (kind, programme) = match self.of {
            RuleFor::All {} => (None, None),
            RuleFor::Kind { kind } => (Some(kind), None),
            RuleFor::Programme { programme } => (None, Some(programme)),
        };
        vec![
            (OUTCOME_RULE.name, Value::Text(self.name.clone())),
            (OUTCOME_RULE.from_on, Value::Day(self.from)),
            (OUTCOME_RULE.kind, Value::text(kind.map_or("", ProgrammeKind::code))),
            (OUTCOME_RULE.programme, Value::id(programme)),
            (OUTCOME_RULE.positive, Value::Text(codes(&self.positive))),
        ]
    }
}

/// Writes down a rule. Refused: no name, no kind of exit, a day that cannot be.
pub fn add(
    draft: &OutcomeRuleDraft,
    author: WorkerId,
    now: Now,
    ids: &mut dyn Ids,
) -> Result<(OutcomeRuleId, Changes), Refusal> {
    let mut fields = draft.read()?;
    fields.extend([(OUTCOME_RULE.author, Value::Id(author.0)), (OUTCOME_RULE.at, Value::Int(now.at.0))]);
    let id = OutcomeRuleId(ids.fresh());
    let mut changes = Changes::new("outcome_rule.add", None);
    changes.row(Table::OutcomeRule, id, fields);
    Ok((id, changes))
}

/// Sets what differs, also for exits that were counted by it before: for a slip of the pen. Another rule of the funder is
/// written down as one of its own, with its day. Refused as by [`add`].
pub fn correct(
    id: OutcomeRuleId,
    before: &OutcomeRuleDraft,
    after: &OutcomeRuleDraft,
) -> Result<Changes, Refusal> {
    let mut changes = Changes::new("outcome_rule.correct", None);
    for ((field, was), (_, is)) in before.fields().into_iter().zip(after.read()?) {
        changes.set(Table::OutcomeRule, id, field, &was, is);
    }
    Ok(changes)
}

/// Takes out a rule entered by mistake; it stays in the journal, marked.
pub fn remove(id: OutcomeRuleId) -> Changes {
    let mut changes = Changes::new("outcome_rule.remove", None);
    let removed = OUTCOME_RULE.removed;
    changes.set(Table::OutcomeRule, id, removed, &Value::flag(false), Value::flag(true));
    changes
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;
    use crate::change::Op;
    use crate::id::{CountedIds, ProgrammeId};
    use crate::moment::Instant;

    fn cej() -> OutcomeRuleDraft {
        OutcomeRuleDraft {
            name: " CEJ,  2026 ".into(),
            from: "2026-01-01".parse().unwrap(),
            of: RuleFor::Kind { kind: ProgrammeKind::Guidance },
            positive: vec![ExitKind::Job, ExitKind::Training],
        }
    }

    fn add_it(draft: &OutcomeRuleDraft) -> Result<Changes, Refusal> {
        let now = Now { at: Instant(7), today: "2026-11-24".parse().unwrap() };
        add(draft, WorkerId(Uuid::from_u128(4)), now, &mut CountedIds(0)).map(|(_, changes)| changes)
    }

    #[test]
    fn a_rule_keeps_its_kinds_in_the_order_of_the_list() {
        let changes = add_it(&cej()).unwrap();
        let [Op::New { fields, .. }] = changes.ops.as_slice() else { panic!("{:?}", changes.ops) };
        assert!(fields.contains(&(OUTCOME_RULE.name, Value::text("CEJ, 2026"))), "{fields:?}");
        assert!(fields.contains(&(OUTCOME_RULE.positive, Value::text("training job"))), "{fields:?}");
        assert_eq!(kinds_of("training job unheard_of"), [ExitKind::Training, ExitKind::Job]);
    }

    #[test]
    fn a_rule_without_a_name_or_without_an_exit_is_none() {
        assert_eq!(add_it(&OutcomeRuleDraft { name: " ".into(), ..cej() }), Err(Refusal::NameMissing));
        let unreadable = Err(Refusal::Unreadable { field: "positive".into() });
        assert_eq!(add_it(&OutcomeRuleDraft { positive: vec![], ..cej() }), unreadable);
    }

    #[test]
    fn a_correction_sets_what_differs() {
        let tidy = OutcomeRuleDraft { name: "CEJ, 2026".into(), ..cej() };
        let programme = ProgrammeId(Uuid::from_u128(2));
        let after = OutcomeRuleDraft { of: RuleFor::Programme { programme }, ..tidy.clone() };
        let id = OutcomeRuleId(Uuid::from_u128(1));
        assert_eq!(correct(id, &tidy, &after).unwrap().ops.len(), 2, "its kind and its programme");
        assert_eq!(correct(id, &tidy, &tidy).unwrap().ops, []);
    }
}
