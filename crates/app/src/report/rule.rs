//! The rules of positive exits: which the team wrote down, and the history of them.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use passerelle_domain::id::OutcomeRuleId;
use passerelle_domain::report::ask::{HOUSE, TableName};
use passerelle_domain::report::outcome::{OutcomeRule, RuleFor, house_rule, in_force};
use passerelle_domain::report::rule::{self, OutcomeRuleDraft};
use passerelle_vault::report::OutcomeRuleLine;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::Counted;
use crate::Problem;
use crate::desk::{App, Open, Registrar, UseCase};

pub(super) fn register(registrar: &mut impl Registrar) {
    registrar.register::<ListOutcomeRules>();
    registrar.register::<AddOutcomeRule>();
    registrar.register::<CorrectOutcomeRule>();
    registrar.register::<RemoveOutcomeRule>();
}

/// What counts as a positive exit: the rules of the team, the one that began last on top, and the house's own, which holds where
/// none of them does.
#[derive(Deserialize, TS)]
pub struct ListOutcomeRules {}

#[derive(Serialize, TS)]
pub struct OutcomeRules {
    pub rules: Vec<OutcomeRuleLine>,
    pub house: OutcomeRule,
}

impl UseCase for ListOutcomeRules {
    const NAME: &'static str = "outcome_rule.list";
    type Answer = OutcomeRules;

    fn run(self, app: &App) -> Result<OutcomeRules, Problem> {
        let rules = app.ask(|vault, _| vault.outcome_rules())?;
        Ok(OutcomeRules { rules, house: house_rule() })
    }
}

/// The rule that a row of exits by rule is of.
pub(super) fn of_row<'r>(rules: &'r [OutcomeRule], key: &str) -> Option<&'r OutcomeRule> {
    rules.iter().find(|rule| match rule.id {
        Some(id) => id.0.to_string() == key,
        None => key == HOUSE,
    })
}

/// The rules by which something was counted, the one that began first on top; where nothing was, the one that holds for any
/// exit on that day.
pub(super) fn used(rules: &[OutcomeRule], counted: [Option<&Counted>; 2], on: NaiveDate) -> Vec<OutcomeRule> {
    let tables = counted.into_iter().flatten().flat_map(|counted| &counted.tables);
    let keys: BTreeSet<&str> = tables
        .filter(|table| table.table == TableName::Rules)
        .flat_map(|table| table.rows.iter().map(|(key, _)| key.as_str()))
        .collect();
    let mut found: Vec<OutcomeRule> = keys.iter().filter_map(|key| of_row(rules, key)).cloned().collect();
    if found.is_empty() {
        found.extend(in_force(rules, on, None).cloned());
    }
    found.sort_by(|one, other| (one.from, &one.name).cmp(&(other.from, &other.name)));
    found
}

/// A rule is for a programme that is there.
fn check(open: &Open, of: RuleFor) -> Result<(), Problem> {
    match of {
        RuleFor::Programme { programme } => Ok(open.vault.programme(programme).map(drop)?),
        RuleFor::All {} | RuleFor::Kind { .. } => Ok(()),
    }
}

#[derive(Deserialize, TS)]
pub struct AddOutcomeRule {
    what: OutcomeRuleDraft,
}

#[derive(Serialize, TS)]
pub struct OutcomeRuleAdded {
    pub rule: OutcomeRuleId,
}

impl UseCase for AddOutcomeRule {
    const NAME: &'static str = "outcome_rule.add";
    type Answer = OutcomeRuleAdded;

    fn run(self, app: &App) -> Result<OutcomeRuleAdded, Problem> {
        app.act(|open, now, ids| {
            check(open, self.what.of)?;
            let (rule, changes) = rule::add(&self.what, open.worker, now, ids)?;
            Ok((OutcomeRuleAdded { rule }, changes))
        })
    }
}

/// Corrects a slip of the pen, for every exit it counts; a new rule of the funder is added with its day instead.
#[derive(Deserialize, TS)]
pub struct CorrectOutcomeRule {
    rule: OutcomeRuleId,
    what: OutcomeRuleDraft,
}

impl UseCase for CorrectOutcomeRule {
    const NAME: &'static str = "outcome_rule.correct";
    type Answer = ();

    fn run(self, app: &App) -> Result<(), Problem> {
        app.act(|open, _, _| {
            let before = open.vault.outcome_rule(self.rule)?;
            if before.of != self.what.of {
                check(open, self.what.of)?;
            }
            Ok(((), rule::correct(self.rule, &before, &self.what)?))
        })
    }
}

/// Takes out a rule that was entered by mistake.
#[derive(Deserialize, TS)]
pub struct RemoveOutcomeRule {
    rule: OutcomeRuleId,
}

impl UseCase for RemoveOutcomeRule {
    const NAME: &'static str = "outcome_rule.remove";
    type Answer = ();

    fn run(self, app: &App) -> Result<(), Problem> {
        app.act(|open, _, _| {
            open.vault.outcome_rule(self.rule)?;
            Ok(((), rule::remove(self.rule)))
        })
    }
}
