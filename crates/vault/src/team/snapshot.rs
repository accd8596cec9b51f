//! What a snapshot of a space is made of, and what was fetched of another's.

use passerelle_domain::id::{DeviceId, SpaceId, WorkerId};
use rusqlite::{Connection, OptionalExtension as _, params};
use uuid::Uuid;

use super::read::unsent_of;
use super::{KeyName, Unsent, place};
use crate::heads::number;
use crate::row::blob;
use crate::{Error, Vault, outbox};

/// Lines of a space that a snapshot holds: all that are in a batch of it. What is on its way out of it is elsewhere.
const OF_SPACE: &str = "j.batch_seq IS NOT NULL AND j.act <> 'erased'
    AND coalesce((SELECT f.space FROM file_space f WHERE f.person = j.subject), x'') = ?1
    AND NOT EXISTS (SELECT 1 FROM moved_out m WHERE m.person = j.subject)";

/// How far the lines of a journal are known, and whose laptop a device of a space is.
pub type Reach = (Vec<(DeviceId, u64)>, Vec<(DeviceId, WorkerId)>);

impl Vault {
    /// Whether all of a space is here, read, sent, and nowhere on its way to another: only then is a snapshot whole.
    pub fn is_settled(&self, space: SpaceId) -> Result<bool, Error> {
        self.read(|db| {
            let sql = "SELECT NOT EXISTS (SELECT 1 FROM journal j WHERE j.batch_seq IS NULL
                   AND coalesce((SELECT f.space FROM file_space f WHERE f.person = j.subject), x'')
                     IN (SELECT iif(home, x'', space) FROM membership))
                 AND NOT EXISTS (SELECT 1 FROM sealed WHERE space = ?1)
                 AND NOT EXISTS (SELECT 1 FROM carried WHERE space = ?1)
                 AND NOT EXISTS (SELECT 1 FROM moving)
                 AND NOT EXISTS (SELECT 1 FROM moved_out WHERE gone = 0)
                 AND NOT EXISTS (SELECT 1 FROM outgoing WHERE space = ?1 AND shown = 0)
                 AND NOT EXISTS (SELECT 1 FROM ahead WHERE space = ?2)";
            let key = place::key(db, space)?;
            Ok(db.prepare_cached(sql)?.query_row(params![blob(&space.0), key], |row| row.get(0))?)
        })
    }

    /// The files of which keys of this space are held.
    pub fn files_with_keys(&self, space: SpaceId) -> Result<Vec<Uuid>, Error> {
        self.read(|db| {
            let sql = "SELECT DISTINCT subject FROM case_key WHERE space = ?1 AND subject IS NOT NULL";
            let mut statement = db.prepare_cached(sql)?;
            let rows = statement.query_map([blob(&space.0)], |line| line.get(0))?;
            Ok(rows.collect::<Result<_, _>>()?)
        })
    }

    /// The files of a space after one, in the order of their ids, what is in nobody's file first.
    pub fn files_of(&self, space: SpaceId, after: Option<Option<Uuid>>) -> Result<Vec<Option<Uuid>>, Error> {
        self.read(|db| {
            let key = place::key(db, space)?;
            let mut files = Vec::new();
            if after.is_none() {
                let sql = format!("SELECT 1 FROM journal j WHERE j.subject IS NULL AND {OF_SPACE} LIMIT 1");
                if db.prepare_cached(&sql)?.exists([&key])? {
                    files.push(None);
                }
            }
            // From one file to the next by the index: a team's journal has millions of lines.
            let sql = format!(
                "WITH RECURSIVE file (subject) AS (
                   SELECT min(subject) FROM journal WHERE subject > ?2
                   UNION ALL SELECT (SELECT min(n.subject) FROM journal n WHERE n.subject > f.subject)
                     FROM file f WHERE f.subject IS NOT NULL)
                 SELECT f.subject FROM file f WHERE f.subject IS NOT NULL
                   AND EXISTS (SELECT 1 FROM journal j WHERE j.subject = f.subject AND {OF_SPACE})
                 ORDER BY f.subject"
            );
            let after = after.flatten().map(|after| after.as_bytes().to_vec()).unwrap_or_default();
            let mut statement = db.prepare_cached(&sql)?;
            let rows = statement.query_map(params![key, after], |row| row.get(0))?;
            files.extend(rows.collect::<Result<Vec<Option<Uuid>>, _>>()?);
            Ok(files)
        })
    }

    /// All lines of a file that are in batches of a space, whoever wrote them.
    pub fn lines_of_file(&self, space: SpaceId, file: Option<Uuid>) -> Result<Unsent, Error> {
        self.read(|db| {
            let devices = outbox::devices(db)?;
            let key = place::key(db, space)?;
            let of = if file.is_some() { "j.subject = ?2" } else { "j.subject IS NULL AND ?2 IS NULL" };
            let lines = outbox::lines(
                db,
                &format!("{of} AND {OF_SPACE}"),
                params![key, file.map(|file| file.as_bytes().to_vec())],
                &devices,
            )?;
            unsent_of(db, lines, devices, &key)
        })
    }

    /// The keys under which something of a file came or was sent, with their epochs, the newest first.
    pub fn keys_by_age(&self, space: SpaceId, file: Option<Uuid>) -> Result<Vec<(KeyName, u32)>, Error> {
        self.read(|db| {
            let sql = "SELECT name, epoch FROM case_key WHERE space = ?1 AND subject IS ?2 AND (opened = 1 OR writes = 1)
                       ORDER BY epoch DESC, name";
            let mut statement = db.prepare_cached(sql)?;
            let file = file.map(|file| file.as_bytes().to_vec());
            let mut rows = statement.query(params![blob(&space.0), file])?;
            let mut keys = Vec::new();
            while let Some(row) = rows.next()? {
                let name: Vec<u8> = row.get(0)?;
                keys.push((name.try_into().map_err(|_| Error::Codec)?, row.get(1)?));
            }
            Ok(keys)
        })
    }

    /// How far the lines of each device are here and in batches of a space, and whose laptops those of the space are.
    pub fn reach_of(&self, space: SpaceId) -> Result<Reach, Error> {
        self.read(|db| {
            let key = place::key(db, space)?;
            let sql = "SELECT d.id, f.upto FROM frontier f JOIN device d ON d.ix = f.dev WHERE f.space = ?1 AND d.ix <> ?2";
            let mut statement = db.prepare_cached(sql)?;
            let rows = statement.query_map(params![key, self.own], |row| {
                Ok((DeviceId(row.get(0)?), row.get::<_, i64>(1)?.cast_unsigned()))
            })?;
            let mut frontier = rows.collect::<Result<Vec<_>, _>>()?;
            frontier.extend(own_reach(db, self.own, &key)?);
            let sql = "SELECT device, worker FROM author WHERE space = ?1";
            let mut statement = db.prepare_cached(sql)?;
            let rows = statement
                .query_map([blob(&space.0)], |row| Ok((DeviceId(row.get(0)?), WorkerId(row.get(1)?))))?;
            Ok((frontier, rows.collect::<Result<_, _>>()?))
        })
    }

    /// Bytes of bodies in the batches of a space after these numbers of each device.
    pub fn bytes_after(&self, space: SpaceId, covers: &[(DeviceId, u64)]) -> Result<u64, Error> {
        self.read(|db| {
            let sql = "SELECT device, coalesce(sum(bytes), 0) FROM batch WHERE space = ?1 GROUP BY device";
            let mut statement = db.prepare_cached(sql)?;
            let rows = statement.query_map([blob(&space.0)], |row| {
                Ok((DeviceId(row.get(0)?), row.get::<_, i64>(1)?.cast_unsigned()))
            })?;
            let mut sum = 0;
            for row in rows {
                let (device, all) = row?;
                let Some((_, seq)) = covers.iter().find(|(of, _)| *of == device) else {
                    sum += all;
                    continue;
                };
                let sql =
                    "SELECT coalesce(sum(bytes), 0) FROM batch WHERE space = ?1 AND device = ?2 AND seq > ?3";
                let after: i64 = db
                    .prepare_cached(sql)?
                    .query_row(params![blob(&space.0), blob(&device.0), number(*seq)?], |row| row.get(0))?;
                sum += after.cast_unsigned();
            }
            Ok(sum)
        })
    }

    /// The header of a batch that was taken, as it was signed.
    pub fn batch_header(&self, space: SpaceId, of: DeviceId, seq: u64) -> Result<Option<Vec<u8>>, Error> {
        self.read(|db| {
            let sql = "SELECT header FROM batch WHERE space = ?1 AND device = ?2 AND seq = ?3";
            let mut statement = db.prepare_cached(sql)?;
            let values = params![blob(&space.0), blob(&of.0), number(seq)?];
            Ok(statement.query_row(values, |row| row.get(0)).optional()?)
        })
    }

    /// A segment of a snapshot that was fetched.
    pub fn kept_segment(&self, space: SpaceId, n: u32) -> Result<Option<Vec<u8>>, Error> {
        self.read(|db| {
            let sql = "SELECT body FROM snapshot_part WHERE space = ?1 AND n = ?2";
            let mut statement = db.prepare_cached(sql)?;
            Ok(statement.query_row(params![blob(&space.0), n], |row| row.get(0)).optional()?)
        })
    }
}

/// How far this laptop's own lines are in batches of a space.
fn own_reach(db: &Connection, own: u32, key: &[u8]) -> Result<Option<(DeviceId, u64)>, Error> {
    let sql = format!(
        "SELECT max(j.n) FROM journal j WHERE j.id BETWEEN ?2 << 40 AND (?2 + 1 << 40) - 1 AND {OF_SPACE}"
    );
    let upto: Option<i64> = db.prepare_cached(&sql)?.query_row(params![key, own], |row| row.get(0))?;
    let id: Uuid =
        db.prepare_cached("SELECT id FROM device WHERE ix = ?1")?.query_row([own], |row| row.get(0))?;
    Ok(upto.map(|upto| (DeviceId(id), upto.cast_unsigned())))
}
