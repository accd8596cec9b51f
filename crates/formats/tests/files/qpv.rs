//! The lists and outlines of priority neighbourhoods, and who lives in one. The neighbourhoods are invented.

use std::ops::ControlFlow;

use passerelle_domain::code::QpvEdition;
use passerelle_formats::draft::Point;
use passerelle_formats::outline::{Outline, Polygon};
use passerelle_formats::qpv::{Atlas, Bounded, Residence, read_list, read_outlines};
use passerelle_formats::report::{Became, Encoding, Limits, Place, Refusal, Report, Step, Why};
use proptest::prelude::*;

pub const LIST: &[u8] = include_bytes!("../fixtures/qpv/list-2024.csv");
pub const OLD_LIST: &[u8] = include_bytes!("../fixtures/qpv/list-2015.csv");
pub const OUTLINES: &[u8] = include_bytes!("../fixtures/qpv/outlines.geojson");

fn outlines() -> (Vec<Bounded>, Report) {
    let mut found = Vec::new();
    let report = read_outlines(OUTLINES, Limits::default(), &mut |step| {
        if let Step::Item { item, .. } = step {
            found.push(item);
        }
        ControlFlow::Continue(())
    });
    (found, report.unwrap())
}

fn at(latitude: f64, longitude: f64) -> Point {
    Point { latitude, longitude }
}

#[test]
fn the_list_of_2024_is_read_with_its_formulas_and_lost_zeros() {
    let (found, report) = read_list(LIST, Limits::default()).unwrap();
    let codes: Vec<&str> = found.iter().map(|quarter| quarter.code.as_str()).collect();
    assert_eq!(codes, ["QN05981N", "QN06282M", "QN00283I"]);
    assert!(found.iter().all(|quarter| quarter.code.edition() == QpvEdition::Of2024));
    let communes = |at: usize| -> Vec<(String, String)> {
        let communes = found[at].communes.iter();
        let insee = |commune: &passerelle_formats::qpv::Commune| {
            commune.insee.as_ref().map_or(String::new(), |code| code.as_str().to_owned())
        };
        communes.map(|commune| (insee(commune), commune.name.clone())).collect()
    };
    let pair = |code: &str, name: &str| (code.to_owned(), name.to_owned());
    assert_eq!(communes(0), [pair("59350", "Lille"), pair("59512", "Roubaix")], "the second line adds one");
    assert_eq!(communes(1), [pair("62498", "Lens"), pair("62413", "Harnes")]);
    assert_eq!(communes(2), [pair("02691", "Saint-Quentin")]);
    assert_eq!((found[2].department.as_str(), found[0].epcis.len()), ("02", 1));
    assert_eq!((report.encoding, report.counts.read, report.counts.refused), (Encoding::Utf8Marked, 6, 2));
    let refused: Vec<Place> = report.of(Became::Refused).map(|found| found.place).collect();
    assert_eq!(refused, [Place::Line { line: 6 }, Place::Line { line: 7 }]);
}

#[test]
fn the_list_of_2015_has_other_heads_and_another_encoding() {
    let (found, report) = read_list(OLD_LIST, Limits::default()).unwrap();
    assert_eq!(report.encoding, Encoding::Windows1252);
    assert!(found.iter().all(|quarter| quarter.code.edition() == QpvEdition::Of2015));
    assert_eq!((found[1].code.as_str(), found[1].name.as_str()), ("QP080982", "Étouvie-Nord"));
    let names: Vec<&str> = found[1].communes.iter().map(|commune| commune.name.as_str()).collect();
    assert_eq!(names, ["Amiens", "Dreuil-lès-Amiens"], "a hyphen does not part a name");
    let no_code = read_list(&b"nom;ville\na;b\n"[..], Limits::default());
    assert_eq!(no_code, Err(Refusal::NoColumn { column: "code_qp".to_owned() }));
}

#[test]
fn outlines_come_with_holes_and_pieces_and_what_is_none_is_told() {
    let (found, report) = outlines();
    let codes: Vec<&str> = found.iter().map(|area| area.code.as_str()).collect();
    assert_eq!(codes, ["QN06282M", "QN05981N", "QN06283N", "QP062981", "QN06288I"]);
    assert_eq!(found[0].outline.polygons[0].holes.len(), 1);
    assert_eq!(
        (found[1].outline.polygons.len(), found[1].outline.points()),
        (2, 10),
        "the open border was closed"
    );
    assert_eq!(found[1].communes.len(), 2);
    let why: Vec<&Why> = report.of(Became::Refused).map(|found| &found.why).collect();
    let no_code = Why::Code { error: passerelle_domain::code::CodeError::Empty };
    assert_eq!(why, [&Why::Twice, &Why::Kind, &Why::Outline, &Why::Outline, &no_code, &Why::Missing]);
    let metres = found[4].outline.standing(at(50.426, 2.833));
    assert!(metres.metres < 5_000.0, "metres of Lambert-93 lie where they should: {metres:?}");
}

#[test]
fn an_address_is_in_out_or_uncertain() {
    let atlas = Atlas::new(QpvEdition::Of2024, 30.0, outlines().0);
    assert_eq!((atlas.len(), atlas.edition()), (4, QpvEdition::Of2024));
    let residence = |latitude: f64, longitude: f64| atlas.residence(at(latitude, longitude));
    let Residence::In { code, metres } = residence(50.424, 2.804) else { panic!("well inside") };
    assert_eq!(code.as_str(), "QN06282M");
    assert!((280.0..290.0).contains(&metres), "4 thousandths of a degree to the west: {metres}");
    assert_eq!(residence(50.43, 2.81), Residence::Out, "in the hole");
    assert_eq!(residence(50.45, 2.81), Residence::Out);
    assert_eq!(residence(50.625, 3.07), Residence::Out, "between the two pieces");
    assert!(matches!(residence(50.625, 3.085), Residence::In { .. }), "in the second piece");
    assert!(matches!(residence(50.4202, 2.81), Residence::Uncertain { .. }), "22 m inside");
    assert!(matches!(residence(50.4198, 2.81), Residence::Uncertain { .. }), "22 m outside");
    let Residence::Uncertain { near } = residence(50.43, 2.82009) else { panic!("between two neighbours") };
    let codes: Vec<&str> = near.iter().map(|near| near.code.as_str()).collect();
    assert_eq!(codes, ["QN06282M", "QN06283N"]);
    assert!(near.iter().all(|near| !near.inside && (6.0..8.0).contains(&near.metres)), "{near:?}");

    let exact = Atlas::new(QpvEdition::Of2024, 0.0, outlines().0);
    assert_eq!(exact.residence(at(50.4198, 2.81)), Residence::Out);
    assert!(matches!(exact.residence(at(50.42, 2.81)), Residence::Uncertain { .. }), "on the border itself");
    assert!(Atlas::new(QpvEdition::Of2024, f64::NAN, Vec::new()).tolerance() < 0.01);
    let old = Atlas::new(QpvEdition::Of2015, 30.0, outlines().0);
    assert!(matches!(old.residence(at(50.45, 2.81)), Residence::In { .. }), "it was in that of 2015");
}

#[test]
fn a_degree_is_as_long_as_the_earth_makes_it() {
    let line =
        |a: Point, b: Point| Outline { polygons: vec![Polygon { outer: vec![a, b, a], holes: vec![] }] };
    // Lengths of arcs at 50 degrees north on WGS 84: 111 229 m and 71 696 m a degree.
    let east = line(at(49.0, 3.0), at(51.0, 3.0)).standing(at(50.0, 3.01)).metres;
    assert!((east - 716.96).abs() < 0.1, "{east}");
    let north = line(at(50.01, 2.0), at(50.01, 4.0)).standing(at(50.0, 3.0)).metres;
    assert!((north - 1112.29).abs() < 0.1, "{north}");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 128, failure_persistence: None, ..ProptestConfig::default() })]

    /// Of a star drawn around a centre, a point is inside exactly if it is nearer than the border in its direction.
    #[test]
    fn a_star_holds_what_is_nearer_than_its_border(
        radii in proptest::collection::vec(0.001_f64..0.01, 3..20),
        side in 0_usize..20,
        along in 0.0_f64..1.0,
        share in prop_oneof![0.05_f64..0.95, 1.05_f64..2.0],
    ) {
        let turn = std::f64::consts::TAU;
        let part = |n: usize| f64::from(u32::try_from(n).unwrap());
        let count = part(radii.len());
        let side = side % radii.len();
        let direction = (part(side) + along) / count;
        let corner = |n: usize| {
            let (sine, cosine) = (turn * part(n) / count).sin_cos();
            let radius = radii[n % radii.len()];
            at(50.0 + radius * sine, 3.0 + radius * cosine)
        };
        let ring: Vec<Point> = (0..=radii.len()).map(|n| if n == radii.len() { corner(0) } else { corner(n) }).collect();
        let star = Outline { polygons: vec![Polygon { outer: ring, holes: vec![] }] };
        // The border in this direction lies between two corners: the crossing of two lines.
        let (a, b) = (corner(side), corner((side + 1) % radii.len()));
        let (sine, cosine) = (turn * direction).sin_cos();
        let (ax, ay) = (a.longitude - 3.0, a.latitude - 50.0);
        let (bx, by) = (b.longitude - 3.0, b.latitude - 50.0);
        let border = (ax * (by - ay) - ay * (bx - ax)) / (cosine * (by - ay) - sine * (bx - ax));
        prop_assume!(border.is_finite() && border > 1e-5);
        let point = at(50.0 + share * border * sine, 3.0 + share * border * cosine);
        prop_assert_eq!(star.standing(point).inside, share < 1.0);
    }
}
