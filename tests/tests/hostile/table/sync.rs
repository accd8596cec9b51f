//! What laptops hand each other through a hub, by a stick or by a letter: entries, packed and sealed bodies, keys, the log,
//! invitations, files of a stick, every answer.

use passerelle_sync::chain::Link;
use passerelle_sync::chance::{Chance, NoChance};
use passerelle_sync::codec::{Entry, Line, pack, unpack};
use passerelle_sync::courier::{Bag, CourierError, chunk_to_file, each_chunk};
use passerelle_sync::engine::{Ask, Reply};
use passerelle_sync::invitation::{Code, Invitation, JoinRequest};
use passerelle_sync::kit::KitCode;
use passerelle_sync::membership::{Founding, Log, Pin, found};
use passerelle_sync::seal::{
    CaseKey, ChunkPlace, DeviceSecrets, EntryPlace, EpochKey, FileKey, SealSecret, SignSecret, open_chunk,
    open_entry, open_epoch_key, open_piece, seal_chunk, seal_entry, seal_epoch_key, seal_piece,
    unwrap_case_key, wrap_case_key,
};
use passerelle_sync::snapshot::{Part, State, judge};
use passerelle_wire::batch::{Batch, DeviceHead, EntryRef, Header, Hlc};
use passerelle_wire::blob::{BlobChunk, BlobState};
use passerelle_wire::hash::{Hash, purpose};
use passerelle_wire::id::{BlobId, DeviceId, KeyId, SnapshotId, SpaceId};
use passerelle_wire::key::Seals;
use passerelle_wire::membership::Role;
use passerelle_wire::snapshot::{Manifest, Piece, Segment, Snapshots};
use passerelle_wire::space::LogPage;
use passerelle_wire::{decode, encode};
use serde_bytes::ByteBuf;

use super::{Decoder, MIB, vault};

const SPACE: SpaceId = SpaceId([0x50; 16]);
const AWA: DeviceId = DeviceId([0xa1; 16]);
const PLACE: EntryPlace = EntryPlace { space: SPACE, device: AWA, seq: 7, index: 2 };
const CHUNK: ChunkPlace = ChunkPlace { space: SPACE, blob: BlobId([4; 16]), chunk: 0, chunks: 1 };
const SNAPSHOT: SnapshotId = SnapshotId([9; 16]);

/// Counted instead of random, so that a run replays.
struct Counted(u64);

impl Chance for Counted {
    fn fill(&mut self, bytes: &mut [u8]) -> Result<(), NoChance> {
        for piece in bytes.chunks_mut(8) {
            self.0 += 1;
            piece.copy_from_slice(&Hash::of("test", &self.0.to_le_bytes()).0[..piece.len()]);
        }
        Ok(())
    }
}

fn secrets(number: u8) -> DeviceSecrets {
    DeviceSecrets {
        device: DeviceId([number; 16]),
        sign: SignSecret::from_bytes([number; 32]),
        seal: SealSecret::from_bytes([number ^ 0x80; 32]),
    }
}

fn case_key() -> CaseKey {
    CaseKey::from_bytes([3; 32])
}

/// An entry of a file with every line of a vault, and one that belongs to the space.
fn entries() -> Vec<Entry> {
    let hlc = Hlc { ms: 1_770_000_000_000, count: 2 };
    let mut file = Entry::of(Some([7; 16]));
    let mut space = Entry::of(None);
    for (n, ops) in (1..).zip(vault::operations()) {
        let line = Line { device: AWA, n, hlc, schema: 4, actor: [2; 16], act: "person.correct", ops: &ops };
        file.take(&line, |number| Some(DeviceId([u8::try_from(number % 200).unwrap(); 16]))).unwrap();
        if n == 1 {
            space.take(&line, |_| Some(AWA)).unwrap();
        }
    }
    vec![file, space]
}

fn entry_bytes() -> Vec<Vec<u8>> {
    entries().iter().map(|entry| entry.to_bytes().unwrap()).collect()
}

fn reads_entry(bytes: &[u8]) -> bool {
    let Ok(entry) = Entry::read(bytes) else { return false };
    let _ = entry.lines(|_| Some(1));
    let _ = entry.lines(|_| None);
    assert_eq!(Entry::read(&entry.to_bytes().unwrap()), Ok(entry));
    true
}

/// The number of the codec, then the body.
fn packed() -> Vec<Vec<u8>> {
    let bodies = entry_bytes().into_iter().chain([vec![7; 60_000], vec![1, 2, 3], Vec::new()]);
    bodies
        .map(|bytes| {
            let (codec, packed) = pack(&bytes).unwrap();
            [&[codec.number()], packed.as_slice()].concat()
        })
        .collect()
}

fn unpacks(bytes: &[u8]) -> bool {
    let Some((codec, packed)) = bytes.split_first() else { return false };
    let Ok(unpacked) = unpack(*codec, packed) else { return false };
    assert!(unpacked.len() <= 8 * MIB);
    if let Ok((codec, again)) = pack(&unpacked) {
        assert!(unpack(codec.number(), &again).unwrap() == unpacked);
    }
    true
}

fn sealed_entries() -> Vec<Vec<u8>> {
    let seal = |entry: &Entry| {
        let (codec, sealed) = seal_entry(entry, &case_key(), PLACE, &mut Counted(0)).unwrap();
        [&[codec], sealed.as_slice()].concat()
    };
    entries().iter().map(seal).collect()
}

/// Only what was sealed with the key opens.
fn opens_entry(bytes: &[u8]) -> bool {
    let Some((codec, sealed)) = bytes.split_first() else { return false };
    let opened = open_entry(sealed, &case_key(), PLACE, *codec).is_ok();
    assert_eq!(opened, sealed_entries().iter().any(|good| good == bytes));
    opened
}

fn pieces() -> Vec<Vec<u8>> {
    let (codec, sealed) =
        seal_piece(b"rows of a file", &case_key(), SPACE, SNAPSHOT, &mut Counted(0)).unwrap();
    vec![[&[codec], sealed.as_slice()].concat()]
}

fn opens_piece(bytes: &[u8]) -> bool {
    let Some((codec, sealed)) = bytes.split_first() else { return false };
    let opened = open_piece(sealed, &case_key(), SPACE, SNAPSHOT, *codec).is_ok();
    assert_eq!(opened, pieces().iter().any(|good| good == bytes));
    opened
}

/// What the pieces of a snapshot hold: what a reader goes on from, and lines of files.
fn parts() -> Vec<Vec<u8>> {
    let state = State {
        links: vec![(AWA, Link { log_len: 9, epoch: 2 })],
        authors: vec![(AWA, [2; 16])],
        frontier: vec![(DeviceId([0xb2; 16]), 4_711)],
    };
    let keys = vec![(case_key().id(), 1), (KeyId([8; 16]), 2)];
    let files = entries().into_iter().map(|entry| Part::File { keys: keys.clone(), entry });
    [Part::State(state)].into_iter().chain(files).map(|part| part.to_bytes().unwrap()).collect()
}

fn reads_part(bytes: &[u8]) -> bool {
    let Ok(part) = Part::read(bytes) else { return false };
    if let Part::File { entry, .. } = &part {
        let _ = entry.lines(|_| Some(1));
    }
    assert_eq!(Part::read(&part.to_bytes().unwrap()), Ok(part));
    true
}

/// A manifest is believed only as a member signed it.
fn manifests() -> Vec<Vec<u8>> {
    let manifest = Manifest {
        space: SPACE,
        snapshot: SNAPSHOT,
        device: secrets(1).device,
        log: founding().log.head(),
        epoch: 1,
        covers: vec![DeviceHead { device: secrets(1).device, seq: 1, hash: Hash([5; 32]) }],
        pos: 1,
        digest: Hash([6; 32]),
        hlc: Hlc { ms: 1_770_000_000_000, count: 0 },
        segments: vec![Hash([7; 32])],
    };
    let signed = secrets(1).sign.sign(purpose::SNAPSHOT, &manifest).unwrap();
    vec![encode(&Snapshots { manifests: vec![signed] }).unwrap()]
}

fn judges_manifests(bytes: &[u8]) -> bool {
    let Ok(listed) = decode::<Snapshots>(bytes) else { return false };
    let log = founding().log;
    let good: Snapshots = decode(&manifests()[0]).unwrap();
    for signed in &listed.manifests {
        if judge(signed, &log, None).is_ok() {
            assert_eq!(signed, &good.manifests[0]);
        }
    }
    true
}

fn chunks() -> Vec<Vec<u8>> {
    vec![seal_chunk(&[7; 900], &FileKey::from_bytes([8; 32]), CHUNK, &mut Counted(0)).unwrap()]
}

fn opens_chunk(bytes: &[u8]) -> bool {
    let opened = open_chunk(bytes, &FileKey::from_bytes([8; 32]), CHUNK).is_ok();
    assert_eq!(opened, chunks().iter().any(|good| good == bytes));
    opened
}

fn wraps() -> Vec<Vec<u8>> {
    let wrap = wrap_case_key(&case_key(), &EpochKey::from_bytes([4; 32]), SPACE, 5, &mut Counted(0)).unwrap();
    vec![wrap.body.to_vec()]
}

fn unwraps(bytes: &[u8]) -> bool {
    let opened = unwrap_case_key(case_key().id(), bytes, &EpochKey::from_bytes([4; 32]), SPACE, 5).is_ok();
    assert_eq!(opened, wraps().iter().any(|good| good == bytes));
    opened
}

fn seals() -> Vec<Vec<u8>> {
    let (key, secret) = (EpochKey::from_bytes([4; 32]), SealSecret::from_bytes([6; 32]));
    let seal = seal_epoch_key(&key, SPACE, 5, AWA, &secret.public().unwrap(), &mut Counted(0)).unwrap();
    vec![encode(&Seals { seals: vec![seal] }).unwrap()]
}

fn opens_seals(bytes: &[u8]) -> bool {
    let (key, secret) = (EpochKey::from_bytes([4; 32]), SealSecret::from_bytes([6; 32]));
    let Ok(read) = decode::<Seals>(bytes) else { return false };
    read.seals.iter().filter(|seal| seal.epoch == 5 && seal.device == AWA).all(|seal| {
        let opened = open_epoch_key(seal, &secret, SPACE, key.check(SPACE, 5));
        opened.is_ok_and(|opened| opened.expose() == key.expose())
    })
}

fn founding() -> Founding {
    found(&secrets(1), SPACE, 45, String::new(), 1_000, &mut Counted(0)).unwrap()
}

fn pin() -> Pin {
    founding().log.pin()
}

fn page() -> LogPage {
    let Founding { request, log, .. } = founding();
    LogPage { head: log.head(), entries: request.entries }
}

/// Whatever is read of a log is what its coordinators signed.
fn reads_log(bytes: &[u8]) -> bool {
    let Ok(page) = decode::<LogPage>(bytes) else { return false };
    let Ok((log, _)) = Log::found(&pin(), &page) else { return false };
    assert_eq!(log.pin(), pin());
    true
}

fn invitation() -> Invitation {
    Invitation {
        pin: pin(),
        inviter: secrets(1).keys().unwrap(),
        role: Role::Member,
        hub: "https://hub.exemple.fr".into(),
        space_name: "Équipe de Lens".into(),
        inviter_name: "Awa".into(),
        within: None,
    }
}

fn code() -> Code {
    Code::from_bytes([9; 10])
}

fn reads_invitation_file(bytes: &[u8]) -> bool {
    let Ok((code, read)) = Invitation::from_file(bytes) else { return false };
    let (again, same) = Invitation::from_file(&read.to_file(&code).unwrap()).unwrap();
    assert_eq!((again.bytes(), same), (code.bytes(), read));
    true
}

fn invitations() -> Vec<Vec<u8>> {
    vec![invitation().seal(&code(), &mut Counted(0)).unwrap()]
}

fn opens_invitation(bytes: &[u8]) -> bool {
    let opened = Invitation::open(bytes, &code());
    assert_eq!(opened.is_ok(), invitations().iter().any(|good| good == bytes));
    opened.is_ok_and(|opened| opened == invitation())
}

fn requests() -> Vec<Vec<u8>> {
    let request = JoinRequest::answer(&invitation(), &secrets(5), "Bruno".to_owned()).unwrap();
    vec![request.seal(&code(), &mut Counted(0)).unwrap()]
}

fn opens_request(bytes: &[u8]) -> bool {
    let opened = JoinRequest::open(bytes, &code(), &pin()).is_ok();
    assert_eq!(opened, requests().iter().any(|good| good == bytes));
    opened
}

fn kit() -> KitCode {
    KitCode::draw(&mut Counted(0)).unwrap()
}

fn reads_kit(bytes: &[u8]) -> bool {
    let Ok(code) = KitCode::read(&String::from_utf8_lossy(bytes)) else { return false };
    let said = code.text();
    assert_eq!(KitCode::read(&said).unwrap().text(), said);
    true
}

fn reads_code(bytes: &[u8]) -> bool {
    let Ok(code) = Code::read(&String::from_utf8_lossy(bytes)) else { return false };
    assert_eq!(Code::read(&code.text()).unwrap().bytes(), code.bytes());
    true
}

fn batch() -> Batch {
    let body = sealed_entries().remove(0);
    let log = founding().log.head();
    let header = Header {
        space: SPACE,
        device: secrets(1).device,
        seq: 1,
        prev: Hash::NONE,
        protocol: 1,
        epoch: 1,
        log_len: log.len,
        log_hash: log.hash,
        seen: Vec::new(),
        hlc: Hlc { ms: 1_770_000_000_000, count: 0 },
        entries: vec![EntryRef {
            key: case_key().id(),
            codec: body[0],
            len: u32::try_from(body.len() - 1).unwrap(),
            hash: Hash::of(purpose::BODY, &body[1..]),
        }],
        wraps: Vec::new(),
    };
    Batch {
        header: secrets(1).sign.sign(purpose::BATCH, &header).unwrap(),
        wraps: Vec::new(),
        bodies: vec![Some(ByteBuf::from(&body[1..]))],
    }
}

fn bags() -> Vec<Vec<u8>> {
    let bag = Bag { space: SPACE, log: page(), batches: vec![batch(), batch()] };
    let chunk = BlobChunk { blob: BlobId([4; 16]), chunk: 0, sealed: ByteBuf::from(*b"sealed") };
    let with_contents = [bag.to_file().unwrap(), chunk_to_file(&chunk).unwrap()].concat();
    vec![bag.to_file().unwrap(), Bag { batches: Vec::new(), ..bag }.to_file().unwrap(), with_contents]
}

fn reads_bag(bytes: &[u8]) -> bool {
    let Ok(bag) = Bag::from_file(bytes) else { return false };
    let chunks_of = |file: &[u8]| {
        let mut chunks = Vec::new();
        each_chunk(file, |chunk| {
            chunks.push(chunk);
            Ok::<_, CourierError>(())
        })
        .map(|()| chunks)
    };
    let mut again = bag.to_file().unwrap();
    if let Ok(chunks) = chunks_of(bytes) {
        again.extend(chunks.iter().flat_map(|chunk| chunk_to_file(chunk).unwrap()));
        assert_eq!(chunks_of(&again), Ok(chunks));
    }
    assert_eq!(Bag::from_file(again.as_slice()), Ok(bag));
    true
}

fn asks() -> [Ask; 10] {
    [
        Ask::Log { from: 0 },
        Ask::Seals { after: 0 },
        Ask::Wraps { epoch: 1, after: None },
        Ask::Heads,
        Ask::Batches { after: 0, max_bytes: 1 },
        Ask::Acks,
        Ask::Blob { blob: BlobId([4; 16]) },
        Ask::Chunk { blob: BlobId([4; 16]), chunk: 0 },
        Ask::Snapshots,
        Ask::Segment { snapshot: SNAPSHOT, n: 0 },
    ]
}

fn segment() -> Segment {
    let sealed = pieces().remove(0);
    let body = &sealed[1..];
    let len = u32::try_from(body.len()).unwrap();
    let piece = Piece { key: case_key().id(), codec: sealed[0], len, hash: Hash::of(purpose::BODY, body) };
    Segment { pieces: vec![piece], bodies: vec![Some(ByteBuf::from(body))] }
}

/// The number of the question, then the answer.
fn answers() -> Vec<Vec<u8>> {
    let mut stream = Vec::new();
    passerelle_wire::frame::write(&passerelle_wire::pull::Positioned { pos: 1, batch: batch() }, &mut stream)
        .unwrap();
    passerelle_wire::frame::write(&passerelle_wire::pull::PageEnd { after: 1, complete: true }, &mut stream)
        .unwrap();
    let blob = BlobState { chunks: vec![0, 2] };
    vec![
        [&[0], encode(&page()).unwrap().as_slice()].concat(),
        [&[1], seals().remove(0).as_slice()].concat(),
        [&[4], stream.as_slice()].concat(),
        [&[6], encode(&blob).unwrap().as_slice()].concat(),
        [&[7], chunks().remove(0).as_slice()].concat(),
        [&[8], manifests().remove(0).as_slice()].concat(),
        [&[9], encode(&segment()).unwrap().as_slice()].concat(),
    ]
}

fn reads_answer(bytes: &[u8]) -> bool {
    let Some((which, body)) = bytes.split_first() else { return false };
    let _ = Ask::read_problem(body);
    let asks = asks();
    let read = asks[usize::from(*which) % asks.len()].read(body);
    if let Ok(Reply::Batches { batches, .. }) = &read {
        // What it says of itself is held against its bodies before anything is opened.
        for positioned in batches {
            let _ = positioned.batch.read_header();
            let _ = positioned.batch.hash();
        }
    }
    read.is_ok()
}

/// Of laptops, through whatever carries it.
pub fn decoders() -> Vec<Decoder> {
    vec![
        Decoder::of("entry", entry_bytes, reads_entry).taking(4 * MIB, 300),
        Decoder::of("packed body", packed, unpacks).taking(18 * MIB, 8),
        Decoder::of("sealed entry", sealed_entries, opens_entry).one_in(4),
        Decoder::of("sealed piece of a snapshot", pieces, opens_piece),
        Decoder::of("piece of a snapshot", parts, reads_part).taking(4 * MIB, 300),
        Decoder::of("manifest of a snapshot", manifests, judges_manifests).taking(4 * MIB, 300).one_in(4),
        Decoder::of("sealed chunk of a content", chunks, opens_chunk),
        Decoder::of("wrapped key", wraps, unwraps),
        Decoder::of("sealed epoch key", seals, opens_seals).taking(4 * MIB, 300).one_in(2),
        Decoder::of("log of a space", || vec![encode(&page()).unwrap()], reads_log)
            .taking(4 * MIB, 300)
            .one_in(6),
        Decoder::of(
            "file of an invitation",
            || vec![invitation().to_file(&code()).unwrap()],
            reads_invitation_file,
        ),
        Decoder::of("letter of an invitation", invitations, opens_invitation).one_in(6),
        Decoder::of("letter of a request", requests, opens_request).one_in(6),
        Decoder::of("code of an invitation", || vec![code().text().as_bytes().to_vec()], reads_code),
        Decoder::of("code of a kit", || vec![kit().text().as_bytes().to_vec()], reads_kit),
        Decoder::of("file of a stick", bags, reads_bag).taking(8 * MIB, 300),
        Decoder::of("answer of a hub", answers, reads_answer).taking(8 * MIB, 300),
    ]
}
