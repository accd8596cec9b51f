//! A full disk: said as such, nothing lost, and work goes on once there is room.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use passerelle_app::{Desk, Place, Problem};
use passerelle_tests::faults::PASSPHRASE;
use serde_json::{Value, json};

/// A small disk in memory, unmounted when it goes.
struct Disk {
    dir: tempfile::TempDir,
}

impl Disk {
    fn new() -> Option<Disk> {
        let dir = tempfile::tempdir().unwrap();
        let mounted = Command::new("mount")
            .args(["-t", "tmpfs", "-o", "size=3m", "none"])
            .arg(dir.path())
            .output()
            .is_ok_and(|done| done.status.success());
        if !mounted {
            eprintln!("NOT TESTED: a small disk cannot be mounted here (root is needed), so none was filled");
        }
        mounted.then_some(Disk { dir })
    }

    fn vault(&self) -> PathBuf {
        self.dir.path().join("coffre")
    }
}

impl Drop for Disk {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg("-l").arg(self.dir.path()).status();
    }
}

fn desk(dir: &Path) -> Desk {
    Desk::new(Place { dir: dir.to_owned(), keyring: false, throw_away: true })
}

fn add(desk: &Desk, number: usize) -> Result<Value, Problem> {
    let who = json!({ "given_name": format!("Awa{number}"), "family_name": "Diallo" });
    let note = "Elle veut apprendre la soudure. ".repeat(200);
    desk.call("person.add", json!({ "who": who, "origin": "street", "origin_detail": "", "note": note }))
}

fn total(desk: &Desk) -> u64 {
    let list = json!({ "filter": {}, "sort": "name", "descending": false, "offset": 0, "limit": 1 });
    desk.call("person.list", list).unwrap()["total"].as_u64().unwrap()
}

#[test]
fn a_full_disk_is_said_nothing_is_lost_and_work_goes_on_with_room() {
    let Some(disk) = Disk::new() else { return };
    let desk = desk(&disk.vault());
    desk.call("session.create", json!({ "passphrase": PASSPHRASE, "worker": "Marguerite" })).unwrap();
    let ballast = disk.dir.path().join("ballast");
    fs::write(&ballast, vec![1; 800_000]).unwrap();
    let mut kept = 0;
    let problem = loop {
        match add(&desk, kept) {
            Ok(_) => kept += 1,
            Err(problem) => break problem,
        }
        assert!(kept < 2_000, "the disk is never full");
    };
    assert_eq!(problem, Problem::DiskFull);
    let kept = u64::try_from(kept).unwrap();
    assert_eq!(total(&desk), kept, "what was there is there");
    assert_eq!(desk.call("backup.make", json!({})), Err(Problem::DiskFull));
    assert_eq!(
        desk.call("backup.list", json!({})).unwrap()["backups"],
        json!([]),
        "no half of a backup is left"
    );
    desk.call("session.lock", json!({})).unwrap();
    desk.call("session.unlock", json!({ "passphrase": PASSPHRASE })).unwrap();
    assert_eq!(total(&desk), kept, "a vault on a full disk still opens");
    fs::remove_file(ballast).unwrap();
    add(&desk, 9_000).unwrap();
    assert_eq!(total(&desk), kept + 1);
    assert_eq!(desk.call("session.state", json!({})).unwrap()["loss"], Value::Null);
    assert_eq!(desk.call("vault.verify", json!({})).unwrap()["sound"], true);
}
