//! Entering a team, leaving it, and what is noted of it beside its synchronisation.

use passerelle_domain::id::SpaceId;
use passerelle_domain::moment::Instant;
use rusqlite::{Connection, TransactionBehavior, params};
use uuid::Uuid;

use super::keep::{bytes, keep_entry};
use super::{Invited, Membership, Met, place};
use crate::erase::erase_people;
use crate::open::authentic;
use crate::row::blob;
use crate::{Error, Vault, erased};

impl Vault {
    /// Erases the files of these people on this laptop alone, for good, and notes that for whatever backup is taken back later.
    pub fn erase(&self, people: &[Uuid], at: Instant) -> Result<(), Error> {
        let mut db = self.writer()?;
        let tx = db.transaction_with_behavior(TransactionBehavior::Immediate)?;
        erase_people(&tx, people)?;
        place::forget(&tx, people)?;
        erased::note(&tx, people, at)?;
        authentic(&tx)?;
        tx.commit()?;
        self.forget();
        self.mirror_erased(&db);
        crate::erase::fold_log(&db)
    }

    /// Notes the space that this laptop founds or asks to join. What it wrote before belongs to the home team; a smaller space
    /// begins with nothing.
    pub fn enter_space(&self, of: &Membership) -> Result<(), Error> {
        let mut db = self.writer()?;
        let tx = db.transaction_with_behavior(TransactionBehavior::Immediate)?;
        if of.home {
            leave_all(&tx)?;
        } else {
            let sql = "INSERT OR REPLACE INTO smaller_space (space, name) VALUES (?1, ?2)";
            tx.execute(sql, params![blob(&of.space.0), of.name])?;
        }
        let sql =
            "INSERT INTO membership (space, home, name, hub, device, sign, seal, next_seal, standing, joining)
                   VALUES (?1, ?10, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)";
        tx.execute(
            sql,
            params![
                blob(&of.space.0),
                of.name,
                of.hub,
                bytes(of.device),
                of.sign.as_slice(),
                of.seal.as_slice(),
                of.next_seal.as_ref().map(|key| key.to_vec()),
                of.standing,
                of.joining,
                of.home
            ],
        )?;
        Ok(tx.commit()?)
    }

    /// This laptop was let in: what synchronisation knows from here on, and the entries of the log as they came, from the first.
    pub fn let_in(&self, space: SpaceId, standing: &[u8], entries: &[Vec<u8>]) -> Result<(), Error> {
        let mut db = self.writer()?;
        let tx = db.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let sql = "UPDATE membership SET standing = ?2, joining = x'' WHERE space = ?1";
        tx.execute(sql, params![blob(&space.0), standing])?;
        for (n, signed) in (0..).zip(entries) {
            keep_entry(&tx, space, n, signed)?;
        }
        Ok(tx.commit()?)
    }

    /// Forgets a space, its keys and what waited. What this laptop has of its files stays.
    pub fn leave_space(&self, space: SpaceId) -> Result<(), Error> {
        let mut db = self.writer()?;
        let tx = db.transaction_with_behavior(TransactionBehavior::Immediate)?;
        leave(&tx, space)?;
        Ok(tx.commit()?)
    }

    /// Notes how a meeting with a space went.
    pub fn met(&self, space: SpaceId, met: &Met) -> Result<(), Error> {
        let db = self.writer()?;
        let sql = "UPDATE membership SET tried_ms = ?1, done_ms = coalesce(?2, done_ms), outcome = ?3
                   WHERE space = ?4";
        db.prepare_cached(sql)?.execute(params![met.tried_ms, met.done_ms, met.outcome, blob(&space.0)])?;
        Ok(())
    }

    /// Notes an invitation to a space in the place of the one before, or that there is none.
    pub fn keep_invitation(&self, space: SpaceId, invited: Option<&Invited>) -> Result<(), Error> {
        let mut db = self.writer()?;
        let tx = db.transaction_with_behavior(TransactionBehavior::Immediate)?;
        tx.execute("DELETE FROM invitation WHERE space = ?1", [blob(&space.0)])?;
        if let Some(Invited { code, role, until_ms }) = invited {
            let sql = "INSERT INTO invitation (space, code, role, until_ms) VALUES (?1, ?2, ?3, ?4)";
            tx.execute(sql, params![blob(&space.0), code, role, until_ms])?;
        }
        Ok(tx.commit()?)
    }

    /// Somebody has read an alarm.
    pub fn acknowledge_alarm(&self, id: i64) -> Result<(), Error> {
        let db = self.writer()?;
        match db.execute("UPDATE alarm SET read = 1 WHERE id = ?1", [id])? {
            0 => Err(Error::NotFound),
            _ => Ok(()),
        }
    }
}

/// What is kept of each space.
const OF_A_SPACE: [&str; 13] = [
    "membership",
    "space_log",
    "epoch_key",
    "case_key",
    "batch",
    "author",
    "outgoing",
    "carried",
    "sealed",
    "snapshot_part",
    "alarm",
    "invitation",
    "content_sent",
];

/// Forgets a space: its keys, its chains, what was to be sent. What was sent counts as unsent, since another space, or this
/// one under another identity, may lack it. Files of a smaller space stay its own.
fn leave(tx: &Connection, space: SpaceId) -> Result<(), Error> {
    let key = place::key(tx, space)?;
    for table in OF_A_SPACE {
        tx.execute(&format!("DELETE FROM {table} WHERE space = ?1"), [blob(&space.0)])?;
    }
    tx.execute("DELETE FROM content_part", [])?;
    let sql = "UPDATE journal SET batch_seq = NULL WHERE batch_seq IS NOT NULL
               AND dev IN (SELECT ix FROM device WHERE received = 0)
               AND coalesce((SELECT f.space FROM file_space f WHERE f.person = journal.subject), x'') = ?1";
    tx.execute(sql, [key])?;
    Ok(())
}

/// Forgets all spaces.
pub(crate) fn leave_all(tx: &Connection) -> Result<(), Error> {
    for table in OF_A_SPACE.into_iter().chain(["content_part", "moving"]) {
        tx.execute(&format!("DELETE FROM {table}"), [])?;
    }
    let sql = "UPDATE journal SET batch_seq = NULL WHERE batch_seq IS NOT NULL
               AND dev IN (SELECT ix FROM device WHERE received = 0)";
    tx.execute(sql, [])?;
    Ok(())
}
