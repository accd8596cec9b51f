//! Turning an epoch, explored in every order (I13): two coordinators and a member who write, turn, remove and stop anywhere.
//!
//! Keys are numbers here and cryptography is assumed; what is explored is the order of things: what `membership::Turn` and
//! `engine::Run` do between two savings is one step.

use std::collections::{BTreeMap, BTreeSet};

use stateright::{Checker, Model, Property};

const MEMBER: u8 = 2;
const DEVICES: u8 = 3;

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
enum Entry {
    Turn { epoch: u8, key: u8, sealed_to: BTreeSet<u8> },
    Remove(u8),
}

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
struct Pending {
    epoch: u8,
    key: u8,
    wraps: BTreeSet<u8>,
    remove: bool,
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
struct Laptop {
    read: usize,
    /// Key by epoch.
    epochs: BTreeMap<u8, u8>,
    cases: BTreeSet<u8>,
    turn: Option<Pending>,
    /// Composed and not taken by the hub: epoch and case key.
    outbox: Option<(u8, u8)>,
    pulled: usize,
    /// What the heads said since the newest epoch was opened.
    goal: Option<usize>,
    wrote: bool,
    /// Whether it made a turn: each coordinator makes one.
    turned: bool,
}

impl Laptop {
    fn epoch(&self) -> u8 {
        self.epochs.keys().last().copied().unwrap_or(0)
    }
}

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
struct World {
    laptops: Vec<Laptop>,
    log: Vec<Entry>,
    /// Author, epoch, case key.
    batches: Vec<(u8, u8, u8)>,
    /// Case keys wrapped, by epoch.
    wraps: BTreeMap<u8, BTreeSet<u8>>,
    drawn: u8,
}

impl World {
    fn epoch(&self) -> u8 {
        let epochs = self.log.iter().filter_map(|entry| match entry {
            Entry::Turn { epoch, .. } => Some(*epoch),
            Entry::Remove(_) => None,
        });
        epochs.max().unwrap_or(1)
    }

    fn is_member(&self, device: u8) -> bool {
        !self.log.contains(&Entry::Remove(device))
    }

    fn at(&self, device: u8) -> &Laptop {
        &self.laptops[usize::from(device)]
    }

    fn members(&self) -> impl Iterator<Item = &Laptop> {
        (0..DEVICES).filter(|device| self.is_member(*device)).map(|device| self.at(device))
    }

    /// Whether somebody who stays can still open what is under this key.
    fn is_recoverable(&self, epoch: u8, case: u8) -> bool {
        self.wraps.get(&self.epoch()).is_some_and(|wraps| wraps.contains(&case))
            || self.members().any(|one| one.cases.contains(&case) || one.epochs.contains_key(&epoch))
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Step {
    Compose(u8),
    Put(u8),
    /// Makes a turn, with a removal of the member or without, and keeps it.
    Make(u8, bool),
    Append(u8),
    GiveUp(u8),
    Read(u8),
    Heads(u8),
    Pull(u8),
    /// Wraps anew what the set lacks, and destroys the former keys.
    Cross(u8),
}

struct Turning;

impl Model for Turning {
    type State = World;
    type Action = Step;

    fn init_states(&self) -> Vec<World> {
        let laptop = Laptop { epochs: BTreeMap::from([(1, 0)]), ..Laptop::default() };
        vec![World {
            laptops: vec![laptop; usize::from(DEVICES)],
            log: vec![],
            batches: vec![],
            wraps: BTreeMap::new(),
            drawn: 1,
        }]
    }

    fn actions(&self, _: &World, steps: &mut Vec<Step>) {
        for device in 0..DEVICES {
            steps.extend([Step::Compose(device), Step::Put(device), Step::Read(device), Step::Heads(device)]);
            steps.extend([Step::Pull(device), Step::Cross(device)]);
            if device != MEMBER {
                // One of the two removes, the other only turns: both at once is what is to be explored.
                steps.extend([Step::Make(device, device == 0), Step::Append(device), Step::GiveUp(device)]);
            }
        }
    }

    fn next_state(&self, before: &World, step: Step) -> Option<World> {
        let mut world = before.clone();
        match step {
            Step::Compose(device) => compose(&mut world, device)?,
            Step::Put(device) => put(&mut world, device)?,
            Step::Make(device, remove) => make(&mut world, device, remove)?,
            Step::Append(device) => append(&mut world, device)?,
            Step::GiveUp(device) => {
                let turn = before.at(device).turn.as_ref()?;
                (turn.epoch != before.epoch() + 1).then_some(())?;
                world.laptops[usize::from(device)].turn = None;
            }
            Step::Read(device) => read(&mut world, device)?,
            Step::Heads(device) => {
                let laptop = &mut world.laptops[usize::from(device)];
                (laptop.read == before.log.len() && before.is_member(device)).then_some(())?;
                (laptop.goal.is_none() && laptop.epochs.len() > 1).then_some(())?;
                laptop.goal = Some(before.batches.len());
            }
            Step::Pull(device) => pull(&mut world, device)?,
            Step::Cross(device) => cross(&mut world, device)?,
        }
        Some(world)
    }

    fn properties(&self) -> Vec<Property<Self>> {
        vec![
            Property::always("an epoch is turned to once", |_, world: &World| {
                let turns: Vec<u8> = world
                    .log
                    .iter()
                    .filter_map(|entry| match entry {
                        Entry::Turn { epoch, .. } => Some(*epoch),
                        Entry::Remove(_) => None,
                    })
                    .collect();
                turns.iter().zip(2..).all(|(turn, expected)| *turn == expected)
            }),
            Property::always("who was removed gets no later key", |_, world: &World| {
                let removed_at = world.log.iter().position(|entry| *entry == Entry::Remove(MEMBER));
                removed_at.is_none_or(|at| {
                    let later = world.log[at..].iter().filter_map(|entry| match entry {
                        Entry::Turn { key, .. } => Some(*key),
                        Entry::Remove(_) => None,
                    });
                    let held: Vec<u8> = world.at(MEMBER).epochs.values().copied().collect();
                    later.into_iter().all(|key| !held.contains(&key))
                })
            }),
            Property::always("no key is lost", |_, world: &World| {
                world.batches.iter().all(|(_, epoch, case)| world.is_recoverable(*epoch, *case))
            }),
            Property::always(
                "once all have crossed, the present epoch opens everything",
                |_, world: &World| {
                    let crossed = world.members().all(|one| {
                        one.epochs.len() == 1 && one.epoch() == world.epoch() && one.outbox.is_none()
                    });
                    !crossed
                        || world.batches.iter().all(|(_, epoch, case)| {
                            *epoch == world.epoch()
                                || world.wraps.get(&world.epoch()).is_some_and(|wraps| wraps.contains(case))
                        })
                },
            ),
            Property::sometimes("a removal is crossed by all who stay", |_, world: &World| {
                !world.is_member(MEMBER)
                    && !world.batches.is_empty()
                    && world.members().all(|one| one.epochs.len() == 1 && one.epoch() > 1)
            }),
        ]
    }
}

fn compose(world: &mut World, device: u8) -> Option<()> {
    let case = world.drawn;
    let laptop = &mut world.laptops[usize::from(device)];
    (!laptop.wrote && device == MEMBER).then_some(())?;
    laptop.wrote = true;
    laptop.cases.insert(case);
    laptop.outbox = Some((laptop.epoch(), case));
    world.drawn += 1;
    Some(())
}

fn put(world: &mut World, device: u8) -> Option<()> {
    let member = world.is_member(device);
    let present = world.epoch();
    let (epoch, case) = world.at(device).outbox?;
    // Sealed before a turn was known: only once the key is wrapped for those who have crossed.
    let wrapped = world.wraps.get(&present).is_some_and(|wraps| wraps.contains(&case));
    (member && (epoch == present || wrapped)).then_some(())?;
    world.laptops[usize::from(device)].outbox = None;
    world.batches.push((device, epoch, case));
    Some(())
}

fn make(world: &mut World, device: u8, remove: bool) -> Option<()> {
    let key = world.drawn;
    let laptop = &mut world.laptops[usize::from(device)];
    (laptop.turn.is_none() && !laptop.turned).then_some(())?;
    laptop.turned = true;
    let epoch = laptop.epoch() + 1;
    laptop.turn = Some(Pending { epoch, key, wraps: laptop.cases.clone(), remove });
    world.drawn += 1;
    Some(())
}

/// The log is compared and swapped; a removal names how far the member was heard, which must be all that the hub has of it.
fn append(world: &mut World, device: u8) -> Option<()> {
    let (present, len) = (world.epoch(), world.log.len());
    let turn = world.at(device).turn.clone()?;
    (world.at(device).read == len && turn.epoch == present + 1).then_some(())?;
    if turn.remove && world.is_member(MEMBER) {
        let heard = world.batches.iter().take(world.at(device).pulled).filter(|(by, ..)| *by == MEMBER);
        let sent = world.batches.iter().filter(|(by, ..)| *by == MEMBER);
        (heard.count() == sent.count()).then_some(())?;
        world.log.push(Entry::Remove(MEMBER));
    }
    let sealed_to = (0..DEVICES).filter(|device| world.is_member(*device)).collect();
    world.log.push(Entry::Turn { epoch: turn.epoch, key: turn.key, sealed_to });
    world.wraps.insert(turn.epoch, turn.wraps);
    world.laptops[usize::from(device)].turn = None;
    Some(())
}

fn read(world: &mut World, device: u8) -> Option<()> {
    let laptop = &mut world.laptops[usize::from(device)];
    let news = world.log.get(laptop.read..).filter(|news| !news.is_empty())?;
    laptop.read = world.log.len();
    for entry in news {
        if let Entry::Turn { epoch, key, sealed_to } = entry
            && sealed_to.contains(&device)
        {
            laptop.epochs.insert(*epoch, *key);
            laptop.cases.extend(world.wraps.get(epoch).into_iter().flatten());
            laptop.goal = None;
        }
    }
    Some(())
}

/// Pulls to the end, and opens what can be opened with the wraps of every epoch whose key is held.
fn pull(world: &mut World, device: u8) -> Option<()> {
    world.is_member(device).then_some(())?;
    let laptop = world.at(device);
    let wrapped = |case: &u8| {
        laptop.epochs.keys().any(|held| world.wraps.get(held).is_some_and(|wraps| wraps.contains(case)))
    };
    let opened =
        world.batches.iter().filter(|(_, epoch, case)| wrapped(case) || laptop.epochs.contains_key(epoch));
    let mut cases = laptop.cases.clone();
    cases.extend(opened.map(|(.., case)| *case));
    let news = cases != laptop.cases || laptop.pulled < world.batches.len();
    news.then_some(())?;
    let pulled = world.batches.len();
    let laptop = &mut world.laptops[usize::from(device)];
    (laptop.cases, laptop.pulled) = (cases, pulled);
    Some(())
}

fn cross(world: &mut World, device: u8) -> Option<()> {
    let laptop = world.at(device);
    let pulled = laptop.goal.is_some_and(|goal| laptop.pulled >= goal);
    let waits = world.batches.iter().take(laptop.pulled).any(|(.., case)| !laptop.cases.contains(case));
    (pulled && !waits && laptop.epochs.len() > 1 && world.is_member(device)).then_some(())?;
    let epoch = laptop.epoch();
    let cases = laptop.cases.clone();
    world.wraps.entry(epoch).or_default().extend(cases);
    let laptop = &mut world.laptops[usize::from(device)];
    laptop.epochs.retain(|held, _| *held == epoch);
    Some(())
}

#[test]
fn a_turn_loses_no_key_and_gives_none_to_who_left_in_whatever_order() {
    let checked = Turning.checker().threads(2).spawn_bfs().join();
    checked.assert_properties();
    eprintln!("{} states, depth {}", checked.unique_state_count(), checked.max_depth());
    assert!(checked.unique_state_count() > 10_000, "{} states", checked.unique_state_count());
}
