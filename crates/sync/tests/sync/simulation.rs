//! Seeded lives of a team on one hub: people write, synchronise, are killed at any question, join, leave, and epochs turn. At
//! the end everybody who stayed was told the same, once, and holds no former key.
//! `PASSERELLE_SEEDS=2000 cargo test -p passerelle-sync simulation` runs more; `PASSERELLE_SEED=7` runs one.

use passerelle_sync::membership::removal;
use passerelle_wire::membership::Role;

use crate::cloud::Cloud;
use crate::invented::Dice;
use crate::laptop::{Kill, Laptop, founded};

struct Life {
    dice: Dice,
    cloud: Cloud,
    /// The coordinator first.
    laptops: Vec<Laptop>,
    gone: Vec<Laptop>,
    joined: u8,
}

impl Life {
    fn pick(&mut self) -> usize {
        usize::try_from(self.dice.below(self.laptops.len() as u64)).unwrap()
    }

    fn step(&mut self) {
        let who = self.pick();
        match self.dice.below(12) {
            0..=3 => {
                let subject = u8::try_from(self.dice.below(3)).unwrap();
                let text = format!("{}", self.dice.below(1_000));
                self.laptops[who].writes(subject, &text);
            }
            4..=6 => {
                self.laptops[who].syncs(&mut self.cloud);
            }
            7 | 8 => {
                let kill =
                    [Kill::Before, Kill::Unread, Kill::Saved][usize::try_from(self.dice.below(3)).unwrap()];
                let steps = usize::try_from(self.dice.below(14)).unwrap();
                self.laptops[who].syncs_until(&mut self.cloud, steps, kill);
            }
            9 => {
                self.laptops[0].syncs(&mut self.cloud);
                self.laptops[0].turns(&mut self.cloud, &[]);
            }
            10 if self.joined < 5 => {
                self.laptops[0].syncs(&mut self.cloud);
                self.joined += 1;
                let new = self.laptops[0].invites(&mut self.cloud, self.joined, Role::Member);
                self.laptops.push(new);
            }
            11 if who > 0 && self.laptops.len() > 2 => {
                self.laptops[0].syncs(&mut self.cloud);
                let leaver = self.laptops.remove(who);
                let out = removal(&self.laptops[0].standing().chains, leaver.id());
                self.laptops[0].turns(&mut self.cloud, &[out]);
                self.gone.push(leaver);
            }
            _ => {}
        }
    }
}

fn live(seed: u64) {
    let (cloud, awa) = founded();
    let mut life = Life { dice: Dice(seed), cloud, laptops: vec![awa], gone: vec![], joined: 1 };
    for _ in 0..30 {
        life.step();
    }
    for _ in 0..3 {
        for laptop in &mut life.laptops {
            assert!(laptop.syncs(&mut life.cloud).complete, "seed {seed}");
        }
    }
    let told = &life.laptops[0].told;
    let present = life.cloud.roll.epoch_number();
    for laptop in &life.laptops {
        assert_eq!(&laptop.told, told, "seed {seed}: everybody is told the same");
        assert_eq!((laptop.unsent(), laptop.waits(), laptop.outbox()), (0, 0, 0), "seed {seed}");
        assert_eq!(laptop.holds_epochs(), [present], "seed {seed}: no former key is left");
        assert_eq!(laptop.alarms, [], "seed {seed}: an honest hub sounds no alarm");
    }
    for leaver in &mut life.gone {
        let before = leaver.told.clone();
        leaver.syncs(&mut life.cloud);
        assert_eq!(leaver.told, before, "seed {seed}: who left is told nothing more");
        assert!(leaver.holds_epochs().iter().all(|epoch| *epoch < present), "seed {seed}");
    }
}

fn from_environment(name: &str) -> Option<u64> {
    std::env::var(name).ok()?.parse().ok()
}

#[test]
fn whatever_happens_all_who_stay_are_told_the_same() {
    if let Some(seed) = from_environment("PASSERELLE_SEED") {
        return live(seed);
    }
    for seed in 0..from_environment("PASSERELLE_SEEDS").unwrap_or(60) {
        live(seed);
    }
}
