//! The tables made anew from the journal alone, to compare: the journal is what is true.

use std::collections::{BTreeMap, BTreeSet};

use passerelle_domain::change::{Kind, Table};
use passerelle_domain::moment::Hlc;
use rusqlite::types::Value as Sql;
use rusqlite::{Connection, params};
use uuid::Uuid;

use crate::apply::Tables;
use crate::journal::{Entry, decode};
use crate::names::Names;
use crate::reach::Reach;
use crate::team::place;
use crate::{Error, derive, migrate, row};

/// Derived columns that the comparison includes.
fn derived(table: Table) -> &'static [&'static str] {
    match table {
        Table::Person => &[
            "sort_name",
            "last_contact",
            "last_attempt",
            "quiet_since",
            "case_file",
            "stage",
            "referent",
            "merged_into",
            "away",
            "aside",
        ],
        Table::Provider | Table::Programme => &["sort_name"],
        Table::Referral => &["state", "since", "disputed", "due_kind", "due_on", "hidden"],
        Table::Worker
        | Table::Case
        | Table::CaseMove
        | Table::Encounter
        | Table::Need
        | Table::Agreement
        | Table::Transition
        | Table::Check
        | Table::Task
        | Table::Delay
        | Table::Plan
        | Table::Step
        | Table::Appointment
        | Table::Activity
        | Table::Attendance
        | Table::Situation
        | Table::Notice
        | Table::Document
        | Table::SameAs
        | Table::Handover
        | Table::CustomField
        | Table::CustomValue
        | Table::SavedView
        | Table::Consultation
        | Table::Proposal
        | Table::FollowUp
        | Table::Feedback
        | Table::Letterhead
        | Table::RightsRequest
        | Table::RetentionChoice
        | Table::WorksSite
        | Table::ClauseHours
        | Table::FundOperation
        | Table::FundParticipation
        | Table::OutcomeRule => &[],
    }
}

/// What a replay made, and whose file each row belongs to by the lines that wrote it.
pub struct Anew {
    pub db: Connection,
    subjects: BTreeMap<(Table, Uuid), Uuid>,
}

/// Replays the whole journal into an empty database in memory.
pub fn replay(source: &Connection) -> Result<Anew, Error> {
    let mut db = Connection::open_in_memory()?;
    migrate::migrate(&mut db)?;
    let subjects = replay_into(source, &mut db, false)?;
    Ok(Anew { db, subjects })
}

/// Replays the whole journal into an empty database, and says whose file each row belongs to. The lines are copied too:
/// whole, or without what they say where only the tables are asked for.
pub fn replay_into(
    source: &Connection,
    db: &mut Connection,
    whole: bool,
) -> Result<BTreeMap<(Table, Uuid), Uuid>, Error> {
    let tx = db.transaction()?;
    copy_devices(source, &tx)?;
    let mut tables = Tables::new(&tx, source, Names::read(source)?)?;
    let mut subjects = BTreeMap::new();
    let sql =
        "SELECT dev, n, hlc_ms, hlc_count, space, schema, actor, act, ops, subject, batch_seq FROM journal
               ORDER BY id";
    let mut statement = source.prepare(sql)?;
    let mut lines = statement.query([])?;
    while let Some(line) = lines.next()? {
        let (dev, n): (u32, i64) = (line.get(0)?, line.get(1)?);
        let hlc = Hlc { ms: line.get::<_, i64>(2)?.cast_unsigned(), count: line.get(3)? };
        let ops: Vec<u8> = line.get(8)?;
        let entries = tables.names.here(dev, decode(&ops)?)?;
        if let Some(subject) = line.get::<_, Option<Uuid>>(9)? {
            subjects.extend(entries.iter().filter_map(written).map(|row| (row, subject)));
        }
        let insert =
            "INSERT INTO journal (id, hlc_ms, hlc_count, space, schema, actor, act, ops, subject, batch_seq)
                      VALUES (?1 << 40 | ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)";
        tx.prepare_cached(insert)?.execute(params![
            dev,
            n,
            line.get::<_, Sql>(2)?,
            line.get::<_, Sql>(3)?,
            line.get::<_, Sql>(4)?,
            line.get::<_, Sql>(5)?,
            line.get::<_, Sql>(6)?,
            line.get::<_, Sql>(7)?,
            if whole { ops } else { Vec::new() },
            line.get::<_, Sql>(9)?,
            if whole { line.get::<_, Sql>(10)? } else { Sql::Null },
        ])?;
        tables.space = place::of_line(&tx, &line.get::<_, Vec<u8>>(4)?)?;
        let reach = Reach::of(&entries);
        tables.apply_line((dev, n.cast_unsigned()), hlc, &entries, reach)?;
    }
    tables.doubt_all()?;
    tables.settle()?;
    derive::refresh(&tx, &tables.written)?;
    drop(tables);
    tx.commit()?;
    Ok(subjects)
}

/// The row that an operation writes.
fn written(entry: &Entry) -> Option<(Table, Uuid)> {
    match entry {
        Entry::New { table, row, .. }
        | Entry::Set { table, row, .. }
        | Entry::Add { table, row, .. }
        | Entry::Remove { table, row, .. }
        | Entry::Unreadable { table, row, .. } => Some((Table::from_number(*table)?, *row)),
        Entry::Undoes { .. } | Entry::Saw { .. } | Entry::Foreign { .. } => None,
    }
}

/// What the lines need to be understood, and cannot say themselves: which device a number means, which lines have not come.
fn copy_devices(from: &Connection, to: &Connection) -> Result<(), Error> {
    for (table, columns) in [
        ("device", "ix, id, received"),
        ("device_alias", "author, number, dev"),
        ("frontier", "dev, space, upto, told"),
        ("ahead", "dev, space, n, previous"),
        ("smaller_space", "space, name"),
        ("file_space", "person, space"),
    ] {
        let mut statement = from.prepare(&format!("SELECT {columns} FROM {table}"))?;
        let width = statement.column_count();
        let mut lines = statement.query([])?;
        let places = (1..=width).map(|at| format!("?{at}")).collect::<Vec<_>>().join(", ");
        let mut insert =
            to.prepare(&format!("INSERT OR REPLACE INTO {table} ({columns}) VALUES ({places})"))?;
        while let Some(line) = lines.next()? {
            let values = (0..width).map(|at| line.get::<_, Sql>(at)).collect::<Result<Vec<_>, _>>()?;
            insert.execute(rusqlite::params_from_iter(values))?;
        }
    }
    Ok(())
}

type Rows = BTreeMap<Vec<u8>, String>;

fn rows(db: &Connection, table: Table) -> Result<Rows, Error> {
    let mut names: Vec<&str> = Vec::new();
    for def in table.def().fields.iter().filter(|def| def.kind != Kind::Set) {
        names.extend(row::columns(def));
    }
    names.extend(derived(table));
    let sql = format!("SELECT id, {} FROM {}", names.join(", "), table.def().name);
    let mut statement = db.prepare(&sql)?;
    let rows = statement.query_map([], |line| {
        let values = (1..=names.len()).map(|at| line.get::<_, Sql>(at)).collect::<Result<Vec<_>, _>>()?;
        Ok((line.get::<_, Vec<u8>>(0)?, format!("{values:?}")))
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}

fn bare(db: &Connection, table: &str) -> Result<BTreeSet<String>, Error> {
    let mut statement = db.prepare(&format!("SELECT * FROM {table}"))?;
    let width = statement.column_count();
    let rows = statement.query_map([], |line| {
        let values = (0..width).map(|at| line.get::<_, Sql>(at)).collect::<Result<Vec<_>, _>>()?;
        Ok(format!("{values:?}"))
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// Where the tables are not what the journal says.
#[derive(Default)]
pub struct Differences {
    /// Tables with how many of their rows differ.
    pub tables: Vec<(String, usize)>,
    /// People with how many rows of theirs differ.
    pub people: BTreeMap<Uuid, u32>,
}

/// Compares the tables with what the journal makes anew.
pub fn differences(source: &Connection, anew: &Anew) -> Result<Differences, Error> {
    let mut found = Differences::default();
    for table in Table::ALL {
        let (is, should) = (rows(source, *table)?, rows(&anew.db, *table)?);
        let ids: BTreeSet<&Vec<u8>> = is.keys().chain(should.keys()).collect();
        let mut differing = 0;
        for id in ids.into_iter().filter(|id| is.get(*id) != should.get(*id)) {
            differing += 1;
            let id = Uuid::from_slice(id).map_err(|_| Error::Codec)?;
            let itself = (*table == Table::Person).then_some(id);
            if let Some(person) = itself.or_else(|| anew.subjects.get(&(*table, id)).copied()) {
                *found.people.entry(person).or_default() += 1;
            }
        }
        if differing > 0 {
            found.tables.push((table.def().name.to_owned(), differing));
        }
    }
    Ok(found)
}

const BESIDE: [&str; 8] = [
    "row_version",
    "field_head",
    "superseded_early",
    "set_dot",
    "likeness_key",
    "seen",
    "unread",
    "disagreement",
];

/// The same of what stands beside the tables: versions, heads, dots and likeness keys.
pub fn differences_beside(source: &Connection, anew: &Anew) -> Result<Vec<(String, usize)>, Error> {
    let mut found = Vec::new();
    for name in BESIDE {
        let differing = bare(source, name)?.symmetric_difference(&bare(&anew.db, name)?).count();
        if differing > 0 {
            found.push((name.to_owned(), differing));
        }
    }
    Ok(found)
}
