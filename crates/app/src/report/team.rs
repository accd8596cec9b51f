//! Figures of whole teams without their files: what a team gives, and several of them added up.

use std::fs::File;
use std::io::Read as _;
use std::path::{Path, PathBuf};

use chrono::NaiveDate;
use passerelle_domain::Refusal;
use passerelle_domain::person::line;
use passerelle_domain::report::ask::{CaseloadBy, OUTSIDE, TableName, What};
use passerelle_domain::report::facts::Life;
use passerelle_domain::report::period::Period;
use passerelle_domain::report::release::release;
use passerelle_domain::report::team::{
    COUNTED, KIND, NotAdded, Sum, SumList, SumReport, TeamFigures, TeamHead, TeamReport, VERSION, add_up,
    choose,
};
use passerelle_formats::sheet::{self, Cell, Sheet};
use passerelle_vault::key;
use passerelle_vault::key::secret::Passphrase;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::words::{self, Said, said, say};
use super::{Asked, count, export};
use crate::desk::{App, Registrar, UseCase};
use crate::safe::Language;
use crate::{Problem, outside};

/// The most bytes that are read of a file, and the most files at once.
const LARGEST: u64 = 4 << 20;
const MOST: usize = 500;

pub(super) fn register(registrar: &mut impl Registrar) {
    registrar.register::<GiveTeamFigures>();
    registrar.register::<AddTeamsUp>();
    registrar.register::<ExportTeamSum>();
}

/// Writes this team's counts of a period for whoever adds several teams up: masked, without invented people, without a name.
#[derive(Deserialize, TS)]
pub struct GiveTeamFigures {
    period: Period,
    /// What the team is called where the figures are read.
    team: String,
    /// The file, whole path, ending in `.json`, outside of the vault's folder. One that is there is replaced.
    path: String,
    #[ts(type = "string")]
    passphrase: Passphrase,
}

#[derive(Serialize, TS)]
pub struct TeamFiguresGiven {
    pub reports: u32,
    /// People who are not counted: invented ones.
    pub invented: u32,
}

fn team_name(typed: &str) -> Result<String, Problem> {
    let name = line("team", typed, 100)?;
    if name.is_empty() { Err(Refusal::Unreadable { field: "team".to_owned() }.into()) } else { Ok(name) }
}

impl UseCase for GiveTeamFigures {
    const NAME: &'static str = "report.give_team";
    type Answer = TeamFiguresGiven;

    fn run(self, app: &App) -> Result<TeamFiguresGiven, Problem> {
        let period = self.period.check()?;
        let team = team_name(&self.team)?;
        let path = outside::place(&self.path, "json", &app.place.dir)?;
        key::verify_passphrase(&app.place.dir, &self.passphrase, app.store.as_ref(), app.now().at.0)?;
        let today = app.now().today;
        let (reports, invented) = app.ask(|vault, _| {
            vault.figures(|lives, names| {
                let real: Vec<Life> = lives.iter().filter(|life| !life.person.demo).cloned().collect();
                let report = |what| {
                    let asked = Asked { what, period, today, only: None, apart: true };
                    TeamReport::new(what, release(&count(&asked, period, &real, names).tables))
                };
                let reports: Vec<TeamReport> = COUNTED.iter().copied().map(report).collect();
                (reports, lives.len() - real.len())
            })
        })?;
        let given = u32::try_from(reports.len()).unwrap_or(u32::MAX);
        let figures =
            TeamFigures { kind: KIND.to_owned(), version: VERSION, team, period, counted_on: today, reports };
        let mut text = serde_json::to_string_pretty(&figures).map_err(|_| Problem::Internal)?;
        text.push('\n');
        outside::write(&path, &text)?;
        Ok(TeamFiguresGiven { reports: given, invented: u32::try_from(invented).unwrap_or(u32::MAX) })
    }
}

/// A file that was named, and what became of it.
#[derive(Clone, Debug, Serialize, TS)]
pub struct TeamFile {
    /// Its name without its folder.
    pub file: String,
    /// None where it cannot be read.
    pub team: Option<String>,
    pub counted_on: Option<NaiveDate>,
    /// None where it is added up.
    pub refused: Option<NotAdded>,
}

/// Several teams together.
#[derive(Clone, Debug, Serialize, TS)]
pub struct TeamSum {
    /// The days of the files that are added up; none where none is.
    pub period: Option<Period>,
    pub files: Vec<TeamFile>,
    pub reports: Vec<SumReport>,
}

fn read(path: &Path) -> Result<TeamFigures, NotAdded> {
    let unread = |_| NotAdded::Unreadable;
    if !path.is_file() {
        return Err(NotAdded::Unreadable);
    }
    let mut text = String::new();
    File::open(path).and_then(|file| file.take(LARGEST).read_to_string(&mut text)).map_err(unread)?;
    serde_json::from_str::<TeamHead>(&text).map_err(|_| NotAdded::Unreadable)?.check()?;
    serde_json::from_str::<TeamFigures>(&text).map_err(|_| NotAdded::Unreadable)?.check()
}

fn sum(typed: &[String]) -> Result<TeamSum, Problem> {
    let field = || "paths".to_owned();
    let paths: Vec<PathBuf> = typed.iter().map(|path| PathBuf::from(path.trim())).collect();
    if paths.is_empty() || paths.len() > MOST || paths.iter().any(|path| !path.is_absolute()) {
        return Err(Refusal::Unreadable { field: field() }.into());
    }
    let all: Vec<Result<TeamFigures, NotAdded>> = paths.iter().map(|path| read(path)).collect();
    let chosen = choose(all.clone());
    let mut files = Vec::new();
    for ((path, read), chosen) in paths.iter().zip(&all).zip(&chosen) {
        let named = read.as_ref().ok();
        files.push(TeamFile {
            file: path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default(),
            team: named.map(|team| team.team.clone()),
            counted_on: named.map(|team| team.counted_on),
            refused: chosen.as_ref().err().copied(),
        });
    }
    let teams: Vec<TeamFigures> = chosen.into_iter().flatten().collect();
    Ok(TeamSum { period: teams.first().map(|team| team.period), files, reports: add_up(&teams) })
}

/// Adds up what several teams gave. It reads no vault and keeps nothing.
#[derive(Deserialize, TS)]
pub struct AddTeamsUp {
    /// The files, whole paths, at most 500.
    paths: Vec<String>,
}

impl UseCase for AddTeamsUp {
    const NAME: &'static str = "report.add_teams_up";
    const NEEDS_UNLOCKED: bool = false;
    type Answer = TeamSum;

    fn run(self, _: &App) -> Result<TeamSum, Problem> {
        sum(&self.paths)
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum SumFormat {
    Xlsx,
    Csv,
}

impl SumFormat {
    /// How the name of such a file ends.
    fn ending(self) -> &'static str {
        match self {
            SumFormat::Xlsx => "xlsx",
            SumFormat::Csv => "csv",
        }
    }
}

/// Writes the sum of several teams as a workbook or as one long table.
#[derive(Deserialize, TS)]
pub struct ExportTeamSum {
    /// The files of the teams, whole paths.
    paths: Vec<String>,
    format: SumFormat,
    /// The file to write, whole path, with the ending of its format, outside of the vault's folder.
    path: String,
}

#[derive(Serialize, TS)]
pub struct TeamSumExported {
    pub teams: u32,
}

fn masked_by(language: Language) -> &'static str {
    say(language, "Équipes qui masquent", "Teams that mask it")
}

fn withheld_by(language: Language) -> &'static str {
    say(language, "équipes qui ne détaillent pas", "teams that tell no detail")
}

fn teams_said(language: Language) -> [&'static str; 3] {
    match language {
        Language::Fr => ["Équipes", "Équipe", "Compté le"],
        Language::En => ["Teams", "Team", "Counted on"],
    }
}

/// What the steps of a report are told apart by, in the name of their sheet.
fn report_of(what: What, language: Language) -> String {
    let [(table, _), ..] = what.tables() else { return String::new() };
    format!("{} {}", words::table(*table, language), words::dimension(what, *table, language).to_lowercase())
}

/// What a row is called: a commune by its own name, a neighbourhood by its code.
fn row_name(what: What, table: TableName, key: &str, language: Language) -> String {
    let named = match what {
        What::Caseload { by: CaseloadBy::Commune } => !key.is_empty(),
        What::Caseload { by: CaseloadBy::Neighbourhood } => !key.is_empty() && key != OUTSIDE,
        _ => false,
    };
    if named {
        return key.to_owned();
    }
    words::row(what, table, key, language)
}

/// What a sum says in its cells: the number where every team told it.
fn told(sum: Sum) -> [Cell; 2] {
    let number = |count: u64| Cell::Number(u32::try_from(count).unwrap_or(u32::MAX));
    [number(sum.told), number(u64::from(sum.masked))]
}

fn list_sheet(report: &SumReport, list: &SumList, said: &Said, language: Language) -> Sheet {
    let head = match list.column {
        Some(_) => words::dimension(report.what, list.table, language),
        None => said.step,
    };
    let row = |(key, sum): &(String, Sum)| {
        let label = match list.column {
            Some(_) => row_name(report.what, list.table, key, language),
            None => words::stopped_at(key, language).to_owned(),
        };
        std::iter::once(Cell::Text(label)).chain(told(*sum)).collect()
    };
    let mut rows: Vec<Vec<Cell>> = list.rows.iter().map(row).collect();
    let whole = std::iter::once(Cell::Text(said.whole.to_owned())).chain(told(report.whole));
    rows.push(whole.collect());
    if list.withheld > 0 {
        rows.push(vec![
            Cell::Text(withheld_by(language).to_owned()),
            Cell::Empty,
            Cell::Number(list.withheld),
        ]);
    }
    let name = match list.column {
        Some(_) => format!("{} {}", words::table(list.table, language), head.to_lowercase()),
        None => format!("{} {}", report_of(report.what, language), said.step.to_lowercase()),
    };
    let heads = vec![head.to_owned(), said.count.to_owned(), masked_by(language).to_owned()];
    Sheet { name, heads, rows }
}

impl UseCase for ExportTeamSum {
    const NAME: &'static str = "report.export_team_sum";
    const NEEDS_UNLOCKED: bool = false;
    type Answer = TeamSumExported;

    fn run(self, app: &App) -> Result<TeamSumExported, Problem> {
        let path = outside::place(&self.path, self.format.ending(), &app.place.dir)?;
        let sum = sum(&self.paths)?;
        let language = app.settings.read().map_err(|_| Problem::Internal)?.language;
        let words_of = said(language);
        let lists = sum.reports.iter().flat_map(|report| report.lists.iter().map(move |list| (report, list)));
        let mut sheets: Vec<Sheet> =
            lists.map(|(report, list)| list_sheet(report, list, &words_of, language)).collect();
        let added = sum.files.iter().filter(|file| file.refused.is_none());
        let teams: Vec<Vec<Cell>> = added
            .map(|file| {
                let on = file.counted_on.map_or(Cell::Empty, Cell::Day);
                vec![Cell::Text(file.team.clone().unwrap_or_default()), on]
            })
            .collect();
        let count = u32::try_from(teams.len()).unwrap_or(u32::MAX);
        match self.format {
            SumFormat::Csv => outside::write(&path, &export::long(&sheets, &words_of))?,
            SumFormat::Xlsx => {
                let [name, team, on] = teams_said(language);
                let heads = vec![team.to_owned(), on.to_owned()];
                sheets.push(Sheet { name: name.to_owned(), heads, rows: teams });
                let book = sheet::workbook(&sheets).map_err(|_| Problem::Internal)?;
                outside::write_bytes(&path, &book)?;
            }
        }
        Ok(TeamSumExported { teams: count })
    }
}
