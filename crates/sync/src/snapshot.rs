//! Snapshots: all lines of a space file by file, so that a new laptop need not read every batch there ever was, and a hub may
//! let bodies go. A piece is sealed with the newest key under which something of its file came: everybody who has the file
//! knows that key, so an order to erase the file reaches its pieces, and who was removed reads nothing that they could not
//! read before.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_bytes::ByteBuf;

use passerelle_wire::batch::{DeviceHead, Hlc};
use passerelle_wire::hash::{Hash, purpose};
use passerelle_wire::id::{DeviceId, KeyId, SnapshotId};
use passerelle_wire::membership::{LogHead, Role};
use passerelle_wire::pull::Heads;
use passerelle_wire::signed::Signed;
use passerelle_wire::snapshot::{CommitSnapshot, Manifest, Piece, Segment};
use passerelle_wire::{EncodeError, decode, limit};

use crate::alarm::{Alarm, Refusal, Subject};
use crate::chain::Link;
use crate::chance::Chance;
use crate::codec::{Entry, EntryError, PackError};
use crate::engine::{Space, Unsent, group};
use crate::membership::Log;
use crate::seal::{SealError, open_piece, seal_piece};

/// Sealed bytes after which a segment is put.
const SEGMENT_BYTES: usize = 4 * 1024 * 1024;
const FORM_STATE: u8 = 1;
const FORM_FILE: u8 = 2;

/// What a reader goes on from, beside the lines.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct State {
    /// Of each chain that the snapshot covers: which log and epoch its last batch names.
    pub links: Vec<(DeviceId, Link)>,
    /// Whose laptop a device of the space is.
    pub authors: Vec<(DeviceId, [u8; 16])>,
    /// How far the lines of each device of a journal are in it without a gap.
    pub frontier: Vec<(DeviceId, u64)>,
}

/// What a piece holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Part {
    State(State),
    /// Lines of one file, with the keys under which anything of it was sealed and their epochs: whoever orders it to be erased
    /// names them.
    File {
        keys: Vec<(KeyId, u32)>,
        entry: Entry,
    },
}

impl Part {
    /// The bytes to pack and seal.
    pub fn to_bytes(&self) -> Result<Vec<u8>, EntryError> {
        self.check()?;
        let bytes = match self {
            Part::State(state) => postcard::to_stdvec(&(FORM_STATE, state)),
            Part::File { keys, entry } => {
                postcard::to_stdvec(&(FORM_FILE, keys, ByteBuf::from(entry.to_bytes()?)))
            }
        };
        bytes.map_err(|_| EntryError::Malformed)
    }

    /// Reads a piece. What a newer version added behind it is passed over.
    pub fn read(bytes: &[u8]) -> Result<Part, EntryError> {
        let part = match bytes.split_first() {
            Some((&FORM_STATE, rest)) => {
                let (state, _) = postcard::take_from_bytes(rest).map_err(|_| EntryError::Malformed)?;
                Part::State(state)
            }
            Some((&FORM_FILE, rest)) => {
                let ((keys, entry), _) = postcard::take_from_bytes::<(Vec<(KeyId, u32)>, &[u8])>(rest)
                    .map_err(|_| EntryError::Malformed)?;
                Part::File { keys, entry: Entry::read(entry)? }
            }
            Some((form, _)) => return Err(EntryError::TooNew(*form)),
            None => return Err(EntryError::Malformed),
        };
        part.check()?;
        Ok(part)
    }

    fn check(&self) -> Result<(), EntryError> {
        let within = match self {
            Part::State(State { links, authors, frontier }) => {
                [links.len(), authors.len(), frontier.len()].iter().all(|count| *count <= limit::DEVICES)
            }
            Part::File { keys, .. } => keys.len() <= limit::WRAPS,
        };
        if within { Ok(()) } else { Err(EntryError::TooLarge) }
    }
}

/// Bytes of operations that go into one piece, unless one line has more.
const PIECE_BYTES: usize = 512 * 1024;

/// A file in parts that a piece takes, from its lines in any order.
pub fn parts(
    subject: Option<[u8; 16]>,
    keys: &[(KeyId, u32)],
    lines: &[Unsent<'_>],
    name: &impl Fn(u32) -> Option<DeviceId>,
) -> Result<Vec<Part>, EntryError> {
    let mut parts: Vec<Part> = Vec::new();
    for keys in keys.chunks(limit::WRAPS) {
        parts.push(Part::File { keys: keys.to_vec(), entry: Entry::of(subject) });
    }
    let mut rest = lines;
    while !rest.is_empty() {
        let (mut count, mut bytes) = (0, 0);
        for unsent in rest.iter().take(limit::BATCH_CHANGES) {
            bytes += unsent.line.ops.len() + 48;
            if bytes > PIECE_BYTES && count > 0 {
                break;
            }
            count += 1;
        }
        let (now, later) = rest.split_at(count);
        for entry in group(now, name)? {
            match parts.as_mut_slice() {
                // A small file is one piece.
                [Part::File { entry: first, .. }] if first.changes.is_empty() && bytes <= PIECE_BYTES => {
                    *first = entry;
                }
                _ => parts.push(Part::File { keys: Vec::new(), entry }),
            }
        }
        rest = later;
    }
    Ok(parts)
}

/// A snapshot that is being made: kept between meetings, so that a link that is cut loses one segment.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Making {
    pub id: SnapshotId,
    log: LogHead,
    epoch: u32,
    covers: Vec<DeviceHead>,
    pos: u64,
    digest: Hash,
    hlc: Hlc,
    segments: Vec<Hash>,
    /// The last file that is in the segments so far: files come in the order of their ids, what is nobody's first.
    pub done: Option<Option<[u8; 16]>>,
}

impl Making {
    /// Begins one of what this laptop has now: all of the space, of which nothing waits to be read or sent.
    pub fn begin(
        space: &Space,
        digest: Hash,
        hlc: Hlc,
        chance: &mut impl Chance,
    ) -> Result<Making, SealError> {
        let standing = &space.standing;
        Ok(Making {
            id: SnapshotId(*chance.draw()?),
            log: standing.log.head(),
            epoch: standing.log.roll().epoch_number(),
            covers: standing.chains.heads().collect(),
            pos: standing.cursor,
            digest,
            hlc,
            segments: Vec::new(),
            done: None,
        })
    }

    /// Whether nothing of it was put yet.
    pub fn is_new(&self) -> bool {
        self.segments.is_empty()
    }

    /// The number of the next segment.
    pub fn next(&self) -> u32 {
        u32::try_from(self.segments.len()).unwrap_or(u32::MAX)
    }

    /// The hub has the next segment, of this hash.
    pub fn put(&mut self, segment: Hash) {
        self.segments.push(segment);
    }

    /// Signed, once all segments are at the hub.
    pub fn commit(&self, space: &Space) -> Result<CommitSnapshot, EncodeError> {
        let manifest = Manifest {
            space: space.id(),
            snapshot: self.id,
            device: space.own(),
            log: self.log,
            epoch: self.epoch,
            covers: self.covers.clone(),
            pos: self.pos,
            digest: self.digest,
            hlc: self.hlc,
            segments: self.segments.clone(),
        };
        Ok(CommitSnapshot { manifest: space.secrets.sign.sign(purpose::SNAPSHOT, &manifest)? })
    }
}

/// Pieces on their way into a segment.
#[derive(Default)]
pub struct Gathering {
    segment: Option<Segment>,
    bytes: usize,
}

impl Gathering {
    /// Seals a part under a key that is held; gives a segment once it is full.
    pub fn add(
        &mut self,
        part: &Part,
        key: KeyId,
        (space, snapshot): (&Space, SnapshotId),
        chance: &mut impl Chance,
    ) -> Result<Option<Segment>, SealError> {
        let plain = zeroize::Zeroizing::new(part.to_bytes()?);
        let key = space.keys.case(key).ok_or(SealError::Closed)?;
        let (codec, body) = seal_piece(&plain, key, space.id(), snapshot, chance)?;
        let len = u32::try_from(body.len()).map_err(|_| SealError::Pack(PackError::TooLarge))?;
        let full = self.bytes + body.len() > SEGMENT_BYTES
            || self.segment.as_ref().is_some_and(|segment| segment.pieces.len() >= limit::PIECES);
        let before = if full { self.take() } else { None };
        let segment = self.segment.get_or_insert_with(|| Segment { pieces: Vec::new(), bodies: Vec::new() });
        segment.pieces.push(Piece { key: key.id(), codec, len, hash: Hash::of(purpose::BODY, &body) });
        self.bytes += body.len();
        segment.bodies.push(Some(ByteBuf::from(body)));
        Ok(before)
    }

    /// What is gathered so far.
    pub fn take(&mut self) -> Option<Segment> {
        self.bytes = 0;
        self.segment.take()
    }
}

/// A snapshot that is being taken in: fetched whole before anything of it is applied.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Loading {
    pub manifest: Signed,
    /// What a reader goes on from, once it was read.
    pub state: Option<State>,
    /// Segments that were verified and are kept, sealed.
    pub fetched: u32,
    /// Segments whose lines were taken in: each twice, see [`Share`].
    pub applied: u32,
}

/// All segments are gone through twice: whoever joins works with the files while their history still comes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Share {
    /// What a file is worked with.
    First,
    /// The rest.
    Rest,
}

/// How far a snapshot is taken in: of all that is to be fetched and gone through first, and of the rest after it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Coming {
    pub share: Share,
    pub done: u32,
    pub of: u32,
}

impl Loading {
    pub fn read(&self) -> Option<Manifest> {
        decode(&self.manifest.body).ok()
    }

    /// How far it is.
    pub fn coming(&self) -> Option<Coming> {
        let count = u32::try_from(self.read()?.segments.len()).ok()?;
        Some(if self.applied < count {
            let done = self.fetched.saturating_add(self.applied);
            Coming { share: Share::First, done, of: count.saturating_mul(2) }
        } else {
            Coming { share: Share::Rest, done: self.applied - count, of: count }
        })
    }
}

/// Reads a manifest and judges it by the log and by what the hub shows. None where this laptop has not heard yet of the log
/// that it names.
pub fn judge(signed: &Signed, log: &Log, heads: Option<&Heads>) -> Result<Option<Manifest>, Alarm> {
    let unreadable = Alarm::Refused { subject: Subject::Answer, why: Refusal::Malformed };
    let manifest: Manifest = decode(&signed.body).map_err(|_| unreadable)?;
    let subject = Subject::Snapshot { device: manifest.device };
    let seat = log.roll().seat(manifest.device).ok_or(Alarm::Forged { subject })?;
    signed.verify(&seat.keys.sign, purpose::SNAPSHOT).map_err(|_| Alarm::Forged { subject })?;
    if manifest.space != log.roll().space() {
        return Err(Alarm::Forged { subject });
    }
    log.compare(manifest.log, Some(signed))?;
    if manifest.log.len > log.len() || manifest.epoch > log.roll().epoch_number() {
        return Ok(None);
    }
    // Who was removed could date one back, with the help of a hub: nothing says which of theirs are honest.
    let now = seat.role().is_some();
    match log.role_at(manifest.device, manifest.log.len) {
        Some((_, Role::Reader)) if now => return Err(Alarm::Refused { subject, why: Refusal::Role }),
        Some(_) if now => {}
        _ => return Err(Alarm::Refused { subject, why: Refusal::Removed }),
    }
    for head in &manifest.covers {
        let seat = log.roll().seat(head.device).ok_or(Alarm::Forged { subject })?;
        if seat.cut.is_some_and(|(last, _)| head.seq > last) {
            return Err(Alarm::Refused { subject, why: Refusal::Removed });
        }
    }
    if let Some(heads) = heads {
        let shown: BTreeMap<DeviceId, &DeviceHead> =
            heads.heads.iter().map(|head| (head.device, head)).collect();
        for head in &manifest.covers {
            match shown.get(&head.device) {
                Some(shown) if shown.seq > head.seq || shown.hash == head.hash => {}
                Some(shown) if shown.seq == head.seq => {
                    return Err(Alarm::Forked { subject, proof: Some(Box::new(signed.clone())) });
                }
                _ => return Err(Alarm::RolledBack { subject }),
            }
        }
        if manifest.pos > heads.pos {
            return Err(Alarm::RolledBack { subject });
        }
    }
    Ok(Some(manifest))
}

/// Why a segment is not taken.
pub enum Unfit {
    Alarm(Alarm),
    /// A key of it has not come, or it is of a newer version: nobody is to blame.
    NotNow,
}

/// Verifies a segment against its manifest and opens all that is in it. What an order took out is passed over.
pub fn open_segment(
    segment: &Segment,
    manifest: &Manifest,
    n: u32,
    space: &Space,
) -> Result<Vec<Part>, Unfit> {
    let subject = Subject::Snapshot { device: manifest.device };
    let forged = || Unfit::Alarm(Alarm::Forged { subject });
    let named = usize::try_from(n).ok().and_then(|n| manifest.segments.get(n));
    if named != Some(&segment.hash()) || !segment.is_whole() {
        return Err(forged());
    }
    let log = &space.standing.log;
    let mut parts = Vec::new();
    for (piece, body) in segment.pieces.iter().zip(&segment.bodies) {
        if log.erased_body(piece.key, piece.hash) {
            continue;
        }
        let body = body.as_ref().ok_or(Unfit::Alarm(Alarm::Withheld { subject }))?;
        let key = space.keys.case(piece.key).ok_or(Unfit::NotNow)?;
        let opened = open_piece(body, key, space.id(), manifest.snapshot, piece.codec)
            .and_then(|plain| Ok(Part::read(&plain)?));
        match opened {
            Ok(part) => parts.push(part),
            Err(error) if error.is_too_new() => return Err(Unfit::NotNow),
            Err(_) => return Err(forged()),
        }
    }
    Ok(parts)
}
