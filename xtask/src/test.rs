//! Every check and every test, and a summary of all of them.

use std::fs;
use std::path::Path;
use std::time::Instant;

use serde_json::Value;

use crate::command::{Step, forget_logs};
use crate::report::{Count, Ended, Report, count_of_cargo};
use crate::{End, check, say, setup, target};

/// Runs everything, also after a failure; only what cannot run without a failed step is left out, as a failure.
pub fn test() -> Result<(), End> {
    forget_logs()?;
    setup::everything()?;
    let screenshots = target().join("screenshots");
    if screenshots.is_dir() {
        fs::remove_dir_all(&screenshots).map_err(|error| format!("{}: {error}", screenshots.display()))?;
    }
    let mut report = Report::default();
    let page = report.step("page", || Step::npm(&["run", "build"]).logged("page").into());
    // The application carries the page inside it, so nothing that names the whole workspace compiles without it.
    let built = page && report.step("build", || build().logged("build").into());
    if !page {
        report.impossible("build", "the page is not built");
    }
    check::all(&mut report, page);
    report.step("ui tests", ui_tests);
    if built {
        // A window waits for what it paints, and each test program ends with its longest story alone: beside each other they
        // leave no processor idle.
        std::thread::scope(|together| {
            let window = together.spawn(|| {
                let started = Instant::now();
                let ended = cargo_tests("window", &["--test", "window", "--", "--test-threads=1"]);
                (ended, started.elapsed())
            });
            report.step("rust tests", || cargo_tests("rust", &["--no-fail-fast"]));
            match window.join() {
                Ok((ended, took)) => report.beside("window tests", ended, took),
                Err(_) => report.step("window tests", || Err("they could not be run".to_owned()).into()),
            };
        });
    } else {
        report.impossible("rust tests", "the build failed");
        report.impossible("window tests", "the build failed");
    }
    let places =
        format!("\npictures: {}\nlogs: {}\n", screenshots.display(), target().join("xtask").display());
    say("");
    say(&report.table(&places));
    if report.is_well() { Ok(()) } else { Err(End::Failed) }
}

/// Programs and tests together, so that both are compiled with the same features.
pub fn build() -> Step {
    Step::cargo(&["build", "--workspace", "--lib", "--bins", "--tests", "--test", "window"])
}

fn cargo_tests(log: &str, arguments: &[&str]) -> Ended {
    let tested = Step::cargo(&["test", "--workspace"]).arguments(arguments).logged(log);
    let (said, trouble) = match tested {
        Ok(said) => (said, None),
        Err(said) => (said.clone(), Some(said)),
    };
    let count = count_of_cargo(&said);
    let none = (count == Count::default() && trouble.is_none()).then(|| "no test ran".to_owned());
    Ended { count, trouble: trouble.or(none), left_out: None }
}

fn ui_tests() -> Ended {
    let file = target().join("xtask/ui.json");
    let place = format!("--outputFile.json={}", file.display());
    let tested =
        Step::npm(&["test", "--", "--reporter=default", "--reporter=json", &place]).logged("ui-tests");
    let count = count_of_vitest(&file);
    let none = count.is_none().then(|| "no test ran".to_owned());
    Ended { count: count.unwrap_or_default(), trouble: tested.err().or(none), left_out: None }
}

fn count_of_vitest(file: &Path) -> Option<Count> {
    let told: Value = serde_json::from_slice(&fs::read(file).ok()?).ok()?;
    let number =
        |key: &str| told.get(key).and_then(Value::as_u64).and_then(|number| u32::try_from(number).ok());
    let (all, passed) = (number("numTotalTests")?, number("numPassedTests")?);
    // Whatever did not pass failed: a test that was skipped or left to be written too.
    (all > 0).then(|| Count { passed, failed: all.saturating_sub(passed) })
}
