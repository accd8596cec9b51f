//! What the tables say, as one hash: the same on all laptops that have the same lines.

use std::fmt::Write as _;

use passerelle_domain::change::{Kind, Table};
use rusqlite::types::ValueRef;

use crate::row::columns;
use crate::{Error, Vault};

impl Vault {
    /// The hash of all rows by their ids, field by field, and of the elements of their sets. Nothing that only this laptop
    /// knows goes into it: no number of a row or a device.
    pub fn digest(&self) -> Result<[u8; 32], Error> {
        self.read(|db| {
            let mut hasher = blake3::Hasher::new();
            for table in Table::ALL {
                hasher.update(&table.number().to_le_bytes());
                let mut sql = String::from("SELECT id");
                for def in table.def().fields.iter().filter(|def| def.kind != Kind::Set) {
                    for name in columns(def) {
                        let _ = write!(sql, ", {name}");
                    }
                }
                let _ = write!(sql, " FROM {} ORDER BY id", table.def().name);
                hash_rows(&mut hasher, &mut *db.prepare_cached(&sql)?)?;
            }
            let sql = "SELECT DISTINCT tbl, row_id, field, element FROM set_dot ORDER BY tbl, row_id, field, element";
            hash_rows(&mut hasher, &mut *db.prepare_cached(sql)?)?;
            Ok(*hasher.finalize().as_bytes())
        })
    }
}

fn hash_rows(hasher: &mut blake3::Hasher, statement: &mut rusqlite::Statement<'_>) -> Result<(), Error> {
    let columns = statement.column_count();
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        for at in 0..columns {
            match row.get_ref(at)? {
                ValueRef::Null => hash(hasher, 0, &[]),
                ValueRef::Integer(int) => hash(hasher, 1, &int.to_le_bytes()),
                ValueRef::Real(real) => hash(hasher, 2, &real.to_le_bytes()),
                ValueRef::Text(text) => hash(hasher, 3, text),
                ValueRef::Blob(bytes) => hash(hasher, 4, bytes),
            }
        }
    }
    Ok(())
}

/// Each value with its kind and length, so that no two rows make the same bytes.
fn hash(hasher: &mut blake3::Hasher, kind: u8, bytes: &[u8]) {
    hasher.update(&[kind]);
    hasher.update(&u64::try_from(bytes.len()).unwrap_or(u64::MAX).to_le_bytes());
    hasher.update(bytes);
}
