//! Killed at any moment while it opens and writes, and looked through after each kill.

use std::path::Path;
use std::time::{Duration, Instant};

use passerelle_tests::faults::make;

use crate::victim::{Dice, Victim, acknowledged, held, rounds};

/// So many kills go through one vault: a verification reads all of it, so it is kept small.
const SHARED: u32 = 30;

/// A kill takes nothing from what the system holds for a file, so a folder in memory tells the same, without waiting for a
/// disk at each commit.
fn folder() -> tempfile::TempDir {
    tempfile::tempdir_in("/dev/shm").or_else(|_| tempfile::tempdir()).unwrap()
}

/// What came of all the kills.
#[derive(Default)]
struct Toll {
    /// Before anything was acknowledged by the one that was killed.
    while_opening: u32,
    acknowledged: usize,
    looks: u32,
    gone: Vec<String>,
    alarms: Vec<String>,
}

/// Lets the victim acknowledge a few, and kills it at some moment of the time that a few more would take.
fn kill_somewhere(dir: &Path, code: &str, from: u32, dice: &mut Dice) -> Vec<u32> {
    let path = dir.to_str().unwrap();
    let started = Instant::now();
    let mut victim = Victim::run(&["write", path, code, &from.to_string(), "100000"]);
    let mut said = Vec::new();
    for _ in 0..dice.below(8) {
        said.extend(victim.hears().as_deref().and_then(acknowledged));
    }
    // Opening takes as long as tens of saves, so a moment in it is drawn from a longer time.
    let longest = if said.is_empty() { 60_000 } else { 4_000 };
    let moment = if said.is_empty() { started } else { Instant::now() };
    let moment = moment + Duration::from_micros(dice.below(longest));
    while Instant::now() < moment {
        std::hint::spin_loop();
    }
    said.extend(victim.kill());
    said
}

fn kill_again_and_again(kills: u32, first: u32, dice: &mut Dice, toll: &mut Toll) {
    let dir = folder();
    let code = make(dir.path()).unwrap();
    let (mut all, mut next) = (Vec::new(), 0);
    for kill in first..first + kills {
        let said = kill_somewhere(dir.path(), &code, next, dice);
        toll.while_opening += u32::from(said.is_empty());
        toll.acknowledged += said.len();
        all.extend(said);
        // A save that was made and not acknowledged is there too: its number is not used again.
        next = all.last().map_or(0, |last| last + 2);
        match held(dir.path(), &code, &all) {
            Ok(held) => {
                toll.gone.extend(held.gone.iter().map(|number| format!("{number} after kill {kill}")));
                toll.alarms.extend(held.alarms.iter().map(|alarm| format!("after kill {kill}: {alarm}")));
            }
            Err(error) => toll.alarms.push(format!("after kill {kill}: {error}")),
        }
        toll.looks += 1;
    }
}

#[test]
fn what_was_acknowledged_before_a_kill_is_there_and_nothing_raises_a_false_alarm() {
    let kills = rounds("PASSERELLE_KILLS", 600);
    let (mut toll, mut dice) = (Toll::default(), Dice(1));
    for first in (0..kills).step_by(SHARED as usize) {
        kill_again_and_again(SHARED.min(kills - first), first, &mut dice, &mut toll);
    }
    assert_eq!(toll.gone, Vec::<String>::new(), "acknowledged and gone, of {}", toll.acknowledged);
    assert_eq!(toll.alarms, Vec::<String>::new(), "false alarms, in {} looks", toll.looks);
    assert_eq!(toll.looks, kills, "each kill was looked into");
    let met = toll.acknowledged > kills as usize && toll.while_opening > 0;
    assert!(met, "{} acknowledged, {} killed while opening", toll.acknowledged, toll.while_opening);
}
