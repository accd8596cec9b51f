//! What comes from other laptops: lines of their journals, in any order and more than once, into the tables and this journal.
//!
//! A line is kept byte for byte as its writer wrote it. One that cannot be a line is refused and named, and the others of the
//! same delivery are taken all the same.

mod frontier;

use std::collections::{BTreeSet, HashMap};

use passerelle_domain::Topic;
use passerelle_domain::id::{DeviceId, PersonId, SpaceId, WorkerId};
use passerelle_domain::moment::{Hlc, Now};
use rusqlite::{CachedStatement, Connection, OptionalExtension as _, TransactionBehavior, params};
use uuid::Uuid;

use crate::apply::Tables;
use crate::commit::{clock, last, set_clock, topics};
use crate::heads::number;
use crate::journal::{COUNTERS, Entry, Version, decode};
use crate::names::{Names, named};
use crate::open::authentic;
use crate::reach::Reach;
use crate::row::blob;
use crate::settle::Settled;
use crate::team::place;
use crate::{Error, Vault, ahead, attachment, derive, reach, row};

use self::frontier::Frontier;
pub(crate) use self::frontier::{no_gaps, reached};

/// One line of a journal as laptops hand it to each other.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct JournalLine {
    pub device: DeviceId,
    /// The device's own count of its lines, from 1.
    pub n: u64,
    /// The number of the device's line before this one, 0 for its first: numbers may be left out.
    pub previous: u64,
    pub hlc: Hlc,
    pub space: SpaceId,
    pub actor: WorkerId,
    pub subject: Option<PersonId>,
    pub act: String,
    /// The schema step of the writer.
    pub schema: i64,
    /// The operations, as the writer wrote them.
    pub ops: Vec<u8>,
    /// The devices that the operations name by the writer's own numbers.
    pub devices: Vec<(u32, DeviceId)>,
    /// What is no part of the line: the space by which it comes says that its file went on elsewhere.
    pub went_on: bool,
}

/// Why a line was not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refused {
    /// Its operations are no operations, its numbers are out of range, its name is none.
    Torn,
    /// Its operations name a device that it does not explain, or otherwise than an earlier line did.
    Unexplained,
    /// Another line of this device and number is here already.
    Forked,
}

/// What a delivery did.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Received {
    /// Lines that were new.
    pub taken: u32,
    /// Lines that were here already.
    pub known: u32,
    /// New lines of which something waits for an update of this program.
    pub unread: u32,
    pub refused: Vec<(DeviceId, u64, Refused)>,
    /// Laptops whose clock is more than a day ahead of this one's. Their lines were taken all the same.
    pub ahead_of_time: BTreeSet<DeviceId>,
    /// Alarms that were not there.
    pub alarms: u32,
    pub topics: BTreeSet<Topic>,
}

/// A clock further ahead than this, in milliseconds, is wrong and does not move this laptop's own.
const DAY: u64 = 86_400_000;
/// Bytes of the name of an act.
const NAME_LIMIT: usize = 100;

/// Lines from which on another thread reads them.
const MANY: usize = 500;

/// What a line says, with its author's numbers of devices.
struct Read {
    entries: Vec<Entry>,
    reach: Reach,
}

/// Nothing where the operations of the line are no operations, or name a line that cannot be.
fn read(line: &JournalLine) -> Option<Read> {
    let mut entries = decode(&line.ops).ok()?;
    if entries.iter_mut().flat_map(named).any(|version| version.1 >= COUNTERS) {
        return None;
    }
    let mut reach = Reach::of(&entries);
    reach.slim();
    Some(Read { entries, reach })
}

enum Taken {
    New(Version),
    Known,
    Refused(Refused),
}

fn is_whole(line: &JournalLine) -> bool {
    let fits = |number: u64| i64::try_from(number).is_ok();
    let named = (1..=NAME_LIMIT).contains(&line.act.len());
    line.n > 0 && line.previous < line.n && line.n < COUNTERS && fits(line.hlc.ms) && named
}

/// Another line than the one that is here. What was erased on either side is no other.
fn is_fork(kept: &[u8], line: &JournalLine) -> bool {
    !kept.is_empty() && !line.ops.is_empty() && kept != line.ops
}

fn kept(db: &Connection, version: Version) -> Result<Option<Vec<u8>>, Error> {
    let sql = "SELECT iif(act = 'erased', x'', ops) FROM journal WHERE id = ?1 << 40 | ?2";
    let mut statement = db.prepare_cached(sql)?;
    Ok(statement.query_row(params![version.0, number(version.1)?], |row| row.get(0)).optional()?)
}

/// What lines of one delivery have in common, read once.
struct Delivery<'a> {
    key: &'a [u8],
    /// Whether the file of a person is elsewhere by now.
    late: HashMap<(Uuid, bool), bool>,
    /// Whether lines were emptied here when their file left, and may come again.
    emptied: bool,
    /// The space of the line before, as it is written and as the tables know it.
    space: Option<(SpaceId, Vec<u8>)>,
    /// Writes a line, where none of its device and number is here.
    lines: CachedStatement<'a>,
}

impl<'a> Delivery<'a> {
    fn new(db: &'a Connection, key: &'a [u8]) -> Result<Delivery<'a>, Error> {
        let emptied = row::any(db, "moved_line")?;
        let sql =
            "INSERT INTO journal (id, space, subject, hlc_ms, hlc_count, schema, actor, act, ops, batch_seq)
             VALUES (?1 << 40 | ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11) ON CONFLICT (id) DO NOTHING";
        Ok(Delivery { key, late: HashMap::new(), emptied, space: None, lines: db.prepare_cached(sql)? })
    }

    fn is_late(&mut self, db: &Connection, person: Uuid, went_on: bool) -> Result<bool, Error> {
        if let Some(late) = self.late.get(&(person, went_on)) {
            return Ok(*late);
        }
        let late = place::came(db, person, self.key, went_on)?;
        self.late.insert((person, went_on), late);
        Ok(late)
    }

    fn space_of(&mut self, db: &Connection, space: SpaceId) -> Result<Vec<u8>, Error> {
        match &self.space {
            Some((of, known)) if *of == space => Ok(known.clone()),
            _ => {
                let known = place::of_line(db, space.0.as_bytes())?;
                self.space = Some((space, known.clone()));
                Ok(known)
            }
        }
    }
}

/// Learns what a line says of the devices that its author numbered; false where it uses a number that nothing explains.
fn is_explained(
    tables: &mut Tables<'_>,
    dev: u32,
    line: &JournalLine,
    entries: &mut [Entry],
) -> Result<bool, Error> {
    for (theirs, device) in &line.devices {
        let ours = tables.names.number(tables.db, device.0)?;
        if !tables.names.learn(tables.db, dev, *theirs, ours)? {
            return Ok(false);
        }
    }
    Ok(!tables.names.unexplained(dev, entries))
}

fn take(
    tables: &mut Tables<'_>,
    line: &JournalLine,
    said: Option<Read>,
    delivery: &mut Delivery<'_>,
) -> Result<Taken, Error> {
    let db = tables.db;
    let Some(Read { mut entries, reach }) = said.filter(|_| is_whole(line)) else {
        return Ok(Taken::Refused(Refused::Torn));
    };
    let dev = tables.names.number(db, line.device.0)?;
    let version = (dev, line.n);
    let mut late = false;
    if let Some(person) = line.subject {
        late = delivery.is_late(db, person.0, line.went_on)?;
        if delivery.emptied {
            place::comes_again(db, person.0, version)?;
        }
    }
    // Another laptop's line is sent by this one only where its file is in another space by now.
    let is_to_send = late || !tables.names.is_received(dev);
    let new = delivery.lines.execute(params![
        dev,
        number(line.n)?,
        blob(&line.space.0),
        line.subject.as_ref().map(|subject| blob(&subject.0)),
        number(line.hlc.ms)?,
        line.hlc.count,
        line.schema,
        blob(&line.actor.0),
        line.act,
        line.ops,
        (!is_to_send).then_some(0)
    ])?;
    if new == 0 {
        let forked = kept(db, version)?.is_some_and(|kept| is_fork(&kept, line));
        return Ok(if forked { Taken::Refused(Refused::Forked) } else { Taken::Known });
    }
    if !is_explained(tables, dev, line, &mut entries)? {
        let sql = "DELETE FROM journal WHERE id = ?1 << 40 | ?2";
        db.prepare_cached(sql)?.execute(params![dev, number(line.n)?])?;
        return Ok(Taken::Refused(Refused::Unexplained));
    }
    tables.space = delivery.space_of(db, line.space)?;
    let entries = tables.names.here(dev, entries)?;
    tables.apply_line(version, line.hlc, &entries, reach)?;
    Ok(Taken::New(version))
}

/// Moves this laptop's clock after what came, but never by a clock that is wrong by more than a day.
fn follow_clock(clock: &mut Hlc, line: &JournalLine, now: Now) -> bool {
    let wall = u64::try_from(now.at.0).unwrap_or(0);
    let follows = line.hlc.ms <= wall.saturating_add(DAY);
    if follows {
        *clock = line.hlc.max(*clock);
    }
    follows
}

/// Tries again what of the journal could not be read so far, as after an update.
pub(crate) fn retry(db: &mut Connection) -> Result<(), Error> {
    let sql = "SELECT EXISTS (SELECT 1 FROM unread)";
    if !db.query_row(sql, [], |line| line.get::<_, bool>(0))? {
        return Ok(());
    }
    let tx = db.transaction_with_behavior(TransactionBehavior::Immediate)?;
    read_again(&tx)?;
    Ok(tx.commit()?)
}

fn read_again(tx: &Connection) -> Result<(), Error> {
    let lines = {
        let sql = "SELECT DISTINCT u.dev, u.n, j.hlc_ms, j.hlc_count FROM unread u
                   JOIN journal j ON j.id = u.dev << 40 | u.n ORDER BY u.dev, u.n";
        let mut statement = tx.prepare(sql)?;
        let lines = statement.query_map([], |line| {
            let hlc = Hlc { ms: line.get::<_, i64>(2)?.cast_unsigned(), count: line.get(3)? };
            Ok(((line.get(0)?, line.get::<_, i64>(1)?.cast_unsigned()), hlc))
        })?;
        lines.collect::<Result<Vec<(Version, Hlc)>, _>>()?
    };
    let mut tables = Tables::new(tx, tx, Names::read(tx)?)?;
    for (version, hlc) in lines {
        let left = reach::left(tx, version)?;
        let entries = reach::line(tx, &tables.names, version)?.unwrap_or_default();
        if Reach::of(&entries).unread(&entries) != left {
            tables.apply_rest(version, hlc, &entries, &left)?;
        }
    }
    tables.doubt(&BTreeSet::new())?;
    tables.settle()?;
    derive::refresh(tx, &tables.written)?;
    Ok(())
}

/// What a delivery leaves to the vault that is open.
pub(crate) struct Delivered {
    pub received: Received,
    pub names: Names,
    /// Whose line in the list of people may have changed.
    pub people: BTreeSet<Uuid>,
    /// Lines that may stand here as still to be sent, with whose file they are of.
    pub returned: Vec<(Version, Option<PersonId>)>,
}

/// Takes lines into an open transaction that came by the space of a key, `gathered` where they are part of a snapshot; `own` is the
/// device that writes here.
pub(crate) fn deliver(
    tx: &Connection,
    own: u32,
    names: Names,
    (lines, key, gathered): (&[JournalLine], &[u8], bool),
    now: Now,
) -> Result<Delivered, Error> {
    let mut tables = Tables::new(tx, tx, names)?;
    let mut received = Received::default();
    let mut files = BTreeSet::new();
    let mut returned = Vec::new();
    let mut frontier = Frontier::new(tx, key, gathered)?;
    let mut delivery = Delivery::new(tx, key)?;
    let before = clock(tx)?;
    let mut after = before;
    ahead::each(lines, MANY, read, |line, said| {
        let version = match take(&mut tables, line, said, &mut delivery)? {
            Taken::Refused(why) => {
                received.refused.push((line.device, line.n, why));
                return Ok(());
            }
            Taken::Known => {
                received.known += 1;
                let version = (tables.names.number(tx, line.device.0)?, line.n);
                returned.push((version, line.subject));
                version
            }
            Taken::New(version) => {
                received.taken += 1;
                received.unread += u32::from(tables.is_partial(version)?);
                files.extend(line.subject.map(|person| person.0));
                if !tables.names.is_received(version.0) {
                    returned.push((version, line.subject));
                }
                version
            }
        };
        if version.0 != own {
            frontier.advance(version, line.previous)?;
        }
        if !follow_clock(&mut after, line, now) {
            received.ahead_of_time.insert(line.device);
        }
        Ok(())
    })?;
    frontier.write()?;
    if after > before {
        set_clock(tx, after)?;
    }
    if received.taken > 0 {
        tables.doubt(&files)?;
    }
    let Settled { written, names, .. } = tables.settled()?;
    let people = derive::refresh(tx, &written)?;
    attachment::settle(tx, &[], &written, (own, last(tx, own)?))?;
    received.topics = topics(&written, received.taken > 0);
    Ok(Delivered { received, names, people, returned })
}

impl Vault {
    /// Takes in lines of other laptops, all in one transaction; what this laptop itself wrote and lost is taken back in the
    /// same way. The order does not matter, nor does a line that is here already. `now` is held against their clocks.
    ///
    /// Errors are of the file alone, as a full disk; nothing is then taken.
    pub fn receive(&self, lines: &[JournalLine], now: Now) -> Result<Received, Error> {
        let mut db = self.writer()?;
        let tx = db.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let delivered = deliver(&tx, self.own, self.names()?, (lines, &[], false), now)?;
        authentic(&tx)?;
        tx.commit()?;
        self.learn(delivered.names)?;
        self.follow(&db, &delivered.people);
        Ok(delivered.received)
    }

    /// How far the lines of each other laptop in the home team are here without a gap: what need not be asked for again.
    pub fn frontier(&self) -> Result<Vec<(DeviceId, u64)>, Error> {
        self.read(|db| {
            let sql = "SELECT d.id, f.upto FROM frontier f JOIN device d ON d.ix = f.dev WHERE f.space = x''
                       ORDER BY d.id";
            let mut statement = db.prepare_cached(sql)?;
            let lines = statement.query_map([], |line| {
                Ok((DeviceId(line.get::<_, Uuid>(0)?), line.get::<_, i64>(1)?.cast_unsigned()))
            })?;
            Ok(lines.collect::<Result<_, _>>()?)
        })
    }
}

#[cfg(test)]
mod tests;
