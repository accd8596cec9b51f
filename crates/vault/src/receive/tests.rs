//! Thousands of small histories of laptops that write without asking, taken in by two others in another order each.

use std::cell::Cell;
use std::collections::{BTreeMap, BTreeSet};

use passerelle_domain::change::{ENCOUNTER, Field, NEED, PERSON, REFERRAL, TRANSITION, Table, Value};
use passerelle_domain::moment::Instant;
use proptest::prelude::*;
use proptest::test_runner::TestRunner;
use rusqlite::types::Value as Sql;

use super::*;
use crate::journal::{Entry, encode};
use crate::reach::blind;
use crate::{migrate, rebuild, row};

#[path = "../../tests/store/oracle.rs"]
mod oracle;

use oracle::{Oracle, Said, What};

/// What happens: a laptop writes a field, or has some of what another wrote.
#[derive(Clone, Debug)]
enum Step {
    Write { laptop: u8, place: u8, value: u8 },
    Have { laptop: u8, chance: u64 },
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        3 => (any::<u8>(), any::<u8>(), any::<u8>())
            .prop_map(|(laptop, place, value)| Step::Write { laptop, place, value }),
        1 => (any::<u8>(), any::<u64>()).prop_map(|(laptop, chance)| Step::Have { laptop, chance }),
    ]
}

fn mix(seed: u64, at: u64) -> u64 {
    let mut z = seed.wrapping_add(at.wrapping_add(1).wrapping_mul(0x9E37_79B9_7F4A_7C15));
    z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    z ^ (z >> 31)
}

fn row_id(kind: u128, number: u8) -> Uuid {
    Uuid::from_u128(kind * 100 + u128::from(number % 2))
}

fn device(number: usize) -> DeviceId {
    DeviceId(Uuid::from_u128(70_000 + (number as u128 * 7_919) % 101))
}

/// One laptop as the formula sees it: what it has, and what it wrote.
#[derive(Default)]
struct Writer {
    n: u64,
    has: BTreeSet<Version>,
    told: BTreeMap<u32, u64>,
}

/// All that the laptops of one history wrote.
#[derive(Default)]
struct History {
    lines: Vec<JournalLine>,
    said: Vec<Said>,
    made: Vec<(Table, Uuid, Version)>,
    knew: BTreeMap<Version, BTreeMap<u32, u64>>,
}

fn place(choice: u8) -> (Table, Uuid, Field, Value, Value) {
    let word = |value: u8| Value::text(["", "Creil", "Lens"][usize::from(value % 3)]);
    let one = choice / 16;
    match choice % 8 {
        0 => (Table::Person, row_id(1, one), PERSON.phone, word(one / 2), Value::text("06")),
        1 => {
            let address = Value::Group(vec![word(one / 2), Value::text("60100")]);
            (Table::Person, row_id(1, one), PERSON.address, address, Value::text("06"))
        }
        2 => (Table::Person, row_id(1, one), PERSON.removed, Value::flag(one / 2 < 5), Value::text("06")),
        3 => (Table::Need, row_id(2, one), NEED.note, word(one / 2), Value::text("yes")),
        4 => (Table::Need, row_id(2, one), NEED.answer, Value::text("no"), Value::text("yes")),
        5 => (
            Table::Encounter,
            row_id(3, one),
            ENCOUNTER.removed,
            Value::flag(one / 2 < 6),
            Value::text("note"),
        ),
        6 => (Table::Encounter, row_id(3, one), ENCOUNTER.note, word(one / 2), Value::text("note")),
        _ => (Table::Referral, row_id(4, one), REFERRAL.wish, word(one / 2), Value::text("CAP")),
    }
}

/// What a row says when it is made.
fn first(table: Table, row: Uuid, said: &Value) -> Vec<(Field, Value)> {
    match table {
        Table::Person => vec![(PERSON.given_name, Value::text("Awa")), (PERSON.phone, said.clone())],
        Table::Need => vec![(NEED.case_file, Value::Id(row_id(9, 0))), (NEED.answer, said.clone())],
        Table::Encounter => vec![
            (ENCOUNTER.person, Value::Id(row_id(1, row.as_bytes()[15]))),
            (ENCOUNTER.kind, Value::text("visit")),
            (ENCOUNTER.result, Value::text("reached")),
            (ENCOUNTER.note, said.clone()),
        ],
        _ => {
            vec![(REFERRAL.person, Value::Id(row_id(1, row.as_bytes()[15]))), (REFERRAL.wish, said.clone())]
        }
    }
}

impl History {
    fn visible(&self, writer: &Writer) -> Oracle {
        let said: Vec<Said> =
            self.said.iter().filter(|one| writer.has.contains(&one.version)).cloned().collect();
        let made: Vec<_> = self.made.iter().filter(|(_, _, by)| writer.has.contains(by)).copied().collect();
        Oracle::of(&said, &made)
    }

    /// The operations of a laptop that makes the row where it does not know it, and else edits it.
    fn entries(&self, writer: &Writer, choice: u8, value: u8) -> Vec<Entry> {
        let (table, row, field, set, made) = place(choice);
        let seen = self.visible(writer);
        let makers = seen.makers.get(&(table, row));
        if value < 24 {
            let id = Uuid::from_u128(
                u128::from(mix(u64::from(value), writer.n)) | (self.said.len() as u128) << 64,
            );
            let state = |at: u8| Value::text(["draft", "sent", "accepted", "refused"][usize::from(at % 4)]);
            let fields = vec![
                (TRANSITION.referral, Value::Id(row_id(4, choice))),
                (TRANSITION.from_state, state(value / 4)),
                (TRANSITION.to_state, state(value)),
                (TRANSITION.on_day, Value::day("2026-03-04".parse().ok())),
            ];
            return vec![Entry::New {
                table: Table::Transition.number(),
                row: id,
                fields,
                unread: Vec::new(),
            }];
        }
        let number = table.number();
        if table == Table::Need && makers.is_some() && value > 180 {
            let (field, element) = (NEED.situations, format!("situation {}", value % 2));
            let place = (table, row, field);
            let dots = seen.dots.get(&(place, element.clone())).into_iter().flatten().copied().collect();
            return vec![if value > 220 {
                Entry::Remove { table: number, row, field, element, replaces: dots }
            } else {
                Entry::Add { table: number, row, field, element }
            }];
        }
        // Now and then somebody edits a row that they never saw made.
        let mut entries = Vec::new();
        let (mut own, mut replaces) = (Vec::new(), Vec::new());
        if let Some(heads) = seen.heads.get(&(table, row, field)).filter(|heads| !heads.is_empty()) {
            replaces.extend(heads.keys().copied());
        } else {
            replaces.extend(makers.into_iter().flatten().copied());
        }
        if makers.is_none() && value < 235 {
            let fields = first(table, row, &made);
            let fields = fields.into_iter().filter(|(_, value)| !value.is_silent()).collect();
            entries.push(Entry::New { table: number, row, fields, unread: Vec::new() });
            own.push((0, 0));
            if value.is_multiple_of(3) {
                return entries;
            }
        }
        // The version (0, 0) stands for the line itself.
        replaces.extend(own);
        entries.push(Entry::Set { table: number, row, field, replaces, value: set });
        entries
    }

    fn write(&mut self, writers: &mut [Writer], at: usize, choice: u8, value: u8, clock: u64) {
        let mut entries = self.entries(&writers[at], choice, value);
        let writer = &mut writers[at];
        let numbers = |dev: u32| dev + 3 + u32::try_from(at).unwrap() * 10;
        let (previous, dev) = (writer.n, u32::try_from(at).unwrap());
        // Numbers may be left out.
        writer.n += 1 + u64::from(value % 16 == 5);
        let version = (dev, writer.n);
        let hlc = Hlc { ms: 1_700_000_000_000 + clock * 1_000, count: 0 };
        let upto = frontier(self, writer, dev);
        let news: Vec<Version> =
            upto.iter().filter(|(of, n)| writer.told.get(of) != Some(n)).map(|(of, n)| (*of, *n)).collect();
        writer.told.clone_from(&upto);
        self.knew.insert(version, upto);
        if !news.is_empty() {
            entries.insert(0, Entry::Saw { upto: news });
        }
        for named in entries.iter_mut().flat_map(crate::names::named) {
            if *named == (0, 0) && previous < writer.n {
                *named = version;
            }
        }
        self.note(version, hlc, &entries);
        let mut wire = entries;
        for named in wire.iter_mut().flat_map(crate::names::named) {
            named.0 = numbers(named.0);
        }
        let devices = (0..5).map(|of: u32| (numbers(of), device(of as usize))).collect();
        self.lines.push(JournalLine {
            device: device(at),
            n: version.1,
            previous,
            hlc,
            space: SpaceId(Uuid::from_u128(5)),
            actor: WorkerId(Uuid::from_u128(60 + at as u128)),
            subject: Some(PersonId(row_id(1, choice / 16))),
            act: "person.correct".to_owned(),
            schema: 4,
            ops: encode(&wire).unwrap(),
            devices,
        });
        writer.has.insert(version);
    }

    fn note(&mut self, version: Version, hlc: Hlc, entries: &[Entry]) {
        for entry in entries {
            let mut say = |table: u16, row: Uuid, field, what| {
                let place = (Table::from_number(table).unwrap(), row, field);
                self.said.push(Said { version, hlc, place, what });
            };
            match entry.clone() {
                Entry::New { table, row, fields, .. } => {
                    for (field, value) in fields {
                        say(table, row, field, What::New(value));
                    }
                    self.made.push((Table::from_number(table).unwrap(), row, version));
                }
                Entry::Set { table, row, field, replaces, value } => {
                    say(table, row, field, What::Set(replaces, value));
                }
                Entry::Add { table, row, field, element } => say(table, row, field, What::Add(element)),
                Entry::Remove { table, row, field, element, replaces } => {
                    say(table, row, field, What::Remove(element, replaces));
                }
                _ => {}
            }
        }
    }
}

/// Up to where a laptop has all lines of each other.
fn frontier(history: &History, writer: &Writer, own: u32) -> BTreeMap<u32, u64> {
    let mut upto: BTreeMap<u32, u64> = BTreeMap::new();
    for line in &history.lines {
        let dev = (0..5).find(|dev| device(*dev as usize) == line.device).unwrap();
        if dev != own
            && writer.has.contains(&(dev, line.n))
            && upto.get(&dev).copied().unwrap_or(0) == line.previous
        {
            upto.insert(dev, line.n);
        }
    }
    upto
}

fn told(count: usize, steps: &[Step]) -> History {
    let mut history = History::default();
    let mut writers: Vec<Writer> = (0..count).map(|_| Writer::default()).collect();
    for (clock, step) in (0..).zip(steps) {
        match step {
            Step::Write { laptop, place, value } => {
                // Clocks stand still now and then, so that times are equal.
                history.write(&mut writers, usize::from(*laptop) % count, *place, *value, clock / 3);
            }
            Step::Have { laptop, chance } => {
                let writer = &mut writers[usize::from(*laptop) % count];
                for (at, line) in (0..).zip(&history.lines) {
                    let dev = (0..5).find(|dev| device(*dev as usize) == line.device).unwrap();
                    if !mix(*chance, at).is_multiple_of(3) {
                        writer.has.insert((dev, line.n));
                    }
                }
            }
        }
    }
    history
}

/// A vault's tables without its file.
struct Bare {
    db: Connection,
}

impl Bare {
    fn new(number: u128) -> Bare {
        let mut db = Connection::open_in_memory().unwrap();
        migrate::migrate(&mut db).unwrap();
        db.execute("INSERT INTO device (ix, id) VALUES (1, ?1)", [blob(&Uuid::from_u128(number))]).unwrap();
        db.execute("INSERT INTO meta (key, value) VALUES ('hlc', '0.0')", []).unwrap();
        db.execute_batch("SAVEPOINT empty").unwrap();
        db.set_prepared_statement_cache_capacity(256);
        Bare { db }
    }

    /// Takes the lines in an order and in parts drawn from a seed, some of them twice.
    fn take(&self, lines: &[JournalLine], seed: u64) {
        self.db.execute_batch("ROLLBACK TO empty").unwrap();
        let mut order: Vec<(u64, &JournalLine)> =
            (0..).zip(lines).map(|(at, line)| (mix(seed, at), line)).collect();
        let again = (0..).zip(lines).filter(|(at, _)| mix(seed, at + 5_000).is_multiple_of(5));
        order.extend(again.map(|(at, line)| (mix(seed, at + 9_000), line)));
        order.sort_by_key(|(key, _)| *key);
        let lines: Vec<JournalLine> = order.into_iter().map(|(_, line)| line.clone()).collect();
        let now = Now { at: Instant(1_700_000_000_000), today: "2026-11-23".parse().unwrap() };
        let mut names = Names::read(&self.db).unwrap();
        for part in lines.chunks(lines.len() / (1 + usize::try_from(seed % 5).unwrap()) + 1) {
            let delivered = deliver(&self.db, 1, names, part, now).unwrap();
            assert_eq!(delivered.received.refused, []);
            names = delivered.names;
        }
    }

    /// The same as a version would that knows less, which is then updated.
    fn take_blind(&self, lines: &[JournalLine], seed: u64) {
        let (person, need) = (Table::Person.number(), Table::Need.number());
        let less: &[(u16, Option<u16>)] = match seed % 4 {
            0 => &[(person, Some(PERSON.phone.0)), (need, None)],
            1 => &[(Table::Encounter.number(), Some(ENCOUNTER.note.0)), (Table::Transition.number(), None)],
            2 => &[(person, Some(PERSON.removed.0)), (need, Some(NEED.situations.0))],
            _ => &[(person, None), (need, Some(NEED.answer.0))],
        };
        blind::be(less);
        self.take(lines, seed);
        blind::be(&[]);
        read_again(&self.db).unwrap();
    }

    fn devices(&self) -> BTreeMap<i64, Uuid> {
        let mut statement = self.db.prepare("SELECT ix, id FROM device").unwrap();
        let lines = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?))).unwrap();
        lines.map(Result::unwrap).collect()
    }

    /// Everything in the tables, free of what is this laptop's own numbering.
    fn all(&self) -> BTreeMap<String, BTreeSet<String>> {
        let devices = self.devices();
        let beside = ["row_version", "field_head", "set_dot", "seen", "disagreement", "likeness_key"];
        let written = ["person", "need", "encounter", "referral", "transition"];
        let names = written.into_iter().chain(beside);
        names
            .map(|name| {
                let mut statement = self.db.prepare_cached(&format!("SELECT * FROM {name}")).unwrap();
                let columns: Vec<String> = statement.column_names().map(str::to_owned).collect();
                let mut rows = statement.query([]).unwrap();
                let mut all = BTreeSet::new();
                while let Some(row) = rows.next().unwrap() {
                    let told = columns.iter().enumerate().filter(|(_, name)| *name != "ix").map(
                        |(at, name)| match (name.as_str(), row.get(at).unwrap()) {
                            ("dev" | "other", Sql::Integer(dev)) => devices[&dev].to_string(),
                            (_, value) => format!("{value:?}"),
                        },
                    );
                    all.insert(told.collect::<Vec<_>>().join(" "));
                }
                (name.to_owned(), all)
            })
            .collect()
    }

    fn heads(&self) -> BTreeMap<(u16, Uuid, u16), BTreeSet<(Uuid, i64)>> {
        let devices = self.devices();
        let sql = "SELECT tbl, row_id, field, dev, n FROM field_head
                   UNION ALL SELECT tbl, row_id, -1, dev, n FROM row_version";
        let mut statement = self.db.prepare(sql).unwrap();
        let mut rows = statement.query([]).unwrap();
        let mut heads: BTreeMap<_, BTreeSet<_>> = BTreeMap::new();
        while let Some(row) = rows.next().unwrap() {
            let field: i64 = row.get(2).unwrap();
            let key = (row.get(0).unwrap(), row.get(1).unwrap(), u16::try_from(field).unwrap_or(u16::MAX));
            heads.entry(key).or_default().insert((devices[&row.get(3).unwrap()], row.get(4).unwrap()));
        }
        heads
    }

    fn hold(&self, history: &History) {
        let oracle = Oracle::of(&history.said, &history.made);
        let found = self.heads();
        for ((table, row, field), heads) in &oracle.heads {
            let key = |field: u16| (table.number(), *row, field);
            let stands = found.get(&key(field.0)).or_else(|| found.get(&key(u16::MAX)));
            let expected: BTreeSet<(Uuid, i64)> =
                heads.keys().map(|(dev, n)| (device(*dev as usize).0, n.cast_signed())).collect();
            assert_eq!(stands, Some(&expected), "{table:?} {row} {field:?}");
        }
        for ((table, row, field), value) in oracle.shown() {
            let def = table.field(field).unwrap();
            let names = row::columns(def);
            let sql = format!("SELECT {} FROM {} WHERE id = ?1", names.join(", "), table.def().name);
            let read = |line: &rusqlite::Row<'_>| {
                (0..names.len()).map(|at| line.get::<_, Sql>(at)).collect::<Result<Vec<_>, _>>()
            };
            let is = self.db.prepare_cached(&sql).unwrap().query_row([blob(&row)], read).unwrap();
            assert_eq!(is, row::to_sql(def, &value), "{table:?}.{} of {row}", def.name);
        }
        let mut statement = self.db.prepare_cached("SELECT tbl, row_id, field FROM disagreement").unwrap();
        let asked = statement.query_map([], |line| {
            let table = Table::from_number(line.get(0)?).unwrap();
            Ok((table, line.get(1)?, Field(line.get(2)?)))
        });
        let asked = asked.unwrap().map(Result::unwrap);
        let asked = asked.filter(|(table, _, field)| {
            passerelle_domain::change::merge::mark(*table) != Some(*field) && field.0 > 0
        });
        assert_eq!(asked.collect::<BTreeSet<_>>(), oracle.questions());
        let waiting: u32 = self
            .db
            .query_row(
                "SELECT (SELECT count(*) FROM superseded_early) + (SELECT count(*) FROM ahead)
                   + (SELECT count(*) FROM disagreement WHERE waiting <> 0)",
                [],
                |row| row.get(0),
            )
            .unwrap();
        assert_eq!(waiting, 0, "everything came");
        let knew = |writer: Version, of: Version| {
            let upto = history.knew[&writer].get(&of.0);
            if writer.0 == of.0 { writer.1 >= of.1 } else { upto.is_some_and(|upto| *upto >= of.1) }
        };
        let beside = |table: Table, row: Uuid| match table {
            Table::Person => {
                let of = |line: &&JournalLine| line.subject == Some(PersonId(row));
                let dev =
                    |line: &JournalLine| (0..5).find(|dev| device(*dev as usize) == line.device).unwrap();
                history.lines.iter().filter(of).map(|line| (dev(line), line.n)).collect()
            }
            Table::Referral => {
                let moves = |one: &&Said| one.what == What::New(Value::Id(row));
                history
                    .said
                    .iter()
                    .filter(moves)
                    .filter(|one| one.place.0 == Table::Transition)
                    .map(|one| one.version)
                    .collect()
            }
            _ => Vec::new(),
        };
        for ((table, row), (out, asked)) in oracle.out(knew, beside) {
            let sql = format!("SELECT removed FROM {} WHERE id = ?1", table.def().name);
            let is: bool = self.db.query_row(&sql, [blob(&row)], |line| line.get(0)).unwrap();
            assert_eq!(is, out, "{table:?} {row} is out");
            let sql = "SELECT count(*) FROM disagreement WHERE tbl = ?1 AND row_id = ?2 AND field = ?3";
            let field = passerelle_domain::change::merge::mark(table).unwrap();
            let values = params![table.number(), blob(&row), field.0];
            let asks: bool = self.db.query_row(sql, values, |line| line.get(0)).unwrap();
            assert_eq!(asks, asked, "{table:?} {row} asks");
        }
    }
}

fn same(one: &Bare, other: &Bare) {
    let (all, others) = (one.all(), other.all());
    for (table, rows) in &all {
        let differ: Vec<&String> = rows.symmetric_difference(&others[table]).collect();
        assert!(differ.is_empty(), "{table}: {differ:#?}");
    }
}

fn as_rebuilt(one: &Bare) {
    let anew = rebuild::replay(&one.db).unwrap();
    assert_eq!(rebuild::differences(&one.db, &anew).unwrap().tables, []);
    assert_eq!(rebuild::differences_beside(&one.db, &anew).unwrap(), []);
}

/// Runs so many histories; `then` gets each with its number and two seeds.
fn histories(cases: u32, then: impl Fn(&History, u32, u64, u64)) {
    let strategy = (2_usize..=5, proptest::collection::vec(step(), 2..40), any::<u64>(), any::<u64>());
    let config = ProptestConfig { cases, failure_persistence: None, ..ProptestConfig::default() };
    let at = Cell::new(0_u32);
    let ran = TestRunner::new(config).run(&strategy, |(count, steps, seed, another)| {
        at.set(at.get() + 1);
        then(&told(count, &steps), at.get(), seed, another);
        Ok(())
    });
    ran.unwrap();
}

#[test]
fn thousands_of_histories_come_to_the_same_in_any_order() {
    let (one, other) = (Bare::new(1), Bare::new(2));
    let (questions, out) = (Cell::new(0_u32), Cell::new(0_u32));
    histories(1_200, |history, at, seed, another| {
        one.take(&history.lines, seed);
        other.take(&history.lines, another);
        same(&one, &other);
        one.hold(history);
        let seen = |sql: &str| one.db.query_row(sql, [], |row| row.get::<_, u32>(0)).unwrap();
        questions.set(questions.get() + seen("SELECT count(*) FROM disagreement"));
        out.set(out.get() + seen("SELECT count(*) FROM encounter WHERE removed = 1"));
        if at.is_multiple_of(25) {
            as_rebuilt(&one);
        }
    });
    let often = questions.get().min(out.get());
    assert!(
        often > 100,
        "enough that it means something: {} questions, {} rows out",
        questions.get(),
        out.get()
    );
}

#[test]
fn a_version_behind_that_is_updated_has_what_the_others_have() {
    let (new, behind) = (Bare::new(1), Bare::new(2));
    let unread = Cell::new(0_u32);
    histories(300, |history, at, seed, another| {
        new.take(&history.lines, seed);
        blind::be(&[(Table::Person.number(), Some(PERSON.phone.0)), (Table::Need.number(), None)]);
        behind.take(&history.lines, another);
        if at.is_multiple_of(25) {
            as_rebuilt(&behind);
        }
        let left: u32 = behind.db.query_row("SELECT count(*) FROM unread", [], |row| row.get(0)).unwrap();
        unread.set(unread.get() + left);
        behind.take_blind(&history.lines, another);
        same(&new, &behind);
        behind.hold(history);
    });
    assert!(unread.get() > 300, "{} operations were left at first", unread.get());
}
