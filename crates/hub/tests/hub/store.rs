//! The two databases themselves: what a transaction promises, and that both promise the same.

use passerelle_hub::store::{Failure, Postgres, Store, Value, insert_many, read, write};
use passerelle_wire::problem::Problem;

use crate::house::House;

on_both!(
    a_transaction_that_is_given_up_leaves_nothing,
    bytes_sort_as_bytes,
    bytes_that_are_not_there_stay_so,
    many_rows_go_in_by_few_statements,
    a_reader_writes_nothing,
    a_store_opens_twice_with_the_same_step,
);

/// Cuts every connection of the hubs that name themselves so, and says how many there were.
fn cut(database: &str, name: &str) -> usize {
    let mut client = ::postgres::Client::connect(database, ::postgres::NoTls).unwrap();
    let found =
        client.query("SELECT pid FROM pg_stat_activity WHERE application_name = $1", &[&name]).unwrap();
    for row in &found {
        let pid: i32 = row.get(0);
        client.query_one("SELECT pg_terminate_backend($1, 10000)", &[&pid]).unwrap();
    }
    found.len()
}

#[test]
fn a_database_that_was_away_is_asked_again() {
    let database = crate::postgres::database();
    let store = Postgres::open(&format!("{database}&application_name=cut"), 4).unwrap();
    let asked = || read(&store, |tx| Ok(tx.ask("SELECT one FROM hub", &[])?.len()));
    assert_eq!(asked().unwrap(), 0);
    assert_eq!(cut(&database, "cut"), 1);
    assert_eq!(asked().unwrap(), 0, "the first question after it goes by a new connection");
}

/// Work on the store, away from async code.
async fn on<T: Send + 'static>(house: &House, work: impl FnOnce(&dyn Store) -> T + Send + 'static) -> T {
    let hub = std::sync::Arc::clone(house.hub());
    tokio::task::spawn_blocking(move || work(hub.store())).await.unwrap()
}

const PUT: &str = "INSERT INTO letter (mailbox, slot, body, until_ms) VALUES";

async fn a_transaction_that_is_given_up_leaves_nothing(house: House) {
    on(&house, |store| {
        let end: Result<(), Failure> = write(store, |tx| {
            let values = [Value::Bytes(b"a"), Value::Int(0), Value::Bytes(b"b"), Value::Int(1)];
            assert_eq!(tx.run(&format!("{PUT} (?1, ?2, ?3, ?4)"), &values)?, 1);
            Err(Problem::Taken.into())
        });
        assert!(matches!(end, Err(Failure::Refused(Problem::Taken))));
        let left = read(store, |tx| Ok(tx.ask("SELECT slot FROM letter", &[])?.len())).unwrap();
        assert_eq!(left, 0);
    })
    .await;
}

async fn bytes_sort_as_bytes(house: House) {
    on(&house, |store| {
        let names: [&[u8]; 5] = [&[0xff], &[0], &[], &[0, 0], &[0x7f, 0xff]];
        write(store, |tx| {
            let rows: Vec<_> = names
                .iter()
                .map(|name| vec![Value::Bytes(name), Value::Int(0), Value::Bytes(name), Value::Int(1)])
                .collect();
            Ok(insert_many(tx, PUT, "", &rows)?)
        })
        .unwrap();
        let sorted = read(store, |tx| {
            let rows = tx.ask("SELECT mailbox FROM letter ORDER BY mailbox", &[])?;
            Ok(rows.into_iter().map(|mut row| row.bytes(0)).collect::<Result<Vec<_>, _>>()?)
        });
        let expected: Vec<Vec<u8>> = vec![vec![], vec![0], vec![0, 0], vec![0x7f, 0xff], vec![0xff]];
        assert_eq!(sorted.unwrap(), expected);
    })
    .await;
}

async fn bytes_that_are_not_there_stay_so(house: House) {
    on(&house, |store| {
        let found = write(store, |tx| {
            let put =
                "INSERT INTO snapshot (space, snapshot, device, signed, at_ms) VALUES (?1, ?1, ?1, ?2, ?3)";
            tx.run(put, &[Value::Bytes(b"x"), Value::Nothing, Value::Int(-5)])?;
            let row = tx.ask_one("SELECT signed, at_ms, space FROM snapshot", &[])?;
            let mut row = row.unwrap();
            assert!(row.count(1).is_err(), "a negative number is no count");
            Ok((row.maybe(0)?, row.int(1)?, row.bytes(2)?))
        });
        assert_eq!(found.unwrap(), (None, -5, b"x".to_vec()));
    })
    .await;
}

async fn many_rows_go_in_by_few_statements(house: House) {
    on(&house, |store| {
        let names: Vec<[u8; 4]> = (0..500_u32).map(u32::to_be_bytes).collect();
        let put = |again: &'static str| {
            let rows: Vec<_> = names
                .iter()
                .map(|name| vec![Value::Bytes(name), Value::Int(0), Value::Bytes(name), Value::Int(1)])
                .collect();
            write(store, |tx| Ok(insert_many(tx, PUT, again, &rows)?))
        };
        assert_eq!(put("").unwrap(), 500);
        assert_eq!(put("ON CONFLICT DO NOTHING").unwrap(), 0);
        assert!(put("").is_err(), "a second row under one key");
    })
    .await;
}

async fn a_reader_writes_nothing(house: House) {
    on(&house, |store| {
        let end = read(store, |tx| Ok(tx.run("DELETE FROM hub", &[])?));
        assert!(matches!(end, Err(Failure::Store(_))));
    })
    .await;
}

async fn a_store_opens_twice_with_the_same_step(house: House) {
    on(&house, |store| {
        assert_eq!(store.step().unwrap(), passerelle_hub::store::SCHEMA);
        store.verify().unwrap();
        store.settle().unwrap();
    })
    .await;
}
