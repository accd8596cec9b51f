//! What lines that came before said of a row when they made it: it stands for itself until somebody writes over it.

use passerelle_domain::change::{Field, Table};
use passerelle_domain::moment::Hlc;
use rusqlite::params;
use uuid::Uuid;

use super::Tables;
use crate::heads::{Head, Place, number};
use crate::journal::{Entry, Version};
use crate::{Error, reach};

impl Tables<'_> {
    /// What a line said of a field when it made the row.
    pub(super) fn said(&self, by: Version, place: &Place) -> Result<Option<Head>, Error> {
        let said = self.said_all(by, place.table, place.row)?;
        Ok(said.into_iter().find(|(field, _)| *field == place.field).map(|(_, head)| head))
    }

    pub(super) fn said_all(&self, by: Version, table: Table, row: Uuid) -> Result<Vec<(Field, Head)>, Error> {
        let Some(entries) = reach::line(self.lines, &self.names, by)? else { return Ok(Vec::new()) };
        let sql = "SELECT hlc_ms, hlc_count FROM journal WHERE id = ?1 << 40 | ?2";
        let hlc = self.lines.prepare_cached(sql)?.query_row(params![by.0, number(by.1)?], |line| {
            Ok(Hlc { ms: line.get::<_, i64>(0)?.cast_unsigned(), count: line.get(1)? })
        })?;
        let mut said = Vec::new();
        for entry in entries {
            match entry {
                Entry::New { table: of, row: id, fields, .. } if of == table.number() && id == row => {
                    said.extend(fields);
                }
                _ => {}
            }
        }
        let partial = self.partial && reach::is_partial(self.db, by)?;
        let mut heads = Vec::with_capacity(said.len());
        for (field, value) in said {
            // What is left for later stands once it is read, unless it is replaced until then.
            let left = partial && !self.has_come(by, &Place { table, row, field })?;
            if !left && !value.is_silent() {
                heads.push((field, Head { version: by, hlc, value }));
            }
        }
        Ok(heads)
    }
}
