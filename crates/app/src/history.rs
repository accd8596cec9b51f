//! Who wrote what in a person's file, and what stood there before.

use std::collections::BTreeSet;

use passerelle_domain::change::{Field, Kind, Op, Row, Table, Value};
use passerelle_domain::id::{ConsultationId, FundOperationId, PersonId, WorksSiteId};
use passerelle_domain::moment::Instant;
use passerelle_domain::undo::{UNDO, Write};
use passerelle_vault::Vault;
use passerelle_vault::past::Act;
use serde::{Deserialize, Serialize};
use ts_rs::TS;
use uuid::Uuid;

use crate::Problem;
use crate::desk::{App, Registrar, UseCase};

pub(crate) fn register(registrar: &mut impl Registrar) {
    registrar.register::<ShowHistory>();
    registrar.register::<ShowConsultationHistory>();
    registrar.register::<ShowWorksSiteHistory>();
    registrar.register::<ShowFundHistory>();
    registrar.register::<ShowRuleHistory>();
}

/// One field as an act found and left it. The parts of a group, as an address, come in their order; what was empty is an
/// empty list.
#[derive(Debug, PartialEq, Eq, Serialize, TS)]
pub struct FieldChange {
    pub table: String,
    pub row: String,
    pub field: String,
    /// The label of a field that the team defined; empty for any other.
    pub label: String,
    pub before: Vec<String>,
    /// Other values that stood beside it until then: laptops had said differently, and this settled it.
    pub beside: Vec<Vec<String>>,
    pub after: Vec<String>,
}

/// One act with its fields.
#[derive(Serialize, TS)]
pub struct HistoryLine {
    pub act: String,
    /// It took back an earlier act, or did one again.
    pub undo: bool,
    pub at: Instant,
    pub by: String,
    pub changes: Vec<FieldChange>,
}

#[derive(Serialize, TS)]
pub struct History {
    /// How many acts there are in all, those of this page included.
    pub total: u32,
    pub lines: Vec<HistoryLine>,
}

/// What was written in a person's file, the latest first; the table, row or field narrow it where they are given.
#[derive(Deserialize, TS)]
pub struct ShowHistory {
    person: PersonId,
    table: Option<String>,
    row: Option<String>,
    field: Option<String>,
    offset: u32,
    /// At most 200.
    limit: u32,
}

fn texts(value: &Value) -> Vec<String> {
    match value {
        Value::Null | Value::Id(_) => Vec::new(),
        Value::Text(text) if text.is_empty() => Vec::new(),
        Value::Text(text) => vec![text.clone()],
        Value::Int(int) => vec![int.to_string()],
        Value::Day(day) => vec![day.to_string()],
        Value::Group(parts) => parts.iter().flat_map(texts).collect(),
    }
}

/// What only ties rows together tells a reader nothing.
fn change(row: Row, field: Field, before: Vec<String>, after: Vec<String>) -> Option<FieldChange> {
    let def = row.table.field(field)?;
    if matches!(def.kind, Kind::Id) || matches!(def.name, "at" | "demo" | "hash" | "rank") || before == after
    {
        return None;
    }
    let (table, row) = (row.table.def().name.to_owned(), row.id.to_string());
    Some(FieldChange {
        table,
        row,
        field: def.name.to_owned(),
        label: String::new(),
        before,
        beside: Vec::new(),
        after,
    })
}

/// A change that replaced several values at once.
fn settling(change: FieldChange, before: Vec<String>, beside: Vec<Vec<String>>) -> FieldChange {
    FieldChange { before, beside, ..change }
}

fn changes(write: &Write) -> Vec<FieldChange> {
    match &write.op {
        Op::New { row, fields } => fields
            .iter()
            .filter_map(|(field, value)| change(*row, *field, Vec::new(), texts(value)))
            .collect(),
        Op::Set { row, field, value } => {
            let settled = change(*row, *field, texts(&write.before), texts(value));
            // A choice of what stood already is told for what it left.
            let settled = settled.or_else(|| {
                let other = write.beside.first()?;
                change(*row, *field, texts(other), texts(value))
            });
            let beside: Vec<Vec<String>> = write.beside.iter().map(texts).collect();
            settled.map(|change| settling(change, texts(&write.before), beside)).into_iter().collect()
        }
        Op::Add { row, field, element } => {
            change(*row, *field, Vec::new(), vec![element.clone()]).into_iter().collect()
        }
        Op::Remove { row, field, element } => {
            change(*row, *field, vec![element.clone()], Vec::new()).into_iter().collect()
        }
    }
}

impl ShowHistory {
    fn line(&self, act: &Act, table: Option<Table>, row: Option<Uuid>) -> Option<HistoryLine> {
        let wanted =
            |of: Row| table.is_none_or(|table| of.table == table) && row.is_none_or(|row| of.id == row);
        let mut found: Vec<FieldChange> =
            act.line.writes.iter().filter(|write| wanted(write.op.row())).flat_map(changes).collect();
        if let Some(field) = &self.field {
            found.retain(|change| change.field == *field);
        }
        (!found.is_empty()).then(|| HistoryLine {
            act: act.line.act.clone(),
            undo: act.line.act == UNDO,
            at: act.at,
            by: act.worker_name.clone(),
            changes: found,
        })
    }
}

/// Everything that was written in a person's file, the latest first.
pub(crate) fn whole(vault: &Vault, person: PersonId) -> Result<Vec<HistoryLine>, Problem> {
    let all = ShowHistory { person, table: None, row: None, field: None, offset: 0, limit: 0 };
    let acts = vault.acts_of(person)?;
    let mut lines: Vec<HistoryLine> = acts.iter().filter_map(|act| all.line(act, None, None)).collect();
    label(&mut lines, &vault.custom_labels(person)?);
    Ok(lines)
}

/// Names the fields of the team: their rows say only which field they belong to.
fn label(lines: &mut [HistoryLine], labels: &[(Uuid, String)]) {
    let own = Table::CustomValue.def().name;
    let changes = lines.iter_mut().flat_map(|line| &mut line.changes);
    for change in changes.filter(|change| change.table == own) {
        let named = labels.iter().find(|(row, _)| row.to_string() == change.row);
        if let Some((_, label)) = named {
            change.label.clone_from(label);
        }
    }
}

impl UseCase for ShowHistory {
    const NAME: &'static str = "history.of";
    type Answer = History;

    fn run(self, app: &App) -> Result<History, Problem> {
        let unreadable =
            |field: &str| Problem::from(passerelle_domain::Refusal::Unreadable { field: field.to_owned() });
        let named = |name: &String| {
            Table::ALL
                .iter()
                .copied()
                .find(|table| table.def().name == name)
                .ok_or_else(|| unreadable("table"))
        };
        let table = self.table.as_ref().map(named).transpose()?;
        let known = table.into_iter().chain(Table::ALL.iter().copied().filter(|_| table.is_none()));
        if let Some(field) = &self.field
            && !known.into_iter().any(|table| table.def().fields.iter().any(|def| def.name == field))
        {
            return Err(unreadable("field"));
        }
        let row = self.row.as_deref().map(Uuid::parse_str).transpose().map_err(|_| unreadable("row"))?;
        app.ask(|vault, now| {
            let file = vault.person(self.person, now.today)?;
            let acts = vault.acts_of(file.id)?;
            let lines: Vec<HistoryLine> = acts.iter().filter_map(|act| self.line(act, table, row)).collect();
            let total = u32::try_from(lines.len()).unwrap_or(u32::MAX);
            let page = lines.into_iter().skip(self.offset as usize).take(self.limit.min(200) as usize);
            let mut lines: Vec<HistoryLine> = page.collect();
            label(&mut lines, &vault.custom_labels(file.id)?);
            Ok(History { total, lines })
        })
    }
}

/// What was written in rows that are in nobody's file, by acts of these names: a page of it, the latest first.
fn shared(
    vault: &Vault,
    rows: &BTreeSet<Uuid>,
    subjects: &[&str],
    (offset, limit): (u32, u32),
) -> Result<History, passerelle_vault::Error> {
    let mut lines = Vec::new();
    for act in vault.acts_on(rows, subjects)? {
        let own = act.line.writes.iter().filter(|write| rows.contains(&write.op.row().id));
        let changes: Vec<FieldChange> = own.flat_map(changes).collect();
        if !changes.is_empty() {
            lines.push(HistoryLine {
                undo: act.line.act == UNDO,
                act: act.line.act,
                at: act.at,
                by: act.worker_name,
                changes,
            });
        }
    }
    let total = u32::try_from(lines.len()).unwrap_or(u32::MAX);
    let page = lines.into_iter().skip(offset as usize).take(limit.min(200) as usize);
    Ok(History { total, lines: page.collect() })
}

/// What was written in a consultation, its proposals and what follows, the latest first.
#[derive(Deserialize, TS)]
pub struct ShowConsultationHistory {
    consultation: ConsultationId,
    offset: u32,
    /// At most 200.
    limit: u32,
}

impl UseCase for ShowConsultationHistory {
    const NAME: &'static str = "history.of_consultation";
    type Answer = History;

    fn run(self, app: &App) -> Result<History, Problem> {
        app.ask(|vault, now| {
            let id = vault.consultation(self.consultation, now.today)?.id;
            let rows = vault.consultation_rows(id)?;
            shared(vault, &rows, &["consultation", "proposal", "follow_up"], (self.offset, self.limit))
        })
    }
}

/// What was written of a works site and its hours, the latest first.
#[derive(Deserialize, TS)]
pub struct ShowWorksSiteHistory {
    site: WorksSiteId,
    offset: u32,
    /// At most 200.
    limit: u32,
}

impl UseCase for ShowWorksSiteHistory {
    const NAME: &'static str = "history.of_works_site";
    type Answer = History;

    fn run(self, app: &App) -> Result<History, Problem> {
        app.ask(|vault, now| {
            let id = vault.works_site(self.site, now.today)?.id;
            let rows = vault.works_site_rows(id)?;
            shared(vault, &rows, &["works_site", "clause_hours"], (self.offset, self.limit))
        })
    }
}

/// What was written of an operation of the fund, the latest first; who takes part is in their own history.
#[derive(Deserialize, TS)]
pub struct ShowFundHistory {
    operation: FundOperationId,
    offset: u32,
    /// At most 200.
    limit: u32,
}

impl UseCase for ShowFundHistory {
    const NAME: &'static str = "history.of_fund_operation";
    type Answer = History;

    fn run(self, app: &App) -> Result<History, Problem> {
        app.ask(|vault, _| {
            vault.fund_operation_kept(self.operation)?;
            let rows = vault.fund_rows(self.operation)?;
            shared(vault, &rows, &["fund"], (self.offset, self.limit))
        })
    }
}

/// What was written of the rules of positive exits, those that were taken out included, the latest first.
#[derive(Deserialize, TS)]
pub struct ShowRuleHistory {
    offset: u32,
    /// At most 200.
    limit: u32,
}

impl UseCase for ShowRuleHistory {
    const NAME: &'static str = "history.of_outcome_rules";
    type Answer = History;

    fn run(self, app: &App) -> Result<History, Problem> {
        app.ask(|vault, _| {
            let rows = vault.outcome_rule_rows()?;
            shared(vault, &rows, &["outcome_rule"], (self.offset, self.limit))
        })
    }
}
