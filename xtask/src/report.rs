//! What was run, how it ended and how long it took, in a table a person can read. It runs nothing by itself.

use std::fmt::Write as _;
use std::io::Write as _;
use std::time::{Duration, Instant};

/// How many tests a step ran. A check counts as one.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Count {
    pub passed: u32,
    pub failed: u32,
}

impl Count {
    pub const ONE: Self = Self { passed: 1, failed: 0 };
}

/// How a line begins by which a step that ended well says what it had to leave out.
pub const NOT_CHECKED: &str = "NOT CHECKED";

/// How a step ended: its count, and what to show when it did not end well.
pub struct Ended {
    pub count: Count,
    pub trouble: Option<String>,
    /// What was left out, because the machine does not allow it.
    pub left_out: Option<String>,
}

impl From<Result<String, String>> for Ended {
    fn from(ended: Result<String, String>) -> Self {
        match ended {
            // Whoever left something out did not pass.
            Ok(said) if said.starts_with(NOT_CHECKED) => {
                Self { count: Count::default(), trouble: None, left_out: Some(said) }
            }
            Ok(_) => Self { count: Count::ONE, trouble: None, left_out: None },
            Err(said) => Self { count: Count { passed: 0, failed: 1 }, trouble: Some(said), left_out: None },
        }
    }
}

struct Line {
    name: String,
    count: Count,
    well: bool,
    took: Duration,
}

/// The steps so far.
#[derive(Default)]
pub struct Report {
    lines: Vec<Line>,
}

impl Report {
    /// Runs a step, says its name at once and its end when it comes; answers whether it ended well.
    pub fn step(&mut self, name: &str, work: impl FnOnce() -> Ended) -> bool {
        print!("{name:<12} ");
        let _ = std::io::stdout().flush();
        let started = Instant::now();
        let ended = work();
        self.ended(name, ended, started.elapsed())
    }

    /// Notes a step that ran beside another, once it has ended.
    pub fn beside(&mut self, name: &str, ended: Ended, took: Duration) -> bool {
        print!("{name:<12} ");
        self.ended(name, ended, took)
    }

    fn ended(&mut self, name: &str, ended: Ended, took: Duration) -> bool {
        let well = ended.trouble.is_none() && ended.count.failed == 0;
        let left_out = ended.left_out.map_or_else(String::new, |what| format!("  {what}"));
        println!("{:<7} {}{left_out}", if well { "ok" } else { "FAILED" }, seconds(took));
        if let Some(trouble) = ended.trouble {
            println!("{}\n", trouble.trim_end());
        }
        let mut count = ended.count;
        if !well {
            count.failed = count.failed.max(1);
        }
        self.lines.push(Line { name: name.to_owned(), count, well, took });
        well
    }

    /// Notes a step that could not run because an earlier one failed: nobody may take it for done.
    pub fn impossible(&mut self, name: &str, because: &str) {
        println!("{name:<12} not run: {because}");
        let count = Count { passed: 0, failed: 1 };
        self.lines.push(Line { name: name.to_owned(), count, well: false, took: Duration::ZERO });
    }

    pub fn is_well(&self) -> bool {
        self.lines.iter().all(|line| line.well)
    }

    /// The table, and as its last line the sums.
    pub fn table(&self, before_last: &str) -> String {
        let mut table =
            format!("{:<12} {:<7} {:>7} {:>7} {:>9}\n", "step", "result", "passed", "failed", "duration");
        let mut sum = Count::default();
        for line in &self.lines {
            let result = if line.well { "ok" } else { "FAILED" };
            let Count { passed, failed } = line.count;
            let _ = writeln!(
                table,
                "{:<12} {result:<7} {passed:>7} {failed:>7} {:>9}",
                line.name,
                seconds(line.took)
            );
            sum.passed += passed;
            sum.failed += failed;
        }
        let _ = write!(table, "{before_last}{} passed, {} failed", sum.passed, sum.failed);
        table
    }
}

fn seconds(took: Duration) -> String {
    let whole = took.as_secs();
    if whole < 100 {
        format!("{:.1} s", took.as_secs_f64())
    } else {
        format!("{} min {:02} s", whole / 60, whole % 60)
    }
}

/// Adds up the results that cargo's test runners print. A test that was left out counts as failed: none may be.
pub fn count_of_cargo(said: &str) -> Count {
    let mut count = Count::default();
    for line in said.lines().filter(|line| line.trim_start().starts_with("test result: ")) {
        for part in line.split(['.', ';']) {
            let mut words = part.split_whitespace();
            let (Some(number), Some(what)) =
                (words.next().and_then(|word| word.parse::<u32>().ok()), words.next())
            else {
                continue;
            };
            match what {
                "passed" => count.passed += number,
                "failed" | "ignored" => count.failed += number,
                _ => {}
            }
        }
    }
    count
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_results_of_every_runner_are_added_up_and_an_ignored_test_is_a_failed_one() {
        let said = "running 3 tests\ntest result: ok. 3 passed; 0 failed; 0 ignored; 0 measured; 0 filtered out; \
                    finished in 0.10s\n\ntest result: FAILED. 4 passed; 1 failed; 2 ignored; 0 measured; 0 filtered out\n";
        assert_eq!(count_of_cargo(said), Count { passed: 7, failed: 3 });
    }

    #[test]
    fn the_last_line_sums_and_a_step_that_could_not_run_is_not_passed_over() {
        let mut report = Report::default();
        assert!(report.step("rust", || Ended {
            count: Count { passed: 12, failed: 0 },
            trouble: None,
            left_out: None
        }));
        assert!(!report.step("fmt", || Ended::from(Err("not formatted".to_owned()))));
        report.impossible("window", "nothing was built");
        let table = report.table("pictures: here\n");
        assert_eq!(table.lines().last(), Some("12 passed, 2 failed"), "{table}");
        assert!(!report.is_well());
    }

    #[test]
    fn what_was_left_out_is_no_failure_and_no_pass_either() {
        let mut report = Report::default();
        assert!(report.step("advisories", || Ok(format!("{NOT_CHECKED}: no network")).into()));
        assert!(report.is_well());
        assert!(report.table("").ends_with("0 passed, 0 failed"));
    }

    #[test]
    fn a_runner_that_breaks_before_it_counts_is_a_failure() {
        let mut report = Report::default();
        report.step("rust", || Ended {
            count: Count::default(),
            trouble: Some("it does not compile".into()),
            left_out: None,
        });
        assert!(report.table("").ends_with("0 passed, 1 failed"));
    }
}
