//! What is written of a file that went on elsewhere meanwhile, beside snapshots and a hub that lets go of what they cover.

use passerelle_app::team::snapshot::Made;

use super::super::cloud::Cloud;
use super::super::laptop::Stock;
use super::{DAY, Life};

#[test]
fn no_snapshot_covers_what_was_written_late_before_it_was_carried_along() {
    let (cloud, stock) = (Cloud::new(), Stock::new());
    let mut life = Life::founded(&cloud, &stock, 1);
    life.joins();
    life.joins();
    life.comes_into_the_smaller();
    let (home, small) = (life.laptops[0].room().id, life.small.unwrap());
    let outside = life.present().find(|at| !life.is_in(*at, small)).unwrap();
    let person = life.laptops[outside].adds("Canari".to_owned());
    life.comes_together();
    life.laptops[0].look(|vault| vault.move_file(&[person.id], home, small).unwrap());
    life.meets_well(0);
    let heard = life.laptops[outside].hears(person, "Canari tardif".to_owned());
    life.meets_well(outside);
    assert!(
        !life.laptops[outside].knows(person),
        "the file went, and what was written of it was handed over"
    );

    let snapshot = |life: &mut Life<'_, '_>| {
        let (mut link, mut dice) = (life.whole(), life.dice.other());
        life.laptops[outside].makes_snapshot(home, &mut link, &mut dice, (None, u64::MAX))
    };
    assert_eq!(snapshot(&mut life), Some(Made::NotNow), "what came late is only in its batch");
    // Everybody else was away for longer than a lease: nothing is kept for them.
    cloud.passes(50 * DAY);
    let let_go = life.laptops[0].room().space.id();
    cloud.lets_go(let_go);
    life.comes_together();
    assert!(life.laptops[0].knows(heard));
    assert_eq!(snapshot(&mut life), Some(Made::Whole), "it was carried along, and that was said");
}
