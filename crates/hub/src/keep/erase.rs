//! Erasing on a coordinator's order: bodies, wraps, chunks and pieces of snapshots go; hashes and lengths stay, so that every
//! chain still verifies; and what was erased is not taken again.

use std::collections::HashSet;

use passerelle_wire::id::SpaceId;
use passerelle_wire::membership::Erase;
use passerelle_wire::snapshot::Segment;

use super::{Keep, bytes};
use crate::store::{Failure, StoreError, Value, for_names, insert_many};

/// Kinds of what was erased.
pub const CASE_KEYS: i64 = 1;
pub const BODY_HASHES: i64 = 2;
pub const ATTACHMENTS: i64 = 3;

impl Keep<'_> {
    /// Carries an order out.
    pub fn erase(&mut self, space: SpaceId, order: &Erase) -> Result<(), Failure> {
        let keys: Vec<&[u8]> = order.keys.iter().map(|key| &key.0[..]).collect();
        let bodies: Vec<&[u8]> = order.bodies.iter().map(|hash| &hash.0[..]).collect();
        let blobs: Vec<&[u8]> = order.blobs.iter().map(|blob| &blob.0[..]).collect();
        for (kind, names) in [(CASE_KEYS, &keys), (BODY_HASHES, &bodies), (ATTACHMENTS, &blobs)] {
            let rows: Vec<_> = names
                .iter()
                .map(|name| vec![Value::Bytes(&space.0), Value::Int(kind), Value::Bytes(name)])
                .collect();
            let head = "INSERT INTO erased (space, kind, name) VALUES";
            insert_many(self.tx, head, "ON CONFLICT DO NOTHING", &rows)?;
        }
        let mut freed = 0;
        let blank = "UPDATE entry SET body = NULL WHERE space = ?1 AND body IS NOT NULL AND";
        freed += self.gone(space, &format!("{blank} key_id IN"), "RETURNING len", &keys)?;
        freed += self.gone(space, &format!("{blank} hash IN"), "RETURNING len", &bodies)?;
        // The length of what a column was cannot be asked once it is nothing: wraps are counted before.
        let length = "SELECT CAST(length(body) AS BIGINT) FROM batch_wrap
                      WHERE space = ?1 AND body IS NOT NULL AND key_id IN";
        freed += self.gone(space, length, "", &keys)?;
        let blank = "UPDATE batch_wrap SET body = NULL WHERE space = ?1 AND body IS NOT NULL AND key_id IN";
        for_names(self.tx, blank, "RETURNING ix", &[Value::Bytes(&space.0)], &keys)?;
        let wraps = "DELETE FROM wrap WHERE space = ?1 AND key_id IN";
        freed += self.gone(space, wraps, "RETURNING CAST(length(body) AS BIGINT)", &keys)?;
        let chunks = "DELETE FROM chunk WHERE space = ?1 AND blob IN";
        freed += self.gone(space, chunks, "RETURNING CAST(length(body) AS BIGINT)", &blobs)?;
        freed += self.blank_pieces(space, &keys, &bodies)?;
        self.count(space, freed.saturating_neg())
    }

    /// Runs a statement whose rows are lengths, and adds them up.
    fn gone(&mut self, space: SpaceId, before: &str, after: &str, names: &[&[u8]]) -> Result<i64, Failure> {
        let rows = for_names(self.tx, before, after, &[Value::Bytes(&space.0)], names)?;
        let lengths = rows.iter().map(|row| row.int(0)).collect::<Result<Vec<i64>, _>>()?;
        Ok(lengths.into_iter().sum())
    }

    /// Takes pieces out of the segments of snapshots, one segment in memory at a time.
    fn blank_pieces(&mut self, space: SpaceId, keys: &[&[u8]], bodies: &[&[u8]]) -> Result<i64, Failure> {
        let (keys, bodies): (HashSet<&[u8]>, HashSet<&[u8]>) =
            (keys.iter().copied().collect(), bodies.iter().copied().collect());
        if keys.is_empty() && bodies.is_empty() {
            return Ok(0);
        }
        let space = Value::Bytes(&space.0);
        let all = self.tx.ask("SELECT snapshot, n FROM segment WHERE space = ?1", &[space])?;
        let mut freed = 0;
        for mut row in all {
            let snapshot = row.bytes(0)?;
            let place = [space, Value::Bytes(&snapshot), Value::Int(row.int(1)?)];
            let sql = "SELECT body FROM segment WHERE space = ?1 AND snapshot = ?2 AND n = ?3";
            let Some(mut held) = self.tx.ask_one(sql, &place)? else { continue };
            let before = held.bytes(0)?;
            let mut segment: Segment = passerelle_wire::decode(&before)
                .map_err(|_| StoreError::Damaged("a segment that cannot be read"))?;
            let mut found = false;
            for (piece, body) in segment.pieces.iter().zip(segment.bodies.iter_mut()) {
                if keys.contains(&piece.key.0[..]) || bodies.contains(&piece.hash.0[..]) {
                    found |= body.take().is_some();
                }
            }
            if found {
                let after = passerelle_wire::encode(&segment)
                    .map_err(|_| StoreError::Damaged("a segment that cannot be written"))?;
                let [space, snapshot, n] = place;
                let sql = "UPDATE segment SET body = ?4 WHERE space = ?1 AND snapshot = ?2 AND n = ?3";
                self.tx.run(sql, &[space, snapshot, n, Value::Bytes(&after)])?;
                freed += bytes(before.len()).saturating_sub(bytes(after.len()));
            }
        }
        Ok(i64::try_from(freed).unwrap_or(i64::MAX))
    }

    /// Which of these names were erased.
    pub fn erased_among(
        &mut self,
        space: SpaceId,
        kind: i64,
        names: &[&[u8]],
    ) -> Result<HashSet<Vec<u8>>, Failure> {
        if names.is_empty() {
            return Ok(HashSet::new());
        }
        let sql = "SELECT name FROM erased WHERE space = ?1 AND kind = ?2 AND name IN";
        let rows = for_names(self.tx, sql, "", &[Value::Bytes(&space.0), Value::Int(kind)], names)?;
        Ok(rows.into_iter().map(|mut row| row.bytes(0)).collect::<Result<_, _>>()?)
    }
}
