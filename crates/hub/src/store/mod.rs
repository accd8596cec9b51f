//! Where the hub keeps what it is given: one trait over a transaction, with two implementations. What is decided within a
//! transaction is written once, in [`crate::keep`], in SQL that both read alike; so the two can only differ in how they
//! open, lock and commit. It refuses to know what any of the bytes mean.

mod migrate;
mod postgres;
mod road;
mod sqlite;
mod value;

pub use self::migrate::{POSTGRES_STEPS, SCHEMA, SQLITE_STEPS};
pub use self::postgres::Postgres;
pub use self::sqlite::Sqlite;
pub use self::value::{Row, Value};

use std::fmt::Write as _;

use passerelle_wire::problem::Problem;

/// Why the store did not do it.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// Locked for too long, or the database is away: the same again may go well.
    #[error("the database is busy or away: {0}")]
    Busy(String),
    /// A file or database of a newer version.
    #[error("the database has step {found} of its schema, this version knows {known}")]
    Newer { found: i64, known: i64 },
    /// What was read is not what was written.
    #[error("the database holds something that the hub did not write: {0}")]
    Damaged(&'static str),
    /// Anything else the database says, without the values it was said about.
    #[error("the database: {0}")]
    Other(String),
}

/// Why something within a transaction was given up. Nothing of it is kept.
#[derive(Debug, thiserror::Error)]
pub enum Failure {
    /// A rule of the hub says no.
    #[error("refused: {}", .0.name())]
    Refused(Problem),
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl From<Problem> for Failure {
    fn from(problem: Problem) -> Self {
        Failure::Refused(problem)
    }
}

/// One transaction. Parameters are `?1`, `?2`, … in both databases.
pub trait Tx {
    /// Changes something and says how many rows.
    fn run(&mut self, sql: &str, values: &[Value<'_>]) -> Result<u64, StoreError>;
    /// Asks for rows.
    fn ask(&mut self, sql: &str, values: &[Value<'_>]) -> Result<Vec<Row>, StoreError>;

    /// The only row, or none.
    fn ask_one(&mut self, sql: &str, values: &[Value<'_>]) -> Result<Option<Row>, StoreError> {
        Ok(self.ask(sql, values)?.into_iter().next())
    }
}

/// What a transaction may do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    /// All its reads see one moment.
    Read,
    /// It is on the disk when it ends well.
    Write,
}

/// What runs within a transaction.
pub type Work<'w> = &'w mut dyn FnMut(&mut dyn Tx) -> Result<(), Failure>;

/// A database. It blocks; many threads may use it.
pub trait Store: Send + Sync {
    /// Runs `work` in one transaction: kept whole where it ends well, else not at all.
    fn within(&self, way: Way, work: Work<'_>) -> Result<(), Failure>;
    /// Whether other processes may write to it: then news must be asked for.
    fn is_shared(&self) -> bool;
    /// How many transactions of a kind may run at once.
    fn width(&self, way: Way) -> usize;
    /// Lets go of what was deleted, as far as the database can.
    fn settle(&self) -> Result<(), StoreError>;
    /// Reads every page, or says that the database looks after that itself.
    fn verify(&self) -> Result<(), StoreError>;
    /// The step of its schema.
    fn step(&self) -> Result<i64, StoreError>;
}

/// Reads in one transaction.
pub fn read<T>(store: &dyn Store, work: impl FnMut(&mut dyn Tx) -> Result<T, Failure>) -> Result<T, Failure> {
    within(store, Way::Read, work)
}

/// Reads and writes in one transaction.
pub fn write<T>(
    store: &dyn Store,
    work: impl FnMut(&mut dyn Tx) -> Result<T, Failure>,
) -> Result<T, Failure> {
    within(store, Way::Write, work)
}

fn within<T>(
    store: &dyn Store,
    way: Way,
    mut work: impl FnMut(&mut dyn Tx) -> Result<T, Failure>,
) -> Result<T, Failure> {
    let mut given = None;
    store.within(way, &mut |tx| {
        given = Some(work(tx)?);
        Ok(())
    })?;
    given.ok_or_else(|| StoreError::Other("a transaction ended without having run".into()).into())
}

/// Inserts many rows by few statements. `head` is `INSERT INTO table (columns) VALUES`, `tail` what follows the values.
pub fn insert_many(
    tx: &mut dyn Tx,
    head: &str,
    tail: &str,
    mut rows: &[Vec<Value<'_>>],
) -> Result<u64, StoreError> {
    let mut inserted = 0;
    // Few lengths, so that each statement is prepared once.
    for length in [64, 8, 1] {
        while let Some((now, later)) = rows.split_at_checked(length) {
            let values: Vec<Value<'_>> = now.iter().flatten().copied().collect();
            let width = values.len() / length;
            inserted += tx.run(&format!("{head} {} {tail}", places(length, width)), &values)?;
            rows = later;
        }
    }
    Ok(inserted)
}

/// `(?1, ?2), (?3, ?4)` for two rows of two.
fn places(rows: usize, width: usize) -> String {
    let mut text = String::new();
    for at in 0..rows * width {
        let (before, after) = (at % width == 0, (at + 1) % width == 0);
        let comma = if at == 0 { "" } else { ", " };
        let (open, close) = (if before { "(" } else { "" }, if after { ")" } else { "" });
        // Writing to a string does not fail.
        let _ = write!(text, "{comma}{open}?{}{close}", at + 1);
    }
    text
}

/// How many names one statement of [`for_names`] takes.
const NAMES: usize = 64;

/// Runs a statement once for each 64 names. `before` ends where the list of names begins, which is closed by the helper;
/// the first parameters are `lead`. Gives all rows together.
pub fn for_names(
    tx: &mut dyn Tx,
    before: &str,
    after: &str,
    lead: &[Value<'_>],
    names: &[&[u8]],
) -> Result<Vec<Row>, StoreError> {
    let list: Vec<String> = (1..=NAMES).map(|n| format!("?{}", lead.len() + n)).collect();
    let sql = format!("{before} ({}) {after}", list.join(", "));
    let mut rows = Vec::new();
    for chunk in names.chunks(NAMES) {
        let mut values = lead.to_vec();
        values.extend(chunk.iter().copied().map(Value::Bytes));
        // One length of list, so that the statement is prepared once.
        let last = values.last().copied().unwrap_or(Value::Nothing);
        values.resize(lead.len() + NAMES, last);
        rows.extend(tx.ask(&sql, &values)?);
    }
    Ok(rows)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_counted_through_all_rows() {
        assert_eq!(places(2, 2), "(?1, ?2), (?3, ?4)");
        assert_eq!(places(1, 1), "(?1)");
    }
}
