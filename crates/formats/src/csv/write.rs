//! A table as spreadsheets open it by a double press: UTF-8 with its mark, semicolons, lines ended as RFC 4180 asks. What
//! may be told of anybody is decided before it comes here.

use csv::{Terminator, WriterBuilder};

/// By these a spreadsheet takes a text for a formula, which could send what stands beside it anywhere; those of twice the width
/// in the settings of some countries.
const FORMULA: &[char] = &['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠'];

/// A cell that no spreadsheet computes: an apostrophe before it says that it is a text.
fn cell(text: &str) -> String {
    if text.starts_with(FORMULA) { format!("'{text}") } else { text.to_owned() }
}

/// The whole file. Rows may be shorter or longer than the heads.
pub fn table(heads: &[String], rows: &[Vec<String>]) -> String {
    let mut builder = WriterBuilder::new();
    let mut writer =
        builder.delimiter(b';').terminator(Terminator::CRLF).flexible(true).from_writer(Vec::new());
    for row in std::iter::once(heads).chain(rows.iter().map(Vec::as_slice)) {
        // Memory does not fail.
        let _ = writer.write_record(row.iter().map(|text| cell(text)));
    }
    let written = writer.into_inner().unwrap_or_default();
    // Without the mark the older ones read accents as two signs.
    format!("\u{feff}{}", String::from_utf8(written).unwrap_or_default())
}
