//! Turning an epoch, explored in every order (I13): two coordinators and a member who write, turn, remove and stop anywhere.
//!
//! Keys are numbers here and cryptography is assumed; what is explored is the order of things: what `membership::Turn` and
//! `engine::Run` do between two savings is one step.

use stateright::{Checker, Model, Property};

const MEMBER: u8 = 2;
const DEVICES: u8 = 3;

/// Numbers below sixteen: case keys, or devices.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
struct Set(u16);

impl Set {
    fn has(self, number: u8) -> bool {
        self.0 & 1 << number != 0
    }

    fn add(&mut self, number: u8) {
        self.0 |= 1 << number;
    }

    fn extend(&mut self, other: Set) {
        self.0 |= other.0;
    }
}

/// Something for each epoch, which are 1, 2 and 3.
type ByEpoch<T> = [T; 4];

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Entry {
    Turn { epoch: u8, key: u8, sealed_to: Set },
    Remove(u8),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
struct Pending {
    epoch: u8,
    key: u8,
    wraps: Set,
    remove: bool,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
struct Laptop {
    read: usize,
    epochs: ByEpoch<Option<u8>>,
    cases: Set,
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
        (1..4).rev().find(|epoch| self.holds(*epoch)).unwrap_or(0)
    }

    fn holds(&self, epoch: u8) -> bool {
        self.epochs[usize::from(epoch)].is_some()
    }

    fn held(&self) -> usize {
        self.epochs.iter().flatten().count()
    }
}

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
struct World {
    laptops: [Laptop; 3],
    log: Vec<Entry>,
    /// Author, epoch, case key.
    batches: Vec<(u8, u8, u8)>,
    /// Case keys wrapped.
    wraps: ByEpoch<Set>,
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

    fn wrapped(&self, epoch: u8, case: u8) -> bool {
        self.wraps[usize::from(epoch)].has(case)
    }

    fn at(&self, device: u8) -> &Laptop {
        &self.laptops[usize::from(device)]
    }

    fn members(&self) -> impl Iterator<Item = &Laptop> {
        (0..DEVICES).filter(|device| self.is_member(*device)).map(|device| self.at(device))
    }

    /// Whether somebody who stays can still open what is under this key.
    fn is_recoverable(&self, epoch: u8, case: u8) -> bool {
        self.wrapped(self.epoch(), case) || self.members().any(|one| one.cases.has(case) || one.holds(epoch))
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
        let laptop = Laptop { epochs: [None, Some(0), None, None], ..Laptop::default() };
        vec![World {
            laptops: [laptop; 3],
            log: vec![],
            batches: vec![],
            wraps: ByEpoch::default(),
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
                (laptop.goal.is_none() && laptop.held() > 1).then_some(())?;
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
                    let held = world.at(MEMBER).epochs;
                    later.into_iter().all(|key| !held.contains(&Some(key)))
                })
            }),
            Property::always("no key is lost", |_, world: &World| {
                world.batches.iter().all(|(_, epoch, case)| world.is_recoverable(*epoch, *case))
            }),
            Property::always(
                "once all have crossed, the present epoch opens everything",
                |_, world: &World| {
                    let crossed = world
                        .members()
                        .all(|one| one.held() == 1 && one.epoch() == world.epoch() && one.outbox.is_none());
                    !crossed
                        || world.batches.iter().all(|(_, epoch, case)| {
                            *epoch == world.epoch() || world.wrapped(world.epoch(), *case)
                        })
                },
            ),
            Property::sometimes("a removal is crossed by all who stay", |_, world: &World| {
                !world.is_member(MEMBER)
                    && !world.batches.is_empty()
                    && world.members().all(|one| one.held() == 1 && one.epoch() > 1)
            }),
        ]
    }
}

fn compose(world: &mut World, device: u8) -> Option<()> {
    let case = world.drawn;
    let laptop = &mut world.laptops[usize::from(device)];
    (!laptop.wrote && device == MEMBER).then_some(())?;
    laptop.wrote = true;
    laptop.cases.add(case);
    laptop.outbox = Some((laptop.epoch(), case));
    world.drawn += 1;
    Some(())
}

fn put(world: &mut World, device: u8) -> Option<()> {
    let member = world.is_member(device);
    let present = world.epoch();
    let (epoch, case) = world.at(device).outbox?;
    // Sealed before a turn was known: only once the key is wrapped for those who have crossed.
    let wrapped = world.wrapped(present, case);
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
    laptop.turn = Some(Pending { epoch, key, wraps: laptop.cases, remove });
    world.drawn += 1;
    Some(())
}

/// The log is compared and swapped; a removal names how far the member was heard, which must be all that the hub has of it.
fn append(world: &mut World, device: u8) -> Option<()> {
    let (present, len) = (world.epoch(), world.log.len());
    let turn = world.at(device).turn?;
    (world.at(device).read == len && turn.epoch == present + 1).then_some(())?;
    if turn.remove && world.is_member(MEMBER) {
        let heard = world.batches.iter().take(world.at(device).pulled).filter(|(by, ..)| *by == MEMBER);
        let sent = world.batches.iter().filter(|(by, ..)| *by == MEMBER);
        (heard.count() == sent.count()).then_some(())?;
        world.log.push(Entry::Remove(MEMBER));
    }
    let mut sealed_to = Set::default();
    (0..DEVICES).filter(|device| world.is_member(*device)).for_each(|device| sealed_to.add(device));
    world.log.push(Entry::Turn { epoch: turn.epoch, key: turn.key, sealed_to });
    world.wraps[usize::from(turn.epoch)] = turn.wraps;
    world.laptops[usize::from(device)].turn = None;
    Some(())
}

fn read(world: &mut World, device: u8) -> Option<()> {
    let laptop = &mut world.laptops[usize::from(device)];
    let news = world.log.get(laptop.read..).filter(|news| !news.is_empty())?;
    laptop.read = world.log.len();
    for entry in news {
        if let Entry::Turn { epoch, key, sealed_to } = entry
            && sealed_to.has(device)
        {
            laptop.epochs[usize::from(*epoch)] = Some(*key);
            laptop.cases.extend(world.wraps[usize::from(*epoch)]);
            laptop.goal = None;
        }
    }
    Some(())
}

/// Pulls to the end, and opens what can be opened with the wraps of every epoch whose key is held.
fn pull(world: &mut World, device: u8) -> Option<()> {
    world.is_member(device).then_some(())?;
    let laptop = world.at(device);
    let mut cases = laptop.cases;
    for (_, epoch, case) in &world.batches {
        let wrapped = (1..4).any(|held| laptop.holds(held) && world.wrapped(held, *case));
        if wrapped || laptop.holds(*epoch) {
            cases.add(*case);
        }
    }
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
    let waits = world.batches.iter().take(laptop.pulled).any(|(.., case)| !laptop.cases.has(*case));
    (pulled && !waits && laptop.held() > 1 && world.is_member(device)).then_some(())?;
    let epoch = laptop.epoch();
    let cases = laptop.cases;
    world.wraps[usize::from(epoch)].extend(cases);
    let laptop = &mut world.laptops[usize::from(device)];
    laptop.epochs[..usize::from(epoch)].fill(None);
    Some(())
}

#[test]
fn a_turn_loses_no_key_and_gives_none_to_who_left_in_whatever_order() {
    let checked = Turning.checker().threads(2).spawn_bfs().join();
    checked.assert_properties();
    assert!(checked.unique_state_count() > 10_000, "{} states", checked.unique_state_count());
}
