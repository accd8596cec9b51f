//! The steps of the schema, the same numbers and names for both databases; forward only, each in one transaction.

/// The step that this version writes.
pub const SCHEMA: i64 = 1;

/// What each step says to SQLite.
pub const SQLITE_STEPS: &[(&str, &str)] =
    &[("0001_hub", include_str!("../../../../migrations/hub-sqlite/0001_hub.sql"))];

/// What each step says to PostgreSQL.
pub const POSTGRES_STEPS: &[(&str, &str)] =
    &[("0001_hub", include_str!("../../../../migrations/hub-postgres/0001_hub.sql"))];

/// The steps after `found`, each with its number.
pub(super) fn after(
    steps: &'static [(&'static str, &'static str)],
    found: i64,
) -> impl Iterator<Item = (i64, &'static str)> {
    (1_i64..).zip(steps).filter(move |(step, _)| *step > found).map(|(step, (_, sql))| (step, *sql))
}

#[cfg(test)]
mod tests {
    use data_encoding::HEXLOWER;
    use sha2::{Digest as _, Sha256};

    use super::*;

    /// Steps that hubs were made with, by the SHA-256 of what they say to SQLite: that may not change any more, nor what
    /// they say to PostgreSQL, which is held against it.
    const FROZEN: &[&str] = &["91894be6295292767c5b0653518eb967bf81cd0b696be87328c1ba1de6695420"];

    #[test]
    fn a_step_that_hubs_were_made_with_stays_as_it_is() {
        for ((name, sql), frozen) in SQLITE_STEPS.iter().zip(FROZEN) {
            let found = HEXLOWER.encode(&Sha256::digest(sql.as_bytes()));
            assert_eq!(&found, frozen, "{name} is frozen: write a new one");
        }
    }

    /// A step with what only one of the two databases says taken out.
    fn alike(sql: &str) -> String {
        sql.replace("BYTEA", "BLOB").replace("BIGINT", "INTEGER").replace(") STRICT;", ");")
    }

    #[test]
    fn both_databases_have_the_same_steps_and_tables() {
        assert_eq!(SQLITE_STEPS.len(), POSTGRES_STEPS.len());
        assert_eq!(i64::try_from(SQLITE_STEPS.len()), Ok(SCHEMA));
        for (sqlite, postgres) in SQLITE_STEPS.iter().zip(POSTGRES_STEPS) {
            assert_eq!(sqlite.0, postgres.0);
            assert_eq!(alike(sqlite.1), alike(postgres.1), "{}", sqlite.0);
        }
    }

    #[test]
    fn every_table_of_a_space_has_the_space_first_in_its_keys() {
        let general = ["hub", "nonce", "session", "letter"];
        for (_, sql) in POSTGRES_STEPS {
            for table in sql.split("CREATE TABLE ").skip(1) {
                let name = table.split_whitespace().next().unwrap();
                let keys = table.lines().filter_map(|line| {
                    let line = line.trim();
                    let list = line.strip_prefix("PRIMARY KEY (").or(line.strip_prefix("UNIQUE ("));
                    list.or_else(|| line.contains("NOT NULL PRIMARY KEY").then_some(line))
                });
                let keys: Vec<&str> = keys.collect();
                assert!(!keys.is_empty(), "{name} has no key");
                let sharded = keys.iter().all(|key| key.starts_with("space"));
                assert!(sharded || general.contains(&name), "{name}: {keys:?}");
            }
        }
    }
}
