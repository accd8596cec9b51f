//! What leaves for the fund by name: the participants, in columns that the worker says, as whoever pays asks for them. The
//! passphrase is asked again here, not in the page.

use passerelle_domain::fund::column::{self, FundColumn, FundSource};
use passerelle_domain::fund::{Holds, Indicator, missing};
use passerelle_domain::id::FundOperationId;
use passerelle_domain::rights::AccessKind;
use passerelle_formats::csv;
use passerelle_formats::sheet::{self, Cell, Sheet};
use passerelle_vault::fund::FundRecord;
use passerelle_vault::key;
use passerelle_vault::key::secret::Passphrase;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::words::{self, say};
use crate::desk::{App, Registrar, UseCase};
use crate::safe::Language;
use crate::{Problem, access, outside};

pub(super) fn register(registrar: &mut impl Registrar) {
    registrar.register::<PreviewExport>();
    registrar.register::<ExportParticipants>();
}

/// How a file of the fund is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum FundFormat {
    Xlsx,
    Csv,
}

/// Lines of a preview.
const PREVIEWED: u32 = 12;

/// The first lines as they would leave.
#[derive(Deserialize, TS)]
pub struct PreviewExport {
    operation: FundOperationId,
    columns: Vec<FundColumn>,
}

#[derive(Serialize, TS)]
pub struct FundPreview {
    pub heads: Vec<String>,
    pub rows: Vec<Vec<String>>,
}

pub(super) fn text(text: &str) -> Cell {
    if text.is_empty() { Cell::Empty } else { Cell::Text(text.to_owned()) }
}

fn day(day: Option<chrono::NaiveDate>) -> Cell {
    day.map_or(Cell::Empty, Cell::Day)
}

fn cell(record: &FundRecord, source: FundSource, today: chrono::NaiveDate, language: Language) -> Cell {
    let (who, file) = (&record.participant, &record.who);
    let (entry, exit, later) = (&who.entry, who.exit, who.later);
    let yes_no = |answer: Option<bool>| text(words::yes_no(answer, language));
    let told = |answer| text(words::told(answer, language));
    match source {
        FundSource::FamilyName => text(&file.family_name),
        FundSource::GivenName => text(&file.given_name),
        FundSource::Birth => match entry.birth {
            Some(birth) => birth.day().map_or_else(|| Cell::Text(birth.to_string()), Cell::Day),
            None => Cell::Empty,
        },
        FundSource::Gender => entry.sex.map_or(Cell::Empty, |sex| text(words::sex(sex, language))),
        FundSource::Age => {
            let age = entry.birth.map(|birth| birth.age_on(who.entered_on));
            let sure = age.filter(|age| age.at_least == age.at_most);
            sure.map_or(Cell::Empty, |age| Cell::Number(u32::from(age.at_least)))
        }
        FundSource::Address => text(&file.address_line),
        FundSource::PostalCode => text(&file.postal_code),
        FundSource::Commune => text(&file.commune),
        FundSource::Insee => text(&file.insee),
        FundSource::Phone => text(&file.phone),
        FundSource::Email => text(&file.email),
        FundSource::Qpv => text(&file.qpv),
        FundSource::EnteredOn => Cell::Day(who.entered_on),
        FundSource::LeftOn => day(who.left_on),
        FundSource::LeftReason => {
            record.left_reason.map_or(Cell::Empty, |reason| text(words::leaving(reason, language)))
        }
        FundSource::Labour => {
            entry.labour.map_or(Cell::Empty, |labour| text(words::labour(labour, language)))
        }
        FundSource::UnemployedSince => day(entry.unemployed_since),
        FundSource::LongUnemployed => match Indicator::LongUnemployed.holds(who) {
            Holds::Yes => yes_no(Some(true)),
            Holds::No => yes_no(Some(false)),
            Holds::Refused | Holds::Unknown => Cell::Empty,
        },
        FundSource::Education => yes_no(entry.in_education),
        FundSource::Level => entry.level.map_or(Cell::Empty, |level| text(words::level(level, language))),
        FundSource::Disability => told(entry.disability),
        FundSource::ThirdCountry => told(entry.third_country),
        FundSource::ForeignBackground => told(entry.foreign_background),
        FundSource::Minority => told(entry.minority),
        FundSource::Housing => told(entry.housing),
        FundSource::Rural => yes_no(entry.rural),
        FundSource::ExitOn => day(exit.map(|exit| exit.on)),
        FundSource::ExitLabour => {
            let labour = exit.and_then(|exit| exit.labour);
            labour.map_or(Cell::Empty, |labour| text(words::labour(labour, language)))
        }
        FundSource::ExitSearching => yes_no(exit.and_then(|exit| exit.searching)),
        FundSource::ExitEducation => yes_no(exit.and_then(|exit| exit.in_education)),
        FundSource::ExitQualified => yes_no(exit.and_then(|exit| exit.qualified)),
        FundSource::LaterOn => day(later.map(|later| later.on)),
        FundSource::LaterEmployed => yes_no(later.and_then(|later| later.employed)),
        FundSource::LaterImproved => yes_no(later.and_then(|later| later.improved)),
        FundSource::Missing => {
            let items: Vec<&str> =
                missing(who, today).into_iter().map(|item| words::item(item, language)).collect();
            text(&items.join(", "))
        }
        FundSource::Nothing => Cell::Empty,
    }
}

fn rows(
    records: &[FundRecord],
    columns: &[FundColumn],
    today: chrono::NaiveDate,
    language: Language,
) -> Vec<Vec<Cell>> {
    let row = |record: &FundRecord| {
        columns.iter().map(|column| cell(record, column.source, today, language)).collect()
    };
    records.iter().map(row).collect()
}

pub(super) fn plain(cell: &Cell) -> String {
    match cell {
        Cell::Empty => String::new(),
        Cell::Text(text) => text.clone(),
        Cell::Number(count) => count.to_string(),
        Cell::Hours(minutes) => (f64::from(*minutes) / 60.0).to_string(),
        Cell::Day(on) => on.to_string(),
    }
}

fn heads(columns: &[FundColumn]) -> Vec<String> {
    columns.iter().map(|column| column.head.clone()).collect()
}

impl UseCase for PreviewExport {
    const NAME: &'static str = "fund.preview";
    type Answer = FundPreview;

    fn run(self, app: &App) -> Result<FundPreview, Problem> {
        let columns = column::check(&self.columns)?;
        let language = app.settings.read().map_err(|_| Problem::Internal)?.language;
        let records = app.ask(|vault, now| vault.fund_records(self.operation, PREVIEWED, now.today))?;
        let rows = rows(&records, &columns, app.now().today, language);
        let rows = rows.iter().map(|row| row.iter().map(plain).collect()).collect();
        Ok(FundPreview { heads: heads(&columns), rows })
    }
}

/// Writes the participants by name, as whoever pays asks for them.
#[derive(Deserialize, TS)]
pub struct ExportParticipants {
    operation: FundOperationId,
    columns: Vec<FundColumn>,
    format: FundFormat,
    /// The file, whole path, with the ending of its format, outside of the vault's folder. One that is there is replaced.
    path: String,
    #[ts(type = "string")]
    passphrase: Passphrase,
}

#[derive(Serialize, TS)]
pub struct FundExported {
    pub lines: u32,
}

/// What the file is of and what each column is, on a sheet of its own.
fn columns_sheet(name: &str, columns: &[FundColumn], language: Language) -> Sheet {
    let mut rows = vec![vec![
        Cell::Text(name.to_owned()),
        Cell::Text(
            say(
                language,
                "Liste nominative, avec des données sensibles : à remettre au seul financeur, à effacer ensuite.",
                "List by name, with sensitive data: for whoever pays alone, to be erased afterwards.",
            )
            .replace(" :", "\u{a0}:"),
        ),
    ]];
    rows.extend(columns.iter().map(|column| {
        let (head, note) = words::source(column.source, language);
        let said = if note.is_empty() { head.to_owned() } else { format!("{head} ({note})") };
        vec![Cell::Text(column.head.clone()), Cell::Text(said)]
    }));
    let heads = [say(language, "Colonne", "Column"), say(language, "Ce qu’elle contient", "What it holds")];
    Sheet {
        name: say(language, "Colonnes", "Columns").to_owned(),
        heads: heads.map(str::to_owned).to_vec(),
        rows,
    }
}

pub(super) fn ending(format: FundFormat) -> &'static str {
    match format {
        FundFormat::Xlsx => "xlsx",
        FundFormat::Csv => "csv",
    }
}

impl UseCase for ExportParticipants {
    const NAME: &'static str = "fund.export";
    type Answer = FundExported;

    fn run(self, app: &App) -> Result<FundExported, Problem> {
        let columns = column::check(&self.columns)?;
        let path = outside::place(&self.path, ending(self.format), &app.place.dir)?;
        key::verify_passphrase(&app.place.dir, &self.passphrase, app.store.as_ref(), app.now().at.0)?;
        let language = app.settings.read().map_err(|_| Problem::Internal)?.language;
        let (operation, _) = app.ask(|vault, _| vault.fund_operation_kept(self.operation))?;
        let records = app.ask(|vault, now| vault.fund_records(self.operation, u32::MAX, now.today))?;
        let rows = rows(&records, &columns, app.now().today, language);
        let name = say(language, "Participants", "Participants").to_owned();
        // Told before anything leaves: what cannot be written was meant to leave all the same.
        app.with(|open| {
            for record in &records {
                access::note(open, app.now(), Some(record.person), AccessKind::Exported);
            }
            Ok(())
        })?;
        match self.format {
            FundFormat::Csv => {
                let rows: Vec<Vec<String>> = rows.iter().map(|row| row.iter().map(plain).collect()).collect();
                outside::write(&path, &csv::table(&heads(&columns), &rows))?;
            }
            FundFormat::Xlsx => {
                let sheets = [
                    Sheet { name, heads: heads(&columns), rows },
                    columns_sheet(&operation.name, &columns, language),
                ];
                let book = sheet::workbook(&sheets).map_err(|_| Problem::Internal)?;
                outside::write_bytes(&path, &book)?;
            }
        }
        Ok(FundExported { lines: u32::try_from(records.len()).unwrap_or(u32::MAX) })
    }
}
