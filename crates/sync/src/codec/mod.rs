//! What stands inside a sealed entry: the changes of one file of one batch. Operations keep the journal's framing byte for
//! byte, but for the devices that versions name: a table of them travels along.

mod pack;

use serde::{Deserialize, Serialize};

use passerelle_wire::batch::Hlc;
use passerelle_wire::id::DeviceId;
use passerelle_wire::limit;

pub use pack::{Codec, PackError, pack, unpack};
pub(crate) use pack::{pad, unpad};

/// Bytes that are no entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum EntryError {
    #[error("not an entry")]
    Malformed,
    /// In a form of a newer version: kept sealed until the update.
    #[error("an entry of form {0}, of a newer version")]
    TooNew(u8),
    /// Names a device or an actor that its tables do not have.
    #[error("names what its tables do not have")]
    Dangling,
    #[error("too many changes")]
    TooLarge,
}

/// Lines that were written in the space they travel in.
const FORM: u8 = 1;
/// Lines of a file that was in another space before, whose id comes first.
const FORM_MOVED: u8 = 2;

/// The changes of one file in one batch, sealed as one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// Whose file: the id of the person; none for what belongs to the whole space.
    pub subject: Option<[u8; 16]>,
    /// The space in which the lines were written, where it is another: zeros for the home team's.
    #[serde(skip)]
    pub origin: Option<[u8; 16]>,
    /// The devices that changes and versions below name by their place here.
    pub devices: Vec<DeviceId>,
    /// The workers that changes below name by their place here.
    pub actors: Vec<[u8; 16]>,
    pub changes: Vec<Change>,
}

/// One line of a journal.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Change {
    /// Which device wrote it, by its place in the table: the sender, or one whose line it hands on.
    pub device: u32,
    /// The device's own count.
    pub n: u64,
    pub hlc: Hlc,
    /// The schema of whoever wrote it.
    pub schema: u16,
    /// Who wrote it, by its place in the table.
    pub actor: u32,
    /// The name of the act, as `referral.send`.
    pub act: String,
    /// Framed operations; versions of kinds 2 to 5 name devices by their place in the table.
    #[serde(with = "serde_bytes")]
    pub ops: Vec<u8>,
}

impl Entry {
    /// The bytes to pack and seal.
    pub fn to_bytes(&self) -> Result<Vec<u8>, EntryError> {
        self.check()?;
        let bytes = match self.origin {
            None => postcard::to_stdvec(&(FORM, self)),
            Some(origin) => postcard::to_stdvec(&(FORM_MOVED, origin, self)),
        };
        let bytes = bytes.map_err(|_| EntryError::Malformed)?;
        if bytes.len() > pack::UNPACKED { Err(EntryError::TooLarge) } else { Ok(bytes) }
    }

    /// Reads an entry. What a newer version added behind it is passed over.
    pub fn read(bytes: &[u8]) -> Result<Entry, EntryError> {
        match bytes.split_first() {
            Some((&FORM, rest)) => {
                let (entry, _) =
                    postcard::take_from_bytes::<Entry>(rest).map_err(|_| EntryError::Malformed)?;
                entry.check()?;
                Ok(entry)
            }
            Some((&FORM_MOVED, rest)) => {
                let ((origin, entry), _) = postcard::take_from_bytes::<([u8; 16], Entry)>(rest)
                    .map_err(|_| EntryError::Malformed)?;
                entry.check()?;
                Ok(Entry { origin: Some(origin), ..entry })
            }
            Some((form, _)) => Err(EntryError::TooNew(*form)),
            None => Err(EntryError::Malformed),
        }
    }

    fn check(&self) -> Result<(), EntryError> {
        let counts = [self.changes.len(), self.devices.len(), self.actors.len()];
        if counts.iter().any(|count| *count > limit::BATCH_CHANGES) {
            return Err(EntryError::TooLarge);
        }
        let in_table = |at: u32, table: usize| usize::try_from(at).is_ok_and(|at| at < table);
        let whole = self.changes.iter().all(|change| {
            in_table(change.device, self.devices.len()) && in_table(change.actor, self.actors.len())
        });
        if whole { Ok(()) } else { Err(EntryError::Dangling) }
    }

    /// Puts a journal line into the entry, its devices into the table.
    ///
    /// `name` gives the id of a device by its number on this laptop.
    pub fn take(
        &mut self,
        line: &Line<'_>,
        name: impl Fn(u32) -> Option<DeviceId>,
    ) -> Result<(), EntryError> {
        let devices = &mut self.devices;
        let device = place(devices, line.device).ok_or(EntryError::TooLarge)?;
        let ops = passerelle_domain::change::relabel::relabel(line.ops, |number| {
            name(number).and_then(|id| place(devices, id))
        })
        .map_err(|_| EntryError::Dangling)?;
        let actor = place(&mut self.actors, line.actor).ok_or(EntryError::TooLarge)?;
        self.changes.push(Change {
            device,
            n: line.n,
            hlc: line.hlc,
            schema: line.schema,
            actor,
            act: line.act.to_owned(),
            ops,
        });
        Ok(())
    }

    /// The journal lines of the entry, versions in them by the numbers that `number` gives.
    pub fn lines(
        &self,
        number: impl Fn(DeviceId) -> Option<u32>,
    ) -> Result<Vec<(DeviceId, [u8; 16], Change)>, EntryError> {
        let id = |at: u32| usize::try_from(at).ok().and_then(|at| self.devices.get(at)).copied();
        let mut lines = Vec::with_capacity(self.changes.len());
        for change in &self.changes {
            let device = id(change.device).ok_or(EntryError::Dangling)?;
            let actor = usize::try_from(change.actor).ok().and_then(|at| self.actors.get(at)).copied();
            let ops = passerelle_domain::change::relabel::relabel(&change.ops, |at| id(at).and_then(&number))
                .map_err(|_| EntryError::Dangling)?;
            let Change { device: of, n, hlc, schema, actor: by, act, .. } = change;
            let change =
                Change { device: *of, n: *n, hlc: *hlc, schema: *schema, actor: *by, act: act.clone(), ops };
            lines.push((device, actor.ok_or(EntryError::Dangling)?, change));
        }
        Ok(lines)
    }

    /// An entry without changes yet.
    pub fn of(subject: Option<[u8; 16]>) -> Entry {
        Entry { subject, origin: None, devices: Vec::new(), actors: Vec::new(), changes: Vec::new() }
    }
}

/// A line as a laptop's journal has it: versions in `ops` name devices by its own numbers.
#[derive(Clone, Copy, Debug)]
pub struct Line<'a> {
    pub device: DeviceId,
    pub n: u64,
    pub hlc: Hlc,
    pub schema: u16,
    pub actor: [u8; 16],
    pub act: &'a str,
    pub ops: &'a [u8],
}

/// The place of a thing in a table, into which it is put if it is not there.
fn place<T: PartialEq>(table: &mut Vec<T>, thing: T) -> Option<u32> {
    let at = table.iter().position(|there| *there == thing).unwrap_or_else(|| {
        table.push(thing);
        table.len() - 1
    });
    u32::try_from(at).ok()
}
