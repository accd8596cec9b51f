//! What is left to say once lines are applied: whether a row that was taken out stays out, and which fields ask a person.

use std::collections::BTreeSet;

use passerelle_domain::change::merge::{Rule, mark};
use passerelle_domain::change::{Table, Value};
use passerelle_domain::moment::Hlc;
use rusqlite::{Connection, OptionalExtension as _, params};
use uuid::Uuid;

use crate::apply::{Tables, Written};
use crate::heads::{self, Head, Place, number};
use crate::journal::Version;
use crate::names::Names;
use crate::row::blob;
use crate::team::place;
use crate::{Error, row};

/// Rows without which nobody sees those that hang on them: (what hangs, by which column, on what).
const HANGING: &[(Table, &str, Table)] = &[
    (Table::Transition, "referral", Table::Referral),
    (Table::Check, "referral", Table::Referral),
    (Table::Attendance, "activity", Table::Activity),
    (Table::Programme, "provider", Table::Provider),
    (Table::Referral, "programme", Table::Programme),
    (Table::CustomValue, "custom_field", Table::CustomField),
    (Table::Proposal, "consultation", Table::Consultation),
    (Table::FollowUp, "consultation", Table::Consultation),
    (Table::ClauseHours, "site", Table::WorksSite),
    (Table::FundParticipation, "operation", Table::FundOperation),
];

/// A line of a disagreement that waits for nothing, for a line that has not come, for one that cannot be read yet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(i64)]
enum Waiting {
    No = 0,
    Line = 1,
    Update = 2,
}

/// Whether the writer of one version knew the other when writing it.
fn knew(db: &Connection, writer: Version, of: Version) -> Result<bool, Error> {
    if writer.0 == of.0 {
        return Ok(writer.1 >= of.1);
    }
    let mut told = false;
    for space in place::where_told(db, of)? {
        let sql = "SELECT upto FROM seen WHERE dev = ?1 AND other = ?2 AND space = ?3 AND n <= ?4
                   ORDER BY n DESC LIMIT 1";
        let upto: Option<i64> = db
            .prepare_cached(sql)?
            .query_row(params![writer.0, of.0, space, number(writer.1)?], |line| line.get(0))
            .optional()?;
        if upto.is_some_and(|upto| number(of.1).is_ok_and(|n| upto >= n)) {
            return Ok(true);
        }
        told |= upto.is_some();
    }
    if told {
        return Ok(false);
    }
    // A vault that was taken back knows what its former life wrote, though it may never have said so.
    let sql = "SELECT count(*) = 2 AND ?1 > ?2 FROM device WHERE ix IN (?1, ?2) AND received = 0";
    Ok(db.prepare_cached(sql)?.query_row([writer.0, of.0], |line| line.get(0))?)
}

fn versions(db: &Connection, sql: &str, values: impl rusqlite::Params) -> Result<Vec<Version>, Error> {
    let mut statement = db.prepare_cached(sql)?;
    let rows =
        statement.query_map(values, |line| Ok((line.get(0)?, line.get::<_, i64>(1)?.cast_unsigned())))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// What was written of a row beside its mark, and of what is seen only with it: of a person, everything in their file.
fn written(db: &Connection, place: &Place) -> Result<Vec<Version>, Error> {
    let sql = "SELECT dev, n FROM field_head WHERE tbl = ?1 AND row_id = ?2 AND field <> ?3
               UNION SELECT dev, n FROM set_dot WHERE tbl = ?1 AND row_id = ?2
               UNION SELECT dev, n FROM row_version WHERE tbl = ?1 AND row_id = ?2";
    let mut written = versions(db, sql, params![place.table.number(), blob(&place.row), place.field.0])?;
    if place.table == Table::Person {
        // A line of another file may have made this person beside its own.
        let sql = "SELECT dev, n FROM journal WHERE subject = ?1";
        written.extend(versions(db, sql, [blob(&place.row)])?);
    }
    for (child, column, _) in HANGING.iter().filter(|(_, _, parent)| *parent == place.table) {
        let sql = format!(
            "SELECT v.dev, v.n FROM {} c JOIN row_version v ON v.tbl = ?2 AND v.row_id = c.id WHERE c.{column} = ?1",
            child.def().name
        );
        written.extend(versions(db, &sql, params![blob(&place.row), child.number()])?);
    }
    Ok(written)
}

/// The latest of what was written of the row by somebody who knew of none of its removals, and of whom no remover knew.
fn edited_meanwhile(db: &Connection, place: &Place, removals: &[Version]) -> Result<Option<Version>, Error> {
    let mut latest = None;
    for edit in written(db, place)? {
        let mut apart = true;
        for removal in removals {
            apart = apart && !knew(db, *removal, edit)? && !knew(db, edit, *removal)?;
        }
        if apart {
            let sql = "SELECT j.hlc_ms, j.hlc_count, coalesce(d.id, x'') FROM journal j LEFT JOIN device d ON d.ix = j.dev
                       WHERE j.id = ?1 << 40 | ?2";
            let at: (i64, u32, Vec<u8>) =
                db.prepare_cached(sql)?.query_row(params![edit.0, number(edit.1)?], |line| {
                    Ok((line.get(0)?, line.get(1)?, line.get(2)?))
                })?;
            latest = latest.max(Some((at, edit.1, edit)));
        }
    }
    Ok(latest.map(|(_, _, edit)| edit))
}

fn column(place: &Place, db: &Connection, out: bool) -> Result<(), Error> {
    match place.table.field(place.field) {
        Some(def) => row::update(db, place.table, place.row, def, &Value::flag(out)),
        None => Ok(()),
    }
}

/// Shows or hides a row by its mark, and asks where somebody edited what another took out. Whether the mark was ever written.
fn settle_mark(db: &Connection, place: &Place) -> Result<bool, Error> {
    let standing = heads::heads(db, place)?;
    let out = |head: &&Head| head.value == Value::flag(true);
    let removals: Vec<Version> = standing.iter().filter(out).map(|head| head.version).collect();
    if standing.is_empty() {
        return Ok(false);
    }
    let edit = edited_meanwhile(db, place, &removals)?;
    let back = removals.len() < standing.len() || edit.is_some();
    column(place, db, !back)?;
    if !back || removals.is_empty() {
        forget(db, place)?;
        return Ok(true);
    }
    // What the remover had seen may stand in a line that has not come.
    let mut waiting = waits(db, place)?;
    for removal in &removals {
        let sql = "SELECT EXISTS (SELECT 1 FROM ahead WHERE dev = ?1 AND n <= ?2)";
        let gap: bool =
            db.prepare_cached(sql)?.query_row(params![removal.0, number(removal.1)?], |line| line.get(0))?;
        if gap {
            waiting = Waiting::Line;
        }
    }
    ask(db, place, &standing, waiting, edit)?;
    Ok(true)
}

fn waits(db: &Connection, place: &Place) -> Result<Waiting, Error> {
    let mut waiting = Waiting::No;
    for version in heads::missing(db, place)? {
        let sql = "SELECT EXISTS (SELECT 1 FROM journal WHERE id = ?1 << 40 | ?2)";
        let here: bool =
            db.prepare_cached(sql)?.query_row(params![version.0, number(version.1)?], |line| line.get(0))?;
        if !here {
            return Ok(Waiting::Line);
        }
        waiting = Waiting::Update;
    }
    Ok(waiting)
}

fn forget(db: &Connection, place: &Place) -> Result<(), Error> {
    let sql = "DELETE FROM disagreement WHERE tbl = ?1 AND row_id = ?2 AND field = ?3";
    db.prepare_cached(sql)?.execute(params![place.table.number(), blob(&place.row), place.field.0])?;
    Ok(())
}

fn ask(
    db: &Connection,
    place: &Place,
    standing: &[Head],
    waiting: Waiting,
    edit: Option<Version>,
) -> Result<(), Error> {
    let Some(latest) = standing.iter().max_by_key(|head| (head.hlc, &head.value)) else { return Ok(()) };
    let sql = "INSERT OR REPLACE INTO disagreement (tbl, row_id, field, person, waiting, at_ms, dev, n)
               VALUES (?1, ?2, ?3, (SELECT subject FROM journal WHERE id = ?4 << 40 | ?5), ?6, ?7, ?8, ?9)";
    db.prepare_cached(sql)?.execute(params![
        place.table.number(),
        blob(&place.row),
        place.field.0,
        latest.version.0,
        number(latest.version.1)?,
        waiting as i64,
        number(latest.hlc.ms)?,
        edit.map(|(dev, _)| dev),
        edit.map(|(_, n)| number(n)).transpose()?
    ])?;
    Ok(())
}

fn settle_field(db: &Connection, place: &Place) -> Result<(), Error> {
    let standing = heads::heads(db, place)?;
    let values: Vec<(Hlc, Value)> = standing.iter().map(|head| (head.hlc, head.value.clone())).collect();
    if Rule::of(place.table, place.field).asks(&values) {
        ask(db, place, &standing, waits(db, place)?, None)
    } else {
        forget(db, place)
    }
}

/// The row that one hangs on.
fn parent(db: &Connection, (table, id): (Table, Uuid)) -> Result<Option<(Table, Uuid)>, Error> {
    let Some((_, column, parent)) = HANGING.iter().find(|(child, _, _)| *child == table) else {
        return Ok(None);
    };
    let sql = format!("SELECT {column} FROM {} WHERE id = ?1", table.def().name);
    let found: Option<Option<Uuid>> =
        db.prepare_cached(&sql)?.query_row([blob(&id)], |line| line.get(0)).optional()?;
    Ok(found.flatten().map(|id| (*parent, id)))
}

/// What is left of lines once they are in the tables.
pub struct Settled {
    pub written: Written,
    /// What a person is asked may have changed.
    pub asked: bool,
    pub names: Names,
}

impl Tables<'_> {
    /// Ends: as [`Tables::settle`], and nothing more is applied.
    pub fn settled(mut self) -> Result<Settled, Error> {
        self.settle()?;
        let Tables { written, asked, names, .. } = self;
        Ok(Settled { written, asked, names })
    }

    /// Rows whose mark may be settled otherwise than before, now that lines of other laptops came. `files` are the people
    /// whose files those lines belong to.
    pub fn doubt(&mut self, files: &BTreeSet<Uuid>) -> Result<(), Error> {
        let mut rows: Vec<(Table, Uuid)> = files.iter().map(|person| (Table::Person, *person)).collect();
        for row in self.written.rows() {
            if !self.written.is_new(row) {
                rows.push(*row);
            }
            rows.extend(parent(self.db, *row)?);
        }
        // What a laptop had seen when it took a row out may be told by what came, as may that nothing is missing before it.
        let mut statement = self.db.prepare_cached("SELECT tbl, row_id, field FROM disagreement")?;
        let mut lines = statement.query([])?;
        while let Some(line) = lines.next()? {
            let Some(table) = Table::from_number(line.get(0)?) else { continue };
            if mark(table).is_some_and(|field| line.get(2) == Ok(field.0)) {
                rows.push((table, line.get(1)?));
            }
        }
        drop(lines);
        self.marked.extend(rows);
        Ok(())
    }

    /// Rows whose mark was ever written.
    pub fn doubt_all(&mut self) -> Result<(), Error> {
        for table in Table::ALL {
            let Some(field) = mark(*table) else { continue };
            let sql = "SELECT DISTINCT row_id FROM field_head WHERE tbl = ?1 AND field = ?2";
            let mut statement = self.db.prepare_cached(sql)?;
            for row in statement.query_map(params![table.number(), field.0], |line| line.get::<_, Uuid>(0))? {
                self.marked.insert((*table, row?));
            }
        }
        Ok(())
    }

    /// Settles what the lines left open. After it every table says what the heads say; what is derived comes next.
    pub fn settle(&mut self) -> Result<(), Error> {
        let moves = self.marked.iter().any(|(table, _)| *table == Table::Transition);
        self.asked |= moves || !self.contested.is_empty();
        for (table, row) in std::mem::take(&mut self.marked) {
            let Some(field) = mark(table) else { continue };
            let place = Place { table, row, field };
            if Rule::of(table, field) == Rule::Mark {
                self.contested.remove(&place);
                if settle_mark(self.db, &place)? {
                    self.asked = true;
                    self.written.touch((table, row));
                }
            }
        }
        for place in std::mem::take(&mut self.contested) {
            settle_field(self.db, &place)?;
        }
        Ok(())
    }
}
