//! The checks by name: what each runs. A check repairs nothing unless it is asked to.

mod advisories;
mod entries;
mod layers;
mod licences;
mod lines;
mod links;

use crate::command::{Step, forget_logs};
use crate::report::Report;
use crate::{End, bindings, say, sbom, setup};

/// One check: its name, whether it compiles the application and so needs the built page, and what it runs.
struct Check {
    name: &'static str,
    needs_page: bool,
    run: fn(fix: bool) -> Result<String, String>,
}

const CHECKS: &[Check] = &[
    Check { name: "fmt", needs_page: false, run: fmt },
    Check { name: "entries", needs_page: false, run: |_| entries::check() },
    Check { name: "lines", needs_page: false, run: |_| lines::check() },
    Check { name: "links", needs_page: false, run: |_| links::check() },
    Check { name: "layers", needs_page: false, run: |_| layers::check() },
    Check { name: "licences", needs_page: false, run: |_| licences::check() },
    Check { name: "advisories", needs_page: false, run: |_| advisories::check() },
    Check { name: "sbom", needs_page: false, run: |_| sbom::check() },
    Check { name: "domain", needs_page: false, run: domain },
    Check { name: "clippy", needs_page: true, run: clippy },
    Check { name: "docs", needs_page: true, run: docs },
    Check {
        name: "bindings",
        needs_page: true,
        run: |fix| if fix { write_bindings() } else { bindings::compare() },
    },
    Check { name: "words", needs_page: false, run: |_| Step::npm(&["run", "words"]).logged("words") },
    Check { name: "ui", needs_page: false, run: ui },
];

/// Runs the checks that the options ask for.
pub fn check(options: &[&str]) -> Result<(), End> {
    let (mut fix, mut only) = (false, None);
    let mut options = options.iter();
    while let Some(option) = options.next() {
        match *option {
            "--fix" => fix = true,
            "--only" => only = options.next().copied().or(Some("")),
            other => return Err(End::Missing(format!("unknown: {other}"))),
        }
    }
    let chosen: Vec<&Check> =
        CHECKS.iter().filter(|check| only.is_none_or(|name| name == check.name)).collect();
    if chosen.is_empty() {
        let names: Vec<&str> = CHECKS.iter().map(|check| check.name).collect();
        return Err(End::Missing(format!("--only takes one of: {}", names.join(", "))));
    }
    forget_logs()?;
    if only.is_none() {
        setup::to_run()?;
    }
    let mut report = Report::default();
    let needs_page = chosen.iter().any(|check| check.needs_page);
    let page = !needs_page || report.step("page", || Step::npm(&["run", "build"]).logged("page").into());
    run(&mut report, &chosen, page, fix);
    if only.is_none() {
        say("");
        say(&report.table(""));
    }
    if report.is_well() { Ok(()) } else { Err(End::Failed) }
}

/// Runs every check as a step of `report`; `page` says whether the page is built.
pub fn all(report: &mut Report, page: bool) {
    let every: Vec<&Check> = CHECKS.iter().collect();
    run(report, &every, page, false);
}

fn run(report: &mut Report, checks: &[&Check], page: bool, fix: bool) {
    for check in checks {
        if check.needs_page && !page {
            report.impossible(check.name, "the page is not built");
        } else {
            report.step(check.name, || (check.run)(fix).into());
        }
    }
}

fn fmt(fix: bool) -> Result<String, String> {
    let arguments: &[&str] = if fix { &["fmt", "--all"] } else { &["fmt", "--all", "--check"] };
    Step::cargo(arguments).logged("fmt")
}

fn clippy(fix: bool) -> Result<String, String> {
    if fix {
        Step::cargo(&["clippy", "--workspace", "--all-targets", "--fix", "--allow-dirty", "--allow-staged"])
            .logged("clippy")?;
    }
    Step::cargo(&["clippy", "--workspace", "--all-targets", "--", "-D", "warnings"]).logged("clippy")
}

/// The domain by itself: a build of the workspace lends it features of others and hides a slip.
fn domain(_: bool) -> Result<String, String> {
    Step::cargo(&["check", "-p", "passerelle-domain"]).logged("domain")
}

fn docs(_: bool) -> Result<String, String> {
    Step::cargo(&["doc", "--workspace", "--no-deps", "--document-private-items"])
        .set("RUSTDOCFLAGS", "-D warnings")
        .logged("docs")
}

fn write_bindings() -> Result<String, String> {
    match bindings::write() {
        Ok(()) => Ok(String::new()),
        Err(End::Because(sentence) | End::Missing(sentence)) => Err(sentence),
        Err(End::Failed) => Err("the types were not written".into()),
    }
}

fn ui(fix: bool) -> Result<String, String> {
    if fix {
        Step::npm(&["exec", "eslint", "--", "--fix", "."]).logged("ui")?;
    }
    Step::npm(&["run", "check"]).logged("ui")
}
