//! What this laptop has written and hands on: the lines of its own device, as [`JournalLine`]s.

use std::collections::BTreeSet;

use passerelle_domain::id::{DeviceId, PersonId, SpaceId, WorkerId};
use passerelle_domain::moment::Hlc;
use rusqlite::{Connection, Params, Row, params};
use uuid::Uuid;

use crate::heads::number;
use crate::journal::decode;
use crate::names::named;
use crate::receive::JournalLine;
use crate::{Error, Vault};

/// The devices of a journal by the numbers that this laptop gave them.
pub(crate) fn devices(db: &Connection) -> Result<Vec<(u32, DeviceId)>, Error> {
    let mut statement = db.prepare_cached("SELECT ix, id FROM device ORDER BY ix")?;
    let lines = statement.query_map([], |line| Ok((line.get(0)?, DeviceId(line.get::<_, Uuid>(1)?))))?;
    Ok(lines.collect::<Result<_, _>>()?)
}

fn line(row: &Row<'_>, device: DeviceId, known: &[(u32, DeviceId)]) -> Result<JournalLine, Error> {
    let ops: Vec<u8> = row.get(8)?;
    let mut entries = decode(&ops)?;
    let numbers: BTreeSet<u32> = entries.iter_mut().flat_map(named).map(|version| version.0).collect();
    Ok(JournalLine {
        device,
        n: row.get::<_, i64>(0)?.cast_unsigned(),
        previous: row.get::<_, i64>(1)?.cast_unsigned(),
        hlc: Hlc { ms: row.get::<_, i64>(2)?.cast_unsigned(), count: row.get(3)? },
        space: SpaceId(row.get(4)?),
        actor: WorkerId(row.get(5)?),
        subject: row.get::<_, Option<Uuid>>(6)?.map(PersonId),
        act: row.get(7)?,
        schema: row.get(9)?,
        ops,
        devices: known.iter().copied().filter(|(number, _)| numbers.contains(number)).collect(),
        went_on: false,
    })
}

impl Vault {
    /// The identity under which this laptop writes; a vault taken back from a backup has another.
    pub fn device(&self) -> Result<DeviceId, Error> {
        self.read(|db| {
            let sql = "SELECT id FROM device WHERE ix = ?1";
            Ok(DeviceId(db.prepare_cached(sql)?.query_row([self.own], |row| row.get::<_, Uuid>(0))?))
        })
    }

    /// The number of this device's newest line; 0 before the first.
    pub fn written(&self) -> Result<u64, Error> {
        self.read(|db| {
            let sql = "SELECT coalesce(max(id) - (?1 << 40), 0) FROM journal
                       WHERE id BETWEEN ?1 << 40 AND (?1 + 1 << 40) - 1";
            Ok(db.prepare_cached(sql)?.query_row([self.own], |row| row.get::<_, i64>(0))?.cast_unsigned())
        })
    }

    /// This device's lines after the one of a number, in their order, at most so many.
    pub fn written_after(&self, after: u64, limit: u32) -> Result<Vec<JournalLine>, Error> {
        self.read(|db| written(db, self.own, after, limit, &devices(db)?))
    }
}

/// The lines of a device, by its number here, after the one of a number.
pub(crate) fn written(
    db: &Connection,
    dev: u32,
    after: u64,
    limit: u32,
    known: &[(u32, DeviceId)],
) -> Result<Vec<JournalLine>, Error> {
    let device = known.iter().find(|(ix, _)| *ix == dev).ok_or(Error::NotFound)?.1;
    let sql = "SELECT n, coalesce((SELECT max(p.id) - (j.dev << 40) FROM journal p WHERE p.id >= j.dev << 40 AND p.id < j.id), 0),
                 hlc_ms, hlc_count, space, actor, subject, act, ops, schema
               FROM journal j WHERE id > ?1 << 40 | ?2 AND id <= (?1 + 1 << 40) - 1 ORDER BY id LIMIT ?3";
    let mut statement = db.prepare_cached(sql)?;
    let mut rows = statement.query(params![dev, number(after)?, limit])?;
    let mut lines = Vec::new();
    while let Some(row) = rows.next()? {
        lines.push(line(row, device, known)?);
    }
    Ok(lines)
}

/// Lines that are in no batch, of the files of a space, in the order of the devices' numbers.
pub(crate) fn unsent(
    db: &Connection,
    space: &[u8],
    limit: u32,
    known: &[(u32, DeviceId)],
) -> Result<Vec<JournalLine>, Error> {
    let sql = "INDEXED BY journal_unsent WHERE j.batch_seq IS NULL
                 AND coalesce((SELECT f.space FROM file_space f WHERE f.person = j.subject), x'') = ?1
               ORDER BY dev, n LIMIT ?2";
    read(db, sql, params![space, limit], known)
}

/// Lines of which something is true, in the order of the devices' numbers.
pub(crate) fn lines(
    db: &Connection,
    of: &str,
    values: impl Params,
    known: &[(u32, DeviceId)],
) -> Result<Vec<JournalLine>, Error> {
    read(db, &format!("WHERE {of} ORDER BY j.id"), values, known)
}

fn read(
    db: &Connection,
    which: &str,
    values: impl Params,
    known: &[(u32, DeviceId)],
) -> Result<Vec<JournalLine>, Error> {
    let sql = format!(
        "SELECT n, coalesce((SELECT max(p.id) - (j.dev << 40) FROM journal p WHERE p.id >= j.dev << 40 AND p.id < j.id), 0),
           hlc_ms, hlc_count, space, actor, subject, act, ops, schema, dev FROM journal j {which}"
    );
    let mut statement = db.prepare_cached(&sql)?;
    let mut rows = statement.query(values)?;
    let mut lines = Vec::new();
    while let Some(row) = rows.next()? {
        let dev: u32 = row.get(10)?;
        let device = known.iter().find(|(ix, _)| *ix == dev).ok_or(Error::NotFound)?.1;
        lines.push(line(row, device, known)?);
    }
    Ok(lines)
}
