//! A drawing of counts: its rows as long as their counts, told apart without colour, and nothing of a name read as markup.

use passerelle_letters::{Bar, Drawing, Language, MOST};
use resvg::tiny_skia::Pixmap;

fn bar(label: &str, count: Option<u32>, before: Option<u32>) -> Bar {
    Bar { label: label.to_owned(), count, before }
}

fn drawing(before: Option<&str>, bars: Vec<Bar>) -> Drawing {
    Drawing {
        language: Language::French,
        title: "Effectifs, étape".to_owned(),
        span: "du 01/01/2026 au 30/06/2026".to_owned(),
        before: before.map(str::to_owned),
        bars,
        masked: "masqué".to_owned(),
        foot: vec!["Petits effectifs masqués.".to_owned()],
    }
}

fn day() -> chrono::NaiveDate {
    "2026-07-01".parse().unwrap()
}

fn picture(drawing: &Drawing) -> Pixmap {
    Pixmap::decode_png(&drawing.png(day()).unwrap()).unwrap()
}

/// How many points of a row of the picture have the colour of the bars, for each row where any has.
fn bars(picture: &Pixmap) -> Vec<usize> {
    let (width, points) = (picture.width() as usize, picture.pixels());
    let is_bar = |colour: &resvg::tiny_skia::PremultipliedColorU8| {
        (colour.red(), colour.green(), colour.blue()) == (0x0b, 0x6b, 0x5d)
    };
    let rows = points.chunks(width).map(|row| row.iter().filter(|colour| is_bar(colour)).count());
    let mut lengths: Vec<usize> = rows.filter(|length| *length > 0).collect();
    lengths.dedup();
    lengths
}

#[test]
fn a_row_is_as_long_as_its_count_and_a_masked_one_has_no_length() {
    let drawn = drawing(
        None,
        vec![bar("repéré", Some(40), None), bar("contacté", Some(10), None), bar("suivi", None, None)],
    );
    let lengths = bars(&picture(&drawn));
    let [long, short] = lengths.as_slice() else { panic!("two bars: {lengths:?}") };
    assert!(long.abs_diff(short * 4) <= 4, "{lengths:?}");
}

#[test]
fn what_is_compared_is_hatched_beside_and_makes_the_drawing_taller() {
    let rows = || vec![bar("repéré", Some(40), Some(20)), bar("contacté", Some(10), None)];
    let (alone, compared) =
        (picture(&drawing(None, rows())), picture(&drawing(Some("l’an dernier"), rows())));
    assert!(compared.height() > alone.height());
    let svg = drawing(Some("l’an dernier"), rows()).svg(day()).unwrap();
    assert!(svg.contains("<pattern"), "told apart without colour");
}

#[test]
fn no_rows_many_rows_and_rows_of_nobody_are_drawn() {
    assert!(picture(&drawing(None, Vec::new())).height() > 0);
    let nobody = drawing(None, vec![bar("repéré", Some(0), None)]);
    assert!(!bars(&picture(&nobody)).is_empty(), "a nought is a line");
    let many = |rows: usize| {
        let rows = (0..rows).map(|row| bar(&format!("ligne {row}"), Some(5), None)).collect();
        picture(&drawing(None, rows)).height()
    };
    assert_eq!(many(MOST), many(MOST + 30));
}

#[test]
fn nothing_of_a_label_is_read() {
    for hostile in
        ["<script>alert(1)</script>", "#image(\"/etc/passwd\")", "\u{202e}\u{feff}\t&amp;\"'", "𐀀😀"]
    {
        let svg = drawing(None, vec![bar(hostile, Some(5), None)]).svg(day()).unwrap();
        assert!(!svg.contains("<script") && !svg.contains("<image"), "{hostile}");
        assert!(!svg.contains("<text"), "letters are shapes, whatever fonts there are");
    }
}
