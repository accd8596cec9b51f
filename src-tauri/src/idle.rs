//! The idle clock: locks the desk when nobody is there, or when the laptop slept. It knows no key.

use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::{Duration, Instant, SystemTime};

use passerelle_app::Desk;
use serde_json::json;

/// How often the clock looks.
const LOOK: Duration = Duration::from_millis(500);

/// Wall time running this far ahead of running time means that the laptop slept: time servers correct less.
const SLEPT: Duration = Duration::from_secs(30);

/// When someone was last at the keyboard.
pub struct Activity(Mutex<Instant>);

impl Activity {
    pub fn new() -> Self {
        Self(Mutex::new(Instant::now()))
    }

    /// Someone is there now.
    pub fn seen(&self) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Instant::now();
    }

    /// For how long nobody has been there.
    fn quiet(&self) -> Duration {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).elapsed()
    }
}

/// Whether the desk must be locked: `quiet` is how long nobody was there, `allowed` how long the settings
/// allow (none while locked), `ran` and `passed` what the running clock and the wall clock counted since
/// the last look.
fn must_lock(quiet: Duration, allowed: Option<Duration>, ran: Duration, passed: Duration) -> bool {
    allowed.is_some_and(|allowed| quiet >= allowed || passed.saturating_sub(ran) >= SLEPT)
}

/// Starts the clock on its own thread, for as long as the process lives.
///
/// # Errors
/// When the system gives no thread: a shell that could never lock must not open.
pub fn watch(desk: Arc<Desk>, activity: Arc<Activity>) -> std::io::Result<()> {
    let shortened = std::env::var("PASSERELLE_IDLE_SECONDS").ok().and_then(|seconds| seconds.parse().ok());
    let shortened = shortened.map(Duration::from_secs);
    thread::Builder::new().name("idle".into()).spawn(move || {
        let mut open = false;
        loop {
            let (running, wall) = (Instant::now(), SystemTime::now());
            thread::sleep(LOOK);
            let allowed = desk.idle_after().map(|minutes| shortened.unwrap_or(minutes));
            if allowed.is_some() && !open {
                // Opening the vault is a sign of life of its own.
                activity.seen();
            }
            open = allowed.is_some();
            let passed = wall.elapsed().unwrap_or_default();
            if must_lock(activity.quiet(), allowed, running.elapsed(), passed) {
                lock(&desk);
            }
        }
    })?;
    Ok(())
}

/// Locks whatever is open. A refusal means that nothing was.
pub fn lock(desk: &Desk) {
    if desk.idle_after().is_some()
        && let Err(problem) = desk.call("session.lock", json!({}))
    {
        eprintln!("passerelle-desktop: the vault could not be locked: {}", json!(problem));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const FIVE_MINUTES: Option<Duration> = Some(Duration::from_mins(5));
    const TICK: Duration = Duration::from_millis(500);

    #[test]
    fn nobody_for_five_minutes_locks_and_not_a_second_sooner() {
        assert!(!must_lock(Duration::from_secs(299), FIVE_MINUTES, TICK, TICK));
        assert!(must_lock(Duration::from_mins(5), FIVE_MINUTES, TICK, TICK));
    }

    #[test]
    fn a_locked_desk_is_left_alone() {
        assert!(!must_lock(Duration::from_mins(150), None, TICK, Duration::from_mins(150)));
    }

    #[test]
    fn a_laptop_that_slept_locks_though_someone_just_typed() {
        assert!(must_lock(Duration::from_secs(1), FIVE_MINUTES, TICK, Duration::from_mins(10)));
        assert!(!must_lock(Duration::from_secs(1), FIVE_MINUTES, TICK, Duration::from_secs(5)));
    }

    #[test]
    fn a_sign_of_life_starts_the_clock_again() {
        let activity = Activity::new();
        let before = Instant::now();
        activity.seen();
        assert!(activity.quiet() <= before.elapsed());
    }
}
