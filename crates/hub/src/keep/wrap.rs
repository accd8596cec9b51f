//! Case keys wrapped under an epoch, and epoch keys sealed to devices. They live shorter than bodies: once every device says
//! that it no longer holds an epoch's key, what was wrapped under it goes.

use std::collections::HashSet;

use passerelle_wire::hash::Hash;
use passerelle_wire::id::{DeviceId, KeyId, SpaceId};
use passerelle_wire::key::{PutWraps, Seal, Seals, Wrap, WrapPage, WrapsTaken, wraps_digest};
use passerelle_wire::membership::Role;
use passerelle_wire::problem::Problem;
use serde_bytes::ByteBuf;

use super::erase::CASE_KEYS;
use super::{Caller, Keep, bytes, kept, reread};
use crate::store::{Failure, Value, for_names, insert_many};

/// Wraps of one answer.
const PAGE: i64 = 2_000;

impl Keep<'_> {
    /// Keeps wraps for the coming epoch, or what the turn to the present one left out.
    pub fn put_wraps(
        &mut self,
        caller: &Caller,
        space: SpaceId,
        put: &PutWraps,
    ) -> Result<WrapsTaken, Failure> {
        let standing = self.standing_held(caller, space)?;
        let present = standing.roll.epoch_number();
        let is_coming = present.checked_add(1) == Some(put.epoch);
        let is_present = standing
            .roll
            .epoch()
            .is_some_and(|epoch| epoch.turn.epoch == put.epoch && epoch.turn.check == put.check);
        if !is_coming && !is_present {
            return Err(Problem::EpochOver { epoch: present }.into());
        }
        // Whoever holds a key that the turn left out may bring it, also who only reads. Turning is for admins.
        if is_coming && standing.role != Role::Admin {
            return Err(Problem::RoleForbids.into());
        }
        let names: Vec<&[u8]> = put.wraps.iter().map(|wrap| &wrap.key.0[..]).collect();
        let gone = self.erased_among(space, CASE_KEYS, &names)?;
        let wraps: Vec<(KeyId, &[u8])> = put
            .wraps
            .iter()
            .filter(|wrap| !gone.contains(&wrap.key.0[..]))
            .map(|wrap| (wrap.key, wrap.body.as_slice()))
            .collect();
        let size = self.insert_wraps(space, put.epoch, put.check, &wraps)?;
        self.fill(&standing.space, size)?;
        Ok(WrapsTaken { count: self.count_wraps(space, put.epoch, put.check)? })
    }

    /// Keeps the wraps of a batch where a laptop that comes late looks for them.
    pub fn share_wraps(
        &mut self,
        space: SpaceId,
        epoch: u32,
        wraps: &[(KeyId, &[u8])],
    ) -> Result<u64, Failure> {
        if wraps.is_empty() {
            return Ok(0);
        }
        match self.commitment(space, epoch)? {
            Some(check) => self.insert_wraps(space, epoch, check, wraps),
            None => Ok(0),
        }
    }

    fn commitment(&mut self, space: SpaceId, epoch: u32) -> Result<Option<Hash>, Failure> {
        let sql = "SELECT commitment FROM epoch WHERE space = ?1 AND epoch = ?2";
        let row = self.tx.ask_one(sql, &[Value::Bytes(&space.0), Value::Int(epoch.into())])?;
        Ok(row.map(|mut row| row.hash(0)).transpose()?)
    }

    /// Gives how many bytes it kept; a key that is there already stays as it is.
    fn insert_wraps(
        &mut self,
        space: SpaceId,
        epoch: u32,
        check: Hash,
        wraps: &[(KeyId, &[u8])],
    ) -> Result<u64, Failure> {
        let rows: Vec<_> = wraps
            .iter()
            .map(|(key, body)| {
                let (space, check) = (Value::Bytes(&space.0), Value::Bytes(&check.0));
                vec![space, Value::Int(epoch.into()), check, Value::Bytes(&key.0), Value::Bytes(body)]
            })
            .collect();
        let head = "INSERT INTO wrap (space, epoch, commitment, key_id, body) VALUES";
        let inserted = insert_many(self.tx, head, "ON CONFLICT DO NOTHING", &rows)?;
        // Wraps are of one size but for a byte or two.
        let longest = wraps.iter().map(|(_, body)| body.len()).max().unwrap_or_default();
        Ok(inserted.saturating_mul(bytes(longest)))
    }

    fn count_wraps(&mut self, space: SpaceId, epoch: u32, check: Hash) -> Result<u64, Failure> {
        let sql = "SELECT count(*) FROM wrap WHERE space = ?1 AND epoch = ?2 AND commitment = ?3";
        let values = [Value::Bytes(&space.0), Value::Int(epoch.into()), Value::Bytes(&check.0)];
        let row = self.tx.ask_one(sql, &values)?;
        Ok(row.map_or(Ok(0), |row| row.count(0))?)
    }

    /// Which of these keys are wrapped under an epoch.
    pub fn wrapped_among(
        &mut self,
        space: SpaceId,
        epoch: u32,
        check: Hash,
        names: &[&[u8]],
    ) -> Result<HashSet<Vec<u8>>, Failure> {
        let sql = "SELECT key_id FROM wrap WHERE space = ?1 AND epoch = ?2 AND commitment = ?3 AND key_id IN";
        let lead = [Value::Bytes(&space.0), Value::Int(epoch.into()), Value::Bytes(&check.0)];
        let rows = for_names(self.tx, sql, "", &lead, names)?;
        Ok(rows.into_iter().map(|mut row| row.bytes(0)).collect::<Result<_, _>>()?)
    }

    /// How many wraps there are under a coming epoch, and what names their set.
    pub fn wrap_set(&mut self, space: SpaceId, epoch: u32, check: Hash) -> Result<(u64, Hash), Failure> {
        let sql = "SELECT key_id, body FROM wrap WHERE space = ?1 AND epoch = ?2 AND commitment = ?3";
        let values = [Value::Bytes(&space.0), Value::Int(epoch.into()), Value::Bytes(&check.0)];
        let mut wraps = Vec::new();
        for mut row in self.tx.ask(sql, &values)? {
            wraps.push(Wrap { key: KeyId(row.array(0)?), body: ByteBuf::from(row.bytes(1)?) });
        }
        Ok((bytes(wraps.len()), wraps_digest(&wraps)))
    }

    /// Wraps of an epoch that the log turned to, by key.
    pub fn wrap_page(
        &mut self,
        caller: &Caller,
        space: SpaceId,
        epoch: u32,
        after: Option<KeyId>,
    ) -> Result<WrapPage, Failure> {
        self.standing(caller, space)?;
        let Some(check) = self.commitment(space, epoch)? else {
            return Ok(WrapPage { wraps: vec![], next: None });
        };
        // No key sorts before no bytes at all.
        let after: &[u8] = after.as_ref().map_or(&[], |key| &key.0[..]);
        let sql = "SELECT key_id, body FROM wrap
                   WHERE space = ?1 AND epoch = ?2 AND commitment = ?3 AND key_id > ?4 ORDER BY key_id LIMIT ?5";
        let values = [
            Value::Bytes(&space.0),
            Value::Int(epoch.into()),
            Value::Bytes(&check.0),
            Value::Bytes(after),
            Value::Int(PAGE + 1),
        ];
        let mut wraps = Vec::new();
        for mut row in self.tx.ask(sql, &values)? {
            wraps.push(Wrap { key: KeyId(row.array(0)?), body: ByteBuf::from(row.bytes(1)?) });
        }
        let more = i64::try_from(wraps.len()).is_ok_and(|count| count > PAGE);
        if more {
            wraps.pop();
        }
        let next = wraps.last().filter(|_| more).map(|wrap| wrap.key);
        Ok(WrapPage { wraps, next })
    }

    /// Keeps keys sealed to devices; one that is there already stays.
    pub fn keep_seals(&mut self, space: SpaceId, seals: &[&Seal]) -> Result<u64, Failure> {
        let mut size = 0;
        for seal in seals {
            let body = kept(*seal)?;
            let values = [
                Value::Bytes(&space.0),
                Value::Bytes(&seal.device.0),
                Value::Int(seal.epoch.into()),
                Value::Bytes(&body),
            ];
            let sql = "INSERT INTO seal (space, device, epoch, body) VALUES (?1, ?2, ?3, ?4) ON CONFLICT DO NOTHING";
            size += self.tx.run(sql, &values)?.saturating_mul(bytes(body.len()));
        }
        Ok(size)
    }

    /// Whether a device can open an epoch.
    pub fn has_seal(&mut self, space: SpaceId, device: DeviceId, epoch: u32) -> Result<bool, Failure> {
        let sql = "SELECT epoch FROM seal WHERE space = ?1 AND device = ?2 AND epoch = ?3";
        let values = [Value::Bytes(&space.0), Value::Bytes(&device.0), Value::Int(epoch.into())];
        Ok(self.tx.ask_one(sql, &values)?.is_some())
    }

    /// Forgets what was sealed to a device.
    pub fn forget_seals(&mut self, space: SpaceId, device: DeviceId) -> Result<(), Failure> {
        let sql = "DELETE FROM seal WHERE space = ?1 AND device = ?2 RETURNING CAST(length(body) AS BIGINT)";
        let rows = self.tx.ask(sql, &[Value::Bytes(&space.0), Value::Bytes(&device.0)])?;
        let freed = rows.iter().map(|row| row.int(0)).sum::<Result<i64, _>>()?;
        self.count(space, -freed)
    }

    /// What was sealed to the caller in epochs above one.
    pub fn seals(&mut self, caller: &Caller, space: SpaceId, after: u32) -> Result<Seals, Failure> {
        self.standing(caller, space)?;
        let sql =
            "SELECT body FROM seal WHERE space = ?1 AND device = ?2 AND epoch > ?3 ORDER BY epoch LIMIT 400";
        let values = [Value::Bytes(&space.0), Value::Bytes(&caller.device.0), Value::Int(after.into())];
        let rows = self.tx.ask(sql, &values)?;
        let seals = rows.into_iter().map(|mut row| reread(&row.bytes(0)?)).collect::<Result<_, _>>()?;
        Ok(Seals { seals })
    }

    /// Lets go of everything wrapped or sealed under epochs before one. What batches brought themselves stays in them: a
    /// laptop would ask where it went, and without the epoch's key it is nothing.
    pub fn forget_epochs(&mut self, space: SpaceId, before: u32) -> Result<u64, Failure> {
        let values = [Value::Bytes(&space.0), Value::Int(before.into())];
        let (mut freed, mut rows) = (0, 0);
        for table in ["wrap", "seal"] {
            let sql = format!(
                "DELETE FROM {table} WHERE space = ?1 AND epoch < ?2 RETURNING CAST(length(body) AS BIGINT)"
            );
            for row in self.tx.ask(&sql, &values)? {
                freed += row.int(0)?;
                rows += 1;
            }
        }
        self.count(space, -freed)?;
        Ok(rows)
    }

    /// Lets go of wraps for turns to an epoch that another turn won.
    pub fn forget_lost_turns(&mut self, space: SpaceId, epoch: u32, won: Hash) -> Result<(), Failure> {
        let sql = "DELETE FROM wrap WHERE space = ?1 AND epoch = ?2 AND commitment <> ?3
                   RETURNING CAST(length(body) AS BIGINT)";
        let values = [Value::Bytes(&space.0), Value::Int(epoch.into()), Value::Bytes(&won.0)];
        let rows = self.tx.ask(sql, &values)?;
        let freed = rows.iter().map(|row| row.int(0)).sum::<Result<i64, _>>()?;
        self.count(space, -freed)
    }
}
