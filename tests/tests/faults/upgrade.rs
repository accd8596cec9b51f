//! The upgrade of a vault of a former version: on a disk that fails at any of its steps, and killed at any moment.

use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};

use passerelle_tests::fixture::rows::differences;
use passerelle_tests::fixture::{FIXTURES, Fixture};
use passerelle_vault::backup::{self, Cause, list};
use passerelle_vault::mark::LossKind;
use passerelle_vault::{SCHEMA, Vault};
use rusqlite::Connection;

use crate::io::{FAULTS, can_inject, under};
use crate::victim::{Dice, PROGRAM, Victim, rounds};

fn step(db: &Connection) -> i64 {
    db.pragma_query_value(None, "user_version", |line| line.get(0)).unwrap()
}

/// The vault as it is left: at a whole step, with every row; and once it opens without a fault, upgraded with every row.
/// Returns the step at which it was left.
fn assert_whole(fixture: &Fixture, dir: &Path, acknowledged: bool, when: &str) -> i64 {
    let db = fixture.database(dir).unwrap();
    let left = step(&db);
    let sound: String = db.query_row("PRAGMA integrity_check(1)", [], |line| line.get(0)).unwrap();
    assert_eq!(sound, "ok", "{when}");
    drop(db);
    assert!((fixture.step..=SCHEMA).contains(&left), "{when}: {left}");
    assert!(!acknowledged || left == SCHEMA, "{when}: acknowledged at step {left}");
    let copies =
        list(&dir.join(backup::FOLDER)).into_iter().filter(|copy| copy.cause == Cause::BeforeMigration);
    let steps: Vec<i64> = copies
        .map(|copy| step(&fixture.database(&dir.join(backup::FOLDER).join(copy.id)).unwrap()))
        .collect();
    assert!(
        left == fixture.step || steps.contains(&fixture.step),
        "{when}: the copies kept are of {steps:?}"
    );
    let vault =
        Vault::open(dir, &fixture.key(dir).unwrap()).unwrap_or_else(|error| panic!("{when}: {error}"));
    let lost = vault.loss().unwrap();
    // The mark itself may be what the disk did not take.
    let harmless = |kind| matches!(kind, LossKind::MarkMissing | LossKind::MarkDamaged);
    assert!(lost.as_ref().is_none_or(|loss| loss.acts == 0 && harmless(loss.kind)), "{when}: {lost:?}");
    let report = vault.verify().unwrap();
    assert!(report.findings.is_empty() && report.orphans.is_empty(), "{when}: {report:?}");
    let changed = differences(&fixture.rows().unwrap(), &vault.export().unwrap());
    assert_eq!(changed, Vec::<String>::new(), "{when}");
    drop(vault);
    assert_eq!(step(&fixture.database(dir).unwrap()), SCHEMA, "{when}");
    left
}

/// How often an upgrade calls upon the disk in the way that a fault names.
fn calls(fixture: &Fixture, fault: &str) -> u32 {
    let dir = fixture.copied().unwrap();
    let call = fault.split(':').next().unwrap();
    let log = dir.path().join("calls");
    let mut command = Command::new("strace");
    command.args(["-f", "-qq", "-e", &format!("trace={call}"), "-o"]).arg(&log).arg(PROGRAM);
    command.args(["upgrade", dir.path().to_str().unwrap(), fixture.code]);
    assert_eq!(Victim::start(command).ends(), [0], "without a fault it is upgraded");
    let said = std::fs::read_to_string(log).unwrap();
    let count = said.lines().filter(|line| line.contains(&format!("{call}("))).count();
    u32::try_from(count).unwrap()
}

/// So many of the numbers from 1 to the last, as far apart as they can be, the last among them.
fn spread(last: u32, count: u32) -> Vec<u32> {
    let count = count.min(last);
    (1..=count).map(|place| (last * place).div_ceil(count)).collect()
}

fn assert_fails_well(fixture: &Fixture) {
    let (mut refused, mut upgraded, mut tried) = (0, 0, 0);
    for fault in FAULTS.iter().chain(&["pread64:error=EIO"]) {
        let calls = calls(fixture, fault);
        tried += u32::from(calls > 0);
        for at in spread(calls, rounds("PASSERELLE_FAULTS", 6)) {
            // A full disk stays full, a failing one may fail once.
            let when = if fault.ends_with("ENOSPC") { format!("{at}+") } else { at.to_string() };
            let dir = fixture.copied().unwrap();
            let yes = under(fault, &when, &["upgrade", dir.path().to_str().unwrap(), fixture.code]).ends();
            let acknowledged = !yes.is_empty();
            let when = format!("step {} of the schema, {fault} at {when} of {calls}", fixture.step);
            let left = assert_whole(fixture, dir.path(), acknowledged, &when);
            upgraded += u32::from(acknowledged);
            refused += u32::from(left < SCHEMA);
        }
    }
    // Not each system is called upon in each of these ways.
    assert!(tried >= 4, "an upgrade writes and syncs");
    assert!(refused > 0 && upgraded > 0, "{refused} were left as they were, {upgraded} acknowledged");
}

#[test]
fn an_upgrade_on_a_failing_disk_is_whole_or_not_begun_and_can_be_done_again() {
    if !can_inject() {
        return;
    }
    std::thread::scope(|scope| {
        for fixture in FIXTURES {
            scope.spawn(|| assert_fails_well(fixture));
        }
    });
}

/// What an upgrade acknowledged that is killed so long after it began.
fn killed(fixture: &Fixture, dir: &Path, after: Duration) -> Vec<u32> {
    let began = Instant::now();
    let victim = Victim::run(&["upgrade", dir.to_str().unwrap(), fixture.code]);
    while began.elapsed() < after {
        std::thread::yield_now();
    }
    victim.kill()
}

#[test]
fn an_upgrade_that_is_killed_is_whole_or_not_begun_and_can_be_done_again() {
    let mut left = Vec::new();
    for fixture in FIXTURES {
        let dir = fixture.copied().unwrap();
        let began = Instant::now();
        let whole = Victim::run(&["upgrade", dir.path().to_str().unwrap(), fixture.code]).ends();
        assert_eq!(whole, [0]);
        let (takes, mut dice) = (began.elapsed(), Dice(7));
        for round in 0..rounds("PASSERELLE_KILLS", 8) {
            let dir = fixture.copied().unwrap();
            let after = takes.mul_f64(f64::from(u32::try_from(dice.below(1_000)).unwrap()) / 1_000.0);
            let yes = killed(fixture, dir.path(), after);
            let when = format!("step {} of the schema, killed in round {round}", fixture.step);
            left.push(assert_whole(fixture, dir.path(), !yes.is_empty(), &when));
        }
    }
    assert!(left.iter().any(|step| *step < SCHEMA), "some were killed before the end: {left:?}");
}
