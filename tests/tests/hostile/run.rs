//! Runs of a decoder, counted and measured; what goes wrong is told by the name and the number that do it again.

use std::any::Any;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Mutex, MutexGuard, PoisonError};

use crate::harm::harmed;
use crate::table::Decoder;

/// Runs of each decoder in the test command, before its share is taken.
const RUNS: u64 = 1_000;

/// How the memory of this process is read.
pub struct Gauge {
    /// Begins anew; what is held now, in bytes.
    pub begin: fn() -> usize,
    /// The most that was held since, in bytes.
    pub peak: fn() -> usize,
}

static ALONE: Mutex<()> = Mutex::new(());

/// Memory is counted of the whole process: one test reads at a time.
pub fn alone() -> MutexGuard<'static, ()> {
    ALONE.lock().unwrap_or_else(PoisonError::into_inner)
}

fn words(panic: &(dyn Any + Send)) -> String {
    let text = panic.downcast_ref::<&str>().map(|text| (*text).to_owned());
    text.or_else(|| panic.downcast_ref::<String>().cloned()).unwrap_or_else(|| "a panic".to_owned())
}

/// Reads once: whether it was read, or what is wrong with the decoder.
pub fn judge(decoder: &Decoder, bytes: &[u8], gauge: &Gauge) -> Result<bool, String> {
    let before = (gauge.begin)();
    let read = catch_unwind(AssertUnwindSafe(|| (decoder.read)(bytes))).map_err(|panic| words(&*panic))?;
    let taken = (gauge.peak)().saturating_sub(before);
    let most = decoder.memory(bytes.len());
    if taken > most {
        return Err(format!("{taken} bytes of memory for {} bytes, {most} at most", bytes.len()));
    }
    Ok(read)
}

/// Does one number.
fn one(decoder: &Decoder, good: &[Vec<u8>], number: u64, gauge: &Gauge) -> bool {
    let bytes = harmed(decoder.name, good, number);
    match judge(decoder, &bytes, gauge) {
        Ok(read) => read,
        Err(why) => panic!("PASSERELLE_BYTES=\"{} {number}\": {why}", decoder.name),
    }
}

/// Holds each decoder to its law.
pub fn all_of(decoders: &[Decoder], gauge: &Gauge) {
    let _alone = alone();
    let asked = std::env::var("PASSERELLE_BYTES").ok();
    let only = asked.as_deref().and_then(|text| text.rsplit_once(' '));
    let runs = std::env::var("PASSERELLE_BYTES_RUNS").ok().and_then(|text| text.parse().ok()).unwrap_or(RUNS);
    for decoder in decoders.iter().filter(|decoder| only.is_none_or(|(name, _)| name == decoder.name)) {
        let good = decoder.good();
        assert!(!good.is_empty(), "{}: nothing to harm", decoder.name);
        for bytes in &good {
            // Twice: what is kept for ever is made at the first time.
            let _ = judge(decoder, bytes, gauge);
            assert_eq!(judge(decoder, bytes, gauge), Ok(true), "{}: good bytes", decoder.name);
        }
        if let Some((_, number)) = only {
            one(decoder, &good, number.parse().expect("a number"), gauge);
            continue;
        }
        let runs = (runs / decoder.share).max(10);
        let read = (0..runs).filter(|number| one(decoder, &good, *number, gauge)).count();
        println!("{:>6} runs, {read:>6} read: {}", runs, decoder.name);
    }
}
