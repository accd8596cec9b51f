//! The list behind a figure: on the screen by pages, and as a workbook, watched and stopped.

use std::path::Path;

use passerelle_domain::report::ask::{Figure, What};
use passerelle_domain::report::tally;
use passerelle_domain::rights::AccessKind;
use passerelle_formats::sheet::{self, Cell, Sheet};
use passerelle_vault::key;
use passerelle_vault::key::secret::Passphrase;
use passerelle_vault::report::{FigureLine, FigurePage, FigureUnit};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{Asked, ReportAsk, hours, words};
use crate::desk::{App, Registrar, UseCase};
use crate::safe::Language;
use crate::{Problem, access, outside};

pub(super) fn register(registrar: &mut impl Registrar) {
    registrar.register::<ListBehind>();
    registrar.register::<ExportBehind>();
    registrar.register::<ReadExportProgress>();
    registrar.register::<StopExport>();
}

/// Who is behind a figure, by name: a line for each case or referral that it counts.
#[derive(Deserialize, TS)]
pub struct ListBehind {
    ask: ReportAsk,
    figure: Figure,
    offset: u32,
    limit: u32,
}

fn units(app: &App, asked: &Asked, figure: &Figure) -> Result<Vec<FigureUnit>, Problem> {
    app.ask(|vault, _| {
        vault.figures(|lives, names| {
            let ask = asked.with(asked.period, names);
            let behind = tally::behind(&ask, figure, lives).into_iter();
            let unit = |behind: tally::Behind<'_>| FigureUnit {
                person: behind.life.person.ix,
                referral: behind.referral.map(|referral| (referral.id, referral.programme)),
            };
            behind.map(unit).collect()
        })
    })
}

impl UseCase for ListBehind {
    const NAME: &'static str = "report.people";
    type Answer = FigurePage;

    fn run(self, app: &App) -> Result<FigurePage, Problem> {
        let asked = self.ask.check(app)?;
        let units = units(app, &asked, &self.figure)?;
        app.ask(|vault, now| vault.figure_page(units, (self.offset, self.limit.min(500)), now.today))
    }
}

/// Writes the list behind a figure as a workbook.
#[derive(Deserialize, TS)]
pub struct ExportBehind {
    ask: ReportAsk,
    figure: Figure,
    /// The file, whole path, ending in `.xlsx`, outside of the vault's folder. One that is there is replaced.
    path: String,
    #[ts(type = "string")]
    passphrase: Passphrase,
}

#[derive(Serialize, TS)]
pub struct BehindExported {
    pub lines: u32,
}

/// Lines read at a time, between two looks at whether somebody asked to stop.
const AT_ONCE: u32 = 2_000;

fn row(line: &FigureLine, language: Language) -> Vec<Cell> {
    let person = &line.person;
    let text = |text: &str| if text.is_empty() { Cell::Empty } else { Cell::Text(text.to_owned()) };
    let age = person.age.filter(|age| age.at_least == age.at_most);
    let stage = person.stage.map_or("", |stage| words::word(stage.code(), words::List::Stage, language));
    vec![
        text(&person.family_name),
        text(&person.given_name),
        age.map_or(Cell::Empty, |age| Cell::Number(u32::from(age.at_least))),
        text(&person.commune),
        text(stage),
        text(&person.referent),
        person.last_contact.map_or(Cell::Empty, Cell::Day),
        text(&line.programme),
        text(if person.demo { words::yes(language) } else { "" }),
    ]
}

fn sheet(lines: &[FigureLine], language: Language) -> Sheet {
    let mut sheet = Sheet {
        name: words::list_sheet(language).to_owned(),
        heads: words::list_heads(language),
        rows: lines.iter().map(|line| row(line, language)).collect(),
    };
    // The columns of referrals and of invented people only where there are some.
    for (column, there) in [
        (8, lines.iter().any(|line| line.person.demo)),
        (7, lines.iter().any(|line| !line.programme.is_empty())),
    ] {
        if !there {
            sheet.heads.remove(column);
            sheet.rows.iter_mut().for_each(|row| drop(row.remove(column)));
        }
    }
    sheet
}

/// What the list is a list of, in a sheet of its own.
fn indicator(request: &ReportAsk, figure: &Figure, language: Language) -> Sheet {
    let said = words::said(language);
    Sheet {
        name: said.indicators.to_owned(),
        heads: vec![said.indicator.to_owned(), said.counts.to_owned()],
        rows: vec![words::list_rule(request, figure, language).map(Cell::Text).to_vec()],
    }
}

impl ExportBehind {
    /// The hours behind a figure of works sites: one question, whatever their number.
    fn write_hours(
        &self,
        app: &App,
        asked: &Asked,
        path: &Path,
        language: Language,
    ) -> Result<BehindExported, Problem> {
        let (lines, list) = hours::list(app, asked, &self.figure, language)?;
        let book = sheet::workbook(&[list, indicator(&self.ask, &self.figure, language)]);
        outside::write_bytes(path, &book.map_err(|_| Problem::Internal)?)?;
        Ok(BehindExported { lines })
    }
}

impl UseCase for ExportBehind {
    const NAME: &'static str = "report.export_people";
    type Answer = BehindExported;

    fn run(self, app: &App) -> Result<BehindExported, Problem> {
        let asked = self.ask.check(app)?;
        let path = outside::place(&self.path, "xlsx", &app.place.dir)?;
        key::verify_passphrase(&app.place.dir, &self.passphrase, app.store.as_ref(), app.now().at.0)?;
        let language = app.settings.read().map_err(|_| Problem::Internal)?.language;
        let run = app.exporting.begin()?;
        if asked.what == (What::Works {}) {
            return self.write_hours(app, &asked, &path, language);
        }
        let units = units(app, &asked, &self.figure)?;
        let units = app.ask(|vault, _| vault.figure_order(units))?;
        let total = u32::try_from(units.len()).unwrap_or(u32::MAX);
        app.exporting.expect(total);
        let mut lines = Vec::with_capacity(units.len());
        for some in units.chunks(AT_ONCE as usize) {
            lines.extend(app.ask(|vault, now| vault.figure_lines(some, now.today))?);
            let done = u32::try_from(lines.len()).unwrap_or(u32::MAX);
            if run.tell(done).is_break() {
                return Err(Problem::Stopped);
            }
        }
        let sheets = [sheet(&lines, language), indicator(&self.ask, &self.figure, language)];
        let book = sheet::workbook(&sheets);
        let book = book.map_err(|_| Problem::Internal)?;
        // Asked for once more: writing it out is the last that can be kept from happening.
        if run.tell(total).is_break() {
            return Err(Problem::Stopped);
        }
        app.with(|open| {
            let now = app.now();
            for line in &lines {
                access::note(open, now, Some(line.person.id), AccessKind::Exported);
            }
            Ok(())
        })?;
        outside::write_bytes(&path, &book)?;
        Ok(BehindExported { lines: total })
    }
}

/// How far the writing of a list has come.
#[derive(Serialize, TS)]
pub struct ExportProgress {
    /// None while none is written.
    pub writing: Option<ExportLines>,
}

#[derive(Serialize, TS)]
pub struct ExportLines {
    pub done: u32,
    pub total: u32,
}

#[derive(Deserialize, TS)]
pub struct ReadExportProgress {}

impl UseCase for ReadExportProgress {
    const NAME: &'static str = "report.progress";
    const NEEDS_UNLOCKED: bool = false;
    type Answer = ExportProgress;

    fn run(self, app: &App) -> Result<ExportProgress, Problem> {
        let writing = app.exporting.progress().map(|(done, total)| ExportLines { done, total });
        Ok(ExportProgress { writing })
    }
}

/// Asks the writing of a list to stop: no file is left.
#[derive(Deserialize, TS)]
pub struct StopExport {}

impl UseCase for StopExport {
    const NAME: &'static str = "report.stop";
    const NEEDS_UNLOCKED: bool = false;
    type Answer = ();

    fn run(self, app: &App) -> Result<(), Problem> {
        app.exporting.stop();
        Ok(())
    }
}
