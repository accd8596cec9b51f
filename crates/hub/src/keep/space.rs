//! A space and who is in it. The membership log is read anew only as far as it grew.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use passerelle_wire::id::SpaceId;
use passerelle_wire::membership::{LogHead, Role, Roll, Seat};
use passerelle_wire::problem::Problem;
use passerelle_wire::signed::Signed;

use super::{Caller, Keep, SharedRoll, reread};
use crate::store::{Failure, Row, StoreError, Value};

/// Spaces whose rolls stay in memory.
const ROLLS: usize = 10_000;

/// Rolls that were read, each good for the log whose head it has.
#[derive(Default)]
pub struct Rolls(Mutex<HashMap<SpaceId, SharedRoll>>);

impl Rolls {
    fn get(&self, space: SpaceId) -> Option<SharedRoll> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).get(&space).cloned()
    }

    fn put(&self, roll: &SharedRoll) {
        let mut rolls = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if rolls.len() >= ROLLS {
            rolls.clear();
        }
        rolls.insert(roll.space(), Arc::clone(roll));
    }
}

/// A space as its line says it.
#[derive(Clone, Debug)]
pub struct Space {
    pub id: SpaceId,
    /// Of its newest batch.
    pub pos: u64,
    pub kept_after: u64,
    pub log: LogHead,
    /// Bytes that it takes.
    pub used: u64,
}

/// A member before a space.
pub struct Standing {
    pub space: Space,
    pub roll: SharedRoll,
    pub role: Role,
}

impl Standing {
    /// Refuses those who only read.
    pub fn may_write(&self) -> Result<(), Problem> {
        match self.role {
            Role::Member | Role::Admin => Ok(()),
            Role::Reader => Err(Problem::RoleForbids),
        }
    }
}

const COLUMNS: &str = "pos, kept_after, log_len, log_hash, used";

fn space_of(id: SpaceId, mut row: Row) -> Result<Space, StoreError> {
    let log = LogHead { len: row.count(2)?, hash: row.hash(3)? };
    Ok(Space { id, pos: row.count(0)?, kept_after: row.count(1)?, log, used: row.count(4)? })
}

impl Keep<'_> {
    /// A space as it is, without holding it.
    pub fn look(&mut self, id: SpaceId) -> Result<Option<Space>, Failure> {
        let sql = format!("SELECT {COLUMNS} FROM space WHERE space = ?1");
        let row = self.tx.ask_one(&sql, &[Value::Bytes(&id.0)])?;
        Ok(row.map(|row| space_of(id, row)).transpose()?)
    }

    /// A space, held until the transaction ends: what is read of it after is what the holder before left.
    pub fn hold(&mut self, id: SpaceId) -> Result<Option<Space>, Failure> {
        let sql = format!("UPDATE space SET used = used WHERE space = ?1 RETURNING {COLUMNS}");
        let row = self.tx.ask_one(&sql, &[Value::Bytes(&id.0)])?;
        Ok(row.map(|row| space_of(id, row)).transpose()?)
    }

    /// A member before a space, not held.
    pub fn standing(&mut self, caller: &Caller, id: SpaceId) -> Result<Standing, Failure> {
        let space = self.look(id)?.ok_or(Problem::NotMember)?;
        self.stand(caller, space)
    }

    /// A member before a space, held.
    pub fn standing_held(&mut self, caller: &Caller, id: SpaceId) -> Result<Standing, Failure> {
        let space = self.hold(id)?.ok_or(Problem::NotMember)?;
        self.stand(caller, space)
    }

    fn stand(&mut self, caller: &Caller, space: Space) -> Result<Standing, Failure> {
        let roll = self.roll(&space)?;
        let seat = roll.seat(caller.device).filter(|seat| seat.keys.sign == caller.key);
        let role = seat.and_then(Seat::role).ok_or(Problem::NotMember)?;
        Ok(Standing { space, roll, role })
    }

    /// Who is in a space after its whole log.
    pub fn roll(&mut self, space: &Space) -> Result<SharedRoll, Failure> {
        let known = self.rolls.get(space.id);
        if let Some(roll) = known.as_ref().filter(|roll| roll.head() == space.log) {
            return Ok(Arc::clone(roll));
        }
        let grown = known.filter(|roll| roll.head().len < space.log.len);
        let roll = match grown.map(|roll| self.read_on(Some(&roll), space)) {
            Some(Ok(roll)) if roll.head() == space.log => roll,
            // What was in memory is of another past: the database was taken back from a backup.
            _ => self.read_on(None, space)?,
        };
        if roll.head() != space.log {
            return Err(StoreError::Damaged("a log that does not end where its space says").into());
        }
        let roll = Arc::new(roll);
        self.rolls.put(&roll);
        Ok(roll)
    }

    fn read_on(&mut self, known: Option<&Roll>, space: &Space) -> Result<Roll, Failure> {
        const PAGE: u64 = 200;
        let mut roll = known.cloned();
        let mut at = known.map_or(0, |roll| roll.head().len);
        while at < space.log.len {
            let until = space.log.len.min(at + PAGE);
            for signed in self.log_entries(space.id, at, until)? {
                let admitted = match roll.as_mut() {
                    None => Roll::found(&signed).map(|first| roll = Some(first)),
                    Some(roll) => roll.admit(&signed).map(|_| ()),
                };
                admitted.map_err(|_| StoreError::Damaged("a log entry that was never admitted"))?;
            }
            at = until;
        }
        roll.ok_or_else(|| StoreError::Damaged("a space without a log").into())
    }

    /// Entries from one number up to another, which is not among them.
    pub fn log_entries(&mut self, space: SpaceId, from: u64, until: u64) -> Result<Vec<Signed>, StoreError> {
        let sql = "SELECT signed FROM log WHERE space = ?1 AND n >= ?2 AND n < ?3 ORDER BY n";
        let values = [Value::Bytes(&space.0), Value::count(from), Value::count(until)];
        let rows = self.tx.ask(sql, &values)?;
        rows.into_iter().map(|mut row| reread(&row.bytes(0)?)).collect()
    }

    /// Counts bytes into a space, and refuses where it would be full.
    pub fn fill(&mut self, space: &Space, added: u64) -> Result<(), Failure> {
        let quota = self.settings.quota_bytes;
        if space.used.saturating_add(added) > quota {
            return Err(Problem::QuotaReached { bytes: quota }.into());
        }
        self.count(space.id, i64::try_from(added).unwrap_or(i64::MAX))
    }

    /// Counts bytes into or out of a space without asking: for what must be taken, and for what went.
    pub fn count(&mut self, space: SpaceId, change: i64) -> Result<(), Failure> {
        if change != 0 {
            let sql =
                "UPDATE space SET used = CASE WHEN used + ?2 > 0 THEN used + ?2 ELSE 0 END WHERE space = ?1";
            self.tx.run(sql, &[Value::Bytes(&space.0), Value::Int(change)])?;
        }
        Ok(())
    }
}
