//! Workbooks as schools and centres send them, and those that are not what they say.

use chrono::NaiveDate;
use passerelle_formats::report::{Limits, Place, Refusal};
use passerelle_formats::table::{Cell, Table, from_bytes};

use crate::workbook::{Content, of, of_sheets, package, sheet_of};

fn read(bytes: &[u8], sheet: u32) -> Result<Table, Refusal> {
    passerelle_formats::xlsx::read(bytes, sheet, Limits { unpacked: 4 << 20, ..Limits::default() })
}

fn text(text: &str) -> Cell {
    Cell::Text(text.to_owned())
}

#[test]
fn a_schools_list_is_read_with_its_days_and_the_values_of_its_formulas() {
    let book = of(&[
        vec![Content::Text("Élèves sans solution au 15 septembre")],
        vec![
            Content::Text("Nom"),
            Content::Text("Né le"),
            Content::Text("Code postal"),
            Content::Text("Classe"),
        ],
        vec![
            Content::Text("Benali"),
            Content::Day(39_521.0),
            Content::Number(59_100.0),
            Content::Formula("CONCATENATE(\"3\",\"B\")", "3B"),
        ],
        vec![Content::None, Content::None, Content::None, Content::None],
        vec![Content::Text("Carlier"), Content::None, Content::Number(2_000.0)],
    ]);
    let table = from_bytes(&book, 0, Limits::default()).unwrap();
    assert_eq!(table.heads.names(), ["Nom", "Né le", "Code postal", "Classe"], "the title above is no head");
    let day = Cell::Day(NaiveDate::from_ymd_opt(2008, 3, 14).unwrap());
    assert_eq!(table.rows[0].cells, [text("Benali"), day, Cell::Number(59_100.0), text("3B")]);
    assert_eq!(table.rows[1].place, Place::Row { sheet: 1, row: 5 }, "the empty row keeps its number");
    assert_eq!(table.rows[1].cells, [text("Carlier"), Cell::Empty, Cell::Number(2_000.0), Cell::Empty]);
    assert_eq!((table.report.counts.read, table.report.counts.kept), (2, 2));
}

#[test]
fn the_first_sheet_that_holds_something_is_taken_unless_one_is_asked_for() {
    let row = |name: &str| {
        let cell = |at: &str, text: &str| format!("<c r=\"{at}\" t=\"inlineStr\"><is><t>{text}</t></is></c>");
        format!(
            "<row r=\"1\">{}{}</row><row r=\"2\">{}</row>",
            cell("A1", "Nom"),
            cell("B1", "Prénom"),
            cell("A2", name)
        )
    };
    let sheets =
        [("Notice", sheet_of("")), ("Garçons", sheet_of(&row("Petit"))), ("Filles", sheet_of(&row("Grand")))];
    let book = of_sheets(&sheets);
    let first = read(&book, 0).unwrap();
    assert_eq!((first.sheet, first.rows[0].cells[0].text()), (2, "Petit".to_owned()));
    assert_eq!(first.sheets, ["Notice", "Garçons", "Filles"]);
    assert_eq!(read(&book, 3).unwrap().rows[0].cells[0].text(), "Grand");
    assert_eq!(read(&book, 4), Err(Refusal::NotThisFormat));
}

#[test]
fn a_cell_at_the_end_of_the_world_costs_nothing() {
    let far = "<row r=\"1\"><c r=\"A1\"><v>1</v></c><c r=\"B1\"><v>1</v></c></row><row r=\"1048576\"><c r=\"XFD1048576\"><v>1</v></c></row>";
    let refused = read(&of_sheets(&[("Liste", sheet_of(far))]), 0);
    assert_eq!(refused, Err(Refusal::TooManyCells { limit: 2_000 }), "no table has 16 384 columns");
    let deep = far.replace("XFD", "B");
    let table = read(&of_sheets(&[("Liste", sheet_of(&deep))]), 0).unwrap();
    assert_eq!(table.rows.len(), 1);
    assert_eq!(table.rows[0].place, Place::Row { sheet: 1, row: 1_048_576 });
}

#[test]
fn a_package_that_unfolds_without_end_is_refused_before_it_is_parsed() {
    let spaces = vec![b' '; 3 << 19];
    let parts: Vec<(&str, Vec<u8>)> =
        ["a", "b", "c"].into_iter().map(|name| (name, spaces.clone())).collect();
    let bomb = package(&parts);
    assert!(bomb.len() < 1 << 15, "it looks harmless: {} bytes", bomb.len());
    assert_eq!(read(&bomb, 0), Err(Refusal::Bomb { limit_mb: 4 }));
}

#[test]
fn what_is_no_workbook_says_so() {
    assert_eq!(read(b"PK\x03\x04 and nothing behind", 0), Err(Refusal::NotThisFormat));
    assert_eq!(read(&package(&[("mimetype", b"text".to_vec())]), 0), Err(Refusal::NotThisFormat));
    let locked = b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1 encrypted package";
    assert_eq!(from_bytes(locked, 0, Limits::default()), Err(Refusal::Locked));
    let cut = of(&[vec![Content::Text("Nom"), Content::Text("Prénom")]]);
    assert!(read(&cut[..cut.len() / 2], 0).is_err());
}

#[test]
fn a_cell_whose_place_no_number_holds_makes_the_file_malformed() {
    let rows = |at: &str| format!("<row r=\"1\"><c r=\"{at}\"><v>1</v></c></row>");
    let far = of_sheets(&[("Liste", sheet_of(&rows("ZZZZZZZZZZZZ1")))]);
    let refused = read(&far, 0);
    assert!(matches!(refused, Err(Refusal::Malformed { .. } | Refusal::TooManyCells { .. })), "{refused:?}");
    let beneath = of_sheets(&[("Liste", sheet_of(&rows("A99999999999999")))]);
    assert!(read(&beneath, 0).is_err() || read(&beneath, 0).is_ok_and(|table| table.rows.len() < 2));
}
