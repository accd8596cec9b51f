//! A damaged file: whose files are hurt is said by name, nothing wrong is read, and what can be read is saved.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use passerelle_domain::encounter::{self, EncounterKind, EncounterResult, Initiative, RecordEncounter};
use passerelle_domain::id::{CountedIds, PersonId};
use passerelle_domain::moment::{Instant, Now};
use passerelle_vault::backup::{Cause, restore};
use passerelle_vault::hold::Hold;
use passerelle_vault::key::secret::VaultKey;
use passerelle_vault::person::{PeopleFilter, PeopleSort};
use passerelle_vault::recover::{RecoverReport, recover};
use passerelle_vault::verify::Finding;
use passerelle_vault::{Error, FILE, Hand, Vault, roots};
use rusqlite::Connection;
use tempfile::TempDir;

use crate::mark::{Laptop, WORKER, folder, laptop, names};

const PAGE: usize = 4_096;
const DRAFT: &str = "new_person";

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

fn pages_of(awa: &Laptop) -> usize {
    usize::try_from(fs::metadata(awa.file(FILE)).unwrap().len()).unwrap() / PAGE
}

/// Every line of the list of people, to the letter.
fn lines(vault: &Vault) -> String {
    let today = "2026-11-23".parse().unwrap();
    let page = vault.people(&PeopleFilter::default(), PeopleSort::Name, false, 0, 500, today).unwrap();
    serde_json::to_string(&page.lines).unwrap()
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

fn saved(from: &Path, awa: &Laptop) -> Result<(RecoverReport, Vault, TempDir), Error> {
    let (to, mut ids) = (folder(), CountedIds(9_000_000));
    let now = Now { at: Instant(awa.clock + 1_000), today: "2026-11-23".parse().unwrap() };
    let hold = Hold::take(from)?;
    let report = recover(from, &hold, to.path(), &awa.key, &mut ids, now)?;
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
    let pages = pages_of(&awa);
    let known: BTreeSet<String> = (0..120).map(given).collect();
    let (mut closed, mut named) = (0, 0);
    for page in (0..pages).step_by(pages.div_ceil(50)) {
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
    assert!(closed < 30 && named > 0, "{pages} pages, {closed} of them open nothing, {named} name people");
}

#[test]
fn what_is_left_of_a_damaged_file_is_saved_into_a_sound_vault_and_the_loss_is_counted() {
    let awa = people(120);
    let pages = pages_of(&awa);
    let (mut rescued, mut everything) = (0, 0);
    for first in (0..pages).step_by(pages.div_ceil(9)) {
        let copy = with_bad_pages(&awa, [first, (first * 7 + 11) % pages]);
        let before = fs::read(copy.path().join(FILE)).unwrap();
        let (report, vault, _to) = saved(copy.path(), &awa).unwrap();
        assert_eq!(fs::read(copy.path().join(FILE)).unwrap(), before, "the damaged file is not touched");
        let check = vault.verify().unwrap();
        assert!(check.sound, "bad page {first}: {check:?}");
        let left = names(&vault);
        assert!(left.iter().all(|name| name.starts_with("Awa") && name.len() == 6), "{left:?}");
        let lost: u32 = report.tables.iter().map(|table| table.lost).sum();
        assert!(lost > 0 || left.len() == 120, "bad page {first}: {} left, {report:?}", left.len());
        rescued += 1;
        everything += usize::from(left.len() == 120);
    }
    assert!(everything * 2 >= rescued, "{everything} of {rescued}: journal and tables hold everything twice");
}

#[test]
fn a_sound_vault_is_recovered_whole_and_another_is_never_written_over() {
    let mut awa = people(4);
    let dir = awa.dir.path().to_owned();
    let (report, vault, to) = saved(&dir, &awa).unwrap();
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

/// Longer than any page holds, and its end in letters of one byte each: zeros among them make no torn letter.
fn long() -> String {
    format!("{}{}Fin.", "Où l’été s’en va. ".repeat(500), "la la la ".repeat(600))
}

/// Writes down what is longer than a page holds. Returns how the whole file then reads.
fn long_note(awa: &mut Laptop, vault: &Vault, person: PersonId) -> String {
    awa.clock += 60_000;
    let now = Now { at: Instant(awa.clock), today: "2026-11-23".parse().unwrap() };
    let request = RecordEncounter {
        person,
        case: None,
        kind: EncounterKind::Interview,
        initiative: Initiative::Person,
        result: EncounterResult::Reached,
        on: now.today,
        place: "",
        note: &long(),
    };
    let (_, changes) = encounter::record(&request, WORKER, now, &mut awa.ids).unwrap();
    vault.commit(&changes, Hand { worker: WORKER, now }).unwrap();
    told(vault, person).unwrap()
}

fn told(vault: &Vault, person: PersonId) -> Result<String, Error> {
    let file = vault.person(person, "2026-11-23".parse().unwrap())?;
    Ok(serde_json::to_string(&file).unwrap())
}

/// A vault of so many people, one of whom said more than a page holds, and how it reads.
struct Whole {
    awa: Laptop,
    noé: PersonId,
    lines: String,
    file: String,
}

fn whole(count: usize) -> Whole {
    let mut awa = people(count);
    let vault = awa.open();
    let noé = awa.add(&vault, "Noé");
    let file = long_note(&mut awa, &vault, noé);
    vault.keep_draft(DRAFT, &long()).unwrap();
    let lines = lines(&vault);
    Whole { awa, noé, lines, file }
}

impl Whole {
    /// A file with one bad page says nothing wrong where it opens, and everything once it is recovered.
    fn assert_saved(&self, copy: &Path, what: &str) {
        if let Ok(vault) = Vault::open(copy, &self.awa.key) {
            // Damage is an answer; a text with a hole in it is none.
            assert!(told(&vault, self.noé).map_or(true, |file| file == self.file), "{what}");
            assert!(
                vault.draft(DRAFT).map_or(true, |draft| draft == long()),
                "{what}: nothing is read after it"
            );
        }
        let saved = saved(copy, &self.awa);
        let (report, vault, _to) = saved.unwrap_or_else(|error| panic!("{what}: {error}"));
        assert_eq!(lines(&vault), self.lines, "{what}: {report:?}");
        assert_eq!(told(&vault, self.noé).unwrap(), self.file, "{what}: {report:?}");
    }

    /// All pages, by as many hands as the machine has.
    fn assert_every_page(&self, step: usize, spoil: impl Fn(usize) -> TempDir + Sync) {
        let hands = std::thread::available_parallelism().map_or(1, usize::from);
        let (pages, spoil) = (pages_of(&self.awa), &spoil);
        std::thread::scope(|scope| {
            for hand in 0..hands {
                let mine = (hand * step..pages).step_by(step * hands);
                scope.spawn(move || {
                    for page in mine {
                        self.assert_saved(spoil(page).path(), &format!("page {page} of {pages}"));
                    }
                });
            }
        });
    }
}

#[test]
fn one_bit_turned_in_any_page_costs_nobody_once_the_file_is_recovered() {
    let whole = whole(120);
    whole.assert_every_page(1, |page| with_bad_pages(&whole.awa, [page]));
}

#[test]
fn a_page_that_the_disk_emptied_is_not_read_as_zeros() {
    let whole = whole(3);
    whole.assert_every_page(9, |page| {
        let copy = whole.awa.copied();
        let mut bytes = fs::read(copy.path().join(FILE)).unwrap();
        bytes[page * PAGE..][..PAGE].fill(0);
        fs::write(copy.path().join(FILE), bytes).unwrap();
        copy
    });
}

#[test]
fn a_file_that_begins_wrongly_or_ends_early_is_saved_with_what_its_log_holds() {
    let mut awa = people(60);
    let vault = awa.open();
    awa.add(&vault, "Noé");
    let killed = awa.copied();
    let whole = lines(&vault);
    drop(vault);
    let log = fs::metadata(killed.path().join(format!("{FILE}-wal"))).unwrap();
    assert!(log.len() > 0, "Noé stands in the log alone");
    let sound = fs::read(killed.path().join(FILE)).unwrap();
    let hurt = |at: usize| {
        let mut bytes = sound.clone();
        bytes[at] ^= 8;
        fs::write(killed.path().join(FILE), bytes).unwrap();
    };
    for at in [0, 15, 16, 99, 4_000, 4_095] {
        hurt(at);
        let (_, saved, _to) = saved(killed.path(), &awa).unwrap_or_else(|error| panic!("byte {at}: {error}"));
        assert_eq!(lines(&saved), whole, "byte {at}");
    }
    for rest in [3, 5, 8] {
        fs::write(killed.path().join(FILE), &sound[..sound.len() * rest / 10 + 7]).unwrap();
        let (report, saved, _to) = saved(killed.path(), &awa).unwrap();
        let left = names(&saved);
        let lost: u32 = report.tables.iter().map(|table| table.lost).sum();
        assert!(left.iter().all(|name| name.starts_with("Awa") || name == "Noé"), "{left:?}");
        assert!(
            lost > 0 && left.contains(&"Noé".to_owned()),
            "{rest} tenths are left: {} people",
            left.len()
        );
        // A case whose person stood in the part that is gone is kept, and named; all else agrees with the journal.
        let verified = saved.verify().unwrap();
        let agrees = verified.findings.is_empty() && verified.loss.is_none() && verified.unread.is_empty();
        assert!(agrees, "{rest} tenths are left: {verified:?}");
    }
}

#[test]
fn without_its_roots_or_with_those_of_another_vault_a_lost_schema_is_said_to_be_damage() {
    let awa = people(5);
    let bruno = people(5);
    let copy = with_bad_pages(&awa, [0]);
    let theirs = fs::read(bruno.file(roots::FILE)).unwrap();
    for foreign in [Some(theirs), Some(vec![7; 500]), None] {
        match foreign {
            Some(bytes) => fs::write(copy.path().join(roots::FILE), bytes).unwrap(),
            None => fs::remove_file(copy.path().join(roots::FILE)).unwrap(),
        }
        assert!(matches!(saved(copy.path(), &awa), Err(Error::Damaged)));
    }
    fs::remove_file(awa.file(roots::FILE)).unwrap();
    drop(awa.open());
    assert!(awa.file(roots::FILE).exists(), "the next opening notes them anew");
}

#[test]
fn a_backup_has_roots_of_its_own_and_one_taken_back_does_not_keep_those_of_the_former_file() {
    let mut awa = people(30);
    let vault = awa.open();
    let made = vault.backup(&awa.file("backups"), Cause::Asked, Instant(awa.clock)).unwrap();
    let whole = lines(&vault);
    drop(vault);
    let backup = awa.file("backups").join(made.id);
    let hold = Hold::take(awa.dir.path()).unwrap();
    restore(awa.dir.path(), &hold, &backup, &awa.key, false, &mut awa.ids).unwrap();
    drop(hold);
    assert!(!awa.file(roots::FILE).exists(), "set aside with the file they were of");
    drop(awa.open());
    for folder in [backup, awa.dir.path().to_owned()] {
        let mut bytes = fs::read(folder.join(FILE)).unwrap();
        bytes[7] ^= 1;
        fs::write(folder.join(FILE), bytes).unwrap();
        let (_, vault, _to) = saved(&folder, &awa).unwrap();
        assert_eq!(lines(&vault), whole);
    }
}
