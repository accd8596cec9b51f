//! A table of Passerelle, byte by byte as a French spreadsheet expects it.

use passerelle_formats::csv::table;

fn row(cells: &[&str]) -> Vec<String> {
    cells.iter().map(|cell| (*cell).to_owned()).collect()
}

#[test]
fn a_table_has_its_mark_semicolons_and_quotes_where_they_are_due() {
    let rows = [row(&["Hélène", "Lens"]), row(&["Noé ; Léa", "dit \"Nono\""]), row(&["deux\nlignes", ""])];
    let expected = "\u{feff}Prénom;Commune\r\nHélène;Lens\r\n\"Noé ; Léa\";\"dit \"\"Nono\"\"\"\r\n\"deux\nlignes\";\r\n";
    assert_eq!(table(&row(&["Prénom", "Commune"]), &rows), expected);
    assert_eq!(table(&row(&["Prénom"]), &[]), "\u{feff}Prénom\r\n");
}

#[test]
fn no_cell_is_a_formula() {
    for formula in ["=HYPERLINK(\"http://exemple.fr\")", "+33612345678", "-1", "@SUM(A1)", "\t=1", "\r=1"] {
        let file = table(&row(&["a"]), &[row(&[formula])]);
        let second = file.split("\r\n").nth(1).unwrap().trim_start_matches('"');
        assert!(second.starts_with('\''), "{formula:?} came out as {second:?}");
    }
    assert!(
        table(&row(&["a"]), &[row(&["Jean-Luc", "a=b"])]).contains("Jean-Luc;a=b"),
        "only at the beginning"
    );
}
