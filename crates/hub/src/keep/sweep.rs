//! What goes by itself: what ran out, snapshots that were never finished, and, where the keeper of the hub wants it, bodies
//! that every active laptop has and a snapshot holds.

use std::collections::HashMap;

use passerelle_wire::id::{DeviceId, SpaceId};

use super::{Keep, SharedRoll};
use crate::store::{Failure, StoreError, Value};

const DAY_MS: u64 = 24 * 60 * 60 * 1000;
/// A snapshot that was begun and not finished goes after so long.
const UNFINISHED_MS: u64 = 7 * DAY_MS;
/// Positions whose bodies go in one transaction.
const AT_ONCE: u64 = 500;

/// What a sweep did to a space.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Swept {
    /// Bodies that were let go.
    pub bodies: u64,
    /// Whether there is more of that to do at once.
    pub again: bool,
}

impl Keep<'_> {
    /// Lets go of what ran out and belongs to no space.
    pub fn sweep_general(&mut self) -> Result<(), Failure> {
        for table in ["nonce", "session", "letter"] {
            let sql = format!("DELETE FROM {table} WHERE until_ms < ?1");
            self.tx.run(&sql, &[Value::count(self.now_ms)])?;
        }
        Ok(())
    }

    /// Every space there is.
    pub fn spaces(&mut self) -> Result<Vec<SpaceId>, Failure> {
        let rows = self.tx.ask("SELECT space FROM space ORDER BY space", &[])?;
        Ok(rows.into_iter().map(|mut row| row.array(0).map(SpaceId)).collect::<Result<_, _>>()?)
    }

    /// Those of them in which something may have to go: few, so that a sweep holds no space for nothing.
    pub fn spaces_to_sweep(&mut self) -> Result<Vec<SpaceId>, Failure> {
        let since = Value::count(self.now_ms.saturating_sub(UNFINISHED_MS));
        let unfinished = "SELECT DISTINCT space FROM snapshot WHERE signed IS NULL AND at_ms < ?1";
        let mut found = self.tx.ask(unfinished, &[since])?;
        if self.settings.keep_days > 0 {
            let old = self.now_ms.saturating_sub(u64::from(self.settings.keep_days).saturating_mul(DAY_MS));
            let covered = "SELECT DISTINCT s.space FROM space s
                           JOIN snapshot t ON t.space = s.space AND t.signed IS NOT NULL AND t.pos > s.kept_after
                           JOIN batch b ON b.space = s.space AND b.pos = s.kept_after + 1 AND b.at_ms < ?1";
            found.extend(self.tx.ask(covered, &[Value::count(old)])?);
        }
        Ok(found.into_iter().map(|mut row| row.array(0).map(SpaceId)).collect::<Result<_, _>>()?)
    }

    /// How many spaces there are, and the bytes that they take together.
    pub fn totals(&mut self) -> Result<(u64, u64), Failure> {
        let sql = "SELECT count(*), CAST(coalesce(sum(used), 0) AS BIGINT) FROM space";
        let row = self.tx.ask_one(sql, &[])?;
        Ok(row.map_or(Ok((0, 0)), |row| Ok::<_, StoreError>((row.count(0)?, row.count(1)?)))?)
    }

    /// Sweeps one space.
    pub fn sweep_space(&mut self, space: SpaceId) -> Result<Swept, Failure> {
        let Some(there) = self.hold(space)? else { return Ok(Swept::default()) };
        let since = Value::count(self.now_ms.saturating_sub(UNFINISHED_MS));
        let sql = "SELECT snapshot FROM snapshot WHERE space = ?1 AND signed IS NULL AND at_ms < ?2";
        for mut row in self.tx.ask(sql, &[Value::Bytes(&space.0), since])? {
            let name = row.bytes(0)?;
            self.drop_snapshot(space, &name)?;
        }
        if self.settings.keep_days == 0 {
            return Ok(Swept::default());
        }
        let roll = self.roll(&there)?;
        let until = self.may_go(&roll)?;
        let last = until.min(there.kept_after + AT_ONCE);
        if last <= there.kept_after {
            return Ok(Swept::default());
        }
        let values = [Value::Bytes(&space.0), Value::count(there.kept_after), Value::count(last)];
        let sql = "UPDATE entry SET body = NULL
                   WHERE space = ?1 AND pos > ?2 AND pos <= ?3 AND body IS NOT NULL RETURNING len";
        let gone = self.tx.ask(sql, &values)?;
        let freed = gone.iter().map(|row| row.int(0)).sum::<Result<i64, _>>()?;
        let sql = "UPDATE space SET kept_after = ?2 WHERE space = ?1";
        self.tx.run(sql, &[Value::Bytes(&space.0), Value::count(last)])?;
        self.count(space, -freed)?;
        Ok(Swept { bodies: super::bytes(gone.len()), again: last < until })
    }

    /// The position up to which bodies may go: old enough, within the newest snapshot, and had by every active device.
    fn may_go(&mut self, roll: &SharedRoll) -> Result<u64, Failure> {
        let space = roll.space();
        let of_space = Value::Bytes(&space.0);
        let old = self.now_ms.saturating_sub(u64::from(self.settings.keep_days).saturating_mul(DAY_MS));
        let sql = "SELECT coalesce(max(pos), 0) FROM batch WHERE space = ?1 AND at_ms < ?2";
        let aged = self.tx.ask_one(sql, &[of_space, Value::count(old)])?;
        let sql = "SELECT coalesce(max(pos), 0) FROM snapshot WHERE space = ?1 AND signed IS NOT NULL";
        let covered = self.tx.ask_one(sql, &[of_space])?;
        let mut until = aged.map_or(Ok(0), |row| row.count(0))?;
        until = until.min(covered.map_or(Ok(0), |row| row.count(0))?);
        let mut had: Vec<(DeviceId, HashMap<DeviceId, u64>)> = Vec::new();
        for (ack, device) in self.active(roll)? {
            let Some(ack) = ack else { return Ok(0) };
            had.push((device, ack.applied.into_iter().collect()));
        }
        for (author, _) in roll.seats() {
            // An author has its own.
            let others = had.iter().filter(|(device, _)| *device != author);
            let least = others.map(|(_, applied)| applied.get(&author).copied().unwrap_or(0)).min();
            let Some(least) = least else { continue };
            let sql =
                "SELECT pos FROM batch WHERE space = ?1 AND device = ?2 AND seq > ?3 ORDER BY seq LIMIT 1";
            let values = [of_space, Value::Bytes(&author.0), Value::count(least)];
            if let Some(row) = self.tx.ask_one(sql, &values)? {
                until = until.min(row.count(0)?.saturating_sub(1));
            }
        }
        Ok(until)
    }
}
