//! The hub as laptops meet it. Every story of what it keeps is told twice, on SQLite and on PostgreSQL; where PostgreSQL
//! cannot be started its half is red.

#![cfg(test)]

/// Makes each story a test on each database.
macro_rules! on_both {
    ($($story:ident),+ $(,)?) => {
        mod sqlite { $(#[test] fn $story() { crate::house::on_sqlite(super::$story); })+ }
        mod postgres { $(#[test] fn $story() { crate::house::on_postgres(super::$story); })+ }
    };
}

mod access;
mod attachment;
mod batch;
mod erasure;
mod hostile;
mod house;
mod keys;
mod letter;
mod limits;
mod membership;
mod news;
mod people;
#[path = "../../../../tests/tests/team/house/postgres.rs"]
mod postgres;
mod processes;
mod program;
mod pull;
mod road;
mod session;
mod snapshot;
mod store;
mod sweep;
