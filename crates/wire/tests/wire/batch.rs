//! What a reader finds out about a batch before believing anything in it.

use passerelle_wire::batch::{BatchFault, Header};
use passerelle_wire::hash::{Hash, purpose};
use passerelle_wire::{EncodeError, decode, encode, limit};
use serde_bytes::ByteBuf;

use crate::people::{Laptop, laptop};
use crate::sample;

fn awa() -> Laptop {
    laptop(1)
}

#[test]
fn a_batch_as_sent_verifies_and_an_erased_body_breaks_nothing() {
    let mut batch = awa().batch(&[b"one", b"two"], &[b"wrapped"]);
    let before = batch.hash();
    assert_eq!(batch.verify(&awa().keys.sign).unwrap().entries.len(), 2);
    assert!(!batch.has_gaps());
    batch.bodies[0] = None;
    batch.wraps[0] = None;
    assert!(batch.verify(&awa().keys.sign).is_ok(), "hashes stand in the header, bodies outside");
    assert!(batch.has_gaps());
    assert_eq!(batch.hash(), before, "the chain does not notice");
}

#[test]
fn whatever_is_altered_shows() {
    let sign = awa().keys.sign;
    let good = awa().batch(&[b"one", b"two"], &[b"wrapped"]);
    let spoil = |change: fn(&mut passerelle_wire::batch::Batch)| {
        let mut batch = good.clone();
        change(&mut batch);
        batch.verify(&sign).unwrap_err()
    };
    assert_eq!(spoil(|batch| batch.bodies[1] = Some(ByteBuf::from("tow"))), BatchFault::Body(1));
    assert_eq!(spoil(|batch| batch.bodies.swap(0, 1)), BatchFault::Body(0));
    assert_eq!(spoil(|batch| batch.wraps[0] = Some(ByteBuf::from("another"))), BatchFault::Body(0));
    assert_eq!(spoil(|batch| batch.bodies.truncate(1)), BatchFault::Count);
    assert_eq!(spoil(|batch| batch.wraps.clear()), BatchFault::Count);
    assert_eq!(spoil(|batch| batch.header.body[40] ^= 1), BatchFault::Signature);
    assert_eq!(good.verify(&laptop(2).keys.sign), Err(BatchFault::Signature), "Bruno did not sign it");
}

#[test]
fn a_signature_for_one_purpose_is_none_for_another() {
    let header = awa().batch(&[], &[]).read_header().unwrap();
    let signed = awa().sign(purpose::SNAPSHOT, &header);
    assert!(signed.verify(&awa().keys.sign, purpose::SNAPSHOT).is_ok());
    assert!(signed.verify(&awa().keys.sign, purpose::BATCH).is_err());
}

#[test]
fn what_a_newer_version_adds_to_a_header_is_signed_and_kept() {
    let header = sample::header();
    let mut batch = awa().batch(&[], &[]);
    batch.header.body = encode(&header).unwrap();
    batch.header.body.extend_from_slice(b"a field of next year");
    batch.header.signature = awa().sign_bytes(purpose::BATCH, &batch.header.body);
    batch.bodies = vec![None; header.entries.len()];
    batch.wraps = vec![None; header.wraps.len()];
    assert_eq!(batch.verify(&awa().keys.sign).unwrap(), header);
    let forwarded: passerelle_wire::batch::Batch = decode(&encode(&batch).unwrap()).unwrap();
    assert!(forwarded.header.body.ends_with(b"next year"), "forwarded byte for byte");
}

#[test]
fn a_header_that_cannot_be_is_not_even_written() {
    let refused = |change: fn(&mut Header)| {
        let mut header = sample::header();
        change(&mut header);
        encode(&header).unwrap_err()
    };
    let no = EncodeError::Impossible;
    assert_eq!(refused(|header| header.seq = 0), no("batch number 0"));
    assert_eq!(refused(|header| header.prev = Hash::NONE), no("previous hash"));
    assert_eq!(refused(|header| header.seq = 1), no("previous hash"));
    assert_eq!(refused(|header| header.seen.reverse()), no("seen"));
    assert_eq!(refused(|header| header.seen[0].device = header.device), no("seen"));
    assert_eq!(refused(|header| header.seen[0].seq = 0), no("seen"));
    assert_eq!(refused(|header| header.entries[0].len = u32::MAX), no("bodies"));
    let many = |header: &mut Header| {
        header.entries = vec![header.entries[0]; 3];
        header.entries.iter_mut().for_each(|entry| entry.len = u32::try_from(limit::ENTRY / 2).unwrap());
    };
    assert_eq!(refused(many), no("bodies"));
}
