//! Named laptops with keys made from small numbers, their log, and the batches that they sign.

use std::collections::BTreeMap;

use passerelle_sync::alarm::Alarm;
use passerelle_sync::chain::{Chains, Taken};
use passerelle_sync::chance::{Chance, NoChance};
use passerelle_sync::membership::{Log, Pin};
use passerelle_sync::seal::{DeviceSecrets, SealSecret, SignSecret};
use passerelle_wire::batch::{Batch, DeviceHead, EntryRef, Header, Hlc};
use passerelle_wire::encode;
use passerelle_wire::hash::{Hash, purpose};
use passerelle_wire::id::{DeviceId, KeyId, SpaceId};
use passerelle_wire::membership::{
    Act, AddDevice, Consent, Entry, Genesis, LogFault, LogHead, Remove, Role, Roll, TurnEpoch,
};
use passerelle_wire::pull::Heads;
use passerelle_wire::signed::Signed;
use passerelle_wire::space::LogPage;
use serde_bytes::ByteBuf;

pub const SPACE: SpaceId = SpaceId([0x50; 16]);

/// Counted instead of random, so that a run replays.
pub struct Counted(pub u64);

impl Chance for Counted {
    fn fill(&mut self, bytes: &mut [u8]) -> Result<(), NoChance> {
        for piece in bytes.chunks_mut(8) {
            self.0 += 1;
            piece.copy_from_slice(&Hash::of("test", &self.0.to_le_bytes()).0[..piece.len()]);
        }
        Ok(())
    }
}

pub fn secrets(number: u8) -> DeviceSecrets {
    DeviceSecrets {
        device: DeviceId([number; 16]),
        sign: SignSecret::from_bytes([number; 32]),
        seal: SealSecret::from_bytes([number ^ 0x80; 32]),
    }
}

/// A log in the making, as an honest hub keeps it.
pub struct Hub {
    pub roll: Roll,
    pub entries: Vec<Signed>,
}

impl Hub {
    pub fn founded_by(founder: &DeviceSecrets) -> Hub {
        let act = Act::Genesis(Genesis { founder: founder.keys().unwrap(), lease_days: 45 });
        let entry = Entry::after(LogHead::EMPTY, SPACE, founder.device, 1_000, &act);
        let signed = founder.sign.sign(purpose::LOG, &entry).unwrap();
        Hub { roll: Roll::found(&signed).unwrap(), entries: vec![signed] }
    }

    pub fn entry(&self, by: &DeviceSecrets, act: &Act) -> Signed {
        let entry = Entry::after(self.roll.head(), SPACE, by.device, 2_000, act);
        by.sign.sign(purpose::LOG, &entry).unwrap()
    }

    pub fn append(&mut self, by: &DeviceSecrets, act: &Act) -> Result<(), LogFault> {
        let signed = self.entry(by, act);
        self.roll.admit(&signed)?;
        self.entries.push(signed);
        Ok(())
    }

    pub fn add(&mut self, by: &DeviceSecrets, new: &DeviceSecrets, role: Role) {
        let keys = new.keys().unwrap();
        let consent = Consent { space: SPACE, genesis: self.roll.genesis(), keys };
        let consent = new.sign.sign_bytes(purpose::CONSENT, &encode(&consent).unwrap());
        self.append(by, &Act::AddDevice(AddDevice { keys, role, consent })).unwrap();
    }

    pub fn page(&self) -> LogPage {
        LogPage { head: self.roll.head(), entries: self.entries.clone() }
    }

    pub fn pin(&self) -> Pin {
        Pin { space: SPACE, genesis: self.roll.genesis(), head: self.roll.head() }
    }

    pub fn log(&self) -> Log {
        Log::found(&self.pin(), &self.page()).unwrap().0
    }
}

/// Turns to an epoch whose key nobody needs here.
pub fn turn(epoch: u32) -> Act {
    Act::TurnEpoch(TurnEpoch { epoch, check: Hash([1; 32]), wraps: Hash([2; 32]), wrap_count: 0 })
}

pub fn remove(device: DeviceId, last: Option<DeviceHead>) -> Act {
    let (last_seq, last_hash) = last.map_or((0, Hash::NONE), |last| (last.seq, last.hash));
    Act::Remove(Remove { device, last_seq, last_hash })
}

/// Awa, coordinator; Bruno and Chloé, members; Driss, who only reads.
pub struct Team {
    pub hub: Hub,
    pub awa: Author,
    pub bruno: Author,
    pub chloe: Author,
    pub driss: Author,
}

pub fn team() -> Team {
    let [awa, bruno, chloe, driss] = [1, 2, 3, 4].map(|number| Author::new(secrets(number)));
    let mut hub = Hub::founded_by(&awa.secrets);
    hub.append(&awa.secrets, &turn(1)).unwrap();
    hub.add(&awa.secrets, &bruno.secrets, Role::Member);
    hub.add(&awa.secrets, &chloe.secrets, Role::Member);
    hub.add(&awa.secrets, &driss.secrets, Role::Reader);
    Team { hub, awa, bruno, chloe, driss }
}

/// Whoever writes batches, one after another.
pub struct Author {
    pub secrets: DeviceSecrets,
    pub last: Option<DeviceHead>,
}

impl Author {
    pub fn new(secrets: DeviceSecrets) -> Author {
        Author { secrets, last: None }
    }

    pub fn id(&self) -> DeviceId {
        self.secrets.device
    }

    /// The header of the next batch with one body.
    pub fn header(&self, log: &Log, seen: &[DeviceHead], body: &[u8]) -> Header {
        let mut seen = seen.to_vec();
        seen.sort_by_key(|head| head.device);
        Header {
            space: SPACE,
            device: self.id(),
            seq: self.last.map_or(0, |last| last.seq) + 1,
            prev: self.last.map_or(Hash::NONE, |last| last.hash),
            protocol: log.roll().min_writer(),
            epoch: log.roll().epoch_number(),
            log_len: log.len(),
            log_hash: log.head().hash,
            seen,
            hlc: Hlc { ms: 1_770_000_000_000, count: 0 },
            entries: vec![EntryRef {
                key: KeyId([9; 16]),
                codec: 1,
                len: u32::try_from(body.len()).unwrap(),
                hash: Hash::of(purpose::BODY, body),
            }],
            wraps: vec![],
        }
    }

    pub fn seal(&self, header: &Header, body: &[u8]) -> Batch {
        let bodies = header.entries.iter().map(|_| Some(ByteBuf::from(body))).collect();
        Batch { header: self.secrets.sign.sign(purpose::BATCH, header).unwrap(), wraps: vec![], bodies }
    }

    /// Writes the next batch.
    pub fn writes(&mut self, log: &Log, seen: &[DeviceHead], body: &[u8]) -> Batch {
        let header = self.header(log, seen, body);
        let batch = self.seal(&header, body);
        self.last = Some(DeviceHead { device: self.id(), seq: header.seq, hash: batch.hash() });
        batch
    }
}

/// Whoever reads: a laptop with its chains and what its vault remembers.
pub struct Reader {
    pub own: DeviceId,
    pub log: Log,
    pub chains: Chains,
    pub past: BTreeMap<(DeviceId, u64), Hash>,
}

impl Reader {
    pub fn new(own: DeviceId, log: Log) -> Reader {
        Reader { own, log, chains: Chains::default(), past: BTreeMap::new() }
    }

    pub fn take(&mut self, batch: &Batch) -> Result<Taken, Alarm> {
        let past = |device, seq| self.past.get(&(device, seq)).copied();
        let taken = self.chains.take(batch, self.own, &self.log, &past, 5_000);
        if let Ok(Taken::Next(header)) = &taken {
            self.past.insert((header.device, header.seq), batch.hash());
        }
        taken
    }

    /// Notes a batch of its own.
    pub fn wrote(&mut self, batch: &Batch) {
        let header = batch.read_header().unwrap();
        self.past.insert((header.device, header.seq), batch.hash());
        self.chains.wrote(&header, batch.hash(), 5_000);
    }

    pub fn compare(&self, heads: &Heads, confirmed: u64) -> Vec<Alarm> {
        let past = |device, seq| self.past.get(&(device, seq)).copied();
        self.chains.compare(heads, self.own, confirmed, &self.log, &past)
    }
}

/// What a hub shows as its heads.
pub fn heads(log: &Log, heads: &[Option<DeviceHead>]) -> Heads {
    let mut heads: Vec<DeviceHead> = heads.iter().flatten().copied().collect();
    heads.sort_by_key(|head| head.device);
    Heads { log: log.head(), pos: heads.iter().map(|head| head.seq).sum(), heads, kept_after: 0 }
}
