//! One life of a team.

mod coming;
mod late;

use passerelle_app::Problem;
use passerelle_app::team::SyncEnd;
use passerelle_app::team::moving::welcome;
use passerelle_app::team::room::{self, membership};
use passerelle_app::team::run::{Ground as _, turn};
use passerelle_app::team::snapshot::Made;
use passerelle_domain::change::{Row, Table};
use passerelle_domain::id::{PersonId, SpaceId};
use passerelle_sync::chance::{Chance, NoChance};
use passerelle_sync::engine::{Ask, Decision, Reply, Save, Standing};
use passerelle_sync::invitation::{Invitation, JoinRequest};
use passerelle_sync::membership::{Log, admit, found, removal};
use passerelle_sync::seal::DeviceSecrets;
use passerelle_wire::id::{self as wire, DeviceId};
use passerelle_wire::membership::{Act, Role};
use passerelle_wire::space::LogPage;

use super::check;
use super::cloud::{Cloud, Link};
use super::laptop::{Laptop, MOST, Stock};

/// Everything that a life leaves to chance.
#[derive(Clone)]
pub struct Dice(fastrand::Rng);

impl Dice {
    pub fn of(seed: u64) -> Dice {
        Dice(fastrand::Rng::with_seed(seed))
    }

    pub fn below(&mut self, most: u64) -> u64 {
        self.0.u64(..most)
    }

    pub fn index(&mut self, length: usize) -> usize {
        usize::try_from(self.below(length as u64)).unwrap()
    }

    /// Other dice, thrown by somebody else.
    pub fn other(&mut self) -> Dice {
        Dice(self.0.fork())
    }
}

impl Chance for Dice {
    fn fill(&mut self, bytes: &mut [u8]) -> Result<(), NoChance> {
        self.0.fill(bytes);
        Ok(())
    }
}

pub struct Life<'c, 's> {
    pub cloud: &'c Cloud,
    stock: &'s Stock,
    pub laptops: Vec<Laptop<'s>>,
    rows: Vec<Row>,
    dice: Dice,
    /// A smaller team within the team, to which files move and from which they come back.
    pub small: Option<SpaceId>,
    /// Whether snapshots are made, and the hub lets go of what everybody has.
    lets_go: bool,
}

const DAY: u64 = 86_400_000;

impl<'c, 's> Life<'c, 's> {
    /// The first laptop founds the team.
    fn founded(cloud: &'c Cloud, stock: &'s Stock, seed: u64) -> Life<'c, 's> {
        let (laptops, rows, dice) = (Vec::new(), Vec::new(), Dice::of(seed));
        let mut life = Life { cloud, stock, laptops, rows, dice, small: None, lets_go: false };
        let laptop = life.new_laptop();
        life.founds(&laptop, true);
        life.laptops.push(laptop);
        life
    }

    fn founds(&mut self, laptop: &Laptop<'_>, home: bool) -> SpaceId {
        let secrets = self.secrets();
        let space = wire::SpaceId(*self.dice.draw().unwrap());
        let now = self.cloud.now_ms();
        let founding = found(&secrets, space, 45, String::new(), now, &mut self.dice).unwrap();
        self.cloud.found(&secrets, &founding.request);
        let standing = room::pack(&Standing::of(founding.log)).unwrap();
        let of = membership(&secrets, (space, home), "Équipe", "", standing, Vec::new());
        laptop.look(|vault| vault.enter_space(&of).unwrap());
        let entered = laptop.room_of(of.space);
        let saves = vec![Save::Log(founding.request.entries), Save::EpochKey { epoch: 1, key: founding.key }];
        room::keep(laptop, entered.id, &entered.space, Decision { saves, alarms: Vec::new() }).unwrap();
        of.space
    }

    fn new_laptop(&mut self) -> Laptop<'s> {
        let laptop = self.stock.take(self.laptops.len());
        laptop.clock.set(i64::try_from(self.cloud.now_ms()).unwrap());
        laptop
    }

    fn secrets(&mut self) -> DeviceSecrets {
        let id = DeviceId(*self.dice.draw().unwrap());
        DeviceSecrets::draw(id, &mut self.dice).unwrap()
    }

    fn whole(&mut self) -> Link<'c> {
        Link::whole(self.cloud, self.dice.other())
    }

    /// Meets with nothing in the way; the first as often as it takes to have read what it said itself at the end of a meeting.
    fn meets_well(&mut self, at: usize) {
        loop {
            let (mut link, mut dice) = (self.whole(), self.dice.other());
            for end in self.laptops[at].meets(&mut link, &mut dice, None).unwrap() {
                match end {
                    SyncEnd::Removed => self.laptops[at].removed.set(true),
                    SyncEnd::Done => {}
                    end => panic!("laptop {at}: {end:?}"),
                }
            }
            let here = self.stands(at);
            if at > 0 || here.iter().map(|(_, log, ..)| *log).eq(self.logs_at_hub(at)) {
                break;
            }
        }
    }

    /// Somebody comes in, perhaps with files of their own.
    fn joins(&mut self) {
        self.meets_well(0);
        let laptop = self.new_laptop();
        for _ in 0..self.dice.below(3) {
            laptop.writes(&mut self.rows, &mut self.dice);
        }
        let home = self.laptops[0].room().id;
        self.lets_in(&laptop, home, true);
        self.laptops.push(laptop);
    }

    /// The first laptop lets another into a space.
    fn lets_in(&mut self, laptop: &Laptop<'_>, space: SpaceId, home: bool) {
        let secrets = self.secrets();
        let admin = self.laptops[0].room_of(space);
        let pin = admin.space.standing.log.pin();
        let inviter = admin.space.secrets.keys().unwrap();
        let role = Role::Member;
        let (hub, space_name, inviter_name) = Default::default();
        let invitation = Invitation { pin, inviter, role, hub, space_name, inviter_name, within: None };
        let request = JoinRequest::answer(&invitation, &secrets, String::new()).unwrap();
        let roll = admin.space.standing.log.roll();
        let key = admin.space.keys.epoch(roll.epoch_number()).unwrap();
        let by = &admin.space.secrets;
        let admission = admit(roll, key, &request, role, by, self.cloud.now_ms(), &mut self.dice).unwrap();
        let space = admin.space.id();
        let taken = self.cloud.answer(by, space, &Ask::Append(admission), 0);
        assert!(matches!(taken, Reply::Appended(_)), "{taken:?}");
        let log = Log::found(&pin, &self.log(&secrets, space)).unwrap().0;
        let standing = room::pack(&Standing::of(log)).unwrap();
        let of = membership(&secrets, (space, home), "Équipe", "", standing, Vec::new());
        laptop.look(|vault| vault.enter_space(&of).unwrap());
    }

    /// Somebody who is in the team comes into the smaller one, which the first of them founds.
    fn comes_into_the_smaller(&mut self) {
        self.meets_well(0);
        let small = if let Some(small) = self.small {
            small
        } else {
            let laptop = self.laptops.remove(0);
            let small = self.founds(&laptop, false);
            self.laptops.insert(0, laptop);
            *self.small.insert(small)
        };
        self.meets_well(0);
        let outside: Vec<usize> = self.present().filter(|at| !self.is_in(*at, small)).collect();
        if !outside.is_empty() {
            let laptop = self.laptops.remove(outside[self.dice.index(outside.len())]);
            self.lets_in(&laptop, small, false);
            self.laptops.push(laptop);
        }
    }

    fn present(&self) -> impl Iterator<Item = usize> {
        (1..self.laptops.len()).filter(|at| !self.laptops[*at].removed.get())
    }

    pub fn is_in(&self, at: usize, space: SpaceId) -> bool {
        self.laptops[at].spaces().contains(&space)
    }

    /// A file goes into the smaller team, or comes back from it.
    fn moves_a_file(&mut self) {
        let Some(small) = self.small else { return self.comes_into_the_smaller() };
        self.meets_well(0);
        let laptop = &self.laptops[0];
        let home = laptop.room().id;
        let files: Vec<Row> = self
            .rows
            .iter()
            .copied()
            .filter(|row| row.table == Table::Person && laptop.knows(*row))
            .collect();
        if files.is_empty() {
            return;
        }
        let person = files[self.dice.index(files.len())].id;
        let is_small = laptop.look(|vault| vault.file_space(PersonId(person)).unwrap()).is_some();
        let (from, to) = if is_small { (small, home) } else { (home, small) };
        let is_away = |life: &Life<'_, '_>| {
            life.laptops[0].room_of(to).space.standing.log.moved_case(person.as_bytes()).is_some()
        };
        while is_away(&*self) {
            let laptop = &self.laptops[0];
            // Where the question came twice the hub says no the second time.
            let mut link = Link::whole(self.cloud, self.dice.other());
            let welcomed = welcome(&laptop.room_of(to), &[person], laptop.now(), &mut link);
            assert!(matches!(welcomed, Ok(()) | Err(Problem::TeamMoved)), "{welcomed:?}");
            self.meets_well(0);
        }
        self.laptops[0].look(|vault| vault.move_file(&[person], from, to).unwrap());
        self.meets_somehow(0);
    }

    /// Somebody makes a snapshot on a link that may fail; perhaps the hub lets go of what everybody has.
    fn makes_a_snapshot(&mut self, at: usize) {
        self.meets_well(at);
        if self.laptops[at].removed.get() {
            return;
        }
        for space in self.laptops[at].spaces() {
            let mut link = match self.dice.below(3) {
                0 => {
                    Link::cut_after(self.cloud, self.dice.other(), u32::try_from(self.dice.below(4)).unwrap())
                }
                _ => self.whole(),
            };
            let steps = (self.dice.below(8) == 0).then(|| u32::try_from(self.dice.below(20)).unwrap());
            let files = if self.dice.below(3) == 0 { self.dice.below(5) } else { 1_000 };
            let mut dice = self.dice.other();
            let made = self.laptops[at].makes_snapshot(space, &mut link, &mut dice, (steps, files));
            assert!(!matches!(&made, Some(Made::Stop(problem)) if *problem != Problem::HubAway), "{made:?}");
        }
        // Who was silent for longer than a lease delays nothing.
        if self.dice.below(4) == 0 {
            self.cloud.passes(50 * DAY);
        }
        let spaces: Vec<_> =
            self.laptops[0].spaces().iter().map(|of| self.laptops[0].room_of(*of).space.id()).collect();
        for space in spaces {
            self.cloud.lets_go(space);
        }
    }

    fn log(&self, by: &DeviceSecrets, space: wire::SpaceId) -> LogPage {
        let mut whole: Option<LogPage> = None;
        loop {
            let from = whole.as_ref().map_or(0, |page| page.entries.len() as u64);
            let Reply::Log(page) = self.cloud.answer(by, space, &Ask::Log { from }, 0) else {
                panic!("the log is read by who is in it")
            };
            let more = match &mut whole {
                None => whole.insert(page),
                Some(whole) => {
                    whole.entries.extend(page.entries);
                    whole
                }
            };
            if more.entries.len() as u64 >= more.head.len {
                return whole.unwrap();
            }
        }
    }

    /// The first laptop takes another out, or only turns the keys; a turn that another entry overtook is made again later.
    fn turns(&mut self, without: Option<usize>) {
        self.meets_well(0);
        let device = without.map(|at| self.laptops[at].room().space.own());
        let admin = self.laptops[0].room();
        let first: Vec<Act> =
            device.iter().map(|device| removal(&admin.space.standing.chains, *device)).collect();
        let now = self.laptops[0].now();
        let (mut link, mut dice) = (self.whole(), self.dice.other());
        if self.dice.below(4) == 0 {
            link = Link::cut_after(self.cloud, self.dice.other(), 0);
        }
        let turned = turn(&admin, &first, now, &mut link, &mut dice);
        // Where the answer was lost it may have been done all the same.
        let mut done = turned.is_ok();
        while !done {
            self.meets_well(0);
            let admin = self.laptops[0].room();
            let seat = device.and_then(|device| admin.space.standing.log.roll().seat(device));
            done = seat.is_none_or(|seat| seat.role().is_none());
            if let Some(device) = device.filter(|_| !done) {
                let first = removal(&admin.space.standing.chains, device);
                done = turn(&admin, &[first], now, &mut self.whole(), &mut dice).is_ok();
            }
        }
        if let Some(at) = without {
            self.laptops[at].removed.set(true);
            self.holds_what_the_hub_let_go();
        }
    }

    /// The snapshots of who was removed are gone: the first laptop makes one before anybody asks for what they held.
    fn holds_what_the_hub_let_go(&mut self) {
        while self.lets_go {
            self.meets_well(0);
            let home = self.laptops[0].room().id;
            let (mut link, mut dice) = (self.whole(), self.dice.other());
            match self.laptops[0].makes_snapshot(home, &mut link, &mut dice, (None, u64::MAX)) {
                Some(Made::Whole) => break,
                Some(Made::Stop(problem)) => panic!("{problem:?}"),
                _ => {}
            }
        }
    }

    /// Somebody meets the team on a link that may fail, with a battery that may go.
    fn meets_somehow(&mut self, at: usize) {
        let dice = self.dice.other();
        let mut link = match self.dice.below(3) {
            0 => Link::whole(self.cloud, dice),
            _ => Link::cut_after(self.cloud, dice, u32::try_from(self.dice.below(14)).unwrap()),
        };
        let steps = (self.dice.below(4) == 0).then(|| u32::try_from(self.dice.below(40)).unwrap());
        let mut dice = self.dice.other();
        self.laptops[at].meets(&mut link, &mut dice, steps);
    }

    fn happens(&mut self) {
        let at = self.dice.index(self.laptops.len());
        // Whoever is in the smaller team stays.
        let leavers = self.present().filter(|at| self.small.is_none_or(|small| !self.is_in(*at, small)));
        let present: Vec<usize> = leavers.collect();
        if self.lets_go && self.dice.below(4) == 0 {
            self.makes_a_snapshot(at);
        }
        if self.small.is_some() && self.dice.below(4) == 0 {
            self.moves_a_file();
        }
        match self.dice.below(24) {
            0 if self.laptops.len() < MOST => self.joins(),
            1 if present.len() > 1 && self.dice.below(2) == 0 => {
                let leaver = present[self.dice.index(present.len())];
                self.turns(Some(leaver));
            }
            2 if self.dice.below(2) == 0 => self.turns(None),
            3 => {
                // A clock that was set wrong, by days and either way.
                let ms = i64::try_from(self.dice.below(9 * DAY)).unwrap() - i64::try_from(4 * DAY).unwrap();
                let clock = &self.laptops[at].clock;
                clock.set(clock.get() + ms);
            }
            4 => self.laptops[at].restarts(),
            5..=12 => self.meets_somehow(at),
            _ => {
                let laptop = &self.laptops[at];
                laptop.clock.set(laptop.clock.get() + i64::try_from(self.dice.below(60_000)).unwrap());
                laptop.writes(&mut self.rows, &mut self.dice);
            }
        }
        self.cloud.passes(1_000 + self.dice.below(60_000));
    }

    /// Everybody meets until there is nothing new for anybody.
    fn comes_together(&mut self) {
        for round in 0.. {
            let (small, lets_go) = (self.small.is_some(), self.lets_go);
            assert!(round < 60, "it never ends: smaller team {small}, snapshots {lets_go}");
            let mut news = false;
            for at in 0..self.laptops.len() {
                let unsent = self.laptops[at].look(|vault| vault.pending().unwrap());
                let before = self.stands(at);
                self.meets_well(at);
                let after = self.stands(at);
                let here = after.iter().map(|(_, log, ..)| *log);
                news |= !self.laptops[at].removed.get()
                    && (unsent > 0 || before != after || here.ne(self.logs_at_hub(at)));
            }
            if !news {
                break;
            }
        }
    }

    /// How long the hub's logs of a laptop's spaces are.
    fn logs_at_hub(&self, at: usize) -> Vec<u64> {
        let length = |space: SpaceId| {
            let space = self.laptops[at].room_of(space).space;
            match self.cloud.answer(&space.secrets, space.id(), &Ask::Heads, 0) {
                Reply::Heads(heads) => heads.log.len,
                answer => panic!("{answer:?}"),
            }
        };
        self.laptops[at].spaces().into_iter().map(length).collect()
    }

    /// Where a laptop stands in each of its spaces.
    fn stands(&self, at: usize) -> Vec<(u64, u64, usize, Option<u32>)> {
        let stands = |space: SpaceId| {
            let space = self.laptops[at].room_of(space).space;
            let (cursor, log) = (space.standing.cursor, space.standing.log.len());
            (cursor, log, space.outbox.len(), space.keys.oldest_epoch())
        };
        self.laptops[at].spaces().into_iter().map(stands).collect()
    }
}

/// Lives one life and looks at what came of it.
pub fn run(cloud: &Cloud, stock: &Stock, seed: u64) {
    let mut life = Life::founded(cloud, stock, seed);
    // Few large teams, many small ones.
    let members = match life.dice.below(20) {
        0 => 2 + life.dice.below(6),
        1..=6 => 2,
        _ => 1,
    };
    for _ in 0..members {
        life.joins();
    }
    life.lets_go = life.dice.below(6) == 0;
    if life.dice.below(10) == 0 {
        life.comes_into_the_smaller();
    }
    for _ in 0..6 + life.dice.below(12) {
        life.happens();
    }
    life.comes_together();
    check::everything(&life);
}
