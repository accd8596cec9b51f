//! How far the lines of each other laptop are here without a gap, in the space of a key.

use std::collections::BTreeMap;

use passerelle_domain::id::DeviceId;
use rusqlite::{Connection, OptionalExtension as _, params};

use crate::Error;
use crate::heads::number;
use crate::journal::Version;
use crate::row::blob;

/// The same while lines of one space come: what follows without a gap is counted here and written once, by
/// [`Frontier::write`].
pub(super) struct Frontier<'a> {
    db: &'a Connection,
    key: &'a [u8],
    /// Whether lines are here of which one before is not.
    gaps: bool,
    upto: BTreeMap<u32, Reached>,
    /// Of a snapshot, whose lines come file by file: the least of each device. Nothing more is noted of them, since where a
    /// snapshot ends it says itself how far they go.
    gathered: Option<BTreeMap<u32, i64>>,
}

struct Reached {
    written: i64,
    now: i64,
}

impl<'a> Frontier<'a> {
    pub fn new(db: &'a Connection, key: &'a [u8], gathered: bool) -> Result<Frontier<'a>, Error> {
        let sql = "SELECT EXISTS (SELECT 1 FROM ahead WHERE space = ?1)";
        let gaps = db.prepare_cached(sql)?.query_row([key], |row| row.get(0))?;
        let gathered = gathered.then(BTreeMap::new);
        Ok(Frontier { db, key, gaps, upto: BTreeMap::new(), gathered })
    }

    /// Notes that a line is here, and that its author wrote none between it and `previous`.
    pub fn advance(&mut self, (dev, n): Version, previous: u64) -> Result<(), Error> {
        let (at, previous) = (number(n)?, number(previous)?);
        let reached = match self.upto.entry(dev) {
            std::collections::btree_map::Entry::Occupied(known) => known.into_mut(),
            std::collections::btree_map::Entry::Vacant(new) => {
                let upto = written(self.db, dev, self.key)?;
                new.insert(Reached { written: upto, now: upto })
            }
        };
        // It may be here by a snapshot, which does not say what was before it.
        if at <= reached.now {
            return Ok(());
        }
        if let Some(gathered) = &mut self.gathered {
            let least = gathered.entry(dev).or_insert(at);
            *least = at.min(*least);
            return Ok(());
        }
        if !self.gaps && previous <= reached.now {
            reached.now = at;
            return Ok(());
        }
        self.write()?;
        self.upto.remove(&dev);
        self.gaps = true;
        let sql = "INSERT INTO ahead (dev, space, n, previous) VALUES (?1, ?4, ?2, ?3)
                   ON CONFLICT (dev, space, n) DO UPDATE SET previous = min(previous, excluded.previous)";
        self.db.prepare_cached(sql)?.execute(params![dev, at, previous, self.key])?;
        go_on(self.db, dev, self.key)
    }

    /// Writes what was counted.
    pub fn write(&mut self) -> Result<(), Error> {
        for (dev, reached) in &mut self.upto {
            if reached.now > reached.written {
                set(self.db, *dev, self.key, reached.now)?;
                reached.written = reached.now;
            }
        }
        for (dev, least) in self.gathered.iter().flatten() {
            // Until the snapshot ends one before it may be missing.
            let sql = "INSERT INTO ahead (dev, space, n, previous) SELECT ?1, ?3, ?2, ?2 - 1
                       WHERE NOT EXISTS (SELECT 1 FROM ahead WHERE dev = ?1 AND space = ?3 AND n <= ?2)";
            self.db.prepare_cached(sql)?.execute(params![dev, least, self.key])?;
        }
        Ok(())
    }
}

fn written(db: &Connection, dev: u32, key: &[u8]) -> Result<i64, Error> {
    let sql = "SELECT coalesce((SELECT upto FROM frontier WHERE dev = ?1 AND space = ?2), 0)";
    Ok(db.prepare_cached(sql)?.query_row(params![dev, key], |row| row.get(0))?)
}

fn set(db: &Connection, dev: u32, key: &[u8], upto: i64) -> Result<(), Error> {
    let sql = "INSERT INTO frontier (dev, space, upto) VALUES (?1, ?3, ?2)
               ON CONFLICT (dev, space) DO UPDATE SET upto = max(upto, excluded.upto)";
    db.prepare_cached(sql)?.execute(params![dev, upto, key])?;
    Ok(())
}

fn forget(db: &Connection, dev: u32, key: &[u8], upto: i64) -> Result<(), Error> {
    let sql = "DELETE FROM ahead WHERE dev = ?1 AND space = ?3 AND n <= ?2";
    db.prepare_cached(sql)?.execute(params![dev, upto, key])?;
    Ok(())
}

/// Moves the frontier of a device over what is here without a gap.
fn go_on(db: &Connection, dev: u32, key: &[u8]) -> Result<(), Error> {
    // Only the next one: of thousands that wait behind a gap each would be looked at for each that comes.
    let next = "SELECT n, previous FROM ahead WHERE dev = ?1 AND space = ?3 AND n > ?2 ORDER BY n LIMIT 1";
    let before = written(db, dev, key)?;
    let mut upto = before;
    let mut statement = db.prepare_cached(next)?;
    while let Some((reached, previous)) = statement
        .query_row(params![dev, upto, key], |row| Ok((row.get::<_, i64>(0)?, row.get::<_, i64>(1)?)))
        .optional()?
    {
        if previous > upto {
            break;
        }
        upto = reached;
    }
    if upto > before {
        set(db, dev, key, upto)?;
        forget(db, dev, key, upto)?;
    }
    Ok(())
}

/// A snapshot was taken in whose lines go so far for each device.
pub(crate) fn reached(
    db: &Connection,
    own: u32,
    frontier: &[(DeviceId, u64)],
    key: &[u8],
) -> Result<(), Error> {
    let known = "SELECT ix FROM device WHERE id = ?1 AND ix <> ?2";
    for (device, upto) in frontier {
        let dev: Option<u32> = db
            .prepare_cached(known)?
            .query_row(params![blob(&device.0), own], |row| row.get(0))
            .optional()?;
        let Some(dev) = dev else { continue };
        set(db, dev, key, number(*upto)?)?;
        forget(db, dev, key, number(*upto)?)?;
        go_on(db, dev, key)?;
    }
    Ok(())
}

/// Nothing that came by a space is still sealed: what was left out between the lines of a device was never written there.
pub(crate) fn no_gaps(tx: &Connection, key: &[u8]) -> Result<(), Error> {
    let sql = "INSERT INTO frontier (dev, space, upto) SELECT dev, space, max(n) FROM ahead WHERE space = ?1 GROUP BY dev
               ON CONFLICT (dev, space) DO UPDATE SET upto = max(upto, excluded.upto)";
    tx.execute(sql, [key])?;
    tx.execute("DELETE FROM ahead WHERE space = ?1", [key])?;
    Ok(())
}
