//! What laptops of the team said differently, shown side by side and settled by a person.

use passerelle_domain::Refusal;
use passerelle_domain::change::{Field, Row, Table};
use passerelle_domain::disagreement::{Keep, resolve, resolve_moves};
use passerelle_domain::id::{PersonId, ReferralId};
use passerelle_vault::disagreement::{Disagreements, MOVES};
use serde::Deserialize;
use ts_rs::TS;
use uuid::Uuid;

use crate::Problem;
use crate::desk::{App, Registrar, UseCase};

pub(crate) fn register(registrar: &mut impl Registrar) {
    registrar.register::<ListDisagreements>();
    registrar.register::<ResolveDisagreement>();
}

/// The disagreements of everyone, or of one file: what can be answered first, the latest first.
#[derive(Deserialize, TS)]
pub struct ListDisagreements {
    person: Option<PersonId>,
    offset: u32,
    /// At most 200.
    limit: u32,
}

impl UseCase for ListDisagreements {
    const NAME: &'static str = "disagreement.list";
    type Answer = Disagreements;

    fn run(self, app: &App) -> Result<Disagreements, Problem> {
        app.ask(|vault, _| vault.disagreements(self.person, self.offset, self.limit))
    }
}

/// Settles one. What was chosen replaces all that was shown; refused where something else stands by now.
#[derive(Deserialize, TS)]
pub struct ResolveDisagreement {
    table: String,
    #[ts(type = "string")]
    row: Uuid,
    field: String,
    /// The heads of all sides, as they were shown.
    shown: Vec<String>,
    keep: Keep,
}

impl ResolveDisagreement {
    /// The field that is meant; none for the moves of a referral.
    fn place(&self) -> Result<(Table, Option<Field>), Refusal> {
        let unreadable = |field: &str| Refusal::Unreadable { field: field.to_owned() };
        let named = Table::ALL.iter().copied().find(|table| table.def().name == self.table);
        let table = named.ok_or_else(|| unreadable("table"))?;
        let def = table.def().fields.iter().find(|def| def.name == self.field);
        match def {
            Some(def) => Ok((table, Some(def.field))),
            None if table == Table::Referral && self.field == MOVES => Ok((table, None)),
            None => Err(unreadable("field")),
        }
    }
}

impl UseCase for ResolveDisagreement {
    const NAME: &'static str = "disagreement.resolve";
    type Answer = ();

    fn run(self, app: &App) -> Result<(), Problem> {
        let (table, field) = self.place()?;
        app.act(|open, _, _| {
            let changes = if let Some(field) = field {
                let question = open.vault.question(Row { table, id: self.row }, field)?;
                resolve(&question, &self.shown, &self.keep)?
            } else {
                let (moves, person) = open.vault.moves(ReferralId(self.row))?;
                resolve_moves(&moves, person, &self.shown, &self.keep)?
            };
            Ok(((), changes))
        })
    }
}
