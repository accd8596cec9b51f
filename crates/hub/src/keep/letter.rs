//! Letters of invitations. Only a member of some space begins a mailbox, and only a begun one takes an answer, so that
//! strangers cannot fill the hub with them.

use passerelle_wire::id::MailboxId;
use passerelle_wire::mailbox::{Letter, PutLetter, slot};
use passerelle_wire::problem::Problem;
use serde_bytes::ByteBuf;

use super::{Caller, Keep};
use crate::store::{Failure, Value};

/// The longest that a letter is kept.
const KEPT_MS: u64 = 7 * 24 * 60 * 60 * 1000;

impl Keep<'_> {
    pub fn put_letter(&mut self, caller: Option<&Caller>, put: &PutLetter) -> Result<(), Failure> {
        let mut until_ms = self.now_ms.saturating_add(KEPT_MS.min(u64::from(put.keep_s) * 1000));
        match put.slot {
            slot::INVITATION => {
                let caller = caller.ok_or(Problem::Unauthenticated)?;
                let sql = "SELECT sign_key FROM member WHERE device = ?1 AND sign_key = ?2 LIMIT 1";
                let values = [Value::Bytes(&caller.device.0), Value::Bytes(&caller.key.0)];
                self.tx.ask_one(sql, &values)?.ok_or(Problem::NotMember)?;
            }
            slot::REQUEST => {
                let (_, until) = self.letter_in(put.mailbox, slot::INVITATION)?.ok_or(Problem::NotFound)?;
                until_ms = until_ms.min(until);
            }
            _ => return Err(Problem::NotFound.into()),
        }
        if let Some((held, _)) = self.letter_in(put.mailbox, put.slot)? {
            return if held == put.letter.as_slice() { Ok(()) } else { Err(Problem::Taken.into()) };
        }
        let [mailbox, place] = [Value::Bytes(&put.mailbox.0), Value::Int(put.slot.into())];
        // One whose time is over may still stand there.
        self.tx.run("DELETE FROM letter WHERE mailbox = ?1 AND slot = ?2", &[mailbox, place])?;
        let values = [mailbox, place, Value::Bytes(&put.letter), Value::count(until_ms)];
        let sql = "INSERT INTO letter (mailbox, slot, body, until_ms) VALUES (?1, ?2, ?3, ?4)
                   ON CONFLICT DO NOTHING";
        if self.tx.run(sql, &values)? == 0 { Err(Problem::Taken.into()) } else { Ok(()) }
    }

    fn letter_in(&mut self, mailbox: MailboxId, slot: u8) -> Result<Option<(Vec<u8>, u64)>, Failure> {
        let sql = "SELECT body, until_ms FROM letter WHERE mailbox = ?1 AND slot = ?2 AND until_ms > ?3";
        let values = [Value::Bytes(&mailbox.0), Value::Int(slot.into()), Value::count(self.now_ms)];
        let row = self.tx.ask_one(sql, &values)?;
        row.map(|mut row| Ok((row.bytes(0)?, row.count(1)?))).transpose()
    }

    pub fn letter(&mut self, mailbox: MailboxId, slot: u8) -> Result<Letter, Failure> {
        Ok(Letter { letter: self.letter_in(mailbox, slot)?.map(|(body, _)| ByteBuf::from(body)) })
    }
}
