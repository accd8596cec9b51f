use passerelle_domain::id::CountedIds;

use super::*;
use crate::verify::Finding;

const WORKER: WorkerId = WorkerId(Uuid::from_u128(9));
const DAY: i64 = 24 * 60 * 60 * 1000;

fn vault() -> (tempfile::TempDir, Vault) {
    let dir = tempfile::tempdir_in("/dev/shm").or_else(|_| tempfile::tempdir()).unwrap();
    let vault =
        Vault::create(dir.path(), &VaultKey::draw().unwrap(), WORKER, &mut CountedIds(1_000)).unwrap();
    (dir, vault)
}

fn look(vault: &Vault, person: u128, day: i64, words: &str) {
    vault.note_access(Look {
        at: Instant(day * DAY),
        worker: WORKER,
        person: Some(PersonId(Uuid::from_u128(person))),
        kind: if words.is_empty() { AccessKind::Opened } else { AccessKind::Why },
        reason: (!words.is_empty()).then_some(AccessReason::Other),
        words: words.to_owned(),
    });
}

fn lines(vault: &Vault) -> Vec<i64> {
    let page = vault.accesses(&AccessFilter::default(), 0, 200).unwrap();
    page.lines.iter().map(|line| line.n).collect()
}

fn found(vault: &Vault) -> Vec<Finding> {
    vault.verify().unwrap().findings
}

#[test]
fn after_a_year_the_first_lines_go_and_the_chain_still_holds() {
    let (_dir, vault) = vault();
    for day in [0, 100, 364] {
        look(&vault, 1, day, "");
    }
    assert_eq!(lines(&vault), [3, 2, 1]);
    look(&vault, 2, 366, "");
    assert_eq!(lines(&vault), [4, 3, 2], "the first is a year old and a day");
    assert_eq!(found(&vault), []);
    look(&vault, 2, 2_000, "");
    assert_eq!(lines(&vault), [5]);
    assert_eq!(found(&vault), []);
}

#[test]
fn a_line_that_was_altered_taken_out_or_put_in_is_named() {
    for (sql, line) in [
        ("UPDATE access_log SET worker = x'00000000000000000000000000000008' WHERE n = 2", 2),
        ("UPDATE access_log SET at_ms = at_ms + 1 WHERE n = 3", 3),
        ("UPDATE access_log SET kind = 'opened' WHERE n = 1", 1),
        ("UPDATE access_log SET words = 'autre raison' WHERE n = 1", 1),
        ("DELETE FROM access_log WHERE n = 2", 2),
        ("DELETE FROM access_log WHERE n = 4", 4),
        ("DELETE FROM access_log", 1),
        (
            "INSERT INTO access_log SELECT 5, at_ms, worker, person, kind, reason, words, words_hash, hash FROM access_log WHERE n = 4",
            5,
        ),
    ] {
        let (_dir, vault) = vault();
        look(&vault, 1, 1, "Karim est absent");
        for day in 2..=4 {
            look(&vault, 1, day, "");
        }
        assert_eq!(lines(&vault), [4, 3, 2, 1]);
        assert_eq!(found(&vault), []);
        vault.writer().unwrap().execute(sql, []).unwrap();
        assert_eq!(found(&vault), [Finding::Accesses { line }], "{sql}");
    }
}

#[test]
fn the_words_of_whoever_was_erased_go_and_the_chain_still_holds() {
    let (_dir, vault) = vault();
    look(&vault, 1, 1, "Sa tante a appelé");
    look(&vault, 2, 1, "Karim est absent");
    vault.settle_accesses();
    vault.erase(&[Uuid::from_u128(1)], Instant(2 * DAY)).unwrap();
    let page = vault.accesses(&AccessFilter::default(), 0, 9).unwrap();
    let words: Vec<&str> = page.lines.iter().map(|line| line.words.as_str()).collect();
    assert_eq!(words, ["Karim est absent", ""]);
    assert_eq!(found(&vault), []);
}

#[test]
fn what_waits_is_written_when_the_vault_closes() {
    let (dir, vault) = vault();
    let key = vault.key.twin();
    look(&vault, 1, 1, "");
    drop(vault);
    let vault = Vault::open(dir.path(), &key).unwrap();
    assert_eq!(lines(&vault), [1]);
    assert!(!vault.has_said_why(PersonId(Uuid::from_u128(1)), WORKER, Instant(0)).unwrap());
    look(&vault, 1, 2, "Karim est absent");
    vault.settle_accesses();
    assert!(vault.has_said_why(PersonId(Uuid::from_u128(1)), WORKER, Instant(2 * DAY)).unwrap());
    assert!(!vault.has_said_why(PersonId(Uuid::from_u128(1)), WORKER, Instant(2 * DAY + 1)).unwrap());
}
