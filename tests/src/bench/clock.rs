//! Times an act many times over and keeps the middle and the slow end.

use std::time::Instant;

use crate::Trouble;

/// Milliseconds of the median and of the 95th percentile.
#[derive(Clone, Copy, Debug)]
pub struct Times {
    pub p50: f64,
    pub p95: f64,
}

/// The times of `count` runs of `act`, after a tenth of them that are not counted.
///
/// # Errors
/// The first one of `act`.
pub fn time(count: usize, mut act: impl FnMut(usize) -> Result<(), Trouble>) -> Result<Times, Trouble> {
    for at in 0..=(count / 10) {
        act(at)?;
    }
    let mut times = Vec::with_capacity(count);
    for at in 0..count {
        let started = Instant::now();
        act(at)?;
        times.push(started.elapsed().as_secs_f64() * 1_000.0);
    }
    Ok(of(times))
}

/// Median and 95th percentile of some times.
pub fn of(mut times: Vec<f64>) -> Times {
    times.sort_by(f64::total_cmp);
    let at =
        |share: usize| times.get((times.len() * share / 100).min(times.len().saturating_sub(1))).copied();
    Times { p50: at(50).unwrap_or_default(), p95: at(95).unwrap_or_default() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_slow_end_is_not_the_slowest() {
        let times = of((1..=100).rev().map(f64::from).collect());
        assert!(
            (times.p50 - 51.0).abs() < f64::EPSILON && (times.p95 - 96.0).abs() < f64::EPSILON,
            "{times:?}"
        );
    }
}
