//! Killed at any moment while it writes.

use passerelle_tests::faults::make;

use crate::victim::{Dice, Victim, acknowledged, assert_holds, rounds};

#[test]
fn what_was_acknowledged_before_a_kill_is_there_and_nothing_raises_a_false_alarm() {
    let dir = tempfile::tempdir().unwrap();
    let code = make(dir.path()).unwrap();
    let path = dir.path().to_str().unwrap();
    let (mut all, mut next, mut dice) = (Vec::new(), 0, Dice(1));
    let rounds = rounds("PASSERELLE_KILLS", 40);
    for round in 0..rounds {
        let mut victim = Victim::run(&["write", path, &code, &next.to_string(), "100000"]);
        // Some are killed while they open, others in the middle of a save.
        for _ in 0..dice.below(12) {
            all.extend(victim.hears().as_deref().and_then(acknowledged));
        }
        for _ in 0..dice.below(200_000) {
            std::hint::spin_loop();
        }
        all.extend(victim.kill());
        // A save that was made and not acknowledged is there too: its number is not used again.
        next = all.last().map_or(0, |last| last + 2);
        if round % 8 == 7 || round + 1 == rounds {
            assert_holds(dir.path(), &code, &all, &format!("round {round}"));
        }
    }
    assert!(all.len() > usize::try_from(rounds).unwrap(), "it did write: {}", all.len());
}
