//! The same batches by a file on a stick, where there is no network: what was read of the membership log, and what this laptop
//! has not seen confirmed by a hub. Whoever takes it in believes it no more than a hub.
//!
//! A file is `PSRL-BAG`, byte 1, then frames: pages of the log, batches, sealed chunks of documents. What others do not know yet
//! of the log comes with it; keys of an epoch do not, they are at the hub.

use std::io::Read;

use passerelle_wire::batch::Batch;
use passerelle_wire::blob::BlobChunk;
use passerelle_wire::frame::{self, Frame, FrameReader};
use passerelle_wire::id::SpaceId;
use passerelle_wire::limit;
use passerelle_wire::pull::Positioned;
use passerelle_wire::signed::Signed;
use passerelle_wire::space::LogPage;
use passerelle_wire::{DecodeError, EncodeError};

use crate::engine::Space;

const FILE: &[u8; 8] = b"PSRL-BAG";
const FORM: u8 = 1;
/// No file is larger: a year of a whole team without a network.
pub const FILE_BYTES: u64 = 1024 * 1024 * 1024;
/// The mark, the form and the space.
const HEAD_BYTES: u64 = 8 + 1 + 16;
/// Of a file that is held at a time, beside one frame.
const PIECE: usize = 256 * 1024;

/// Why a file cannot be taken in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CourierError {
    /// Not such a file, or cut.
    #[error("not a file of a team")]
    Malformed,
    /// The system does not give it, or not to its end.
    #[error("a file that cannot be read")]
    Unreadable,
    #[error("a file of a newer version")]
    TooNew,
    /// Of another team than this laptop's.
    #[error("a file of another team")]
    OtherSpace,
}

impl From<DecodeError> for CourierError {
    fn from(_: DecodeError) -> Self {
        CourierError::Malformed
    }
}

/// What a file brings.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bag {
    pub space: SpaceId,
    pub log: LogPage,
    /// In the order in which their authors wrote them.
    pub batches: Vec<Batch>,
}

impl Bag {
    /// What a laptop can bring to others: its own batches that no hub is known to keep, and those that it carries for others.
    /// `entries` are those of the log, from the first.
    pub fn of(space: &Space, entries: Vec<Signed>, carried: Vec<Batch>) -> Bag {
        let own = space.outbox.iter().map(|out| out.batch.clone());
        Bag {
            space: space.id(),
            log: LogPage { head: space.standing.log.head(), entries },
            batches: carried.into_iter().chain(own).collect(),
        }
    }

    pub fn to_file(&self) -> Result<Vec<u8>, EncodeError> {
        let mut file = FILE.to_vec();
        file.push(FORM);
        file.extend_from_slice(&self.space.0);
        for entries in self.log.entries.chunks(limit::LOG_PAGE) {
            frame::write(&LogPage { head: self.log.head, entries: entries.to_vec() }, &mut file)?;
        }
        for (pos, batch) in (1..).zip(&self.batches) {
            frame::write(&Positioned { pos, batch: batch.clone() }, &mut file)?;
        }
        Ok(file)
    }

    /// Reads a file, all but the chunks of documents. What of it is true is seen when it is taken in.
    pub fn from_file(file: impl Read) -> Result<Bag, CourierError> {
        let mut log: Option<LogPage> = None;
        let mut batches = Vec::new();
        let space = each_frame(file, |frame| {
            if let Some(page) = frame.read::<LogPage>() {
                let page = page?;
                match &mut log {
                    None => log = Some(page),
                    Some(log) => log.entries.extend(page.entries),
                }
            } else if let Some(positioned) = frame.read::<Positioned>() {
                batches.push(positioned?.batch);
            }
            Ok::<_, CourierError>(())
        })?;
        Ok(Bag { space, log: log.ok_or(CourierError::Malformed)?, batches })
    }
}

/// One chunk as it stands in a file, behind the batches.
pub fn chunk_to_file(chunk: &BlobChunk) -> Result<Vec<u8>, EncodeError> {
    let mut frame = Vec::new();
    frame::write(chunk, &mut frame)?;
    Ok(frame)
}

/// Hands out the chunks of a file one after another: one is held at a time. It ends at the first that is refused.
pub fn each_chunk<E: From<CourierError>>(
    file: impl Read,
    mut take: impl FnMut(BlobChunk) -> Result<(), E>,
) -> Result<(), E> {
    each_frame(file, |frame| match frame.read::<BlobChunk>() {
        None => Ok(()),
        Some(Ok(chunk)) => take(chunk),
        Some(Err(error)) => Err(CourierError::from(error).into()),
    })?;
    Ok(())
}

/// Reads a file frame by frame and says of which space it is.
fn each_frame<E: From<CourierError>>(
    file: impl Read,
    mut take: impl FnMut(Frame) -> Result<(), E>,
) -> Result<SpaceId, E> {
    let mut file = file.take(FILE_BYTES + 1);
    let space = head(&mut file)?;
    let mut left = FILE_BYTES - HEAD_BYTES;
    let mut reader = FrameReader::default();
    let mut piece = vec![0; PIECE];
    loop {
        let read = match file.read(&mut piece) {
            Ok(0) => break,
            Ok(read) => read,
            Err(error) if error.kind() == std::io::ErrorKind::Interrupted => continue,
            Err(_) => return Err(CourierError::Unreadable.into()),
        };
        left = left.checked_sub(read as u64).ok_or(CourierError::Malformed)?;
        let bytes = piece.get(..read).ok_or(CourierError::Unreadable)?;
        for frame in reader.push(bytes).map_err(CourierError::from)? {
            take(frame)?;
        }
    }
    if reader.is_between_frames() { Ok(space) } else { Err(CourierError::Malformed.into()) }
}

/// What stands before the frames. Bytes that end within it are no such file.
fn head(file: &mut impl Read) -> Result<SpaceId, CourierError> {
    let mut exact = |bytes: &mut [u8]| {
        file.read_exact(bytes).map_err(|error| match error.kind() {
            std::io::ErrorKind::UnexpectedEof => CourierError::Malformed,
            _ => CourierError::Unreadable,
        })
    };
    let (mut mark, mut form, mut space) = ([0; FILE.len()], [0; 1], [0; 16]);
    exact(&mut mark)?;
    if mark != *FILE {
        return Err(CourierError::Malformed);
    }
    exact(&mut form)?;
    if form != [FORM] {
        return Err(CourierError::TooNew);
    }
    exact(&mut space)?;
    Ok(SpaceId(space))
}
