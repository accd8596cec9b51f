//! Entering a team, leaving it, and what is noted of it beside its synchronisation.

use passerelle_domain::id::SpaceId;
use passerelle_domain::moment::Instant;
use rusqlite::{Connection, TransactionBehavior, params};
use uuid::Uuid;

use super::keep::{bytes, keep_entry};
use super::{Invited, Membership, Met};
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
        erased::note(&tx, people, at)?;
        authentic(&tx)?;
        tx.commit()?;
        self.forget();
        self.mirror_erased(&db);
        crate::erase::fold_log(&db)
    }

    /// Notes the team that this laptop founds or asks to join. What it wrote before belongs to this space from now on.
    pub fn enter_space(&self, of: &Membership) -> Result<(), Error> {
        let mut db = self.writer()?;
        let tx = db.transaction_with_behavior(TransactionBehavior::Immediate)?;
        leave(&tx)?;
        let sql =
            "INSERT INTO membership (space, name, hub, device, sign, seal, next_seal, standing, joining)
                   VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)";
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
                of.joining
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

    /// Forgets the team, its keys and what waited. What this laptop has of its files stays.
    pub fn leave_space(&self) -> Result<(), Error> {
        let mut db = self.writer()?;
        let tx = db.transaction_with_behavior(TransactionBehavior::Immediate)?;
        leave(&tx)?;
        Ok(tx.commit()?)
    }

    /// Notes how a meeting with the team went.
    pub fn met(&self, met: &Met) -> Result<(), Error> {
        let db = self.writer()?;
        let sql = "UPDATE membership SET tried_ms = ?1, done_ms = coalesce(?2, done_ms), outcome = ?3";
        db.prepare_cached(sql)?.execute(params![met.tried_ms, met.done_ms, met.outcome])?;
        Ok(())
    }

    /// Notes an invitation in the place of the one before, or that there is none.
    pub fn keep_invitation(&self, invited: Option<&Invited>) -> Result<(), Error> {
        let mut db = self.writer()?;
        let tx = db.transaction_with_behavior(TransactionBehavior::Immediate)?;
        tx.execute("DELETE FROM invitation", [])?;
        if let Some(Invited { code, role, until_ms }) = invited {
            let sql = "INSERT INTO invitation (code, role, until_ms) VALUES (?1, ?2, ?3)";
            tx.execute(sql, params![code, role, until_ms])?;
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

/// Forgets the team: its keys, its chains, what was to be sent. What was sent counts as unsent, since another space, or this
/// one under another identity, may lack it.
pub(crate) fn leave(tx: &Connection) -> Result<(), Error> {
    for table in [
        "membership",
        "space_log",
        "epoch_key",
        "case_key",
        "batch",
        "author",
        "outgoing",
        "carried",
        "sealed",
        "alarm",
        "invitation",
        "content_sent",
        "content_part",
    ] {
        tx.execute(&format!("DELETE FROM {table}"), [])?;
    }
    let sql = "UPDATE journal SET batch_seq = NULL WHERE batch_seq IS NOT NULL";
    tx.execute(sql, [])?;
    Ok(())
}
