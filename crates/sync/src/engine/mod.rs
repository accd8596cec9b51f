//! One synchronisation of one space, decided without I/O: [`Run::next`] says what to ask, [`Run::take`] says what an answer
//! means. Whoever carries the bytes saves each decision before the next question, so that a run may end anywhere and another
//! begins from what was saved.

mod ask;
mod bag;
mod compose;
mod cross;
mod keys;
mod log;
mod opened;
mod pace;
mod pull;
mod push;
mod run;
mod snapshot;
mod space;

use passerelle_wire::batch::{Batch, DeviceHead, Header};
use passerelle_wire::hash::Hash;
use passerelle_wire::id::{DeviceId, KeyId, SpaceId};
use passerelle_wire::membership::Erase;
use passerelle_wire::problem::Problem;
use passerelle_wire::signed::Signed;
use passerelle_wire::snapshot::Segment;

pub use ask::{Ask, Call, Method, Reply};
pub use bag::BagTaken;
pub(crate) use compose::group;
pub use compose::{ComposeError, Composed, Unsent};
pub use keys::Keys;
pub use opened::Opened;
pub use pace::Pace;
pub use run::Run;
pub use snapshot::OpenedSegment;
pub use space::{Outgoing, Space, Standing};

use crate::alarm::{Alarm, Stop};
use crate::codec::Entry;
use crate::seal::{CaseKey, EpochKey, SealSecret};
use crate::snapshot::{Part, Share, State};

/// What comes next in a run.
#[derive(Debug)]
pub enum Next {
    /// Ask the hub, and bring the answer to [`Run::take`].
    Ask(Box<Ask>),
    /// Bring journal lines that were never sent to [`Run::lines`], at most so many, oldest first.
    Lines { most: usize },
    /// Bring own batches from this number on to [`Run::again`], at most so many: the hub had them, and shows them no more.
    Again { from: u64, most: u32 },
    /// Bring the entries of the membership log from this number on to [`Run::entries`]: the hub had them, and shows them no
    /// more.
    Entries { from: u64 },
    /// Bring a segment of a snapshot that was kept to [`Run::segment`].
    Segment { n: u32 },
    /// Bring the digest of versions and heads to [`Run::digest`].
    Digest,
    /// The run is over.
    Done(Report),
}

/// How a run ended.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Report {
    /// Everything was sent and taken that could be.
    pub complete: bool,
    /// The connection was cut: begin again after a while.
    pub cut: bool,
    /// This device is no member any more. What it had not sent stays here.
    pub removed: bool,
    /// The log could not be trusted or read.
    pub stop: Option<Stop>,
    /// The hub said no.
    pub problem: Option<Problem>,
    /// This laptop must be updated before it may write here.
    pub update_needed: bool,
    /// The lease of this laptop ran out: what it has to send waits for a coordinator's renewal.
    pub lapsed: bool,
}

/// What an answer means: all of `saves` in one transaction, with [`Space::standing`].
#[derive(Default)]
pub struct Decision {
    pub saves: Vec<Save>,
    pub alarms: Vec<Alarm>,
}

/// Something for the vault to keep or to destroy.
pub enum Save {
    /// Entries of the membership log, as they came.
    Log(Vec<Signed>),
    /// An order: destroy rows, journal, index, attachments and keys of these files.
    Erase(Erase),
    /// These files go on in another space, or are back where it is this one. Whoever is not a member there destroys rows,
    /// journal, index, attachments and keys, once what was written here and not sent is handed over.
    Move(SpaceId, Erase),
    /// The key of an epoch.
    EpochKey { epoch: u32, key: EpochKey },
    /// No key depends on those of the epochs before this one: destroy them.
    ForgetEpochsBefore(u32),
    /// The sealing key that this device is about to name in the log; keep it beside the present one.
    NextSealKey(SealSecret),
    /// The log has the next sealing key: destroy the former one.
    SealKeyReplaced,
    /// A case key by its name, with the epoch under which it was wrapped, and the file on which this laptop writes with it, if it
    /// does.
    CaseKey { name: KeyId, epoch: u32, key: CaseKey, writes: Option<Option<[u8; 16]>> },
    /// A verified batch of another device.
    Received(Box<Received>),
    /// A batch of one's own, sealed: it goes to the outbox, and the lines are marked with its number.
    Sealed { seq: u64, hash: Hash, batch: Box<Batch>, lines: Vec<(DeviceId, u64)> },
    /// The hub took a batch.
    Sent { seq: u64, pos: u64 },
    /// The hub's heads contain one's own batches up to this number: they may be shown as sent.
    Confirmed { seq: u64 },
    /// They contained them twice: up to this number batches leave the outbox. Their bytes stay for as long as a hub may be
    /// taken back from a copy.
    LetGo { seq: u64 },
    /// Segments of a snapshot that were kept go.
    DropSegments,
    /// A segment of a snapshot, verified: kept sealed until all are here.
    Segment { n: u32, segment: Box<Segment> },
    /// What one of them holds, by the device that made it, of which a share is to be taken in. Between its lines others are missing
    /// until the last one.
    Gathered { by: DeviceId, parts: Vec<Part>, share: Share },
    /// All of a snapshot was taken in: kept segments go, and the state is that of the snapshot.
    Joined { state: State, covers: Vec<DeviceHead> },
}

/// A verified batch.
#[derive(Debug)]
pub struct Received {
    pub header: Header,
    pub hash: Hash,
    /// The header as it was signed.
    pub signed: Signed,
    pub pos: u64,
    pub entries: Vec<ReceivedEntry>,
}

/// One entry of a verified batch.
#[derive(Debug, PartialEq, Eq)]
pub enum ReceivedEntry {
    Opened(Entry),
    /// Its key has not come yet, or it is of a newer version: kept sealed, opened later by [`Keys::open`].
    Waiting {
        index: u32,
        key: KeyId,
        codec: u8,
        body: Vec<u8>,
    },
    /// Erased, or of an erased file.
    Erased,
    /// It does not open or is no entry, though its author signed it: an alarm says so.
    Bad {
        index: u32,
    },
}
