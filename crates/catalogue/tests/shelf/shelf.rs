//! A catalogue in a folder of its own, and short ways to fill it.

use std::ops::ControlFlow;

use chrono::NaiveDate;
use passerelle_catalogue::{Catalogue, Error, Filter, Format, FoundOffers, Header, Imported, Sort};
use passerelle_formats::draft::Point;
use serde_json::{Value, json};

pub struct Shelf {
    pub catalogue: Catalogue,
    /// Kept as long as the catalogue is open.
    pub dir: tempfile::TempDir,
}

pub fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

pub const TODAY: &str = "2026-11-02";

/// What is told of an invented file.
pub fn header(format: Format, whole: bool) -> Header {
    Header {
        format: format.code().to_owned(),
        file: "invented.json".to_owned(),
        digest: [7; 32],
        at: 1_793_000_000_000,
        whole,
    }
}

impl Shelf {
    pub fn new() -> Self {
        let dir = tempfile::tempdir().unwrap();
        let catalogue = Catalogue::open(dir.path()).unwrap();
        Self { catalogue, dir }
    }

    pub fn take(&self, format: Format, bytes: &[u8], whole: bool) -> Result<Imported, Error> {
        let header = header(format, whole);
        self.catalogue.take_in(&header, format, &mut &bytes[..], &mut |_| ControlFlow::Continue(()))
    }

    pub fn services(&self, services: &[Value], whole: bool) -> Imported {
        let bytes = serde_json::to_vec(services).unwrap();
        self.take(Format::Inclusion, &bytes, whole).unwrap()
    }

    pub fn find(&self, filter: Filter, sort: Sort, from: Option<Point>) -> FoundOffers {
        self.catalogue.find(&filter, sort, from, day(TODAY), (0, 50)).unwrap()
    }

    pub fn names(&self, text: &str) -> Vec<String> {
        let filter = Filter { text: text.to_owned(), ..Filter::default() };
        self.find(filter, Sort::Relevance, None).lines.into_iter().map(|line| line.name).collect()
    }

    /// Everything that can be asked, as one text: two catalogues that answer alike are alike.
    pub fn all(&self) -> String {
        let every = Filter { over: true, ..Filter::default() };
        let found = self.catalogue.find(&every, Sort::Name, None, day(TODAY), (0, 200)).unwrap();
        let bodies = found
            .lines
            .iter()
            .map(|line| self.catalogue.offer(line.source, &line.key, day(TODAY)).unwrap().offer);
        let words = found.lines.iter().map(|line| self.names(&line.name));
        serde_json::to_string(&(&found, bodies.collect::<Vec<_>>(), words.collect::<Vec<_>>())).unwrap()
    }
}

/// A structure of data.inclusion.
pub fn structure(id: &str, name: &str, commune: (&str, &str)) -> Value {
    json!({
        "id": id, "source": "maison", "nom": name, "description": "", "commune": commune.0, "code_insee": commune.1,
        "date_maj": "2026-10-01",
    })
}

/// A service of data.inclusion.
pub fn service(id: &str, name: &str, structure: &str, themes: &[&str]) -> Value {
    json!({
        "id": id, "source": "maison", "structure_id": structure, "nom": name, "type": "accompagnement",
        "description": "", "thematiques": themes, "date_maj": "2026-10-01", "modes_accueil": ["en-presentiel"],
    })
}
