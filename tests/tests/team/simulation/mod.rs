//! Lives of teams, drawn from a seed: real vaults, the hub's own rules in the same process, and everything that a network, a
//! battery and a clock can do in between. In the end all who are in the team have the same tables, every act that a vault
//! acknowledged is with all, and every two values that were written without knowing of each other are asked about once.
//!
//! `PASSERELLE_SEEDS` runs more lives, `PASSERELLE_SEED` one of them alone.

mod check;
mod cloud;
mod laptop;
mod life;

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicU64, Ordering};

use cloud::Cloud;
use laptop::Stock;

/// How many lives are in the test command.
const LIVES: u64 = 5_000;

fn number(name: &str) -> Option<u64> {
    std::env::var(name).ok().and_then(|text| text.parse().ok())
}

#[test]
fn whatever_happens_all_who_stay_have_the_same_and_nothing_is_lost() {
    if let Some(seed) = number("PASSERELLE_SEED") {
        life::run(&Cloud::new(), &Stock::new(), seed);
        return;
    }
    let lives = number("PASSERELLE_SEEDS").unwrap_or(LIVES);
    let (next, threads) = (AtomicU64::new(1), std::thread::available_parallelism().map_or(1, usize::from));
    let failed = std::thread::scope(|scope| {
        let workers: Vec<_> = (0..threads)
            .map(|_| {
                scope.spawn(|| {
                    let (cloud, stock) = (Cloud::new(), Stock::new());
                    loop {
                        let seed = next.fetch_add(1, Ordering::Relaxed);
                        if seed > lives {
                            assert!(!cloud.has_bytes(b"Canari"), "the hub has a word that people wrote");
                            return None;
                        }
                        let lived = catch_unwind(AssertUnwindSafe(|| life::run(&cloud, &stock, seed)));
                        if lived.is_err() {
                            next.store(lives, Ordering::Relaxed);
                            return Some(seed);
                        }
                    }
                })
            })
            .collect();
        workers.into_iter().filter_map(|worker| worker.join().unwrap()).collect::<Vec<_>>()
    });
    assert!(
        failed.is_empty(),
        "seeds {failed:?}: PASSERELLE_SEED={} cargo test --workspace --test team simulation",
        failed[0]
    );
}
