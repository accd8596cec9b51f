//! XChaCha20-Poly1305 with a random nonce before the sealed bytes, and what they are bound to.

use chacha20poly1305::aead::{Aead, Payload};
use chacha20poly1305::{KeyInit, XChaCha20Poly1305, XNonce};
use zeroize::Zeroizing;

use super::{OVERHEAD, SealError};
use crate::chance::Chance;

/// Seals `plain`: nonce, then ciphertext and tag.
pub(crate) fn seal(
    key: &[u8; 32],
    bound: &[u8],
    plain: &[u8],
    chance: &mut impl Chance,
) -> Result<Vec<u8>, SealError> {
    let mut nonce = [0; 24];
    chance.fill(&mut nonce)?;
    let sealed = XChaCha20Poly1305::new(key.into())
        .encrypt(&XNonce::from(nonce), Payload { msg: plain, aad: bound })
        .map_err(|_| SealError::Closed)?;
    let mut out = Vec::with_capacity(plain.len() + OVERHEAD);
    out.extend_from_slice(&nonce);
    out.extend_from_slice(&sealed);
    Ok(out)
}

/// Opens what [`seal`] made.
pub(crate) fn open(key: &[u8; 32], bound: &[u8], sealed: &[u8]) -> Result<Zeroizing<Vec<u8>>, SealError> {
    let (nonce, sealed) = sealed.split_first_chunk::<24>().ok_or(SealError::Closed)?;
    XChaCha20Poly1305::new(key.into())
        .decrypt(&XNonce::from(*nonce), Payload { msg: sealed, aad: bound })
        .map(Zeroizing::new)
        .map_err(|_| SealError::Closed)
}

/// What sealed bytes are bound to: the purpose, a zero byte, then parts of fixed length.
pub(crate) fn bound(purpose: &str, parts: &[&[u8]]) -> Vec<u8> {
    let mut bound = purpose.as_bytes().to_vec();
    bound.push(0);
    for part in parts {
        bound.extend_from_slice(part);
    }
    bound
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::chance::NoChance;
    use data_encoding::HEXLOWER;

    struct Nonce;

    impl Chance for Nonce {
        fn fill(&mut self, bytes: &mut [u8]) -> Result<(), NoChance> {
            bytes.iter_mut().zip(0x40..).for_each(|(byte, value)| *byte = value);
            Ok(())
        }
    }

    /// draft-irtf-cfrg-xchacha-03, A.3.1.
    #[test]
    fn the_vector_of_the_draft_comes_out() {
        let mut key = [0; 32];
        key.iter_mut().zip(0x80..).for_each(|(byte, value)| *byte = value);
        let bound = HEXLOWER.decode(b"50515253c0c1c2c3c4c5c6c7").unwrap();
        let plain = b"Ladies and Gentlemen of the class of '99: If I could offer you only one tip for the \
                      future, sunscreen would be it.";
        let sealed = seal(&key, &bound, plain, &mut Nonce).unwrap();
        let expected = "404142434445464748494a4b4c4d4e4f5051525354555657\
                        bd6d179d3e83d43b9576579493c0e939572a1700252bfaccbed2902c21396cbb\
                        731c7f1b0b4aa6440bf3a82f4eda7e39ae64c6708c54c216cb96b72e1213b452\
                        2f8c9ba40db5d945b11b69b982c1bb9e3f3fac2bc369488f76b2383565d3fff9\
                        21f9664c97637da9768812f615c68b13b52ec0875924c1c7987947deafd8780acf49";
        assert_eq!(HEXLOWER.encode(&sealed), expected);
        assert_eq!(open(&key, &bound, &sealed).unwrap().as_slice(), plain);
    }

    #[test]
    fn whatever_is_altered_does_not_open() {
        let sealed = seal(&[1; 32], b"here", b"a note", &mut Nonce).unwrap();
        assert_eq!(open(&[1; 32], b"there", &sealed), Err(SealError::Closed));
        assert_eq!(open(&[2; 32], b"here", &sealed), Err(SealError::Closed));
        for at in 0..sealed.len() {
            let mut altered = sealed.clone();
            altered[at] ^= 1;
            assert_eq!(open(&[1; 32], b"here", &altered), Err(SealError::Closed), "byte {at}");
            assert_eq!(open(&[1; 32], b"here", &sealed[..at]), Err(SealError::Closed), "cut at {at}");
        }
    }
}
