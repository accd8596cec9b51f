//! Applies lines to the tables: the merge rule by heads, in any order of arrival, twice harmless.
//!
//! The heads of a field are its versions without those that any version of it replaces. A field that nobody edited has no
//! head of its own: the version that made its row stands for it, until a second one makes the same row.

mod said;
mod written;

use std::collections::BTreeSet;

use passerelle_domain::change::merge::Rule;
use passerelle_domain::change::{Field, Table, Value};
use passerelle_domain::moment::Hlc;
use rusqlite::{Connection, params};
use uuid::Uuid;

use crate::heads::{self, Head, Makers, Place, number};
use crate::journal::{Entry, Version};
use crate::names::Names;
use crate::reach::{self, Reach, WHOLE};
use crate::row::Inserts;
use crate::{Error, row};

pub use self::written::{RowOf, Written};

/// The line that is being applied.
#[derive(Default)]
struct Line {
    version: Version,
    hlc: Hlc,
    reach: Reach,
    /// What of this line had been replaced before it came.
    taken: BTreeSet<(Place, String)>,
}

/// The tables while lines are applied to them, and what has to be made anew at the end.
pub struct Tables<'a> {
    pub db: &'a Connection,
    /// Where the operations of earlier lines are read again.
    lines: &'a Connection,
    /// Which device a number in a line means.
    pub names: Names,
    line: Line,
    inserts: Inserts<'a>,
    makers: Makers<'a>,
    pub written: Written,
    /// Rows whose mark of removal was written.
    pub marked: BTreeSet<RowOf>,
    /// Fields that have or had more than one head, or await a version.
    pub contested: BTreeSet<Place>,
    /// What a person is asked may have changed.
    pub asked: bool,
    /// Versions may have been replaced before they came.
    early: bool,
    /// Lines may be understood in part.
    partial: bool,
    /// The space of the line that is being applied, as [`crate::team::place::of_line`] says it.
    pub space: Vec<u8>,
}

/// The person that a row names when it is made.
fn person_of(table: Table, fields: &[(Field, Value)]) -> Option<Uuid> {
    let mut named =
        fields.iter().filter(|(field, _)| table.field(*field).is_some_and(|def| def.name == "person"));
    match named.next() {
        Some((_, Value::Id(person))) => Some(*person),
        _ => None,
    }
}

impl<'a> Tables<'a> {
    pub fn new(db: &'a Connection, lines: &'a Connection, names: Names) -> Result<Tables<'a>, Error> {
        Ok(Tables {
            db,
            lines,
            names,
            line: Line::default(),
            inserts: Inserts::new(db),
            makers: Makers::new(db)?,
            written: Written::default(),
            marked: BTreeSet::new(),
            contested: BTreeSet::new(),
            asked: false,
            early: row::any(db, "superseded_early")?,
            partial: row::any(db, "unread")?,
            space: Vec::new(),
        })
    }

    /// The versions that a value written now replaces. One that cannot be read yet is not replaced unseen.
    pub fn standing(&self, place: &Place) -> Result<Vec<Version>, Error> {
        let mut standing = heads::standing(self.db, place)?;
        if self.partial {
            let mut read = Vec::with_capacity(standing.len());
            for version in standing {
                if version == self.line.version || self.has_come(version, place)? {
                    read.push(version);
                }
            }
            standing = read;
        }
        Ok(standing)
    }

    /// Whether something of a line waits for an update.
    pub fn is_partial(&self, version: Version) -> Result<bool, Error> {
        Ok(self.partial && reach::is_partial(self.db, version)?)
    }

    /// Applies a whole line. What is of a newer version is noted and left.
    pub fn apply_line(
        &mut self,
        version: Version,
        hlc: Hlc,
        entries: &[Entry],
        reach: Reach,
    ) -> Result<(), Error> {
        self.apply_parts(version, hlc, (entries, reach), None)
    }

    /// Tries again what was left of a line.
    pub fn apply_rest(
        &mut self,
        version: Version,
        hlc: Hlc,
        entries: &[Entry],
        left: &[(u32, i32)],
    ) -> Result<(), Error> {
        self.apply_parts(version, hlc, (entries, Reach::of(entries)), Some(left))
    }

    fn apply_parts(
        &mut self,
        version: Version,
        hlc: Hlc,
        (entries, reach): (&[Entry], Reach),
        left: Option<&[(u32, i32)]>,
    ) -> Result<(), Error> {
        let unread = reach.unread(entries);
        if left.is_some() || !unread.is_empty() {
            self.partial = true;
            reach::note_unread(self.db, version, &unread)?;
        }
        self.begin(version, hlc, reach);
        for (at, entry) in (0..).zip(entries) {
            let of = |left: &[(u32, i32)]| -> Vec<i32> {
                left.iter().filter(|(op, _)| *op == at).map(|(_, part)| *part).collect()
            };
            match left.map(of) {
                Some(parts) if parts.is_empty() => {}
                parts => self.apply(entry, parts.as_deref())?,
            }
        }
        self.end()
    }

    /// Begins a line whose operations come one by one.
    pub fn begin(&mut self, version: Version, hlc: Hlc, reach: Reach) {
        self.line = Line { version, hlc, reach, ..Line::default() };
    }

    /// Ends the line: nothing awaits it any more where it is understood.
    pub fn end(&mut self) -> Result<(), Error> {
        let line = std::mem::take(&mut self.line);
        if self.early {
            for place in heads::early_places(self.db, line.version)? {
                if line.reach.is_plain(&place) {
                    heads::await_no_more(self.db, &place, line.version)?;
                }
                self.contested.insert(place);
            }
        }
        Ok(())
    }

    /// Applies one operation, or only these parts of it. What cannot be read is left.
    pub fn apply(&mut self, entry: &Entry, parts: Option<&[i32]>) -> Result<(), Error> {
        let place = |table: Table, row: Uuid, field: Field| Place { table, row, field };
        match entry {
            Entry::Saw { upto } => self.saw(upto),
            Entry::New { table, row, fields, .. } => {
                let Some(table) = reach::table(*table) else { return Ok(()) };
                if parts.is_none() && self.line.reach.blocked.is_empty() {
                    return self.new_row(table, *row, fields);
                }
                let asked = |part: i32| parts.is_none_or(|parts| parts.contains(&part));
                let readable: Vec<(Field, Value)> = fields
                    .iter()
                    .filter(|(field, _)| asked(WHOLE) || asked(i32::from(field.0)))
                    .filter(|(field, _)| !self.line.reach.blocked.contains(&place(table, *row, *field)))
                    .cloned()
                    .collect();
                self.new_row(table, *row, &readable)
            }
            Entry::Set { table, row, field, replaces, value } => match reach::table(*table) {
                Some(table) => self.set(&place(table, *row, *field), replaces, value),
                None => Ok(()),
            },
            Entry::Add { table, row, field, element } => match reach::table(*table) {
                Some(table) => self.add(&place(table, *row, *field), element),
                None => Ok(()),
            },
            Entry::Remove { table, row, field, element, replaces } => match reach::table(*table) {
                Some(table) => self.remove(&place(table, *row, *field), element, replaces),
                None => Ok(()),
            },
            Entry::Undoes { .. } | Entry::Unreadable { .. } | Entry::Foreign { .. } => Ok(()),
        }
    }

    fn is_blocked(&self, place: &Place) -> bool {
        self.line.reach.blocked.contains(place)
    }

    fn saw(&self, upto: &[Version]) -> Result<(), Error> {
        let sql = "INSERT OR REPLACE INTO seen (dev, other, space, n, upto) VALUES (?1, ?2, ?3, ?4, ?5)";
        let (dev, n) = self.line.version;
        for (other, until) in upto {
            self.db.prepare_cached(sql)?.execute(params![
                dev,
                other,
                self.space,
                number(n)?,
                number(*until)?
            ])?;
        }
        Ok(())
    }

    /// Whether this line's version of a field was replaced before it came.
    fn was_taken(&mut self, place: &Place, element: &str) -> Result<bool, Error> {
        let key = (*place, element.to_owned());
        if self.line.taken.contains(&key) {
            return Ok(true);
        }
        let taken = self.early && heads::take_early(self.db, place, element, self.line.version)?;
        if taken {
            self.contested.insert(*place);
            self.line.taken.insert(key);
        }
        Ok(taken)
    }

    fn new_row(&mut self, table: Table, id: Uuid, fields: &[(Field, Value)]) -> Result<(), Error> {
        let version = self.line.version;
        if self.inserts.insert(table, id, fields)? {
            self.makers.make(table, id, version)?;
            self.written.make((table, id), person_of(table, fields));
            return Ok(());
        }
        // An edit that came first may have put it there, even in an earlier delivery: what is derived of it stands then.
        self.written.touch((table, id));
        self.written.doubt((table, id));
        let before = heads::makers(self.db, table, id)?;
        self.makers.make(table, id, version)?;
        if before.is_empty() {
            // It may have been taken out before it came.
            self.marked.insert((table, id));
        }
        if let [first] = before.as_slice()
            && *first != version
        {
            // From here on two versions made the row: what stood for itself becomes a head.
            for (field, head) in self.said_all(*first, table, id)? {
                let place = Place { table, row: id, field };
                if heads::heads(self.db, &place)?.is_empty() {
                    heads::stand(self.db, &place, &head)?;
                }
            }
        }
        let alone = before.iter().all(|other| *other == version);
        for (field, value) in fields {
            let place = Place { table, row: id, field: *field };
            if self.was_taken(&place, "")? {
                continue;
            }
            let mut standing = heads::heads(self.db, &place)?;
            if alone && standing.is_empty() {
                self.write(&place, value)?;
            } else if !value.is_silent() {
                self.rise(&place, &mut standing, value)?;
            }
        }
        Ok(())
    }

    /// Writes into the columns of a field.
    fn write(&self, place: &Place, value: &Value) -> Result<(), Error> {
        match place.table.field(place.field) {
            // A column keeps its default where nothing is said.
            Some(def) if *value != Value::Null => row::update(self.db, place.table, place.row, def, value),
            _ => Ok(()),
        }
    }

    /// This line's value becomes a head beside those that stand.
    fn rise(&mut self, place: &Place, standing: &mut Vec<Head>, value: &Value) -> Result<(), Error> {
        let head = Head { version: self.line.version, hlc: self.line.hlc, value: value.clone() };
        heads::stand(self.db, place, &head)?;
        standing.retain(|other| other.version != head.version);
        standing.push(head);
        self.show(place, standing)
    }

    /// Shows one of the heads in the row's columns.
    fn show(&mut self, place: &Place, standing: &[Head]) -> Result<(), Error> {
        if standing.len() > 1 {
            self.contested.insert(*place);
        }
        let rule = Rule::of(place.table, place.field);
        if rule == Rule::Mark {
            self.marked.insert((place.table, place.row));
            return Ok(());
        }
        let values: Vec<(Hlc, Value)> = standing.iter().map(|head| (head.hlc, head.value.clone())).collect();
        match (rule.shown(&values), place.table.field(place.field)) {
            (Some(value), Some(def)) => row::update(self.db, place.table, place.row, def, value),
            _ => Ok(()),
        }
    }

    fn set(&mut self, place: &Place, replaces: &[Version], value: &Value) -> Result<(), Error> {
        if self.is_blocked(place) {
            return Ok(());
        }
        let version = self.line.version;
        self.written.touch((place.table, place.row));
        self.written.doubt((place.table, place.row));
        let mut standing = heads::heads(self.db, place)?;
        let mut makers = Vec::new();
        if standing.is_empty() {
            makers = heads::makers(self.db, place.table, place.row)?;
            // Whoever made the row and is not replaced stands beside the new value.
            for by in makers.iter().filter(|by| !replaces.contains(by) && **by != version) {
                if let Some(head) = self.said(*by, place)? {
                    heads::stand(self.db, place, &head)?;
                    standing.push(head);
                }
            }
            if makers.is_empty() && self.inserts.insert(place.table, place.row, &[])? {
                self.written.make((place.table, place.row), None);
            }
        }
        if standing.len() > 1 {
            self.contested.insert(*place);
        }
        for old in replaces.iter().filter(|old| **old != version) {
            if let Some(at) = standing.iter().position(|head| head.version == *old) {
                standing.swap_remove(at);
                heads::fall(self.db, place, *old)?;
            } else if (self.partial || !makers.contains(old)) && !self.has_come(*old, place)? {
                self.note_early(place, "", *old)?;
            }
        }
        if self.was_taken(place, "")? {
            return self.show(place, &standing);
        }
        self.rise(place, &mut standing, value)
    }

    /// Whether the line came and what it says of the field was applied.
    fn has_come(&self, version: Version, place: &Place) -> Result<bool, Error> {
        reach::has_come(self.db, self.lines, &self.names, version, place)
    }

    fn note_early(&mut self, place: &Place, element: &str, version: Version) -> Result<(), Error> {
        self.early = true;
        self.contested.insert(*place);
        heads::note_early(self.db, place, element, version)
    }

    fn add(&mut self, place: &Place, element: &str) -> Result<(), Error> {
        if self.is_blocked(place) {
            return Ok(());
        }
        self.written.touch((place.table, place.row));
        if self.was_taken(place, element)? {
            return Ok(());
        }
        heads::add_dot(self.db, place, element, self.line.version)
    }

    fn remove(&mut self, place: &Place, element: &str, replaces: &[Version]) -> Result<(), Error> {
        if self.is_blocked(place) {
            return Ok(());
        }
        self.written.touch((place.table, place.row));
        for dot in replaces {
            let stood = heads::take_dot(self.db, place, element, *dot)?;
            if !stood && *dot != self.line.version && !self.has_come(*dot, place)? {
                self.note_early(place, element, *dot)?;
            }
        }
        Ok(())
    }
}
