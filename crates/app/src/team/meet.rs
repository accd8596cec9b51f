//! Meeting the team: what this laptop wrote goes to the hub, what others wrote comes, and each answer is kept before the next
//! question. A meeting that is cut goes on where it was.

use std::time::{Duration, Instant};

use passerelle_domain::Topic;
use passerelle_domain::id::SpaceId;
use passerelle_sync::chance::SystemChance;
use passerelle_sync::http::Hub;
use passerelle_vault::team::{Membership, Met};
use passerelle_wire::membership::Role;
use serde::Deserialize;
use ts_rs::TS;

use super::room::{self, Room, Seat};
use super::run::{Meeting, run, turn};
use super::view::SyncEnd;
use super::{content, join, line};
use crate::Problem;
use crate::desk::{App, UseCase};

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
    let seat = app.with(|open| {
        app.watch.meets(open.vault.written()?);
        room::seat(&open.vault)
    })?;
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
    content::name_all(app)?;
    let (mut meeting, room) = run(app, hub, &mut SystemChance, *room)?;
    if meeting.end == SyncEnd::Done {
        carry_contents(app, hub, &room, &mut meeting)?;
    }
    if meeting.end == SyncEnd::Done && turn_is_due(&room) {
        // Nobody waits for this: where it fails, the next meeting tries again.
        let _ = turn(&room, &[], app.now(), hub, &mut SystemChance);
    }
    Ok(meeting)
}

/// How long contents may keep what people write waiting, in seconds.
const CONTENTS_S: u64 = 20;

/// Carries contents while nothing else is to be said; what is left goes on with the next meeting, which is at once.
fn carry_contents(app: &App, hub: &mut Hub, room: &Room, meeting: &mut Meeting) -> Result<(), Problem> {
    let begun = Instant::now();
    let goes_on = || begun.elapsed() < Duration::from_secs(CONTENTS_S) && !app.watch.is_wanted();
    let contents = content::carry(app, hub, &mut SystemChance, room, &goes_on)?;
    meeting.contents_sent = contents.sent;
    meeting.contents_received = contents.received;
    app.watch.leaves_contents(contents.more);
    match contents.stop {
        None => {}
        Some(Problem::HubAway) => meeting.end = SyncEnd::Cut,
        Some(problem) => meeting.end = SyncEnd::Refused { problem: Box::new(problem) },
    }
    Ok(())
}

/// Whether a coordinator's laptop should turn: after somebody left or something was erased, so that what was kept of it is
/// worth nothing.
fn turn_is_due(room: &Room) -> bool {
    room.space.role() == Some(Role::Admin) && room.space.standing.log.roll().turn_due()
}

fn let_in(app: &App, hub: &mut Hub, of: &Membership) -> Result<Option<Box<Room>>, Problem> {
    match join::read_log(hub, of)? {
        None => Ok(None),
        Some((standing, entries)) => {
            let standing = room::pack(&standing)?;
            let entries = entries.iter().map(room::pack).collect::<Result<Vec<_>, _>>()?;
            app.alone(|open| Ok(open.vault.let_in(of.space, &standing, &entries)?))?;
            app.with(|open| room::room(&open.vault)).map(Some)
        }
    }
}
