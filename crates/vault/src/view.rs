//! The views that a worker keeps.

use passerelle_domain::id::{SavedViewId, WorkerId};
use passerelle_domain::view::View;

use crate::row::blob;
use crate::{Error, Vault};

impl Vault {
    /// A worker's views in the order in which they were kept.
    pub fn views(&self, owner: WorkerId) -> Result<Vec<View>, Error> {
        self.read(|db| {
            let sql = "SELECT id, name, body FROM saved_view WHERE owner = ?1 AND removed = 0 ORDER BY ix";
            let mut statement = db.prepare_cached(sql)?;
            let rows = statement.query_map([blob(&owner.0)], |row| {
                Ok(View { id: SavedViewId(row.get(0)?), name: row.get(1)?, body: row.get(2)? })
            })?;
            Ok(rows.collect::<Result<_, _>>()?)
        })
    }
}
