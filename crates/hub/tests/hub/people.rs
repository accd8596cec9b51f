//! Named laptops with keys made from small numbers, and a team of them at a hub.

use axum::http::Method;
use data_encoding::HEXLOWER;
use ed25519_dalek::{Signer as _, SigningKey};
use passerelle_wire::ack::{Ack, PostAck};
use passerelle_wire::batch::{Batch, BatchTaken, EntryRef, Header, Hlc, WrapRef};
use passerelle_wire::device::{DeviceKeys, SealPublic, SignPublic};
use passerelle_wire::frame::FrameReader;
use passerelle_wire::hash::{Hash, purpose};
use passerelle_wire::id::{DeviceId, KeyId, SpaceId};
use passerelle_wire::key::{PutWraps, Seal, Wrap, WrapsTaken, wraps_digest};
use passerelle_wire::membership::{
    Act, AddDevice, Consent, Entry, Genesis, LogHead, Remove, Role, Roll, TurnEpoch,
};
use passerelle_wire::problem::Problem;
use passerelle_wire::pull::{PageEnd, Positioned};
use passerelle_wire::session::{AskChallenge, Challenge, OpenSession, Proof, Session};
use passerelle_wire::signed::{Signature, Signed, message};
use passerelle_wire::space::{AppendLog, FoundSpace, LogTaken};
use passerelle_wire::{Message, encode, route};
use serde_bytes::ByteBuf;

use crate::house::House;

/// A laptop that can sign, with its session and the head of its own batches.
#[derive(Clone)]
pub struct Laptop {
    pub keys: DeviceKeys,
    pub sign: SigningKey,
    pub token: String,
    pub last: (u64, Hash),
}

impl Laptop {
    pub fn new(number: u8) -> Laptop {
        let sign = SigningKey::from_bytes(&[number; 32]);
        let public = SignPublic(sign.verifying_key().to_bytes());
        let keys = DeviceKeys {
            device: DeviceId([number; 16]),
            sign: public,
            seal: SealPublic([number ^ 0xff; 32]),
        };
        Laptop { keys, sign, token: String::new(), last: (0, Hash::NONE) }
    }

    /// The same with a session at a hub.
    pub async fn at(number: u8, house: &House) -> Laptop {
        let mut laptop = Laptop::new(number);
        laptop.comes_in(house).await.unwrap();
        laptop
    }

    pub fn id(&self) -> DeviceId {
        self.keys.device
    }

    pub fn sign_bytes(&self, purpose: &str, body: &[u8]) -> Signature {
        Signature::from_bytes(&self.sign.sign(&message(purpose, body)).to_bytes())
    }

    pub fn sign<M: Message>(&self, purpose: &str, message: &M) -> Signed {
        let body = encode(message).unwrap();
        Signed { signature: self.sign_bytes(purpose, &body), body }
    }

    pub async fn challenge(&self, house: &House) -> Challenge {
        let ask = encode(&AskChallenge { device: self.id() }).unwrap();
        house.call(Method::POST, route::CHALLENGE, None, ask).await.read().unwrap()
    }

    pub fn answer(&self, challenge: &Challenge) -> OpenSession {
        let proof = Proof { device: self.id(), nonce: challenge.nonce, hub: "localhost".into(), protocol: 1 };
        OpenSession { key: self.keys.sign, proof: self.sign(purpose::SESSION, &proof) }
    }

    /// Opens a session.
    pub async fn comes_in(&mut self, house: &House) -> Result<Session, Problem> {
        let open = encode(&self.answer(&self.challenge(house).await)).unwrap();
        let session: Session = house.call(Method::POST, route::SESSION, None, open).await.read()?;
        self.token = HEXLOWER.encode(&session.token);
        Ok(session)
    }
}

/// What an epoch's key is committed to in these tests.
pub fn check(epoch: u32) -> Hash {
    Hash([u8::try_from(epoch).unwrap(); 32])
}

pub fn seal(device: DeviceId, epoch: u32) -> Seal {
    Seal {
        epoch,
        check: check(epoch),
        device,
        suite: 1,
        encapsulated: ByteBuf::from([1; 32]),
        sealed: ByteBuf::from([2; 48]),
    }
}

pub fn key(number: u8) -> KeyId {
    KeyId([number; 16])
}

pub fn wrap(number: u8) -> Wrap {
    Wrap { key: key(number), body: ByteBuf::from(vec![number; 72]) }
}

/// A turn onto these wraps.
pub fn turn(epoch: u32, wraps: &[Wrap]) -> Act {
    Act::TurnEpoch(TurnEpoch {
        epoch,
        check: check(epoch),
        wraps: wraps_digest(wraps),
        wrap_count: u32::try_from(wraps.len()).unwrap(),
    })
}

/// A space at a hub, as a laptop that knows everything sees it.
#[derive(Clone)]
pub struct Team {
    pub house: House,
    pub space: SpaceId,
    pub roll: Roll,
    pub awa: Laptop,
    pub bruno: Laptop,
    pub chloe: Laptop,
    pub driss: Laptop,
}

pub fn genesis(founder: &Laptop, space: SpaceId) -> Signed {
    let act = Act::Genesis(Genesis { founder: founder.keys, lease_days: 45 });
    founder.sign(purpose::LOG, &Entry::after(LogHead::EMPTY, space, founder.id(), 1_000, &act))
}

/// The first two entries of a space.
pub fn first_entries(founder: &Laptop, space: SpaceId) -> (FoundSpace, Roll) {
    let genesis = genesis(founder, space);
    let mut roll = Roll::found(&genesis).unwrap();
    let entry = Entry::after(roll.head(), space, founder.id(), 1_000, &turn(1, &[]));
    let turned = founder.sign(purpose::LOG, &entry);
    roll.admit(&turned).unwrap();
    let seals = vec![seal(founder.id(), 1)];
    (FoundSpace { entries: vec![genesis, turned], seals, permit: String::new() }, roll)
}

impl Team {
    /// Awa founds it; Bruno and Chloé are members, Driss reads.
    pub async fn at(house: House) -> Team {
        Team::named(house, SpaceId([0x50; 16])).await
    }

    pub async fn named(house: House, space: SpaceId) -> Team {
        let (awa, bruno) = (Laptop::at(1, &house).await, Laptop::at(2, &house).await);
        let (chloe, driss) = (Laptop::at(3, &house).await, Laptop::at(4, &house).await);
        let (found, roll) = first_entries(&awa, space);
        let taken: LogTaken = house.post(&awa.token, route::SPACES, &found).await.unwrap();
        assert_eq!(taken.head, roll.head());
        let mut team = Team { house, space, roll, awa, bruno, chloe, driss };
        let joining = [team.bruno.clone(), team.chloe.clone(), team.driss.clone()];
        let [bruno, chloe, driss] = [(0, Role::Member), (1, Role::Member), (2, Role::Reader)]
            .map(|(at, role)| team.joins(&joining[at], role));
        let seals = joining.iter().map(|laptop| seal(laptop.id(), 1)).collect();
        let awa = team.awa.clone();
        team.append(&awa, &[bruno, chloe, driss], seals).await.unwrap();
        team
    }

    /// The act that brings a consenting laptop in.
    pub fn joins(&self, laptop: &Laptop, role: Role) -> Act {
        let consent = Consent { space: self.space, genesis: self.roll.genesis(), keys: laptop.keys };
        let consent = laptop.sign_bytes(purpose::CONSENT, &encode(&consent).unwrap());
        Act::AddDevice(AddDevice { keys: laptop.keys, role, consent })
    }

    pub fn removes(laptop: &Laptop) -> Act {
        Act::Remove(Remove { device: laptop.id(), last_seq: laptop.last.0, last_hash: laptop.last.1 })
    }

    /// Entries that follow what the team knows.
    pub fn entries(&self, by: &Laptop, acts: &[Act]) -> Vec<Signed> {
        let mut head = self.roll.head();
        let sign = |act: &Act| {
            let entry = by.sign(purpose::LOG, &Entry::after(head, self.space, by.id(), 2_000, act));
            head = LogHead { len: head.len + 1, hash: entry.hash(purpose::LOG) };
            entry
        };
        acts.iter().map(sign).collect()
    }

    /// Appends acts, and knows of them where the hub took them.
    pub async fn append(&mut self, by: &Laptop, acts: &[Act], seals: Vec<Seal>) -> Result<LogTaken, Problem> {
        let append = AppendLog { expected: self.roll.head(), entries: self.entries(by, acts), seals };
        let taken: LogTaken = self.house.post(&by.token, &route::append_log(self.space), &append).await?;
        for entry in &append.entries {
            self.roll.admit(entry).unwrap();
        }
        assert_eq!(taken.head, self.roll.head());
        Ok(taken)
    }

    /// The next batch of a laptop, with bodies under keys and new keys.
    pub fn batch(&self, by: &Laptop, bodies: &[(KeyId, &[u8])], wraps: &[Wrap]) -> Batch {
        self.batch_with(by, bodies, wraps, |_| {})
    }

    pub fn batch_with(
        &self,
        by: &Laptop,
        bodies: &[(KeyId, &[u8])],
        wraps: &[Wrap],
        change: impl FnOnce(&mut Header),
    ) -> Batch {
        let head = self.roll.head();
        let entry = |(key, body): &(KeyId, &[u8])| EntryRef {
            key: *key,
            codec: 1,
            len: u32::try_from(body.len()).unwrap(),
            hash: Hash::of(purpose::BODY, body),
        };
        let named = |wrap: &Wrap| WrapRef { key: wrap.key, hash: Hash::of(purpose::WRAP, &wrap.body) };
        let mut header = Header {
            space: self.space,
            device: by.id(),
            seq: by.last.0 + 1,
            prev: by.last.1,
            protocol: 1,
            epoch: self.roll.epoch_number(),
            log_len: head.len,
            log_hash: head.hash,
            seen: vec![],
            hlc: Hlc { ms: 1_700_000_000_000, count: 0 },
            entries: bodies.iter().map(entry).collect(),
            wraps: wraps.iter().map(named).collect(),
        };
        change(&mut header);
        Batch {
            header: by.sign(purpose::BATCH, &header),
            wraps: wraps.iter().map(|wrap| Some(wrap.body.clone())).collect(),
            bodies: bodies.iter().map(|(_, body)| Some(ByteBuf::from(*body))).collect(),
        }
    }

    /// Sends a batch with the session of `by`.
    pub async fn send(&self, by: &Laptop, batch: &Batch) -> Result<u64, Problem> {
        let header = batch.read_header().unwrap();
        let path = route::batch(header.space, header.device, header.seq);
        self.house.put::<_, BatchTaken>(&by.token, &path, batch).await.map(|taken| taken.pos)
    }

    /// Writes and sends the next batch of a laptop with one body.
    pub async fn writes(&self, by: &mut Laptop, body: &[u8]) -> Result<u64, Problem> {
        let batch = self.batch(by, &[(key(9), body)], &[]);
        let pos = self.send(by, &batch).await?;
        by.last = (by.last.0 + 1, batch.hash());
        Ok(pos)
    }

    /// One page of batches.
    pub async fn page(&self, by: &Laptop, after: u64, max_bytes: u32) -> (Vec<Positioned>, PageEnd) {
        let path = route::batches(self.space, after, max_bytes);
        let reply = self.house.call(Method::GET, &path, Some(&by.token), vec![]).await;
        assert_eq!(reply.status, 200);
        let mut reader = FrameReader::default();
        let mut frames = reader.push(&reply.bytes).unwrap();
        assert!(reader.is_between_frames());
        let end = frames.pop().unwrap().read::<PageEnd>().expect("a page has an end").unwrap();
        (frames.iter().map(|frame| frame.read::<Positioned>().unwrap().unwrap()).collect(), end)
    }

    /// All batches from the first one on.
    pub async fn all(&self, by: &Laptop) -> Vec<Batch> {
        let (batches, end) = self.page(by, 0, u32::MAX).await;
        assert!(end.complete);
        batches.into_iter().map(|positioned| positioned.batch).collect()
    }

    pub async fn put_wraps(&self, by: &Laptop, epoch: u32, wraps: &[Wrap]) -> Result<u64, Problem> {
        let put = PutWraps { epoch, check: check(epoch), wraps: wraps.to_vec() };
        let taken: Result<WrapsTaken, _> =
            self.house.put(&by.token, &route::put_wraps(self.space), &put).await;
        taken.map(|taken| taken.count)
    }

    /// Puts the wraps and turns the epoch for all members.
    pub async fn turns(&mut self, by: &Laptop, epoch: u32, wraps: &[Wrap]) -> Result<LogTaken, Problem> {
        self.put_wraps(by, epoch, wraps).await?;
        let seals = self.roll.members().map(|(device, _, _)| seal(device, epoch)).collect();
        self.append(by, &[turn(epoch, wraps)], seals).await
    }

    /// Says what a laptop has.
    pub async fn acks(
        &self,
        by: &Laptop,
        number: u64,
        oldest_epoch: u32,
        applied: &[(DeviceId, u64)],
    ) -> Result<(), Problem> {
        let ack = Ack {
            space: self.space,
            device: by.id(),
            number,
            log: self.roll.head(),
            oldest_epoch,
            applied: applied.to_vec(),
            digest: Hash([7; 32]),
            at_ms: 0,
        };
        let post = encode(&PostAck { ack: by.sign(purpose::ACK, &ack) }).unwrap();
        self.house.call(Method::POST, &route::acks(self.space), Some(&by.token), post).await.done()
    }
}
