//! Hours of social clauses by works site: counted, listed line by line, and written as a workbook.

use passerelle_domain::report::ask::{Figure, What};
use passerelle_domain::report::facts::Names;
use passerelle_domain::report::hours;
use passerelle_domain::report::period::Period;
use passerelle_domain::rights::AccessKind;
use passerelle_formats::sheet::{Cell, Sheet};
use passerelle_vault::report::{SiteHoursLine, SiteHoursPage};
use serde::Deserialize;
use ts_rs::TS;

use super::words::{self, List};
use super::{Asked, Counted, FigureReport, ReportAsk, view};
use crate::desk::{App, Registrar, UseCase};
use crate::safe::Language;
use crate::{Problem, access};

pub(super) fn register(registrar: &mut impl Registrar) {
    registrar.register::<ListHoursBehind>();
}

/// Counts one period, and answers a question to what was counted.
pub(super) fn counted<T>(
    app: &App,
    period: Period,
    question: impl FnOnce(&Counted, &Names) -> T,
) -> Result<T, Problem> {
    app.ask(|vault, _| {
        vault.site_hours(period.to, |sites, lines, names| {
            let tables = vec![hours::table(sites, lines, period)];
            question(&Counted { tables, delays: Vec::new() }, names)
        })
    })
}

/// How many of the sites that figures count are invented.
pub(super) fn invented(app: &App, period: Period) -> Result<u32, Problem> {
    let sites = app.ask(|vault, _| {
        vault.site_hours(period.to, |sites, _, _| sites.iter().filter(|site| site.demo).count())
    })?;
    Ok(u32::try_from(sites).unwrap_or(u32::MAX))
}

pub(super) fn report(app: &App, asked: &Asked, before: Option<Period>) -> Result<FigureReport, Problem> {
    let until = before.map_or(asked.period.to, |before| before.to.max(asked.period.to));
    app.ask(|vault, _| {
        vault.site_hours(until, |sites, lines, names| {
            let now = hours::table(sites, lines, asked.period);
            let earlier = before.map(|period| hours::table(sites, lines, period));
            let invented = sites.iter().filter(|site| site.demo).count();
            FigureReport {
                period: asked.period,
                before,
                tables: vec![view(asked.what, &now, earlier.as_ref(), names)],
                delays: Vec::new(),
                delays_before: Vec::new(),
                rules: Vec::new(),
                invented: u32::try_from(invented).unwrap_or(u32::MAX),
                limited: 0,
                on: asked.today,
            }
        })
    })
}

/// The hours behind a figure of works sites: those of the period behind what was done in it, those until its last day behind
/// everything else.
#[derive(Deserialize, TS)]
pub struct ListHoursBehind {
    ask: ReportAsk,
    figure: Figure,
    offset: u32,
    /// At most 500.
    limit: u32,
}

fn page(app: &App, asked: &Asked, figure: &Figure, window: (u32, u32)) -> Result<SiteHoursPage, Problem> {
    let period = asked.period;
    let is_asked = asked.what == (What::Works {});
    app.ask(|vault, _| {
        vault.site_hours_page(period.to, window, |sites, lines| {
            if is_asked { hours::behind(sites, lines, period, figure) } else { Vec::new() }
        })
    })
}

impl UseCase for ListHoursBehind {
    const NAME: &'static str = "report.hours";
    type Answer = SiteHoursPage;

    fn run(self, app: &App) -> Result<SiteHoursPage, Problem> {
        let asked = self.ask.check(app)?;
        page(app, &asked, &self.figure, (self.offset, self.limit.min(500)))
    }
}

fn row(line: &SiteHoursLine, language: Language) -> Vec<Cell> {
    let text = |text: &str| if text.is_empty() { Cell::Empty } else { Cell::Text(text.to_owned()) };
    let what = &line.line.what;
    let contract =
        what.contract.map_or("", |contract| words::word(contract.code(), List::Contract, language));
    vec![
        text(&line.site_name),
        Cell::Day(what.on),
        text(&what.employer),
        text(&line.line.person_name),
        text(contract),
        Cell::Hours(what.minutes),
    ]
}

/// The whole list behind a figure as a sheet, whose people are noted as taken out.
pub(super) fn list(
    app: &App,
    asked: &Asked,
    figure: &Figure,
    language: Language,
) -> Result<(u32, Sheet), Problem> {
    let page = page(app, asked, figure, (0, u32::MAX))?;
    app.with(|open| {
        let named = page.lines.iter().filter(|line| !line.line.person_name.is_empty());
        for person in named.filter_map(|line| line.line.what.person) {
            access::note(open, app.now(), Some(person), AccessKind::Exported);
        }
        Ok(())
    })?;
    let sheet = Sheet {
        name: words::hours_sheet(language).to_owned(),
        heads: words::hours_heads(language),
        rows: page.lines.iter().map(|line| row(line, language)).collect(),
    };
    Ok((page.total, sheet))
}
