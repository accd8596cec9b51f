//! Bytes that another party wrote, before every decoder that reads them: good ones made by the project itself, harmed in all
//! the ways of `harm.rs`, and others altogether. None panics, none takes more memory than it is said to, and what is read is
//! written again with the same meaning.
//!
//! `PASSERELLE_BYTES_RUNS=100000` tries each decoder so many times (or a tenth, a hundredth: its share). A failure names its
//! decoder and number, and `PASSERELLE_BYTES="Batch 4711"` does that one alone.
//!
//! This program leaves `passerelle-app` out, whose allocator would stand in the place of the one that counts here.
#![cfg(test)]

mod harm;
mod run;
mod table;

use std::collections::BTreeSet;

use peak_alloc::PeakAlloc;

use crate::run::{Gauge, all_of};
use crate::table::{Decoder, domain, formats, letters, sync, vault, wire};

#[global_allocator]
static MEMORY: PeakAlloc = PeakAlloc;

/// What Rust code takes; the memory of SQLite and of zstd is their own, and is bounded by what they are given.
const GAUGE: Gauge = Gauge {
    begin: || {
        MEMORY.reset_peak_usage();
        MEMORY.current_usage()
    },
    peak: || MEMORY.peak_usage(),
};

#[test]
fn every_message_of_the_wire_is_read_or_refused() {
    all_of(&wire::decoders(), &GAUGE);
}

#[test]
fn whatever_a_hub_a_stick_or_a_letter_brings_is_read_or_refused() {
    all_of(&sync::decoders(), &GAUGE);
}

#[test]
fn codes_and_operations_of_others_are_read_or_refused() {
    all_of(&domain::decoders(), &GAUGE);
}

#[test]
fn lines_and_files_around_a_vault_are_read_or_refused() {
    all_of(&vault::decoders(), &GAUGE);
}

#[test]
fn published_files_and_lists_are_read_or_refused() {
    all_of(&formats::decoders(), &GAUGE);
}

#[test]
fn pictures_of_a_letterhead_are_drawn_or_refused() {
    all_of(&letters::decoders(), &GAUGE);
}

#[test]
fn each_message_that_has_a_number_has_its_decoder_here() {
    let there: BTreeSet<&str> = wire::decoders().iter().map(|decoder| decoder.name).collect();
    let known: BTreeSet<&str> = wire::golden_names();
    assert_eq!(there.intersection(&known).collect::<Vec<_>>(), known.iter().collect::<Vec<_>>());
}

#[test]
fn a_decoder_is_named_once() {
    let all = table::all();
    let names: BTreeSet<&str> = all.iter().map(|decoder| decoder.name).collect();
    assert_eq!(names.len(), all.len(), "a seed is replayed by the name");
    assert!(all.len() > 60, "{} decoders", all.len());
}

/// One that is wrong in each way in turn, by the first byte of what it reads.
fn wrong(bytes: &[u8]) -> bool {
    match bytes.first() {
        Some(b'p') => panic!("a decoder that falls"),
        Some(b'm') => !vec![1_u8; 3_000_000].is_empty(),
        first => first == Some(&b'g'),
    }
}

#[test]
fn what_falls_or_takes_too_much_is_told_with_its_name() {
    let _alone = run::alone();
    let decoder = Decoder::of("Wrong", || vec![b"good".to_vec()], wrong);
    let judge = |bytes: &[u8]| run::judge(&decoder, bytes, &GAUGE);
    assert_eq!(judge(b"good"), Ok(true));
    assert_eq!(judge(b"bad"), Ok(false));
    assert!(judge(b"panic").is_err_and(|why| why.contains("a decoder that falls")));
    assert!(judge(b"memory").is_err_and(|why| why.contains("bytes of memory")));
}

#[test]
fn a_number_gives_the_same_bytes_each_time() {
    let good = wire::decoders()[0].good();
    let harmed = |number| harm::harmed("Hello", &good, number);
    assert_eq!(harmed(4_711), harmed(4_711));
    let many: BTreeSet<Vec<u8>> = (0..500).map(harmed).collect();
    assert!(many.len() > 400, "{} different ones of 500", many.len());
}
