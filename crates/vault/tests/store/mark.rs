//! The mark beside the database: what was acknowledged is there, or said to be missing.

use std::fs;
use std::path::{Path, PathBuf};

use passerelle_domain::case::{self, OriginKind};
use passerelle_domain::change::Changes;
use passerelle_domain::id::{CountedIds, PersonId, WorkerId};
use passerelle_domain::moment::{Instant, Now};
use passerelle_domain::person::{self, PersonDraft};
use passerelle_vault::key::secret::VaultKey;
use passerelle_vault::mark::{self, LossKind};
use passerelle_vault::person::{PeopleFilter, PeopleSort};
use passerelle_vault::{Error, FILE, Hand, Vault};
use tempfile::TempDir;
use uuid::Uuid;

pub const WORKER: WorkerId = WorkerId(Uuid::from_u128(9));

pub struct Laptop {
    pub dir: TempDir,
    pub key: VaultKey,
    pub ids: CountedIds,
    pub clock: i64,
}

pub fn folder() -> TempDir {
    tempfile::tempdir_in("/dev/shm").or_else(|_| tempfile::tempdir()).unwrap()
}

pub fn laptop() -> (Laptop, Vault) {
    let (dir, key, mut ids) = (folder(), VaultKey::draw().unwrap(), CountedIds(1_000));
    let vault = Vault::create(dir.path(), &key, WORKER, &mut ids).unwrap();
    (Laptop { dir, key, ids, clock: 1_700_000_000_000 }, vault)
}

impl Laptop {
    pub fn add(&mut self, vault: &Vault, given: &str) -> PersonId {
        self.clock += 60_000;
        let now = Now { at: Instant(self.clock), today: "2026-11-23".parse().unwrap() };
        let who =
            PersonDraft { given_name: given.into(), family_name: "Diallo".into(), ..PersonDraft::default() };
        let (id, mut changes): (_, Changes) = person::add(&who, now, &mut self.ids).unwrap();
        case::open(&mut changes, id, OriginKind::Street, "", WORKER, now, &mut self.ids);
        vault.commit(&changes, Hand { worker: WORKER, now }).unwrap();
        id
    }

    pub fn open(&self) -> Vault {
        Vault::open(self.dir.path(), &self.key).unwrap()
    }

    pub fn file(&self, name: &str) -> PathBuf {
        self.dir.path().join(name)
    }

    /// The files as they stand, as a backup program would copy them or a killed process leave them.
    pub fn copied(&self) -> TempDir {
        let copy = folder();
        copy_files(self.dir.path(), copy.path());
        copy
    }
}

pub fn copy_files(from: &Path, to: &Path) {
    for entry in fs::read_dir(from).unwrap() {
        let path = entry.unwrap().path();
        if path.is_file() {
            fs::copy(&path, to.join(path.file_name().unwrap())).unwrap();
        }
    }
}

pub fn names(vault: &Vault) -> Vec<String> {
    let today = "2026-11-23".parse().unwrap();
    let page = vault.people(&PeopleFilter::default(), PeopleSort::Name, false, 0, 500, today).unwrap();
    page.lines.into_iter().map(|line| line.given_name).collect()
}

#[test]
fn a_vault_that_lost_nothing_says_nothing_however_often_it_is_opened_or_killed() {
    let (mut awa, vault) = laptop();
    assert_eq!(vault.loss().unwrap(), None, "a new vault");
    drop(vault);
    for round in 0..3 {
        let vault = awa.open();
        assert_eq!(vault.loss().unwrap(), None, "opening {round}");
        awa.add(&vault, "Awa");
        let killed = awa.copied();
        let found = Vault::open(killed.path(), &awa.key).unwrap();
        assert_eq!(found.loss().unwrap(), None, "killed in round {round}");
        assert_eq!(names(&found), names(&vault));
    }
}

#[test]
fn an_older_copy_put_back_is_named_with_what_it_lacks_until_it_is_acknowledged() {
    let (mut awa, vault) = laptop();
    awa.add(&vault, "Awa");
    drop(vault);
    let old = fs::read(awa.file(FILE)).unwrap();
    let vault = awa.open();
    awa.add(&vault, "Bruno");
    awa.add(&vault, "Zélie");
    drop(vault);
    fs::write(awa.file(FILE), old).unwrap();
    for rest in ["-wal", "-shm"] {
        let _ = fs::remove_file(awa.file(&format!("{FILE}{rest}")));
    }
    let vault = awa.open();
    let loss = vault.loss().unwrap().unwrap();
    assert_eq!((loss.kind, loss.acts), (LossKind::OlderCopy, 2));
    assert_eq!(loss.since_ms, Some(1_700_000_060_000), "Awa was the last");
    assert_eq!(loss.until_ms, Some(1_700_000_180_000), "Zélie is missing");
    let report = vault.verify().unwrap();
    assert_eq!((report.sound, report.loss), (false, Some(loss.clone())));
    awa.add(&vault, "Noé");
    drop(vault);
    let vault = awa.open();
    assert_eq!(vault.loss().unwrap(), Some(loss), "kept through work and a restart, not counted twice");
    vault.acknowledge_loss().unwrap();
    drop(vault);
    let vault = awa.open();
    assert_eq!(vault.loss().unwrap(), None);
    assert!(vault.verify().unwrap().sound, "numbers of lost acts are passed over, not used again");
    assert_eq!(names(&vault), ["Awa", "Noé"]);
}

#[test]
fn a_missing_mark_is_said_once_and_a_forged_one_too() {
    let (mut awa, vault) = laptop();
    awa.add(&vault, "Awa");
    drop(vault);
    fs::remove_file(awa.file(mark::FILE)).unwrap();
    let vault = awa.open();
    assert_eq!(vault.loss().unwrap().unwrap().kind, LossKind::MarkMissing);
    vault.acknowledge_loss().unwrap();
    drop(vault);
    let theirs = fs::read(awa.file(mark::FILE)).unwrap();
    assert_eq!(awa.open().loss().unwrap(), None, "said once");

    let (mut bruno, vault) = laptop();
    bruno.add(&vault, "Bruno");
    drop(vault);
    fs::write(bruno.file(mark::FILE), theirs).unwrap();
    let loss = bruno.open().loss().unwrap().unwrap();
    assert_eq!((loss.kind, loss.acts), (LossKind::MarkDamaged, 0), "a mark of another vault is none");
}

#[test]
fn a_record_torn_while_it_is_written_loses_nothing() {
    let (mut awa, vault) = laptop();
    awa.add(&vault, "Awa");
    awa.add(&vault, "Bruno");
    drop(vault);
    let whole = fs::read(awa.file(mark::FILE)).unwrap();
    for half in [0, whole.len() / 2] {
        let mut torn = whole.clone();
        torn[half + 40..half + 80].fill(0);
        let copy = awa.copied();
        fs::write(copy.path().join(mark::FILE), torn).unwrap();
        assert_eq!(Vault::open(copy.path(), &awa.key).unwrap().loss().unwrap(), None);
    }
}

#[test]
fn a_bit_that_turns_in_the_log_is_lost_with_a_word_and_never_read() {
    let (mut awa, vault) = laptop();
    drop(vault);
    let vault = awa.open();
    let people: Vec<String> = (0..12).map(|number| format!("Awa{number:02}")).collect();
    for given in &people {
        awa.add(&vault, given);
    }
    let log = fs::metadata(awa.file(&format!("{FILE}-wal"))).unwrap().len();
    assert!(log > 100_000, "the log is full: {log}");
    let (mut whole, mut told) = (0, 0);
    for place in 0..60_u64 {
        let copy = awa.copied();
        let path = copy.path().join(format!("{FILE}-wal"));
        let mut bytes = fs::read(&path).unwrap();
        let at = usize::try_from(place * log / 60 + place % 24).unwrap();
        bytes[at] ^= 1 << (place % 8);
        fs::write(&path, bytes).unwrap();
        match Vault::open(copy.path(), &awa.key) {
            Err(Error::Damaged) => told += 1,
            Err(other) => panic!("{place}: {other}"),
            Ok(found) => {
                let (names, loss) = (names(&found), found.loss().unwrap());
                let missing = people.len() - names.len();
                assert_eq!(names, people[..names.len()], "{place}: what is there is what was written");
                let said = loss.map_or(0, |loss| loss.acts);
                assert_eq!(usize::try_from(said).unwrap(), missing, "{place}: what is not there is said");
                if missing == 0 { whole += 1 } else { told += 1 }
            }
        }
    }
    assert!(told > 20, "the test turned bits that matter: {whole} whole, {told} told");
}

#[test]
fn two_at_once_are_refused_and_the_folder_is_free_again_afterwards() {
    let (awa, vault) = laptop();
    assert!(matches!(Vault::open(awa.dir.path(), &awa.key), Err(Error::InUse)));
    drop(vault);
    awa.open();
}
