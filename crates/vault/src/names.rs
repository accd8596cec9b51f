//! Which device a number in a line means. A laptop numbers the devices it knows by itself, and its lines are kept as it wrote
//! them: so the same number means another device in the line of another laptop.

use std::collections::{BTreeMap, BTreeSet};

use rusqlite::{Connection, OptionalExtension as _, params};
use uuid::Uuid;

use crate::journal::{Entry, Version};
use crate::{Error, row};

/// The numbers of devices as each author of lines gave them.
#[derive(Clone, Debug, Default)]
pub struct Names {
    /// Other laptops. What is not of them is of this one or of a former life of it, whose numbers are those of the table.
    received: BTreeSet<u32>,
    aliases: BTreeMap<(u32, u32), u32>,
    /// Numbers that were looked for.
    known: BTreeMap<Uuid, u32>,
}

impl Names {
    pub fn read(db: &Connection) -> Result<Names, Error> {
        let mut names = Names::default();
        let mut received = db.prepare("SELECT ix FROM device WHERE received = 1")?;
        for ix in received.query_map([], |line| line.get(0))? {
            names.received.insert(ix?);
        }
        let mut aliases = db.prepare("SELECT author, number, dev FROM device_alias")?;
        let lines = aliases.query_map([], |line| Ok(((line.get(0)?, line.get(1)?), line.get(2)?)))?;
        names.aliases = lines.collect::<Result<_, _>>()?;
        Ok(names)
    }

    /// The device that an author means by a number; none where the author never said.
    fn of(&self, author: u32, number: u32) -> Option<u32> {
        let own = || (!self.received.contains(&author)).then_some(number);
        self.aliases.get(&(author, number)).copied().or_else(own)
    }

    /// The number of a device here; another laptop is given one where it is new.
    pub fn number(&mut self, db: &Connection, device: Uuid) -> Result<u32, Error> {
        if let Some(known) = self.known.get(&device) {
            return Ok(*known);
        }
        if let Some(known) = number(db, device)? {
            self.known.insert(device, known);
            return Ok(known);
        }
        let sql = "INSERT INTO device (ix, id, received) SELECT coalesce(max(ix), 0) + 1, ?1, 1 FROM device RETURNING ix";
        let ix = db.prepare_cached(sql)?.query_row([row::blob(&device)], |line| line.get(0))?;
        self.received.insert(ix);
        self.known.insert(device, ix);
        Ok(ix)
    }

    /// Whether a device is another laptop, not this one nor a former life of it.
    pub fn is_received(&self, dev: u32) -> bool {
        self.received.contains(&dev)
    }

    /// Notes what an author means by a number. Refused when the author meant another device by it before.
    pub fn learn(&mut self, db: &Connection, author: u32, number: u32, dev: u32) -> Result<bool, Error> {
        if let Some(known) = self.aliases.get(&(author, number)) {
            return Ok(*known == dev);
        }
        if number == dev && !self.received.contains(&author) {
            return Ok(true);
        }
        let sql = "INSERT INTO device_alias (author, number, dev) VALUES (?1, ?2, ?3)";
        db.prepare_cached(sql)?.execute(params![author, number, dev])?;
        self.aliases.insert((author, number), dev);
        Ok(true)
    }

    /// The operations of an author with the numbers of this laptop. [`Error::Codec`] for a number that is not known.
    pub fn here(&self, author: u32, mut entries: Vec<Entry>) -> Result<Vec<Entry>, Error> {
        for version in entries.iter_mut().flat_map(named) {
            version.0 = self.of(author, version.0).ok_or(Error::Codec)?;
        }
        Ok(entries)
    }

    /// Those of its numbers that an author used and never explained.
    pub fn unexplained(&self, author: u32, entries: &mut [Entry]) -> bool {
        entries.iter_mut().flat_map(named).any(|version| self.of(author, version.0).is_none())
    }
}

/// The versions that an operation names.
pub fn named(entry: &mut Entry) -> &mut [Version] {
    match entry {
        Entry::Set { replaces, .. } | Entry::Remove { replaces, .. } => replaces,
        Entry::Saw { upto } => upto,
        Entry::Undoes { version } => std::slice::from_mut(version),
        Entry::New { .. } | Entry::Add { .. } | Entry::Unreadable { .. } | Entry::Foreign { .. } => &mut [],
    }
}

/// The number of a device here.
pub fn number(db: &Connection, device: Uuid) -> Result<Option<u32>, Error> {
    let mut statement = db.prepare_cached("SELECT ix FROM device WHERE id = ?1")?;
    Ok(statement.query_row([row::blob(&device)], |line| line.get(0)).optional()?)
}
