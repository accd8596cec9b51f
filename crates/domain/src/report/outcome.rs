//! How people left, and which exits count as positive: by a rule with a name and a day, for each funder counts otherwise.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{Dimension, Slice, Who};
use crate::case::ExitKind;

/// What counts as positive from a day on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct OutcomeRule {
    /// Under which the figure is shown, with the day: "CEJ, 2026".
    pub name: String,
    /// Exits from this day on, until a newer rule of the same programme begins.
    pub from: NaiveDate,
    pub positive: Vec<ExitKind>,
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
        name: "Passerelle 1".to_owned(),
        from: NaiveDate::from_ymd_opt(2020, 1, 1).unwrap_or_default(),
        positive: ExitKind::ALL.iter().copied().filter(|kind| is_positive_here(*kind)).collect(),
    }
}

/// One exit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExitRow<P> {
    /// The programme it is reported under.
    pub programme: P,
    pub on: NaiveDate,
    pub kind: ExitKind,
    pub who: Who,
}

/// The exits that one rule counts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Counted {
    /// None where no rule of the programme holds on the day of the exit: nothing is positive or not there.
    pub rule: Option<String>,
    pub from: Option<NaiveDate>,
    pub exits: u32,
    pub positive: u32,
}

/// The exits of one programme.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct ExitFigures {
    pub exits: u32,
    /// Each kind that occurred.
    pub kinds: Vec<(ExitKind, u32)>,
    /// By the rule in force on the day of each exit, in the order of their days; exits under different rules are never added.
    pub counted: Vec<Counted>,
}

/// The rule that holds on a day; none before the first.
pub fn in_force(rules: &[OutcomeRule], on: NaiveDate) -> Option<&OutcomeRule> {
    rules.iter().filter(|rule| rule.from <= on).max_by_key(|rule| (rule.from, &rule.name))
}

/// The exits by programme, each counted by the rule of its programme that was in force on its day.
pub fn outcomes<P: Ord + Clone>(
    exits: &[ExitRow<P>],
    rules: &BTreeMap<P, Vec<OutcomeRule>>,
) -> Vec<(P, ExitFigures)> {
    let mut groups: BTreeMap<P, Vec<&ExitRow<P>>> = BTreeMap::new();
    for exit in exits {
        groups.entry(exit.programme.clone()).or_default().push(exit);
    }
    let outcome = |(programme, exits): (P, Vec<&ExitRow<P>>)| {
        let rules = rules.get(&programme).map_or(&[] as &[OutcomeRule], Vec::as_slice);
        let outcome = of(&exits, rules);
        (programme, outcome)
    };
    groups.into_iter().map(outcome).collect()
}

fn of<P>(exits: &[&ExitRow<P>], rules: &[OutcomeRule]) -> ExitFigures {
    let mut kinds: BTreeMap<ExitKind, u32> = BTreeMap::new();
    let mut counted: BTreeMap<Option<(NaiveDate, &str)>, (u32, u32)> = BTreeMap::new();
    for exit in exits {
        *kinds.entry(exit.kind).or_default() += 1;
        let rule = in_force(rules, exit.on);
        let (exits, positive) = counted.entry(rule.map(|rule| (rule.from, rule.name.as_str()))).or_default();
        *exits += 1;
        *positive += u32::from(rule.is_some_and(|rule| rule.positive.contains(&exit.kind)));
    }
    let counted = counted.into_iter().map(|(rule, (exits, positive))| Counted {
        rule: rule.map(|(_, name)| name.to_owned()),
        from: rule.map(|(from, _)| from),
        exits,
        positive,
    });
    ExitFigures {
        exits: u32::try_from(exits.len()).unwrap_or(u32::MAX),
        kinds: kinds.into_iter().collect(),
        counted: counted.collect(),
    }
}

/// Exits by kind and by sex, age or neighbourhood: each kind and slice that occurs, to be masked with
/// [`mask`](super::mask::mask) where it leaves the team.
pub fn cross<P>(exits: &[ExitRow<P>], by: Dimension) -> BTreeMap<(ExitKind, Slice), u32> {
    let mut counts = BTreeMap::new();
    for exit in exits {
        *counts.entry((exit.kind, by.slice(exit.who))).or_default() += 1;
    }
    counts
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::person::Sex;
    use crate::report::{AgeBand, InQpv};

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn exit(programme: &'static str, on: &str, kind: ExitKind) -> ExitRow<&'static str> {
        let who = Who { sex: Some(Sex::Female), age: AgeBand::From18, qpv: InQpv::Yes };
        ExitRow { programme, on: day(on), kind, who }
    }

    fn rule(name: &str, from: &str, positive: &[ExitKind]) -> OutcomeRule {
        OutcomeRule { name: name.to_owned(), from: day(from), positive: positive.to_vec() }
    }

    #[test]
    fn each_exit_is_counted_by_the_rule_of_its_day_and_programme() {
        use ExitKind::{CivicService, Job, Lost, School};
        let rules = BTreeMap::from([(
            "CEJ",
            vec![
                rule("CEJ", "2025-01-01", &[Job, School]),
                rule("CEJ", "2026-01-01", &[Job, School, CivicService]),
            ],
        )]);
        let exits = [
            exit("CEJ", "2025-06-01", CivicService),
            exit("CEJ", "2025-12-31", Job),
            exit("CEJ", "2026-01-01", CivicService),
            exit("CEJ", "2026-02-01", Lost),
            exit("CEJ", "2024-12-31", Job),
            exit("Prépa", "2026-02-01", Job),
        ];
        let found = outcomes(&exits, &rules);
        let counted = |rule: Option<&str>, from: Option<&str>, exits, positive| Counted {
            rule: rule.map(str::to_owned),
            from: from.map(day),
            exits,
            positive,
        };
        let [("CEJ", cej), ("Prépa", prepa)] = found.as_slice() else { panic!("{found:?}") };
        assert_eq!(
            cej.counted,
            [
                counted(None, None, 1, 0),
                counted(Some("CEJ"), Some("2025-01-01"), 2, 1),
                counted(Some("CEJ"), Some("2026-01-01"), 2, 1),
            ]
        );
        assert_eq!(cej.kinds, [(Job, 2), (CivicService, 2), (Lost, 1)]);
        assert_eq!(prepa.counted, [counted(None, None, 1, 0)], "no rule, no judgement");
    }

    #[test]
    fn exits_are_told_by_sex_age_and_neighbourhood() {
        let mut exits =
            vec![exit("CEJ", "2026-01-02", ExitKind::Job), exit("CEJ", "2026-01-03", ExitKind::Job)];
        exits[1].who.sex = None;
        let by_sex = cross(&exits, Dimension::Sex);
        assert_eq!(by_sex.get(&(ExitKind::Job, Slice::Sex(None))), Some(&1));
        assert_eq!(cross(&exits, Dimension::Qpv).get(&(ExitKind::Job, Slice::Qpv(InQpv::Yes))), Some(&2));
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
