//! The contents of documents between laptops, after everything else of a meeting or of a file: sealed chunk by chunk under a
//! name drawn by chance, so that the hub learns neither what they are nor which are alike, and each goes on where it was cut.

use std::collections::BTreeMap;
use std::io::{Read, Write};

use passerelle_domain::Topic;
use passerelle_domain::document;
use passerelle_domain::id::SpaceId;
use passerelle_sync::chance::Chance;
use passerelle_sync::courier::{chunk_to_file, each_chunk};
use passerelle_sync::engine::{Ask, Reply, Space};
use passerelle_sync::seal::{CHUNK_BYTES, ChunkPlace, FileKey, open_chunk, seal_chunk};
use passerelle_vault::attachment::Travelling;
use passerelle_wire::blob::BlobChunk;
use passerelle_wire::id::BlobId;
use passerelle_wire::membership::Role;
use passerelle_wire::problem::Problem as Refused;

use super::exchange::Carrier;
use super::room::{self, Room};
use super::run::Ground;
use super::{alarm, refused};
use crate::desk::App;
use crate::document::draw_sealing;
use crate::{Problem, outside};

/// What was carried of contents.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Contents {
    /// Contents that the hub now has whole.
    pub sent: u32,
    /// Contents that are now here.
    pub received: u32,
    /// Whether some are left that could be carried at once.
    pub more: bool,
    /// Why it ended early.
    pub stop: Option<Problem>,
}

/// Gives a name to each content that was added before there was a team.
pub(super) fn name_all(app: &App) -> Result<(), Problem> {
    app.alone(|open| {
        let mut acts = Vec::new();
        for id in open.vault.unnamed_contents()? {
            acts.push(document::share(&open.vault.document(id)?, &draw_sealing()?));
        }
        if acts.is_empty() { Ok(()) } else { app.write(open, &acts) }
    })
}

/// Why the carrying of one content ended.
enum End {
    /// It is whole where it was to go.
    Whole,
    /// Not now, and no reason to stop: nobody has sent all of it yet, or it was erased.
    NotNow,
    /// Time for something else.
    Later,
    Stop(Problem),
}

/// Carries contents both ways, the latest first, as long as `goes_on` says so; it is asked before each chunk.
///
/// Errors are of the vault, as one that is locked meanwhile; what was kept until then stays.
pub fn carry(
    ground: &impl Ground,
    carrier: &mut impl Carrier,
    chance: &mut impl Chance,
    room: &Room,
    goes_on: &impl Fn() -> bool,
) -> Result<Contents, Problem> {
    let mut contents = Contents::default();
    if room.space.role() != Some(Role::Reader) {
        for of in ground.on(|vault, _| Ok(vault.contents_to_send(room.id)?))? {
            match send(ground, carrier, chance, room, &of, goes_on)? {
                End::Whole => contents.sent += 1,
                End::NotNow => {}
                End::Later => return Ok(Contents { more: true, ..contents }),
                End::Stop(problem) => return Ok(Contents { stop: Some(problem), ..contents }),
            }
        }
    }
    for of in ground.on(|vault, _| Ok(vault.contents_to_fetch(room.id)?))? {
        match fetch(ground, carrier, room, &of, goes_on)? {
            End::Whole => {
                contents.received += 1;
                ground.tell([Topic::People].into());
            }
            End::NotNow => {}
            End::Later => return Ok(Contents { more: true, ..contents }),
            End::Stop(problem) => return Ok(Contents { stop: Some(problem), ..contents }),
        }
    }
    Ok(contents)
}

fn key(of: &Travelling) -> FileKey {
    FileKey::from_bytes(*of.key)
}

fn places(space: &Space, of: &Travelling) -> Vec<ChunkPlace> {
    let chunks = of.size.div_ceil(u32::try_from(CHUNK_BYTES).unwrap_or(u32::MAX));
    let place = |chunk| ChunkPlace { space: space.id(), blob: BlobId(of.name), chunk, chunks };
    (0..chunks).map(place).collect()
}

/// What a no says of one content, and of all that would come after it.
fn no(problem: &Refused) -> End {
    match problem {
        Refused::NotFound | Refused::Erased | Refused::Taken => End::NotNow,
        problem => End::Stop(refused(problem)),
    }
}

fn send(
    ground: &impl Ground,
    carrier: &mut impl Carrier,
    chance: &mut impl Chance,
    room: &Room,
    of: &Travelling,
    goes_on: &impl Fn() -> bool,
) -> Result<End, Problem> {
    let blob = BlobId(of.name);
    let by = &room.space.secrets;
    let held = match carrier.ask(by, room.space.id(), &Ask::Blob { blob }) {
        Reply::Blob(state) => state.chunks,
        // Nothing of it is wanted any more.
        Reply::Problem(Refused::Erased) => {
            ground.on(|vault, _| Ok(vault.note_content_sent(room.id, of)?))?;
            return Ok(End::NotNow);
        }
        Reply::Problem(problem) => return Ok(no(&problem)),
        _ => return Ok(End::Stop(Problem::HubAway)),
    };
    let places = places(&room.space, of);
    if places.iter().any(|place| !held.contains(&place.chunk)) {
        let bytes = match ground.on(|vault, _| Ok(vault.travelling_content(of)?)) {
            Ok(bytes) => bytes,
            // A damaged content is told by the verification of the vault, and does not hold up the others.
            Err(Problem::ContentMissing) => return Ok(End::NotNow),
            Err(problem) => return Err(problem),
        };
        for (place, plain) in places.iter().zip(bytes.chunks(CHUNK_BYTES)) {
            if held.contains(&place.chunk) {
                continue;
            }
            if !goes_on() {
                return Ok(End::Later);
            }
            let sealed = seal_chunk(plain, &key(of), *place, chance).map_err(|_| Problem::Internal)?;
            let put = Ask::PutChunk { blob, chunk: place.chunk, sealed };
            match carrier.ask(by, room.space.id(), &put) {
                Reply::Done | Reply::Problem(Refused::Taken) => {}
                Reply::Problem(problem) => return Ok(no(&problem)),
                _ => return Ok(End::Stop(Problem::HubAway)),
            }
        }
    }
    ground.on(|vault, _| Ok(vault.note_content_sent(room.id, of)?))?;
    Ok(End::Whole)
}

fn fetch(
    ground: &impl Ground,
    carrier: &mut impl Carrier,
    room: &Room,
    of: &Travelling,
    goes_on: &impl Fn() -> bool,
) -> Result<End, Problem> {
    let held = ground.on(|vault, _| Ok(vault.content_parts(of)?))?;
    let blob = BlobId(of.name);
    for place in places(&room.space, of) {
        if held.contains(&place.chunk) {
            continue;
        }
        if !goes_on() {
            return Ok(End::Later);
        }
        let ask = Ask::Chunk { blob, chunk: place.chunk };
        let sealed = match carrier.ask(&room.space.secrets, room.space.id(), &ask) {
            Reply::Chunk(sealed) => sealed,
            Reply::Problem(problem) => return Ok(no(&problem)),
            _ => return Ok(End::Stop(Problem::HubAway)),
        };
        let Ok(plain) = open_chunk(&sealed, &key(of), place) else {
            sound(ground, (room.id, &room.space), of)?;
            return Ok(End::NotNow);
        };
        ground.on(|vault, _| Ok(vault.keep_content_part(of, place.chunk, &plain)?))?;
    }
    if ground.on(|vault, _| Ok(vault.keep_travelled(Some(room.id), of)?))? {
        Ok(End::Whole)
    } else {
        sound(ground, (room.id, &room.space), of)?;
        Ok(End::NotNow)
    }
}

/// What came is not what the document's author meant. Nothing of it is kept.
fn sound(ground: &impl Ground, (id, space): (SpaceId, &Space), of: &Travelling) -> Result<(), Problem> {
    let standing = room::pack(&space.standing)?;
    ground.on(|vault, now| {
        let alarm = alarm::content(of.document, now);
        Ok(vault.keep(id, vec![alarm], &standing, now)?)
    })?;
    ground.tell([Topic::Team, Topic::Session].into());
    Ok(())
}

/// Contents in a file are no more than this together, in bytes: it is written and read while somebody waits.
const FILE_CONTENT_BYTES: u64 = 256 * 1024 * 1024;

/// What went into a file.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Written {
    pub contents: u32,
    /// Those for which it had no room.
    pub left: u32,
    pub bytes: u64,
}

/// Writes the contents that the hub was not seen to have behind the batches of a file, the latest first.
///
/// Errors are of the vault or of the place that is written to.
pub(super) fn write(
    ground: &impl Ground,
    chance: &mut impl Chance,
    room: &Room,
    to: &mut impl Write,
) -> Result<Written, Problem> {
    let mut written = Written::default();
    if room.space.role() == Some(Role::Reader) {
        return Ok(written);
    }
    let mut taken = 0;
    for of in ground.on(|vault, _| Ok(vault.contents_to_send(room.id)?))? {
        if taken + u64::from(of.size) > FILE_CONTENT_BYTES {
            written.left += 1;
            continue;
        }
        let bytes = match ground.on(|vault, _| Ok(vault.travelling_content(&of)?)) {
            Ok(bytes) => bytes,
            // As at a meeting: a damaged content does not hold up the others.
            Err(Problem::ContentMissing) => continue,
            Err(problem) => return Err(problem),
        };
        taken += u64::from(of.size);
        for (place, plain) in places(&room.space, &of).iter().zip(bytes.chunks(CHUNK_BYTES)) {
            let sealed = seal_chunk(plain, &key(&of), *place, chance).map_err(|_| Problem::Internal)?;
            let chunk = BlobChunk { blob: place.blob, chunk: place.chunk, sealed: sealed.into() };
            let frame = chunk_to_file(&chunk).map_err(|_| Problem::Internal)?;
            to.write_all(&frame).map_err(|error| outside::refused(&error))?;
            written.bytes += frame.len() as u64;
        }
        written.contents += 1;
    }
    Ok(written)
}

/// What a file brought of contents.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Taken {
    /// Contents that are now here.
    pub contents: u32,
    /// Contents that are not what their authors meant. They stay missing.
    pub alarms: u32,
}

/// Takes the contents out of a file whose batches were taken in before: those that are asked for here. What is of a document
/// that has not come is passed over, since nothing here could open it.
///
/// Errors are of the file or of the vault.
pub(super) fn take(
    ground: &impl Ground,
    (id, space): (SpaceId, &Space),
    file: impl Read,
) -> Result<Taken, Problem> {
    let wanted = ground.on(|vault, _| Ok(vault.contents_to_fetch(id)?))?;
    let mut wanted: BTreeMap<BlobId, Travelling> =
        wanted.into_iter().map(|of| (BlobId(of.name), of)).collect();
    let mut taken = Taken::default();
    each_chunk(file, |BlobChunk { blob, chunk, sealed }| {
        let Some(of) = wanted.get(&blob) else { return Ok(()) };
        let places = places(space, of);
        let Some(place) = places.get(chunk as usize) else { return Ok(()) };
        let whole = match open_chunk(&sealed, &key(of), *place) {
            Err(_) => Some(false),
            Ok(plain) => ground.on(|vault, _| {
                vault.keep_content_part(of, chunk, &plain)?;
                let all = vault.content_parts(of)?.len() == places.len();
                if all { Ok(Some(vault.keep_travelled(None, of)?)) } else { Ok(None) }
            })?,
        };
        match whole {
            None => return Ok(()),
            Some(true) => taken.contents += 1,
            Some(false) => {
                sound(ground, (id, space), of)?;
                taken.alarms += 1;
            }
        }
        wanted.remove(&blob);
        Ok::<_, Problem>(())
    })?;
    if taken.contents > 0 {
        ground.tell([Topic::People].into());
    }
    Ok(taken)
}
