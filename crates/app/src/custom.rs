//! What a team does with the fields it defines for itself, and what a worker writes in them.

use passerelle_domain::custom::{self, CustomField, CustomFieldDraft, FieldKind};
use passerelle_domain::id::{CustomFieldId, PersonId};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::Problem;
use crate::desk::{App, Open, Registrar, UseCase};

pub(crate) fn register(registrar: &mut impl Registrar) {
    registrar.register::<ListFields>();
    registrar.register::<DefineField>();
    registrar.register::<CorrectField>();
    registrar.register::<RetireField>();
    registrar.register::<ListFieldValues>();
    registrar.register::<WriteField>();
}

fn find(kept: &[CustomField], id: CustomFieldId) -> Result<&CustomField, Problem> {
    kept.iter().find(|field| field.id == id).ok_or(Problem::NotFound)
}

fn kept(open: &Open) -> Result<Vec<CustomField>, Problem> {
    Ok(open.vault.custom_fields()?)
}

/// The fields of the team in its order, the retired ones last.
#[derive(Deserialize, TS)]
pub struct ListFields {}

impl UseCase for ListFields {
    const NAME: &'static str = "field.list";
    type Answer = Vec<CustomField>;

    fn run(self, app: &App) -> Result<Vec<CustomField>, Problem> {
        app.with(kept)
    }
}

#[derive(Deserialize, TS)]
pub struct DefineField {
    kind: FieldKind,
    form: CustomFieldDraft,
}

#[derive(Serialize, TS)]
pub struct FieldDefined {
    pub field: CustomFieldId,
}

impl UseCase for DefineField {
    const NAME: &'static str = "field.define";
    type Answer = FieldDefined;

    fn run(self, app: &App) -> Result<FieldDefined, Problem> {
        app.act(|open, _, ids| {
            let (field, changes) = custom::define(&kept(open)?, self.kind, &self.form, ids)?;
            Ok((FieldDefined { field }, changes))
        })
    }
}

/// Another label, other choices.
#[derive(Deserialize, TS)]
pub struct CorrectField {
    field: CustomFieldId,
    form: CustomFieldDraft,
}

impl UseCase for CorrectField {
    const NAME: &'static str = "field.correct";
    type Answer = ();

    fn run(self, app: &App) -> Result<(), Problem> {
        app.act(|open, _, _| {
            let kept = kept(open)?;
            Ok(((), custom::correct(&kept, find(&kept, self.field)?, &self.form)?))
        })
    }
}

/// Shows a field no more, or again. What files say in it stays.
#[derive(Deserialize, TS)]
pub struct RetireField {
    field: CustomFieldId,
    retired: bool,
}

impl UseCase for RetireField {
    const NAME: &'static str = "field.retire";
    type Answer = ();

    fn run(self, app: &App) -> Result<(), Problem> {
        app.act(|open, _, _| {
            let kept = kept(open)?;
            Ok(((), custom::retire(find(&kept, self.field)?, self.retired)))
        })
    }
}

/// What files say in a field, each value once, at most 200: what the list of people can be narrowed to.
#[derive(Deserialize, TS)]
pub struct ListFieldValues {
    field: CustomFieldId,
}

impl UseCase for ListFieldValues {
    const NAME: &'static str = "field.values";
    type Answer = Vec<String>;

    fn run(self, app: &App) -> Result<Vec<String>, Problem> {
        app.ask(|vault, _| vault.custom_values(self.field))
    }
}

/// Writes what a person's file says in a field; empty empties it. A day is `YYYY-MM-DD`, a yes or no `yes` or `no`.
#[derive(Deserialize, TS)]
pub struct WriteField {
    person: PersonId,
    field: CustomFieldId,
    value: String,
}

impl UseCase for WriteField {
    const NAME: &'static str = "person.custom";
    type Answer = ();

    fn run(self, app: &App) -> Result<(), Problem> {
        app.act(|open, now, _| {
            let person = open.vault.person(self.person, now.today)?.id;
            let kept = kept(open)?;
            let before = open.vault.custom_value(person, self.field)?;
            Ok(((), custom::say(person, find(&kept, self.field)?, &before, &self.value)?))
        })
    }
}
