//! A table held whole, from a text or a workbook: what a person looks at before saying which column is what. It knows
//! no column's meaning.

use std::io::Read;

use chrono::NaiveDate;
use csv::StringRecord;

use crate::csv::read::{Heads, Lines, cell};
use crate::report::{Limits, Place, Refusal, Report};

/// Rows read; a list of people is far shorter.
pub const ROWS: usize = 200_000;

/// Cells held of one table, the empty ones that fill a line up included.
pub const CELLS: usize = 4_000_000;

/// What stands in one cell.
#[derive(Clone, PartialEq, Default)]
pub enum Cell {
    #[default]
    Empty,
    Text(String),
    Number(f64),
    /// A cell the workbook itself says is a day.
    Day(NaiveDate),
    Bool(bool),
}

/// A cell may be said of a person: only its kind shows.
impl std::fmt::Debug for Cell {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Cell::Empty => "Empty",
            Cell::Text(_) => "Text(..)",
            Cell::Number(_) => "Number(..)",
            Cell::Day(_) => "Day(..)",
            Cell::Bool(_) => "Bool(..)",
        })
    }
}

impl Cell {
    /// As a text: whole numbers without a point, days as `2008-03-14`, what is true as `oui`.
    pub fn text(&self) -> String {
        match self {
            Cell::Empty => String::new(),
            Cell::Text(text) => cell(text).to_owned(),
            Cell::Number(number) => number.to_string(),
            Cell::Day(day) => day.to_string(),
            Cell::Bool(true) => "oui".to_owned(),
            Cell::Bool(false) => "non".to_owned(),
        }
    }

    pub fn is_empty(&self) -> bool {
        match self {
            Cell::Empty => true,
            Cell::Text(text) => cell(text).is_empty(),
            Cell::Number(_) | Cell::Day(_) | Cell::Bool(_) => false,
        }
    }
}

/// One line of it.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    pub place: Place,
    /// As many as there are heads.
    pub cells: Vec<Cell>,
}

impl Row {
    /// Its cells as texts.
    pub fn record(&self) -> StringRecord {
        self.cells.iter().map(Cell::text).collect()
    }
}

/// The whole of it.
#[derive(Clone, Debug, PartialEq)]
pub struct Table {
    pub heads: Heads,
    pub rows: Vec<Row>,
    /// Names of the sheets of a workbook, the read one's number (from 1) among them; none for a text.
    pub sheets: Vec<String>,
    pub sheet: u32,
    pub report: Report,
}

/// Refuses a table of so many rows and columns that it would not be held.
pub(crate) fn room(rows: usize, columns: usize) -> Result<(), Refusal> {
    let limit = if rows > ROWS { ROWS } else { CELLS };
    if rows > ROWS || rows.saturating_mul(columns) > CELLS {
        return Err(Refusal::TooManyCells { limit: u32::try_from(limit).unwrap_or(u32::MAX) });
    }
    Ok(())
}

/// Reads a text with any delimiter. At most [`ROWS`] lines.
pub fn from_text<R: Read>(reader: R, limits: Limits) -> Result<Table, Refusal> {
    let mut lines = Lines::open(reader, limits)?;
    let mut report = Report::default();
    let (mut rows, mut line) = (Vec::new(), StringRecord::new());
    while let Some(place) = lines.next(&mut line, &mut report)? {
        room(rows.len() + 1, line.len())?;
        let cells = line.iter().map(|text| match text {
            "" => Cell::Empty,
            text => Cell::Text(text.to_owned()),
        });
        rows.push(Row { place, cells: cells.collect() });
        report.kept();
    }
    Ok(Table { heads: lines.heads().clone(), rows, sheets: Vec::new(), sheet: 0, report })
}

/// Reads a workbook or a text, told apart by the first bytes: a workbook is a packed file. `sheet` counts from 1.
pub fn from_bytes(bytes: &[u8], sheet: u32, limits: Limits) -> Result<Table, Refusal> {
    if bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"\xD0\xCF\x11\xE0") {
        crate::xlsx::read(bytes, sheet, limits)
    } else {
        from_text(bytes, limits)
    }
}
