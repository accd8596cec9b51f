//! How a message becomes bytes: postcard 1, its fields in order. A message may grow at its end only; a reader passes over
//! what follows the fields that it knows. Signed bytes are kept whole, so nothing of them is lost by that.

use serde::Serialize;
use serde::de::DeserializeOwned;

/// Bytes that are no message of this kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DecodeError {
    /// Larger than such a message may be. Nothing was read.
    #[error("more than {limit} bytes")]
    TooLarge { limit: usize },
    /// Torn, or never such a message.
    #[error("not a message of this kind")]
    Malformed,
    /// Well formed, with more things in it than allowed, or parts that do not fit each other.
    #[error("a message with impossible contents: {0}")]
    Impossible(&'static str),
}

/// A message that may not be said.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum EncodeError {
    /// Larger than such a message may be.
    #[error("more than {limit} bytes")]
    TooLarge { limit: usize },
    /// With more things in it than allowed, or parts that do not fit each other.
    #[error("a message with impossible contents: {0}")]
    Impossible(&'static str),
}

/// Something said between a laptop and a hub, or kept between them.
pub trait Message: Serialize + DeserializeOwned {
    /// Its number in a stream of frames; given once and for ever.
    const KIND: u16;
    /// Its name in golden vectors and documents.
    const NAME: &'static str;
    /// The most bytes it may have.
    const LIMIT: usize;

    /// What its types cannot say: counts, and parts that must fit each other. The error says which, for a developer.
    fn check(&self) -> Result<(), &'static str> {
        Ok(())
    }
}

/// The bytes of a message.
pub fn encode<M: Message>(message: &M) -> Result<Vec<u8>, EncodeError> {
    message.check().map_err(EncodeError::Impossible)?;
    let bytes = postcard::to_stdvec(message).map_err(|_| EncodeError::Impossible("length"))?;
    if bytes.len() > M::LIMIT { Err(EncodeError::TooLarge { limit: M::LIMIT }) } else { Ok(bytes) }
}

/// Reads a message. What follows its known fields is passed over.
pub fn decode<M: Message>(bytes: &[u8]) -> Result<M, DecodeError> {
    decode_with_rest(bytes).map(|(message, _)| message)
}

/// Reads a message to which nothing may have been added: where passing over something unknown would be dangerous.
pub fn decode_exact<M: Message>(bytes: &[u8]) -> Result<M, DecodeError> {
    let (message, rest) = decode_with_rest(bytes)?;
    if rest.is_empty() { Ok(message) } else { Err(DecodeError::Malformed) }
}

fn decode_with_rest<M: Message>(bytes: &[u8]) -> Result<(M, &[u8]), DecodeError> {
    if bytes.len() > M::LIMIT {
        return Err(DecodeError::TooLarge { limit: M::LIMIT });
    }
    let (message, rest) = postcard::take_from_bytes::<M>(bytes).map_err(|_| DecodeError::Malformed)?;
    message.check().map_err(DecodeError::Impossible)?;
    Ok((message, rest))
}

/// Says for a list that it may have at most so many elements.
pub(crate) fn at_most<T>(what: &'static str, list: &[T], limit: usize) -> Result<(), &'static str> {
    if list.len() > limit { Err(what) } else { Ok(()) }
}

/// Says for a list that it is sorted by a key and names nothing twice.
pub(crate) fn ascending<T, K: Ord>(
    what: &'static str,
    list: &[T],
    key: impl Fn(&T) -> K,
) -> Result<(), &'static str> {
    let sorted = list.windows(2).all(|pair| match pair {
        [one, next] => key(one) < key(next),
        _ => true,
    });
    if sorted { Ok(()) } else { Err(what) }
}
