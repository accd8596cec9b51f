//! Entries: what a journal says, on the way to another journal.

use passerelle_sync::chance::SystemChance;
use passerelle_sync::codec::{Entry, EntryError, Line};
use passerelle_sync::seal::{
    CaseKey, ChunkPlace, EntryPlace, FileKey, SealError, open_chunk, open_entry, open_piece, seal_chunk,
    seal_entry, seal_piece,
};
use passerelle_wire::batch::Hlc;
use passerelle_wire::id::{BlobId, DeviceId, SnapshotId, SpaceId};
use proptest::prelude::*;

use crate::invented::{AWA, Dice, file, name, set};

const BRUNO: DeviceId = DeviceId([0xb2; 16]);
const PLACE: EntryPlace = EntryPlace { space: SpaceId([1; 16]), device: AWA, seq: 7, index: 2 };

fn line(ops: &[u8]) -> Line<'_> {
    let hlc = Hlc { ms: 1_770_000_000_000, count: 2 };
    Line { device: AWA, n: 41, hlc, schema: 3, actor: [9; 16], act: "person.correct", ops }
}

#[test]
fn versions_name_devices_by_numbers_that_mean_something_at_both_ends() {
    let here = [set(2, [7; 16], 5, (2, 9), "Awa"), set(2, [7; 16], 6, (1, 40), "Awa")].concat();
    let mut entry = Entry::of(Some([7; 16]));
    entry.take(&line(&here), name).unwrap();
    assert_eq!(entry.devices, [AWA, BRUNO], "each device once");

    let sent = Entry::read(&entry.to_bytes().unwrap()).unwrap();
    assert_eq!(sent, entry);
    let lines = sent.lines(|device| Some(if device == AWA { 5 } else { 1 })).unwrap();
    let there = [set(2, [7; 16], 5, (1, 9), "Awa"), set(2, [7; 16], 6, (5, 40), "Awa")].concat();
    let [(device, actor, change)] = lines.as_slice() else { panic!("one line") };
    assert_eq!((*device, *actor, change.n, change.act.as_str()), (AWA, [9; 16], 41, "person.correct"));
    assert_eq!(change.ops, there);
    assert_eq!(sent.lines(|_| None), Err(EntryError::Dangling));
}

#[test]
fn a_line_handed_on_for_another_device_keeps_its_author() {
    let mut entry = Entry::of(None);
    entry.take(&line(&[]), name).unwrap();
    entry.take(&Line { device: BRUNO, n: 3, ..line(&[]) }, name).unwrap();
    let lines = entry.lines(|_| Some(1)).unwrap();
    assert_eq!(lines.iter().map(|(device, ..)| *device).collect::<Vec<_>>(), [AWA, BRUNO]);
}

#[test]
fn an_operation_of_a_newer_version_travels_byte_for_byte() {
    let foreign = [0x84, 0x03, 3, 0, 0, 0, 1, 1, 1];
    let mut entry = Entry::of(None);
    entry.take(&line(&foreign), name).unwrap();
    let lines = Entry::read(&entry.to_bytes().unwrap()).unwrap().lines(|_| Some(77)).unwrap();
    assert_eq!(lines[0].2.ops, foreign);
}

#[test]
fn the_bytes_of_an_entry_stay_what_they_are() {
    let mut entry = Entry::of(Some([7; 16]));
    entry.take(&line(&set(2, [7; 16], 5, (2, 9), "Awa")), name).unwrap();
    let hex = data_encoding::HEXLOWER.encode(&entry.to_bytes().unwrap());
    assert_eq!(
        hex,
        "01010707070707070707070707070707070702a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2010909090909090909090909090909090901002980c8e2e1c1330203000e706572736f6e2e636f72726563742002001a0000000207070707070707070707070707070707050101090103417761"
    );
}

#[test]
fn entries_that_cannot_be_are_refused() {
    let mut entry = Entry::of(None);
    entry.take(&line(&[]), name).unwrap();
    let good = entry.to_bytes().unwrap();
    entry.changes[0].actor = 1;
    assert_eq!(entry.to_bytes(), Err(EntryError::Dangling));
    assert_eq!(Entry::read(&[]), Err(EntryError::Malformed));
    assert_eq!(Entry::read(&[9, 0, 0]), Err(EntryError::TooNew(9)));
    for end in 1..good.len() {
        assert_eq!(Entry::read(&good[..end]), Err(EntryError::Malformed), "cut at {end}");
    }
    let longer = [good.as_slice(), b"a field of next year"].concat();
    assert_eq!(Entry::read(&longer).unwrap().to_bytes().unwrap(), good);
    assert_eq!(Entry::of(None).take(&line(&[2, 0]), name), Err(EntryError::Dangling), "torn operations");
}

#[test]
fn a_body_opens_in_its_place_and_in_no_other() {
    let chance = &mut SystemChance;
    let (key, other) = (CaseKey::draw(chance).unwrap(), CaseKey::draw(chance).unwrap());
    let entry = file(&mut Dice(5), 3, true);
    let (codec, sealed) = seal_entry(&entry, &key, PLACE, chance).unwrap();
    assert_eq!(open_entry(&sealed, &key, PLACE, codec).unwrap(), entry);

    let elsewhere = [
        EntryPlace { space: SpaceId([2; 16]), ..PLACE },
        EntryPlace { device: BRUNO, ..PLACE },
        EntryPlace { seq: 8, ..PLACE },
        EntryPlace { index: 3, ..PLACE },
    ];
    for place in elsewhere {
        assert_eq!(open_entry(&sealed, &key, place, codec), Err(SealError::Closed), "{place:?}");
    }
    assert_eq!(open_entry(&sealed, &other, PLACE, codec), Err(SealError::Closed));
    assert_eq!(open_entry(&sealed, &key, PLACE, 1), Err(SealError::Closed), "another codec");
}

#[test]
fn sizes_tell_little() {
    let chance = &mut SystemChance;
    let key = CaseKey::draw(chance).unwrap();
    let mut sizes = Vec::new();
    for text in ["", "0611223344", "une adresse un peu plus longue que les autres"] {
        let mut entry = Entry::of(Some([7; 16]));
        entry.take(&line(&set(2, [7; 16], 5, (1, 9), text)), name).unwrap();
        sizes.push(seal_entry(&entry, &key, PLACE, chance).unwrap().1.len());
    }
    assert_eq!(sizes, [296, 296, 296]);
}

#[test]
fn pieces_and_chunks_are_bound_to_their_places_too() {
    let chance = &mut SystemChance;
    let (key, file) = (CaseKey::draw(chance).unwrap(), FileKey::draw(chance).unwrap());
    let (space, snapshot) = (SpaceId([1; 16]), SnapshotId([2; 16]));
    let (codec, piece) = seal_piece(b"rows", &key, space, snapshot, chance).unwrap();
    assert_eq!(open_piece(&piece, &key, space, snapshot, codec).unwrap().as_slice(), b"rows");
    let other = SnapshotId([3; 16]);
    assert_eq!(open_piece(&piece, &key, space, other, codec), Err(SealError::Closed));

    let place = ChunkPlace { space, blob: BlobId([4; 16]), chunk: 1, chunks: 2 };
    let full = vec![7; passerelle_sync::seal::CHUNK_BYTES];
    let sealed = seal_chunk(&full, &file, place, chance).unwrap();
    assert!(sealed.len() <= passerelle_wire::limit::CHUNK, "{}", sealed.len());
    assert_eq!(open_chunk(&sealed, &file, place).unwrap().as_slice(), full);
    let shortened = ChunkPlace { chunks: 1, ..place };
    assert_eq!(open_chunk(&sealed, &file, shortened), Err(SealError::Closed), "a file cut short");
}

proptest! {
    #[test]
    fn any_bytes_are_an_entry_or_refused(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
        let mut bytes = bytes;
        let _ = Entry::read(&bytes);
        bytes.insert(0, 1);
        if let Ok(entry) = Entry::read(&bytes) {
            let _ = entry.lines(|_| Some(1));
        }
    }

    #[test]
    fn any_packed_bytes_are_unpacked_or_refused(codec in 0..4u8, bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
        let _ = passerelle_sync::codec::unpack(codec, &bytes);
    }

    #[test]
    fn what_is_packed_is_unpacked(bytes in proptest::collection::vec(0..9u8, 0..3_000)) {
        let (codec, padded) = passerelle_sync::codec::pack(&bytes).unwrap();
        prop_assert!(padded.len() >= 256);
        prop_assert_eq!(passerelle_sync::codec::unpack(codec.number(), &padded).unwrap(), bytes);
    }
}
