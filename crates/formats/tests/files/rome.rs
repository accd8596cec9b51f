//! Lists of occupations and of training terms. The terms are invented, their forms are not.

use passerelle_formats::report::{Became, Encoding, Limits, Refusal, Why};
use passerelle_formats::{formacode, rome};

use crate::workbook::{Content, of};

pub const LIST: &[u8] = include_bytes!("../fixtures/rome/v999.json");
pub const TREE: &[u8] = include_bytes!("../fixtures/rome/tree.json");
pub const TITLES: &[u8] = include_bytes!("../fixtures/rome/titles.csv");
pub const FORMACODE: &[u8] = include_bytes!("../fixtures/rome/formacode.csv");

#[test]
fn a_list_of_occupations_keeps_its_codes_and_the_name_of_the_file_its_version() {
    let (found, report) = rome::read(LIST, Limits::default()).unwrap();
    let codes: Vec<&str> = found.iter().map(|occupation| occupation.code.as_str()).collect();
    assert_eq!(codes, ["H2913", "H2914"]);
    assert_eq!((found[0].sectors.as_slice(), found[1].ogr), ([3, 14].as_slice(), Some(72)));
    assert_eq!((report.counts.read, report.counts.kept, report.counts.refused), (4, 2, 2));
    assert_eq!(rome::version("rome-4.0-v460-metiers.json"), Some(460));
    assert_eq!(rome::version("unix_referentiel_code_rome_v461_utf8.csv"), Some(461));
    assert_eq!((rome::version("rome.json"), rome::version("rome-v4.json")), (None, None));
}

#[test]
fn the_tree_and_the_list_of_titles_are_read_too() {
    let (tree, report) = rome::read(TREE, Limits::default()).unwrap();
    assert_eq!((tree.len(), tree[0].title.as_str()), (1, "Soudage d'essai"));
    assert_eq!((report.counts.kept, report.counts.refused, report.counts.unread), (1, 1, 1));
    let (titles, report) = rome::read(TITLES, Limits::default()).unwrap();
    assert_eq!(titles[0].titles, ["Soudeur / Soudeuse TIG de chantier", "Soudeur / Soudeuse à l’arc"]);
    assert_eq!((report.counts.read, report.counts.refused), (4, 2));
    let other = rome::read(&b"nom;prenom\na;b\n"[..], Limits::default());
    assert_eq!(other, Err(Refusal::NoColumn { column: "code_rome".to_owned() }));
}

#[test]
fn formacode_comes_from_a_text_or_a_workbook() {
    let (terms, report) = formacode::read(FORMACODE, Limits::default()).unwrap();
    assert_eq!(report.encoding, Encoding::Windows1252);
    let codes: Vec<&str> = terms.iter().map(|term| term.code.as_str()).collect();
    assert_eq!(codes, ["23062", "01234"]);
    assert_eq!((terms[0].label.as_str(), terms[0].synonyms.len()), ("soudage d’essai", 2));
    let why: Vec<&Why> = report.of(Became::Refused).map(|found| &found.why).collect();
    assert_eq!(why, [&Why::Twice, &Why::Form, &Why::Missing]);
    assert_eq!((report.counts.read, report.counts.kept), (5, 2));
    let book = of(&[
        vec![Content::Text("FORMACODE"), Content::Text("Intitulé")],
        vec![Content::Number(1_234.0), Content::Text("préparation")],
    ]);
    let (terms, _) = formacode::read(&book, Limits::default()).unwrap();
    assert_eq!((terms[0].code.as_str(), terms[0].label.as_str()), ("01234", "préparation"));
}
