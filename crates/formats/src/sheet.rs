//! Workbooks (XLSX) as they leave: each sheet one real table with typed cells, from its first cell on. A text stays a text,
//! whatever it begins with; no formula, macro or link is ever written.

use chrono::NaiveDate;
use rust_xlsxwriter::{Format, Table, TableColumn, Workbook, Worksheet, XlsxError};

/// Rows under the head that one sheet takes, by the format.
pub const ROWS: usize = 1_000_000;

/// Signs that one cell takes, by the format.
const SIGNS: usize = 32_767;

#[derive(Clone, Debug, PartialEq)]
pub enum Cell {
    Empty,
    Text(String),
    Number(u32),
    /// Minutes of work, written as hours with their hundredths.
    Hours(u32),
    Day(NaiveDate),
}

/// One sheet with its table.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Sheet {
    pub name: String,
    pub heads: Vec<String>,
    pub rows: Vec<Vec<Cell>>,
}

/// The program that writes it ran out of what the format allows: too many rows, a head that is there twice.
#[derive(Debug, thiserror::Error)]
#[error("the workbook cannot be written")]
pub struct Unwritable(#[from] XlsxError);

/// A name that spreadsheets take for a sheet: no sign that they use in addresses, at most 31, and not one that is there.
fn sheet_name(wanted: &str, taken: &[String]) -> String {
    let clean: String =
        wanted.chars().map(|sign| if "[]:*?/\\'".contains(sign) { ' ' } else { sign }).collect();
    let cut: String = clean.trim().chars().take(28).collect();
    let clean = if cut.is_empty() { "1".to_owned() } else { cut.trim_end().to_owned() };
    let free = |name: &String| taken.iter().all(|other| other.to_lowercase() != name.to_lowercase());
    let numbered = (2..).map(|number: u32| format!("{clean} {number}"));
    std::iter::once(clean.clone()).chain(numbered).find(free).unwrap_or(clean)
}

fn cut(text: &str) -> String {
    // What spreadsheets count is UTF-16.
    let mut units = 0;
    let fits = |sign: &char| {
        units += sign.len_utf16();
        units <= SIGNS
    };
    text.chars().take_while(fits).collect()
}

fn write(
    page: &mut Worksheet,
    sheet: &Sheet,
    [day, hours]: [&Format; 2],
    number: usize,
) -> Result<(), XlsxError> {
    for (row, cells) in (1..).zip(&sheet.rows) {
        for (column, cell) in (0_u16..).zip(cells) {
            match cell {
                Cell::Empty => page.write_blank(row, column, &Format::new())?,
                Cell::Text(text) => page.write_string(row, column, cut(text))?,
                Cell::Number(count) => page.write_number(row, column, *count)?,
                Cell::Hours(minutes) => {
                    page.write_number_with_format(row, column, f64::from(*minutes) / 60.0, hours)?
                }
                Cell::Day(on) => page.write_datetime_with_format(row, column, on, day)?,
            };
        }
    }
    let (Ok(rows), Ok(columns)) = (u32::try_from(sheet.rows.len()), u16::try_from(sheet.heads.len())) else {
        return Err(XlsxError::RowColumnLimitError);
    };
    if rows == 0 || columns == 0 {
        // A table has a row at least: the heads alone are words.
        for (column, head) in (0_u16..).zip(&sheet.heads) {
            page.write_string(0, column, cut(head))?;
        }
        return Ok(());
    }
    let heads: Vec<TableColumn> =
        sheet.heads.iter().map(|head| TableColumn::new().set_header(cut(head))).collect();
    let table = Table::new().set_name(format!("Table{}", number + 1)).set_columns(&heads);
    page.add_table(0, 0, rows, columns - 1, &table)?;
    page.set_freeze_panes(1, 1)?;
    for (column, head) in (0_u16..).zip(&sheet.heads) {
        let widest =
            sheet.rows.iter().take(200).filter_map(|cells| cells.get(usize::from(column))).map(width);
        let wide = widest.chain([head.chars().count() + 3]).max().unwrap_or(8).clamp(8, 70);
        page.set_column_width(column, u8::try_from(wide).unwrap_or(70))?;
    }
    Ok(())
}

fn width(cell: &Cell) -> usize {
    match cell {
        Cell::Empty => 0,
        Cell::Text(text) => text.chars().count() + 1,
        Cell::Number(_) => 8,
        Cell::Hours(_) => 10,
        Cell::Day(_) => 11,
    }
}

/// The whole file. Rows may be shorter than the heads; heads of one sheet must differ.
pub fn workbook(sheets: &[Sheet]) -> Result<Vec<u8>, Unwritable> {
    let mut book = Workbook::new();
    let day = Format::new().set_num_format("dd/mm/yyyy");
    let hours = Format::new().set_num_format("#,##0.00");
    let mut taken = Vec::new();
    for (number, sheet) in sheets.iter().enumerate() {
        let name = sheet_name(&sheet.name, &taken);
        let page = book.add_worksheet();
        page.set_name(&name)?;
        write(page, sheet, [&day, &hours], number)?;
        taken.push(name);
    }
    Ok(book.save_to_buffer()?)
}
