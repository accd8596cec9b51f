//! data.inclusion as its producers fill it: version 1 and 0, in each of the forms in which it is handed out.

use std::ops::ControlFlow;

use chrono::NaiveDate;
use passerelle_domain::assessment::Theme as Need;
use passerelle_domain::code::CodeError;
use passerelle_domain::programme::ProgrammeKind;
use passerelle_formats::draft::{Attendance, Point};
use passerelle_formats::inclusion::{
    Cost, Entry, Mobilisation, MobilisedBy, Network, Public, Service, ServiceKind, Structure, Theme, Zone,
    offer, read,
};
use passerelle_formats::report::{Became, Limits, Place, Refusal, Report, Step, Why};
use passerelle_formats::vocabulary::{Vocabulary, Word};

pub const SERVICES: &[u8] = include_bytes!("../fixtures/inclusion/services.json");
pub const PAGES: &[u8] = include_bytes!("../fixtures/inclusion/pages.json");
pub const OLD: &[u8] = include_bytes!("../fixtures/inclusion/v0.jsonl");
pub const CSV: &[u8] = include_bytes!("../fixtures/inclusion/services.csv");

fn all(bytes: &[u8]) -> (Vec<Service>, Vec<Structure>, Report) {
    let (mut services, mut structures) = (Vec::new(), Vec::new());
    let report = read(bytes, Limits::default(), &mut |step| {
        match step {
            Step::Item { item: Entry::Service(service), .. } => services.push(*service),
            Step::Item { item: Entry::Structure(structure), .. } => structures.push(*structure),
            Step::Progress { .. } => {}
        }
        ControlFlow::Continue(())
    });
    let report = report.unwrap();
    assert_eq!(report.counts.read, report.counts.kept + report.counts.refused);
    (services, structures, report)
}

fn day(year: i32, month: u32, day: u32) -> Option<NaiveDate> {
    NaiveDate::from_ymd_opt(year, month, day)
}

/// What was told of one field: what became of it, why, from and to.
fn told(report: &Report, field: &str) -> Vec<(Became, Why, String, String)> {
    let of = report.findings.iter().filter(|finding| finding.field.0 == field);
    of.map(|found| (found.became, found.why.clone(), found.from.0.clone(), found.to.0.clone())).collect()
}

#[test]
fn a_service_is_read_field_by_field_and_its_dirt_is_told() {
    let (services, _, report) = all(SERVICES);
    let velo = &services[0];
    assert_eq!(velo.name, "Atelier vélo du Beffroi");
    assert_eq!(velo.description, "Réparer son vélo & repartir avec.");
    assert_eq!(velo.kinds, [Word::Known(ServiceKind::Atelier)]);
    let planche = Word::Foreign("mobilite--planche-a-roulettes".to_owned());
    assert_eq!(velo.themes[2], planche, "a word of tomorrow is kept as it is");
    assert_eq!(velo.costs, [Word::Known(Cost::Gratuit)]);
    assert_eq!(velo.address.point, Point::new(50.4291, 2.8319));
    assert_eq!(velo.address.insee.as_ref().unwrap().as_str(), "62498");
    assert_eq!(velo.mobilisation[1], Word::Known(Mobilisation::Telephoner), "capitals say the same");
    assert_eq!(velo.mobilisation_url, "https://beffroi.example/velo");
    assert_eq!(velo.weekly_hours, Some(4.0));
    let codes: Vec<&str> = velo.zone.iter().map(Zone::code).collect();
    assert_eq!(codes, ["62498", "62", "200033579", "france", "Artois"]);
    assert_eq!(velo.zone[4], Zone::Foreign("Artois".to_owned()));
    assert_eq!((velo.updated, velo.contact.0.as_str()), (day(2026, 3, 2), "Maryam Lecoutre"));
    assert!(!format!("{velo:?}").contains("Lecoutre"), "no log tells a name");

    let counts = report.counts;
    assert_eq!((counts.read, counts.kept, counts.refused), (5, 2, 3));
    let refused: Vec<(Place, &Why)> =
        report.of(Became::Refused).map(|found| (found.place, &found.why)).collect();
    let record = |number: u32| Place::Record { number };
    assert_eq!(refused, [(record(3), &Why::Missing), (record(4), &Why::Twice), (record(5), &Why::Kind)]);
    assert_eq!(told(&report, "score_qualite")[0].1, Why::UnknownField);
}

#[test]
fn what_cannot_be_read_stays_empty_and_what_means_something_stays() {
    let (services, _, report) = all(SERVICES);
    let code = &services[1];
    assert_eq!((code.updated, code.weeks, code.weekly_hours), (None, None, None));
    assert_eq!(
        (code.address.point, code.email.clone()),
        (None, Some(Word::Foreign("non communiqué".to_owned())))
    );
    assert_eq!(code.phone, Some(Word::Foreign("3949".to_owned())), "a short number is still dialled");
    assert_eq!(code.address.insee.as_ref().unwrap().as_str(), "02691", "the lost zero came back");
    assert_eq!(code.source_url, "", "no address that runs a program");
    assert_eq!(told(&report, "date_maj")[0].1, Why::ImpossibleDay);
    assert_eq!(
        told(&report, "nombre_semaines"),
        [(Became::Unread, Why::NotANumber, "douze".into(), String::new())]
    );
    assert_eq!(told(&report, "volume_horaire_hebdomadaire")[0].1, Why::Range { from: 0, to: 168 });
    assert_eq!(told(&report, "code_insee")[0], (Became::Repaired, Why::Form, "2691".into(), "02691".into()));
    let nothing: Vec<&str> = vec!["publics", "conditions_acces", "frais_precisions"];
    assert!(nothing.iter().all(|field| told(&report, field).is_empty()), "an empty list is no fault");
    let longitude = told(&report, "longitude");
    assert!(
        longitude.is_empty(),
        "an empty text where a number belongs is no number, and no fault: {longitude:?}"
    );
}

#[test]
fn pages_of_the_public_search_give_services_and_their_structures_once() {
    let (services, structures, report) = all(PAGES);
    let ids: Vec<&str> = services.iter().map(|service| service.id.as_str()).collect();
    assert_eq!(ids, ["phare--1", "phare--2", "phare--3"]);
    assert_eq!(structures.len(), 1);
    assert_eq!(structures[0].networks, [Word::Known(Network::MissionLocale)]);
    assert_eq!(structures[0].siret.as_ref().unwrap().as_str(), "73282932000074");
    assert_eq!((report.counts.read, report.counts.kept), (4, 4));
}

#[test]
fn an_old_export_is_read_where_its_words_mean_the_same() {
    let (services, structures, report) = all(OLD);
    let budget = &services[0];
    assert_eq!(budget.description, "Gérer son budget pas à pas");
    assert_eq!(budget.kinds, [Word::Known(ServiceKind::Atelier), Word::Foreign("accueil".to_owned())]);
    assert_eq!(budget.themes[0], Word::Known(Theme::DifficultesFinancieresAmeliorerSaGestionBudgetaire));
    assert_eq!(budget.publics, [Word::Known(Public::Jeunes), Word::Foreign("locataires".to_owned())]);
    assert_eq!((&budget.costs[0], budget.cost_note.as_str()), (&Word::Known(Cost::Payant), "5 € par an"));
    assert_eq!(budget.conditions, "Être inscrit\nPièce d'identité");
    assert_eq!(budget.mobilised_by, [Word::Known(MobilisedBy::Professionnels)]);
    assert_eq!(budget.mobilisation[0], Word::Known(Mobilisation::EnvoyerUnCourriel));
    assert_eq!(budget.mobilisation_note, "Fiche navette");
    assert_eq!(budget.zone, [Zone::Department("59".to_owned())]);
    assert_eq!((budget.updated, budget.suspended), (day(2023, 5, 4), day(2027, 6, 30)));
    assert!(budget.contact.0.is_empty() && budget.phone.is_none(), "this contact was not to be shown");
    assert!(report.of(Became::Refused).any(|found| found.why == Why::Json), "the cut line alone is lost");
    let house = &structures[0];
    assert_eq!(house.networks, [Word::Known(Network::MissionLocale), Word::Foreign("envie".to_owned())]);
    assert_eq!(house.opening, "Mo-Fr 09:00-17:00");
    assert_eq!(told(&report, "siret")[0].1, Why::Code { error: CodeError::Checksum });
}

#[test]
fn a_table_gives_lists_in_each_of_its_spellings() {
    let (services, _, report) = all(CSV);
    assert_eq!(services[0].name, "Prépa \"tous métiers\"");
    assert_eq!(services[0].description, "Trois semaines;\net un stage");
    assert_eq!(services[0].themes.len(), 2);
    let publics = [Word::Known(Public::Jeunes), Word::Known(Public::ResidentsQpvFrr)];
    assert_eq!(services[0].publics, publics);
    assert_eq!(services[0].address.postal_code.as_ref().unwrap().as_str(), "02000");
    assert_eq!(services[0].address.insee.as_ref().unwrap().as_str(), "02408");
    assert_eq!(services[1].updated, day(2026, 1, 15));
    assert_eq!(services[1].themes[1], Word::Foreign("numerique--inconnue".to_owned()));
    let refused: Vec<Place> = report.of(Became::Refused).map(|found| found.place).collect();
    assert_eq!(refused, [Place::Line { line: 5 }], "line 2 goes on over line 3");
}

#[test]
fn an_offer_says_it_in_the_words_of_the_work() {
    let (services, structures, _) = all(PAGES);
    let logement = offer(&services[0], Some(&structures[0]));
    assert_eq!(
        (logement.themes.clone(), logement.kinds.clone()),
        (vec![Need::Housing], vec![ProgrammeKind::Obstacle])
    );
    assert_eq!(logement.provider.name, "Le Phare");
    assert_eq!(logement.schedule, "Mo-Fr 09:00-12:00", "the structure's hours where it has none of its own");
    let velo = offer(&all(SERVICES).0[0], None);
    assert_eq!((velo.attendance, velo.free), (Some(Attendance::OnSite), Some(true)));
    assert_eq!(velo.conditions, "De 15 à 25 ans");
    assert_eq!(velo.zone.len(), 5);
    assert!(!velo.qpv_only);
    assert_eq!(velo.how, "se-presenter, telephoner\nSans rendez-vous le mercredi");
    let back: passerelle_formats::draft::Offer =
        serde_json::from_str(&serde_json::to_string(&velo).unwrap()).unwrap();
    assert_eq!(back, velo);
}

#[test]
fn every_word_of_the_lists_comes_back_as_itself() {
    fn round<T: Vocabulary + PartialEq + std::fmt::Debug>() -> usize {
        for word in T::ALL {
            assert_eq!(T::word(word.code()), Word::Known(*word));
        }
        T::ALL.len()
    }
    assert_eq!((round::<Theme>(), round::<Public>(), round::<Network>()), (69, 14, 108));
    assert_eq!((round::<ServiceKind>(), round::<Cost>(), round::<Mobilisation>()), (6, 2, 4));
}

#[test]
fn other_files_are_refused_whole_and_a_reader_may_stop() {
    let refused = |bytes: &[u8]| read(bytes, Limits::default(), &mut |_| ControlFlow::Continue(()));
    assert_eq!(refused(b"  "), Err(Refusal::NotThisFormat));
    assert_eq!(refused(b"<lheo/>"), Err(Refusal::NoColumn { column: "id".to_owned() }));
    assert_eq!(
        refused(b"{\"items\": [{\"id\": 1}"),
        Err(Refusal::Cut { place: Place::Record { number: 1 } })
    );
    let stopped = read(SERVICES, Limits::default(), &mut |_| ControlFlow::Break(()));
    assert_eq!(stopped, Err(Refusal::Stopped));
    let deep = format!("[{}{}]", "{\"a\":".repeat(90), "1".to_owned() + &"}".repeat(90));
    let report = refused(deep.as_bytes()).unwrap();
    assert_eq!(report.findings[0].why, Why::TooBig { limit: 64 });
    let huge = format!("[{{\"id\": \"{}\"}}]", "a".repeat(200_000));
    let limits = Limits { record: 100_000, ..Limits::default() };
    let refused = read(huge.as_bytes(), limits, &mut |_| ControlFlow::Continue(()));
    assert!(matches!(refused, Err(Refusal::RecordTooLarge { .. })));
}
