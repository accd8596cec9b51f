//! Power cuts: a disk of ext4 in a file, shut down under the writing program as if the current were cut.

use std::path::{Path, PathBuf};
use std::process::Command;

use passerelle_tests::faults::make;
use rusqlite::Connection;

use crate::victim::{Dice, Victim, acknowledged, assert_holds, rounds};

/// The shutdown call of Linux file systems, without writing the log out: what was not synced is gone.
const SHUT_DOWN: &str =
    "open(F, '<', shift) or die; my $flag = pack('L', 2); ioctl(F, 0x8004587d, $flag) or die";

struct Disk {
    dir: tempfile::TempDir,
}

fn done(command: &mut Command) -> bool {
    command.output().is_ok_and(|done| done.status.success())
}

impl Disk {
    fn new() -> Option<Disk> {
        let dir = tempfile::tempdir().unwrap();
        let image = dir.path().join("disk");
        std::fs::File::create(&image).unwrap().set_len(64 * 1_024 * 1_024).unwrap();
        std::fs::create_dir(dir.path().join("mounted")).unwrap();
        let disk = Disk { dir };
        let can = done(Command::new("mkfs.ext4").arg("-q").arg(&image)) && disk.mount() && disk.cut();
        if !can {
            eprintln!(
                "NOT TESTED: no disk can be mounted and cut off here (root and loop devices are needed)"
            );
            return None;
        }
        disk.mount();
        Some(disk)
    }

    fn mounted(&self) -> PathBuf {
        self.dir.path().join("mounted")
    }

    fn mount(&self) -> bool {
        done(Command::new("mount").args(["-o", "loop"]).arg(self.dir.path().join("disk")).arg(self.mounted()))
    }

    /// Cuts the disk off and takes it away, as it then is.
    fn cut(&self) -> bool {
        let shut = done(Command::new("perl").args(["-e", SHUT_DOWN]).arg(self.mounted()));
        shut && done(Command::new("umount").arg(self.mounted()))
    }
}

impl Drop for Disk {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg("-l").arg(self.mounted()).output();
    }
}

/// Lets the victim write, cuts the disk off under it, and mounts it again. What it acknowledged.
fn cut_while_writing(disk: &Disk, arguments: &[&str], dice: &mut Dice) -> Vec<u32> {
    let mut victim = Victim::run(arguments);
    let mut said = Vec::new();
    for _ in 0..dice.below(25) + 5 {
        said.extend(victim.hears().as_deref().and_then(acknowledged));
    }
    let shut = done(Command::new("perl").args(["-e", SHUT_DOWN]).arg(disk.mounted()));
    assert!(shut, "the disk was cut off");
    // What is said after the cut counts for nothing: with real current, nobody would be there to say it.
    victim.kill();
    assert!(done(Command::new("umount").arg(disk.mounted())) && disk.mount(), "the disk comes back");
    said
}

fn lost_of_a_database_synced_less(disk: &Disk, file: &Path, cuts: u32) -> usize {
    let (mut lost, mut dice, mut next) = (0, Dice(3), 0);
    let path = file.to_str().unwrap();
    for _ in 0..cuts {
        let said = cut_while_writing(disk, &["bare", path, &next.to_string()], &mut dice);
        let db = Connection::open(file).unwrap();
        for number in &said {
            let there: bool = db
                .query_row("SELECT EXISTS (SELECT 1 FROM t WHERE n = ?1)", [number], |line| line.get(0))
                .unwrap_or(false);
            lost += usize::from(!there);
        }
        next = said.last().map_or(next, |last| last + 1);
    }
    lost
}

#[test]
fn a_power_cut_takes_nothing_that_was_acknowledged() {
    let Some(disk) = Disk::new() else { return };
    let dir = disk.mounted().join("coffre");
    std::fs::create_dir(&dir).unwrap();
    let code = make(&dir).unwrap();
    let path = dir.to_str().unwrap().to_owned();
    let (mut all, mut next, mut dice) = (Vec::new(), 0_u32, Dice(2));
    let cuts = rounds("PASSERELLE_CUTS", 20);
    for cut in 0..cuts {
        let said = cut_while_writing(&disk, &["write", &path, &code, &next.to_string(), "100000"], &mut dice);
        next = said.last().map_or(next, |last| last + 2);
        all.extend(said);
        assert_holds(&dir, &code, &all, &format!("cut {cut}"));
    }
    let lost = lost_of_a_database_synced_less(&disk, &disk.mounted().join("bare.db"), cuts);
    assert!(lost > 0, "a database synced less lost nothing either: the test proved nothing");
}
