//! Addresses as communes and the State publish them. The streets are invented.

use std::io::Read;
use std::ops::ControlFlow;

use passerelle_formats::address::{Line, Position, Typed, read};
use passerelle_formats::draft::Point;
use passerelle_formats::report::{Became, Limits, Place, Refusal, Report, Step, Why};
use passerelle_formats::vocabulary::Word;

pub const BAL: &[u8] = include_bytes!("../fixtures/address/bal.csv");
pub const BAN: &[u8] = include_bytes!("../fixtures/address/ban.csv");

fn all(bytes: &[u8]) -> (Vec<Line>, Report) {
    let mut found = Vec::new();
    let report = read(bytes, Limits::default(), &mut |step| {
        if let Step::Item { item, .. } = step {
            found.push(item);
        }
        ControlFlow::Continue(())
    });
    (found, report.unwrap())
}

#[test]
fn a_local_base_is_read_with_metres_and_places_without_numbers() {
    let (found, report) = all(BAL);
    let forge = &found[0];
    assert_eq!((forge.number, forge.suffix.as_str(), forge.key.as_str()), (Some(12), "bis", "rue forge"));
    assert_eq!((forge.point, forge.certified), (Point::new(50.4291, 2.8319), true));
    assert_eq!(forge.position, Some(Word::Known(Position::Entrance)));
    let pins = &found[1];
    let point = pins.point.unwrap();
    assert!((50.42..50.44).contains(&point.latitude) && (2.82..2.84).contains(&point.longitude), "{point:?}");
    assert_eq!(pins.place, "Cité 12");
    assert_eq!(found[2].number, None, "99999 says that there are no numbers");
    let basse = &found[3];
    assert_eq!((basse.insee.as_str(), basse.point), ("02691", None));
    assert_eq!(basse.position, Some(Word::Foreign("hélicoptère".to_owned())));
    let refused: Vec<(Place, &Why)> =
        report.of(Became::Refused).map(|found| (found.place, &found.why)).collect();
    let line = |line: u32| Place::Line { line };
    assert_eq!(refused, [(line(6), &Why::Missing), (line(7), &Why::Missing)]);
    assert_eq!((report.counts.read, report.counts.kept), (7, 5));
    assert!(report.of(Became::Unread).any(|found| found.field.0 == "numero" && found.from.0 == "cinq"));
}

#[test]
fn the_national_base_is_read_and_found_by_what_a_worker_types() {
    let (found, report) = all(BAN);
    assert_eq!((report.counts.kept, report.counts.unread), (2, 0));
    let lomme = &found[0];
    assert_eq!((lomme.former_commune.as_str(), lomme.commune.as_str()), ("Lomme", "Lille"));
    assert_eq!(lomme.postal_code.as_ref().unwrap().as_str(), "59160");
    let typed = Typed::parse("4, bd du Gal de Gaulle");
    assert_eq!((typed.number, &typed.street), (lomme.number, &lomme.key));
    let amont = Typed::parse("1b rue du port d'amont");
    assert_eq!(
        (amont.number, &amont.suffix, &amont.street),
        (found[1].number, &found[1].suffix, &found[1].key)
    );
    assert!(!format!("{typed:?}").contains("gaulle"), "no log tells where somebody lives");
}

/// Lines made as they are asked for.
struct Lines(u32, Vec<u8>);

impl Read for Lines {
    fn read(&mut self, into: &mut [u8]) -> std::io::Result<usize> {
        if self.1.is_empty() {
            self.0 += 1;
            let number = self.0;
            self.1 = format!("id{number};{number};Rue Longue;62498;2.8;50.4\n").into_bytes();
        }
        let amount = into.len().min(self.1.len());
        into[..amount].copy_from_slice(&self.1[..amount]);
        self.1.drain(..amount);
        Ok(amount)
    }
}

#[test]
fn a_long_file_tells_its_progress_and_can_be_stopped() {
    let lines = Lines(0, b"id;numero;nom_voie;code_insee;lon;lat\n".to_vec());
    let (mut taken, mut told, mut bytes_before) = (0, 0, 0);
    let stopped = read(lines, Limits::default(), &mut |step| {
        match step {
            Step::Item { .. } => taken += 1,
            Step::Progress { bytes } => {
                assert!(bytes >= bytes_before);
                (told, bytes_before) = (told + 1, bytes);
            }
        }
        if told == 5 { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    });
    assert_eq!((stopped, taken), (Err(Refusal::Stopped), 5_000));
    assert_eq!(
        read(&b"nom;prenom\na;b\n"[..], Limits::default(), &mut |_| ControlFlow::Continue(())),
        Err(Refusal::NoColumn { column: "numero".to_owned() })
    );
}
