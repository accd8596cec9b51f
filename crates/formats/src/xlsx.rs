//! Workbooks (XLSX), one sheet at a time: counted unpacked before anything parses them, values of formulas and never
//! formulas. It reads no macro, picture or link; what is written is in
//! [`sheet`](crate::sheet).

use std::io::{self, Cursor, Read};
use std::panic::{AssertUnwindSafe, catch_unwind};

use calamine::{DataRef, Reader as _, Xlsx, XlsxError};

use crate::csv::read::{COLUMNS, Heads};
use crate::report::{Limits, Place, Refusal, Report};
use crate::table::{Cell, Row, Table, room};

/// Bytes of a workbook as it comes; Excel's own are a tenth of what they unfold to.
const PACKED_MB: u32 = 64;

/// Parts of the package; a workbook has some per sheet.
const PARTS: usize = 2_000;

/// Sheets of one workbook.
const SHEETS: usize = 200;

/// Bytes of text read of one sheet: a text of the shared list can be named by every cell.
const TEXT: usize = 128 << 20;

/// Reads the sheet with this number, from 1; 0 stands for the first that holds anything.
pub fn read(bytes: &[u8], sheet: u32, limits: Limits) -> Result<Table, Refusal> {
    if bytes.starts_with(b"\xD0\xCF\x11\xE0") {
        // The older container: a workbook under a password, or one of before 2007.
        return Err(Refusal::Locked);
    }
    weigh(bytes, limits.unpacked)?;
    // The parser counts columns and rows without looking for the end of its numbers, and panics where a damaged file names a place
    // beyond them: that file is malformed, and nothing else of this program falls with it.
    let parsed = catch_unwind(AssertUnwindSafe(|| parse(bytes, sheet)));
    parsed.unwrap_or(Err(Refusal::Malformed { place: Place::File }))
}

fn parse(bytes: &[u8], sheet: u32) -> Result<Table, Refusal> {
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).map_err(failed)?;
    let sheets = book.sheet_names();
    if sheets.len() > SHEETS {
        return Err(Refusal::TooManyCells { limit: u32::try_from(SHEETS).unwrap_or(u32::MAX) });
    }
    let wanted: Vec<(u32, String)> =
        (1..).zip(sheets.iter().cloned()).filter(|(number, _)| sheet == 0 || *number == sheet).collect();
    let mut empty = None;
    for (number, name) in wanted {
        let rows = rows(&mut book, &name, number)?;
        let table = table(rows, sheets.clone(), number)?;
        if !table.rows.is_empty() || sheet != 0 {
            return Ok(table);
        }
        empty.get_or_insert(table);
    }
    empty.filter(|table| !table.heads.names().is_empty()).ok_or(Refusal::NotThisFormat)
}

/// Unpacks every part and throws it away, counting what really comes out and not what the package says.
fn weigh(bytes: &[u8], unpacked: u64) -> Result<(), Refusal> {
    let bomb = || Refusal::Bomb { limit_mb: u32::try_from(unpacked >> 20).unwrap_or(u32::MAX) };
    if bytes.len() > (PACKED_MB as usize) << 20 {
        return Err(Refusal::TooLarge { limit_mb: PACKED_MB });
    }
    let mut package = zip::ZipArchive::new(Cursor::new(bytes)).map_err(|_| Refusal::NotThisFormat)?;
    if package.len() > PARTS {
        return Err(bomb());
    }
    let mut left = unpacked;
    for part in 0..package.len() {
        let part = package.by_index(part).map_err(|error| match error {
            zip::result::ZipError::UnsupportedArchive(_) => Refusal::Locked,
            _ => Refusal::NotThisFormat,
        })?;
        let unpacked = io::copy(&mut part.take(left + 1), &mut io::sink());
        let unpacked = unpacked.map_err(|_| Refusal::Cut { place: Place::File })?;
        left = left.checked_sub(unpacked).ok_or_else(bomb)?;
    }
    Ok(())
}

fn failed(error: XlsxError) -> Refusal {
    match error {
        XlsxError::Password => Refusal::Locked,
        XlsxError::Xml(_) | XlsxError::XmlAttr(_) | XlsxError::XmlEof(_) => {
            Refusal::Malformed { place: Place::File }
        }
        _ => Refusal::NotThisFormat,
    }
}

/// The rows that hold anything, each up to its last cell. Only cells that are written are held, so that one far away
/// costs no more than one near.
fn rows(book: &mut Xlsx<Cursor<&[u8]>>, name: &str, sheet: u32) -> Result<Vec<Row>, Refusal> {
    let mut reader = book.worksheet_cells_reader(name).map_err(failed)?;
    let mut rows: Vec<Row> = Vec::new();
    let (mut count, mut text) = (0_usize, 0_usize);
    while let Some(found) = reader.next_cell().map_err(failed)? {
        count += 1;
        room(1, count)?;
        let value = value(found.get_value());
        if value.is_empty() {
            continue;
        }
        if let Cell::Text(value) = &value {
            text += value.len();
        }
        let (row, column) = found.get_position();
        let (place, column) = (Place::Row { sheet, row: row.saturating_add(1) }, column as usize);
        if text > TEXT {
            return Err(Refusal::Bomb { limit_mb: u32::try_from(TEXT >> 20).unwrap_or(u32::MAX) });
        }
        if column >= COLUMNS {
            return Err(Refusal::TooManyCells { limit: u32::try_from(COLUMNS).unwrap_or(u32::MAX) });
        }
        if rows.last().is_none_or(|last| last.place != place) {
            room(rows.len() + 1, 0)?;
            rows.push(Row { place, cells: Vec::new() });
        }
        if let Some(last) = rows.last_mut() {
            if last.cells.len() <= column {
                count += column - last.cells.len();
                last.cells.resize(column + 1, Cell::Empty);
            }
            if let Some(cell) = last.cells.get_mut(column) {
                *cell = value;
            }
        }
    }
    Ok(rows)
}

fn value(found: &DataRef<'_>) -> Cell {
    match found {
        #[expect(
            clippy::cast_precision_loss,
            reason = "a workbook holds its numbers as floating ones anyway"
        )]
        DataRef::Int(number) => Cell::Number(*number as f64),
        DataRef::Float(number) => Cell::Number(*number),
        DataRef::SharedString(text) => Cell::Text((*text).to_owned()),
        DataRef::Bool(truth) => Cell::Bool(*truth),
        DataRef::DateTime(moment) => match moment.as_datetime() {
            Some(moment) if !moment.date().to_string().starts_with("1899") => Cell::Day(moment.date()),
            _ => Cell::Number(moment.as_f64()),
        },
        DataRef::String(text) | DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => {
            Cell::Text(text.clone())
        }
        // What a spreadsheet could not compute says nothing.
        DataRef::Error(_) | DataRef::Empty => Cell::Empty,
    }
}

/// The heads are the first row with at least two cells, where there is one: a title may stand above.
fn table(rows: Vec<Row>, sheets: Vec<String>, sheet: u32) -> Result<Table, Refusal> {
    let filled = |row: &Row| row.cells.iter().filter(|cell| !cell.is_empty()).count();
    let start = rows.iter().take(20).position(|row| filled(row) > 1).unwrap_or(0);
    let mut rows = rows.into_iter().skip(start);
    let names = rows.next().map(|row| row.cells.iter().map(Cell::text).collect::<Vec<_>>());
    let heads = Heads::new(names.unwrap_or_default());
    let width = heads.names().len();
    room(rows.len(), width)?;
    let mut report = Report::default();
    let rows: Vec<Row> = rows
        .map(|mut row| {
            report.met();
            report.kept();
            row.cells.resize(width.max(row.cells.len()), Cell::Empty);
            row.cells.truncate(width);
            row
        })
        .collect();
    Ok(Table { heads, rows, sheets, sheet, report })
}
