//! The delays of each kind of programme: those that were chosen, else the usual ones.

use passerelle_domain::programme::ProgrammeKind;
use passerelle_domain::referral::{Delays, LONGEST_DELAY};
use rusqlite::{Connection, OptionalExtension, Row};
use serde::Serialize;
use ts_rs::TS;

use crate::{Error, Vault};

const COLUMNS: &str = "draft, acknowledge, answer, waitlist, start, length";

/// The delays of one kind.
#[derive(Clone, Debug, Serialize, TS)]
pub struct DelayLine {
    pub kind: ProgrammeKind,
    pub delays: Delays,
    pub usual: Delays,
}

/// A delay that another version left out, or that is none, is the usual one.
fn read(row: &Row<'_>, usual: Delays) -> rusqlite::Result<Delays> {
    let days = |at: usize, usual: u16| {
        let kept = row.get::<_, Option<i64>>(at)?.and_then(|days| u16::try_from(days).ok());
        Ok::<_, rusqlite::Error>(kept.filter(|days| (1..=LONGEST_DELAY).contains(days)).unwrap_or(usual))
    };
    Ok(Delays {
        draft: days(0, usual.draft)?,
        acknowledge: days(1, usual.acknowledge)?,
        answer: days(2, usual.answer)?,
        waitlist: days(3, usual.waitlist)?,
        start: days(4, usual.start)?,
        length: days(5, usual.length)?,
    })
}

fn kept(db: &Connection, kind: &str) -> Result<Option<Delays>, Error> {
    let sql = format!("SELECT {COLUMNS} FROM delay WHERE kind = ?1 ORDER BY ix LIMIT 1");
    Ok(db.prepare_cached(&sql)?.query_row([kind], |row| read(row, Delays::of(kind))).optional()?)
}

/// The delays in force for a kind of programme.
pub fn delays(db: &Connection, kind: &str) -> Result<Delays, Error> {
    Ok(kept(db, kind)?.unwrap_or_else(|| Delays::of(kind)))
}

impl Vault {
    /// The delays of every kind of programme.
    pub fn delays(&self) -> Result<Vec<DelayLine>, Error> {
        self.read(|db| {
            let line = |kind: &ProgrammeKind| {
                let usual = Delays::of(kind.code());
                Ok(DelayLine { kind: *kind, delays: delays(db, kind.code())?, usual })
            };
            ProgrammeKind::ALL.iter().map(line).collect()
        })
    }

    /// The delays chosen for one kind; none while it has the usual ones.
    pub fn chosen_delays(&self, kind: ProgrammeKind) -> Result<Option<Delays>, Error> {
        self.read(|db| kept(db, kind.code()))
    }
}
