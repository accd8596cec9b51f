//! A vault in memory that takes lines in, and is held against the formula and against itself made anew.

use rusqlite::types::ToSqlOutput;

use super::*;

fn owned(value: ToSqlOutput<'_>) -> Sql {
    match value {
        ToSqlOutput::Borrowed(value) => value.try_into().unwrap(),
        ToSqlOutput::Owned(value) => value,
        other => panic!("no column is written with {other:?}"),
    }
}

/// A vault's tables without its file.
pub struct Bare {
    pub db: Connection,
}

impl Bare {
    pub fn new(number: u128) -> Bare {
        let mut db = Connection::open_in_memory().unwrap();
        migrate::migrate(&mut db).unwrap();
        db.execute("INSERT INTO device (ix, id) VALUES (1, ?1)", [blob(&Uuid::from_u128(number))]).unwrap();
        db.execute("INSERT INTO meta (key, value) VALUES ('hlc', '0.0')", []).unwrap();
        db.execute_batch("SAVEPOINT empty").unwrap();
        db.set_prepared_statement_cache_capacity(256);
        Bare { db }
    }

    /// Takes the lines in an order and in parts drawn from a seed, some of them twice.
    pub fn take(&self, lines: &[JournalLine], seed: u64) {
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
            let delivered = deliver(&self.db, 1, names, (part, &[], false), now).unwrap();
            assert_eq!(delivered.received.refused, []);
            names = delivered.names;
        }
    }

    /// The same as a version would that knows less, which is then updated.
    pub fn take_blind(&self, lines: &[JournalLine], seed: u64) {
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

    pub fn devices(&self) -> BTreeMap<i64, Uuid> {
        let mut statement = self.db.prepare("SELECT ix, id FROM device").unwrap();
        let lines = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?))).unwrap();
        lines.map(Result::unwrap).collect()
    }

    /// Everything in the tables, free of what is this laptop's own numbering.
    pub fn all(&self) -> BTreeMap<String, BTreeSet<String>> {
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

    pub fn heads(&self) -> BTreeMap<(u16, Uuid, u16), BTreeSet<(Uuid, i64)>> {
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

    pub fn hold(&self, history: &History) {
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
            let said: Vec<_> = row::held(def, &value).map(|(_, value)| owned(value)).collect();
            assert_eq!(is, said, "{table:?}.{} of {row}", def.name);
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

pub fn same(one: &Bare, other: &Bare) {
    let (all, others) = (one.all(), other.all());
    for (table, rows) in &all {
        let differ: Vec<&String> = rows.symmetric_difference(&others[table]).collect();
        assert!(differ.is_empty(), "{table}: {differ:#?}");
    }
}

pub fn as_rebuilt(one: &Bare) {
    let anew = rebuild::replay(&one.db).unwrap();
    assert_eq!(rebuild::differences(&one.db, &anew).unwrap().tables, []);
    assert_eq!(rebuild::differences_beside(&one.db, &anew).unwrap(), []);
}
