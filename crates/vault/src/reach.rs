//! What of a line this version understands: which fields it writes, and which of them hold what cannot be read yet.

use std::collections::BTreeSet;

use passerelle_domain::change::merge::fits;
use passerelle_domain::change::{Field, Kind, Table, Value};
use rusqlite::{Connection, OptionalExtension as _, params};
use uuid::Uuid;

use crate::Error;
use crate::heads::{Place, number};
use crate::journal::{Entry, Version, decode};
use crate::names::Names;

/// The part of an operation that means the whole of it; any other is the number of a field of a new row.
pub const WHOLE: i32 = -1;

/// What a line writes.
#[derive(Debug, Default)]
pub struct Reach {
    /// Fields of which something in the line cannot be read: nothing of the line is applied to them.
    pub blocked: BTreeSet<Place>,
    /// Fields that the line writes, the blocked ones included.
    places: BTreeSet<Place>,
    /// An operation of an unknown kind may write anything.
    opaque: bool,
}

/// The table of a number, where this version knows it.
pub fn table(number: u16) -> Option<Table> {
    #[cfg(test)]
    if blind::knows_not(number, None) {
        return None;
    }
    Table::from_number(number)
}

fn holds(table: Table, field: Field, value: &Value) -> bool {
    #[cfg(test)]
    if blind::knows_not(table.number(), Some(field.0)) {
        return false;
    }
    fits(table, field, value)
}

fn is_set(table: Table, field: Field) -> bool {
    #[cfg(test)]
    if blind::knows_not(table.number(), Some(field.0)) {
        return false;
    }
    table.field(field).is_some_and(|def| def.kind == Kind::Set)
}

impl Reach {
    pub fn of(entries: &[Entry]) -> Reach {
        let mut reach = Reach::default();
        for entry in entries {
            reach.add(entry);
        }
        reach
    }

    fn add(&mut self, entry: &Entry) {
        let mut write = |table: u16, row: Uuid, field: Field, readable: bool| {
            let Some(table) = self::table(table) else { return };
            let place = Place { table, row, field };
            self.places.insert(place);
            if !readable {
                self.blocked.insert(place);
            }
        };
        let known = |table: u16, test: &dyn Fn(Table) -> bool| self::table(table).is_some_and(test);
        match entry {
            Entry::New { table, row, fields, unread } => {
                for (field, value) in fields {
                    write(*table, *row, *field, known(*table, &|table| holds(table, *field, value)));
                }
                for field in unread {
                    write(*table, *row, *field, false);
                }
            }
            Entry::Set { table, row, field, value, .. } => {
                write(*table, *row, *field, known(*table, &|table| holds(table, *field, value)));
            }
            Entry::Add { table, row, field, .. } | Entry::Remove { table, row, field, .. } => {
                write(*table, *row, *field, known(*table, &|table| is_set(table, *field)));
            }
            Entry::Unreadable { table, row, field } => write(*table, *row, *field, false),
            Entry::Foreign { .. } => self.opaque = true,
            Entry::Undoes { .. } | Entry::Saw { .. } => {}
        }
    }

    /// Lets go of what [`Reach::is_plain`] does not ask for.
    pub fn slim(&mut self) {
        if !self.opaque {
            self.places.clear();
        }
    }

    /// What of the line is left for a later version: the number of the operation, and which part of it.
    pub fn unread(&self, entries: &[Entry]) -> Vec<(u32, i32)> {
        let blocked = |table: u16, row: Uuid, field: Field| match self::table(table) {
            Some(table) => self.blocked.contains(&Place { table, row, field }),
            None => true,
        };
        let mut left = Vec::new();
        for (at, entry) in (0..).zip(entries) {
            match entry {
                Entry::New { table, .. } if self::table(*table).is_none() => left.push((at, WHOLE)),
                Entry::New { table, row, fields, unread } => {
                    let fields = fields.iter().map(|(field, _)| field).chain(unread);
                    let fields = fields.filter(|field| blocked(*table, *row, **field));
                    left.extend(fields.map(|field| (at, i32::from(field.0))));
                }
                Entry::Set { table, row, field, .. }
                | Entry::Add { table, row, field, .. }
                | Entry::Remove { table, row, field, .. } => {
                    if blocked(*table, *row, *field) {
                        left.push((at, WHOLE));
                    }
                }
                Entry::Unreadable { .. } | Entry::Foreign { .. } => left.push((at, WHOLE)),
                Entry::Undoes { .. } | Entry::Saw { .. } => {}
            }
        }
        left.sort_unstable();
        left.dedup();
        left
    }

    /// Whether all that the line says of a field is understood, or known to be nothing.
    pub fn is_plain(&self, place: &Place) -> bool {
        !self.blocked.contains(place) && (!self.opaque || self.places.contains(place))
    }
}

/// What was noted of a line as left for a later version.
pub fn left(db: &Connection, version: Version) -> Result<Vec<(u32, i32)>, Error> {
    let sql = "SELECT op, part FROM unread WHERE dev = ?1 AND n = ?2 ORDER BY op, part";
    let mut statement = db.prepare_cached(sql)?;
    let rows = statement
        .query_map(params![version.0, number(version.1)?], |line| Ok((line.get(0)?, line.get(1)?)))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// Notes what of a line is left, in the place of what was noted of it before.
pub fn note_unread(db: &Connection, version: Version, left: &[(u32, i32)]) -> Result<(), Error> {
    let n = number(version.1)?;
    db.prepare_cached("DELETE FROM unread WHERE dev = ?1 AND n = ?2")?.execute(params![version.0, n])?;
    let sql = "INSERT OR IGNORE INTO unread (dev, n, op, part) VALUES (?1, ?2, ?3, ?4)";
    for (op, part) in left {
        db.prepare_cached(sql)?.execute(params![version.0, n, op, part])?;
    }
    Ok(())
}

/// The operations of a line that is in the journal, with the numbers of this laptop.
pub fn line(lines: &Connection, names: &Names, version: Version) -> Result<Option<Vec<Entry>>, Error> {
    let sql = "SELECT ops FROM journal WHERE id = ?1 << 40 | ?2";
    let ops: Option<Vec<u8>> = lines
        .prepare_cached(sql)?
        .query_row(params![version.0, number(version.1)?], |line| line.get(0))
        .optional()?;
    ops.map(|ops| names.here(version.0, decode(&ops)?)).transpose()
}

/// Whether something of a line waits for an update.
pub fn is_partial(db: &Connection, version: Version) -> Result<bool, Error> {
    let sql = "SELECT EXISTS (SELECT 1 FROM unread WHERE dev = ?1 AND n = ?2)";
    let found = db.prepare_cached(sql)?.query_row(params![version.0, number(version.1)?], |line| line.get(0));
    Ok(found?)
}

/// Whether the line came and what it says of the field was applied.
pub fn has_come(
    db: &Connection,
    lines: &Connection,
    names: &Names,
    version: Version,
    place: &Place,
) -> Result<bool, Error> {
    let sql = "SELECT EXISTS (SELECT 1 FROM journal WHERE id = ?1 << 40 | ?2)";
    let here: bool =
        db.prepare_cached(sql)?.query_row(params![version.0, number(version.1)?], |line| line.get(0))?;
    if !here || !is_partial(db, version)? {
        return Ok(here);
    }
    // What was left counts as left until it is applied, though this version may understand it by now.
    let entries = line(lines, names, version)?.unwrap_or_default();
    let left = left(db, version)?;
    let (mut there, mut opaque) = (false, false);
    for (at, entry) in (0..).zip(&entries) {
        let mut parts = left.iter().filter(|(op, _)| *op == at).map(|(_, part)| *part).peekable();
        let writes = Reach::of(std::slice::from_ref(entry)).places.contains(place);
        if parts.peek().is_none() {
            there |= writes;
        } else if matches!(entry, Entry::Foreign { .. }) {
            opaque = true;
        } else if writes && parts.any(|part| part == WHOLE || part == i32::from(place.field.0)) {
            return Ok(false);
        } else {
            there |= writes;
        }
    }
    Ok(there || !opaque)
}

/// A version that knows less, for tests of what becomes of its vault when it is updated.
#[cfg(test)]
pub mod blind {
    use std::cell::RefCell;
    use std::collections::BTreeSet;

    thread_local! {
        static BLIND: RefCell<BTreeSet<(u16, Option<u16>)>> = const { RefCell::new(BTreeSet::new()) };
    }

    pub fn knows_not(table: u16, field: Option<u16>) -> bool {
        BLIND.with_borrow(|blind| blind.contains(&(table, field)))
    }

    /// From here on this thread knows neither these tables nor these fields.
    pub fn be(what: &[(u16, Option<u16>)]) {
        BLIND.set(what.iter().copied().collect());
    }
}
