//! The bytes of every message, for ever. A change that is meant is a new version of the protocol; then
//! `PASSERELLE_WRITE_GOLDEN=1 cargo test -p passerelle-wire` writes them anew.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::PathBuf;

use data_encoding::HEXLOWER;
use passerelle_wire::hash::{Hash, purpose};

use crate::people::laptop;
use crate::sample;

fn file() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/wire/golden.txt")
}

#[test]
fn the_bytes_of_every_message_stay_what_they_are() {
    let mut now = String::new();
    for sample in sample::all() {
        writeln!(now, "{} {} {}", sample.kind, sample.name, HEXLOWER.encode(&sample.bytes)).unwrap();
    }
    if std::env::var_os("PASSERELLE_WRITE_GOLDEN").is_some() {
        std::fs::write(file(), &now).unwrap();
    }
    let kept = std::fs::read_to_string(file()).unwrap();
    assert_eq!(now, kept, "another version of Passerelle could not read this");
}

#[test]
fn golden_bytes_are_read_and_written_the_same() {
    for sample in sample::all() {
        assert_eq!((sample.reread)(&sample.bytes).as_ref(), Ok(&sample.bytes), "{}", sample.name);
    }
}

#[test]
fn a_kind_is_one_message() {
    let mut names = BTreeMap::new();
    for sample in sample::all() {
        let name = names.entry(sample.kind).or_insert(sample.name);
        assert_eq!(*name, sample.name, "kind {} stands for two", sample.kind);
    }
}

#[test]
fn what_a_newer_version_adds_at_the_end_is_passed_over() {
    for sample in sample::all().iter().filter(|sample| sample.name != "LogEntry") {
        let mut newer = sample.bytes.clone();
        newer.extend_from_slice(b"a field of next year");
        assert_eq!((sample.reread)(&newer).as_ref(), Ok(&sample.bytes), "{}", sample.name);
    }
}

#[test]
fn hashes_and_signatures_stay_what_they_are() {
    assert_eq!(
        Hash::of(purpose::BATCH, b"passerelle").to_string(),
        "f39c68ff5472ae51254c7fef8734c698698a9ec7edde5b32eb665b0dcaa0d893",
        "BLAKE3 in key derivation mode, the purpose as context"
    );
    let batch = laptop(1).batch(&[b"sealed"], &[]);
    assert_eq!(batch.hash().to_string(), "002acd81e7257cefcd5650e45014558eb39a55a40af72a451c23d0da675d0319");
}
