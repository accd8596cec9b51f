//! What laptops and hub say to each other: each message, frames, the acts of the membership log, addresses.

use std::collections::BTreeSet;

use data_encoding::HEXLOWER;
use passerelle_wire::frame::{FrameReader, write};
use passerelle_wire::membership::Act;
use passerelle_wire::pull::{PageEnd, Positioned};
use passerelle_wire::{
    Message, ack, batch, blob, key, mailbox, membership, problem, pull, session, snapshot, space, version,
};
use passerelle_wire::{decode, encode};

use super::{Decoder, KIB, MIB};

/// The golden bytes of every message, each as `number name hexadecimal`.
const GOLDEN: &str = include_str!("../../../../crates/wire/tests/wire/golden.txt");

fn golden() -> impl Iterator<Item = (u16, &'static str, Vec<u8>)> {
    GOLDEN.lines().map(|line| {
        let [number, name, hex] = line.split(' ').collect::<Vec<_>>()[..] else { panic!("{line}") };
        (number.parse().unwrap(), name, HEXLOWER.decode(hex.as_bytes()).unwrap())
    })
}

/// The names of the messages.
pub fn golden_names() -> BTreeSet<&'static str> {
    golden().map(|(_, name, _)| name).collect()
}

fn of_kind(kind: u16) -> Vec<Vec<u8>> {
    golden().filter(|(number, ..)| *number == kind).map(|(.., bytes)| bytes).collect()
}

/// What is read is said again in the same words, and read as the same.
fn reads<M: Message>(bytes: &[u8]) -> bool {
    let Ok(read) = decode::<M>(bytes) else { return false };
    let said = encode(&read).expect("what was read can be said");
    assert!(said.len() <= M::LIMIT && said.len() <= bytes.len(), "it grows by being read");
    let again = decode::<M>(&said).expect("and read again");
    assert_eq!(encode(&again).unwrap(), said, "as the same");
    true
}

fn message<M: Message>() -> Decoder {
    // An element of a list can be one byte on the wire and some forty in memory.
    Decoder::of(M::NAME, || of_kind(M::KIND), reads::<M>).taking(4 * MIB, 300)
}

fn streams() -> Vec<Vec<u8>> {
    let mut stream = Vec::new();
    for bytes in of_kind(Positioned::KIND) {
        write(&decode::<Positioned>(&bytes).unwrap(), &mut stream).unwrap();
        write(&decode::<Positioned>(&bytes).unwrap(), &mut stream).unwrap();
    }
    write(&PageEnd { after: 7, complete: true }, &mut stream).unwrap();
    let unknown = [&[0xee_u8, 0xee, 3, 0, 0, 0, 1, 2, 3], stream.as_slice()].concat();
    vec![stream, unknown]
}

/// A stream in whatever pieces gives the same frames, and no more than it brought.
fn reads_frames(bytes: &[u8]) -> bool {
    let whole = FrameReader::default().push(bytes);
    let (mut reader, mut brought, mut torn) = (FrameReader::default(), Vec::new(), false);
    for piece in bytes.chunks(7) {
        let Ok(frames) = reader.push(piece) else {
            torn = true;
            break;
        };
        brought.extend(frames);
    }
    let held: usize = brought.iter().map(|frame| frame.body.len()).sum();
    assert!(held <= bytes.len());
    let Ok(frames) = whole else {
        assert!(torn, "in pieces as in one");
        return false;
    };
    assert_eq!(frames, brought);
    frames.iter().all(|frame| {
        frame.read::<Positioned>().is_none_or(|read| read.is_ok())
            && frame.read::<PageEnd>().is_none_or(|read| read.is_ok())
    })
}

fn acts() -> Vec<Vec<u8>> {
    of_kind(membership::Entry::KIND)
        .iter()
        .map(|bytes| {
            let entry = membership::Entry::read(bytes).unwrap();
            [&entry.kind.to_le_bytes(), entry.body.as_slice()].concat()
        })
        .collect()
}

fn reads_act(bytes: &[u8]) -> bool {
    let Some((kind, body)) = bytes.split_first_chunk() else { return false };
    let Ok(act) = Act::read(u16::from_le_bytes(*kind), body) else { return false };
    let said = act.to_bytes();
    assert_eq!(Act::read(act.kind(), &said), Ok(act));
    true
}

/// An entry of the log, to which nothing may be added.
fn reads_entry(bytes: &[u8]) -> bool {
    let Ok(entry) = membership::Entry::read(bytes) else { return false };
    let said = encode(&entry).expect("what was read can be said");
    assert_eq!(membership::Entry::read(&said), Ok(entry));
    let _ = membership::Roll::found(&passerelle_wire::signed::Signed {
        body: bytes.to_vec(),
        signature: passerelle_wire::signed::Signature::from_bytes(&[7; 64]),
    })
    .expect_err("nobody signed it");
    true
}

/// A problem keeps what it does not know.
fn reads_problem(bytes: &[u8]) -> bool {
    let Ok(body) = decode::<problem::ProblemBody>(bytes) else { return false };
    let read = problem::Problem::of_body(&body);
    let again = problem::Problem::of_body(&read.to_body());
    assert_eq!(again, read);
    true
}

fn addresses() -> Vec<Vec<u8>> {
    let id = "50".repeat(16);
    vec![id.clone().into_bytes(), id.to_uppercase().into_bytes()]
}

fn reads_address(bytes: &[u8]) -> bool {
    let text = String::from_utf8_lossy(bytes);
    let Ok(space) = text.parse::<passerelle_wire::id::SpaceId>() else { return false };
    assert_eq!(space.to_string().parse(), Ok(space));
    true
}

/// Of hub and laptops.
pub fn decoders() -> Vec<Decoder> {
    vec![
        message::<version::Hello>(),
        message::<space::FoundSpace>(),
        message::<space::AppendLog>(),
        message::<space::LogTaken>(),
        message::<space::LogPage>(),
        Decoder::of("LogEntry", || of_kind(membership::Entry::KIND), reads_entry),
        message::<membership::Consent>(),
        message::<session::AskChallenge>(),
        message::<session::Challenge>(),
        message::<session::Proof>(),
        message::<session::OpenSession>(),
        message::<session::Session>(),
        message::<batch::Header>(),
        message::<batch::Batch>(),
        message::<batch::BatchTaken>(),
        message::<pull::Heads>(),
        message::<Positioned>(),
        message::<PageEnd>(),
        message::<pull::AskEntries>(),
        message::<pull::Entries>(),
        message::<pull::News>(),
        message::<key::Seals>(),
        message::<key::PutWraps>(),
        message::<key::WrapsTaken>(),
        message::<key::WrapPage>(),
        message::<ack::Ack>(),
        message::<ack::PostAck>(),
        message::<ack::Acks>(),
        message::<blob::BlobState>(),
        message::<blob::BlobChunk>(),
        message::<snapshot::Segment>(),
        message::<snapshot::Manifest>(),
        message::<snapshot::CommitSnapshot>(),
        message::<snapshot::Snapshots>(),
        message::<mailbox::PutLetter>(),
        message::<mailbox::Letter>(),
        message::<problem::ProblemBody>(),
        Decoder::of("problem", || of_kind(problem::ProblemBody::KIND), reads_problem),
        Decoder::of("frames", streams, reads_frames),
        Decoder::of("act of the log", acts, reads_act),
        Decoder::of("name in an address", addresses, reads_address).taking(64 * KIB, 8),
    ]
}
