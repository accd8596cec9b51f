//! What must be true once everybody has met.

use std::collections::{BTreeMap, BTreeSet};

use passerelle_domain::change::merge::Rule;
use passerelle_domain::change::{Field, Table, Value};
use passerelle_domain::id::{DeviceId, SpaceId};
use passerelle_vault::journal::{Entry, decode};
use passerelle_vault::receive::JournalLine;
use uuid::Uuid;

use super::laptop::Laptop;
use super::life::Life;

type Version = (DeviceId, u64);
type Place = (u16, Uuid, u16);

pub fn everything(life: &Life<'_, '_>) {
    let (gone, there): (Vec<_>, Vec<_>) = life.laptops.iter().partition(|laptop| laptop.removed.get());
    let known: Vec<(SpaceId, Lines)> =
        there[0].spaces().into_iter().map(|space| (space, lines(there[0], space))).collect();
    for laptop in &there {
        all_have_the_same(there[0], laptop, &known, life.small.is_some());
        nothing_is_lost(laptop, &known);
        every_question_is_asked_once(laptop, &known);
    }
    if life.small.is_none() {
        all_know_how_far(&there);
    }
    no_alarm(&there);
    for laptop in gone {
        reads_nothing_newer(life, there[0], laptop);
    }
}

/// The lines of a space that a laptop has.
type Lines = BTreeMap<Version, JournalLine>;

fn lines(laptop: &Laptop<'_>, space: SpaceId) -> Lines {
    laptop.look(|vault| {
        let files = vault.files_of(space, None).unwrap();
        let lines = files.into_iter().flat_map(|file| vault.lines_of_file(space, file).unwrap().lines);
        lines.map(|line| ((line.device, line.n), line)).collect()
    })
}

/// Of each space that both are in, tables are equal, and lines, where how far they are known does not say it.
fn all_have_the_same(
    first: &Laptop<'_>,
    laptop: &Laptop<'_>,
    known: &[(SpaceId, Lines)],
    spaces_differ: bool,
) {
    let digest = |of: &Laptop<'_>, space| of.look(|vault| vault.digest(space).unwrap());
    let spaces = laptop.spaces();
    for (space, all) in known.iter().filter(|(space, _)| spaces.contains(space)) {
        if spaces_differ {
            let here: BTreeSet<Version> = lines(laptop, *space).into_keys().collect();
            assert_eq!(here, all.keys().copied().collect(), "laptop {}: lines", laptop.number);
        }
        assert_eq!(digest(laptop, *space), digest(first, *space), "laptop {}: tables", laptop.number);
    }
}

/// How far the lines of everybody are known is the same with all, however they came.
fn all_know_how_far(there: &[&Laptop<'_>]) {
    let upto = |laptop: &Laptop<'_>| {
        let mut upto: BTreeMap<DeviceId, u64> =
            laptop.look(|vault| vault.frontier().unwrap()).into_iter().collect();
        let own = laptop.look(|vault| vault.written_after(0, u32::MAX).unwrap());
        upto.extend(own.last().map(|line| (line.device, line.n)));
        upto
    };
    let known = upto(there[0]);
    for laptop in there {
        assert_eq!(upto(laptop), known, "laptop {}: how far", laptop.number);
    }
}

/// What a vault acknowledged is known to all.
fn nothing_is_lost(laptop: &Laptop<'_>, known: &[(SpaceId, Lines)]) {
    for n in laptop.acknowledged.borrow().iter() {
        let told = known.iter().any(|(_, lines)| lines.contains_key(&(laptop.device, *n)));
        assert!(told, "laptop {}: line {n}", laptop.number);
    }
    laptop.look(|vault| {
        assert_eq!(vault.pending().unwrap(), 0, "laptop {}: nothing waits to be sent", laptop.number);
        for space in laptop.spaces() {
            assert!(vault.sealed(space, None).unwrap().is_empty(), "laptop {}: nothing waits", laptop.number);
        }
    });
}

/// The heads of a field are its versions without all that any version of it replaces; unequal ones are one question.
fn questions<'l>(lines: impl Iterator<Item = &'l JournalLine>) -> usize {
    let mut versions: BTreeMap<Place, Vec<(Version, Value)>> = BTreeMap::new();
    let mut replaced: BTreeMap<Place, BTreeSet<Version>> = BTreeMap::new();
    for line in lines {
        let version = (line.device, line.n);
        for entry in decode(&line.ops).unwrap() {
            match entry {
                Entry::New { table, row, fields, .. } => {
                    for (field, value) in fields.into_iter().filter(|(_, value)| !value.is_silent()) {
                        versions.entry((table, row, field.0)).or_default().push((version, value));
                    }
                }
                Entry::Set { table, row, field, replaces, value } => {
                    let place = (table, row, field.0);
                    let named = replaces
                        .iter()
                        .map(|(number, n)| (line.devices.iter().find(|(of, _)| of == number).unwrap().1, *n));
                    replaced.entry(place).or_default().extend(named);
                    versions.entry(place).or_default().push((version, value));
                }
                _ => {}
            }
        }
    }
    let asks = |(table, _, field): &Place| {
        Table::from_number(*table).is_some_and(|table| Rule::of(table, Field(*field)) == Rule::Ask)
    };
    let open = versions.iter().filter(|(place, said)| {
        let replaced = replaced.get(place);
        let heads = said.iter().filter(|(by, _)| replaced.is_none_or(|replaced| !replaced.contains(by)));
        asks(place) && heads.map(|(_, value)| format!("{value:?}")).collect::<BTreeSet<_>>().len() > 1
    });
    open.count()
}

/// Of what is in a laptop's spaces.
fn every_question_is_asked_once(laptop: &Laptop<'_>, known: &[(SpaceId, Lines)]) {
    let spaces = laptop.spaces();
    let here = known.iter().filter(|(space, _)| spaces.contains(space));
    let expected = questions(here.flat_map(|(_, lines)| lines.values()));
    let asked = laptop.look(|vault| vault.open_disagreements().unwrap());
    assert_eq!(asked as usize, expected, "laptop {}: questions", laptop.number);
}

/// Nobody did anything wrong but set a clock.
fn no_alarm(there: &[&Laptop<'_>]) {
    for laptop in there {
        let alarms = laptop.look(|vault| vault.alarms().unwrap());
        let real: Vec<_> = alarms.iter().filter(|alarm| alarm.name != "clock").collect();
        assert!(real.is_empty(), "laptop {}: {real:?}", laptop.number);
    }
}

/// Whoever was removed holds no key of what was sealed after the keys turned.
fn reads_nothing_newer(life: &Life<'_, '_>, by: &Laptop<'_>, gone: &Laptop<'_>) {
    let room = by.room();
    let last = gone.room().space.keys.newest_epoch();
    let held: BTreeSet<[u8; 16]> =
        gone.look(|vault| vault.case_keys(room.id).unwrap()).into_iter().map(|key| key.name).collect();
    for batch in life.cloud.batches(&room.space.secrets, room.space.id()) {
        let header = batch.read_header().unwrap();
        if last.is_some_and(|last| header.epoch > last) {
            let opens = header.entries.iter().any(|entry| held.contains(&entry.key.0));
            assert!(!opens, "laptop {}: a key of what came later", gone.number);
        }
    }
}
