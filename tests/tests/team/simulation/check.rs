//! What must be true once everybody has met.

use std::collections::{BTreeMap, BTreeSet};

use passerelle_domain::change::merge::Rule;
use passerelle_domain::change::{Field, Table, Value};
use passerelle_domain::id::DeviceId;
use passerelle_vault::journal::{Entry, decode};
use passerelle_vault::receive::JournalLine;
use uuid::Uuid;

use super::laptop::Laptop;
use super::life::Life;

type Version = (DeviceId, u64);
type Place = (u16, Uuid, u16);

pub fn everything(life: &Life<'_, '_>) {
    let (gone, there): (Vec<_>, Vec<_>) = life.laptops.iter().partition(|laptop| laptop.removed.get());
    let told = all_have_the_same(&there);
    nothing_is_lost(&there, &told);
    every_question_is_asked_once(life, &there, &told);
    no_alarm(&there);
    for laptop in gone {
        reads_nothing_newer(life, there[0], laptop);
    }
}

/// The tables are equal, and so is how far the lines of everybody are known.
fn all_have_the_same(there: &[&Laptop<'_>]) -> BTreeMap<DeviceId, u64> {
    let of = |laptop: &Laptop<'_>| {
        let id = laptop.room().id;
        laptop.look(|vault| vault.digest(id).unwrap())
    };
    let upto = |laptop: &Laptop<'_>| {
        let mut upto: BTreeMap<DeviceId, u64> =
            laptop.look(|vault| vault.frontier().unwrap()).into_iter().collect();
        let own = laptop.look(|vault| vault.written_after(0, u32::MAX).unwrap());
        upto.extend(own.last().map(|line| (line.device, line.n)));
        upto
    };
    let (digest, known) = (of(there[0]), upto(there[0]));
    for laptop in there {
        assert_eq!(upto(laptop), known, "laptop {}: lines", laptop.number);
        assert_eq!(of(laptop), digest, "laptop {}: tables", laptop.number);
    }
    known
}

/// What a vault acknowledged is known to all.
fn nothing_is_lost(there: &[&Laptop<'_>], told: &BTreeMap<DeviceId, u64>) {
    for laptop in there {
        let own = laptop.look(|vault| vault.written_after(0, u32::MAX).unwrap());
        if let Some(last) = own.last() {
            assert_eq!(told.get(&laptop.device), Some(&last.n), "laptop {}", laptop.number);
        }
        laptop.look(|vault| {
            assert_eq!(vault.pending().unwrap(), 0, "laptop {}: nothing waits to be sent", laptop.number);
            let id = laptop.room().id;
            assert!(vault.sealed(id, None).unwrap().is_empty(), "laptop {}: nothing waits", laptop.number);
        });
    }
}

/// Lines of everybody, as far as they reached the team.
fn lines(life: &Life<'_, '_>, told: &BTreeMap<DeviceId, u64>) -> Vec<JournalLine> {
    let mut lines = Vec::new();
    for laptop in &life.laptops {
        let own = laptop.look(|vault| vault.written_after(0, u32::MAX).unwrap());
        let upto = told.get(&laptop.device).copied().unwrap_or(0);
        lines.extend(own.into_iter().filter(|line| line.n <= upto));
    }
    lines
}

/// The heads of a field are its versions without all that any version of it replaces; unequal ones are one question.
fn questions(lines: &[JournalLine]) -> usize {
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

fn every_question_is_asked_once(life: &Life<'_, '_>, there: &[&Laptop<'_>], told: &BTreeMap<DeviceId, u64>) {
    let expected = questions(&lines(life, told));
    for laptop in there {
        let asked = laptop.look(|vault| vault.open_disagreements().unwrap());
        assert_eq!(asked as usize, expected, "laptop {}: questions", laptop.number);
    }
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
