//! Services of partners abroad, as Open Referral writes them. The partners are invented.

use std::ops::ControlFlow;

use chrono::NaiveDate;
use passerelle_formats::draft::{Attendance, Point};
use passerelle_formats::hsds::{Service, Status, offer, read};
use passerelle_formats::report::{Became, Limits, Place, Report, Step, Why};
use passerelle_formats::vocabulary::Word;

pub const SERVICES: &[u8] = include_bytes!("../fixtures/hsds/services.json");

fn all() -> (Vec<Service>, Report) {
    let mut found = Vec::new();
    let report = read(SERVICES, Limits::default(), &mut |step| {
        if let Step::Item { item, .. } = step {
            found.push(item);
        }
        ControlFlow::Continue(())
    });
    (found, report.unwrap())
}

#[test]
fn a_service_comes_with_its_organisation_its_places_and_its_hours() {
    let (found, report) = all();
    let velo = &found[0];
    assert_eq!(
        (velo.name.as_str(), velo.description.as_str()),
        ("Atelier solidaire & vélo", "Repair a bicycle.")
    );
    assert_eq!((velo.status.clone(), velo.available), (Some(Word::Known(Status::Active)), Some(6)));
    assert_eq!((velo.min_age, velo.max_age), (Some(15), Some(25)));
    assert_eq!(velo.organisation.name, "Cyclo Tournai");
    assert_eq!(velo.phones[1], Word::Foreign("107".to_owned()), "a short number is still dialled");
    assert_eq!(velo.schedules, ["WE,FR 14:00Z-18:00Z", "Closed in August"]);
    assert_eq!(
        (velo.terms.clone(), velo.languages.clone()),
        (vec!["Mobility".to_owned()], vec!["French".to_owned(), "nl".to_owned()])
    );
    assert_eq!(velo.locations[0].point, Point::new(50.6056, 3.3878));
    assert_eq!(velo.updated, NaiveDate::from_ymd_opt(2026, 4, 2));
    assert!(!format!("{velo:?}").contains("Peeters"), "no log tells a name");
    assert_eq!((report.counts.read, report.counts.kept, report.counts.refused), (5, 3, 2));
    let record = |number: u32| Place::Record { number };
    let refused: Vec<(Place, &Why)> =
        report.of(Became::Refused).map(|found| (found.place, &found.why)).collect();
    assert_eq!(refused, [(record(4), &Why::Twice), (record(5), &Why::Missing)]);
    let unread: Vec<&Why> = report.of(Became::Unread).map(|found| &found.why).collect();
    assert!(unread.contains(&&Why::ImpossibleDay) && unread.contains(&&Why::Range { from: 0, to: 130 }));
}

#[test]
fn an_offer_says_it_in_the_words_of_the_work() {
    let (found, _) = all();
    let velo = offer(&found[0]);
    assert_eq!((velo.attendance, velo.free), (Some(Attendance::Both), Some(true)));
    assert_eq!(velo.places[0].postal_code, None, "7500 is no French postal code");
    assert_eq!(velo.places[0].extra, "Workshop\n7500, Hainaut, BE");
    assert_eq!(velo.conditions, "Young people\nIdentity card");
    assert!(velo.themes.is_empty(), "no theme is made of a term of any taxonomy");
    let lille = offer(&found[1]);
    assert_eq!(lille.places[0].postal_code.as_ref().unwrap().as_str(), "59000");
    assert_eq!((lille.free, lille.gone_from), (None, None));
    assert_eq!(found[1].status, Some(Word::Foreign("sleeping".to_owned())));
    assert_eq!(offer(&found[2]).gone_from, NaiveDate::from_ymd_opt(2025, 12, 31));
}
