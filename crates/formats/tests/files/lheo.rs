//! LHEO as the Carif-Oref write it: both versions, their dirt, and files without end.

use std::cell::Cell;
use std::io::Read;
use std::ops::ControlFlow;
use std::rc::Rc;

use chrono::NaiveDate;
use passerelle_domain::person::Level;
use passerelle_domain::programme::{Funding, ProgrammeKind};
use passerelle_formats::draft::{Attendance, Point, Recruitment};
use passerelle_formats::lheo::{Formation, LevelCode, Teaching, Version, offer, read};
use passerelle_formats::report::{Became, Encoding, Limits, Place, Refusal, Report, Step, Why};

pub const NEW: &[u8] = include_bytes!("../fixtures/lheo/v2-3.xml");
pub const OLD: &[u8] = include_bytes!("../fixtures/lheo/v2-2.xml");

fn all(bytes: &[u8]) -> (Vec<Formation>, Version, Report) {
    let mut found = Vec::new();
    let read = read(bytes, Limits::default(), &mut |step| {
        if let Step::Item { item, .. } = step {
            found.push(item);
        }
        ControlFlow::Continue(())
    });
    let (version, report) = read.unwrap();
    (found, version, report)
}

fn refused(bytes: &[u8]) -> Refusal {
    read(bytes, Limits::default(), &mut |_| ControlFlow::Continue(())).unwrap_err()
}

fn day(year: i32, month: u32, day: u32) -> Option<NaiveDate> {
    NaiveDate::from_ymd_opt(year, month, day)
}

#[test]
fn a_formation_is_read_with_its_texts_made_plain() {
    let (found, version, report) = all(NEW);
    assert_eq!((version, found.len()), (Version::V2_3, 1));
    let souder = &found[0];
    assert_eq!((souder.id.as_str(), souder.title.as_str()), ("HDF-0001", "Souder & assembler"));
    assert_eq!(souder.objective, "Apprendre à souder\n- arc\n- TIG");
    assert_eq!(souder.results, "Titre professionnel");
    assert_eq!(souder.formacodes, ["23062", "01234"]);
    assert_eq!((souder.romes.len(), souder.romes[0].as_str()), (1, "H2913"));
    assert_eq!((souder.entry, souder.exit), (Some(LevelCode::Old(0)), Some(LevelCode::New(3))));
    assert_eq!((souder.certifying, souder.aim, souder.path), (Some(true), Some(6), Some(2)));
    assert_eq!(souder.certifications[0].rncp.as_ref().unwrap().as_str(), "RNCP34079");
    assert_eq!((souder.certifications[1].rncp.clone(), souder.certifications[1].rs.as_str()), (None, "5000"));
    let contact = &souder.contacts[0];
    assert_eq!((contact.role.as_str(), contact.name.0.as_str()), ("Accueil", "Mme Nora Kaczmarek"));
    assert_eq!((contact.phones.len(), contact.urls[0].as_str()), (2, "https://www.soudure.example"));
    assert_eq!(souder.organisation.name, "Soudure du Nord");
    assert_eq!(souder.organisation.address.commune, "Lille");
    assert_eq!(souder.extras, [("materiel".to_owned(), "Casque fourni".to_owned())]);
    assert!(!format!("{souder:?}").contains("Kaczmarek"), "no log tells a name");

    let counts = report.counts;
    assert_eq!((counts.read, counts.kept, counts.refused), (3, 1, 2));
    let why: Vec<(Place, &Why)> = report.of(Became::Refused).map(|found| (found.place, &found.why)).collect();
    let record = |number: u32| Place::Record { number };
    assert_eq!(why, [(record(2), &Why::Twice), (record(3), &Why::Missing)]);
}

#[test]
fn an_action_says_for_whom_where_when_and_at_what_price() {
    let (found, _, report) = all(NEW);
    let action = &found[0].actions[0];
    assert_eq!(action.publics, ["83056", "83045"]);
    assert_eq!((action.entry_required, action.teaching), (Some(false), Some(Teaching::OnSite)));
    let place = &action.places[0];
    assert_eq!(
        (place.name.as_str(), place.address.street.as_str()),
        ("Halle des métiers", "12 rue de la Forge\nBâtiment C")
    );
    assert_eq!(place.address.point, Point::new(50.357, 3.523));
    assert_eq!(place.siret.as_ref().unwrap().as_str(), "73282932000074");
    assert_eq!((action.prices.total, action.prices.hourly), (Some(0.0), Some(9.5)));
    assert_eq!((action.hours.centre, action.hours.company, action.hours.total), (Some(600), Some(140), None));
    let [first, second, third] = action.sessions.as_slice() else { panic!("three sessions") };
    assert_eq!((first.start, first.end), (day(2026, 9, 7), day(2027, 2, 26)));
    assert_eq!((first.apply_from, first.apply_until), (day(2026, 6, 1), day(2026, 8, 31)));
    assert_eq!(
        (first.recruitment, first.places, first.apprenticeship),
        (Some(Recruitment::Open), Some(12), true)
    );
    assert_eq!((second.id.as_str(), second.start, second.end, second.recruitment), ("S2", None, None, None));
    assert_eq!(
        (third.id.as_str(), third.start, third.end),
        ("3", None, day(2026, 4, 1)),
        "a day that is none stays open"
    );
    let days: Vec<&Why> = report
        .of(Became::Unread)
        .filter(|found| ["debut", "fin"].contains(&found.field.0.as_str()))
        .map(|found| &found.why)
        .collect();
    assert_eq!(days, [&Why::NoDay, &Why::NoDay, &Why::ImpossibleDay]);
}

#[test]
fn the_older_version_comes_with_another_namespace_a_prefix_and_latin_letters() {
    let (found, version, report) = all(OLD);
    assert_eq!((version, report.encoding), (Version::V2_2, Encoding::Windows1252));
    let prepa = &found[0];
    assert_eq!(prepa.title, "Prépa métiers de l'aide");
    assert_eq!(prepa.objective, "Découvrir\u{a0}: trois métiers");
    assert_eq!(prepa.id, "73282932000074:Prépa métiers de l'aide", "without a number, what tells it apart");
    assert_eq!(prepa.actions[0].permanent, Some(true));
}

#[test]
fn an_offer_says_it_in_the_words_of_the_work() {
    let (found, ..) = all(NEW);
    let souder = offer(&found[0], &found[0].actions[0]);
    assert_eq!(souder.id, "HDF-0001/A1");
    assert_eq!(souder.kinds, [ProgrammeKind::Apprenticeship, ProgrammeKind::Training]);
    assert_eq!(souder.fundings, [Funding::Region, Funding::FsePlus]);
    assert_eq!(
        (souder.entry, souder.entry_required, souder.exit),
        (Some(Level::None), false, Some(Level::Level3))
    );
    assert_eq!((souder.attendance, souder.free), (Some(Attendance::OnSite), Some(true)));
    assert_eq!((souder.total_hours, souder.sessions.len()), (Some(740), 3));
    assert_eq!(souder.sessions[0].address.insee.as_ref().unwrap().as_str(), "59606");
    let old = offer(&all(OLD).0[0], &all(OLD).0[0].actions[0]);
    assert_eq!((old.free, old.exit, old.attendance), (None, None, Some(Attendance::Both)));
    assert!(old.sessions[0].permanent);
}

#[test]
fn no_document_type_no_foreign_entity_and_no_depth_without_end() {
    let head = "<lheo xmlns=\"http://lheo.gouv.fr/2.3\"><offres><formation>";
    let laughs =
        format!("<?xml version=\"1.0\"?><!DOCTYPE lheo [<!ENTITY a \"ha\"><!ENTITY b \"&a;&a;\">]>{head}&b;");
    assert_eq!(refused(laughs.as_bytes()), Refusal::Doctype);
    let late =
        format!("{head}<intitule-formation>a</intitule-formation><!DOCTYPE x SYSTEM \"file:///etc/hosts\">");
    assert_eq!(refused(late.as_bytes()), Refusal::Doctype);
    let place = Place::Record { number: 1 };
    assert_eq!(
        refused(format!("{head}<contenu-formation>&secret;").as_bytes()),
        Refusal::Malformed { place }
    );
    let deep = format!("{head}{}", "<a>".repeat(100_000));
    assert_eq!(refused(deep.as_bytes()), Refusal::TooDeep { place, limit: 64 });
    assert_eq!(refused(format!("{head}<a></b>").as_bytes()), Refusal::Malformed { place });
    assert_eq!(refused(format!("{head}<a>cut").as_bytes()), Refusal::Cut { place });
    assert_eq!(
        refused(format!("{head}{}", "<a/>".repeat(300_000)).as_bytes()),
        Refusal::TooManyCells { limit: 200_000 }
    );
    for other in ["<html></html>", "<lheo/>", "<lheo xmlns=\"http://exemple.fr/2.3\"/>", "nom;prenom", ""] {
        assert_eq!(refused(other.as_bytes()), Refusal::NotThisFormat, "{other}");
    }
}

/// Formations without end, made as they are asked for; counts the bytes given.
struct Endless {
    given: Rc<Cell<usize>>,
    number: usize,
    text: Vec<u8>,
}

impl Read for Endless {
    fn read(&mut self, into: &mut [u8]) -> std::io::Result<usize> {
        if self.text.is_empty() {
            self.number += 1;
            let number = self.number;
            let content = "mot ".repeat(500);
            self.text = format!("<formation numero=\"{number}\"><intitule-formation>Formation {number}</intitule-formation><contenu-formation>{content}</contenu-formation></formation>").into_bytes();
        }
        let amount = into.len().min(self.text.len());
        into[..amount].copy_from_slice(&self.text[..amount]);
        self.text.drain(..amount);
        self.given.set(self.given.get() + amount);
        Ok(amount)
    }
}

#[test]
fn a_file_without_end_is_read_one_formation_at_a_time_until_it_is_stopped() {
    let given = Rc::new(Cell::new(0));
    let head = b"<lheo xmlns=\"http://lheo.gouv.fr/2.3\"><offres>".to_vec();
    let endless = Endless { given: Rc::clone(&given), number: 0, text: head };
    // No formation has more than 16 kB; the file has more than 5 MB before it is stopped.
    let limits = Limits { record: 16 << 10, ..Limits::default() };
    let (mut taken, mut used, mut ahead) = (0_usize, 0_usize, 0_usize);
    let stopped = read(endless, limits, &mut |step| match step {
        Step::Item { item, .. } => {
            taken += 1;
            used += item.content.len();
            ahead = ahead.max(given.get() - used);
            if taken == 2_500 { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
        }
        Step::Progress { bytes } => {
            assert_eq!(usize::try_from(bytes).unwrap(), given.get());
            ControlFlow::Continue(())
        }
    });
    assert_eq!(stopped.unwrap_err(), Refusal::Stopped);
    assert!(used > 4_900_000, "{used}");
    let tags = taken * 150;
    assert!(ahead < tags + (100 << 10), "what is read ahead of what was handed on does not grow: {ahead}");
}

#[test]
fn one_formation_without_end_is_refused() {
    let head = b"<lheo xmlns=\"http://lheo.gouv.fr/2.3\"><offres><formation><contenu-formation>";
    let endless = head.chain(std::io::repeat(b'a'));
    let refusal = read(endless, Limits::default(), &mut |_| ControlFlow::Continue(())).unwrap_err();
    assert!(matches!(refusal, Refusal::RecordTooLarge { limit_kb: 4_096, .. }), "{refusal:?}");
}
