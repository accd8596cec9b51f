//! Alarms in words that screens and people can be told: what, about whom, where.

use passerelle_domain::id::{DeviceId as OurDevice, DocumentId};
use passerelle_domain::moment::Now;
use passerelle_sync::alarm::{Alarm, Refusal, Subject};
use passerelle_vault::team::Keep;
use passerelle_wire::id::DeviceId;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::room::device;
use crate::Problem;
use crate::desk::{App, UseCase};

/// What was wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum AlarmKind {
    /// Not what its author signed, or by nobody who may.
    Forged,
    /// It exists, and the hub does not hand it out.
    Withheld,
    /// The hub shows less than it showed before.
    RolledBack,
    /// Two histories of one thing.
    Forked,
    /// Nobody else has given a sign for long; `number` is when the last came, in UTC milliseconds.
    Stale,
    /// Somebody sends in the name of this laptop.
    CloneSuspected,
    /// Two laptops came to different files from the same changes.
    Diverged,
    /// By a member who may not do this.
    Refused,
    /// The clock of a laptop is more than a day ahead.
    Clock,
}

/// What an alarm is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum AlarmAbout {
    /// An answer of the hub.
    Answer,
    /// The list of members.
    Members,
    /// What a laptop sent.
    Batch,
    /// The key of the team.
    Key,
    /// What a laptop says it has.
    Statement,
    /// One change of a laptop.
    Change,
    /// The laptop itself.
    Laptop,
    /// The content of a document.
    Document,
    /// All the files at once, as a laptop sent them for those that come later.
    Snapshot,
}

/// As it is kept beside its name.
#[derive(Serialize, Deserialize)]
pub(super) struct Told {
    pub about: AlarmAbout,
    pub number: u64,
    pub why: Option<String>,
}

fn of_subject(subject: Subject) -> (AlarmAbout, u64, Option<DeviceId>) {
    match subject {
        Subject::Answer => (AlarmAbout::Answer, 0, None),
        Subject::Log { n } => (AlarmAbout::Members, n, None),
        Subject::Batch { device, seq } | Subject::Body { device, seq, .. } => {
            (AlarmAbout::Batch, seq, Some(device))
        }
        Subject::Epoch { epoch } => (AlarmAbout::Key, u64::from(epoch), None),
        Subject::Ack { device } => (AlarmAbout::Statement, 0, Some(device)),
        Subject::Snapshot { device } => (AlarmAbout::Snapshot, 0, Some(device)),
    }
}

fn why(refusal: Refusal) -> &'static str {
    match refusal {
        Refusal::Role => "role",
        Refusal::Removed => "removed",
        Refusal::WriterTooOld => "writer_too_old",
        Refusal::Backwards => "backwards",
        Refusal::Malformed => "malformed",
        Refusal::Log(_) => "log",
    }
}

fn kept(
    kind: AlarmKind,
    (about, number, of): (AlarmAbout, u64, Option<OurDevice>),
    why: Option<&str>,
    now: Now,
) -> Keep {
    let told = Told { about, number, why: why.map(str::to_owned) };
    let word = |value: &serde_json::Value| value.as_str().unwrap_or_default().to_owned();
    Keep::Alarm {
        at_ms: now.at.0,
        name: word(&serde_json::json!(kind)),
        about: serde_json::json!(told).to_string(),
        device: of,
    }
}

/// An alarm of synchronisation as the vault keeps it.
pub(super) fn keep(alarm: &Alarm, now: Now) -> Keep {
    let subject = |subject: Subject| {
        let (about, number, of) = of_subject(subject);
        (about, number, of.map(device))
    };
    match alarm {
        Alarm::Forged { subject: of } => kept(AlarmKind::Forged, subject(*of), None, now),
        Alarm::Withheld { subject: of } => kept(AlarmKind::Withheld, subject(*of), None, now),
        Alarm::RolledBack { subject: of } => kept(AlarmKind::RolledBack, subject(*of), None, now),
        Alarm::Forked { subject: of, .. } => kept(AlarmKind::Forked, subject(*of), None, now),
        Alarm::Stale { device: of, since_ms } => {
            kept(AlarmKind::Stale, (AlarmAbout::Answer, *since_ms, Some(device(*of))), None, now)
        }
        Alarm::CloneSuspected { seq } => {
            kept(AlarmKind::CloneSuspected, (AlarmAbout::Laptop, *seq, None), None, now)
        }
        Alarm::Diverged { device: of, .. } => {
            kept(AlarmKind::Diverged, (AlarmAbout::Statement, 0, Some(device(*of))), None, now)
        }
        Alarm::Refused { subject: of, why: refusal } => {
            kept(AlarmKind::Refused, subject(*of), Some(why(*refusal)), now)
        }
    }
}

/// What a laptop signed is no change.
pub(super) fn unreadable(of: DeviceId, seq: u64, now: Now) -> Keep {
    kept(AlarmKind::Forged, (AlarmAbout::Batch, seq, Some(device(of))), None, now)
}

/// A change was refused: no change at all, or another under a number that was used.
pub(super) fn line(of: OurDevice, n: u64, forked: bool, now: Now) -> Keep {
    let kind = if forked { AlarmKind::Forked } else { AlarmKind::Refused };
    kept(kind, (AlarmAbout::Change, n, Some(of)), None, now)
}

/// The content that the hub has of a document is not what its author sent.
pub(super) fn content(of: DocumentId, now: Now) -> Keep {
    // Told apart by the document, which says nothing of anybody.
    kept(AlarmKind::Forged, (AlarmAbout::Document, 0, None), Some(&of.0.simple().to_string()), now)
}

/// The clock of a laptop is wrong.
pub(super) fn clock(of: OurDevice, now: Now) -> Keep {
    kept(AlarmKind::Clock, (AlarmAbout::Laptop, 0, Some(of)), None, now)
}

/// Somebody has read an alarm; it is not shown any more.
#[derive(Deserialize, TS)]
pub struct AcknowledgeAlarm {
    #[ts(type = "number")]
    alarm: i64,
}

impl UseCase for AcknowledgeAlarm {
    const NAME: &'static str = "team.acknowledge_alarm";
    const WITHOUT_LEASE: bool = true;
    type Answer = ();

    fn run(self, app: &App) -> Result<(), Problem> {
        app.alone(|open| {
            open.vault.acknowledge_alarm(self.alarm)?;
            app.touch([passerelle_domain::Topic::Team, passerelle_domain::Topic::Session]);
            Ok(())
        })
    }
}
