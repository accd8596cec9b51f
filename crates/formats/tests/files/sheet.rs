//! Workbooks as they leave, opened again by a parser of another house.

use std::io::Cursor;

use calamine::{Data, Reader as _, Xlsx};
use chrono::NaiveDate;
use passerelle_formats::sheet::{Cell, Sheet, workbook};

fn day() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 3, 1).unwrap()
}

fn text(text: &str) -> Cell {
    Cell::Text(text.to_owned())
}

fn list(name: &str, rows: Vec<Vec<Cell>>) -> Sheet {
    let heads = ["Nom", "Âge", "Dernier contact"].map(str::to_owned).to_vec();
    Sheet { name: name.to_owned(), heads, rows }
}

fn opened(sheets: &[Sheet]) -> Xlsx<Cursor<Vec<u8>>> {
    Xlsx::new(Cursor::new(workbook(sheets).unwrap())).unwrap()
}

#[test]
fn cells_come_back_in_their_kinds_in_a_real_table() {
    let rows = vec![
        vec![text("Diallo"), Cell::Number(19), Cell::Day(day())],
        vec![text("Caron"), Cell::Empty],
        vec![text("0612"), Cell::Number(0), Cell::Empty],
    ];
    let mut book = opened(&[list("Jeunes", rows)]);
    let sheet = book.worksheet_range("Jeunes").unwrap();
    let row = |at: usize| sheet.rows().nth(at).unwrap().to_vec();
    assert_eq!(row(0), ["Nom", "Âge", "Dernier contact"].map(|head| Data::String(head.into())));
    assert_eq!(row(1)[..2], [Data::String("Diallo".into()), Data::Float(19.0)]);
    assert_eq!(row(1)[2].as_date_in(), Some(day()));
    assert_eq!(row(2), [Data::String("Caron".into()), Data::Empty, Data::Empty]);
    assert_eq!(
        row(3)[..2],
        [Data::String("0612".into()), Data::Float(0.0)],
        "a text of figures stays a text"
    );
    book.load_tables().unwrap();
    let tables: Vec<String> = book.table_names().into_iter().cloned().collect();
    let table = book.table_by_name(&tables[0]).unwrap();
    assert_eq!((tables.len(), table.columns().len(), table.data().height()), (1, 3, 3));
}

trait AsDay {
    fn as_date_in(&self) -> Option<NaiveDate>;
}

impl AsDay for Data {
    /// A day by the format of its cell, and not by what it looks like.
    fn as_date_in(&self) -> Option<NaiveDate> {
        let Data::DateTime(at) = self else { return None };
        at.as_datetime().map(|at| at.date())
    }
}

#[test]
fn no_text_is_a_formula_whatever_it_begins_with() {
    let fixture = include_str!("../../../../tests/fixtures/payloads.json");
    let listed: Vec<serde_json::Value> = serde_json::from_str(fixture).unwrap();
    let mut texts: Vec<String> = listed.iter().map(|one| one["text"].as_str().unwrap().to_owned()).collect();
    texts.extend(["=1+1", "+33", "-2", "@SUM(A1)", "\t=1", "=HYPERLINK(\"http://x\")"].map(str::to_owned));
    let rows: Vec<Vec<Cell>> = texts.iter().map(|one| vec![text(one)]).collect();
    let mut book = opened(&[list("=Jeunes", rows)]);
    let name = book.sheet_names()[0].clone();
    assert_eq!(book.worksheet_formula(&name).unwrap().used_cells().count(), 0);
    let sheet = book.worksheet_range(&name).unwrap();
    assert_eq!(sheet.height(), texts.len() + 1);
    for (at, text) in texts.iter().enumerate().filter(|(_, text)| text.chars().all(|sign| !sign.is_control()))
    {
        assert_eq!(sheet.get((at + 1, 0)), Some(&Data::String(text.clone())), "kept to the letter");
    }
}

#[test]
fn names_of_sheets_are_such_as_spreadsheets_take() {
    let name = "Orientations [toutes] du 01/01/2026 au 31/12/2026";
    let sheets = [list(name, vec![]), list(name, vec![]), list("'", vec![]), list("", vec![])];
    let book = opened(&sheets);
    let names = book.sheet_names();
    assert_eq!(names, ["Orientations  toutes  du 01", "Orientations  toutes  du 01 2", "1", "1 2"]);
}

#[test]
fn a_table_without_rows_has_its_heads_alone() {
    let mut book = opened(&[list("Jeunes", vec![])]);
    assert_eq!(book.worksheet_range("Jeunes").unwrap().height(), 1);
    book.load_tables().unwrap();
    assert_eq!(book.table_names().len(), 0);
}

/// Where LibreOffice is there, it opens what was written and sees the same.
#[test]
fn an_office_suite_reads_the_same() {
    let Ok(found) = std::process::Command::new("soffice").arg("--version").output() else { return };
    assert!(found.status.success());
    let dir = tempfile::tempdir().unwrap();
    let file = dir.path().join("jeunes.xlsx");
    let rows = vec![vec![text("=1+1"), Cell::Number(7), Cell::Day(day())]];
    std::fs::write(&file, workbook(&[list("Jeunes", rows)]).unwrap()).unwrap();
    let profile = format!("-env:UserInstallation=file://{}", dir.path().join("profile").display());
    let done = std::process::Command::new("soffice")
        .args([profile.as_str(), "--headless", "--convert-to", "csv", "--outdir"])
        .args([dir.path(), &file])
        .output()
        .unwrap();
    assert!(done.status.success());
    let table = std::fs::read_to_string(dir.path().join("jeunes.csv")).unwrap();
    assert!(table.lines().nth(1).unwrap().starts_with("=1+1,7,"), "{table}");
}
