//! A table of Passerelle, byte by byte as a French spreadsheet expects it.

use passerelle_formats::csv::table;
use passerelle_formats::report::{Limits, Place, Refusal, Report, Why};
use passerelle_formats::table::{Cell, from_text};

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

fn all(bytes: &[u8]) -> (Vec<String>, Vec<Vec<String>>, Report) {
    let table = from_text(bytes, Limits::default()).unwrap();
    let rows = table.rows.iter().map(|row| row.cells.iter().map(Cell::text).collect()).collect();
    (table.heads.names().to_vec(), rows, table.report)
}

#[test]
fn the_delimiter_is_found_whatever_stands_in_the_texts() {
    for (file, heads) in [
        ("nom;prénom;adresse\nPetit;Léa;3, rue du Bac\nGrand;Tom;4, place d'Armes\n", 3),
        ("nom,prénom,adresse\nPetit,Léa,\"3, rue du Bac; bât. B\"\nGrand,Tom,ici\n", 3),
        ("nom\tprénom\nPetit\tLéa\n", 2),
        ("\u{feff}nom|prénom\nPetit|Léa\n", 2),
        ("nom\nPetit\nGrand, Tom\n", 1),
    ] {
        assert_eq!(all(file.as_bytes()).0.len(), heads, "{file}");
    }
}

#[test]
fn lines_of_another_length_and_empty_ones_lose_nothing_unseen() {
    let file = ";;;\r\nNom;Commune;Note\r\nPetit;Lens\r\n;;\r\nGrand;Liévin;\"deux\r\nlignes\";encore;;\r\nAmar;Avion;oui;;;\r\n";
    let (heads, rows, report) = all(file.as_bytes());
    assert_eq!(heads, ["Nom", "Commune", "Note"]);
    let expected = [["Petit", "Lens", ""], ["Grand", "Liévin", "deux\nlignes"], ["Amar", "Avion", "oui"]];
    assert_eq!(rows, expected);
    assert_eq!((report.counts.read, report.counts.unread), (3, 1));
    assert_eq!(report.findings[0].place, Place::Line { line: 5 });
    let table = from_text(file.as_bytes(), Limits::default()).unwrap();
    let lines: Vec<Place> = table.rows.iter().map(|row| row.place).collect();
    assert_eq!(lines, [3, 5, 7].map(|line| Place::Line { line }));
    let plain = from_text(file.replace('\r', "").trim_end().as_bytes(), Limits::default()).unwrap();
    assert_eq!(plain.rows, table.rows, "the kind of line ends changes nothing");
    assert_eq!(report.findings[0].why, Why::Cells { expected: 3, got: 6 });
    assert_eq!(report.findings[0].from.0, "encore  ");
}

#[test]
fn spreadsheet_wrappings_come_off_and_heads_are_found_without_accents() {
    let file = "Code INSEE;Prénom usuel;Téléphone\n=\"02691\";'=Léa;\"=\"\"0612345678\"\"\"\n";
    let (_, rows, _) = all(file.as_bytes());
    assert_eq!(rows[0], ["02691", "=Léa", "0612345678"]);
    let table = from_text(file.as_bytes(), Limits::default()).unwrap();
    assert_eq!(table.heads.find(&["telephone"]), Some(2));
    assert_eq!(table.heads.find(&["prenom", "PRENOM_USUEL"]), Some(1));
    assert!(table.heads.need(&["siret"]).is_err());
}

#[test]
fn a_quote_that_never_closes_is_stopped_and_no_table_is_refused() {
    let limits = Limits { record: 50_000, ..Limits::default() };
    let open = [b"nom;note\nPetit;\"".to_vec(), vec![b'a'; 400_000]].concat();
    assert!(matches!(from_text(&open[..], limits), Err(Refusal::RecordTooLarge { .. })));
    assert_eq!(from_text(&b" \n"[..], limits), Err(Refusal::NotThisFormat));
    assert_eq!(from_text(&b"nom;a\x00b\n"[..], limits), Err(Refusal::Encoding));
    let wide = ";a".repeat(3_000);
    assert_eq!(from_text(wide.as_bytes(), limits), Err(Refusal::TooManyCells { limit: 2_000 }));
}

#[test]
fn what_is_written_is_read_again() {
    let rows = [row(&["Hélène", "06 12 34 56 78", "=1+1"]), row(&["Noé ; Léa", "dit \"Nono\"", "a\nb"])];
    let (heads, read, _) = all(table(&row(&["Prénom", "Tél", "Note"]), &rows).as_bytes());
    assert_eq!(heads, ["Prénom", "Tél", "Note"]);
    assert_eq!(read, rows);
}
