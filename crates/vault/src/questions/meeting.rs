//! By which ways a meeting with the team reads, also what it only writes to: a team of many years has thousands of batches and
//! millions of lines, and whatever one batch or one file asks for must not read the others.

use passerelle_domain::id::{CountedIds, DeviceId, SpaceId, WorkerId};
use rusqlite::trace::{TraceEvent, TraceEventCodes};
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
    let dir = tempfile::tempdir().unwrap();
    let worker = WorkerId(Uuid::from_u128(10));
    let to =
        Vault::create(dir.path(), &VaultKey::draw().unwrap(), worker, &mut CountedIds(9_000_000)).unwrap();
    enter(&to);
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
