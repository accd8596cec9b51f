//! Moving a file into another space: its lines are sent there, whoever wrote them, and then its former space is told.

use std::collections::BTreeMap;

use passerelle_domain::Topic;
use passerelle_domain::change::Table;
use passerelle_domain::id::{PersonId, SpaceId};
use passerelle_domain::moment::Now;
use passerelle_sync::engine::{Ask, Reply};
use passerelle_sync::membership::case_tag;
use passerelle_wire::id::{BlobId, KeyId};
use passerelle_wire::membership::{Act, Erase, Role};
use serde::Deserialize;
use ts_rs::TS;
use uuid::Uuid;

use super::exchange::Carrier;
use super::meet::{meet, meet_one};
use super::member::{as_admin, change};
use super::room::{self, Room, wire_space};
use super::run::{Ground, Meeting, append};
use crate::Problem;
use crate::desk::{App, UseCase};

/// Moves a file, with all that was merged into it, into another space of this laptop. Whoever is not in that space loses it:
/// rows, history, search, contents, as by an erasure. Only a coordinator of the space that it leaves may do it, and only once
/// all of it is here.
#[derive(Deserialize, TS)]
pub struct MovePerson {
    person: PersonId,
    /// Where to: none for the home team.
    #[serde(default)]
    #[ts(optional)]
    to: Option<SpaceId>,
}

impl UseCase for MovePerson {
    const NAME: &'static str = "person.move";
    type Answer = Meeting;

    fn run(self, app: &App) -> Result<Meeting, Problem> {
        let from = app.with(|open| {
            if !open.vault.has_row(Table::Person, self.person.0)? {
                return Err(Problem::NotFound);
            }
            Ok(as_admin(&open.vault, open.vault.file_space(self.person)?)?.id)
        })?;
        let to = app.with(|open| Ok(room::named(&open.vault, self.to)?.space))?;
        if from == to {
            return meet(app);
        }
        // What others wrote comes first, and nothing is begun that could not be ended.
        for space in [from, to] {
            let met = meet_one(app, Some(space))?;
            if met.end != super::SyncEnd::Done {
                return Err(Problem::HubAway);
            }
        }
        let (people, back) = app.with(|open| {
            let room = room::room_of(&open.vault, Some(to))?;
            if matches!(room.space.role(), None | Some(Role::Reader)) {
                return Err(Problem::RoleForbids);
            }
            let people = open.vault.merged_with(self.person)?;
            if open.vault.contents_pending(&people)?.0 {
                return Err(Problem::ContentAway);
            }
            let log = &room.space.standing.log;
            let back: Vec<_> =
                people.iter().copied().filter(|person| log.moved_case(person.as_bytes()).is_some()).collect();
            Ok((people, back))
        })?;
        if !back.is_empty() {
            // That it is back has to be known there before anything of it is taken.
            change(app, Some(to), |app, hub| {
                let room = app.with(|open| as_admin(&open.vault, Some(to)))?;
                welcome(&room, &back, app.now(), hub)
            })?;
        }
        app.alone(|open| Ok(open.vault.move_file(&people, from, to)?))?;
        app.touch([Topic::People, Topic::Team, Topic::Session]);
        meet_one(app, Some(to))?;
        meet(app)
    }
}

fn told(room: &Room, to: SpaceId, people: &[Uuid], keys: Vec<KeyId>, blobs: Vec<BlobId>) -> Act {
    let mut cases: Vec<_> =
        people.iter().map(|person| case_tag(room.space.id(), person.as_bytes())).collect();
    cases.sort();
    Act::Move(wire_space(to), Erase { cases, keys, bodies: Vec::new(), blobs })
}

/// Tells a space that files which once left it come back.
pub fn welcome(room: &Room, people: &[Uuid], now: Now, carrier: &mut impl Carrier) -> Result<(), Problem> {
    append(room, &[told(room, room.id, people, Vec::new(), Vec::new())], now, carrier)
}

/// Whether nothing came to the hub since this laptop looked: with the keys that it is about to name goes what they seal.
fn has_all(room: &Room, carrier: &mut impl Carrier) -> bool {
    let heads = carrier.ask(&room.space.secrets, room.space.id(), &Ask::Heads);
    matches!(heads, Reply::Heads(heads) if heads.pos == room.space.standing.cursor)
}

/// Tells a space of the files that went on elsewhere, where everything of them is there; true where something was told. The
/// same is said again of what came late: by then it was carried along.
pub fn tell_moves(ground: &impl Ground, room: &Room, carrier: &mut impl Carrier) -> Result<bool, Problem> {
    if room.space.role() != Some(Role::Admin) {
        return Ok(false);
    }
    let acts = ground.on(|vault, _| {
        let is_away =
            |room: &Room, person: &Uuid| room.space.standing.log.moved_case(person.as_bytes()).is_some();
        // Told to be elsewhere just before it was taken back: that it is here has to be said before anything else of it.
        let mut back = vault.moves_into(room.id)?;
        back.retain(|person| is_away(room, person));
        if !back.is_empty() {
            return Ok(vec![told(room, room.id, &back, Vec::new(), Vec::new())]);
        }
        let mut to_tell: BTreeMap<SpaceId, Vec<Uuid>> = BTreeMap::new();
        let home = vault.membership()?.ok_or(Problem::NotInTeam)?.space;
        for (person, to) in vault.moves_to_tell(room.id)? {
            let to = to.unwrap_or(home);
            let sent = vault.pending_in(to)? == 0 && !vault.contents_pending(&[person])?.1;
            let there = room::room_of(vault, Some(to))?;
            if sent && !is_away(&there, &person) {
                to_tell.entry(to).or_default().push(person);
            }
        }
        for (person, to) in vault.late_files(room.id)? {
            let moved = room.space.standing.log.moved_case(person.as_bytes()).is_some();
            if moved && vault.pending_in(to)? == 0 {
                to_tell.entry(to).or_default().push(person);
            }
        }
        let mut acts = Vec::new();
        for (to, people) in to_tell {
            let mut keys = Vec::new();
            for person in &people {
                keys.extend(vault.keys_of(room.id, *person)?.into_iter().map(KeyId));
            }
            keys.sort();
            keys.dedup();
            let blobs = vault.content_names(&people)?.into_iter().map(BlobId).collect();
            acts.push(told(room, to, &people, keys, blobs));
        }
        Ok(acts)
    })?;
    if acts.is_empty() || !has_all(room, carrier) {
        return Ok(false);
    }
    match append(room, &acts, ground.now(), carrier) {
        Ok(()) => Ok(true),
        // Somebody else's entry came first, or the link was cut: the next meeting tells it.
        Err(Problem::TeamMoved | Problem::HubAway) => Ok(false),
        Err(problem) => Err(problem),
    }
}
