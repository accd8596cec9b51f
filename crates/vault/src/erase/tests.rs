//! What an erasure leaves in the file: every column of every table is read, those of the indexes of words included.

use passerelle_domain::id::{CountedIds, WorkerId};
use passerelle_domain::moment::{Instant, Now};
use passerelle_domain::person::{self, PersonDraft, mark_demo};
use passerelle_domain::programme::{self, ProgrammeDraft, ProgrammeKind, ProgrammeStatus, ProviderDraft};
use rusqlite::types::ValueRef;

use super::*;
use crate::key::secret::VaultKey;
use crate::{FILE, Hand};

const WORKER: WorkerId = WorkerId(Uuid::from_u128(9));
/// Begins as no other word does, so that an index cannot keep it as the ending of another.
const CANARY: &str = "qxjkvoria";
const BIRTH: &str = "1987-06-05";

fn hand() -> Hand {
    Hand { worker: WORKER, now: Now { at: Instant(1_700_000_000_000), today: "2026-11-23".parse().unwrap() } }
}

fn add(vault: &Vault, given: &str, demo: bool, ids: &mut CountedIds) {
    let form = PersonDraft {
        given_name: given.into(),
        commune: given.into(),
        summary: given.repeat(40),
        birth: if demo { BIRTH } else { "2007" }.into(),
        ..PersonDraft::default()
    };
    let (_, mut changes) = person::add(&form, hand().now, ids).unwrap();
    if demo {
        mark_demo(&mut changes);
    }
    vault.commit(&changes, hand()).unwrap();
}

fn offer(vault: &Vault, name: &str, demo: bool, ids: &mut CountedIds) {
    let form = ProviderDraft { name: name.into(), ..ProviderDraft::default() };
    let (provider, mut changes) = programme::add_provider(&form, ids).unwrap();
    let form = ProgrammeDraft {
        name: name.into(),
        kind: ProgrammeKind::Training,
        summary: name.into(),
        min_age: None,
        max_age: None,
        next_start: None,
        places: None,
        status: ProgrammeStatus::Open,
        tags: Vec::new(),
        fundings: Vec::new(),
    };
    let (_, more) = programme::add_programme(provider, &form, ids).unwrap();
    changes.ops.extend(more.ops);
    if demo {
        mark_demo(&mut changes);
    }
    vault.commit(&changes, hand()).unwrap();
}

/// Where the file holds a text, as table and column.
fn holding(db: &Connection, text: &str) -> BTreeSet<String> {
    let sql = "SELECT name FROM sqlite_master WHERE type = 'table' AND sql NOT LIKE 'CREATE VIRTUAL%'";
    let mut statement = db.prepare(sql).unwrap();
    let tables: Vec<String> =
        statement.query_map([], |line| line.get(0)).unwrap().map(Result::unwrap).collect();
    assert!(tables.contains(&"person_words_data".to_owned()), "the pages of the indexes are read too");
    let mut found = BTreeSet::new();
    for table in tables {
        let mut statement = db.prepare(&format!("SELECT * FROM {table}")).unwrap();
        let names: Vec<String> = statement.column_names().map(str::to_owned).collect();
        let mut lines = statement.query([]).unwrap();
        while let Some(line) = lines.next().unwrap() {
            for (at, name) in names.iter().enumerate() {
                let (ValueRef::Text(bytes) | ValueRef::Blob(bytes)) = line.get_ref(at).unwrap() else {
                    continue;
                };
                if bytes.windows(text.len()).any(|part| part.eq_ignore_ascii_case(text.as_bytes())) {
                    found.insert(format!("{table}.{name}"));
                }
            }
        }
    }
    found
}

#[test]
fn no_page_keeps_a_word_of_what_was_erased() {
    let dir = tempfile::tempdir_in("/dev/shm").or_else(|_| tempfile::tempdir()).unwrap();
    let mut ids = CountedIds(1_000);
    let vault = Vault::create(dir.path(), &VaultKey::draw().unwrap(), WORKER, &mut ids).unwrap();
    for number in 0..30 {
        add(&vault, &format!("Bruno{number}"), false, &mut ids);
        offer(&vault, &format!("Atelier {number}"), false, &mut ids);
    }
    add(&vault, CANARY, true, &mut ids);
    offer(&vault, CANARY, true, &mut ids);
    add(&vault, "Zélie", false, &mut ids);
    let before = holding(&vault.writer().unwrap(), CANARY);
    for place in ["person_words_data.block", "programme_words_data.block", "journal.ops", "person.summary"] {
        assert!(before.contains(place), "the look-out itself works: {before:?}");
    }

    vault.erase_demo().unwrap();
    let db = vault.writer().unwrap();
    for text in [CANARY, "xjkvoria", "xjk", BIRTH] {
        assert_eq!(holding(&db, text), BTreeSet::new(), "{text}");
    }
    let log = dir.path().join(format!("{FILE}-wal"));
    assert_eq!(log.metadata().unwrap().len(), 0, "and the log keeps no former page");
    drop(db);
    for text in ["bruno7", "bruno29", "zelie", "atelier 17"] {
        assert!(!vault.search(text).unwrap().is_empty(), "{text} is still found");
    }
    assert!(vault.search(CANARY).unwrap().is_empty());
    assert!(vault.verify().unwrap().sound);
}
