//! A damaged file: whose files are hurt is said by name, nothing wrong is read, and what can be read is saved.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use passerelle_domain::moment::{Instant, Now};
use passerelle_vault::hold::Hold;
use passerelle_vault::key::secret::VaultKey;
use passerelle_vault::recover::{RecoverReport, recover};
use passerelle_vault::verify::Finding;
use passerelle_vault::{Error, FILE, Vault};
use rusqlite::Connection;
use tempfile::TempDir;

use crate::mark::{Laptop, folder, laptop, names};

const PAGE: usize = 4_096;
/// Enough that most pages hold rows or lines, and not the schema, without which nothing can be opened.
const MANY: usize = 240;

/// The file opened around the vault, as only damage or an attacker with the key writes in it.
fn behind(dir: &Path, key: &VaultKey) -> Connection {
    let db = Connection::open(dir.join(FILE)).unwrap();
    db.execute_batch(&format!("PRAGMA key = \"x'{}'\"", *key.hex())).unwrap();
    db
}

fn given(number: usize) -> String {
    format!("Awa{number:03}")
}

/// A closed vault of so many people.
fn people(count: usize) -> Laptop {
    let (mut awa, vault) = laptop();
    for number in 0..count {
        awa.add(&vault, &given(number));
    }
    drop(vault);
    awa
}

/// A copy in which one bit of each of these pages is turned.
fn with_bad_pages(awa: &Laptop, pages: impl IntoIterator<Item = usize>) -> TempDir {
    let copy = awa.copied();
    let path = copy.path().join(FILE);
    let mut bytes = fs::read(&path).unwrap();
    for page in pages {
        bytes[page * PAGE + 100 + page % 3_000] ^= 1 << (page % 8);
    }
    fs::write(&path, bytes).unwrap();
    copy
}

fn saved(from: &Path, awa: &mut Laptop) -> Result<(RecoverReport, Vault, TempDir), Error> {
    let to = folder();
    let now = Now { at: Instant(awa.clock + 1_000), today: "2026-11-23".parse().unwrap() };
    let hold = Hold::take(from)?;
    let report = recover(from, &hold, to.path(), &awa.key, &mut awa.ids, now)?;
    let vault = Vault::open(to.path(), &awa.key)?;
    Ok((report, vault, to))
}

#[test]
fn a_row_that_was_tampered_with_names_its_person() {
    let awa = people(3);
    let db = behind(awa.dir.path(), &awa.key);
    db.execute_batch("UPDATE case_file SET origin_kind = 'school' WHERE ix = 2; UPDATE person SET phone = '1' WHERE ix = 3")
        .unwrap();
    drop(db);
    let report = awa.open().verify().unwrap();
    assert!(!report.sound);
    let hurt: Vec<(&str, u32)> = report.people.iter().map(|one| (one.name.as_str(), one.rows)).collect();
    assert_eq!(hurt, [("Awa001 Diallo", 1), ("Awa002 Diallo", 1)]);
}

#[test]
fn a_row_whose_parent_is_gone_is_an_orphan_and_its_person_is_named_from_the_journal() {
    let awa = people(2);
    behind(awa.dir.path(), &awa.key).execute_batch("DELETE FROM person WHERE ix = 2").unwrap();
    let report = awa.open().verify().unwrap();
    let orphans: Vec<(&str, &str, u32)> =
        report.orphans.iter().map(|one| (one.table.as_str(), one.parent.as_str(), one.count)).collect();
    assert_eq!(orphans, [("case_file", "person", 1)]);
    assert_eq!(report.people[0].name, "Awa001 Diallo");
}

#[test]
fn a_bit_turned_in_any_page_is_found_and_nothing_wrong_is_read() {
    let awa = people(120);
    let pages = fs::metadata(awa.file(FILE)).unwrap().len() / 4_096;
    let pages = usize::try_from(pages).unwrap();
    let known: BTreeSet<String> = (0..120).map(given).collect();
    let (mut closed, mut named) = (0, 0);
    for page in (0..pages).step_by(pages.div_ceil(25)) {
        let copy = with_bad_pages(&awa, [page]);
        let vault = match Vault::open(copy.path(), &awa.key) {
            Err(Error::Damaged) => {
                closed += 1;
                continue;
            }
            other => other.unwrap(),
        };
        let report = vault.verify().unwrap();
        assert!(report.findings.contains(&Finding::Pages { count: 1 }), "page {page}: {report:?}");
        assert!(report.people.iter().all(|one| {
            one.name.split(' ').next().is_some_and(|name| name.is_empty() || known.contains(name))
        }));
        named += usize::from(!report.people.is_empty());
    }
    assert!(closed < 15 && named > 0, "{pages} pages, {closed} of them open nothing, {named} name people");
}

#[test]
fn what_is_left_of_a_damaged_file_is_saved_into_a_sound_vault_and_the_loss_is_counted() {
    let mut awa = people(MANY);
    let pages = usize::try_from(fs::metadata(awa.file(FILE)).unwrap().len() / 4_096).unwrap();
    let (mut rescued, mut everything, mut tried) = (0, 0, 0);
    for first in (2..pages).step_by(pages.div_ceil(9)) {
        let copy = with_bad_pages(
            &awa,
            [first, (first * 7 + 11) % pages.max(3)].into_iter().filter(|page| *page > 0),
        );
        let before = fs::read(copy.path().join(FILE)).unwrap();
        tried += 1;
        let Ok((report, vault, _to)) = saved(copy.path(), &mut awa) else { continue };
        assert_eq!(fs::read(copy.path().join(FILE)).unwrap(), before, "the damaged file is not touched");
        let check = vault.verify().unwrap();
        assert!(check.sound, "bad page {first}: {check:?}");
        let left = names(&vault);
        assert!(left.iter().all(|name| name.starts_with("Awa") && name.len() == 6), "{left:?}");
        let lost: u32 = report.tables.iter().map(|table| table.lost).sum();
        assert!(lost > 0 || left.len() == MANY, "bad page {first}: {} left, {report:?}", left.len());
        rescued += 1;
        everything += usize::from(left.len() == MANY);
    }
    assert!(rescued * 10 >= tried * 8, "{rescued} of {tried} files gave something back");
    assert!(everything * 2 >= rescued, "{everything} of {rescued}: journal and tables hold everything twice");
}

#[test]
fn a_sound_vault_is_recovered_whole_and_another_is_never_written_over() {
    let mut awa = people(4);
    let dir = awa.dir.path().to_owned();
    let (report, vault, to) = saved(&dir, &mut awa).unwrap();
    assert_eq!((report.rewritten, report.people.len()), (0, 0));
    assert!(report.tables.iter().all(|table| table.lost == 0), "{report:?}");
    assert_eq!(names(&vault).len(), 4);
    drop(vault);
    let hold = Hold::take(&dir).unwrap();
    let now = Now { at: Instant(awa.clock), today: "2026-11-23".parse().unwrap() };
    let again = recover(&dir, &hold, to.path(), &awa.key, &mut awa.ids, now);
    assert!(matches!(again, Err(Error::AlreadyThere)));
    let vault = Vault::open(to.path(), &awa.key).unwrap();
    assert_eq!(vault.loss().unwrap(), None);
    let noé = awa.add(&vault, "Noé");
    assert!(vault.person(noé, now.today).is_ok());
    assert!(vault.verify().unwrap().sound, "work goes on in it, under a new device");
}
