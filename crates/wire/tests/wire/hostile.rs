//! Bytes that nobody honest wrote: no reader panics, takes much memory, or takes them for what they are not.

use passerelle_wire::frame::FrameReader;
use passerelle_wire::message::DecodeError;
use passerelle_wire::{decode, membership, pull};
use proptest::prelude::*;

use crate::sample;

#[test]
fn a_torn_message_is_refused_at_every_length() {
    for sample in sample::all() {
        for end in 0..sample.bytes.len() {
            assert!((sample.reread)(&sample.bytes[..end]).is_err(), "{} cut at {end}", sample.name);
        }
    }
}

#[test]
fn a_message_over_its_limit_is_not_even_read() {
    for sample in sample::all() {
        let large = vec![0; sample.limit + 1];
        assert_eq!((sample.reread)(&large), Err(DecodeError::TooLarge { limit: sample.limit }));
    }
}

#[test]
fn a_list_that_claims_more_than_it_brings_is_refused() {
    let mut heads = vec![0; 33];
    heads.extend_from_slice(&[0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x01]);
    assert_eq!(decode::<pull::Heads>(&heads), Err(DecodeError::Malformed));
}

#[test]
fn a_list_out_of_order_or_with_a_twin_is_refused() {
    let heads = |devices: &[u8]| {
        let mut bytes = vec![0; 33];
        bytes.push(u8::try_from(devices.len()).unwrap());
        for device in devices {
            bytes.extend_from_slice(&[*device; 16]);
            bytes.push(1);
            bytes.extend_from_slice(&[0; 32]);
        }
        bytes.extend_from_slice(&[0, 0]);
        decode::<pull::Heads>(&bytes)
    };
    assert!(heads(&[1, 2]).is_ok());
    assert_eq!(heads(&[2, 1]), Err(DecodeError::Impossible("heads")));
    assert_eq!(heads(&[1, 1]), Err(DecodeError::Impossible("heads")));
}

/// Valid bytes of some message, spoilt at a few places.
fn spoilt() -> impl Strategy<Value = (usize, Vec<u8>)> {
    let samples = sample::all().len();
    (0..samples, proptest::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..6)).prop_map(
        |(which, spots)| {
            let mut bytes = sample::all()[which].bytes.clone();
            for (spot, byte) in spots {
                let at = spot.index(bytes.len());
                bytes[at] = byte;
            }
            (which, bytes)
        },
    )
}

proptest! {
    #[test]
    fn any_bytes_are_read_or_refused(bytes in proptest::collection::vec(any::<u8>(), 0..600)) {
        for sample in sample::all() {
            let _ = (sample.reread)(&bytes);
        }
        for kind in 0..20 {
            let _ = membership::Act::read(kind, &bytes);
        }
    }

    #[test]
    fn spoilt_messages_are_read_or_refused((which, bytes) in spoilt()) {
        let samples = sample::all();
        if let Ok(written) = (samples[which].reread)(&bytes) {
            prop_assert!(written.len() <= samples[which].limit);
        }
    }

    #[test]
    fn a_harmed_stream_gives_no_more_than_it_brought(
        (which, at, byte) in (any::<prop::sample::Index>(), any::<prop::sample::Index>(), any::<u8>()),
        size in 1..200_usize,
        torn in any::<bool>(),
    ) {
        let samples = sample::all();
        let mut stream = Vec::new();
        for sample in [&samples[which.index(samples.len())], &samples[0]] {
            stream.extend_from_slice(&sample.kind.to_le_bytes());
            stream.extend_from_slice(&u32::try_from(sample.bytes.len()).unwrap().to_le_bytes());
            stream.extend_from_slice(&sample.bytes);
        }
        let spot = at.index(stream.len());
        stream[spot] ^= byte;
        stream.truncate(if torn { spot } else { stream.len() });
        let (mut reader, mut brought) = (FrameReader::default(), 0);
        for piece in stream.chunks(size) {
            let Ok(frames) = reader.push(piece) else { break };
            for frame in frames {
                brought += frame.body.len();
                for sample in samples {
                    let _ = (sample.reread)(&frame.body);
                }
            }
        }
        prop_assert!(brought <= stream.len());
    }

    #[test]
    fn a_harmed_log_is_admitted_up_to_the_harm_or_refused(
        which in any::<prop::sample::Index>(),
        spots in proptest::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..4),
        torn in proptest::option::of(any::<prop::sample::Index>()),
    ) {
        let mut entries = crate::log::written();
        let at = which.index(entries.len());
        let body = &mut entries[at].body;
        let good = body.clone();
        for (spot, byte) in spots {
            let spot = spot.index(body.len());
            body[spot] = byte;
        }
        if let Some(torn) = torn {
            let len = torn.index(body.len());
            body.truncate(len);
        }
        let same = *body == good;
        let admitted = membership::Roll::found(&entries[0]).map(|mut roll| {
            entries[1..].iter().take_while(|entry| roll.admit(entry).is_ok()).count() + 1
        });
        prop_assert_eq!(admitted.unwrap_or(0), if same { entries.len() } else { at });
    }

    #[test]
    fn any_stream_is_read_or_refused(pieces in proptest::collection::vec(
        proptest::collection::vec(any::<u8>(), 0..40), 0..20,
    )) {
        let mut reader = FrameReader::default();
        for piece in pieces {
            if reader.push(&piece).is_err() {
                break;
            }
        }
    }
}
