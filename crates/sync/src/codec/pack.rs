//! Packing before sealing: compressed with a shipped dictionary, then padded, so that a sealed body's size tells little.
//!
//! One entry is packed at a time: compression across files would let sizes tell what files have in common.

use std::cell::RefCell;

use passerelle_wire::limit;
use zstd::bulk::{Compressor, Decompressor};
use zstd::zstd_safe;

use crate::seal::OVERHEAD;

/// The most bytes that an entry may have unpacked.
pub(super) const UNPACKED: usize = 8 * 1024 * 1024;
/// No padded body is shorter.
const FLOOR: usize = 256;
const LEVEL: i32 = 3;

/// The dictionary of [`Codec::Zstd1`], trained on invented files (tests/sync/dictionary.rs). It never changes: another one
/// is another codec.
const DICTIONARY_1: &[u8] = include_bytes!("dictionary-1.zstd");

/// How an entry is packed. Numbers travel and are given once.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Codec {
    /// As it is, where compression would make it larger.
    Stored,
    /// zstd (RFC 8878) with the first dictionary.
    Zstd1,
}

impl Codec {
    /// As headers have it.
    pub fn number(self) -> u8 {
        match self {
            Codec::Stored => 1,
            Codec::Zstd1 => 2,
        }
    }

    /// None for one of a newer version.
    pub fn of(number: u8) -> Option<Codec> {
        [Codec::Stored, Codec::Zstd1].into_iter().find(|codec| codec.number() == number)
    }
}

/// Why bytes cannot be packed or unpacked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PackError {
    /// More than 8 MiB unpacked, or more than [`limit::ENTRY`] packed.
    #[error("too large")]
    TooLarge,
    #[error("packed by a newer version")]
    TooNew,
    #[error("not what was packed")]
    Malformed,
}

thread_local! {
    static COMPRESSOR: RefCell<Option<Compressor<'static>>> = const { RefCell::new(None) };
    static DECOMPRESSOR: RefCell<Option<Decompressor<'static>>> = const { RefCell::new(None) };
}

fn compress(bytes: &[u8]) -> Option<Vec<u8>> {
    COMPRESSOR.with_borrow_mut(|kept| {
        if kept.is_none() {
            *kept = Compressor::with_dictionary(LEVEL, DICTIONARY_1).ok();
        }
        kept.as_mut()?.compress(bytes).ok()
    })
}

fn decompress(bytes: &[u8]) -> Result<Vec<u8>, PackError> {
    let size = zstd_safe::get_frame_content_size(bytes).ok().flatten().ok_or(PackError::Malformed)?;
    let size = usize::try_from(size).ok().filter(|size| *size <= UNPACKED).ok_or(PackError::TooLarge)?;
    DECOMPRESSOR.with_borrow_mut(|kept| {
        if kept.is_none() {
            *kept = Decompressor::with_dictionary(DICTIONARY_1).ok();
        }
        let unpacked = kept.as_mut().and_then(|kept| kept.decompress(bytes, size).ok());
        unpacked.filter(|unpacked| unpacked.len() == size).ok_or(PackError::Malformed)
    })
}

/// Compressed where that helps, with its length before it and zeros behind it.
pub fn pack(bytes: &[u8]) -> Result<(Codec, Vec<u8>), PackError> {
    if bytes.len() > UNPACKED {
        return Err(PackError::TooLarge);
    }
    let compressed = compress(bytes).filter(|compressed| compressed.len() < bytes.len());
    let (codec, packed) = match &compressed {
        Some(compressed) => (Codec::Zstd1, compressed.as_slice()),
        None => (Codec::Stored, bytes),
    };
    Ok((codec, pad(packed)?))
}

/// The bytes with their length before them and zeros behind them.
pub(crate) fn pad(bytes: &[u8]) -> Result<Vec<u8>, PackError> {
    let length = u32::try_from(bytes.len()).map_err(|_| PackError::TooLarge)?;
    let padded = padded_length(4 + bytes.len());
    if padded > limit::ENTRY - OVERHEAD {
        return Err(PackError::TooLarge);
    }
    let mut out = Vec::with_capacity(padded);
    out.extend_from_slice(&length.to_le_bytes());
    out.extend_from_slice(bytes);
    out.resize(padded, 0);
    Ok(out)
}

/// The bytes without length and zeros.
pub(crate) fn unpad(padded: &[u8]) -> Result<&[u8], PackError> {
    let (length, rest) = padded.split_first_chunk::<4>().ok_or(PackError::Malformed)?;
    let length = usize::try_from(u32::from_le_bytes(*length)).map_err(|_| PackError::Malformed)?;
    let (bytes, padding) = rest.split_at_checked(length).ok_or(PackError::Malformed)?;
    if padding.iter().all(|byte| *byte == 0) { Ok(bytes) } else { Err(PackError::Malformed) }
}

/// What was packed. Memory is taken for at most 8 MiB, and only where the bytes say that they unfold to so much.
pub fn unpack(codec: u8, padded: &[u8]) -> Result<Vec<u8>, PackError> {
    let codec = Codec::of(codec).ok_or(PackError::TooNew)?;
    let packed = unpad(padded)?;
    match codec {
        Codec::Stored => Ok(packed.to_vec()),
        Codec::Zstd1 => decompress(packed),
    }
}

/// Padmé: a length of L bits keeps as many leading bits as L has bits in its own length, so at most 12 % are added.
fn padded_length(length: usize) -> usize {
    if length <= FLOOR {
        return FLOOR;
    }
    let exponent = length.ilog2();
    let kept = exponent.ilog2() + 1;
    let mask = (1_usize << (exponent - kept)) - 1;
    (length + mask) & !mask
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_fall_on_few_steps_and_grow_by_an_eighth_at_most() {
        assert_eq!([1, 256, 257, 300, 1_000, 9_000].map(padded_length), [256, 256, 272, 304, 1_024, 9_216]);
        for length in 257..100_000 {
            let padded = padded_length(length);
            assert!(padded >= length && padded * 8 <= length * 9, "{length} became {padded}");
            assert_eq!(padded_length(padded), padded);
        }
        let steps: std::collections::BTreeSet<_> = (1..=1_000_000).map(padded_length).collect();
        assert!(steps.len() < 300, "{} sizes are told apart", steps.len());
    }

    #[test]
    fn a_bomb_is_refused_before_memory_is_taken() {
        let large = vec![0; UNPACKED + 1];
        assert_eq!(pack(&large), Err(PackError::TooLarge));
        let mut bomb = compress(&large).unwrap();
        let mut padded = u32::try_from(bomb.len()).unwrap().to_le_bytes().to_vec();
        padded.append(&mut bomb);
        assert!(padded.len() < 2_000, "it unfolds more than four thousand times");
        assert_eq!(unpack(Codec::Zstd1.number(), &padded), Err(PackError::TooLarge));
    }

    #[test]
    fn what_is_packed_is_unpacked_and_what_is_spoilt_is_refused() {
        let text = "Awa a rappelé la mission locale. ".repeat(40);
        let (codec, padded) = pack(text.as_bytes()).unwrap();
        assert_eq!((codec, padded.len()), (Codec::Zstd1, 256));
        assert_eq!(unpack(codec.number(), &padded).unwrap(), text.as_bytes());
        let (codec, short) = pack(&[7, 200, 31]).unwrap();
        assert_eq!((codec, short.len()), (Codec::Stored, 256), "compression would make it larger");
        assert_eq!(unpack(codec.number(), &short).unwrap(), [7, 200, 31]);
        let mut odd = short.clone();
        odd[255] = 1;
        assert_eq!(unpack(1, &odd), Err(PackError::Malformed), "padding is zeros");
        assert_eq!(unpack(77, &short), Err(PackError::TooNew));
        assert_eq!(unpack(1, &short[..3]), Err(PackError::Malformed));
        assert_eq!(unpack(2, &short), Err(PackError::Malformed));
    }
}
