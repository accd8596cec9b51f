//! PostgreSQL: the store of a hub that is several processes. Whoever changes a space holds the row of that space.

use std::collections::HashMap;
use std::error::Error as _;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use postgres::error::SqlState;
use postgres::types::{ToSql, Type};
use postgres::{Client, IsolationLevel, Statement, Transaction};

use super::road::Road;
use super::value::Cell;
use super::{Failure, POSTGRES_STEPS, Row, SCHEMA, Store, StoreError, Tx, Value, Way, Work, migrate};

/// Held while the schema is brought up to date, so that two processes do not do it at once.
const MIGRATING: i64 = 0x7061_7373_6872_6c62;

/// A database that is asked by several connections.
pub struct Postgres {
    road: Road,
    width: usize,
    idle: Mutex<Vec<Line>>,
}

/// One connection with the statements it has prepared.
struct Line {
    client: Client,
    statements: HashMap<String, Statement>,
}

impl Postgres {
    /// With at most `width` connections, connects to `postgres://user:word@host/database` and brings the schema up to date.
    /// `sslmode` and `sslrootcert` after the question mark say how the way there is protected.
    pub fn open(url: &str, width: usize) -> Result<Postgres, StoreError> {
        let mut road = Road::read(url)?;
        road.config.connect_timeout(Duration::from_secs(10));
        if road.config.get_application_name().is_none() {
            road.config.application_name("passerelle-hub");
        }
        let store = Postgres { road, width: width.max(1), idle: Mutex::default() };
        let mut line = store.line()?;
        bring_up(&mut line.client)?;
        store.give_back(line);
        Ok(store)
    }

    fn line(&self) -> Result<Line, StoreError> {
        loop {
            let free = self.idle.lock().unwrap_or_else(PoisonError::into_inner).pop();
            match free {
                Some(line) if line.client.is_closed() => {}
                Some(line) => return Ok(line),
                None => return self.connect(),
            }
        }
    }

    fn connect(&self) -> Result<Line, StoreError> {
        let mut client = self.road.connect()?;
        client.batch_execute(
            "SET statement_timeout = '60s'; SET lock_timeout = '20s';
             SET idle_in_transaction_session_timeout = '60s'",
        )?;
        Ok(Line { client, statements: HashMap::new() })
    }

    fn give_back(&self, line: Line) {
        let mut idle = self.idle.lock().unwrap_or_else(PoisonError::into_inner);
        if !line.client.is_closed() && idle.len() < self.width {
            idle.push(line);
        }
    }
}

fn bring_up(client: &mut Client) -> Result<(), StoreError> {
    let mut tx = client.transaction()?;
    tx.execute("SELECT pg_advisory_xact_lock($1)", &[&MIGRATING])?;
    tx.batch_execute("CREATE TABLE IF NOT EXISTS schema_step (step BIGINT NOT NULL PRIMARY KEY)")?;
    let found: i64 = tx.query_one("SELECT coalesce(max(step), 0) FROM schema_step", &[])?.get(0);
    if found > SCHEMA {
        return Err(StoreError::Newer { found, known: SCHEMA });
    }
    for (step, sql) in migrate::after(POSTGRES_STEPS, found) {
        tx.batch_execute(sql)?;
        tx.execute("INSERT INTO schema_step (step) VALUES ($1)", &[&step])?;
    }
    Ok(tx.commit()?)
}

impl Store for Postgres {
    fn within(&self, way: Way, work: Work<'_>) -> Result<(), Failure> {
        let mut line = self.line()?;
        let mut begun = false;
        let mut end = run(&mut line, way, &mut |tx| {
            begun = true;
            work(tx)
        });
        if !begun && line.client.is_closed() {
            // The database was started anew since: the other connections are gone as well, and nothing was done yet.
            self.idle.lock().unwrap_or_else(PoisonError::into_inner).clear();
            line = self.connect()?;
            end = run(&mut line, way, work);
        }
        self.give_back(line);
        end
    }

    fn is_shared(&self) -> bool {
        true
    }

    fn width(&self, way: Way) -> usize {
        match way {
            Way::Read => self.width.div_ceil(2),
            Way::Write => (self.width / 2).max(1),
        }
    }

    fn settle(&self) -> Result<(), StoreError> {
        let mut line = self.line()?;
        let end = line.client.batch_execute("VACUUM entry, batch_wrap, wrap, seal, chunk, segment");
        self.give_back(line);
        Ok(end?)
    }

    fn verify(&self) -> Result<(), StoreError> {
        Ok(())
    }

    fn step(&self) -> Result<i64, StoreError> {
        let mut line = self.line()?;
        let step = line.client.query_one("SELECT max(step) FROM schema_step", &[])?.get(0);
        self.give_back(line);
        Ok(step)
    }
}

fn run(line: &mut Line, way: Way, work: Work<'_>) -> Result<(), Failure> {
    let Line { client, statements } = line;
    // A writer reads what is committed once it has the row of its space; a reader sees one moment.
    let kind = match way {
        Way::Read => {
            client.build_transaction().isolation_level(IsolationLevel::RepeatableRead).read_only(true)
        }
        Way::Write => client.build_transaction().isolation_level(IsolationLevel::ReadCommitted),
    };
    let mut tx = PostgresTx { tx: kind.start().map_err(StoreError::from)?, statements };
    work(&mut tx)?;
    tx.tx.commit().map_err(StoreError::from)?;
    Ok(())
}

struct PostgresTx<'t, 'c> {
    tx: Transaction<'c>,
    statements: &'t mut HashMap<String, Statement>,
}

impl PostgresTx<'_, '_> {
    fn statement(&mut self, sql: &str) -> Result<Statement, StoreError> {
        if let Some(known) = self.statements.get(sql) {
            return Ok(known.clone());
        }
        let statement = self.tx.prepare(&sql.replace('?', "$"))?;
        self.statements.insert(sql.to_owned(), statement.clone());
        Ok(statement)
    }
}

impl Tx for PostgresTx<'_, '_> {
    fn run(&mut self, sql: &str, values: &[Value<'_>]) -> Result<u64, StoreError> {
        let statement = self.statement(sql)?;
        Ok(self.tx.execute(&statement, &parameters(values))?)
    }

    fn ask(&mut self, sql: &str, values: &[Value<'_>]) -> Result<Vec<Row>, StoreError> {
        let statement = self.statement(sql)?;
        let rows = self.tx.query(&statement, &parameters(values))?;
        rows.iter()
            .map(|row| (0..row.len()).map(|at| cell(row, at)).collect::<Result<_, _>>().map(Row))
            .collect()
    }
}

fn parameters<'v>(values: &'v [Value<'v>]) -> Vec<&'v (dyn ToSql + Sync)> {
    values
        .iter()
        .map(|value| match value {
            Value::Int(number) => number as &(dyn ToSql + Sync),
            Value::Bytes(bytes) => bytes,
            Value::Nothing => &None::<&[u8]>,
        })
        .collect()
}

fn cell(row: &postgres::Row, at: usize) -> Result<Cell, StoreError> {
    let kind = row.columns().get(at).map(postgres::Column::type_);
    if kind == Some(&Type::INT8) {
        let number: Option<i64> = row.try_get(at)?;
        return Ok(number.map_or(Cell::Nothing, Cell::Int));
    }
    let bytes: Option<&[u8]> = row.try_get(at)?;
    Ok(bytes.map_or(Cell::Nothing, |bytes| Cell::Bytes(bytes.to_vec())))
}

impl From<postgres::Error> for StoreError {
    fn from(error: postgres::Error) -> Self {
        let Some(told) = error.as_db_error() else {
            // No answer at all: the connection was refused, lost, or given up. Why stands one step below, as what is wrong with
            // a certificate.
            let cause = error.source().map(|cause| format!(": {cause}")).unwrap_or_default();
            return StoreError::Busy(format!("{error}{cause}"));
        };
        // Without its detail, which repeats values.
        let text = format!("{} {}", told.code().code(), told.message());
        let passing = [
            SqlState::QUERY_CANCELED,
            SqlState::LOCK_NOT_AVAILABLE,
            SqlState::T_R_SERIALIZATION_FAILURE,
            SqlState::T_R_DEADLOCK_DETECTED,
            SqlState::TOO_MANY_CONNECTIONS,
            SqlState::CANNOT_CONNECT_NOW,
            SqlState::ADMIN_SHUTDOWN,
            SqlState::CRASH_SHUTDOWN,
            SqlState::DISK_FULL,
        ];
        if passing.contains(told.code()) { StoreError::Busy(text) } else { StoreError::Other(text) }
    }
}
