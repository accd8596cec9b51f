//! What a laptop reads: heads, batches by position, single bodies, news.

use std::collections::HashMap;

use passerelle_wire::batch::{Batch, DeviceHead};
use passerelle_wire::id::{DeviceId, SpaceId};
use passerelle_wire::limit;
use passerelle_wire::pull::{AskEntries, Entries, Heads, News, Positioned};
use serde_bytes::ByteBuf;

use super::{Caller, Keep, bytes, reread};
use crate::store::{Failure, Row, StoreError, Value, for_names};

/// Batches that are read at once, if they are small.
const GROUP: i64 = 256;

/// A few batches that follow each other, and whether there is more.
pub struct Group {
    pub batches: Vec<Positioned>,
    /// The position of the last one, or what was asked where there was none.
    pub after: u64,
    pub complete: bool,
}

impl Keep<'_> {
    pub fn heads(&mut self, caller: &Caller, space: SpaceId) -> Result<Heads, Failure> {
        let there = self.standing(caller, space)?.space;
        let sql = "SELECT b.device, b.seq, b.hash FROM batch b
                   JOIN (SELECT device, max(seq) AS seq FROM batch WHERE space = ?1 GROUP BY device) last
                   ON b.device = last.device AND b.seq = last.seq WHERE b.space = ?1 ORDER BY b.device";
        let mut heads = Vec::new();
        for mut row in self.tx.ask(sql, &[Value::Bytes(&space.0)])? {
            heads.push(DeviceHead {
                device: DeviceId(row.array(0)?),
                seq: row.count(1)?,
                hash: row.hash(2)?,
            });
        }
        Ok(Heads { log: there.log, heads, pos: there.pos, kept_after: there.kept_after })
    }

    pub fn news(&mut self, caller: &Caller, space: SpaceId) -> Result<News, Failure> {
        let there = self.standing(caller, space)?.space;
        Ok(News { pos: there.pos, log_len: there.log.len })
    }

    /// How far some spaces are: position and length of the log.
    pub fn marks(&mut self, spaces: &[SpaceId]) -> Result<Vec<(SpaceId, u64, u64)>, Failure> {
        let names: Vec<&[u8]> = spaces.iter().map(|space| &space.0[..]).collect();
        let sql = "SELECT space, pos, log_len FROM space WHERE pos >= ?1 AND space IN";
        let mut marks = Vec::new();
        for mut row in for_names(self.tx, sql, "", &[Value::Int(0)], &names)? {
            marks.push((SpaceId(row.array(0)?), row.count(1)?, row.count(2)?));
        }
        Ok(marks)
    }

    /// The next batches after a position: one at least where there is one, then up to so many bytes.
    pub fn group(
        &mut self,
        caller: &Caller,
        space: SpaceId,
        after: u64,
        max_bytes: u64,
    ) -> Result<Group, Failure> {
        let newest = self.standing(caller, space)?.space.pos;
        let sql = "SELECT pos, size FROM batch WHERE space = ?1 AND pos > ?2 ORDER BY pos LIMIT ?3";
        let values = [Value::Bytes(&space.0), Value::count(after), Value::Int(GROUP)];
        let (mut last, mut size) = (after, 0);
        for row in self.tx.ask(sql, &values)? {
            size += row.count(1)?;
            if size > max_bytes && last > after {
                break;
            }
            last = row.count(0)?;
        }
        let batches = if last > after { self.between(space, after, last)? } else { vec![] };
        Ok(Group { batches, after: last, complete: last >= newest })
    }

    /// Batches after a position, up to another.
    pub fn between(&mut self, space: SpaceId, after: u64, last: u64) -> Result<Vec<Positioned>, Failure> {
        let values = [Value::Bytes(&space.0), Value::count(after), Value::count(last)];
        let range = "WHERE space = ?1 AND pos > ?2 AND pos <= ?3 ORDER BY pos";
        let headers = self.tx.ask(&format!("SELECT pos, signed FROM batch {range}"), &values)?;
        let bodies = self.tx.ask(&format!("SELECT pos, body FROM entry {range}, ix"), &values)?;
        let wraps = self.tx.ask(&format!("SELECT pos, body FROM batch_wrap {range}, ix"), &values)?;
        let (mut bodies, mut wraps) = (by_position(bodies)?, by_position(wraps)?);
        let mut batches = Vec::with_capacity(headers.len());
        for mut row in headers {
            let pos = row.count(0)?;
            let batch = Batch {
                header: reread(&row.bytes(1)?)?,
                wraps: wraps.remove(&pos).unwrap_or_default(),
                bodies: bodies.remove(&pos).unwrap_or_default(),
            };
            batches.push(Positioned { pos, batch });
        }
        Ok(batches)
    }

    /// Single bodies once more, as many as one answer holds.
    pub fn bodies(&mut self, caller: &Caller, space: SpaceId, ask: &AskEntries) -> Result<Entries, Failure> {
        self.standing(caller, space)?;
        let sql = "SELECT e.body FROM entry e JOIN batch b ON e.space = b.space AND e.pos = b.pos
                   WHERE b.space = ?1 AND b.device = ?2 AND b.seq = ?3 AND e.ix = ?4";
        let room = bytes(limit::BATCH_BODIES);
        let (mut bodies, mut size): (Vec<Option<ByteBuf>>, u64) = (Vec::new(), 0);
        for place in &ask.places {
            let device = Value::Bytes(&place.device.0);
            let values =
                [Value::Bytes(&space.0), device, Value::count(place.seq), Value::Int(place.index.into())];
            let row = self.tx.ask_one(sql, &values)?;
            let body = row.map(|mut row| row.maybe(0)).transpose()?.flatten();
            size += body.as_ref().map_or(0, |body| bytes(body.len()));
            if size > room && !bodies.is_empty() {
                break;
            }
            bodies.push(body.map(ByteBuf::from));
        }
        Ok(Entries { bodies })
    }
}

/// Bodies in the order in which they came, for each position.
fn by_position(rows: Vec<Row>) -> Result<HashMap<u64, Vec<Option<ByteBuf>>>, StoreError> {
    let mut found: HashMap<u64, Vec<Option<ByteBuf>>> = HashMap::new();
    for mut row in rows {
        let body = row.maybe(1)?.map(ByteBuf::from);
        found.entry(row.count(0)?).or_default().push(body);
    }
    Ok(found)
}
