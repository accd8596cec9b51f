//! Which files stand aside: put away by a decision of keeping, or limited by a granted right.

use rusqlite::Connection;
use uuid::Uuid;

use crate::Error;
use crate::row::{self, blob};

/// What is added to a person's `aside` where their file was put away.
pub const ARCHIVED: u8 = 1;
/// The same where its use is limited; `domain::rights::limits` says the rule of one request.
pub const LIMITED: u8 = 2;

/// Whether anything was ever decided by which a file could stand aside.
pub fn decided(db: &Connection) -> Result<bool, Error> {
    Ok(row::any(db, "retention_choice")? || row::any(db, "rights_request")?)
}

/// Makes it anew from the decisions and requests of this person and of those who are shown in their file. The last decision
/// counts; of two of one day, the one written last.
pub fn place(db: &Connection, person: &Uuid) -> Result<(), Error> {
    let sql = "UPDATE person SET aside =
                 coalesce((SELECT c.keeping = 'archive' FROM retention_choice c
                   WHERE c.person IN (SELECT id FROM person WHERE id = ?1 OR merged_into = ?1) AND c.removed = 0
                     AND c.keeping IN ('archive', 'return')
                   ORDER BY c.on_day DESC, c.at DESC, c.id DESC LIMIT 1), 0)
                 + 2 * EXISTS (SELECT 1 FROM rights_request r
                   WHERE r.person IN (SELECT id FROM person WHERE id = ?1 OR merged_into = ?1) AND r.removed = 0
                     AND r.kind IN ('limitation', 'objection') AND r.outcome IN ('granted', 'partly')
                     AND r.lifted_on = '')
               WHERE id = ?1";
    db.prepare_cached(sql)?.execute([blob(person)])?;
    Ok(())
}
