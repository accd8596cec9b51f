//! The health of the file: page authentication, structure, and journal against tables.

use serde::Serialize;
use ts_rs::TS;

use crate::mark::Loss;
use crate::{Error, Vault, rebuild};

/// What a verification found; sound when nothing did.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
pub struct VerifyReport {
    pub sound: bool,
    /// Acts in the journal.
    pub acts: u32,
    pub findings: Vec<Finding>,
    /// What the mark beside the database says is missing.
    pub loss: Option<Loss>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(tag = "finding", rename_all = "snake_case")]
pub enum Finding {
    /// Pages whose authentication fails.
    Pages { count: u32 },
    /// What the database says of its own structure.
    Structure { count: u32 },
    /// Rows that are not what the journal says.
    Rows { table: String, count: u32 },
}

fn count(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}

impl Vault {
    /// Reads the whole file. Takes seconds on a large vault; nothing is changed but the log being folded in, without
    /// which the page check gives false alarms after a crash.
    pub fn verify(&self) -> Result<VerifyReport, Error> {
        let db = self.writer()?;
        let held: bool = db.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |line| line.get(0))?;
        if held {
            return Err(Error::Busy);
        }
        let lines = |sql: &str| -> Result<Vec<String>, Error> {
            let mut statement = db.prepare(sql)?;
            let rows = statement.query_map([], |line| line.get::<_, String>(0))?;
            Ok(rows.collect::<Result<_, _>>()?)
        };
        let mut findings = Vec::new();
        let pages = lines("PRAGMA cipher_integrity_check")?.len();
        if pages > 0 {
            findings.push(Finding::Pages { count: count(pages) });
        }
        let structure = lines("PRAGMA integrity_check(100)")?.iter().filter(|line| *line != "ok").count();
        if structure > 0 {
            findings.push(Finding::Structure { count: count(structure) });
        }
        for (table, differing) in rebuild::differences(&db)? {
            findings.push(Finding::Rows { table, count: count(differing) });
        }
        let acts = db.query_row("SELECT count(*) FROM journal", [], |line| line.get(0))?;
        let loss = self.loss()?;
        Ok(VerifyReport { sound: findings.is_empty() && loss.is_none(), acts, findings, loss })
    }
}
