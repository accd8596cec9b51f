//! Figures of the work and the lists behind them: asked for any period, compared with another one, written as tables.

mod columns;
mod drawing;
mod export;
mod hours;
mod lists;
mod people;
mod rule;
mod team;
mod words;

use std::collections::HashMap;

use chrono::NaiveDate;
use passerelle_domain::code::Insee;
use passerelle_domain::id::WorkerId;
use passerelle_domain::report::ask::{CaseloadBy, FigureColumn, FunnelBy, OUTSIDE, TableName, What};
use passerelle_domain::report::delay::Delay;
use passerelle_domain::report::facts::{Life, Names};
use passerelle_domain::report::outcome::OutcomeRule;
use passerelle_domain::report::period::{Against, Period};
use passerelle_domain::report::tally::{self, Ask, Table};
use passerelle_formats::draft::Point;
use serde::{Deserialize, Serialize};
use ts_rs::TS;
use uuid::Uuid;

use crate::Problem;
use crate::desk::{App, Registrar, UseCase};

pub(crate) fn register(registrar: &mut impl Registrar) {
    registrar.register::<ShowReport>();
    people::register(registrar);
    hours::register(registrar);
    rule::register(registrar);
    export::register(registrar);
    team::register(registrar);
}

/// A report of a period.
#[derive(Clone, Debug, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct ReportAsk {
    pub what: What,
    pub period: Period,
    /// Only what this vault's worker follows.
    pub mine: bool,
}

/// What a question to the facts needs beside them.
pub(super) struct Asked {
    pub what: What,
    pub period: Period,
    pub today: NaiveDate,
    pub only: Option<WorkerId>,
    /// Each combination of tags a row of its own.
    pub apart: bool,
}

impl Asked {
    pub fn with<'a>(&'a self, period: Period, names: &'a Names) -> Ask<'a> {
        let Asked { what, today, only, apart, .. } = *self;
        Ask { what, period, only, today, rules: &names.rules, names, apart }
    }
}

impl ReportAsk {
    /// Refuses a period that is none.
    pub(super) fn check(&self, app: &App) -> Result<Asked, Problem> {
        let period = self.period.check()?;
        let only = app.with(|open| Ok(self.mine.then_some(open.worker)))?;
        let today = app.now().today;
        Ok(Asked { what: self.what, period, today, only, apart: false })
    }
}

/// Counts the figures of a period, and beside them those of another.
#[derive(Deserialize, TS)]
pub struct ShowReport {
    ask: ReportAsk,
    against: Option<Against>,
}

/// The middle of a commune, in degrees.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, TS)]
pub struct MapPoint {
    pub latitude: f64,
    pub longitude: f64,
}

impl From<Point> for MapPoint {
    fn from(point: Point) -> Self {
        Self { latitude: point.latitude, longitude: point.longitude }
    }
}

/// One row of a table: its counts in the order of the columns.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct ReportRow {
    /// By which a list behind a figure asks for it; none for the total.
    pub key: Option<String>,
    /// What it is called where it is nothing of a closed list: a colleague, a commune, a programme, a partner.
    pub name: Option<String>,
    /// Whose programme it is; of a rule, the day from which it holds.
    pub of: Option<String>,
    pub counts: Vec<u32>,
    /// Of the period that is compared with.
    pub before: Option<Vec<u32>>,
    /// Where a commune of the region lies.
    pub place: Option<MapPoint>,
    /// The borders of a neighbourhood, holes too, each closed; empty for all others.
    pub rings: Vec<Vec<MapPoint>>,
}

#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct ReportTable {
    pub table: TableName,
    pub columns: Vec<FigureColumn>,
    pub rows: Vec<ReportRow>,
    /// Each case or referral once, though it may stand in several rows.
    pub total: ReportRow,
}

#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct FigureReport {
    pub period: Period,
    /// None where nothing was to be compared, or the two would overlap.
    pub before: Option<Period>,
    pub tables: Vec<ReportTable>,
    /// Quartiles, for a report of delays.
    pub delays: Vec<Delay>,
    pub delays_before: Vec<Delay>,
    /// By what exits were counted as positive, the rule that began first on top; where there was no exit, what holds now.
    pub rules: Vec<OutcomeRule>,
    /// How many invented people are counted among the rest.
    pub invented: u32,
    /// How many people are not counted, since the use of their file is limited by right.
    pub limited: u32,
    /// The day the figures were counted on.
    pub on: NaiveDate,
}

/// Everything that was counted for one period.
pub(super) struct Counted {
    pub tables: Vec<Table>,
    pub delays: Vec<Delay>,
}

pub(super) fn count(asked: &Asked, period: Period, lives: &[Life], names: &Names) -> Counted {
    let ask = asked.with(period, names);
    let delays = if asked.what == (What::Delays {}) { tally::delays(&ask, lives) } else { Vec::new() };
    Counted { tables: tally::tables(&ask, lives), delays }
}

/// What a row is called, and whose it is.
pub(super) fn row_name(
    what: What,
    table: TableName,
    key: &str,
    names: &Names,
) -> (Option<String>, Option<String>) {
    let id = Uuid::parse_str(key).ok();
    if table == TableName::Rules {
        let rule = rule::of_row(&names.rules, key);
        return rule.map_or((None, None), |rule| (Some(rule.name.clone()), Some(rule.from.to_string())));
    }
    if table == TableName::Works {
        return (id.and_then(|id| names.sites.get(&id)).cloned(), None);
    }
    let programme = |id: Option<Uuid>| {
        let programme = id.and_then(|id| names.programmes.get(&id));
        let known = programme.map(|programme| (programme.name.clone(), programme.provider_name.clone()));
        known.map_or((None, None), |(name, provider)| (Some(name), Some(provider)))
    };
    match (what, table) {
        (What::Caseload { by: CaseloadBy::Referent }, _) => {
            (id.and_then(|id| names.workers.get(&id)).cloned(), None)
        }
        (What::Caseload { by: CaseloadBy::Commune }, _) if !key.is_empty() => (Some(key.to_owned()), None),
        (What::Caseload { by: CaseloadBy::Neighbourhood }, _) if !key.is_empty() && key != OUTSIDE => {
            (Some(key.to_owned()), None)
        }
        (What::Funnel { by: FunnelBy::Programme }, TableName::Funnel) | (_, TableName::Ways) => programme(id),
        (What::Funnel { by: FunnelBy::Provider }, TableName::Funnel) => {
            let of = names
                .programmes
                .values()
                .find(|programme| id.is_some() && programme.provider.map(|provider| provider.0) == id);
            (of.map(|programme| programme.provider_name.clone()), None)
        }
        _ => (None, None),
    }
}

pub(super) fn view(what: What, now: &Table, before: Option<&Table>, names: &Names) -> ReportTable {
    let counts = |cells: &[tally::Cell]| cells.iter().map(|cell| cell.count).collect::<Vec<u32>>();
    let none = || vec![0; now.columns.len()];
    let find = |table: &Table, key: &str| {
        table.rows.iter().find(|(other, _)| other == key).map(|(_, cells)| counts(cells))
    };
    let row = |key: &str, counts: Vec<u32>, before: Option<Vec<u32>>| {
        let (name, of) = row_name(what, now.table, key, names);
        ReportRow { key: Some(key.to_owned()), name, of, counts, before, place: None, rings: Vec::new() }
    };
    let mut rows: Vec<ReportRow> = now
        .rows
        .iter()
        .map(|(key, cells)| {
            let earlier = before.map(|table| find(table, key).unwrap_or_else(none));
            row(key, counts(cells), earlier)
        })
        .collect();
    for (key, cells) in before.iter().flat_map(|table| &table.rows) {
        if find(now, key).is_none() {
            rows.push(row(key, none(), Some(counts(cells))));
        }
    }
    sort(&mut rows);
    let total = ReportRow {
        key: None,
        name: None,
        of: None,
        counts: counts(&now.total),
        before: before.map(|table| counts(&table.total)),
        place: None,
        rings: Vec::new(),
    };
    ReportTable { table: now.table, columns: now.columns.to_vec(), rows, total }
}

/// A closed list keeps its order; names come by what they say, and what is not told comes last.
fn sort(rows: &mut [ReportRow]) {
    rows.sort_by_key(|row| {
        let name = row.name.as_deref().map(passerelle_domain::person::name::fold);
        (row.key.as_deref() == Some(""), name)
    });
}

/// What the neighbourhoods of a table are called and how they lie, as far as their list and outlines were taken in and can be
/// read: the figures stand without them.
fn draw_neighbourhoods(app: &App, table: &mut ReportTable) {
    let codes: Vec<&str> = table.rows.iter().filter_map(|row| row.name.as_deref()).collect();
    let known = app.shelf().and_then(|catalogue| Ok(catalogue.shapes(&codes)?));
    let shapes = known.unwrap_or_default();
    for row in &mut table.rows {
        let Some(shape) = shapes.iter().find(|shape| row.key.as_deref() == Some(&shape.code)) else {
            continue;
        };
        if !shape.name.is_empty() {
            row.name = Some(format!("{} ({})", shape.name, shape.code));
        }
        let ring = |ring: &Vec<Point>| ring.iter().copied().map(MapPoint::from).collect();
        row.rings = shape.rings.iter().map(ring).collect();
    }
    sort(&mut table.rows);
}

/// Where the communes of a table lie: by the code that stands beside the name in somebody's address.
fn put_on_the_map(table: &mut ReportTable, lives: &[Life]) {
    let mut codes: HashMap<&str, &str> = HashMap::new();
    for life in lives.iter().filter(|life| !life.person.insee.is_empty()) {
        codes.entry(&life.person.commune).or_insert(&life.person.insee);
    }
    for row in &mut table.rows {
        let code =
            row.key.as_deref().and_then(|name| codes.get(name)).and_then(|code| Insee::parse(code).ok());
        let centre = code.and_then(|code| passerelle_catalogue::centre(&code));
        row.place = centre.map(MapPoint::from);
    }
}

/// Counts one period and what it is compared with, and says it.
pub(super) fn report(app: &App, asked: &Asked, against: Option<Against>) -> Result<FigureReport, Problem> {
    let before = against.and_then(|against| asked.period.compared(against));
    if asked.what == (What::Works {}) {
        return hours::report(app, asked, before);
    }
    let limited = app.ask(|vault, _| vault.left_out_of_figures())?;
    let mut report = app.ask(|vault, _| {
        vault.figures(|lives, names| {
            let now = count(asked, asked.period, lives, names);
            let earlier = before.map(|period| count(asked, period, lives, names));
            let pairs = now.tables.iter().enumerate().map(|(at, table)| {
                let earlier = earlier.as_ref().and_then(|earlier| earlier.tables.get(at));
                view(asked.what, table, earlier, names)
            });
            let mut tables: Vec<ReportTable> = pairs.collect();
            if asked.what == (What::Caseload { by: CaseloadBy::Commune }) {
                for table in &mut tables {
                    put_on_the_map(table, lives);
                }
            }
            let invented = lives.iter().filter(|life| life.person.demo).count();
            let rules = if asked.what == (What::Outcomes {}) {
                rule::used(&names.rules, [Some(&now), earlier.as_ref()], asked.period.to)
            } else {
                Vec::new()
            };
            FigureReport {
                period: asked.period,
                before,
                tables,
                delays: now.delays,
                delays_before: earlier.map(|earlier| earlier.delays).unwrap_or_default(),
                rules,
                invented: u32::try_from(invented).unwrap_or(u32::MAX),
                limited,
                on: asked.today,
            }
        })
    })?;
    if asked.what == (What::Caseload { by: CaseloadBy::Neighbourhood }) {
        for table in &mut report.tables {
            draw_neighbourhoods(app, table);
        }
    }
    Ok(report)
}

impl UseCase for ShowReport {
    const NAME: &'static str = "report.show";
    type Answer = FigureReport;

    fn run(self, app: &App) -> Result<FigureReport, Problem> {
        let asked = self.ask.check(app)?;
        report(app, &asked, self.against)
    }
}
