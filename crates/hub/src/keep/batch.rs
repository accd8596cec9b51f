//! Taking a batch: its author, its place in the author's chain, its epoch; then a position in the space.

use std::collections::HashSet;

use passerelle_wire::batch::{Batch, BatchTaken, Header};
use passerelle_wire::device::SignPublic;
use passerelle_wire::hash::Hash;
use passerelle_wire::id::{DeviceId, SpaceId};
use passerelle_wire::membership::{LogHead, Role, Roll};
use passerelle_wire::problem::Problem;

use super::erase::{BODY_HASHES, CASE_KEYS};
use super::{Caller, Keep, Standing, bytes, kept, reread};
use crate::store::{Failure, Value, insert_many};

/// A batch whose signature and bodies were verified.
pub struct NewBatch<'b> {
    pub batch: &'b Batch,
    pub header: &'b Header,
    pub hash: Hash,
}

impl Keep<'_> {
    /// The key with which a device of the space signs, also one that left. Any member may bring any device's batches: a
    /// stick may have been quicker than a network.
    pub fn author_key(
        &mut self,
        caller: &Caller,
        space: SpaceId,
        author: DeviceId,
    ) -> Result<SignPublic, Failure> {
        let standing = self.standing(caller, space)?;
        Ok(standing.roll.seat(author).ok_or(Problem::NotMember)?.keys.sign)
    }

    /// Gives the batch its position, the same again where the hub has it already; and says whether it is new.
    pub fn put_batch(&mut self, caller: &Caller, new: &NewBatch<'_>) -> Result<(BatchTaken, bool), Failure> {
        let header = new.header;
        let standing = self.standing_held(caller, header.space)?;
        if let Some(pos) = self.position_of(new)? {
            return Ok((BatchTaken { pos }, false));
        }
        self.may_come(&standing, new)?;
        self.follows(header)?;
        let erased = Erased {
            keys: self.which_erased(
                header,
                CASE_KEYS,
                header.entries.iter().map(|entry| &entry.key.0[..]),
            )?,
            wraps: self.which_erased(header, CASE_KEYS, header.wraps.iter().map(|wrap| &wrap.key.0[..]))?,
            bodies: self.which_erased(header, BODY_HASHES, header.entries.iter().map(|it| &it.hash.0[..]))?,
        };
        let not_among = |gone: &Vec<bool>, at: usize| !gone.get(at).copied().unwrap_or_default();
        let body_gap =
            new.batch.bodies.iter().enumerate().any(|(at, body)| {
                body.is_none() && not_among(&erased.keys, at) && not_among(&erased.bodies, at)
            });
        let wrap_gap = new
            .batch
            .wraps
            .iter()
            .enumerate()
            .any(|(at, wrap)| wrap.is_none() && not_among(&erased.wraps, at));
        if body_gap || wrap_gap {
            return Err(Problem::Malformed.into());
        }
        let pos = standing.space.pos + 1;
        let size = self.store_batch(new, pos, &erased)?;
        self.fill(&standing.space, size)?;
        self.tx.run(
            "UPDATE space SET pos = ?2 WHERE space = ?1",
            &[Value::Bytes(&header.space.0), Value::count(pos)],
        )?;
        Ok((BatchTaken { pos }, true))
    }

    /// The position of this very batch; [`Problem::Fork`] where another one stands under its number.
    fn position_of(&mut self, new: &NewBatch<'_>) -> Result<Option<u64>, Failure> {
        let header = new.header;
        let sql = "SELECT pos, hash, signed FROM batch WHERE space = ?1 AND device = ?2 AND seq = ?3";
        let place = [Value::Bytes(&header.space.0), Value::Bytes(&header.device.0), Value::count(header.seq)];
        let Some(mut held) = self.tx.ask_one(sql, &place)? else { return Ok(None) };
        if held.hash(1)? == new.hash {
            return Ok(Some(held.count(0)?));
        }
        Err(Problem::Fork { held: reread(&held.bytes(2)?)? }.into())
    }

    /// Whether the author may send it now.
    fn may_come(&mut self, standing: &Standing, new: &NewBatch<'_>) -> Result<(), Failure> {
        let (header, roll) = (new.header, &standing.roll);
        let seat = roll.seat(header.device).ok_or(Problem::NotMember)?;
        self.knows_log(standing, header)?;
        let is_sign_of_life = header.entries.is_empty() && header.wraps.is_empty();
        let may = |role| match role {
            Role::Member | Role::Admin => true,
            Role::Reader => is_sign_of_life,
        };
        let then = seat.role_at(header.log_len).ok_or(Problem::NotMember)?;
        match seat.role() {
            // What its removal counts may still be brought by others.
            None if !seat.counts(header.seq, new.hash) => return Err(Problem::NotMember.into()),
            Some(now) if !may(now) => return Err(Problem::RoleForbids.into()),
            None | Some(_) if !may(then) => return Err(Problem::RoleForbids.into()),
            None | Some(_) => {}
        }
        let least = roll.min_writer();
        if seat.role().is_some() && header.protocol < least {
            return Err(Problem::WriterTooOld { least }.into());
        }
        self.can_be_opened(roll, header)
    }

    /// Whether the log that the author knew is a beginning of the hub's.
    fn knows_log(&mut self, standing: &Standing, header: &Header) -> Result<(), Failure> {
        let head = standing.space.log;
        let named = LogHead { len: header.log_len, hash: header.log_hash };
        if named == head {
            return Ok(());
        }
        let before = named.len.checked_sub(1).filter(|_| named.len < head.len);
        let Some(before) = before else { return Err(Problem::LogMoved { head }.into()) };
        let sql = "SELECT hash FROM log WHERE space = ?1 AND n = ?2";
        let row = self.tx.ask_one(sql, &[Value::Bytes(&header.space.0), Value::count(before)])?;
        let same = row.map(|mut row| row.hash(0)).transpose()? == Some(named.hash);
        if same { Ok(()) } else { Err(Problem::LogMoved { head }.into()) }
    }

    /// Whether whoever has crossed into the present epoch can open it: it is of that epoch, or sealed before its author knew of
    /// the turn, under keys that are wrapped under the present one. What is erased nobody needs to open.
    fn can_be_opened(&mut self, roll: &Roll, header: &Header) -> Result<(), Failure> {
        let Some(present) = roll.epoch() else { return Err(Problem::EpochOver { epoch: 0 }.into()) };
        let epoch = present.turn.epoch;
        if header.epoch == epoch {
            return Ok(());
        }
        if header.epoch == 0 || header.epoch > epoch {
            return Err(Problem::EpochOver { epoch }.into());
        }
        let names: HashSet<&[u8]> = header.entries.iter().map(|entry| &entry.key.0[..]).collect();
        let names: Vec<&[u8]> = names.into_iter().collect();
        let wrapped = self.wrapped_among(header.space, epoch, present.turn.check, &names)?;
        let gone = self.erased_among(header.space, CASE_KEYS, &names)?;
        let known = names.iter().all(|name| wrapped.contains(*name) || gone.contains(*name));
        if known { Ok(()) } else { Err(Problem::EpochOver { epoch }.into()) }
    }

    /// Whether it is the next of its device.
    fn follows(&mut self, header: &Header) -> Result<(), Failure> {
        let last = self.last_of(header.space, header.device)?;
        let (seq, hash) = last.unwrap_or((0, Hash::NONE));
        if header.seq != seq + 1 {
            return Err(Problem::NotNext { next: seq + 1 }.into());
        }
        if header.prev == hash { Ok(()) } else { Err(Problem::BrokenChain.into()) }
    }

    /// The newest batch of a device.
    pub fn last_of(&mut self, space: SpaceId, device: DeviceId) -> Result<Option<(u64, Hash)>, Failure> {
        let sql = "SELECT seq, hash FROM batch WHERE space = ?1 AND device = ?2 ORDER BY seq DESC LIMIT 1";
        let row = self.tx.ask_one(sql, &[Value::Bytes(&space.0), Value::Bytes(&device.0)])?;
        row.map(|mut row| Ok((row.count(0)?, row.hash(1)?))).transpose()
    }

    fn which_erased<'n>(
        &mut self,
        header: &Header,
        kind: i64,
        names: impl Iterator<Item = &'n [u8]>,
    ) -> Result<Vec<bool>, Failure> {
        let names: Vec<&[u8]> = names.collect();
        let gone = self.erased_among(header.space, kind, &names)?;
        Ok(names.iter().map(|name| gone.contains(*name)).collect())
    }

    fn store_batch(&mut self, new: &NewBatch<'_>, pos: u64, erased: &Erased) -> Result<u64, Failure> {
        let (header, batch) = (new.header, new.batch);
        let space = Value::Bytes(&header.space.0);
        let at = |index: usize| Value::count(bytes(index));
        let is = |gone: &Vec<bool>, index: usize| gone.get(index).copied().unwrap_or_default();
        let signed = kept(&batch.header)?;
        let mut size = bytes(signed.len());
        let mut entries = Vec::with_capacity(header.entries.len());
        for (index, (entry, body)) in header.entries.iter().zip(&batch.bodies).enumerate() {
            let gone = is(&erased.keys, index) || is(&erased.bodies, index);
            let body = body.as_ref().filter(|_| !gone).map(|body| body.as_slice());
            size += body.map_or(0, |body| bytes(body.len()));
            let (key, hash) = (Value::Bytes(&entry.key.0), Value::Bytes(&entry.hash.0));
            let len = Value::Int(entry.len.into());
            entries.push(vec![space, Value::count(pos), at(index), key, hash, len, Value::maybe(body)]);
        }
        let mut wraps = Vec::with_capacity(header.wraps.len());
        let mut shared = Vec::new();
        for (index, (named, wrap)) in header.wraps.iter().zip(&batch.wraps).enumerate() {
            let wrap = wrap.as_ref().filter(|_| !is(&erased.wraps, index)).map(|wrap| wrap.as_slice());
            size += wrap.map_or(0, |wrap| bytes(wrap.len()));
            let key = Value::Bytes(&named.key.0);
            wraps.push(vec![space, Value::count(pos), at(index), key, Value::maybe(wrap)]);
            shared.extend(wrap.map(|wrap| (named.key, wrap)));
        }
        let values = [
            space,
            Value::Bytes(&header.device.0),
            Value::count(header.seq),
            Value::count(pos),
            Value::Bytes(&new.hash.0),
            Value::Bytes(&signed),
            Value::count(size),
            Value::count(self.now_ms),
        ];
        self.tx.run(
            "INSERT INTO batch (space, device, seq, pos, hash, signed, size, at_ms)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
            &values,
        )?;
        let head = "INSERT INTO entry (space, pos, ix, key_id, hash, len, body) VALUES";
        insert_many(self.tx, head, "", &entries)?;
        let head = "INSERT INTO batch_wrap (space, pos, ix, key_id, body) VALUES";
        insert_many(self.tx, head, "", &wraps)?;
        Ok(size + self.share_wraps(header.space, header.epoch, &shared)?)
    }
}

/// What of a batch was ordered away before it came.
struct Erased {
    keys: Vec<bool>,
    wraps: Vec<bool>,
    bodies: Vec<bool>,
}
