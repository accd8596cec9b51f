//! What offers are narrowed, sorted and ranked by, of all of them, read once after each import: some eighty bytes an offer, so that
//! any mix of filters costs the same and no index is due for each.

use passerelle_domain::programme::rank::{Kinds, Tags, Themes};
use passerelle_formats::draft::{Attendance, Catalogue as Source, Point, Rhythm};
use rusqlite::Connection;

use crate::open::Catalogue;
use crate::{Error, bits, offer, write};

/// One offer, small.
#[derive(Clone, Copy, Debug)]
pub struct Column {
    /// Its number until the next import.
    pub ix: i64,
    pub(crate) source: Source,
    pub(crate) kinds: u16,
    pub(crate) themes: u16,
    pub(crate) tags: u16,
    pub(crate) fundings: u16,
    sets: (Kinds, Themes, Tags),
    pub attendance: Option<Attendance>,
    /// Free of charge, where it is told.
    pub free: Option<bool>,
    pub rhythm: Option<Rhythm>,
    pub min_age: Option<u8>,
    pub max_age: Option<u8>,
    pub qpv_only: bool,
    /// One may enter at any time.
    pub permanent: bool,
    pub(crate) place: Option<(i32, i32)>,
    starts: (u32, u32),
    pub(crate) last_entry: Option<i32>,
    pub(crate) gone_from: Option<i32>,
    places_until: Option<i32>,
    pub(crate) updated: Option<i32>,
    /// Its place among all by name.
    pub(crate) rank: u32,
}

impl Column {
    pub fn source(&self) -> Source {
        self.source
    }

    /// What it is, answers and is tagged with, as offers are ranked by.
    pub fn sets(&self) -> (Kinds, Themes, Tags) {
        self.sets
    }

    /// Where it is.
    pub fn point(&self) -> Option<Point> {
        self.place.and_then(|(latitude, longitude)| offer::point(latitude, longitude))
    }

    /// The last day on which one can enter; none where there is no such day.
    pub fn last_entry(&self) -> Option<chrono::NaiveDate> {
        self.last_entry.and_then(offer::day)
    }

    /// The day from which it is no longer offered.
    pub fn gone_from(&self) -> Option<chrono::NaiveDate> {
        self.gone_from.and_then(offer::day)
    }

    /// When its catalogue last changed it.
    pub fn updated(&self) -> Option<chrono::NaiveDate> {
        self.updated.and_then(offer::day)
    }

    /// Whether a session that one can still enter tells of a free place.
    pub(crate) fn has_places(&self, today: i32) -> bool {
        self.places_until.is_some_and(|day| day >= today)
    }

    pub(crate) fn is_over(&self, today: i32) -> bool {
        self.gone_from.is_some_and(|day| day <= today) || self.last_entry.is_some_and(|day| day < today)
    }
}

/// All offers that hold, by number.
#[derive(Debug, Default)]
pub(crate) struct Columns {
    pub lines: Vec<Column>,
    starts: Vec<i32>,
}

const READ: &str = "SELECT ix, source, kinds, themes, tags, fundings, attendance, cost, min_age, max_age, qpv_only, permanent,
  latitude, longitude, starts, last_entry, gone_from, updated, rhythm, places_until FROM offer WHERE until IS NULL ORDER BY ix";

impl Columns {
    pub fn read(db: &Connection) -> Result<Self, Error> {
        let mut columns = Columns::default();
        let mut statement = db.prepare_cached(READ)?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            let from = u32::try_from(columns.starts.len()).unwrap_or(u32::MAX);
            let bytes: Vec<u8> = row.get(14)?;
            let days = bytes.chunks_exact(4).filter_map(|four| <[u8; 4]>::try_from(four).ok());
            columns.starts.extend(days.map(i32::from_le_bytes));
            let to = u32::try_from(columns.starts.len()).unwrap_or(u32::MAX);
            let source: String = row.get(1)?;
            let place: (Option<i32>, Option<i32>) = (row.get(12)?, row.get(13)?);
            let (kinds, themes, tags) = (row.get(2)?, row.get(3)?, row.get(4)?);
            columns.lines.push(Column {
                ix: row.get(0)?,
                source: write::source(&source).ok_or(Error::Newer)?,
                kinds,
                themes,
                tags,
                fundings: row.get(5)?,
                sets: (
                    Kinds::of(&bits::words(kinds)),
                    Themes::of(&bits::words(themes)),
                    Tags::of(&bits::words(tags)),
                ),
                attendance: match row.get::<_, u8>(6)? {
                    1 => Some(Attendance::OnSite),
                    2 => Some(Attendance::Remote),
                    3 => Some(Attendance::Both),
                    _ => None,
                },
                free: match row.get::<_, u8>(7)? {
                    1 => Some(true),
                    2 => Some(false),
                    _ => None,
                },
                rhythm: match row.get::<_, u8>(18)? {
                    1 => Some(Rhythm::FullTime),
                    2 => Some(Rhythm::PartTime),
                    _ => None,
                },
                min_age: row.get(8)?,
                max_age: row.get(9)?,
                qpv_only: row.get(10)?,
                permanent: row.get(11)?,
                place: place.0.zip(place.1),
                starts: (from, to),
                last_entry: row.get(15)?,
                gone_from: row.get(16)?,
                places_until: row.get(19)?,
                updated: row.get::<_, Option<chrono::NaiveDate>>(17)?.map(offer::day_number),
                rank: 0,
            });
        }
        columns.name(db)?;
        Ok(columns)
    }

    fn name(&mut self, db: &Connection) -> Result<(), Error> {
        let sql = "SELECT ix FROM offer WHERE until IS NULL ORDER BY sort_name, ix";
        let mut statement = db.prepare_cached(sql)?;
        let mut rows = statement.query([])?;
        let mut rank = 0;
        while let Some(row) = rows.next()? {
            if let Some(at) = self.at(row.get(0)?)
                && let Some(line) = self.lines.get_mut(at)
            {
                line.rank = rank;
            }
            rank += 1;
        }
        Ok(())
    }

    /// Where the offer of a number stands.
    pub fn at(&self, ix: i64) -> Option<usize> {
        self.lines.binary_search_by_key(&ix, |line| line.ix).ok()
    }

    /// The next day on or after `today` on which the offer starts.
    pub fn next_start(&self, line: &Column, today: i32) -> Option<i32> {
        let (from, to) = (line.starts.0 as usize, line.starts.1 as usize);
        let starts = self.starts.get(from..to).unwrap_or_default();
        starts.get(starts.partition_point(|day| *day < today)).copied()
    }
}

impl Catalogue {
    pub(crate) fn columns(&self) -> Result<std::sync::Arc<Columns>, Error> {
        self.kept(|kept| &mut kept.columns, Columns::read)
    }

    /// Goes through every offer that holds, with its next start on or after `today`.
    pub fn each_offer(
        &self,
        today: chrono::NaiveDate,
        mut see: impl FnMut(&Column, Option<chrono::NaiveDate>),
    ) -> Result<(), Error> {
        let columns = self.columns()?;
        let today = offer::day_number(today);
        for line in &columns.lines {
            see(line, columns.next_start(line, today).and_then(offer::day));
        }
        Ok(())
    }
}
