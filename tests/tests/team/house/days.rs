//! Laptops whose days go by at once: all of one story together.

use std::sync::atomic::{AtomicI64, Ordering};

use chrono::{DateTime, TimeDelta, Utc};
use passerelle_app::{Desk, Place};
use passerelle_vault::key::device::NoKeyring;
use serde_json::json;

use super::{Laptop, PASSPHRASE};

/// How far the clocks of each story are ahead, in days.
static DAYS: [AtomicI64; 16] = [const { AtomicI64::new(0) }; 16];

fn later<const STORY: usize>() -> DateTime<Utc> {
    let days = DAYS[STORY].load(Ordering::SeqCst);
    DateTime::<Utc>::from(std::time::SystemTime::now()) + TimeDelta::days(days)
}

/// The clocks of one story, which no other uses.
pub struct Days<const STORY: usize>;

#[expect(clippy::unused_self, reason = "the story is told by the type of the value")]
impl<const STORY: usize> Days<STORY> {
    /// A laptop of this story.
    ///
    /// # Panics
    /// When its vault cannot be made.
    #[must_use]
    pub fn laptop(&self, worker: &str) -> Laptop {
        let dir = tempfile::tempdir_in("/dev/shm").or_else(|_| tempfile::tempdir()).expect("a folder");
        let place = Place { dir: dir.path().join("coffre"), keyring: false, throw_away: true };
        let desk = Desk::with_clock(place, Box::new(NoKeyring), later::<STORY>);
        let laptop = Laptop::on(dir, desk, worker);
        laptop.ask("session.create", json!({ "passphrase": PASSPHRASE, "worker": worker }));
        laptop
    }

    pub fn go_by(&self, days: i64) {
        DAYS[STORY].fetch_add(days, Ordering::SeqCst);
    }

    /// More than a month in which these laptops write and meet, each in its turn: at its end one of them made a snapshot.
    pub fn a_month_of_work(&self, laptops: &[&Laptop], mut writes: impl FnMut(&Laptop, usize)) {
        for week in 0..5 {
            for laptop in laptops {
                writes(laptop, week);
                laptop.meets();
            }
            self.go_by(8);
        }
        for laptop in laptops {
            laptop.meets();
        }
    }
}
