//! Laptops of one team that hand each other the lines of their journals, in whatever order a story wants.

use std::collections::{BTreeMap, BTreeSet};

use passerelle_domain::change::{Changes, Kind, Op, Row, Table, Value};
use passerelle_domain::id::{CountedIds, DeviceId, PersonId, WorkerId};
use passerelle_domain::moment::{Instant, Now};
use passerelle_domain::person::name::fold;
use passerelle_vault::journal::{Entry, decode};
use passerelle_vault::key::secret::VaultKey;
use passerelle_vault::person::{PeopleFilter, PeopleSort};
use passerelle_vault::receive::{JournalLine, Received};
use passerelle_vault::{FILE, Hand, Vault};
use rusqlite::{Connection, params};
use serde_json::Value as Json;
use tempfile::TempDir;
use uuid::Uuid;

use crate::oracle::{Oracle, Place, Said, Version, What};

/// Where vaults are fast: what is measured is not the disk.
pub fn folder() -> TempDir {
    tempfile::tempdir_in("/dev/shm").or_else(|_| tempfile::tempdir()).unwrap()
}

pub struct Laptop {
    pub vault: Option<Vault>,
    pub dir: TempDir,
    pub key: VaultKey,
    pub worker: WorkerId,
    pub device: DeviceId,
    /// The wall clock, in milliseconds.
    pub clock: i64,
    /// Rows that are here, and the lines that are.
    pub rows: BTreeSet<Row>,
    pub has: BTreeSet<(DeviceId, u64)>,
    /// What this laptop had of others without a gap when it wrote each of its lines, and all that it had.
    knew: BTreeMap<u64, BTreeMap<DeviceId, u64>>,
    had: BTreeMap<u64, BTreeSet<(DeviceId, u64)>>,
}

impl Laptop {
    /// The laptop of this number; its ids start at its own thousand.
    pub fn new(number: u32) -> Laptop {
        let (dir, key) = (folder(), VaultKey::draw().unwrap());
        let worker = WorkerId(Uuid::from_u128(9_000 + u128::from(number)));
        let mut ids = CountedIds(u128::from(number + 1) * 1_000_000);
        let vault = Vault::create(dir.path(), &key, worker, &mut ids).unwrap();
        let device = vault.device().unwrap();
        let (rows, has, knew, had) = Default::default();
        Laptop {
            vault: Some(vault),
            dir,
            key,
            worker,
            device,
            clock: 1_700_000_000_000,
            rows,
            has,
            knew,
            had,
        }
    }

    pub fn vault(&self) -> &Vault {
        self.vault.as_ref().unwrap()
    }

    pub fn now(&self) -> Now {
        Now { at: Instant(self.clock), today: "2026-11-23".parse().unwrap() }
    }

    /// Writes an act, and remembers what the laptop knew then.
    pub fn write(&mut self, subject: Option<PersonId>, ops: Vec<Op>) -> u64 {
        let mut changes = Changes::new("person.correct", subject);
        changes.ops = ops;
        self.rows.extend(changes.ops.iter().filter(|op| matches!(op, Op::New { .. })).map(Op::row));
        self.rows.extend(changes.ops.iter().filter(|op| matches!(op, Op::Set { .. })).map(Op::row));
        let hand = Hand { worker: self.worker, now: self.now() };
        self.vault().commit(&changes, hand).unwrap();
        let n = self.lines().last().unwrap().n;
        let frontier = self.frontier();
        self.knew.insert(n, frontier);
        self.had.insert(n, self.has.clone());
        self.has.insert((self.device, n));
        n
    }

    pub fn set(&mut self, table: Table, id: Uuid, field: &str, value: Value) -> u64 {
        let row = Row { table, id };
        let field = table.def().fields.iter().find(|def| def.name == field).unwrap().field;
        let subject = (table == Table::Person).then_some(PersonId(id));
        self.write(subject, vec![Op::Set { row, field, value }])
    }

    /// Up to where the lines of each other laptop are here without a gap.
    fn frontier(&self) -> BTreeMap<DeviceId, u64> {
        let mut frontier = BTreeMap::new();
        for (device, n) in &self.has {
            if *device != self.device && frontier.get(device).copied().unwrap_or(0) + 1 == *n {
                frontier.insert(*device, *n);
            }
        }
        frontier
    }

    pub fn lines(&self) -> Vec<JournalLine> {
        self.vault().written_after(0, 100_000).unwrap()
    }

    pub fn take(&mut self, lines: &[JournalLine]) -> Received {
        let received = self.vault().receive(lines, self.now()).unwrap();
        assert_eq!(received.refused, [], "nothing that a colleague wrote is refused");
        for line in lines {
            self.has.insert((line.device, line.n));
            for entry in decode(&line.ops).unwrap() {
                let (Entry::New { table, row, .. } | Entry::Set { table, row, .. }) = entry else { continue };
                self.rows.extend(Table::from_number(table).map(|table| Row { table, id: row }));
            }
        }
        received
    }

    pub fn shows(&self, table: Table, id: Uuid, field: &str) -> Json {
        let document = self.vault().export().unwrap();
        let rows = document["tables"][table.def().name].as_array().unwrap();
        rows.iter().find(|row| row["id"] == id.to_string()).map(|row| row[field].clone()).unwrap_or_default()
    }

    /// The file read around the vault.
    pub fn behind(&self) -> Connection {
        let db = Connection::open(self.dir.path().join(FILE)).unwrap();
        db.execute_batch(&format!("PRAGMA key = \"x'{}'\"", *self.key.hex())).unwrap();
        db
    }

    /// What the list of people and the search answer.
    pub fn answers(&self) -> (Vec<Uuid>, Vec<String>) {
        let everyone = PeopleFilter::default();
        let page = self.vault().people(&everyone, PeopleSort::Name, false, 0, 500, self.now().today).unwrap();
        let listed = page.lines.iter().map(|line| line.id.0).collect();
        let mut found: Vec<String> =
            self.vault().search("awa").unwrap().iter().map(|hit| format!("{hit:?}")).collect();
        found.sort();
        (listed, found)
    }

    pub fn reopen(&mut self) {
        self.vault = None;
        self.vault = Some(Vault::open(self.dir.path(), &self.key).unwrap());
    }
}

/// Everything that laptops wrote, as the formula takes it. Devices have the numbers of their laptops.
pub struct Written {
    pub said: Vec<Said>,
    pub made: Vec<(Table, Uuid, Version)>,
    /// Whose file each line belongs to.
    pub subjects: Vec<(Uuid, Version)>,
}

pub struct Crew(pub Vec<Laptop>);

impl Crew {
    pub fn of(count: u32) -> Crew {
        Crew((0..count).map(Laptop::new).collect())
    }

    /// Everybody gets everything that was written so far.
    pub fn meet(&mut self) {
        let lines: Vec<JournalLine> = self.0.iter().flat_map(Laptop::lines).collect();
        for laptop in &mut self.0 {
            laptop.take(&lines);
        }
    }

    pub fn number(&self, device: DeviceId) -> u32 {
        (0..).zip(&self.0).find(|(_, laptop)| laptop.device == device).unwrap().0
    }

    fn versions(&self, line: &JournalLine, versions: &[Version]) -> Vec<Version> {
        let device = |number: u32| line.devices.iter().find(|(of, _)| *of == number).unwrap().1;
        versions.iter().map(|(number, n)| (self.number(device(*number)), *n)).collect()
    }

    pub fn written(&self) -> Written {
        let mut written = Written { said: Vec::new(), made: Vec::new(), subjects: Vec::new() };
        for line in self.0.iter().flat_map(Laptop::lines) {
            let version = (self.number(line.device), line.n);
            written.subjects.extend(line.subject.map(|person| (person.0, version)));
            for entry in decode(&line.ops).unwrap() {
                let mut say = |table: u16, row: Uuid, field, what: What| {
                    let place = (Table::from_number(table).unwrap(), row, field);
                    written.said.push(Said { version, hlc: line.hlc, place, what });
                };
                match entry {
                    Entry::New { table, row, fields, .. } => {
                        written.made.push((Table::from_number(table).unwrap(), row, version));
                        for (field, value) in fields {
                            say(table, row, field, What::New(value));
                        }
                    }
                    Entry::Set { table, row, field, replaces, value } => {
                        say(table, row, field, What::Set(self.versions(&line, &replaces), value));
                    }
                    Entry::Add { table, row, field, element } => say(table, row, field, What::Add(element)),
                    Entry::Remove { table, row, field, element, replaces } => {
                        say(table, row, field, What::Remove(element, self.versions(&line, &replaces)));
                    }
                    Entry::Saw { .. } => {}
                    other => panic!("nobody wrote {other:?}"),
                }
            }
        }
        written
    }

    /// Whether the writer of one version had the other, without a gap before it.
    pub fn knew(&self, writer: Version, of: Version) -> bool {
        if writer.0 == of.0 {
            return writer.1 >= of.1;
        }
        let laptop = &self.0[writer.0 as usize];
        let upto = laptop.knew[&writer.1].get(&self.0[of.0 as usize].device);
        upto.is_some_and(|upto| *upto >= of.1)
    }

    /// Whether the writer of one version had the other.
    fn had(&self, writer: Version, of: Version) -> bool {
        let laptop = &self.0[writer.0 as usize];
        let device = self.0[of.0 as usize].device;
        (writer.0 == of.0 && of.1 <= writer.1) || laptop.had[&writer.1].contains(&(device, of.1))
    }

    /// Holds a laptop that has everything against the formula.
    pub fn hold(&self, laptop: &Laptop, written: &Written, oracle: &Oracle) {
        let db = laptop.behind();
        self.hold_heads(&db, oracle);
        hold_words(&db);
        let document = laptop.vault().export().unwrap();
        let rows: BTreeMap<(Table, String), &Json> = Table::ALL
            .iter()
            .flat_map(|table| {
                let rows = document["tables"][table.def().name].as_array().unwrap();
                rows.iter().map(|row| ((*table, row["id"].as_str().unwrap().to_owned()), row))
            })
            .collect();
        for ((table, row, field), value) in oracle.shown() {
            let def = table.field(field).unwrap();
            let shown = &rows[&(table, row.to_string())][def.name];
            assert_eq!(*shown, json(def.kind, &value), "{table:?}.{} of {row}", def.name);
        }
        let beside = |table: Table, row: Uuid| beside(written, table, row);
        let out = oracle.out(|writer, of| self.knew(writer, of), beside);
        for ((table, row), (out, _)) in &out {
            let def = table.field(passerelle_domain::change::merge::mark(*table).unwrap()).unwrap();
            assert_eq!(rows[&(*table, row.to_string())][def.name], i32::from(*out), "{table:?} {row} is out");
        }
        let mut asked: BTreeSet<Place> = oracle.questions();
        let brought = out.iter().filter(|(_, (_, asked))| *asked);
        asked.extend(brought.map(|((table, row), _)| {
            (*table, *row, passerelle_domain::change::merge::mark(*table).unwrap())
        }));
        assert_eq!(questions(&db), asked);
        for empty in ["superseded_early", "ahead", "unread"] {
            let left: u32 =
                db.query_row(&format!("SELECT count(*) FROM {empty}"), [], |row| row.get(0)).unwrap();
            assert_eq!(left, 0, "{empty} is empty once everything came");
        }
    }

    fn hold_heads(&self, db: &Connection, oracle: &Oracle) {
        let numbers: BTreeMap<u32, u32> = {
            let mut statement = db.prepare("SELECT ix, id FROM device").unwrap();
            let lines = statement.query_map([], |row| Ok((row.get(0)?, DeviceId(row.get::<_, Uuid>(1)?))));
            lines.unwrap().map(Result::unwrap).map(|(ix, id)| (ix, self.number(id))).collect()
        };
        let read = |sql: &str, values: &dyn Fn(&mut rusqlite::Statement<'_>) -> Vec<Version>| {
            let mut statement = db.prepare_cached(sql).unwrap();
            values(&mut statement).into_iter().map(|(dev, n)| (numbers[&dev], n)).collect::<BTreeSet<_>>()
        };
        let version = |row: &rusqlite::Row<'_>| Ok((row.get(0)?, row.get::<_, i64>(1)?.cast_unsigned()));
        for (place, heads) in &oracle.heads {
            let key = (place.0.number(), place.1.as_bytes().as_slice());
            let mut found =
                read("SELECT dev, n FROM field_head WHERE tbl = ?1 AND row_id = ?2 AND field = ?3", &|of| {
                    of.query_map(params![key.0, key.1, place.2.0], version)
                        .unwrap()
                        .map(Result::unwrap)
                        .collect()
                });
            if found.is_empty() {
                found = read("SELECT dev, n FROM row_version WHERE tbl = ?1 AND row_id = ?2", &|of| {
                    of.query_map(params![key.0, key.1], version).unwrap().map(Result::unwrap).collect()
                });
            }
            assert_eq!(found, heads.keys().copied().collect(), "{place:?}");
        }
        let mut statement = db.prepare("SELECT tbl, row_id, field, element, dev, n FROM set_dot").unwrap();
        let mut dots: BTreeMap<(Place, String), BTreeSet<Version>> = BTreeMap::new();
        let mut lines = statement.query([]).unwrap();
        while let Some(row) = lines.next().unwrap() {
            let table = Table::from_number(row.get(0).unwrap()).unwrap();
            let place = (table, row.get(1).unwrap(), passerelle_domain::change::Field(row.get(2).unwrap()));
            let version = (numbers[&row.get(4).unwrap()], row.get::<_, i64>(5).unwrap().cast_unsigned());
            dots.entry((place, row.get(3).unwrap())).or_default().insert(version);
        }
        assert_eq!(dots, oracle.dots);
    }

    /// Every version of a field is one that stands, or is named by one whose writer had it.
    pub fn hold_replacements(&self, written: &Written) {
        for one in &written.said {
            let (What::Set(replaces, _) | What::Remove(_, replaces)) = &one.what else { continue };
            for old in replaces {
                assert!(self.had(one.version, *old), "{:?} replaces {old:?} without having it", one.version);
            }
        }
    }
}

/// Holds the words by which people are found against their names.
fn hold_words(db: &Connection) {
    let mut statement = db
        .prepare(
            "SELECT p.id, shown.given_name || ' ' || shown.family_name
             FROM person p JOIN person shown ON shown.id = p.id OR (shown.merged_into = p.id AND NOT shown.removed)
             WHERE NOT p.removed AND p.merged_into IS NULL AND p.aside = 0",
        )
        .unwrap();
    let names = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)));
    let names: Vec<(Uuid, String)> = names.unwrap().map(Result::unwrap).collect();
    let words = |name: &str| fold(name).split_whitespace().map(str::to_owned).collect::<Vec<_>>();
    let should: BTreeSet<(Uuid, String)> =
        names.iter().flat_map(|(id, name)| words(name).into_iter().map(|word| (*id, word))).collect();
    db.execute_batch("CREATE VIRTUAL TABLE temp.word USING fts5vocab(main, person_words, instance)").unwrap();
    let mut statement = db
        .prepare("SELECT p.id, w.term FROM word w LEFT JOIN person p ON p.ix = w.doc WHERE w.col = 'name'")
        .unwrap();
    let found = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)));
    let found: BTreeSet<(Uuid, String)> = found.unwrap().map(Result::unwrap).collect();
    assert_eq!(found, should, "people are found by the names they have, and by no others");
}

/// Versions of rows that are seen only with this one; of a person, all lines of their file.
fn beside(written: &Written, table: Table, row: Uuid) -> Vec<Version> {
    if table == Table::Person {
        return written.subjects.iter().filter(|(of, _)| *of == row).map(|(_, version)| *version).collect();
    }
    let child = |of: Table| match of {
        Table::Transition | Table::Check => Some("referral"),
        Table::Attendance => Some("activity"),
        Table::Programme => Some("provider"),
        Table::Referral => Some("programme"),
        Table::CustomValue => Some("custom_field"),
        _ => None,
    };
    let hangs = |said: &&Said| {
        let def = said.place.0.field(said.place.2).unwrap();
        child(said.place.0) == Some(def.name)
            && def.name == table.def().name
            && said.what == What::New(Value::Id(row))
    };
    let hanging: BTreeSet<(Table, Uuid)> =
        written.said.iter().filter(hangs).map(|said| (said.place.0, said.place.1)).collect();
    let made = written.made.iter().filter(|(table, row, _)| hanging.contains(&(*table, *row)));
    made.map(|(_, _, version)| *version).collect()
}

fn json(kind: Kind, value: &Value) -> Json {
    match (kind, value) {
        (Kind::Group(names), Value::Group(parts)) => {
            let part = |at: usize| json(Kind::Text, parts.get(at).unwrap_or(&Value::Null));
            (0..names.len()).map(part).collect()
        }
        (Kind::Group(names), _) => names.iter().map(|_| Json::from("")).collect(),
        (Kind::Text, Value::Null) => "".into(),
        (_, Value::Null | Value::Group(_)) => Json::Null,
        (_, Value::Text(text)) => text.as_str().into(),
        (_, Value::Int(int)) => (*int).into(),
        (_, Value::Day(day)) => day.to_string().into(),
        (_, Value::Id(id)) => id.to_string().into(),
    }
}

fn questions(db: &Connection) -> BTreeSet<Place> {
    let mut statement =
        db.prepare("SELECT tbl, row_id, field FROM disagreement WHERE waiting = 0 AND field > 0").unwrap();
    let lines = statement.query_map([], |row| {
        let table = Table::from_number(row.get(0)?).unwrap();
        Ok((table, row.get(1)?, passerelle_domain::change::Field(row.get(2)?)))
    });
    lines.unwrap().map(Result::unwrap).collect()
}
