//! What became of those who were sent to programmes made of offers: counts for each, and never whose.

use std::collections::HashMap;

use passerelle_domain::programme::ProgrammeSource;
use passerelle_domain::programme::rank::{Record, Scope};
use rusqlite::params;
use serde_json::json;

use crate::{Error, Vault};

impl Vault {
    /// The record of each of these offers that somebody was sent to. Who still waits for an answer is not counted.
    pub fn records(&self, offers: &[ProgrammeSource]) -> Result<HashMap<(String, String), Record>, Error> {
        self.read(|db| {
            // In a state that comes after the answer; started and held are told by the moves and the checks.
            let sql = "SELECT p.source, p.source_key,
                sum(r.state NOT IN ('draft', 'cancelled', 'sent', 'received', 'in_review', 'waitlisted')),
                sum(EXISTS (SELECT 1 FROM transition t WHERE t.referral = r.id AND t.to_state = 'started' AND t.undone = 0)),
                sum(EXISTS (SELECT 1 FROM referral_check k WHERE k.referral = r.id AND k.kind = 'month_3' AND k.present = 'yes'
                  AND k.undone = 0)),
                sum(r.state = 'completed')
              FROM json_each(?1) f
              CROSS JOIN programme p ON p.source = f.value ->> 0 AND p.source_key = f.value ->> 1 AND p.source <> '' AND p.removed = 0
              CROSS JOIN referral r ON r.programme = p.id AND r.hidden = 0 GROUP BY p.source, p.source_key";
            let asked: Vec<_> = offers.iter().map(|offer| [&offer.source, &offer.key]).collect();
            let mut statement = db.prepare_cached(sql)?;
            let rows = statement.query_map(params![json!(asked).to_string()], |row| {
                let record = Record {
                    scope: Scope::Programme,
                    sent: row.get(2)?,
                    started: row.get(3)?,
                    held: row.get(4)?,
                    completed: row.get(5)?,
                };
                Ok(((row.get(0)?, row.get(1)?), record))
            })?;
            Ok(rows.collect::<Result<_, _>>()?)
        })
    }
}
