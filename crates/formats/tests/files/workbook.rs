//! Workbooks made by hand, part by part, as the standard (ECMA-376) lays them out.

use std::fmt::Write as _;
use std::io::{Cursor, Write as _};

use zip::ZipWriter;
use zip::write::SimpleFileOptions;

/// A cell: a text in place, a number with its style (1 is a day), a formula with the value it had, or nothing.
pub enum Content<'a> {
    Text(&'a str),
    Number(f64),
    Day(f64),
    Formula(&'a str, &'a str),
    None,
}

/// A package of these parts.
pub fn package(parts: &[(&str, Vec<u8>)]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in parts {
        zip.start_file(*name, SimpleFileOptions::default()).unwrap();
        zip.write_all(content).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

/// The column's letter; the tests stay within the alphabet.
fn letter(column: usize) -> char {
    char::from(b'A' + u8::try_from(column).unwrap())
}

fn sheet(rows: &[Vec<Content>]) -> String {
    let mut xml = String::new();
    for (row, cells) in rows.iter().enumerate() {
        write!(xml, "<row r=\"{}\">", row + 1).unwrap();
        for (column, content) in cells.iter().enumerate() {
            let at = format!("{}{}", letter(column), row + 1);
            match content {
                Content::Text(text) => {
                    write!(xml, "<c r=\"{at}\" t=\"inlineStr\"><is><t>{text}</t></is></c>").unwrap();
                }
                Content::Number(number) => write!(xml, "<c r=\"{at}\"><v>{number}</v></c>").unwrap(),
                Content::Day(number) => write!(xml, "<c r=\"{at}\" s=\"1\"><v>{number}</v></c>").unwrap(),
                Content::Formula(formula, value) => {
                    write!(xml, "<c r=\"{at}\" t=\"str\"><f>{formula}</f><v>{value}</v></c>").unwrap();
                }
                Content::None => {}
            }
        }
        xml.push_str("</row>");
    }
    sheet_of(&xml)
}

/// A sheet whose rows are written out already.
pub fn sheet_of(rows: &str) -> String {
    let head = "<?xml version=\"1.0\" encoding=\"UTF-8\"?><worksheet xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"><sheetData>";
    format!("{head}{rows}</sheetData></worksheet>")
}

/// A workbook of these sheets, each with its name and its XML.
pub fn of_sheets(sheets: &[(&str, String)]) -> Vec<u8> {
    let main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    let office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    let (mut listed, mut related) = (String::new(), String::new());
    for (at, (name, _)) in sheets.iter().enumerate() {
        let id = at + 1;
        write!(listed, "<sheet name=\"{name}\" sheetId=\"{id}\" r:id=\"rId{id}\"/>").unwrap();
        write!(
            related,
            "<Relationship Id=\"rId{id}\" Type=\"{office}/worksheet\" Target=\"worksheets/sheet{id}.xml\"/>"
        )
        .unwrap();
    }
    write!(related, "<Relationship Id=\"rId99\" Type=\"{office}/styles\" Target=\"styles.xml\"/>").unwrap();
    let package_rels = "http://schemas.openxmlformats.org/package/2006/relationships";
    let types = "http://schemas.openxmlformats.org/package/2006/content-types";
    let text = |text: String| text.into_bytes();
    let mut parts = vec![
        ("[Content_Types].xml".to_owned(), text(format!("<Types xmlns=\"{types}\"/>"))),
        (
            "_rels/.rels".to_owned(),
            text(format!(
                "<Relationships xmlns=\"{package_rels}\"><Relationship Id=\"rId1\" Type=\"{office}/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>"
            )),
        ),
        (
            "xl/workbook.xml".to_owned(),
            text(format!(
                "<workbook xmlns=\"{main}\" xmlns:r=\"{office}\"><sheets>{listed}</sheets></workbook>"
            )),
        ),
        (
            "xl/_rels/workbook.xml.rels".to_owned(),
            text(format!("<Relationships xmlns=\"{package_rels}\">{related}</Relationships>")),
        ),
        (
            "xl/styles.xml".to_owned(),
            text(format!(
                "<styleSheet xmlns=\"{main}\"><cellXfs count=\"2\"><xf numFmtId=\"0\"/><xf numFmtId=\"14\" applyNumberFormat=\"1\"/></cellXfs></styleSheet>"
            )),
        ),
    ];
    for (at, (_, xml)) in sheets.iter().enumerate() {
        parts.push((format!("xl/worksheets/sheet{}.xml", at + 1), xml.clone().into_bytes()));
    }
    let parts: Vec<(&str, Vec<u8>)> =
        parts.iter().map(|(name, content)| (name.as_str(), content.clone())).collect();
    package(&parts)
}

/// A workbook of one sheet.
pub fn of(rows: &[Vec<Content>]) -> Vec<u8> {
    of_sheets(&[("Liste", sheet(rows))])
}
