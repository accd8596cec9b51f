//! One small sample of every message, always the same.

use std::sync::LazyLock;

use passerelle_wire::ack::{Ack, Acks, PostAck};
use passerelle_wire::batch::{Batch, BatchTaken, DeviceHead, Header};
use passerelle_wire::blob::{BlobChunk, BlobState};
use passerelle_wire::hash::{Hash, purpose};
use passerelle_wire::id::{BlobId, CaseTag, DeviceId, KeyId, MailboxId, SnapshotId, SpaceId};
use passerelle_wire::key::{PutWraps, Seal, Seals, Wrap, WrapPage, WrapsTaken};
use passerelle_wire::mailbox::{Letter, PutLetter};
use passerelle_wire::membership::{Act, Consent, Entry, Erase, LogHead, Remove, Role, Roll, TurnEpoch};
use passerelle_wire::problem::{Problem, ProblemBody};
use passerelle_wire::pull::{AskEntries, Entries, EntryPlace, Heads, News, PageEnd, Positioned};
use passerelle_wire::session::{AskChallenge, Challenge, OpenSession, Proof, Session};
use passerelle_wire::snapshot::{CommitSnapshot, Manifest, Piece, Segment, Snapshots};
use passerelle_wire::space::{AppendLog, FoundSpace, LogPage, LogTaken};
use passerelle_wire::version::{Capability, Hello};
use passerelle_wire::{DecodeError, Message, decode, encode};
use serde_bytes::ByteBuf;

use crate::people::{SPACE, laptop};

/// A message reduced to its bytes, with how they are read.
pub struct Sample {
    pub name: &'static str,
    pub kind: u16,
    pub limit: usize,
    pub bytes: Vec<u8>,
    /// Reads bytes and writes what was read.
    pub reread: fn(&[u8]) -> Result<Vec<u8>, DecodeError>,
}

fn sample<M: Message>(message: &M) -> Sample {
    Sample {
        name: M::NAME,
        kind: M::KIND,
        limit: M::LIMIT,
        bytes: encode(message).unwrap(),
        reread: |bytes| decode::<M>(bytes).map(|message| encode(&message).unwrap_or_default()),
    }
}

fn bytes(text: &str) -> ByteBuf {
    ByteBuf::from(text.as_bytes())
}

fn head() -> LogHead {
    LogHead { len: 3, hash: Hash([9; 32]) }
}

fn device_head(number: u8) -> DeviceHead {
    DeviceHead { device: DeviceId([number; 16]), seq: 300, hash: Hash([number; 32]) }
}

pub fn header() -> Header {
    let mut header = laptop(1).batch(&[b"sealed"], &[b"wrapped"]).read_header().unwrap();
    header.seq = 2;
    header.prev = Hash([4; 32]);
    header.seen = vec![device_head(2), device_head(3)];
    header
}

fn seal() -> Seal {
    Seal {
        epoch: 1,
        check: Hash([6; 32]),
        device: DeviceId([1; 16]),
        suite: 1,
        encapsulated: bytes("to the point"),
        sealed: bytes("sealed"),
    }
}

fn wrap() -> Wrap {
    Wrap { key: KeyId([1; 16]), body: bytes("wrapped") }
}

/// Every act, as Awa would sign it after her genesis.
pub fn acts() -> Vec<Act> {
    let awa = laptop(1);
    let roll = Roll::found(&awa.genesis()).unwrap();
    let Entry { kind, body, .. } = Entry::read(&awa.genesis().body).unwrap();
    vec![
        Act::read(kind, &body).unwrap(),
        laptop(2).joins(&roll, Role::Member),
        Act::Remove(Remove { device: DeviceId([2; 16]), last_seq: 300, last_hash: Hash([2; 32]) }),
        Act::SetRole(DeviceId([2; 16]), Role::Admin),
        Act::TurnEpoch(TurnEpoch { epoch: 1, check: Hash([6; 32]), wraps: Hash([5; 32]), wrap_count: 400 }),
        Act::Erase(Erase {
            cases: vec![CaseTag([1; 16])],
            keys: vec![KeyId([2; 16])],
            bodies: vec![Hash([3; 32])],
            blobs: vec![BlobId([4; 16])],
        }),
        Act::MinWriter(2),
        Act::Renew(DeviceId([2; 16])),
        Act::SealKey(laptop(3).keys.seal),
        Act::Move(
            SpaceId([9; 16]),
            Erase {
                cases: vec![CaseTag([1; 16])],
                keys: vec![KeyId([2; 16])],
                bodies: Vec::new(),
                blobs: vec![BlobId([4; 16])],
            },
        ),
    ]
}

/// Every message once, a log entry for each act; made once, since signing takes its time in a test.
pub fn all() -> &'static [Sample] {
    static ALL: LazyLock<Vec<Sample>> = LazyLock::new(make_all);
    &ALL
}

fn make_all() -> Vec<Sample> {
    let awa = laptop(1);
    let mut samples = said_first();
    samples.extend(acts().iter().map(|act| sample(&Entry::after(head(), SPACE, awa.id(), 2_000, act))));
    samples.extend(said_of_batches());
    samples.extend(said_of_keys());
    samples.extend(said_of_the_rest());
    samples
}

fn said_first() -> Vec<Sample> {
    let awa = laptop(1);
    let proof = Proof { device: awa.id(), nonce: [8; 32], hub: "hub.example.fr".into(), protocol: 1 };
    let genesis = awa.genesis();
    vec![
        sample(&Hello {
            protocol: 1,
            oldest: 1,
            capabilities: vec![Capability::LONG_POLL, Capability(700)],
            at_ms: 1_700_000_000_000,
            batch_bytes: 1 << 20,
            name: "hub.example.fr".into(),
        }),
        sample(&FoundSpace { entries: vec![genesis.clone()], seals: vec![seal()], permit: "sésame".into() }),
        sample(&AppendLog { expected: head(), entries: vec![genesis.clone()], seals: vec![seal()] }),
        sample(&LogTaken { head: head() }),
        sample(&LogPage { head: head(), entries: vec![genesis] }),
        sample(&Consent { space: SPACE, genesis: Hash([1; 32]), keys: awa.keys }),
        sample(&AskChallenge { device: awa.id() }),
        sample(&Challenge { nonce: [8; 32], until_ms: 1_700_000_060_000 }),
        sample(&proof),
        sample(&OpenSession { key: awa.keys.sign, proof: awa.sign(purpose::SESSION, &proof) }),
        sample(&Session { token: [3; 32], until_ms: 1_700_000_900_000 }),
    ]
}

fn said_of_batches() -> Vec<Sample> {
    let mut batch: Batch = laptop(1).batch(&[b"sealed", b"erased"], &[b"wrapped"]);
    batch.bodies[1] = None;
    let place = EntryPlace { device: DeviceId([2; 16]), seq: 7, index: 1 };
    vec![
        sample(&header()),
        sample(&batch),
        sample(&BatchTaken { pos: 41 }),
        sample(&Heads { log: head(), heads: vec![device_head(1), device_head(2)], pos: 41, kept_after: 7 }),
        sample(&Positioned { pos: 41, batch }),
        sample(&PageEnd { after: 41, complete: true }),
        sample(&AskEntries { places: vec![place] }),
        sample(&Entries { bodies: vec![Some(bytes("sealed")), None] }),
        sample(&News { pos: 42, log_len: 3 }),
    ]
}

fn said_of_keys() -> Vec<Sample> {
    vec![
        sample(&Seals { seals: vec![seal()] }),
        sample(&PutWraps { epoch: 2, check: Hash([6; 32]), wraps: vec![wrap()] }),
        sample(&WrapsTaken { count: 30_000 }),
        sample(&WrapPage { wraps: vec![wrap()], next: Some(KeyId([1; 16])) }),
    ]
}

fn said_of_the_rest() -> Vec<Sample> {
    let awa = laptop(1);
    let ack = Ack {
        space: SPACE,
        device: awa.id(),
        number: 12,
        log: head(),
        oldest_epoch: 1,
        applied: vec![(DeviceId([1; 16]), 2), (DeviceId([2; 16]), 300)],
        digest: Hash([0xd1; 32]),
        at_ms: 1_700_000_000_000,
    };
    let body = b"piece";
    let piece = Piece { key: KeyId([1; 16]), codec: 1, len: 5, hash: Hash::of(purpose::BODY, body) };
    let segment = Segment { pieces: vec![piece], bodies: vec![Some(ByteBuf::from(&body[..]))] };
    let manifest = Manifest {
        space: SPACE,
        snapshot: SnapshotId([0x5a; 16]),
        device: awa.id(),
        log: head(),
        epoch: 1,
        covers: vec![device_head(1)],
        pos: 41,
        digest: Hash([0xd1; 32]),
        hlc: header().hlc,
        segments: vec![segment.hash()],
    };
    let signed = awa.sign(purpose::SNAPSHOT, &manifest);
    let signed_ack = awa.sign(purpose::ACK, &ack);
    vec![
        sample(&ack),
        sample(&PostAck { ack: signed_ack.clone() }),
        sample(&Acks { acks: vec![signed_ack] }),
        sample(&BlobState { chunks: vec![0, 1, 5] }),
        sample(&BlobChunk { blob: BlobId([4; 16]), chunk: 5, sealed: bytes("sealed") }),
        sample(&segment),
        sample(&manifest),
        sample(&CommitSnapshot { manifest: signed.clone() }),
        sample(&Snapshots { manifests: vec![signed] }),
        sample(&PutLetter { mailbox: MailboxId([2; 16]), slot: 1, letter: bytes("sealed"), keep_s: 3_600 }),
        sample(&Letter { letter: None }),
        sample::<ProblemBody>(&Problem::NotNext { next: 7 }.to_body()),
    ]
}
