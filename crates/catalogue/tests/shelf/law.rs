//! Whatever is imported in whatever order: the catalogue holds what a plain map would, and undoing goes back step by step.

use std::collections::BTreeMap;

use passerelle_catalogue::{Error, Filter, Sort, Source};
use proptest::prelude::*;

use crate::shelf::{Shelf, TODAY, day, service, structure};

/// One file: services by number with the word they say, structures with theirs, and whether it is whole.
#[derive(Clone, Debug)]
struct File {
    services: BTreeMap<u8, u8>,
    structures: BTreeMap<u8, u8>,
    whole: bool,
}

fn file() -> impl Strategy<Value = File> {
    let some = || prop::collection::btree_map(0_u8..6, 0_u8..3, 0..5);
    (some(), prop::collection::btree_map(0_u8..2, 0_u8..3, 0..2), any::<bool>())
        .prop_map(|(services, structures, whole)| File { services, structures, whole })
}

const WORDS: [&str; 3] = ["Bois", "Fer", "Verre"];

/// What the catalogue should say: of each service its name and its provider's.
#[derive(Clone, Debug, Default, PartialEq)]
struct Model {
    services: BTreeMap<u8, u8>,
    structures: BTreeMap<u8, u8>,
}

impl Model {
    fn take(&mut self, file: &File) {
        // A file without services says nothing of which are gone.
        if file.whole && !file.services.is_empty() {
            self.services.clear();
        }
        self.services.extend(&file.services);
        self.structures.extend(&file.structures);
    }

    fn lines(&self) -> Vec<(String, String)> {
        let provider = |service: u8| {
            self.structures
                .get(&(service % 2))
                .map_or(String::new(), |word| format!("Maison {}", WORDS[*word as usize]))
        };
        let mut lines: Vec<_> = self
            .services
            .iter()
            .map(|(key, word)| (format!("Atelier {} {key}", WORDS[*word as usize]), provider(*key)))
            .collect();
        lines.sort();
        lines
    }
}

fn lines(shelf: &Shelf) -> Vec<(String, String)> {
    let found = shelf.find(Filter::default(), Sort::Name, None);
    let mut lines: Vec<_> = found.lines.into_iter().map(|line| (line.name, line.provider)).collect();
    lines.sort();
    lines
}

fn take(shelf: &Shelf, file: &File, services_first: bool) -> i64 {
    let services = file.services.iter().map(|(key, word)| {
        let name = format!("Atelier {} {key}", WORDS[*word as usize]);
        service(&format!("{key}"), &name, &format!("s{}", key % 2), &[])
    });
    let structures = file.structures.iter().map(|(key, word)| {
        structure(&format!("s{key}"), &format!("Maison {}", WORDS[*word as usize]), ("Lille", "59350"))
    });
    let records: Vec<_> = if services_first {
        services.chain(structures).collect()
    } else {
        structures.chain(services).collect()
    };
    shelf.services(&records, file.whole).import
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]

    #[test]
    fn a_catalogue_is_a_map_and_an_undo_goes_one_step_back(
        files in prop::collection::vec((file(), any::<bool>()), 1..6),
    ) {
        let shelf = Shelf::new();
        let mut model = Model::default();
        let mut past = Vec::new();
        for (file, services_first) in &files {
            let before = shelf.all();
            let import = take(&shelf, file, *services_first);
            past.push((import, before));
            model.take(file);
            prop_assert_eq!(lines(&shelf), model.lines());
            for word in WORDS {
                let there = model.lines().iter().filter(|(name, provider)| {
                    name.contains(word) || provider.contains(word)
                }).count();
                prop_assert_eq!(shelf.names(word).len(), there, "the index follows: {}", word);
            }
        }
        let again = take(&shelf, &files.last().unwrap().0, false);
        let second = shelf.catalogue.imports().unwrap()[0].changes;
        prop_assert_eq!((second.added, second.changed, second.gone), (0, 0, 0), "the same file again changes nothing");
        shelf.catalogue.undo_import(again).unwrap();
        for (at, (import, before)) in past.into_iter().rev().enumerate() {
            match shelf.catalogue.undo_import(import) {
                Ok(()) => prop_assert_eq!(shelf.all(), before),
                Err(error) => {
                    prop_assert!(matches!(error, Error::NotLatest), "{:?}", error);
                    prop_assert!(at >= 1, "the last two can always be undone");
                    break;
                }
            }
        }
        let _ = shelf.catalogue.standing(Source::Lheo, "x", day(TODAY)).unwrap();
    }
}
