//! Keeping what a synchronisation decided: each decision in one transaction, with the rows that it brought.

use std::collections::BTreeSet;

use passerelle_domain::id::{DeviceId, PersonId, SpaceId, WorkerId};
use passerelle_domain::moment::Now;
use rusqlite::{Connection, TransactionBehavior, params};
use uuid::Uuid;

use super::batch::keep_batch;
use super::{CaseKey, KeyName, Secret, place};
use crate::erase::erase_people;
use crate::heads::number;
use crate::journal::Version;
use crate::open::authentic;
use crate::receive::{Delivered, JournalLine, Received, deliver, no_gaps, reached};
use crate::row::blob;
use crate::{Error, Vault};

/// One thing to keep or to destroy.
pub enum Keep {
    /// An entry of the membership log, as it came.
    Entry {
        n: u64,
        signed: Vec<u8>,
    },
    /// The key of an epoch.
    EpochKey {
        epoch: u32,
        key: Secret,
    },
    /// The keys of the epochs before this one are destroyed.
    ForgetEpochsBefore(u32),
    /// The sealing key that is to follow.
    NextSeal(Secret),
    /// It has followed.
    SealReplaced,
    CaseKey(CaseKey),
    /// These files, and the keys to what was sealed of them.
    Erase {
        people: Vec<Uuid>,
        keys: Vec<KeyName>,
    },
    /// These files go on in another space, or are back where it is the one that says so.
    Move {
        to: SpaceId,
        people: Vec<Uuid>,
        keys: Vec<KeyName>,
        /// Whether this laptop may send what it wrote there, before the files leave it.
        may_send: bool,
    },
    /// A batch of another laptop that was taken.
    Batch {
        device: DeviceId,
        seq: u64,
        hash: [u8; 32],
        pos: u64,
        header: Vec<u8>,
        /// Of its bodies.
        bytes: u64,
    },
    /// A batch of this laptop's own, with the lines that are in it.
    Outgoing {
        seq: u64,
        hash: [u8; 32],
        batch: Vec<u8>,
        /// Of its bodies.
        bytes: u64,
        lines: Vec<(DeviceId, u64)>,
    },
    /// A batch of another laptop that a stick brought, for the hub.
    Carried {
        device: DeviceId,
        seq: u64,
        batch: Vec<u8>,
    },
    /// The hub has it.
    Delivered {
        device: DeviceId,
        seq: u64,
    },
    /// The hub was seen to have this laptop's own batches up to this number.
    Shown {
        seq: u64,
    },
    /// Own batches up to this number are the hub's: they leave the outbox, and stay for a while, since the hub may be taken
    /// back from an older copy.
    LetGo {
        seq: u64,
        /// UTC milliseconds.
        now_ms: i64,
    },
    /// On whose file a key seals, none for what belongs to the space, and in which epoch it was made.
    KeyOf {
        name: KeyName,
        subject: Option<Uuid>,
        epoch: u32,
    },
    /// Whose laptop a device is.
    Author {
        device: DeviceId,
        worker: WorkerId,
    },
    /// Lines of other laptops, or of former lives of this one.
    Lines(Vec<JournalLine>),
    /// The same from a part of a snapshot: others between them are still missing.
    Gathered(Vec<JournalLine>),
    /// A segment of a snapshot, sealed.
    Segment {
        n: u32,
        body: Vec<u8>,
    },
    /// All segments go.
    DropSegments,
    /// A snapshot was taken in: how far the lines of each laptop were in it without a gap.
    Joined {
        frontier: Vec<(DeviceId, u64)>,
    },
    /// A body that cannot be opened yet.
    Sealed {
        device: DeviceId,
        seq: u64,
        index: u32,
        key: KeyName,
        codec: u8,
        body: Vec<u8>,
    },
    /// It was opened.
    Opened {
        device: DeviceId,
        seq: u64,
        index: u32,
    },
    /// Said once, however often it is heard.
    Alarm {
        at_ms: i64,
        name: String,
        about: String,
        device: Option<DeviceId>,
    },
}

pub(super) fn bytes(device: DeviceId) -> Vec<u8> {
    device.0.as_bytes().to_vec()
}

/// What was to be sent to a space and comes from there need not be sent.
fn mark_returned(db: &Connection, lines: &[(Version, Option<PersonId>)], key: &[u8]) -> Result<(), Error> {
    let sql = "UPDATE journal SET batch_seq = 0 WHERE id = ?1 << 40 | ?2 AND batch_seq IS NULL";
    for ((dev, n), subject) in lines {
        if place::of_file(db, subject.map(|person| person.0))? == key {
            db.prepare_cached(sql)?.execute(params![dev, number(*n)?])?;
        }
    }
    Ok(())
}

pub(super) fn keep_entry(db: &Connection, space: SpaceId, n: u64, signed: &[u8]) -> Result<(), Error> {
    let sql = "INSERT OR IGNORE INTO space_log (space, n, signed) VALUES (?1, ?2, ?3)";
    db.prepare_cached(sql)?.execute(params![blob(&space.0), number(n)?, signed])?;
    Ok(())
}

/// Keeps one thing that is no line; true for an alarm that was not there.
fn keep_one(db: &Connection, space: SpaceId, keep: &Keep) -> Result<bool, Error> {
    let of = space.0.as_bytes().as_slice();
    match keep {
        Keep::Entry { n, signed } => keep_entry(db, space, *n, signed)?,
        Keep::Erase { people, keys } => {
            place::destroy_keys(db, of, keys)?;
            erase_people(db, people)?;
            place::forget(db, people)?;
        }
        Keep::Move { to, people, keys, may_send } => {
            place::destroy_keys(db, of, keys)?;
            place::move_people(db, space, *to, people, *may_send)?;
        }
        Keep::Alarm { at_ms, name, about, device } => {
            let sql = "INSERT INTO alarm (space, at_ms, name, about, device) SELECT ?1, ?2, ?3, ?4, ?5
                       WHERE NOT EXISTS (SELECT 1 FROM alarm WHERE space = ?1 AND name = ?3 AND about = ?4
                                         AND device IS ?5)";
            let device = device.map(bytes);
            let fresh = db.prepare_cached(sql)?.execute(params![of, at_ms, name, about, device])? == 1;
            if name == "rolled_back" {
                // A hub that lost batches may have lost contents: all are looked for again.
                db.prepare_cached("DELETE FROM content_sent WHERE space = ?1")?.execute([of])?;
            }
            return Ok(fresh);
        }
        Keep::Author { device, worker } => {
            let sql = "INSERT OR REPLACE INTO author (space, device, worker) VALUES (?1, ?2, ?3)";
            db.prepare_cached(sql)?.execute(params![of, bytes(*device), blob(&worker.0)])?;
        }
        Keep::Lines(_) | Keep::Gathered(_) | Keep::Joined { .. } => {}
        Keep::EpochKey { .. }
        | Keep::ForgetEpochsBefore(_)
        | Keep::NextSeal(_)
        | Keep::SealReplaced
        | Keep::CaseKey(_)
        | Keep::KeyOf { .. } => keep_key(db, space, keep)?,
        Keep::Batch { .. }
        | Keep::Outgoing { .. }
        | Keep::Carried { .. }
        | Keep::Delivered { .. }
        | Keep::Shown { .. }
        | Keep::LetGo { .. }
        | Keep::Segment { .. }
        | Keep::DropSegments
        | Keep::Sealed { .. }
        | Keep::Opened { .. } => keep_batch(db, space, keep)?,
    }
    Ok(false)
}

/// Keeps or destroys a key.
fn keep_key(db: &Connection, space: SpaceId, keep: &Keep) -> Result<(), Error> {
    let of = space.0.as_bytes().as_slice();
    match keep {
        Keep::EpochKey { epoch, key } => {
            let sql = "INSERT OR REPLACE INTO epoch_key (space, epoch, secret) VALUES (?1, ?2, ?3)";
            db.prepare_cached(sql)?.execute(params![of, epoch, key.as_slice()])?;
        }
        Keep::ForgetEpochsBefore(epoch) => {
            let sql = "DELETE FROM epoch_key WHERE space = ?1 AND epoch < ?2";
            db.prepare_cached(sql)?.execute(params![of, epoch])?;
        }
        Keep::NextSeal(key) => {
            let sql = "UPDATE membership SET next_seal = ?2 WHERE space = ?1";
            db.prepare_cached(sql)?.execute(params![of, key.as_slice()])?;
        }
        Keep::SealReplaced => {
            let sql =
                "UPDATE membership SET seal = coalesce(next_seal, seal), next_seal = NULL WHERE space = ?1";
            db.prepare_cached(sql)?.execute([of])?;
        }
        Keep::CaseKey(CaseKey { name, epoch, key, writes }) => {
            let sql = "INSERT INTO case_key (space, name, epoch, secret, writes, subject)
                       VALUES (?1, ?2, ?3, ?4, ?5, ?6) ON CONFLICT (space, name) DO NOTHING";
            let subject = writes.flatten().map(|subject| subject.as_bytes().to_vec());
            db.prepare_cached(sql)?.execute(params![
                of,
                name.as_slice(),
                epoch,
                key.as_slice(),
                writes.is_some(),
                subject
            ])?;
        }
        Keep::KeyOf { name, subject, epoch } => {
            let sql = "UPDATE case_key SET subject = ?3, epoch = ?4, opened = 1
                       WHERE space = ?1 AND name = ?2 AND writes = 0 AND (opened = 0 OR subject IS NOT ?3)";
            let subject = subject.map(|subject| subject.as_bytes().to_vec());
            db.prepare_cached(sql)?.execute(params![of, name.as_slice(), subject, epoch])?;
        }
        _ => {}
    }
    Ok(())
}

fn waits(db: &Connection, space: SpaceId) -> Result<bool, Error> {
    let sql = "SELECT EXISTS (SELECT 1 FROM sealed WHERE space = ?1)";
    Ok(db.prepare_cached(sql)?.query_row([blob(&space.0)], |row| row.get(0))?)
}

fn merge(into: &mut Received, part: Received) {
    into.taken += part.taken;
    into.known += part.known;
    into.unread += part.unread;
    into.refused.extend(part.refused);
    into.ahead_of_time.extend(part.ahead_of_time);
    into.topics.extend(part.topics);
}

/// What a decision that was kept leaves to the vault that is open.
pub(super) struct Done {
    pub received: Received,
    /// Whose line in the list of people may have changed.
    pub people: BTreeSet<Uuid>,
    pub erased: bool,
}

impl Vault {
    /// All of a decision in one transaction.
    pub(super) fn keep_all(
        &self,
        db: &mut Connection,
        space: SpaceId,
        keeps: Vec<Keep>,
        standing: &[u8],
        now: Now,
    ) -> Result<Done, Error> {
        let tx = db.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let mut received = Received::default();
        let mut names = self.names()?;
        let mut people = BTreeSet::new();
        let (mut erased, waited) = (false, waits(&tx, space)?);
        let key = place::key(&tx, space)?;
        for keep in keeps {
            erased |= matches!(keep, Keep::Erase { .. });
            received.alarms += u32::from(keep_one(&tx, space, &keep)?);
            if let Keep::Erase { people, .. } = &keep {
                crate::erased::note(&tx, people, now.at)?;
            }
            if let Keep::Joined { frontier } = &keep {
                reached(&tx, self.own, frontier, &key)?;
            }
            let partly = matches!(keep, Keep::Gathered(_));
            if let Keep::Lines(mut lines) | Keep::Gathered(mut lines) = keep {
                let gaps = partly || waits(&tx, space)?;
                for line in &mut lines {
                    line.previous = if gaps { line.n.saturating_sub(1) } else { 0 };
                }
                lines.sort_by_key(|line| (line.device, line.n));
                for line in lines.iter().filter(|line| line.space != space) {
                    // A line of a file that moved: of a space that may not be known here.
                    place::know(&tx, line.space)?;
                }
                let delivered = deliver(&tx, self.own, names, (&lines, &key, partly), now)?;
                let Delivered { received: part, names: learnt, people: touched, returned } = delivered;
                mark_returned(&tx, &returned, &key)?;
                merge(&mut received, part);
                names = learnt;
                people.extend(touched);
            }
        }
        if waited && !waits(&tx, space)? {
            no_gaps(&tx, &key)?;
        }
        let left = place::handed_over(&tx)?;
        if !left.is_empty() {
            erased = true;
            place::note_gone(&tx, &left)?;
            erase_people(&tx, &left)?;
            crate::erased::note(&tx, &left, now.at)?;
        }
        let sql = "UPDATE membership SET standing = ?2 WHERE space = ?1";
        if tx.prepare_cached(sql)?.execute(params![blob(&space.0), standing])? != 1 {
            return Err(Error::NotFound);
        }
        authentic(&tx)?;
        tx.commit()?;
        self.learn(names)?;
        Ok(Done { received, people, erased })
    }
}
