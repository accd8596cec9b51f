//! Taking a file in: one transaction, counted, remembered with what the reading found, and undone whole.

use std::collections::HashMap;

use chrono::NaiveDate;
use passerelle_formats::draft::{Catalogue as Source, Offer};
use passerelle_formats::inclusion::{Service, Structure};
use passerelle_formats::report::Report;
use passerelle_formats::{address, formacode, qpv, rome};
use rusqlite::{Connection, Row, params};
use serde::Serialize;
use ts_rs::TS;

use crate::address::Streets;
use crate::open::Catalogue;
use crate::{Error, address as rolls, area, offer, term, write};

/// Imports of one format whose replaced rows are kept, so that they can be undone one after the other.
const UNDOABLE: i64 = 2;

/// What is told of a file before it is read.
#[derive(Clone, Debug)]
pub struct Header {
    /// The word of its format, the same at each import.
    pub format: String,
    /// Its name, without folders.
    pub file: String,
    /// Hash of its bytes.
    pub digest: [u8; 32],
    /// UTC, milliseconds.
    pub at: i64,
    /// What the catalogue holds of the same sources and the file does not, is gone.
    pub whole: bool,
}

/// What became of the records of a file.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, TS)]
#[ts(rename = "CatalogueChanges")]
pub struct Imported {
    pub import: i64,
    /// Records that were not there.
    pub added: u32,
    /// Records that say something else now.
    pub changed: u32,
    /// Records that say what they said.
    pub same: u32,
    /// Records that the file does not have any more.
    pub gone: u32,
}

/// A file that was taken in.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
#[ts(rename = "CatalogueImport")]
pub struct ImportLine {
    pub changes: Imported,
    pub format: String,
    pub file: String,
    /// UTC, milliseconds.
    pub at: i64,
    /// The newest day on which one of its records was changed, where they say it.
    pub data_on: Option<NaiveDate>,
    pub whole: bool,
    /// It is the last one of its format, and what it replaced is still kept.
    pub undoable: bool,
}

/// A file on its way in.
pub struct Import<'a> {
    pub(crate) db: &'a Connection,
    pub(crate) id: i64,
    pub(crate) count: Imported,
    pub(crate) data_on: Option<NaiveDate>,
    whole: bool,
    streets: Streets,
    /// Structures that are new or say something else: their services are looked at again at the end.
    touched: Vec<String>,
    /// Every offer of a source that the file holds, where the rest is to go.
    seen: HashMap<&'static str, u32>,
}

impl<'a> Import<'a> {
    fn begin(db: &'a Connection, header: &Header) -> Result<Self, Error> {
        let sql = "INSERT INTO import (format, file, digest, at, whole) VALUES (?1, ?2, ?3, ?4, ?5)";
        let Header { format, file, digest, at, whole } = header;
        db.execute(sql, params![format, file, digest, at, whole])?;
        let id = db.last_insert_rowid();
        db.execute_batch(
            "CREATE TEMP TABLE IF NOT EXISTS seen_offer (source TEXT NOT NULL, key TEXT NOT NULL, PRIMARY KEY (source, key))
               WITHOUT ROWID;
             DELETE FROM seen_offer;",
        )?;
        Ok(Self {
            db,
            id,
            count: Imported { import: id, ..Imported::default() },
            data_on: None,
            whole: *whole,
            streets: Streets::default(),
            touched: Vec::new(),
            seen: HashMap::new(),
        })
    }

    fn newest(&mut self, day: Option<NaiveDate>) {
        self.data_on = self.data_on.max(day);
    }

    fn saw(&mut self, source: Source, key: &str) -> Result<(), Error> {
        *self.seen.entry(write::source_code(source)).or_default() += 1;
        if self.whole {
            let sql = "INSERT OR IGNORE INTO seen_offer (source, key) VALUES (?1, ?2)";
            self.db.prepare_cached(sql)?.execute(params![write::source_code(source), key])?;
        }
        Ok(())
    }

    /// Takes in a structure that services name.
    pub fn structure(&mut self, structure: &Structure) -> Result<(), Error> {
        self.newest(structure.updated);
        if offer::put_structure(self, structure)? {
            self.touched.push(structure.id.clone());
        }
        Ok(())
    }

    /// Takes in a service; its structure may come before or after, in this file or another.
    pub fn service(&mut self, service: &Service) -> Result<(), Error> {
        self.newest(service.updated);
        self.saw(Source::DataInclusion, &service.id)?;
        offer::put_service(self, service)
    }

    /// Takes in an offer of another catalogue.
    pub fn offer(&mut self, offer: &Offer) -> Result<(), Error> {
        self.newest(offer.updated);
        self.saw(offer.catalogue, &offer.id)?;
        offer::put_offer(self, offer)
    }

    /// Takes in a neighbourhood of a list.
    pub fn neighbourhood(&mut self, area: &qpv::Neighbourhood) -> Result<(), Error> {
        area::put_listed(self, area)
    }

    /// Takes in a neighbourhood with its outline.
    pub fn outlined(&mut self, area: &qpv::Bounded) -> Result<(), Error> {
        area::put_outlined(self, area)
    }

    /// Takes in an address. The first one of a commune replaces all that earlier imports knew of that commune.
    pub fn address(&mut self, line: &address::Line) -> Result<(), Error> {
        self.newest(line.updated);
        rolls::put(self.db, self.id, &mut self.streets, &mut self.count, line)
    }

    /// Takes in an occupation of ROME with its titles.
    pub fn occupation(&mut self, occupation: &rome::Occupation, version: &str) -> Result<(), Error> {
        term::put_occupation(self, occupation, version)
    }

    /// Takes in a term of Formacode.
    pub fn formacode(&mut self, known: &formacode::Term) -> Result<(), Error> {
        term::put_formacode(self, known)
    }

    fn finish(mut self, report: &Report) -> Result<Imported, Error> {
        let touched = std::mem::take(&mut self.touched);
        offer::settle(&mut self, &touched)?;
        if self.whole {
            for source in self.seen.keys().copied().collect::<Vec<_>>() {
                self.count.gone += write::end_unseen(self.db, self.id, source)?;
            }
        }
        let Imported { import, added, changed, same, gone } = self.count;
        let sql = "UPDATE import SET added = ?2, changed = ?3, same = ?4, gone = ?5, data_on = ?6, report = ?7 WHERE id = ?1";
        let report = serde_json::to_string(report)?;
        self.db.execute(sql, params![import, added, changed, same, gone, self.data_on, report])?;
        write::prune(self.db, UNDOABLE)?;
        Ok(self.count)
    }
}

const LINE: &str = "id, format, file, at, data_on, whole, added, changed, same, gone,
  settled = 0 AND id = (SELECT max(later.id) FROM import later WHERE later.format = import.format)";

fn line(row: &Row<'_>) -> rusqlite::Result<ImportLine> {
    Ok(ImportLine {
        changes: Imported {
            import: row.get(0)?,
            added: row.get(6)?,
            changed: row.get(7)?,
            same: row.get(8)?,
            gone: row.get(9)?,
        },
        format: row.get(1)?,
        file: row.get(2)?,
        at: row.get(3)?,
        data_on: row.get(4)?,
        whole: row.get(5)?,
        undoable: row.get(10)?,
    })
}

impl Catalogue {
    /// Takes a file in: `read` hands its records to the import and answers what the reading found. Where it fails, or is
    /// stopped, nothing of the file stands.
    pub fn import(
        &self,
        header: &Header,
        read: impl FnOnce(&mut Import<'_>) -> Result<Report, Error>,
    ) -> Result<Imported, Error> {
        self.write(|db| {
            let mut import = Import::begin(db, header)?;
            let report = read(&mut import)?;
            import.finish(&report)
        })
    }

    /// Takes an import back: what it added goes, what it replaced or took away holds again. Only the last one of its format.
    pub fn undo_import(&self, import: i64) -> Result<(), Error> {
        self.write(|db| {
            let sql = format!("SELECT {LINE} FROM import WHERE id = ?1");
            let found = db.query_row(&sql, [import], line)?;
            if !found.undoable {
                return Err(Error::NotLatest);
            }
            write::undo(db, import)
        })
    }

    /// The files that were taken in, newest first, at most 200.
    pub fn imports(&self) -> Result<Vec<ImportLine>, Error> {
        self.read(|db| {
            let sql = format!("SELECT {LINE} FROM import ORDER BY id DESC LIMIT 200");
            let mut statement = db.prepare_cached(&sql)?;
            let rows = statement.query_map([], line)?;
            Ok(rows.collect::<Result<_, _>>()?)
        })
    }

    /// What the reading of a file found when it was taken in.
    pub fn import_report(&self, import: i64) -> Result<Report, Error> {
        self.read(|db| {
            let text: String =
                db.query_row("SELECT report FROM import WHERE id = ?1", [import], |row| row.get(0))?;
            Ok(serde_json::from_str(&text)?)
        })
    }

    /// Whether bytes of this hash were taken in already, and are what the last import of the format had.
    pub fn has(&self, format: &str, digest: &[u8; 32]) -> Result<bool, Error> {
        self.read(|db| {
            let sql = "SELECT count(*) FROM import WHERE format = ?1 AND digest = ?2
                       AND id = (SELECT max(id) FROM import WHERE format = ?1)";
            Ok(db.query_row(sql, params![format, digest], |row| row.get::<_, i64>(0))? > 0)
        })
    }
}
