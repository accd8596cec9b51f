//! The space of a team as synchronisation knows it, from the vault and back.

use std::collections::BTreeSet;

use passerelle_domain::id as ours;
use passerelle_domain::moment::Now;
use passerelle_sync::codec::Entry;
use passerelle_sync::engine::{Decision, Keys, Outgoing, Received, ReceivedEntry, Save, Space, Standing};
use passerelle_sync::membership::case_tag;
use passerelle_sync::seal::{CaseKey, DeviceSecrets, EntryPlace, EpochKey, SealSecret, SignSecret};
use passerelle_vault::Vault;
use passerelle_vault::receive::{JournalLine, Refused};
use passerelle_vault::team::{self, Keep, Membership, Secret};
use passerelle_wire::batch::Batch;
use passerelle_wire::hash::Hash;
use passerelle_wire::id::{DeviceId, KeyId, SpaceId};
use passerelle_wire::membership::Role;
use passerelle_wire::{decode, encode};
use serde::{Serialize, de::DeserializeOwned};
use uuid::Uuid;
use zeroize::Zeroizing;

use super::alarm;
use super::run::Ground;
use crate::Problem;

/// The space, with what people call it.
pub struct Room {
    pub id: ours::SpaceId,
    /// Whether it is the home team.
    pub home: bool,
    pub name: String,
    pub hub: String,
    pub space: Space,
}

/// Where this laptop stands.
pub enum Seat {
    Alone,
    /// It asked to join and was not let in yet.
    Joining(Box<Membership>),
    In(Box<Room>),
}

pub fn device(id: DeviceId) -> ours::DeviceId {
    ours::DeviceId(Uuid::from_bytes(id.0))
}

pub fn wire_device(id: ours::DeviceId) -> DeviceId {
    DeviceId(*id.0.as_bytes())
}

pub fn wire_space(id: ours::SpaceId) -> SpaceId {
    SpaceId(*id.0.as_bytes())
}

fn secret(bytes: &[u8; 32]) -> Secret {
    Zeroizing::new(*bytes)
}

/// What synchronisation keeps as one piece. A piece that cannot be read is damage.
pub fn pack(what: &impl Serialize) -> Result<Vec<u8>, Problem> {
    postcard::to_stdvec(what).map_err(|_| Problem::Internal)
}

pub fn unpack<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, Problem> {
    postcard::from_bytes(bytes).map_err(|_| Problem::Damaged)
}

/// The secrets of the device of a membership.
pub fn secrets(of: &Membership) -> DeviceSecrets {
    DeviceSecrets {
        device: wire_device(of.device),
        sign: SignSecret::from_bytes(*of.sign),
        seal: SealSecret::from_bytes(*of.seal),
    }
}

/// What the vault keeps of a space that is entered.
pub fn membership(
    secrets: &DeviceSecrets,
    (space, home): (SpaceId, bool),
    name: &str,
    hub: &str,
    standing: Vec<u8>,
    joining: Vec<u8>,
) -> Membership {
    Membership {
        space: ours::SpaceId(Uuid::from_bytes(space.0)),
        home,
        name: name.to_owned(),
        hub: hub.to_owned(),
        device: device(secrets.device),
        sign: secret(secrets.sign.expose()),
        seal: secret(secrets.seal.expose()),
        next_seal: None,
        standing,
        joining,
    }
}

/// A batch of this laptop's own as synchronisation knows it.
pub(super) fn outgoing(kept: &team::Outgoing) -> Result<Outgoing, Problem> {
    let batch: Batch = decode(&kept.batch).map_err(|_| Problem::Damaged)?;
    Ok(Outgoing { seq: kept.seq, hash: Hash(kept.hash), batch })
}

/// Where this laptop stands in its home team, with all the keys that it holds there.
pub fn seat(vault: &Vault) -> Result<Seat, Problem> {
    vault.membership()?.map_or(Ok(Seat::Alone), |of| seat_of(vault, of))
}

/// Its membership of a space: the home team where none is named.
pub(super) fn named(vault: &Vault, space: Option<ours::SpaceId>) -> Result<Membership, Problem> {
    let mut all = vault.memberships()?.into_iter();
    all.find(|of| space.map_or(of.home, |space| of.space == space)).ok_or(Problem::NotInTeam)
}

/// Where it stands in a space of its own.
pub fn seat_of(vault: &Vault, of: Membership) -> Result<Seat, Problem> {
    if of.standing.is_empty() {
        return Ok(Seat::Joining(Box::new(of)));
    }
    let standing: Standing = unpack(&of.standing)?;
    let mut keys = Keys::default();
    for (epoch, key) in vault.epoch_keys(of.space)? {
        keys.hold_epoch(epoch, EpochKey::from_bytes(*key));
    }
    for kept in vault.case_keys(of.space)? {
        keys.hold_case(CaseKey::from_bytes(*kept.key));
        if let Some(subject) = kept.writes {
            let subject = subject.map(|subject| *subject.as_bytes());
            keys.write_with(subject, kept.epoch, KeyId(kept.name));
        }
    }
    let mut outbox = std::collections::VecDeque::new();
    for out in vault.outgoing(of.space)? {
        outbox.push_back(outgoing(&out)?);
    }
    let next_seal = of.next_seal.as_ref().map(|key| SealSecret::from_bytes(**key));
    let space = Space { standing, secrets: secrets(&of), next_seal, keys, outbox };
    Ok(Seat::In(Box::new(Room { id: of.space, home: of.home, name: of.name, hub: of.hub, space })))
}

/// The room of a laptop that is in a team.
pub fn room(vault: &Vault) -> Result<Box<Room>, Problem> {
    match seat(vault)? {
        Seat::In(room) => Ok(room),
        Seat::Joining(_) | Seat::Alone => Err(Problem::NotInTeam),
    }
}

/// The room of a space that this laptop is in: the home team where none is named.
pub fn room_of(vault: &Vault, space: Option<ours::SpaceId>) -> Result<Box<Room>, Problem> {
    match seat_of(vault, named(vault, space)?)? {
        Seat::In(room) => Ok(room),
        Seat::Joining(_) | Seat::Alone => Err(Problem::NotInTeam),
    }
}

/// What a decision leaves in the vault.
#[derive(Default)]
pub struct Kept {
    /// Lines that were new.
    pub taken: u32,
    pub alarms: u32,
}

/// Keeps a decision with what the space then knows, in one transaction, and opens what waited for the keys that came.
pub fn keep(
    ground: &impl Ground,
    id: ours::SpaceId,
    space: &Space,
    decision: Decision,
) -> Result<Kept, Problem> {
    let (kept, topics) = ground.on(|vault, now| {
        let mut keeper = Keeper { vault, id, space, now, keeps: Vec::new() };
        let mut fresh = Vec::new();
        for save in decision.saves {
            if let Save::CaseKey { key, .. } = &save {
                fresh.push(key.id().0);
            }
            keeper.save(save)?;
        }
        if !fresh.is_empty() {
            keeper.open_waiting(Some(&fresh))?;
        }
        keeper.keeps.extend(decision.alarms.iter().map(|sounded| alarm::keep(sounded, now)));
        keeper.finish()
    })?;
    ground.tell(topics);
    Ok(kept)
}

/// Opens what waits and can be opened now, as after an update of this program.
pub fn open_waiting(ground: &impl Ground, id: ours::SpaceId, space: &Space) -> Result<Kept, Problem> {
    let (kept, topics) = ground.on(|vault, now| {
        let mut keeper = Keeper { vault, id, space, now, keeps: Vec::new() };
        keeper.open_waiting(None)?;
        if keeper.keeps.is_empty() { Ok((Kept::default(), BTreeSet::new())) } else { keeper.finish() }
    })?;
    ground.tell(topics);
    Ok(kept)
}

fn key_of(key: KeyId, entry: &Entry) -> Keep {
    Keep::KeyOf { name: key.0, subject: entry.subject.map(Uuid::from_bytes) }
}

struct Keeper<'a> {
    vault: &'a Vault,
    id: ours::SpaceId,
    space: &'a Space,
    now: Now,
    keeps: Vec<Keep>,
}

impl Keeper<'_> {
    fn save(&mut self, save: Save) -> Result<(), Problem> {
        let keep = match save {
            Save::Log(entries) => {
                let from = self.space.standing.log.len() - u64::try_from(entries.len()).unwrap_or(0);
                for (n, entry) in (from..).zip(entries) {
                    self.keeps.push(Keep::Entry { n, signed: pack(&entry)? });
                }
                return Ok(());
            }
            Save::Erase(order) => {
                let space = self.space.id();
                let mut people = self.vault.everyone()?;
                people.retain(|person| order.cases.contains(&case_tag(space, person.as_bytes())));
                Keep::Erase { people, keys: order.keys.iter().map(|key| key.0).collect() }
            }
            Save::Move(to, order) => {
                let space = self.space.id();
                let mut people = self.vault.everyone()?;
                people.retain(|person| order.cases.contains(&case_tag(space, person.as_bytes())));
                Keep::Move {
                    to: ours::SpaceId(Uuid::from_bytes(to.0)),
                    people,
                    keys: order.keys.iter().map(|key| key.0).collect(),
                    may_send: self.space.role().is_some_and(|role| role != Role::Reader),
                }
            }
            Save::EpochKey { epoch, key } => Keep::EpochKey { epoch, key: secret(key.expose()) },
            Save::ForgetEpochsBefore(epoch) => Keep::ForgetEpochsBefore(epoch),
            Save::NextSealKey(key) => Keep::NextSeal(secret(key.expose())),
            Save::SealKeyReplaced => Keep::SealReplaced,
            Save::CaseKey { epoch, key, writes } => Keep::CaseKey(team::CaseKey {
                name: key.id().0,
                epoch,
                key: secret(key.expose()),
                writes: writes.map(|subject| subject.map(Uuid::from_bytes)),
            }),
            Save::Received(received) => return self.receive(*received),
            Save::Sealed { seq, hash, batch, lines } => Keep::Outgoing {
                seq,
                hash: hash.0,
                batch: encode(batch.as_ref()).map_err(|_| Problem::Internal)?,
                lines: lines.into_iter().map(|(of, n)| (device(of), n)).collect(),
            },
            Save::Confirmed { seq } => Keep::Shown { seq },
            Save::LetGo { seq } => Keep::LetGo { seq, now_ms: self.now.at.0 },
            // Only what is seen among the heads counts.
            Save::Sent { .. } => return Ok(()),
        };
        self.keeps.push(keep);
        Ok(())
    }

    fn receive(&mut self, received: Received) -> Result<(), Problem> {
        let Received { header, hash, signed, pos, entries } = received;
        let from = device(header.device);
        self.keeps.push(Keep::Batch {
            device: from,
            seq: header.seq,
            hash: hash.0,
            pos,
            header: pack(&signed)?,
        });
        let mut lines = Vec::new();
        for (entry, named) in entries.into_iter().zip(&header.entries) {
            match entry {
                ReceivedEntry::Opened(entry) => {
                    self.keeps.push(key_of(named.key, &entry));
                    self.read(header.device, header.seq, &entry, &mut lines)?;
                }
                ReceivedEntry::Waiting { index, key, codec, body } => self.keeps.push(Keep::Sealed {
                    device: from,
                    seq: header.seq,
                    index,
                    key: key.0,
                    codec,
                    body,
                }),
                ReceivedEntry::Erased | ReceivedEntry::Bad { .. } => {}
            }
        }
        if let Some(line) = lines.iter().max_by_key(|line| line.hlc) {
            self.keeps.push(Keep::Author { device: from, worker: line.actor });
        }
        if !lines.is_empty() {
            self.keeps.push(Keep::Lines(lines));
        }
        Ok(())
    }

    /// The lines of an entry, with the numbers under which devices are known here.
    fn read(
        &mut self,
        from: DeviceId,
        seq: u64,
        entry: &Entry,
        lines: &mut Vec<JournalLine>,
    ) -> Result<(), Problem> {
        let named: Vec<ours::DeviceId> = entry.devices.iter().copied().map(device).collect();
        // Of a file that went on elsewhere only what can be carried there is taken.
        if let Some(subject) = entry.subject
            && self.space.standing.log.moved_case(&subject).is_some()
        {
            let now = self.vault.file_space(ours::PersonId(Uuid::from_bytes(subject)))?;
            let here = self.vault.memberships()?.iter().any(|of| {
                of.space != self.id && now.map_or(of.home, |now| of.space == now) && !of.standing.is_empty()
            });
            if !here {
                return Ok(());
            }
        }
        let numbers = self.vault.device_numbers(&named)?;
        let number =
            |id: DeviceId| numbers.iter().find(|(of, _)| wire_device(*of) == id).map(|(_, number)| *number);
        let Ok(changes) = entry.lines(number) else {
            self.keeps.push(alarm::unreadable(from, seq, self.now));
            return Ok(());
        };
        lines.extend(changes.into_iter().map(|(author, actor, change)| JournalLine {
            device: device(author),
            n: change.n,
            previous: 0,
            hlc: passerelle_domain::moment::Hlc { ms: change.hlc.ms, count: change.hlc.count },
            space: entry.origin.map_or(self.id, |origin| ours::SpaceId(Uuid::from_bytes(origin))),
            actor: ours::WorkerId(Uuid::from_bytes(actor)),
            subject: entry.subject.map(|subject| ours::PersonId(Uuid::from_bytes(subject))),
            act: change.act,
            schema: i64::from(change.schema),
            ops: change.ops,
            devices: numbers.iter().map(|(id, number)| (*number, *id)).collect(),
        }));
        Ok(())
    }

    /// Opens what waits for these keys, or whatever can be opened.
    fn open_waiting(&mut self, keys: Option<&[[u8; 16]]>) -> Result<(), Problem> {
        let mut lines = Vec::new();
        for sealed in self.vault.sealed(self.id, keys)? {
            let from = wire_device(sealed.device);
            let place =
                EntryPlace { space: self.space.id(), device: from, seq: sealed.seq, index: sealed.index };
            let opened = self.space.keys.open(&sealed.body, KeyId(sealed.key), place, sealed.codec);
            let opened = match opened {
                None => continue,
                Some(Err(error)) if error.is_too_new() => continue,
                Some(Err(_)) => {
                    self.keeps.push(alarm::unreadable(from, sealed.seq, self.now));
                    None
                }
                Some(Ok(entry)) => Some(entry),
            };
            self.keeps.push(Keep::Opened { device: sealed.device, seq: sealed.seq, index: sealed.index });
            let log = &self.space.standing.log;
            let erased = |entry: &Entry| entry.subject.is_some_and(|of| log.erased_case(&of));
            if let Some(entry) = opened.filter(|entry| !erased(entry)) {
                self.keeps.push(key_of(KeyId(sealed.key), &entry));
                self.read(from, sealed.seq, &entry, &mut lines)?;
            }
        }
        if !lines.is_empty() {
            self.keeps.push(Keep::Lines(lines));
        }
        Ok(())
    }

    fn finish(self) -> Result<(Kept, BTreeSet<passerelle_domain::Topic>), Problem> {
        let Keeper { vault, id, space, now, keeps } = self;
        let standing = pack(&space.standing)?;
        let received = vault.keep(id, keeps, &standing, now)?;
        let mut sounded = Vec::new();
        for (of, n, why) in &received.refused {
            sounded.push(alarm::line(*of, *n, *why == Refused::Forked, now));
        }
        sounded.extend(received.ahead_of_time.iter().map(|of| alarm::clock(*of, now)));
        let mut alarms = received.alarms;
        if !sounded.is_empty() {
            alarms += vault.keep(id, sounded, &standing, now)?.alarms;
        }
        let mut topics = received.topics;
        topics.insert(passerelle_domain::Topic::Team);
        Ok((Kept { taken: received.taken, alarms }, topics))
    }
}
