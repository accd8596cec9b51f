//! The shipped dictionary: from what it was trained, and what it gains. It never changes; another is another codec.
//! `PASSERELLE_TRAIN=1 cargo test -p passerelle-sync dictionary` shows how it was made.

use std::path::PathBuf;

use passerelle_sync::codec::{Codec, pack};
use passerelle_wire::hash::Hash;

use crate::invented::{Dice, file};

fn path() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("src/codec/dictionary-1.zstd")
}

/// Entries as they are sent: most are a line or two of one file, some a whole file at once.
fn entries(seed: u64, count: u64) -> Vec<Vec<u8>> {
    let mut dice = Dice(seed);
    let mut entries = Vec::new();
    for _ in 0..count {
        let lines = if dice.below(5) == 0 { 5 + dice.below(25) } else { 1 + dice.below(3) };
        let opened = dice.below(3) == 0;
        entries.push(file(&mut dice, lines, opened).to_bytes().unwrap());
    }
    entries
}

#[test]
fn the_dictionary_was_trained_on_invented_files_and_stays_what_it_is() {
    if std::env::var_os("PASSERELLE_TRAIN").is_some() {
        let trained = zstd::dict::from_samples(&entries(1, 6_000), 32 * 1024).unwrap();
        std::fs::write(path(), trained).unwrap();
    }
    let dictionary = std::fs::read(path()).unwrap();
    assert_eq!(
        Hash::of("passerelle/v1/dictionary", &dictionary).to_string(),
        "457d8ec2e5cf1e0366df37c77f637edb7a85d41e79287eef8ccf1cfe4932084d"
    );
}

#[test]
fn it_makes_entries_smaller_that_it_was_not_trained_on() {
    let (mut with, mut without) = (0, 0);
    for entry in entries(2, 400) {
        let (codec, padded) = pack(&entry).unwrap();
        assert_eq!(codec, Codec::Zstd1);
        with += u64::from(u32::from_le_bytes(*padded.first_chunk().unwrap()));
        without += zstd::bulk::compress(&entry, 3).unwrap().len() as u64;
    }
    assert!(with * 10 < without * 8, "{with} bytes with the dictionary, {without} without");
}
