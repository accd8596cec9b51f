//! One meeting as it goes, wherever the vault is and whoever carries the questions: the application over HTTP, and tests
//! that put a hub into the same process.

use std::collections::BTreeSet;

use chrono::{DateTime, Utc};
use passerelle_domain::Topic;
use passerelle_domain::id::SpaceId;
use passerelle_domain::moment::Now;
use passerelle_sync::chance::Chance;
use passerelle_sync::codec::Line as Change;
use passerelle_sync::engine::{Ask, ComposeError, Decision, Next, Opened, Reply, Report, Run, Space, Unsent};
use passerelle_sync::membership::{Turn, TurnError};
use passerelle_vault::Vault;
use passerelle_vault::receive::JournalLine;
use passerelle_vault::team::{self, Keep};
use passerelle_wire::batch::{Batch, Hlc};
use passerelle_wire::decode;
use passerelle_wire::hash::Hash;
use passerelle_wire::id::DeviceId;
use passerelle_wire::membership::{Act, Role};
use passerelle_wire::problem::Problem as Refused;
use serde::Serialize;
use ts_rs::TS;

use super::exchange::{Carrier, Prepared, kept_segment, put, take};
use super::refused;
use super::room::{self, Room, wire_device};
use super::view::SyncEnd;
use crate::Problem;
use crate::desk::App;

/// Where the vault is.
pub trait Ground {
    /// Works with the vault while nobody else decides; an error where it is locked.
    fn on<T>(&self, work: impl FnOnce(&Vault, Now) -> Result<T, Problem>) -> Result<T, Problem>;

    fn now(&self) -> Now;

    /// Says what was touched.
    fn tell(&self, topics: BTreeSet<Topic>);
}

impl Ground for App {
    fn on<T>(&self, work: impl FnOnce(&Vault, Now) -> Result<T, Problem>) -> Result<T, Problem> {
        self.alone(|open| work(&open.vault, App::now(self)))
    }

    fn now(&self) -> Now {
        App::now(self)
    }

    fn tell(&self, topics: BTreeSet<Topic>) {
        self.touch_by_meeting(topics);
    }
}

/// What a meeting did.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, TS)]
#[ts(rename = "TeamMeeting")]
pub struct Meeting {
    pub end: SyncEnd,
    /// Changes of others that are new here.
    pub received: u32,
    /// What this laptop sent and the hub has confirmed, in batches.
    pub sent: u32,
    /// Changes of this laptop that still wait.
    pub to_send: u32,
    /// Alarms that this meeting sounded.
    pub alarms: u32,
    /// Contents of documents that the hub now has whole.
    pub contents_sent: u32,
    /// Contents of documents that are now here.
    pub contents_received: u32,
    /// How it went with each smaller team; what is above is of all, but for the end, which is the home team's.
    pub smaller: Vec<SmallerMeeting>,
}

/// How a meeting with a smaller team ended.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
pub struct SmallerMeeting {
    pub space: SpaceId,
    pub name: String,
    pub end: SyncEnd,
}

pub(super) fn ms(now: Now) -> u64 {
    u64::try_from(now.at.0).unwrap_or(0)
}

fn day_of(ms: u64) -> Option<chrono::NaiveDate> {
    let at = DateTime::<Utc>::from_timestamp_millis(i64::try_from(ms).ok()?)?;
    Some(at.with_timezone(&chrono_tz::Europe::Paris).date_naive())
}

/// Whether nothing of this laptop was sent today: then a sign of life is.
fn alive_due(space: &Space, now: u64) -> bool {
    let last = space.standing.chains.get(space.own()).map(|chain| chain.moved_ms);
    last.and_then(day_of) != day_of(now)
}

/// One meeting to its end: each answer is kept before the next question, so that it may be cut anywhere. What is only fetched
/// next may be on its way while the answer is being kept; it is read after that.
///
/// Errors are of the vault, as one that is locked meanwhile; what was kept until then stays.
pub fn run<C: Carrier>(
    ground: &impl Ground,
    carrier: &mut C,
    chance: &mut impl Chance,
    room: Room,
) -> Result<(Meeting, Room), Problem> {
    deliver(ground, carrier, &room)?;
    let Room { id, home, name, hub, space } = room;
    let confirmed = space.standing.confirmed;
    let mut meeting = Meeting::default();
    let waited = room::open_waiting(ground, id, &space)?;
    meeting.received += waited.taken;
    let alive = alive_due(&space, ms(ground.now()));
    let mut known = space.standing.clone();
    let mut run = Run::begin(space, alive);
    let mut prepared = Prepared::default();
    let report = loop {
        let decision = match run.next() {
            Next::Ask(ask) => {
                let answered = prepared.answered.take();
                let (answered, opened) =
                    answered.unwrap_or_else(|| (put(carrier, run.space(), &ask), Opened::default()));
                run.hold(opened);
                take(ground, chance, id, &mut run, (&ask, answered))
            }
            Next::Lines { most } => bring_lines(ground, chance, id, &mut run, most)?,
            Next::Again { from, most } => {
                let kept = ground.on(|vault, _| Ok(vault.outgoing_again(id, from, most)?))?;
                run.again(kept.iter().map(room::outgoing).collect::<Result<_, _>>()?);
                continue;
            }
            Next::Entries { from } => {
                let entries = ground.on(|vault, _| Ok(vault.log_entries(id, from)?))?;
                run.entries(
                    entries.iter().map(|entry| room::unpack(entry)).collect::<Result<_, _>>()?,
                    chance,
                );
                continue;
            }
            Next::Segment { n } => {
                let opened = match prepared.segment.take() {
                    Some(opened) => opened,
                    None => run.open_segment(n, kept_segment(ground, id, n)?.as_ref()),
                };
                run.segment(opened, ms(ground.now()))
            }
            Next::Digest => {
                let digest = digest(ground, id, &run)?;
                run.digest(digest, ms(ground.now())).map_err(|_| Problem::Internal)?
            }
            Next::Done(report) => break report,
        };
        let nothing = decision.saves.is_empty() && decision.alarms.is_empty();
        if nothing && run.space().standing == known {
            continue;
        }
        let kept = prepared.beside(ground, carrier, (id, &run), decision)?;
        known.clone_from(&run.space().standing);
        meeting.received += kept.taken;
        meeting.alarms += kept.alarms;
    };
    let space = run.into_space();
    meeting.sent = u32::try_from(space.standing.confirmed - confirmed).unwrap_or(u32::MAX);
    meeting.end = end(&report);
    meeting.to_send = ground.on(|vault, _| Ok(vault.pending_in(id)?))?;
    Ok((meeting, Room { id, home, name, hub, space }))
}

fn end(report: &Report) -> SyncEnd {
    if report.removed {
        SyncEnd::Removed
    } else if report.update_needed {
        SyncEnd::UpdateNeeded
    } else if report.stop.is_some() {
        SyncEnd::Stopped
    } else if report.cut {
        SyncEnd::Cut
    } else if report.lapsed && report.problem.is_none() {
        SyncEnd::LeaseOver
    } else if let Some(problem) = &report.problem {
        match refused(problem) {
            Problem::HubAway => SyncEnd::Cut,
            problem => SyncEnd::Refused { problem: Box::new(problem) },
        }
    } else {
        SyncEnd::Done
    }
}

fn bring_lines(
    ground: &impl Ground,
    chance: &mut impl Chance,
    id: SpaceId,
    run: &mut Run,
    most: usize,
) -> Result<Decision, Problem> {
    let unsent = ground.on(|vault, _| Ok(vault.unsent(id, u32::try_from(most).unwrap_or(u32::MAX))?))?;
    let hlc = Hlc { ms: unsent.hlc.ms, count: unsent.hlc.count };
    match run.lines(&changes(&unsent), &names(&unsent), hlc, ms(ground.now()), chance) {
        Ok(decision) => Ok(decision),
        // The report says of an update; a reader writes for itself; a key comes with the next meeting.
        Err(ComposeError::Role | ComposeError::UpdateNeeded | ComposeError::NoKey) => Ok(Decision::default()),
        Err(ComposeError::Seal(_) | ComposeError::Encode(_)) => Err(Problem::Internal),
    }
}

pub(super) fn changes(unsent: &team::Unsent) -> Vec<Unsent<'_>> {
    let change = |(line, elsewhere): (_, &Option<uuid::Uuid>)| {
        let JournalLine { device, n, hlc, actor, subject, act, schema, ops, .. }: &JournalLine = line;
        Unsent {
            subject: subject.map(|subject| *subject.0.as_bytes()),
            origin: elsewhere.map(|space| *space.as_bytes()),
            line: Change {
                device: wire_device(*device),
                n: *n,
                hlc: Hlc { ms: hlc.ms, count: hlc.count },
                schema: u16::try_from(*schema).unwrap_or(u16::MAX),
                actor: *actor.0.as_bytes(),
                act,
                ops,
            },
        }
    };
    unsent.lines.iter().zip(&unsent.elsewhere).map(change).collect()
}

pub(super) fn names(unsent: &team::Unsent) -> impl Fn(u32) -> Option<DeviceId> {
    |number| unsent.devices.iter().find(|(of, _)| *of == number).map(|(_, device)| wire_device(*device))
}

/// Lines that one batch of a file takes.
const SEALED_AT_ONCE: u32 = 2_000;
/// Bytes of bodies in one batch of a file.
const FILE_BATCH: u32 = 1024 * 1024;

fn unsealed(error: ComposeError) -> Problem {
    match error {
        ComposeError::Role => Problem::RoleForbids,
        ComposeError::UpdateNeeded => Problem::UpdateNeeded,
        ComposeError::NoKey => Problem::HubAway,
        ComposeError::Seal(_) | ComposeError::Encode(_) => Problem::Internal,
    }
}

/// Seals everything that was never sent into batches, for who carries it otherwise than over a network.
pub(super) fn seal_all(
    ground: &impl Ground,
    chance: &mut impl Chance,
    room: &mut Room,
) -> Result<(), Problem> {
    loop {
        let unsent = ground.on(|vault, _| Ok(vault.unsent(room.id, SEALED_AT_ONCE)?))?;
        if unsent.lines.is_empty() {
            return Ok(());
        }
        let hlc = Hlc { ms: unsent.hlc.ms, count: unsent.hlc.count };
        let (lines, now) = (changes(&unsent), ms(ground.now()));
        let composed = room.space.compose(&lines, &names(&unsent), FILE_BATCH, hlc, now, chance);
        let saves = composed.map_err(unsealed)?.saves;
        room::keep(ground, room.id, &room.space, Decision { saves, alarms: Vec::new() })?;
    }
}

/// Brings to the hub what a stick brought here from others; what it cannot take now waits.
fn deliver(ground: &impl Ground, carrier: &mut impl Carrier, room: &Room) -> Result<(), Problem> {
    let carried = ground.on(|vault, _| Ok(vault.carried(room.id)?))?;
    let mut delivered = Vec::new();
    for (of, seq, bytes) in carried {
        let batch: Batch = decode(&bytes).map_err(|_| Problem::Damaged)?;
        let put = Ask::Put { device: wire_device(of), seq, batch: Box::new(batch) };
        match carrier.ask(&room.space.secrets, room.space.id(), &put) {
            Reply::Taken(_) | Reply::Problem(Refused::Erased | Refused::Fork { .. }) => {}
            Reply::Problem(Refused::NotNext { next }) if next > seq => {}
            _ => continue,
        }
        delivered.push(Keep::Delivered { device: of, seq });
    }
    if delivered.is_empty() {
        return Ok(());
    }
    let standing = room::pack(&room.space.standing)?;
    ground.on(|vault, now| Ok(vault.keep(room.id, delivered, &standing, now)?)).map(drop)
}

/// How long the hash of all tables is good enough: it reads every row.
const COMPARED_EVERY_MS: i64 = 20 * 3_600_000;
/// Lines of a journal up to which its tables are hashed at every meeting: some milliseconds.
const FEW: u32 = 5_000;

/// The hash of the tables, where this laptop says nothing that the others lack; and not at every meeting.
fn digest(ground: &impl Ground, id: SpaceId, run: &Run) -> Result<Option<Hash>, Problem> {
    ground.on(|vault, now| {
        let met = vault.last_met(id)?;
        let recent = met.done_ms.is_some_and(|done| now.at.0 - done < COMPARED_EVERY_MS);
        if recent && !vault.has_at_most(FEW)? {
            return Ok(None);
        }
        // A file that is on its way out is elsewhere here and not yet elsewhere for the others.
        for person in vault.away_with_keys(id)? {
            if run.space().standing.log.moved_case(person.as_bytes()).is_none() {
                return Ok(None);
            }
        }
        let unsent = !vault.unsent(id, 1)?.lines.is_empty() || !run.space().outbox.is_empty();
        Ok(if unsent { None } else { Some(Hash(vault.digest(id)?)) })
    })
}

fn turn_error(error: TurnError) -> Problem {
    let TurnError::Log(fault) = error else { return Problem::Internal };
    refused(&Refused::LogRefused { fault })
}

/// Says yes or no for an entry of the log that was sent.
pub(super) fn appended(reply: Reply) -> Result<(), Problem> {
    match reply {
        Reply::Appended(_) => Ok(()),
        Reply::Problem(problem) => Err(refused(&problem)),
        _ => Err(Problem::HubAway),
    }
}

/// Appends acts to the log.
pub fn append(room: &Room, acts: &[Act], now: Now, carrier: &mut impl Carrier) -> Result<(), Problem> {
    let Space { standing, secrets, .. } = &room.space;
    let append = passerelle_sync::membership::append(standing.log.roll(), acts, secrets, ms(now))
        .map_err(turn_error)?;
    appended(carrier.ask(secrets, room.space.id(), &Ask::Append(append)))
}

/// Turns to a new epoch after these acts: the wraps go up first, then the entries, so that a turn that is cut is not there.
pub fn turn(
    room: &Room,
    first: &[Act],
    now: Now,
    carrier: &mut impl Carrier,
    chance: &mut impl Chance,
) -> Result<(), Problem> {
    let Space { standing, secrets, keys, .. } = &room.space;
    let (roll, id) = (standing.log.roll(), room.space.id());
    if room.space.role() != Some(Role::Admin) {
        return Err(Problem::RoleForbids);
    }
    if keys.epoch(roll.epoch_number()).is_none() {
        return Err(Problem::TeamMoved);
    }
    let turn = Turn::make(roll, keys.cases(), chance).map_err(|_| Problem::Internal)?;
    for put in turn.wraps(id) {
        match carrier.ask(secrets, id, &Ask::PutWraps(put)) {
            Reply::WrapsTaken(_) => {}
            Reply::Problem(problem) => return Err(refused(&problem)),
            _ => return Err(Problem::HubAway),
        }
    }
    let append = turn.append(roll, first, secrets, ms(now), chance).map_err(turn_error)?;
    appended(carrier.ask(secrets, id, &Ask::Append(append)))
}
