//! What each device says it has: the receipts of an erasure, and the word that old keys may go.

use passerelle_wire::ack::{Ack, Acks, PostAck};
use passerelle_wire::hash::purpose;
use passerelle_wire::id::SpaceId;
use passerelle_wire::membership::Roll;
use passerelle_wire::problem::Problem;

use super::{Caller, Keep, kept, reread};
use crate::store::{Failure, Value};

const DAY_MS: u64 = 24 * 60 * 60 * 1000;

impl Keep<'_> {
    /// Keeps the newest ack of the caller, and lets go of the keys that no device holds any more.
    pub fn post_ack(&mut self, caller: &Caller, space: SpaceId, post: &PostAck) -> Result<(), Failure> {
        let standing = self.standing_held(caller, space)?;
        post.ack.verify(&caller.key, purpose::ACK).map_err(|_| Problem::BadSignature)?;
        let ack: Ack = passerelle_wire::decode(&post.ack.body).map_err(|_| Problem::Malformed)?;
        if ack.space != space || ack.device != caller.device {
            return Err(Problem::Malformed.into());
        }
        let signed = kept(&post.ack)?;
        let place = [Value::Bytes(&space.0), Value::Bytes(&caller.device.0)];
        let sql = "SELECT number, signed FROM ack WHERE space = ?1 AND device = ?2";
        if let Some(mut held) = self.tx.ask_one(sql, &place)? {
            if held.bytes(1)? == signed {
                return Ok(());
            }
            if held.count(0)? >= ack.number {
                return Err(Problem::Taken.into());
            }
            self.tx.run("DELETE FROM ack WHERE space = ?1 AND device = ?2", &place)?;
        }
        let [of_space, device] = place;
        let values = [
            of_space,
            device,
            Value::count(ack.number),
            Value::Int(ack.oldest_epoch.into()),
            Value::Bytes(&signed),
            Value::count(self.now_ms),
        ];
        let sql = "INSERT INTO ack (space, device, number, oldest_epoch, signed, at_ms)
                   VALUES (?1, ?2, ?3, ?4, ?5, ?6)";
        self.tx.run(sql, &values)?;
        if let Some(oldest) = self.oldest_epoch(&standing.roll)? {
            self.forget_epochs(space, oldest)?;
        }
        Ok(())
    }

    /// The oldest epoch whose key an active device still holds; none while one of them has not said.
    fn oldest_epoch(&mut self, roll: &Roll) -> Result<Option<u32>, Failure> {
        let mut oldest = roll.epoch_number();
        for (ack, _) in self.active(roll)? {
            match ack {
                Some(ack) => oldest = oldest.min(ack.oldest_epoch),
                None => return Ok(None),
            }
        }
        Ok(Some(oldest))
    }

    /// The newest ack of each member whose lease has not run out by the hub's clock, with the device. A recovery kit is no laptop
    /// that anything waits for.
    pub fn active(
        &mut self,
        roll: &Roll,
    ) -> Result<Vec<(Option<Ack>, passerelle_wire::id::DeviceId)>, Failure> {
        let space = roll.space();
        let lease = u64::from(roll.lease_days()).saturating_mul(DAY_MS);
        let since = self.now_ms.saturating_sub(lease);
        let mut active = Vec::new();
        for (device, seat, _) in roll.members().filter(|(_, seat, _)| !seat.keys.is_kit()) {
            let place = [Value::Bytes(&space.0), Value::Bytes(&device.0)];
            let sql = "SELECT signed, at_ms FROM ack WHERE space = ?1 AND device = ?2";
            let held = self.tx.ask_one(sql, &place)?;
            let (ack, at) = match held {
                Some(mut row) => {
                    let signed: passerelle_wire::signed::Signed = reread(&row.bytes(0)?)?;
                    (passerelle_wire::decode::<Ack>(&signed.body).ok(), row.count(1)?)
                }
                None => (None, 0),
            };
            let sql = "SELECT at_ms FROM log WHERE space = ?1 AND n = ?2";
            let renewed = self.tx.ask_one(sql, &[Value::Bytes(&space.0), Value::count(seat.renewed)])?;
            let renewed = renewed.map_or(Ok(0), |row| row.count(0))?;
            if at.max(renewed) >= since {
                active.push((ack, device));
            }
        }
        Ok(active)
    }

    /// The newest ack of each device that is a member now.
    pub fn acks(&mut self, caller: &Caller, space: SpaceId) -> Result<Acks, Failure> {
        let standing = self.standing(caller, space)?;
        let sql = "SELECT device, signed FROM ack WHERE space = ?1 ORDER BY device";
        let mut acks = Vec::new();
        for mut row in self.tx.ask(sql, &[Value::Bytes(&space.0)])? {
            let device = passerelle_wire::id::DeviceId(row.array(0)?);
            if standing.roll.seat(device).is_some_and(|seat| seat.role().is_some()) {
                acks.push(reread(&row.bytes(1)?)?);
            }
        }
        Ok(Acks { acks })
    }
}
