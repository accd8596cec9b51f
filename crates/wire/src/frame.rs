//! Messages one after another, in a stream or a file: `kind u16 LE, length u32 LE, body`. A reader passes over kinds that it
//! does not know.

use crate::limit;
use crate::message::{DecodeError, EncodeError, Message, decode, encode};

const HEAD: usize = 6;

/// One frame as it came.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Frame {
    pub kind: u16,
    pub body: Vec<u8>,
}

impl Frame {
    /// The message in it, where it is of that kind.
    pub fn read<M: Message>(&self) -> Option<Result<M, DecodeError>> {
        (self.kind == M::KIND).then(|| decode(&self.body))
    }
}

/// Appends a message as one frame.
pub fn write<M: Message>(message: &M, out: &mut Vec<u8>) -> Result<(), EncodeError> {
    let body = encode(message)?;
    let length = u32::try_from(body.len()).map_err(|_| EncodeError::TooLarge { limit: limit::FRAME })?;
    out.extend_from_slice(&M::KIND.to_le_bytes());
    out.extend_from_slice(&length.to_le_bytes());
    out.extend_from_slice(&body);
    Ok(())
}

/// Puts frames together from the pieces in which a stream brings them. It holds one frame at most.
#[derive(Debug, Default)]
pub struct FrameReader {
    pending: Vec<u8>,
}

impl FrameReader {
    /// Takes in the next piece and hands out the frames that it completes.
    ///
    /// A frame that says it is over [`limit::FRAME`] is refused before any of its body is kept; nothing can be read after.
    pub fn push(&mut self, mut piece: &[u8]) -> Result<Vec<Frame>, DecodeError> {
        let mut frames = Vec::new();
        loop {
            let want = self.wanted()?;
            let (taken, rest) = piece.split_at(want.saturating_sub(self.pending.len()).min(piece.len()));
            self.pending.extend_from_slice(taken);
            piece = rest;
            if self.pending.len() < want {
                return Ok(frames);
            }
            if let Some((kind, length)) = self.head()
                && self.pending.len() == HEAD + length
            {
                let body = self.pending.split_off(HEAD);
                self.pending.clear();
                frames.push(Frame { kind, body });
            }
        }
    }

    /// Whether the stream may end here: not within a frame.
    pub fn is_between_frames(&self) -> bool {
        self.pending.is_empty()
    }

    fn head(&self) -> Option<(u16, usize)> {
        let [k0, k1, l0, l1, l2, l3] = *self.pending.first_chunk::<HEAD>()?;
        let length = usize::try_from(u32::from_le_bytes([l0, l1, l2, l3])).unwrap_or(usize::MAX);
        Some((u16::from_le_bytes([k0, k1]), length))
    }

    /// How many bytes must be pending for the next step.
    fn wanted(&self) -> Result<usize, DecodeError> {
        match self.head() {
            None => Ok(HEAD),
            Some((_, length)) if length > limit::FRAME => Err(DecodeError::TooLarge { limit: limit::FRAME }),
            Some((_, length)) => Ok(HEAD + length),
        }
    }
}
