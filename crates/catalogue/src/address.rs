//! Addresses without a network: from what is written to a point, as exact as the lists of the communes are, and no more.

use std::collections::HashMap;

use passerelle_domain::code::{Insee, PostalCode};
use passerelle_formats::address::{Line, Typed};
use passerelle_formats::draft::Point;
use rusqlite::{Connection, OptionalExtension as _, params};
use serde::Serialize;
use ts_rs::TS;

use crate::Error;
use crate::import::Imported;
use crate::offer::{micro, point};
use crate::open::Catalogue;

/// Streets remembered while a file is read; then they are asked for again.
const REMEMBERED: usize = 20_000;

/// What an import knows of the communes and streets it has met.
#[derive(Default)]
pub(crate) struct Streets {
    rolls: HashMap<String, i64>,
    streets: HashMap<(i64, String, String), i64>,
}

fn roll(db: &Connection, import: i64, streets: &mut Streets, line: &Line) -> Result<i64, Error> {
    let insee = line.insee.as_str();
    if let Some(ix) = streets.rolls.get(insee) {
        return Ok(*ix);
    }
    let sql = "UPDATE roll SET until = ?2 WHERE insee = ?1 AND until IS NULL";
    db.prepare_cached(sql)?.execute(params![insee, import])?;
    let sql = "INSERT INTO roll (insee, commune, since) VALUES (?1, ?2, ?3)";
    db.prepare_cached(sql)?.execute(params![insee, line.commune, import])?;
    let ix = db.last_insert_rowid();
    streets.rolls.insert(insee.to_owned(), ix);
    Ok(ix)
}

fn street(db: &Connection, streets: &mut Streets, roll: i64, line: &Line) -> Result<i64, Error> {
    let postal = line.postal_code.as_ref().map(PostalCode::as_str).unwrap_or_default();
    let key = (roll, line.key.clone(), postal.to_owned());
    if let Some(ix) = streets.streets.get(&key) {
        return Ok(*ix);
    }
    let sql = "INSERT INTO street (roll, key, name, postal_code) VALUES (?1, ?2, ?3, ?4)
               ON CONFLICT (roll, key, postal_code) DO UPDATE SET name = name RETURNING ix";
    let ix =
        db.prepare_cached(sql)?.query_row(params![roll, line.key, line.street, postal], |row| row.get(0))?;
    if streets.streets.len() >= REMEMBERED {
        streets.streets.clear();
    }
    streets.streets.insert(key, ix);
    Ok(ix)
}

/// Takes in one line. The first of a commune replaces what earlier imports knew of it.
pub(crate) fn put(
    db: &Connection,
    import: i64,
    streets: &mut Streets,
    count: &mut Imported,
    line: &Line,
) -> Result<(), Error> {
    let roll = roll(db, import, streets, line)?;
    let street = street(db, streets, roll, line)?;
    count.added += 1;
    let Some(place) = line.point else { return Ok(()) };
    let (latitude, longitude) = (micro(place.latitude), micro(place.longitude));
    if let Some(number) = line.number {
        let sql = "INSERT OR IGNORE INTO house (street, number, suffix, latitude, longitude) VALUES (?1, ?2, ?3, ?4, ?5)";
        db.prepare_cached(sql)?.execute(params![street, number, line.suffix, latitude, longitude])?;
    } else {
        let sql = "UPDATE street SET latitude = ?2, longitude = ?3 WHERE ix = ?1 AND latitude IS NULL";
        db.prepare_cached(sql)?.execute(params![street, latitude, longitude])?;
    }
    Ok(())
}

/// Where to look for.
#[derive(Clone, Debug, Default)]
pub struct Wanted {
    /// Number and street as they are written.
    pub line: String,
    pub postal_code: Option<PostalCode>,
    pub insee: Option<Insee>,
}

/// How exact a point is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(rename = "AddressPrecision")]
pub enum Precision {
    /// The number itself.
    House,
    /// The number without its `bis` or `B`, or the nearest number known.
    Neighbour,
    /// Somewhere in the street.
    Street,
    /// Somewhere in the commune.
    Commune,
}

/// An address of the lists.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
#[ts(rename = "AddressMatch")]
pub struct Match {
    /// As the list writes it.
    pub label: String,
    pub precision: Precision,
    #[serde(skip)]
    #[ts(skip)]
    pub point: Point,
    /// The street as it is written is not in the list; this one is near in letters.
    pub guessed: bool,
}

/// What was found of an address.
#[derive(Clone, Debug, PartialEq)]
pub enum Found {
    At(Match),
    /// The list of the commune has no such street.
    NoStreet,
    /// No list of this commune is on this laptop.
    NoList,
}

struct Street {
    ix: i64,
    key: String,
    name: String,
    postal: String,
    commune: String,
    middle: Option<Point>,
}

const STREET: &str = "SELECT s.ix, s.key, s.name, s.postal_code, r.commune, s.latitude, s.longitude FROM street s JOIN roll r ON r.ix = s.roll";

fn read(row: &rusqlite::Row<'_>) -> rusqlite::Result<Street> {
    let place: (Option<i32>, Option<i32>) = (row.get(5)?, row.get(6)?);
    Ok(Street {
        ix: row.get(0)?,
        key: row.get(1)?,
        name: row.get(2)?,
        postal: row.get(3)?,
        commune: row.get(4)?,
        middle: place.0.zip(place.1).and_then(|(latitude, longitude)| point(latitude, longitude)),
    })
}

fn rolls(db: &Connection, wanted: &Wanted) -> Result<Vec<i64>, Error> {
    let by = |sql: &str, code: &str| -> Result<Vec<i64>, Error> {
        let mut statement = db.prepare_cached(sql)?;
        let rows = statement.query_map([code], |row| row.get(0))?;
        Ok(rows.collect::<Result<_, _>>()?)
    };
    if let Some(insee) = &wanted.insee {
        return by("SELECT ix FROM roll WHERE insee = ?1 AND until IS NULL", insee.as_str());
    }
    let Some(postal) = &wanted.postal_code else { return Ok(Vec::new()) };
    let sql = "SELECT r.ix FROM roll r WHERE r.until IS NULL
               AND EXISTS (SELECT 1 FROM street s WHERE s.roll = r.ix AND s.postal_code = ?1)";
    by(sql, postal.as_str())
}

/// Letters that a street may differ in and still be proposed: one in six.
fn near_enough(one: &str, other: &str) -> bool {
    let most = one.chars().count().max(other.chars().count()) / 6;
    one.chars().count().abs_diff(other.chars().count()) <= most && strsim::osa_distance(one, other) <= most
}

fn street_of(
    db: &Connection,
    roll: i64,
    typed: &Typed,
    postal: &str,
) -> Result<Option<(Street, bool)>, Error> {
    let sql = format!("{STREET} WHERE s.roll = ?1 AND s.key = ?2 ORDER BY s.postal_code <> ?3, s.ix LIMIT 1");
    let exact = db.prepare_cached(&sql)?.query_row(params![roll, typed.street, postal], read).optional()?;
    if let Some(street) = exact {
        return Ok(Some((street, false)));
    }
    let sql = format!("{STREET} WHERE s.roll = ?1");
    let mut statement = db.prepare_cached(&sql)?;
    let rows = statement.query_map([roll], read)?;
    let mut best: Option<(usize, Street)> = None;
    let mut even = false;
    for street in rows {
        let street = street?;
        if near_enough(&street.key, &typed.street) {
            let distance = strsim::osa_distance(&street.key, &typed.street);
            match &best {
                Some((least, known)) if *least < distance || known.key == street.key => {}
                Some((least, _)) if *least == distance => even = true,
                _ => {
                    even = false;
                    best = Some((distance, street));
                }
            }
        }
    }
    // Two streets as near as each other: either could be meant.
    Ok(best.filter(|_| !even).map(|(_, street)| (street, true)))
}

fn house(
    db: &Connection,
    street: i64,
    typed: &Typed,
) -> Result<Option<(u32, String, Point, Precision)>, Error> {
    let Some(number) = typed.number else { return Ok(None) };
    // The number itself first, then the nearest of the same side, within four.
    let sql = "SELECT number, suffix, latitude, longitude FROM house
               WHERE street = ?1 AND number BETWEEN ?2 - 4 AND ?2 + 4 AND (number - ?2) % 2 = 0
               ORDER BY abs(number - ?2), suffix <> ?3, suffix LIMIT 1";
    let found = db
        .prepare_cached(sql)?
        .query_row(params![street, number, typed.suffix], |row| {
            let place = point(row.get(2)?, row.get(3)?);
            Ok((row.get::<_, u32>(0)?, row.get::<_, String>(1)?, place))
        })
        .optional()?;
    Ok(found.and_then(|(known, suffix, place)| {
        let exact = known == number && suffix == typed.suffix;
        let precision = if exact { Precision::House } else { Precision::Neighbour };
        Some((known, suffix, place?, precision))
    }))
}

fn middle(db: &Connection, street: &Street) -> Result<Option<Point>, Error> {
    if street.middle.is_some() {
        return Ok(street.middle);
    }
    let sql =
        "SELECT CAST(avg(latitude) AS INTEGER), CAST(avg(longitude) AS INTEGER) FROM house WHERE street = ?1";
    let place: (Option<i32>, Option<i32>) =
        db.prepare_cached(sql)?.query_row([street.ix], |row| Ok((row.get(0)?, row.get(1)?)))?;
    Ok(place.0.zip(place.1).and_then(|(latitude, longitude)| point(latitude, longitude)))
}

impl Catalogue {
    /// Looks an address up in the list of its commune, or of the communes of its postal code where the commune is not known.
    pub fn find_address(&self, wanted: &Wanted) -> Result<Found, Error> {
        let typed = Typed::parse(&wanted.line);
        let postal = wanted.postal_code.as_ref().map(PostalCode::as_str).unwrap_or_default();
        self.read(|db| {
            let rolls = rolls(db, wanted)?;
            if rolls.is_empty() {
                return Ok(Found::NoList);
            }
            if typed.street.is_empty() {
                return Ok(Found::NoStreet);
            }
            let mut streets = Vec::new();
            for roll in rolls {
                streets.extend(street_of(db, roll, &typed, postal)?);
            }
            streets.sort_by_key(|(_, guessed)| *guessed);
            let several = streets.iter().filter(|(_, guessed)| !guessed).count() > 1;
            let Some((street, guessed)) = streets.into_iter().next() else { return Ok(Found::NoStreet) };
            let at = house(db, street.ix, &typed)?;
            let town = format!("{} {}", street.postal, street.commune);
            if let Some((number, suffix, point, precision)) = at {
                // The same street in two communes of one postal code: either could be meant.
                let precision = if several || guessed { Precision::Neighbour } else { precision };
                let suffix = if suffix.is_empty() { suffix } else { format!(" {suffix}") };
                let label = format!("{number}{suffix} {}, {}", street.name, town.trim());
                return Ok(Found::At(Match { label, precision, point, guessed }));
            }
            let Some(point) = middle(db, &street)? else { return Ok(Found::NoStreet) };
            let label = format!("{}, {}", street.name, town.trim());
            Ok(Found::At(Match { label, precision: Precision::Street, point, guessed }))
        })
    }

    /// Communes whose addresses are on this laptop.
    pub fn communes_with_addresses(&self) -> Result<u32, Error> {
        self.read(|db| {
            Ok(db.query_row("SELECT count(*) FROM roll WHERE until IS NULL", [], |row| row.get(0))?)
        })
    }
}
