//! Which exits count as positive: by a rule with a name and a day, for each funder counts otherwise.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::case::ExitKind;
use crate::id::{OutcomeRuleId, ProgrammeId};
use crate::programme::ProgrammeKind;

/// Which exits a rule is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(tag = "of", rename_all = "snake_case", deny_unknown_fields)]
pub enum RuleFor {
    All {},
    /// Those after a programme of this kind.
    Kind {
        kind: ProgrammeKind,
    },
    /// Those after this programme.
    Programme {
        programme: ProgrammeId,
    },
}

/// What counts as positive from a day on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct OutcomeRule {
    /// None for the house's own, which nobody wrote down.
    pub id: Option<OutcomeRuleId>,
    /// Under which the figure is shown, with the day: "CEJ, 2026".
    pub name: String,
    /// Exits from this day on, until a newer rule for the same exits begins.
    pub from: NaiveDate,
    pub of: RuleFor,
    pub positive: Vec<ExitKind>,
}

impl OutcomeRule {
    /// Whether it is for the exits after that programme; none where none was begun.
    fn is_for(&self, way: Option<(ProgrammeId, Option<ProgrammeKind>)>) -> bool {
        match self.of {
            RuleFor::All {} => true,
            RuleFor::Kind { kind } => way.is_some_and(|(_, of)| of == Some(kind)),
            RuleFor::Programme { programme } => way.is_some_and(|(of, _)| of == programme),
        }
    }

    /// The narrower a rule is, the higher it stands; whatever the team wrote stands above the house's own.
    fn rank(&self) -> u8 {
        match (self.id, self.of) {
            (None, _) => 0,
            (Some(_), RuleFor::All {}) => 1,
            (Some(_), RuleFor::Kind { .. }) => 2,
            (Some(_), RuleFor::Programme { .. }) => 3,
        }
    }
}

/// Whether the house's own rule takes an exit for positive: a training, a contract, a school, civic service or a business of
/// one's own. Handed on to others, moved, lost and other are none: it is not known there what the person does.
pub fn is_positive_here(kind: ExitKind) -> bool {
    match kind {
        ExitKind::Training
        | ExitKind::Apprenticeship
        | ExitKind::School
        | ExitKind::Job
        | ExitKind::CivicService
        | ExitKind::Business => true,
        ExitKind::Handed | ExitKind::Lost | ExitKind::Moved | ExitKind::Other => false,
    }
}

/// The house's own rule, for where no funder's is written down.
pub fn house_rule() -> OutcomeRule {
    OutcomeRule {
        id: None,
        name: "Passerelle 1".to_owned(),
        from: NaiveDate::from_ymd_opt(2020, 1, 1).unwrap_or_default(),
        of: RuleFor::All {},
        positive: ExitKind::ALL.iter().copied().filter(|kind| is_positive_here(*kind)).collect(),
    }
}

/// The rule that holds on a day for an exit after that programme: the narrowest, and of those the one that began last; none
/// before the first. Two of one day are told apart by their names, so that laptops agree.
pub fn in_force(
    rules: &[OutcomeRule],
    on: NaiveDate,
    way: Option<(ProgrammeId, Option<ProgrammeKind>)>,
) -> Option<&OutcomeRule> {
    let held = rules.iter().filter(|rule| rule.from <= on && rule.is_for(way));
    held.max_by_key(|rule| (rule.rank(), rule.from, &rule.name, rule.id))
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn rule(id: u128, name: &str, from: &str, of: RuleFor) -> OutcomeRule {
        let id = Some(OutcomeRuleId(Uuid::from_u128(id)));
        OutcomeRule { id, name: name.to_owned(), from: day(from), of, positive: vec![ExitKind::Job] }
    }

    fn programme(number: u128) -> ProgrammeId {
        ProgrammeId(Uuid::from_u128(number))
    }

    #[test]
    fn the_narrowest_rule_holds_and_of_those_the_one_that_began_last() {
        let rules = [
            house_rule(),
            rule(1, "Région", "2025-01-01", RuleFor::All {}),
            rule(2, "CEJ 2025", "2025-06-01", RuleFor::Kind { kind: ProgrammeKind::Guidance }),
            rule(3, "CEJ 2026", "2026-01-01", RuleFor::Kind { kind: ProgrammeKind::Guidance }),
            rule(4, "E2C", "2024-01-01", RuleFor::Programme { programme: programme(7) }),
        ];
        let cej = Some((programme(5), Some(ProgrammeKind::Guidance)));
        let e2c = Some((programme(7), Some(ProgrammeKind::Guidance)));
        for (on, way, name) in [
            ("2019-12-31", None, None),
            ("2024-12-31", cej, Some("Passerelle 1")),
            ("2025-05-31", cej, Some("Région")),
            ("2025-06-01", cej, Some("CEJ 2025")),
            ("2025-12-31", cej, Some("CEJ 2025")),
            ("2026-01-01", cej, Some("CEJ 2026")),
            ("2026-01-01", e2c, Some("E2C")),
            ("2026-01-01", Some((programme(9), None)), Some("Région")),
            ("2026-01-01", None, Some("Région")),
        ] {
            let held = in_force(&rules, day(on), way).map(|rule| rule.name.as_str());
            assert_eq!(held, name, "{on} {way:?}");
        }
    }

    #[test]
    fn what_the_team_wrote_stands_above_the_house_however_old_it_is() {
        let old = rule(1, "Région", "2015-01-01", RuleFor::All {});
        assert_eq!(in_force(&[house_rule(), old.clone()], day("2026-01-01"), None), Some(&old));
    }

    #[test]
    fn the_house_counts_what_somebody_does_and_not_where_they_went() {
        let positive: Vec<_> = ExitKind::ALL
            .iter()
            .copied()
            .filter(|kind| is_positive_here(*kind))
            .map(ExitKind::code)
            .collect();
        assert_eq!(positive, ["training", "apprenticeship", "school", "job", "civic_service", "business"]);
    }
}
