//! What an import adds, changes, leaves and takes away, and that it goes back whole.

use std::ops::ControlFlow;

use passerelle_catalogue::{Error, Filter, Format, Header, Sort, Source, Standing};
use passerelle_formats::report::Refusal;

use crate::shelf::{Shelf, TODAY, day, service, structure};

const LHEO: &[u8] = include_bytes!("../../../formats/tests/fixtures/lheo/v2-3.xml");

#[test]
fn a_second_import_of_the_same_file_adds_nothing() {
    let shelf = Shelf::new();
    let file = [
        structure("s1", "Le Pont", ("Lille", "59350")),
        service("a", "Atelier mobilité", "s1", &["mobilite--financer-ma-mobilite"]),
    ];
    let first = shelf.services(&file, false);
    assert_eq!((first.added, first.changed, first.same, first.gone), (2, 0, 0, 0));
    let second = shelf.services(&file, true);
    assert_eq!((second.added, second.changed, second.same, second.gone), (0, 0, 2, 0));
    assert_eq!(shelf.names("mobilite"), ["Atelier mobilité"]);
}

#[test]
fn a_structure_that_comes_later_gives_its_services_their_name_and_place() {
    let shelf = Shelf::new();
    shelf.services(&[service("a", "Permission de conduire", "s1", &[])], false);
    let alone = shelf.find(Filter::default(), Sort::Name, None);
    assert_eq!((alone.lines[0].provider.as_str(), alone.lines[0].commune.as_str()), ("", ""));

    shelf.services(&[structure("s1", "Le Pont", ("Roubaix", "59512"))], false);
    let both = shelf.find(Filter::default(), Sort::Name, None);
    assert_eq!((both.lines[0].provider.as_str(), both.lines[0].commune.as_str()), ("Le Pont", "Roubaix"));
    assert_eq!(shelf.names("pont"), ["Permission de conduire"], "it is found by the structure's name");

    let last = shelf.catalogue.imports().unwrap()[0].changes.import;
    shelf.catalogue.undo_import(last).unwrap();
    let again = shelf.find(Filter::default(), Sort::Name, None);
    assert_eq!(again.lines[0].provider, "", "the structure went back with its import");
    assert!(shelf.names("pont").is_empty());
}

#[test]
fn what_a_whole_file_does_not_have_any_more_is_gone_and_its_name_can_still_be_told() {
    let shelf = Shelf::new();
    shelf.services(&[service("a", "Chantier bois", "s", &[]), service("b", "Chantier fer", "s", &[])], true);
    let kept = shelf.services(&[service("c", "Chantier verre", "s", &[])], false);
    assert_eq!(kept.gone, 0, "a file that is not whole takes nothing away");
    let whole = shelf
        .services(&[service("b", "Chantier fer", "s", &[]), service("c", "Chantier verre", "s", &[])], true);
    assert_eq!((whole.gone, whole.same), (1, 2));
    assert_eq!(shelf.names("chantier"), ["Chantier fer", "Chantier verre"]);

    let standing = |key: &str| shelf.catalogue.standing(Source::DataInclusion, key, day(TODAY)).unwrap();
    assert!(matches!(standing("a"), Standing::Gone { name, .. } if name == "Chantier bois"));
    assert_eq!(standing("b"), Standing::Here);
    assert_eq!(standing("z"), Standing::Unknown);
    let file = shelf.catalogue.offer(Source::DataInclusion, "a", day(TODAY)).unwrap();
    assert_eq!(file.offer.name, "Chantier bois", "what it was can be read as long as an undo reaches it");

    for round in 0..4 {
        shelf.services(&[service("b", &format!("Chantier fer {round}"), "s", &[])], false);
    }
    assert!(
        matches!(standing("a"), Standing::Gone { name, .. } if name == "Chantier bois"),
        "and its name longer"
    );
    assert!(matches!(shelf.catalogue.offer(Source::DataInclusion, "a", day(TODAY)), Err(Error::NotFound)));
}

#[test]
fn the_last_import_goes_back_whole_and_an_older_one_only_after_it() {
    let shelf = Shelf::new();
    let empty = shelf.all();
    let first = shelf.services(&[service("a", "Chantier bois", "s", &[])], true);
    let one = shelf.all();
    let second = shelf.services(
        &[service("a", "Chantier bois et liège", "s", &[]), service("b", "Chantier fer", "s", &[])],
        true,
    );
    let lheo = shelf.take(Format::Lheo, LHEO, false).unwrap();
    assert!(lheo.added > 0);
    assert!(matches!(shelf.catalogue.undo_import(first.import), Err(Error::NotLatest)));

    shelf.catalogue.undo_import(lheo.import).unwrap();
    shelf.catalogue.undo_import(second.import).unwrap();
    assert_eq!(shelf.all(), one);
    shelf.catalogue.undo_import(first.import).unwrap();
    assert_eq!(shelf.all(), empty);
    assert!(matches!(shelf.catalogue.undo_import(first.import), Err(Error::NotFound)));
}

#[test]
fn an_import_that_nothing_reaches_any_more_says_so() {
    let shelf = Shelf::new();
    let imports: Vec<i64> = (0..4)
        .map(|round| shelf.services(&[service("a", &format!("Chantier {round}"), "s", &[])], false).import)
        .collect();
    shelf.catalogue.undo_import(imports[3]).unwrap();
    shelf.catalogue.undo_import(imports[2]).unwrap();
    assert_eq!(shelf.names("chantier"), ["Chantier 1"]);
    let lines = shelf.catalogue.imports().unwrap();
    assert!(!lines[0].undoable, "what it replaced was forgotten when the fourth came");
    assert!(matches!(shelf.catalogue.undo_import(imports[1]), Err(Error::NotLatest)));
}

#[test]
fn one_that_is_stopped_or_cannot_be_read_leaves_all_as_it_was() {
    let shelf = Shelf::new();
    shelf.services(&[service("a", "Chantier bois", "s", &[])], false);
    let before = shelf.all();

    let cut = b"[{\"id\": \"b\", \"structure_id\": \"s\", \"nom\": \"Chantier fer\"}, {\"id\": ";
    assert!(matches!(shelf.take(Format::Inclusion, cut, true), Err(Error::File(_))));
    assert_eq!(shelf.all(), before);

    let header = Header {
        format: Format::Lheo.code().to_owned(),
        file: String::new(),
        digest: [0; 32],
        at: 0,
        whole: true,
    };
    let mut stop = |_| ControlFlow::Break(());
    let stopped = shelf.catalogue.take_in(&header, Format::Lheo, &mut &LHEO[..], &mut stop);
    assert!(matches!(stopped, Err(Error::File(Refusal::Stopped))));
    assert_eq!(shelf.all(), before);
    assert_eq!(shelf.catalogue.imports().unwrap().len(), 1, "and it is not among the imports");
}

#[test]
fn what_a_reading_found_is_kept_with_its_import() {
    let shelf = Shelf::new();
    let mut bad = service("b", "Sans identifiant", "s", &[]);
    bad["id"] = "".into();
    let import = shelf.services(&[service("a", "Chantier bois", "s", &[]), bad], false);
    let report = shelf.catalogue.import_report(import.import).unwrap();
    assert_eq!((report.counts.read, report.counts.kept, report.counts.refused), (2, 1, 1));
    assert_eq!(report.findings.len(), 1);
    let line = &shelf.catalogue.imports().unwrap()[0];
    assert_eq!((line.format.as_str(), line.undoable), ("inclusion", true));
    assert_eq!(line.data_on, Some(day("2026-10-01")), "the newest day that a record says");
}

#[test]
fn a_catalogue_of_a_newer_version_is_left_alone() {
    let shelf = Shelf::new();
    let path = shelf.dir.path().join(passerelle_catalogue::FILE);
    let db = rusqlite::Connection::open(&path).unwrap();
    db.pragma_update(None, "user_version", 99).unwrap();
    drop(db);
    assert!(matches!(passerelle_catalogue::Catalogue::open(shelf.dir.path()), Err(Error::Newer)));
}
