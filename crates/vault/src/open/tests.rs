use passerelle_domain::id::CountedIds;

use super::*;
use crate::SCHEMA;
use crate::backup::{Cause, list};
use crate::mark::LossKind;

const WORKER: WorkerId = WorkerId(Uuid::from_u128(9));

struct Laptop {
    dir: tempfile::TempDir,
    key: VaultKey,
}

/// A closed vault of the present schema.
fn laptop() -> Laptop {
    let (dir, key) = (tempfile::tempdir().unwrap(), VaultKey::draw().unwrap());
    drop(Vault::create(dir.path(), &key, WORKER, &mut CountedIds(1)).unwrap());
    Laptop { dir, key }
}

impl Laptop {
    fn writer(&self) -> Connection {
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        connect(&self.dir.path().join(FILE), &self.key, flags).unwrap()
    }

    /// Opens as a version with one step more would.
    fn updated(&self, step: &str) -> Result<Option<Backup>, Error> {
        let steps = [migrate::STEPS, &[step]].concat();
        bring_up(&self.dir.path().join(FILE), &mut self.writer(), &self.key, &steps)
    }

    fn copies(&self) -> Vec<Backup> {
        list(&self.dir.path().join(backup::FOLDER))
    }
}

#[test]
fn a_copy_of_the_former_schema_is_kept_before_it_changes() {
    let laptop = laptop();
    let kept = laptop.updated("CREATE TABLE more (a)").unwrap().unwrap();
    assert!(
        !laptop.dir.path().join(roots::FILE).exists(),
        "the roots of the former schema are no longer true"
    );
    assert_eq!(migrate::step(&laptop.writer()).unwrap(), SCHEMA + 1);
    assert_eq!((kept.cause, laptop.copies()), (Cause::BeforeMigration, vec![kept.clone()]));
    let copy = laptop.dir.path().join(backup::FOLDER).join(&kept.id);
    let former = Vault::open(&copy, &laptop.key).unwrap();
    let said = former.loss().unwrap().map(|loss| loss.kind);
    assert_eq!(
        said,
        Some(LossKind::MarkMissing),
        "a backup is a vault of its own, which says that it was opened by hand"
    );
    let newer = Vault::open(laptop.dir.path(), &laptop.key);
    assert!(matches!(newer, Err(Error::Newer { found, known: SCHEMA }) if found == SCHEMA + 1));
}

#[test]
fn a_step_that_fails_leaves_the_former_schema_and_names_the_copy() {
    let laptop = laptop();
    let failed = laptop.updated("CREATE TABLE more (a); INSERT INTO nowhere VALUES (1)").unwrap_err();
    let Error::MigrationFailed { copy } = failed else { panic!("{failed}") };
    assert_eq!(laptop.copies()[0].id, copy);
    assert_eq!(migrate::step(&laptop.writer()).unwrap(), SCHEMA);
    let vault = Vault::open(laptop.dir.path(), &laptop.key).unwrap();
    assert!(vault.verify().unwrap().sound, "nothing of the step is left");
    assert!(laptop.dir.path().join(roots::FILE).exists());
}

#[test]
fn without_room_for_the_copy_the_schema_is_not_touched() {
    let laptop = laptop();
    // A file where the folder should be: no copy can be made.
    std::fs::write(laptop.dir.path().join(backup::FOLDER), "").unwrap();
    assert!(laptop.updated("CREATE TABLE more (a)").is_err());
    assert_eq!(migrate::step(&laptop.writer()).unwrap(), SCHEMA);
}
