//! A laptop that joins a team by a snapshot, looked at between any two of its steps.

use passerelle_app::team::snapshot::Made;

use super::super::cloud::Cloud;
use super::super::laptop::Stock;
use super::Life;

#[test]
fn who_joins_has_every_file_with_its_last_exchange_before_any_earlier_one() {
    let (cloud, stock) = (Cloud::new(), Stock::new());
    let mut life = Life::founded(&cloud, &stock, 1);
    let (mut people, mut last, mut earlier) = (Vec::new(), Vec::new(), Vec::new());
    for number in 0..3 {
        let laptop = &life.laptops[0];
        let person = laptop.adds(format!("Canari {number}"));
        let mut heard: Vec<_> = (0..5)
            .map(|week| {
                laptop.clock.set(laptop.clock.get() + 1_000);
                laptop.hears(person, format!("Canari {week}"))
            })
            .collect();
        people.push(person);
        last.extend(heard.pop());
        earlier.extend(heard);
    }
    life.meets_well(0);
    let (home, mut dice, mut link) = (life.laptops[0].room().id, life.dice.other(), life.whole());
    let made = life.laptops[0].makes_snapshot(home, &mut link, &mut dice, (None, u64::MAX));
    assert_eq!(made, Some(Made::Whole));
    let mut seen = Vec::new();
    for steps in 1.. {
        life.meets_well(0);
        let new = life.new_laptop();
        life.lets_in(&new, home, true);
        let done = new.meets(&mut life.whole(), &mut dice, Some(steps));
        let here = [&people, &last, &earlier].map(|rows| rows.iter().filter(|row| new.knows(**row)).count());
        seen.push(here);
        if done.is_some() {
            break;
        }
    }
    seen.dedup();
    assert_eq!(seen, [[0, 0, 0], [3, 3, 0], [3, 3, 12]]);
}
