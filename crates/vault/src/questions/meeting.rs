//! By which ways a meeting with the team reads, also what it only writes to: a team of many years has thousands of batches and
//! millions of lines, and whatever one batch or one file asks for must not read the others.

use passerelle_domain::id::{CountedIds, DeviceId, SpaceId, WorkerId};
use rusqlite::trace::{TraceEvent, TraceEventCodes};
use tempfile::TempDir;
use uuid::Uuid;
use zeroize::Zeroizing;

use super::ground::{Laptop, laptop, now, said, steps};
use crate::Vault;
use crate::key::secret::VaultKey;
use crate::team::{Keep, Membership};

const SPACE: SpaceId = SpaceId(Uuid::from_u128(77));

fn enter(vault: &Vault) {
    let of = Membership {
        space: SPACE,
        home: true,
        name: "Creil".into(),
        hub: String::new(),
        device: DeviceId(Uuid::from_u128(78)),
        sign: Zeroizing::new([1; 32]),
        seal: Zeroizing::new([2; 32]),
        next_seal: None,
        standing: vec![1],
        joining: Vec::new(),
    };
    vault.enter_space(&of).unwrap();
}

fn in_a_team(size: u32) -> Laptop {
    let laptop = laptop(size);
    enter(&laptop.vault);
    laptop
}

/// A laptop of the team that has nothing yet.
fn newcomer() -> (TempDir, Vault) {
    let dir = tempfile::tempdir().unwrap();
    let worker = WorkerId(Uuid::from_u128(10));
    let vault =
        Vault::create(dir.path(), &VaultKey::draw().unwrap(), worker, &mut CountedIds(9_000_000)).unwrap();
    enter(&vault);
    (dir, vault)
}

/// The plan of what is written while these are kept.
fn plan(laptop: &Laptop, keeps: Vec<Keep>) -> Vec<String> {
    let heard = said(&mut laptop.vault.writer().unwrap());
    laptop.vault.keep(SPACE, keeps, &[1], now()).unwrap();
    let mut db = laptop.vault.writer().unwrap();
    let none: Option<fn(TraceEvent<'_>)> = None;
    db.trace_v2(TraceEventCodes::empty(), none).unwrap();
    let heard = std::mem::take(&mut *heard.lock().unwrap());
    let written = heard.iter().filter(|sql| {
        ["SELECT", "WITH", "UPDATE", "DELETE"].iter().any(|word| sql.trim_start().starts_with(word))
    });
    written.flat_map(|sql| steps(&db, sql)).collect()
}

fn whole(plan: &[String]) -> Vec<&String> {
    let tables = ["outgoing", "journal", "case_key", "j", "f", "n", "batch"];
    let scanned = |step: &&String| tables.iter().any(|name| **step == format!("SCAN {name}"));
    plan.iter().filter(scanned).collect()
}

fn by(plan: &[String], way: &str) -> bool {
    plan.iter().any(|step| step.contains(way))
}

#[test]
fn what_was_sent_is_noted_without_reading_what_was_sent_before() {
    let laptop = in_a_team(10);
    let batch = Keep::Outgoing { seq: 1, hash: [0; 32], batch: vec![0; 9], bytes: 9, lines: Vec::new() };
    let sent = plan(&laptop, vec![batch]);
    assert_eq!(whole(&sent), Vec::<&String>::new(), "{sent:#?}");
    let shown = plan(&laptop, vec![Keep::Shown { seq: 1 }]);
    assert_eq!(whole(&shown), Vec::<&String>::new(), "{shown:#?}");
    assert!(by(&shown, "INDEX outgoing_unseen (space=? AND seq<?)"), "{shown:#?}");
    let let_go = plan(&laptop, vec![Keep::LetGo { seq: 1, now_ms: 5 }]);
    assert_eq!(whole(&let_go), Vec::<&String>::new(), "{let_go:#?}");
    assert!(by(&let_go, "INDEX outgoing_kept (space=? AND let_go_ms=? AND seq<?)"), "{let_go:#?}");
    assert!(by(&let_go, "INDEX outgoing_kept (space=? AND let_go_ms<?)"), "{let_go:#?}");
}

#[test]
fn a_snapshot_goes_from_file_to_file_and_asks_for_the_keys_of_one() {
    let laptop = in_a_team(10);
    let files = laptop.plan(|laptop| drop(laptop.vault.files_of(SPACE, None).unwrap()));
    assert!(by(&files, "SEARCH journal") || by(&files, "SEARCH n "), "{files:#?}");
    assert!(
        !files.iter().any(|step| step.starts_with("SCAN journal") || step.starts_with("SCAN n ")),
        "{files:#?}"
    );
    let keys = laptop.plan(|laptop| drop(laptop.vault.keys_by_age(SPACE, Some(laptop.awa.0)).unwrap()));
    assert!(by(&keys, "INDEX case_key_subject (space=? AND subject=?)"), "{keys:#?}");
    let settled = laptop.plan(|laptop| assert!(!laptop.vault.is_settled(SPACE).unwrap()));
    assert!(by(&settled, "outgoing_unseen"), "{settled:#?}");
}

#[test]
fn what_came_is_folded_into_the_file_while_more_comes() {
    let from = in_a_team(150);
    let lines = from.vault.unsent(SPACE, 10_000).unwrap().lines;
    let (_dir, to) = newcomer();
    let size = || std::fs::metadata(to.path()).unwrap().len();
    let (mut sizes, half) = (vec![size()], lines.len() / 2);
    for part in lines.chunks(half) {
        let received = to.keep(SPACE, vec![Keep::Lines(part.to_vec())], &[1], now()).unwrap();
        assert_eq!(received.taken as usize, part.len(), "{:?}", received.refused);
        sizes.push(size());
    }
    assert!(half > 1_000, "each is much: {half}");
    assert_eq!(sizes[0], sizes[1], "what comes first is in the log");
    assert!(sizes[2] > sizes[1] + 500_000, "and in the file when the second has come: {sizes:?}");
}

#[test]
fn of_a_snapshot_one_line_of_each_laptop_is_noted_until_it_ends() {
    let from = in_a_team(20);
    let lines = from.vault.unsent(SPACE, 10_000).unwrap().lines;
    let (device, last) = (from.vault.device().unwrap(), from.vault.written().unwrap());
    let (_dir, to) = newcomer();
    let ahead = || {
        let sql = "SELECT count(*) FROM ahead";
        to.writer().unwrap().query_row(sql, [], |row| row.get::<_, u32>(0)).unwrap()
    };
    // As files come: what a laptop wrote in one is not what it wrote next.
    for part in 0..3 {
        let some = lines.iter().skip(part).step_by(3).cloned().collect();
        to.keep(SPACE, vec![Keep::Gathered(some)], &[1], now()).unwrap();
        assert_eq!(ahead(), 1, "a line before it may be missing, after part {part}");
        assert_eq!(to.frontier().unwrap(), [], "nothing is said of how far they go");
    }
    to.keep(SPACE, vec![Keep::Joined { frontier: vec![(device, last)] }], &[1], now()).unwrap();
    assert_eq!((ahead(), to.frontier().unwrap()), (0, vec![(device, last)]));
}

#[test]
fn lines_of_a_snapshot_that_is_given_up_are_passed_as_their_batches_come() {
    let from = in_a_team(20);
    let lines = from.vault.unsent(SPACE, 10_000).unwrap().lines;
    let (device, last) = (from.vault.device().unwrap(), from.vault.written().unwrap());
    let (_dir, to) = newcomer();
    let some = lines.iter().skip(1).step_by(3).cloned().collect();
    to.keep(SPACE, vec![Keep::Gathered(some)], &[1], now()).unwrap();
    to.keep(SPACE, vec![Keep::DropSegments], &[1], now()).unwrap();
    for part in lines.chunks(7) {
        to.keep(SPACE, vec![Keep::Lines(part.to_vec())], &[1], now()).unwrap();
    }
    assert_eq!(to.frontier().unwrap(), [(device, last)]);
    assert!(!crate::row::any(&to.writer().unwrap(), "ahead").unwrap());
}
