//! The only writer: rows, journal and search index in one transaction, or nothing.

use std::collections::BTreeSet;
use std::sync::MutexGuard;

use passerelle_domain::Topic;
use passerelle_domain::change::{Changes, Field, Op, Row};
use passerelle_domain::id::{SpaceId, WorkerId};
use passerelle_domain::moment::{Hlc, Now};
use rusqlite::{Connection, Transaction, TransactionBehavior, params};
use uuid::Uuid;

use crate::apply::{Tables, Written};
use crate::attachment::Content;
use crate::heads::{self, Place};
use crate::journal::{Entry, Version, encode};
use crate::open::authentic;
use crate::reach::Reach;
use crate::settle::Settled;
use crate::team::place;
use crate::{Error, SCHEMA, Vault, attachment, derive, row};

/// Who writes, and when.
#[derive(Clone, Copy, Debug)]
pub struct Hand {
    pub worker: WorkerId,
    pub now: Now,
}

fn entry(tables: &Tables<'_>, op: &Op) -> Result<Entry, Error> {
    let place = |row: &Row, field: Field| Place { table: row.table, row: row.id, field };
    Ok(match op {
        Op::New { row, fields } => {
            Entry::New { table: row.table.number(), row: row.id, fields: fields.clone(), unread: Vec::new() }
        }
        Op::Set { row, field, value } => Entry::Set {
            table: row.table.number(),
            row: row.id,
            field: *field,
            replaces: tables.standing(&place(row, *field))?,
            value: value.clone(),
        },
        Op::Add { row, field, element } => {
            Entry::Add { table: row.table.number(), row: row.id, field: *field, element: element.clone() }
        }
        Op::Remove { row, field, element } => Entry::Remove {
            table: row.table.number(),
            row: row.id,
            field: *field,
            element: element.clone(),
            replaces: heads::dots(tables.db, &place(row, *field), element)?,
        },
    })
}

struct Head {
    n: u64,
    hlc: Hlc,
}

/// The number of this laptop's last act. One that an act now lost had is not given again: see `mark.rs`.
pub(crate) fn last(db: &Connection, own: u32) -> Result<u64, Error> {
    let sql = "SELECT max(coalesce((SELECT max(id) - (?1 << 40) FROM journal
                                    WHERE id BETWEEN ?1 << 40 AND (?1 + 1 << 40) - 1), 0),
                          coalesce((SELECT CAST(value AS INTEGER) FROM meta WHERE key = 'floor'), 0))";
    let n: i64 = db.prepare_cached(sql)?.query_row([own], |line| line.get(0))?;
    Ok(n.cast_unsigned())
}

/// The hybrid logical time of what was written or taken in last.
pub(crate) fn clock(db: &Connection) -> Result<Hlc, Error> {
    let hlc = db
        .prepare_cached("SELECT value FROM meta WHERE key = 'hlc'")?
        .query_row([], |line| line.get::<_, String>(0))?;
    let (ms, count) = hlc.split_once('.').ok_or(Error::Codec)?;
    Ok(Hlc { ms: ms.parse().map_err(|_| Error::Codec)?, count: count.parse().map_err(|_| Error::Codec)? })
}

pub(crate) fn set_clock(db: &Connection, hlc: Hlc) -> Result<(), Error> {
    let mut statement = db.prepare_cached("UPDATE meta SET value = ?1 WHERE key = 'hlc'")?;
    statement.execute([format!("{}.{}", hlc.ms, hlc.count)])?;
    Ok(())
}

/// Whether a line of another laptop is here and one before it is not.
fn has_gaps(db: &Connection) -> Result<bool, Error> {
    let sql = "SELECT EXISTS (SELECT 1 FROM ahead)";
    Ok(db.prepare_cached(sql)?.query_row([], |line| line.get(0))?)
}

/// What this laptop has seen of others in a space since it last said so there.
fn seen(tx: &Transaction<'_>, space: &[u8]) -> Result<Option<Entry>, Error> {
    let sql = "SELECT dev, upto FROM frontier WHERE upto > told AND space = ?1 ORDER BY dev";
    let mut statement = tx.prepare_cached(sql)?;
    let lines =
        statement.query_map([space], |line| Ok((line.get(0)?, line.get::<_, i64>(1)?.cast_unsigned())))?;
    let upto: Vec<Version> = lines.collect::<Result<_, _>>()?;
    if upto.is_empty() {
        return Ok(None);
    }
    tx.prepare_cached("UPDATE frontier SET told = upto WHERE upto > told AND space = ?1")?
        .execute([space])?;
    Ok(Some(Entry::Saw { upto }))
}

/// Writes one journal line; what it says is applied by the caller.
fn write_journal(
    tx: &Transaction<'_>,
    own: u32,
    space: &[u8],
    changes: &Changes,
    entries: &[Entry],
    head: &Head,
    worker: WorkerId,
) -> Result<(), Error> {
    let sql = "INSERT INTO journal (id, space, subject, hlc_ms, hlc_count, schema, actor, act, ops)
               VALUES (?1 << 40 | ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)";
    tx.prepare_cached(sql)?.execute(params![
        own,
        head.n.cast_signed(),
        space,
        changes.subject.map(|subject| subject.0.as_bytes().to_vec()),
        head.hlc.ms.cast_signed(),
        head.hlc.count,
        SCHEMA,
        row::blob(&worker.0),
        changes.act,
        encode(entries)?
    ])?;
    Ok(())
}

/// From so many people on, reading everyone again when the list is next asked for costs less than following each.
const MANY: usize = 1_000;

/// Under which topics these rows are shown; how many questions there are is shown with the session.
pub(crate) fn topics(written: &Written, asked: bool) -> BTreeSet<Topic> {
    let rows = written.rows().map(|(table, _)| Topic::of(*table));
    rows.chain(asked.then_some(Topic::Session)).collect()
}

impl Vault {
    /// Takes over into what is kept in memory of everybody what was just committed. What cannot be read is forgotten and read anew
    /// by the next question: the commit stands all the same.
    pub(crate) fn follow(&self, db: &Connection, people: &BTreeSet<Uuid>) {
        fn keep<T>(
            mut kept: MutexGuard<'_, Option<T>>,
            many: bool,
            follow: impl FnOnce(&mut T) -> Result<(), Error>,
        ) {
            let followed = kept.as_mut().is_none_or(|kept| !many && follow(kept).is_ok());
            if !followed {
                *kept = None;
            }
        }
        let many = people.len() >= MANY;
        keep(self.columns(), many, |columns| columns.follow(db, people));
        keep(self.facts(), many, |facts| facts.follow(db, people));
        keep(self.fund_facts(), many, |fund| fund.follow(db, people));
    }

    /// Writes an act durably: when this returns, a power cut does not take it back. An act that changes nothing
    /// writes nothing. Returns the topics that were touched.
    pub fn commit(&self, changes: &Changes, hand: Hand) -> Result<BTreeSet<Topic>, Error> {
        self.commit_all(std::slice::from_ref(changes), hand)
    }

    /// Writes several acts in one transaction, each with its own line in the journal: all or none.
    pub fn commit_all(&self, acts: &[Changes], hand: Hand) -> Result<BTreeSet<Topic>, Error> {
        self.commit_with(acts, &[], hand)
    }

    /// The same with the contents that these acts name, in the same transaction.
    pub fn commit_with(
        &self,
        acts: &[Changes],
        contents: &[Content],
        hand: Hand,
    ) -> Result<BTreeSet<Topic>, Error> {
        self.commit_beside(acts, contents, hand, |_| Ok(()))
    }

    /// The same of files that are made in a smaller space of this laptop's.
    pub fn commit_in(&self, space: SpaceId, acts: &[Changes], hand: Hand) -> Result<BTreeSet<Topic>, Error> {
        self.commit_placed(acts, &[], hand, Some(space), |_| Ok(()))
    }

    /// The same with what is kept beside the journal and goes with these acts, as a box that they empty.
    pub(crate) fn commit_beside(
        &self,
        acts: &[Changes],
        contents: &[Content],
        hand: Hand,
        beside: impl FnOnce(&Transaction<'_>) -> Result<(), Error>,
    ) -> Result<BTreeSet<Topic>, Error> {
        self.commit_placed(acts, contents, hand, None, beside)
    }

    fn commit_placed(
        &self,
        acts: &[Changes],
        contents: &[Content],
        hand: Hand,
        space: Option<SpaceId>,
        beside: impl FnOnce(&Transaction<'_>) -> Result<(), Error>,
    ) -> Result<BTreeSet<Topic>, Error> {
        let mut db = self.writer()?;
        let tx = db.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let place = space.map(|space| place::key(&tx, space)).transpose()?;
        let before = last(&tx, self.own)?;
        let mut head = Head { n: before, hlc: clock(&tx)? };
        let mut tables = Tables::new(&tx, &tx, self.names()?)?;
        let mut told = BTreeSet::new();
        for changes in acts.iter().filter(|changes| !changes.is_empty()) {
            let person = changes.subject.map(|person| person.0);
            if let (Some(place), Some(person)) = (&place, person) {
                place::set(&tx, person, place)?;
            }
            tables.space = place::of_file(&tx, person)?;
            head.hlc =
                if head.n == before { head.hlc.begin(hand.now.at) } else { head.hlc.next(hand.now.at) };
            head.n += 1;
            let mut entries = Vec::with_capacity(changes.ops.len() + 2);
            let first = told.insert(tables.space.clone());
            entries.extend(if first { seen(&tx, &tables.space)? } else { None });
            entries.extend(changes.undoes.map(|n| Entry::Undoes { version: (self.own, n) }));
            tables.begin((self.own, head.n), head.hlc, Reach::default());
            for entry in &entries {
                tables.apply(entry, None)?;
            }
            for op in &changes.ops {
                let entry = entry(&tables, op)?;
                // What no other laptop could read is not written.
                if !Reach::of(std::slice::from_ref(&entry)).blocked.is_empty() {
                    return Err(Error::Codec);
                }
                tables.apply(&entry, None)?;
                entries.push(entry);
            }
            tables.end()?;
            let home = self.space.as_bytes().as_slice();
            let space = if tables.space.is_empty() { home } else { tables.space.as_slice() };
            write_journal(&tx, self.own, space, changes, &entries, &head, hand.worker)?;
        }
        // Where lines of others have gaps, this act cannot say that it knew of a removal that came after one: all laptops then
        // take it for an edit by somebody who did not.
        if has_gaps(&tx)? {
            tables
                .doubt(&acts.iter().filter_map(|changes| changes.subject.map(|person| person.0)).collect())?;
        }
        let Settled { written, asked, .. } = tables.settled()?;
        if written.is_empty() {
            return Ok(BTreeSet::new());
        }
        let people = derive::refresh(&tx, &written)?;
        attachment::settle(&tx, contents, &written, (self.own, head.n))?;
        beside(&tx)?;
        set_clock(&tx, head.hlc)?;
        authentic(&tx)?;
        tx.commit()?;
        self.follow(&db, &people);
        if let Some(mark) = self.mark()?.as_mut() {
            mark.advance(head.n, head.hlc);
        }
        Ok(topics(&written, asked))
    }
}
