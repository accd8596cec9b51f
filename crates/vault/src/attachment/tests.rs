//! How long the pieces of a content are kept, and what is said where one is gone: counted in the table itself.

use passerelle_domain::change::Changes;
use passerelle_domain::document::{self, AddDocument, DocumentKind, Media};
use passerelle_domain::encounter::{self, EncounterKind, EncounterResult, Initiative, RecordEncounter};
use passerelle_domain::id::{CountedIds, WorkerId};
use passerelle_domain::moment::{Instant, Now};
use passerelle_domain::person::{self, PersonDraft, mark_demo};
use passerelle_domain::undo::undo;

use super::*;
use crate::Hand;
use crate::hold::Hold;
use crate::key::secret::VaultKey;
use crate::recover::recover;

const WORKER: WorkerId = WorkerId(Uuid::from_u128(9));

fn now() -> Now {
    Now { at: Instant(1_700_000_000_000), today: "2026-11-23".parse().unwrap() }
}

struct Laptop {
    dir: tempfile::TempDir,
    key: VaultKey,
    vault: Vault,
    ids: CountedIds,
}

fn folder() -> tempfile::TempDir {
    tempfile::tempdir_in("/dev/shm").or_else(|_| tempfile::tempdir()).unwrap()
}

fn laptop() -> Laptop {
    let (dir, key, mut ids) = (folder(), VaultKey::draw().unwrap(), CountedIds(1_000));
    let vault = Vault::create(dir.path(), &key, WORKER, &mut ids).unwrap();
    Laptop { dir, key, vault, ids }
}

impl Laptop {
    fn commit(&self, changes: &Changes) {
        self.vault.commit(changes, Hand { worker: WORKER, now: now() }).unwrap();
    }

    fn person(&mut self, given: &str, demo: bool) -> PersonId {
        let form = PersonDraft { given_name: given.into(), ..PersonDraft::default() };
        let (id, mut changes) = person::add(&form, now(), &mut self.ids).unwrap();
        if demo {
            mark_demo(&mut changes);
        }
        self.commit(&changes);
        id
    }

    fn document(&mut self, person: PersonId, bytes: &[u8]) -> DocumentId {
        let content = Content::of(bytes.to_vec());
        let size = u32::try_from(bytes.len()).unwrap();
        let request = AddDocument {
            person,
            case: None,
            kind: DocumentKind::Identity,
            name: "Carte",
            file_name: "",
            content: document::Content { media: Media::Text, size, hash: content.hash().to_owned() },
            sealing: None,
        };
        let (id, changes) = document::add(&request, WORKER, now(), &mut self.ids).unwrap();
        let hand = Hand { worker: WORKER, now: now() };
        self.vault.commit_with(&[changes], &[content], hand).unwrap();
        id
    }

    fn remove(&self, id: DocumentId) {
        self.commit(&document::remove(&self.vault.document(id).unwrap()));
    }

    fn undo_last(&self) {
        let lines: Vec<_> = self.vault.last_acts().unwrap().into_iter().map(|act| act.line).collect();
        self.commit(&undo(&lines, &lines[0]).unwrap());
    }

    fn work_on(&mut self, person: PersonId, acts: u64) {
        for _ in 0..acts {
            let request = RecordEncounter {
                person,
                case: None,
                kind: EncounterKind::Call,
                initiative: Initiative::Worker,
                result: EncounterResult::Reached,
                on: now().today,
                place: "",
                note: "",
            };
            let (_, changes) = encounter::record(&request, WORKER, now(), &mut self.ids).unwrap();
            self.commit(&changes);
        }
    }

    fn count(&self, sql: &str) -> u32 {
        self.vault.writer().unwrap().query_row(sql, [], |line| line.get(0)).unwrap()
    }

    fn pieces(&self) -> u32 {
        self.count("SELECT count(*) FROM attachment")
    }

    fn notes(&self) -> u32 {
        self.count("SELECT count(*) FROM meta WHERE key LIKE 'unheld/%'")
    }
}

fn bytes(size: usize, seed: u8) -> Vec<u8> {
    (0..size).map(|at| u8::try_from(at % 89).unwrap() + seed).collect()
}

#[test]
fn a_content_is_cut_into_pieces_and_kept_once() {
    let mut laptop = laptop();
    let awa = laptop.person("Awa", false);
    for (size, pieces) in [(1, 1), (PIECE, 1), (PIECE + 1, 2), (3 * PIECE, 3)] {
        let before = laptop.pieces();
        let id = laptop.document(awa, &bytes(size, 40));
        assert_eq!(laptop.pieces() - before, pieces, "{size} bytes");
        let part = laptop.vault.document_part(id, 0, 99).unwrap();
        assert_eq!((part.pieces, part.given), (pieces, pieces));
        assert_eq!(laptop.vault.document_part(id, pieces, 9).unwrap().given, 0, "nothing beyond the end");
        laptop.document(awa, &bytes(size, 40));
        assert_eq!(laptop.pieces() - before, pieces, "the same again needs no room");
    }
}

#[test]
fn a_document_and_its_pieces_come_together_or_not_at_all() {
    let mut laptop = laptop();
    let awa = laptop.person("Awa", false);
    let fails = "CREATE TEMP TRIGGER full BEFORE INSERT ON attachment WHEN NEW.piece = 1
                 BEGIN SELECT RAISE(ABORT, 'no room'); END";
    laptop.vault.writer().unwrap().execute_batch(fails).unwrap();
    let content = Content::of(bytes(3 * PIECE, 40));
    let size = u32::try_from(3 * PIECE).unwrap();
    let request = AddDocument {
        person: awa,
        case: None,
        kind: DocumentKind::Identity,
        name: "Carte",
        file_name: "",
        content: document::Content { media: Media::Text, size, hash: content.hash().to_owned() },
        sealing: None,
    };
    let (id, changes) = document::add(&request, WORKER, now(), &mut laptop.ids).unwrap();
    let hand = Hand { worker: WORKER, now: now() };
    assert!(laptop.vault.commit_with(&[changes], &[content], hand).is_err());
    assert_eq!((laptop.pieces(), laptop.notes()), (0, 0));
    assert!(matches!(laptop.vault.document(id), Err(Error::NotFound)));
    laptop.vault.writer().unwrap().execute_batch("DROP TRIGGER full").unwrap();
    assert!(laptop.vault.verify().unwrap().sound);
}

#[test]
fn what_nobody_means_is_kept_for_as_long_as_an_undo_reaches_and_not_an_act_longer() {
    let mut laptop = laptop();
    let awa = laptop.person("Awa", false);
    let id = laptop.document(awa, &bytes(2 * PIECE, 40));
    laptop.remove(id);
    laptop.work_on(awa, REACH - 1);
    assert_eq!((laptop.pieces(), laptop.notes()), (2, 1), "the removal is the last that can be undone");
    laptop.work_on(awa, 1);
    assert_eq!((laptop.pieces(), laptop.notes()), (0, 0));
    assert!(laptop.vault.verify().unwrap().sound);
}

#[test]
fn an_undo_begins_the_time_anew_and_a_document_that_is_back_has_none() {
    let mut laptop = laptop();
    let awa = laptop.person("Awa", false);
    let id = laptop.document(awa, &bytes(9, 40));
    laptop.undo_last();
    assert_eq!((laptop.pieces(), laptop.notes()), (1, 1), "the adding was undone, and can be done again");
    laptop.undo_last();
    assert_eq!((laptop.pieces(), laptop.notes()), (1, 0));
    laptop.work_on(awa, REACH + 1);
    assert_eq!(laptop.vault.document_content(&laptop.vault.document(id).unwrap()).unwrap(), bytes(9, 40));
}

#[test]
fn another_document_of_the_same_content_holds_it() {
    let mut laptop = laptop();
    let (awa, zelie) = (laptop.person("Awa", false), laptop.person("Zélie", true));
    let hers = laptop.document(awa, &bytes(9, 40));
    laptop.document(zelie, &bytes(9, 40));
    laptop.document(zelie, &bytes(9, 41));
    laptop.remove(hers);
    assert_eq!((laptop.pieces(), laptop.notes()), (2, 0));
    laptop.vault.erase_demo().unwrap();
    assert_eq!((laptop.pieces(), laptop.notes()), (1, 1), "what only the invented one meant is gone at once");
    laptop.work_on(awa, REACH + 1);
    assert_eq!((laptop.pieces(), laptop.notes()), (0, 0));
}

#[test]
fn a_piece_that_is_gone_or_was_changed_names_its_document_and_its_person() {
    let mut laptop = laptop();
    let awa = laptop.person("Awa", false);
    let whole = laptop.document(awa, &bytes(2 * PIECE, 40));
    let hurt = laptop.document(awa, &bytes(2 * PIECE, 41));
    let gone = "DELETE FROM attachment WHERE piece = 1 AND hash = (SELECT hash FROM document WHERE ix = 2)";
    let changed = "UPDATE attachment SET bytes = x'00' WHERE piece = 1 AND hash = (SELECT hash FROM document WHERE ix = 2)";
    for damage in [changed, gone] {
        laptop.vault.writer().unwrap().execute_batch(damage).unwrap();
        let report = laptop.vault.verify().unwrap();
        assert!(!report.sound);
        let named: Vec<_> =
            report.documents.iter().map(|it| (it.name.as_str(), it.person_name.as_str())).collect();
        assert_eq!(named, [("Carte", "Awa")]);
        let kept = laptop.vault.document(hurt).unwrap();
        assert!(matches!(laptop.vault.document_content(&kept), Err(Error::ContentMissing)));
    }
    assert!(matches!(laptop.vault.document_part(hurt, 0, 9), Err(Error::ContentMissing)));
    assert_eq!(laptop.vault.document_part(whole, 0, 9).unwrap().given, 2, "the other is not touched");
    laptop.document(awa, &bytes(2 * PIECE, 41));
    assert!(laptop.vault.verify().unwrap().sound, "the same file added again makes both whole");
}

#[test]
fn a_backup_and_what_is_saved_of_a_vault_have_the_contents() {
    let mut laptop = laptop();
    let awa = laptop.person("Awa", false);
    let id = laptop.document(awa, &bytes(3 * PIECE + 1, 40));
    let copies = folder();
    let backup =
        laptop.vault.backup(copies.path(), crate::backup::Cause::Asked, Instant(1_700_000_000_000)).unwrap();
    let content = |dir: &std::path::Path| {
        let vault = Vault::open(dir, &laptop.key).unwrap();
        assert!(vault.verify().unwrap().documents.is_empty());
        let kept = vault.document(id).unwrap();
        vault.document_content(&kept).unwrap()
    };
    assert_eq!(content(&copies.path().join(backup.id)), bytes(3 * PIECE + 1, 40));
    drop(laptop.vault);
    let (to, hold) = (folder(), Hold::take(laptop.dir.path()).unwrap());
    recover(laptop.dir.path(), &hold, to.path(), &laptop.key, &mut laptop.ids, now()).unwrap();
    assert_eq!(content(to.path()), bytes(3 * PIECE + 1, 40));
}
