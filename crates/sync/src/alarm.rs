//! What a hub or a device may have done that it should not: each has a name, and nothing of it is applied.

use passerelle_wire::hash::Hash;
use passerelle_wire::id::DeviceId;
use passerelle_wire::membership::LogFault;
use passerelle_wire::signed::Signed;

/// What an alarm is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Subject {
    /// An answer of the hub as a whole.
    Answer,
    /// The membership log at an entry.
    Log { n: u64 },
    /// A batch, or the chain of its device from there on.
    Batch { device: DeviceId, seq: u64 },
    /// A sealed body of a batch, by its place.
    Body { device: DeviceId, seq: u64, index: u32 },
    /// The key of an epoch.
    Epoch { epoch: u32 },
    /// A snapshot of a device.
    Snapshot { device: DeviceId },
    /// What a device says it has applied.
    Ack { device: DeviceId },
}

/// Something is wrong with what came. What came is not applied; honest data goes on flowing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Alarm {
    /// Not what its author signed, or by nobody who may.
    Forged { subject: Subject },
    /// It exists, since another device saw it or the hub named it, and the hub does not hand it out.
    Withheld { subject: Subject },
    /// The hub shows less than it showed before. What is mine of it is sent again.
    RolledBack { subject: Subject },
    /// Two histories: one was shown to me, the other to somebody else. The signed header or entry is the proof.
    Forked { subject: Subject, proof: Option<Box<Signed>> },
    /// Nobody but me has given a sign for long; the last one was this device's.
    Stale { device: DeviceId, since_ms: u64 },
    /// Somebody sends in my name: this laptop was copied, or an old vault came back. It needs an identity of its own.
    CloneSuspected { seq: u64 },
    /// Two laptops applied the same and came to different tables.
    Diverged { device: DeviceId, mine: Hash, theirs: Hash },
    /// By a member who may not do this, or too large, or of no sense.
    Refused { subject: Subject, why: Refusal },
}

/// Why something of a member is not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// Its role does not allow it.
    Role,
    /// Sent after it was removed.
    Removed,
    /// Its version may not write here any more.
    WriterTooOld,
    /// It names an older log or epoch than its batch before, or one that is not there yet.
    Backwards,
    /// Too large, torn, or impossible.
    Malformed,
    /// The log has an entry that breaks a rule.
    Log(LogFault),
}

impl Alarm {
    /// The batch that it is about.
    pub(crate) fn batch(&self) -> Option<(DeviceId, u64)> {
        match self {
            Alarm::Forged { subject }
            | Alarm::Withheld { subject }
            | Alarm::RolledBack { subject }
            | Alarm::Forked { subject, .. }
            | Alarm::Refused { subject, .. } => match *subject {
                Subject::Batch { device, seq } | Subject::Body { device, seq, .. } => Some((device, seq)),
                Subject::Answer
                | Subject::Log { .. }
                | Subject::Epoch { .. }
                | Subject::Snapshot { .. }
                | Subject::Ack { .. } => None,
            },
            Alarm::Stale { .. } | Alarm::CloneSuspected { .. } | Alarm::Diverged { .. } => None,
        }
    }

    /// Its name in words, logs and documents.
    pub fn name(&self) -> &'static str {
        match self {
            Alarm::Forged { .. } => "forged",
            Alarm::Withheld { .. } => "withheld",
            Alarm::RolledBack { .. } => "rolled_back",
            Alarm::Forked { .. } => "forked",
            Alarm::Stale { .. } => "stale",
            Alarm::CloneSuspected { .. } => "clone_suspected",
            Alarm::Diverged { .. } => "diverged",
            Alarm::Refused { .. } => "refused",
        }
    }
}

/// Why reading what came stopped.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Stop {
    Alarm(Alarm),
    /// The log has an act of a newer version: this laptop must be updated first. What it wrote stays in its outbox.
    UpdateNeeded {
        act: u16,
    },
}

impl From<Alarm> for Stop {
    fn from(alarm: Alarm) -> Stop {
        Stop::Alarm(alarm)
    }
}
