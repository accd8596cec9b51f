//! Frames in a stream that brings them in pieces of any size.

use passerelle_wire::batch::BatchTaken;
use passerelle_wire::frame::{FrameReader, write};
use passerelle_wire::message::DecodeError;
use passerelle_wire::pull::{News, PageEnd};

fn stream() -> Vec<u8> {
    let mut stream = Vec::new();
    write(&BatchTaken { pos: 41 }, &mut stream).unwrap();
    stream.extend_from_slice(&[0xff, 0x7f, 3, 0, 0, 0, b'n', b'e', b'w']);
    stream.extend_from_slice(&[0xfe, 0x7f, 0, 0, 0, 0]);
    write(&PageEnd { after: 41, complete: false }, &mut stream).unwrap();
    stream
}

#[test]
fn frames_are_put_together_from_pieces_of_any_size() {
    for size in 1..=stream().len() {
        let mut reader = FrameReader::default();
        let mut frames = Vec::new();
        for piece in stream().chunks(size) {
            frames.extend(reader.push(piece).unwrap());
        }
        assert!(reader.is_between_frames());
        assert_eq!(frames.len(), 4, "pieces of {size}");
        assert_eq!(frames[0].read::<BatchTaken>(), Some(Ok(BatchTaken { pos: 41 })));
        assert_eq!(frames[1].read::<BatchTaken>(), None, "an unknown kind is passed over, not an error");
        assert_eq!(frames[1].body, b"new");
        assert_eq!(frames[2].body, b"");
        assert_eq!(frames[3].read::<PageEnd>(), Some(Ok(PageEnd { after: 41, complete: false })));
        assert_eq!(frames[3].read::<News>(), None);
    }
}

#[test]
fn a_stream_that_was_cut_ends_within_a_frame() {
    let mut reader = FrameReader::default();
    let stream = stream();
    reader.push(&stream[..stream.len() - 1]).unwrap();
    assert!(!reader.is_between_frames());
}

#[test]
fn a_frame_that_claims_too_much_is_refused_at_its_head() {
    let mut reader = FrameReader::default();
    assert!(matches!(reader.push(&[20, 0, 0xff, 0xff, 0xff, 0xff]), Err(DecodeError::TooLarge { .. })));
}
