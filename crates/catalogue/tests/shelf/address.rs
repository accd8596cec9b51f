//! From an address to a point to a priority neighbourhood, as far as the lists carry and no further. Streets are invented.

use std::fmt::Write as _;

use passerelle_catalogue::{Format, Found, Precision, Residence, Wanted};
use passerelle_domain::code::{Insee, PostalCode, QpvEdition};

use crate::shelf::Shelf;

const HEADS: &str = "id;numero;rep;nom_voie;code_postal;code_insee;nom_commune;lon;lat;type_position\n";

fn addresses(lines: &[(&str, &str, &str, (f64, f64))]) -> Vec<u8> {
    let mut text = HEADS.to_owned();
    for (at, (number, suffix, street, (lon, lat))) in lines.iter().enumerate() {
        writeln!(text, "{at};{number};{suffix};{street};59100;59512;Roubaix;{lon};{lat};entrée").unwrap();
    }
    text.into_bytes()
}

fn wanted(line: &str) -> Wanted {
    Wanted {
        line: line.to_owned(),
        postal_code: PostalCode::parse("59100").ok(),
        insee: Insee::parse("59512").ok(),
    }
}

fn street() -> Shelf {
    let shelf = Shelf::new();
    let lines = [
        ("4", "", "Rue de la Forge", (3.1700, 50.6900)),
        ("6", "bis", "Rue de la Forge", (3.1702, 50.6900)),
        ("14", "", "Rue de la Forge", (3.1710, 50.6900)),
        ("1", "", "Place du Trichon", (3.1800, 50.6910)),
    ];
    shelf.take(Format::Addresses, &addresses(&lines), false).unwrap();
    shelf
}

fn found(shelf: &Shelf, line: &str) -> (String, Precision, bool) {
    match shelf.catalogue.find_address(&wanted(line)).unwrap() {
        Found::At(found) => (found.label, found.precision, found.guessed),
        other => panic!("{line}: {other:?}"),
    }
}

#[test]
fn the_number_itself_is_exact_and_anything_else_says_what_it_is() {
    let shelf = street();
    let label = "4 Rue de la Forge, 59100 Roubaix".to_owned();
    assert_eq!(found(&shelf, "4 r de la forge"), (label, Precision::House, false));
    assert_eq!(found(&shelf, "6 bis, rue de la Forge").1, Precision::House);
    assert_eq!(found(&shelf, "6 rue de la Forge").1, Precision::Neighbour, "6 is not 6 bis");
    assert_eq!(found(&shelf, "12 rue de la Forge").0, "14 Rue de la Forge, 59100 Roubaix");
    assert_eq!(found(&shelf, "40 rue de la Forge").1, Precision::Street, "no number is near");
    assert_eq!(found(&shelf, "rue de la Forge").1, Precision::Street);
    let guess = found(&shelf, "1 place du Trichom");
    assert_eq!((guess.1, guess.2), (Precision::Neighbour, true), "another name is never exact");
    assert_eq!(shelf.catalogue.find_address(&wanted("3 rue des Nuages")).unwrap(), Found::NoStreet);
    assert_eq!(shelf.catalogue.find_address(&wanted("")).unwrap(), Found::NoStreet);
    let elsewhere = Wanted { insee: Insee::parse("80021").ok(), ..wanted("4 rue de la Forge") };
    assert_eq!(shelf.catalogue.find_address(&elsewhere).unwrap(), Found::NoList);
}

#[test]
fn without_a_commune_the_postal_code_leads_there() {
    let shelf = street();
    let by_code = Wanted { insee: None, ..wanted("4 rue de la Forge") };
    assert!(
        matches!(shelf.catalogue.find_address(&by_code).unwrap(), Found::At(at) if at.precision == Precision::House)
    );
}

#[test]
fn a_new_list_of_a_commune_replaces_the_former_and_goes_back_whole() {
    let shelf = street();
    let newer = addresses(&[("4", "", "Rue du Soufflet", (3.17, 50.69))]);
    let import = shelf.take(Format::Addresses, &newer, false).unwrap().import;
    assert_eq!(shelf.catalogue.find_address(&wanted("4 rue de la Forge")).unwrap(), Found::NoStreet);
    assert_eq!(found(&shelf, "4 rue du Soufflet").1, Precision::House);
    shelf.catalogue.undo_import(import).unwrap();
    assert_eq!(found(&shelf, "4 rue de la Forge").1, Precision::House);
    assert_eq!(shelf.catalogue.find_address(&wanted("4 rue du Soufflet")).unwrap(), Found::NoStreet);
}

/// A square of some 700 metres around 50.69 north, 3.17 east.
fn outline() -> Vec<u8> {
    let ring = [(3.165, 50.687), (3.175, 50.687), (3.175, 50.693), (3.165, 50.693), (3.165, 50.687)];
    let ring: Vec<[f64; 2]> = ring.iter().map(|(lon, lat)| [*lon, *lat]).collect();
    let file = serde_json::json!({
        "type": "FeatureCollection",
        "features": [{
            "type": "Feature",
            "properties": {"code_qp": "QN05981N", "lib_qp": "Le Trichon", "insee_com": "59512", "lib_com": "Roubaix"},
            "geometry": {"type": "Polygon", "coordinates": [ring]},
        }],
    });
    serde_json::to_vec(&file).unwrap()
}

#[test]
fn a_point_is_in_out_or_too_near_to_say_and_without_outlines_nothing_is_said() {
    use passerelle_formats::draft::Point;
    let shelf = Shelf::new();
    let ask = |lon: f64, lat: f64| {
        shelf.catalogue.residence(QpvEdition::Of2024, Point { latitude: lat, longitude: lon }).unwrap()
    };
    assert_eq!(ask(3.17, 50.69), Residence::NoOutlines);
    shelf.take(Format::QpvOutlines, &outline(), true).unwrap();
    assert!(
        matches!(ask(3.17, 50.69), Residence::In { area } if area.name == "Le Trichon" && area.metres > 300.0)
    );
    assert_eq!(ask(3.19, 50.69), Residence::Out);
    assert!(
        matches!(ask(3.17505, 50.69), Residence::Uncertain { near } if near.len() == 1),
        "four metres outside"
    );
    assert_eq!(shelf.catalogue.areas(QpvEdition::Of2024, "roub").unwrap().len(), 1, "chosen by its commune");
    assert!(
        shelf.catalogue.areas(QpvEdition::Of2015, "roub").unwrap().is_empty(),
        "another edition has other outlines"
    );
}
