//! Many people who come at once are found, placed and held against each other as those who were written one by one.

use passerelle_domain::change::{ENCOUNTER, Field, Op, PERSON, Row, SAME_AS, Table, Value};
use passerelle_domain::id::PersonId;
use rusqlite::types::Value as Sql;
use uuid::Uuid;

use crate::crew::Laptop;

fn person(number: u32) -> Uuid {
    Uuid::from_u128(10_000 + u128::from(number))
}

fn new(table: Table, id: u32, fields: Vec<(Field, Value)>) -> Op {
    Op::New { row: Row { table, id: Uuid::from_u128(20_000 + u128::from(id)) }, fields }
}

/// One is the same as another, whose file is kept.
fn same(id: u32, kept: u32, other: u32) -> Op {
    let fields = vec![
        (SAME_AS.kept, Value::Id(person(kept))),
        (SAME_AS.other, Value::Id(person(other))),
        (SAME_AS.verdict, Value::text("same")),
        (SAME_AS.at, Value::Int(i64::from(id))),
    ];
    new(Table::SameAs, id, fields)
}

fn writes_many(laptop: &mut Laptop) {
    for number in 0..120 {
        let row = Row { table: Table::Person, id: person(number) };
        let fields = vec![
            (PERSON.given_name, Value::text(format!("Zoé{number}").as_str())),
            (PERSON.family_name, Value::text(if number % 2 == 0 { "Crépin" } else { "Delattre" })),
            (PERSON.phone, Value::text(format!("+336399800{:02}", number % 7).as_str())),
        ];
        laptop.write(Some(PersonId(row.id)), vec![Op::New { row, fields }]);
        for (week, result) in ["reached", "left_message", "reached", "nobody"].iter().enumerate() {
            let id = number * 10 + u32::try_from(week).unwrap();
            let on = if number % 3 == 0 && *result == "reached" { None } else { Some(id % 28 + 1) };
            let mut fields = vec![
                (ENCOUNTER.person, Value::Id(row.id)),
                (ENCOUNTER.kind, Value::text(if number % 5 == 0 { "note" } else { "call" })),
                (ENCOUNTER.result, Value::text(*result)),
            ];
            if let Some(day) = on {
                fields.push((ENCOUNTER.on_day, Value::Day(format!("2026-03-{day:02}").parse().unwrap())));
            }
            laptop.write(Some(PersonId(row.id)), vec![new(Table::Encounter, 1_000 + id, fields)]);
        }
    }
    // A chain, a pair, and one that was shown elsewhere first.
    for (id, kept, other) in [(0, 4, 5), (1, 6, 4), (2, 10, 11), (3, 20, 21)] {
        laptop.write(None, vec![same(id, kept, other)]);
    }
    let row = Row { table: Table::SameAs, id: Uuid::from_u128(20_003) };
    laptop.write(None, vec![Op::Set { row, field: SAME_AS.other, value: Value::Id(person(22)) }]);
    let row = Row { table: Table::Person, id: person(30) };
    laptop.write(
        Some(PersonId(row.id)),
        vec![Op::Set { row, field: PERSON.family_name, value: Value::text("Ébène") }],
    );
}

fn all(laptop: &Laptop, sql: &str) -> Vec<Vec<Sql>> {
    let db = laptop.behind();
    let mut statement = db.prepare(sql).unwrap();
    let width = statement.column_count();
    let rows = statement.query_map([], |row| (0..width).map(|at| row.get(at)).collect()).unwrap();
    rows.map(Result::unwrap).collect()
}

const DERIVED: [&str; 3] = [
    "SELECT id, sort_name, away, merged_into, last_contact, last_attempt, quiet_since FROM person ORDER BY id",
    "SELECT key, person FROM likeness_key ORDER BY key, person",
    "SELECT p.id, w.name, w.other FROM person_words w JOIN person p ON p.ix = w.rowid ORDER BY p.id",
];

#[test]
fn who_comes_with_many_is_placed_as_who_was_written_alone() {
    let [mut writer, mut newcomer, mut later] = [0, 1, 2].map(Laptop::new);
    writes_many(&mut writer);
    let lines = writer.lines();
    newcomer.take(&lines);
    let (first, rest) = lines.split_at(lines.len() / 2);
    later.take(rest);
    later.take(first);
    for sql in DERIVED {
        let written = all(&writer, sql);
        assert!(written.len() > 100, "{sql}");
        assert_eq!(all(&newcomer, sql), written, "at once: {sql}");
        assert_eq!(all(&later, sql), written, "the second half first: {sql}");
    }
    let merged = "SELECT count(*) FROM person WHERE merged_into IS NOT NULL";
    assert_eq!(all(&newcomer, merged), [[Sql::Integer(4)]]);
    for laptop in [&writer, &newcomer, &later] {
        assert!(laptop.vault().verify().unwrap().sound);
    }
}
