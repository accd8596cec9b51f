//! A laptop with a real vault and a clock of its own, that may stop between any two steps.

use std::cell::{Cell, RefCell};
use std::collections::BTreeSet;

use passerelle_app::Problem;
use passerelle_app::team::SyncEnd;
use passerelle_app::team::moving::tell_moves;
use passerelle_app::team::room::{self, Room};
use passerelle_app::team::run::{Ground, run};
use passerelle_app::team::snapshot::{Made, make};
use passerelle_domain::Topic;
use passerelle_domain::change::{Changes, ENCOUNTER, PERSON, PROGRAMME, Row, Table, Value};
use passerelle_domain::id::{CountedIds, DeviceId, Ids, PersonId, SpaceId, WorkerId};
use passerelle_domain::moment::{Instant, Now};
use passerelle_vault::key::secret::VaultKey;
use passerelle_vault::{FILE, Hand, Vault};
use tempfile::TempDir;
use uuid::Uuid;

use super::cloud::Link;
use super::life::Dice;

/// Where vaults are fast: what is looked at is not the disk.
pub fn folder() -> TempDir {
    tempfile::tempdir_in("/dev/shm").or_else(|_| tempfile::tempdir()).unwrap()
}

/// New vaults, made once and copied for each life.
pub struct Stock {
    made: Vec<(TempDir, VaultKey, WorkerId)>,
}

/// The most laptops of a team.
pub const MOST: usize = 8;

impl Stock {
    pub fn new() -> Stock {
        let made = (1..=MOST).map(|number| {
            let (dir, key) = (folder(), VaultKey::draw().unwrap());
            let worker = WorkerId(Uuid::from_u128(9_000 + number as u128));
            let mut ids = CountedIds(number as u128 * 1_000_000);
            drop(Vault::create(dir.path(), &key, worker, &mut ids).unwrap());
            (dir, key, worker)
        });
        Stock { made: made.collect() }
    }

    /// The laptop of a number, from 0, with nothing in it.
    pub fn take(&self, number: usize) -> Laptop<'_> {
        let (from, key, worker) = &self.made[number];
        let dir = folder();
        for file in std::fs::read_dir(from.path()).unwrap().map(Result::unwrap) {
            if file.file_type().unwrap().is_file() {
                std::fs::copy(file.path(), dir.path().join(file.file_name())).unwrap();
            }
        }
        let vault = Vault::open(dir.path(), key).unwrap();
        Laptop {
            device: vault.device().unwrap(),
            vault: RefCell::new(Some(vault)),
            dir,
            key,
            worker: *worker,
            number,
            clock: Cell::new(0),
            patience: Cell::new(None),
            ids: RefCell::new(CountedIds((number as u128 + 1) * 1_000_000 + 500_000)),
            removed: Cell::new(false),
            acknowledged: RefCell::default(),
        }
    }
}

pub struct Laptop<'s> {
    vault: RefCell<Option<Vault>>,
    dir: TempDir,
    key: &'s VaultKey,
    worker: WorkerId,
    pub device: DeviceId,
    pub number: usize,
    /// Milliseconds since 1970, by its own clock.
    pub clock: Cell<i64>,
    /// How many steps it still makes before it stops.
    patience: Cell<Option<u32>>,
    ids: RefCell<CountedIds>,
    pub removed: Cell<bool>,
    /// The numbers of the lines that the vault said it had.
    pub acknowledged: RefCell<Vec<u64>>,
}

impl Ground for Laptop<'_> {
    fn on<T>(&self, work: impl FnOnce(&Vault, Now) -> Result<T, Problem>) -> Result<T, Problem> {
        match self.patience.get() {
            Some(0) => return Err(Problem::Locked),
            Some(left) => self.patience.set(Some(left - 1)),
            None => {}
        }
        self.look(|vault| work(vault, self.now()))
    }

    fn now(&self) -> Now {
        Now { at: Instant(self.clock.get()), today: "2026-11-23".parse().unwrap() }
    }

    fn tell(&self, _: BTreeSet<Topic>) {}
}

impl Laptop<'_> {
    pub fn look<T>(&self, work: impl FnOnce(&Vault) -> T) -> T {
        work(self.vault.borrow().as_ref().unwrap())
    }

    pub fn room(&self) -> Box<Room> {
        self.look(|vault| room::room(vault).unwrap())
    }

    /// Its spaces, smaller ones first.
    pub fn spaces(&self) -> Vec<SpaceId> {
        let mut all = self.look(|vault| vault.memberships().unwrap());
        all.reverse();
        all.into_iter().map(|of| of.space).collect()
    }

    pub fn room_of(&self, space: SpaceId) -> Box<Room> {
        self.look(|vault| room::room_of(vault, Some(space)).unwrap())
    }

    /// The battery goes, and comes back.
    pub fn restarts(&self) {
        self.vault.replace(None);
        self.vault.replace(Some(Vault::open(self.dir.path(), self.key).unwrap()));
        assert!(self.dir.path().join(FILE).exists());
    }

    /// Does something until the battery goes, or to its end.
    fn lasts<T>(&self, steps: Option<u32>, work: impl FnOnce() -> Result<T, Problem>) -> Option<T> {
        self.patience.set(steps);
        let done = work();
        self.patience.set(None);
        match done {
            Ok(done) => Some(done),
            Err(Problem::Locked) => {
                self.restarts();
                None
            }
            Err(problem) => panic!("laptop {}: {problem:?}", self.number),
        }
    }

    /// Meets all its spaces; gives how it ended with each, the home team last, or none where it stopped in between.
    pub fn meets(&self, link: &mut Link<'_>, dice: &mut Dice, steps: Option<u32>) -> Option<Vec<SyncEnd>> {
        self.lasts(steps, || {
            let mut ends = Vec::new();
            for space in self.spaces() {
                let (mut meeting, room) = run(self, link, dice, *self.room_of(space))?;
                if meeting.end == SyncEnd::Done && tell_moves(self, &room, link)? {
                    meeting = run(self, link, dice, room)?.0;
                }
                ends.push(meeting.end);
            }
            Ok(ends)
        })
    }

    /// Makes a snapshot of a space, at most so many files of it.
    pub fn makes_snapshot(
        &self,
        space: SpaceId,
        link: &mut Link<'_>,
        dice: &mut Dice,
        (steps, files): (Option<u32>, u64),
    ) -> Option<Made> {
        self.lasts(steps, || {
            let left = Cell::new(files);
            let goes_on = || left.replace(left.get().saturating_sub(1)) > 0;
            let mut room = *self.room_of(space);
            let mut made = make(self, link, dice, &mut room, &goes_on)?;
            if made == Made::KeyFirst {
                room = run(self, link, dice, room)?.1;
                made = make(self, link, dice, &mut room, &goes_on)?;
            }
            Ok(made)
        })
    }

    fn commit(&self, changes: &Changes) {
        let hand = Hand { worker: self.worker, now: self.now() };
        self.look(|vault| {
            vault.commit(changes, hand).unwrap();
            self.acknowledged.borrow_mut().push(vault.written().unwrap());
        });
    }

    fn fresh(&self) -> Uuid {
        self.ids.borrow_mut().fresh()
    }

    /// Writes something that a week of work brings.
    pub fn writes(&self, rows: &mut Vec<Row>, dice: &mut Dice) {
        let known: Vec<Row> = rows.iter().copied().filter(|row| self.knows(*row)).collect();
        let word = format!("Canari {}", dice.below(1_000));
        match (dice.below(10), known.is_empty()) {
            (0..=1, _) | (_, true) => rows.push(self.adds(word)),
            (2, _) => {
                let id = self.fresh();
                let mut changes = Changes::new("programme.add", None);
                changes.row(Table::Programme, id, vec![(PROGRAMME.name, Value::Text(word))]);
                self.commit(&changes);
                rows.push(Row { table: Table::Programme, id });
            }
            _ => self.edits(known[dice.index(known.len())], word, dice),
        }
    }

    /// Writes down a person.
    pub fn adds(&self, word: String) -> Row {
        let id = self.fresh();
        let mut changes = Changes::new("person.add", Some(PersonId(id)));
        changes.row(Table::Person, id, vec![(PERSON.given_name, Value::Text(word))]);
        self.commit(&changes);
        Row { table: Table::Person, id }
    }

    /// Writes down an exchange with a person.
    pub fn hears(&self, person: Row, word: String) -> Row {
        let id = self.fresh();
        let mut changes = Changes::new("encounter.record", Some(PersonId(person.id)));
        let fields = vec![
            (ENCOUNTER.person, Value::Id(person.id)),
            (ENCOUNTER.note, Value::Text(word)),
            (ENCOUNTER.author, Value::Id(self.worker.0)),
        ];
        changes.row(Table::Encounter, id, fields);
        self.commit(&changes);
        Row { table: Table::Encounter, id }
    }

    pub fn knows(&self, row: Row) -> bool {
        // The frontier says nothing of rows; the file of a person that is not there has no words.
        self.look(|vault| vault.has_row(row.table, row.id).unwrap())
    }

    fn edits(&self, row: Row, word: String, dice: &mut Dice) {
        if row.table == Table::Person && dice.below(3) == 0 {
            self.hears(row, word);
            return;
        }
        let of = (row.table == Table::Person).then_some(PersonId(row.id));
        let mut changes = Changes::new("person.correct", of);
        if row.table == Table::Programme {
            let tag = vec![format!("mot {}", dice.below(3))];
            let (before, after) = if dice.below(3) == 0 { (tag, Vec::new()) } else { (Vec::new(), tag) };
            changes.set_elements(Table::Programme, row.id, PROGRAMME.tags, &before, &after);
        } else {
            let fields = [PERSON.phone, PERSON.email, PERSON.family_name];
            let value = Value::Text(format!("Canari {}", dice.below(4)));
            changes.set(Table::Person, row.id, fields[dice.index(fields.len())], &Value::Null, value);
        }
        self.commit(&changes);
    }
}
