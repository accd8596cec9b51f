//! Meeting the team: what this laptop wrote goes to the hub, what others wrote comes, and each answer is kept before the next
//! question. A meeting that is cut goes on where it was.

use std::time::{Duration, Instant};

use chrono::{DateTime, Utc};
use passerelle_domain::Topic;
use passerelle_domain::id::SpaceId;
use passerelle_sync::chance::SystemChance;
use passerelle_sync::codec::Line as Change;
use passerelle_sync::engine::{Ask, ComposeError, Decision, Next, Reply, Report, Run, Space, Unsent};
use passerelle_sync::http::Hub;
use passerelle_vault::team::{Membership, Met};
use passerelle_wire::batch::Hlc;
use passerelle_wire::hash::Hash;
use passerelle_wire::id::DeviceId;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::room::{self, Room, Seat, wire_device};
use super::view::SyncEnd;
use super::{join, line, member, refused};
use crate::Problem;
use crate::desk::{App, UseCase};

/// What a meeting did.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, TS)]
pub struct Meeting {
    pub end: SyncEnd,
    /// Changes of others that are new here.
    pub received: u32,
    /// Changes of this laptop that the team has now and had not before.
    pub sent: u32,
    /// Changes of this laptop that still wait.
    pub to_send: u32,
    /// Alarms that this meeting sounded.
    pub alarms: u32,
}

/// Meets the team now. A laptop that asked to join looks whether it was let in.
#[derive(Deserialize, TS)]
pub struct Synchronise {}

impl UseCase for Synchronise {
    const NAME: &'static str = "team.synchronise";
    type Answer = Meeting;

    fn run(self, app: &App) -> Result<Meeting, Problem> {
        meet(app)
    }
}

/// Meets the team, and notes how that went.
pub(super) fn meet(app: &App) -> Result<Meeting, Problem> {
    let mut line = line(app);
    let seat = app.with(|open| room::seat(&open.vault))?;
    let (id, address) = match &seat {
        Seat::Alone => return Err(Problem::NotInTeam),
        Seat::Joining(of) => (of.space, of.hub.clone()),
        Seat::In(room) => (room.id, room.hub.clone()),
    };
    let met = match line.to(&address) {
        Ok(hub) => meet_at(app, hub, seat),
        Err(problem) => Err(problem),
    };
    let end = match &met {
        Ok(meeting) => meeting.end.clone(),
        Err(Problem::HubAway) => SyncEnd::Cut,
        Err(problem) => SyncEnd::Refused { problem: Box::new(problem.clone()) },
    };
    note(app, id, &end)?;
    let mut meeting = met.or_else(|problem| match problem {
        Problem::HubAway => Ok(Meeting { end: SyncEnd::Cut, ..Meeting::default() }),
        problem => Err(problem),
    })?;
    meeting.to_send = app.with(|open| Ok(open.vault.pending()?))?;
    Ok(meeting)
}

fn note(app: &App, id: SpaceId, end: &SyncEnd) -> Result<(), Problem> {
    app.alone(|open| {
        let still = open.vault.membership()?.is_some_and(|of| of.space == id);
        if still {
            let now = app.now().at.0;
            let outcome = serde_json::to_string(end).map_err(|_| Problem::Internal)?;
            let done_ms = matches!(end, SyncEnd::Done).then_some(now);
            open.vault.met(&Met { tried_ms: Some(now), done_ms, outcome })?;
        }
        app.touch([Topic::Team, Topic::Session]);
        Ok(())
    })
}

fn meet_at(app: &App, hub: &mut Hub, seat: Seat) -> Result<Meeting, Problem> {
    let room = match seat {
        Seat::In(room) => room,
        Seat::Joining(of) => match let_in(app, hub, &of)? {
            Some(room) => room,
            None => return Ok(Meeting { end: SyncEnd::WaitingForAdmission, ..Meeting::default() }),
        },
        Seat::Alone => return Err(Problem::NotInTeam),
    };
    let (meeting, room) = run(app, hub, *room)?;
    if meeting.end == SyncEnd::Done && member::turn_is_due(&room.space, now_ms(app)) {
        // Nobody waits for this: where it fails, the next meeting tries again.
        let _ = member::turn(app, hub, &[]);
    }
    Ok(meeting)
}

fn let_in(app: &App, hub: &mut Hub, of: &Membership) -> Result<Option<Box<Room>>, Problem> {
    match join::read_log(hub, of)? {
        None => Ok(None),
        Some(standing) => {
            let standing = room::pack(&standing)?;
            app.alone(|open| Ok(open.vault.let_in(of.space, &standing)?))?;
            app.with(|open| room::room(&open.vault)).map(Some)
        }
    }
}

pub(super) fn now_ms(app: &App) -> u64 {
    u64::try_from(app.now().at.0).unwrap_or(0)
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

/// One run to its end.
fn run(app: &App, hub: &mut Hub, room: Room) -> Result<(Meeting, Room), Problem> {
    let Room { id, name, hub: address, space } = room;
    let confirmed = space.standing.confirmed;
    let mut meeting = Meeting::default();
    let waited = room::open_waiting(app, id, &space)?;
    meeting.received += waited.taken;
    let alive = alive_due(&space, now_ms(app));
    let mut run = Run::begin(space, alive);
    let report = loop {
        let decision = match run.next() {
            Next::Ask(ask) => answer(app, hub, id, &mut run, &ask),
            Next::Lines { most } => bring_lines(app, &mut run, most)?,
            Next::Digest => {
                let digest = digest(app, &run)?;
                run.digest(digest, now_ms(app)).map_err(|_| Problem::Internal)?
            }
            Next::Done(report) => break report,
        };
        let kept = room::keep(app, id, run.space(), decision)?;
        meeting.received += kept.taken;
        meeting.alarms += kept.alarms;
    };
    let space = run.into_space();
    meeting.sent = u32::try_from(space.standing.confirmed - confirmed).unwrap_or(u32::MAX);
    meeting.end = end(&report);
    Ok((meeting, Room { id, name, hub: address, space }))
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
    } else if let Some(problem) = &report.problem {
        SyncEnd::Refused { problem: Box::new(refused(problem)) }
    } else {
        SyncEnd::Done
    }
}

fn answer(app: &App, hub: &mut Hub, id: SpaceId, run: &mut Run, ask: &Ask) -> Decision {
    let begun = Instant::now();
    let reply = hub.ask(&run.space().secrets, run.space().id(), ask);
    let took = begun.elapsed();
    match (&reply, ask) {
        (Reply::Batches { batches, .. }, _) => {
            let bytes = batches.iter().map(|positioned| weight(&positioned.batch)).sum();
            run.went(bytes, millis(took));
        }
        (Reply::Taken(_), Ask::Put { batch, .. }) => run.went(weight(batch), millis(took)),
        _ => {}
    }
    // A lock of the vault in between makes the keeping of the decision fail, and with it the run.
    let past = |device: DeviceId, seq: u64| {
        let known = app.with(|open| Ok(open.vault.batch_hash(id, room::device(device), seq)?));
        known.ok().flatten().map(Hash)
    };
    run.take(reply, now_ms(app), &past, &mut SystemChance)
}

fn millis(took: Duration) -> u64 {
    u64::try_from(took.as_millis()).unwrap_or(u64::MAX)
}

fn weight(batch: &passerelle_wire::batch::Batch) -> usize {
    batch.bodies.iter().flatten().map(|body| body.len()).sum::<usize>() + batch.header.body.len()
}

fn bring_lines(app: &App, run: &mut Run, most: usize) -> Result<Decision, Problem> {
    let most = u32::try_from(most).unwrap_or(u32::MAX);
    let unsent = app.with(|open| Ok(open.vault.unsent(most)?))?;
    let lines: Vec<Unsent<'_>> = unsent
        .lines
        .iter()
        .map(|line| Unsent {
            subject: line.subject.map(|subject| *subject.0.as_bytes()),
            line: Change {
                device: wire_device(line.device),
                n: line.n,
                hlc: Hlc { ms: line.hlc.ms, count: line.hlc.count },
                schema: u16::try_from(line.schema).unwrap_or(u16::MAX),
                actor: *line.actor.0.as_bytes(),
                act: &line.act,
                ops: &line.ops,
            },
        })
        .collect();
    let name = |number: u32| {
        unsent.devices.iter().find(|(of, _)| *of == number).map(|(_, device)| wire_device(*device))
    };
    let hlc = Hlc { ms: unsent.hlc.ms, count: unsent.hlc.count };
    match run.lines(&lines, &name, hlc, now_ms(app), &mut SystemChance) {
        Ok(decision) => Ok(decision),
        // The report says of an update; a reader writes for itself; a key comes with the next meeting.
        Err(ComposeError::Role | ComposeError::UpdateNeeded | ComposeError::NoKey) => Ok(Decision::default()),
        Err(ComposeError::Seal(_) | ComposeError::Encode(_)) => Err(Problem::Internal),
    }
}

/// How long the hash of all tables is good enough: it reads every row.
const COMPARED_EVERY_MS: i64 = 20 * 3_600_000;

/// The hash of the tables, where this laptop says nothing that the others lack; and not at every meeting.
fn digest(app: &App, run: &Run) -> Result<Option<Hash>, Problem> {
    app.alone(|open| {
        let met = open.vault.last_met()?;
        let recent = met.done_ms.is_some_and(|done| app.now().at.0 - done < COMPARED_EVERY_MS);
        let few = open.vault.has_at_most(FEW)?;
        let space = run.space();
        if (recent && !few) || !open.vault.unsent(1)?.lines.is_empty() || !space.outbox.is_empty() {
            return Ok(None);
        }
        Ok(Some(Hash(open.vault.digest()?)))
    })
}

/// Lines of a journal up to which its tables are hashed at every meeting: some milliseconds.
const FEW: u32 = 5_000;
