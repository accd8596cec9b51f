//! No plain text outside memory: words written through the vault are looked for in every file that could have caught them.

use std::path::Path;
use std::time::SystemTime;

use passerelle_domain::agenda::recurrence::Every;
use passerelle_domain::case::{self, OriginKind};
use passerelle_domain::encounter::{self, EncounterKind, EncounterResult, Initiative, RecordEncounter};
use passerelle_domain::id::{CountedIds, PersonId, WorkerId};
use passerelle_domain::moment::{Instant, Now};
use passerelle_domain::person::{self, PersonDraft};
use passerelle_domain::programme::{self, ProviderDraft};
use passerelle_domain::task::{self, AddTask};
use passerelle_vault::key::secret::VaultKey;
use passerelle_vault::{FILE, Hand, Vault};
use uuid::Uuid;

const WORKER: WorkerId = WorkerId(Uuid::from_u128(9));
/// Found in no other file of the machine.
const CANARY: &str = "kanarizwitschern";

fn now() -> Now {
    Now { at: Instant(1_700_000_000_000), today: "2026-11-23".parse().unwrap() }
}

fn sing(vault: &Vault, times: u32, ids: &mut CountedIds) -> PersonId {
    let hand = Hand { worker: WORKER, now: now() };
    let mut last = None;
    for number in 0..times {
        let said = format!("{CANARY} {number}");
        let form = PersonDraft {
            given_name: said.clone(),
            family_name: said.clone(),
            email: format!("{CANARY}{number}@exemple.fr"),
            address_line: said.clone(),
            commune: said.clone(),
            school_name: said.clone(),
            guardian_name: said.clone(),
            summary: said.repeat(50),
            ..PersonDraft::default()
        };
        let (id, mut changes) = person::add(&form, now(), ids).unwrap();
        let case = case::open(&mut changes, id, OriginKind::Street, &said, WORKER, now(), ids);
        vault.commit(&changes, hand).unwrap();
        let request = RecordEncounter {
            person: id,
            case: Some(case),
            kind: EncounterKind::Street,
            initiative: Initiative::Worker,
            result: EncounterResult::Reached,
            on: now().today,
            place: &said,
            note: &said.repeat(100),
        };
        vault.commit(&encounter::record(&request, WORKER, now(), ids).unwrap().1, hand).unwrap();
        let todo = AddTask {
            person: Some(id),
            case: Some(case),
            what: &said,
            due_on: now().today,
            urgent: false,
            every: Every::Once,
        };
        vault.commit(&task::add(&todo, WORKER, ids).unwrap().1, hand).unwrap();
        let form = ProviderDraft { name: said.clone(), note: said.clone(), ..ProviderDraft::default() };
        vault.commit(&programme::add_provider(&form, ids).unwrap().1, hand).unwrap();
        vault.keep_draft(&format!("note/{number}"), &said.repeat(20)).unwrap();
        last = Some(id);
    }
    last.unwrap()
}

fn holds(bytes: &[u8], word: &str) -> bool {
    // Without its zeros, a text of two bytes a letter reads as one of one byte.
    let dense: Vec<u8> = bytes.iter().filter(|byte| **byte != 0).map(u8::to_ascii_lowercase).collect();
    String::from_utf8_lossy(&dense).contains(word)
}

fn assert_silent(folder: &Path, since: SystemTime, when: &str) {
    for entry in std::fs::read_dir(folder).unwrap().flatten() {
        let Ok(facts) = entry.metadata() else { continue };
        let fresh = facts.modified().is_ok_and(|at| at >= since);
        if !facts.is_file() || !fresh || facts.len() > 64 << 20 {
            continue;
        }
        // Another program's file may be gone or closed to us by now.
        let Ok(bytes) = std::fs::read(entry.path()) else { continue };
        assert!(!holds(&bytes, CANARY), "{when}: plain text in {}", entry.path().display());
    }
}

#[test]
fn no_file_holds_a_word_that_was_written_through_the_vault() {
    let since = SystemTime::now() - std::time::Duration::from_secs(2);
    let dir = tempfile::tempdir().unwrap();
    let mut ids = CountedIds(1_000);
    let key = VaultKey::draw().unwrap();
    let vault = Vault::create(dir.path(), &key, WORKER, &mut ids).unwrap();
    let person = sing(&vault, 60, &mut ids);
    let everywhere = |when: &str| {
        assert_silent(dir.path(), since, when);
        assert_silent(&std::env::temp_dir(), since, when);
    };
    assert!(
        dir.path().join(format!("{FILE}-wal")).metadata().unwrap().len() > 0,
        "the log is looked at while it is full"
    );
    everywhere("while open");
    // What sorts, joins and unfolds most: what would spill into a file of the system if anything did.
    assert_eq!(vault.search(CANARY).unwrap().len(), 12);
    vault.today(now().today, 30).unwrap();
    vault.person(person, now().today).unwrap();
    let document = vault.export().unwrap();
    vault.plan_import(&document).unwrap();
    assert!(holds(document.to_string().as_bytes(), CANARY), "the look-out itself works");
    everywhere("after reading");
    assert!(vault.verify().unwrap().sound);
    everywhere("after verifying, which folds the log in and rebuilds every table");
    drop(vault);
    everywhere("closed");
    let vault = Vault::open(dir.path(), &key).unwrap();
    vault.keep_draft("note/0", "").unwrap();
    assert!(vault.person(person, now().today).is_ok());
    everywhere("opened again");
}
