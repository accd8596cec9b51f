//! Keeping what synchronisation decided: each decision with the rows that it brings.

use std::collections::BTreeSet;

use passerelle_domain::id as ours;
use passerelle_domain::moment::Now;
use passerelle_sync::codec::Entry;
use passerelle_sync::engine::{Decision, Received, ReceivedEntry, Save, Space};
use passerelle_sync::membership::case_tag;
use passerelle_sync::seal::EntryPlace;
use passerelle_sync::snapshot::{Part, Share, State};
use passerelle_vault::Vault;
use passerelle_vault::receive::{JournalLine, Refused};
use passerelle_vault::team::{self, Keep};
use passerelle_wire::batch::DeviceHead;
use passerelle_wire::encode;
use passerelle_wire::id::{DeviceId, KeyId};
use passerelle_wire::membership::Role;
use uuid::Uuid;

use super::alarm;
use super::room::{device, pack, secret, wire_device};
use super::run::Ground;
use crate::Problem;

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
        let mut keeper = Keeper::new(vault, id, space, now);
        let mut fresh = Vec::new();
        for save in decision.saves {
            if let Save::CaseKey { name, .. } = &save {
                fresh.push(name.0);
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
        let mut keeper = Keeper::new(vault, id, space, now);
        keeper.open_waiting(None)?;
        if keeper.keeps.is_empty() { Ok((Kept::default(), BTreeSet::new())) } else { keeper.finish() }
    })?;
    ground.tell(topics);
    Ok(kept)
}

fn key_of(key: KeyId, epoch: u32, entry: &Entry) -> Keep {
    Keep::KeyOf { name: key.0, subject: entry.subject.map(Uuid::from_bytes), epoch }
}

/// The bytes of the bodies that a batch names.
fn weight(lens: impl Iterator<Item = u32>) -> u64 {
    lens.map(u64::from).sum()
}

struct Keeper<'a> {
    vault: &'a Vault,
    id: ours::SpaceId,
    space: &'a Space,
    now: Now,
    keeps: Vec<Keep>,
    /// The numbers of the devices that the entry before named: most name the same.
    numbers: (Vec<DeviceId>, Vec<(ours::DeviceId, u32)>),
}

/// Of the lines of a file those that come with a share. What was written of exchanges is the history; the last of it comes first
/// all the same, so that nobody is called silent who was heard yesterday.
fn shared(lines: Vec<JournalLine>, share: Share) -> impl Iterator<Item = JournalLine> {
    let past = |line: &JournalLine| line.act.starts_with("encounter.");
    let heard = lines.iter().filter(|line| line.act == "encounter.record");
    let last = heard.map(|line| (line.hlc, line.device, line.n)).max();
    lines.into_iter().filter(move |line| {
        let first = !past(line) || Some((line.hlc, line.device, line.n)) == last;
        first == (share == Share::First)
    })
}

impl<'a> Keeper<'a> {
    fn new(vault: &'a Vault, id: ours::SpaceId, space: &'a Space, now: Now) -> Keeper<'a> {
        Keeper { vault, id, space, now, keeps: Vec::new(), numbers: Default::default() }
    }

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
            Save::CaseKey { name, epoch, key, writes } => Keep::CaseKey(team::CaseKey {
                name: name.0,
                epoch,
                key: secret(key.expose()),
                writes: writes.map(|subject| subject.map(Uuid::from_bytes)),
            }),
            Save::Received(received) => return self.receive(*received),
            Save::Sealed { seq, hash, batch, lines } => Keep::Outgoing {
                seq,
                hash: hash.0,
                bytes: batch.bodies.iter().flatten().map(|body| body.len() as u64).sum(),
                batch: encode(batch.as_ref()).map_err(|_| Problem::Internal)?,
                lines: lines.into_iter().map(|(of, n)| (device(of), n)).collect(),
            },
            Save::Confirmed { seq } => Keep::Shown { seq },
            Save::LetGo { seq } => Keep::LetGo { seq, now_ms: self.now.at.0 },
            // Only what is seen among the heads counts.
            Save::Sent { .. } => return Ok(()),
            Save::DropSegments => Keep::DropSegments,
            Save::Segment { n, segment } => {
                Keep::Segment { n, body: encode(segment.as_ref()).map_err(|_| Problem::Internal)? }
            }
            Save::Gathered { by, parts, share } => return self.gather(by, parts, share),
            Save::Joined { state, covers } => {
                self.join(state, &covers);
                return Ok(());
            }
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
            bytes: weight(header.entries.iter().map(|entry| entry.len)),
        });
        let mut lines = Vec::new();
        for (entry, named) in entries.into_iter().zip(&header.entries) {
            match entry {
                ReceivedEntry::Opened(entry) => {
                    self.keeps.push(key_of(named.key, header.epoch, &entry));
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

    /// Lines of a part of a snapshot, as many as the share takes.
    fn gather(&mut self, by: DeviceId, parts: Vec<Part>, share: Share) -> Result<(), Problem> {
        let mut lines = Vec::new();
        for part in parts {
            let Part::File { keys, entry } = part else { continue };
            self.keeps.extend(keys.into_iter().map(|(key, epoch)| key_of(key, epoch, &entry)));
            let mut of_file = Vec::new();
            self.read(by, 0, &entry, &mut of_file)?;
            lines.extend(shared(of_file, share));
        }
        if !lines.is_empty() {
            self.keeps.push(Keep::Gathered(lines));
        }
        Ok(())
    }

    /// All of a snapshot is here.
    fn join(&mut self, state: State, covers: &[DeviceHead]) {
        let of = covers.iter().filter(|head| head.device != self.space.own());
        self.keeps.extend(of.map(|head| Keep::Batch {
            device: device(head.device),
            seq: head.seq,
            hash: head.hash.0,
            pos: 0,
            header: Vec::new(),
            bytes: 0,
        }));
        let author = |(of, worker)| Keep::Author {
            device: device(of),
            worker: ours::WorkerId(Uuid::from_bytes(worker)),
        };
        self.keeps.extend(state.authors.into_iter().map(author));
        let frontier = state.frontier.into_iter().map(|(of, upto)| (device(of), upto)).collect();
        self.keeps.push(Keep::Joined { frontier });
        self.keeps.push(Keep::DropSegments);
    }

    /// The lines of an entry, with the numbers under which devices are known here.
    fn read(
        &mut self,
        from: DeviceId,
        seq: u64,
        entry: &Entry,
        lines: &mut Vec<JournalLine>,
    ) -> Result<(), Problem> {
        // Of a file that went on elsewhere only what can be carried there is taken.
        let went_on = entry.subject.is_some_and(|of| self.space.standing.log.moved_case(&of).is_some());
        if let Some(subject) = entry.subject.filter(|_| went_on) {
            let now = self.vault.file_space(ours::PersonId(Uuid::from_bytes(subject)))?;
            let here = self.vault.memberships()?.iter().any(|of| {
                of.space != self.id && now.map_or(of.home, |now| of.space == now) && !of.standing.is_empty()
            });
            if !here {
                return Ok(());
            }
        }
        if self.numbers.0 != entry.devices {
            let named: Vec<ours::DeviceId> = entry.devices.iter().copied().map(device).collect();
            self.numbers = (entry.devices.clone(), self.vault.device_numbers(&named)?);
        }
        let (_, numbers) = &self.numbers;
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
            went_on,
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
                let epoch = self.epoch_of(sealed.device, sealed.seq)?;
                self.keeps.push(key_of(KeyId(sealed.key), epoch, &entry));
                self.read(from, sealed.seq, &entry, &mut lines)?;
            }
        }
        if !lines.is_empty() {
            self.keeps.push(Keep::Lines(lines));
        }
        Ok(())
    }

    /// The epoch in which a batch that was kept was sealed.
    fn epoch_of(&self, of: ours::DeviceId, seq: u64) -> Result<u32, Problem> {
        let kept = self.vault.batch_header(self.id, of, seq)?;
        let signed: Option<passerelle_wire::signed::Signed> =
            kept.and_then(|bytes| super::room::unpack(&bytes).ok());
        let header = signed
            .and_then(|signed| passerelle_wire::decode::<passerelle_wire::batch::Header>(&signed.body).ok());
        Ok(header.map_or(0, |header| header.epoch))
    }

    fn finish(self) -> Result<(Kept, BTreeSet<passerelle_domain::Topic>), Problem> {
        let Keeper { vault, id, space, now, keeps, .. } = self;
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
