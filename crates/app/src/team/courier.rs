//! Meeting by a file on a stick: what goes out and what comes in are sealed as for a hub.

use std::fs::File;
use std::io::Write as _;
use std::path::Path;

use passerelle_domain::id::SpaceId;
use passerelle_domain::{Refusal, Topic};
use passerelle_sync::chance::SystemChance;
use passerelle_sync::courier::{Bag, CourierError};
use passerelle_vault::team::Keep;
use passerelle_wire::batch::Batch;
use passerelle_wire::hash::Hash;
use passerelle_wire::id::{DeviceId, SpaceId as WireSpace};
use passerelle_wire::signed::Signed;
use passerelle_wire::{decode, encode};
use serde::{Deserialize, Serialize};
use ts_rs::TS;
use uuid::Uuid;

use super::content;
use super::lease::note_lapse;
use super::line;
use super::room::{self, device};
use super::run::{Ground, ms, seal_all};
use super::view::names;
use crate::desk::{App, UseCase};
use crate::{Problem, outside};

/// How such files end.
const ENDING: &str = "passerelle";

/// Writes a file for colleagues who have no network, or for one who brings it to the hub: what this laptop has not seen
/// confirmed there, and what it carries for others.
#[derive(Deserialize, TS)]
pub struct ExportFile {
    path: String,
    /// Of which space; the home team where none is named.
    #[serde(default)]
    #[ts(optional)]
    space: Option<SpaceId>,
}

/// What was written.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
pub struct Exported {
    /// Sealed pieces in the file.
    pub batches: u32,
    /// Contents of documents in the file, the latest.
    pub contents: u32,
    /// Contents for which it had no room.
    pub contents_left: u32,
    #[ts(type = "number")]
    pub bytes: u64,
}

fn ours(space: WireSpace) -> SpaceId {
    SpaceId(Uuid::from_bytes(space.0))
}

fn count(length: usize) -> u32 {
    u32::try_from(length).unwrap_or(u32::MAX)
}

impl UseCase for ExportFile {
    const NAME: &'static str = "team.export_file";
    type Answer = Exported;

    fn run(self, app: &App) -> Result<Exported, Problem> {
        let path = outside::place(&self.path, ENDING, &app.place.dir)?;
        // Nobody else seals meanwhile.
        let _line = line(app);
        content::name_all(app)?;
        let mut room = app.with(|open| room::room_of(&open.vault, self.space))?;
        seal_all(app, &mut SystemChance, &mut room)?;
        let (entries, carried) =
            app.with(|open| Ok((open.vault.log_entries(room.id, 0)?, open.vault.carried(room.id)?)))?;
        let entries = entries.iter().map(|bytes| room::unpack::<Signed>(bytes)).collect::<Result<_, _>>()?;
        let carried = carried.iter().map(|(_, _, bytes)| decode::<Batch>(bytes));
        let carried = carried.collect::<Result<_, _>>().map_err(|_| Problem::Damaged)?;
        let bag = Bag::of(&room.space, entries, carried);
        let file = bag.to_file().map_err(|_| Problem::Internal)?;
        let written = outside::write_with(&path, |to| {
            to.write_all(&file).map_err(|error| outside::refused(&error))?;
            content::write(app, &mut SystemChance, &room, to)
        })?;
        app.touch([Topic::Team, Topic::Session]);
        Ok(Exported {
            batches: count(bag.batches.len()),
            contents: written.contents,
            contents_left: written.left,
            bytes: file.len() as u64 + written.bytes,
        })
    }
}

/// Takes in such a file.
#[derive(Deserialize, TS)]
pub struct ImportFile {
    path: String,
}

/// What a file goes on from and this laptop has not got.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
pub struct TeamGap {
    /// Whose laptop wrote it, where something of it has come before.
    pub name: Option<String>,
    /// The first of its batches that is missing.
    #[ts(type = "number")]
    pub from: u64,
}

/// What came of it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, TS)]
pub struct Imported {
    /// Changes that are new here.
    pub received: u32,
    /// Sealed pieces that are new here.
    pub batches: u32,
    /// Contents of documents that are now here.
    pub contents: u32,
    /// Laptops of which something before what the file has is missing here: it comes over the network, or by another file.
    pub gaps: Vec<TeamGap>,
    /// Alarms that it sounded.
    pub alarms: u32,
}

fn open(path: &Path) -> Result<File, Problem> {
    File::open(path).map_err(|_| Refusal::Unreadable { field: "path".to_owned() }.into())
}

impl From<CourierError> for Problem {
    fn from(error: CourierError) -> Self {
        match error {
            CourierError::Malformed => Problem::NotATeamFile { newer: false },
            CourierError::TooNew => Problem::NotATeamFile { newer: true },
            CourierError::OtherSpace => Problem::OtherTeam,
            CourierError::Unreadable => Refusal::Unreadable { field: "path".to_owned() }.into(),
        }
    }
}

impl UseCase for ImportFile {
    const NAME: &'static str = "team.import_file";
    const WITHOUT_LEASE: bool = true;
    type Answer = Imported;

    fn run(self, app: &App) -> Result<Imported, Problem> {
        let path = Path::new(self.path.trim());
        let bag = Bag::from_file(open(path)?)?;
        let _line = line(app);
        let of = ours(bag.space);
        let mut room =
            app.with(|open| room::room_of(&open.vault, Some(of)).or_else(|_| room::room(&open.vault)))?;
        note_lapse(app, &mut room)?;
        let id = room.id;
        let past = |of: DeviceId, seq: u64| {
            let known = app.on(|vault, _| Ok(vault.batch_hash(id, device(of), seq)?));
            known.ok().flatten().map(Hash)
        };
        let now = ms(app.now());
        let (space, taken) = room.space.take_bag(&bag, now, &past, &mut SystemChance)?;
        if taken.update_needed {
            return Err(Problem::UpdateNeeded);
        }
        let fresh: Vec<(DeviceId, u64)> = taken.fresh().collect();
        let missing = taken.gaps;
        let kept = room::keep(app, id, &space, taken.decision)?;
        // What others wrote goes to the hub with whoever meets it first.
        let mut carry = Vec::new();
        for batch in &bag.batches {
            let Ok(header) = batch.read_header() else { continue };
            if fresh.contains(&(header.device, header.seq)) {
                let batch = encode(batch).map_err(|_| Problem::Internal)?;
                carry.push(Keep::Carried { device: device(header.device), seq: header.seq, batch });
            }
        }
        let standing = room::pack(&space.standing)?;
        app.on(|vault, now| Ok(vault.keep(id, carry, &standing, now)?))?;
        let contents = content::take(app, (id, &space), open(path)?)?;
        let names = app.with(|open| names(&open.vault, id))?;
        let gaps = missing.into_iter().map(|(of, from)| TeamGap { name: names.get(&of).cloned(), from });
        let gaps = gaps.collect();
        app.touch([Topic::Team, Topic::Session]);
        Ok(Imported {
            received: kept.taken,
            batches: count(fresh.len()),
            contents: contents.contents,
            gaps,
            alarms: kept.alarms + contents.alarms,
        })
    }
}
