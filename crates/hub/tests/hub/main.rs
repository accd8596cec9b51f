//! The hub as laptops meet it. Every story of what it keeps is told twice, on SQLite and on PostgreSQL; where PostgreSQL
//! cannot be started its half is red.

// Modules are marked as tests so that clippy.toml's leave to unwrap covers their helper functions too.

/// Makes each story a test on each database.
#[cfg(test)]
macro_rules! on_both {
    ($($story:ident),+ $(,)?) => {
        mod sqlite { $(#[test] fn $story() { crate::house::on_sqlite(super::$story); })+ }
        mod postgres { $(#[test] fn $story() { crate::house::on_postgres(super::$story); })+ }
    };
}

#[cfg(test)]
mod access;
#[cfg(test)]
mod attachment;
#[cfg(test)]
mod batch;
#[cfg(test)]
mod erasure;
#[cfg(test)]
mod hostile;
#[cfg(test)]
mod house;
#[cfg(test)]
mod keys;
#[cfg(test)]
mod letter;
#[cfg(test)]
mod limits;
#[cfg(test)]
mod membership;
#[cfg(test)]
mod news;
#[cfg(test)]
mod people;
#[cfg(test)]
mod postgres;
#[cfg(test)]
mod processes;
#[cfg(test)]
mod program;
#[cfg(test)]
mod pull;
#[cfg(test)]
mod session;
#[cfg(test)]
mod snapshot;
#[cfg(test)]
mod store;
#[cfg(test)]
mod sweep;
