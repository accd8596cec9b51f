//! Meeting the team: what this laptop wrote goes to the hub, what others wrote comes, and each answer is kept before the next
//! question. A meeting that is cut goes on where it was.

use std::time::{Duration, Instant};

use passerelle_domain::Topic;
use passerelle_domain::id::SpaceId;
use passerelle_sync::chance::SystemChance;
use passerelle_sync::http::Hub;
use passerelle_vault::team::{Membership, Met};
use passerelle_wire::membership::{Act, Role};
use serde::Deserialize;
use ts_rs::TS;

use super::lease::{may_renew_itself, note_lapse};
use super::moving::tell_moves;
use super::room::{self, Room, Seat};
use super::run::{Meeting, SmallerMeeting, append, run, turn};
use super::snapshot::{Made, is_due, make};
use super::view::SyncEnd;
use super::{content, join, line};
use crate::Problem;
use crate::desk::{App, UseCase};

/// Meets the team now. A laptop that asked to join looks whether it was let in.
#[derive(Deserialize, TS)]
pub struct Synchronise {}

impl UseCase for Synchronise {
    const NAME: &'static str = "team.synchronise";
    const WITHOUT_LEASE: bool = true;
    type Answer = Meeting;

    fn run(self, app: &App) -> Result<Meeting, Problem> {
        meet(app)
    }
}

/// Meets all spaces of this laptop, smaller ones first, each by itself: that one of them cannot be met stops no other.
pub(super) fn meet(app: &App) -> Result<Meeting, Problem> {
    let all = app.with(|open| {
        app.watch.meets(open.vault.written()?);
        Ok(open.vault.memberships()?)
    })?;
    let mut smaller = Vec::new();
    let mut sum = Meeting::default();
    // Where the lease ran out, nothing else is met before it is renewed.
    let runs = app.within_lease().is_ok();
    for of in all.iter().filter(|of| runs && !of.home) {
        let (space, name) = (of.space, of.name.clone());
        let end = match meet_space(app, of.space) {
            Ok(met) => {
                add(&mut sum, &met);
                met.end
            }
            Err(problem @ (Problem::Locked | Problem::Internal | Problem::Damaged)) => return Err(problem),
            Err(problem) => SyncEnd::Refused { problem: Box::new(problem) },
        };
        smaller.push(SmallerMeeting { space, name, end });
    }
    let home = all.iter().find(|of| of.home).ok_or(Problem::NotInTeam)?;
    let mut meeting = meet_space(app, home.space)?;
    add(&mut meeting, &sum);
    meeting.smaller = smaller;
    meeting.to_send = app.with(|open| Ok(open.vault.pending()?))?;
    Ok(meeting)
}

fn add(to: &mut Meeting, part: &Meeting) {
    to.received += part.received;
    to.sent += part.sent;
    to.alarms += part.alarms;
    to.contents_sent += part.contents_sent;
    to.contents_received += part.contents_received;
}

/// Meets one space: the home team where none is named.
pub(super) fn meet_one(app: &App, space: Option<SpaceId>) -> Result<Meeting, Problem> {
    let space = app.with(|open| Ok(room::named(&open.vault, space)?.space))?;
    meet_space(app, space)
}

/// Meets a space, and notes how that went.
fn meet_space(app: &App, id: SpaceId) -> Result<Meeting, Problem> {
    let mut line = line(app);
    let seat = app.with(|open| room::seat_of(&open.vault, room::named(&open.vault, Some(id))?))?;
    let address = match &seat {
        Seat::Alone => return Err(Problem::NotInTeam),
        Seat::Joining(of) => of.hub.clone(),
        Seat::In(room) => room.hub.clone(),
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
    met.or_else(|problem| match problem {
        Problem::HubAway => Ok(Meeting { end: SyncEnd::Cut, ..Meeting::default() }),
        problem => Err(problem),
    })
}

fn note(app: &App, id: SpaceId, end: &SyncEnd) -> Result<(), Problem> {
    app.alone(|open| {
        let now = app.now().at.0;
        let outcome = serde_json::to_string(end).map_err(|_| Problem::Internal)?;
        let done_ms = matches!(end, SyncEnd::Done).then_some(now);
        open.vault.met(id, &Met { tried_ms: Some(now), done_ms, outcome })?;
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
    let mut room = *room;
    note_lapse(app, &mut room)?;
    content::name_all(app)?;
    let (mut meeting, mut room) = run(app, hub, &mut SystemChance, room)?;
    if meeting.end == SyncEnd::LeaseOver && may_renew_itself(&room) {
        append(&room, &[Act::Renew(room.space.own())], app.now(), hub)?;
        let (after, renewed) = run(app, hub, &mut SystemChance, room)?;
        add(&mut meeting, &after);
        (meeting.end, room) = (after.end, renewed);
    }
    if meeting.end == SyncEnd::Done {
        carry_contents(app, hub, &room, &mut meeting)?;
    }
    if meeting.end == SyncEnd::Done && tell_moves(app, &room, hub)? {
        let (told, after) = run(app, hub, &mut SystemChance, room)?;
        add(&mut meeting, &told);
        (meeting.end, room) = (told.end, after);
    }
    if meeting.end == SyncEnd::Done {
        room = make_snapshot(app, hub, room)?;
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
    if contents.more {
        app.watch.leaves_contents(true);
    }
    match contents.stop {
        None => {}
        Some(Problem::HubAway) => meeting.end = SyncEnd::Cut,
        Some(problem) => meeting.end = SyncEnd::Refused { problem: Box::new(problem) },
    }
    Ok(())
}

/// How long a snapshot may keep what people write waiting, in seconds.
const SNAPSHOT_S: u64 = 20;

/// Makes a snapshot where one is due. Nobody waits for it: where it fails, another meeting tries again.
fn make_snapshot(app: &App, hub: &mut Hub, mut room: Room) -> Result<Room, Problem> {
    if !is_due(app, hub, &mut room)? {
        return Ok(room);
    }
    let begun = Instant::now();
    let goes_on = || begun.elapsed() < Duration::from_secs(SNAPSHOT_S) && !app.watch.is_wanted();
    let mut made = make(app, hub, &mut SystemChance, &mut room, &goes_on)?;
    if made == Made::KeyFirst {
        room = run(app, hub, &mut SystemChance, room)?.1;
        made = make(app, hub, &mut SystemChance, &mut room, &goes_on)?;
    }
    if made == Made::Later {
        app.watch.leaves_contents(true);
    }
    Ok(room)
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
            app.with(|open| room::room_of(&open.vault, Some(of.space))).map(Some)
        }
    }
}
