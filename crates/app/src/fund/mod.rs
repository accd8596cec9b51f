//! What a worker does for the accounts to the European Social Fund Plus: operations, their indicators and who is behind them.

mod export;
mod indicators;
mod participation;
mod words;

use passerelle_domain::fund::column::FundColumn;
use passerelle_domain::fund::operation::{self, FundOperationDraft};
use passerelle_domain::fund::{Completeness, Figure, FundList};
use passerelle_domain::id::FundOperationId;
use passerelle_vault::fund::{FundOperationLine, FundPage};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::Problem;
use crate::desk::{App, Registrar, UseCase};

pub(crate) fn register(registrar: &mut impl Registrar) {
    registrar.register::<ListOperations>();
    registrar.register::<OpenOperation>();
    registrar.register::<ListFundPeople>();
    registrar.register::<AddOperation>();
    registrar.register::<CorrectOperation>();
    registrar.register::<RemoveOperation>();
    registrar.register::<KeepColumns>();
    participation::register(registrar);
    export::register(registrar);
    indicators::register(registrar);
}

/// Operations that go on first, then those that are over, each with how complete its participants are.
#[derive(Deserialize, TS)]
pub struct ListOperations {}

impl UseCase for ListOperations {
    const NAME: &'static str = "fund.list";
    type Answer = Vec<FundOperationLine>;

    fn run(self, app: &App) -> Result<Self::Answer, Problem> {
        app.ask(|vault, now| vault.fund_operations(now.today))
    }
}

/// A text in both languages, as the regulation has it.
#[derive(Serialize, TS)]
pub struct FundText {
    pub fr: &'static str,
    pub en: &'static str,
}

impl From<passerelle_domain::fund::Both> for FundText {
    fn from(both: passerelle_domain::fund::Both) -> Self {
        Self { fr: both.fr, en: both.en }
    }
}

/// An indicator with its counts, what it is called and its rule.
#[derive(Serialize, TS)]
pub struct FundFigure {
    pub figure: Figure,
    /// The code of the Commission, as EECO01.
    pub code: &'static str,
    pub name: FundText,
    pub rule: FundText,
    pub source: FundText,
    /// The wording still has to be held against the Official Journal.
    pub to_check: bool,
}

/// One operation in full.
#[derive(Serialize, TS)]
pub struct FundOperation {
    pub id: FundOperationId,
    pub demo: bool,
    pub what: FundOperationDraft,
    pub warns_from: u32,
    pub columns: Vec<FundColumn>,
    /// The columns are the house's own: nobody kept others.
    pub columns_usual: bool,
    pub completeness: Completeness,
    pub too_short: u32,
    pub owed: u32,
    pub figures: Vec<FundFigure>,
}

#[derive(Deserialize, TS)]
pub struct OpenOperation {
    operation: FundOperationId,
}

impl UseCase for OpenOperation {
    const NAME: &'static str = "fund.open";
    type Answer = FundOperation;

    fn run(self, app: &App) -> Result<FundOperation, Problem> {
        let language = app.settings.read().map_err(|_| Problem::Internal)?.language;
        let file = app.ask(|vault, now| vault.fund_operation(self.operation, now.today))?;
        let figure = |figure: Figure| {
            let label = figure.indicator.label();
            FundFigure {
                figure,
                code: figure.indicator.code(),
                name: label.name.into(),
                rule: label.rule.into(),
                source: label.source.into(),
                to_check: label.to_check,
            }
        };
        Ok(FundOperation {
            id: file.id,
            demo: file.demo,
            warns_from: file.what.warns_from(),
            what: file.what,
            columns_usual: file.columns.is_empty(),
            columns: words::columns_or_usual(file.columns, language),
            completeness: file.report.completeness,
            too_short: file.report.too_short,
            owed: file.owed,
            figures: file.report.figures.into_iter().map(figure).collect(),
        })
    }
}

/// Who is behind a figure, by name.
#[derive(Deserialize, TS)]
pub struct ListFundPeople {
    operation: FundOperationId,
    of: FundList,
    offset: u32,
    /// At most 500.
    limit: u32,
}

impl UseCase for ListFundPeople {
    const NAME: &'static str = "fund.people";
    type Answer = FundPage;

    fn run(self, app: &App) -> Result<FundPage, Problem> {
        let window = (self.offset, self.limit.min(500));
        app.ask(|vault, now| vault.fund_people(self.operation, self.of, window, now.today))
    }
}

#[derive(Deserialize, TS)]
pub struct AddOperation {
    what: FundOperationDraft,
}

#[derive(Serialize, TS)]
pub struct FundOperationAdded {
    pub operation: FundOperationId,
}

impl UseCase for AddOperation {
    const NAME: &'static str = "fund.add";
    type Answer = FundOperationAdded;

    fn run(self, app: &App) -> Result<FundOperationAdded, Problem> {
        app.act(|open, now, ids| {
            let (operation, changes) = operation::add(&self.what, open.worker, now, ids)?;
            Ok((FundOperationAdded { operation }, changes))
        })
    }
}

#[derive(Deserialize, TS)]
pub struct CorrectOperation {
    operation: FundOperationId,
    what: FundOperationDraft,
}

impl UseCase for CorrectOperation {
    const NAME: &'static str = "fund.correct";
    type Answer = ();

    fn run(self, app: &App) -> Result<(), Problem> {
        app.act(|open, _, _| {
            let (before, _) = open.vault.fund_operation_kept(self.operation)?;
            Ok(((), operation::correct(self.operation, &before, &self.what)?))
        })
    }
}

/// Takes out an operation that was entered by mistake, with the participations in it.
#[derive(Deserialize, TS)]
pub struct RemoveOperation {
    operation: FundOperationId,
}

impl UseCase for RemoveOperation {
    const NAME: &'static str = "fund.remove";
    type Answer = ();

    fn run(self, app: &App) -> Result<(), Problem> {
        app.act(|open, _, _| {
            open.vault.fund_operation_kept(self.operation)?;
            Ok(((), operation::remove(self.operation)))
        })
    }
}

/// Keeps which columns the participants of an operation leave in.
#[derive(Deserialize, TS)]
pub struct KeepColumns {
    operation: FundOperationId,
    columns: Vec<FundColumn>,
}

impl UseCase for KeepColumns {
    const NAME: &'static str = "fund.keep_columns";
    type Answer = ();

    fn run(self, app: &App) -> Result<(), Problem> {
        app.act(|open, _, _| {
            let (_, before) = open.vault.fund_operation_kept(self.operation)?;
            Ok(((), operation::keep_columns(self.operation, &before, &self.columns)?))
        })
    }
}
