//! A disk that fails at any step of a save, of an opening, of a first start: by `strace`, which answers in its place.

use std::fmt::Display;
use std::process::{Command, Stdio};

use passerelle_tests::faults::make;

use crate::victim::{PROGRAM, Victim, assert_holds, rounds};

pub const FAULTS: &[&str] = &[
    "pwrite64:error=EIO",
    "pwrite64:error=ENOSPC",
    "fdatasync:error=EIO",
    "fsync:error=EIO",
    "ftruncate:error=EIO",
    "write:error=ENOSPC",
];

/// Whether the machine lets one program stand between another and its disk.
pub fn can_inject() -> bool {
    let traced = Command::new("strace")
        .args(["-f", "-qq", "-o", "/dev/null", "-e", "inject=fsync:error=EIO:when=1", "true"])
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status();
    let can = traced.is_ok_and(|status| status.success());
    if !can {
        eprintln!("NOT TESTED: strace is missing or may not trace here, so no disk was made to fail");
    }
    can
}

/// The victim on a disk that fails once, at a step counted from 1; from there on where a plus follows.
pub fn under(fault: &str, when: impl Display, arguments: &[&str]) -> Victim {
    let mut command = Command::new("strace");
    let inject = format!("inject={fault}:when={when}");
    command.args(["-f", "-qq", "-o", "/dev/null", "-e", &inject, PROGRAM]).args(arguments);
    Victim::start(command)
}

#[test]
fn a_disk_that_fails_at_any_step_never_acknowledges_what_is_not_there() {
    if !can_inject() {
        return;
    }
    let dir = tempfile::tempdir().unwrap();
    let code = make(dir.path()).unwrap();
    let path = dir.path().to_str().unwrap();
    let (mut all, mut next) = (Vec::new(), 0);
    for fault in FAULTS {
        for step in 1..=rounds("PASSERELLE_FAULTS", 8) {
            let victim = under(fault, step, &["write", path, &code, &next.to_string(), "4"]);
            let yes = victim.ends();
            next += 4;
            all.extend(yes);
            if step % 4 == 0 {
                assert_holds(dir.path(), &code, &all, &format!("{fault} at its step {step}"));
            }
        }
        assert_holds(dir.path(), &code, &all, fault);
    }
    let tried = usize::try_from(next).unwrap();
    assert!(all.len() < tried, "some saves failed: {} of {tried}", all.len());
    assert!(all.len() > tried / 4, "many did not: {} of {tried}", all.len());
}

#[test]
fn a_first_start_on_a_failing_disk_can_be_done_again() {
    if !can_inject() {
        return;
    }
    let mut failed = 0;
    for fault in FAULTS {
        for step in (1..=rounds("PASSERELLE_FAULTS", 12)).step_by(5) {
            let dir = tempfile::tempdir().unwrap();
            let made = under(fault, step, &["create", dir.path().to_str().unwrap()]).ends();
            if made.is_empty() && !dir.path().join("vault.db").exists() {
                failed += 1;
                let code = make(dir.path()).unwrap_or_else(|why| panic!("{fault} at {step}: {why}"));
                assert_holds(dir.path(), &code, &[], &format!("{fault} at its step {step}"));
            }
        }
    }
    assert!(failed > 0, "no first start failed: the test proved nothing");
}
