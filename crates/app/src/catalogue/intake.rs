//! Taking files of others into the catalogue, watching them come, and taking them back.

use std::fs::File;
use std::io::BufReader;

use chrono::NaiveDate;
use passerelle_catalogue::{Format, Header, ImportLine, Imported, digest};
use passerelle_domain::Topic;
use passerelle_domain::code::QpvEdition;
use passerelle_formats::report::{self, Report};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::reading::{look, plain_file};
use crate::Problem;
use crate::desk::{App, Registrar, UseCase};

pub(super) fn register(registrar: &mut impl Registrar) {
    registrar.register::<ImportCatalogue>();
    registrar.register::<UndoImport>();
    registrar.register::<ReadImports>();
    registrar.register::<ReadImportReport>();
    registrar.register::<ReadProgress>();
    registrar.register::<StopReading>();
}

/// Takes a file in: whole or not at all.
#[derive(Deserialize, TS)]
pub struct ImportCatalogue {
    /// The whole path.
    path: String,
    /// None: what it is seen to be.
    format: Option<Format>,
    /// What the catalogue holds of the same sources and the file does not, is gone.
    whole: bool,
}

#[derive(Serialize, TS)]
pub struct CatalogueTaken {
    pub format: Format,
    pub changes: Imported,
    pub report: Report,
}

impl UseCase for ImportCatalogue {
    const NAME: &'static str = "catalogue.import";
    type Answer = CatalogueTaken;

    fn run(self, app: &App) -> Result<CatalogueTaken, Problem> {
        let path = plain_file(&self.path)?;
        let catalogue = app.shelf()?;
        let run = app.shelf.begin(path)?;
        let format = match self.format {
            Some(format) => format,
            None => look(path, &|bytes| run.tell(bytes))?.format,
        };
        let open = || File::open(path).map_err(report::Refusal::from);
        let header = Header {
            format: format.code().to_owned(),
            file: path.file_name().map_or_else(String::new, |name| name.to_string_lossy().into_owned()),
            digest: digest(&mut open()?)?,
            at: app.now().at.0,
            whole: self.whole,
        };
        let mut reader = BufReader::new(open()?);
        let changes = catalogue.take_in(&header, format, &mut reader, &mut |bytes| run.tell(bytes))?;
        app.touch([Topic::Catalogue]);
        Ok(CatalogueTaken { format, changes, report: catalogue.import_report(changes.import)? })
    }
}

impl From<report::Refusal> for Problem {
    fn from(refusal: report::Refusal) -> Self {
        Problem::FileRefused { refusal }
    }
}

/// Takes the last import of its format back.
#[derive(Deserialize, TS)]
pub struct UndoImport {
    import: i64,
}

impl UseCase for UndoImport {
    const NAME: &'static str = "catalogue.undo_import";
    type Answer = ();

    fn run(self, app: &App) -> Result<(), Problem> {
        app.shelf()?.undo_import(self.import)?;
        app.touch([Topic::Catalogue]);
        Ok(())
    }
}

/// What is in the catalogue, and from which files.
#[derive(Serialize, TS)]
pub struct CatalogueState {
    /// Offers that newer data still have.
    pub offers: u32,
    /// Communes whose addresses are here.
    pub communes: u32,
    /// The outlines of the priority neighbourhoods in force are here.
    pub outlines: bool,
    /// The newest first.
    pub imports: Vec<ImportLine>,
    /// When the newest record of an offer was changed by its owner, where that is told.
    pub data_on: Option<NaiveDate>,
}

#[derive(Deserialize, TS)]
pub struct ReadImports {}

impl UseCase for ReadImports {
    const NAME: &'static str = "catalogue.state";
    type Answer = CatalogueState;

    fn run(self, app: &App) -> Result<CatalogueState, Problem> {
        let catalogue = app.shelf()?;
        let imports = catalogue.imports()?;
        let of_offers = |line: &&ImportLine| matches!(line.format.as_str(), "inclusion" | "lheo" | "hsds");
        Ok(CatalogueState {
            offers: catalogue.count()?,
            communes: catalogue.communes_with_addresses()?,
            outlines: catalogue.atlases()?.has(QpvEdition::Of2024),
            data_on: imports.iter().filter(of_offers).filter_map(|line| line.data_on).max(),
            imports,
        })
    }
}

/// What the reading of a file found when it was taken in.
#[derive(Deserialize, TS)]
pub struct ReadImportReport {
    import: i64,
}

impl UseCase for ReadImportReport {
    const NAME: &'static str = "catalogue.import_report";
    type Answer = Report;

    fn run(self, app: &App) -> Result<Report, Problem> {
        Ok(app.shelf()?.import_report(self.import)?)
    }
}

/// How far the reading of a file has come.
#[derive(Serialize, TS)]
pub struct CatalogueProgress {
    /// None while no file is read.
    pub reading: Option<CatalogueBytes>,
}

#[derive(Serialize, TS)]
pub struct CatalogueBytes {
    pub read: u64,
    pub total: u64,
}

#[derive(Deserialize, TS)]
pub struct ReadProgress {}

impl UseCase for ReadProgress {
    const NAME: &'static str = "catalogue.progress";
    const NEEDS_UNLOCKED: bool = false;
    type Answer = CatalogueProgress;

    fn run(self, app: &App) -> Result<CatalogueProgress, Problem> {
        let reading = app.shelf.progress().map(|(read, total)| CatalogueBytes { read, total });
        Ok(CatalogueProgress { reading })
    }
}

/// Asks the reading that goes on to stop: nothing of the file is kept.
#[derive(Deserialize, TS)]
pub struct StopReading {}

impl UseCase for StopReading {
    const NAME: &'static str = "catalogue.stop";
    const NEEDS_UNLOCKED: bool = false;
    type Answer = ();

    fn run(self, app: &App) -> Result<(), Problem> {
        app.shelf.stop();
        Ok(())
    }
}
