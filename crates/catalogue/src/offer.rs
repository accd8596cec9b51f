//! An offer in the catalogue: what is kept of it, how it is found again, and what became of it.

use chrono::{Datelike as _, NaiveDate};
use passerelle_domain::code::{PostalCode, Rome};
use passerelle_domain::person::name::fold;
use passerelle_formats::draft::{
    Address, Attendance, Catalogue as Source, Offer, Point, Recruitment, Rhythm, Session,
};
use passerelle_formats::inclusion::{self, Service, Structure};
use rusqlite::{Connection, OptionalExtension as _, params};
use serde::Serialize;
use ts_rs::TS;

use crate::import::Import;
use crate::open::Catalogue;
use crate::term::{Term, named};
use crate::write::{index_offer, source_code, unindex_offer};
use crate::{Error, bits, commune};

/// Characters of a description that are searched.
const ABOUT: usize = 2_000;

/// Days since 1970.
pub(crate) fn day_number(day: NaiveDate) -> i32 {
    const EPOCH: i32 = 719_163;
    day.num_days_from_ce() - EPOCH
}

/// The day of a number of [`day_number`].
pub(crate) fn day(number: i32) -> Option<NaiveDate> {
    NaiveDate::from_num_days_from_ce_opt(number.checked_add(719_163)?)
}

/// Millionths of a degree.
#[expect(clippy::cast_possible_truncation, reason = "a point lies within 180 degrees")]
pub(crate) fn micro(degrees: f64) -> i32 {
    (degrees * 1e6).round() as i32
}

/// The point of [`micro`] numbers.
pub(crate) fn point(latitude: i32, longitude: i32) -> Option<Point> {
    Point::new(f64::from(latitude) / 1e6, f64::from(longitude) / 1e6)
}

/// Where an offer is: its first place with a point, else the middle of its commune, else its provider's.
fn place(offer: &Offer) -> (Option<&Address>, Option<Point>) {
    let own = offer.places.iter().chain(offer.sessions.iter().map(|session| &session.address));
    let all: Vec<&Address> =
        own.chain([&offer.provider.address]).filter(|address| !address.is_empty()).collect();
    let exact = all.iter().find_map(|address| Some((*address, address.point?)));
    let middle =
        || all.iter().find_map(|address| Some((*address, commune::centre(address.insee.as_ref()?)?)));
    match exact.or_else(middle) {
        Some((address, point)) => (Some(address), Some(point)),
        None => (all.first().copied(), None),
    }
}

/// The last day on which one can still enter a session; none where there is no such day.
fn entry_until(session: &Session) -> Option<NaiveDate> {
    let end = if session.permanent { session.end } else { session.start.or(session.end) };
    session.apply_until.or(end)
}

/// The last day on which one can still enter; none where there is no such day.
fn last_entry(offer: &Offer) -> Option<NaiveDate> {
    let mut last = None;
    for session in &offer.sessions {
        last = last.max(Some(entry_until(session)?));
    }
    last
}

/// The last day on which one can still enter a session that tells of a free place, [`NaiveDate::MAX`] where there is no such
/// day; none where no session tells of one.
fn places_until(offer: &Offer) -> Option<NaiveDate> {
    let free = offer.sessions.iter().filter(|session| {
        session.places.is_some_and(|places| places > 0)
            && matches!(session.recruitment, None | Some(Recruitment::Open))
    });
    free.map(|session| entry_until(session).unwrap_or(NaiveDate::MAX)).max()
}

fn ages(offer: &Offer) -> [Option<u8>; 2] {
    [offer.min_age, offer.max_age].map(|age| age.and_then(|age| u8::try_from(age).ok()))
}

/// Writes the row of an offer that holds from this import.
fn insert(
    db: &Connection,
    import: i64,
    offer: &Offer,
    digest: &[u8],
    (raw, body): (bool, &str),
) -> Result<i64, Error> {
    let (address, point) = place(offer);
    let mut starts: Vec<i32> =
        offer.sessions.iter().filter_map(|session| session.start).map(day_number).collect();
    starts.sort_unstable();
    starts.dedup();
    let starts: Vec<u8> = starts.iter().flat_map(|day| day.to_le_bytes()).collect();
    let attendance = match offer.attendance {
        None => 0,
        Some(Attendance::OnSite) => 1,
        Some(Attendance::Remote) => 2,
        Some(Attendance::Both) => 3,
    };
    let cost = offer.free.map_or(0, |free| if free { 1 } else { 2 });
    let rhythm = match offer.rhythm() {
        None => 0,
        Some(Rhythm::FullTime) => 1,
        Some(Rhythm::PartTime) => 2,
    };
    let [min_age, max_age] = ages(offer);
    let commune = address.map(|address| address.commune.as_str()).unwrap_or_default();
    let insee = address.and_then(|address| address.insee.as_ref());
    let sql = "INSERT INTO offer (source, key, since, digest, provider_key, name, provider, commune, insee, latitude,
                 longitude, kinds, themes, tags, fundings, attendance, cost, rhythm, min_age, max_age, qpv_only, starts, permanent,
                 last_entry, gone_from, places_until, updated, sort_name)
               VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20, ?21, ?22,
                 ?23, ?24, ?25, ?26, ?27, ?28)";
    db.prepare_cached(sql)?.execute(params![
        source_code(offer.catalogue),
        offer.id,
        import,
        digest,
        offer.provider.id,
        offer.name,
        offer.provider.name,
        commune,
        insee.map_or("", |insee| insee.as_str()),
        point.map(|point| micro(point.latitude)),
        point.map(|point| micro(point.longitude)),
        bits::of(&offer.kinds),
        bits::of(&offer.themes),
        bits::of(&offer.tags),
        bits::of(&offer.fundings),
        attendance,
        cost,
        rhythm,
        min_age,
        max_age,
        offer.qpv_only,
        starts,
        offer.sessions.iter().any(|session| session.permanent),
        last_entry(offer).map(day_number),
        offer.gone_from.map(day_number),
        places_until(offer).map(day_number),
        offer.updated,
        fold(&offer.name),
    ])?;
    let ix = db.last_insert_rowid();
    let sql = "INSERT INTO offer_body (ix, raw, body) VALUES (?1, ?2, ?3)";
    db.prepare_cached(sql)?.execute(params![ix, raw, body])?;
    index(db, ix, offer)?;
    Ok(ix)
}

fn index(db: &Connection, ix: i64, offer: &Offer) -> Result<(), Error> {
    let (address, _) = place(offer);
    let place = address.map_or_else(String::new, |address| {
        let code = address.postal_code.as_ref().map(PostalCode::as_str).unwrap_or_default();
        format!("{} {code}", address.commune)
    });
    let codes = offer.romes.iter().map(Rome::as_str).chain(offer.formacodes.iter().map(String::as_str));
    let words: Vec<&str> = offer.subjects.iter().map(String::as_str).chain(codes).collect();
    let description: String = offer.description.chars().take(ABOUT).collect();
    let about = format!("{} {description}", words.join(" "));
    index_offer(db, ix, [&offer.name, &offer.provider.name, &place, &about])
}

/// Brings the words of a row that holds again back into the index.
pub(crate) fn reindex(db: &Connection, ix: i64) -> Result<(), Error> {
    let offer = body(db, ix)?.ok_or(Error::Damaged)?;
    index(db, ix, &offer)
}

/// What holds under a key.
struct Holding {
    ix: i64,
    digest: Vec<u8>,
    since: i64,
}

fn holding(db: &Connection, source: Source, key: &str) -> Result<Option<Holding>, Error> {
    let sql = "SELECT ix, digest, since FROM offer WHERE source = ?1 AND key = ?2 AND until IS NULL";
    let read =
        |row: &rusqlite::Row<'_>| Ok(Holding { ix: row.get(0)?, digest: row.get(1)?, since: row.get(2)? });
    Ok(db.prepare_cached(sql)?.query_row(params![source_code(source), key], read).optional()?)
}

/// Ends a row, or takes it out where this very import had written it.
fn end(db: &Connection, held: &Holding, import: i64) -> Result<(), Error> {
    unindex_offer(db, held.ix)?;
    if held.since == import {
        db.prepare_cached("DELETE FROM offer WHERE ix = ?1")?.execute([held.ix])?;
    } else {
        db.prepare_cached("UPDATE offer SET until = ?2 WHERE ix = ?1")?.execute([held.ix, import])?;
    }
    Ok(())
}

fn put(import: &mut Import<'_>, offer: &Offer, digest: [u8; 32], body: (bool, &str)) -> Result<(), Error> {
    match holding(import.db, offer.catalogue, &offer.id)? {
        Some(held) if held.digest == digest => {
            import.count.same += 1;
            return Ok(());
        }
        Some(held) => {
            if held.since != import.id {
                import.count.changed += 1;
            }
            end(import.db, &held, import.id)?;
        }
        None => import.count.added += 1,
    }
    insert(import.db, import.id, offer, &digest, body)?;
    Ok(())
}

/// Takes in an offer that is whole by itself.
pub(crate) fn put_offer(import: &mut Import<'_>, offer: &Offer) -> Result<(), Error> {
    let body = serde_json::to_string(offer)?;
    put(import, offer, *blake3::hash(body.as_bytes()).as_bytes(), (false, &body))
}

fn structure(db: &Connection, key: &str) -> Result<Option<(Structure, Vec<u8>)>, Error> {
    let sql = "SELECT body, digest FROM structure WHERE key = ?1 AND until IS NULL";
    let read = |row: &rusqlite::Row<'_>| Ok((row.get::<_, String>(0)?, row.get(1)?));
    let found = db.prepare_cached(sql)?.query_row([key], read).optional()?;
    found.map(|(body, digest)| Ok((serde_json::from_str(&body)?, digest))).transpose()
}

/// Takes in a service, with its structure as far as that is known by now.
pub(crate) fn put_service(import: &mut Import<'_>, service: &Service) -> Result<(), Error> {
    let body = serde_json::to_string(service)?;
    let known = structure(import.db, &service.structure_id)?;
    let offer = inclusion::offer(service, known.as_ref().map(|(structure, _)| structure));
    let mut hash = blake3::Hasher::new();
    hash.update(body.as_bytes());
    hash.update(known.as_ref().map(|(_, digest)| digest.as_slice()).unwrap_or_default());
    put(import, &offer, *hash.finalize().as_bytes(), (true, &body))
}

/// Takes in a structure; whether it says something else than before.
pub(crate) fn put_structure(import: &mut Import<'_>, structure: &Structure) -> Result<bool, Error> {
    let body = serde_json::to_string(structure)?;
    let digest = blake3::hash(body.as_bytes());
    let db = import.db;
    let sql = "SELECT ix, digest, since FROM structure WHERE key = ?1 AND until IS NULL";
    let read = |row: &rusqlite::Row<'_>| Ok((row.get::<_, i64>(0)?, row.get::<_, Vec<u8>>(1)?, row.get(2)?));
    let held: Option<(i64, Vec<u8>, i64)> =
        db.prepare_cached(sql)?.query_row([&structure.id], read).optional()?;
    match held {
        Some((_, known, _)) if known == digest.as_bytes() => {
            import.count.same += 1;
            return Ok(false);
        }
        Some((ix, _, since)) if since == import.id => {
            db.prepare_cached("DELETE FROM structure WHERE ix = ?1")?.execute([ix])?;
        }
        Some((ix, _, _)) => {
            import.count.changed += 1;
            db.prepare_cached("UPDATE structure SET until = ?2 WHERE ix = ?1")?.execute([ix, import.id])?;
        }
        None => import.count.added += 1,
    }
    let sql = "INSERT INTO structure (key, since, digest, body) VALUES (?1, ?2, ?3, ?4)";
    db.prepare_cached(sql)?.execute(params![structure.id, import.id, digest.as_bytes(), body])?;
    Ok(true)
}

/// Makes the offers of these structures anew, which say something else than when the offers were written.
pub(crate) fn settle(import: &mut Import<'_>, structures: &[String]) -> Result<(), Error> {
    for key in structures {
        let services: Vec<String> = {
            let sql = "SELECT b.body FROM offer o JOIN offer_body b ON b.ix = o.ix
                       WHERE o.source = 'data_inclusion' AND o.provider_key = ?1 AND o.until IS NULL AND b.raw = 1";
            let mut statement = import.db.prepare_cached(sql)?;
            let rows = statement.query_map([key], |row| row.get(0))?;
            rows.collect::<Result<_, _>>()?
        };
        for service in services {
            let before = import.count.same;
            put_service(import, &serde_json::from_str(&service)?)?;
            // One that was written with its structure already was counted then.
            import.count.same = before;
        }
    }
    Ok(())
}

/// What an offer says; none where only its row was kept.
fn body(db: &Connection, ix: i64) -> Result<Option<Offer>, Error> {
    let sql = "SELECT raw, body FROM offer_body WHERE ix = ?1";
    let read = |row: &rusqlite::Row<'_>| Ok((row.get::<_, bool>(0)?, row.get::<_, String>(1)?));
    let Some((raw, body)) = db.prepare_cached(sql)?.query_row([ix], read).optional()? else {
        return Ok(None);
    };
    if !raw {
        return Ok(Some(serde_json::from_str(&body)?));
    }
    let service: Service = serde_json::from_str(&body)?;
    let known = structure(db, &service.structure_id)?;
    Ok(Some(inclusion::offer(&service, known.as_ref().map(|(structure, _)| structure))))
}

/// Whether an offer is still in the catalogue.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(tag = "standing", rename_all = "snake_case")]
#[ts(rename = "OfferStanding")]
pub enum Standing {
    /// The newest data have it.
    Here,
    /// Its catalogue says that it is not offered from this day on.
    Ended { on: NaiveDate },
    /// Newer data do not have it any more; `at` is when they were taken in, UTC milliseconds.
    Gone { name: String, at: i64 },
    /// This laptop never had it.
    Unknown,
}

/// An offer with where it comes from.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct OfferFile {
    pub offer: Offer,
    pub standing: Standing,
    /// The file that last said something new of it.
    pub file: String,
    /// When that was taken in; UTC, milliseconds.
    pub taken_in_at: i64,
    /// What its codes of ROME and Formacode are called, where those lists were taken in.
    pub terms: Vec<Term>,
}

fn standing(db: &Connection, source: Source, key: &str, today: NaiveDate) -> Result<Standing, Error> {
    let sql = "SELECT o.name, o.until IS NULL, coalesce(i.at, 0), o.gone_from FROM offer o LEFT JOIN import i ON i.id = o.until
               WHERE o.source = ?1 AND o.key = ?2 ORDER BY o.until IS NULL DESC, o.ix DESC LIMIT 1";
    let found = db.prepare_cached(sql)?.query_row(params![source_code(source), key], |row| {
        let (name, here, at): (String, bool, i64) = (row.get(0)?, row.get(1)?, row.get(2)?);
        let ended = row.get::<_, Option<i32>>(3)?.and_then(day).filter(|day| *day <= today);
        Ok(match (here, ended) {
            (true, None) => Standing::Here,
            (true, Some(on)) => Standing::Ended { on },
            (false, _) => Standing::Gone { name, at },
        })
    });
    Ok(found.optional()?.unwrap_or(Standing::Unknown))
}

impl Catalogue {
    /// What became of an offer.
    pub fn standing(&self, source: Source, key: &str, today: NaiveDate) -> Result<Standing, Error> {
        self.read(|db| standing(db, source, key, today))
    }

    /// One offer, also one that newer data do not have any more as long as an undo could bring it back.
    pub fn offer(&self, source: Source, key: &str, today: NaiveDate) -> Result<OfferFile, Error> {
        self.read(|db| {
            let sql = "SELECT o.ix, i.file, i.at FROM offer o JOIN import i ON i.id = o.since
                       WHERE o.source = ?1 AND o.key = ?2 ORDER BY o.until IS NULL DESC, o.ix DESC LIMIT 1";
            let read = |row: &rusqlite::Row<'_>| Ok((row.get::<_, i64>(0)?, row.get(1)?, row.get(2)?));
            let (ix, file, taken_in_at) =
                db.prepare_cached(sql)?.query_row(params![source_code(source), key], read)?;
            let offer = body(db, ix)?.ok_or(Error::NotFound)?;
            let romes: Vec<&str> = offer.romes.iter().map(Rome::as_str).collect();
            let formacodes: Vec<&str> = offer.formacodes.iter().map(String::as_str).collect();
            let mut terms = named(db, "rome", &romes)?;
            terms.extend(named(db, "formacode", &formacodes)?);
            Ok(OfferFile { offer, standing: standing(db, source, key, today)?, file, taken_in_at, terms })
        })
    }

    /// Several offers whole, in the order asked for; one that is not there is left out. By the numbers of [`crate::Column`].
    pub fn offers(&self, numbers: &[i64]) -> Result<Vec<(i64, Offer)>, Error> {
        self.read(|db| {
            let mut offers = Vec::with_capacity(numbers.len());
            for ix in numbers {
                if let Some(offer) = body(db, *ix)? {
                    offers.push((*ix, offer));
                }
            }
            Ok(offers)
        })
    }
}
