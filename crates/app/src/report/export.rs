//! Figures into files that spreadsheets open: whole, to stay within the team, or masked, to leave it. The passphrase is asked
//! again here, not in the page.

use passerelle_domain::report::ask::{FigureColumn, TableName, What};
use passerelle_domain::report::facts::Names;
use passerelle_domain::report::mask::{LEAST, Shown};
use passerelle_domain::report::outcome::OutcomeRule;
use passerelle_domain::report::period::{Against, Period};
use passerelle_domain::report::release::{Release, Released, release};
use passerelle_formats::csv;
use passerelle_formats::sheet::{self, Cell, Sheet};
use passerelle_vault::key;
use passerelle_vault::key::secret::Passphrase;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::drawing;
use super::words::{self, Said, said};
use super::{
    Asked, Counted, FigureReport, ReportAsk, ReportRow, ReportTable, count, hours, report, row_name,
};
use crate::desk::{App, Registrar, UseCase};
use crate::safe::Language;
use crate::{Problem, outside};

pub(super) fn register(registrar: &mut impl Registrar) {
    registrar.register::<ExportReport>();
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum ReportFormat {
    Xlsx,
    Csv,
    /// A drawing of the first table, as lines.
    Svg,
    /// The same as points.
    Png,
}

impl ReportFormat {
    /// How the name of such a file ends.
    pub(super) fn ending(self) -> &'static str {
        match self {
            ReportFormat::Xlsx => "xlsx",
            ReportFormat::Csv => "csv",
            ReportFormat::Svg => "svg",
            ReportFormat::Png => "png",
        }
    }
}

/// Writes the figures of a report as a workbook with a sheet that explains each indicator, as one long table, or its first table
/// as a drawing.
#[derive(Deserialize, TS)]
pub struct ExportReport {
    ask: ReportAsk,
    pub(super) against: Option<Against>,
    format: ReportFormat,
    /// Small counts are masked, and what would tell them.
    pub(super) masked: bool,
    /// The file, whole path, with the ending of its format, outside of the vault's folder. One that is there is replaced.
    path: String,
    #[ts(type = "string")]
    passphrase: Passphrase,
}

#[derive(Serialize, TS)]
pub struct ReportExported {
    pub tables: u32,
}

/// What a file says of itself, on the sheet of its indicators.
fn heading(
    app: &App,
    asked: &Asked,
    rules: &[OutcomeRule],
    masked: bool,
    language: Language,
) -> Result<Vec<String>, Problem> {
    let said = said(language);
    let note = if masked { said.note_masked } else { said.note_plain };
    let mut lines = vec![words::period(asked.period, language), note.to_owned()];
    let invented = if asked.what == (What::Works {}) {
        hours::invented(app, asked.period)? > 0
    } else {
        app.ask(|vault, _| {
            vault.figures(|lives, names| {
                lines.extend(rules.iter().map(|rule| words::rule_line(rule, names, language)));
                lives.iter().any(|life| life.person.demo)
            })
        })?
    };
    lines.extend(invented.then(|| said.invented.to_owned()));
    Ok(lines)
}

pub(super) fn label(
    what: What,
    table: TableName,
    row: &ReportRow,
    said: &Said,
    language: Language,
) -> String {
    match (&row.key, &row.name) {
        (None, _) => said.total.to_owned(),
        (Some(_), Some(name)) if table == TableName::Rules => {
            let from = row.of.as_deref().and_then(|of| of.parse().ok());
            from.map_or_else(|| name.clone(), |from| words::rule_row(name, from, language))
        }
        (Some(_), Some(name)) => name.clone(),
        (Some(key), None) => words::row(what, table, key, language),
    }
}

/// A count, or minutes as hours.
pub(super) fn number(column: FigureColumn, count: u32) -> Cell {
    if column.is_minutes() { Cell::Hours(count) } else { Cell::Number(count) }
}

fn days(count: Option<u32>) -> Cell {
    count.map_or(Cell::Empty, Cell::Number)
}

/// A table with every count, those of the other period behind, and the quartiles of delays.
fn plain_sheet(
    report: &FigureReport,
    table: &ReportTable,
    asked: &Asked,
    said: &Said,
    language: Language,
) -> Sheet {
    let has_partner = table.table != TableName::Rules && table.rows.iter().any(|row| row.of.is_some());
    let mut heads = vec![words::dimension(asked.what, table.table, language).to_owned()];
    heads.extend(has_partner.then(|| said.of.to_owned()));
    heads.extend(table.columns.iter().map(|column| words::column(*column, language).0.to_owned()));
    if let Some(before) = report.before {
        let of = words::period(before, language);
        heads.extend(
            table.columns.iter().map(|column| format!("{} {of}", words::column(*column, language).0)),
        );
    }
    let is_delays = table.table == TableName::Delays;
    heads.extend(words::quartiles(language).iter().filter(|_| is_delays).map(|(head, _)| (*head).to_owned()));
    let row = |row: &ReportRow| {
        let mut cells = vec![Cell::Text(label(asked.what, table.table, row, said, language))];
        cells.extend(has_partner.then(|| row.of.clone().map_or(Cell::Empty, Cell::Text)));
        cells.extend([Some(&row.counts), row.before.as_ref()].into_iter().flatten().flat_map(|counts| {
            table.columns.iter().zip(counts).map(|(column, count)| number(*column, *count))
        }));
        let delay = report.delays.iter().find(|delay| row.key.as_deref() == Some(delay.leg.code()));
        if let Some(delay) = delay.filter(|_| is_delays) {
            cells.extend([delay.first_quartile, delay.median, delay.third_quartile].map(days));
        }
        cells
    };
    // The legs of a delay lie within each other: their total is nobody's.
    let total = (!is_delays).then_some(&table.total);
    Sheet {
        name: words::table(table.table, language).to_owned(),
        heads,
        rows: table.rows.iter().chain(total).map(row).collect(),
    }
}

/// A masked list of one period.
pub(super) struct Masked {
    pub table: TableName,
    pub head: String,
    /// The parts, and what they add up to last.
    pub rows: Vec<(String, Cell)>,
}

fn shown(shown: Shown, column: Option<FigureColumn>, said: &Said) -> Cell {
    match (shown, column) {
        (Shown::Count(minutes), Some(column)) => number(column, minutes),
        (Shown::Count(count), None) => Cell::Number(count),
        (Shown::Masked, _) => Cell::Text(said.masked.to_owned()),
    }
}

fn masked_list(
    list: &Released,
    whole: Shown,
    asked: &Asked,
    name: &dyn Fn(&str) -> String,
    said: &Said,
    language: Language,
) -> Masked {
    let head = match list.column {
        Some(_) => words::dimension(asked.what, list.table, language),
        None => said.step,
    };
    let part = |(key, count): &(String, Shown)| {
        let label =
            if list.column.is_some() { name(key) } else { words::stopped_at(key, language).to_owned() };
        (label, shown(*count, list.column, said))
    };
    let mut rows: Vec<(String, Cell)> = match &list.parts {
        Some(parts) => parts.iter().map(part).collect(),
        None => vec![(said.withheld.to_owned(), Cell::Text(said.masked.to_owned()))],
    };
    rows.push((said.whole.to_owned(), shown(whole, list.column, said)));
    Masked { table: list.table, head: head.to_owned(), rows }
}

/// The lists of one period as they may leave.
pub(super) fn masked_lists(
    app: &App,
    asked: &Asked,
    period: Period,
    language: Language,
) -> Result<Vec<Masked>, Problem> {
    if asked.what == (What::Works {}) {
        return hours::counted(app, period, |counted, names| release_lists(asked, counted, names, language));
    }
    app.ask(|vault, _| {
        vault.figures(|lives, names| {
            release_lists(asked, &count(asked, period, lives, names), names, language)
        })
    })
}

fn release_lists(asked: &Asked, counted: &Counted, names: &Names, language: Language) -> Vec<Masked> {
    let words_of = said(language);
    if asked.what == (What::Delays {}) {
        return vec![quartiles(&counted.delays, &counted.tables, &words_of, language)];
    }
    let Release { whole, lists } = release(&counted.tables);
    let list = |list: &Released| {
        let name = |key: &str| {
            let (name, of) = row_name(asked.what, list.table, key, names);
            let from = of.as_deref().and_then(|of| of.parse().ok());
            let name = match (list.table, from) {
                (TableName::Rules, Some(from)) => name.map(|name| words::rule_row(&name, from, language)),
                _ => name,
            };
            name.unwrap_or_else(|| words::row(asked.what, list.table, key, language))
        };
        masked_list(list, whole, asked, &name, &words_of, language)
    };
    lists.iter().map(list).collect()
}

/// Of delays nothing leaves but the quartiles of five people or more: how many are counted in one leg tells of the next.
fn quartiles(
    delays: &[passerelle_domain::report::delay::Delay],
    tables: &[passerelle_domain::report::tally::Table],
    said: &Said,
    language: Language,
) -> Masked {
    let people = |leg: &str| {
        let rows = tables.iter().flat_map(|table| &table.rows).find(|(key, _)| key == leg);
        rows.and_then(|(_, cells)| cells.first()).map_or(0, |cell| cell.people)
    };
    let mut rows = Vec::new();
    for delay in delays {
        let leg = words::word(delay.leg.code(), words::List::Leg, language);
        let found = [delay.first_quartile, delay.median, delay.third_quartile];
        for ((head, _), days) in words::quartiles(language).into_iter().zip(found) {
            let told = days.filter(|_| people(delay.leg.code()) >= LEAST);
            let cell = told.map_or(Cell::Text(said.masked.to_owned()), Cell::Number);
            rows.push((format!("{leg}, {}", head.to_lowercase()), cell));
        }
    }
    Masked {
        table: TableName::Delays,
        head: words::dimension(What::Delays {}, TableName::Delays, language).to_owned(),
        rows,
    }
}

/// What each indicator counts, with the rule where one decides.
fn indicators(asked: &Asked, notes: &[String], said: &Said, language: Language) -> Sheet {
    let mut rows: Vec<Vec<Cell>> = Vec::new();
    let mut put = |name: &str, counts: &str| {
        rows.push(vec![Cell::Text(name.to_owned()), Cell::Text(counts.to_owned()), Cell::Day(asked.today)]);
    };
    for note in notes {
        put(said.file, note);
    }
    for (_, columns) in asked.what.tables() {
        for column in *columns {
            let (name, counts) = words::column(*column, language);
            put(name, counts);
        }
    }
    match asked.what {
        What::Delays {} => words::quartiles(language).iter().for_each(|(name, counts)| put(name, counts)),
        What::Caseload { .. } | What::Funnel { .. } | What::Outcomes {} | What::Works {} => {}
    }
    rows.dedup();
    let counted = match language {
        Language::Fr => "Compté le",
        Language::En => "Counted on",
    };
    Sheet {
        name: said.indicators.to_owned(),
        heads: vec![said.indicator.to_owned(), said.counts.to_owned(), counted.to_owned()],
        rows,
    }
}

fn text(cell: &Cell, said: &Said) -> String {
    match cell {
        Cell::Empty => String::new(),
        Cell::Text(text) => text.clone(),
        Cell::Number(count) => count.to_string(),
        Cell::Hours(minutes) => {
            let hundredths = (u64::from(*minutes) * 100 + 30) / 60;
            format!("{}{}{:02}", hundredths / 100, said.comma, hundredths % 100)
        }
        Cell::Day(on) => on.to_string(),
    }
}

/// Sheets as one long table: which table, which row, which indicator, how many.
pub(super) fn long(sheets: &[Sheet], said: &Said) -> String {
    let heads = [said.table, said.row, said.column, said.count].map(str::to_owned);
    let mut rows = Vec::new();
    for sheet in sheets {
        for cells in &sheet.rows {
            let Some((first, rest)) = cells.split_first() else { continue };
            for (head, cell) in sheet.heads.iter().skip(1).zip(rest) {
                if !matches!(cell, Cell::Empty) {
                    rows.push(vec![sheet.name.clone(), text(first, said), head.clone(), text(cell, said)]);
                }
            }
        }
    }
    csv::table(&heads, &rows)
}

fn sheets(
    app: &App,
    asked: &mut Asked,
    request: &ExportReport,
    language: Language,
) -> Result<(Vec<Sheet>, Vec<OutcomeRule>), Problem> {
    let words_of = said(language);
    let plain = report(app, asked, request.against)?;
    if !request.masked {
        let sheet = |table| plain_sheet(&plain, table, asked, &words_of, language);
        return Ok((plain.tables.iter().map(sheet).collect(), plain.rules));
    }
    asked.apart = true;
    let mut all = Vec::new();
    for period in std::iter::once(asked.period).chain(plain.before) {
        for list in masked_lists(app, asked, period, language)? {
            let name = format!(
                "{} {}",
                words::table(list.table, language),
                words::day(period.from, language).replace('/', "-")
            );
            let heads = vec![list.head, format!("{} {}", words_of.count, words::period(period, language))];
            let rows = list.rows.into_iter().map(|(label, cell)| vec![Cell::Text(label), cell]).collect();
            all.push(Sheet { name, heads, rows });
        }
    }
    Ok((all, plain.rules))
}

impl UseCase for ExportReport {
    const NAME: &'static str = "report.export";
    type Answer = ReportExported;

    fn run(self, app: &App) -> Result<ReportExported, Problem> {
        let mut asked = self.ask.check(app)?;
        let path = outside::place(&self.path, self.format.ending(), &app.place.dir)?;
        key::verify_passphrase(&app.place.dir, &self.passphrase, app.store.as_ref(), app.now().at.0)?;
        let language = app.settings.read().map_err(|_| Problem::Internal)?.language;
        if matches!(self.format, ReportFormat::Svg | ReportFormat::Png) {
            let drawn = drawing::drawing(app, &mut asked, &self, language)?;
            if let Some(bytes) = drawing::bytes(&drawn, self.format, &asked)? {
                outside::write_bytes(&path, &bytes)?;
            }
            return Ok(ReportExported { tables: 1 });
        }
        let (mut sheets, rules) = sheets(app, &mut asked, &self, language)?;
        let tables = u32::try_from(sheets.len()).unwrap_or(u32::MAX);
        match self.format {
            ReportFormat::Svg | ReportFormat::Png => {}
            ReportFormat::Csv => outside::write(&path, &long(&sheets, &said(language)))?,
            ReportFormat::Xlsx => {
                let notes = heading(app, &asked, &rules, self.masked, language)?;
                sheets.push(indicators(&asked, &notes, &said(language), language));
                let book = sheet::workbook(&sheets).map_err(|_| Problem::Internal)?;
                outside::write_bytes(&path, &book)?;
            }
        }
        Ok(ReportExported { tables })
    }
}
