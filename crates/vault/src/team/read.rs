//! Reading back what was kept of the team.

use passerelle_domain::change::Table;
use passerelle_domain::id::{DeviceId, SpaceId, WorkerId};
use passerelle_domain::moment::Hlc;
use rusqlite::{Connection, OptionalExtension as _, Row, params};
use uuid::Uuid;
use zeroize::Zeroizing;

use super::{Alarm, CaseKey, Invited, KeyName, Membership, Met, Secret, place};
use crate::agenda::PENDING_MOST;
use crate::heads::number;
use crate::receive::JournalLine;
use crate::row::blob;
use crate::{Error, Vault, outbox};

/// A batch of this laptop's own that may have to be sent again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outgoing {
    pub seq: u64,
    pub hash: [u8; 32],
    pub batch: Vec<u8>,
}

/// A body that waits for its key, or for an update of this program.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sealed {
    pub device: DeviceId,
    pub seq: u64,
    pub index: u32,
    pub key: KeyName,
    pub codec: u8,
    pub body: Vec<u8>,
}

/// Lines on their way into a space, and by which numbers they name devices.
pub struct Unsent {
    pub lines: Vec<JournalLine>,
    /// For each, the space in which it was written where that is another: the nil id for the home team.
    pub elsewhere: Vec<Option<Uuid>>,
    pub devices: Vec<(u32, DeviceId)>,
    /// The time of the newest act here.
    pub hlc: Hlc,
}

/// Whose laptop a device of the space is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Author {
    pub device: DeviceId,
    pub worker: WorkerId,
    /// How they are called; empty while their own line has not come.
    pub name: String,
}

fn secret(bytes: &[u8]) -> Result<Secret, Error> {
    let bytes: [u8; 32] = bytes.try_into().map_err(|_| Error::Codec)?;
    Ok(Zeroizing::new(bytes))
}

fn fixed<const N: usize>(row: &Row<'_>, at: usize) -> Result<[u8; N], Error> {
    let bytes: Vec<u8> = row.get(at)?;
    bytes.try_into().map_err(|_| Error::Codec)
}

fn seq(row: &Row<'_>, at: usize) -> Result<u64, Error> {
    Ok(row.get::<_, i64>(at)?.cast_unsigned())
}

fn memberships(db: &Connection) -> Result<Vec<Membership>, Error> {
    let sql =
        "SELECT space, name, hub, device, sign, seal, next_seal, standing, joining, home FROM membership
               ORDER BY home DESC, name, space";
    let mut statement = db.prepare_cached(sql)?;
    let mut rows = statement.query([])?;
    let mut all = Vec::new();
    while let Some(row) = rows.next()? {
        let blob = |at: usize| row.get::<_, Vec<u8>>(at).map(Zeroizing::new);
        let next = row.get::<_, Option<Vec<u8>>>(6)?.map(Zeroizing::new);
        all.push(Membership {
            space: SpaceId(row.get(0)?),
            home: row.get(9)?,
            name: row.get(1)?,
            hub: row.get(2)?,
            device: DeviceId(row.get(3)?),
            sign: secret(&blob(4)?)?,
            seal: secret(&blob(5)?)?,
            next_seal: next.map(|bytes| secret(&bytes)).transpose()?,
            standing: row.get(7)?,
            joining: row.get(8)?,
        });
    }
    Ok(all)
}

fn batches(rows: &mut rusqlite::Rows<'_>) -> Result<Vec<Outgoing>, Error> {
    let mut out = Vec::new();
    while let Some(row) = rows.next()? {
        out.push(Outgoing { seq: seq(row, 0)?, hash: fixed(row, 1)?, batch: row.get(2)? });
    }
    Ok(out)
}

/// Lines that travel in the space of a key, each with where it was written.
pub(super) fn unsent_of(
    db: &Connection,
    lines: Vec<JournalLine>,
    devices: Vec<(u32, DeviceId)>,
    key: &[u8],
) -> Result<Unsent, Error> {
    let mut elsewhere = Vec::new();
    for line in &lines {
        let written = place::of_line(db, line.space.0.as_bytes())?;
        elsewhere.push((written != key).then_some(Uuid::from_slice(&written).unwrap_or_default()));
    }
    Ok(Unsent { lines, elsewhere, devices, hlc: crate::commit::clock(db)? })
}

impl Vault {
    /// The home team of this laptop, if it has one.
    pub fn membership(&self) -> Result<Option<Membership>, Error> {
        Ok(self.memberships()?.into_iter().find(|of| of.home))
    }

    /// The spaces of this laptop, the home team first.
    pub fn memberships(&self) -> Result<Vec<Membership>, Error> {
        self.read_between(memberships)
    }

    /// What smaller spaces are called, also those that this laptop left.
    pub fn smaller_spaces(&self) -> Result<Vec<(SpaceId, String)>, Error> {
        self.read_between(|db| {
            let mut statement =
                db.prepare_cached("SELECT space, name FROM smaller_space ORDER BY name, space")?;
            let rows = statement.query_map([], |row| Ok((SpaceId(row.get(0)?), row.get(1)?)))?;
            Ok(rows.collect::<Result<_, _>>()?)
        })
    }

    /// When a space was last met, and how that went.
    pub fn last_met(&self, space: SpaceId) -> Result<Met, Error> {
        self.read_between(|db| {
            let sql = "SELECT tried_ms, done_ms, outcome FROM membership WHERE space = ?1";
            let met = db.prepare_cached(sql)?.query_row([blob(&space.0)], |row| {
                Ok(Met { tried_ms: row.get(0)?, done_ms: row.get(1)?, outcome: row.get(2)? })
            });
            Ok(met.optional()?.unwrap_or_default())
        })
    }

    /// The keys of epochs that are held.
    pub fn epoch_keys(&self, space: SpaceId) -> Result<Vec<(u32, Secret)>, Error> {
        self.read_between(|db| {
            let mut statement =
                db.prepare_cached("SELECT epoch, secret FROM epoch_key WHERE space = ?1 ORDER BY epoch")?;
            let mut rows = statement.query([blob(&space.0)])?;
            let mut keys = Vec::new();
            while let Some(row) = rows.next()? {
                let bytes: Zeroizing<Vec<u8>> = Zeroizing::new(row.get(1)?);
                keys.push((row.get(0)?, secret(&bytes)?));
            }
            Ok(keys)
        })
    }

    /// The case keys that are held.
    pub fn case_keys(&self, space: SpaceId) -> Result<Vec<CaseKey>, Error> {
        self.read_between(|db| {
            let sql =
                "SELECT name, epoch, secret, writes, subject FROM case_key WHERE space = ?1 ORDER BY epoch";
            let mut statement = db.prepare_cached(sql)?;
            let mut rows = statement.query([blob(&space.0)])?;
            let mut keys = Vec::new();
            while let Some(row) = rows.next()? {
                let bytes: Zeroizing<Vec<u8>> = Zeroizing::new(row.get(2)?);
                let (writes, subject): (bool, Option<Uuid>) = (row.get(3)?, row.get(4)?);
                keys.push(CaseKey {
                    name: fixed(row, 0)?,
                    epoch: row.get(1)?,
                    key: secret(&bytes)?,
                    writes: writes.then_some(subject),
                });
            }
            Ok(keys)
        })
    }

    /// The names of the keys with which something on a file was sealed, as far as it came here.
    pub fn keys_of(&self, space: SpaceId, subject: Uuid) -> Result<Vec<KeyName>, Error> {
        self.read_between(|db| {
            let sql = "SELECT name FROM case_key WHERE space = ?1 AND subject = ?2 ORDER BY name";
            let mut statement = db.prepare_cached(sql)?;
            let mut rows = statement.query(params![blob(&space.0), blob(&subject)])?;
            let mut keys = Vec::new();
            while let Some(row) = rows.next()? {
                keys.push(fixed(row, 0)?);
            }
            Ok(keys)
        })
    }

    /// What is to be sent, in its order.
    pub fn outgoing(&self, space: SpaceId) -> Result<Vec<Outgoing>, Error> {
        self.read_between(|db| {
            let sql =
                "SELECT seq, hash, batch FROM outgoing WHERE space = ?1 AND let_go_ms IS NULL ORDER BY seq";
            batches(&mut db.prepare_cached(sql)?.query([blob(&space.0)])?)
        })
    }

    /// Own batches from a number on, at most so many, also those that left the outbox and are kept for a hub that lost them.
    pub fn outgoing_again(&self, space: SpaceId, from: u64, most: u32) -> Result<Vec<Outgoing>, Error> {
        self.read_between(|db| {
            let sql =
                "SELECT seq, hash, batch FROM outgoing WHERE space = ?1 AND seq >= ?2 ORDER BY seq LIMIT ?3";
            batches(&mut db.prepare_cached(sql)?.query(params![blob(&space.0), number(from)?, most])?)
        })
    }

    /// What is carried for others, in the order of each.
    pub fn carried(&self, space: SpaceId) -> Result<Vec<(DeviceId, u64, Vec<u8>)>, Error> {
        self.read_between(|db| {
            let sql = "SELECT device, seq, batch FROM carried WHERE space = ?1 ORDER BY device, seq";
            let mut statement = db.prepare_cached(sql)?;
            let rows = statement.query_map([blob(&space.0)], |row| {
                Ok((DeviceId(row.get(0)?), row.get::<_, i64>(1)?.cast_unsigned(), row.get(2)?))
            })?;
            Ok(rows.collect::<Result<_, _>>()?)
        })
    }

    /// Bodies that wait for one of these keys, or all that wait.
    pub fn sealed(&self, space: SpaceId, keys: Option<&[KeyName]>) -> Result<Vec<Sealed>, Error> {
        self.read_between(|db| {
            let sql = "SELECT device, seq, ix, key_name, codec, body FROM sealed WHERE space = ?1
                       ORDER BY device, seq, ix";
            let mut statement = db.prepare_cached(sql)?;
            let mut rows = statement.query([blob(&space.0)])?;
            let mut sealed = Vec::new();
            while let Some(row) = rows.next()? {
                let key = fixed(row, 3)?;
                if keys.is_none_or(|keys| keys.contains(&key)) {
                    sealed.push(Sealed {
                        device: DeviceId(row.get(0)?),
                        seq: seq(row, 1)?,
                        index: row.get(2)?,
                        key,
                        codec: row.get(4)?,
                        body: row.get(5)?,
                    });
                }
            }
            Ok(sealed)
        })
    }

    /// The hash of a batch that was taken or written.
    pub fn batch_hash(
        &self,
        space: SpaceId,
        device: DeviceId,
        number_of: u64,
    ) -> Result<Option<[u8; 32]>, Error> {
        self.read_between(|db| {
            let sql = "SELECT hash FROM batch WHERE space = ?1 AND device = ?2 AND seq = ?3";
            let mut statement = db.prepare_cached(sql)?;
            let mut rows = statement.query(params![blob(&space.0), blob(&device.0), number(number_of)?])?;
            rows.next()?.map(|row| fixed(row, 0)).transpose()
        })
    }

    /// The entries of the membership log from a number on, as they came.
    pub fn log_entries(&self, space: SpaceId, from: u64) -> Result<Vec<Vec<u8>>, Error> {
        self.read_between(|db| {
            let sql = "SELECT signed FROM space_log WHERE space = ?1 AND n >= ?2 ORDER BY n";
            let mut statement = db.prepare_cached(sql)?;
            let rows = statement.query_map(params![blob(&space.0), number(from)?], |row| row.get(0))?;
            Ok(rows.collect::<Result<_, _>>()?)
        })
    }

    /// Lines that are to be sent in a space and are in no batch, in the order of the devices' numbers, at most so many: what this
    /// laptop and its former lives wrote of its files, and what came of them by another space.
    pub fn unsent(&self, space: SpaceId, limit: u32) -> Result<Unsent, Error> {
        self.read_between(|db| {
            let devices = outbox::devices(db)?;
            let key = place::key(db, space)?;
            let lines = outbox::unsent(db, &key, limit, &devices)?;
            unsent_of(db, lines, devices, &key)
        })
    }

    /// Lines that are to be sent in a space and that its hub was not seen to have, counted up to [`PENDING_MOST`]; 0 only where
    /// there is none.
    pub fn pending_in(&self, space: SpaceId) -> Result<u32, Error> {
        self.read_between(|db| {
            let sql = "SELECT (SELECT count(*) FROM (SELECT 1 FROM journal j WHERE j.batch_seq IS NULL
                         AND coalesce((SELECT f.space FROM file_space f WHERE f.person = j.subject), x'') = ?2 LIMIT ?3))
                     + (SELECT coalesce(sum(lines), 0) FROM outgoing WHERE space = ?1 AND shown = 0)";
            let values = params![blob(&space.0), place::key(db, space)?, PENDING_MOST];
            let counted: u32 = db.prepare_cached(sql)?.query_row(values, |row| row.get(0))?;
            Ok(counted.min(PENDING_MOST))
        })
    }

    /// The numbers under which devices are known here; one that is new is given one.
    pub fn device_numbers(&self, devices: &[DeviceId]) -> Result<Vec<(DeviceId, u32)>, Error> {
        let mut db = self.writer()?;
        let tx = db.transaction()?;
        let mut names = self.names()?;
        let mut numbers = Vec::with_capacity(devices.len());
        for device in devices {
            numbers.push((*device, names.number(&tx, device.0)?));
        }
        tx.commit()?;
        self.learn(names)?;
        Ok(numbers)
    }

    /// The devices of the space that have sent something, with whose they are.
    pub fn authors(&self, space: SpaceId) -> Result<Vec<Author>, Error> {
        self.read_between(|db| {
            let sql = "SELECT a.device, a.worker, coalesce(w.name, '') FROM author a
                       LEFT JOIN worker w ON w.id = a.worker WHERE a.space = ?1 ORDER BY a.device";
            let mut statement = db.prepare_cached(sql)?;
            let rows = statement.query_map([blob(&space.0)], |row| {
                let (device, worker) = (DeviceId(row.get(0)?), WorkerId(row.get(1)?));
                Ok(Author { device, worker, name: row.get(2)? })
            })?;
            Ok(rows.collect::<Result<_, _>>()?)
        })
    }

    /// Whether a row is here.
    pub fn has_row(&self, table: Table, id: Uuid) -> Result<bool, Error> {
        self.read_between(|db| crate::row::exists(db, table, id))
    }

    /// Whether the journal has at most so many lines; a number that a laptop left out counts as one.
    pub fn has_at_most(&self, lines: u32) -> Result<bool, Error> {
        self.read_between(|db| {
            // The last number of each laptop: counting them would read all of the journal up to the limit.
            let sql = "SELECT coalesce(sum((SELECT max(id) - (d.ix << 40) FROM journal
                   WHERE id BETWEEN d.ix << 40 AND (d.ix + 1 << 40) - 1)), 0) <= ?1 FROM device d";
            Ok(db.prepare_cached(sql)?.query_row([lines], |row| row.get(0))?)
        })
    }

    /// Every person who is or was here, for orders to erase that name them by a hash.
    pub fn everyone(&self) -> Result<Vec<Uuid>, Error> {
        self.read(|db| {
            let sql = "SELECT id FROM person UNION SELECT subject FROM journal WHERE subject IS NOT NULL";
            let mut statement = db.prepare_cached(sql)?;
            let rows = statement.query_map([], |row| row.get(0))?;
            Ok(rows.collect::<Result<_, _>>()?)
        })
    }

    /// The invitation to a space that was made here.
    pub fn invitation(&self, space: SpaceId) -> Result<Option<Invited>, Error> {
        self.read(|db| {
            let sql = "SELECT code, role, until_ms FROM invitation WHERE space = ?1";
            let found = db.prepare_cached(sql)?.query_row([blob(&space.0)], |row| {
                Ok(Invited { code: row.get(0)?, role: row.get(1)?, until_ms: row.get(2)? })
            });
            Ok(found.optional()?)
        })
    }

    /// Alarms that nobody has read, the newest first.
    pub fn alarms(&self) -> Result<Vec<Alarm>, Error> {
        self.read(|db| {
            let sql =
                "SELECT id, at_ms, name, about, device, space FROM alarm WHERE read = 0 ORDER BY id DESC";
            let mut statement = db.prepare_cached(sql)?;
            let rows = statement.query_map([], |row| {
                Ok(Alarm {
                    id: row.get(0)?,
                    space: SpaceId(row.get(5)?),
                    at_ms: row.get(1)?,
                    name: row.get(2)?,
                    about: row.get(3)?,
                    device: row.get::<_, Option<Uuid>>(4)?.map(DeviceId),
                })
            })?;
            Ok(rows.collect::<Result<_, _>>()?)
        })
    }
}
