//! The same batches by a file on a stick, where there is no network: what was read of the membership log, and what this laptop
//! has not seen confirmed by a hub. Whoever takes it in believes it no more than a hub.
//!
//! A file is `PSRL-BAG`, byte 1, then frames: pages of the log, batches. What others do not know yet of the log comes with it;
//! keys of an epoch do not, they are at the hub.

use passerelle_wire::batch::Batch;
use passerelle_wire::frame::{self, FrameReader};
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

/// Why a file cannot be taken in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CourierError {
    /// Not such a file, or cut.
    #[error("not a file of a team")]
    Malformed,
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

    /// Reads a file. What of it is true is seen when it is taken in.
    pub fn from_file(file: &[u8]) -> Result<Bag, CourierError> {
        let rest = file.strip_prefix(FILE.as_slice()).ok_or(CourierError::Malformed)?;
        let (form, rest) = rest.split_first().ok_or(CourierError::Malformed)?;
        if *form != FORM {
            return Err(CourierError::TooNew);
        }
        let (space, rest) = rest.split_first_chunk().ok_or(CourierError::Malformed)?;
        let mut log: Option<LogPage> = None;
        let mut batches = Vec::new();
        let mut reader = FrameReader::default();
        for frame in reader.push(rest)? {
            if let Some(page) = frame.read::<LogPage>() {
                let page = page?;
                match &mut log {
                    None => log = Some(page),
                    Some(log) => log.entries.extend(page.entries),
                }
            } else if let Some(positioned) = frame.read::<Positioned>() {
                batches.push(positioned?.batch);
            }
        }
        if !reader.is_between_frames() {
            return Err(CourierError::Malformed);
        }
        Ok(Bag { space: SpaceId(*space), log: log.ok_or(CourierError::Malformed)?, batches })
    }
}
