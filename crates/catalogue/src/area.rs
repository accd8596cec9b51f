//! Priority neighbourhoods: the official list, the official outlines, and in which one a point lies.

use std::collections::BTreeMap;

use passerelle_domain::code::{Qpv, QpvEdition};
use passerelle_formats::draft::Point;
use passerelle_formats::outline::Outline;
use passerelle_formats::qpv::{self, Atlas, Bounded, Neighbourhood};
use rusqlite::{Connection, OptionalExtension as _, params};
use serde::Serialize;
use ts_rs::TS;

use crate::Error;
use crate::import::Import;
use crate::open::Catalogue;

/// Metres within which a border leaves the answer open: addresses are placed at the entrance, the building or the plot, and
/// outlines are drawn along the middle of streets.
const TOLERANCE: f64 = 20.0;

fn put(
    import: &mut Import<'_>,
    (code, outlined): (&Qpv, bool),
    (name, communes, outline): (&str, &str, &str),
) -> Result<(), Error> {
    let mut hash = blake3::Hasher::new();
    for part in [name, communes, outline] {
        hash.update(&u64::try_from(part.len()).unwrap_or(u64::MAX).to_le_bytes());
        hash.update(part.as_bytes());
    }
    let digest = hash.finalize();
    let sql = "SELECT ix, digest FROM area WHERE code = ?1 AND outlined = ?2 AND until IS NULL";
    let read = |row: &rusqlite::Row<'_>| Ok((row.get::<_, i64>(0)?, row.get::<_, Vec<u8>>(1)?));
    let held = import.db.prepare_cached(sql)?.query_row(params![code.as_str(), outlined], read).optional()?;
    match held {
        Some((_, known)) if known == digest.as_bytes() => {
            import.count.same += 1;
            return Ok(());
        }
        Some((ix, _)) => {
            import.count.changed += 1;
            let sql = "UPDATE area SET until = ?2 WHERE ix = ?1";
            import.db.prepare_cached(sql)?.execute([ix, import.id])?;
        }
        None => import.count.added += 1,
    }
    let sql = "INSERT INTO area (code, outlined, since, digest, name, communes, outline) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)";
    let values = params![code.as_str(), outlined, import.id, digest.as_bytes(), name, communes, outline];
    import.db.prepare_cached(sql)?.execute(values)?;
    Ok(())
}

pub(crate) fn put_listed(import: &mut Import<'_>, area: &Neighbourhood) -> Result<(), Error> {
    put(import, (&area.code, false), (&area.name, &serde_json::to_string(&area.communes)?, ""))
}

pub(crate) fn put_outlined(import: &mut Import<'_>, area: &Bounded) -> Result<(), Error> {
    let (communes, outline) = (serde_json::to_string(&area.communes)?, serde_json::to_string(&area.outline)?);
    put(import, (&area.code, true), (&area.name, &communes, &outline))
}

/// The outlines of both editions, and the names of all neighbourhoods.
pub struct Atlases {
    atlases: Vec<Atlas>,
    names: BTreeMap<Qpv, String>,
}

impl Atlases {
    fn read(db: &Connection) -> Result<Self, Error> {
        let sql = "SELECT code, name, outline FROM area WHERE until IS NULL ORDER BY code, outlined DESC";
        let mut statement = db.prepare_cached(sql)?;
        let mut rows = statement.query([])?;
        let mut names = BTreeMap::new();
        let mut areas: Vec<Bounded> = Vec::new();
        while let Some(row) = rows.next()? {
            let (code, name, outline): (String, String, String) = (row.get(0)?, row.get(1)?, row.get(2)?);
            let code = Qpv::parse(&code).map_err(|_| Error::Damaged)?;
            if !name.is_empty() {
                names.entry(code.clone()).or_insert_with(|| name.clone());
            }
            if !outline.is_empty() {
                let outline: Outline = serde_json::from_str(&outline)?;
                areas.push(Bounded { code, name, communes: Vec::new(), outline });
            }
        }
        let editions = [QpvEdition::Of2024, QpvEdition::Of2015];
        let atlas = |edition| Atlas::new(edition, TOLERANCE, areas.clone());
        let atlases = editions.map(atlas).into_iter().filter(|atlas| !atlas.is_empty()).collect();
        Ok(Self { atlases, names })
    }

    /// Whether the outlines of this edition are here: without them nothing can be said.
    pub fn has(&self, edition: QpvEdition) -> bool {
        self.atlases.iter().any(|atlas| atlas.edition() == edition)
    }

    /// What a neighbourhood is called; empty where no list says it.
    pub fn name(&self, code: &Qpv) -> &str {
        self.names.get(code).map_or("", String::as_str)
    }

    /// What can be said of a point; none without the outlines of the edition.
    pub fn residence(&self, edition: QpvEdition, point: Point) -> Option<qpv::Residence> {
        self.atlases.iter().find(|atlas| atlas.edition() == edition).map(|atlas| atlas.residence(point))
    }

    fn answer(&self, code: Qpv, metres: f64) -> Answer {
        let name = self.name(&code).to_owned();
        Answer { code, name, metres: metres.round() }
    }
}

/// A neighbourhood as it is drawn.
#[derive(Clone, Debug, PartialEq)]
pub struct Shape {
    pub code: String,
    pub name: String,
    /// Its borders, holes too, each closed; empty where no outline is here.
    pub rings: Vec<Vec<Point>>,
}

/// A neighbourhood with how far the border is.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
#[ts(rename = "QpvAnswer")]
pub struct Answer {
    pub code: Qpv,
    pub name: String,
    /// To the border.
    pub metres: f64,
}

/// Whether a place lies in a priority neighbourhood.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
#[serde(tag = "residence", rename_all = "snake_case")]
#[ts(rename = "QpvResidence")]
pub enum Residence {
    In {
        area: Answer,
    },
    Out,
    /// Too near to these borders to say; a person decides.
    Uncertain {
        near: Vec<Answer>,
    },
    /// The outlines of the edition in force are not on this laptop.
    NoOutlines,
}

impl Catalogue {
    /// The outlines and names, read once after each import.
    pub fn atlases(&self) -> Result<std::sync::Arc<Atlases>, Error> {
        self.kept(|kept| &mut kept.atlases, Atlases::read)
    }

    /// Whether a place lies in a neighbourhood of this edition.
    pub fn residence(&self, edition: QpvEdition, point: Point) -> Result<Residence, Error> {
        let atlases = self.atlases()?;
        Ok(match atlases.residence(edition, point) {
            None => Residence::NoOutlines,
            Some(qpv::Residence::Out) => Residence::Out,
            Some(qpv::Residence::In { code, metres }) => Residence::In { area: atlases.answer(code, metres) },
            Some(qpv::Residence::Uncertain { near }) => {
                let near = near.into_iter().map(|near| atlases.answer(near.code, near.metres));
                Residence::Uncertain { near: near.collect() }
            }
        })
    }

    /// What neighbourhoods are called and how they lie, by their codes; a code that nothing is known of is left out.
    pub fn shapes(&self, codes: &[&str]) -> Result<Vec<Shape>, Error> {
        self.read(|db| {
            let sql = "SELECT max(name), max(outline) FROM area WHERE code = ?1 AND until IS NULL";
            let mut statement = db.prepare_cached(sql)?;
            let mut shapes = Vec::new();
            for code in codes {
                let read = |row: &rusqlite::Row<'_>| Ok((row.get::<_, Option<String>>(0)?, row.get(1)?));
                let (Some(name), outline): (_, Option<String>) = statement.query_row([code], read)? else {
                    continue;
                };
                let mut rings = Vec::new();
                if let Some(text) = outline.filter(|text| !text.is_empty()) {
                    let outline: Outline = serde_json::from_str(&text)?;
                    for polygon in outline.polygons {
                        rings.push(polygon.outer);
                        rings.extend(polygon.holes);
                    }
                }
                shapes.push(Shape { code: (*code).to_owned(), name, rings });
            }
            Ok(shapes)
        })
    }

    /// The neighbourhoods of a commune or with these letters in their name or code, for choosing by hand; at most 30.
    pub fn areas(&self, edition: QpvEdition, text: &str) -> Result<Vec<Answer>, Error> {
        use passerelle_domain::person::name::fold;
        let wanted = fold(text);
        self.read(|db| {
            let sql = "SELECT code, max(name), max(communes) FROM area WHERE until IS NULL GROUP BY code ORDER BY code";
            let mut statement = db.prepare_cached(sql)?;
            let mut rows = statement.query([])?;
            let mut found = Vec::new();
            while let Some(row) = rows.next()? {
                let (code, name, communes): (String, String, String) = (row.get(0)?, row.get(1)?, row.get(2)?);
                let fits = [&code, &name, &communes].iter().any(|text| fold(text).contains(&wanted));
                let code = Qpv::parse(&code).map_err(|_| Error::Damaged)?;
                if fits && code.edition() == edition && found.len() < 30 {
                    found.push(Answer { code, name, metres: 0.0 });
                }
            }
            Ok(found)
        })
    }
}
