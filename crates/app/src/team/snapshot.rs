//! Making snapshots of a space: whether one is due, and putting it at the hub segment by segment.

use passerelle_sync::chance::Chance;
use passerelle_sync::engine::{Ask, Decision, Reply};
use passerelle_sync::snapshot::{Gathering, Making, Part, State, judge, parts};
use passerelle_vault::{Vault, team};
use passerelle_wire::batch::Hlc;
use passerelle_wire::hash::Hash;
use passerelle_wire::id::KeyId;
use passerelle_wire::limit;
use passerelle_wire::membership::Role;
use passerelle_wire::problem::Problem as Refused;
use passerelle_wire::snapshot::{Manifest, Segment};
use uuid::Uuid;

use super::exchange::Carrier;
use super::refused;
use super::room::{self, Room, device, wire_device};
use super::run::{Ground, changes, ms, names};
use crate::Problem;

/// Bytes of bodies since the last snapshot after which another is due.
const DUE_BYTES: u64 = 20 * 1024 * 1024;
/// After how long one is due for the least change.
const DUE_MS: u64 = 30 * DAY_MS;
/// How often it is looked whether one is due.
const DAY_MS: u64 = 24 * 3_600_000;

/// What came of making one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Made {
    /// The hub has it whole.
    Whole,
    /// Not now: something of the space is not here, or not sent.
    NotNow,
    /// Everybody has to be given a key first, by a batch that the next meeting sends.
    KeyFirst,
    /// Time for something else: the next meeting goes on.
    Later,
    Stop(Problem),
}

/// Whether this laptop should make one: it goes on with one, or so much came since the last that a present member made, or the
/// hub let go of what none of theirs holds, since who had made the one that held it was removed.
///
/// Errors are of the vault.
pub fn is_due(ground: &impl Ground, carrier: &mut impl Carrier, room: &mut Room) -> Result<bool, Problem> {
    if !may_write(room) {
        return Ok(false);
    }
    if room.space.standing.making.is_some() {
        return Ok(true);
    }
    let now = ms(ground.now());
    let looked = room.space.standing.looked;
    if looked.is_some_and(|(_, last)| now.saturating_sub(last) < DAY_MS) {
        return Ok(false);
    }
    let Reply::Snapshots(listed) = carrier.ask(&room.space.secrets, room.space.id(), &Ask::Snapshots) else {
        return Ok(false);
    };
    let first = looked.map_or(now, |(first, _)| first);
    room.space.standing.looked = Some((first, now));
    save(ground, room)?;
    let log = &room.space.standing.log;
    let good = |signed| judge(signed, log, None).ok().flatten();
    let last: Option<Manifest> = listed.manifests.iter().filter_map(good).max_by_key(|manifest| manifest.pos);
    let kept_after = match carrier.ask(&room.space.secrets, room.space.id(), &Ask::Heads) {
        Reply::Heads(heads) => heads.kept_after,
        _ => 0,
    };
    if kept_after > last.as_ref().map_or(0, |last| last.pos) {
        return Ok(true);
    }
    let covers: Vec<_> =
        last.iter().flat_map(|last| &last.covers).map(|head| (device(head.device), head.seq)).collect();
    let bytes = ground.on(|vault, _| Ok(vault.bytes_after(room.id, &covers)?))?;
    let since = last.map_or(first, |last| last.hlc.ms);
    Ok(bytes > DUE_BYTES || (bytes > 0 && now.saturating_sub(since) > DUE_MS))
}

fn may_write(room: &Room) -> bool {
    room.space.role().is_some_and(|role| role != Role::Reader)
}

/// Keeps what synchronisation knows.
fn save(ground: &impl Ground, room: &Room) -> Result<(), Problem> {
    room::keep(ground, room.id, &room.space, Decision::default()).map(drop)
}

/// Makes a snapshot of all that is here of a space, or goes on with one, as long as `goes_on` says so; it is asked before each
/// file.
///
/// Errors are of the vault, as one that is locked meanwhile; what the hub has by then stays.
pub fn make(
    ground: &impl Ground,
    carrier: &mut impl Carrier,
    chance: &mut impl Chance,
    room: &mut Room,
    goes_on: &impl Fn() -> bool,
) -> Result<Made, Problem> {
    if !may_write(room) {
        return Ok(Made::NotNow);
    }
    let mut gathering = Gathering::default();
    let mut making = match room.space.standing.making.take() {
        Some(making) => making,
        None => match begin(ground, chance, room, &mut gathering)? {
            Ok(making) => making,
            Err(made) => return Ok(made),
        },
    };
    let begun = making.done.map(|done| done.map(Uuid::from_bytes));
    let files = ground.on(|vault, _| Ok(vault.files_of(room.id, begun)?))?;
    let mut done = making.done;
    for file in files {
        let stops = !goes_on();
        let sealed =
            if stops { Ok(Vec::new()) } else { seal(ground, room, &making, file, &mut gathering, chance)? };
        let full = match sealed {
            Ok(full) => full,
            Err(made) => return abandon(ground, room, made),
        };
        let at_end = if stops { gathering.take() } else { None };
        for segment in full.into_iter().chain(at_end) {
            if let Some(made) = put(carrier, room, &mut making, segment) {
                return stopped(ground, room, making, made);
            }
            making.done = done;
            keep_making(ground, room, &making)?;
        }
        if stops {
            return Ok(Made::Later);
        }
        done = Some(file.map(|file| *file.as_bytes()));
    }
    if let Some(segment) = gathering.take() {
        if let Some(made) = put(carrier, room, &mut making, segment) {
            return stopped(ground, room, making, made);
        }
        making.done = done;
        keep_making(ground, room, &making)?;
    }
    let commit = making.commit(&room.space).map_err(|_| Problem::Internal)?;
    let ask = Ask::CommitSnapshot { snapshot: making.id, commit };
    match carrier.ask(&room.space.secrets, room.space.id(), &ask) {
        Reply::Done => abandon(ground, room, Made::Whole),
        Reply::Problem(Refused::NotFound) => abandon(ground, room, Made::NotNow),
        Reply::Problem(problem) => abandon(ground, room, Made::Stop(refused(&problem))),
        _ => stopped(ground, room, making, Made::Stop(Problem::HubAway)),
    }
}

fn keep_making(ground: &impl Ground, room: &mut Room, making: &Making) -> Result<(), Problem> {
    room.space.standing.making = Some(making.clone());
    save(ground, room)
}

/// It is not gone on with; what the hub no longer has, or has otherwise, is begun anew at the next meeting.
fn abandon(ground: &impl Ground, room: &mut Room, made: Made) -> Result<Made, Problem> {
    let standing = &mut room.space.standing;
    standing.making = None;
    if made == Made::NotNow {
        standing.looked = standing.looked.map(|(first, _)| (first, 0));
    }
    save(ground, room)?;
    Ok(made)
}

/// The hub was away, or said no: then it is begun anew some other day.
fn stopped(ground: &impl Ground, room: &mut Room, making: Making, made: Made) -> Result<Made, Problem> {
    if made == Made::NotNow {
        return abandon(ground, room, made);
    }
    let goes_on = made == Made::Stop(Problem::HubAway) && !making.is_new();
    room.space.standing.making = goes_on.then_some(making);
    save(ground, room)?;
    Ok(made)
}

fn put(carrier: &mut impl Carrier, room: &Room, making: &mut Making, segment: Segment) -> Option<Made> {
    let hash = segment.hash();
    let ask = Ask::PutSegment { snapshot: making.id, n: making.next(), segment };
    match carrier.ask(&room.space.secrets, room.space.id(), &ask) {
        Reply::Done => {
            making.put(hash);
            None
        }
        // Its answer was lost the last time: what was sealed since is other bytes.
        Reply::Problem(Refused::Taken) => Some(Made::NotNow),
        Reply::Problem(problem) => Some(Made::Stop(refused(&problem))),
        _ => Some(Made::Stop(Problem::HubAway)),
    }
}

/// Whether something was written late of a file that went on elsewhere, and nobody has said yet that it was carried there: then
/// the log would have destroyed its key. A snapshot of this space would cover it without holding it.
fn something_is_late(vault: &Vault, room: &Room) -> Result<bool, Problem> {
    let log = &room.space.standing.log;
    Ok(vault.files_with_keys(room.id)?.iter().any(|file| log.moved_case(file.as_bytes()).is_some()))
}

/// Begins one, with what a reader goes on from as its first piece.
fn begin(
    ground: &impl Ground,
    chance: &mut impl Chance,
    room: &mut Room,
    gathering: &mut Gathering,
) -> Result<Result<Making, Made>, Problem> {
    let space = &room.space;
    let epoch = space.standing.log.roll().epoch_number();
    let whole = space.standing.waiting.is_empty()
        && space.standing.loading.is_none()
        && space.keys.oldest_epoch() == Some(epoch)
        && space.outbox.iter().all(|out| out.seq <= space.standing.confirmed);
    let id = room.id;
    let Some((reach, me, keys, digest, hlc)) = ground.on(|vault, now| {
        if !whole || !vault.is_settled(id)? || something_is_late(vault, room)? {
            return Ok(None);
        }
        let digest = vault.digest(id)?;
        let hlc = Hlc { ms: ms(now), count: 0 };
        let keys = vault.keys_by_age(id, None)?;
        Ok(Some((vault.reach_of(id)?, vault.worker()?, keys, digest, hlc)))
    })?
    else {
        return Ok(Err(Made::NotNow));
    };
    let Some((key, _)) = keys.first() else {
        // Of a smaller space nothing is in nobody's file, so nobody has a key for it.
        let composed = room.space.compose_key(hlc, hlc.ms, chance);
        let Ok(composed) = composed else { return Ok(Err(Made::NotNow)) };
        room::keep(ground, id, &room.space, Decision { saves: composed.saves, alarms: Vec::new() })?;
        return Ok(Err(Made::KeyFirst));
    };
    let (frontier, mut authors) = reach;
    authors.push((device(room.space.own()), me));
    let state = State {
        links: room.space.standing.chains.links().collect(),
        authors: authors.into_iter().map(|(of, worker)| (wire_device(of), *worker.0.as_bytes())).collect(),
        frontier: frontier.into_iter().map(|(of, upto)| (wire_device(of), upto)).collect(),
    };
    let making = Making::begin(&room.space, Hash(digest), hlc, chance).map_err(|_| Problem::Internal)?;
    let place = (&room.space, making.id);
    match gathering.add(&Part::State(state), KeyId(*key), place, chance) {
        Ok(_) => Ok(Ok(making)),
        Err(_) => Ok(Err(Made::NotNow)),
    }
}

/// Seals a file; gives the segments that are full.
fn seal(
    ground: &impl Ground,
    room: &Room,
    making: &Making,
    file: Option<Uuid>,
    gathering: &mut Gathering,
    chance: &mut impl Chance,
) -> Result<Result<Vec<Segment>, Made>, Problem> {
    let id = room.id;
    let (unsent, keys): (team::Unsent, _) =
        ground.on(|vault, _| Ok((vault.lines_of_file(id, file)?, vault.keys_by_age(id, file)?)))?;
    if unsent.lines.is_empty() {
        return Ok(Ok(Vec::new()));
    }
    let keys: Vec<(KeyId, u32)> = keys.into_iter().map(|(name, epoch)| (KeyId(name), epoch)).collect();
    let Some((key, _)) = keys.first().copied() else { return Ok(Err(Made::NotNow)) };
    let subject = file.map(|file| *file.as_bytes());
    let parts = parts(subject, &keys, &changes(&unsent), &names(&unsent)).map_err(|_| Problem::Internal)?;
    let mut full = Vec::new();
    for part in &parts {
        full.extend(
            gathering.add(part, key, (&room.space, making.id), chance).map_err(|_| Problem::Internal)?,
        );
    }
    let count = usize::try_from(making.next()).unwrap_or(usize::MAX).saturating_add(full.len());
    Ok(if count < limit::SEGMENTS { Ok(full) } else { Err(Made::Stop(refused(&Refused::Malformed))) })
}
