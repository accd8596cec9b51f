//! The membership log: founding a space, appending where its head is the one that the author knew, and what an entry asks of
//! the hub besides being kept.

use std::collections::BTreeSet;

use passerelle_wire::device::DeviceKeys;
use passerelle_wire::hash::{Hash, purpose};
use passerelle_wire::id::{DeviceId, SpaceId};
use passerelle_wire::key::Seal;
use passerelle_wire::limit;
use passerelle_wire::membership::{Act, Entry, LogHead, Remove, Roll, TurnEpoch};
use passerelle_wire::problem::Problem;
use passerelle_wire::signed::Signed;
use passerelle_wire::space::{AppendLog, FoundSpace, LogPage, LogTaken};

use super::{Caller, Keep, bytes, kept};
use crate::store::{Failure, Value};

/// Bytes of entries in one answer.
const PAGE_BYTES: u64 = 1_500_000;

impl Keep<'_> {
    /// Makes a space. The same first entry again is answered with the head of now.
    pub fn found(&mut self, caller: &Caller, found: &FoundSpace) -> Result<LogTaken, Failure> {
        let (first, rest) = found.entries.split_first().ok_or(Problem::Malformed)?;
        let roll = Roll::found(first).map_err(|fault| Problem::LogRefused { fault })?;
        let space = roll.space();
        let founder = roll.members().next().map(|(_, seat, _)| seat.keys).ok_or(Problem::Malformed)?;
        if (founder.device, founder.sign) != (caller.device, caller.key) {
            return Err(Problem::NotMember.into());
        }
        if let Some(there) = self.hold(space)? {
            let genesis = self.roll(&there)?.genesis();
            return if genesis == roll.genesis() {
                Ok(LogTaken { head: there.log })
            } else {
                Err(Problem::Taken.into())
            };
        }
        let now = Value::count(self.now_ms);
        let values = [Value::Bytes(&space.0), Value::Bytes(&Hash::NONE.0), now];
        let sql = "INSERT INTO space (space, log_len, log_hash, made_ms) VALUES (?1, 0, ?2, ?3)
                   ON CONFLICT DO NOTHING";
        if self.tx.run(sql, &values)? == 0 {
            // Somebody founds it at this very moment.
            return Err(Problem::Busy { retry_ms: 500 }.into());
        }
        self.write_entry(space, 0, first)?;
        self.write_member(space, &founder)?;
        self.append_to(roll, rest, &found.seals)
    }

    /// Appends entries, all or none.
    pub fn append(&mut self, caller: &Caller, space: SpaceId, put: &AppendLog) -> Result<LogTaken, Failure> {
        let standing = self.standing_held(caller, space)?;
        let head = standing.space.log;
        if put.expected != head {
            return Err(Problem::LogMoved { head }.into());
        }
        // Without an entry it only brings seals, and those are a member's to bring.
        if put.entries.is_empty() {
            standing.may_write()?;
        }
        self.append_to(Roll::clone(&standing.roll), &put.entries, &put.seals)
    }

    fn append_to(&mut self, mut roll: Roll, entries: &[Signed], seals: &[Seal]) -> Result<LogTaken, Failure> {
        let space = roll.space();
        let mut needs_seal = BTreeSet::new();
        for signed in entries {
            let (entry, act) = roll.admit(signed).map_err(|fault| Problem::LogRefused { fault })?;
            self.write_entry(space, entry.n, signed)?;
            self.carry_out(&roll, &entry, &act, &mut needs_seal)?;
        }
        self.take_seals(&roll, seals, needs_seal)?;
        let head = roll.head();
        let sql = "UPDATE space SET log_len = ?2, log_hash = ?3 WHERE space = ?1";
        self.tx.run(sql, &[Value::Bytes(&space.0), Value::count(head.len), Value::Bytes(&head.hash.0)])?;
        Ok(LogTaken { head })
    }

    fn write_entry(&mut self, space: SpaceId, n: u64, signed: &Signed) -> Result<(), Failure> {
        let (body, hash) = (kept(signed)?, signed.hash(purpose::LOG));
        let values = [
            Value::Bytes(&space.0),
            Value::count(n),
            Value::Bytes(&hash.0),
            Value::Bytes(&body),
            Value::count(self.now_ms),
        ];
        let sql = "INSERT INTO log (space, n, hash, signed, at_ms) VALUES (?1, ?2, ?3, ?4, ?5)";
        self.tx.run(sql, &values)?;
        // The log is taken also where a space is full: otherwise nobody could erase.
        self.count(space, i64::try_from(body.len()).unwrap_or(i64::MAX))
    }

    fn carry_out(
        &mut self,
        roll: &Roll,
        entry: &Entry,
        act: &Act,
        needs_seal: &mut BTreeSet<DeviceId>,
    ) -> Result<(), Failure> {
        let space = entry.space;
        match act {
            Act::AddDevice(added) => {
                self.write_member(space, &added.keys)?;
                if roll.epoch().is_some() {
                    needs_seal.insert(added.keys.device);
                }
            }
            Act::Remove(removed) => {
                self.cut_fits(space, removed)?;
                self.strike_member(space, removed.device)?;
                needs_seal.remove(&removed.device);
                self.forget_seals(space, removed.device)?;
                self.drop_snapshots_of(space, removed.device)?;
            }
            Act::TurnEpoch(turn) => {
                self.turn(space, turn)?;
                needs_seal.extend(roll.members().map(|(device, _, _)| device));
            }
            Act::Erase(order) | Act::Move(_, order) => self.erase(space, order)?,
            // Only its former key opened them.
            Act::SealKey(_) => self.forget_seals(space, entry.by)?,
            Act::Genesis(_) | Act::SetRole(..) | Act::MinWriter(_) | Act::Renew(_) => {}
        }
        Ok(())
    }

    /// A removal may not cut off what the hub has taken and given to others. It may name more than the hub has: a hub that
    /// was taken back from a backup, or a stick that was quicker.
    fn cut_fits(&mut self, space: SpaceId, removed: &Remove) -> Result<(), Failure> {
        let (seq, hash) = self.last_of(space, removed.device)?.unwrap_or((0, Hash::NONE));
        let fits = removed.last_seq > seq || (removed.last_seq == seq && removed.last_hash == hash);
        if fits { Ok(()) } else { Err(Problem::NotNext { next: seq + 1 }.into()) }
    }

    /// An epoch turns only onto wraps that are all there.
    fn turn(&mut self, space: SpaceId, turn: &TurnEpoch) -> Result<(), Failure> {
        let (count, digest) = self.wrap_set(space, turn.epoch, turn.check)?;
        if count != u64::from(turn.wrap_count) || digest != turn.wraps {
            return Err(Problem::TurnIncomplete { wraps: count }.into());
        }
        let values = [
            Value::Bytes(&space.0),
            Value::Int(turn.epoch.into()),
            Value::Bytes(&turn.check.0),
            Value::count(self.now_ms),
        ];
        let sql = "INSERT INTO epoch (space, epoch, commitment, at_ms) VALUES (?1, ?2, ?3, ?4)";
        self.tx.run(sql, &values)?;
        self.forget_lost_turns(space, turn.epoch, turn.check)
    }

    /// Keeps the seals of the present epoch; whoever needs one must have one then.
    fn take_seals(&mut self, roll: &Roll, seals: &[Seal], needed: BTreeSet<DeviceId>) -> Result<(), Failure> {
        let space = roll.space();
        let Some(epoch) = roll.epoch() else {
            return if seals.is_empty() { Ok(()) } else { Err(Problem::Malformed.into()) };
        };
        let fits = |seal: &Seal| {
            let member = roll.seat(seal.device).is_some_and(|seat| seat.role().is_some());
            member && seal.epoch == epoch.turn.epoch && seal.check == epoch.turn.check
        };
        if !seals.iter().all(fits) {
            return Err(Problem::Malformed.into());
        }
        let size = self.keep_seals(space, &seals.iter().collect::<Vec<_>>())?;
        self.count(space, i64::try_from(size).unwrap_or(i64::MAX))?;
        for device in needed {
            if !self.has_seal(space, device, epoch.turn.epoch)? {
                return Err(Problem::TurnIncomplete { wraps: epoch.turn.wrap_count.into() }.into());
            }
        }
        Ok(())
    }

    fn write_member(&mut self, space: SpaceId, keys: &DeviceKeys) -> Result<(), Failure> {
        let sql = "INSERT INTO member (space, device, sign_key) VALUES (?1, ?2, ?3)";
        let (device, key) = (Value::Bytes(&keys.device.0), Value::Bytes(&keys.sign.0));
        self.tx.run(sql, &[Value::Bytes(&space.0), device, key])?;
        Ok(())
    }

    fn strike_member(&mut self, space: SpaceId, device: DeviceId) -> Result<(), Failure> {
        let sql = "DELETE FROM member WHERE space = ?1 AND device = ?2";
        self.tx.run(sql, &[Value::Bytes(&space.0), Value::Bytes(&device.0)])?;
        Ok(())
    }

    /// Entries from a number on. A device that was removed reads up to its removal, so that it has the proof, and nothing
    /// else of the space.
    pub fn log_page(&mut self, caller: &Caller, space: SpaceId, from: u64) -> Result<LogPage, Failure> {
        let there = self.look(space)?.ok_or(Problem::NotMember)?;
        let roll = self.roll(&there)?;
        let seat = roll.seat(caller.device).filter(|seat| seat.keys.sign == caller.key);
        let seat = seat.ok_or(Problem::NotMember)?;
        let head = match seat.removed() {
            None => there.log,
            Some(n) => self.head_at(space, n)?,
        };
        let sql = "SELECT n, CAST(length(signed) AS BIGINT) FROM log
                   WHERE space = ?1 AND n >= ?2 AND n < ?3 ORDER BY n LIMIT ?4";
        let page = Value::count(bytes(limit::LOG_PAGE));
        let values = [Value::Bytes(&space.0), Value::count(from), Value::count(head.len), page];
        let (mut until, mut size) = (from, 0);
        for row in self.tx.ask(sql, &values)? {
            size += row.count(1)?;
            if size > PAGE_BYTES && until > from {
                break;
            }
            until = row.count(0)? + 1;
        }
        let entries = if until > from { self.log_entries(space, from, until)? } else { vec![] };
        Ok(LogPage { head, entries })
    }

    fn head_at(&mut self, space: SpaceId, n: u64) -> Result<LogHead, Failure> {
        let sql = "SELECT hash FROM log WHERE space = ?1 AND n = ?2";
        let row = self.tx.ask_one(sql, &[Value::Bytes(&space.0), Value::count(n)])?;
        let hash = row.ok_or(Problem::NotMember)?.hash(0)?;
        Ok(LogHead { len: n + 1, hash })
    }
}
